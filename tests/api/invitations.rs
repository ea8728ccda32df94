//! Invitations: what the mails put into calendars, what the invited answer, who is reminded, who came and whether that
//! was enough, and meetings that are in each other's way.

use chrono::{DateTime, Utc};
use diesel::RunQueryDsl;
use diesel::sql_types::{Nullable, Text};
use hamahang::meetings::invitations::reminders::remind;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp, fields};
use crate::meetings::{act, person};
use crate::on_both;
use crate::series::create;

#[derive(diesel::QueryableByName)]
struct Mail {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    to_address: String,
    #[diesel(sql_type = Text)]
    body_text: String,
    #[diesel(sql_type = Nullable<Text>)]
    calendar: Option<String>,
}

/// The mails about meetings, oldest first.
async fn mails(app: &TestApp) -> Vec<Mail> {
    let db = app.db.clone();
    let query = "SELECT kind, to_address, body_text, calendar FROM outbox WHERE kind LIKE 'meeting%' ORDER BY id";
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).load::<Mail>(c)?));
    tokio::task::spawn_blocking(read).await.unwrap().unwrap()
}

/// Kind, reader, and what the calendar is told: method and sequence.
async fn told(app: &TestApp) -> Vec<(String, String, String)> {
    let of = |mail: Mail| {
        let line = |name: &str| {
            let lines = mail.calendar.as_deref().unwrap_or_default().lines();
            lines.filter_map(|l| l.strip_prefix(name)).collect::<Vec<_>>().join("")
        };
        let entry = format!("{} {}", line("METHOD:"), line("SEQUENCE:"));
        let reader = mail.to_address.split('@').next().unwrap().to_owned();
        (
            mail.kind.trim_start_matches("meeting_").to_owned(),
            reader,
            entry.trim().to_owned(),
        )
    };
    mails(app).await.into_iter().map(of).collect()
}

fn row(kind: &str, reader: &str, entry: &str) -> (String, String, String) {
    (kind.to_owned(), reader.to_owned(), entry.to_owned())
}

/// A meeting of two heads, announced.
async fn meeting(app: &TestApp, director: &Client, series: &Value) -> Value {
    let mut invited = Vec::new();
    for (who, unit) in ["head-01", "head-02"].into_iter().zip(&app.districts) {
        let id = person(director, &format!("{who}@demo.test")).await;
        invited.push(json!({ "user_id": id, "unit_id": unit }));
    }
    let new = json!({ "series_id": series["id"], "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T08:30:00Z", "invited": invited });
    let draft = director.post("/meetings", &new).await.is(StatusCode::CREATED);
    act(director, &draft, "schedule").await
}

async fn fresh(client: &Client, meeting: &Value) -> Value {
    client
        .get(&format!("/meetings/{}", meeting["id"]))
        .await
        .is(StatusCode::OK)
}

async fn change(director: &Client, meeting: &Value, body: &Value) -> Value {
    let now = fresh(director, meeting).await;
    let path = format!("/meetings/{}", meeting["id"]);
    director
        .change(Method::PATCH, &path, &now["version"], body)
        .await
        .is(StatusCode::OK)
}

async fn for_reason(director: &Client, meeting: &Value, action: &str) -> Value {
    let now = fresh(director, meeting).await;
    let path = format!("/meetings/{}/actions/{action}", meeting["id"]);
    let body = json!({ "reason": "بیشتر مدیران در مأموریت هستند." });
    director
        .change(Method::POST, &path, &now["version"], &body)
        .await
        .is(StatusCode::OK)
}

async fn respond(client: &Client, meeting: &Value, body: &Value) -> Answer {
    client
        .post(&format!("/meetings/{}/response", meeting["id"]), body)
        .await
}

fn until(app: &TestApp, at: &str) {
    let at: DateTime<Utc> = at.parse().unwrap();
    app.advance(at - app.clock.now().utc());
}

