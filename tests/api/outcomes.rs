//! What comes of lines: each kind does what it says to the request, the theme or the promise; it is put right and taken back
//! until the minutes are final; two who write at once lose nothing.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp, fields};
use crate::live::held;
use crate::meetings::{act, generate, outcome, person, plan, raise};
use crate::on_both;

async fn request(client: &Client, id: &Value) -> Value {
    client.get(&format!("/requests/{id}")).await.is(StatusCode::OK)
}

/// Records an outcome; gives the outcome itself.
pub async fn record(director: &Client, meeting: &Value, line: &Value, body: Value) -> Value {
    let line = outcome(director, meeting, line, &body).await.is(StatusCode::CREATED);
    line["outcomes"].as_array().unwrap().last().unwrap().clone()
}

async fn take_back(director: &Client, meeting: &Value, outcome: &Value) -> Value {
    let path = format!(
        "/meetings/{}/outcomes/{}/actions/take_back",
        meeting["id"], outcome["id"]
    );
    let why = json!({ "reason": "برای بند دیگری بود" });
    let english = [
        ("if-match", format!("\"{}\"", outcome["version"])),
        ("accept-language", "en".to_owned()),
    ];
    let english: Vec<_> = english.iter().map(|(k, v)| (*k, v.as_str())).collect();
    director
        .call(Method::POST, &path, Some(&why), &english)
        .await
        .is(StatusCode::OK)
}

async fn states(director: &Client, lines: &[Value]) -> Vec<String> {
    let mut states = Vec::new();
    for line in lines {
        states.push(
            request(director, &line["request"]["id"]).await["state"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    states
}

on_both! {
    async fn each_kind_acts_on_its_request_and_is_undone_when_it_is_taken_back(app) {
        let (director, meeting, lines) = held(&app, &["یک", "دو", "سه", "چهار", "پنج", "شش", "هفت"]).await;
        let who = person(&director, "owner-it@demo.test").await;
        let bodies = [
            json!({ "kind": "decision", "text": "موافقت شد" }),
            json!({ "kind": "information", "text": "به آگاهی رسید" }),
            json!({ "kind": "commitment", "text": "تهیه می‌شود", "who_id": who, "due_on": "2019-12-20" }),
            json!({ "kind": "deferred", "text": "تا پایان ماه", "due_on": "2019-12-20" }),
            json!({ "kind": "solved", "text": "انجام شد" }),
            json!({ "kind": "to_mayor", "text": "دستور پرداخت" }),
            json!({ "kind": "dropped", "text": "دیگر لازم نیست" }),
        ];
        let mut outcomes = Vec::new();
        for (line, body) in lines.iter().zip(bodies) {
            outcomes.push(record(&director, &meeting, line, body).await);
        }
        assert_eq!(states(&director, &lines).await, ["submitted", "submitted", "submitted", "deferred", "done", "submitted", "rejected"]);
        let mails: Vec<_> = app.mails().await.into_iter().map(|m| m.0).collect();
        for kind in ["commitment_made", "request_deferred", "request_done", "request_rejected"] {
            assert_eq!(mails.iter().filter(|m| *m == kind).count(), 1, "{kind} in {mails:?}");
        }
        let history = director.get(&format!("/requests/{}/history?limit=200", lines[0]["request"]["id"])).await.is(StatusCode::OK);
        assert!(history["items"].as_array().unwrap().iter().any(|e| e["action"] == "outcome" && e["data"]["text"] == "موافقت شد"));
        let subjects = director.get("/mayor-subjects").await.is(StatusCode::OK);
        assert_eq!((&subjects["items"][0]["asked"], &subjects["items"][0]["state"]), (&json!("دستور پرداخت"), &json!("waiting")));

        let mut undone = Vec::new();
        for made in &outcomes {
            let back = take_back(&director, &meeting, made).await;
            assert_eq!((&back["item"]["outcomes"], &back["item"]["discussed"]), (&json!([]), &json!(false)));
            assert!(back["said"].as_str().unwrap().starts_with("The outcome is taken back"), "{back}");
            undone.push(back["undone"].as_str().unwrap().to_owned());
        }
        assert_eq!(undone, ["nothing", "nothing", "all", "all", "all", "all", "all"]);
        assert_eq!(states(&director, &lines).await, ["submitted", "submitted", "submitted", "submitted", "in_progress", "submitted", "submitted"]);
        assert_eq!(director.get("/commitments").await.is(StatusCode::OK)["items"], json!([]), "never made");
        let gone = director.get("/commitments?state=taken_back").await.is(StatusCode::OK);
        assert_eq!(gone["items"][0]["standing"], "taken_back", "and still on record");
        assert_eq!(director.get("/mayor-subjects?state=waiting").await.is(StatusCode::OK)["items"], json!([]));
        let history = director.get(&format!("/requests/{}/history?limit=200", lines[4]["request"]["id"])).await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["action"], &last["data"]["reason"]), (&json!("reopen"), &json!("برای بند دیگری بود")));
        let mails: Vec<_> = app.mails().await.into_iter().map(|m| m.0).collect();
        assert!(mails.contains(&"request_reopened".to_owned()) && mails.contains(&"commitment_changed".to_owned()), "{mails:?}");
        // Taken back once.
        let path = format!("/meetings/{}/outcomes/{}/actions/take_back", meeting["id"], outcomes[0]["id"]);
        director.change(Method::POST, &path, &json!(2), &json!({ "reason": "باز" })).await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn what_has_gone_on_since_stays_and_that_is_said(app) {
        let (director, meeting, lines) = held(&app, &["دوربین", "میز"]).await;
        let solved = record(&director, &meeting, &lines[0], json!({ "kind": "solved", "text": "انجام شد" })).await;
        let head = app.sign_in("head-01").await;
        let done = request(&head, &lines[0]["request"]["id"]).await;
        head.act(&done, "confirm", &json!({})).await.is(StatusCode::OK);
        let back = take_back(&director, &meeting, &solved).await;
        assert_eq!((&back["undone"], &back["requests_stay"]), (&json!("stays"), &json!([done["id"]])));
        assert!(back["said"].as_str().unwrap().contains("stays"), "{back}");
        assert_eq!(request(&head, &done["id"]).await["state"], "closed");

        // What is refused writes nothing at all.
        let mails = app.mails().await.len();
        outcome(&director, &meeting, &lines[0], &json!({ "kind": "dropped", "text": "دیگر نه" })).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        let agenda = director.get(&format!("/meetings/{}/agenda", meeting["id"])).await.is(StatusCode::OK);
        assert_eq!((&agenda["items"][0]["outcomes"], app.mails().await.len()), (&json!([]), mails));
        let minutes = json!({ "kind": "to_mayor", "text": "" });
        let wrong = outcome(&director, &meeting, &lines[1], &minutes).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&wrong)[0].0, "/text");
        let asked = json!({ "kind": "to_mayor", "text": "دستور خرید" });
        record(&director, &meeting, &lines[1], asked.clone()).await;
        outcome(&director, &meeting, &lines[1], &asked).await.refuses(StatusCode::CONFLICT, "duplicate");
    }
}

