//! Another program holds the lock of the database.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use reqwest::StatusCode;

use super::process::Site;
use super::{BOUND, file, filed, holds_exactly, is_not_available};

#[tokio::test]
async fn sqlite_locked_for_long_refuses_writes_and_goes_on_reading() {
    let site = Site::sqlite();
    let process = site.serve();
    let head = process.sign_in("head-01").await;
    filed(&head, &site, "before").await;
    let mut other = hamahang::db::dialect::connect(&site.url).unwrap();
    other.batch_execute("BEGIN EXCLUSIVE").unwrap();

    let began = Instant::now();
    let read = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        head.get("/requests").await.is(StatusCode::OK);
        process.nobody().get("/health/ready").await.is(StatusCode::OK);
        began.elapsed()
    };
    let (one, two, three, read_after) = tokio::join!(
        file(&head, &site, "one"),
        file(&head, &site, "two"),
        file(&head, &site, "three"),
        read
    );
    assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
    assert!(
        read_after < Duration::from_secs(4),
        "reads do not wait for the lock: {read_after:?}"
    );
    for refused in [one, two, three] {
        is_not_available(refused.unwrap());
    }

    other.batch_execute("ROLLBACK").unwrap();
    filed(&head, &site, "one").await;
    holds_exactly(&site, &["before", "one"].map(str::to_owned).into());
}

#[tokio::test]
async fn sqlite_locked_for_a_moment_only_takes_longer() {
    let site = Site::sqlite();
    let process = site.serve();
    let head = process.sign_in("head-01").await;
    let mut other = hamahang::db::dialect::connect(&site.url).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let release = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        other.batch_execute("COMMIT").unwrap();
    };
    tokio::join!(filed(&head, &site, "patient"), release);
    assert!(began.elapsed() >= Duration::from_secs(2), "it was locked");
    holds_exactly(&site, &["patient"].map(str::to_owned).into());
}

#[tokio::test]
async fn postgres_locked_for_long_refuses_writes_and_goes_on_reading() {
    let site = Site::postgres();
    let process = site.serve();
    let head = process.sign_in("head-01").await;
    filed(&head, &site, "before").await;
    let mut other = hamahang::db::dialect::connect(&site.url).unwrap();
    other
        .batch_execute("BEGIN; LOCK TABLE requests IN EXCLUSIVE MODE")
        .unwrap();

    let began = Instant::now();
    is_not_available(file(&head, &site, "late").await.unwrap());
    assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
    head.get("/requests").await.is(StatusCode::OK);

    other.batch_execute("ROLLBACK").unwrap();
    filed(&head, &site, "late").await;
    holds_exactly(&site, &["before", "late"].map(str::to_owned).into());
}
