//! Agendas in depth: what the director says stays, nothing open is lost, what was published does not change, and what is
//! left open goes on by the order of meetings.

use chrono::TimeDelta;
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::ids::MeetingId;
use hamahang::meetings::agenda::service::undecided_after_three;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp, fields};
use crate::meetings::{act, generate, outcome, plan, raise, series};
use crate::on_both;

const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Says something to a line.
pub async fn say(director: &Client, line: &Value, body: &Value) -> Answer {
    let path = format!("/meetings/{}/agenda/items/{}", line["meeting_id"], line["id"]);
    director.change(Method::PATCH, &path, &line["version"], body).await
}

pub async fn agenda(client: &Client, meeting: &Value, query: &str) -> Value {
    let path = format!("/meetings/{}/agenda{query}", meeting["id"]);
    client.get(&path).await.is(StatusCode::OK)
}

/// The titles of one of an agenda's lists.
pub fn titles(agenda: &Value, list: &str) -> Vec<String> {
    let lines = agenda[list].as_array().unwrap();
    lines.iter().map(|l| l["title"].as_str().unwrap().to_owned()).collect()
}

pub fn line<'a>(agenda: &'a Value, title: &str) -> &'a Value {
    let lists = ["items", "overflow", "excluded"].map(|list| agenda[list].as_array().unwrap());
    let found = lists.into_iter().flatten().find(|l| l["title"] == title);
    found.unwrap_or_else(|| panic!("no line {title} in {agenda}"))
}

async fn action(director: &Client, meeting: &Value, action: &str, body: &Value) -> Value {
    let path = format!("/meetings/{}/actions/{action}", meeting["id"]);
    let headers = [("if-match", "*")];
    director
        .call(Method::POST, &path, Some(body), &headers)
        .await
        .is(StatusCode::OK)
}

#[derive(diesel::QueryableByName)]
struct Body {
    #[diesel(sql_type = Text)]
    text: String,
}

/// What the mails of a kind say, after the address.
pub async fn bodies(app: &TestApp, kind: &str) -> Vec<String> {
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
    async fn a_place_that_the_director_gave_stays_when_the_agenda_is_made_again(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        for title in ["الف", "ب", "پ", "ت"] {
            raise(&app, title, None).await;
        }
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["الف", "ب", "پ", "ت"]);
        let moved = say(&director, line(&made, "ت"), &json!({ "position": 2 })).await.is(StatusCode::OK);
        assert_eq!((&moved["position"], &moved["placed"]), (&json!(2), &json!(true)));
        let wanted = ["الف", "ت", "ب", "پ"];
        assert_eq!(titles(&agenda(&director, &meeting, "").await, "items"), wanted, "at once");
        assert_eq!(titles(&generate(&director, &meeting).await, "items"), wanted);
        raise(&app, "ث", None).await;
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["الف", "ت", "ب", "پ", "ث"], "what is new parts nothing");
        // When the line that it follows goes, it stays where that was.
        say(&director, line(&made, "الف"), &json!({ "excluded": true, "exclusion_reason": "تکراری است" })).await.is(StatusCode::OK);
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["ت", "ب", "پ", "ث"]);
        // Its minutes and the note go with it; the last one goes to the top.
        say(&director, line(&made, "ث"), &json!({ "position": 1, "minutes": 20, "note": "با حضور معاون" })).await.is(StatusCode::OK);
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["ث", "ت", "ب", "پ"]);
        assert_eq!((&line(&made, "ث")["minutes"], &line(&made, "ث")["note"]), (&json!(20), &json!("با حضور معاون")));
        // Given back to the order, at the next making.
        for title in ["ث", "ت"] {
            let back = say(&director, line(&made, title), &json!({ "position": null })).await.is(StatusCode::OK);
            assert_eq!(back["placed"], false);
        }
        assert_eq!(titles(&generate(&director, &meeting).await, "items"), ["ب", "پ", "ت", "ث"]);
        let twice = [generate(&director, &meeting).await, generate(&director, &meeting).await];
        let lines = twice.each_ref().map(|a| a["items"].clone());
        assert_eq!(lines[0], lines[1], "made again of the same, not even a version differs");
    }
}

