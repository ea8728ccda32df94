//! The binary as a child process, and the site that outlives it: a data folder and a database with people in it.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::Text;
use hamahang::clock::Clock;
use hamahang::config::Settings;
use hamahang::db::schema::{events, outbox, requests};
use hamahang::db::{Conn, Db};
use hamahang::ids::{RequestId, UnitId};
use tempfile::TempDir;

use crate::app::{Client, settle};
use crate::cluster;

/// How long the binary may take to start or to refuse to.
const START: Duration = Duration::from_secs(30);

/// How long a client waits for an answer.
const ANSWER: Duration = Duration::from_secs(40);

/// A data folder and a database.
pub struct Site {
    pub folder: TempDir,
    pub url: String,
    pub unit: UnitId,
}

/// What the database holds, by title.
pub struct Stored {
    pub requests: Vec<StoredRequest>,
    /// What `PRAGMA integrity_check` complains of.
    pub damage: Option<String>,
}

pub struct StoredRequest {
    pub title: String,
    pub number: String,
    pub events: Vec<String>,
    pub mails: Vec<String>,
}

impl StoredRequest {
    /// The 12 of `1405-0012`.
    pub fn serial(&self) -> usize {
        let (_, serial) = self.number.split_once('-').expect("a number of a submitted request");
        serial.parse().expect("digits")
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

impl Site {
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("hamahang.db").display());
        Self::settled(folder, url)
    }

    pub fn postgres() -> Self {
        Self::on(cluster::database())
    }

    /// On a PostgreSQL database of one's own.
    pub fn on(url: String) -> Self {
        Self::settled(TempDir::new().expect("a temporary folder"), url)
    }

    fn settled(folder: TempDir, url: String) -> Self {
        let db = open(&folder, &url);
        db.migrate().expect("a schema");
        let unit = settle(&db).districts[0];
        Self { folder, url, unit }
    }

    /// The binary with this site's settings, and its own log.
    pub fn command(&self, settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hamahang"));
        command
            .arg("serve")
            .env_clear()
            .env("HAMAHANG_DATA_DIR", self.folder.path())
            .env("DATABASE_URL", &self.url)
            .env("HAMAHANG_LISTEN", "127.0.0.1:0")
            .env("HAMAHANG_RATE_LIMIT_PER_MINUTE", "0")
            .env("HAMAHANG_MAIL_LEASE_SECONDS", "10")
            // What is mailed is to be mailed now.
            .env("HAMAHANG_MAIL_DIGESTS", "false")
            .env("HAMAHANG_LOG", "warn");
        for (key, value) in settings {
            command.env(key, value);
        }
        command
    }

    /// The database and the settings as they will be seen some days from now, without a server.
    pub fn in_days(&self, days: i64) -> Db {
        let clock = Clock::at(chrono::Utc::now() + chrono::TimeDelta::days(days));
        open_at(&self.folder, &self.url, &clock)
    }

    pub fn serve(&self) -> Process {
        Process::start(&mut self.command(&[]))
    }

    /// A connection beside the server's, as another program has it.
    pub fn beside<T>(&self, f: impl FnOnce(&mut Conn) -> T) -> T {
        let mut conn = hamahang::db::dialect::connect(&self.url).expect("a connection");
        f(&mut conn)
    }

    /// What is in the database now.
    #[track_caller]
    pub fn stored(&self) -> Stored {
        self.beside(|c| {
            let rows: Vec<(RequestId, String, Option<String>)> = requests::table
                .order(requests::title)
                .select((requests::id, requests::title, requests::number))
                .load(c)
                .expect("the requests");
            let history: Vec<(i64, String)> = events::table
                .filter(events::subject.eq("request"))
                .order(events::id)
                .select((events::subject_id, events::action))
                .load(c)
                .expect("the history");
            let mails: Vec<(Option<String>, String)> = outbox::table
                .order(outbox::id)
                .select((outbox::thread_key, outbox::kind))
                .load(c)
                .expect("the outbox");
            let damage = match c {
                Conn::Sqlite(c) => diesel::sql_query("PRAGMA integrity_check")
                    .load::<Line>(c)
                    .map(|lines| lines.into_iter().map(|l| l.integrity_check).find(|l| l != "ok"))
                    .expect("a check"),
                Conn::Postgres(_) => None,
            };
            let requests = rows.into_iter().map(|(id, title, number)| StoredRequest {
                events: history
                    .iter()
                    .filter(|(of, _)| *of == id.0)
                    .map(|(_, action)| action.clone())
                    .collect(),
                mails: mails
                    .iter()
                    .filter(|(thread, _)| thread.as_deref() == Some(&format!("request-{}", id.0)))
                    .map(|(_, kind)| kind.clone())
                    .collect(),
                number: number.unwrap_or_default(),
                title,
            });
            Stored {
                requests: requests.collect(),
                damage,
            }
        })
    }
}

