//! Links between requests: both sides, no loops, and nothing of what the reader may not see.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

async fn filed(app: &TestApp, count: usize) -> (Client, Vec<Value>) {
    let head = app.sign_in("head-01").await;
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED));
    }
    (head, all)
}

async fn link(client: &Client, from: &Value, kind: &str, to: &Value) -> crate::app::Answer {
    let body = json!({ "kind": kind, "to": to["number"] });
    client.post(&format!("/requests/{}/links", from["id"]), &body).await
}

/// What is linked: kind and number.
async fn linked(client: &Client, of: &Value) -> Vec<(String, String)> {
    let page = client
        .get(&format!("/requests/{}/links", of["id"]))
        .await
        .is(StatusCode::OK);
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|l| (text(&l["kind"]), text(&l["request"]["number"])))
        .collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

on_both! {
    async fn a_link_is_seen_from_both_sides(app) {
        let (head, all) = filed(&app, 3).await;
        let made = link(&head, &all[0], "blocked_by", &all[1]).await.is(StatusCode::CREATED);
        assert_eq!((&made["kind"], &made["request"]["number"]), (&json!("blocked_by"), &json!("1398-0002")));
        link(&head, &all[2], "relates", &all[0]).await.is(StatusCode::CREATED);
        assert_eq!(linked(&head, &all[0]).await, pairs(&[("blocked_by", "1398-0002"), ("relates", "1398-0003")]));
        assert_eq!(linked(&head, &all[1]).await, pairs(&[("blocks", "1398-0001")]));
        assert_eq!(linked(&head, &all[2]).await, pairs(&[("relates", "1398-0001")]));
        let page = head.get("/requests/1398-0001/links?limit=1").await.is(StatusCode::OK);
        let path = format!("/requests/1398-0001/links?limit=1&cursor={}", page["next"].as_str().unwrap());
        let page = head.get(&path).await.is(StatusCode::OK);
        assert_eq!((&page["items"][0]["kind"], &page["next"]), (&json!("relates"), &Value::Null));
        for number in ["1398-0001", "1398-0002"] {
            let history = head.get(&format!("/requests/{number}/history")).await.is(StatusCode::OK);
            let events = history["items"].as_array().unwrap();
            assert!(events.iter().any(|e| e["action"] == "linked" && e["data"]["link_id"] == made["id"]), "{number}");
        }
        let path = format!("/requests/{}/links/{}", all[1]["id"], made["id"]);
        head.call(Method::DELETE, &path, None, &[]).await.is(StatusCode::NO_CONTENT);
        assert_eq!(linked(&head, &all[1]).await, []);
        head.call(Method::DELETE, &path, None, &[]).await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn none_waits_for_itself_at_any_distance(app) {
        let (head, all) = filed(&app, 4).await;
        let refused = async |from: usize, kind: &str, to: usize| {
            let problem = link(&head, &all[from], kind, &all[to]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [("/to".to_owned(), "conflict".to_owned())], "{problem}");
        };
        for i in 0..3 {
            link(&head, &all[i], "blocks", &all[i + 1]).await.is(StatusCode::CREATED);
        }
        refused(3, "blocks", 0).await;
        refused(0, "blocked_by", 2).await;
        refused(0, "blocks", 0).await;
        refused(0, "blocks", 1).await;
        refused(1, "blocked_by", 0).await;
        link(&head, &all[0], "blocks", &all[3]).await.is(StatusCode::CREATED);
        link(&head, &all[3], "relates", &all[0]).await.is(StatusCode::CREATED);
        refused(0, "relates", 3).await;
    }
}

on_both! {
    async fn two_at_once_close_no_loop(app) {
        let (head, all) = filed(&app, 2).await;
        let one = { let (head, all) = (head.clone(), all.clone()); tokio::spawn(async move { link(&head, &all[0], "blocks", &all[1]).await.status }) };
        let two = { let (head, all) = (head.clone(), all.clone()); tokio::spawn(async move { link(&head, &all[1], "blocks", &all[0]).await.status }) };
        let mut both = [one.await.unwrap().as_u16(), two.await.unwrap().as_u16()];
        both.sort_unstable();
        assert_eq!(both, [201, 422]);
    }
}

on_both! {
    async fn what_the_reader_may_not_see_is_not_there(app) {
        let (head, all) = filed(&app, 1).await;
        let other = app.sign_in("head-02").await;
        let mut theirs = petty_cash(&app);
        theirs["unit_id"] = json!(app.districts[1]);
        let theirs = other.post("/requests", &theirs).await.is(StatusCode::CREATED);
        let problem = link(&head, &all[0], "relates", &theirs).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/to".to_owned(), "not_found".to_owned())]);
        let director = app.sign_in("director").await;
        let made = link(&director, &all[0], "blocks", &theirs).await.is(StatusCode::CREATED);
        assert_eq!(linked(&director, &theirs).await, pairs(&[("blocked_by", "1398-0001")]));
        assert_eq!(linked(&head, &all[0]).await, []);
        assert_eq!(linked(&other, &theirs).await, []);
        let history = other.get("/requests/1398-0002/history").await;
        assert!(!history.text.contains("1398-0001"), "{}", history.text);
        let path = format!("/requests/{}/links/{}", all[0]["id"], made["id"]);
        head.call(Method::DELETE, &path, None, &[]).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let auditor = app.sign_in("auditor").await;
        auditor.call(Method::DELETE, &path, None, &[]).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        link(&auditor, &all[0], "relates", &theirs).await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

on_both! {
    async fn duplicates_are_links_of_the_action(app) {
        let (head, all) = filed(&app, 2).await;
        let director = app.sign_in("director").await;
        director.act(&all[1], "duplicate", &json!({ "of": "1398-0001", "reason": "همان است." })).await.is(StatusCode::OK);
        assert_eq!(linked(&head, &all[0]).await, pairs(&[("has_duplicate", "1398-0002")]));
        assert_eq!(linked(&head, &all[1]).await, pairs(&[("duplicate_of", "1398-0001")]));
        let page = head.get("/requests/1398-0001/links").await.is(StatusCode::OK);
        assert_eq!(page["items"][0]["id"], Value::Null);
        let mut draft = petty_cash(&app);
        draft["draft"] = json!(true);
        let draft = head.post("/requests", &draft).await.is(StatusCode::CREATED);
        let body = json!({ "kind": "relates", "to": draft["id"].to_string() });
        head.post("/requests/1398-0001/links", &body).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}
