//! Who is away, who stands in, and how what was taken over goes back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::accounts::{Grant, NewUser, Role, service as accounts};
use hamahang::error::Locale;
use hamahang::ids::DeskId;
use hamahang::requests::handover::tell_returned;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{TestApp, fields};
use crate::approvals;
use crate::on_both;
use crate::requests::petty_cash;

/// The ids of people by their names, which are those of `settle`.
pub async fn ids(app: &TestApp) -> HashMap<String, i64> {
    let page = app
        .sign_in("admin")
        .await
        .get("/users?limit=200")
        .await
        .is(StatusCode::OK);
    let people = page["items"].as_array().unwrap().iter();
    people
        .map(|p| (p["name"].as_str().unwrap().to_owned(), p["id"].as_i64().unwrap()))
        .collect()
}

/// Somebody more at a desk.
pub async fn member(app: &TestApp, name: &'static str, desk: DeskId) {
    let db = app.db.clone();
    let make = move || {
        db.write_now(|c, cx| {
            let grants = vec![Grant {
                role: Role::Owner,
                unit_id: None,
                desk_id: Some(desk),
            }];
            let (email, name) = (format!("{name}@demo.test"), name.to_owned());
            let password = hamahang::accounts::password::hash(&secrecy::SecretString::from(crate::app::PASSWORD))?;
            let new = NewUser {
                email,
                name,
                locale: Locale::Fa,
                password_hash: Some(password),
                grants,
            };
            accounts::create_user(c, cx, None, new)
        })
    };
    tokio::task::spawn_blocking(make).await.unwrap().unwrap();
}

/// Records that one is away from this day to that.
pub async fn away(app: &TestApp, who: &str, substitute: &str, from: &str, until: &str) -> Value {
    let ids = ids(app).await;
    let body = json!({ "starts_on": from, "ends_on": until, "substitute_id": ids[substitute], "reason": "مأموریت" });
    let path = format!("/users/{}/absences", ids[who]);
    app.sign_in("director")
        .await
        .post(&path, &body)
        .await
        .is(StatusCode::CREATED)
}

/// One rule: everything to the finance desk and this person.
pub async fn all_to(app: &TestApp, who: &str) {
    let owner = ids(app).await[who];
    let rules = json!({ "rules": [{ "name": "همه", "target": { "desk_id": app.finance, "owner_id": owner } }] });
    let director = app.sign_in("director").await;
    director
        .change(Method::PUT, "/routing/rules", &json!(0), &rules)
        .await
        .is(StatusCode::OK);
}

fn until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    app.advance(instant - app.clock.now().utc());
}

#[derive(diesel::QueryableByName)]
struct Body {
    #[diesel(sql_type = Text)]
    text: String,
}

/// What the mails of a kind say, after the address.
async fn bodies(app: &TestApp, kind: &'static str) -> Vec<String> {
    let db = app.db.clone();
    let query = format!(
        "SELECT to_address || ': ' || subject || ' ' || body_text AS text FROM outbox WHERE kind = '{kind}' ORDER BY id"
    );
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(&query).load::<Body>(c)?));
    let found = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    // Without the marks that keep a name from reordering what stands beside it.
    let plain = |body: Body| body.text.replace(['\u{2068}', '\u{2069}'], "");
    found.into_iter().map(plain).collect()
}

