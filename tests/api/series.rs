//! Series: when they meet by the Jalali calendar, whom they invite, what stands on every agenda; and their meetings
//! planned ahead.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::meetings::{act, person};
use crate::on_both;

/// The first Tuesday of each month, moved when it is off.
pub fn first_tuesday() -> Value {
    json!({ "kind": "month_weekday", "nth": "first", "weekday": "tuesday", "since": "2019-12-03", "at": "10:00", "minutes": 120, "when_off": "next" })
}

pub async fn create(director: &Client, more: &Value) -> Value {
    let mut new = json!({ "title": "جلسهٔ هماهنگی", "place": "سالن جلسات", "last_number": 1 });
    new.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    director.post("/meeting-series", &new).await.is(StatusCode::CREATED)
}

async fn change(director: &Client, series: &Value, body: &Value) -> crate::app::Answer {
    let path = format!("/meeting-series/{}", series["id"]);
    director.change(Method::PATCH, &path, &series["version"], body).await
}

async fn plan(director: &Client, series: &Value, count: usize) -> Value {
    let path = format!("/meeting-series/{}/meetings", series["id"]);
    director
        .post(&path, &json!({ "count": count }))
        .await
        .is(StatusCode::OK)
}

fn texts(items: &Value, field: &str) -> Vec<String> {
    let text = |item: &Value| item[field].as_str().unwrap_or_default().to_owned();
    items.as_array().unwrap().iter().map(text).collect()
}

on_both! {
    async fn its_dates_come_by_the_jalali_calendar_and_are_planned_once(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({ "recurrence": first_tuesday() })).await;
        assert_eq!(series["recurrence"]["every"], 1);
        let path = format!("/meeting-series/{}/dates?count=3", series["id"]);
        let dates = director.get(&path).await.is(StatusCode::OK);
        assert_eq!(texts(&dates["items"], "jalali"), ["1398/10/03", "1398/11/01", "1398/12/06"]);
        assert_eq!((&dates["items"][0]["starts_at"], &dates["items"][0]["ends_at"]), (&json!("2019-12-24T06:30:00Z"), &json!("2019-12-24T08:30:00Z")), "ten o'clock in Tehran");

        let holiday = json!({ "kind": "holiday", "title": "تعطیلی به سبب برف", "date": "2020-01-21" });
        director.post("/calendar/holidays", &holiday).await.is(StatusCode::CREATED);
        let planned = plan(&director, &series, 2).await;
        assert_eq!(planned["created"], 2);
        assert_eq!(texts(&planned["items"], "starts_at"), ["2019-12-24T06:30:00Z", "2020-01-22T06:30:00Z"], "the second is a day later");
        assert_eq!(texts(&planned["items"], "planned_on"), ["2019-12-24", "2020-01-21"]);
        let first = &planned["items"][0];
        assert_eq!((&first["number"], &first["state"], &first["place"]), (&Value::Null, &json!("draft"), &json!("سالن جلسات")));

        let cancelled = json!({ "reason": "تعطیلات" });
        let path = format!("/meetings/{}/actions/cancel", first["id"]);
        director.change(Method::POST, &path, &first["version"], &cancelled).await.is(StatusCode::OK);
        let again = plan(&director, &series, 3).await;
        assert_eq!((&again["created"], &again["items"][0]["state"]), (&json!(1), &json!("cancelled")), "what was called off is not planned again");
        assert_eq!(again["items"][1]["id"], planned["items"][1]["id"]);
        let second = act(&director, &again["items"][1], "schedule").await;
        assert_eq!(second["number"], 2, "numbers have no gaps: what was cancelled as a draft took none");

        let seen = app.sign_in("head-01").await.get(&format!("/meeting-series/{}/dates?count=3", series["id"])).await.is(StatusCode::OK);
        let known: Vec<_> = seen["items"].as_array().unwrap().iter().map(|d| d["meeting_id"].clone()).collect();
        assert_eq!(known, [first["id"].clone(), second["id"].clone(), Value::Null], "drafts are not told");
    }
}

