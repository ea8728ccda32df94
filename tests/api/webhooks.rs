//! Webhooks against a real receiver on loopback: what is sent, in which order, how it is signed, what becomes of receivers that
//! fail, and that none leads into a network that is not public unless the settings say so.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::app::{Client, TestApp, fields};
use crate::cluster;
use crate::requests::petty_cash;

/// How long a message may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// A message that the receiver got.
#[derive(Debug, Clone)]
struct Got {
    id: String,
    seconds: String,
    signature: String,
    body: String,
}

impl Got {
    fn kind(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        body["type"].as_str().unwrap().to_owned()
    }
}

/// A receiver on loopback. It answers 204, or what it was told to, in turn.
#[derive(Clone)]
struct Receiver {
    port: u16,
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Receiver {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            port: listener.local_addr().unwrap().port(),
            got: Arc::default(),
            answers: Arc::default(),
        };
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { own.serve(stream).await });
            }
        });
        receiver
    }

    async fn serve(&self, mut stream: TcpStream) {
        let mut read = Vec::new();
        loop {
            let Some(end) = read.windows(4).position(|w| w == b"\r\n\r\n") else {
                if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                    return;
                }
                continue;
            };
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            let header = |name: &str| {
                let lines = head.lines().filter_map(|line| line.split_once(": "));
                let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
                found.next().map(|(_, value)| value.to_owned()).unwrap_or_default()
            };
            let length: usize = header("content-length").parse().unwrap();
            if read.len() < end + 4 + length {
                stream.read_buf(&mut read).await.unwrap();
                continue;
            }
            let body = String::from_utf8(read[end + 4..end + 4 + length].to_vec()).unwrap();
            read.drain(..end + 4 + length);
            self.got.lock().unwrap().push(Got {
                id: header("webhook-id"),
                seconds: header("webhook-timestamp"),
                signature: header("webhook-signature"),
                body,
            });
            let answer = self.answers.lock().unwrap().pop_front().unwrap_or("204 No Content\r\n");
            if answer == "silence" {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
            let answer = format!("HTTP/1.1 {answer}content-length: 0\r\n\r\n");
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn answer(&self, answers: &[&'static str]) {
        self.answers.lock().unwrap().extend(answers);
    }

    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    async fn wait_for(&self, count: usize) -> Vec<Got> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.got().len() < count {
            assert!(tokio::time::Instant::now() < deadline, "{:?}", self.got());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.got()
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }
}

const OPEN: &[(&str, &str)] = &[("webhook_http", "true"), ("webhook_networks", "127.0.0.0/8")];

async fn app(postgres: bool, settings: &[(&str, &str)]) -> TestApp {
    let database = if postgres {
        Some(tokio::task::spawn_blocking(cluster::database).await.unwrap())
    } else {
        None
    };
    TestApp::start(database, settings).await
}

async fn hook(admin: &Client, url: &str, events: Value) -> Value {
    let new = json!({ "title": "درگاه پیامک", "url": url, "events": events });
    admin.post("/webhooks", &new).await.is(StatusCode::CREATED)
}

async fn act(admin: &Client, webhook: &Value, action: &str) -> Value {
    let path = format!("/webhooks/{}/actions/{action}", webhook["id"]);
    let call = admin.call(Method::POST, &path, None, &[("if-match", "*")]).await;
    call.is(StatusCode::OK)
}

async fn log(admin: &Client, webhook: &Value) -> Vec<Value> {
    let page = admin
        .get(&format!("/webhooks/{}/deliveries", webhook["id"]))
        .await
        .is(StatusCode::OK);
    page["items"].as_array().unwrap().clone()
}

/// Waits until the newest delivery is in this state.
async fn until(app: &TestApp, webhook: &Value, state: &str) -> Value {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let newest = log(&app.sign_in("admin").await, webhook)
            .await
            .first()
            .cloned()
            .unwrap_or_default();
        if newest["state"] == state {
            return newest;
        }
        assert!(tokio::time::Instant::now() < deadline, "{newest}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the newest delivery was tried so often.
async fn tried(app: &TestApp, webhook: &Value, times: i64) -> Value {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let newest = log(&app.sign_in("admin").await, webhook)
            .await
            .first()
            .cloned()
            .unwrap_or_default();
        if newest["attempts"] == times {
            return newest;
        }
        assert!(tokio::time::Instant::now() < deadline, "{newest}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Signed as Standard Webhooks say; by another implementation than the server's.
fn is_signed(got: &Got, secret: &Value) -> bool {
    use jsonwebtoken::{Algorithm, EncodingKey, crypto};
    let key = STANDARD
        .decode(secret.as_str().unwrap().strip_prefix("whsec_").unwrap())
        .unwrap();
    let message = format!("{}.{}.{}", got.id, got.seconds, got.body);
    let signed = crypto::sign(message.as_bytes(), &EncodingKey::from_secret(&key), Algorithm::HS256).unwrap();
    let signed = STANDARD.encode(URL_SAFE_NO_PAD.decode(signed).unwrap());
    got.signature.split(' ').any(|one| one == format!("v1,{signed}"))
}

async fn events_reach_the_receiver(postgres: bool) {
    let (receiver, app) = (Receiver::start().await, app(postgres, OPEN).await);
    let admin = app.sign_in("admin").await;
    let all = hook(&admin, &receiver.url(), json!(["request.*"])).await;
    let secret = &all["secret"];
    assert!(secret.as_str().unwrap().starts_with("whsec_"), "{all}");
    let again = admin.get(&format!("/webhooks/{}", all["id"])).await.is(StatusCode::OK);
    assert_eq!(again["secret"], Value::Null, "shown once");

    let head = app.sign_in("head-01").await;
    let mut draft = petty_cash(&app);
    draft["draft"] = json!(true);
    head.post("/requests", &draft).await.is(StatusCode::CREATED);
    let mut private = petty_cash(&app);
    private["private"] = json!(true);
    head.post("/requests", &private).await.is(StatusCode::CREATED);
    let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    let shown = app.sign_in("director").await;
    let seen = shown
        .get(&format!("/requests/{}", request["id"]))
        .await
        .is(StatusCode::OK);
    shown
        .act(&seen, "accept", &json!({ "desk_id": app.finance }))
        .await
        .is(StatusCode::OK);
    let mut bad = petty_cash(&app);
    bad["title"] = json!(" ");
    head.post("/requests", &bad)
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");

    let got = receiver.wait_for(2).await;
    until(&app, &all, "sent").await;
    let kinds: Vec<_> = got.iter().map(Got::kind).collect();
    assert_eq!(kinds, ["request.submit", "request.accept"], "in order");
    for one in &got {
        assert!(is_signed(one, secret), "{one:?}");
        assert!(!one.body.contains("تنخواه"), "nothing that was written: {}", one.body);
    }
    let body: Value = serde_json::from_str(&got[1].body).unwrap();
    assert_eq!(
        (&body["data"]["id"], &body["data"]["number"], &body["data"]["state"]),
        (&request["id"], &request["number"], &json!("assigned"))
    );
    assert_eq!(
        body["data"]["link"],
        format!("http://hamahang.test/requests/{}", request["id"])
    );
    let states: Vec<_> = log(&admin, &all)
        .await
        .iter()
        .map(|d| d["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        states.iter().filter(|s| *s == "skipped").count(),
        states.len() - 2,
        "drafts and what is private: {states:?}"
    );
    assert_eq!(states.iter().filter(|s| *s == "sent").count(), 2);

    // For who may hear of it, the private one too; what was a draft when it was made, to nobody.
    let path = format!("/webhooks/{}", all["id"]);
    admin
        .change(Method::PATCH, &path, &json!(1), &json!({ "include_private": true }))
        .await
        .is(StatusCode::OK);
    head.post("/requests", &private).await.is(StatusCode::CREATED);
    let got = receiver.wait_for(3).await;
    assert_eq!(got[2].kind(), "request.submit");
}

#[tokio::test]
async fn events_reach_the_receiver_on_sqlite() {
    events_reach_the_receiver(false).await;
}

#[tokio::test]
async fn events_reach_the_receiver_on_postgres() {
    events_reach_the_receiver(true).await;
}

async fn a_receiver_that_fails_is_tried_again_in_order_and_then_paused(postgres: bool) {
    let settings: Vec<_> = OPEN.iter().copied().chain([("webhook_max_attempts", "3")]).collect();
    let (receiver, app) = (Receiver::start().await, app(postgres, &settings).await);
    let admin = app.sign_in("admin").await;
    let hook = hook(&admin, &receiver.url(), json!(["request.submit"])).await;
    receiver.answer(&["500 Oops\r\n"]);
    let head = app.sign_in("head-01").await;
    head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    let first = tried(&app, &hook, 1).await;
    assert_eq!((&first["state"], &first["status"]), (&json!("queued"), &json!(500)));
    head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    app.advance(TimeDelta::seconds(11));
    let got = receiver.wait_for(3).await;
    assert_eq!(got[0].id, got[1].id, "the same message again");
    assert_ne!(got[1].id, got[2].id, "and only then the next");
    until(&app, &hook, "sent").await;

    receiver.answer(&["503 Busy\r\n", "503 Busy\r\n", "503 Busy\r\n"]);
    head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    for times in 1..=2 {
        tried(&app, &hook, times).await;
        app.advance(TimeDelta::seconds(100));
    }
    let given_up = until(&app, &hook, "failed").await;
    let admin = app.sign_in("admin").await;
    let paused = admin.get(&format!("/webhooks/{}", hook["id"])).await.is(StatusCode::OK);
    assert_eq!(
        (&paused["state"], &paused["paused_reason"]),
        (&json!("paused"), &json!("503"))
    );
    let mails: Vec<_> = app
        .mails()
        .await
        .into_iter()
        .filter(|m| m.0 == "webhook_paused")
        .map(|m| m.1)
        .collect();
    assert_eq!(mails, ["admin@demo.test"]);
    // What happens meanwhile waits.
    let count = receiver.got().len();
    app.sign_in("head-01")
        .await
        .post("/requests", &petty_cash(&app))
        .await
        .is(StatusCode::CREATED);
    let waiting = log(&admin, &hook).await[0].clone();
    assert_eq!(waiting["state"], "queued");
    let path = format!("/webhooks/{}/deliveries/{}/redeliver", hook["id"], waiting["id"]);
    admin
        .post(&path, &json!({}))
        .await
        .refuses(StatusCode::CONFLICT, "already_queued");
    assert_eq!(receiver.got().len(), count);
    act(&admin, &hook, "resume").await;
    until(&app, &hook, "sent").await;
    let path = format!("/webhooks/{}/deliveries/{}/redeliver", hook["id"], given_up["id"]);
    admin.post(&path, &json!({})).await.is(StatusCode::OK);
    let got = receiver.wait_for(count + 2).await;
    assert_eq!(got[count + 1].id, got[count - 1].id, "under the id that it had");
}

#[tokio::test]
async fn a_receiver_that_fails_is_tried_again_on_sqlite() {
    a_receiver_that_fails_is_tried_again_in_order_and_then_paused(false).await;
}

#[tokio::test]
async fn a_receiver_that_fails_is_tried_again_on_postgres() {
    a_receiver_that_fails_is_tried_again_in_order_and_then_paused(true).await;
}

#[tokio::test]
async fn no_webhook_leads_into_a_private_network() {
    let receiver = Receiver::start().await;
    let app = app(false, &[("webhook_http", "true")]).await;
    let admin = app.sign_in("admin").await;
    for url in [
        receiver.url(),
        format!("http://[::ffff:127.0.0.1]:{}/", receiver.port),
        format!("http://2130706433:{}/", receiver.port),
        format!("http://0x7f.1:{}/", receiver.port),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "https://10.0.0.1/".to_owned(),
        "https://[fd00::1]/".to_owned(),
        "https://user:secret@example.org/".to_owned(),
        "ftp://example.org/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "example.org".to_owned(),
    ] {
        let new = json!({ "title": "درون شبکه", "url": url, "events": ["*"] });
        let refused = admin
            .post("/webhooks", &new)
            .await
            .refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&refused), [("/url".to_owned(), "invalid".to_owned())], "{url}");
    }
    // A name shows what it means only when it is looked up.
    let inside = hook(&admin, &format!("http://localhost:{}/", receiver.port), json!(["*"])).await;
    act(&admin, &inside, "ping").await;
    let refused = tried(&app, &inside, 1).await;
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .contains("no address of the public internet"),
        "{refused}"
    );
    assert_eq!((receiver.got().len(), &refused["status"]), (0, &Value::Null));
}

#[tokio::test]
async fn only_https_unless_the_settings_say_otherwise() {
    let app = app(false, &[]).await;
    let admin = app.sign_in("admin").await;
    let new = json!({ "title": "بی‌رمز", "url": "http://example.org/", "events": ["*"] });
    let refused = admin
        .post("/webhooks", &new)
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    assert_eq!(fields(&refused), [("/url".to_owned(), "invalid".to_owned())]);
    for events in [
        json!([]),
        json!(["request"]),
        json!(["user.*"]),
        json!(["request.Done"]),
        json!(["request.*", ""]),
    ] {
        let new = json!({ "title": "درگاه", "url": "https://example.org/", "events": events });
        admin
            .post("/webhooks", &new)
            .await
            .refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    }
}

#[tokio::test]
async fn redirects_are_not_followed_and_silence_ends() {
    let settings: Vec<_> = OPEN.iter().copied().chain([("webhook_seconds", "1")]).collect();
    let (receiver, other, app) = (
        Receiver::start().await,
        Receiver::start().await,
        app(false, &settings).await,
    );
    let admin = app.sign_in("admin").await;
    let hook = hook(&admin, &receiver.url(), json!(["*"])).await;
    let there: &'static str = Box::leak(format!("307 There\r\nlocation: {}\r\n", other.url()).into_boxed_str());
    receiver.answer(&[there, "silence"]);
    act(&admin, &hook, "ping").await;
    let moved = tried(&app, &hook, 1).await;
    assert_eq!(
        (&moved["status"], &moved["error"]),
        (&json!(307), &json!("redirects are not followed"))
    );
    app.advance(TimeDelta::seconds(20));
    let silent = tried(&app, &hook, 2).await;
    assert!(
        silent["status"] == Value::Null && silent["error"].is_string(),
        "{silent}"
    );
    assert_eq!(other.got().len(), 0);
}

#[tokio::test]
async fn a_new_secret_counts_beside_the_old_one_for_a_day() {
    let (receiver, app) = (Receiver::start().await, app(false, OPEN).await);
    let admin = app.sign_in("admin").await;
    let made = hook(&admin, &receiver.url(), json!(["meeting.*"])).await;
    let new = act(&admin, &made, "rotate_secret").await;
    assert_ne!(new["secret"], made["secret"]);
    act(&admin, &made, "ping").await;
    let got = receiver.wait_for(1).await;
    assert_eq!(got[0].kind(), "webhook.ping");
    assert!(is_signed(&got[0], &made["secret"]) && is_signed(&got[0], &new["secret"]));
    app.advance(TimeDelta::hours(25));
    let admin = app.sign_in("admin").await;
    act(&admin, &made, "ping").await;
    let got = receiver.wait_for(2).await;
    assert!(!is_signed(&got[1], &made["secret"]) && is_signed(&got[1], &new["secret"]));

    act(&admin, &made, "pause").await;
    let path = format!("/webhooks/{}", made["id"]);
    admin
        .call(
            Method::POST,
            &format!("{path}/actions/pause"),
            None,
            &[("if-match", "*")],
        )
        .await
        .refuses(StatusCode::CONFLICT, "action_not_allowed");
    admin
        .call(Method::DELETE, &path, None, &[])
        .await
        .refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
    let gone = admin.call(Method::DELETE, &path, None, &[("if-match", "*")]).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    admin.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
    app.sign_in("head-01")
        .await
        .post("/requests", &petty_cash(&app))
        .await
        .is(StatusCode::CREATED);
    app.advance(TimeDelta::days(40));
    hamahang::webhooks::sweep(&app.db).await.unwrap();
    assert_eq!(
        app.sql("DELETE FROM webhooks WHERE id > 0").await,
        0,
        "nothing is left of it"
    );
}
