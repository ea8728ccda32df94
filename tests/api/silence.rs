//! Silence closes what is done: counted in working days, once whoever counts, and never over an answer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::app::Server;
use hamahang::config::Settings;
use hamahang::db::Db;
use hamahang::requests::silence::close_silent;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::on_both;
use crate::requests::petty_cash;

/// A request that the finance desk calls done.
async fn done(app: &TestApp) -> Value {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    let accept = json!({ "desk_id": app.finance });
    let request = director.act(&request, "accept", &accept).await.is(StatusCode::OK);
    finish(app, &request).await
}

async fn finish(app: &TestApp, request: &Value) -> Value {
    let owner = app.sign_in("owner-finance").await;
    let summary = json!({ "summary": "تنخواه واریز شد." });
    owner.act(request, "done", &summary).await.is(StatusCode::OK)
}

async fn seen(app: &TestApp, request: &Value) -> Value {
    let auditor = app.sign_in("auditor").await;
    let path = format!("/requests/{}", request["id"]);
    auditor.get(&path).await.is(StatusCode::OK)
}

/// The actions of its history that end it.
async fn endings(app: &TestApp, request: &Value) -> Vec<Value> {
    let auditor = app.sign_in("auditor").await;
    let path = format!("/requests/{}/history", request["id"]);
    let history = auditor.get(&path).await.is(StatusCode::OK);
    let events = history["items"].as_array().unwrap().iter();
    events.filter(|e| e["to_state"] == "closed").cloned().collect()
}

/// Moves the clock to this instant.
fn until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    app.advance(instant - app.clock.now().utc());
}

#[derive(diesel::QueryableByName)]
struct Body {
    #[diesel(sql_type = Text)]
    body_text: String,
}

/// What the mails of a kind say.
async fn bodies(app: &TestApp, query: &'static str) -> Vec<String> {
    let db = app.db.clone();
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).load::<Body>(c)?));
    let found = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    found.into_iter().map(|body| body.body_text).collect()
}

on_both! {
    async fn ten_working_days_after_it_was_done_it_is_closed_and_both_sides_hear_of_it(app) {
        let request = done(&app).await;
        assert_eq!(request["closes_on"], "2019-12-17", "two weekends lie between");
        let told = bodies(&app, "SELECT body_text FROM outbox WHERE kind = 'request_done'").await;
        assert!(told.len() == 1 && told[0].contains("مهلت پاسخ") && told[0].contains("سه‌شنبه ۲۶ آذر ۱۳۹۸"), "{told:?}");

        let director = app.sign_in("director").await;
        let closure = json!({ "kind": "holiday", "title": "تعطیلی به سبب آلودگی هوا", "date": "2019-12-08" });
        director.post("/calendar/holidays", &closure).await.is(StatusCode::CREATED);
        let list = director.get("/requests?fields=closes_on").await.is(StatusCode::OK);
        assert_eq!(list["items"][0]["closes_on"], "2019-12-18", "announced late");

        until(&app, "2019-12-18T20:29:59Z");
        assert_eq!(close_silent(&app.db).await.unwrap(), 0, "a second before midnight in Tehran");
        until(&app, "2019-12-18T20:30:00Z");
        assert_eq!(close_silent(&app.db).await.unwrap(), 1);
        let closed = seen(&app, &request).await;
        assert_eq!((&closed["state"], &closed["closes_on"], &closed["closed_at"]), (&json!("closed"), &Value::Null, &json!("2019-12-18T20:30:00Z")));
        let ending = &endings(&app, &request).await[0];
        assert_eq!((&ending["action"], &ending["actor"], &ending["from_state"]), (&json!("lapse"), &Value::Null, &json!("done")));
        assert_eq!(ending["data"], json!({ "done_at": "2019-12-03T06:30:00Z", "closes_on": "2019-12-18", "working_days": 10 }));
        let mails = app.mails().await;
        let lapsed: Vec<_> = mails.iter().filter(|(kind, _)| kind == "request_lapsed").map(|(_, who)| who.as_str()).collect();
        assert_eq!(lapsed, ["head-01@demo.test", "owner-finance@demo.test"]);
        assert_eq!(close_silent(&app.db).await.unwrap(), 0, "once");
    }
}

on_both! {
    async fn an_answer_ends_the_count_and_the_next_done_begins_it_anew(app) {
        let request = done(&app).await;
        until(&app, "2019-12-17T08:00:00Z");
        let head = app.sign_in("head-01").await;
        let request = head.act(&request, "dispute", &json!({ "reason": "هنوز واریز نشده است." })).await.is(StatusCode::OK);
        assert_eq!((&request["closes_on"], &request["disputed"]), (&Value::Null, &json!(true)));
        until(&app, "2020-01-15T08:00:00Z");
        assert_eq!(close_silent(&app.db).await.unwrap(), 0, "it is in progress");
        let request = finish(&app, &request).await;
        assert_eq!(request["closes_on"], "2020-01-29");
        assert_eq!(close_silent(&app.db).await.unwrap(), 0, "the first count is over");
        until(&app, "2020-01-29T20:30:00Z");
        assert_eq!(close_silent(&app.db).await.unwrap(), 1);
        let closed = seen(&app, &request).await;
        assert_eq!((&closed["state"], &closed["disputed"]), (&json!("closed"), &json!(false)));

        let director = app.sign_in("director").await;
        let reopened = director.act(&closed, "reopen", &json!({ "reason": "کار ناتمام است." })).await.is(StatusCode::OK);
        assert_eq!((&reopened["state"], &reopened["closes_on"]), (&json!("in_progress"), &Value::Null));
        assert_eq!(close_silent(&app.db).await.unwrap(), 0);
        let request = finish(&app, &reopened).await;
        assert_eq!((&request["closes_on"], close_silent(&app.db).await.unwrap()), (&json!("2020-02-15"), 0), "22 Bahman lies between");
    }
}

