//! What units propose for agendas: in time, by who may, and with an answer.

use chrono::{DateTime, Utc};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::agenda::{agenda, bodies, line, say, titles};
use crate::app::{Answer, Client, TestApp, fields};
use crate::meetings::{act, generate, outcome, plan, raise, series};
use crate::on_both;

const CREATED: StatusCode = StatusCode::CREATED;
const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

async fn propose(client: &Client, meeting: &Value, body: &Value) -> Answer {
    client
        .post(&format!("/meetings/{}/proposals", meeting["id"]), body)
        .await
}

async fn decide(director: &Client, meeting: &Value, proposal: &Value, action: &str, body: &Value) -> Answer {
    let path = format!(
        "/meetings/{}/proposals/{}/actions/{action}",
        meeting["id"], proposal["id"]
    );
    director.change(Method::POST, &path, &proposal["version"], body).await
}

fn subject(app: &TestApp, title: &str) -> Value {
    json!({ "unit_id": app.districts[0], "subject": title, "why": "تا نوروز جلسهٔ دیگری نیست" })
}

async fn cancel(director: &Client, meeting: &Value) {
    let path = format!("/meetings/{}/actions/cancel", meeting["id"]);
    let body = json!({ "reason": "تعطیلی" });
    director
        .call(Method::POST, &path, Some(&body), &[("if-match", "*")])
        .await
        .is(StatusCode::OK);
}

fn until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    app.advance(instant - app.clock.now().utc());
}

