//! The server as a test sees it: built as in production, on a port of its own, with a client for each person.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl;
use hamahang::accounts::{Grant, NewUser, Role, password, service as accounts};
use hamahang::app::Server;
use hamahang::clock::Clock;
use hamahang::config::Settings;
use hamahang::db::Db;
use hamahang::error::Locale;
use hamahang::ids::{DeskId, UnitId, UserId};
use hamahang::units::UnitKind;
use hamahang::units::model::{CreateDesk, CreateUnit};
use hamahang::units::service as units;
use reqwest::{Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::cluster;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "نخل بلند کنار رودخانه 48";

/// The day of the real meeting, ten in the morning in Tehran.
pub fn meeting_day() -> DateTime<Utc> {
    "2019-12-03T06:30:00Z".parse().expect("a date")
}

/// Runs a story on both databases.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($app: $crate::app::TestApp) $body

            $(#[$meta])*
            #[tokio::test]
            async fn sqlite() {
                story($crate::app::TestApp::sqlite().await).await;
            }

            $(#[$meta])*
            #[tokio::test]
            async fn postgres() {
                story($crate::app::TestApp::postgres().await).await;
            }
        }
    };
}

/// A running server with three units, two desks and their people.
pub struct TestApp {
    pub base: String,
    pub clock: Clock,
    pub db: Db,
    pub districts: [UnitId; 2],
    pub deputy: UnitId,
    pub finance: DeskId,
    pub it: DeskId,
    pub folder: TempDir,
    settings: Arc<Settings>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

/// A server that runs.
struct Serving {
    base: String,
    db: Db,
    stop: tokio::sync::oneshot::Sender<()>,
}

async fn serve(settings: &Arc<Settings>, clock: &Clock) -> Serving {
    let (settings, clock) = (Arc::clone(settings), clock.clone());
    let (send, receive) = std::sync::mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let server = Server::build(&settings, &clock).expect("the server is built");
        send.send((server.address().expect("an address"), server.db().clone()))
            .expect("the test waits");
        let until = async move { stopped.await.unwrap_or(()) };
        actix_web::rt::System::new()
            .block_on(server.run_until(until))
            .expect("the server runs");
    });
    let (address, db) = tokio::task::spawn_blocking(move || receive.recv().expect("the server starts"))
        .await
        .expect("a thread");
    let base = format!("http://{address}");
    Serving { base, db, stop }
}

/// Another server on the same database.
pub struct Beside {
    pub base: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
    }
}

impl Beside {
    /// The same person's client of this server: what one has signed, the other knows.
    pub fn client(&self, of: &Client) -> Client {
        Client {
            base: self.base.clone(),
            ..of.clone()
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
    }
}

impl TestApp {
    pub async fn sqlite() -> Self {
        Self::start(None, &[]).await
    }

    pub async fn postgres() -> Self {
        let url = tokio::task::spawn_blocking(cluster::database)
            .await
            .expect("a database");
        Self::start(Some(url), &[]).await
    }

    /// With settings of its own.
    pub async fn start(database: Option<String>, settings: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut values: BTreeMap<String, String> = [
            ("listen", "127.0.0.1:0"),
            ("data_dir", &folder.path().display().to_string()),
            ("base_url", "http://hamahang.test"),
            ("rate_limit_per_minute", "0"),
            // Most stories ask who is told at once; those about digests have them.
            ("mail_digests", "false"),
            ("shutdown_seconds", "1"),
            ("http_workers", "1"),
            ("database_url", database.as_deref().unwrap_or_default()),
            ("pdf_program", &pdf_program()),
        ]
        .into_iter()
        .chain(settings.iter().copied())
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect();
        if database.is_none() {
            values.remove("database_url");
        }
        let settings = Arc::new(Settings::from_values(&values).expect("good settings"));
        let clock = Clock::at(meeting_day());
        let Serving { base, db, stop } = serve(&settings, &clock).await;
        let ids = {
            let db = db.clone();
            tokio::task::spawn_blocking(move || settle(&db))
                .await
                .expect("people and units")
        };
        Self {
            base,
            clock,
            db,
            districts: ids.districts,
            deputy: ids.deputy,
            finance: ids.finance,
            it: ids.it,
            folder,
            settings,
            stop: Some(stop),
        }
    }

    /// Another instance, on the same database.
    pub async fn beside(&self) -> Beside {
        let Serving { base, stop, .. } = serve(&self.settings, &self.clock).await;
        Beside { base, stop: Some(stop) }
    }

