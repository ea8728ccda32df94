//! How fast the worker empties the outbox, as a share of what lettre alone reaches: the same mails, on one connection, to the
//! same server, which takes everything and does nothing. `cargo bench --bench mail -- [mails]`; on SQLite in a temporary
//! folder, or on the database of `BENCH_DATABASE_URL`.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on says so; seconds are no problem for floats"
)]

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hamahang::accounts::{Grant, NewUser, Role, service as accounts};
use hamahang::clock::Clock;
use hamahang::config::Settings;
use hamahang::db::Db;
use hamahang::error::Locale;
use hamahang::ids::{RequestId, UserId};
use hamahang::notifications::inbox::MayKnow;
use hamahang::notifications::mailer::Mailer;
use hamahang::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use hamahang::notifications::pace::Pace;
use hamahang::notifications::service::notify;
use hamahang::notifications::unsubscribe::Key;
use hamahang::notifications::{Wake, worker};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Takes every mail and counts it.
async fn sink(taken: Arc<AtomicUsize>, connections: Arc<AtomicUsize>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(talk(stream, Arc::clone(&taken)));
        }
    });
    port
}

async fn talk(stream: TcpStream, taken: Arc<AtomicUsize>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::with_capacity(1 << 16, read);
    write.write_all(b"220 sink\r\n").await?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match line.get(..4).unwrap_or_default() {
            b"EHLO" => b"250-sink\r\n250 PIPELINING\r\n",
            b"DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                loop {
                    line.clear();
                    lines.read_until(b'\n', &mut line).await?;
                    if line == b".\r\n" {
                        break;
                    }
                }
                taken.fetch_add(1, Ordering::Relaxed);
                b"250 taken\r\n"
            }
            b"QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 fine\r\n",
        };
        write.write_all(answer).await?;
    }
}

fn notice(n: usize) -> Notice {
    let id = i64::try_from(n).unwrap() + 1;
    Notice {
        kind: Kind::RequestAssigned,
        thread: Some(Thread {
            about: Thing::Request(RequestId(id)),
            label: format!("1405-{id:04}"),
            title: "خرید دوربین عکاسی برای روابط عمومی".into(),
        }),
        actor: Some("مدیر ارتباطات".into()),
        facts: vec![Fact::new(Label::Amount, Value::Rials(12_500_000))],
        quote: Some("لطفاً تا پایان هفته رسیدگی شود.".into()),
        link: Some("https://hamahang.example.org/requests/1405-0042".into()),
        secret_link: false,
    }
}

/// Opens the database, makes one person, and puts the mails into the outbox.
fn filled(folder: &std::path::Path, port: u16, mails: usize) -> Db {
    let mut values: BTreeMap<String, String> = [
        ("data_dir", folder.display().to_string()),
        ("smtp_host", "127.0.0.1".to_owned()),
        ("smtp_port", port.to_string()),
        ("smtp_tls", "none".to_owned()),
    ]
    .map(|(k, v)| (k.to_owned(), v))
    .into();
    if let Ok(url) = std::env::var("BENCH_DATABASE_URL") {
        values.insert("database_url".into(), url);
    }
    let settings = Arc::new(Settings::from_values(&values).expect("settings"));
    let db = Db::open(&settings, &Clock::default()).expect("a database");
    db.migrate().expect("an empty database");
    let new = NewUser {
        email: "owner@example.org".into(),
        name: "کارشناس مالی".into(),
        locale: Locale::Fa,
        password_hash: None,
        grants: vec![Grant::everywhere(Role::Director)],
    };
    let id: UserId = db
        .write_now(|c, cx| accounts::create_user(c, cx, None, new.clone()))
        .expect("a person");
    let reader = Recipient {
        user_id: id,
        name: "کارشناس مالی".into(),
        email: "owner@example.org".into(),
        locale: Locale::Fa,
        why: Why::Owner,
    };
    db.write_now(|c, cx| (0..mails).try_for_each(|n| notify(c, cx, None, &notice(n), std::slice::from_ref(&reader))))
        .expect("mails");
    db
}

/// Mails a second of the worker.
async fn of_the_worker(db: Db, taken: &AtomicUsize, mails: usize) -> f64 {
    let all: MayKnow = |_, _, things, people| {
        let pairs = people.iter().flat_map(|p| things.iter().map(|thing| (p.id, *thing)));
        Ok(pairs.collect::<HashSet<_>>())
    };
    let care = worker::Care {
        may_know: all,
        unsubscribe: Key::new(&secrecy::SecretString::from("a key of the measurement, long enough")),
        pace: Pace::new(0),
    };
    let mailer = Mailer::from_settings(db.settings().smtp.as_ref(), std::path::PathBuf::new()).expect("a mailer");
    let (stop, stopped) = watch::channel(false);
    let begun = Instant::now();
    let run = tokio::spawn(worker::run(db, mailer, care, Wake::default(), stopped));
    while taken.load(Ordering::Relaxed) < mails {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    stop.send(true).expect("the worker listens");
    run.await.expect("the worker ends");
    mails as f64 / seconds
}

/// Mails a second of lettre alone: each is put together and sent, one after another, on one connection.
async fn of_lettre(port: u16, taken: &AtomicUsize, (text, html): (String, String), mails: usize) -> f64 {
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(port)
        .pool_config(PoolConfig::new().max_size(1))
        .build();
    let mailbox = |name: &str, address: &str| Mailbox::new(Some(name.to_owned()), address.parse().expect("an address"));
    let begun = Instant::now();
    for n in 0..mails {
        let message = Message::builder()
            .from(mailbox("سامانهٔ هماهنگ", "hamahang@example.org"))
            .to(mailbox("کارشناس مالی", "owner@example.org"))
            .subject(format!(
                "[#1405-{n:04}] ارجاع درخواست: خرید دوربین عکاسی برای روابط عمومی"
            ))
            .message_id(Some(format!("<{n}@example.org>")))
            .multipart(MultiPart::alternative_plain_html(text.clone(), html.clone()))
            .expect("a message");
        transport.send(message).await.expect("the sink takes it");
    }
    assert_eq!(taken.load(Ordering::Relaxed), mails);
    mails as f64 / begun.elapsed().as_secs_f64()
}

#[tokio::main]
async fn main() {
    let mails: usize = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(2000);
    let (taken, connections) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let port = sink(Arc::clone(&taken), Arc::clone(&connections)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    let db = tokio::task::spawn_blocking(move || filled(&path, port, mails))
        .await
        .expect("a thread");
    let one = db
        .read(|c, cx| {
            use diesel::prelude::*;
            use hamahang::db::schema::outbox;
            let _ = cx;
            Ok(outbox::table
                .select((outbox::body_text, outbox::body_html))
                .first::<(String, String)>(c)?)
        })
        .await
        .expect("a mail");
    let own = of_the_worker(db, &taken, mails).await;
    println!(
        "worker: {own:.0} mails/s on {} connection(s)",
        connections.load(Ordering::Relaxed)
    );
    taken.store(0, Ordering::Relaxed);
    let alone = of_lettre(port, &taken, one, mails).await;
    println!("lettre alone: {alone:.0} mails/s");
    println!("ratio: {:.2}", own / alone);
}
