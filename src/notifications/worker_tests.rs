//! The worker against a real database file: every mail once, again after a failure, dead after the last try, and
//! after a crash between sending and recording once more under the same Message-ID.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use diesel::prelude::*;
use lettre::message::Message;

use super::*;
use crate::clock::Clock;
use crate::db::schema::{outbox as mails, users};
use crate::error::{Error, Locale};
use crate::ids::{RequestId, UserId};
use crate::notifications::model::{Kind, Notice, Recipient, Thing, Thread, Why};
use crate::notifications::outbox::MailState;
use crate::notifications::service::notify;

/// Remembers the Message-ID of every mail, and refuses or stalls when told to.
#[derive(Default)]
struct Fake {
    posted: Mutex<Vec<String>>,
    refusal: Mutex<Option<SendError>>,
    /// How far the clock moves while a mail is being sent.
    takes: Option<(Clock, TimeDelta)>,
}

impl Post for Arc<Fake> {
    async fn post(&self, message: &Message, _: &str) -> Result<(), SendError> {
        tokio::task::yield_now().await;
        if let Some((clock, time)) = &self.takes {
            clock.advance(*time);
        }
        if let Some(refusal) = self.refusal.lock().unwrap().clone() {
            return Err(refusal);
        }
        let text = String::from_utf8(message.formatted()).unwrap();
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
        self.posted.lock().unwrap().push(id.to_owned());
        Ok(())
    }

    async fn close(&self) {}
}

impl Fake {
    fn posted(&self) -> Vec<String> {
        self.posted.lock().unwrap().clone()
    }

    fn refuse(&self, permanent: bool) {
        *self.refusal.lock().unwrap() = Some(SendError {
            permanent,
            returns: false,
            text: "451 later".into(),
        });
    }
}

/// Everybody may know of everything.
fn care() -> Care {
    let all: MayKnow = |_, _, things, people| {
        let pairs = people.iter().flat_map(|p| things.iter().map(|thing| (p.id, *thing)));
        Ok(pairs.collect())
    };
    Care {
        may_know: all,
        unsubscribe: Key::new(&secrecy::SecretString::from("a key of the tests")),
        pace: Pace::new(0),
    }
}

struct Bench {
    db: Db,
    clock: Clock,
    _folder: tempfile::TempDir,
}

/// A fresh SQLite database with one person in it.
fn bench(settings: &[(&str, &str)]) -> Bench {
    bench_on("", settings)
}

/// The databases to run on: a new SQLite file (empty), and a new database of the PostgreSQL server that
/// `HAMAHANG_TEST_POSTGRES_URL` named when this was built.
fn databases() -> Vec<String> {
    let on_server = option_env!("HAMAHANG_TEST_POSTGRES_URL").map(|server| {
        let server = server.trim_end_matches('/');
        let name = format!("mail_{:016x}", rand::random::<u64>());
        let mut admin = PgConnection::establish(&format!("{server}/postgres")).unwrap();
        diesel::sql_query(format!("CREATE DATABASE {name}"))
            .execute(&mut admin)
            .unwrap();
        format!("{server}/{name}")
    });
    std::iter::once(String::new()).chain(on_server).collect()
}

fn bench_on(database: &str, settings: &[(&str, &str)]) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let mut values: BTreeMap<String, String> = settings
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    values.insert("data_dir".into(), folder.path().display().to_string());
    // These mails are to be there at once.
    values.insert("mail_digests".into(), "false".into());
    values.insert(
        "database_url".into(),
        if database.is_empty() {
            format!("sqlite:{}/test.db", folder.path().display())
        } else {
            database.to_owned()
        },
    );
    let clock = Clock::at(chrono::DateTime::from_timestamp(1_575_358_200, 0).unwrap());
    let db = Db::open(&Arc::new(Settings::from_values(&values).unwrap()), &clock).unwrap();
    db.migrate().unwrap();
    db.write_now(|c, cx| {
        diesel::insert_into(users::table)
            .values((
                users::id.eq(1_i64),
                users::email.eq("unit1@demo.test"),
                users::name.eq("مسئول روابط عمومی"),
                users::sort_key.eq(vec![1_u8]),
                users::locale.eq(Locale::Fa),
                users::active.eq(true),
                users::version.eq(1),
                users::created_at.eq(cx.now),
                users::updated_at.eq(cx.now),
            ))
            .execute(c)?;
        Ok(())
    })
    .unwrap();
    Bench {
        db,
        clock,
        _folder: folder,
    }
}

fn notice() -> Notice {
    Notice {
        kind: Kind::RequestReceived,
        thread: Some(Thread {
            about: Thing::Request(RequestId(42)),
            label: "1398-0042".into(),
            title: "دوربین عکاسی".into(),
        }),
        actor: None,
        facts: Vec::new(),
        quote: None,
        link: None,
        secret_link: false,
    }
}

fn reader() -> Recipient {
    Recipient {
        user_id: UserId(1),
        name: "مسئول".into(),
        email: "unit1@demo.test".into(),
        locale: Locale::Fa,
        why: Why::Filed,
    }
}

