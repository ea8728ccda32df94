//! `fields=`: a choice of a resource's fields, on every read that the document gives it to.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp};
use crate::requests::petty_cash;
use crate::{approvals, attachments, meetings, minutes, on_both};

fn keys(resource: &Value) -> Vec<&str> {
    let object = resource.as_object().unwrap_or_else(|| panic!("no object: {resource}"));
    object.keys().map(String::as_str).collect()
}

on_both! {
    async fn a_list_and_a_resource_bring_what_is_asked_for(app) {
        let head = app.sign_in("head-01").await;
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let page = head.get("/requests?limit=1&fields=id,number,title,unit&state_group=open").await.is(StatusCode::OK);
        assert_eq!(keys(&page), ["items", "next"]);
        assert_eq!(keys(&page["items"][0]), ["id", "number", "title", "unit", "version"]);
        assert_eq!(page["items"][0]["unit"], json!({ "id": app.districts[0], "name": "منطقهٔ ۱" }));

        let whole = head.get("/requests/1398-0001").await;
        let tag = whole.headers["etag"].clone();
        let all = whole.is(StatusCode::OK);
        let part = head.get("/requests/1398-0001?fields=state").await;
        assert_eq!(part.headers["etag"], tag);
        assert_eq!(part.is(StatusCode::OK), json!({ "id": all["id"], "state": "submitted", "version": all["version"] }));
    }
}

on_both! {
    async fn a_field_that_is_not_there_is_named_with_those_that_are(app) {
        let admin = app.sign_in("admin").await;
        let english = [("accept-language", "en")];
        let problem = admin.call(reqwest::Method::GET, "/units?fields=id,colour", None, &english).await;
        let problem = problem.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        let known = ["active", "at_risk", "created_at", "email", "head", "id", "kind", "name"];
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("no field `colour`"), "{detail}");
        assert!(known.iter().all(|name| detail.contains(name)), "{detail}");
        assert_eq!(problem["errors"][0]["pointer"], "fields");
        let problem = admin.get("/units/1?fields=رنگ").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("فیلدی به نام «رنگ» نیست") && detail.contains("staff_count"), "{detail}");
        admin.get("/units?fields=").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        admin.get("/units?fields=id&fields=name").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}

on_both! {
    async fn parameters_that_an_operation_does_not_have_are_refused_everywhere(app) {
        let head = app.sign_in("head-01").await;
        let problem = head.get("/requests/1?colour=red").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        assert_eq!(problem["errors"][0]["code"], "not_allowed");
        assert!(problem["detail"].as_str().unwrap().contains("پارامترهای ممکن: fields"), "{problem}");
        let filed = head.post("/requests?dry_run=true", &petty_cash(&app)).await;
        let problem = filed.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        assert!(problem["detail"].as_str().unwrap().contains("پارامتری نمی‌پذیرد"), "{problem}");
        assert_eq!(head.get("/requests").await.is(StatusCode::OK)["items"], json!([]), "nothing was filed");
    }
}

/// Something to read behind each address with an id.
async fn fill(app: &TestApp, director: &Client) {
    let series = crate::series::create(director, &json!({ "recurrence": crate::series::first_tuesday() })).await;
    let meeting = meetings::plan(director, &series, "2019-12-17").await;
    let proposal = json!({ "unit_id": app.districts[0], "subject": "پوشش خبری نوروز", "why": "نزدیک است" });
    let head = app.sign_in("head-01").await;
    let path = format!("/meetings/{}/proposals", meeting["id"]);
    head.post(&path, &proposal).await.is(StatusCode::CREATED);
    meetings::act(director, &meeting, "publish_agenda").await;
    meetings::act(director, &meeting, "start").await;
    meetings::raise(app, "دورهٔ آموزشی", Some(&meeting)).await;
    let agenda = meetings::generate(director, &meeting).await;
    let who = meetings::person(director, "owner-it@demo.test").await;
    let promise = json!({ "kind": "commitment", "text": "دوره برگزار می‌شود", "who_id": who, "due_on": "2019-12-20" });
    let recorded = meetings::outcome(director, &meeting, &agenda["items"][0], &promise).await;
    recorded.is(StatusCode::CREATED);
    let subject = json!({ "request": "1", "asked": "دستور پرداخت" });
    director.post("/mayor-subjects", &subject).await.is(StatusCode::CREATED);
    // The second meeting.
    crate::mayor::with_mayor(director, "2019-12-10").await;
    minutes::in_question(app, director, &meeting).await;
    approvals::chain(app, &approvals::costs()).await;
    approvals::awaiting(app, "head-01", 1_000, &json!({})).await;
    let attached = attachments::upload(director, &json!({ "id": 1 }), "a.txt", b"a".to_vec()).await;
    attached.is(StatusCode::CREATED);
    talk(app, director).await;
    hook(app).await;
    crate::mail_in::held(app, 1).await;
    crate::mail_in::bounced(app).await;
    // The director is away, and the substitute has a request in their place.
    crate::absences::away(app, "director", "owner-it", "2019-12-03", "2019-12-04").await;
    crate::absences::all_to(app, "director").await;
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &crate::requests::petty_cash(app)).await;
    assert_eq!(request.is(StatusCode::CREATED)["owner_for"]["name"], "director");
}