on_both! {
    async fn an_invitation_moves_with_its_meeting(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let meeting = meeting(&app, &director, &series).await;
        let place = change(&director, &meeting, &json!({ "place": "سالن همایش" })).await;
        assert_eq!(place["number"], 2);
        change(&director, &meeting, &json!({ "chair_id": null })).await;
        let postponed = for_reason(&director, &meeting, "postpone").await;
        assert_eq!((&postponed["state"], &postponed["number"], &postponed["allowed_actions"]), (&json!("postponed"), &json!(2), &json!(["schedule", "cancel"])));
        change(&director, &meeting, &json!({ "starts_at": "2019-12-25T06:30:00Z", "ends_at": "2019-12-25T08:30:00Z" })).await;
        let again = act(&director, &meeting, "schedule").await;
        assert_eq!(again["number"], 2, "kept");
        for_reason(&director, &meeting, "cancel").await;
        let wanted = [("scheduled", "REQUEST 0"), ("changed", "REQUEST 1"), ("postponed", "CANCEL 2"), ("scheduled", "REQUEST 3"), ("cancelled", "CANCEL 4")];
        let wanted: Vec<_> = wanted.iter().flat_map(|(kind, entry)| ["head-01", "head-02"].map(|who| row(kind, who, entry))).collect();
        assert_eq!(told(&app).await, wanted, "what nobody has to come for otherwise is not told");
        let mails = mails(&app).await;
        let uid = |mail: &Mail| mail.calendar.as_ref().unwrap().lines().find(|l| l.starts_with("UID:")).unwrap().to_owned();
        assert!(mails.iter().all(|m| uid(m) == uid(&mails[0])), "one entry");
        assert!(mails[2].body_text.contains("مکان پیشین: سالن جلسات"), "{}", mails[2].body_text);
        let entry = mails[0].calendar.as_ref().unwrap();
        assert!(entry.contains("mailto:head-01@demo.test") && !entry.contains("head-02"), "{entry}");
    }
}

on_both! {
    async fn who_comes_and_goes_on_the_list_is_told_and_nobody_else(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let meeting = meeting(&app, &director, &series).await;
        let (first, owner) = (person(&director, "head-01@demo.test").await, person(&director, "owner-it@demo.test").await);
        let guests = json!([{ "name": "خبرنگار", "email": "reporter@example.org" }]);
        let changed = change(&director, &meeting, &json!({ "invited": [{ "user_id": first }, { "user_id": owner }], "guests": guests })).await;
        assert_eq!(changed["guests"][0]["name"], "خبرنگار");
        let news = told(&app).await.split_off(2);
        assert_eq!(news, [row("uninvited", "head-02", "CANCEL 0"), row("scheduled", "owner-it", "REQUEST 0"), row("scheduled", "reporter", "REQUEST 0")]);
        let taken = json!({ "guests": [{ "name": "مدیر", "email": "head-02@demo.test" }] });
        let path = format!("/meetings/{}", meeting["id"]);
        let refused = director.change(Method::PATCH, &path, &changed["version"], &taken).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&refused), [("/guests/0/email".to_owned(), "conflict".to_owned())]);
    }
}