on_both! {
    async fn a_series_without_a_rule_has_no_dates(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let path = format!("/meeting-series/{}", series["id"]);
        director.get(&format!("{path}/dates")).await.refuses(StatusCode::CONFLICT, "no_recurrence");
        director.post(&format!("{path}/meetings"), &json!({ "count": 2 })).await.refuses(StatusCode::CONFLICT, "no_recurrence");
        director.get(&format!("{path}/dates?count=25")).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        director.post(&format!("{path}/meetings"), &json!({ "count": 25 })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let series = change(&director, &series, &json!({ "recurrence": first_tuesday(), "active": false })).await.is(StatusCode::OK);
        director.post(&format!("{path}/meetings"), &json!({ "count": 2 })).await.refuses(StatusCode::CONFLICT, "series_ended");
        let series = change(&director, &series, &json!({ "recurrence": null })).await.is(StatusCode::OK);
        assert_eq!(series["recurrence"], Value::Null);
    }
}

on_both! {
    async fn a_rule_a_quorum_and_a_list_are_checked(app) {
        let director = app.sign_in("director").await;
        let series = create(&director, &json!({})).await;
        let refused = async |body: Value| {
            let problem = change(&director, &series, &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            fields(&problem)
        };
        let rule = |more: Value| {
            let mut rule = first_tuesday();
            rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "recurrence": rule })
        };
        let pair = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused(rule(json!({ "nth": null, "day": 3 }))).await, [pair("/recurrence/nth", "required"), pair("/recurrence/day", "not_allowed")]);
        assert_eq!(refused(rule(json!({ "kind": "week" }))).await, [pair("/recurrence/nth", "not_allowed")]);
        assert_eq!(refused(rule(json!({ "since": "1398-12-03" }))).await, [pair("/recurrence/since", "out_of_range")]);
        assert_eq!(refused(json!({ "quorum": { "kind": "percent", "value": 101 } })).await, [pair("/quorum/value", "out_of_range")]);
        assert_eq!(refused(json!({ "standing_items": [{ "id": 7, "title": "گزارش", "minutes": 5, "kind": "information" }] })).await, [pair("/standing_items/0/id", "not_found")]);
        let guest = json!({ "name": "خبرنگار", "email": "reporter@example.org" });
        let list = json!({ "invited": [{}, { "unit_id": 999_999 }, { "user_id": 1, "guest": guest }, { "unit_id": app.districts[0] }, { "unit_id": app.districts[0] }] });
        assert_eq!(refused(list).await, [pair("/invited/0/unit_id", "required"), pair("/invited/1/unit_id", "not_found"), pair("/invited/2/guest", "not_allowed"), pair("/invited/4", "conflict")]);
        assert_eq!(refused(json!({ "invited": [{ "guest": { "name": "خبرنگار", "email": "بی‌نشانی" } }] })).await, [pair("/invited/0/guest/email", "invalid")]);
    }
}

on_both! {
    async fn its_list_is_that_of_its_meetings(app) {
        let director = app.sign_in("director").await;
        let owner = person(&director, "owner-it@demo.test").await;
        let guest = json!({ "name": "خبرنگار روزنامه", "email": "Reporter@Example.org" });
        let invited = json!([{ "unit_id": app.districts[1] }, { "user_id": owner }, { "guest": guest }]);
        let series = create(&director, &json!({ "recurrence": first_tuesday(), "invited": invited })).await;
        assert_eq!(series["invited"][2]["guest"], json!({ "name": "خبرنگار روزنامه", "email": "reporter@example.org" }));
        let head = app.sign_in("head-01").await;
        let seen = head.get(&format!("/meeting-series/{}", series["id"])).await.is(StatusCode::OK);
        assert_eq!(seen["invited"][2]["guest"]["email"], Value::Null, "addresses are for who prepares");
        let meeting = plan(&director, &series, 1).await["items"][0].clone();
        let names: Vec<_> = meeting["invited"].as_array().unwrap().iter().map(|i| i["user"]["id"].clone()).collect();
        assert_eq!(names, [person(&director, "head-02@demo.test").await, owner]);
        assert_eq!(meeting["guests"][0]["email"], "reporter@example.org");
    }
}

on_both! {
    async fn standing_items_keep_their_ids(app) {
        let director = app.sign_in("director").await;
        let item = |title: &str| json!({ "title": title, "minutes": 5, "kind": "information" });
        let series = create(&director, &json!({ "standing_items": [item("گزارش"), item("اخبار")] })).await;
        assert_eq!(series["standing_items"][1]["id"], 2);
        let kept = json!({ "id": 2, "title": "خبرها", "minutes": 10, "kind": "discussion" });
        let series = change(&director, &series, &json!({ "standing_items": [item("تازه"), kept] })).await.is(StatusCode::OK);
        let items: Vec<_> = series["standing_items"].as_array().unwrap().iter().map(|i| (i["id"].as_i64().unwrap(), i["title"].clone())).collect();
        assert_eq!(items, [(3, json!("تازه")), (2, json!("خبرها"))]);
    }
}

#[tokio::test]
async fn who_plans_at_the_same_time_plans_once() {
    let app = TestApp::postgres().await;
    let director = app.sign_in("director").await;
    let series = create(&director, &json!({ "recurrence": first_tuesday() })).await;
    let (here, there) = tokio::join!(plan(&director, &series, 4), plan(&director, &series, 4));
    let created = |planned: &Value| planned["created"].as_i64().unwrap();
    assert_eq!(created(&here) + created(&there), 4);
    assert_eq!(texts(&here["items"], "starts_at"), texts(&there["items"], "starts_at"));
}
