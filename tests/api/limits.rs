//! Bad input: each gets the right problem, in the caller's language, and changes nothing.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

async fn raw(client: &Client, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    let call = client
        .http
        .post(format!("{}/api/v1/requests", client.base))
        .bearer_auth(client.token.as_ref().unwrap());
    let response = call.header("content-type", kind).body(body).send().await.unwrap();
    let (status, headers, text) = (
        response.status(),
        response.headers().clone(),
        response.text().await.unwrap(),
    );
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer {
        what: "POST /requests".into(),
        status,
        headers,
        text,
        body,
    }
}

on_both! {
    async fn bodies_that_are_not_what_they_should_be(app) {
        let head = app.sign_in("head-01").await;
        let json = "application/json";
        let problem = raw(&head, json, "{\"category\":\n oops}").await.refuses(StatusCode::BAD_REQUEST, "malformed");
        assert!(problem["detail"].as_str().unwrap().contains("سطر 2"), "{problem}");
        raw(&head, json, vec![b'"', 0xff, b'"']).await.refuses(StatusCode::BAD_REQUEST, "malformed");
        raw(&head, "text/plain", "{}").await.refuses(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
        raw(&head, json, "x".repeat(300_000)).await.refuses(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
        let problem = raw(&head, json, "[]").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [(String::new(), "wrong_type".to_owned())]);
        let problem = raw(&head, json, "{}").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem).len(), 4, "every missing field at once: {problem}");
        assert_eq!(head.get("/requests").await.is(StatusCode::OK)["items"], json!([]));
    }
}

on_both! {
    async fn texts_are_bounded_and_cleaned_and_never_interpreted(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["title"] = json!("ع".repeat(10_000));
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/title".into(), "too_long".into())]);
        assert!(problem["errors"][0]["message"].as_str().unwrap().contains("۳۰۰"));
        for blank in ["   ", "\u{200c}\u{202e}", "…!"] {
            body["title"] = json!(blank);
            let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [("/title".into(), "required".into())], "{blank:?}");
        }
        body["title"] = json!("a\u{0}b");
        head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let hostile = "'); DROP TABLE requests; --\r\nBcc: x@example.com\u{202e}\u{7}<script>";
        body["title"] = json!(hostile);
        body["description"] = json!(hostile);
        let made = head.post("/requests", &body).await.is(StatusCode::CREATED);
        assert_eq!(made["title"], "'); DROP TABLE requests; -- Bcc: x@example.com<script>");
        assert_eq!(made["description"], "'); DROP TABLE requests; --\nBcc: x@example.com<script>");
    }
}

on_both! {
    async fn problems_come_in_the_callers_language(app) {
        let nobody = app.nobody();
        let ask = async |language: &str| nobody.call(Method::GET, "/requests", None, &[("accept-language", language)]).await.refuses(StatusCode::UNAUTHORIZED, "not_signed_in");
        assert_eq!(ask("en-GB,fa;q=0.5").await["title"], "Not signed in");
        assert_eq!(ask("de").await["title"], "وارد نشده‌اید");
        assert_eq!(nobody.get("/nowhere").await.refuses(StatusCode::NOT_FOUND, "not_found")["title"], "یافت نشد");
        let wrong = nobody.call(Method::DELETE, "/requests", None, &[]).await;
        assert_eq!(wrong.headers["allow"], "GET, POST");
        wrong.refuses(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
        // It looks like a theme of that name.
        let wrong = nobody.call(Method::PATCH, "/themes/suggestions", Some(&json!({})), &[]).await;
        assert_eq!(wrong.headers["allow"], "GET");
        wrong.refuses(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
    }
}

on_both! {
    async fn answers_carry_the_headers_that_protect(app) {
        let answer = app.nobody().get("/requests").await;
        for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("cache-control", "no-store"), ("www-authenticate", "Bearer")] {
            assert_eq!(answer.headers[name], value);
        }
        assert!(answer.headers.contains_key("x-request-id") && answer.headers.contains_key("content-security-policy"));
        app.nobody().get("/health/live").await.is(StatusCode::OK);
        app.nobody().get("/health/ready").await.is(StatusCode::OK);
        assert!(app.nobody().get("/metrics").await.text.contains("http_requests_total"));
    }
}

#[tokio::test]
async fn too_many_calls_are_told_when_to_come_back() {
    let app = TestApp::start(None, &[("rate_limit_per_minute", "8")]).await;
    let nobody = app.nobody();
    let mut last = nobody.get("/requests").await;
    assert_eq!(last.headers["ratelimit-limit"], "8");
    for _ in 0..4 {
        last = nobody.get("/requests").await;
    }
    assert!(last.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    last.refuses(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
    nobody.get("/health/live").await.is(StatusCode::OK);
}

#[tokio::test]
async fn a_browser_is_counted_as_its_person_and_not_by_its_address() {
    let app = TestApp::start(None, &[("rate_limit_per_minute", "8")]).await;
    // Two calls at once are allowed to each: the sign-ins have used up those of the address.
    let (head, owner) = (app.sign_in("head-01").await, app.sign_in("owner-it").await);
    let browser = |client: &Client| Client {
        token: None,
        ..client.clone()
    };
    for person in [&head, &owner] {
        let cookie = format!("hamahang_access={}", person.token.as_ref().unwrap());
        let call = async || {
            let headers = [("cookie", cookie.as_str())];
            browser(person).call(Method::GET, "/requests", None, &headers).await
        };
        call().await.is(StatusCode::OK);
        call().await.is(StatusCode::OK);
        call().await.refuses(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
    }
    app.nobody()
        .get("/requests")
        .await
        .refuses(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
}
