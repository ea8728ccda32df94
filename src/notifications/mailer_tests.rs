//! The mailer against a folder and against a small SMTP server in the same process.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::*;

fn message(to: &str) -> Message {
    let builder = Message::builder()
        .from("hamahang@example.test".parse().unwrap())
        .to(to.parse().unwrap());
    builder
        .subject("آزمون")
        .date(std::time::UNIX_EPOCH)
        .message_id(Some("<1@example.test>".into()))
        .body("سلام\r\n.\r\n".to_owned())
        .unwrap()
}

fn settings(port: u16) -> Smtp {
    Smtp {
        server: MailServer {
            host: "127.0.0.1".into(),
            port,
            tls: MailTls::None,
            username: String::new(),
            password: String::new().into(),
            ca_file: None,
            timeout_seconds: 1,
        },
        dkim: None,
    }
}

fn mailer(smtp: &Smtp) -> Mailer {
    Mailer::from_settings(Some(smtp), PathBuf::new()).unwrap()
}

/// A server that takes mail, refuses `bounce@` for good and `busy@` for now, and says nothing any more after
/// a mail to `silent@` has begun.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
    mails: Receiver<String>,
}

fn server() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let (taken, mails) = channel();
    let counter = connections.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counter.fetch_add(1, Ordering::SeqCst);
            let taken = taken.clone();
            thread::spawn(move || talk(&stream, &taken));
        }
    });
    Server {
        port,
        connections,
        mails,
    }
}

fn talk(mut stream: &TcpStream, taken: &Sender<String>) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    stream.write_all(b"220 test\r\n")?;
    let mut silent = false;
    while let Some(line) = lines.next() {
        let line = line?;
        let reply: &[u8] = match line.get(..4).unwrap_or_default() {
            "EHLO" => b"250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n",
            "AUTH" => b"535 wrong password\r\n",
            "RCPT" if line.contains("bounce@") => b"550 5.1.1 no such\r\n",
            "RCPT" if line.contains("busy@") => b"451 later\r\n",
            "DATA" => {
                stream.write_all(b"354 go\r\n")?;
                let mail: Vec<String> = lines
                    .by_ref()
                    .map_while(io::Result::ok)
                    .take_while(|line| line != ".")
                    .collect();
                let _ = taken.send(mail.join("\n"));
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        silent |= line.starts_with("RCPT") && line.contains("silent@");
        if !silent {
            stream.write_all(reply)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_folder_takes_mails_and_a_repeat_writes_over() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("mail");
    let mailer = Mailer::from_settings(None, folder.clone()).unwrap();
    let at = Timestamp::new(chrono::DateTime::from_timestamp(1_575_358_200, 0).unwrap());
    let stem = file_stem(at, 21);
    for _ in 0..2 {
        mailer.send(&message("a@example.test"), &stem).await.unwrap();
    }
    mailer
        .send(&message("b@example.test"), "../../evil/.name")
        .await
        .unwrap();
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["20191203T073000Z-21.eml", "evilname.eml"]);
    assert_eq!(
        fs::read(folder.join(&names[0])).unwrap(),
        message("a@example.test").formatted()
    );
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(folder.join(&names[0])).unwrap().permissions()) & 0o777,
        0o600
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_worth_another_try() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Mailer::Folder(file)
        .send(&message("a@example.test"), "x")
        .await
        .unwrap_err();
    assert!(!error.permanent);
}

#[tokio::test]
async fn one_connection_carries_many_mails() {
    let server = server();
    let mailer = mailer(&settings(server.port));
    for _ in 0..3 {
        mailer.send(&message("a@example.test"), "x").await.unwrap();
        assert!(server.mails.recv().unwrap().contains("Message-ID: <1@example.test>"));
        // The pool takes the connection back in a task of its own.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    mailer.close().await;
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let server = server();
    let mailer = mailer(&settings(server.port));
    let error = mailer.send(&message("bounce@example.test"), "x").await.unwrap_err();
    assert!(error.permanent && error.text.contains("550"), "{error:?}");
    let error = mailer.send(&message("busy@example.test"), "x").await.unwrap_err();
    assert!(!error.permanent && error.text.contains("451"), "{error:?}");
    mailer.send(&message("a@example.test"), "x").await.unwrap();
}

#[tokio::test]
async fn a_wrong_password_loses_no_mail() {
    let server = server();
    let mut smtp = settings(server.port);
    smtp.server.username = "hamahang".into();
    smtp.server.password = "secret-word".to_owned().into();
    let mailer = mailer(&smtp);
    let error = mailer.send(&message("a@example.test"), "x").await.unwrap_err();
    assert!(!error.permanent && error.text.contains("535"), "{error:?}");
    assert!(!format!("{mailer:?}{error:?}").contains("secret-word"));
}

#[tokio::test]
async fn nobody_there_is_worth_another_try() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = mailer(&settings(port))
        .send(&message("a@example.test"), "x")
        .await
        .unwrap_err();
    assert!(!error.permanent && !error.text.is_empty());
}

#[tokio::test]
async fn a_silent_server_is_left_and_its_connection_not_used_again() {
    let server = server();
    let mailer = mailer(&settings(server.port));
    let error = mailer.send(&message("silent@example.test"), "x").await.unwrap_err();
    assert_eq!(
        error,
        SendError {
            permanent: false,
            returns: false,
            text: "no answer within 1 s".into()
        }
    );
    mailer.send(&message("a@example.test"), "x").await.unwrap();
    assert!(server.mails.recv().unwrap().contains("To: a@example.test"));
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

#[test]
fn a_missing_certificate_file_names_its_key() {
    let mut smtp = settings(25);
    smtp.server.tls = MailTls::Starttls;
    smtp.server.ca_file = Some("/nowhere/ca.pem".into());
    match Mailer::from_settings(Some(&smtp), PathBuf::new()) {
        Err(Error::Config(key, why)) => assert!(key == "smtp_ca_file" && why.contains("/nowhere/ca.pem")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_s_words_are_one_line() {
    assert_eq!(error_text("550 no\r\nX: y"), "550 no  X: y");
    assert_eq!(error_text(&"x".repeat(9000)).chars().count(), ERROR_TEXT);
}

#[test]
fn a_refusal_is_about_the_address_or_about_the_mail() {
    for (code, text, wanted) in [
        (
            550,
            "permanent error (550): 5.1.1 <a@b.test>: Recipient address rejected: User unknown",
            true,
        ),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", true),
        (550, "5.2.1 mailbox disabled, not accepting messages", true),
        (550, "5.7.1 Service unavailable; client host blocked", false),
        (
            550,
            "5.1.8 <c@d.test>: Sender address rejected: Domain not found",
            false,
        ),
        (552, "5.2.2 mailbox full", false),
        (550, "No such user here", true),
        (553, "sorry, that domain isn't in my list", false),
        (554, "no such user", false),
        (550, "message from 192.0.2.1 looks like spam", false),
    ] {
        assert_eq!(says_no_such_address(Some(code), text), wanted, "{text}");
    }
}
