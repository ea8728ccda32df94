//! Settings: defaults, then a file, then the environment, then the command line; checked at start, each
//! error naming its key. `KEYS` is the one list, which the documentation and `hamahang serve --help` repeat.

mod incoming;
mod keys;
mod network;

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use base64::Engine;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};
pub use incoming::{Incoming, Mailbox};
pub use keys::KEYS;
pub use network::Network;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// Not at all: only for a server on the same machine.
    None,
    /// By STARTTLS, required.
    Starttls,
    /// From the first byte.
    Implicit,
}

/// A server that mail is sent by, or fetched from.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Empty: there is none.
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    pub username: String,
    pub password: SecretString,
    /// Trusted besides the system's authorities.
    pub ca_file: Option<PathBuf>,
    /// How long it may take to answer, seconds.
    pub timeout_seconds: u64,
}

/// How mail is sent.
#[derive(Debug, Clone)]
pub struct Smtp {
    pub server: MailServer,
    pub dkim: Option<DkimKey>,
}

/// What mails are signed with.
#[derive(Debug, Clone)]
pub struct DkimKey {
    pub file: PathBuf,
    pub selector: String,
    pub domain: String,
}

/// Where the bytes of attachments lie.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a folder of this machine, or one that all instances share.
    Folder(PathBuf),
    /// In a bucket of an S3-compatible store.
    Bucket(S3),
}

/// A bucket of an S3-compatible store.
#[derive(Debug, Clone)]
pub struct S3 {
    pub bucket: String,
    pub prefix: String,
    pub endpoint: String,
    pub region: String,
    pub access_key: String,
    pub secret_key: SecretString,
}

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub base_url: String,
    pub secret_file: PathBuf,
    pub trust_proxy: bool,
    pub http_workers: usize,
    pub rate_limit_per_minute: u32,
    pub access_token_minutes: i64,
    pub session_days: i64,
    pub invitation_hours: i64,
    pub reset_minutes: i64,
    pub mail_from: String,
    pub mail_from_name: String,
    pub smtp: Option<Smtp>,
    pub mail_max_attempts: i32,
    pub mail_lease_seconds: i64,
    /// Mails a minute to one domain; 0: as many as there are.
    pub mail_pace_per_minute: u32,
    /// Whether there are digests; without, what they would bring comes at once.
    pub mail_digests: bool,
    /// How mail that comes in is taken.
    pub incoming: Incoming,
    /// Where webhooks may lead although it is not public.
    pub webhook_networks: Vec<Network>,
    pub webhook_http: bool,
    pub webhook_seconds: u64,
    pub webhook_max_attempts: i32,
    pub webhook_log_days: i64,
    pub close_after_working_days: u32,
    pub proposals_close_working_days: u32,
    pub approval_link_days: i64,
    pub approval_reminder_working_days: u32,
    pub approval_escalation_working_days: u32,
    pub commitment_reminder_working_days: u32,
    pub commitment_escalation_working_days: u32,
    pub escalate_after_working_minutes: u32,
    pub chase_every_working_days: u32,
    pub chase_times: u32,
    /// Working days that attendees have to object to minutes whose series says nothing of it.
    pub minutes_review_working_days: u32,
    pub guests_read_papers: bool,
    pub triage_undo_seconds: i64,
    pub attachments: Place,
    pub attachment_max_mib: u64,
    pub attachment_quota_mib: i64,
    pub organization: String,
    pub organization_office: String,
    pub pdf_program: PathBuf,
    pub pdf_seconds: u64,
    pub pdf_memory_mib: u64,
    pub pdf_at_once: usize,
    /// Another build of the web app, to serve in place of the one inside.
    pub web_dir: Option<PathBuf>,
    pub shutdown_seconds: u64,
    pub log: String,
    pub log_json: bool,
}

impl Settings {
    /// Reads file and environment, with `overrides` (from the command line) on top.
    ///
    /// # Errors
    /// Names the key that is unknown or wrong.
    pub fn load(overrides: &[(&str, String)]) -> Result<Self> {
        let mut values = BTreeMap::new();
        let environment = read_environment()?;
        let file = environment.get("config").cloned().map(PathBuf::from);
        if let Some(path) = file {
            values.extend(read_file(&path)?);
        }
        values.extend(environment);
        values.extend(overrides.iter().map(|(k, v)| ((*k).to_owned(), v.clone())));
        values.remove("config");
        Self::from_values(&values)
    }

