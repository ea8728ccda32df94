//! The director's inbox.

use chrono::TimeDelta;
use hamahang::requests::deadlines::recount;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
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

async fn filed(app: &TestApp, count: usize) -> Vec<Value> {
    let head = app.sign_in("head-01").await;
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED));
    }
    all
}

fn items(requests: &[Value]) -> Value {
    let item = |r: &Value| json!({ "id": r["id"], "version": r["version"] });
    requests.iter().map(item).collect()
}

/// What came of each: the result and the problem's code.
fn results(batch: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let results = batch["results"].as_array().unwrap().iter();
    results
        .map(|r| (text(&r["result"]), text(&r["problem"]["code"])))
        .collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// The state and version of a request, and its last event.
async fn standing(client: &Client, request: &Value) -> (String, i64, String) {
    let now = client
        .get(&format!("/requests/{}", request["id"]))
        .await
        .is(StatusCode::OK);
    let history = client
        .get(&format!("/requests/{}/history", request["id"]))
        .await
        .is(StatusCode::OK);
    let last = history["items"].as_array().unwrap().last().unwrap()["action"]
        .as_str()
        .unwrap()
        .to_owned();
    (
        now["state"].as_str().unwrap().to_owned(),
        now["version"].as_i64().unwrap(),
        last,
    )
}

on_both! {
    async fn in_a_batch_each_is_done_or_refused_by_itself(app) {
        let all = filed(&app, 5).await;
        let director = app.sign_in("director").await;
        let mut batch = json!({ "items": items(&all), "action": "accept", "with": { "desk_id": app.finance } });
        batch["items"][1]["version"] = json!(99);
        batch["items"][2]["action"] = json!("reject");
        batch["items"][3]["action"] = json!("duplicate");
        batch["items"][3]["with"] = json!({ "of": "1398-0001", "reason": "همان است." });
        batch["items"].as_array_mut().unwrap().push(json!({ "id": 999, "version": 1 }));
        let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        let wanted = [("done", ""), ("refused", "stale"), ("refused", "invalid_fields"), ("done", ""), ("done", ""), ("refused", "not_found")];
        assert_eq!(results(&done), pairs(&wanted));
        assert_eq!(done["results"][0]["request"]["desk"]["name"], "میز مالی");
        assert_eq!(done["results"][1]["problem"]["current"]["version"], all[1]["version"]);
        assert_eq!(done["results"][2]["problem"]["errors"][0]["pointer"], "/reason");
        assert_eq!(done["results"][3]["request"]["state"], "duplicate");
        let problem = done["results"][5]["problem"].clone();
        assert_eq!((&problem["status"], problem["request_id"].as_str().map(str::is_empty)), (&json!(404), Some(false)));
        assert_eq!(standing(&director, &all[2]).await.0, "submitted");
        let head = app.sign_in("head-01").await;
        head.post("/triage/batch", &batch).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let twice = json!({ "items": [{ "id": 1, "version": 1, "action": "accept" }, { "id": 1, "version": 1 }] });
        let problem = director.post("/triage/batch", &twice).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), pairs(&[("/items/1/id", "conflict"), ("/items/1/action", "required")]));
        let many = json!({ "items": vec![json!({ "id": 1, "version": 1 }); 101], "action": "accept" });
        director.post("/triage/batch", &many).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    }
}

on_both! {
    async fn an_undo_puts_back_what_nobody_has_touched_and_its_mails_never_left(app) {
        let all = filed(&app, 3).await;
        let director = app.sign_in("director").await;
        let before = app.mails().await;
        let batch = json!({ "items": items(&all), "action": "accept", "with": { "desk_id": app.finance } });
        let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        assert_eq!(done["undo_until"], "2019-12-03T06:30:10Z");
        assert_eq!(app.mails().await.len(), before.len() + 6, "they wait");
        let owner = app.sign_in("owner-finance").await;
        owner.act(&done["results"][1]["request"], "start", &json!({})).await.is(StatusCode::OK);
        app.advance(TimeDelta::seconds(10));
        let path = format!("/triage/undo/{}", done["id"]);
        let undone = director.post(&path, &json!({})).await.is(StatusCode::OK);
        assert_eq!(results(&undone), pairs(&[("done", ""), ("refused", "stale"), ("done", "")]));
        let version = all[0]["version"].as_i64().unwrap();
        assert_eq!(standing(&director, &all[0]).await, ("submitted".to_owned(), version + 2, "undo".to_owned()));
        assert_eq!(standing(&director, &all[1]).await.0, "in_progress");
        let back = director.get(&format!("/requests/{}", all[0]["id"])).await.is(StatusCode::OK);
        assert_eq!((&back["desk"], &back["allowed_actions"]), (&all[0]["desk"], &undone["results"][0]["request"]["allowed_actions"]));
        assert_eq!(app.mails().await.len(), before.len() + 2, "those of the one that somebody works on");
        director.post(&path, &json!({})).await.refuses(StatusCode::CONFLICT, "undo_over");
        let again = director.act(&back, "accept", &json!({ "desk_id": app.it })).await.is(StatusCode::OK);
        assert_eq!(again["state"], "assigned", "it can be decided anew");
    }
}

