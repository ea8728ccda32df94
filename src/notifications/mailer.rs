//! Where messages go: to a mail server over a pool of connections, or, until one is configured, into a folder
//! as `.eml` files that any mail program opens.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use std::{fs, io};

use lettre::message::Message;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters, TlsParametersBuilder};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;

use super::dkim::Dkim;
use super::format::{cut, is_break};
use super::message::BuildError;
use crate::clock::Timestamp;
use crate::config::{MailServer, MailTls, Smtp};
use crate::error::{Error, Result};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Open connections kept for the next mails. A worker sends a few at a time.
const CONNECTIONS: u32 = 4;
/// Characters of an error kept with the mail.
const ERROR_TEXT: usize = 500;
/// Replies of the 5xx class about signing in (RFC 4954): the settings are wrong, not the mail, so it is kept
/// for when they are right.
const SIGN_IN_CODES: [u16; 4] = [530, 534, 535, 538];

/// Sends messages.
#[derive(Debug)]
pub enum Mailer {
    /// To a mail server.
    Smtp(Box<SmtpMailer>),
    /// Into this folder.
    Folder(PathBuf),
}

/// A mail that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct SendError {
    /// The server will never take this mail: trying again is no use.
    pub permanent: bool,
    /// There is no such address, or it takes nothing any more: other mails would fare no better.
    pub returns: bool,
    /// For the outbox and the log, one line.
    pub text: String,
}

impl SendError {
    pub(super) fn passing(what: impl std::fmt::Display) -> Self {
        Self {
            permanent: false,
            returns: false,
            text: error_text(&what.to_string()),
        }
    }
}

impl From<BuildError> for SendError {
    fn from(e: BuildError) -> Self {
        Self {
            permanent: true,
            returns: false,
            text: error_text(&e.to_string()),
        }
    }
}

impl Mailer {
    /// A mailer for the configured server, or else for the folder.
    ///
    /// # Errors
    /// `Config` when the certificate file cannot be read or TLS cannot be set up.
    pub fn from_settings(smtp: Option<&Smtp>, folder: PathBuf) -> Result<Self> {
        match smtp {
            Some(smtp) => Ok(Self::Smtp(Box::new(SmtpMailer::new(smtp)?))),
            None => Ok(Self::Folder(folder)),
        }
    }

    /// Sends one message; `file_stem` names its file, the same for each try of the same mail.
    ///
    /// # Errors
    /// `SendError`, which says whether trying again can help.
    pub async fn send(&self, message: &Message, file_stem: &str) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(message).await,
            Self::Folder(folder) => {
                let (folder, stem, bytes) = (folder.clone(), file_stem.to_owned(), message.formatted());
                let written = tokio::task::spawn_blocking(move || write_file(&folder, &stem, &bytes)).await;
                written.map_err(SendError::passing)?.map_err(SendError::passing)
            }
        }
    }

    /// Says goodbye to the mail server; for the end of the program.
    pub async fn close(&self) {
        match self {
            Self::Smtp(smtp) => smtp.close().await,
            Self::Folder(_) => {}
        }
    }
}

/// A pool of connections to one server.
pub struct SmtpMailer {
    builder: AsyncSmtpTransportBuilder,
    transport: Mutex<Transport>,
    timeout: Duration,
    dkim: Option<Dkim>,
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The builder holds the password.
        f.debug_struct("SmtpMailer")
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl SmtpMailer {
    fn new(smtp: &Smtp) -> Result<Self> {
        let server = &smtp.server;
        let timeout = Duration::from_secs(server.timeout_seconds);
        let tls = match server.tls {
            MailTls::None => Tls::None,
            MailTls::Starttls => Tls::Required(tls_parameters(server)?),
            MailTls::Implicit => Tls::Wrapper(tls_parameters(server)?),
        };
        let dkim = smtp
            .dkim
            .as_ref()
            .map(|key| Dkim::from_file(&key.file, &key.domain, &key.selector));
        let mut builder = Transport::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(timeout))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if !server.username.is_empty() {
            builder = builder.credentials(Credentials::new(
                server.username.clone(),
                server.password.expose_secret().to_owned(),
            ));
        }
        Ok(Self {
            transport: Mutex::new(builder.clone().build()),
            builder,
            timeout,
            dkim: dkim.transpose()?,
        })
    }