on_both! {
    async fn what_is_left_out_says_why_and_only_to_who_prepares_the_meeting(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        raise(&app, "دوربین", None).await;
        let later = raise(&app, "تور خبری", None).await;
        let off = json!({ "reason": "پس از نوروز", "until": "2020-04-01" });
        director.act(&later, "defer", &off).await.is(StatusCode::OK);
        let made = generate(&director, &meeting).await;
        let camera = line(&made, "دوربین").clone();
        let wrong = async |body: Value, code: &str| {
            let problem = say(&director, &camera, &body).await.refuses(INVALID, "invalid_fields");
            assert_eq!(fields(&problem), [("/exclusion_reason".to_owned(), code.to_owned())], "{body}");
        };
        wrong(json!({ "excluded": true }), "required").await;
        wrong(json!({ "excluded": true, "exclusion_reason": "  " }), "required").await;
        wrong(json!({ "exclusion_reason": "بودجه نیست" }), "not_allowed").await;
        let out = say(&director, &camera, &json!({ "excluded": true, "exclusion_reason": "در کمیسیون بررسی می‌شود" })).await.is(StatusCode::OK);
        assert_eq!((&out["placement"], &out["exclusion_reason"]), (&json!("excluded"), &json!("در کمیسیون بررسی می‌شود")));
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "excluded"), ["دوربین", "تور خبری"], "nothing that is open is lost");
        assert_eq!(line(&made, "دوربین")["exclusion_reason"], "در کمیسیون بررسی می‌شود");
        assert_eq!(line(&made, "تور خبری")["exclusion_reason"], "تا ۱۳۹۹/۰۱/۱۳ به تعویق افتاده است");
        // What was put off does not come in by a note, but by a pin.
        let noted = say(&director, line(&made, "تور خبری"), &json!({ "note": "یادآوری" })).await.is(StatusCode::OK);
        assert_eq!(noted["placement"], "excluded");
        say(&director, &noted, &json!({ "pinned": true })).await.is(StatusCode::OK);
        let back = say(&director, line(&made, "دوربین"), &json!({ "excluded": false })).await.is(StatusCode::OK);
        assert_eq!((&back["placement"], &back["exclusion_reason"]), (&json!("agenda"), &Value::Null));
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["تور خبری", "دوربین"]);
        assert_eq!(line(&made, "تور خبری")["reason"], "به خواست مدیر ارتباطات");
        say(&director, line(&made, "دوربین"), &json!({ "excluded": true, "exclusion_reason": "در کمیسیون" })).await.is(StatusCode::OK);
        action(&director, &meeting, "publish_agenda", &json!({})).await;
        let head = app.sign_in("head-01").await;
        let read = agenda(&head, &meeting, "").await;
        assert_eq!((titles(&read, "items"), titles(&read, "excluded")), (vec!["تور خبری".to_owned()], vec![]));
        assert_eq!(titles(&agenda(&app.sign_in("auditor").await, &meeting, "").await, "excluded"), ["دوربین"]);
    }
}

on_both! {
    async fn the_time_is_counted_and_what_does_not_fit_is_shown(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let new = json!({ "series_id": series["id"], "starts_at": "2019-12-31T06:30:00Z", "ends_at": "2019-12-31T06:42:00Z" });
        let meeting = director.post("/meetings", &new).await.is(StatusCode::CREATED);
        for title in ["الف", "ب", "پ"] {
            raise(&app, title, None).await;
        }
        let made = generate(&director, &meeting).await;
        assert_eq!((titles(&made, "items"), titles(&made, "overflow")), (vec!["الف".to_owned(), "ب".to_owned()], vec!["پ".to_owned()]));
        assert_eq!((&made["budget_minutes"], &made["planned_minutes"]), (&json!(12), &json!(10)));
        // A place within the overflow is one within the overflow.
        raise(&app, "ت", None).await;
        let made = generate(&director, &meeting).await;
        say(&director, line(&made, "ت"), &json!({ "position": 1 })).await.is(StatusCode::OK);
        let made = generate(&director, &meeting).await;
        assert_eq!((titles(&made, "items").len(), titles(&made, "overflow")), (2, vec!["ت".to_owned(), "پ".to_owned()]));
        say(&director, line(&made, "پ"), &json!({ "pinned": true })).await.is(StatusCode::OK);
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["پ", "الف"], "its minutes are set aside first");
        assert_eq!(titles(&made, "overflow"), ["ب", "ت"]);
    }
}

