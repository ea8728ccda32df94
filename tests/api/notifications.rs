//! What people are told in the application and by mail, how they want to hear, and what becomes of what they may not know any
//! more.

use std::time::Duration;

use chrono::TimeDelta;
use diesel::prelude::*;
use hamahang::db::schema::rounds;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::cluster;
use crate::on_both;
use crate::requests::petty_cash;
use crate::smtp::{SmtpServer, Tls};

/// Both databases, with digests.
async fn with_digests(postgres: bool, more: &[(&str, &str)]) -> TestApp {
    let database = if postgres {
        Some(tokio::task::spawn_blocking(cluster::database).await.unwrap())
    } else {
        None
    };
    let settings: Vec<_> = [("mail_digests", "true")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    let app = TestApp::start(database, &settings).await;
    if !more.iter().any(|(key, _)| *key == "mail_digests") {
        rounds_gone(&app).await;
    }
    app
}

/// Waits until the server has gone its own first rounds: what it does by the clock later, the stories do themselves.
pub async fn rounds_gone(app: &TestApp) {
    for _ in 0..800 {
        let db = app.db.clone();
        let count = move || {
            db.read_now(|c, cx| {
                let ours = rounds::name.eq_any(["digests", "weekly summary"]);
                let given_back = rounds::leased_until.le(cx.now);
                Ok(rounds::table
                    .filter(ours.and(given_back))
                    .count()
                    .get_result::<i64>(c)?)
            })
        };
        if tokio::task::spawn_blocking(count).await.unwrap().unwrap() == 2 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the server goes its rounds");
}

async fn told(client: &Client) -> Value {
    client.get("/notifications").await.is(StatusCode::OK)
}

fn kinds(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["kind"].as_str().unwrap())
        .collect()
}

async fn filed(app: &TestApp) -> (Client, Client, Value) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    (head, app.sign_in("director").await, request)
}

/// The mails but for what the server writes by the clock.
async fn mails(app: &TestApp) -> Vec<(String, String)> {
    let mut mails = app.mails().await;
    mails.retain(|(kind, _)| kind != "weekly_summary" && kind != "digest");
    mails
}

async fn urgent_things_are_mailed_and_everything_is_in_the_application(app: TestApp) {
    let (head, director, request) = filed(&app).await;
    assert!(
        mails(&app).await.is_empty(),
        "what goes into triage comes with the digest"
    );
    let accept = json!({ "desk_id": app.finance });
    director.act(&request, "accept", &accept).await.is(StatusCode::OK);
    let mails = mails(&app).await;
    assert_eq!(
        mails,
        [("request_assigned".to_owned(), "owner-finance@demo.test".to_owned())]
    );
    let owner = app.sign_in("owner-finance").await;
    let page = told(&owner).await;
    assert_eq!((kinds(&page), &page["unread"]), (vec!["request_assigned"], &json!(1)));
    let one = &page["items"][0];
    assert_eq!(
        (&one["headline"], &one["why"], &one["topic"]),
        (&json!("ارجاع درخواست"), &json!("desk"), &json!("assigned"))
    );
    assert_eq!(
        (&one["link"], &one["number"]),
        (&json!("/requests/1398-0001"), &json!("1398-0001"))
    );
    assert_eq!(
        (&one["about"], &one["actor"]),
        (&json!({ "kind": "request", "id": request["id"] }), &json!("director"))
    );
    let english = owner
        .call(Method::GET, "/notifications", None, &[("accept-language", "en")])
        .await
        .is(StatusCode::OK);
    assert_eq!(english["items"][0]["headline"], "Request assigned");
    assert_eq!(
        kinds(&told(&head).await),
        ["request_assigned"],
        "who filed it hears where it is, but knows that it was filed"
    );
    assert_eq!(
        kinds(&told(&director).await),
        ["request_submitted"],
        "and nobody of what they did themselves"
    );
    assert_eq!(told(&app.sign_in("head-02").await).await["items"], json!([]));
}

#[tokio::test]
async fn told_on_sqlite() {
    urgent_things_are_mailed_and_everything_is_in_the_application(with_digests(false, &[]).await).await;
}

