//! Private requests: seen by the filer, the heads of the unit, the desk and the owner they are with, the director and the
//! auditor, on every way to them; and by nobody else.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::on_both;
use crate::requests::petty_cash;

/// Who sees the request: by its address, in the list, by a search and while something like it is typed.
async fn seen_by(app: &TestApp, id: &Value) -> Vec<&'static str> {
    let all = [
        "head-01",
        "head-02",
        "member-01",
        "owner-finance",
        "owner-it",
        "director",
        "mayor-office",
        "auditor",
        "admin",
    ];
    let mut seen = Vec::new();
    for who in all {
        let client = app.sign_in(who).await;
        let direct = client.get(&format!("/requests/{id}")).await.status == StatusCode::OK;
        for path in [
            "/requests?",
            "/requests?q=دوربین&",
            "/requests?sort=-updated_at&q=دوربین&",
            "/requests/similar?title=خرید دوربین عکاسی&",
        ] {
            let page = client.get(&format!("{path}fields=id")).await.is(StatusCode::OK);
            let listed = page["items"].as_array().unwrap().iter().any(|r| r["id"] == *id);
            assert_eq!(listed, direct, "{who} {path}");
        }
        if direct {
            seen.push(who);
        }
    }
    seen
}

async fn file(client: &Client, app: &TestApp, change: Value) -> Value {
    let mut body = petty_cash(app);
    body["title"] = json!("خرید دوربین عکاسی");
    body.as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    client.post("/requests", &body).await.is(StatusCode::CREATED)
}

on_both! {
    async fn a_private_request_is_for_those_who_have_to_know(app) {
        let head = app.sign_in("head-01").await;
        let director = app.sign_in("director").await;
        let rule = json!({ "rules": [{ "name": "مالی", "conditions": { "categories": ["petty_cash"] }, "target": { "desk_id": app.finance } }] });
        let rules = director.get("/routing/rules").await.is(StatusCode::OK);
        director.change(reqwest::Method::PUT, "/routing/rules", &rules["version"], &rule).await.is(StatusCode::OK);
        let open = file(&head, &app, json!({})).await;
        assert_eq!(seen_by(&app, &open["id"]).await, ["head-01", "member-01", "owner-finance", "director", "auditor"]);
        let private = file(&head, &app, json!({ "private": true })).await;
        assert_eq!(private["desk"]["name"], "میز مالی");
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "director", "auditor"], "a proposal shows it to nobody");
        let private = director.act(&private, "accept", &json!({})).await.is(StatusCode::OK);
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "owner-finance", "director", "auditor"]);
        let it = person(&director, "owner-it").await;
        director.act(&private, "assign", &json!({ "desk_id": app.finance, "owner_id": it })).await.is(StatusCode::OK);
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "owner-finance", "owner-it", "director", "auditor"]);
    }
}

/// A rule proposes the finance desk for everything.
async fn routed(app: &TestApp, director: &Client) {
    let rule = json!({ "rules": [{ "name": "مالی", "target": { "desk_id": app.finance } }] });
    let rules = director.get("/routing/rules").await.is(StatusCode::OK);
    director
        .change(reqwest::Method::PUT, "/routing/rules", &rules["version"], &rule)
        .await
        .is(StatusCode::OK);
}

async fn mails_to(app: &TestApp, who: &str) -> Vec<String> {
    let mails = app.mails().await.into_iter();
    mails
        .filter(|(_, to)| to.starts_with(who))
        .map(|(kind, _)| kind)
        .collect()
}

on_both! {
    async fn a_question_on_the_way_through_triage_makes_no_proposal_an_agreement(app) {
        let (head, director, desk) = (app.sign_in("head-01").await, app.sign_in("director").await, app.sign_in("owner-finance").await);
        routed(&app, &director).await;
        let private = file(&head, &app, json!({ "private": true })).await;
        let open = file(&head, &app, json!({ "title": "خرید چاپگر" })).await;
        let asked = director.act(&private, "ask", &json!({ "question": "چرا؟" })).await.is(StatusCode::OK);
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "director", "auditor"]);
        let answered = head.act(&asked, "answer", &json!({ "answer": "چون لازم است." })).await.is(StatusCode::OK);
        assert_eq!((&answered["state"], seen_by(&app, &private["id"]).await), (&json!("submitted"), vec!["head-01", "director", "auditor"]));
        let later = json!({ "reason": "پس از تصویب بودجه", "until": "2020-01-01" });
        let deferred = director.act(&answered, "defer", &later).await.is(StatusCode::OK);
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "director", "auditor"]);
        director.act(&deferred, "reject", &json!({ "reason": "اعتبار نیست." })).await.is(StatusCode::OK);
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "director", "auditor"]);
        assert_eq!(mails_to(&app, "owner-finance").await, Vec::<String>::new(), "nobody at the desk has heard of it");

        // An open one is seen by the desk that a rule proposes, and not yet its own to deal with.
        let asked = director.act(&open, "ask", &json!({ "question": "چند دستگاه؟" })).await.is(StatusCode::OK);
        let seen = desk.get(&format!("/requests/{}", open["id"])).await.is(StatusCode::OK);
        assert_eq!(seen["allowed_actions"], json!([]));
        desk.act(&asked, "assign", &json!({ "desk_id": app.finance })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        desk.upload(&format!("/requests/{}/attachments?name=a.txt", open["id"]), "text/plain", "متن").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let deferred = director.act(&asked, "defer", &later).await.is(StatusCode::OK);
        desk.act(&deferred, "assign", &json!({ "desk_id": app.finance })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let taken = director.act(&deferred, "assign", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        desk.act(&taken, "start", &json!({})).await.is(StatusCode::OK);
    }
}

async fn person(director: &Client, who: &str) -> Value {
    crate::meetings::person(director, &format!("{who}@demo.test")).await
}

on_both! {
    async fn staff_see_their_own_private_ones_and_their_head_all(app) {
        let member = app.sign_in("member-01").await;
        let theirs = file(&member, &app, json!({ "private": true })).await;
        assert_eq!(seen_by(&app, &theirs["id"]).await, ["head-01", "member-01", "director", "auditor"]);
        let head = app.sign_in("head-01").await;
        let draft = file(&head, &app, json!({ "private": true, "draft": true })).await;
        let similar = head.get("/requests/similar?title=خرید دوربین عکاسی").await.is(StatusCode::OK);
        assert_eq!(similar["items"].as_array().unwrap().len(), 1, "drafts are offered to nobody");
        assert_eq!(member.get(&format!("/requests/{}", draft["id"])).await.status, StatusCode::NOT_FOUND);
        assert_eq!(head.get(&format!("/requests/{}", draft["id"])).await.status, StatusCode::OK);
    }
}

on_both! {
    async fn the_mayors_office_sees_what_asks_for_the_mayor_unless_it_is_private(app) {
        let head = app.sign_in("head-01").await;
        let mayor = json!({ "category": "mayor_meeting", "details": { "subjects": ["بودجهٔ روابط عمومی"] } });
        let open = file(&head, &app, mayor.clone()).await;
        assert_eq!(seen_by(&app, &open["id"]).await, ["head-01", "member-01", "director", "mayor-office", "auditor"]);
        let mut private = mayor;
        private["private"] = json!(true);
        let private = file(&head, &app, private).await;
        assert_eq!(seen_by(&app, &private["id"]).await, ["head-01", "director", "auditor"]);
    }
}
