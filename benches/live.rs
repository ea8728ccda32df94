//! How long a change of a live meeting takes to reach all who watch it, 500 viewers beside one, and what a viewer costs in
//! memory: `cargo bench --bench live`. The server is a process of its own on SQLite; viewers and director are on the same
//! machine, in this process. Only the ratio means something.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::ref_option_ref,
    clippy::cast_precision_loss,
    dead_code,
    reason = "a bench prints, and stops where it cannot go on; it shares files with another"
)]

#[path = "workload/process.rs"]
mod process;
#[path = "workload/seed.rs"]
mod seed;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hamahang::config::Settings;
use reqwest::Client;
use serde_json::{Value, json};

use process::Process;

const VIEWERS: usize = 500;
/// Of each person; a person may have twenty.
const STREAMS: usize = 10;
/// Changes that are timed.
const CHANGES: usize = 60;

struct Person {
    http: Client,
    base: String,
    token: String,
}

impl Person {
    async fn sign_in(base: &str, email: &str) -> Self {
        let http = Client::new();
        let body = json!({ "email": email, "password": seed::PASSWORD });
        let answer = http
            .post(format!("{base}/auth/login"))
            .json(&body)
            .send()
            .await
            .unwrap();
        let answer: Value = answer.error_for_status().unwrap().json().await.unwrap();
        Self {
            http,
            base: base.to_owned(),
            token: answer["access_token"].as_str().unwrap().to_owned(),
        }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let call = self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.token);
        let answer = call.header("if-match", "*").json(&body).send().await.unwrap();
        answer.error_for_status().unwrap().json().await.unwrap()
    }
}

/// When each event came, by its number in the stream.
type Came = Arc<Mutex<Vec<Instant>>>;

async fn watch(person: &Person, meeting: &Value) -> Came {
    let path = format!("{}/meetings/{}/live", person.base, meeting["id"]);
    let mut stream = person.http.get(path).bearer_auth(&person.token).send().await.unwrap();
    stream = stream.error_for_status().unwrap();
    let came = Came::default();
    let seen = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok(Some(chunk)) = stream.chunk().await {
            let now = Instant::now();
            let events = String::from_utf8_lossy(&chunk).matches("event: session").count();
            seen.lock().unwrap().extend(std::iter::repeat_n(now, events));
        }
    });
    came
}

/// Times from each call of the director to each viewer, sorted.
async fn deliveries(director: &Person, meeting: &Value, viewers: &[Came]) -> Vec<Duration> {
    let path = format!("/meetings/{}/session/actions", meeting["id"]);
    let mut times = Vec::new();
    for change in 0..CHANGES {
        let before: Vec<usize> = viewers.iter().map(|v| v.lock().unwrap().len()).collect();
        let sent = Instant::now();
        let action = if change % 2 == 0 { "pause" } else { "resume" };
        director.post(&format!("{path}/{action}"), json!({})).await;
        for (viewer, before) in viewers.iter().zip(before) {
            while viewer.lock().unwrap().len() == before {
                assert!(sent.elapsed() < Duration::from_secs(10), "a viewer was told nothing");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            times.push(viewer.lock().unwrap()[before] - sent);
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    times.sort_unstable();
    times
}

fn within(times: &[Duration], percent: usize) -> Duration {
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

async fn run() {
    let folder = tempfile::tempdir().unwrap();
    let values = BTreeMap::from([("data_dir".to_owned(), folder.path().display().to_string())]);
    let settings = Arc::new(Settings::from_values(&values).unwrap());
    drop(seed::fill(&settings, seed::Shape::usual(1_000)));
    let mut command = Command::new(env!("CARGO_BIN_EXE_hamahang"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(folder.path());
    command
        .env("HAMAHANG_RATE_LIMIT_PER_MINUTE", "0")
        .env("HAMAHANG_LOG", "warn");
    let server = Process::start(&mut command);
    let base = format!("http://{}/api/v1", server.address);
    let director = Person::sign_in(&base, "director@bench.test").await;
    let series = director
        .post("/meeting-series", json!({ "title": "جلسهٔ هماهنگی" }))
        .await;
    let (from, to) = ("2030-01-01T06:30:00Z", "2030-01-01T10:30:00Z");
    let new = json!({ "series_id": series["id"], "starts_at": from, "ends_at": to });
    let meeting = director.post("/meetings", new).await;
    let path = format!("/meetings/{}", meeting["id"]);
    director.post(&format!("{path}/actions/schedule"), json!({})).await;
    director.post(&format!("{path}/agenda/generate"), json!({})).await;
    director.post(&format!("{path}/actions/start"), json!({})).await;
    director.post(&format!("{path}/session/actions/next"), json!({})).await;

    let alone = vec![watch(&director, &meeting).await];
    let one = deliveries(&director, &meeting, &alone).await;
    let mut heads = Vec::new();
    for number in 1..=VIEWERS / STREAMS {
        heads.push(Person::sign_in(&base, &format!("head-{number:02}@bench.test")).await);
    }
    // What signing in needed is given back.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (before, _) = server.memory();
    let mut viewers = Vec::new();
    for head in &heads {
        for _ in 0..STREAMS {
            viewers.push(watch(head, &meeting).await);
        }
    }
    let many = deliveries(&director, &meeting, &viewers).await;
    let (after, _) = server.memory();
    println!("{:>8} {:>12} {:>12}", "viewers", "median", "p99");
    for (count, times) in [(1, &one), (viewers.len(), &many)] {
        println!("{count:>8} {:>12.1?} {:>12.1?}", within(times, 50), within(times, 99));
    }
    let ratio = within(&many, 99).as_secs_f64() / within(&one, 99).as_secs_f64();
    println!("p99 of {} over p99 of one: {ratio:.1}", viewers.len());
    let each = after.saturating_sub(before) as f64 / viewers.len() as f64;
    println!("memory for each viewer: {each:.1} KiB ({before} KiB before, {after} KiB with all)");
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(run());
}
