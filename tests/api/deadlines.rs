//! Deadlines as people live by them: set when a request is filed, explained, moved with the calendar, warned of, told of
//! when they are missed, and the party that is waited for reminded.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::db::{Db, lease};
use hamahang::requests::deadlines::{coming_year, recount, rounds};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

/// Moves the clock to this instant.
fn until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    app.advance(instant - app.clock.now().utc());
}

async fn file(app: &TestApp) -> Value {
    let head = app.sign_in("head-01").await;
    head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED)
}

/// Filed, and accepted for the finance desk.
async fn accepted(app: &TestApp) -> Value {
    let request = file(app).await;
    let director = app.sign_in("director").await;
    let accept = json!({ "desk_id": app.finance });
    director.act(&request, "accept", &accept).await.is(StatusCode::OK)
}

async fn seen(app: &TestApp, request: &Value) -> Value {
    let auditor = app.sign_in("auditor").await;
    auditor
        .get(&format!("/requests/{}", request["id"]))
        .await
        .is(StatusCode::OK)
}

/// The entries of its history with one of these actions.
async fn history(app: &TestApp, request: &Value, actions: &[&str]) -> Vec<Value> {
    let auditor = app.sign_in("auditor").await;
    let path = format!("/requests/{}/history", request["id"]);
    let history = auditor.get(&path).await.is(StatusCode::OK);
    let events = history["items"].as_array().unwrap().iter();
    events
        .filter(|e| actions.contains(&e["action"].as_str().unwrap()))
        .cloned()
        .collect()
}

/// Mails of deadlines: kind and person, oldest first.
async fn told(app: &TestApp) -> Vec<(String, String)> {
    let mails = app.mails().await.into_iter();
    mails
        .filter(|(kind, _)| kind.starts_with("deadline_") || kind.starts_with("party_"))
        .map(|(kind, to)| (kind, to.trim_end_matches("@demo.test").to_owned()))
        .collect()
}

fn pair(kind: &str, who: &str) -> (String, String) {
    (kind.to_owned(), who.to_owned())
}

#[derive(diesel::QueryableByName)]
struct Body {
    #[diesel(sql_type = Text)]
    body_text: String,
}

async fn bodies(app: &TestApp, query: &'static str) -> Vec<String> {
    let db = app.db.clone();
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).load::<Body>(c)?));
    let found = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    found.into_iter().map(|body| body.body_text).collect()
}

/// An hour for the first steps, two for the whole.
async fn hurry(app: &TestApp) -> Value {
    let director = app.sign_in("director").await;
    put(&director, 1, &[line(Value::Null, Value::Null, 60, 120)])
        .await
        .is(StatusCode::OK)
}

fn line(category: Value, priority: Value, first: u32, whole: u32) -> Value {
    json!({ "name": null, "category": category, "priority": priority, "triage_minutes": first, "first_response_minutes": first, "resolve_minutes": whole })
}

async fn put(who: &Client, version: i32, lines: &[Value]) -> crate::app::Answer {
    let body = json!({ "policies": lines });
    who.change(Method::PUT, "/sla-policies", &json!(version), &body).await
}

on_both! {
    async fn policies_are_a_set_that_the_director_saves_whole(app) {
        let (head, director) = (app.sign_in("head-01").await, app.sign_in("director").await);
        let first = head.get("/sla-policies").await.is(StatusCode::OK);
        assert_eq!((&first["version"], &first["created_at"]), (&json!(1), &Value::Null), "they came with the program");
        assert_eq!(first["policies"][0], json!({ "name": null, "category": null, "priority": null, "triage_minutes": 840, "first_response_minutes": 1260, "resolve_minutes": 8400 }));
        let lines = [line(Value::Null, Value::Null, 60, 4200), line(json!("petty_cash"), Value::Null, 60, 2100), line(Value::Null, json!("urgent"), 60, 840)];
        put(&head, 1, &lines).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let saved = put(&director, 1, &lines).await.is(StatusCode::OK);
        assert_eq!((&saved["version"], &saved["created_at"], &saved["policies"]), (&json!(2), &json!("2019-12-03T06:30:00Z"), &json!(lines)));
        let stale = put(&director, 1, &lines).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!(stale["current"]["version"], 2);
        let told = head.call(Method::GET, "/sla-policies/explain?category=petty_cash&priority=urgent", None, &[("accept-language", "en")]).await.is(StatusCode::OK);
        let lines: Vec<_> = told["lines"].as_array().unwrap().iter().map(|l| (l["chosen"].as_bool().unwrap(), l["reason"].as_str().unwrap())).collect();
        assert_eq!(lines, [(false, "a more specific line applies"), (true, "for this category"), (false, "a more specific line applies")]);
        let request = file(&app).await;
        assert_eq!(request["due_at"], "2019-12-10T06:30:00Z", "five days of seven hours");
    }
}

