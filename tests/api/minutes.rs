//! Minutes: nothing missing before they are final, objections by those who were there, silence as consent, and nothing
//! that changes afterwards.

use chrono::{DateTime, Utc};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::accounts::Role;
use hamahang::meetings::minutes::{content, silence};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp, fields};
use crate::meetings::{act, generate, outcome, person, plan, raise, series};
use crate::on_both;

/// Moves the clock to this instant.
pub fn until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    app.advance(instant - app.clock.now().utc());
}

pub fn path(meeting: &Value, rest: &str) -> String {
    format!("/meetings/{}/minutes{rest}", meeting["id"])
}

pub async fn minutes(who: &Client, meeting: &Value) -> Value {
    who.get(&path(meeting, "")).await.is(StatusCode::OK)
}

/// Marks who came, by address.
pub async fn mark(director: &Client, meeting: &Value, marks: &[(&str, &str)]) {
    let mut list = Vec::new();
    for (who, status) in marks {
        let mut mark = json!({ "user_id": person(director, &format!("{who}@demo.test")).await, "status": status });
        if *status == "substitute" {
            mark["substitute_name"] = json!("کارشناس روابط عمومی");
        }
        list.push(mark);
    }
    let call = format!("/meetings/{}/attendance", meeting["id"]);
    let answer = director
        .call(Method::PUT, &call, Some(&json!(list)), &[("if-match", "*")])
        .await;
    answer.is(StatusCode::OK);
}

pub async fn write(who: &Client, meeting: &Value, line: &Value, version: &Value, text: &str) -> Answer {
    let path = path(meeting, &format!("/paragraphs/{}", line["item_id"]));
    who.change(Method::PUT, &path, version, &json!({ "text": text })).await
}

pub async fn finalise(director: &Client, meeting: &Value) -> Answer {
    let call = format!("/meetings/{}/actions/finalise_minutes", meeting["id"]);
    director
        .call(Method::POST, &call, Some(&json!({})), &[("if-match", "*")])
        .await
}

pub async fn answer(who: &Client, remark: &Value, action: &str, body: &Value) -> Answer {
    let path = format!(
        "/meetings/{}/minutes/remarks/{}/actions/{action}",
        remark["meeting_id"], remark["id"]
    );
    who.change(Method::POST, &path, &remark["version"], body).await
}

#[derive(diesel::QueryableByName)]
struct Mail {
    #[diesel(sql_type = Text)]
    to_address: String,
    #[diesel(sql_type = Text)]
    body_text: String,
}

/// Whom mails of this kind went to, and what they say.
pub async fn told(app: &TestApp, kind: &'static str) -> Vec<(String, String)> {
    let db = app.db.clone();
    let query = format!("SELECT to_address, body_text FROM outbox WHERE kind = '{kind}' ORDER BY id");
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query.clone()).load::<Mail>(c)?));
    let found = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    found.into_iter().map(|m| (m.to_address, m.body_text)).collect()
}