    /// Tells the server to stop, as a signal does.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
    }

    pub fn advance(&self, delta: TimeDelta) {
        self.clock.advance(delta);
    }

    /// Runs a statement on the database itself.
    pub async fn sql(&self, statement: &'static str) -> usize {
        let db = self.db.clone();
        let run = move || db.write_now(|c, _| Ok(diesel::sql_query(statement).execute(c)?));
        tokio::task::spawn_blocking(run)
            .await
            .expect("a thread")
            .expect("a statement")
    }

    /// A client that is nobody.
    pub fn nobody(&self) -> Client {
        Client {
            base: self.base.clone(),
            http: reqwest::Client::new(),
            token: None,
        }
    }

    /// Signs in with an address of `settle`, such as `director`.
    pub async fn sign_in(&self, who: &str) -> Client {
        self.nobody().sign_in(who).await
    }

    /// One more person, with the password of all.
    pub async fn add_person(&self, who: &str, role: Role, unit_id: Option<UnitId>, desk_id: Option<DeskId>) -> UserId {
        let new = NewUser {
            email: format!("{who}@demo.test"),
            name: who.into(),
            locale: Locale::Fa,
            password_hash: Some(password_hash()),
            grants: vec![Grant { role, unit_id, desk_id }],
        };
        let db = self.db.clone();
        let add = move || db.write_now(|c, cx| accounts::create_user(c, cx, None, new.clone()));
        tokio::task::spawn_blocking(add)
            .await
            .expect("a thread")
            .expect("a person")
    }

    /// Mails in the outbox: kind and address, oldest first.
    pub async fn mails(&self) -> Vec<(String, String)> {
        let admin = self.sign_in("admin").await;
        let page = admin.get("/mail/outbox?limit=200").await.is(StatusCode::OK);
        let items = page["items"].as_array().expect("items");
        let mut mails: Vec<_> = items
            .iter()
            .map(|m| (text(&m["kind"]), text(&m["to"]["address"])))
            .collect();
        mails.reverse();
        mails
    }
}

/// The program that sets PDF, as `make pdf` builds it: beside the folder of the tests' own.
fn pdf_program() -> String {
    let tests = std::env::current_exe().expect("a path");
    let target = tests.ancestors().nth(3).expect("a folder of builds");
    target.join("release/hamahang-pdf").display().to_string()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What `settle` made.
pub struct Settled {
    pub districts: [UnitId; 2],
    pub deputy: UnitId,
    pub finance: DeskId,
    pub it: DeskId,
}

/// The hash of everybody's password.
pub fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(&SecretString::from(PASSWORD)).expect("a hash"))
        .clone()
}

/// Units, desks, and one person for each role.
pub fn settle(db: &Db) -> Settled {
    db.write_now(|c, cx| {
        let unit = |c: &mut _, name: &str, kind, parent_id, staff_count| {
            units::add_unit(
                c,
                cx,
                None,
                &CreateUnit {
                    name: name.into(),
                    kind,
                    parent_id,
                    staff_count,
                    email: None,
                },
            )
        };
        let deputy = unit(c, "معاونت خدمات شهری", UnitKind::Deputy, None, 3)?;
        let first = unit(c, "منطقهٔ ۱", UnitKind::District, Some(deputy), 1)?;
        let second = unit(c, "منطقهٔ ۲", UnitKind::District, None, 2)?;
        let desk = |c: &mut _, name: &str| {
            units::add_desk(
                c,
                cx,
                None,
                &CreateDesk {
                    name: name.into(),
                    fallback_id: None,
                },
            )
        };
        let (finance, it) = (desk(c, "میز مالی")?, desk(c, "میز فناوری اطلاعات")?);
        let mut person = |email: &str,
                          role: Role,
                          unit_id: Option<UnitId>,
                          desk_id: Option<DeskId>|
         -> hamahang::error::Result<UserId> {
            let grants = vec![Grant { role, unit_id, desk_id }];
            let new = NewUser {
                email: format!("{email}@demo.test"),
                name: email.into(),
                locale: Locale::Fa,
                password_hash: Some(password_hash()),
                grants,
            };
            accounts::create_user(c, cx, None, new)
        };
        person("director", Role::Director, None, None)?;
        person("head-01", Role::UnitHead, Some(first), None)?;
        person("head-02", Role::UnitHead, Some(second), None)?;
        person("member-01", Role::UnitMember, Some(first), None)?;
        person("owner-finance", Role::Owner, None, Some(finance))?;
        person("owner-it", Role::Owner, None, Some(it))?;
        person("mayor-office", Role::MayorOffice, None, None)?;
        person("auditor", Role::Auditor, None, None)?;
        person("admin", Role::Admin, None, None)?;
        Ok(Settled {
            districts: [first, second],
            deputy,
            finance,
            it,
        })
    })
    .expect("people and units")
}

