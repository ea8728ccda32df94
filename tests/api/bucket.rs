//! Attachments in a bucket: against a stand-in that knows as much of S3 as they need (put, parts, get with a range, list,
//! delete) and refuses what is not signed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use chrono::TimeDelta;
use hamahang::attachments::{sweep::sweep, vault::Vault};
use reqwest::{Method, StatusCode};

use crate::app::TestApp;
use crate::attachments::{download, picture, upload};
use crate::requests::petty_cash;

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// What each key holds; parts are kept as `KEY?NUMBER` until they are put together.
async fn answer(req: HttpRequest, body: web::Bytes, objects: web::Data<Objects>) -> HttpResponse {
    let signed = req.headers().get("authorization").and_then(|v| v.to_str().ok());
    if !signed.is_some_and(|v| v.starts_with("AWS4-HMAC-SHA256 Credential=key/")) {
        return HttpResponse::Forbidden().finish();
    }
    let mut objects = objects.lock().unwrap();
    let key = req
        .path()
        .trim_start_matches("/bucket")
        .trim_start_matches('/')
        .to_owned();
    let query = req.query_string().to_owned();
    let xml = |text: String| HttpResponse::Ok().content_type("application/xml").body(text);
    match (req.method().as_str(), query.as_str()) {
        ("GET", query) if query.contains("list-type=2") => {
            let entry = |(key, bytes): (&String, &Vec<u8>)| {
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2019-12-03T06:30:00.000Z</LastModified><ETag>\"a\"</ETag><Size>{}</Size></Contents>",
                    bytes.len()
                )
            };
            let prefix = query
                .split('&')
                .find_map(|p| p.strip_prefix("prefix="))
                .unwrap_or_default()
                .replace("%2F", "/");
            let listed: String = objects
                .iter()
                .filter(|(key, _)| key.starts_with(&prefix))
                .map(entry)
                .collect();
            xml(format!(
                "<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>"
            ))
        }
        ("GET", _) => {
            let Some(bytes) = objects.get(&key) else {
                return HttpResponse::NotFound().finish();
            };
            let mut response = HttpResponse::Ok();
            response
                .insert_header(("last-modified", "Tue, 03 Dec 2019 06:30:00 GMT"))
                .insert_header(("etag", "\"a\""));
            let range = req
                .headers()
                .get("range")
                .map(|v| v.to_str().unwrap().trim_start_matches("bytes=").to_owned());
            let Some((first, last)) = range.as_deref().and_then(|r| r.split_once('-')) else {
                return response.body(bytes.clone());
            };
            let (first, last) = (first.parse::<usize>().unwrap(), last.parse::<usize>().unwrap());
            response.status(StatusCode::PARTIAL_CONTENT.as_u16().try_into().unwrap());
            response.insert_header(("content-range", format!("bytes {first}-{last}/{}", bytes.len())));
            response.body(bytes[first..=last].to_vec())
        }
        ("POST", "uploads" | "uploads=") => {
            xml("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>".into())
        }
        ("PUT", query) => {
            let part = query
                .split('&')
                .find_map(|p| p.strip_prefix("partNumber="))
                .map(|n| format!("?{n:0>5}"));
            objects.insert(key + &part.unwrap_or_default(), body.to_vec());
            HttpResponse::Ok().insert_header(("etag", "\"a\"")).finish()
        }
        ("POST", _) => {
            let parts: Vec<String> = objects
                .keys()
                .filter(|k| k.starts_with(&format!("{key}?")))
                .cloned()
                .collect();
            let whole: Vec<u8> = parts.iter().flat_map(|part| objects.remove(part).unwrap()).collect();
            objects.insert(key, whole);
            xml("<CompleteMultipartUploadResult><ETag>\"a\"</ETag></CompleteMultipartUploadResult>".into())
        }
        ("DELETE", _) => {
            objects.remove(&key);
            HttpResponse::NoContent().finish()
        }
        _ => HttpResponse::BadRequest().finish(),
    }
}