async fn sql(app: &TestApp, statement: &'static str) -> hamahang::error::Result<usize> {
    let db = app.db.clone();
    let run = move || db.write_now(|c, _| Ok(diesel::sql_query(statement).execute(c)?));
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// A meeting of the third of December that was held: two lines, of which the first was discussed; the heads of both units
/// were there, one of them by somebody else.
async fn held(app: &TestApp) -> (Client, Value) {
    let director = app.sign_in("director").await;
    let series = series(&director).await;
    let meeting = plan(&director, &series, "2019-12-03").await;
    act(&director, &meeting, "start").await;
    raise(app, "دوربین عکاسی", Some(&meeting)).await;
    raise(app, "کمبود نیرو", Some(&meeting)).await;
    let agenda = generate(&director, &meeting).await;
    let decided = json!({ "kind": "decision", "text": "یک دوربین خریداری شود." });
    outcome(&director, &meeting, &agenda["items"][0], &decided)
        .await
        .is(StatusCode::CREATED);
    let who = person(&director, "owner-it@demo.test").await;
    let promise = json!({ "kind": "commitment", "text": "خرید دوربین", "who_id": who, "due_on": "2019-12-20" });
    outcome(&director, &meeting, &agenda["items"][0], &promise)
        .await
        .is(StatusCode::CREATED);
    mark(
        &director,
        &meeting,
        &[("head-01", "present"), ("head-02", "substitute")],
    )
    .await;
    act(&director, &meeting, "finish").await;
    (director, meeting)
}

/// The same, in review.
async fn in_review(app: &TestApp) -> (Client, Value) {
    let (director, meeting) = held(app).await;
    finalise(&director, &meeting).await.is(StatusCode::OK);
    (director, meeting)
}

/// Minutes in review, to which a unit head who was there objects: what the table of rights is tried on.
pub async fn objected(app: &TestApp) {
    let director = app.sign_in("director").await;
    let series = series(&director).await;
    let meeting = plan(&director, &series, "2019-12-03").await;
    act(&director, &meeting, "start").await;
    raise(app, "کمبود نیرو", Some(&meeting)).await;
    let agenda = generate(&director, &meeting).await;
    let decided = json!({ "kind": "decision", "text": "بررسی شود." });
    outcome(&director, &meeting, &agenda["items"][0], &decided)
        .await
        .is(StatusCode::CREATED);
    in_question(app, &director, &meeting).await;
}

/// Ends a meeting, and puts its minutes in question.
pub async fn in_question(app: &TestApp, director: &Client, meeting: &Value) {
    mark(director, meeting, &[("head-01", "present"), ("head-02", "absent")]).await;
    act(director, meeting, "finish").await;
    finalise(director, meeting).await.is(StatusCode::OK);
    let objection = json!({ "kind": "objection", "text": "چنین نبود." });
    let head = app.sign_in("head-01").await;
    head.post(&path(meeting, "/remarks"), &objection)
        .await
        .is(StatusCode::CREATED);
}

on_both! {
    async fn all_that_is_missing_is_told_at_once(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-03").await;
        act(&director, &meeting, "start").await;
        raise(&app, "دوربین عکاسی", Some(&meeting)).await;
        generate(&director, &meeting).await;
        act(&director, &meeting, "finish").await;
        let draft = minutes(&director, &meeting).await;
        write(&director, &meeting, &draft["paragraphs"][0], &json!(0), "گفته شد که یک دوربین هم نیست.").await.is(StatusCode::OK);
        let refused = finalise(&director, &meeting).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let pointers = ["/head/attendance/0/status", "/head/attendance/1/status", "/paragraphs/0/outcomes"];
        assert_eq!(fields(&refused), pointers.map(|p| (p.to_owned(), "required".to_owned())));
        let draft = minutes(&director, &meeting).await;
        let missing: Vec<_> = draft["missing"].as_array().unwrap().iter().map(|m| (&m["pointer"], &m["code"], &m["message"])).collect();
        assert_eq!(missing[2], (&json!(pointers[2]), &json!("outcome_missing"), &json!("بند ۱ («دوربین عکاسی») مطرح شده، ولی نتیجه‌ای برای آن ثبت نشده است.")));
        for (pointer, ..) in missing {
            let at = draft.pointer(pointer.as_str().unwrap()).expect("it leads somewhere");
            assert!(at.is_null() || at == &json!([]), "{pointer}: {at}");
        }
        let now = director.get(&format!("/meetings/{}", meeting["id"])).await.is(StatusCode::OK);
        assert_eq!(now["state"], "minutes_draft");
    }
}

on_both! {
    async fn who_writes_about_another_line_is_not_in_the_way_and_in_the_same_nobody_loses(app) {
        let (director, meeting) = held(&app).await;
        app.add_person("secretary", Role::Director, None, None).await;
        let secretary = app.sign_in("secretary").await;
        let draft = minutes(&director, &meeting).await;
        let (first, second) = (&draft["paragraphs"][0], &draft["paragraphs"][1]);
        write(&director, &meeting, first, &json!(0), "نخست").await.is(StatusCode::OK);
        let other = write(&secretary, &meeting, second, &json!(0), "دیگری").await.is(StatusCode::OK);
        assert_eq!((&other["version"], &other["text"]), (&json!(1), &json!("دیگری")));
        let late = write(&secretary, &meeting, first, &json!(0), "هم‌زمان").await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!((&late["current"]["text"], &late["current"]["version"]), (&json!("نخست"), &json!(1)), "what is there comes back");
        write(&secretary, &meeting, first, &json!(1), "نخست و هم‌زمان").await.is(StatusCode::OK);
        let again = write(&secretary, &meeting, first, &json!(1), "نخست و هم‌زمان").await.is(StatusCode::OK);
        assert_eq!(again["version"], 2, "a repeated call loses nothing and writes nothing");
        let draft = minutes(&director, &meeting).await;
        assert_eq!((&draft["paragraphs"][0]["text"], &draft["paragraphs"][1]["text"]), (&json!("نخست و هم‌زمان"), &json!("دیگری")));
        assert_eq!(draft["version"], minutes(&secretary, &meeting).await["version"]);
        app.sign_in("head-01").await.get(&path(&meeting, "")).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let refused = write(&app.sign_in("auditor").await, &meeting, first, &json!(2), "x").await;
        refused.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

on_both! {
    async fn silence_is_consent_when_the_days_are_over_and_then_nothing_changes(app) {
        let (_, meeting) = in_review(&app).await;
        let head = app.sign_in("head-01").await;
        let shown = minutes(&head, &meeting).await;
        assert_eq!((&shown["state"], &shown["text_version"], &shown["review"]["closes_on"]), (&json!("minutes_review"), &json!(1), &json!("2019-12-10")));
        assert_eq!(shown["allowed_actions"], json!(["remark"]));
        let mails = told(&app, "minutes_review").await;
        assert_eq!(mails.iter().map(|m| m.0.as_str()).collect::<Vec<_>>(), ["head-01@demo.test", "head-02@demo.test"]);
        assert!(mails[0].1.contains("سکوت شما تا پایان سه‌شنبه ۱۹ آذر ۱۳۹۸ به معنای موافقت با این متن است."), "{}", mails[0].1);

        until(&app, "2019-12-09T08:00:00Z");
        assert_eq!(silence::go(&app.db).await.unwrap(), 1, "a reminder");
        assert_eq!(silence::go(&app.db).await.unwrap(), 0, "only once");
        assert_eq!(told(&app, "minutes_reminder").await.len(), 2);
        until(&app, "2019-12-10T20:29:59Z");
        assert_eq!(silence::go(&app.db).await.unwrap(), 0, "a second before midnight in Tehran");
        until(&app, "2019-12-10T20:30:00Z");
        assert_eq!(silence::go(&app.db).await.unwrap(), 1);
        assert_eq!(silence::go(&app.db).await.unwrap(), 0);

        let mayor = app.sign_in("mayor-office").await;
        let approved = minutes(&mayor, &meeting).await;
        assert_eq!((&approved["state"], &approved["review"], &approved["approval"]["by"]), (&json!("approved"), &Value::Null, &Value::Null));
        assert_eq!(approved["hash"], shown["hash"]);
        let mails = told(&app, "minutes_approved").await;
        let code = approved["approval"]["code"].as_str().unwrap();
        assert!(mails.len() == 2 && mails[0].1.contains(code) && mails[0].1.contains("با سکوت حاضران"), "{mails:?}");

        let page = mayor.get(&path(&meeting, ".html")).await.text;
        for said in ["بسمه تعالی", "با حضور ۲ نفر از ۲ نفر", "کارشناس روابط عمومی", "خرید دوربین", "بندهایی که مطرح نشد", "سه‌شنبه ۱۲ آذر ۱۳۹۸", "با سکوت حاضران", code] {
            assert!(page.contains(said), "{said} is not in {page}");
        }

        let director = app.sign_in("director").await;
        let line = &approved["paragraphs"][0];
        write(&director, &meeting, line, &json!(0), "دیگر").await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        let more = json!({ "kind": "information", "text": "x" });
        outcome(&director, &meeting, &json!({ "id": line["item_id"] }), &more).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        for forged in [
            "UPDATE minutes_versions SET hash = 'x'",
            "DELETE FROM minutes_versions",
            "UPDATE minutes SET code = 'x'",
            "DELETE FROM minutes",
        ] {
            assert!(sql(&app, forged).await.is_err(), "{forged}");
        }
    }
}

on_both! {
    async fn only_who_was_there_objects_and_what_is_accepted_is_another_version(app) {
        let (director, meeting) = held(&app).await;
        mark(&director, &meeting, &[("head-02", "absent")]).await;
        finalise(&director, &meeting).await.is(StatusCode::OK);
        let line = minutes(&director, &meeting).await["paragraphs"][0].clone();
        let absent = app.sign_in("head-02").await;
        minutes(&absent, &meeting).await;
        let wrong = json!({ "kind": "objection", "text": "چنین نبود." });
        let refused = absent.post(&path(&meeting, "/remarks"), &wrong).await.refuses(StatusCode::FORBIDDEN, "not_an_attendee");
        assert_eq!(refused["detail"], "تنها کسانی که حضورشان در جلسه ثبت شده است می‌توانند دربارهٔ صورت‌جلسه نظر بدهند.");
        absent.get(&path(&meeting, "/remarks")).await.refuses(StatusCode::FORBIDDEN, "forbidden");

        let head = app.sign_in("head-01").await;
        let halves = json!({ "kind": "change", "text": "شمار واحدها چهار بود." });
        let refused = head.post(&path(&meeting, "/remarks"), &halves).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&refused), [("/item_id".to_owned(), "required".to_owned()), ("/proposed".to_owned(), "required".to_owned())]);
        let objection = head.post(&path(&meeting, "/remarks"), &wrong).await.is(StatusCode::CREATED);
        let change = json!({ "kind": "change", "item_id": line["item_id"], "text": "شمار واحدها چهار بود.", "proposed": "نیاز چهار واحد بررسی شد." });
        let change = head.post(&path(&meeting, "/remarks"), &change).await.is(StatusCode::CREATED);
        assert_eq!(told(&app, "minutes_remark").await.len(), 2);

        until(&app, "2019-12-12T08:00:00Z");
        assert_eq!(silence::go(&app.db).await.unwrap(), 0, "the time is over, but two remarks are open");
        let (director, head) = (app.sign_in("director").await, app.sign_in("head-01").await);
        head.post(&path(&meeting, "/remarks"), &wrong).await.refuses(StatusCode::CONFLICT, "review_over");
        let approve = format!("/meetings/{}/actions/approve_minutes", meeting["id"]);
        director.call(Method::POST, &approve, Some(&json!({})), &[("if-match", "*")]).await.refuses(StatusCode::CONFLICT, "remarks_open");
        answer(&head, &objection, "decline", &json!({ "answer": "x" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        answer(&director, &objection, "withdraw", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        answer(&director, &objection, "accept", &json!({})).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        answer(&director, &objection, "decline", &json!({})).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let declined = answer(&director, &objection, "decline", &json!({ "answer": "صدای جلسه همین را می‌گوید." })).await.is(StatusCode::OK);
        assert_eq!((&declined["state"], &declined["allowed_actions"]), (&json!("declined"), &json!([])));
        answer(&director, &declined, "decline", &json!({ "answer": "x" })).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        let mails = told(&app, "minutes_remark_declined").await;
        assert!(mails.len() == 1 && mails[0].0 == "head-01@demo.test" && mails[0].1.contains("صدای جلسه همین را می‌گوید."), "{mails:?}");

        let before = minutes(&head, &meeting).await;
        answer(&director, &change, "accept", &json!({})).await.is(StatusCode::OK);
        let after = minutes(&head, &meeting).await;
        assert_eq!((&after["text_version"], &after["paragraphs"][0]["text"]), (&json!(2), &json!("نیاز چهار واحد بررسی شد.")));
        assert!(after["hash"] != before["hash"] && after["version"] != before["version"], "{after}");
        assert_eq!(after["review"]["closes_on"], "2019-12-18", "the days begin anew");
        assert_eq!(told(&app, "minutes_remark_accepted").await.len(), 1);
        let remarks = head.get(&path(&meeting, "/remarks?limit=1")).await.is(StatusCode::OK);
        assert!(remarks["items"][0]["id"] == objection["id"] && remarks["next"].is_string(), "{remarks}");
        until(&app, "2019-12-18T20:30:00Z");
        assert_eq!(silence::go(&app.db).await.unwrap(), 1);
    }
}

on_both! {
    async fn before_the_days_are_over_only_the_next_meeting_approves(app) {
        let (director, meeting) = in_review(&app).await;
        let approve = format!("/meetings/{}/actions/approve_minutes", meeting["id"]);
        let refused = director.call(Method::POST, &approve, Some(&json!({})), &[("if-match", "*")]).await.refuses(StatusCode::CONFLICT, "review_not_over");
        assert!(refused["detail"].as_str().unwrap().contains("سه‌شنبه ۱۹ آذر ۱۳۹۸"), "{refused}");
        let next = plan(&director, &meeting["series"], "2019-12-04").await;
        act(&director, &next, "publish_agenda").await;
        act(&director, &next, "start").await;
        let agenda = director.get(&format!("/meetings/{}/agenda", next["id"])).await.is(StatusCode::OK);
        assert_eq!(agenda["items"][0]["kind"], "minutes");
        let agreed = json!({ "kind": "decision", "text": "صورت‌جلسه تأیید شد." });
        outcome(&director, &next, &agenda["items"][0], &agreed).await.is(StatusCode::CREATED);
        let approved = director.call(Method::POST, &approve, Some(&json!({})), &[("if-match", "*")]).await.is(StatusCode::OK);
        assert_eq!(approved["state"], "approved");
        assert_eq!(minutes(&director, &meeting).await["approval"]["by"]["name"], "director");
        let lines = generate(&director, &next).await;
        let carried: Vec<_> = lines["items"].as_array().unwrap().iter().map(|i| i["title"].as_str().unwrap()).collect();
        assert!(carried.contains(&"کمبود نیرو") && carried.contains(&"دوربین عکاسی"), "what was not solved is not lost: {carried:?}");
    }
}

on_both! {
    async fn a_private_request_is_a_neutral_line_for_others_and_the_hash_is_of_all(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-03").await;
        act(&director, &meeting, "start").await;
        let mut body = crate::requests::petty_cash(&app);
        body["title"] = json!("اختلاف با پیمانکار");
        body["private"] = json!(true);
        body["raised_in"] = meeting["id"].clone();
        app.sign_in("head-01").await.post("/requests", &body).await.is(StatusCode::CREATED);
        let agenda = generate(&director, &meeting).await;
        let decided = json!({ "kind": "decision", "text": "به حقوقی سپرده شد." });
        outcome(&director, &meeting, &agenda["items"][0], &decided).await.is(StatusCode::CREATED);
        mark(&director, &meeting, &[("head-01", "present"), ("head-02", "present")]).await;
        act(&director, &meeting, "finish").await;
        let line = minutes(&director, &meeting).await["paragraphs"][0].clone();
        write(&director, &meeting, &line, &json!(0), "شرح اختلاف گفته شد.").await.is(StatusCode::OK);
        finalise(&director, &meeting).await.is(StatusCode::OK);

        let own = minutes(&app.sign_in("head-01").await, &meeting).await;
        assert_eq!((&own["paragraphs"][0]["title"], &own["paragraphs"][0]["text"]), (&json!("اختلاف با پیمانکار"), &json!("شرح اختلاف گفته شد.")));
        let other = app.sign_in("head-02").await;
        let answer = other.get(&path(&meeting, "")).await;
        assert!(!answer.text.contains("اختلاف") && !answer.text.contains("حقوقی") && !answer.text.contains("1398-0001"), "{}", answer.text);
        let seen = answer.is(StatusCode::OK);
        assert_eq!((&seen["paragraphs"][0]["title"], &seen["paragraphs"][0]["hidden"], &seen["hash"]), (&json!("بند محرمانه"), &json!(true), &own["hash"]));
        let page = other.get(&path(&meeting, ".html")).await.text;
        assert!(page.contains("بند محرمانه") && page.contains("در حال بازبینی") && !page.contains("اختلاف") && !page.contains("حقوقی"), "{page}");
        let remark = json!({ "kind": "objection", "item_id": line["item_id"], "text": "چه بود؟" });
        let refused = other.post(&path(&meeting, "/remarks"), &remark).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&refused), [("/item_id".to_owned(), "not_found".to_owned())]);
        app.sign_in("head-01").await.post(&path(&meeting, "/remarks"), &remark).await.is(StatusCode::CREATED);
        assert_eq!(other.get(&path(&meeting, "/remarks")).await.is(StatusCode::OK)["items"], json!([]));
        for (_, mail) in told(&app, "minutes_review").await {
            assert!(!mail.contains("اختلاف"), "{mail}");
        }
    }
}

on_both! {
    async fn who_promised_is_told_to_those_who_were_there(app) {
        let (director, meeting) = held(&app).await;
        mark(&director, &meeting, &[("head-02", "excused")]).await;
        finalise(&director, &meeting).await.is(StatusCode::OK);
        let promised = async |who: &str| {
            let shown = minutes(&app.sign_in(who).await, &meeting).await;
            let promise = shown["paragraphs"][0]["outcomes"][1].clone();
            (promise["text"].clone(), promise["who"]["name"].clone(), promise["due_on"].clone())
        };
        let text = json!("خرید دوربین");
        assert_eq!(promised("head-01").await, (text.clone(), json!("owner-it"), json!("2019-12-20")));
        assert_eq!(promised("head-02").await, (text, Value::Null, Value::Null));
    }
}

on_both! {
    async fn corrections_are_numbered_and_hold_on_to_each_other(app) {
        let (director, meeting) = in_review(&app).await;
        let addendum = json!({ "text": "نام نمایندهٔ منطقهٔ ۲ اصلاح می‌شود." });
        director.post(&path(&meeting, "/addenda"), &addendum).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        until(&app, "2019-12-10T20:30:00Z");
        silence::go(&app.db).await.unwrap();
        let director = app.sign_in("director").await;
        let first = director.post(&path(&meeting, "/addenda"), &addendum).await.is(StatusCode::CREATED);
        let second = director.post(&path(&meeting, "/addenda"), &addendum).await.is(StatusCode::CREATED);
        let shown = minutes(&director, &meeting).await;
        let text = addendum["text"].as_str().unwrap();
        let hash = |number, adds_to: &Value| json!(content::addendum_hash(number, text, adds_to.as_str().unwrap()));
        assert_eq!((&first["number"], &first["hash"]), (&json!(1), &hash(1, &shown["hash"])));
        assert_eq!((&second["number"], &second["hash"]), (&json!(2), &hash(2, &first["hash"])));
        assert_eq!(shown["addenda"], json!([first, second]));
        app.sign_in("head-01").await.post(&path(&meeting, "/addenda"), &addendum).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        assert_eq!(told(&app, "minutes_addendum").await.len(), 4);
        assert!(sql(&app, "DELETE FROM minutes_addenda").await.is_err());
    }
}

on_both! {
    async fn anybody_checks_a_paper_by_its_code_and_learns_nothing_else(app) {
        let (director, meeting) = in_review(&app).await;
        until(&app, "2019-12-10T20:30:00Z");
        silence::go(&app.db).await.unwrap();
        let shown = minutes(&app.sign_in("director").await, &meeting).await;
        drop(director);
        let (code, hash) = (shown["approval"]["code"].as_str().unwrap(), shown["hash"].as_str().unwrap());
        let nobody = app.nobody();
        let found = nobody.get(&format!("/verify/{}?hash={}", code.to_uppercase(), hash.to_uppercase())).await.is(StatusCode::OK);
        assert_eq!(found, json!({ "series": "جلسهٔ هماهنگی", "number": 2, "held_on": "2019-12-03", "text_version": 1, "hash": hash,
            "approved_at": "2019-12-10T20:30:00Z", "addenda": 0, "intact": true, "matches": true }));
        let other = nobody.get(&format!("/verify/{code}?hash=00")).await.is(StatusCode::OK);
        assert_eq!(other["matches"], false);
        let part = nobody.get(&format!("/verify/{code}?fields=hash")).await.is(StatusCode::OK);
        assert_eq!(part, json!({ "hash": hash }));
        nobody.get("/verify/22222222222222222222").await.refuses(StatusCode::NOT_FOUND, "not_found");

        let page = nobody.get(&format!("/page/verify/{code}?hash={hash}")).await;
        assert!(page.text.contains("این شناسه، شناسهٔ متن تأییدشدهٔ این صورت‌جلسه است.") && page.text.contains("سه‌شنبه ۱۲ آذر ۱۳۹۸"), "{}", page.text);
        for secret in ["دوربین", "نیرو", "head-01", "owner-it"] {
            assert!(!page.text.contains(secret), "{secret} in {}", page.text);
        }
        let page = nobody.get("/page/verify/none").await;
        assert!(page.status == StatusCode::NOT_FOUND && page.text.contains("کد شناخته نشد"), "{}", page.text);
    }
}

#[tokio::test]
async fn codes_cannot_be_tried_out() {
    let app = TestApp::start(None, &[("rate_limit_per_minute", "8")]).await;
    let mut last = StatusCode::OK;
    for _ in 0..4 {
        last = app.nobody().get("/page/verify/22222222222222222222").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

on_both! {
    async fn the_days_are_those_of_the_series_and_a_late_holiday_moves_the_last(app) {
        let (director, meeting) = held(&app).await;
        let series = format!("/meeting-series/{}", meeting["series"]["id"]);
        let change = async |days: Value| director.call(Method::PATCH, &series, Some(&json!({ "minutes_review_days": days })), &[("if-match", "*")]).await;
        change(json!(0)).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(change(json!(3)).await.is(StatusCode::OK)["minutes_review_days"], 3);
        finalise(&director, &meeting).await.is(StatusCode::OK);
        assert_eq!(change(Value::Null).await.is(StatusCode::OK)["minutes_review_days"], Value::Null);
        let review = minutes(&director, &meeting).await["review"].clone();
        assert_eq!((&review["working_days"], &review["closes_on"]), (&json!(3), &json!("2019-12-08")), "those of the day when it began");
        let closure = json!({ "kind": "holiday", "title": "تعطیلی به سبب آلودگی هوا", "date": "2019-12-07" });
        director.post("/calendar/holidays", &closure).await.is(StatusCode::CREATED);
        assert_eq!(minutes(&director, &meeting).await["review"]["closes_on"], "2019-12-09");
    }
}

on_both! {
    async fn a_substitute_with_an_account_has_a_say_beside_who_sent_them(app) {
        let (director, meeting) = held(&app).await;
        let (sent_by, stand_in) = (person(&director, "head-02@demo.test").await, person(&director, "member-01@demo.test").await);
        let marks = json!([{ "user_id": sent_by, "status": "substitute", "substitute_id": stand_in }]);
        let call = format!("/meetings/{}/attendance", meeting["id"]);
        director.call(Method::PUT, &call, Some(&marks), &[("if-match", "*")]).await.is(StatusCode::OK);
        finalise(&director, &meeting).await.is(StatusCode::OK);
        let mut mails: Vec<_> = told(&app, "minutes_review").await.into_iter().map(|m| m.0).collect();
        mails.sort();
        assert_eq!(mails, ["head-01@demo.test", "head-02@demo.test", "member-01@demo.test"]);
        let stand_in = app.sign_in("member-01").await;
        let people = minutes(&stand_in, &meeting).await["head"]["attendance"].clone();
        assert!(people.as_array().unwrap().iter().any(|p| p["user"]["name"] == "head-02" && p["substitute_name"] == "member-01"), "{people}");
        for who in [stand_in, app.sign_in("head-02").await] {
            let objection = json!({ "kind": "objection", "text": "چنین نبود." });
            who.post(&path(&meeting, "/remarks"), &objection).await.is(StatusCode::CREATED);
        }
    }
}
