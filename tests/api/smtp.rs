//! The real SMTP server of the mail tests (`tests/mail/server.py`), as a process on a loopback port with a folder
//! of its own. It ends with this process, however that ends: it waits for its standard input to close.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// How long a mail may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the server protects its connections; the word is the setting `smtp_tls`, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    None,
    Starttls,
    Implicit,
}

impl Tls {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Starttls => "starttls",
            Self::Implicit => "implicit",
        }
    }
}

/// A message that the server took.
#[derive(Debug, Clone)]
pub struct Received {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Who was signed in.
    pub user: Option<String>,
    /// Headers and body as they came.
    pub raw: Vec<u8>,
}

/// A server of `tests/mail` as a process: it listens on a port of loopback, and ends with its handle.
pub struct MailProcess {
    pub port: u16,
    child: Child,
}

impl Drop for MailProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl MailProcess {
    /// Starts this program, which keeps what it has in the folder, and waits for its `ready PORT`.
    pub fn start(program: &str, folder: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(python())
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail").join(program))
            .arg("--folder")
            .arg(folder)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("a line of the mail server");
        let port = line.trim().strip_prefix("ready ").and_then(|p| p.parse().ok());
        Self {
            port: port.unwrap_or_else(|| panic!("{program} did not start, see above; it said {line:?}")),
            child,
        }
    }
}

/// A running server.
pub struct SmtpServer {
    pub port: u16,
    tls: Tls,
    credentials: Option<(String, String)>,
    folder: TempDir,
    _process: MailProcess,
}

impl SmtpServer {
    /// A server that takes everything; with credentials, only from who knows them.
    pub fn start(tls: Tls, credentials: Option<(&str, &str)>) -> Self {
        Self::start_on(0, tls, credentials)
    }

    /// The same on a port that was known before: for a server that comes back.
    pub fn start_on(port: u16, tls: Tls, credentials: Option<(&str, &str)>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let port = port.to_string();
        let mut args = vec!["--tls", tls.as_str(), "--port", &port];
        if let Some((user, password)) = credentials {
            args.extend(["--user", user, "--password", password]);
        }
        let process = MailProcess::start("server.py", folder.path(), &args);
        Self {
            port: process.port,
            tls,
            credentials: credentials.map(|(u, p)| (u.to_owned(), p.to_owned())),
            folder,
            _process: process,
        }
    }

    /// The settings with which Hamahang sends here, certificate authority included.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            ("smtp_host", "localhost".to_owned()),
            ("smtp_port", self.port.to_string()),
            ("smtp_tls", self.tls.as_str().to_owned()),
        ];
        if self.tls != Tls::None {
            settings.push(("smtp_ca_file", self.folder.path().join("ca.pem").display().to_string()));
        }
        if let Some((user, password)) = &self.credentials {
            settings.push(("smtp_username", user.clone()));
            settings.push(("smtp_password", password.clone()));
        }
        settings
    }

    /// From the next message on: `rcpt CODE`, `data CODE`, `hang`, `drop` or `lost` (see server.py), with a number
    /// behind it for so many times only. The same works by recipient: `data.451@…`.
    pub fn behave(&self, how: &str) {
        let half = self.folder.path().join("behave.half");
        std::fs::write(&half, how).expect("a writable folder");
        std::fs::rename(half, self.folder.path().join("behave")).expect("a writable folder");
    }

    /// Take everything again.
    pub fn behave_well(&self) {
        std::fs::remove_file(self.folder.path().join("behave")).ok();
    }

    /// What has arrived, oldest first.
    pub fn messages(&self) -> Vec<Received> {
        let entries = std::fs::read_dir(self.folder.path()).expect("its folder");
        let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "json"));
        files.sort();
        files.iter().map(|f| read(f)).collect()
    }

    /// Waits until at least `count` messages have arrived; gives all.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let messages = self.messages();
            if messages.len() >= count {
                return messages;
            }
            assert!(
                tokio::time::Instant::now() < deadline,
                "{} of {count} mails arrived",
                messages.len()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn read(file: &Path) -> Received {
    let envelope = std::fs::read_to_string(file).expect("an envelope");
    let envelope: Value = serde_json::from_str(&envelope).expect("an envelope");
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    Received {
        from: text(&envelope["from"]),
        to: envelope["to"].as_array().into_iter().flatten().map(text).collect(),
        tls: envelope["tls"] == true,
        user: envelope["user"].as_str().map(str::to_owned),
        raw: std::fs::read(file.with_extension("eml")).expect("a message"),
    }
}

/// The Python that has aiosmtpd: `HAMAHANG_TEST_PYTHON`, or else the one that `make setup` made.
fn python() -> PathBuf {
    let python = std::env::var_os("HAMAHANG_TEST_PYTHON").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python"),
        PathBuf::from,
    );
    assert!(python.exists(), "{} is missing: run `make setup`", python.display());
    python
}

