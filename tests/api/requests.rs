//! The life of a request, as its people see it.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;

/// A request for petty cash.
pub fn petty_cash(app: &TestApp) -> Value {
    json!({
        "category": "petty_cash", "unit_id": app.districts[0], "title": "در اختیار نهادن تنخواه‌گردان",
        "description": "برای خریدهای خرد روزانه تنخواهی در اختیار واحد نيست.",
        "details": { "amount_rials": 50_000_000, "purpose": "خریدهای خرد" }
    })
}

async fn file(app: &TestApp) -> (Client, Value) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    (head, request)
}

on_both! {
    async fn a_request_goes_from_filing_to_two_sided_closure(app) {
        let (head, request) = file(&app).await;
        assert_eq!((&request["number"], &request["state"]), (&json!("1398-0001"), &json!("submitted")));
        assert_eq!(request["description"], "برای خریدهای خرد روزانه تنخواهی در اختیار واحد نیست.", "the Arabic letter is mended");
        let director = app.sign_in("director").await;
        let finance = app.finance;
        let request = director.act(&request, "accept", &json!({ "desk_id": finance })).await.is(StatusCode::OK);
        assert_eq!((&request["state"], &request["desk"]["name"]), (&json!("assigned"), &json!("میز مالی")));
        let owner = app.sign_in("owner-finance").await;
        let request = owner.act(&request, "start", &json!({})).await.is(StatusCode::OK);
        let request = owner.act(&request, "ask", &json!({ "question": "تنخواه‌دار چه کسی است؟" })).await.is(StatusCode::OK);
        assert_eq!(request["state"], "needs_info");
        let request = head.act(&request, "answer", &json!({ "answer": "کارشناس واحد" })).await.is(StatusCode::OK);
        assert_eq!(request["state"], "in_progress", "it returns to where it came from");
        let request = owner.act(&request, "wait", &json!({ "reason": "تأمین اعتبار", "party": "معاونت مالی" })).await.is(StatusCode::OK);
        assert_eq!(request["waiting_for"], "معاونت مالی");
        let request = owner.act(&request, "resume", &json!({})).await.is(StatusCode::OK);
        let request = owner.act(&request, "done", &json!({ "summary": "تنخواه واریز شد." })).await.is(StatusCode::OK);
        let request = head.act(&request, "dispute", &json!({ "reason": "هنوز واریز نشده است." })).await.is(StatusCode::OK);
        assert_eq!((&request["state"], &request["disputed"]), (&json!("in_progress"), &json!(true)));
        let request = owner.act(&request, "done", &json!({ "summary": "اکنون واریز شد." })).await.is(StatusCode::OK);
        let request = head.act(&request, "confirm", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&request["state"], &request["state_group"]), (&json!("closed"), &json!("closed")));
        assert!(request["closed_at"].is_string());
        let history = head.get("/requests/1398-0001/history").await.is(StatusCode::OK);
        let told: Vec<_> = history["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told, ["created", "submit", "accept", "start", "ask", "answer", "wait", "resume", "done", "dispute", "done", "confirm"]);
        assert_eq!(history["items"][6]["data"]["reason"], "تأمین اعتبار");
        assert_eq!(history["items"][6]["actor"]["name"], "owner-finance");
    }
}

on_both! {
    async fn everyone_concerned_hears_of_it_and_nobody_of_own_acts(app) {
        let (_, request) = file(&app).await;
        let director = app.sign_in("director").await;
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let mails = app.mails().await;
        let expected = [("request_submitted", "director"), ("request_assigned", "owner-finance"), ("request_assigned", "head-01")];
        let expected: Vec<_> = expected.iter().map(|(kind, who)| ((*kind).to_owned(), format!("{who}@demo.test"))).collect();
        assert_eq!(mails, expected, "the filer is not told of their own filing");
    }
}