/// Calls the API as one person.
#[derive(Clone)]
pub struct Client {
    pub base: String,
    pub http: reqwest::Client,
    pub token: Option<String>,
}

impl Client {
    /// The same client, signed in as one of the people of `settle`.
    pub async fn sign_in(self, who: &str) -> Self {
        let credentials = json!({ "email": format!("{who}@demo.test"), "password": PASSWORD });
        let answer = self.post("/auth/login", &credentials).await.is(StatusCode::OK);
        let token = Some(answer["access_token"].as_str().expect("a token").to_owned());
        Self { token, ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(body), &[]).await
    }

    /// A change to a resource that was seen in this version.
    pub async fn change(&self, method: Method, path: &str, version: &Value, body: &Value) -> Answer {
        self.call(method, path, Some(body), &[("if-match", &format!("\"{version}\""))])
            .await
    }

    /// An action on a request as last seen.
    pub async fn act(&self, request: &Value, action: &str, body: &Value) -> Answer {
        let path = format!("/requests/{}/actions/{action}", request["id"]);
        self.change(Method::POST, &path, &request["version"], body).await
    }

    /// A file as the body.
    pub async fn upload(&self, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
        let prefix = if path.starts_with("/api") { "" } else { "/api/v1" };
        let call = self.http.post(format!("{}{prefix}{path}", self.base));
        let call = call
            .header("content-type", kind)
            .body(body)
            .header("accept-language", "en");
        let call = match &self.token {
            Some(token) => call.bearer_auth(token),
            None => call,
        };
        let response = call.send().await.expect("the server answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a text");
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let what = format!("POST {path}");
        Answer {
            what,
            status,
            headers,
            text,
            body,
        }
    }

    /// A file to save.
    pub async fn download(&self, path: &str) -> Vec<u8> {
        let call = self.http.get(format!("{}/api/v1{path}", self.base));
        let call = call.bearer_auth(self.token.as_deref().unwrap_or_default());
        let response = call.send().await.expect("the server answers");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.bytes().await.expect("the whole file").to_vec()
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>, headers: &[(&str, &str)]) -> Answer {
        self.try_call(method, path, body, headers)
            .await
            .expect("the server answers")
    }

    /// A call to a server that may be gone before it has answered.
    pub async fn try_call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Answer> {
        // A page that has an address of the API beside it is asked for as one.
        let address = if let Some(page) = path.strip_prefix("/page/") {
            format!("/{page}")
        } else if path.starts_with("/api")
            || path.starts_with("/health")
            || path.starts_with("/metrics")
            || path.starts_with("/approve/")
            || path.starts_with("/invitation/")
        {
            path.to_owned()
        } else {
            format!("/api/v1{path}")
        };
        let mut call = self.http.request(method.clone(), format!("{}{address}", self.base));
        if let Some(token) = &self.token {
            call = call.bearer_auth(token);
        }
        for (name, value) in headers {
            call = call.header(*name, *value);
        }
        if let Some(body) = body {
            call = call.json(body);
        }
        let response = call.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer {
            what: format!("{method} {path}"),
            status,
            headers,
            text,
            body,
        })
    }
}

/// What came back.
pub struct Answer {
    pub what: String,
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Answer {
    /// The body, if the status is as expected.
    #[track_caller]
    pub fn is(self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text);
        self.body
    }

    /// That it is a problem of this status and code; gives it.
    #[track_caller]
    pub fn refuses(self, status: StatusCode, code: &str) -> Value {
        assert_eq!(
            self.headers
                .get("content-type")
                .map(reqwest::header::HeaderValue::as_bytes),
            Some(b"application/problem+json".as_slice()),
            "{}: {}",
            self.what,
            self.text
        );
        let body = self.is(status);
        assert_eq!(body["code"], code, "{body}");
        assert!(body["request_id"].as_str().is_some_and(|id| !id.is_empty()), "{body}");
        body
    }
}

/// The pointers and codes of a problem's fields.
pub fn fields(problem: &Value) -> Vec<(String, String)> {
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|e| (text(&e["pointer"]), text(&e["code"]))).collect()
}
