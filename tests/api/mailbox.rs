//! The mailbox that is looked into, on a real IMAP server (`tests/mail/imap.py`): what lies there is taken, and moved.

use std::path::PathBuf;
use std::time::Duration;

use hamahang::attachments::vault::Vault;
use hamahang::error::Result;
use hamahang::mail_in::mailbox;
use reqwest::StatusCode;
use tempfile::TempDir;

use crate::app::TestApp;
use crate::cluster;
use crate::smtp::{MailProcess, Tls};

/// A running server with one mailbox.
struct ImapServer {
    folder: TempDir,
    process: MailProcess,
}

impl ImapServer {
    /// `without`: extensions that it does not have.
    fn start(tls: Tls, without: &str) -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(folder.path().join("box").join(name)).unwrap();
        }
        let args = [
            "--user",
            "requests",
            "--password",
            "گذرواژهٔ صندوق",
            "--tls",
            tls.as_str(),
            "--without",
            without,
        ];
        let process = MailProcess::start("imap.py", folder.path(), &args);
        Self { folder, process }
    }

    fn settings(&self, tls: Tls) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            ("mail_from", "hamahang@pr.test".to_owned()),
            ("mail_in_max_mib", "1".to_owned()),
            // The test looks itself; the server's own rounds come later than its end.
            ("imap_seconds", "86400".to_owned()),
            ("imap_host", "localhost".to_owned()),
            ("imap_port", self.process.port.to_string()),
            ("imap_tls", tls.as_str().to_owned()),
            ("imap_username", "requests".to_owned()),
            ("imap_password", "گذرواژهٔ صندوق".to_owned()),
            ("imap_timeout_seconds", "5".to_owned()),
        ];
        if tls != Tls::None {
            settings.push(("imap_ca_file", self.folder.path().join("ca.pem").display().to_string()));
        }
        settings
    }

    fn place(&self, folder: &str) -> PathBuf {
        self.folder.path().join("box").join(folder)
    }

    /// A mail arrives.
    fn deliver(&self, name: &str, raw: &[u8]) {
        std::fs::write(self.place("tmp").join(name), raw).unwrap();
        std::fs::rename(self.place("tmp").join(name), self.place("new").join(name)).unwrap();
    }

    /// Waits until so many are taken.
    async fn taken(&self, count: usize) {
        for _ in 0..200 {
            if self.count(".Hamahang") == count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nobody has looked");
    }

    /// How many mails lie in a folder; those that are struck out do not count.
    fn count(&self, folder: &str) -> usize {
        let of = |name: &str| {
            let entries = std::fs::read_dir(self.place(folder).join(name))
                .into_iter()
                .flatten()
                .flatten();
            entries
                .filter(|entry| !entry.file_name().to_string_lossy().ends_with('T'))
                .count()
        };
        of("new") + of("cur")
    }
}

fn mail(from: &str, subject: &str, body: &str) -> Vec<u8> {
    format!(
        "From: <{from}>\r\nTo: requests@pr.test\r\nSubject: {subject}\r\nMessage-ID: <{subject}@demo.test>\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

async fn look(app: &TestApp) -> Result<usize> {
    let settings = app.db.settings();
    let vault = Vault::open(settings).unwrap();
    mailbox::look(&app.db, &vault, settings.incoming.mailbox.as_ref().unwrap()).await
}

/// What became of what came in, and why, in the order of these words: the server gives mails numbers in no order.
async fn came_in(app: &TestApp) -> Vec<(String, String)> {
    let director = app.sign_in("director").await;
    let mut all = Vec::new();
    for state in ["held", "taken"] {
        let page = director
            .get(&format!("/mail/quarantine?state={state}"))
            .await
            .is(StatusCode::OK);
        for item in page["items"].as_array().unwrap() {
            assert_eq!(item["source"], "mailbox");
            let word = |of: &str| item[of].as_str().unwrap().to_owned();
            all.push((word("state"), word("reason")));
        }
    }
    all.sort();
    all
}

async fn is_taken_and_moved(url: Option<String>, tls: Tls, without: &str) {
    let server = ImapServer::start(tls, without);
    let settings = server.settings(tls);
    let settings: Vec<_> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
    server.deliver("0", &mail("head-01@demo.test", "zero", "میکروفون نداریم"));
    let app = TestApp::start(url, &settings).await;
    // The server looks by itself when it starts, and then no more before the test is over.
    server.taken(1).await;
    assert_eq!(look(&app).await.unwrap(), 0);
    server.deliver("1", &mail("head-01@demo.test", "one", "دوربین نداریم"));
    server.deliver("2", &mail("stranger@example.org", "two", "سلام"));
    server.deliver("3", &mail("head-01@demo.test", "three", &"دراز ".repeat(300_000)));
    server.deliver("4", b"\r\n");
    assert_eq!(look(&app).await.unwrap(), 4);
    assert_eq!((server.count(""), server.count(".Hamahang")), (0, 5));
    let expected = [
        ("held", "sender_unclear"),
        ("held", "sender_unknown"),
        ("held", "too_long"),
        ("taken", "draft"),
        ("taken", "draft"),
    ];
    assert_eq!(
        came_in(&app).await,
        expected.map(|(state, reason)| (state.to_owned(), reason.to_owned()))
    );
    // The same again, as after a crash between taking and moving.
    server.deliver("5", &mail("head-01@demo.test", "one", "دوربین نداریم"));
    assert_eq!(look(&app).await.unwrap(), 1);
    assert_eq!(came_in(&app).await.len(), 5);
    assert_eq!(look(&app).await.unwrap(), 0);
}

#[tokio::test]
async fn what_lies_there_is_taken_and_moved_sqlite() {
    is_taken_and_moved(None, Tls::Implicit, "").await;
}

#[tokio::test]
async fn what_lies_there_is_taken_and_moved_postgres() {
    let url = tokio::task::spawn_blocking(cluster::database).await.unwrap();
    is_taken_and_moved(Some(url), Tls::Starttls, "").await;
}

#[tokio::test]
async fn a_server_that_moves_nothing_has_it_copied_and_struck_out() {
    is_taken_and_moved(None, Tls::None, "MOVE").await;
    is_taken_and_moved(None, Tls::None, "MOVE,UIDPLUS").await;
}

#[tokio::test]
async fn nothing_is_lost_when_the_mailbox_lets_nobody_in_or_does_not_answer() {
    let server = ImapServer::start(Tls::Implicit, "");
    server.deliver("1", &mail("head-01@demo.test", "one", "دوربین نداریم"));
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_port = silent.local_addr().unwrap().port().to_string();
    for (key, value, said) in [
        ("imap_password", "wrong", "signing in"),
        ("imap_ca_file", "", "setting up TLS"),
        ("imap_port", "1", "connecting"),
        ("imap_port", silent_port.as_str(), "setting up TLS: it does not answer"),
        ("imap_folder", "Nowhere", "opening the folder"),
    ] {
        let settings = server.settings(Tls::Implicit);
        let mut settings: Vec<_> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
        settings.retain(|(name, _)| *name != key && *name != "imap_timeout_seconds");
        settings.extend([(key, value), ("imap_timeout_seconds", "1")]);
        let app = TestApp::start(None, &settings).await;
        let error = look(&app).await.unwrap_err();
        assert!(error.is_unavailable(), "{key}: {error}");
        assert!(error.to_string().contains(said), "{key}: {error}");
        assert_eq!(server.count(""), 1);
    }
}
