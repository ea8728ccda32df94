//! The director's inbox.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::on_both;
use crate::requests::petty_cash;

fn numbers(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["number"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn the_inbox_has_what_was_submitted_oldest_first(app) {
        let head = app.sign_in("head-01").await;
        let mut filed = Vec::new();
        for _ in 0..4 {
            filed.push(head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED));
        }
        let director = app.sign_in("director").await;
        let first = director.get("/triage?limit=3").await.is(StatusCode::OK);
        assert_eq!(numbers(&first), ["1398-0001", "1398-0002", "1398-0003"]);
        let path = format!("/triage?limit=3&cursor={}", first["next"].as_str().unwrap());
        assert_eq!(numbers(&director.get(&path).await.is(StatusCode::OK)), ["1398-0004"]);
        director.act(&filed[0], "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        director.act(&filed[1], "defer", &json!({ "reason": "پس از تصویب بودجه", "until": "2020-01-01" })).await.is(StatusCode::OK);
        director.act(&filed[2], "duplicate", &json!({ "of": "1398-0001", "reason": "هر دو یک دوربین می‌خواهند." })).await.is(StatusCode::OK);
        assert_eq!(numbers(&director.get("/triage").await.is(StatusCode::OK)), ["1398-0004"]);
        head.get("/triage").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let history = head.get("/requests/1398-0001/history").await.is(StatusCode::OK);
        assert_eq!(history["items"].as_array().unwrap().last().unwrap()["action"], "has_duplicate", "linked both ways");
        let yesterday = json!({ "reason": "x", "until": "2019-12-02" });
        director.act(&filed[3], "defer", &yesterday).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    }
}
