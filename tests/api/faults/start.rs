//! Where the server cannot run it says why, names the setting or the file, and leaves everything as it was.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use diesel::connection::SimpleConnection;

use super::process::{Process, Site, refused};
use super::{filed, holds_exactly};
use crate::cluster;

#[track_caller]
fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word:?} is not in {text:?}");
    }
    assert_eq!(text.lines().count(), 1, "one line says it: {text}");
}

#[test]
fn a_data_folder_that_cannot_be_made_or_written() {
    let site = Site::sqlite();
    let file = site.folder.path().join("a-file");
    fs::write(&file, "").unwrap();
    let below = file.join("data").display().to_string();
    let said = refused(&mut site.command(&[("HAMAHANG_DATA_DIR", &below), ("DATABASE_URL", "")]));
    says(&said, &["data_dir", &below]);
    // A folder in which nobody can make a file, not even root.
    let said = refused(&mut site.command(&[("HAMAHANG_DATA_DIR", "/proc"), ("DATABASE_URL", "")]));
    says(&said, &["database_url", "/proc/hamahang.db"]);
    let said = refused(&mut site.command(&[("HAMAHANG_DATA_DIR", "/proc")]));
    says(&said, &["secret_file", "/proc/secret.key"]);
}

#[test]
fn a_port_that_is_taken() {
    let site = Site::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refused(&mut site.command(&[("HAMAHANG_LISTEN", &address)]));
    says(&said, &["listen", &address, "in use"]);
}

#[test]
fn a_database_of_an_unknown_kind() {
    let site = Site::sqlite();
    let said = refused(&mut site.command(&[("DATABASE_URL", "mysql://somebody@localhost/hamahang")]));
    says(&said, &["DATABASE_URL", "sqlite:", "postgres://"]);
}

#[test]
fn a_server_that_is_not_there_or_has_no_such_database() {
    let site = Site::sqlite();
    let port = cluster::free_port();
    let url = format!("postgres://somebody:geheimnis@127.0.0.1:{port}/hamahang");
    let said = refused(&mut site.command(&[("DATABASE_URL", &url)]));
    says(&said, &["database_url", "127.0.0.1", &port.to_string()]);
    assert!(!said.contains("geheimnis"), "{said}");
    let missing = format!("{}_missing", cluster::database());
    let said = refused(&mut site.command(&[("DATABASE_URL", &missing)]));
    says(&said, &["database_url", "does not exist"]);
}

#[test]
fn a_server_that_takes_the_connection_and_says_nothing() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://somebody@{}/hamahang", silent.local_addr().unwrap());
    let said = refused(&mut Site::sqlite().command(&[("DATABASE_URL", &url)]));
    says(&said, &["database_url", "127.0.0.1", "timeout expired"]);
}

/// The server refuses the file and leaves it as it was.
#[track_caller]
fn refuses_file(site: &Site, file: &Path, words: &[&str]) {
    let before = fs::read(file).unwrap();
    let said = refused(&mut site.command(&[]));
    says(&said, &["database_url", &file.display().to_string()]);
    says(&said, words);
    assert!(fs::read(file).unwrap() == before, "the file is as it was");
}

#[test]
fn a_file_that_is_no_database() {
    let site = Site::sqlite();
    let file = site.folder.path().join("hamahang.db");
    fs::write(
        &file,
        "something else, longer than the header of a database file, which has a hundred bytes. ".repeat(9),
    )
    .unwrap();
    refuses_file(&site, &file, &["not a database"]);
}

#[test]
fn a_file_that_was_damaged() {
    let site = Site::sqlite();
    site.beside(|c| c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)"))
        .unwrap();
    let file = site.folder.path().join("hamahang.db");
    let mut bytes = fs::read(&file).unwrap();
    // The file's first page is the root of its schema; the file's own header before it is whole.
    bytes[100..4096].fill(0xa5);
    fs::write(&file, bytes).unwrap();
    refuses_file(&site, &file, &["malformed"]);
}

/// What a newer version leaves behind.
const NEWER: &str = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')";

async fn refuses_a_newer_schema(site: Site) {
    let process = site.serve();
    let head = process.sign_in("head-01").await;
    filed(&head, &site, "kept").await;
    drop(process);
    site.beside(|c| c.batch_execute(NEWER)).unwrap();
    let said = refused(&mut site.command(&[]));
    says(&said, &["database_url", "29991231000000", "newer"]);
    // The binary that knows it finds everything.
    site.beside(|c| c.batch_execute("DELETE FROM __diesel_schema_migrations WHERE version = '29991231000000'"))
        .unwrap();
    let process = Process::start(&mut site.command(&[]));
    filed(&process.again(&head), &site, "later").await;
    holds_exactly(&site, &["kept", "later"].map(str::to_owned).into());
}

#[tokio::test]
async fn a_newer_schema_sqlite() {
    refuses_a_newer_schema(Site::sqlite()).await;
}

#[tokio::test]
async fn a_newer_schema_postgres() {
    refuses_a_newer_schema(Site::postgres()).await;
}