on_both! {
    async fn an_undo_does_not_bring_back_a_deadline_of_yesterdays_calendar(app) {
        let all = filed(&app, 1).await;
        assert_eq!(all[0]["due_at"], "2019-12-31T06:30:00Z");
        recount::all(&app.db).await.unwrap();
        let director = app.sign_in("director").await;
        let batch = json!({ "items": items(&all), "action": "accept", "with": { "desk_id": app.finance } });
        let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        let closure = json!({ "kind": "holiday", "title": "آلودگی هوا", "date": "2019-12-08" });
        director.post("/calendar/holidays", &closure).await.is(StatusCode::CREATED);
        recount::all(&app.db).await.unwrap();
        let undone = director.post(&format!("/triage/undo/{}", done["id"]), &json!({})).await.is(StatusCode::OK);
        let back = &undone["results"][0]["request"];
        assert_eq!((&back["state"], &back["due_at"]), (&json!("submitted"), &json!("2020-01-01T06:30:00Z")), "{undone}");
    }
}

on_both! {
    async fn after_the_time_or_by_somebody_else_there_is_no_undo(app) {
        let all = filed(&app, 2).await;
        let director = app.sign_in("director").await;
        let batch = json!({ "items": items(&all[1..]), "action": "duplicate", "with": { "of": "1398-0001", "reason": "همان است." } });
        let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        let path = format!("/triage/undo/{}", done["id"]);
        app.sign_in("head-01").await.post(&path, &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.advance(TimeDelta::seconds(11));
        director.post(&path, &json!({})).await.refuses(StatusCode::CONFLICT, "undo_over");
        director.post("/triage/undo/999", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(standing(&director, &all[1]).await.0, "duplicate");
        let refused = json!({ "items": [{ "id": 999, "version": 1 }], "action": "accept" });
        let nothing = director.post("/triage/batch", &refused).await.is(StatusCode::OK);
        assert_eq!((&nothing["id"], &nothing["undo_until"]), (&Value::Null, &Value::Null));
    }
}

on_both! {
    async fn an_undone_duplicate_is_told_in_both_histories(app) {
        let all = filed(&app, 2).await;
        let director = app.sign_in("director").await;
        let batch = json!({ "items": items(&all[1..]), "action": "duplicate", "with": { "of": "1398-0001", "reason": "همان است." } });
        let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        director.post(&format!("/triage/undo/{}", done["id"]), &json!({})).await.is(StatusCode::OK);
        assert_eq!(standing(&director, &all[0]).await.2, "duplicate_undone");
        assert_eq!(standing(&director, &all[1]).await.0, "submitted");
        let now = director.get(&format!("/requests/{}", all[1]["id"])).await.is(StatusCode::OK);
        assert_eq!((&now["duplicate_of"], &now["closed_at"]), (&Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn mails_of_a_batch_leave_when_it_can_no_longer_be_undone() {
    let app = TestApp::sqlite().await;
    let all = filed(&app, 1).await;
    let director = app.sign_in("director").await;
    let batch = json!({ "items": items(&all), "action": "accept", "with": { "desk_id": app.finance } });
    director.post("/triage/batch", &batch).await.is(StatusCode::OK);
    let state = async |wanted: &str| {
        for _ in 0..100 {
            let admin = app.sign_in("admin").await;
            let page = admin.get("/mail/outbox?limit=2").await.is(StatusCode::OK);
            let now: Vec<_> = page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|m| m["state"].clone())
                .collect();
            if now.iter().all(|state| state == wanted) {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        false
    };
    // The worker looks again every two seconds.
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    assert!(state("queued").await);
    app.advance(TimeDelta::seconds(12));
    assert!(state("sent").await);
}

#[tokio::test]
async fn without_a_window_mails_are_due_at_once_and_nothing_can_be_undone() {
    let app = TestApp::start(None, &[("triage_undo_seconds", "0")]).await;
    let all = filed(&app, 1).await;
    let director = app.sign_in("director").await;
    let batch = json!({ "items": items(&all), "action": "accept", "with": { "desk_id": app.finance } });
    let done = director.post("/triage/batch", &batch).await.is(StatusCode::OK);
    assert_eq!((results(&done), &done["id"]), (pairs(&[("done", "")]), &Value::Null));
    director
        .post("/triage/undo/1", &json!({}))
        .await
        .refuses(StatusCode::NOT_FOUND, "not_found");
}
