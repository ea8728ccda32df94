//! Files at requests, as their people send and get them.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use hamahang::attachments::{sweep::sweep, vault::Vault};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::{Answer, Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

/// A picture: red above, blue below, and a word about its place that no thumbnail may have.
pub fn picture(side: u32) -> Vec<u8> {
    let colours = |_, y| image::Rgb(if y < side / 2 { [255, 0, 0] } else { [0, 0, 255] });
    let picture = image::RgbImage::from_fn(side, side, colours);
    let mut bytes = Vec::new();
    picture
        .write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)
        .unwrap();
    bytes
}

/// Text of so many bytes, each time another one.
fn text(length: usize, mark: &str) -> Vec<u8> {
    let mut bytes = format!("{mark}\n").into_bytes();
    bytes.resize(length, b'x');
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Sends a file as a browser does: the bytes, their length, and the type that it guesses.
pub async fn upload_to(client: &Client, path: &str, bytes: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
    let mut call = client.http.post(format!("{}/api/v1{path}", client.base)).body(bytes);
    call = call.bearer_auth(client.token.as_deref().unwrap_or_default());
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        call = call.header(CONTENT_TYPE, "application/octet-stream");
    }
    for (name, value) in headers {
        call = call.header(*name, *value);
    }
    let response = call.send().await.expect("the server answers");
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.expect("text");
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer {
        what: format!("POST {path}"),
        status,
        headers,
        text,
        body,
    }
}

pub async fn upload(client: &Client, request: &Value, name: &str, bytes: Vec<u8>) -> Answer {
    let name: String = name
        .bytes()
        .fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    let path = format!("/requests/{}/attachments?name={name}", request["id"]);
    upload_to(client, &path, bytes, &[]).await
}

/// Gets a file: status, headers, bytes.
pub async fn download(client: &Client, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut call = client.http.get(format!("{}/api/v1{path}", client.base));
    call = call.bearer_auth(client.token.as_deref().unwrap_or_default());
    for (name, value) in headers {
        call = call.header(*name, *value);
    }
    let response = call.send().await.expect("the server answers");
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.bytes().await.expect("bytes").to_vec())
}

async fn filed(app: &TestApp) -> (Client, Value) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    (head, request)
}

/// The files below the folder of attachments.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut waiting = vec![folder.join("attachments")];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