on_both! {
    async fn what_a_rule_routes_lives_by_the_policy_that_it_names(app) {
        let (head, director) = (app.sign_in("head-01").await, app.sign_in("director").await);
        let rules = |name: &str| json!({ "rules": [{ "name": "تنخواه", "conditions": { "categories": ["petty_cash"] }, "target": { "desk_id": app.finance, "sla_policy": name } }] });
        let put_rules = async |name: &str| director.change(Method::PUT, "/routing/rules", &json!(0), &rules(name)).await;
        let mut named = line(Value::Null, Value::Null, 60, 420);
        named["name"] = json!("رویداد  فوری");
        put(&director, 1, &[line(Value::Null, Value::Null, 60, 4200), named]).await.is(StatusCode::OK);
        let problem = put_rules("رویداد").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/rules/0/target/sla_policy".into(), "not_found".into())]);
        director.post("/routing/dry-runs", &rules("رویداد")).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let saved = put_rules("رویداد فوری").await.is(StatusCode::OK);
        assert_eq!(saved["rules"][0]["target"]["sla_policy"], "رویداد فوری");
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!(request["due_at"], "2019-12-04T06:30:00Z", "one day of seven hours");
        let path = format!("/requests/{}/deadlines", request["id"]);
        let told = head.call(Method::GET, &path, None, &[("accept-language", "en")]).await.is(StatusCode::OK);
        assert_eq!((&told["policy"]["policy"]["name"], &told["policy"]["reason"]), (&json!("رویداد فوری"), &json!("named by the rule that routed it")));
        let explained = head.get("/sla-policies/explain?category=petty_cash&named=%D8%B1%D9%88%DB%8C%D8%AF%D8%A7%D8%AF%20%D9%81%D9%88%D8%B1%DB%8C").await.is(StatusCode::OK);
        assert_eq!((&explained["lines"][0]["chosen"], &explained["lines"][1]["chosen"]), (&json!(false), &json!(true)));
        // It cannot go while a rule in force names it.
        let problem = put(&director, 2, &[line(Value::Null, Value::Null, 60, 4200)]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/policies".into(), "conflict".into())]);
    }
}

on_both! {
    async fn a_set_that_cannot_be_meant_is_refused_line_by_line(app) {
        let director = app.sign_in("director").await;
        let wrong = [line(json!("budget"), Value::Null, 600, 120), line(json!("budget"), Value::Null, 60, 120)];
        let problem = put(&director, 1, &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let wanted = [("/policies", "required"), ("/policies/0/triage_minutes", "conflict"), ("/policies/0/first_response_minutes", "conflict"), ("/policies/1", "conflict")];
        assert_eq!(fields(&problem), wanted.map(|(at, code)| (at.to_owned(), code.to_owned())));
        for (wrong, at) in [(line(json!("no such"), Value::Null, 1, 1), "/policies/0/category"), (line(Value::Null, Value::Null, 0, 1), "/policies/0/triage_minutes")] {
            let problem = put(&director, 1, &[wrong]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert!(fields(&problem).iter().any(|(pointer, _)| pointer == at), "{problem}");
        }
    }
}

on_both! {
    async fn a_request_is_due_by_its_policy_and_waits_cost_it_nothing(app) {
        let draft = {
            let head = app.sign_in("head-01").await;
            let mut body = petty_cash(&app);
            body["draft"] = json!(true);
            head.post("/requests", &body).await.is(StatusCode::CREATED)
        };
        assert_eq!(draft["due_at"], Value::Null);
        let request = accepted(&app).await;
        assert_eq!(request["due_at"], "2019-12-31T06:30:00Z", "twenty working days");
        let owner = app.sign_in("owner-finance").await;
        let asked = owner.act(&request, "ask", &json!({ "question": "تنخواه‌دار کیست؟" })).await.is(StatusCode::OK);
        assert_eq!(asked["due_at"], Value::Null, "nobody knows when it will go on");
        until(&app, "2019-12-10T06:30:00Z");
        let head = app.sign_in("head-01").await;
        let answered = head.act(&asked, "answer", &json!({ "answer": "کارشناس واحد" })).await.is(StatusCode::OK);
        assert_eq!(answered["due_at"], "2020-01-07T06:30:00Z", "five working days later");
        let director = app.sign_in("director").await;
        let path = format!("/requests/{}", request["id"]);
        let urgent = director.change(Method::PATCH, &path, &answered["version"], &json!({ "priority": "urgent" })).await.is(StatusCode::OK);
        assert_eq!(urgent["due_at"], "2019-12-24T06:30:00Z");
        let changed = &history(&app, &request, &["changed"]).await[0]["data"];
        assert_eq!(changed, &json!({ "priority": ["normal", "urgent"], "due_at": ["2020-01-07T06:30:00Z", "2019-12-24T06:30:00Z"] }));
        until(&app, "2019-12-25T06:30:00Z");
        let (director, head, owner) = (app.sign_in("director").await, app.sign_in("head-01").await, app.sign_in("owner-finance").await);
        let late = director.get("/requests?overdue=true").await.is(StatusCode::OK);
        assert_eq!(late["items"].as_array().unwrap().len(), 1);
        let finished = owner.act(&urgent, "done", &json!({ "summary": "تنخواه واریز شد." })).await.is(StatusCode::OK);
        assert_eq!(finished["due_at"], Value::Null);
        let late = director.get("/requests?overdue=true").await.is(StatusCode::OK);
        assert_eq!(late["items"], json!([]), "it waits for the unit now");
        let disputed = head.act(&finished, "dispute", &json!({ "reason": "نرسیده است." })).await.is(StatusCode::OK);
        assert_eq!(disputed["due_at"], "2019-12-24T06:30:00Z", "and it was late before");
    }
}

on_both! {
    async fn every_minute_is_explained(app) {
        let request = accepted(&app).await;
        until(&app, "2019-12-07T06:30:00Z");
        let owner = app.sign_in("owner-finance").await;
        owner.act(&request, "wait", &json!({ "reason": "تأمین اعتبار", "party": "معاونت مالی" })).await.is(StatusCode::OK);
        until(&app, "2019-12-08T06:30:00Z");
        let owner = app.sign_in("owner-finance").await;
        let path = format!("/requests/{}/deadlines", request["id"]);
        let told = owner.call(Method::GET, &path, None, &[("accept-language", "en")]).await.is(StatusCode::OK);
        assert_eq!((&told["at"], &told["policy"]["reason"]), (&json!("2019-12-08T06:30:00Z"), &json!("the default")));
        let clocks = told["clocks"].as_array().unwrap();
        let states: Vec<_> = clocks.iter().map(|c| (c["clock"].as_str().unwrap(), c["status"].as_str().unwrap(), c["elapsed_minutes"].as_i64().unwrap())).collect();
        assert_eq!(states, [("triage", "stopped", 0), ("first_response", "stopped", 0), ("resolve", "paused", 840)]);
        let intervals: Vec<_> = clocks[2]["intervals"].as_array().unwrap().iter().map(|i| (i["reason"].as_str().unwrap(), i["minutes"].as_i64().unwrap())).collect();
        let wanted = [("working", 270), ("outside_hours", 1020), ("working", 420), ("outside_hours", 570), ("weekend", 2880), ("outside_hours", 450), ("working", 150), ("waiting", 1440)];
        assert_eq!(intervals, wanted);
        assert_eq!(clocks[2]["intervals"][4]["text"], "Weekend");
        let sum: i64 = clocks[2]["intervals"].as_array().unwrap().iter().filter(|i| i["counted"] == true).map(|i| i["minutes"].as_i64().unwrap()).sum();
        assert_eq!(sum, 840);
        let states: Vec<_> = told["states"].as_array().unwrap().iter().map(|s| (s["name"].as_str().unwrap(), s["minutes"].as_i64().unwrap(), s["working_minutes"].as_i64().unwrap())).collect();
        assert_eq!(states, [("Draft", 0, 0), ("Submitted", 0, 0), ("Assigned", 5760, 840), ("Waiting", 1440, 420)]);
        let persian = owner.get(&path).await.is(StatusCode::OK);
        assert_eq!((&persian["clocks"][2]["name"], &persian["clocks"][2]["intervals"][7]["text"]), (&json!("انجام درخواست"), &json!("در انتظار طرفی بیرون از واحد")));
        app.sign_in("head-02").await.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn a_late_holiday_moves_what_is_open_and_the_history_says_so(app) {
        let request = accepted(&app).await;
        recount::all(&app.db).await.unwrap();
        let director = app.sign_in("director").await;
        let closure = json!({ "kind": "holiday", "title": "تعطیلی به سبب آلودگی هوا", "date": "2019-12-08" });
        director.post("/calendar/holidays", &closure).await.is(StatusCode::CREATED);
        recount::all(&app.db).await.unwrap();
        let moved = seen(&app, &request).await;
        assert_eq!(moved["due_at"], "2020-01-01T06:30:00Z");
        let entries = history(&app, &request, &["deadline_moved"]).await;
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0]["actor"], Value::Null);
        assert_eq!((&entries[0]["data"]["due_at"], &entries[0]["data"]["because"]), (&json!(["2019-12-31T06:30:00Z", "2020-01-01T06:30:00Z"]), &json!("holiday")));
        assert_eq!((&moved["version"], &moved["updated_at"]), (&request["version"], &request["updated_at"]), "nobody has decided anything");
        let owner = app.sign_in("owner-finance").await;
        owner.act(&request, "start", &json!({})).await.is(StatusCode::OK);
        recount::all(&app.db).await.unwrap();
        assert_eq!(history(&app, &request, &["deadline_moved"]).await.len(), 1, "nothing has changed since");
        until(&app, "2019-12-04T06:30:00Z");
        let director = app.sign_in("director").await;
        put(&director, 1, &[line(Value::Null, Value::Null, 60, 4200)]).await.is(StatusCode::OK);
        recount::all(&app.db).await.unwrap();
        assert_eq!(seen(&app, &request).await["due_at"], "2019-12-18T06:30:00Z");
        assert_eq!(history(&app, &request, &["deadline_moved"]).await[1]["data"]["because"], "sla_policies");
    }
}

on_both! {
    async fn who_writes_during_a_recount_neither_loses_nor_undoes_it(app) {
        let request = accepted(&app).await;
        let (there, came) = tokio::sync::oneshot::channel();
        let db = app.db.clone();
        let there = std::sync::Mutex::new(Some(there));
        // As a recount writes: the row is its own until it commits, and the other has read it before or waits.
        let recount = tokio::task::spawn_blocking(move || {
            db.write_now(|c, _| {
                let moved = "UPDATE requests SET due_at = '2020-02-01 06:30:00', recounts = recounts + 1";
                diesel::sql_query(moved).execute(c)?;
                if let Some(there) = there.lock().unwrap().take() {
                    there.send(()).unwrap();
                }
                std::thread::sleep(std::time::Duration::from_millis(500));
                Ok(())
            })
        });
        came.await.unwrap();
        let director = app.sign_in("director").await;
        let path = format!("/requests/{}", request["id"]);
        let changed = director.change(Method::PATCH, &path, &request["version"], &json!({ "title": "عنوان دیگر" })).await.is(StatusCode::OK);
        recount.await.unwrap().unwrap();
        assert_eq!((&changed["title"], &changed["due_at"]), (&json!("عنوان دیگر"), &json!("2020-02-01T06:30:00Z")));
        assert_eq!(seen(&app, &request).await["due_at"], "2020-02-01T06:30:00Z");
    }
}

on_both! {
    async fn what_was_never_counted_is_counted_in_batches_and_goes_on_where_it_stopped(app) {
        for _ in 0..3 {
            file(&app).await;
        }
        let db = app.db.clone();
        let forget = move || db.write_now(|c, _| {
            diesel::sql_query("UPDATE requests SET due_at = NULL, next_alarm_at = NULL").execute(c)?;
            diesel::sql_query("DELETE FROM deadline_recounts").execute(c)?;
            Ok(())
        });
        tokio::task::spawn_blocking(forget).await.unwrap().unwrap();
        let other = Db::open(app.db.settings(), &app.clock).unwrap();
        let (here, there) = tokio::join!(recount::all(&app.db), recount::all(&other));
        here.unwrap();
        there.unwrap();
        recount::all(&app.db).await.unwrap();
        let list = app.sign_in("director").await.get("/requests?sort=due_at&fields=due_at").await.is(StatusCode::OK);
        let due: Vec<_> = list["items"].as_array().unwrap().iter().map(|r| r["due_at"].clone()).collect();
        assert_eq!(due, vec![json!("2019-12-31T06:30:00Z"); 3]);
    }
}

on_both! {
    async fn the_owner_is_warned_and_told_and_later_the_director(app) {
        hurry(&app).await;
        let request = accepted(&app).await;
        assert_eq!(request["due_at"], "2019-12-03T08:30:00Z");
        until(&app, "2019-12-03T07:59:59Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await, []);
        until(&app, "2019-12-03T08:00:00Z");
        let other = Db::open(app.db.settings(), &app.clock).unwrap();
        let (here, there) = tokio::join!(rounds::go(&app.db), rounds::go(&other));
        assert!(here.is_ok() || there.is_ok());
        rounds::go(&app.db).await.unwrap();
        let mut wanted = vec![pair("deadline_near", "owner-finance")];
        assert_eq!(told(&app).await, wanted, "once, whoever looks");
        until(&app, "2019-12-03T08:30:00Z");
        rounds::go(&app.db).await.unwrap();
        rounds::go(&app.db).await.unwrap();
        wanted.push(pair("deadline_missed", "owner-finance"));
        assert_eq!(told(&app).await, wanted);
        until(&app, "2019-12-04T08:29:59Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await, wanted, "the director hears of it after a working day");
        until(&app, "2019-12-04T08:30:00Z");
        rounds::go(&app.db).await.unwrap();
        wanted.push(pair("deadline_missed", "director"));
        assert_eq!(told(&app).await, wanted);
        until(&app, "2020-02-04T08:30:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await, wanted, "and that was all");
        let entries = history(&app, &request, &["deadline_warned", "deadline_missed", "deadline_escalated"]).await;
        let data: Vec<_> = entries.iter().map(|e| (e["action"].as_str().unwrap(), e["data"]["clock"].as_str().unwrap(), e["data"]["told"].as_array().unwrap().len())).collect();
        assert_eq!(data, [("deadline_warned", "resolve", 1), ("deadline_missed", "resolve", 1), ("deadline_escalated", "resolve", 1)]);
        assert_eq!(seen(&app, &request).await["version"], request["version"], "nothing that people see has changed");
        let mail = &bodies(&app, "SELECT body_text FROM outbox WHERE kind = 'deadline_missed' ORDER BY id").await[0];
        assert!(mail.contains("انجام درخواست") && mail.contains("۱۲ آذر ۱۳۹۸"), "{mail}");
    }
}

on_both! {
    async fn untriaged_it_is_the_directors(app) {
        hurry(&app).await;
        let request = file(&app).await;
        until(&app, "2019-12-03T07:15:00Z");
        rounds::go(&app.db).await.unwrap();
        // Triage and the first response run out together.
        assert_eq!(told(&app).await, vec![pair("deadline_near", "director"); 2]);
        let director = app.sign_in("director").await;
        director.act(&request, "reject", &json!({ "reason": "اعتباری نیست.", "turn_to": "میز مالی" })).await.is(StatusCode::OK);
        until(&app, "2019-12-20T07:15:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await.len(), 2, "decided, no clock runs");
    }
}

on_both! {
    async fn warnings_keep_to_working_time_and_breaches_do_not(app) {
        let director = app.sign_in("director").await;
        // Filed at ten, the warning at 14:15; from then on nobody looks before the evening.
        put(&director, 1, &[line(Value::Null, Value::Null, 340, 340)]).await.is(StatusCode::OK);
        accepted(&app).await;
        until(&app, "2019-12-03T16:00:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await, [], "the office is closed");
        until(&app, "2019-12-04T04:01:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await, [pair("deadline_near", "owner-finance")]);
        until(&app, "2019-12-06T16:00:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await[1..], [pair("deadline_missed", "owner-finance")], "a Friday evening");
    }
}

on_both! {
    async fn after_downtime_each_person_gets_one_mail_for_all_of_it(app) {
        for _ in 0..12 {
            accepted(&app).await;
        }
        until(&app, "2020-03-10T06:30:00Z");
        rounds::go(&app.db).await.unwrap();
        let mut mails = told(&app).await;
        mails.sort();
        assert_eq!(mails, [pair("deadline_summary", "director"), pair("deadline_summary", "owner-finance")]);
        let mail = &bodies(&app, "SELECT body_text FROM outbox WHERE kind = 'deadline_summary' ORDER BY id").await[0];
        assert!(mail.contains("۱۳۹۸-۰۰۰۱") && mail.contains("۱۳۹۸-۰۰۱۲") && mail.contains("۱۲"), "{mail}");
        assert_eq!(rounds::go(&app.db).await.unwrap(), 0);
    }
}

on_both! {
    async fn the_party_is_reminded_so_often_and_then_the_director_hears_of_it(app) {
        let request = accepted(&app).await;
        let owner = app.sign_in("owner-finance").await;
        let wait = json!({ "reason": "تأیید اعتبار", "party": "معاونت مالی", "party_email": "finance@city.test", "until": "2019-12-08" });
        let request = owner.act(&request, "wait", &wait).await.is(StatusCode::OK);
        until(&app, "2019-12-08T03:59:59Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await, []);
        for (number, day) in (1..).zip(["2019-12-08", "2019-12-11", "2019-12-16"]) {
            until(&app, &format!("{day}T04:00:00Z"));
            rounds::go(&app.db).await.unwrap();
            rounds::go(&app.db).await.unwrap();
            assert_eq!(told(&app).await.len(), 2 * number, "{day}");
        }
        assert_eq!(told(&app).await[..2], [pair("party_reminded", "finance@city.test"), pair("party_chased", "owner-finance")]);
        until(&app, "2019-12-21T04:00:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await[6..], [pair("party_silent", "director")]);
        until(&app, "2020-02-21T04:00:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await.len(), 7);
        let entries = history(&app, &request, &["party_chased", "party_silent"]).await;
        let times: Vec<_> = entries.iter().map(|e| (e["data"]["times"].as_i64().unwrap(), e["data"]["party_email"].as_str().unwrap())).collect();
        assert_eq!(times, [1, 2, 3, 3].map(|n| (n, "finance@city.test")));
        let mail = &bodies(&app, "SELECT body_text FROM outbox WHERE kind = 'party_reminded' ORDER BY id").await[0];
        assert!(mail.contains("معاونت مالی") && mail.contains("تأیید اعتبار") && mail.contains("owner-finance"), "{mail}");
        assert!(!mail.contains("http"), "who has no account needs no link: {mail}");
    }
}

on_both! {
    async fn what_is_private_has_no_title_outside_and_an_answer_ends_the_reminders(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["private"] = json!(true);
        let request = head.post("/requests", &body).await.is(StatusCode::CREATED);
        let director = app.sign_in("director").await;
        let request = director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let wait = |email: &str| json!({ "reason": "تأیید اعتبار", "party": "معاونت مالی", "party_email": email });
        let owner = app.sign_in("owner-finance").await;
        for wrong in ["finance", "a@b@c", "معاونت@city.test"] {
            let problem = owner.act(&request, "wait", &wait(wrong)).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [("/party_email".into(), "invalid".into())]);
        }
        let waiting = owner.act(&request, "wait", &wait("finance@city.test")).await.is(StatusCode::OK);
        until(&app, "2019-12-08T04:00:00Z");
        rounds::go(&app.db).await.unwrap();
        let mail = &bodies(&app, "SELECT subject || body_text AS body_text FROM outbox WHERE kind = 'party_reminded'").await[0];
        assert!(!mail.contains("در اختیار نهادن"), "{mail}");
        let owner = app.sign_in("owner-finance").await;
        owner.act(&waiting, "resume", &json!({})).await.is(StatusCode::OK);
        until(&app, "2019-12-17T04:00:00Z");
        rounds::go(&app.db).await.unwrap();
        assert_eq!(told(&app).await.len(), 2);
    }
}

on_both! {
    async fn without_working_time_nothing_is_due_and_work_goes_on(app) {
        let director = app.sign_in("director").await;
        let friday = json!([{ "from": "08:00", "until": "12:00" }]);
        let hours = json!({ "periods": [{ "valid_from": "1921-03-21", "week": { "friday": friday } }] });
        director.change(Method::PUT, "/calendar/hours", &json!(1), &hours).await.is(StatusCode::OK);
        let request = accepted(&app).await;
        assert_eq!(request["due_at"], Value::Null);
        director.get(&format!("/requests/{}/deadlines", request["id"])).await.refuses(StatusCode::CONFLICT, "no_working_time");
        rounds::go(&app.db).await.unwrap();
        recount::all(&app.db).await.unwrap();
    }
}

on_both! {
    async fn a_round_is_one_instances_until_it_gives_it_back_or_dies(app) {
        let take = |db: Db, holder: &'static str| async move {
            db.write(move |c, cx| lease::take(c, cx, "round", holder, TimeDelta::minutes(10))).await.unwrap()
        };
        assert!(take(app.db.clone(), "a").await);
        assert!(!take(app.db.clone(), "b").await);
        app.advance(TimeDelta::minutes(9));
        assert!(take(app.db.clone(), "a").await, "prolonged");
        app.advance(TimeDelta::minutes(9));
        assert!(!take(app.db.clone(), "b").await);
        app.advance(TimeDelta::minutes(1));
        assert!(take(app.db.clone(), "b").await, "a died");
        assert!(!take(app.db.clone(), "a").await);
        app.db.write(|c, cx| lease::give_back(c, cx, "round", "a")).await.unwrap();
        assert!(!take(app.db.clone(), "a").await, "what is not one's own cannot be given back");
        app.db.write(|c, cx| lease::give_back(c, cx, "round", "b")).await.unwrap();
        assert!(take(app.db.clone(), "a").await);
    }
}

on_both! {
    async fn the_director_hears_once_from_esfand_on_that_the_coming_year_has_no_lunar_holidays(app) {
        let told = async || app.mails().await.into_iter().filter(|(kind, _)| kind == "holidays_missing").count();
        coming_year::tell(&app.db).await.unwrap();
        until(&app, "2020-02-19T06:30:00Z");
        assert_eq!((coming_year::tell(&app.db).await.unwrap(), told().await), (0, 0), "30 Bahman");
        until(&app, "2020-02-22T03:00:00Z");
        assert_eq!(coming_year::tell(&app.db).await.unwrap(), 0, "before working hours");
        until(&app, "2020-02-22T06:30:00Z");
        let other = Db::open(app.db.settings(), &app.clock).unwrap();
        let (here, there) = tokio::join!(coming_year::tell(&app.db), coming_year::tell(&other));
        assert_eq!(here.unwrap() + there.unwrap(), 1);
        assert_eq!(told().await, 1);
        let body = &bodies(&app, "SELECT body_text FROM outbox WHERE kind = 'holidays_missing'").await[0];
        assert!(body.contains("۱۳۹۹"), "{body}");
        until(&app, "2020-03-01T06:30:00Z");
        assert_eq!(coming_year::tell(&app.db).await.unwrap(), 0, "once");
    }
}

on_both! {
    async fn nobody_hears_of_a_year_whose_lunar_holidays_are_there(app) {
        let director = app.sign_in("director").await;
        let holiday = json!({ "kind": "holiday", "title": "مبعث", "date": "2020-03-22", "lunar": true });
        director.post("/calendar/holidays", &holiday).await.is(StatusCode::CREATED);
        until(&app, "2020-02-22T06:30:00Z");
        assert_eq!(coming_year::tell(&app.db).await.unwrap(), 0);
    }
}
