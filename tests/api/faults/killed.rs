//! The process is killed again and again while many file requests: what was acknowledged stays, what was not can be
//! repeated, and nothing is there twice.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::StatusCode;

use super::process::Site;
use super::{file, filed, holds_exactly, until};
use crate::app::Client;

const KILLS: usize = 4;
const CLIENTS: usize = 8;
/// Requests that are acknowledged before each kill.
const ENOUGH: usize = 25;

/// Files one request after the other until there is no answer; gives the acknowledged keys, and the last.
async fn file_until_gone(head: Client, site: &Site, name: String, count: &AtomicUsize) -> (Vec<String>, String) {
    let mut acknowledged = Vec::new();
    loop {
        let key = format!("{name}-{:03}", acknowledged.len());
        match file(&head, site, &key).await {
            Ok(answer) => {
                answer.is(StatusCode::CREATED);
                acknowledged.push(key);
                count.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => return (acknowledged, key),
        }
    }
}

async fn story(site: Site) {
    let mut process = site.serve();
    let head = process.sign_in("head-01").await;
    let mut keys = BTreeSet::new();
    for round in 0..KILLS {
        let count = AtomicUsize::new(0);
        let client = |n| file_until_gone(process.again(&head), &site, format!("{round}-{n}"), &count);
        let clients = join_all((0..CLIENTS).map(client));
        let kill = async {
            let enough = || async { count.load(Ordering::Relaxed) >= ENOUGH };
            until("requests are filed", Duration::from_secs(30), enough).await;
            process.kill();
        };
        let (results, ()) = tokio::join!(clients, kill);
        process = site.serve();
        let head = process.again(&head);
        for (acknowledged, unanswered) in results {
            keys.extend(acknowledged);
            // As a client does: the same call, under the same key. It may have been done, or not.
            filed(&head, &site, &unanswered).await;
            keys.insert(unanswered);
        }
    }
    holds_exactly(&site, &keys);
}

#[tokio::test]
async fn sqlite() {
    story(Site::sqlite()).await;
}

#[tokio::test]
async fn postgres() {
    story(Site::postgres()).await;
}
