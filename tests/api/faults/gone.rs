//! PostgreSQL goes away under the running server, whole or connection by connection, and comes back.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_query;
use reqwest::StatusCode;

use super::process::Site;
use super::{BOUND, file, filed, holds_exactly, is_not_available, unsent, until};
use crate::app::Client;
use crate::cluster::{Cluster, database_on};

#[tokio::test]
async fn postgres_stopped_and_started_again() {
    let cluster = Cluster::start();
    let site = Site::on(database_on(&cluster.url()));
    let process = site.serve();
    let (head, admin) = (process.sign_in("head-01").await, process.sign_in("admin").await);
    filed(&head, &site, "before").await;
    until("the mail is sent", Duration::from_secs(10), || async {
        unsent(&admin).await == 0
    })
    .await;

    cluster.stop();
    // At once: connections that broke while they were idle. Then: no connection to be had.
    for _ in 0..2 {
        let began = Instant::now();
        let nobody = process.nobody();
        let (written, read, ready, live) = tokio::join!(
            file(&head, &site, "refused"),
            head.get("/requests"),
            nobody.get("/health/ready"),
            nobody.get("/health/live")
        );
        assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
        is_not_available(written.expect("the server answers"));
        is_not_available(read);
        is_not_available(ready);
        live.is(StatusCode::OK);
    }

    cluster.resume();
    until("ready again", Duration::from_secs(10), || async {
        process.nobody().get("/health/ready").await.status == StatusCode::OK
    })
    .await;
    filed(&head, &site, "after").await;
    until("the worker sends again", Duration::from_secs(20), || async {
        unsent(&admin).await == 0
    })
    .await;
    holds_exactly(&site, &["after", "before"].map(str::to_owned).into());
    drop(process);
    cluster.stop();
}

/// Files `count` requests, each again under its key for as long as the server says 503.
async fn file_stubbornly(head: &Client, site: &Site, name: usize, count: usize) -> Vec<String> {
    let mut keys = Vec::new();
    for n in 0..count {
        let key = format!("{name}-{n:03}");
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < BOUND, "{key} is never done");
            let answer = file(head, site, &key).await.expect("the server answers");
            if answer.status == StatusCode::CREATED {
                break;
            }
            is_not_available(answer);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        keys.push(key);
    }
    keys
}

#[tokio::test]
async fn postgres_ends_every_connection_in_the_middle() {
    const CUTS: usize = 8;
    let site = Site::postgres();
    let process = site.serve();
    let head = process.sign_in("head-01").await;
    let clients = futures_util::future::join_all((0..6).map(|n| file_stubbornly(&head, &site, n, 12)));
    let cuts = async {
        for _ in 0..CUTS {
            tokio::time::sleep(Duration::from_millis(120)).await;
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            site.beside(|c| sql_query(end).execute(c)).expect("a superuser may");
        }
    };
    let (keys, ()) = tokio::join!(clients, cuts);
    let keys: BTreeSet<_> = keys.into_iter().flatten().collect();
    holds_exactly(&site, &keys);
}