on_both! {
    async fn what_was_published_stays_while_the_director_prepares_the_next_revision(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let camera = raise(&app, "دوربین", None).await;
        raise(&app, "کمبود نیرو", None).await;
        raise(&app, "تور خبری", None).await;
        generate(&director, &meeting).await;
        let unseen = agenda(&head, &meeting, "").await;
        assert_eq!((&unseen["revision"], titles(&unseen, "items")), (&json!(0), vec![]), "it is not out yet");
        head.get(&format!("/meetings/{}/agenda?revision=1", meeting["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        action(&director, &meeting, "publish_agenda", &json!({})).await;
        let first = agenda(&head, &meeting, "").await;
        assert_eq!((&first["revision"], &first["published"]), (&json!(1), &json!(true)));
        assert_eq!(titles(&first, "items"), ["دوربین", "کمبود نیرو", "تور خبری"]);
        assert_eq!(first["published_at"], "2019-12-03T06:30:00Z");

        // The director changes much, and a title changes too.
        let made = agenda(&director, &meeting, "").await;
        assert_eq!((&made["published"], &made["changes"]), (&json!(false), &json!([])));
        say(&director, line(&made, "کمبود نیرو"), &json!({ "excluded": true, "exclusion_reason": "حل می‌شود" })).await.is(StatusCode::OK);
        say(&director, line(&made, "تور خبری"), &json!({ "minutes": 15 })).await.is(StatusCode::OK);
        let now = director.get(&format!("/requests/{}", camera["id"])).await.is(StatusCode::OK);
        let renamed = json!({ "title": "دوربین عکاسی" });
        head.change(Method::PATCH, &format!("/requests/{}", camera["id"]), &now["version"], &renamed).await.is(StatusCode::OK);
        raise(&app, "آموزش", None).await;
        generate(&director, &meeting).await;
        for who in [&head, &director] {
            let still = agenda(who, &meeting, "?revision=1").await;
            assert_eq!(still["items"], first["items"], "as it was published");
        }
        assert_eq!(agenda(&head, &meeting, "").await["items"], first["items"], "readers see what is out");
        let prepared = agenda(&director, &meeting, "").await;
        let changes = json!([
            "عنوان یکی از ردیف‌ها به «دوربین عکاسی» تغییر کرد.",
            "زمان «تور خبری» از ۵ به ۱۵ دقیقه تغییر کرد.",
            "«آموزش» افزوده شد: ردیف ۳.",
            "«کمبود نیرو» از دستور برداشته شد.",
        ]);
        assert_eq!(prepared["changes"], changes);

        action(&director, &meeting, "publish_agenda", &json!({})).await;
        let second = agenda(&head, &meeting, "").await;
        assert_eq!((&second["revision"], &second["changes"]), (&json!(2), &changes));
        assert_eq!(titles(&second, "items"), ["دوربین عکاسی", "تور خبری", "آموزش"]);
        assert_eq!(agenda(&head, &meeting, "?revision=1").await["items"], first["items"]);
        head.get(&format!("/meetings/{}/agenda?revision=3", meeting["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let listed = head.get(&format!("/meetings/{}/agenda/revisions", meeting["id"])).await.is(StatusCode::OK);
        let revisions: Vec<_> = listed["items"].as_array().unwrap().iter().map(|r| (&r["revision"], &r["items"], &r["changes"])).collect();
        assert_eq!(revisions, [(&json!(1), &json!(3), &json!([])), (&json!(2), &json!(3), &changes)]);
        let next = head.get(&format!("/meetings/{}/agenda/revisions?limit=1", meeting["id"])).await.is(StatusCode::OK)["next"].clone();
        let path = format!("/meetings/{}/agenda/revisions?limit=1&cursor={}", meeting["id"], next.as_str().unwrap());
        assert_eq!(head.get(&path).await.is(StatusCode::OK)["items"][0]["changes"], changes, "the page before is not needed");

        // The first mail says that it is out, the second what is different.
        assert_eq!(bodies(&app, "agenda_published").await.len(), 2, "both heads");
        let mails = bodies(&app, "agenda_revised").await;
        assert_eq!(mails.len(), 2);
        for change in changes.as_array().unwrap() {
            assert!(mails[0].contains(change.as_str().unwrap()), "{}", mails[0]);
        }
        assert!(mails[0].contains("ویرایش: ۲"), "{}", mails[0]);
        // Each request remembers once that it was on the agenda.
        let history = director.get(&format!("/requests/{}/history", camera["id"])).await.is(StatusCode::OK);
        let on: Vec<_> = history["items"].as_array().unwrap().iter().filter(|e| e["action"] == "on_agenda").map(|e| &e["data"]).collect();
        assert_eq!(on, [&json!({ "meeting_id": meeting["id"], "number": 2, "revision": 1, "position": 1 })]);
        // From its start on the meeting goes by what stands.
        act(&director, &meeting, "start").await;
        raise(&app, "در جلسه", Some(&meeting)).await;
        generate(&director, &meeting).await;
        assert!(titles(&agenda(&head, &meeting, "").await, "items").contains(&"در جلسه".to_owned()));
    }
}

on_both! {
    async fn published_agendas_are_written_once(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        action(&director, &meeting, "publish_agenda", &json!({})).await;
        for change in ["UPDATE agenda_revisions SET revision = 9", "DELETE FROM agenda_revisions"] {
            let db = app.db.clone();
            let write = move || db.write_now(|c, _| Ok(diesel::sql_query(change).execute(c)?));
            let refused = tokio::task::spawn_blocking(write).await.unwrap().unwrap_err();
            assert!(refused.to_string().contains("published agendas do not change"), "{refused}");
        }
    }
}

on_both! {
    async fn what_is_private_stays_so_in_what_was_published_and_in_its_mails(app) {
        let director = app.sign_in("director").await;
        let (first, second) = (app.sign_in("head-01").await, app.sign_in("head-02").await);
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let open = raise(&app, "نخست", None).await;
        action(&director, &meeting, "publish_agenda", &json!({})).await;
        let hide = json!({ "private": true });
        first.change(Method::PATCH, &format!("/requests/{}", open["id"]), &open["version"], &hide).await.is(StatusCode::OK);
        assert_eq!(titles(&agenda(&second, &meeting, "?revision=1").await, "items"), ["درخواست محرمانه"], "by what is known now");
        assert_eq!(titles(&agenda(&first, &meeting, "?revision=1").await, "items"), ["نخست"]);
        let made = generate(&director, &meeting).await;
        say(&director, line(&made, "نخست"), &json!({ "minutes": 20 })).await.is(StatusCode::OK);
        action(&director, &meeting, "publish_agenda", &json!({})).await;
        let words = "زمان «درخواست محرمانه» از ۵ به ۲۰ دقیقه تغییر کرد.";
        assert_eq!(agenda(&second, &meeting, "").await["changes"], json!([words]));
        let mails = bodies(&app, "agenda_revised").await;
        assert!(!mails.is_empty() && mails.iter().all(|m| m.contains("«درخواستی محرمانه»") && !m.contains("نخست")), "{mails:?}");
    }
}

on_both! {
    async fn what_is_left_open_goes_on_by_the_order_of_meetings_and_not_by_their_days(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        // The third is called off; the fourth is on a later day than the fifth.
        let second = plan(&director, &series, "2019-12-03").await;
        let third = plan(&director, &series, "2019-12-17").await;
        let fourth = plan(&director, &series, "2020-01-28").await;
        let fifth = plan(&director, &series, "2020-01-14").await;
        act(&director, &second, "start").await;
        raise(&app, "مطرح‌نشده", Some(&second)).await;
        let off = raise(&app, "موکول", Some(&second)).await;
        let made = generate(&director, &second).await;
        let put_off = json!({ "kind": "deferred", "text": "تا آمدن معاون" });
        outcome(&director, &second, line(&made, "موکول"), &put_off).await.is(StatusCode::CREATED);
        act(&director, &second, "finish").await;
        let now = director.get(&format!("/requests/{}", off["id"])).await.is(StatusCode::OK);
        assert_eq!(now["deferred_to"], third["id"], "the next by number");
        let made = generate(&director, &fifth).await;
        assert_eq!((&line(&made, "مطرح‌نشده")["kind"], &line(&made, "موکول")["placement"]), (&json!("carried"), &json!("agenda")));
        action(&director, &third, "cancel", &json!({ "reason": "تعطیلی ناگهانی" })).await;
        // What was put off to the third goes to the fourth, whose day is the later one, and waits for it in no meeting before.
        let made = generate(&director, &fourth).await;
        assert_eq!((&line(&made, "موکول")["placement"], &line(&made, "موکول")["kind"]), (&json!("agenda"), &json!("deferred")));
        assert_eq!(line(&made, "مطرح‌نشده")["reason"], "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار اول");

        // The fifth is held first, on its day: what it leaves is not the fourth's, which comes before it.
        app.advance(TimeDelta::days(42));
        let director = app.sign_in("director").await;
        generate(&director, &fifth).await;
        act(&director, &fifth, "start").await;
        act(&director, &fifth, "finish").await;
        let made = generate(&director, &fourth).await;
        assert_eq!(line(&made, "مطرح‌نشده")["carried"], 1);
        let sixth = plan(&director, &series, "2020-02-11").await;
        assert_eq!(line(&generate(&director, &sixth).await, "مطرح‌نشده")["carried"], 2, "the second and the fifth, not the third");
    }
}

on_both! {
    async fn what_was_put_off_waits_for_its_meeting_visibly(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let second = plan(&director, &series, "2019-12-24").await;
        let third = plan(&director, &series, "2019-12-17").await;
        let request = raise(&app, "دوربین", None).await;
        let off = json!({ "reason": "تا جلسهٔ سوم", "meeting_id": third["id"] });
        director.act(&request, "defer", &off).await.is(StatusCode::OK);
        let made = generate(&director, &second).await;
        assert_eq!(titles(&made, "excluded"), ["دوربین"], "by number it comes later, though by day it does not");
        assert_eq!(line(&made, "دوربین")["exclusion_reason"], "به نشست ۳ موکول شده است");
        assert_eq!(titles(&generate(&director, &third).await, "items"), ["دوربین"]);
        // There is no meeting after the third: what waited for it waits no longer.
        action(&director, &third, "cancel", &json!({ "reason": "تعطیلی" })).await;
        assert_eq!(titles(&generate(&director, &second).await, "items"), ["دوربین"]);
    }
}

on_both! {
    async fn after_three_meetings_it_must_be_decided(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        for title in ["الف", "ب", "پ"] {
            raise(&app, title, None).await;
        }
        let days = ["2019-12-03", "2019-12-17", "2019-12-31", "2020-01-14", "2020-01-28"];
        let mut meetings = Vec::new();
        for day in &days[..3] {
            let meeting = plan(&director, &series, day).await;
            let made = generate(&director, &meeting).await;
            assert!(made["items"].as_array().unwrap().iter().all(|l| l["must_decide"] == false), "{day}: {made}");
            act(&director, &meeting, "start").await;
            act(&director, &meeting, "finish").await;
            meetings.push(meeting);
        }
        let undecided = async |meeting: &Value| {
            let (db, id) = (app.db.clone(), MeetingId(meeting["id"].as_i64().unwrap()));
            let read = move || db.read_now(|c, _| undecided_after_three(c, id));
            let found = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
            found.into_iter().map(|u| u.title).collect::<Vec<_>>()
        };
        assert!(undecided(&meetings[2]).await.is_empty(), "twice is not three times");
        let fourth = plan(&director, &series, days[3]).await;
        let made = generate(&director, &fourth).await;
        for title in ["الف", "ب", "پ"] {
            let line = line(&made, title);
            assert_eq!((&line["carried"], &line["must_decide"]), (&json!(3), &json!(true)));
            let says = "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار سوم؛ باید تعیین تکلیف شود: تصمیم، طرح نزد شهردار یا کنار گذاشتن با ذکر دلیل";
            assert_eq!(line["reason"], says);
        }
        assert_eq!(undecided(&fourth).await, ["الف", "ب", "پ"]);
        act(&director, &fourth, "start").await;
        let told = json!({ "kind": "information", "text": "گزارش شد" });
        outcome(&director, &fourth, line(&made, "الف"), &told).await.is(StatusCode::CREATED);
        assert_eq!(undecided(&fourth).await, ["الف", "ب", "پ"], "to be told of it is no decision");
        let decided = json!({ "kind": "decision", "text": "خرید تا پایان سال" });
        outcome(&director, &fourth, line(&made, "الف"), &decided).await.is(StatusCode::CREATED);
        assert_eq!(undecided(&fourth).await, ["ب", "پ"]);
        let dropped = line(&made, "ب")["request"]["id"].clone();
        let now = director.get(&format!("/requests/{dropped}")).await.is(StatusCode::OK);
        director.act(&now, "reject", &json!({ "reason": "اعتباری نیست" })).await.is(StatusCode::OK);
        assert_eq!(undecided(&fourth).await, ["پ"]);
        act(&director, &fourth, "finish").await;

        // What was decided and is open still is counted anew; what was not must still end.
        let fifth = plan(&director, &series, days[4]).await;
        let made = generate(&director, &fifth).await;
        let lines: Vec<_> = ["الف", "پ"].iter().map(|t| line(&made, t)).map(|l| (&l["carried"], &l["must_decide"])).collect();
        assert_eq!(lines, [(&json!(4), &json!(false)), (&json!(4), &json!(true))]);
        assert_eq!(titles(&made, "items").iter().filter(|t| *t == "ب").count(), 0, "what was dropped is gone");
    }
}

on_both! {
    async fn what_stands_on_every_agenda_comes_last_in_its_order(app) {
        let director = app.sign_in("director").await;
        let items = json!([
            { "title": "گزارش پیگیری مصوبات", "minutes": 10, "kind": "discussion" },
            { "title": "اخبار واحدها", "minutes": 5, "kind": "information" },
        ]);
        let new = json!({ "title": "جلسهٔ هماهنگی", "last_number": 1, "standing_items": items });
        let series = director.post("/meeting-series", &new).await.is(StatusCode::CREATED);
        let meeting = plan(&director, &series, "2019-12-31").await;
        raise(&app, "دوربین", None).await;
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["دوربین", "گزارش پیگیری مصوبات", "اخبار واحدها"]);
        let line = |made: &Value, n: usize| (made["items"][n]["reason"].clone(), made["items"][n]["minutes"].clone());
        assert_eq!(line(&made, 1), (json!("بند ثابت این جلسه‌ها، برای گفت‌وگو"), json!(10)));
        say(&director, &made["items"][1], &json!({ "note": "با آمار" })).await.is(StatusCode::OK);
        // Put into another order, each line stays what it was.
        let mut turned = series["standing_items"].as_array().unwrap().clone();
        turned.reverse();
        let path = format!("/meeting-series/{}", series["id"]);
        let body = json!({ "standing_items": turned });
        director.call(Method::PATCH, &path, Some(&body), &[("if-match", "*")]).await.is(StatusCode::OK);
        let made = generate(&director, &meeting).await;
        assert_eq!(titles(&made, "items"), ["دوربین", "اخبار واحدها", "گزارش پیگیری مصوبات"]);
        assert_eq!((&made["items"][2]["note"], line(&made, 1)), (&json!("با آمار"), (json!("بند ثابت این جلسه‌ها، برای اطلاع"), json!(5))));
    }
}
