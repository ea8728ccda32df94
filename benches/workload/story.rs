//! What is measured, in one database of one size, and the tables that tell of it.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use hamahang::db::Db;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::load::{self, Call, Connection, Outcome};
use super::process::Process;
use super::seed::Shape;
use super::{Database, bare, cluster, seed, settings};

const CONNECTIONS: usize = 8;
const ROUNDS: usize = 3;

/// One thing that was measured.
struct Line {
    what: &'static str,
    ours: Outcome,
    /// The same SQL and JSON behind a bare server, or, for what writes, in this process: how often a second.
    bare: Option<f64>,
}

/// All that was measured.
pub struct Told {
    database: Database,
    size: i64,
    hello: f64,
    lines: Vec<Line>,
    /// Making the agenda of a new meeting, and reading the rows of all that is open.
    agenda: Duration,
    open: usize,
    open_read: Duration,
    ready: Duration,
    memory: (u64, u64),
}

fn median<T: PartialOrd + Copy>(mut all: Vec<T>) -> T {
    all.sort_by(|a, b| a.partial_cmp(b).expect("comparable"));
    all[all.len() / 2]
}

/// A server's command line on this database.
pub fn server(folder: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hamahang"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url", url, "--data-dir"])
        .arg(folder)
        .env("HAMAHANG_RATE_LIMIT_PER_MINUTE", "0")
        .env("HAMAHANG_ACCESS_TOKEN_MINUTES", "60")
        .env("HAMAHANG_LOG", "warn");
    command
}

/// A new database with these requests: its folder, its address, and itself.
pub fn filled(database: Database, shape: Shape) -> (TempDir, String, Db) {
    let folder = TempDir::new().expect("a folder");
    let url = match database {
        Database::Sqlite => format!("sqlite:{}", folder.path().join("bench.db").display()),
        // Acknowledged writes survive a power loss, as they do with SQLite.
        Database::Postgres => cluster::database_on(&cluster::Cluster::durable().url()),
    };
    let began = Instant::now();
    let db = seed::fill(&settings(&folder.path().display().to_string(), &url), shape);
    eprintln!("{} requests written in {:.0?}", shape.size, began.elapsed());
    (folder, url, db)
}

/// Measures everything in a database of this size.
pub fn tell(database: Database, size: i64, length: Duration) -> Told {
    let (folder, url, db) = filled(database, Shape::usual(size));

    let starts = (0..5).map(|_| Process::start(&mut server(folder.path(), &url)).ready_after);
    let ready = median(starts.collect());
    let ours = Process::start(&mut server(folder.path(), &url));
    std::thread::sleep(Duration::from_secs(3));
    let memory = ours.memory();
    let plain = Process::start(Command::new(std::env::current_exe().expect("this program")).args(["--bare", &url]));

    let story = Story {
        director: sign_in(&ours, "director"),
        head: sign_in(&ours, "head-01"),
        ours,
        plain,
        db,
        size,
        length,
    };
    let hello = story.bare_http(|_| "/hello".to_owned());
    let mut lines = story.reads();
    lines.extend(story.searches());
    let (agenda, open, open_read) = story.agenda();
    lines.extend(story.writes());
    Told {
        database,
        size,
        hello,
        lines,
        agenda,
        open,
        open_read,
        ready,
        memory,
    }
}

pub fn sign_in(server: &Process, who: &str) -> String {
    let call = Call::post(
        "/api/v1/auth/login",
        json!({ "email": format!("{who}@bench.test"), "password": seed::PASSWORD }).to_string(),
    );
    let answer = load::block_on(async { Connection::open(server.address, None).await.call(call).await });
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    answer["access_token"].as_str().expect("a token").to_owned()
}

struct Story {
    ours: Process,
    plain: Process,
    db: Db,
    director: String,
    head: String,
    size: i64,
    length: Duration,
}

impl Story {
    fn load(&self, token: &str, next: impl Fn(u64) -> Call) -> Outcome {
        load::run(self.ours.address, Some(token), CONNECTIONS, self.length, next)
    }

    fn bare_http(&self, path: impl Fn(u64) -> String) -> f64 {
        load::run(self.plain.address, None, CONNECTIONS, self.length, |n| {
            Call::get(path(n))
        })
        .rate
    }