fn stand_in(objects: &Objects) -> String {
    let data = web::Data::new(Arc::clone(objects));
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let app = move || {
                let limit = web::PayloadConfig::new(64 * 1024 * 1024);
                App::new()
                    .app_data(data.clone())
                    .app_data(limit)
                    .default_service(web::to(answer))
            };
            let server = HttpServer::new(app)
                .workers(1)
                .disable_signals()
                .bind("127.0.0.1:0")
                .unwrap();
            send.send(format!("http://{}", server.addrs()[0])).unwrap();
            server.run().await.unwrap();
        });
    });
    receive.recv().unwrap()
}

#[tokio::test]
async fn attachments_lie_in_a_bucket() {
    let objects = Objects::default();
    let endpoint = stand_in(&objects);
    let settings = [
        ("attachments_url", "s3://bucket/town"),
        ("s3_endpoint", &endpoint),
        ("s3_access_key", "key"),
        ("s3_secret_key", "secret"),
    ];
    let app = TestApp::start(None, &settings).await;
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    let long: Vec<u8> = b"%PDF-1.7\n"
        .iter()
        .copied()
        .chain((0..20_000_000_u32).map(|n| n.to_le_bytes()[1]))
        .collect();
    let film = upload(&head, &request, "گزارش.pdf", long.clone())
        .await
        .is(StatusCode::CREATED);
    let photo = upload(&head, &request, "a.png", picture(400))
        .await
        .is(StatusCode::CREATED);
    let keys: Vec<String> = objects.lock().unwrap().keys().cloned().collect();
    assert!(
        keys.len() == 3
            && keys
                .iter()
                .all(|key| key.starts_with("town/2019-12-03/") && !key.contains('?')),
        "{keys:?}"
    );

    let path = |file: &serde_json::Value, end: &str| format!("/attachments/{}{end}", file["id"]);
    let (status, _, bytes) = download(&head, &path(&film, "/content"), &[]).await;
    assert_eq!((status, bytes == long), (StatusCode::OK, true));
    let (status, _, bytes) = download(&head, &path(&film, "/content"), &[("range", "bytes=9000000-9000009")]).await;
    assert_eq!(
        (status, &bytes[..]),
        (StatusCode::PARTIAL_CONTENT, &long[9_000_000..9_000_010])
    );
    assert_eq!(
        download(&head, &path(&photo, "/thumbnail"), &[]).await.0,
        StatusCode::OK
    );
    head.call(Method::DELETE, &path(&film, ""), None, &[])
        .await
        .is(StatusCode::NO_CONTENT);
    assert_eq!(objects.lock().unwrap().len(), 2);

    objects.lock().unwrap().insert("town/2019-12-03/left".into(), vec![1]);
    objects
        .lock()
        .unwrap()
        .insert("elsewhere/2019-12-03/others".into(), vec![1]);
    app.advance(TimeDelta::days(3));
    let vault = Vault::open(app.db.settings()).unwrap();
    assert_eq!(sweep(&app.db, &vault, &[]).await.unwrap(), 1);
    let keys: Vec<String> = objects.lock().unwrap().keys().cloned().collect();
    assert!(
        keys.len() == 3 && !keys.contains(&"town/2019-12-03/left".to_owned()),
        "{keys:?}"
    );
}

#[tokio::test]
async fn a_bucket_that_cannot_be_reached_takes_nothing() {
    let closed = crate::cluster::free_port();
    let endpoint = format!("http://127.0.0.1:{closed}");
    let settings = [
        ("attachments_url", "s3://bucket"),
        ("s3_endpoint", &endpoint),
        ("s3_access_key", "key"),
        ("s3_secret_key", "secret"),
    ];
    let app = TestApp::start(None, &settings).await;
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    upload(&head, &request, "a.txt", b"text".to_vec())
        .await
        .refuses(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
    let page = head
        .get(&format!("/requests/{}/attachments", request["id"]))
        .await
        .is(StatusCode::OK);
    assert_eq!(page["items"], serde_json::json!([]));
}