fn open(folder: &TempDir, url: &str) -> Db {
    open_at(folder, url, &Clock::System)
}

fn open_at(folder: &TempDir, url: &str, clock: &Clock) -> Db {
    let values = [
        ("data_dir", folder.path().display().to_string()),
        ("database_url", url.to_owned()),
    ];
    let values = values.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let settings = Settings::from_values(&values).expect("good settings");
    Db::open(&Arc::new(settings), clock).expect("a database")
}

/// A running server; killed when dropped.
pub struct Process {
    child: Child,
    base: String,
    log: Arc<Mutex<String>>,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        let log = self.log();
        if std::thread::panicking() {
            std::io::stderr().write_all(log.as_bytes()).ok();
        } else {
            assert!(!log.contains("panicked"), "{log}");
        }
    }
}

impl Process {
    /// Starts a command and waits until it serves.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let log = Arc::new(Mutex::new(String::new()));
        let (kept, errors) = (Arc::clone(&log), child.stderr.take().expect("its errors"));
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                let mut kept = kept.lock().expect("nobody panics with it");
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        let (say, heard) = channel();
        let output = child.stdout.take().expect("its output");
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(base) = line.strip_prefix("ready ") {
                    say.send(base.to_owned()).ok();
                }
            }
        });
        let mut process = Self {
            child,
            base: String::new(),
            log,
        };
        match heard.recv_timeout(START) {
            Ok(base) => process.base = base,
            Err(RecvTimeoutError::Timeout) => panic!("not ready after {START:?}: {}", process.log()),
            Err(RecvTimeoutError::Disconnected) => panic!("it ended: {}", process.log()),
        }
        process
    }

    /// Where it listens: `127.0.0.1:40123`.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// A client that is nobody, and that a server without an answer does not hold for ever.
    pub fn nobody(&self) -> Client {
        let http = reqwest::Client::builder().timeout(ANSWER).build();
        Client {
            base: self.base.clone(),
            http: http.expect("a client"),
            token: None,
        }
    }

    pub async fn sign_in(&self, who: &str) -> Client {
        self.nobody().sign_in(who).await
    }

    /// The same person, at this process.
    pub fn again(&self, client: &Client) -> Client {
        Client {
            token: client.token.clone(),
            ..self.nobody()
        }
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }

    /// `TERM`, `INT`, `STOP` …
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.pid()]).status();
        assert!(sent.is_ok_and(|s| s.success()), "kill -{name}");
    }

    /// As a power cut does it.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().expect("it was started");
    }

    /// Waits until it has ended by itself.
    #[track_caller]
    pub fn ends(&mut self, within: Duration) -> ExitStatus {
        ends(&mut self.child, within).unwrap_or_else(|| panic!("still there after {within:?}: {}", self.log()))
    }

    /// What it wrote to standard error.
    pub fn log(&self) -> String {
        self.log.lock().expect("nobody panics with it").clone()
    }
}

fn ends(child: &mut Child, within: Duration) -> Option<ExitStatus> {
    let began = Instant::now();
    while began.elapsed() < within {
        if let Some(status) = child.try_wait().expect("it was started") {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    None
}

/// Runs a command that must end by itself with code 1 and without a panic; gives what it says.
#[track_caller]
pub fn refused(command: &mut Command) -> String {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let status = ends(&mut child, START);
    child.kill().ok();
    let (mut output, mut errors) = (String::new(), String::new());
    child
        .stdout
        .take()
        .expect("its output")
        .read_to_string(&mut output)
        .expect("text");
    child
        .stderr
        .take()
        .expect("its errors")
        .read_to_string(&mut errors)
        .expect("text");
    child.wait().expect("it was started");
    assert_eq!(status.and_then(|s| s.code()), Some(1), "{output}{errors}");
    assert!(
        !output.contains("ready") && !errors.contains("panicked"),
        "{output}{errors}"
    );
    errors
}
