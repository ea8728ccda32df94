//! Digests: on working mornings, once, what waits for the reader first, and nothing that they may not know.

use chrono::TimeDelta;
use hamahang::app::knowing::may_know;
use hamahang::meetings::weekly;
use hamahang::notifications::digest;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::cluster;
use crate::notifications::{rounds_gone, written};
use crate::requests::petty_cash;

async fn app(postgres: bool) -> TestApp {
    let database = if postgres {
        Some(tokio::task::spawn_blocking(cluster::database).await.unwrap())
    } else {
        None
    };
    let app = TestApp::start(database, &[("mail_digests", "true")]).await;
    rounds_gone(&app).await;
    app
}

macro_rules! on_both_with_digests {
    ($(async fn $name:ident($app:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($app: TestApp) $body

            #[tokio::test]
            async fn sqlite() {
                story(app(false).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                story(app(true).await).await;
            }
        }
    )+};
}

async fn round(app: &TestApp) -> usize {
    digest::go(&app.db, may_know).await.unwrap()
}

/// Whose digests there are, oldest first.
async fn digests(app: &TestApp) -> Vec<String> {
    let mails = app.mails().await.into_iter().filter(|(kind, _)| kind == "digest");
    mails
        .map(|(_, to)| to.trim_end_matches("@demo.test").to_owned())
        .collect()
}

async fn file(app: &TestApp) -> (Client, Value) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    (head, request)
}

/// The text of the mail.
fn text_of(mail: &str) -> String {
    let parsed = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
    parsed.body_text(0).unwrap().replace('\r', "")
}