/// A webhook, which is paused, and to which something waits.
async fn hook(app: &TestApp) {
    let admin = app.sign_in("admin").await;
    let new = json!({ "title": "درگاه", "url": "https://example.org/", "events": ["commitment.kept"] });
    admin.post("/webhooks", &new).await.is(StatusCode::CREATED);
    for action in ["pause", "ping"] {
        let path = format!("/webhooks/1/actions/{action}");
        admin
            .call(Method::POST, &path, None, &[("if-match", "*")])
            .await
            .is(StatusCode::OK);
    }
}

/// What is around a request.
async fn talk(app: &TestApp, director: &Client) {
    let head = app.sign_in("head-01").await;
    let mut camera = petty_cash(app);
    camera["title"] = json!("خرید دوربین عکاسی");
    camera["tags"] = json!(["دوربین"]);
    // One that fits the theme of the other.
    head.post("/requests", &camera).await.is(StatusCode::CREATED);
    let camera = head.post("/requests", &camera).await.is(StatusCode::CREATED);
    let theme = json!({ "title": "خرید دوربین", "requests": [camera["number"]] });
    director.post("/themes", &theme).await.is(StatusCode::CREATED);
    let link = json!({ "kind": "relates", "to": camera["number"] });
    director.post("/requests/1/links", &link).await.is(StatusCode::CREATED);
    let comment = json!({ "text": "پیش‌فاکتور را بفرستید." });
    let comment = director
        .post("/requests/1/comments", &comment)
        .await
        .is(StatusCode::CREATED);
    let path = format!("/comments/{}", comment["id"]);
    let edited = json!({ "text": "پیش‌فاکتور و مشخصات را بفرستید." });
    let edited = director
        .change(Method::PATCH, &path, &comment["version"], &edited)
        .await;
    edited.is(StatusCode::OK);
    director
        .call(Method::PUT, "/requests/1/watchers/me", None, &[])
        .await
        .is(StatusCode::OK);
}

/// The resource of an answer: itself, or the first item of a page.
fn resource(answer: Answer) -> Value {
    let body = answer.is(StatusCode::OK);
    let listed = body.get("next").is_some();
    if listed { body["items"][0].clone() } else { body }
}

on_both! {
    async fn every_read_of_the_document_has_it_and_keeps_to_it(app) {
        let director = app.sign_in("director").await;
        fill(&app, &director).await;
        let document = director.get("/api/openapi.json").await.is(StatusCode::OK);
        let mut tried = 0;
        for (path, methods) in document["paths"].as_object().unwrap() {
            let Some(read) = methods.get("get").filter(|read| read["responses"]["200"]["content"].get("application/json").is_some()) else { continue };
            // What it tells is of minutes that are approved, days later: tests/api/minutes.rs reads it.
            if path.ends_with("/verify/{code}") { continue }
            let parameters = read["parameters"].as_array().unwrap();
            let declared = parameters.iter().find(|p| p["name"] == "fields").unwrap_or_else(|| panic!("{path} has no fields"));
            let known: Vec<_> = declared["schema"]["items"]["enum"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
            let client = if path.contains("/mail/") || path.contains("/webhooks") { app.sign_in("admin").await } else { app.sign_in("director").await };
            let required = parameters.iter().filter(|p| p["in"] == "query" && p["required"] == true);
            let path = required.fold(path.replace("{id}/brief", "2/brief").replace("{id}", "1").replace("{absence}", "1").replace("{version}", "1").replace("{proposal}", "1") + "?", |path, p| format!("{path}{}={}&", p["name"].as_str().unwrap(), p["example"].as_str().unwrap()));
            let whole = resource(client.get(&path).await);
            assert!(!whole.is_null(), "{path} has nothing to read");
            for name in known {
                let part = resource(client.get(&format!("{path}fields={name}")).await);
                let wanted: Vec<_> = keys(&whole).into_iter().filter(|k| [name, "id", "version"].contains(k)).collect();
                assert_eq!(keys(&part), wanted, "{path} {name}");
                // Reading moves nothing but the session's own clock.
                assert!(name == "current" || part[name] == whole[name], "{path} {name}: {part} {whole}");
            }
            tried += 1;
        }
        assert!(tried > 20, "only {tried}");
    }
}
