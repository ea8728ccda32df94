//! The follow-up meeting: its agenda made of what is open, its outcomes acting on the requests, promises kept or broken.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

pub async fn series(director: &Client) -> Value {
    let new = json!({ "title": "جلسهٔ هماهنگی", "place": "سالن جلسات", "last_number": 1 });
    director.post("/meeting-series", &new).await.is(StatusCode::CREATED)
}

pub async fn plan(director: &Client, series: &Value, day: &str) -> Value {
    let new = json!({ "series_id": series["id"], "starts_at": format!("{day}T06:30:00Z"), "ends_at": format!("{day}T08:30:00Z") });
    let meeting = director.post("/meetings", &new).await.is(StatusCode::CREATED);
    act(director, &meeting, "schedule").await
}

pub async fn act(director: &Client, meeting: &Value, action: &str) -> Value {
    let path = format!("/meetings/{}/actions/{action}", meeting["id"]);
    director
        .change(
            Method::POST,
            &path,
            &json!(version(director, meeting).await),
            &json!({}),
        )
        .await
        .is(StatusCode::OK)
}

async fn version(director: &Client, meeting: &Value) -> i64 {
    director
        .get(&format!("/meetings/{}", meeting["id"]))
        .await
        .is(StatusCode::OK)["version"]
        .as_i64()
        .unwrap()
}

pub async fn generate(director: &Client, meeting: &Value) -> Value {
    let path = format!("/meetings/{}/agenda/generate", meeting["id"]);
    director
        .change(
            Method::POST,
            &path,
            &json!(version(director, meeting).await),
            &json!({}),
        )
        .await
        .is(StatusCode::OK)
}