#[tokio::test]
async fn told_on_postgres() {
    urgent_things_are_mailed_and_everything_is_in_the_application(with_digests(true, &[]).await).await;
}

on_both! {
    async fn notifications_are_read_in_pages_and_marked(app) {
        let head = app.sign_in("head-01").await;
        for _ in 0..5 {
            head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        }
        let director = app.sign_in("director").await;
        let first = director.get("/notifications?limit=3").await.is(StatusCode::OK);
        assert_eq!((first["items"].as_array().unwrap().len(), &first["unread"]), (3, &json!(5)));
        let path = format!("/notifications?limit=3&cursor={}", first["next"].as_str().unwrap());
        let second = director.get(&path).await.is(StatusCode::OK);
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (2, &Value::Null));
        let numbers: Vec<_> = [&first, &second].iter().flat_map(|p| p["items"].as_array().unwrap()).map(|n| n["number"].as_str().unwrap()).collect();
        assert_eq!(numbers, ["1398-0005", "1398-0004", "1398-0003", "1398-0002", "1398-0001"]);
        let one = json!({ "ids": [first["items"][0]["id"]] });
        assert_eq!(director.post("/notifications/read", &one).await.is(StatusCode::OK), json!({ "unread": 4 }));
        assert_eq!(director.post("/notifications/read", &one).await.is(StatusCode::OK), json!({ "unread": 4 }), "twice is once");
        let up_to = json!({ "up_to": second["items"][0]["id"] });
        assert_eq!(director.post("/notifications/read", &up_to).await.is(StatusCode::OK), json!({ "unread": 2 }));
        let unread = director.get("/notifications?unread=true").await.is(StatusCode::OK);
        let left: Vec<_> = unread["items"].as_array().unwrap().iter().map(|n| n["number"].as_str().unwrap()).collect();
        assert_eq!(left, ["1398-0004", "1398-0003"]);
        let all = told(&director).await;
        assert_eq!(all["items"][0]["read_at"], "2019-12-03T06:30:00Z");
        // Those of others are not one's own to mark.
        let theirs = json!({ "ids": [unread["items"][0]["id"]] });
        assert_eq!(head.post("/notifications/read", &theirs).await.is(StatusCode::OK), json!({ "unread": 0 }));
        assert_eq!(told(&director).await["unread"], 2);
        for wrong in [json!({}), json!({ "ids": [1], "up_to": 1 })] {
            let problem = director.post("/notifications/read", &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem)[0].0, "/ids");
        }
        director.post("/notifications/read", &json!({ "ids": [] })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    }
}

on_both! {
    async fn what_is_taken_back_in_time_leaves_nothing(app) {
        let (head, director, request) = filed(&app).await;
        let batch = json!({ "items": [{ "id": request["id"], "version": request["version"] }], "action": "reject", "with": { "reason": "تکراری است" } });
        let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        assert_eq!(told(&head).await["items"], json!([]), "it may still be taken back");
        director.post(&format!("/triage/undo/{}", done["id"]), &json!({})).await.is(StatusCode::OK);
        app.advance(TimeDelta::seconds(60));
        assert_eq!(told(&head).await["items"], json!([]));
        let now = head.get("/requests/1398-0001").await.is(StatusCode::OK);
        let batch = json!({ "items": [{ "id": now["id"], "version": now["version"] }], "action": "reject", "with": { "reason": "تکراری است" } });
        director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        app.advance(TimeDelta::seconds(13));
        let page = told(&head).await;
        assert_eq!((kinds(&page), &page["items"][0]["quote"]), (vec!["request_rejected"], &json!("تکراری است")));
    }
}

