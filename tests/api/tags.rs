//! Tags: put, found in any spelling, and offered without telling of what is private.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

async fn tagged(client: &Client, app: &TestApp, tags: &[&str]) -> Value {
    let mut body = petty_cash(app);
    body["tags"] = json!(tags);
    client.post("/requests", &body).await.is(StatusCode::CREATED)
}

/// A list with a parameter in Persian.
async fn list(client: &Client, path: &str, query: &[(&str, &str)]) -> Value {
    let call = client.http.get(format!("{}/api/v1{path}", client.base)).query(query);
    let answer = call.bearer_auth(client.token.as_ref().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

fn all(page: &Value, field: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item[field].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn a_tag_is_one_however_it_is_spelt(app) {
        let head = app.sign_in("head-01").await;
        let first = tagged(&head, &app, &["دوربین", "خرید  سال آینده", "دوربين"]).await;
        assert_eq!(first["tags"], json!(["خرید سال آینده", "دوربین"]), "tidy, once, in the Persian order");
        let second = tagged(&head, &app, &["دوربيــن"]).await;
        assert_eq!(second["tags"], json!(["دوربین"]), "as it was first written");
        tagged(&head, &app, &[]).await;
        assert_eq!(all(&list(&head, "/requests", &[("tag", "دوربين")]).await, "number"), ["1398-0002", "1398-0001"]);
        assert_eq!(all(&list(&head, "/requests", &[("tag", "خرید سال آینده"), ("q", "تنخواه")]).await, "number"), ["1398-0001"]);
        assert_eq!(list(&head, "/requests", &[("tag", "دور")]).await["items"], json!([]));
        assert_eq!(list(&head, "/requests", &[("tag", "؟")]).await["items"], json!([]));
        assert_eq!(list(&app.sign_in("head-02").await, "/requests", &[("tag", "دوربین")]).await["items"], json!([]));
    }
}

on_both! {
    async fn whoever_takes_part_replaces_them(app) {
        let head = app.sign_in("head-01").await;
        let request = tagged(&head, &app, &["یک"]).await;
        let director = app.sign_in("director").await;
        let request = director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let path = format!("/requests/{}/tags", request["id"]);
        let owner = app.sign_in("owner-finance").await;
        owner.call(Method::PUT, &path, Some(&json!({ "tags": [] })), &[]).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        let changed = owner.change(Method::PUT, &path, &request["version"], &json!({ "tags": ["دو", "یک"] })).await.is(StatusCode::OK);
        assert_eq!((&changed["tags"], changed["version"].as_i64()), (&json!(["دو", "یک"]), Some(request["version"].as_i64().unwrap() + 1)));
        let same = owner.change(Method::PUT, &path, &changed["version"], &json!({ "tags": ["یک", "دو"] })).await.is(StatusCode::OK);
        assert_eq!(same["version"], changed["version"], "nothing has changed");
        owner.change(Method::PUT, &path, &request["version"], &json!({ "tags": [] })).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        let auditor = app.sign_in("auditor").await;
        auditor.change(Method::PUT, &path, &changed["version"], &json!({ "tags": [] })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let history = head.get("/requests/1398-0001/history").await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["action"], &last["data"]), (&json!("tagged"), &json!({ "tags": [["یک"], ["دو", "یک"]] })));
    }
}

on_both! {
    async fn wrong_ones_are_named(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["tags"] = json!(["خوب", "!؟", ""]);
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem)[0].0, "/tags/2", "the schema's limits come first");
        body["tags"] = json!(["خوب", "!؟"]);
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/tags/1".to_owned(), "required".to_owned())]);
        body["tags"] = json!(vec!["ب".repeat(51)]);
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/tags/0".to_owned(), "too_long".to_owned())]);
        body["tags"] = json!((0..21).map(|i| format!("ب{i}")).collect::<Vec<_>>());
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/tags".to_owned(), "too_long".to_owned())]);
    }
}

on_both! {
    async fn those_in_use_are_offered_but_not_what_only_private_ones_are_called(app) {
        let head = app.sign_in("head-01").await;
        tagged(&head, &app, &["دوربین", "دوره", "میز"]).await;
        let mut hidden = petty_cash(&app);
        hidden["private"] = json!(true);
        hidden["tags"] = json!(["دوستی"]);
        head.post("/requests", &hidden).await.is(StatusCode::CREATED);
        let other = app.sign_in("head-02").await;
        assert_eq!(all(&list(&other, "/tags", &[]).await, "name"), ["دوربین", "دوره", "میز"]);
        let first = list(&other, "/tags", &[("q", "دو"), ("limit", "1")]).await;
        assert_eq!(all(&first, "name"), ["دوربین"]);
        let next = first["next"].as_str().unwrap();
        let second = list(&other, "/tags", &[("q", "دو"), ("limit", "1"), ("cursor", next)]).await;
        assert_eq!((all(&second, "name"), &second["next"]), (vec!["دوره".to_owned()], &Value::Null));
        other.get("/tags?cursor=zzz").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        other.get(&format!("/tags?q={}", "x".repeat(51))).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}