    /// Checks values by key; what is missing has its default.
    ///
    /// # Errors
    /// Names the key that is unknown or wrong.
    pub fn from_values(values: &BTreeMap<String, String>) -> Result<Self> {
        if let Some(unknown) = values.keys().find(|k| !KEYS.iter().any(|(key, ..)| key == k)) {
            return Err(Error::config(unknown, "is not a setting"));
        }
        let v = Values(values);
        let listen: SocketAddr = v.parse("listen", "wants ADDRESS:PORT")?;
        let data_dir = PathBuf::from(v.text("data_dir"));
        let or_else = |key: &str, other: String| if v.text(key).is_empty() { other } else { v.text(key) };
        let database_url = or_else(
            "database_url",
            format!("sqlite:{}", data_dir.join("hamahang.db").display()),
        );
        crate::db::dialect::is_sqlite(&database_url)?;
        let base_url = or_else("base_url", format!("http://{listen}"))
            .trim_end_matches('/')
            .to_owned();
        if !(base_url.starts_with("http://") || base_url.starts_with("https://")) {
            return Err(Error::config("base_url", "wants http:// or https://"));
        }
        let mail_from = v.text("mail_from");
        if mail_from.parse::<lettre::Address>().is_err() {
            return Err(Error::config("mail_from", "is not an e-mail address"));
        }
        Ok(Self {
            listen,
            database_url,
            base_url,
            secret_file: PathBuf::from(or_else(
                "secret_file",
                data_dir.join("secret.key").display().to_string(),
            )),
            trust_proxy: v.parse("trust_proxy", "wants true or false")?,
            http_workers: v.within("http_workers", 1, 64)?,
            rate_limit_per_minute: v.within("rate_limit_per_minute", 0, 1_000_000)?,
            access_token_minutes: v.within("access_token_minutes", 1, 60)?,
            session_days: v.within("session_days", 1, 365)?,
            invitation_hours: v.within("invitation_hours", 1, 720)?,
            reset_minutes: v.within("reset_minutes", 5, 1440)?,
            mail_from,
            mail_from_name: v.text("mail_from_name"),
            smtp: v.smtp()?,
            mail_max_attempts: v.within("mail_max_attempts", 1, 100)?,
            mail_lease_seconds: v.within("mail_lease_seconds", 10, 3600)?,
            mail_pace_per_minute: v.within("mail_pace_per_minute", 0, 100_000)?,
            mail_digests: v.parse("mail_digests", "wants true or false")?,
            incoming: v.incoming()?,
            webhook_networks: v.networks("webhook_networks")?,
            webhook_http: v.parse("webhook_http", "wants true or false")?,
            webhook_seconds: v.within("webhook_seconds", 1, 60)?,
            webhook_max_attempts: v.within("webhook_max_attempts", 1, 100)?,
            webhook_log_days: v.within("webhook_log_days", 1, 3650)?,
            close_after_working_days: v.within("close_after_working_days", 1, 100)?,
            proposals_close_working_days: v.within("proposals_close_working_days", 0, 60)?,
            approval_link_days: v.within("approval_link_days", 1, 90)?,
            approval_reminder_working_days: v.within("approval_reminder_working_days", 1, 100)?,
            approval_escalation_working_days: v.within("approval_escalation_working_days", 1, 100)?,
            commitment_reminder_working_days: v.within("commitment_reminder_working_days", 1, 100)?,
            commitment_escalation_working_days: v.within("commitment_escalation_working_days", 1, 100)?,
            escalate_after_working_minutes: v.within("escalate_after_working_minutes", 0, 100_000)?,
            chase_every_working_days: v.within("chase_every_working_days", 1, 100)?,
            chase_times: v.within("chase_times", 0, 100)?,
            minutes_review_working_days: v.within("minutes_review_working_days", 1, 100)?,
            guests_read_papers: v.parse("guests_read_papers", "wants true or false")?,
            triage_undo_seconds: v.within("triage_undo_seconds", 0, 300)?,
            attachments: v.place(&data_dir)?,
            attachment_max_mib: v.within("attachment_max_mib", 1, 1024)?,
            attachment_quota_mib: v.within("attachment_quota_mib", 1, 100_000_000)?,
            organization: v.text("organization"),
            organization_office: v.text("organization_office"),
            pdf_program: v.pdf_program()?,
            pdf_seconds: v.within("pdf_seconds", 1, 600)?,
            pdf_memory_mib: v.within("pdf_memory_mib", 64, 65_536)?,
            pdf_at_once: v.within("pdf_at_once", 1, 64)?,
            web_dir: Some(v.text("web_dir")).filter(|t| !t.is_empty()).map(PathBuf::from),
            shutdown_seconds: v.within("shutdown_seconds", 0, 600)?,
            log: v.text("log"),
            log_json: v.one_of("log_format", &["text", "json"])? == "json",
            data_dir,
        })
    }

