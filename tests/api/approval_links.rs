//! The link in an approver's mail: it opens a page that asks once more, works once, and dies with the right to decide.

use chrono::TimeDelta;
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::accounts::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::approvals::{approval_of, awaiting, chain, costs, seen, told};
use crate::on_both;

#[derive(diesel::QueryableByName)]
struct Body {
    #[diesel(sql_type = Text)]
    body_text: String,
}

/// The links that somebody was sent, oldest first.
async fn links(app: &TestApp, who: &str) -> Vec<String> {
    let (db, address) = (app.db.clone(), format!("{who}@demo.test"));
    let query = format!(
        "SELECT body_text FROM outbox WHERE kind IN ('approval_needed', 'approval_again', 'approval_reminder') AND to_address = '{address}' ORDER BY id"
    );
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).load::<Body>(c)?));
    let mails = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    let link = |mail: &Body| {
        let at = mail.body_text.find("http://hamahang.test/approve/").unwrap();
        let link = mail.body_text[at..].split_whitespace().next().unwrap();
        link.strip_prefix("http://hamahang.test").unwrap().to_owned()
    };
    mails.iter().map(link).collect()
}

async fn open(app: &TestApp, link: &str) -> Answer {
    app.nobody().get(link).await
}

/// Sends the page's form, as a browser does from our own page.
async fn send(app: &TestApp, link: &str, form: &str) -> Answer {
    sent(app, link, form, &[("sec-fetch-site", "same-origin")]).await
}

async fn sent(app: &TestApp, link: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
    let mut call = reqwest::Client::new().post(format!("{}{link}", app.base));
    for (name, value) in headers
        .iter()
        .chain(&[("content-type", "application/x-www-form-urlencoded")])
    {
        call = call.header(*name, *value);
    }
    let response = call.body(form.to_owned()).send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        what: link.to_owned(),
        status,
        headers,
        text: response.text().await.unwrap(),
        body: Value::Null,
    }
}