on_both! {
    async fn words_are_put_right_and_a_promise_gets_them_too(app) {
        let (director, meeting, lines) = held(&app, &["دوربین"]).await;
        let who = person(&director, "owner-it@demo.test").await;
        let made = record(&director, &meeting, &lines[0], json!({ "kind": "commitment", "text": "دو دوربین", "who_id": who, "due_on": "2019-12-20" })).await;
        let path = format!("/meetings/{}/outcomes/{}", meeting["id"], made["id"]);
        let better = json!({ "text": "سه دوربین" });
        director.call(Method::PATCH, &path, Some(&better), &[]).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        let line = director.change(Method::PATCH, &path, &made["version"], &better).await.is(StatusCode::OK);
        assert_eq!((&line["outcomes"][0]["text"], &line["outcomes"][0]["version"]), (&json!("سه دوربین"), &json!(2)));
        let stale = director.change(Method::PATCH, &path, &made["version"], &json!({ "text": "چهار" })).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!((&stale["current"]["text"], &stale["current"]["version"]), (&json!("سه دوربین"), &json!(2)), "what the other wrote is shown");
        let promise = director.get("/commitments").await.is(StatusCode::OK)["items"][0].clone();
        assert_eq!((&promise["text"], &promise["first_due_on"]), (&json!("سه دوربین"), &json!("2019-12-20")));
        app.sign_in("head-01").await.change(Method::PATCH, &path, &json!(2), &better).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        director.change(Method::PATCH, &path, &json!(2), &json!({ "text": " " })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let history = director.get(&format!("/commitments/{}/history", promise["id"])).await.is(StatusCode::OK);
        let actions: Vec<_> = history["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["made", "reworded"]);
    }
}

/// Records as many outcomes at once as there are bodies.
async fn all_at_once(director: &Client, meeting: &Value, line: &Value, bodies: Vec<Value>) -> Vec<Answer> {
    let each = bodies.into_iter().map(|body| {
        let (director, meeting, line) = (director.clone(), meeting.clone(), line.clone());
        tokio::spawn(async move { outcome(&director, &meeting, &line, &body).await })
    });
    let mut answers = Vec::new();
    for one in each.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    answers
}

on_both! {
    async fn two_secretaries_who_write_at_once_lose_nothing(app) {
        let (director, meeting, lines) = held(&app, &["دوربین", "میز"]).await;
        let beside = app.beside().await;
        let other = beside.client(&director);
        let bodies = |name: &str| (0..6).map(|n| json!({ "kind": "decision", "text": format!("{name} {n}") })).collect::<Vec<_>>();
        let (here, there) = tokio::join!(
            all_at_once(&director, &meeting, &lines[0], bodies("اینجا")),
            all_at_once(&other, &meeting, &lines[0], bodies("آنجا")),
        );
        for answer in here.into_iter().chain(there) {
            answer.is(StatusCode::CREATED);
        }
        let agenda = director.get(&format!("/meetings/{}/agenda", meeting["id"])).await.is(StatusCode::OK);
        let mut texts: Vec<_> = agenda["items"][0]["outcomes"].as_array().unwrap().iter().map(|o| o["text"].as_str().unwrap().to_owned()).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 12, "{texts:?}");

        // Both call it solved: it is done once, and both have said so.
        let twice = ["نخست", "دوم"].map(|text| json!({ "kind": "solved", "text": text })).to_vec();
        for answer in all_at_once(&director, &meeting, &lines[1], twice).await {
            answer.is(StatusCode::CREATED);
        }
        let done = app.mails().await.into_iter().filter(|m| m.0 == "request_done").count();
        assert_eq!(done, 1);
        // Both put the same words right: the second learns of the first.
        let made = &agenda["items"][0]["outcomes"][0];
        let path = format!("/meetings/{}/outcomes/{}", meeting["id"], made["id"]);
        let both = [director.clone(), other].map(|client| {
            let (path, version) = (path.clone(), made["version"].clone());
            tokio::spawn(async move { client.change(Method::PATCH, &path, &version, &json!({ "text": "دیگر" })).await.status })
        });
        let mut came = Vec::new();
        for one in both {
            came.push(one.await.unwrap().as_u16());
        }
        came.sort_unstable();
        assert_eq!(came, [200, 412]);
    }
}

/// A theme of two requests of two units on the agenda of a meeting that is being held; its line.
async fn themed(app: &TestApp, director: &Client, meeting: &Value) -> (Value, Vec<Value>) {
    let first = raise(app, "دوربین منطقهٔ ۱", None).await;
    let mut body = crate::requests::petty_cash(app);
    body["unit_id"] = json!(app.districts[1]);
    body["title"] = json!("دوربین منطقهٔ ۲");
    let second = app
        .sign_in("head-02")
        .await
        .post("/requests", &body)
        .await
        .is(StatusCode::CREATED);
    let theme = json!({ "title": "دوربین عکاسی", "requests": [first["number"], second["number"]] });
    director.post("/themes", &theme).await.is(StatusCode::CREATED);
    let agenda = generate(director, meeting).await;
    let line = agenda["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["theme"].is_object())
        .unwrap()
        .clone();
    (line, vec![first, second])
}

on_both! {
    async fn on_a_theme_it_lands_on_every_member_and_comes_back_from_every_member(app) {
        let director = app.sign_in("director").await;
        let series = crate::meetings::series(&director).await;
        let meeting = plan(&director, &series, "2019-12-03").await;
        let (line, members) = themed(&app, &director, &meeting).await;
        act(&director, &meeting, "start").await;
        for (kind, state, back) in [("deferred", "deferred", "submitted"), ("dropped", "rejected", "submitted"), ("solved", "done", "in_progress")] {
            let mut body = json!({ "kind": kind, "text": "با تصمیم جلسه" });
            if kind == "deferred" {
                body["due_on"] = json!("2019-12-20");
            }
            let made = record(&director, &meeting, &line, body).await;
            for member in &members {
                assert_eq!(request(&director, &member["id"]).await["state"], state, "{kind}");
            }
            let undone = take_back(&director, &meeting, &made).await;
            assert_eq!((&undone["undone"], undone["requests_undone"].as_array().unwrap().len()), (&json!("all"), 2), "{kind}: {undone}");
            for member in &members {
                assert_eq!(request(&director, &member["id"]).await["state"], back, "{kind} taken back");
            }
        }
        // Of two, one has gone on.
        let made = record(&director, &meeting, &line, json!({ "kind": "solved", "text": "خریداری شد" })).await;
        let head = app.sign_in("head-01").await;
        let done = request(&head, &members[0]["id"]).await;
        head.act(&done, "confirm", &json!({})).await.is(StatusCode::OK);
        let undone = take_back(&director, &meeting, &made).await;
        assert_eq!((&undone["undone"], &undone["requests_undone"], &undone["requests_stay"]), (&json!("part"), &json!([members[1]["id"]]), &json!([members[0]["id"]])));
        act(&director, &meeting, "finish").await;
        record(&director, &meeting, &line, json!({ "kind": "decision", "text": "یک‌جا خریده شود" })).await;
    }
}

on_both! {
    async fn on_a_promise_it_is_kept_moved_or_dropped(app) {
        let (director, meeting, lines) = held(&app, &["دوربین", "میز", "رایانه"]).await;
        let who = person(&director, "owner-it@demo.test").await;
        for line in &lines {
            let body = json!({ "kind": "commitment", "text": line["title"], "who_id": who, "due_on": "2019-12-20" });
            record(&director, &meeting, line, body).await;
        }
        act(&director, &meeting, "finish").await;
        app.advance(TimeDelta::days(28));
        let director = app.sign_in("director").await;
        let series = json!({ "id": meeting["series"]["id"] });
        let next = plan(&director, &series, "2019-12-31").await;
        let agenda = generate(&director, &next).await;
        act(&director, &next, "start").await;
        let broken: Vec<_> = agenda["items"].as_array().unwrap().iter().filter(|i| i["kind"] == "commitment").cloned().collect();
        assert_eq!(broken.len(), 3, "late promises come first");
        assert_eq!(agenda["items"][1]["kind"], "commitment", "right after the minutes");
        let kept = record(&director, &next, &broken[0], json!({ "kind": "solved", "text": "تحویل شد" })).await;
        let moved = json!({ "kind": "deferred", "text": "فروشنده نرساند", "due_on": "2020-01-10" });
        outcome(&director, &next, &broken[1], &json!({ "kind": "deferred", "text": "بعد" })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let moved = record(&director, &next, &broken[1], moved).await;
        record(&director, &next, &broken[2], json!({ "kind": "dropped", "text": "دیگر لازم نیست" })).await;
        let minutes = &agenda["items"][0];
        for kind in ["dropped", "to_mayor"] {
            outcome(&director, &next, minutes, &json!({ "kind": kind, "text": "نه" })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        }
        let standing = async |director: &Client| {
            let all = director.get("/commitments").await.is(StatusCode::OK);
            let mut all: Vec<_> = all["items"].as_array().unwrap().iter().map(|p| (p["id"].as_i64().unwrap(), p["standing"].as_str().unwrap().to_owned(), p["repromises"].as_i64().unwrap())).collect();
            all.sort_unstable();
            all.into_iter().map(|(_, standing, times)| format!("{standing} {times}")).collect::<Vec<_>>()
        };
        assert_eq!(standing(&director).await, ["late 0", "open 1", "dropped 0"]);
        assert_eq!(take_back(&director, &next, &kept).await["undone"], "all");
        assert_eq!(take_back(&director, &next, &moved).await["undone"], "stays", "a new day is counted");
        assert_eq!(standing(&director).await, ["broken 0", "open 1", "dropped 0"]);
    }
}

/// Whether the database has somebody wait for a lock. SQLite has one writer and says nothing of it.
fn somebody_waits(db: &hamahang::db::Db) -> bool {
    use diesel::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Waiting {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let query = "SELECT count(*) AS count FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
                 WHERE NOT l.granted AND a.datname = current_database()";
    let count = db.read_now(|c, _| match c {
        hamahang::db::Conn::Sqlite(_) => Ok(1),
        hamahang::db::Conn::Postgres(_) => Ok(diesel::sql_query(query).get_result::<Waiting>(c)?.count),
    });
    count.unwrap() > 0
}

on_both! {
    async fn no_outcome_slips_past_minutes_that_are_being_declared_final(app) {
        use diesel::RunQueryDsl;
        let (director, meeting, lines) = held(&app, &["دوربین"]).await;
        act(&director, &meeting, "finish").await;
        // Somebody declares the minutes final; the outcome comes before that is committed.
        let (begun, begins) = std::sync::mpsc::channel();
        let (ends, end) = std::sync::mpsc::channel::<()>();
        let db = app.db.clone();
        let finalising = tokio::task::spawn_blocking(move || {
            db.write_now(|c, _| {
                diesel::sql_query("UPDATE meetings SET state = 'minutes_review', version = version + 1").execute(c)?;
                begun.send(()).unwrap();
                end.recv().unwrap();
                Ok(())
            })
        });
        tokio::task::spawn_blocking(move || begins.recv()).await.unwrap().unwrap();
        let recording = {
            let (director, meeting, line) = (director.clone(), meeting.clone(), lines[0].clone());
            tokio::spawn(async move { outcome(&director, &meeting, &line, &json!({ "kind": "decision", "text": "خرید شود" })).await })
        };
        let db = app.db.clone();
        let waits = tokio::task::spawn_blocking({
            let recording = recording.abort_handle();
            move || {
                while !recording.is_finished() && !somebody_waits(&db) {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
            }
        });
        waits.await.unwrap();
        ends.send(()).unwrap();
        finalising.await.unwrap().unwrap();
        recording.await.unwrap().refuses(StatusCode::CONFLICT, "action_not_allowed");
    }
}