impl Bench {
    fn enqueue(&self, n: usize) {
        let tell = |c: &mut crate::db::Conn, cx: &crate::db::Cx| {
            (0..n).try_for_each(|_| notify(c, cx, None, &notice(), &[reader(), reader()]))
        };
        self.db.write_now(tell).unwrap();
    }

    /// State, tries and Message-ID of each mail.
    fn mails(&self) -> Vec<(MailState, i32, String)> {
        let load = |c: &mut crate::db::Conn, _: &crate::db::Cx| {
            Ok(mails::table
                .order(mails::id)
                .select((mails::state, mails::attempts, mails::message_id))
                .load(c)?)
        };
        self.db.read_now(load).unwrap()
    }

    /// One round of a worker.
    async fn round(&self, fake: &Arc<Fake>) {
        let (_stop, stopped) = watch::channel(false);
        let batch = claim(&self.db).await.unwrap();
        deliver(&self.db, fake, &Tools::new(self.db.settings(), care()), batch, &stopped).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_send_each_mail_once() {
    for database in databases() {
        let bench = bench_on(&database, &[]);
        bench.enqueue(50);
        let fake = Arc::new(Fake::default());
        let (stop, stopped) = watch::channel(false);
        let start = || {
            tokio::spawn(run(
                bench.db.clone(),
                Arc::clone(&fake),
                care(),
                Wake::default(),
                stopped.clone(),
            ))
        };
        let workers = [start(), start()];
        for _ in 0..500 {
            if bench.mails().iter().all(|(state, ..)| *state == MailState::Sent) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.send(true).unwrap();
        for worker in workers {
            worker.await.unwrap();
        }
        let posted = fake.posted();
        assert_eq!(posted.len(), 50);
        assert_eq!(posted.iter().collect::<HashSet<_>>().len(), 50);
        assert!(
            bench
                .mails()
                .iter()
                .all(|(state, attempts, _)| (*state, *attempts) == (MailState::Sent, 1))
        );
    }
}

#[tokio::test]
async fn a_failing_mail_is_tried_again_and_given_up_and_can_be_revived() {
    for database in databases() {
        let bench = bench_on(&database, &[("mail_max_attempts", "2")]);
        bench.enqueue(1);
        let fake = Arc::new(Fake::default());
        fake.refuse(false);
        bench.round(&fake).await;
        bench.round(&fake).await;
        assert_eq!(
            (bench.mails()[0].0, bench.mails()[0].1),
            (MailState::Queued, 1),
            "not before its time"
        );
        bench.clock.advance(TimeDelta::seconds(38));
        bench.round(&fake).await;
        assert_eq!((bench.mails()[0].0, bench.mails()[0].1), (MailState::Dead, 2));
        bench.clock.advance(TimeDelta::days(1));
        bench.round(&fake).await;
        assert_eq!(bench.mails()[0].1, 2, "the dead stay dead");
        let id = crate::ids::MailId(1);
        assert!(bench.db.write_now(|c, cx| outbox::revive(c, cx.now, id)).unwrap());
        assert!(
            !bench.db.write_now(|c, cx| outbox::revive(c, cx.now, id)).unwrap(),
            "only the dead"
        );
        *fake.refusal.lock().unwrap() = None;
        bench.round(&fake).await;
        assert_eq!((bench.mails()[0].0, bench.mails()[0].1), (MailState::Sent, 1));
    }
}

#[tokio::test]
async fn a_refusal_for_good_ends_at_once_and_so_does_an_inactive_recipient() {
    let bench = bench(&[]);
    bench.enqueue(1);
    let fake = Arc::new(Fake::default());
    fake.refuse(true);
    bench.round(&fake).await;
    assert_eq!((bench.mails()[0].0, bench.mails()[0].1), (MailState::Dead, 1));
    *fake.refusal.lock().unwrap() = None;
    bench.enqueue(1);
    bench
        .db
        .write_now(|c, _| Ok(diesel::update(users::table).set(users::active.eq(false)).execute(c)?))
        .unwrap();
    bench.round(&fake).await;
    assert_eq!(bench.mails()[1].0, MailState::Dead);
    assert!(fake.posted().is_empty());
}

#[tokio::test]
async fn a_crash_between_sending_and_recording_repeats_the_same_message() {
    for database in databases() {
        let bench = bench_on(&database, &[("mail_max_attempts", "3")]);
        bench.enqueue(1);
        let fake = Arc::new(Fake::default());
        // Sent, never settled.
        let lost = claim(&bench.db).await.unwrap().remove(0);
        let settings = bench.db.settings();
        let sender = Sender {
            name: String::new(),
            address: settings.mail_from.clone(),
            domain: settings.mail_domain().to_owned(),
            returns: None,
        };
        send(&fake, lost.id, &lost.mail, &sender, &Enclosed::default())
            .await
            .unwrap();
        assert!(claim(&bench.db).await.unwrap().is_empty(), "the lease holds");
        bench.clock.advance(TimeDelta::seconds(settings.mail_lease_seconds + 1));
        bench.round(&fake).await;
        let posted = fake.posted();
        assert_eq!((posted.len(), &posted[0]), (2, &posted[1]));
        // The first worker comes back: its attempt is over.
        let late = bench
            .db
            .write_now(|c, cx| outbox::settle(c, cx.now, lost.id, lost.attempt, &Ending::Dead("late".into())));
        assert!(!late.unwrap());
        assert_eq!(bench.mails()[0].0, MailState::Sent);
    }
}

#[tokio::test]
async fn a_mail_whose_workers_all_died_is_buried() {
    let bench = bench(&[("mail_max_attempts", "1")]);
    bench.enqueue(1);
    assert_eq!(claim(&bench.db).await.unwrap().len(), 1);
    bench.clock.advance(TimeDelta::hours(1));
    assert!(claim(&bench.db).await.unwrap().is_empty());
    assert_eq!((bench.mails()[0].0, bench.mails()[0].1), (MailState::Dead, 1));
}

#[tokio::test]
async fn a_slow_server_does_not_make_mails_go_twice() {
    let bench = bench(&[("mail_lease_seconds", "120")]);
    bench.enqueue(4);
    let slow = Arc::new(Fake {
        takes: Some((bench.clock.clone(), TimeDelta::seconds(61))),
        ..Fake::default()
    });
    let (_stop, stopped) = watch::channel(false);
    let batch = claim(&bench.db).await.unwrap();
    let tools = Tools::new(bench.db.settings(), care());
    deliver(&bench.db, &slow, &tools, batch, &stopped).await;
    // Two fitted into the lease, the others were left alone.
    assert_eq!(slow.posted().len(), 2);
    let quick = Arc::new(Fake::default());
    bench.clock.advance(TimeDelta::seconds(121));
    bench.round(&quick).await;
    let all: HashSet<_> = slow.posted().into_iter().chain(quick.posted()).collect();
    assert_eq!((all.len(), quick.posted().len()), (4, 2));
}

/// Takes the first mail at once and the others never.
#[derive(Default)]
struct Stuck(std::sync::atomic::AtomicBool);

impl Post for Stuck {
    async fn post(&self, _: &Message, _: &str) -> Result<(), SendError> {
        if self.0.swap(true, std::sync::atomic::Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    async fn close(&self) {}
}

#[tokio::test]
async fn what_was_sent_is_recorded_while_the_next_hangs() {
    let bench = bench(&[]);
    bench.enqueue(2);
    let batch = claim(&bench.db).await.unwrap();
    let (_stop, stopped) = watch::channel(false);
    let stuck = Stuck::default();
    let tools = Tools::new(bench.db.settings(), care());
    let hangs = tokio::time::timeout(2 * RECORD_WITHIN, deliver(&bench.db, &stuck, &tools, batch, &stopped));
    assert!(hangs.await.is_err());
    let states: Vec<_> = bench.mails().into_iter().map(|(state, ..)| state).collect();
    assert_eq!(states, [MailState::Sent, MailState::Leased]);
}

#[tokio::test]
async fn what_is_left_at_the_stop_is_given_back() {
    let bench = bench(&[]);
    bench.enqueue(2);
    let (stop, stopped) = watch::channel(false);
    let batch = claim(&bench.db).await.unwrap();
    stop.send(true).unwrap();
    let fake = Arc::new(Fake::default());
    let tools = Tools::new(bench.db.settings(), care());
    deliver(&bench.db, &fake, &tools, batch, &stopped).await;
    assert!(fake.posted().is_empty());
    assert!(
        bench
            .mails()
            .iter()
            .all(|(state, attempts, _)| (*state, *attempts) == (MailState::Queued, 0))
    );
}

#[test]
fn a_transaction_that_fails_leaves_no_mail_and_nobody_hears_of_their_own_deed() {
    let bench = bench(&[]);
    let failed = bench.db.write_now(|c, cx| {
        notify(c, cx, None, &notice(), &[reader()])?;
        Err::<(), _>(Error::NotFound)
    });
    assert!(failed.is_err());
    bench
        .db
        .write_now(|c, cx| notify(c, cx, Some(UserId(1)), &notice(), &[reader()]))
        .unwrap();
    assert!(bench.mails().is_empty());
}

#[tokio::test]
async fn a_long_conversation_keeps_its_first_and_its_last_mails() {
    let bench = bench(&[]);
    bench.enqueue(21);
    let ids: Vec<String> = bench.mails().into_iter().map(|(.., id)| id).collect();
    let load = |c: &mut crate::db::Conn, _: &crate::db::Cx| {
        Ok(mails::table
            .order(mails::id.desc())
            .select((mails::in_reply_to, mails::message_refs))
            .first(c)?)
    };
    let (parent, references): (Option<String>, String) = bench.db.read_now(load).unwrap();
    assert_eq!(parent.as_ref(), ids.get(19));
    let references: Vec<&str> = references.split(' ').collect();
    assert_eq!(references[0], "<request-42@localhost>");
    assert_eq!(references[1..4], ids[0..3]);
    assert_eq!(references[4..], ids[14..20]);
}