on_both! {
    async fn people_choose_how_they_hear_but_not_of_everything(app) {
        let (head, director, request) = filed(&app).await;
        let seen = head.get("/notification-preferences").await.is(StatusCode::OK);
        let of = |view: &Value, topic: &str| view["topics"].as_array().unwrap().iter().find(|t| t["topic"] == topic).unwrap().clone();
        assert_eq!(of(&seen, "comments")["channel"], "digest");
        let locked = of(&seen, "approvals");
        assert_eq!((&locked["choices"], locked["locked"].is_string()), (&json!(["at_once"]), true), "it says why");
        assert_eq!((&seen["digest_hour"], &seen["weekly_summary"], &seen["version"]), (&json!(8), &Value::Null, &json!(1)));
        let body = json!({ "topics": [{ "topic": "progress", "channel": "in_app" }, { "topic": "comments", "channel": "at_once" }], "digest": true, "digest_hour": 9 });
        let put = head.change(Method::PUT, "/notification-preferences", &seen["version"], &body).await.is(StatusCode::OK);
        assert_eq!((&of(&put, "progress")["channel"], &put["digest_hour"], &put["version"]), (&json!("in_app"), &json!(9), &json!(2)));
        head.change(Method::PUT, "/notification-preferences", &seen["version"], &body).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        let wrong = json!({ "topics": [{ "topic": "approvals", "channel": "in_app" }, { "topic": "meetings", "channel": "digest" }, { "topic": "comments", "channel": "digest" }, { "topic": "comments", "channel": "in_app" }], "digest": false, "digest_hour": 24 });
        let problem = head.change(Method::PUT, "/notification-preferences", &put["version"], &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/digest_hour".to_owned(), "out_of_range".to_owned())]);
        let mut wrong = wrong;
        wrong["digest_hour"] = json!(7);
        let problem = head.change(Method::PUT, "/notification-preferences", &put["version"], &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        // Back to what it is by itself is no choice; said twice it is none either.
        assert_eq!(fields(&problem), [pair("/topics/0/channel", "not_allowed"), pair("/topics/1/channel", "not_allowed")]);
        let before = app.mails().await.len();
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        director.post("/requests/1398-0001/comments", &json!({ "text": "پیش‌فاکتور کجاست؟" })).await.is(StatusCode::CREATED);
        let mails: Vec<_> = app.mails().await.into_iter().skip(before).filter(|(_, to)| to == "head-01@demo.test").map(|(kind, _)| kind).collect();
        assert_eq!(mails, ["commented"], "progress is in the application alone");
        assert_eq!(kinds(&told(&head).await), ["commented", "request_assigned"]);
    }
}

/// A mail of this kind, as it was written to the folder.
pub async fn written(app: &TestApp, kind: &str) -> String {
    for _ in 0..200 {
        let folder = std::fs::read_dir(app.folder.path().join("mail"))
            .into_iter()
            .flatten()
            .flatten();
        let texts = folder.filter_map(|file| std::fs::read_to_string(file.path()).ok());
        if let Some(mail) = texts
            .into_iter()
            .find(|text| text.contains(&format!("X-Hamahang-Event: {kind}")))
        {
            return mail;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mail {kind} was written");
}

fn header(mail: &str, name: &str) -> Option<String> {
    let parsed = mail_parser::MessageParser::default().parse(mail.as_bytes())?;
    parsed.header_raw(name).map(|value| value.split_whitespace().collect())
}

on_both! {
    async fn one_click_in_a_mail_program_does_without_more_of_its_kind(app) {
        let (_, director, request) = filed(&app).await;
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let mail = written(&app, "request_assigned").await;
        assert_eq!(header(&mail, "List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        // The desk's and the filer's mail are of one kind, and of different topics.
        let link = header(&mail, "List-Unsubscribe").unwrap();
        let path = link.trim_matches(['<', '>']).strip_prefix("http://hamahang.test").unwrap().to_owned();
        let (who, topic) = if path.contains(".assigned.") { ("owner-finance", "assigned") } else { ("head-01", "progress") };
        let person = app.sign_in(who).await;
        let chosen = async || {
            let seen = person.get("/notification-preferences").await.is(StatusCode::OK);
            seen["topics"].as_array().unwrap().iter().find(|t| t["topic"] == topic).unwrap()["channel"].clone()
        };
        let before = chosen().await;
        let http = reqwest::Client::new();
        let address = format!("{}{path}", app.base);
        let page = http.get(&address).send().await.unwrap();
        assert_eq!(page.status(), StatusCode::OK);
        assert!(page.text().await.unwrap().contains("method=\"post\""), "looking asks");
        assert_eq!(chosen().await, before, "and changes nothing");
        let click = http.post(&address).header("content-type", "application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click");
        assert_eq!(click.send().await.unwrap().status(), StatusCode::OK);
        assert_eq!(chosen().await, "in_app");
        assert_eq!(http.post(&address).send().await.unwrap().status(), StatusCode::OK, "twice is once");
        let forged = format!("{}x", address.trim_end_matches(|c: char| c.is_ascii_alphanumeric()));
        for method in [Method::GET, Method::POST] {
            assert_eq!(http.request(method, &forged).send().await.unwrap().status(), StatusCode::NOT_FOUND);
        }
    }
}

on_both! {
    async fn what_one_may_not_know_of_any_more_is_not_sent_and_not_shown(app) {
        let (head, director, request) = filed(&app).await;
        let member = app.sign_in("member-01").await;
        member.call(Method::PUT, "/requests/1398-0001/watchers/me", None, &[]).await.is(StatusCode::OK);
        // It waits for the time to undo; meanwhile the request becomes private, which staff do not see.
        let batch = json!({ "items": [{ "id": request["id"], "version": request["version"] }], "action": "defer", "with": { "reason": "پس از تعطیلات", "until": "2020-01-01" } });
        director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        assert_eq!(app.sql("UPDATE requests SET private = TRUE").await, 1);
        app.advance(TimeDelta::seconds(13));
        let admin = app.sign_in("admin").await;
        let mut states = Value::Null;
        for _ in 0..200 {
            let page = admin.get("/mail/outbox?limit=200").await.is(StatusCode::OK);
            states = page["items"].as_array().unwrap().iter().filter(|m| m["kind"] == "request_deferred").map(|m| json!([m["to"]["name"], m["state"]])).collect();
            if states.as_array().unwrap().iter().all(|m| m[1] != "queued" && m[1] != "leased") { break }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(states, json!([["member-01", "withheld"], ["head-01", "sent"]]));
        let hidden = &told(&member).await["items"][0];
        assert_eq!((&hidden["hidden"], &hidden["title"], &hidden["link"], &hidden["quote"], &hidden["about"]), (&json!(true), &Value::Null, &Value::Null, &Value::Null, &Value::Null));
        assert_eq!(told(&head).await["items"][0]["hidden"], false);
    }
}

async fn an_address_that_sends_mail_back_gets_no_more(postgres: bool) {
    let server = SmtpServer::start(Tls::None, None);
    let settings = server.settings();
    let mut settings: Vec<(&str, &str)> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
    settings.push(("mail_digests", "false"));
    let app = with_digests(postgres, &settings).await;
    server.behave("rcpt 550 1");
    let (_, director, _) = filed(&app).await;
    let me = async || director.get("/auth/me").await.is(StatusCode::OK)["id"].clone();
    let id = me().await;
    let admin = app.sign_in("admin").await;
    let mut person = Value::Null;
    for _ in 0..200 {
        person = admin.get(&format!("/users/{id}")).await.is(StatusCode::OK);
        if !person["mail_returned_at"].is_null() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(person["mail_returned"].as_str().unwrap().contains("5.1.1"), "{person}");
    let before = app.mails().await.len();
    let head = app.sign_in("head-01").await;
    head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    assert_eq!(app.mails().await.len(), before, "nothing is written that cannot arrive");
    assert_eq!(told(&director).await["unread"], 2, "but the application has it");
    let own = director.get("/notification-preferences").await.is(StatusCode::OK);
    assert!(
        own["mail_returned_at"].is_string(),
        "and the person is told why no mail comes"
    );
    let dead = admin.get("/mail/outbox?state=dead").await.is(StatusCode::OK);
    let path = format!("/mail/outbox/{}/retry", dead["items"][0]["id"]);
    admin.post(&path, &json!({})).await.is(StatusCode::OK);
    server.wait_for(1).await;
    let person = admin.get(&format!("/users/{id}")).await.is(StatusCode::OK);
    assert_eq!(
        person["mail_returned_at"],
        Value::Null,
        "who sends there again takes it for good"
    );
}

#[tokio::test]
async fn a_returned_mail_on_sqlite() {
    an_address_that_sends_mail_back_gets_no_more(false).await;
}

#[tokio::test]
async fn a_returned_mail_on_postgres() {
    an_address_that_sends_mail_back_gets_no_more(true).await;
}

on_both! {
    async fn administrators_change_head_and_foot_but_not_to_what_would_not_look_right(app) {
        let admin = app.sign_in("admin").await;
        let seen = admin.get("/mail/letterhead").await.is(StatusCode::OK);
        assert_eq!((&seen["heading_fa"], &seen["version"]), (&json!(""), &json!(1)));
        let body = json!({ "heading_fa": "{organization}", "heading_en": "", "footer_fa": "{office}\nتلفن: 013-33221100", "footer_en": "", "accent": "#7A1F2B" });
        let sample = admin.post("/mail/letterhead/samples", &body).await.is(StatusCode::OK);
let (html, text) = (sample["html"].as_str().unwrap(), sample["text"].as_str().unwrap());
        assert!(html.contains("#7a1f2b") && html.contains("شهرداری") && text.contains("013-33221100"), "{sample}");
        let put = admin.change(Method::PUT, "/mail/letterhead", &seen["version"], &body).await.is(StatusCode::OK);
        assert_eq!((&put["accent"], &put["version"]), (&json!("#7a1f2b"), &json!(2)));
        admin.change(Method::PUT, "/mail/letterhead", &seen["version"], &body).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        for (field, wrong) in [("heading_fa", "{city}"), ("footer_fa", "{office"), ("footer_en", "1\n2\n3\n4\n5\n6\n7"), ("accent", "#ffee00"), ("accent", "red")] {
            let mut broken = body.clone();
            broken[field] = json!(wrong);
            let problem = admin.change(Method::PUT, "/mail/letterhead", &put["version"], &broken).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem)[0].0, format!("/{field}"), "{wrong}");
        }
        assert_eq!(admin.get("/mail/letterhead").await.is(StatusCode::OK), put, "nothing of it was kept");
        let director = app.sign_in("director").await;
        director.change(Method::PUT, "/mail/letterhead", &put["version"], &body).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.sign_in("head-01").await.get("/mail/letterhead").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        filed(&app).await;
        let mail = written(&app, "request_submitted").await;
        let parsed = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
        let (text, html) = (parsed.body_text(0).unwrap(), parsed.body_html(0).unwrap());
        assert!(text.contains("013-33221100") && text.contains("مدیریت ارتباطات"), "{text}");
        assert!(html.contains("#7a1f2b") && !html.contains("#006775"), "{html}");
    }
}

/// An Ed25519 key as openssl writes it.
fn key(folder: &std::path::Path) -> String {
    let path = folder.join("dkim.pem");
    let made = std::process::Command::new("openssl")
        .args(["genpkey", "-algorithm", "ed25519", "-out"])
        .arg(&path)
        .status();
    assert!(made.expect("openssl runs").success());
    path.display().to_string()
}

#[tokio::test]
async fn mails_are_signed_and_go_at_their_pace() {
    let server = SmtpServer::start(Tls::None, None);
    let folder = tempfile::TempDir::new().unwrap();
    let key = key(folder.path());
    let settings = server.settings();
    let mut settings: Vec<(&str, &str)> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
    settings.extend([
        ("mail_digests", "false"),
        ("dkim_key_file", key.as_str()),
        ("mail_from", "hamahang@example.org"),
        ("mail_pace_per_minute", "12"),
    ]);
    let app = TestApp::start(None, &settings).await;
    for _ in 0..3 {
        filed(&app).await;
    }
    let received = server.wait_for(2).await;
    let raw = String::from_utf8_lossy(&received[0].raw).replace('\r', "");
    let signature: String = raw.split("\nFrom:").next().unwrap().split_whitespace().collect();
    assert!(
        signature.contains("DKIM-Signature:v=1;a=ed25519-sha256;c=relaxed/relaxed;d=example.org;s=hamahang;"),
        "{raw}"
    );
    assert!(
        signature.contains(":list-unsubscribe:list-unsubscribe-post:"),
        "{signature}"
    );
    // A sixth of twelve goes at once; the third waits, and that was no try.
    let admin = app.sign_in("admin").await;
    let mut page = Value::Null;
    for _ in 0..100 {
        page = admin.get("/mail/outbox?state=queued").await.is(StatusCode::OK);
        if page["items"].as_array().unwrap().len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(page["items"][0]["attempts"], 0, "{page}");
}
