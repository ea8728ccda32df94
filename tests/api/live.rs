//! A meeting as it is held: its lines and their clock, what is raised on the spot, and the stream of it for who watches.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp};
use crate::meetings::{act, generate, plan, raise, series};
use crate::on_both;
use crate::requests::petty_cash;

/// A stream of events that is read as a browser reads it.
pub struct Watching {
    response: reqwest::Response,
    read: String,
}

/// One event.
#[derive(Debug)]
pub struct Event {
    pub id: String,
    pub data: Value,
}

pub async fn open(client: &Client, meeting: &Value, last: Option<&str>) -> reqwest::Response {
    let call = client
        .http
        .get(format!("{}/api/v1/meetings/{}/live", client.base, meeting["id"]));
    let call = call.bearer_auth(client.token.as_deref().unwrap_or_default());
    let call = call.header("accept-encoding", "gzip, br");
    let call = last.into_iter().fold(call, |call, id| call.header("last-event-id", id));
    call.send().await.expect("the server answers")
}

pub async fn watch(client: &Client, meeting: &Value, last: Option<&str>) -> Watching {
    let response = open(client, meeting, last).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(
        response.headers()["content-encoding"],
        "identity",
        "nothing is held back to be compressed"
    );
    let read = String::new();
    Watching { response, read }
}

impl Watching {
    /// The next state; none: the stream has ended, in good order.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some(end) = self.read.find("\n\n") {
                let block: String = self.read.drain(..end + 2).collect();
                let field = |name: &str| block.lines().find_map(|l| l.strip_prefix(name)).map(str::to_owned);
                let (event, data, id) = (field("event: "), field("data: "), field("id: "));
                if event.as_deref() == Some("session") {
                    let data = serde_json::from_str(&data.expect("data")).expect("JSON");
                    return Some(Event {
                        id: id.expect("an id"),
                        data,
                    });
                }
            }
            let chunk = self.response.chunk().await.expect("the stream is whole")?;
            self.read
                .push_str(std::str::from_utf8(&chunk).expect("whole characters"));
        }
    }

    /// The next state for which this is so: what lies between may be missed.
    pub async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if wanted(&event.data) {
                return event;
            }
        }
    }
}

pub async fn session(client: &Client, meeting: &Value) -> Value {
    client
        .get(&format!("/meetings/{}/session", meeting["id"]))
        .await
        .is(StatusCode::OK)
}

pub async fn go(director: &Client, meeting: &Value, action: &str, body: &Value) -> Answer {
    let seen = session(director, meeting).await;
    let path = format!("/meetings/{}/session/actions/{action}", meeting["id"]);
    director.change(Method::POST, &path, &seen["version"], body).await
}

/// A meeting that is being held, and the lines of its agenda.
pub async fn held(app: &TestApp, titles: &[&str]) -> (Client, Value, Vec<Value>) {
    let director = app.sign_in("director").await;
    let meeting = plan(&director, &series(&director).await, "2019-12-03").await;
    for title in titles {
        raise(app, title, None).await;
    }
    let agenda = generate(&director, &meeting).await;
    act(&director, &meeting, "start").await;
    (director, meeting, agenda["items"].as_array().unwrap().clone())
}

on_both! {
    async fn lines_are_taken_up_in_turn_and_their_time_is_kept(app) {
        let (director, meeting, lines) = held(&app, &["نخست", "دوم", "سوم"]).await;
        let start = session(&director, &meeting).await;
        assert_eq!((&start["version"], &start["current"], &start["running"]), (&json!(0), &json!(null), &json!(false)));
        assert_eq!(start["allowed_actions"], json!(["take", "next", "discussed", "not_discussed"]));

        let now = go(&director, &meeting, "next", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&now["current"]["id"], &now["current"]["title"]), (&lines[0]["id"], &json!("نخست")));
        app.advance(TimeDelta::seconds(90));
        let now = go(&director, &meeting, "pause", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&now["current"]["elapsed_seconds"], &now["running"]), (&json!(90), &json!(false)));
        app.advance(TimeDelta::seconds(300));
        go(&director, &meeting, "pause", &json!({})).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        go(&director, &meeting, "resume", &json!({})).await.is(StatusCode::OK);
        app.advance(TimeDelta::seconds(31));
        go(&director, &meeting, "discussed", &json!({})).await.is(StatusCode::OK);
        let now = go(&director, &meeting, "take", &json!({ "item_id": lines[2]["id"] })).await.is(StatusCode::OK);
        assert_eq!(now["current"]["id"], lines[2]["id"]);
        app.advance(TimeDelta::seconds(10));
        // The second is the only one left.
        let now = go(&director, &meeting, "next", &json!({})).await.is(StatusCode::OK);
        assert_eq!(now["current"]["id"], lines[1]["id"], "what was passed over comes again");
        let took: Vec<_> = now["lines"].as_array().unwrap().iter().map(|l| l["elapsed_seconds"].as_i64().unwrap()).collect();
        assert_eq!(took, [121, 0, 10]);
        app.advance(TimeDelta::seconds(60));
        act(&director, &meeting, "finish").await;
        let over = session(&director, &meeting).await;
        assert_eq!((&over["current"], &over["allowed_actions"]), (&json!(null), &json!([])));
        let agenda = director.get(&format!("/meetings/{}/agenda", meeting["id"])).await.is(StatusCode::OK);
        let spent: Vec<_> = agenda["items"].as_array().unwrap().iter().map(|l| (l["spent_minutes"].as_i64().unwrap(), l["discussed"].as_bool().unwrap())).collect();
        assert_eq!(spent, [(3, true), (1, false), (1, false)], "begun minutes count, beside the planned ones");
        go(&director, &meeting, "next", &json!({})).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}

