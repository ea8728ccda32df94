//! No room left for the database file. A limit on the size of files stands in for a full disk: it needs no rights,
//! can be set and taken away while the server runs, and breaks writes in the middle, as a full disk does.

use std::collections::BTreeSet;
use std::process::Command;

use reqwest::StatusCode;

use super::process::{Process, Site};
use super::{file, filed, holds_exactly, is_not_available};
use crate::attachments::upload;

/// More requests than fit in the room that is left.
const MORE_THAN_FIT: usize = 200;

/// Sets how long a file may get, in bytes, for a running process.
fn limit_files(process: &Process, bytes: &str) {
    let limited = Command::new("prlimit")
        .args(["--pid", &process.pid(), &format!("--fsize={bytes}:unlimited")])
        .status();
    assert!(limited.is_ok_and(|s| s.success()), "prlimit (util-linux) works");
}

/// The server, with the signal ignored that would otherwise end a process whose file gets too long; its standard
/// error goes where the shell says.
fn serve(site: &Site, errors: &str) -> Process {
    let server = site.command(&[("HAMAHANG_LOG", "info")]);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("trap '' XFSZ; exec \"$@\" {errors}"), "sh"])
        .arg(server.get_program())
        .args(server.get_args())
        .env_clear();
    for (key, value) in server.get_envs() {
        shell.env(key, value.unwrap_or_default());
    }
    Process::start(&mut shell)
}

#[tokio::test]
async fn sqlite_without_room_refuses_writes_loses_nothing_and_recovers() {
    let site = Site::sqlite();
    let process = serve(&site, "");
    let head = process.sign_in("head-01").await;
    let mut kept = BTreeSet::new();
    filed(&head, &site, "before").await;
    kept.insert("before".to_owned());

    let log = site.folder.path().join("hamahang.db-wal");
    let room = std::fs::metadata(&log).expect("the write-ahead log").len() + 50_000;
    limit_files(&process, &room.to_string());
    for n in 0.. {
        assert!(n < MORE_THAN_FIT, "there is always room");
        let key = format!("full-{n:03}");
        let answer = file(&head, &site, &key).await.expect("the server answers");
        if answer.status != StatusCode::CREATED {
            is_not_available(answer);
            break;
        }
        kept.insert(key);
    }
    for _ in 0..3 {
        is_not_available(file(&head, &site, "refused").await.expect("the server answers"));
        let page = head.get("/requests?limit=200").await.is(StatusCode::OK);
        assert_eq!(page["items"].as_array().map(Vec::len), Some(kept.len()), "reads go on");
    }

    limit_files(&process, "unlimited");
    for key in ["after-1", "after-2"] {
        filed(&head, &site, key).await;
        kept.insert(key.to_owned());
    }
    holds_exactly(&site, &kept);
    drop(process);
    holds_exactly(&site, &kept);
}

#[tokio::test]
async fn a_log_that_cannot_be_written_stops_nothing() {
    let site = Site::sqlite();
    let log = site.folder.path().join("log");
    let process = serve(&site, &format!("2>>{}", log.display()));
    let head = process.sign_in("head-01").await;
    limit_files(&process, "0");
    for _ in 0..3 {
        head.get("/requests").await.is(StatusCode::OK);
        is_not_available(file(&head, &site, "refused").await.expect("the server answers"));
    }
    let told = std::fs::read_to_string(&log).expect("the log");
    assert!(!told.contains("request failed"), "its lines were lost: {told}");
    limit_files(&process, "unlimited");
    filed(&head, &site, "after").await;
    holds_exactly(&site, &["after"].map(str::to_owned).into());
}

#[tokio::test]
async fn an_upload_without_room_is_refused_and_leaves_nothing() {
    let site = Site::sqlite();
    let process = serve(&site, "");
    let head = process.sign_in("head-01").await;
    let request = filed(&head, &site, "one").await;
    limit_files(&process, "100000");
    let text = vec![b'x'; 300_000];
    is_not_available(upload(&head, &request, "a.txt", text.clone()).await);
    let incoming = site.folder.path().join("attachments/incoming");
    assert_eq!(std::fs::read_dir(incoming).expect("the folder").count(), 0);
    limit_files(&process, "unlimited");
    upload(&head, &request, "a.txt", text).await.is(StatusCode::CREATED);
}