mod tests {
    use lettre::transport::smtp::authentication::Credentials;
    use lettre::transport::smtp::client::{Certificate, Tls as ClientTls, TlsParameters};
    use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, address::Envelope};

    use super::*;

    /// The client ends it with a line break.
    const TEXT: &str = "Subject: trial\r\n\r\n.dot\r\nlast";

    async fn send(server: &SmtpServer, to: &str, password: &str) -> Result<(), lettre::transport::smtp::Error> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("localhost").port(server.port);
        if server.tls != Tls::None {
            let pem = std::fs::read(server.folder.path().join("ca.pem")).expect("the authority");
            let trusted = Certificate::from_pem(&pem).expect("a certificate");
            let parameters = TlsParameters::builder("localhost".into())
                .add_root_certificate(trusted)
                .build()
                .expect("TLS");
            builder = builder.tls(match server.tls {
                Tls::Implicit => ClientTls::Wrapper(parameters),
                Tls::None | Tls::Starttls => ClientTls::Required(parameters),
            });
        }
        if let Some((user, _)) = &server.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.into()));
        }
        let envelope = Envelope::new(
            Some("from@test.test".parse().expect("an address")),
            vec![to.parse().expect("an address")],
        );
        let sent = builder
            .build()
            .send_raw(&envelope.expect("an envelope"), TEXT.as_bytes())
            .await;
        sent.map(|_| ())
    }

    #[tokio::test]
    async fn mails_arrive_as_sent_over_each_kind_of_connection() {
        for tls in [Tls::None, Tls::Starttls, Tls::Implicit] {
            let server = SmtpServer::start(tls, Some(("post", "right")));
            send(&server, "a@test.test", "right").await.expect("taken");
            assert!(send(&server, "a@test.test", "wrong").await.is_err());
            let messages = server.wait_for(1).await;
            let [mail] = messages.as_slice() else {
                panic!("one mail: {messages:?}")
            };
            assert_eq!(
                (mail.from.as_str(), mail.to.as_slice()),
                ("from@test.test", &["a@test.test".to_owned()][..])
            );
            assert_eq!(
                (mail.raw.as_slice(), mail.user.as_deref()),
                (format!("{TEXT}\r\n").as_bytes(), Some("post"))
            );
            assert_eq!(mail.tls, tls != Tls::None);
        }
    }

    #[tokio::test]
    async fn it_misbehaves_as_told() {
        let server = SmtpServer::start(Tls::None, None);
        let passing = send(&server, "rcpt.450@test.test", "").await.expect_err("refused");
        assert!(passing.is_transient(), "{passing:?}");
        let final_ = send(&server, "data.554@test.test", "").await.expect_err("refused");
        assert!(final_.is_permanent(), "{final_:?}");
        let silent = tokio::time::timeout(Duration::from_millis(500), send(&server, "hang@test.test", "")).await;
        assert!(silent.is_err(), "{silent:?}");
        assert!(send(&server, "drop@test.test", "").await.is_err());
        assert_eq!(server.messages().len(), 0);
        assert!(send(&server, "lost@test.test", "").await.is_err());
        assert_eq!(server.messages().len(), 1);

        server.behave("data 451 2");
        assert!(send(&server, "a@test.test", "").await.is_err());
        assert!(send(&server, "a@test.test", "").await.is_err());
        send(&server, "a@test.test", "").await.expect("good again");
        server.behave("drop");
        assert!(send(&server, "a@test.test", "").await.is_err());
        server.behave_well();
        send(&server, "a@test.test", "").await.expect("good again");
        assert_eq!(server.messages().len(), 3);
    }
}