on_both! {
    async fn others_do_not_know_of_it(app) {
        let (_, request) = file(&app).await;
        let other = app.sign_in("head-02").await;
        for path in [format!("/requests/{}", request["id"]), "/requests/1398-0001".into(), "/requests/۱۳۹۸-۰۰۰۱".into(), "/requests/1398-0001/history".into()] {
            other.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        }
        other.act(&request, "withdraw", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(other.get("/requests").await.is(StatusCode::OK)["items"], json!([]));
        let member = app.sign_in("member-01").await;
        assert_eq!(member.get("/requests/۱۳۹۸-۰۰۰۱").await.is(StatusCode::OK)["id"], request["id"], "by number in Persian digits");
    }
}

on_both! {
    async fn a_draft_is_its_units_own_and_has_no_number(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["draft"] = json!(true);
        let draft = head.post("/requests", &body).await.is(StatusCode::CREATED);
        assert_eq!((&draft["state"], &draft["number"]), (&json!("draft"), &Value::Null));
        let director = app.sign_in("director").await;
        director.get(&format!("/requests/{}", draft["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(director.get("/requests").await.is(StatusCode::OK)["items"], json!([]));
        let submitted = head.act(&draft, "submit", &json!({})).await.is(StatusCode::OK);
        assert_eq!(submitted["number"], "1398-0001");
    }
}

on_both! {
    async fn the_state_forbids_what_it_forbids_and_says_what_it_allows(app) {
        let (head, request) = file(&app).await;
        let problem = head.act(&request, "confirm", &json!({})).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        assert_eq!(problem["allowed_actions"], json!(["withdraw"]));
        let problem = head.act(&request, "accept", &json!({})).await;
        problem.refuses(StatusCode::FORBIDDEN, "forbidden");
        let director = app.sign_in("director").await;
        let problem = director.act(&request, "reject", &json!({})).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/reason".into(), "required".into())]);
        let problem = director.act(&request, "accept", &json!({})).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/desk_id".into(), "required".into())]);
        director.act(&request, "lapse", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        director.act(&request, "explode", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let unchanged = head.get("/requests/1398-0001").await.is(StatusCode::OK);
        assert_eq!(unchanged, {
            let mut seen = request.clone();
            seen["allowed_actions"] = unchanged["allowed_actions"].clone();
            seen
        });
    }
}

on_both! {
    async fn a_stale_version_changes_nothing_and_gets_the_current_state(app) {
        let (head, request) = file(&app).await;
        let path = "/requests/1398-0001";
        head.call(Method::PATCH, path, Some(&json!({ "title": "دیگر" })), &[]).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        let changed = head.change(Method::PATCH, path, &request["version"], &json!({ "title": "عنوان تازه" })).await.is(StatusCode::OK);
        let problem = head.change(Method::PATCH, path, &request["version"], &json!({ "title": "دیگر" })).await;
        assert_eq!(problem.headers["etag"], format!("\"{}\"", changed["version"]).as_str());
        let problem = problem.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!(problem["current"]["title"], "عنوان تازه");
        for tag in ["W/\"2\"", "2", "\"x\""] {
            head.call(Method::PATCH, path, Some(&json!({})), &[("if-match", tag)]).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        }
    }
}

on_both! {
    async fn the_same_key_creates_once(app) {
        let head = app.sign_in("head-01").await;
        let body = petty_cash(&app);
        let key = [("idempotency-key", "k-1")];
        let first = head.call(Method::POST, "/requests", Some(&body), &key).await;
        assert_eq!(first.headers["location"], format!("/api/v1/requests/{}", first.body["id"]).as_str());
        assert!(first.headers.contains_key("etag"));
        let first = first.is(StatusCode::CREATED);
        let again = head.call(Method::POST, "/requests", Some(&body), &key).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(again.is(StatusCode::CREATED), first);
        let mut other = body.clone();
        other["title"] = json!("عنوان دیگر");
        head.call(Method::POST, "/requests", Some(&other), &key).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused");
        assert_eq!(head.get("/requests").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    async fn numbers_have_no_gaps_when_many_file_at_once(app) {
        let head = app.sign_in("head-01").await;
        let mut bad = petty_cash(&app);
        bad["raised_in"] = json!(999);
        let calls = (0..24).map(|i| {
            let (head, body) = (head.clone(), if i % 4 == 3 { bad.clone() } else { petty_cash(&app) });
            tokio::spawn(async move { head.post("/requests", &body).await.status })
        });
        let mut created = 0;
        for call in calls.collect::<Vec<_>>() {
            created += usize::from(call.await.unwrap() == StatusCode::CREATED);
        }
        assert_eq!(created, 18);
        let page = head.get("/requests?sort=created_at&limit=200").await.is(StatusCode::OK);
        let mut numbers: Vec<_> = page["items"].as_array().unwrap().iter().map(|r| r["number"].as_str().unwrap().to_owned()).collect();
        numbers.sort();
        let expected: Vec<_> = (1..=18).map(|n| format!("1398-{n:04}")).collect();
        assert_eq!(numbers, expected);
    }
}

on_both! {
    async fn a_new_jalali_year_begins_a_new_count_in_tehran_time(app) {
        let (head, _) = file(&app).await;
        // 1398/12/29 23:00 in Tehran is still the old year, an hour later is the new one.
        app.advance("2020-03-19T19:30:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() - crate::app::meeting_day());
        let head = { drop(head); app.sign_in("head-01").await };
        assert_eq!(head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED)["number"], "1398-0002");
        app.advance(TimeDelta::hours(1));
        let head = app.sign_in("head-01").await;
        assert_eq!(head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED)["number"], "1399-0001");
    }
}

on_both! {
    async fn lists_are_paged_by_key_while_rows_are_added(app) {
        let head = app.sign_in("head-01").await;
        for _ in 0..5 {
            head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        }
        let mut seen = Vec::new();
        let mut path = "/requests?limit=2".to_owned();
        loop {
            let page = head.get(&path).await.is(StatusCode::OK);
            seen.extend(page["items"].as_array().unwrap().iter().map(|r| r["number"].as_str().unwrap().to_owned()));
            head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/requests?limit=2&cursor={next}");
        }
        assert_eq!(seen, ["1398-0005", "1398-0004", "1398-0003", "1398-0002", "1398-0001"]);
        head.get("/requests?limit=0").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        head.get("/requests?cursor=zzz").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        head.get("/requests?colour=red").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        head.get("/requests?state=gone").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}

on_both! {
    async fn a_search_finds_the_few_that_one_may_see_among_many_and_pages_through_all(app) {
        let other = app.sign_in("head-02").await;
        let mut theirs = petty_cash(&app);
        theirs["unit_id"] = json!(app.districts[1]);
        other.post("/requests", &theirs).await.is(StatusCode::CREATED);
        let head = app.sign_in("head-01").await;
        for _ in 0..24 {
            head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        }
        let found = other.get("/requests?limit=1&q=تنخواه").await.is(StatusCode::OK);
        assert_eq!(found["items"][0]["number"], "1398-0001", "beyond the first matches, which are not theirs");
        assert_eq!(found["next"], Value::Null);
        let director = app.sign_in("director").await;
        for (sort, first) in [("-created_at", 25), ("created_at", 1)] {
            let (mut seen, mut next) = (Vec::new(), String::new());
            loop {
                let page = director.get(&format!("/requests?limit=2&q=تنخواه&sort={sort}{next}")).await.is(StatusCode::OK);
                seen.extend(page["items"].as_array().unwrap().iter().map(|r| r["id"].as_i64().unwrap()));
                let Some(cursor) = page["next"].as_str() else { break };
                next = format!("&cursor={cursor}");
            }
            let mut all: Vec<i64> = (1..=25).collect();
            if first == 25 {
                all.reverse();
            }
            assert_eq!(seen, all, "{sort}");
        }
    }
}

on_both! {
    async fn search_sees_through_spelling(app) {
        let (head, _) = file(&app).await;
        let found = async |q: &str| {
            let answer = head.http.get(format!("{}/api/v1/requests", head.base)).query(&[("q", q)]).bearer_auth(head.token.as_ref().unwrap()).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{q}");
            answer.json::<Value>().await.unwrap()["items"].as_array().unwrap().len()
        };
        for q in ["تنخواه", "تنخواه گردان", "تنخواهگردان", "تنخواه‌گردان", "خریدهاي خرد", "روزان", "نیست"] {
            assert_eq!(found(q).await, 1, "{q}");
        }
        for q in ["دوربین", "'; DROP TABLE requests; --", "\"", "خواه"] {
            assert_eq!(found(q).await, 0, "{q}");
        }
    }
}

on_both! {
    async fn details_are_checked_field_by_field(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["details"] = json!({ "amount_rials": "۵۰۰۰", "colour": 1 });
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let mut wrong = fields(&problem);
        wrong.sort();
        let expected = [("/details/amount_rials", "wrong_type"), ("/details/colour", "not_allowed"), ("/details/purpose", "required")];
        assert_eq!(wrong, expected.map(|(p, c)| (p.to_owned(), c.to_owned())));
        body["details"] = json!({ "amount_rials": -1, "purpose": "خرید" });
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/details/amount_rials".to_owned(), "out_of_range".to_owned())]);
        assert_eq!(head.get("/requests").await.is(StatusCode::OK)["items"], json!([]), "nothing was stored");
    }
}

on_both! {
    async fn every_category_is_served_with_a_schema(app) {
        let head = app.sign_in("head-01").await;
        let all = head.get("/categories").await.is(StatusCode::OK);
        assert_eq!(all["items"].as_array().unwrap().len(), 15);
        assert!(all["items"].as_array().unwrap().iter().all(|c| c["schema"]["additionalProperties"] == json!(false)));
    }
}