on_both! {
    async fn days_and_substitutes_are_checked(app) {
        let ids = ids(&app).await;
        let finance = app.sign_in("owner-finance").await;
        let path = format!("/users/{}/absences", ids["owner-finance"]);
        let refused = async |body: Value, pointer: &str, code: &str| {
            let problem = finance.post(&path, &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [(pointer.to_owned(), code.to_owned())], "{body}");
        };
        let body = |from: &str, until: &str, who: i64| json!({ "starts_on": from, "ends_on": until, "substitute_id": who });
        let it = ids["owner-it"];
        refused(body("2019-12-02", "2019-12-05", it), "/starts_on", "out_of_range").await;
        refused(body("2022-01-01", "2022-01-05", it), "/starts_on", "out_of_range").await;
        refused(body("2019-12-05", "2019-12-04", it), "/ends_on", "out_of_range").await;
        refused(body("2019-12-05", "2020-12-05", it), "/ends_on", "out_of_range").await;
        refused(body("2019-12-05", "2019-12-06", ids["owner-finance"]), "/substitute_id", "conflict").await;
        refused(body("2019-12-05", "2019-12-06", 999), "/substitute_id", "not_found").await;
        let absence = finance.post(&path, &body("2019-12-05", "2019-12-10", it)).await.is(StatusCode::CREATED);
        assert_eq!((&absence["state"], &absence["substitute"]["name"]), (&json!("planned"), &json!("owner-it")));
        refused(body("2019-12-10", "2019-12-12", it), "/starts_on", "conflict").await;
        let later = finance.post(&path, &body("2019-12-11", "2019-12-12", it)).await.is(StatusCode::CREATED);
        let page = finance.get(&format!("{path}?limit=1")).await.is(StatusCode::OK);
        assert_eq!(page["items"][0]["id"], later["id"], "the latest first");
        let page = finance.get(&format!("{path}?limit=1&cursor={}", page["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((&page["items"][0]["id"], &page["next"]), (&absence["id"], &Value::Null));

        let address = format!("{path}/{}", absence["id"]);
        finance.call(Method::PATCH, &address, Some(&json!({})), &[]).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        let change = json!({ "ends_on": "2019-12-11" });
        let problem = finance.change(Method::PATCH, &address, &json!(1), &change).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/starts_on".to_owned(), "conflict".to_owned())]);
        let changed = finance.change(Method::PATCH, &address, &json!(1), &json!({ "ends_on": "2019-12-09", "keeps_mail": true })).await.is(StatusCode::OK);
        assert_eq!((&changed["version"], &changed["keeps_mail"]), (&json!(2), &json!(true)));
        finance.change(Method::PATCH, &address, &json!(1), &change).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");

        let other = app.sign_in("owner-it").await;
        other.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        other.post(&path, &body("2020-01-01", "2020-01-01", it)).await.refuses(StatusCode::NOT_FOUND, "not_found");
        app.sign_in("auditor").await.post(&path, &body("2020-01-01", "2020-01-01", it)).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let admin = app.sign_in("admin").await;
        let own = body("2020-01-01", "2020-01-01", ids["admin"]);
        let problem = admin.post(&path, &own).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/substitute_id".to_owned(), "conflict".to_owned())], "nobody names themselves");

        until(&app, "2019-12-06T06:30:00Z");
        let finance = app.sign_in("owner-finance").await;
        assert_eq!(finance.change(Method::DELETE, &address, &json!(2), &json!({})).await.status, StatusCode::NO_CONTENT);
        let ended = finance.get(&address).await.is(StatusCode::OK);
        assert_eq!((&ended["state"], &ended["ended_at"]), (&json!("over"), &json!("2019-12-06T06:30:00Z")));
        finance.change(Method::DELETE, &address, &json!(3), &json!({})).await.refuses(StatusCode::CONFLICT, "absence_over");
        let planned = format!("{path}/{}", later["id"]);
        assert_eq!(finance.change(Method::DELETE, &planned, &json!(1), &json!({})).await.status, StatusCode::NO_CONTENT);
        finance.get(&planned).await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn substitutes_never_lead_back_on_any_day(app) {
        for name in ["a", "b", "c"] {
            member(&app, name, app.it).await;
        }
        away(&app, "a", "b", "2019-12-10", "2019-12-20").await;
        away(&app, "b", "c", "2019-12-15", "2019-12-25").await;
        let ids = ids(&app).await;
        let director = app.sign_in("director").await;
        let path = format!("/users/{}/absences", ids["c"]);
        let body = |from: &str, until: &str| json!({ "starts_on": from, "ends_on": until, "substitute_id": ids["a"] });
        let problem = director.post(&path, &body("2019-12-20", "2019-12-22")).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/substitute_id".to_owned(), "conflict".to_owned())], "on the 20th, c → a → b → c");
        director.post(&path, &body("2019-12-21", "2019-12-22")).await.is(StatusCode::CREATED);
        director.post(&path, &body("2019-12-10", "2019-12-14")).await.is(StatusCode::CREATED);
    }
}

on_both! {
    async fn of_absences_that_close_a_circle_at_once_one_is_refused(app) {
        let names = ["a", "b", "c", "d"];
        for name in names {
            member(&app, name, app.it).await;
        }
        let ids = ids(&app).await;
        let director = app.sign_in("director").await;
        for round in 1..=5 {
            let day = format!("2020-01-{round:02}");
            let calls = (0..4).map(|i| {
                let body = json!({ "starts_on": day, "ends_on": day, "substitute_id": ids[names[(i + 1) % 4]] });
                let (director, path) = (director.clone(), format!("/users/{}/absences", ids[names[i]]));
                tokio::spawn(async move { director.post(&path, &body).await.status.as_u16() })
            });
            let mut statuses = Vec::new();
            for call in calls.collect::<Vec<_>>() {
                statuses.push(call.await.unwrap());
            }
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 201, 201, 422], "{day}");
        }
    }
}

on_both! {
    async fn while_one_is_away_the_substitute_gets_the_work_the_mail_and_the_rights(app) {
        all_to(&app, "owner-finance").await;
        let head = app.sign_in("head-01").await;
        let director = app.sign_in("director").await;
        let old = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let old = director.act(&old, "accept", &json!({})).await.is(StatusCode::OK);
        let it = app.sign_in("owner-it").await;
        it.get(&format!("/requests/{}", old["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");

        away(&app, "owner-finance", "owner-it", "2019-12-03", "2019-12-05").await;
        let named = bodies(&app, "substitute_named").await;
        assert_eq!(named.len(), 2, "the substitute, and who did not say so themselves: {named:?}");
        assert!(named.iter().all(|m| m.contains("پنجشنبه ۱۴ آذر ۱۳۹۸")), "{named:?}");
        let me = it.get("/auth/me").await.is(StatusCode::OK);
        assert_eq!(me["stands_in_for"][0]["name"], "owner-finance");

        let new = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!((&new["owner"]["name"], &new["owner_for"]["name"]), (&json!("owner-it"), &json!("owner-finance")));
        let new = director.act(&new, "accept", &json!({})).await.is(StatusCode::OK);
        let assigned = bodies(&app, "request_assigned").await;
        assert!(assigned.iter().any(|m| m.starts_with("owner-it@") && m.contains("به جانشینی از: owner-finance")), "{assigned:?}");
        let listed = it.get("/requests").await.is(StatusCode::OK);
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);
        let started = it.act(&old, "start", &json!({})).await.is(StatusCode::OK);
        let asked = it.act(&started, "ask", &json!({ "question": "تنخواه‌دار کیست؟" })).await.is(StatusCode::OK);
        let asking = bodies(&app, "info_asked").await;
        assert!(asking[0].contains("owner-it (به جانشینی از owner-finance)"), "{asking:?}");
        let history = head.get(&format!("/requests/{}/history", old["id"])).await.is(StatusCode::OK);
        let start = &history["items"][3];
        assert_eq!((&start["action"], &start["actor"]["name"], &start["on_behalf_of"]["name"]), (&json!("start"), &json!("owner-it"), &json!("owner-finance")));
        it.act(&asked, "reject", &json!({ "reason": "بدون اعتبار" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");

        head.act(&asked, "answer", &json!({ "answer": "کارشناس واحد" })).await.is(StatusCode::OK);
        let answered = bodies(&app, "info_answered").await;
        let to_it: Vec<_> = answered.iter().filter(|m| m.starts_with("owner-it@demo.test")).collect();
        assert!(to_it.len() == 1 && to_it[0].contains("این پیام به جانشینی از owner-finance برای شما فرستاده شده است."), "{answered:?}");
        assert!(answered.iter().all(|m| !m.starts_with("owner-finance@")), "{answered:?}");
        app.nobody().post("/auth/password/forgot", &json!({ "email": "owner-finance@demo.test" })).await;
        let reset = bodies(&app, "password_reset").await;
        assert!(reset.len() == 1 && reset[0].starts_with("owner-finance@"), "what concerns an account passes to nobody");

        let own = director.act(&new, "assign", &json!({ "owner_id": ids(&app).await["owner-it"] })).await.is(StatusCode::OK);
        assert_eq!(own["owner_for"]["name"], "owner-finance", "the owner stays");
        until(&app, "2019-12-05T20:29:59Z");
        let it = app.sign_in("owner-it").await;
        it.get(&format!("/requests/{}", old["id"])).await.is(StatusCode::OK);
        until(&app, "2019-12-05T20:30:00Z");
        it.get(&format!("/requests/{}", old["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        it.get(&format!("/requests/{}", new["id"])).await.is(StatusCode::OK);
    }
}

on_both! {
    async fn what_is_unfinished_goes_back_by_choice(app) {
        all_to(&app, "owner-finance").await;
        let absence = away(&app, "owner-finance", "owner-it", "2019-12-03", "2019-12-05").await;
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let mut taken = Vec::new();
        for _ in 0..3 {
            let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
            taken.push(director.act(&request, "accept", &json!({})).await.is(StatusCode::OK));
        }
        director.act(&taken[2], "reject", &json!({ "reason": "بدون اعتبار" })).await.is(StatusCode::OK);
        let finance = app.sign_in("owner-finance").await;
        let path = format!("/users/{}/absences/{}/handover", ids(&app).await["owner-finance"], absence["id"]);
        let one = json!({ "request_ids": [taken[0]["id"]] });
        finance.post(&path, &one).await.refuses(StatusCode::CONFLICT, "still_away");
        assert_eq!(tell_returned(&app.db).await.unwrap(), 0);

        until(&app, "2019-12-05T20:30:00Z");
        assert_eq!(tell_returned(&app.db).await.unwrap(), 1);
        assert_eq!(tell_returned(&app.db).await.unwrap(), 0, "once");
        let told = bodies(&app, "absence_over").await;
        assert!(told.len() == 1 && told[0].starts_with("owner-finance@demo.test") && told[0].contains("۱۳۹۸-۰۰۰۲"), "{told:?}");

        let finance = app.sign_in("owner-finance").await;
        let listed = finance.get(&path).await.is(StatusCode::OK);
        let numbers: Vec<_> = listed["items"].as_array().unwrap().iter().map(|r| r["number"].as_str().unwrap()).collect();
        assert_eq!(numbers, ["1398-0001", "1398-0002"], "what is closed stays as it is");
        app.sign_in("owner-it").await.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        app.sign_in("admin").await.get(&path).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.sign_in("auditor").await.post(&path, &one).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let wrong = json!({ "request_ids": [taken[0]["id"], taken[2]["id"], taken[0]["id"]] });
        let problem = finance.post(&path, &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem).into_iter().map(|(p, _)| p).collect::<Vec<_>>(), ["/request_ids/1", "/request_ids/2"]);
        let back = finance.post(&path, &one).await.is(StatusCode::OK);
        assert_eq!(back["items"][0]["owner"]["name"], "owner-finance");
        let seen = finance.get("/requests/1398-0001").await.is(StatusCode::OK);
        assert_eq!((&seen["owner"]["name"], &seen["owner_for"]), (&json!("owner-finance"), &Value::Null));
        let mails = bodies(&app, "requests_returned").await;
        assert!(mails.len() == 1 && mails[0].starts_with("owner-it@demo.test") && mails[0].contains("۱۳۹۸-۰۰۰۱"), "{mails:?}");
        let history = finance.get("/requests/1398-0001/history").await.is(StatusCode::OK);
        assert_eq!(history["items"].as_array().unwrap().last().unwrap()["action"], "handed_back");
        assert_eq!(finance.get(&path).await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 1, "the other one stays");
    }
}

on_both! {
    async fn chains_are_followed_and_an_administrators_rights_pass_to_nobody(app) {
        member(&app, "clerk", app.it).await;
        away(&app, "director", "owner-it", "2019-12-03", "2019-12-10").await;
        away(&app, "owner-it", "clerk", "2019-12-03", "2019-12-04").await;
        away(&app, "admin", "clerk", "2019-12-03", "2019-12-10").await;
        let head = app.sign_in("head-01").await;
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let submitted = bodies(&app, "request_submitted").await;
        assert!(submitted.len() == 1 && submitted[0].starts_with("clerk@demo.test") && submitted[0].contains("به جانشینی از director"), "{submitted:?}");
        let clerk = app.sign_in("clerk").await;
        assert_eq!(clerk.get("/triage").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
        app.sign_in("owner-it").await.get("/triage").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let accepted = clerk.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let history = clerk.get(&format!("/requests/{}/history", accepted["id"])).await.is(StatusCode::OK);
        assert_eq!(history["items"].as_array().unwrap().last().unwrap()["on_behalf_of"]["name"], "director");
        let guest = json!({ "email": "guest@demo.test", "name": "مهمان", "roles": [{ "role": "auditor" }] });
        clerk.post("/users/invitations", &guest).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        clerk.change(Method::PUT, "/routing/rules", &json!(0), &json!({ "rules": [] })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        clerk.get("/mail/outbox").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        until(&app, "2019-12-05T06:30:00Z");
        app.sign_in("clerk").await.get("/triage").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.sign_in("owner-it").await.get("/triage").await.is(StatusCode::OK);
    }
}

on_both! {
    async fn a_substitute_decides_an_approval_and_the_history_says_for_whom(app) {
        approvals::chain(&app, &approvals::costs()).await;
        away(&app, "director", "owner-it", "2019-12-03", "2019-12-04").await;
        let request = approvals::awaiting(&app, "head-01", 1_000, &json!({})).await;
        assert_eq!(approvals::told(&app, "approval_needed").await, ["owner-it"]);
        let (director, substitute) = (app.sign_in("director").await, app.sign_in("owner-it").await);
        let waiting = "/approvals?mine=true&state=pending";
        assert_eq!(director.get(waiting).await.is(StatusCode::OK)["items"], json!([]));
        let approval = substitute.get(waiting).await.is(StatusCode::OK)["items"][0].clone();
        assert_eq!(approval["steps"][0]["deciders"][0]["name"], "owner-it");
        approvals::decide(&director, &approval, "approve", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let decided = approvals::decide(&substitute, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        let decision = &decided["steps"][0]["decisions"][0];
        assert_eq!((&decision["person"]["name"], &decision["on_behalf_of"]["name"]), (&json!("owner-it"), &json!("director")));
        assert_eq!((&decided["state"], &approvals::seen(&app, &request).await["state"]), (&json!("approved"), &json!("in_progress")));
        let history = director.get(&format!("/requests/{}/history?limit=200", request["id"])).await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().iter().rfind(|e| e["action"] == "approve").unwrap();
        assert_eq!((&last["actor"]["name"], &last["on_behalf_of"]["name"]), (&json!("owner-it"), &json!("director")));
    }
}

on_both! {
    async fn nobody_gives_two_voices_and_who_comes_back_is_not_asked_again(app) {
        member(&app, "second", app.finance).await;
        let all = json!({ "name": "همهٔ میز", "is_default": true, "steps": [
            { "who": "desk", "desk_id": app.finance, "rule": "all" },
            { "who": "role", "role": "director" },
        ] });
        approvals::chain(&app, &all).await;
        away(&app, "second", "owner-finance", "2019-12-03", "2019-12-03").await;
        let request = approvals::awaiting(&app, "head-01", 1_000, &json!({})).await;
        let approval = approvals::approval_of(&app, &request).await;
        let names = |step: &Value| -> Vec<String> {
            step["deciders"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&approval["steps"][0]), ["owner-finance"], "who stands in has a voice already");
        let first = app.sign_in("owner-finance").await;
        let decided = approvals::decide(&first, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&decided["steps"][0]["state"], names(&decided["steps"][1])), (&json!("passed"), vec!["director".to_owned()]));
        // Another: decided by a substitute from elsewhere, whose word stands when the absent one is back.
        away(&app, "second", "owner-it", "2019-12-04", "2019-12-04").await;
        app.advance(chrono::TimeDelta::days(1));
        let request = approvals::awaiting(&app, "head-01", 2_000, &json!({})).await;
        let approval = approvals::approval_of(&app, &request).await;
        assert_eq!(names(&approval["steps"][0]), ["owner-finance", "owner-it"]);
        let substitute = app.sign_in("owner-it").await;
        approvals::decide(&substitute, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        app.advance(chrono::TimeDelta::days(1));
        let approval = approvals::approval_of(&app, &request).await;
        assert_eq!(names(&approval["steps"][0]), ["owner-finance"], "the voice of the one who is back was given");
    }
}

/// A request of the unit that has one head and nobody else, with the finance desk, which has asked something.
async fn asked_of_a_lone_head(app: &TestApp) -> Value {
    let mut body = petty_cash(app);
    body["unit_id"] = json!(app.districts[1]);
    let request = app
        .sign_in("head-02")
        .await
        .post("/requests", &body)
        .await
        .is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    let accept = json!({ "desk_id": app.finance });
    let request = director.act(&request, "accept", &accept).await.is(StatusCode::OK);
    let owner = app.sign_in("owner-finance").await;
    let ask = json!({ "question": "تنخواه‌دار چه کسی است؟" });
    owner.act(&request, "ask", &ask).await.is(StatusCode::OK)
}

on_both! {
    async fn the_substitute_of_a_lone_head_speaks_for_the_unit_as_long_as_the_head_is_away(app) {
        let request = asked_of_a_lone_head(&app).await;
        let path = format!("/requests/{}", request["id"]);
        away(&app, "head-02", "head-01", "2019-12-04", "2019-12-05").await;
        app.sign_in("head-01").await.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        until(&app, "2019-12-04T06:30:00Z");
        let substitute = app.sign_in("head-01").await;
        let listed = substitute.get("/requests?fields=number").await.is(StatusCode::OK);
        assert_eq!(listed["items"][0]["number"], request["number"], "what is seen is listed");
        let seen = substitute.get(&path).await.is(StatusCode::OK);
        assert_eq!(seen["allowed_actions"], json!(["answer", "withdraw"]));
        let seen = substitute.change(Method::PATCH, &path, &seen["version"], &json!({ "title": "تنخواه منطقهٔ ۲" })).await.is(StatusCode::OK);
        let answered = substitute.act(&seen, "answer", &json!({ "answer": "کارشناس واحد" })).await.is(StatusCode::OK);
        substitute.post(&format!("{path}/comments"), &json!({ "text": "شمارهٔ حساب پیوست شد." })).await.is(StatusCode::CREATED);
        substitute.upload(&format!("{path}/attachments?name=a.txt"), "text/plain", "متن").await.is(StatusCode::CREATED);
        let owner = app.sign_in("owner-finance").await;
        let done = owner.act(&answered, "done", &json!({ "summary": "واریز شد." })).await.is(StatusCode::OK);
        let mails = app.mails().await;
        assert_eq!(mails.last(), Some(&("request_done".to_owned(), "head-01@demo.test".to_owned())), "the mail leads to what they may do");
        substitute.act(&done, "confirm", &json!({})).await.is(StatusCode::OK);
        let history = substitute.get(&format!("{path}/history")).await.is(StatusCode::OK);
        let for_whom = |action: &str| {
            let entry = history["items"].as_array().unwrap().iter().find(|e| e["action"] == action).unwrap();
            (entry["actor"]["name"].clone(), entry["on_behalf_of"]["name"].clone())
        };
        for action in ["changed", "answer", "commented", "attached", "confirm"] {
            assert_eq!(for_whom(action), (json!("head-01"), json!("head-02")), "{action}");
        }
        assert_eq!(for_whom("done"), (json!("owner-finance"), Value::Null));
        let file = json!({ "category": "petty_cash", "unit_id": app.districts[1], "title": "دیگر", "details": { "amount_rials": 1, "purpose": "دیگر" } });
        substitute.post("/requests", &file).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        until(&app, "2019-12-06T06:30:00Z");
        app.sign_in("head-01").await.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn a_substitute_who_works_on_a_request_does_not_answer_for_its_unit(app) {
        let request = asked_of_a_lone_head(&app).await;
        away(&app, "head-02", "owner-finance", "2019-12-04", "2019-12-05").await;
        until(&app, "2019-12-04T06:30:00Z");
        let owner = app.sign_in("owner-finance").await;
        owner.act(&request, "answer", &json!({ "answer": "خودم می‌دانم" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let done = owner.act(&request, "withdraw", &json!({})).await;
        done.refuses(StatusCode::FORBIDDEN, "forbidden");
        let path = format!("/requests/{}/comments", request["id"]);
        let said = owner.post(&path, &json!({ "text": "در انتظار پاسخ واحد هستیم." })).await.is(StatusCode::CREATED);
        let history = owner.get(&format!("/requests/{}/history", request["id"])).await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["data"]["from_unit"], &last["on_behalf_of"]), (&json!(false), &Value::Null), "{said}");
    }
}

on_both! {
    async fn what_a_substitute_may_not_read_waits_for_who_is_away(app) {
        member(&app, "owner-2", app.finance).await;
        let request = app.sign_in("head-01").await.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let director = app.sign_in("director").await;
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        away(&app, "owner-finance", "head-01", "2019-12-04", "2019-12-05").await;
        away(&app, "auditor", "head-02", "2019-12-04", "2019-12-05").await;
        until(&app, "2019-12-04T06:30:00Z");
        let auditor = ids(&app).await["auditor"];
        let desk = app.sign_in("owner-2").await;
        let path = format!("/requests/{}/comments", request["id"]);
        let before = app.mails().await.len();
        let secret = json!({ "text": "واحد نباید بداند.", "internal": true, "mentions": [auditor] });
        desk.post(&path, &secret).await.is(StatusCode::CREATED);
        let mut told: Vec<_> = app.mails().await.split_off(before).into_iter().map(|(kind, to)| format!("{kind} {}", to.trim_end_matches("@demo.test"))).collect();
        told.sort();
        assert_eq!(told, ["commented director", "commented owner-finance", "mentioned auditor"], "neither the unit's head nor a stranger");
        let before = app.mails().await.len();
        desk.post(&path, &json!({ "text": "پیش‌فاکتور را بفرستید." })).await.is(StatusCode::CREATED);
        assert_eq!(app.mails().await.split_off(before), [("commented".to_owned(), "head-01@demo.test".to_owned())], "what both may read is read once");
    }
}

on_both! {
    async fn who_stands_in_for_the_director_takes_back_a_batch_in_the_directors_name(app) {
        let request = app.sign_in("head-01").await.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        away(&app, "director", "owner-it", "2019-12-04", "2019-12-05").await;
        until(&app, "2019-12-04T06:30:00Z");
        let substitute = app.sign_in("owner-it").await;
        let batch = json!({ "items": [{ "id": request["id"], "version": request["version"] }], "action": "accept", "with": { "desk_id": app.finance } });
        let done = substitute.post("/triage/batch", &batch).await.is(StatusCode::OK);
        substitute.post(&format!("/triage/undo/{}", done["id"]), &json!({})).await.is(StatusCode::OK);
        let history = substitute.get(&format!("/requests/{}/history", request["id"])).await.is(StatusCode::OK);
        let last: Vec<_> = history["items"].as_array().unwrap().iter().rev().take(2).collect();
        for (entry, action) in last.into_iter().zip(["undo", "accept"]) {
            assert_eq!((&entry["action"], &entry["on_behalf_of"]["name"]), (&json!(action), &json!("director")));
        }
    }
}

on_both! {
    async fn what_a_substitute_has_is_in_their_list_until_it_goes_back(app) {
        all_to(&app, "owner-finance").await;
        away(&app, "owner-finance", "head-02", "2019-12-04", "2019-12-05").await;
        until(&app, "2019-12-04T06:30:00Z");
        let request = app.sign_in("head-01").await.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!((&request["owner"]["name"], &request["owner_for"]["name"]), (&json!("head-02"), &json!("owner-finance")));
        let director = app.sign_in("director").await;
        director.act(&request, "accept", &json!({})).await.is(StatusCode::OK);
        for day in ["2019-12-04T07:00:00Z", "2019-12-06T06:30:00Z"] {
            until(&app, day);
            let page = app.sign_in("head-02").await.get("/requests?fields=number").await.is(StatusCode::OK);
            assert_eq!(page["items"][0]["number"], request["number"], "{day}");
        }
        let absence = app.sign_in("owner-finance").await;
        let user = ids(&app).await["owner-finance"];
        let back = json!({ "request_ids": [request["id"]] });
        absence.post(&format!("/users/{user}/absences/1/handover"), &back).await.is(StatusCode::OK);
        let page = app.sign_in("head-02").await.get("/requests?fields=number").await.is(StatusCode::OK);
        assert_eq!(page["items"], json!([]));
    }
}
