//! What happens when something breaks: the binary itself, as a process of its own, with its database locked, full,
//! gone or damaged, and itself killed, told to stop, or started where it cannot run.

mod attached;
mod full;
mod gone;
mod killed;
mod locked;
mod mailing;
mod process;
mod start;
mod stopped;

use std::collections::BTreeSet;
use std::future::Future;
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client};
use process::{Site, StoredRequest};

/// The longest that a call may take while the database is away: ten seconds in line for a connection, five for the
/// connection or its lock, and some for a slow machine.
const BOUND: Duration = Duration::from_secs(18);

/// A filing that can be told from others by its key, which is the idempotency key too.
async fn file(head: &Client, site: &Site, key: &str) -> reqwest::Result<Answer> {
    let body = json!({
        "category": "petty_cash", "unit_id": site.unit, "title": key,
        "description": "برای خریدهای خرد روزانه تنخواهی در اختیار واحد نیست.",
        "details": { "amount_rials": 50_000_000, "purpose": "خریدهای خرد" }
    });
    let header = [("idempotency-key", key)];
    head.try_call(Method::POST, "/requests", Some(&body), &header).await
}

/// Files and has it acknowledged.
async fn filed(head: &Client, site: &Site, key: &str) -> Value {
    file(head, site, key)
        .await
        .expect("the server answers")
        .is(StatusCode::CREATED)
}

/// That the answer is 503 and says when to come again.
#[track_caller]
fn is_not_available(answer: Answer) {
    let seconds = answer
        .headers
        .get("retry-after")
        .and_then(|v| v.to_str().ok()?.parse().ok());
    assert!(seconds.is_some_and(|s: u32| (1..=60).contains(&s)), "{}", answer.text);
    answer.refuses(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
}

/// Asks again and again until it is so, or fails after `patience`.
async fn until<F: Future<Output = bool>>(what: &str, patience: Duration, mut so: impl FnMut() -> F) {
    let began = Instant::now();
    while !so().await {
        assert!(began.elapsed() < patience, "not after {patience:?}: {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How many mails wait to be sent or settled, as the administrator sees it.
async fn unsent(admin: &Client) -> usize {
    let page = admin.get("/mail/outbox?limit=200").await.is(StatusCode::OK);
    let items = page["items"].as_array().expect("items");
    items.iter().filter(|m| m["state"] != "sent").count()
}

/// That the database holds exactly the requests that were filed under `keys`: each once, with a gap-free number, one
/// history and one mail; and that the file, if it is one, is sound.
#[track_caller]
fn holds_exactly(site: &Site, keys: &BTreeSet<String>) {
    let stored = site.stored();
    let titles: Vec<_> = stored.requests.iter().map(|r| r.title.as_str()).collect();
    let wanted: Vec<_> = keys.iter().map(String::as_str).collect();
    assert_eq!(titles, wanted, "each request once, and no other");
    let mut numbers: Vec<_> = stored.requests.iter().map(StoredRequest::serial).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=keys.len()).collect::<Vec<_>>(), "numbers without gaps");
    for request in &stored.requests {
        assert_eq!(request.events, ["created", "submit"], "{}", request.title);
        assert_eq!(request.mails, ["request_submitted"], "{}", request.title);
    }
    assert_eq!(stored.damage, None, "the database is sound");
}