    /// The domain of the sender's address: Message-IDs end in it.
    pub fn mail_domain(&self) -> &str {
        self.mail_from.rsplit('@').next().unwrap_or("localhost")
    }

    /// Whether browsers reach this over HTTPS, so that cookies are marked `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The key that tokens are signed with; made on the first start, readable by its owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, is readable by others, or holds too little.
    pub fn signing_key(&self) -> Result<SecretString> {
        let wrong = |why: String| Error::config("secret_file", format!("{}: {why}", self.secret_file.display()));
        if !self.secret_file.exists() {
            let key = base64::engine::general_purpose::STANDARD.encode(rand::random::<[u8; 48]>());
            write_private(&self.secret_file, &key).map_err(|e| wrong(e.to_string()))?;
        }
        check_private(&self.secret_file).map_err(wrong)?;
        let key = std::fs::read_to_string(&self.secret_file).map_err(|e| wrong(e.to_string()))?;
        let key = key.trim();
        if key.len() < 32 {
            return Err(wrong("holds fewer than 32 characters".into()));
        }
        Ok(SecretString::from(key))
    }
}

struct Values<'a>(&'a BTreeMap<String, String>);

impl Values<'_> {
    fn text(&self, key: &str) -> String {
        let default = || {
            KEYS.iter()
                .find(|(k, ..)| *k == key)
                .map_or("", |(_, default, _)| default)
                .to_owned()
        };
        self.0.get(key).cloned().unwrap_or_else(default)
    }

    fn parse<T: std::str::FromStr>(&self, key: &str, wants: &str) -> Result<T> {
        let text = self.text(key);
        text.parse()
            .map_err(|_| Error::config(key, format!("{wants}, not {text:?}")))
    }

    fn within<T: std::str::FromStr + PartialOrd + std::fmt::Display>(&self, key: &str, low: T, high: T) -> Result<T> {
        let wants = format!("wants a number from {low} to {high}");
        let value: T = self.parse(key, &wants)?;
        if value < low || value > high {
            Err(Error::config(key, format!("{wants}, not {value}")))
        } else {
            Ok(value)
        }
    }

    fn networks(&self, key: &str) -> Result<Vec<Network>> {
        let text = self.text(key);
        let each = text.split(',').map(str::trim).filter(|network| !network.is_empty());
        each.map(|network| network.parse().map_err(|why: String| Error::config(key, why)))
            .collect()
    }

    fn one_of(&self, key: &str, words: &[&str]) -> Result<String> {
        let text = self.text(key);
        if words.contains(&text.as_str()) {
            Ok(text)
        } else {
            Err(Error::config(
                key,
                format!("wants one of {}, not {text:?}", words.join(", ")),
            ))
        }
    }

    fn file(&self, key: &str) -> Result<Option<PathBuf>> {
        let text = self.text(key);
        if text.is_empty() {
            return Ok(None);
        }
        let path = PathBuf::from(text);
        if path.is_file() {
            Ok(Some(path))
        } else {
            Err(Error::config(key, format!("{} is not a file", path.display())))
        }
    }

    /// A secret from the file that `key_file` names, or from `key` itself.
    fn secret(&self, key: &str) -> Result<SecretString> {
        let in_file = format!("{key}_file");
        let text = match self.file(&in_file)? {
            Some(path) => std::fs::read_to_string(&path)
                .map_err(|e| Error::config(in_file, e.to_string()))?
                .trim_end()
                .to_owned(),
            None => self.text(key),
        };
        Ok(SecretString::from(text))
    }

    /// The program that sets PDF: it may be absent, so only where to look is found out.
    fn pdf_program(&self) -> Result<PathBuf> {
        let text = self.text("pdf_program");
        if !text.is_empty() {
            return Ok(PathBuf::from(text));
        }
        let own = std::env::current_exe().map_err(|e| Error::config("pdf_program", e.to_string()))?;
        Ok(own.with_file_name(format!("hamahang-pdf{}", std::env::consts::EXE_SUFFIX)))
    }

    fn place(&self, data_dir: &Path) -> Result<Place> {
        let url = self.text("attachments_url");
        if url.is_empty() {
            return Ok(Place::Folder(data_dir.join("attachments")));
        }
        if let Some(folder) = url.strip_prefix("file://").filter(|f| f.starts_with('/')) {
            return Ok(Place::Folder(PathBuf::from(folder)));
        }
        let Some((bucket, prefix)) = url
            .strip_prefix("s3://")
            .map(|rest| rest.split_once('/').unwrap_or((rest, "")))
            .filter(|(bucket, _)| !bucket.is_empty())
        else {
            return Err(Error::config(
                "attachments_url",
                format!("wants file:///FOLDER or s3://BUCKET/PREFIX, not {url:?}"),
            ));
        };
        let s3 = S3 {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            endpoint: self.text("s3_endpoint"),
            region: self.text("s3_region"),
            access_key: self.text("s3_access_key"),
            secret_key: self.secret("s3_secret_key")?,
        };
        if s3.access_key.is_empty() || s3.secret_key.expose_secret().is_empty() {
            return Err(Error::config(
                "s3_access_key",
                "and s3_secret_key are missing, though attachments_url is of a bucket",
            ));
        }
        Ok(Place::Bucket(s3))
    }

    fn dkim(&self) -> Result<Option<DkimKey>> {
        let Some(file) = self.file("dkim_key_file")? else {
            return Ok(None);
        };
        let from = self.text("mail_from");
        let own = from.rsplit('@').next().unwrap_or_default();
        let domain = self.text("dkim_domain");
        Ok(Some(DkimKey {
            file,
            selector: self.text("dkim_selector"),
            domain: if domain.is_empty() { own.to_owned() } else { domain },
        }))
    }

    /// The server whose settings begin with this word.
    fn mail_server(&self, kind: &str) -> Result<MailServer> {
        let key = |name: &str| format!("{kind}_{name}");
        let tls = match self.one_of(&key("tls"), &["none", "starttls", "implicit"])?.as_str() {
            "none" => MailTls::None,
            "implicit" => MailTls::Implicit,
            _ => MailTls::Starttls,
        };
        let password = self.secret(&key("password"))?;
        Ok(MailServer {
            port: self.within(&key("port"), 1, u16::MAX)?,
            tls,
            username: self.text(&key("username")),
            password,
            ca_file: self.file(&key("ca_file"))?,
            timeout_seconds: self.within(&key("timeout_seconds"), 1, 600)?,
            host: self.text(&key("host")),
        })
    }

    fn smtp(&self) -> Result<Option<Smtp>> {
        let server = self.mail_server("smtp")?;
        let dkim = self.dkim()?;
        if !server.username.is_empty() && server.password.expose_secret().is_empty() {
            return Err(Error::config(
                "smtp_password",
                "is missing, though smtp_username is set",
            ));
        }
        Ok((!server.host.is_empty()).then_some(Smtp { server, dkim }))
    }
}

