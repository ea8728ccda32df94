//! The process is killed while files come in: no row is without its bytes, what was acknowledged can be had, and what is
//! left over goes with the sweep.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use hamahang::attachments::{sweep::sweep, vault::Vault};
use reqwest::StatusCode;
use serde_json::Value;

use super::process::Site;
use super::{filed, until};
use crate::app::Client;
use crate::attachments::{download, picture, upload};

/// The files below a folder, with their lengths.
fn files(folder: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.insert(
                entry.path().display().to_string(),
                entry.metadata().expect("a file").len(),
            );
        }
    }
    found
}

/// Sweeps as the server will in some days; says how many went.
async fn swept(site: &Site, days: i64) -> usize {
    let db = site.in_days(days);
    let vault = Vault::open(db.settings()).expect("a vault");
    sweep(&db, &vault, &[]).await.expect("a sweep")
}

async fn listed(client: &Client, request: &Value) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/requests/{}/attachments?limit=200{cursor}", request["id"]);
        let page = client.get(&path).await.is(StatusCode::OK);
        all.extend(page["items"].as_array().expect("items").clone());
        let Some(next) = page["next"].as_str() else { return all };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn killed_in_the_middle_of_an_upload() {
    let site = Site::sqlite();
    let mut process = site.serve();
    let head = process.sign_in("head-01").await;
    let request = filed(&head, &site, "one").await;
    let mut stream = TcpStream::connect(process.address()).unwrap();
    write!(
        stream,
        "POST /api/v1/requests/{}/attachments?name=a.txt HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: 5000000\r\n\r\n",
        request["id"],
        head.token.as_deref().unwrap()
    )
    .unwrap();
    stream.write_all(&vec![b'x'; 1_000_000]).unwrap();
    let folder = site.folder.path().join("attachments");
    let arriving = || async { files(&folder).values().any(|length| *length > 500_000) };
    until("the upload arrives", Duration::from_secs(20), arriving).await;
    process.kill();

    let process = site.serve();
    let head = process.again(&head);
    assert_eq!(listed(&head, &request).await, Vec::<Value>::new());
    let kept = upload(&head, &request, "a.png", picture(32))
        .await
        .is(StatusCode::CREATED);
    assert_eq!(files(&folder).len(), 3, "the left-over, the picture and its thumbnail");
    assert_eq!(swept(&site, 0).await, 0, "it could still be arriving");
    assert_eq!(swept(&site, 3).await, 1);
    assert_eq!(files(&folder).len(), 2);
    assert_eq!(
        download(&head, &format!("/attachments/{}/content", kept["id"]), &[])
            .await
            .2,
        picture(32)
    );
}

/// Sends one file after the other until there is no answer; gives those that were acknowledged.
async fn send_until_gone(head: Client, request: &Value, name: String) -> Vec<(Value, Vec<u8>)> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let bytes = format!("{name}-{number} ").repeat(5000).into_bytes();
        let path = format!("{}/api/v1/requests/{}/attachments?name=a.txt", head.base, request["id"]);
        let call = head
            .http
            .post(path)
            .bearer_auth(head.token.as_deref().unwrap())
            .body(bytes.clone());
        let Ok(answer) = call.send().await else { break };
        assert_eq!(answer.status(), StatusCode::CREATED);
        let Ok(file) = answer.json().await else { break };
        acknowledged.push((file, bytes));
    }
    acknowledged
}

async fn story(site: Site) {
    let mut process = site.serve();
    let head = process.sign_in("head-01").await;
    let request = filed(&head, &site, "one").await;
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let clients = join_all((0..4).map(|n| send_until_gone(process.again(&head), &request, format!("{round}-{n}"))));
        let kill = async {
            tokio::time::sleep(Duration::from_millis(700)).await;
            process.kill();
        };
        let (results, ()) = tokio::join!(clients, kill);
        acknowledged.extend(results.into_iter().flatten());
        process = site.serve();
    }
    assert!(acknowledged.len() > 10, "only {} were sent", acknowledged.len());
    let head = process.again(&head);
    swept(&site, 3).await;
    let rows = listed(&head, &request).await;
    for (file, _) in &acknowledged {
        assert!(rows.contains(file), "{file}");
    }
    let sent: BTreeMap<String, &Vec<u8>> = acknowledged
        .iter()
        .map(|(f, bytes)| (f["id"].to_string(), bytes))
        .collect();
    for row in &rows {
        let (status, _, bytes) = download(&head, &format!("/attachments/{}/content", row["id"]), &[]).await;
        assert_eq!(status, StatusCode::OK, "a row has its bytes: {row}");
        assert_eq!(row["size_bytes"].as_u64(), Some(bytes.len() as u64));
        assert!(sent.get(&row["id"].to_string()).is_none_or(|sent| **sent == bytes));
    }
    assert_eq!(
        files(&site.folder.path().join("attachments")).len(),
        rows.len(),
        "and nothing else is left"
    );
}

#[tokio::test]
async fn killed_again_and_again_sqlite() {
    story(Site::sqlite()).await;
}

#[tokio::test]
async fn killed_again_and_again_postgres() {
    story(Site::postgres()).await;
}
