//! Mail through a real SMTP server process: TLS and sign-in, refusals, crashes between sending and recording.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;

use crate::app::TestApp;
use crate::cluster;
use crate::requests::petty_cash;
use crate::smtp::{SmtpServer, Tls};

async fn app(server: &SmtpServer, postgres: bool) -> TestApp {
    let database = if postgres {
        Some(tokio::task::spawn_blocking(cluster::database).await.unwrap())
    } else {
        None
    };
    let settings = server.settings();
    let settings: Vec<(&str, &str)> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
    TestApp::start(database, &settings).await
}

async fn file(app: &TestApp) {
    let head = app.sign_in("head-01").await;
    head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
}

async fn mails_reach_the_server(tls: Tls, postgres: bool) {
    let server = SmtpServer::start(tls, Some(("hamahang", "a secret of the mail server")));
    let app = app(&server, postgres).await;
    file(&app).await;
    let received = server.wait_for(1).await;
    let mail = &received[0];
    assert_eq!((mail.tls, mail.user.as_deref()), (tls != Tls::None, Some("hamahang")));
    assert_eq!(mail.to, ["director@demo.test"]);
    let message = mail_parser::MessageParser::default().parse(&mail.raw).unwrap();
    assert!(
        message.subject().unwrap().starts_with("[#1398-0001]"),
        "{:?}",
        message.subject()
    );
    assert_eq!(
        message.header_raw("Auto-Submitted").map(str::trim),
        Some("auto-generated")
    );
    assert!(message.body_html(0).unwrap().contains("dir=\"rtl\""));
    assert!(message.body_text(0).unwrap().contains("1398-0001"));
    assert!(message.message_id().unwrap().starts_with("request_submitted."));
}

#[tokio::test]
async fn by_starttls_on_sqlite() {
    mails_reach_the_server(Tls::Starttls, false).await;
}

#[tokio::test]
async fn by_tls_from_the_first_byte_on_postgres() {
    mails_reach_the_server(Tls::Implicit, true).await;
}

/// Waits until the only mail is in this state; moves the clock over the pauses between tries.
async fn until(app: &TestApp, state: &str) -> serde_json::Value {
    for _ in 0..150 {
        // The clock moves over hours, so each look is a sign-in of its own.
        let page = app.sign_in("admin").await.get("/mail/outbox").await.is(StatusCode::OK);
        let mail = page["items"][0].clone();
        if mail["state"] == state {
            return mail;
        }
        app.advance(TimeDelta::minutes(80));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the mail never was {state}");
}

#[tokio::test]
async fn a_server_that_refuses_for_now_is_tried_again_and_one_that_refuses_for_good_is_not() {
    let server = SmtpServer::start(Tls::None, None);
    server.behave("data 451 2");
    let app = app(&server, false).await;
    file(&app).await;
    let sent = until(&app, "sent").await;
    assert_eq!(sent["attempts"], 3);
    assert_eq!(server.messages().len(), 1);
    server.behave("rcpt 550");
    file(&app).await;
    let dead = until(&app, "dead").await;
    assert!(dead["last_error"].as_str().unwrap().contains("550"), "{dead}");
    server.behave_well();
    let admin = app.sign_in("admin").await;
    admin
        .post(&format!("/mail/outbox/{}/retry", dead["id"]), &json!({}))
        .await
        .is(StatusCode::OK);
    assert_eq!(until(&app, "sent").await["id"], dead["id"]);
    admin.get("/mail/outbox?state=dead").await;
}

#[tokio::test]
async fn a_mail_whose_acceptance_was_lost_comes_again_under_the_same_message_id() {
    let server = SmtpServer::start(Tls::None, None);
    server.behave("lost 1");
    let app = app(&server, true).await;
    file(&app).await;
    until(&app, "sent").await;
    let ids: Vec<_> = server
        .messages()
        .iter()
        .map(|m| {
            mail_parser::MessageParser::default()
                .parse(&m.raw)
                .unwrap()
                .message_id()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 2, "at least once");
    assert_eq!(ids[0], ids[1], "and recognisable");
}

#[tokio::test]
async fn a_server_that_hangs_hangs_up_or_wants_to_be_asked_again_gets_the_mail_in_the_end() {
    for (how, tries) in [("hang 1", 2), ("drop 2", 3), ("rcpt 450 2", 3)] {
        let server = SmtpServer::start(Tls::None, None);
        server.behave(how);
        let settings: Vec<_> = server
            .settings()
            .into_iter()
            .chain([("smtp_timeout_seconds", "1".to_owned())])
            .collect();
        let settings: Vec<(&str, &str)> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let app = TestApp::start(None, &settings).await;
        file(&app).await;
        let sent = until(&app, "sent").await;
        assert_eq!(
            (&sent["attempts"], server.messages().len()),
            (&json!(tries), 1),
            "{how}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_down_loses_nothing_and_gets_all_when_it_is_back() {
    let gone = SmtpServer::start(Tls::None, None);
    let (port, settings) = (gone.port, gone.settings());
    drop(gone);
    let settings: Vec<(&str, &str)> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let app = TestApp::start(None, &settings).await;
    for _ in 0..3 {
        file(&app).await;
    }
    for _ in 0..3 {
        app.advance(TimeDelta::minutes(80));
        tokio::time::sleep(Duration::from_millis(2200)).await;
    }
    let admin = app.sign_in("admin").await;
    let page = admin.get("/mail/outbox").await.is(StatusCode::OK);
    let states: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["state"].clone())
        .collect();
    assert_eq!(states, ["queued", "queued", "queued"], "it waits, and is not given up");
    let back = SmtpServer::start_on(port, Tls::None, None);
    app.advance(TimeDelta::minutes(80));
    assert_eq!(back.wait_for(3).await.len(), 3);
}