    /// Sends, and gives up when the whole of it takes longer than the setting: lettre limits only connecting.
    async fn send(&self, message: &Message) -> Result<(), SendError> {
        let transport = self.current();
        let bytes = message.formatted();
        let bytes = match &self.dkim {
            Some(dkim) => dkim.signed(&bytes).map_err(SendError::passing)?,
            None => bytes,
        };
        let mut sending = pin!(transport.send_raw(message.envelope(), &bytes));
        let Ok(sent) = tokio::time::timeout(self.timeout, &mut sending).await else {
            // The pool would take the connection back in the middle of a message and put the next one behind it.
            // A pool that is shut down closes it instead, and the server drops what has no end.
            self.renew();
            shut_down(&transport).await;
            return Err(SendError::passing(format!(
                "no answer within {} s",
                self.timeout.as_secs()
            )));
        };
        sent.map(drop).map_err(|e| classify(&e))
    }

    async fn close(&self) {
        shut_down(&self.current()).await;
    }

    fn current(&self) -> Transport {
        self.transport.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn renew(&self) {
        *self.transport.lock().unwrap_or_else(PoisonError::into_inner) = self.builder.clone().build();
    }
}

/// A server that has stopped answering does not answer a goodbye either.
async fn shut_down(transport: &Transport) {
    if tokio::time::timeout(Duration::from_secs(2), transport.shutdown())
        .await
        .is_err()
    {
        tracing::debug!("the mail server did not answer the goodbye");
    }
}

fn tls_parameters(server: &MailServer) -> Result<TlsParameters> {
    let mut builder = TlsParametersBuilder::new(server.host.clone());
    if let Some(path) = &server.ca_file {
        let wrong = |why: String| Error::config("smtp_ca_file", why);
        let pem = fs::read(path).map_err(|e| wrong(format!("{} cannot be read: {e}", path.display())))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|e| wrong(format!("{} is no certificate: {e}", path.display())))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder
        .build()
        .map_err(|e| Error::config("smtp_host", format!("TLS to {} cannot be set up: {e}", server.host)))
}

/// 5xx is for good (RFC 5321, 4.2.1), but for those about signing in; all else may pass.
fn classify(e: &SmtpError) -> SendError {
    let sign_in = e.status().is_some_and(|code| SIGN_IN_CODES.contains(&u16::from(code)));
    let mut text = e.to_string();
    if e.is_timeout() {
        let _ = write!(text, " (timeout)");
    }
    let permanent = e.is_permanent() && !sign_in;
    SendError {
        permanent,
        returns: permanent && says_no_such_address(e.status().map(u16::from), &text),
        text: error_text(&text),
    }
}

/// Whether a refusal for good is about the address and not about the mail: by its enhanced status code where there is one
/// (RFC 3463: 5.1.x the address, but for 5.1.7 and 5.1.8, which are about the sender's; 5.2.1 a mailbox that is shut), else by
/// the reply code that means it (RFC 5321, 4.2.3) together with what servers write beside it.
fn says_no_such_address(code: Option<u16>, text: &str) -> bool {
    const WORDS: [&str; 9] = [
        "user unknown",
        "unknown user",
        "no such user",
        "no such recipient",
        "unknown recipient",
        "does not exist",
        "mailbox unavailable",
        "mailbox not found",
        "recipient rejected",
    ];
    if let Some(status) = enhanced(text) {
        return matches!(status, (5, 1, detail) if !matches!(detail, 7 | 8)) || status == (5, 2, 1);
    }
    let text = text.to_ascii_lowercase();
    matches!(code, Some(550 | 551 | 553)) && WORDS.iter().any(|words| text.contains(words))
}

/// The enhanced status code in a reply (RFC 2034): the first word that is one.
fn enhanced(text: &str) -> Option<(u8, u16, u16)> {
    let of = |word: &str| {
        let mut parts = word.trim_matches(|c: char| !c.is_ascii_digit()).split('.');
        let code = (
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
        );
        (parts.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
    };
    text.split_whitespace().find_map(of)
}

/// A server's words as one line of bearable length.
fn error_text(text: &str) -> String {
    let line: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    cut(line.trim(), ERROR_TEXT)
}

/// `20191203T073000Z-21`: when the mail was enqueued and its outbox id, so that files sort by time and a
/// repeated sending writes over its first file.
pub fn file_stem(created_at: Timestamp, id: impl std::fmt::Display) -> String {
    format!("{}-{id}", created_at.utc().format("%Y%m%dT%H%M%SZ"))
}

/// Writes all or nothing, readable by the owner only: mails hold links that let their holder in. It does not wait for
/// the disk: what a power loss takes of a folder for trials is still in the outbox, and the disk is the database's.
fn write_file(folder: &Path, stem: &str, bytes: &[u8]) -> io::Result<()> {
    let stem: String = stem
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    fs::create_dir_all(folder)?;
    let draft = folder.join(format!(".{stem}.{}.tmp", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    io::Write::write_all(&mut file, bytes)?;
    fs::rename(&draft, folder.join(format!("{stem}.eml")))
}

#[cfg(test)]
#[path = "mailer_tests.rs"]
mod tests;
