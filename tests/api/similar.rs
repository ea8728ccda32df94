//! Requests like the one being typed. Who may see which is in `privacy`; how they are weighed, in the ranking's own tests.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::on_both;
use crate::requests::petty_cash;

async fn file(client: &Client, app: &TestApp, title: &str) -> Value {
    let mut body = petty_cash(app);
    body["title"] = json!(title);
    body["description"] = json!("");
    client.post("/requests", &body).await.is(StatusCode::CREATED)
}

async fn offered(client: &Client, query: &str) -> Vec<(String, i64)> {
    let page = client
        .get(&format!("/requests/similar?{query}"))
        .await
        .is(StatusCode::OK);
    assert_eq!(page["next"], Value::Null);
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|r| (r["number"].as_str().unwrap().to_owned(), r["score"].as_i64().unwrap()))
        .collect()
}

on_both! {
    async fn the_most_alike_come_first_in_any_spelling(app) {
        let head = app.sign_in("head-01").await;
        file(&head, &app, "خرید دوربین عکاسی").await;
        file(&head, &app, "دورهٔ عکاسی خبری").await;
        for _ in 0..45 {
            file(&head, &app, "خرید کاغذ").await;
        }
        let found = offered(&head, "title=خريد دوربين عكاسي").await;
        assert_eq!(found[0], ("1398-0001".to_owned(), 100));
        assert_eq!(found[1].0, "1398-0002", "a rare word in common comes before a common one: {found:?}");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(offered(&head, "title=دورب").await[0].0, "1398-0001", "while the word is typed");
        assert_eq!(offered(&head, "title=خرید کاغذ").await.len(), 10);
        for nothing in ["title=", "title=؟", "title=و در", "title=هلی‌شات"] {
            assert_eq!(offered(&head, nothing).await, [], "{nothing}");
        }
        let plain = offered(&head, "title=دوربین نو").await[0].1;
        let same = offered(&head, "title=دوربین نو&category=petty_cash").await[0].1;
        let own = offered(&head, &format!("title=دوربین نو&unit_id={}", app.districts[0])).await[0].1;
        assert_eq!((same, own), (plain + 10, plain + 5));
        head.get("/requests/similar").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        head.get(&format!("/requests/similar?title={}", "x".repeat(301))).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}