/// The environment's settings by key. Unknown `HAMAHANG_` names are refused: a typing mistake in a service file
/// must not silently leave a default in force.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn read_environment() -> Result<BTreeMap<String, String>> {
    const OTHERS: &[&str] = &["config", "password", "database_url"];
    let mut values = BTreeMap::new();
    for (name, value) in std::env::vars() {
        if name == "DATABASE_URL" && !value.is_empty() {
            values.insert("database_url".to_owned(), value);
            continue;
        }
        let Some(key) = name.strip_prefix("HAMAHANG_").map(str::to_lowercase) else {
            continue;
        };
        if key.starts_with("test_") || key == "password" {
            continue;
        }
        if !OTHERS.contains(&key.as_str()) && !KEYS.iter().any(|(k, ..)| *k == key) {
            return Err(Error::config(name, "is not a setting"));
        }
        values.insert(key, value);
    }
    Ok(values)
}

fn read_file(path: &Path) -> Result<BTreeMap<String, String>> {
    let wrong = |why: String| Error::config("config", format!("{}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| wrong(e.to_string()))?;
    table
        .into_iter()
        .map(|(key, value)| match value {
            toml::Value::String(s) => Ok((key, s)),
            toml::Value::Integer(n) => Ok((key, n.to_string())),
            toml::Value::Boolean(b) => Ok((key, b.to_string())),
            _ => Err(wrong(format!("{key} wants a text, a number, true or false"))),
        })
        .collect()
}

/// Writes a file that only its owner can read.
///
/// # Errors
/// When it exists already or the folder cannot be written.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn check_private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode() & 0o777;
    if mode.trailing_zeros() >= 6 {
        Ok(())
    } else {
        Err(format!("others can read it (mode {mode:o}); chmod 600 it"))
    }
}

#[cfg(not(unix))]
fn check_private(_path: &Path) -> Result<(), String> {
    Ok(())
}