on_both! {
    async fn a_unit_proposes_an_open_request_or_a_subject_and_hears_of_the_decision(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        raise(&app, "نخست", None).await;
        let request = raise(&app, "دوربین", None).await;
        generate(&director, &meeting).await;
        let body = json!({ "unit_id": app.districts[0], "request": request["number"], "why": "جشنواره نزدیک است" });
        let camera = propose(&head, &meeting, &body).await.is(CREATED);
        assert_eq!((&camera["state"], &camera["title"], &camera["allowed_actions"]), (&json!("waiting"), &json!("دوربین"), &json!(["withdraw"])));
        let nowruz = propose(&head, &meeting, &subject(&app, "پوشش خبری نوروز")).await.is(CREATED);
        let refused = propose(&head, &meeting, &body).await.refuses(INVALID, "invalid_fields");
        assert_eq!(fields(&refused), [("/request".to_owned(), "conflict".to_owned())], "it waits already");
        assert!(bodies(&app, "proposal_made").await[0].starts_with("director@demo.test"));

        // Units see their own, the director all; nobody else decides.
        let path = format!("/meetings/{}/proposals", meeting["id"]);
        assert_eq!(director.get(&path).await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 2);
        let other = app.sign_in("head-02").await;
        assert_eq!(other.get(&path).await.is(StatusCode::OK)["items"], json!([]));
        other.get(&format!("{path}/{}", camera["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        decide(&head, &meeting, &camera, "accept", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let one = director.get(&format!("{path}?limit=1")).await.is(StatusCode::OK);
        let next = director.get(&format!("{path}?cursor={}", one["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((&one["items"][0]["id"], &next["items"][0]["id"], &next["next"]), (&camera["id"], &nowruz["id"], &Value::Null));

        // Accepted, it is on the agenda at once, before what nobody has asked for.
        let accepted = decide(&director, &meeting, &camera, "accept", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&accepted["state"], &accepted["decided_by"]["name"]), (&json!("accepted"), &json!("director")));
        decide(&director, &meeting, &accepted, "decline", &json!({ "reason": "نه" })).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        decide(&director, &meeting, &nowruz, "accept", &json!({ "reason": "با حضور معاون" })).await.is(StatusCode::OK);
        let shown = agenda(&director, &meeting, "").await;
        assert_eq!(titles(&shown, "items"), ["دوربین", "پوشش خبری نوروز", "نخست"]);
        assert_eq!(line(&shown, "دوربین")["reason"], "به پیشنهاد منطقهٔ ۱: جشنواره نزدیک است");
        assert_eq!(line(&shown, "دوربین")["proposal"]["id"], camera["id"]);
        assert_eq!(generate(&director, &meeting).await["items"], shown["items"], "made again, it is the same");
        let told = bodies(&app, "proposal_accepted").await;
        assert!(told.len() == 2 && told.iter().all(|t| t.starts_with("head-01@demo.test")), "{told:?}");
        assert!(told[1].contains("با حضور معاون"), "{told:?}");
        let history = director.get(&format!("/requests/{}/history", request["id"])).await.is(StatusCode::OK);
        let events = history["items"].as_array().unwrap().iter().filter(|e| e["action"] == "agenda_proposal");
        assert_eq!(events.map(|e| &e["data"]["proposal"]).collect::<Vec<_>>(), ["waiting", "accepted"]);
    }
}

on_both! {
    async fn what_is_proposed_is_checked(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let request = raise(&app, "دوربین", None).await;
        let refused = async |body: Value, wanted: &[(&str, &str)]| {
            let problem = propose(&head, &meeting, &body).await.refuses(INVALID, "invalid_fields");
            let wanted: Vec<_> = wanted.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect();
            assert_eq!(fields(&problem), wanted, "{body}");
        };
        let unit = app.districts[0];
        refused(json!({ "unit_id": unit, "subject": "نوروز", "why": " " }), &[("/why", "required")]).await;
        refused(json!({ "unit_id": unit, "why": "مهم است" }), &[("/subject", "required")]).await;
        refused(json!({ "unit_id": unit, "request": request["number"], "subject": "نوروز", "why": "مهم است" }), &[("/subject", "not_allowed")]).await;
        refused(json!({ "unit_id": unit, "request": "1398-9999", "why": "مهم است" }), &[("/request", "not_found")]).await;
        let done = director.act(&request, "reject", &json!({ "reason": "نه" })).await.is(StatusCode::OK);
        refused(json!({ "unit_id": unit, "request": done["number"], "why": "مهم است" }), &[("/request", "conflict")]).await;
        let other = json!({ "unit_id": app.districts[1], "subject": "نوروز", "why": "مهم است" });
        propose(&head, &meeting, &other).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        propose(&app.sign_in("member-01").await, &meeting, &subject(&app, "نوروز")).await.refuses(StatusCode::NOT_FOUND, "not_found");
        propose(&director, &meeting, &subject(&app, "نوروز")).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let proposal = propose(&head, &meeting, &subject(&app, "نوروز")).await.is(CREATED);
        for action in ["decline", "put_off"] {
            let problem = decide(&director, &meeting, &proposal, action, &json!({})).await.refuses(INVALID, "invalid_fields");
            assert_eq!(fields(&problem), [("/reason".to_owned(), "required".to_owned())]);
        }
        decide(&director, &meeting, &proposal, "decline", &json!({ "reason": "در دستور هست" })).await.is(StatusCode::OK);
        decide(&director, &meeting, &proposal, "accept", &json!({})).await.is(StatusCode::PRECONDITION_FAILED);
        assert!(bodies(&app, "proposal_declined").await[0].contains("در دستور هست"));
        assert_eq!(titles(&generate(&director, &meeting).await, "items"), Vec::<String>::new());
    }
}

on_both! {
    async fn after_the_cut_off_the_refusal_names_it(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let head = app.sign_in("head-01").await;
        // Tuesday's second working day before is Sunday.
        let cut_off = agenda(&head, &meeting, "").await["proposals_until"].as_str().unwrap().to_owned();
        assert!(cut_off.starts_with("2019-12-29T"), "{cut_off}");
        until(&app, &cut_off);
        let head = app.sign_in("head-01").await;
        propose(&head, &meeting, &subject(&app, "در آخرین دم")).await.is(CREATED);
        app.advance(chrono::TimeDelta::seconds(1));
        let path = format!("/meetings/{}/proposals", meeting["id"]);
        let late = head.call(Method::POST, &path, Some(&subject(&app, "دیر")), &[("accept-language", "fa")]).await;
        let problem = late.refuses(StatusCode::CONFLICT, "proposals_closed");
        let said = problem["detail"].as_str().unwrap();
        assert!(said.contains("یکشنبه ۸ دی ۱۳۹۸، ساعت"), "{said}");
        // The director can still decide on what came in time; a meeting that is moved takes proposals again.
        let director = app.sign_in("director").await;
        let moved = json!({ "starts_at": "2020-01-14T06:30:00Z", "ends_at": "2020-01-14T08:30:00Z" });
        director.call(Method::PATCH, &format!("/meetings/{}", meeting["id"]), Some(&moved), &[("if-match", "*")]).await.is(StatusCode::OK);
        propose(&head, &meeting, &subject(&app, "اکنون به‌موقع")).await.is(CREATED);
        act(&director, &meeting, "start").await;
        let refused = propose(&head, &meeting, &subject(&app, "در جلسه")).await;
        refused.refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}

on_both! {
    async fn what_is_not_decided_or_put_off_waits_for_the_next_meeting(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let second = plan(&director, &series, "2019-12-31").await;
        let waiting = propose(&head, &second, &subject(&app, "بی‌پاسخ")).await.is(CREATED);
        let off = propose(&head, &second, &subject(&app, "نوروز")).await.is(CREATED);
        let request = raise(&app, "دوربین", None).await;
        let body = json!({ "unit_id": app.districts[0], "request": request["number"], "why": "جشنواره" });
        let camera = propose(&head, &second, &body).await.is(CREATED);
        let accepted = propose(&head, &second, &subject(&app, "پذیرفته")).await.is(CREATED);
        decide(&director, &second, &off, "put_off", &json!({ "reason": "زود است" })).await.is(StatusCode::OK);
        decide(&director, &second, &camera, "accept", &json!({})).await.is(StatusCode::OK);
        decide(&director, &second, &accepted, "accept", &json!({})).await.is(StatusCode::OK);
        assert!(bodies(&app, "proposal_put_off").await[0].contains("زود است"));
        cancel(&director, &second).await;
        let third = plan(&director, &series, "2020-01-14").await;
        let listed = director.get(&format!("/meetings/{}/proposals", third["id"])).await.is(StatusCode::OK);
        let open: Vec<_> = listed["items"].as_array().unwrap().iter().map(|p| (&p["id"], &p["state"])).collect();
        assert_eq!(open, [(&waiting["id"], &json!("waiting")), (&off["id"], &json!("put_off"))]);
        // What was accepted for a meeting that was called off is on the next one's agenda.
        let made = generate(&director, &third).await;
        assert_eq!(titles(&made, "items"), ["دوربین", "پذیرفته"]);
        let now = director.get(&format!("/meetings/{}/proposals/{}", third["id"], off["id"])).await.is(StatusCode::OK);
        let taken = decide(&director, &third, &now, "accept", &json!({})).await.is(StatusCode::OK);
        assert_eq!(taken["meeting_id"], third["id"]);
        let made = agenda(&director, &third, "").await;
        assert_eq!(titles(&made, "items"), ["دوربین", "نوروز", "پذیرفته"]);

        // A subject is carried until something comes of it.
        act(&director, &third, "start").await;
        let told = json!({ "kind": "decision", "text": "تقسیم کار شد" });
        outcome(&director, &third, line(&made, "نوروز"), &told).await.is(CREATED);
        act(&director, &third, "finish").await;
        let fourth = plan(&director, &series, "2020-01-28").await;
        let made = generate(&director, &fourth).await;
        let carried: Vec<_> = titles(&made, "items");
        assert!(carried.contains(&"پذیرفته".to_owned()) && !carried.contains(&"نوروز".to_owned()), "{carried:?}");
        assert_eq!((&line(&made, "پذیرفته")["kind"], &line(&made, "پذیرفته")["carried"]), (&json!("carried"), &json!(1)));
        let left_out = json!({ "excluded": true, "exclusion_reason": "نیازی نیست" });
        say(&director, line(&made, "پذیرفته"), &left_out).await.is(StatusCode::OK);
        assert_eq!(titles(&generate(&director, &fourth).await, "excluded"), ["پذیرفته"]);
    }
}

on_both! {
    async fn why_a_private_request_is_proposed_is_told_to_who_may_read_it(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let request = raise(&app, "جابه‌جایی نیرو", None).await;
        let path = format!("/requests/{}", request["id"]);
        head.change(Method::PATCH, &path, &request["version"], &json!({ "private": true })).await.is(StatusCode::OK);
        let body = json!({ "unit_id": app.districts[0], "request": request["number"], "why": "اختلاف با مسئول" });
        let proposal = propose(&head, &meeting, &body).await.is(CREATED);
        decide(&director, &meeting, &proposal, "accept", &json!({})).await.is(StatusCode::OK);
        act(&director, &meeting, "publish_agenda").await;
        let read = agenda(&app.sign_in("head-02").await, &meeting, "").await;
        let line = &read["items"][0];
        assert_eq!((&line["title"], &line["reason"], &line["proposal"]), (&json!("درخواست محرمانه"), &json!("به پیشنهاد یک واحد"), &Value::Null));
        assert!(!read.to_string().contains("اختلاف"), "{read}");
    }
}

on_both! {
    async fn a_unit_takes_back_what_nobody_has_taken_up(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let request = raise(&app, "دوربین", None).await;
        let body = json!({ "unit_id": app.districts[0], "request": request["number"], "why": "جشنواره" });
        let proposal = propose(&head, &meeting, &body).await.is(CREATED);
        decide(&app.sign_in("member-01").await, &meeting, &proposal, "withdraw", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        decide(&app.sign_in("head-02").await, &meeting, &proposal, "withdraw", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        decide(&director, &meeting, &proposal, "withdraw", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let gone = decide(&head, &meeting, &proposal, "withdraw", &json!({ "reason": "حل شد" })).await.is(StatusCode::OK);
        assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("withdrawn"), &json!([])));
        decide(&director, &meeting, &gone, "accept", &json!({})).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        let again = propose(&head, &meeting, &body).await.is(CREATED);
        decide(&director, &meeting, &again, "accept", &json!({})).await.is(StatusCode::OK);
        let accepted = director.get(&format!("/meetings/{}/proposals/{}", meeting["id"], again["id"])).await.is(StatusCode::OK);
        decide(&head, &meeting, &accepted, "withdraw", &json!({})).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}

on_both! {
    async fn who_stands_in_for_a_head_proposes_in_their_place(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let meeting = plan(&director, &series, "2019-12-31").await;
        let member = app.sign_in("member-01").await;
        propose(&member, &meeting, &subject(&app, "نوروز")).await.refuses(StatusCode::NOT_FOUND, "not_found");
        crate::absences::away(&app, "head-01", "member-01", "2019-12-03", "2019-12-10").await;
        let proposal = propose(&member, &meeting, &subject(&app, "نوروز")).await.is(CREATED);
        let other = json!({ "unit_id": app.districts[1], "subject": "نوروز", "why": "نزدیک است" });
        propose(&member, &meeting, &other).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let path = format!("/meetings/{}/proposals", meeting["id"]);
        assert_eq!(member.get(&path).await.is(StatusCode::OK)["items"][0]["id"], proposal["id"]);
        decide(&member, &meeting, &proposal, "withdraw", &json!({})).await.is(StatusCode::OK);
        let request = raise(&app, "دوربین", None).await;
        let body = json!({ "unit_id": app.districts[0], "request": request["number"], "why": "جشنواره" });
        propose(&member, &meeting, &body).await.is(CREATED);
        let history = director.get(&format!("/requests/{}/history", request["id"])).await.is(StatusCode::OK);
        let entry = history["items"].as_array().unwrap().iter().find(|e| e["action"] == "agenda_proposal").unwrap();
        assert_eq!((&entry["actor"]["name"], &entry["on_behalf_of"]["name"]), (&json!("member-01"), &json!("head-01")));
    }
}
