//! Signing in and out, tokens, links, throttling.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::app::{Client, PASSWORD, TestApp};
use crate::on_both;

/// A browser: keeps cookies and says where its page is from.
fn browser() -> reqwest::Client {
    reqwest::Client::builder().cookie_store(true).build().unwrap()
}

async fn call(
    app: &TestApp,
    browser: &reqwest::Client,
    method: Method,
    path: &str,
    site: Option<&str>,
) -> reqwest::Response {
    let mut call = browser.request(method, format!("{}/api/v1{path}", app.base));
    if let Some(site) = site {
        call = call.header("sec-fetch-site", site);
    }
    call.send().await.unwrap()
}

async fn browser_signs_in(app: &TestApp) -> reqwest::Client {
    let browser = browser();
    let body = json!({ "email": "head-01@demo.test", "password": PASSWORD });
    let answer = browser
        .post(format!("{}/api/v1/auth/login", app.base))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let cookies: Vec<_> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(cookies.len(), 2);
    assert!(
        cookies
            .iter()
            .all(|c| c.contains("HttpOnly") && c.contains("SameSite=")),
        "{cookies:?}"
    );
    browser
}

on_both! {
    async fn a_person_signs_in_and_is_told_who_they_are(app) {
        let head = app.sign_in("head-01").await;
        let me = head.get("/auth/me").await.is(StatusCode::OK);
        assert_eq!((&me["email"], &me["roles"][0]["role"]), (&json!("head-01@demo.test"), &json!("unit_head")));
        assert_eq!(me["roles"][0]["unit"]["name"], "منطقهٔ ۱");
        app.nobody().get("/auth/me").await.refuses(StatusCode::UNAUTHORIZED, "not_signed_in");
    }
}