on_both! {
    async fn rounds_at_once_and_answers_among_them_close_each_request_once(app) {
        let mut requests = Vec::new();
        for _ in 0..16 {
            requests.push(done(&app).await);
        }
        until(&app, "2020-02-01T08:00:00Z");
        let head = app.sign_in("head-01").await;
        let other = Db::open(app.db.settings(), &app.clock).unwrap();
        let nothing = json!({});
        let confirm = requests.iter().step_by(4).map(|request| head.act(request, "confirm", &nothing));
        let confirm = futures_util::future::join_all(confirm.collect::<Vec<_>>());
        let (here, there, answers) = tokio::join!(close_silent(&app.db), close_silent(&other), confirm);
        let confirmed = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert!(answers.iter().all(|a| [200, 409, 412].contains(&a.status.as_u16())), "late answers are refused");
        assert_eq!(here.unwrap() + there.unwrap() + confirmed, 16);
        for request in &requests {
            assert_eq!(endings(&app, request).await.len(), 1, "{}", request["number"]);
        }
        let mails = app.mails().await;
        assert_eq!(mails.iter().filter(|(kind, _)| kind == "request_lapsed").count(), 2 * (16 - confirmed));
    }
}

on_both! {
    async fn one_that_cannot_be_closed_does_not_keep_the_others(app) {
        for _ in 0..3 {
            done(&app).await;
        }
        until(&app, "2020-02-01T08:00:00Z");
        assert_eq!(app.sql("UPDATE requests SET priority = 'no priority' WHERE number = '1398-0002'").await, 1);
        assert_eq!(close_silent(&app.db).await.unwrap(), 2);
        assert_eq!(app.sql("UPDATE requests SET priority = 'normal' WHERE number = '1398-0002'").await, 1);
        assert_eq!(close_silent(&app.db).await.unwrap(), 1, "mended, it is closed by the next round");
    }
}

on_both! {
    async fn a_server_catches_up_when_it_starts(app) {
        let request = done(&app).await;
        until(&app, "2020-02-01T08:00:00Z");
        let (settings, clock) = (Arc::clone(app.db.settings()), app.clock.clone());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = std::thread::spawn(move || {
            let server = Server::build(&settings, &clock).unwrap();
            let until = async move { stopped.await.unwrap_or(()) };
            actix_web::rt::System::new().block_on(server.run_until(until)).unwrap();
        });
        let mut state = Value::Null;
        for _ in 0..100 {
            state = seen(&app, &request).await["state"].clone();
            if state == "closed" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(state, "closed");
        stop.send(()).unwrap();
        tokio::task::spawn_blocking(move || server.join().unwrap()).await.unwrap();
    }
}

on_both! {
    async fn without_working_days_nothing_is_closed_and_no_day_is_named(app) {
        let director = app.sign_in("director").await;
        let friday = json!([{ "from": "08:00", "until": "12:00" }]);
        let hours = json!({ "periods": [{ "valid_from": "1921-03-21", "week": { "friday": friday } }] });
        director.change(reqwest::Method::PUT, "/calendar/hours", &json!(1), &hours).await.is(StatusCode::OK);
        let request = done(&app).await;
        assert_eq!(request["closes_on"], Value::Null);
        until(&app, "2020-02-01T08:00:00Z");
        let refused = close_silent(&app.db).await.unwrap_err();
        assert!(refused.to_string().contains("working time"), "{refused}");
        assert_eq!(seen(&app, &request).await["state"], "done");
    }
}

#[tokio::test]
async fn how_many_days_is_a_setting() {
    let app = TestApp::start(None, &[("close_after_working_days", "1")]).await;
    let request = done(&app).await;
    assert_eq!(request["closes_on"], "2019-12-04");
    for wrong in ["0", "101", "ten"] {
        let values = BTreeMap::from([("close_after_working_days".to_owned(), wrong.to_owned())]);
        let error = Settings::from_values(&values).unwrap_err().to_string();
        assert!(
            error.contains("close_after_working_days: wants a number from 1 to 100"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn one_that_somebody_holds_is_left_to_the_next_round() {
    let app = TestApp::postgres().await;
    for _ in 0..2 {
        done(&app).await;
    }
    until(&app, "2020-02-01T08:00:00Z");
    let db = app.db.clone();
    let (held, wait) = tokio::sync::oneshot::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let (held, released) = (std::sync::Mutex::new(Some(held)), std::sync::Mutex::new(released));
    let holder = tokio::task::spawn_blocking(move || {
        db.write_now(|c, _| {
            diesel::sql_query("SELECT 1 FROM requests WHERE number = '1398-0001' FOR UPDATE").execute(c)?;
            held.lock().unwrap().take().unwrap().send(()).unwrap();
            released.lock().unwrap().recv().unwrap();
            Ok(())
        })
    });
    wait.await.unwrap();
    assert_eq!(close_silent(&app.db).await.unwrap(), 1, "the other one");
    release.send(()).unwrap();
    holder.await.unwrap().unwrap();
    assert_eq!(close_silent(&app.db).await.unwrap(), 1);
}
