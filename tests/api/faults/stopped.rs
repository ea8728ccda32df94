//! The process is told to stop while it works.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;

use super::process::{Process, Site};
use super::{filed, holds_exactly};

/// Three filings wait for a lock when the signal comes: they are answered, and the process ends well.
async fn answers_what_it_has_in_hand(signal: &str) {
    let site = Site::sqlite();
    let mut process = site.serve();
    let head = process.sign_in("head-01").await;
    let mut other = hamahang::db::dialect::connect(&site.url).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let signalled = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        process.signal(signal);
        tokio::time::sleep(Duration::from_millis(500)).await;
        let refused = TcpStream::connect(process.address()).is_err();
        other.batch_execute("COMMIT").unwrap();
        refused
    };
    let (.., refused) = tokio::join!(
        filed(&head, &site, "one"),
        filed(&head, &site, "two"),
        filed(&head, &site, "three"),
        signalled
    );
    assert!(refused, "no new connections are taken");
    let status = process.ends(Duration::from_secs(8));
    assert_eq!(status.code(), Some(0), "{}", process.log());
    holds_exactly(&site, &["one", "three", "two"].map(str::to_owned).into());
}

#[tokio::test]
async fn sigterm_lets_requests_in_hand_end() {
    answers_what_it_has_in_hand("TERM").await;
}

#[tokio::test]
async fn sigint_lets_requests_in_hand_end() {
    answers_what_it_has_in_hand("INT").await;
}

#[tokio::test]
async fn a_client_that_never_ends_its_request_does_not_hold_the_process() {
    let site = Site::sqlite();
    let mut process = Process::start(&mut site.command(&[("HAMAHANG_SHUTDOWN_SECONDS", "1")]));
    let mut slow = TcpStream::connect(process.address()).unwrap();
    slow.write_all(b"POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        .unwrap();
    // The request has to be in hand before the signal.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    process.signal("TERM");
    let status = process.ends(Duration::from_secs(6));
    assert_eq!(status.code(), Some(0), "{}", process.log());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