on_both_with_digests! {
    async fn a_digest_comes_on_working_mornings_and_once(app) {
        let (head, request) = file(&app).await;
        assert_eq!(digests(&app).await, Vec::<String>::new());
        assert_eq!(round(&app).await, 1, "it is ten on a Tuesday");
        assert_eq!(round(&app).await, 0);
        assert_eq!(digests(&app).await, ["director"]);
        let director = app.sign_in("director").await;
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        director.post("/requests/1398-0001/comments", &json!({ "text": "پیش‌فاکتور کجاست؟" })).await.is(StatusCode::CREATED);
        file(&app).await;
        assert_eq!(round(&app).await, 2, "the head has had none today, nor the desk; the director has");
        assert_eq!(digests(&app).await, ["director", "head-01", "owner-finance"]);
        head.post("/requests/1398-0001/comments", &json!({ "text": "پیوست شد." })).await.is(StatusCode::CREATED);
        app.advance(TimeDelta::hours(21));
        assert_eq!(round(&app).await, 0, "seven in the morning");
        app.advance(TimeDelta::hours(1));
        assert_eq!(round(&app).await, 2, "the director and the desk, on Wednesday at eight");
        file(&app).await;
        // Thursday and Friday are the weekend.
        for _ in 0..2 {
            app.advance(TimeDelta::days(1));
            assert_eq!(round(&app).await, 0);
        }
        app.advance(TimeDelta::days(1));
        assert_eq!(round(&app).await, 1, "on Saturday");
    }

    async fn after_a_time_without_the_server_one_digest_holds_all_and_two_rounds_make_one(app) {
        for _ in 0..3 {
            file(&app).await;
            app.advance(TimeDelta::days(1));
        }
        app.advance(TimeDelta::days(4));
        let (one, other) = tokio::join!(digest::go(&app.db, may_know), digest::go(&app.db, may_know));
        assert_eq!(one.unwrap() + other.unwrap(), 1);
        assert_eq!(digests(&app).await, ["director"]);
        let text = text_of(&written(&app, "digest").await);
        for number in ["1398-0001", "1398-0002", "1398-0003"] {
            assert!(text.contains(number), "{text}");
        }
    }

    async fn what_waits_comes_first_what_was_read_or_may_not_be_known_not_at_all(app) {
        let (_, first) = file(&app).await;
        let (_, second) = file(&app).await;
        let (_, third) = file(&app).await;
        let member = app.sign_in("member-01").await;
        for number in ["1398-0001", "1398-0002", "1398-0003"] {
            member.call(Method::PUT, &format!("/requests/{number}/watchers/me"), None, &[]).await.is(StatusCode::OK);
        }
        let director = app.sign_in("director").await;
        let mut accepted = Vec::new();
        for request in [&first, &second, &third] {
            accepted.push(director.act(request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK));
        }
        let owner = app.sign_in("owner-finance").await;
        let started = owner.act(&accepted[0], "start", &json!({})).await.is(StatusCode::OK);
        owner.act(&started, "done", &json!({ "summary": "پرداخت شد" })).await.is(StatusCode::OK);
        // Staff do not see a private one.
        assert_eq!(app.sql("UPDATE requests SET private = TRUE WHERE number = '1398-0002'").await, 1);
        // And the third has been read.
        let page = member.get("/notifications").await.is(StatusCode::OK);
        let third: Vec<_> = page["items"].as_array().unwrap().iter().filter(|n| n["number"] == "1398-0003").map(|n| n["id"].clone()).collect();
        member.post("/notifications/read", &json!({ "ids": third })).await.is(StatusCode::OK);
        round(&app).await;
        let admin = app.sign_in("admin").await;
        let page = admin.get("/mail/outbox?limit=200").await.is(StatusCode::OK);
        let to = |who: &str| page["items"].as_array().unwrap().iter().filter(|m| m["kind"] == "digest" && m["to"]["name"] == who).count();
        assert_eq!((to("member-01"), to("head-01"), to("director")), (1, 1, 1));
        let texts = all_texts(&app, "digest", 3).await;
        let members = texts.iter().find(|text| text.contains("member-01")).unwrap();
        assert!(members.contains("1398-0001") && !members.contains("1398-0002") && !members.contains("1398-0003"), "{members}");
        let heads = texts.iter().find(|text| text.contains("head-01")).unwrap();
        let (waits, others) = (heads.find("در انتظار شما").unwrap(), heads.find("خبرهای دیگر").unwrap());
        let (done, other) = (heads.find("1398-0001").unwrap(), heads.find("1398-0003").unwrap());
        assert!(waits < done && done < others && others < other, "{heads}");
    }

    async fn the_director_gets_a_summary_of_the_week_once(app) {
        file(&app).await;
        // The server's own round may have been the first.
        weekly::go(&app.db).await.unwrap();
        assert_eq!(weekly::go(&app.db).await.unwrap(), 0);
        let summaries = async || app.mails().await.iter().filter(|(kind, _)| kind == "weekly_summary").count();
        assert_eq!(summaries().await, 1);
        app.advance(TimeDelta::days(3));
        assert_eq!(weekly::go(&app.db).await.unwrap(), 0, "on Friday");
        app.advance(TimeDelta::days(1));
        let (one, other) = tokio::join!(weekly::go(&app.db), weekly::go(&app.db));
        assert_eq!(one.unwrap() + other.unwrap(), 1, "on Saturday, by one of two");
        assert_eq!(summaries().await, 2);
        let texts = all_texts(&app, "weekly_summary", 2).await;
        let text = texts.iter().find(|text| text.contains("۱۶ آذر") || text.contains("۹ آذر")).unwrap();
        assert!(text.contains("درخواست‌های باز: ۱"), "{text}");
        let director = app.sign_in("director").await;
        let seen = director.get("/notification-preferences").await.is(StatusCode::OK);
        assert_eq!(seen["weekly_summary"], true);
        let body = json!({ "topics": [], "digest": true, "digest_hour": 8, "weekly_summary": false });
        director.change(Method::PUT, "/notification-preferences", &seen["version"], &body).await.is(StatusCode::OK);
        app.advance(TimeDelta::days(7));
        assert_eq!(weekly::go(&app.db).await.unwrap(), 0);
    }
}

/// The texts of the mails of a kind, when there are so many.
async fn all_texts(app: &TestApp, kind: &str, count: usize) -> Vec<String> {
    for _ in 0..200 {
        let folder = std::fs::read_dir(app.folder.path().join("mail"))
            .into_iter()
            .flatten()
            .flatten();
        let mails = folder.filter_map(|file| std::fs::read_to_string(file.path()).ok());
        let texts: Vec<_> = mails
            .filter(|mail| mail.contains(&format!("X-Hamahang-Event: {kind}")))
            .map(|mail| text_of(&mail))
            .collect();
        if texts.len() >= count {
            return texts;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("there are not {count} mails {kind}");
}