    /// Ours and the bare one in turn, so that what disturbs the machine disturbs both.
    fn compare(what: &'static str, mut ours: impl FnMut() -> Outcome, mut bare: impl FnMut() -> f64) -> Line {
        let (mut times, mut rates, mut bares) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            bares.push(bare());
            let outcome = ours();
            rates.push(outcome.rate);
            times.extend(outcome.times);
        }
        times.sort_unstable();
        let ours = Outcome {
            rate: median(rates),
            times,
        };
        Line {
            what,
            ours,
            bare: Some(median(bares)),
        }
    }

    /// Any id of the table, in no order.
    fn any(&self, n: u64) -> u64 {
        let size = u64::try_from(self.size).expect("not negative");
        n.wrapping_mul(7_919_777) % size + 1
    }

    fn reads(&self) -> Vec<Line> {
        let get = Self::compare(
            "get",
            || {
                self.load(&self.director, |n| {
                    Call::get(format!("/api/v1/requests/{}", self.any(n)))
                })
            },
            || self.bare_http(|n| format!("/get/{}", self.any(n))),
        );
        let list = Self::compare(
            "list of 50",
            || self.load(&self.director, |_| Call::get("/api/v1/requests?limit=50")),
            || self.bare_http(|_| "/list".to_owned()),
        );
        let alone = |what, token: &str, next: &dyn Fn(u64) -> String| Line {
            what,
            ours: self.load(token, |n| Call::get(format!("/api/v1/requests?{}", next(n)))),
            bare: None,
        };
        vec![
            get,
            list,
            alone("list, filtered", &self.director, &|n| match n % 4 {
                0 => format!("unit_id={}&limit=8", n / 4 % 60 + 1),
                1 => "state=submitted".to_owned(),
                2 => "state_group=closed&category=training".to_owned(),
                _ => "sort=-updated_at".to_owned(),
            }),
            alone("list of a unit head", &self.head, &|_| "limit=8".to_owned()),
            alone("triage inbox", &self.director, &|_| {
                "state=submitted&sort=created_at".to_owned()
            }),
        ]
    }

    fn searches(&self) -> Vec<Line> {
        let search = |what, token: &str, words: &str| {
            // A unit's few thousand are a few dozen in the smallest size.
            let limit = if token == self.head { 8 } else { 50 };
            let path = format!("/api/v1/requests?limit={limit}&q={}", encoded(words));
            Line {
                what,
                ours: self.load(token, |_| Call::get(path.as_str())),
                bare: None,
            }
        };
        let both = format!("{} {}", seed::COMMON, seed::RARE);
        vec![
            search("search, word of every second", &self.director, seed::COMMON),
            search("search, word of sixty", &self.director, seed::RARE),
            search("search, both words, never together", &self.director, &both),
            search("search, word of the sixty oldest", &self.director, seed::OLD),
            search("search of a unit head, common", &self.head, seed::COMMON),
            search("search of a unit head, word of eight", &self.head, seed::OF_THE_UNIT),
        ]
    }

    fn writes(&self) -> Vec<Line> {
        let filed = json!({
            "category": "equipment", "unit_id": 1, "title": "نداشتن دوربین عکاسی",
            "description": "این واحد دوربین عکاسی ندارد و عکس خبرها با تلفن همراه شخصی گرفته می‌شود. کیفیت عکس‌ها برای پورتال و رسانه‌ها کافی نیست.",
            "details": { "items": [{ "name": "دوربین عکاسی", "kind": "photo_camera", "quantity": 1, "unit_price_rials": 180_000_000, "justification": "پوشش خبری طرح‌های منطقه" }] },
        })
        .to_string();
        let first = load::block_on(async {
            let mut head = Connection::open(self.ours.address, Some(&self.head)).await;
            head.call(Call::post("/api/v1/requests", filed.clone())).await
        });
        let first: Value = serde_json::from_slice(&first).expect("JSON");
        let first = first["id"].as_i64().expect("an id");
        let threads = if self.db.settings().database_url.starts_with("sqlite") {
            1
        } else {
            CONNECTIONS
        };
        let create = Self::compare(
            "create",
            || self.load(&self.head, |_| Call::post("/api/v1/requests", filed.clone())),
            || {
                bare::rate(threads, self.length, |_| {
                    self.db.write_now(|c, _| bare::create(c, first))
                })
            },
        );
        // Every submitted request is accepted once; they are spread over the newest part of the table.
        let submitted: Vec<i64> = (self.size - (self.size / 2).min(10_000)..self.size)
            .filter(|n| n % 3 == 0)
            .map(|n| n + 1)
            .collect();
        let act = load::block_on(async {
            let mut director = Connection::open(self.ours.address, Some(&self.director)).await;
            let began = Instant::now();
            let mut times = Vec::new();
            for id in submitted {
                if began.elapsed() > self.length {
                    break;
                }
                let sent = Instant::now();
                let call = Call::post(format!("/api/v1/requests/{id}/actions/accept"), r#"{"desk_id":1}"#);
                director.call(call).await;
                times.push(sent.elapsed());
            }
            #[expect(clippy::cast_precision_loss, reason = "a count")]
            let rate = times.len() as f64 / began.elapsed().as_secs_f64();
            times.sort_unstable();
            Outcome { rate, times }
        });
        vec![
            create,
            Line {
                what: "act (accept), one connection",
                ours: act,
                bare: None,
            },
        ]
    }

    /// The time to make a new meeting's agenda, how many requests are open, and the time to read their rows.
    fn agenda(&self) -> (Duration, usize, Duration) {
        let made = load::block_on(async {
            let mut director = Connection::open(self.ours.address, Some(&self.director)).await;
            let series = json!({ "title": "جلسهٔ هماهنگی", "place": "سالن جلسات" });
            let series = director
                .call(Call::post("/api/v1/meeting-series", series.to_string()))
                .await;
            let series: Value = serde_json::from_slice(&series).expect("JSON");
            let mut times = Vec::new();
            for day in 1..=ROUNDS {
                let meeting = json!({
                    "series_id": series["id"],
                    "starts_at": format!("2030-01-0{day}T06:30:00Z"), "ends_at": format!("2030-01-0{day}T08:30:00Z"),
                });
                let meeting = director.call(Call::post("/api/v1/meetings", meeting.to_string())).await;
                let meeting: Value = serde_json::from_slice(&meeting).expect("JSON");
                let began = Instant::now();
                let call = Call::post(format!("/api/v1/meetings/{}/agenda/generate", meeting["id"]), "{}");
                director.call(call).await;
                times.push(began.elapsed());
            }
            median(times)
        });
        let mut open = 0;
        let reads = (0..5).map(|_| {
            let began = Instant::now();
            open = self.db.read_now(|c, _| bare::read_open(c)).expect("rows");
            began.elapsed()
        });
        let read = median(reads.collect());
        (made, open, read)
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |text, b| format!("{text}%{b:02X}"))
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n### {}, {} requests\n", self.database, self.size)?;
        writeln!(
            f,
            "| | of bare | of hello | a second | p50 ms | p99 ms |\n|---|--:|--:|--:|--:|--:|"
        )?;
        for Line { what, ours, bare } in &self.lines {
            let of_bare = bare.map_or_else(String::new, |bare| format!("{:.2}", ours.rate / bare));
            writeln!(
                f,
                "| {what} | {of_bare} | {:.3} | {:.0} | {} | {} |",
                ours.rate / self.hello,
                ours.rate,
                milliseconds(ours.within(0.5)),
                milliseconds(ours.within(0.99)),
            )?;
        }
        writeln!(
            f,
            "\nAgenda of {} open requests: {} ms, {:.1} × reading their rows ({} ms). Ready after {} ms; idle, {:.1} MiB are resident, {:.1} MiB of them private. A bare hello: {:.0} a second.",
            self.open,
            milliseconds(self.agenda),
            self.agenda.as_secs_f64() / self.open_read.as_secs_f64(),
            milliseconds(self.open_read),
            milliseconds(self.ready),
            mebibytes(self.memory.0),
            mebibytes(self.memory.1),
            self.hello,
        )
    }
}

fn mebibytes(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}

/// How p99 grows from the smallest table to the largest, for each database.
pub fn growth(stories: &[Told]) -> String {
    let mut text = String::new();
    for told in stories {
        let Some(smallest) = stories
            .iter()
            .filter(|t| t.database == told.database)
            .min_by_key(|t| t.size)
        else {
            continue;
        };
        if smallest.size == told.size {
            continue;
        }
        let factor =
            |line: &Line, first: &Line| line.ours.within(0.99).as_secs_f64() / first.ours.within(0.99).as_secs_f64();
        text += &format!(
            "\np99 with {} requests over p99 with {}, {}: ",
            told.size, smallest.size, told.database
        );
        let parts = told.lines.iter().zip(&smallest.lines);
        let parts: Vec<_> = parts
            .map(|(line, first)| format!("{} {:.1}", line.what, factor(line, first)))
            .collect();
        text += &parts.join(" · ");
        text += ".\n";
    }
    text
}