on_both! {
    async fn wrong_passwords_and_unknown_people_look_alike_and_are_throttled(app) {
        let nobody = app.nobody();
        for email in ["head-01@demo.test", "no-one@demo.test"] {
            let body = json!({ "email": email, "password": "wrong password here" });
            let mut codes = Vec::new();
            for _ in 0..6 {
                codes.push(nobody.post("/auth/login", &body).await.status.as_u16());
            }
            assert_eq!(codes, [401, 401, 401, 401, 401, 429], "{email}");
        }
        let right = json!({ "email": "head-01@demo.test", "password": PASSWORD });
        let blocked = nobody.post("/auth/login", &right).await;
        assert!(blocked.headers.contains_key("retry-after"));
        blocked.refuses(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
        app.advance(TimeDelta::minutes(16));
        nobody.post("/auth/login", &right).await.is(StatusCode::OK);
    }
}

on_both! {
    async fn forged_expired_and_revoked_tokens_open_nothing(app) {
        let head = app.sign_in("head-01").await;
        let token = head.token.clone().unwrap();
        let with = |token: String| Client { token: Some(token), ..app.nobody() };
        let parts: Vec<&str> = token.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        for forged in [format!("{none}.{}.", parts[1]), format!("{none}.{}.{}", parts[1], parts[2]), format!("{token}x"), "x".into(), String::new()] {
            with(forged).get("/auth/me").await.refuses(StatusCode::UNAUTHORIZED, "invalid_token");
        }
        app.advance(TimeDelta::minutes(11));
        head.get("/auth/me").await.refuses(StatusCode::UNAUTHORIZED, "token_expired");
        let head = app.sign_in("head-01").await;
        head.post("/auth/logout", &json!({})).await.is(StatusCode::NO_CONTENT);
        head.get("/auth/me").await.refuses(StatusCode::UNAUTHORIZED, "session_ended");
    }
}

on_both! {
    async fn a_deactivated_persons_tokens_die_at_once(app) {
        let (head, admin) = (app.sign_in("head-01").await, app.sign_in("admin").await);
        let people = admin.get("/users?role=unit_head").await.is(StatusCode::OK);
        let person = people["items"].as_array().unwrap().iter().find(|p| p["email"] == "head-01@demo.test").unwrap().clone();
        let path = format!("/users/{}", person["id"]);
        admin.change(Method::PATCH, &path, &person["version"], &json!({ "active": false })).await.is(StatusCode::OK);
        head.get("/auth/me").await.refuses(StatusCode::UNAUTHORIZED, "session_ended");
        let again = json!({ "email": "head-01@demo.test", "password": PASSWORD });
        assert_eq!(app.nobody().post("/auth/login", &again).await.status, StatusCode::UNAUTHORIZED);
    }
}

on_both! {
    async fn a_refresh_token_works_once_and_its_reuse_ends_the_session(app) {
        let browser = browser_signs_in(&app).await;
        let first = browser.post(format!("{}/api/v1/auth/refresh", app.base)).header("sec-fetch-site", "same-origin").send().await.unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(call(&app, &browser, Method::GET, "/auth/me", None).await.status(), StatusCode::OK);
        // A thief has a copy of the first token: take one before it is used.
        let thief = browser_signs_in(&app).await;
        let body = json!({ "email": "head-01@demo.test", "password": PASSWORD });
        let answer = thief.post(format!("{}/api/v1/auth/login", app.base)).json(&body).send().await.unwrap();
        let cookie = answer.headers().get_all("set-cookie").iter().find(|v| v.to_str().unwrap().starts_with("hamahang_refresh")).unwrap();
        let copied = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        assert_eq!(call(&app, &thief, Method::POST, "/auth/refresh", Some("same-origin")).await.status(), StatusCode::OK);
        let reuse = reqwest::Client::new().post(format!("{}/api/v1/auth/refresh", app.base)).header("cookie", copied).header("sec-fetch-site", "same-origin");
        assert_eq!(reuse.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
        assert_eq!(call(&app, &thief, Method::POST, "/auth/refresh", Some("same-origin")).await.status(), StatusCode::UNAUTHORIZED, "the family is dead");
        assert_eq!(call(&app, &thief, Method::GET, "/auth/me", None).await.status(), StatusCode::UNAUTHORIZED);
    }
}

on_both! {
    async fn a_browser_changes_nothing_for_another_site(app) {
        let browser = browser_signs_in(&app).await;
        assert_eq!(call(&app, &browser, Method::GET, "/auth/me", Some("cross-site")).await.status(), StatusCode::OK, "reading changes nothing");
        for site in [Some("cross-site"), Some("same-site"), None] {
            let answer = call(&app, &browser, Method::POST, "/auth/logout", site).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{site:?}");
        }
        assert_eq!(call(&app, &browser, Method::POST, "/auth/logout", Some("same-origin")).await.status(), StatusCode::NO_CONTENT);
    }
}

/// The token of the last mail of a kind, from the mail folder.
async fn mailed_token(app: &TestApp, page: &str) -> String {
    let folder = app.folder.path().join("mail");
    for _ in 0..100 {
        let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        for file in files {
            let raw = std::fs::read(file.path()).unwrap();
            let Some(mail) = mail_parser::MessageParser::default().parse(&raw) else {
                continue;
            };
            let text = mail.body_text(0).unwrap_or_default().into_owned();
            if let Some((_, rest)) = text.split_once(&format!("/{page}#token=")) {
                return rest
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                    .collect();
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no mail with a link to {page}");
}

on_both! {
    async fn an_invited_person_chooses_a_password_by_the_mailed_link(app) {
        let admin = app.sign_in("admin").await;
        let invitation = json!({ "email": "New.Head@demo.test", "name": "مسئول روابط عمومی", "roles": [{ "role": "unit_head", "unit_id": app.districts[1] }] });
        let user = admin.post("/users/invitations", &invitation).await.is(StatusCode::CREATED);
        assert_eq!(user["email"], "new.head@demo.test");
        let token = mailed_token(&app, "invitation").await;
        let weak = app.nobody().post("/auth/invitations/accept", &json!({ "token": token, "password": "1234567890" })).await;
        weak.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let choice = json!({ "token": token, "password": "سپیدرود آبی در پاییز 98" });
        app.nobody().post("/auth/invitations/accept", &choice).await.is(StatusCode::NO_CONTENT);
        assert!(app.nobody().post("/auth/invitations/accept", &choice).await.status.is_client_error(), "a link works once");
        let login = json!({ "email": "new.head@demo.test", "password": "سپیدرود آبی در پاییز 98" });
        app.nobody().post("/auth/login", &login).await.is(StatusCode::OK);
    }
}

on_both! {
    async fn a_forgotten_password_is_reset_and_ends_all_sessions(app) {
        let head = app.sign_in("head-01").await;
        for email in ["head-01@demo.test", "no-one@demo.test"] {
            let asked = app.nobody().post("/auth/password/forgot", &json!({ "email": email })).await;
            assert_eq!(asked.status, StatusCode::ACCEPTED, "{email}");
        }
        let token = mailed_token(&app, "reset").await;
        let choice = json!({ "token": token, "password": "سپیدرود آبی در پاییز 98" });
        app.nobody().post("/auth/password/reset", &choice).await.is(StatusCode::NO_CONTENT);
        head.get("/auth/me").await.refuses(StatusCode::UNAUTHORIZED, "session_ended");
        let old = json!({ "email": "head-01@demo.test", "password": PASSWORD });
        assert_eq!(app.nobody().post("/auth/login", &old).await.status, StatusCode::UNAUTHORIZED);
    }
}
