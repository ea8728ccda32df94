//! The process is killed again and again while it sends mails to a real server that misbehaves: every event's mail arrives, what
//! arrives twice is the same to the byte, and nothing arrives of what did not happen.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use diesel::prelude::*;
use hamahang::db::schema::outbox;
use mail_parser::MessageParser;
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::process::Site;
use super::{file, until};
use crate::smtp::{SmtpServer, Tls};

/// How often the process is killed, unless `HAMAHANG_TEST_KILLS` says otherwise: each time takes about a second.
const KILLS: usize = 15;

fn kills() -> usize {
    let given = std::env::var("HAMAHANG_TEST_KILLS").ok();
    given.map_or(KILLS, |text| text.parse().expect("a number"))
}

/// What the mail server does in turn.
const MOODS: &[&str] = &["", "data 451 2", "", "drop 1", "", "lost 2", "", "hang 1", "rcpt 450 1"];

/// How long after the last kill the last mail may take: leases of ten seconds, and whatever fails once more.
const PATIENCE: Duration = Duration::from_secs(150);

async fn story(site: Site) {
    let server = SmtpServer::start(Tls::None, None);
    let settings: Vec<_> = server
        .settings()
        .into_iter()
        .map(|(key, value)| (format!("HAMAHANG_{}", key.to_uppercase()), value))
        .chain([
            ("HAMAHANG_SMTP_TIMEOUT_SECONDS".to_owned(), "1".to_owned()),
            // Every kill while a mail is in hand is a try.
            ("HAMAHANG_MAIL_MAX_ATTEMPTS".to_owned(), "100".to_owned()),
        ])
        .collect();
    let settings: Vec<(&str, &str)> = settings.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let serve = || super::process::Process::start(&mut site.command(&settings));
    let mut process = serve();
    let head = process.sign_in("head-01").await;
    let mut keys = BTreeSet::new();
    for round in 0..kills() {
        match MOODS[round % MOODS.len()] {
            "" => server.behave_well(),
            mood => server.behave(mood),
        }
        let here = process.again(&head);
        for n in 0..2 {
            let key = format!("{round:03}-{n}");
            file(&here, &site, &key)
                .await
                .expect("it is there")
                .is(StatusCode::CREATED);
            keys.insert(key);
        }
        // What is refused has no mail.
        let refused = json!({ "category": "petty_cash", "unit_id": site.unit, "title": " ", "details": {} });
        here.call(Method::POST, "/requests", Some(&refused), &[])
            .await
            .refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        // Somewhere in the sending, each time at another place.
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..400))).await;
        process.kill();
        process = serve();
    }
    server.behave_well();
    let rows = || {
        site.beside(|c| {
            let rows: Vec<(String, Option<String>, String)> = outbox::table
                .select((outbox::message_id, outbox::thread_key, outbox::state))
                .load(c)
                .expect("the outbox");
            rows
        })
    };
    // What failed several times waits for up to an hour by now; the test does not.
    site.beside(|c| {
        diesel::update(outbox::table.filter(outbox::state.eq("queued")))
            .set(outbox::next_attempt_at.eq(outbox::created_at))
            .execute(c)
            .expect("the outbox")
    });
    let all_sent = || async { rows().iter().all(|(.., state)| state == "sent") };
    until("every mail is sent", PATIENCE, all_sent).await;
    process.kill();

    let mut arrived: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for mail in server.messages() {
        let message = MessageParser::default().parse(&mail.raw).expect("a message");
        let id = format!("<{}>", message.message_id().expect("an id"));
        arrived.entry(id).or_default().push(mail.raw.clone());
    }
    let rows = rows();
    let wanted: BTreeSet<_> = rows.iter().map(|(id, ..)| id.clone()).collect();
    let got: BTreeSet<_> = arrived.keys().cloned().collect();
    assert_eq!(got, wanted, "every mail arrives, and none of what did not happen");
    for (id, copies) in &arrived {
        assert!(
            copies.iter().all(|copy| *copy == copies[0]),
            "{id} is not the same twice"
        );
    }
    // One for each request, which are there each once.
    let threads: BTreeSet<_> = rows.iter().filter_map(|(_, thread, _)| thread.clone()).collect();
    assert_eq!((threads.len(), rows.len()), (keys.len(), keys.len()));
    super::holds_exactly(&site, &keys);
}

#[tokio::test]
async fn sqlite() {
    story(Site::sqlite()).await;
}

#[tokio::test]
async fn postgres() {
    story(Site::postgres()).await;
}