on_both! {
    async fn only_who_runs_the_meeting_moves_it_and_two_at_once_move_it_once(app) {
        let (director, meeting, lines) = held(&app, &["نخست", "دوم"]).await;
        let head = app.sign_in("head-01").await;
        go(&head, &meeting, "next", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.sign_in("owner-it").await.get(&format!("/meetings/{}/session", meeting["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let path = format!("/meetings/{}/session/actions/next", meeting["id"]);
        let twice = [director.clone(), director.clone()].map(|d| {
            let path = path.clone();
            tokio::spawn(async move { d.change(Method::POST, &path, &json!(0), &json!({})).await.status })
        });
        let mut came = Vec::new();
        for one in twice {
            came.push(one.await.unwrap().as_u16());
        }
        came.sort_unstable();
        assert_eq!(came, [200, 412]);
        assert_eq!(session(&director, &meeting).await["current"]["id"], lines[0]["id"]);
        let strange = go(&director, &meeting, "take", &json!({ "item_id": 999 })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(crate::app::fields(&strange), [("/item_id".to_owned(), "not_found".to_owned())]);
        go(&director, &meeting, "take", &json!({})).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        go(&director, &meeting, "pause", &json!({ "item_id": 1 })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        go(&director, &meeting, "sing", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn what_is_raised_on_the_spot_is_routed_and_a_line_at_once(app) {
        let (director, meeting, _) = held(&app, &["نخست"]).await;
        let head = app.sign_in("head-01").await;
        let path = format!("/meetings/{}/requests", meeting["id"]);
        let key = [("idempotency-key", "spot-1")];
        let first = head.call(Method::POST, &path, Some(&petty_cash(&app)), &key).await.is(StatusCode::CREATED);
        let again = head.call(Method::POST, &path, Some(&petty_cash(&app)), &key).await.is(StatusCode::CREATED);
        assert_eq!(first["id"], again["id"]);
        assert_eq!((&first["state"], &first["raised_in"]), (&json!("submitted"), &meeting["id"]));
        let agenda = head.get(&format!("/meetings/{}/agenda", meeting["id"])).await.is(StatusCode::OK);
        let lines = agenda["items"].as_array().unwrap();
        assert_eq!(lines.len(), 2, "once");
        assert_eq!((&lines[1]["request"]["id"], &lines[1]["reason"]), (&first["id"], &json!("در همین جلسه مطرح شد")));
        // Made again, the agenda has it still once.
        assert_eq!(generate(&director, &meeting).await["items"].as_array().unwrap().len(), 2);
        for (field, value) in [("raised_in", meeting["id"].clone()), ("draft", json!(true))] {
            let mut body = petty_cash(&app);
            body[field] = value;
            head.post(&path, &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        }
        let mut other = petty_cash(&app);
        other["unit_id"] = json!(app.districts[1]);
        head.post(&path, &other).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        director.post(&path, &other).await.is(StatusCode::CREATED);
        act(&director, &meeting, "finish").await;
        head.post(&path, &petty_cash(&app)).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}

on_both! {
    async fn who_watches_sees_each_change_and_comes_back_to_the_state_of_now(app) {
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let meeting = plan(&director, &series(&director).await, "2019-12-03").await;
        let mut private = petty_cash(&app);
        private["title"] = json!("موضوعی محرمانه");
        private["private"] = json!(true);
        head.post("/requests", &private).await.is(StatusCode::CREATED);
        raise(&app, "دوربین عکاسی", None).await;
        generate(&director, &meeting).await;

        let mut watching = watch(&head, &meeting, None).await;
        let first = watching.next().await.unwrap();
        assert_eq!((&first.data["state"], &first.data["lines"]), (&json!("scheduled"), &json!(2)));
        act(&director, &meeting, "start").await;
        let started = watching.until(|state| state["state"] == "in_progress").await;
        assert_ne!(first.id, started.id);
        go(&director, &meeting, "next", &json!({})).await.is(StatusCode::OK);
        let hidden = watching.until(|state| state["current"]["position"] == 1).await;
        assert_eq!((&hidden.data["current"]["title"], &hidden.data["running"]), (&json!(null), &json!(true)), "not for all who watch");
        app.advance(TimeDelta::seconds(75));
        go(&director, &meeting, "next", &json!({})).await.is(StatusCode::OK);
        let shown = watching.until(|state| state["current"]["position"] == 2).await;
        assert_eq!(shown.data["current"]["title"], "دوربین عکاسی");
        drop(watching);

        // Nothing is new: the next that comes is what happens after.
        let mut back = watch(&head, &meeting, Some(&shown.id)).await;
        app.advance(TimeDelta::seconds(30));
        go(&director, &meeting, "pause", &json!({})).await.is(StatusCode::OK);
        let paused = back.next().await.unwrap();
        assert_eq!((&paused.data["running"], &paused.data["current"]["elapsed_seconds"]), (&json!(false), &json!(30)));
        drop(back);
        // Something was missed: the state of now comes at once, whatever lay between.
        for last in [Some(shown.id.as_str()), Some("not ours"), None] {
            let mut back = watch(&head, &meeting, last).await;
            assert_eq!(back.next().await.unwrap().id, paused.id, "{last:?}");
        }

        let mut last = watch(&head, &meeting, Some(&paused.id)).await;
        act(&director, &meeting, "finish").await;
        let over = last.until(|state| state["state"] == "minutes_draft").await;
        assert_eq!(over.data["current"], json!(null));
        assert!(last.next().await.is_none(), "nothing follows");
        let mut late = watch(&head, &meeting, None).await;
        assert_eq!(late.next().await.unwrap().id, over.id);
        assert!(late.next().await.is_none());
        assert_eq!(open(&head, &meeting, Some(&over.id)).await.status(), StatusCode::NO_CONTENT, "browsers come back no more");
    }
}

on_both! {
    async fn who_may_not_see_the_meeting_does_not_watch_it(app) {
        let (_, meeting, _) = held(&app, &[]).await;
        for (who, status) in [("head-02", 200), ("mayor-office", 200), ("auditor", 200), ("owner-it", 404), ("member-01", 404), ("admin", 404)] {
            assert_eq!(open(&app.sign_in(who).await, &meeting, None).await.status(), status, "{who}");
        }
        assert_eq!(open(&app.nobody(), &meeting, None).await.status(), StatusCode::UNAUTHORIZED);
        let head = app.sign_in("head-01").await;
        let nowhere = open(&head, &json!({ "id": 999 }), None).await;
        assert_eq!(nowhere.headers()["content-type"], "application/problem+json");
        let mut windows = Vec::new();
        for _ in 0..20 {
            windows.push(watch(&head, &meeting, None).await);
        }
        let one_too_many = open(&head, &meeting, None).await;
        assert_eq!((one_too_many.status(), &one_too_many.headers()["retry-after"]), (StatusCode::TOO_MANY_REQUESTS, &"10".parse().unwrap()));
    }
}

on_both! {
    async fn two_instances_show_the_same_and_a_stop_ends_streams_in_good_order(app) {
        let mut app = app;
        let (director, meeting, _) = held(&app, &["نخست", "دوم"]).await;
        let head = app.sign_in("head-01").await;
        let beside = app.beside().await;
        let mut here = watch(&head, &meeting, None).await;
        let mut there = watch(&beside.client(&head), &meeting, None).await;
        let (a, b) = (here.next().await.unwrap(), there.next().await.unwrap());
        assert_eq!(a.id, b.id);
        go(&director, &meeting, "next", &json!({})).await.is(StatusCode::OK);
        let there_too = there.until(|state| state["current"]["position"] == 1).await;
        assert_eq!(here.until(|state| state["current"]["position"] == 1).await.id, there_too.id);
        go(&beside.client(&director), &meeting, "next", &json!({})).await.is(StatusCode::OK);
        let last = here.until(|state| state["current"]["position"] == 2).await;
        // One stops; who watched it goes on at the other, where they left.
        app.stop();
        assert!(here.next().await.is_none(), "the stream ends, it is not cut");
        let mut there = watch(&beside.client(&head), &meeting, Some(&last.id)).await;
        go(&beside.client(&director), &meeting, "pause", &json!({})).await.is(StatusCode::OK);
        assert_eq!(there.next().await.unwrap().data["running"], false);
    }
}

on_both! {
    async fn what_the_director_says_to_a_line_is_seen_at_once(app) {
        let (director, meeting, lines) = held(&app, &["نخست", "دوم", "سوم"]).await;
        go(&director, &meeting, "next", &json!({})).await.is(StatusCode::OK);
        let mut watching = watch(&app.sign_in("head-01").await, &meeting, None).await;
        let first = watching.next().await.unwrap();
        assert_eq!((&first.data["current"]["minutes"], &first.data["lines"]), (&json!(5), &json!(3)));
        let path = |line: &Value| format!("/meetings/{}/agenda/items/{}", meeting["id"], line["id"]);
        director.call(Method::PATCH, &path(&lines[0]), Some(&json!({ "minutes": 9 })), &[("if-match", "*")]).await.is(StatusCode::OK);
        assert_eq!(watching.next().await.unwrap().data["current"]["minutes"], 9);
        let out = json!({ "excluded": true, "exclusion_reason": "پیش از جلسه حل شد" });
        director.call(Method::PATCH, &path(&lines[2]), Some(&out), &[("if-match", "*")]).await.is(StatusCode::OK);
        assert_eq!(watching.next().await.unwrap().data["lines"], 2);
    }
}