on_both! {
    async fn the_invited_answer_and_send_somebody(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let meeting = meeting(&app, &director, &series).await;
        let head = app.sign_in("head-01").await;
        let accepted = respond(&head, &meeting, &json!({ "answer": "accept", "note": "با نیم ساعت تأخیر" })).await.is(StatusCode::OK);
        assert_eq!((&accepted["invited"][0]["answer"], &accepted["invited"][0]["answer_note"]), (&json!("accept"), &json!("با نیم ساعت تأخیر")));
        let other = fresh(&app.sign_in("head-02").await, &meeting).await;
        assert_eq!((&other["invited"][0]["answer"], &other["invited"][0]["answer_note"]), (&json!("accept"), &Value::Null), "the note is for who prepares");
        assert_eq!(other["version"].as_i64(), meeting["version"].as_i64().map(|v| v + 1));
        let member = app.sign_in("member-01").await;
        member.get(&format!("/meetings/{}", meeting["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let deputy = person(&director, "member-01@demo.test").await;
        for (wrong, field, code) in [
            (json!({ "answer": "substitute" }), "/substitute_name", "required"),
            (json!({ "answer": "accept", "substitute_name": "کارشناس" }), "/substitute_name", "not_allowed"),
            (json!({ "answer": "substitute", "substitute_id": 999_999 }), "/substitute_id", "not_found"),
            (json!({ "answer": "substitute", "substitute_id": meeting["invited"][1]["user"]["id"] }), "/substitute_id", "conflict"),
        ] {
            let refused = respond(&head, &meeting, &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&refused), [(field.to_owned(), code.to_owned())]);
        }
        let sends = json!({ "answer": "substitute", "substitute_id": deputy });
        respond(&head, &meeting, &sends).await.is(StatusCode::OK);
        respond(&head, &meeting, &sends).await.is(StatusCode::OK);
        assert_eq!(fresh(&member, &meeting).await["invited"][0]["substitute"]["id"], deputy, "who is sent may read it");
        respond(&head, &meeting, &json!({ "answer": "decline" })).await.is(StatusCode::OK);
        let news = told(&app).await.split_off(2);
        assert_eq!(news, [row("scheduled", "member-01", "REQUEST 0"), row("uninvited", "member-01", "CANCEL 0")]);
        respond(&app.sign_in("mayor-office").await, &meeting, &json!({ "answer": "accept" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let written = json!({ "answer": "tentative", "user_id": meeting["invited"][1]["user"]["id"] });
        respond(&head, &meeting, &written).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let shown = respond(&director, &meeting, &written).await.is(StatusCode::OK);
        assert_eq!(shown["invited"][1]["answer"], "tentative");
        let moved = change(&director, &meeting, &json!({ "starts_at": "2019-12-25T06:30:00Z", "ends_at": "2019-12-25T08:30:00Z" })).await;
        assert_eq!((&moved["invited"][0]["answer"], &moved["invited"][1]["answer"]), (&Value::Null, &Value::Null), "another time is another question");
        act(&director, &meeting, "start").await;
        respond(&head, &meeting, &json!({ "answer": "accept" })).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}

on_both! {
    async fn who_may_come_is_reminded_once_on_the_working_day_before(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let meeting = meeting(&app, &director, &series).await;
        // Saturday: the last working day before it is Wednesday.
        change(&director, &meeting, &json!({ "starts_at": "2019-12-21T06:30:00Z", "ends_at": "2019-12-21T08:30:00Z" })).await;
        respond(&app.sign_in("head-02").await, &meeting, &json!({ "answer": "decline" })).await.is(StatusCode::OK);
        until(&app, "2019-12-17T20:00:00Z");
        assert_eq!(remind(&app.db).await.unwrap(), 0);
        until(&app, "2019-12-18T06:00:00Z");
        let (here, there) = tokio::join!(remind(&app.db), remind(&app.db));
        assert_eq!(here.unwrap() + there.unwrap(), 1, "once, however many look");
        let reminded = async || told(&app).await.into_iter().filter(|m| m.0 == "reminder").map(|m| m.1).collect::<Vec<_>>();
        assert_eq!(reminded().await, ["head-01"]);
        let director = app.sign_in("director").await;
        change(&director, &meeting, &json!({ "starts_at": "2019-12-19T06:30:00Z", "ends_at": "2019-12-19T08:30:00Z" })).await;
        assert_eq!(remind(&app.db).await.unwrap(), 0, "told of the new time this late, nobody has forgotten it");
        change(&director, &meeting, &json!({ "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T08:30:00Z" })).await;
        until(&app, "2019-12-23T06:00:00Z");
        assert_eq!(remind(&app.db).await.unwrap(), 1, "of another time anew");
        assert_eq!(reminded().await, ["head-01", "head-01", "head-02"], "and who had declined is asked anew");
    }
}

on_both! {
    async fn attendance_says_whether_enough_are_there(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({ "quorum": { "kind": "percent", "value": 60 } })).await;
        let meeting = meeting(&app, &director, &series).await;
        assert_eq!(meeting["quorum"], json!({ "needed": 2, "present": 0, "met": false }));
        let ids: Vec<_> = (0..2).map(|n| meeting["invited"][n]["user"]["id"].clone()).collect();
        let mark = async |list: Value| {
            let now = fresh(&director, &meeting).await;
            director.change(Method::PUT, &format!("/meetings/{}/attendance", meeting["id"]), &now["version"], &list).await
        };
        mark(json!([{ "user_id": ids[0], "status": "present" }])).await.is(StatusCode::OK);
        act(&director, &meeting, "start").await;
        let events = director.get(&format!("/meetings/{}", meeting["id"])).await.is(StatusCode::OK);
        assert_eq!(events["quorum"], json!({ "needed": 2, "present": 1, "met": false }), "it starts all the same");
        let refused = mark(json!([{ "user_id": ids[1], "status": "substitute" }, { "user_id": ids[0], "guest_id": 1, "status": "present" }, { "guest_id": 999, "status": "present" }])).await;
        let refused = fields(&refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields"));
        assert_eq!(refused.into_iter().map(|f| f.0).collect::<Vec<_>>(), ["/0/substitute_name", "/1/guest_id", "/2/guest_id"]);
        let deputy = person(&director, "member-01@demo.test").await;
        let shown = mark(json!([{ "user_id": ids[1], "status": "substitute", "substitute_id": deputy }])).await.is(StatusCode::OK);
        assert_eq!(shown["quorum"], json!({ "needed": 2, "present": 2, "met": true }));
        assert_eq!(shown["invited"][1]["substitute"]["id"], deputy);
        let owner = person(&director, "owner-it@demo.test").await;
        let shown = mark(json!([{ "user_id": owner, "status": "present" }])).await.is(StatusCode::OK);
        assert_eq!(shown["quorum"], json!({ "needed": 2, "present": 3, "met": true }), "what is needed stays what it was at the start");
        assert_eq!(started_with(&app).await, json!({ "needed": 2, "present": 1, "met": false }), "the history says so");
    }
}

/// What the history says of the quorum at the start.
async fn started_with(app: &TestApp) -> Value {
    #[derive(diesel::QueryableByName)]
    struct Data {
        #[diesel(sql_type = Text)]
        data: String,
    }
    let db = app.db.clone();
    let query = "SELECT CAST(data AS TEXT) AS data FROM events WHERE subject = 'meeting' AND action = 'start'";
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).get_result::<Data>(c)?));
    let data = tokio::task::spawn_blocking(read).await.unwrap().unwrap().data;
    serde_json::from_str::<Value>(&data).unwrap()["quorum"].clone()
}

on_both! {
    async fn meetings_in_each_others_way_are_warned_of(app) {
        let director = app.sign_in("director").await;
        let chair = person(&director, "director@demo.test").await;
        let one = create(&director, &json!({ "chair_id": chair })).await;
        let other = create(&director, &json!({ "title": "جلسهٔ دیگر", "place": "سالن  جلسات" })).await;
        let first = meeting(&app, &director, &one).await;
        assert_eq!(first["clashes"], json!([]));
        let new = json!({ "series_id": other["id"], "starts_at": "2019-12-24T08:00:00Z", "ends_at": "2019-12-24T09:00:00Z" });
        let second = director.post("/meetings", &new).await.is(StatusCode::CREATED);
        let clash = &second["clashes"][0];
        assert_eq!((&clash["meeting_id"], &clash["number"], &clash["same_place"], &clash["same_chair"]), (&first["id"], &json!(2), &json!(true), &json!(false)), "told, and not refused");
        assert_eq!(fresh(&director, &first).await["clashes"][0]["meeting_id"], second["id"]);
        assert_eq!(fresh(&app.sign_in("head-01").await, &first).await["clashes"], json!([]), "who does not prepare is not told of a draft");
        let moved = change(&director, &second, &json!({ "place": "اتاق ۲", "chair_id": chair })).await;
        assert_eq!((&moved["clashes"][0]["same_place"], &moved["clashes"][0]["same_chair"]), (&json!(false), &json!(true)));
        let after = change(&director, &second, &json!({ "starts_at": "2019-12-24T08:30:00Z", "ends_at": "2019-12-24T09:30:00Z" })).await;
        assert_eq!(after["clashes"], json!([]), "one begins when the other ends");
    }
}

/// The link in the latest mail to somebody.
async fn link(app: &TestApp, address: &str) -> String {
    let mail = mails(app).await.into_iter().rfind(|m| m.to_address == address).unwrap();
    let at = mail.body_text.find("http://hamahang.test/invitation/").unwrap();
    let link = mail.body_text[at..].split_whitespace().next().unwrap();
    link.strip_prefix("http://hamahang.test").unwrap().to_owned()
}

async fn send(app: &TestApp, link: &str, form: &'static str, site: &str) -> (StatusCode, String) {
    let call = reqwest::Client::new()
        .post(format!("{}{link}", app.base))
        .header("sec-fetch-site", site);
    let call = call
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let response = call.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

on_both! {
    async fn a_guest_answers_by_a_link_and_looking_answers_nothing(app) {
        let director = app.sign_in("director").await;
        let guest = json!({ "guest": { "name": "خبرنگار روزنامه", "email": "reporter@example.org" } });
        let series = create(&director, &json!({ "invited": [guest] })).await;
        let meeting = meeting(&app, &director, &series).await;
        let first = link(&app, "reporter@example.org").await;
        let nobody = app.nobody();
        for _ in 0..2 {
            let page = nobody.get(&first).await;
            assert_eq!(page.status, StatusCode::OK);
            for part in ["خبرنگار روزنامه", "سه‌شنبه ۳ دی ۱۳۹۸", "سالن جلسات", "<form method=\"post\">"] {
                assert!(page.text.contains(part), "{part} in {}", page.text);
            }
        }
        assert_eq!(fresh(&director, &meeting).await["guests"][0]["answer"], Value::Null, "a GET answers nothing");
        assert_eq!(send(&app, &first, "answer=accept", "cross-site").await.0, StatusCode::FORBIDDEN);
        assert_eq!(send(&app, &first, "answer=substitute", "same-origin").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let (status, page) = send(&app, &first, "answer=accept&note=%D8%A8%D8%A7+%D8%B9%DA%A9%D8%A7%D8%B3", "same-origin").await;
        assert!(status == StatusCode::OK && page.contains("پاسخ شما ثبت شد"), "{status} {page}");
        let shown = fresh(&director, &meeting).await["guests"][0].clone();
        assert_eq!((&shown["answer"], &shown["answer_note"]), (&json!("accept"), &json!("با عکاس")));
        let marks = json!([{ "guest_id": shown["id"], "status": "present" }]);
        let now = fresh(&director, &meeting).await;
        let marked = director.change(Method::PUT, &format!("/meetings/{}/attendance", meeting["id"]), &now["version"], &marks).await.is(StatusCode::OK);
        assert_eq!(marked["guests"][0]["attendance"], "present");

        change(&director, &meeting, &json!({ "starts_at": "2019-12-25T06:30:00Z", "ends_at": "2019-12-25T08:30:00Z" })).await;
        let second = link(&app, "reporter@example.org").await;
        assert_eq!(nobody.get(&first).await.status, StatusCode::NOT_FOUND, "the latest mail's link alone works");
        assert_eq!(send(&app, &second, "answer=decline", "same-origin").await.0, StatusCode::OK);
        for_reason(&director, &meeting, "cancel").await;
        let dead = nobody.get(&second).await;
        assert!(dead.status == StatusCode::NOT_FOUND && dead.text.contains("این پیوند کار نمی‌کند"), "{}", dead.text);
        let last = told(&app).await.pop().unwrap();
        assert_eq!(last, row("cancelled", "reporter", "CANCEL 2"));
    }
}

on_both! {
    async fn who_is_taken_off_the_list_of_a_postponed_meeting_is_told(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let meeting = meeting(&app, &director, &series).await;
        change(&director, &meeting, &json!({ "guests": [{ "name": "خبرنگار", "email": "reporter@example.org" }] })).await;
        for_reason(&director, &meeting, "postpone").await;
        let before = told(&app).await.len();
        let (first, owner) = (person(&director, "head-01@demo.test").await, person(&director, "owner-it@demo.test").await);
        change(&director, &meeting, &json!({ "invited": [{ "user_id": first }, { "user_id": owner }], "guests": [] })).await;
        let news = told(&app).await.split_off(before);
        assert_eq!(news, [row("uninvited", "head-02", "CANCEL 1"), row("uninvited", "reporter", "CANCEL 1")], "who is new hears when there is a time");
        act(&director, &meeting, "schedule").await;
        let news: Vec<_> = told(&app).await.split_off(before + 2).into_iter().map(|m| (m.0, m.1)).collect();
        assert_eq!(news, [("scheduled".to_owned(), "head-01".to_owned()), ("scheduled".to_owned(), "owner-it".to_owned())]);
    }
}