async fn actions(client: &Client, request: &Value) -> Vec<String> {
    let history = client
        .get(&format!("/requests/{}/history", request["id"]))
        .await
        .is(StatusCode::OK);
    let items = history["items"].as_array().unwrap();
    items.iter().map(|e| e["action"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn a_file_is_kept_listed_and_given_back(app) {
        let (head, request) = filed(&app).await;
        let bytes = picture(640);
        let answer = upload(&head, &request, "../دوربين شکسته.exe", bytes.clone()).await;
        assert!(answer.headers["location"].to_str().unwrap().starts_with("/api/v1/attachments/"));
        let file = answer.is(StatusCode::CREATED);
        assert_eq!(file["name"], "دوربین شکسته.exe.png", "typed by its content, not by its name");
        assert_eq!((&file["kind"], &file["media_type"]), (&json!("png"), &json!("image/png")));
        assert_eq!((&file["size_bytes"], &file["sha256"]), (&json!(bytes.len()), &json!(sha256(&bytes))));
        assert_eq!((&file["warnings"], &file["thumbnail"]), (&json!([]), &json!(true)));
        assert_eq!((&file["uploader"]["name"], &file["subject_id"]), (&json!("head-01"), &request["id"]));

        let note = upload(&head, &request, "نکته.txt", text(10, "نکته")).await.is(StatusCode::CREATED);
        let path = format!("/requests/{}/attachments?limit=1", request["number"].as_str().unwrap());
        let page = head.get(&path).await.is(StatusCode::OK);
        assert_eq!(page["items"], json!([file]));
        let next = head.get(&format!("{path}&cursor={}", page["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((&next["items"], &next["next"]), (&json!([note]), &Value::Null));
        assert_eq!(head.get(&format!("/attachments/{}", file["id"])).await.is(StatusCode::OK), file);

        let (status, headers, got) = download(&head, &format!("/attachments/{}/content", file["id"]), &[("accept-encoding", "gzip, br")]).await;
        assert_eq!((status, got == bytes), (StatusCode::OK, true));
        let told = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert_eq!(told("content-type"), "image/png");
        assert_eq!(told("content-length"), bytes.len().to_string());
        assert_eq!(told("content-disposition"), "attachment; filename=\"______ _____.exe.png\"; filename*=UTF-8''%D8%AF%D9%88%D8%B1%D8%A8%DB%8C%D9%86%20%D8%B4%DA%A9%D8%B3%D8%AA%D9%87.exe.png");
        assert_eq!(told("x-content-type-options"), "nosniff");
        assert!(told("content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert_eq!(told("cache-control"), "private, no-cache");
        assert_eq!(told("etag"), format!("\"{}\"", sha256(&bytes)));

        let (status, headers, small) = download(&head, &format!("/attachments/{}/thumbnail", file["id"]), &[]).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
        let small = image::load_from_memory(&small).unwrap();
        assert_eq!((small.width(), small.height()), (320, 320));
        head.get(&format!("/attachments/{}/thumbnail", note["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");

        assert_eq!(actions(&head, &request).await, ["created", "submit", "attached", "attached"]);
        let seen = head.get(&format!("/requests/{}", request["id"])).await.is(StatusCode::OK);
        assert_eq!(seen["version"], request["version"], "an attachment is no change of the request");
        assert_eq!(app.mails().await.len(), 1, "no mail for an attachment");
    }
}

on_both! {
    async fn a_part_is_given_and_what_is_there_already_is_not_sent(app) {
        let (head, request) = filed(&app).await;
        let bytes = text(50_000, "الف");
        let file = upload(&head, &request, "متن.txt", bytes.clone()).await.is(StatusCode::CREATED);
        let path = format!("/attachments/{}/content", file["id"]);
        let tag = format!("\"{}\"", sha256(&bytes));
        for (range, part) in [("bytes=0-9", 0..10), ("bytes=49990-", 49_990..50_000), ("bytes=-5", 49_995..50_000), ("bytes=100-99999999", 100..50_000)] {
            let (status, headers, got) = download(&head, &path, &[("range", range), ("if-range", &tag), ("accept-encoding", "gzip")]).await;
            assert_eq!((status, got[..] == bytes[part.clone()]), (StatusCode::PARTIAL_CONTENT, true), "{range}");
            assert_eq!(headers["content-range"], format!("bytes {}-{}/50000", part.start, part.end - 1).as_str());
        }
        for headers in [[("range", "bytes=0-9"), ("if-range", "\"other\"")], [("range", "bytes=0-1,5-6"), ("x-nothing", "x")]] {
            let (status, _, got) = download(&head, &path, &headers).await;
            assert_eq!((status, got == bytes), (StatusCode::OK, true));
        }
        let beyond = head.call(Method::GET, &path, None, &[("range", "bytes=50000-")]).await;
        assert_eq!(beyond.headers["content-range"], "bytes */50000");
        beyond.refuses(StatusCode::RANGE_NOT_SATISFIABLE, "range_not_satisfiable");
        let (status, headers, got) = download(&head, &path, &[("if-none-match", &tag)]).await;
        assert_eq!((status, got.len(), headers["etag"].to_str().unwrap()), (StatusCode::NOT_MODIFIED, 0, tag.as_str()));
    }
}

on_both! {
    async fn only_what_browsers_draw_is_shown_in_place(app) {
        let (head, request) = filed(&app).await;
        for (name, bytes, wanted) in [("a.png", picture(2), "inline"), ("a.pdf", b"%PDF-1.7\n".to_vec(), "inline"), ("a.txt", text(9, "a"), "attachment")] {
            let file = upload(&head, &request, name, bytes).await.is(StatusCode::CREATED);
            let (_, headers, _) = download(&head, &format!("/attachments/{}/content?inline=true", file["id"]), &[]).await;
            let told = headers["content-disposition"].to_str().unwrap();
            assert!(told.starts_with(&format!("{wanted}; ")), "{told}");
            assert!(headers["content-security-policy"].to_str().unwrap().starts_with("sandbox;"));
        }
    }
}

on_both! {
    async fn who_may_not_see_the_request_knows_of_no_file_and_who_only_reads_adds_none(app) {
        let (head, request) = filed(&app).await;
        let file = upload(&head, &request, "a.png", picture(8)).await.is(StatusCode::CREATED);
        let paths = ["", "/content", "/thumbnail"].map(|end| format!("/attachments/{}{end}", file["id"]));
        for who in ["head-02", "owner-it", "mayor-office", "admin"] {
            let other = app.sign_in(who).await;
            for path in &paths {
                other.get(path).await.refuses(StatusCode::NOT_FOUND, "not_found");
            }
            other.get(&format!("/requests/{}/attachments", request["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
            other.call(Method::DELETE, &paths[0], None, &[]).await.refuses(StatusCode::NOT_FOUND, "not_found");
            upload(&other, &request, "b.txt", text(9, who)).await.refuses(StatusCode::NOT_FOUND, "not_found");
        }
        let auditor = app.sign_in("auditor").await;
        for path in &paths {
            assert_eq!(download(&auditor, path, &[]).await.0, StatusCode::OK);
        }
        upload(&auditor, &request, "b.txt", text(9, "b")).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        auditor.call(Method::DELETE, &paths[0], None, &[]).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        // A rule's proposal is no part in it yet.
        let director = app.sign_in("director").await;
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        for who in ["director", "owner-finance", "member-01"] {
            let client = app.sign_in(who).await;
            upload(&client, &request, "c.txt", text(9, who)).await.is(StatusCode::CREATED);
            assert_eq!(download(&client, &paths[1], &[]).await.0, StatusCode::OK);
        }
        // A draft is its unit's own, its files too.
        let mut body = petty_cash(&app);
        body["draft"] = json!(true);
        let draft = head.post("/requests", &body).await.is(StatusCode::CREATED);
        let file = upload(&head, &draft, "d.txt", text(9, "d")).await.is(StatusCode::CREATED);
        director.get(&format!("/attachments/{}/content", file["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let (status, ..) = download(&app.nobody(), &format!("/attachments/{}/content", file["id"]), &[]).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
}

on_both! {
    async fn what_is_not_taken_is_refused_and_leaves_nothing(app) {
        let (head, request) = filed(&app).await;
        let path = format!("/requests/{}/attachments?name=a.jpg", request["id"]);
        for bytes in [&b"MZ\x90\0\x03\0\0\0"[..], b"\x7FELF\x02\x01\x01\0", b"<html><script>alert(1)</script></html>", b"<svg onload='alert(1)'/>", b"PK\x03\x04\x14\0\0\0\0\0", b"\0\x01\x02"] {
            let problem = upload_to(&head, &path, bytes.to_vec(), &[("content-type", "image/jpeg")]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [(String::new(), "not_allowed".to_owned())]);
            assert!(problem["errors"][0]["message"].as_str().unwrap().contains("پذیرفته نمی‌شود"), "{problem}");
        }
        let problem = upload_to(&head, &path, Vec::new(), &[]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [(String::new(), "required".to_owned())]);
        for header in [("content-type", "multipart/form-data; boundary=x"), ("content-encoding", "gzip")] {
            upload_to(&head, &path, text(9, "a"), &[header]).await.refuses(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
        }
        let long = format!("/requests/{}/attachments?name={}", request["id"], "a".repeat(1001));
        upload_to(&head, &long, text(9, "a"), &[]).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        assert_eq!(files(app.folder.path()), Vec::<PathBuf>::new());
        assert_eq!(actions(&head, &request).await, ["created", "submit"]);
        // A macro is no reason to refuse: it is told.
        let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        old.resize(512, 0);
        for name in ["WordDocument", "_VBA_PROJECT"] {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(64, 0);
            entry.extend([u8::try_from(2 * name.len() + 2).unwrap(), 0, 2]);
            entry.resize(128, 0);
            old.extend(entry);
        }
        let file = upload(&head, &request, "نامه.doc", old).await.is(StatusCode::CREATED);
        assert_eq!((&file["kind"], &file["warnings"]), (&json!("doc"), &json!(["macros"])));
    }
}

on_both! {
    async fn the_same_content_is_one_file_and_a_key_gives_the_first_answer_again(app) {
        let (head, request) = filed(&app).await;
        let first = upload(&head, &request, "a.txt", text(100, "same")).await.is(StatusCode::CREATED);
        let again = upload(&head, &request, "b.txt", text(100, "same")).await.is(StatusCode::CREATED);
        assert_eq!(again, first);
        let path = format!("/requests/{}/attachments?name=k.txt", request["id"]);
        let key = [("idempotency-key", "photo-1")];
        let kept = upload_to(&head, &path, text(100, "key"), &key).await.is(StatusCode::CREATED);
        let repeat = upload_to(&head, &path, text(100, "key"), &key).await;
        assert_eq!(repeat.headers["idempotent-replay"], "true");
        assert_eq!(repeat.is(StatusCode::CREATED), kept);
        upload_to(&head, &path, text(100, "other"), &key).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused");
        assert_eq!(files(app.folder.path()).len(), 2, "what no row refers to is gone at once");
        assert_eq!(actions(&head, &request).await, ["created", "submit", "attached", "attached"]);
        // At another request it is another file.
        let other = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let elsewhere = upload(&head, &other, "a.txt", text(100, "same")).await.is(StatusCode::CREATED);
        assert_ne!(elsewhere["id"], first["id"]);
        assert_eq!(files(app.folder.path()).len(), 3);
    }
}

on_both! {
    async fn who_attached_it_takes_it_away_while_it_is_open_and_the_director_always(app) {
        let (head, request) = filed(&app).await;
        let member = app.sign_in("member-01").await;
        let mine = upload(&head, &request, "a.png", picture(9)).await.is(StatusCode::CREATED);
        let stays = upload(&head, &request, "b.txt", text(9, "b")).await.is(StatusCode::CREATED);
        let path = |file: &Value| format!("/attachments/{}", file["id"]);
        member.call(Method::DELETE, &path(&mine), None, &[]).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        head.call(Method::DELETE, &path(&mine), None, &[]).await.is(StatusCode::NO_CONTENT);
        head.get(&path(&mine)).await.refuses(StatusCode::NOT_FOUND, "not_found");
        head.call(Method::DELETE, &path(&mine), None, &[]).await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(files(app.folder.path()).len(), 1, "picture and thumbnail are gone");

        let closed = head.act(&request, "withdraw", &json!({})).await.is(StatusCode::OK);
        let problem = head.call(Method::DELETE, &path(&stays), None, &[]).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        assert_eq!(problem["allowed_actions"], closed["allowed_actions"]);
        upload(&head, &request, "c.txt", text(9, "c")).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        let director = app.sign_in("director").await;
        director.call(Method::DELETE, &path(&stays), None, &[]).await.is(StatusCode::NO_CONTENT);
        let history = head.get(&format!("/requests/{}/history", request["id"])).await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["action"], &last["actor"]["name"]), (&json!("detached"), &json!("director")));
        assert_eq!((&last["data"]["name"], &last["data"]["sha256"]), (&json!("b.txt"), &stays["sha256"]));
    }
}

/// An app with small limits, on either database.
async fn small(postgres: bool) -> TestApp {
    let url = if postgres {
        Some(tokio::task::spawn_blocking(crate::cluster::database).await.unwrap())
    } else {
        None
    };
    TestApp::start(url, &[("attachment_max_mib", "1"), ("attachment_quota_mib", "2")]).await
}

async fn limits_hold(app: TestApp) {
    const MIB: usize = 1024 * 1024;
    let (head, request) = filed(&app).await;
    let problem = upload(&head, &request, "a.txt", text(MIB + 1, "a"))
        .await
        .refuses(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
    assert!(problem["detail"].as_str().unwrap().contains("۱۰۴۸۵۷۶"), "{problem}");
    assert_eq!(
        unannounced(&app, &head, &request, MIB + 1).await,
        413,
        "counted while it comes"
    );
    assert_eq!(files(app.folder.path()), Vec::<PathBuf>::new());
    upload(&head, &request, "a.txt", text(MIB, "a"))
        .await
        .is(StatusCode::CREATED);

    // Both ask while there is room for one.
    let [one, two] = [text(700_000, "one"), text(700_000, "two")];
    let (one, two) = tokio::join!(
        upload(&head, &request, "1.txt", one),
        upload(&head, &request, "2.txt", two)
    );
    let (passed, refused) = if one.status == StatusCode::CREATED {
        (one, two)
    } else {
        (two, one)
    };
    let passed = passed.is(StatusCode::CREATED);
    let problem = refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    assert_eq!(
        problem["errors"][0]["message"],
        "سهم این واحد برای پیوست‌ها ۲ مگابایت است و ۲ مگابایت آن پر شده است؛ این پرونده با ۱ مگابایت در آن نمی‌گنجد. پیوست‌هایی را که دیگر لازم نیست حذف کنید."
    );
    assert_eq!(files(app.folder.path()).len(), 2);
    // The same again needs no room, and another unit has its own.
    let again = format!("/requests/{}/attachments?name=1.txt", request["id"]);
    upload_to(&head, &again, text(MIB, "a"), &[("idempotency-key", "again")])
        .await
        .is(StatusCode::CREATED);
    let neighbour = app.sign_in("head-02").await;
    let mut body = petty_cash(&app);
    body["unit_id"] = json!(app.districts[1]);
    let theirs = neighbour.post("/requests", &body).await.is(StatusCode::CREATED);
    upload(&neighbour, &theirs, "3.txt", text(700_000, "three"))
        .await
        .is(StatusCode::CREATED);
    head.call(Method::DELETE, &format!("/attachments/{}", passed["id"]), None, &[])
        .await
        .is(StatusCode::NO_CONTENT);
    upload(&head, &request, "4.txt", text(700_000, "four"))
        .await
        .is(StatusCode::CREATED);
}

/// Sends text in chunks, without saying how long it is; gives the status.
async fn unannounced(app: &TestApp, client: &Client, request: &Value, length: usize) -> u16 {
    use std::io::{Read, Write};
    let (address, token) = (
        app.base.trim_start_matches("http://").to_owned(),
        client.token.clone().unwrap(),
    );
    let id = request["id"].clone();
    tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(stream, "POST /api/v1/requests/{id}/attachments?name=a.txt HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        for _ in 0..length.div_ceil(4096) {
            // The server may have answered and hung up.
            if write!(stream, "1000\r\n{}\r\n", "x".repeat(4096)).is_err() {
                break;
            }
        }
        stream.write_all(b"0\r\n\r\n").ok();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer[9..]).parse().unwrap()
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn limits_hold_sqlite() {
    limits_hold(small(false).await).await;
}

#[tokio::test]
async fn limits_hold_postgres() {
    limits_hold(small(true).await).await;
}

on_both! {
    async fn the_sweep_takes_what_is_old_and_nobodys_and_nothing_else(app) {
        let (head, request) = filed(&app).await;
        let file = upload(&head, &request, "a.png", picture(16)).await.is(StatusCode::CREATED);
        let folder = app.folder.path().join("attachments");
        let owned = files(app.folder.path());
        assert_eq!(owned.len(), 2);
        let name = "0123456789abcdef0123456789abcdef";
        let planted: Vec<PathBuf> = [format!("2019-12-03/{name}"), format!("2019-12-03/{name}-thumbnail"), format!("incoming/2019-12-03-{name}")]
            .iter().map(|path| folder.join(path)).collect();
        for path in &planted {
            std::fs::write(path, "left by a crash").unwrap();
        }
        std::fs::write(folder.join("README"), "not ours").unwrap();
        let vault = Vault::open(app.db.settings()).unwrap();
        for (days, gone) in [(0, 0), (1, 0), (1, 2), (30, 0)] {
            app.advance(TimeDelta::days(days));
            assert_eq!(sweep(&app.db, &vault, &[]).await.unwrap(), gone, "{days}");
            assert_eq!(planted.iter().all(|path| path.exists()), gone == 0 && days < 2, "{days}");
        }
        assert!(folder.join("README").exists() && owned.iter().all(|path| path.exists()));
        let head = app.sign_in("head-01").await;
        let (status, _, bytes) = download(&head, &format!("/attachments/{}/content", file["id"]), &[]).await;
        assert_eq!((status, sha256(&bytes)), (StatusCode::OK, file["sha256"].as_str().unwrap().to_owned()));
    }
}