on_both! {
    async fn looking_decides_nothing_and_sending_decides_once(app) {
        chain(&app, &costs()).await;
        let request = awaiting(&app, "head-01", 600_000_000, &json!({ "note": "<b>فوری</b>" })).await;
        let link = links(&app, "director").await.remove(0);
        for _ in 0..3 {
            let page = open(&app, &link).await;
            assert_eq!(page.status, StatusCode::OK);
            for part in ["<html lang=\"fa\" dir=\"rtl\">", "در اختیار نهادن تنخواه‌گردان", "۱۳۹۸-۰۰۰۱", "۶۰۰٬۰۰۰٬۰۰۰ ریال", "ششصد میلیون", "<form method=\"post\">", "دفتر شهردار: در نوبت"] {
                assert!(page.text.contains(part), "{part} in {}", page.text);
            }
            assert!(page.text.contains("&#60;b&#62;فوری") && !page.text.contains("<script"), "{}", page.text);
        }
        assert_eq!(approval_of(&app, &request).await["version"], 1, "a GET decides nothing");
        let again = send(&app, &link, "decision=reject&reason=+").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("role=\"alert\">برای رد یا عودت"), "{}", again.text);
        for wrong in ["", "decision=maybe", "%ff=%zz"] {
            assert_eq!(send(&app, &link, wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let done = send(&app, &link, "decision=approve&reason=%D8%A8%D9%84%D8%A7%D9%85%D8%A7%D9%86%D8%B9").await;
        assert_eq!(done.status, StatusCode::OK);
        assert!(done.text.contains("تأیید شما ثبت شد"), "{}", done.text);
        let approval = approval_of(&app, &request).await;
        let decision = &approval["steps"][0]["decisions"][0];
        assert_eq!((&decision["by_link"], &decision["reason"], &decision["person"]["name"]), (&json!(true), &json!("بلامانع"), &json!("director")));
        for answer in [open(&app, &link).await, send(&app, &link, "decision=approve").await, open(&app, "/approve/unknown").await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(answer.text.contains("این پیوند کار نمی‌کند"), "{}", answer.text);
        }
        let mayors = links(&app, "mayor-office").await.remove(0);
        let reason = "decision=reject&reason=%D9%86%D9%87";
        assert_eq!(send(&app, &mayors, reason).await.status, StatusCode::OK);
        assert_eq!(seen(&app, &request).await["state"], "rejected");
        assert_eq!(told(&app, "request_rejected").await, ["head-01", "owner-finance"]);
    }
}

on_both! {
    async fn it_is_sent_twice_and_decides_once(app) {
        for _ in 0..5 {
            let request = awaiting(&app, "head-01", 1_000, &json!({})).await;
            let link = links(&app, "director").await.pop().unwrap();
            let (one, two) = tokio::join!(send(&app, &link, "decision=approve"), send(&app, &link, "decision=approve"));
            let mut statuses = [one.status.as_u16(), two.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 404], "{} {}", one.text, two.text);
            let approval = approval_of(&app, &request).await;
            assert_eq!(approval["steps"][0]["decisions"].as_array().unwrap().len(), 1);
        }
    }
}

on_both! {
    async fn it_dies_with_the_right(app) {
        let desk = json!({ "name": "میز", "steps": [{ "who": "desk", "desk_id": app.it }, { "who": "role", "role": "director" }] });
        let desk = chain(&app, &desk).await;
        let it2 = app.add_person("owner-it-2", Role::Owner, None, Some(app.it)).await;
        let it3 = app.add_person("owner-it-3", Role::Owner, None, Some(app.it)).await;
        let named = json!({ "chain_id": desk["id"] });
        let request = awaiting(&app, "head-01", 1_000, &named).await;
        let (first, second, third) = (links(&app, "owner-it").await.remove(0), links(&app, "owner-it-2").await.remove(0), links(&app, "owner-it-3").await.remove(0));
        let admin = app.sign_in("admin").await;
        assert_eq!(open(&app, &second).await.status, StatusCode::OK);
        admin.change(Method::PATCH, &format!("/users/{it2}"), &json!(1), &json!({ "active": false })).await.is(StatusCode::OK);
        assert_eq!(send(&app, &second, "decision=approve").await.status, StatusCode::NOT_FOUND, "deactivated");
        let roles = json!({ "roles": [{ "role": "owner", "desk_id": app.finance }] });
        admin.change(Method::PUT, &format!("/users/{it3}/roles"), &json!(1), &roles).await.is(StatusCode::OK);
        assert_eq!(send(&app, &third, "decision=approve").await.status, StatusCode::NOT_FOUND, "moved to another desk");
        assert_eq!(approval_of(&app, &request).await["steps"][0]["decisions"], json!([]));

        let director = app.sign_in("director").await;
        let version = seen(&app, &request).await["version"].clone();
        director.change(Method::PATCH, &format!("/requests/{}", request["id"]), &version, &json!({ "title": "عنوان دیگر" })).await.is(StatusCode::OK);
        assert_eq!(open(&app, &first).await.status, StatusCode::NOT_FOUND, "another scope than was asked about");
        let first = links(&app, "owner-it").await.pop().unwrap();
        app.advance(TimeDelta::days(14));
        assert_eq!(send(&app, &first, "decision=approve").await.status, StatusCode::NOT_FOUND, "too old");

        let request = awaiting(&app, "head-01", 1_000, &named).await;
        let link = links(&app, "owner-it").await.pop().unwrap();
        assert_eq!(open(&app, &link).await.status, StatusCode::OK);
        app.sign_in("head-01").await.act(&request, "withdraw", &json!({})).await.is(StatusCode::OK);
        assert_eq!(open(&app, &link).await.status, StatusCode::NOT_FOUND, "cancelled");
        let request = awaiting(&app, "head-01", 1_000, &named).await;
        let link = links(&app, "owner-it").await.pop().unwrap();
        let approval = approval_of(&app, &request).await;
        let it = app.sign_in("owner-it").await;
        it.change(Method::POST, &format!("/approvals/{}/approve", approval["id"]), &approval["version"], &json!({})).await.is(StatusCode::OK);
        assert_eq!(send(&app, &link, "decision=reject&reason=x").await.status, StatusCode::NOT_FOUND, "the step is over");
    }
}

#[tokio::test]
async fn the_page_is_ours_alone_and_in_the_readers_language() {
    let app = TestApp::sqlite().await;
    awaiting(&app, "head-01", 600_000_000, &json!({})).await;
    let link = links(&app, "director").await.remove(0);
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("origin", "https://elsewhere.test")],
        &[],
    ] {
        let refused = sent(&app, &link, "decision=approve", headers).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let english = app
        .nobody()
        .call(Method::GET, &link, None, &[("accept-language", "en")])
        .await;
    let page = &english.text;
    assert!(
        page.contains("<html lang=\"en\" dir=\"ltr\">") && page.contains("600,000,000 Rials"),
        "{page}"
    );
    let header = |name: &str| english.headers.get(name).unwrap().to_str().unwrap().to_owned();
    let policy = header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(
        (header("cache-control").as_str(), header("x-frame-options").as_str()),
        ("no-store", "DENY")
    );
    let sent = send(&app, &link, "decision=return&reason=details+please").await;
    assert!(sent.text.contains("درخواست برای تکمیل عودت شد"), "{}", sent.text);
    let long = awaiting(&app, "head-01", 1_000, &json!({})).await;
    let link = links(&app, "director").await.pop().unwrap();
    let too_long = format!("decision=reject&reason={}", "x".repeat(4001));
    assert_eq!(
        send(&app, &link, &too_long).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(seen(&app, &long).await["state"], "awaiting_approval");
}

#[tokio::test]
async fn the_page_is_throttled_like_the_api() {
    let app = TestApp::start(None, &[("rate_limit_per_minute", "8")]).await;
    let (mut seen, nobody) = (Vec::new(), app.nobody());
    for _ in 0..4 {
        seen.push(nobody.get("/approve/guess").await.status.as_u16());
    }
    assert_eq!(seen, [404, 404, 429, 429]);
}