/// The lines of an agenda: kind and title.
fn lines(agenda: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    agenda["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| (text(&i["kind"]), text(&i["title"])))
        .collect()
}

pub async fn outcome(director: &Client, meeting: &Value, line: &Value, body: &Value) -> crate::app::Answer {
    let path = format!("/meetings/{}/agenda/items/{}/outcomes", meeting["id"], line["id"]);
    director
        .call(Method::POST, &path, Some(body), &[("if-match", "*")])
        .await
}

pub async fn raise(app: &TestApp, title: &str, meeting: Option<&Value>) -> Value {
    let head = app.sign_in("head-01").await;
    let mut body = petty_cash(app);
    body["title"] = json!(title);
    if let Some(meeting) = meeting {
        body["raised_in"] = meeting["id"].clone();
    }
    head.post("/requests", &body).await.is(StatusCode::CREATED)
}

pub async fn person(director: &Client, email: &str) -> Value {
    let people = director.get("/users?limit=200").await.is(StatusCode::OK);
    people["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["email"] == email)
        .unwrap()["id"]
        .clone()
}

on_both! {
    async fn what_is_not_solved_comes_back_and_what_was_promised_and_is_late_comes_first(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let second = plan(&director, &series, "2019-12-03").await;
        assert_eq!(second["number"], 2);
        act(&director, &second, "start").await;
        let promised = raise(&app, "دورهٔ آموزشی", Some(&second)).await;
        let solved = raise(&app, "دوربین عکاسی", Some(&second)).await;
        let open = raise(&app, "کمبود نیرو", Some(&second)).await;
        let agenda = generate(&director, &second).await;
        assert_eq!(lines(&agenda).len(), 3);
        let line = |request: &Value| agenda["items"].as_array().unwrap().iter().find(|i| i["request"]["id"] == request["id"]).unwrap().clone();
        let missing = outcome(&director, &second, &line(&promised), &json!({ "kind": "commitment", "text": "دوره برگزار می‌شود" })).await;
        let mut wrong: Vec<_> = fields(&missing.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields")).into_iter().map(|f| f.0).collect();
        wrong.sort();
        assert_eq!(wrong, ["/due_on", "/who_id"]);
        let who = person(&director, "owner-it@demo.test").await;
        let promise = json!({ "kind": "commitment", "text": "دوره برگزار می‌شود", "who_id": who, "due_on": "2019-12-20" });
        outcome(&director, &second, &line(&promised), &promise).await.is(StatusCode::CREATED);
        let done = json!({ "kind": "solved", "text": "دوربین تحویل شد" });
        outcome(&director, &second, &line(&solved), &done).await.is(StatusCode::CREATED);
        let now = director.get(&format!("/requests/{}", solved["id"])).await.is(StatusCode::OK);
        assert_eq!(now["state"], "done", "the outcome acted on the request");
        act(&director, &second, "finish").await;

        app.advance(TimeDelta::days(28));
        let director = app.sign_in("director").await;
        let new = raise(&app, "تور خبری", None).await;
        let third = plan(&director, &series, "2019-12-31").await;
        let agenda = generate(&director, &third).await;
        let expected = [("minutes", None), ("commitment", Some("دوره برگزار می‌شود")), ("carried", Some("دورهٔ آموزشی")), ("carried", Some("کمبود نیرو")), ("new", Some("تور خبری"))];
        for (line, (kind, title)) in lines(&agenda).iter().zip(expected) {
            assert!(line.0 == kind && title.is_none_or(|t| line.1 == t), "{line:?} for {kind} {title:?}");
        }
        assert_eq!(lines(&agenda).len(), expected.len());
        assert_eq!(agenda["items"][1]["reason"], "تعهد با ۱۱ روز تأخیر");
        assert_eq!(agenda["items"][3]["reason"], "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار اول");
        assert_eq!(agenda["items"][3]["request"]["id"], open["id"]);
        assert_eq!(agenda["items"][4]["request"]["id"], new["id"]);
        let page = director.get(&format!("/meetings/{}/agenda.html", third["id"])).await;
        assert!(page.text.contains("dir=\"rtl\"") && page.text.contains("کمبود نیرو") && page.text.contains("سه‌شنبه ۱۰ دی ۱۳۹۸"), "{}", page.text);
        act(&director, &third, "publish_agenda").await;
        act(&director, &third, "start").await;
        act(&director, &third, "finish").await;

        app.advance(TimeDelta::days(28));
        let director = app.sign_in("director").await;
        let fourth = plan(&director, &series, "2020-01-28").await;
        let agenda = generate(&director, &fourth).await;
        let carried: Vec<_> = agenda["items"].as_array().unwrap().iter().filter(|i| i["kind"] == "carried").map(|i| i["carried"].as_i64().unwrap()).collect();
        assert_eq!(carried, [2, 2, 1], "times carried, most first");
    }
}

on_both! {
    async fn a_promise_keeps_its_first_day_and_is_kept_or_dropped(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-03").await;
        act(&director, &meeting, "start").await;
        raise(&app, "دورهٔ آموزشی", Some(&meeting)).await;
        let agenda = generate(&director, &meeting).await;
        let who = person(&director, "owner-it@demo.test").await;
        let promise = json!({ "kind": "commitment", "text": "دوره برگزار می‌شود", "who_id": who, "due_on": "2019-12-20" });
        outcome(&director, &meeting, &agenda["items"][0], &promise).await.is(StatusCode::CREATED);
        let owner = app.sign_in("owner-it").await;
        let mine = owner.get("/commitments").await.is(StatusCode::OK)["items"][0].clone();
        let path = format!("/commitments/{}", mine["id"]);
        let again = json!({ "due_on": "2019-12-27", "reason": "مدرس در سفر است" });
        let moved = director.change(Method::PATCH, &path, &mine["version"], &again).await.is(StatusCode::OK);
        assert_eq!((&moved["first_due_on"], &moved["due_on"], &moved["repromises"]), (&json!("2019-12-20"), &json!("2019-12-27"), &json!(1)));
        director.change(Method::POST, &format!("{path}/actions/drop"), &moved["version"], &json!({})).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let kept = director.change(Method::POST, &format!("{path}/actions/keep"), &moved["version"], &json!({})).await.is(StatusCode::OK);
        assert_eq!(kept["state"], "kept");
        assert_eq!(app.sign_in("head-02").await.get("/commitments").await.is(StatusCode::OK)["items"], json!([]), "not theirs to see");
    }
}

on_both! {
    async fn pins_exclusions_and_notes_survive_regeneration_and_drafts_are_silent(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let new = json!({ "series_id": series["id"], "starts_at": "2019-12-31T06:30:00Z", "ends_at": "2019-12-31T08:30:00Z" });
        let draft = director.post("/meetings", &new).await.is(StatusCode::CREATED);
        app.sign_in("head-01").await.get(&format!("/meetings/{}", draft["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        raise(&app, "نخست", None).await;
        raise(&app, "دوم", None).await;
        raise(&app, "سوم", None).await;
        let agenda = generate(&director, &draft).await;
        let titles = |agenda: &Value| lines(agenda).into_iter().map(|l| l.1).collect::<Vec<_>>();
        assert_eq!(titles(&agenda), ["نخست", "دوم", "سوم"]);
        let change = async |line: &Value, body: Value| {
            let path = format!("/meetings/{}/agenda/items/{}", draft["id"], line["id"]);
            director.change(Method::PATCH, &path, &line["version"], &body).await.is(StatusCode::OK)
        };
        change(&agenda["items"][2], json!({ "pinned": true, "note": "با حضور معاون" })).await;
        change(&agenda["items"][1], json!({ "excluded": true, "exclusion_reason": "در کمیسیون بررسی می‌شود" })).await;
        let agenda = generate(&director, &draft).await;
        assert_eq!(titles(&agenda), ["سوم", "نخست"]);
        assert_eq!(agenda["items"][0]["note"], "با حضور معاون");
        assert_eq!(agenda["excluded"][0]["title"], "دوم", "nothing is lost");
    }
}

on_both! {
    async fn a_request_is_raised_only_in_a_meeting_that_is_being_held(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let new = json!({ "series_id": series["id"], "starts_at": "2019-12-03T06:30:00Z", "ends_at": "2019-12-03T08:30:00Z" });
        let draft = director.post("/meetings", &new).await.is(StatusCode::CREATED);
        let mut body = petty_cash(&app);
        let mut refused = Vec::new();
        for id in [&json!(999), &draft["id"]] {
            body["raised_in"] = id.clone();
            refused.push(fields(&head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields")));
        }
        assert_eq!(refused[0], [("/raised_in".to_owned(), "not_found".to_owned())]);
        assert_eq!(refused[1], refused[0], "a draft is nobody's to know of");
        let meeting = act(&director, &draft, "schedule").await;
        let conflict = [("/raised_in".to_owned(), "conflict".to_owned())];
        for who in [&head, &director] {
            assert_eq!(fields(&who.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields")), conflict);
        }
        act(&director, &meeting, "start").await;
        head.post("/requests", &body).await.is(StatusCode::CREATED);
        act(&director, &meeting, "finish").await;
        head.post("/requests", &body).await.is(StatusCode::CREATED);
        app.sql("UPDATE meetings SET state = 'approved'").await;
        assert_eq!(fields(&head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields")), conflict);
        let late = director.post("/requests", &body).await.is(StatusCode::CREATED);
        assert_eq!(late["raised_in"], meeting["id"], "what was forgotten");
    }
}
