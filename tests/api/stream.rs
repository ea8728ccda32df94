//! A person's stream: what they are told and what has changed, only as far as they may know, and what they missed.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::cluster;
use crate::on_both;
use crate::requests::petty_cash;

/// A stream that is read as a browser reads it.
struct Listening {
    response: reqwest::Response,
    read: String,
    /// The last `id`.
    last: String,
}

async fn open(client: &Client, last: Option<&str>) -> reqwest::Response {
    let call = client.http.get(format!("{}/api/v1/stream", client.base));
    let call = call.bearer_auth(client.token.as_deref().unwrap_or_default());
    let call = call.header("accept-encoding", "gzip, br");
    let call = last.into_iter().fold(call, |call, id| call.header("last-event-id", id));
    call.send().await.expect("the server answers")
}

async fn listen(client: &Client, last: Option<&str>) -> Listening {
    let response = open(client, last).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["content-encoding"], "identity");
    Listening {
        response,
        read: String::new(),
        last: String::new(),
    }
}

impl Listening {
    /// The next event: its name and data; none: the stream has ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some(end) = self.read.find("\n\n") {
                let block: String = self.read.drain(..end + 2).collect();
                let field = |name: &str| block.lines().find_map(|l| l.strip_prefix(name)).map(str::to_owned);
                if let Some(id) = field("id: ") {
                    self.last = id;
                }
                if let (Some(event), Some(data)) = (field("event: "), field("data: ")) {
                    return Some((event, serde_json::from_str(&data).expect("JSON")));
                }
            }
            let chunk = self.response.chunk().await.expect("the stream is whole")?;
            self.read
                .push_str(std::str::from_utf8(&chunk).expect("whole characters"));
        }
    }

    /// The next event of this name; others are passed over.
    async fn until(&mut self, name: &str) -> Value {
        let found = async {
            loop {
                let (event, data) = self.next().await.expect("the stream goes on");
                if event == name {
                    return data;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), found)
            .await
            .unwrap_or_else(|_| panic!("no event {name}"))
    }

    /// That nothing comes for a while but what says how far it has been read.
    async fn silent(&mut self) {
        let next = tokio::time::timeout(Duration::from_millis(1500), self.next()).await;
        assert!(next.is_err(), "{next:?}");
    }
}

fn about(id: &Value) -> Value {
    json!({ "about": { "kind": "request", "id": id } })
}

on_both! {
    async fn each_hears_of_what_they_may_know_and_nobody_else(app) {
        let (head, director) = (app.sign_in("head-01").await, app.sign_in("director").await);
        let (mut theirs, mut directors) = (listen(&head, None).await, listen(&director, None).await);
        let mut others = listen(&app.sign_in("head-02").await, None).await;
        assert_eq!(directors.until("unread").await, json!({ "unread": 0 }));
        assert_eq!(others.until("unread").await, json!({ "unread": 0 }));
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let told = directors.until("notification").await;
        assert_eq!((&told["kind"], &told["number"]), (&json!("request_submitted"), &request["number"]));
        assert_eq!(directors.until("unread").await, json!({ "unread": 1 }));
        assert_eq!(theirs.until("changed").await, about(&request["id"]), "who did it has other windows");
        let request = director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        assert_eq!(directors.until("changed").await, about(&request["id"]));
        assert_eq!(theirs.until("notification").await["kind"], "request_assigned");
        assert_eq!(theirs.until("unread").await, json!({ "unread": 1 }));
        let owner = app.sign_in("owner-finance").await;
        let mut owners = listen(&owner, None).await;
        assert_eq!(owners.until("unread").await, json!({ "unread": 1 }));
        owner.post("/requests/1398-0001/comments", &json!({ "text": "بررسی شد", "internal": true })).await.is(StatusCode::CREATED);
        assert_eq!(directors.until("notification").await["kind"], "commented");
        theirs.silent().await;
        others.silent().await;
    }
}

on_both! {
    async fn who_comes_back_goes_on_from_where_they_were(app) {
        let (head, director) = (app.sign_in("head-01").await, app.sign_in("director").await);
        let mut stream = listen(&director, None).await;
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        stream.until("notification").await;
        stream.until("unread").await;
        let last = stream.last.clone();
        drop(stream);
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        // To another instance, on the same database.
        let beside = app.beside().await;
        let mut stream = listen(&beside.client(&director), Some(&last)).await;
        let mut missed = Vec::new();
        while missed.last() != Some(&json!("1398-0002")) {
            missed.push(stream.until("notification").await["number"].clone());
        }
        assert!(missed.len() <= 2, "{missed:?}");
        assert_eq!(stream.until("unread").await, json!({ "unread": 2 }));
        // And it hears of what is written by the first one.
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!(stream.until("notification").await["number"], "1398-0003");
        // What is of another time, or too much, is not made up for.
        let mut stream = listen(&director, Some("999999-999999")).await;
        stream.until("reset").await;
        let mut stream = listen(&director, Some("ours-not")).await;
        assert_eq!(stream.next().await.unwrap().0, "unread");
    }
}

on_both! {
    async fn what_may_be_taken_back_is_not_told_before(app) {
        let (head, director) = (app.sign_in("head-01").await, app.sign_in("director").await);
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let mut stream = listen(&head, None).await;
        assert_eq!(stream.until("unread").await, json!({ "unread": 0 }));
        let batch = json!({ "items": [{ "id": request["id"], "version": request["version"] }], "action": "reject", "with": { "reason": "تکراری است" } });
        director.post("/triage/batch", &batch).await.is(StatusCode::OK);
        assert_eq!(stream.until("changed").await, about(&request["id"]));
        stream.silent().await;
        app.advance(TimeDelta::seconds(13));
        assert_eq!(stream.until("notification").await["kind"], "request_rejected");
    }
}

on_both! {
    async fn who_signs_out_or_is_too_many_is_let_go(app) {
        let director = app.sign_in("director").await;
        assert_eq!(open(&app.nobody(), None).await.status(), StatusCode::UNAUTHORIZED);
        let mut all = Vec::new();
        for _ in 0..20 {
            all.push(listen(&director, None).await);
        }
        assert_eq!(open(&director, None).await.status(), StatusCode::TOO_MANY_REQUESTS);
        all.pop();
        let mut again = None;
        for _ in 0..800 {
            let response = open(&director, None).await;
            if response.status() == StatusCode::OK {
                again = Some(response);
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(again.is_some(), "a seat that is given back is free");
        director.post("/auth/logout", &json!({})).await.is(StatusCode::NO_CONTENT);
        let mut one = all.pop().unwrap();
        let ended = async { while one.next().await.is_some() {} };
        tokio::time::timeout(Duration::from_secs(30), ended).await.expect("within twenty seconds");
    }
}

/// A process of one machine would hear of its own writes; what another wrote is seen by looking.
#[tokio::test]
async fn instances_hear_of_each_other_on_postgres() {
    let database = tokio::task::spawn_blocking(cluster::database).await.unwrap();
    let app = TestApp::start(Some(database), &[]).await;
    let beside = app.beside().await;
    let (head, director) = (app.sign_in("head-01").await, app.sign_in("director").await);
    let mut stream = listen(&beside.client(&director), None).await;
    stream.until("unread").await;
    for _ in 0..5 {
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    }
    let mut numbers = Vec::new();
    while numbers.len() < 5 {
        numbers.push(
            stream.until("notification").await["number"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    assert_eq!(
        numbers,
        ["1398-0001", "1398-0002", "1398-0003", "1398-0004", "1398-0005"]
    );
}
