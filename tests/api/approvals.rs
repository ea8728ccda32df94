//! Approvals, as those see them who ask, decide and wait: chains, steps, refusals, returns, changes on the way, and what
//! the clock does when nobody decides.

use chrono::{DateTime, Utc};
use hamahang::accounts::Role;
use hamahang::db::Db;
use hamahang::requests::approving::chasing::chase;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

/// The chain of the demo: the director, from five hundred million Rials on the mayor's office too.
pub fn costs() -> Value {
    json!({ "name": "تأیید هزینه", "is_default": true, "steps": [
        { "who": "role", "role": "director" },
        { "who": "role", "role": "mayor_office", "from_rials": 500_000_000 },
    ] })
}

/// A request of `who` for so much petty cash, accepted to the finance desk.
pub async fn accepted(app: &TestApp, who: &str, amount: i64) -> Value {
    let mut new = petty_cash(app);
    new["details"]["amount_rials"] = json!(amount);
    let filer = app.sign_in(who).await;
    let request = filer.post("/requests", &new).await.is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    let accept = json!({ "desk_id": app.finance });
    director.act(&request, "accept", &accept).await.is(StatusCode::OK)
}

/// The same, with its approval asked for by the desk.
pub async fn awaiting(app: &TestApp, who: &str, amount: i64, body: &Value) -> Value {
    let request = accepted(app, who, amount).await;
    let owner = app.sign_in("owner-finance").await;
    owner.act(&request, "request_approval", body).await.is(StatusCode::OK)
}

pub async fn chain(app: &TestApp, new: &Value) -> Value {
    let director = app.sign_in("director").await;
    director.post("/approval-chains", new).await.is(StatusCode::CREATED)
}

/// The newest approval of a request, as the auditor sees it.
pub async fn approval_of(app: &TestApp, request: &Value) -> Value {
    let auditor = app.sign_in("auditor").await;
    let path = format!("/approvals?request_id={}&limit=1", request["id"]);
    let id = auditor.get(&path).await.is(StatusCode::OK)["items"][0]["id"].clone();
    auditor.get(&format!("/approvals/{id}")).await.is(StatusCode::OK)
}

pub async fn seen(app: &TestApp, request: &Value) -> Value {
    let auditor = app.sign_in("auditor").await;
    auditor
        .get(&format!("/requests/{}", request["id"]))
        .await
        .is(StatusCode::OK)
}

pub async fn decide(client: &Client, approval: &Value, what: &str, body: &Value) -> crate::app::Answer {
    let path = format!("/approvals/{}/{what}", approval["id"]);
    client.change(Method::POST, &path, &approval["version"], body).await
}

/// Who got mails of this kind.
pub async fn told(app: &TestApp, kind: &str) -> Vec<String> {
    let mails = app.mails().await;
    let those = mails.into_iter().filter(|(k, _)| k == kind);
    those.map(|(_, who)| who.replace("@demo.test", "")).collect()
}

async fn history(app: &TestApp, request: &Value) -> Vec<Value> {
    let auditor = app.sign_in("auditor").await;
    let path = format!("/requests/{}/history?limit=200", request["id"]);
    let history = auditor.get(&path).await.is(StatusCode::OK);
    history["items"].as_array().unwrap().clone()
}

fn states(approval: &Value) -> Vec<String> {
    let steps = approval["steps"].as_array().unwrap().iter();
    steps.map(|s| s["state"].as_str().unwrap().to_owned()).collect()
}

fn deciders(approval: &Value, step: usize) -> Vec<String> {
    let people = approval["steps"][step]["deciders"].as_array().unwrap().iter();
    people.map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}

fn until(app: &TestApp, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    app.advance(instant - app.clock.now().utc());
}

on_both! {
    async fn a_chain_is_decided_in_its_order_and_the_request_goes_on(app) {
        chain(&app, &costs()).await;
        let request = awaiting(&app, "head-01", 600_000_000, &json!({ "note": "فاکتور پیوست است." })).await;
        assert_eq!(request["state"], "awaiting_approval");
        let (director, mayor) = (app.sign_in("director").await, app.sign_in("mayor-office").await);
        let approval = approval_of(&app, &request).await;
        assert_eq!((&approval["chain"], &approval["note"], states(&approval)), (&json!("تأیید هزینه"), &json!("فاکتور پیوست است."), vec!["open".into(), "waiting".into()]));
        assert_eq!(told(&app, "approval_needed").await, ["director"]);
        let id = approval["id"].as_i64().unwrap();

        mayor.get(&format!("/approvals/{id}")).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let head = app.sign_in("head-01").await;
        assert_eq!(head.get(&format!("/approvals/{id}")).await.is(StatusCode::OK)["allowed_actions"], json!([]));
        decide(&head, &approval, "approve", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let unseen = director.post(&format!("/approvals/{id}/approve"), &json!({})).await;
        unseen.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");

        let waiting = director.get("/approvals?mine=true").await.is(StatusCode::OK);
        assert_eq!((waiting["items"].as_array().unwrap().len(), &waiting["items"][0]["allowed_actions"]), (1, &json!(["approve", "reject", "return"])));
        let decided = decide(&director, &approval, "approve", &json!({ "note": "بلامانع است." })).await.is(StatusCode::OK);
        assert_eq!((&decided["state"], states(&decided)), (&json!("pending"), vec!["passed".into(), "open".into()]));
        assert_eq!(seen(&app, &request).await["state"], "awaiting_approval");
        assert_eq!(told(&app, "approval_needed").await, ["director", "mayor-office"]);
        let stale = decide(&director, &approval, "approve", &json!({})).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!(stale["current"]["version"], decided["version"]);
        decide(&director, &decided, "approve", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");

        let shown = mayor.get(&format!("/approvals/{id}")).await.is(StatusCode::OK);
        assert_eq!(shown["request"]["details"]["amount_rials"], 600_000_000);
        mayor.get(&format!("/requests/{}", request["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let done = decide(&mayor, &shown, "approve", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&done["state"], states(&done)), (&json!("approved"), vec!["passed".into(), "passed".into()]));
        assert_eq!(mayor.get(&format!("/approvals/{id}")).await.is(StatusCode::OK)["steps"][0]["decisions"][0]["reason"], "بلامانع است.", "who has decided may look");
        decide(&mayor, &done, "approve", &json!({})).await.refuses(StatusCode::CONFLICT, "approval_over");
        assert_eq!(seen(&app, &request).await["state"], "in_progress");
        assert_eq!(told(&app, "approval_granted").await, ["head-01", "owner-finance"]);
        let told: Vec<_> = history(&app, &request).await.into_iter().filter(|e| e["data"]["approval_id"] == json!(id)).collect();
        let actions: Vec<_> = told.iter().map(|e| (e["action"].as_str().unwrap(), e["data"]["step"].as_i64().unwrap(), e["actor"]["name"].as_str().unwrap())).collect();
        assert_eq!(actions, [("request_approval", 1, "owner-finance"), ("approve_step", 1, "director"), ("approve", 2, "mayor-office")]);
    }
}

on_both! {
    async fn below_its_threshold_a_step_is_skipped_and_says_why(app) {
        chain(&app, &costs()).await;
        let request = awaiting(&app, "head-01", 499_999_999, &json!({})).await;
        let approval = approval_of(&app, &request).await;
        assert_eq!(states(&approval), ["open", "skipped"]);
        assert_eq!(approval["steps"][1]["why"], "این مرحله برای مبلغ‌های ۵۰۰٬۰۰۰٬۰۰۰ ریال و بیشتر است.");
        let director = app.sign_in("director").await;
        assert_eq!(decide(&director, &approval, "approve", &json!({})).await.is(StatusCode::OK)["state"], "approved");
        assert_eq!(seen(&app, &request).await["state"], "in_progress");
    }
}

on_both! {
    async fn the_first_refusal_ends_it_and_says_why(app) {
        let two = json!({ "name": "دو نفر", "steps": [{ "who": "desk", "desk_id": app.finance, "rule": "all" }] });
        let two = chain(&app, &two).await;
        app.add_person("owner-finance-2", Role::Owner, None, Some(app.finance)).await;
        let request = awaiting(&app, "head-01", 1_000, &json!({ "chain_id": two["id"] })).await;
        assert_eq!(told(&app, "approval_needed").await, ["owner-finance-2"], "who asks knows of it");
        let (first, second) = (app.sign_in("owner-finance").await, app.sign_in("owner-finance-2").await);
        let approval = approval_of(&app, &request).await;
        let approval = decide(&first, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&approval["state"], deciders(&approval, 0)), (&json!("pending"), vec!["owner-finance-2".to_owned()]));
        decide(&first, &approval, "reject", &json!({ "reason": "پشیمان شدم." })).await.refuses(StatusCode::CONFLICT, "already_decided");
        for body in [json!({}), json!({ "reason": " " })] {
            let refused = decide(&second, &approval, "reject", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&refused), [("/reason".into(), "required".into())]);
        }
        let reason = json!({ "reason": "اعتبار این ردیف پایان یافته است." });
        let over = decide(&second, &approval, "reject", &reason).await.is(StatusCode::OK);
        assert_eq!((&over["state"], states(&over)), (&json!("rejected"), vec!["rejected".into()]));
        assert_eq!(seen(&app, &request).await["state"], "rejected");
        assert_eq!(told(&app, "request_rejected").await, ["head-01", "owner-finance"]);
        let end = history(&app, &request).await.pop().unwrap();
        assert_eq!((&end["action"], &end["data"]["reason"], &end["data"]["of"]), (&json!("refuse_approval"), &reason["reason"], &json!("میز مالی")));
    }
}

on_both! {
    async fn what_is_returned_is_changed_and_asked_for_anew(app) {
        let request = awaiting(&app, "head-01", 1_000, &json!({})).await;
        let first = approval_of(&app, &request).await;
        assert_eq!((&first["chain_id"], deciders(&first, 0)), (&Value::Null, vec!["director".to_owned()]), "without any chain the director decides");
        let director = app.sign_in("director").await;
        decide(&director, &first, "return", &json!({ "reason": "مبلغ را به تفکیک بنویسید." })).await.is(StatusCode::OK);
        let returned = seen(&app, &request).await;
        assert_eq!(returned["state"], "needs_info");
        assert_eq!(told(&app, "info_asked").await, ["head-01"]);
        assert_eq!(told(&app, "approval_returned").await, ["owner-finance"]);
        let head = app.sign_in("head-01").await;
        let mut details = petty_cash(&app)["details"].clone();
        details["amount_rials"] = json!(2_000);
        let changed = head.change(Method::PATCH, &format!("/requests/{}", request["id"]), &returned["version"], &json!({ "details": details })).await.is(StatusCode::OK);
        let answered = head.act(&changed, "answer", &json!({ "answer": "نوشته شد." })).await.is(StatusCode::OK);
        assert_eq!(answered["state"], "in_progress");
        let owner = app.sign_in("owner-finance").await;
        let again = owner.act(&answered, "request_approval", &json!({})).await.is(StatusCode::OK);
        let second = approval_of(&app, &again).await;
        assert!(second["id"] != first["id"] && second["amount_rials"] == 2_000 && second["state"] == "pending");
        let all = owner.get(&format!("/approvals?request_id={}", request["id"])).await.is(StatusCode::OK);
        let states: Vec<_> = all["items"].as_array().unwrap().iter().map(|a| a["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["pending", "returned"]);
    }
}

on_both! {
    async fn a_change_of_amount_or_scope_begins_anew_and_tells_those_who_had_decided(app) {
        let mut three = costs();
        three["steps"].as_array_mut().unwrap().push(json!({ "who": "desk", "desk_id": app.it }));
        chain(&app, &three).await;
        let request = awaiting(&app, "head-01", 600_000_000, &json!({})).await;
        app.add_person("director-2", Role::Director, None, None).await;
        let (director, other) = (app.sign_in("director").await, app.sign_in("director-2").await);
        let approval = approval_of(&app, &request).await;
        let approval = decide(&director, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        let mayor = app.sign_in("mayor-office").await;
        let approval = decide(&mayor, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        let path = format!("/requests/{}", request["id"]);
        let version = seen(&app, &request).await["version"].clone();
        let urgent = other.change(Method::PATCH, &path, &version, &json!({ "priority": "urgent", "title": request["title"] })).await.is(StatusCode::OK);
        assert_eq!(approval_of(&app, &request).await["version"], approval["version"], "neither amount nor scope");
        let mut details = petty_cash(&app)["details"].clone();
        details["amount_rials"] = json!(700_000_000);
        other.change(Method::PATCH, &path, &urgent["version"], &json!({ "details": details })).await.is(StatusCode::OK);
        let anew = approval_of(&app, &request).await;
        assert_eq!((&anew["round"], &anew["amount_rials"], states(&anew)), (&json!(2), &json!(700_000_000), vec!["open".into(), "waiting".into(), "waiting".into()]));
        let void = &anew["steps"][0]["decisions"][0];
        assert_eq!((&void["void"], &void["person"]["name"]), (&json!(true), &json!("director")));
        assert_eq!(told(&app, "approval_reopened").await, ["mayor-office"], "it comes to them again");
        assert_eq!(told(&app, "approval_again").await, ["director"], "one mail for each, but none to who changed it");
        assert_eq!(told(&app, "approval_needed").await, ["director", "mayor-office", "owner-it"]);
        assert!(history(&app, &request).await.iter().any(|e| e["action"] == "reopen_approval" && e["data"]["amount_rials"] == json!([600_000_000, 700_000_000])));
        let again = decide(&director, &anew, "approve", &json!({})).await.is(StatusCode::OK);
        assert_eq!(states(&again), ["passed", "open", "waiting"], "the same person decides anew");
    }
}

on_both! {
    async fn withdrawing_cancels(app) {
        chain(&app, &costs()).await;
        let request = awaiting(&app, "head-01", 1_000, &json!({})).await;
        let approval = approval_of(&app, &request).await;
        let head = app.sign_in("head-01").await;
        head.act(&request, "withdraw", &json!({})).await.is(StatusCode::OK);
        let director = app.sign_in("director").await;
        let gone = approval_of(&app, &request).await;
        assert_eq!((&gone["state"], states(&gone)), (&json!("cancelled"), vec!["cancelled".into(), "skipped".into()]));
        decide(&director, &approval, "approve", &json!({})).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        decide(&director, &gone, "approve", &json!({})).await.refuses(StatusCode::CONFLICT, "approval_over");
        assert_eq!(director.get("/approvals?mine=true").await.is(StatusCode::OK)["items"], json!([]));
    }
}

on_both! {
    async fn nobody_decides_on_their_own_request_and_nothing_ends_nowhere(app) {
        let heads = json!({ "name": "مدیر واحد", "steps": [{ "who": "role", "role": "unit_head" }] });
        let heads = chain(&app, &heads).await;
        let own = awaiting(&app, "head-01", 1_000, &json!({ "chain_id": heads["id"] })).await;
        let approval = approval_of(&app, &own).await;
        assert_eq!(deciders(&approval, 0), ["director"], "the head filed it, so the director decides");
        assert!(approval["steps"][0]["why"].as_str().unwrap().contains("مدیر ارتباطات"));
        let head = app.sign_in("head-01").await;
        decide(&head, &approval, "approve", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let director = app.sign_in("director").await;
        let done = decide(&director, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&done["state"], &done["steps"][0]["decisions"][0]["in_place"]), (&json!("approved"), &json!(true)));

        let of_member = awaiting(&app, "member-01", 1_000, &json!({ "chain_id": heads["id"] })).await;
        let approval = approval_of(&app, &of_member).await;
        assert_eq!(deciders(&approval, 0), ["head-01"]);
        decide(&head, &approval, "approve", &json!({})).await.is(StatusCode::OK);

        // What the only director has filed goes past them, to the mayor's office.
        let directors = awaiting(&app, "director", 1_000, &json!({})).await;
        let approval = approval_of(&app, &directors).await;
        assert_eq!(deciders(&approval, 0), ["mayor-office"]);
        decide(&director, &approval, "approve", &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let mayor = app.sign_in("mayor-office").await;
        decide(&mayor, &approval, "approve", &json!({})).await.is(StatusCode::OK);
    }
}

on_both! {
    async fn so_many_of_a_desk_and_the_head_of_the_unit_above(app) {
        let steps = json!({ "name": "دو مرحله", "steps": [
            { "who": "desk", "desk_id": app.it, "rule": "n_of", "needed": 2 }, { "who": "parent_head" },
        ] });
        let both = chain(&app, &steps).await;
        let it2 = app.add_person("owner-it-2", Role::Owner, None, Some(app.it)).await;
        app.add_person("owner-it-3", Role::Owner, None, Some(app.it)).await;
        let request = awaiting(&app, "head-01", 1_000, &json!({ "chain_id": both["id"] })).await;
        let mut approval = approval_of(&app, &request).await;
        for who in ["owner-it", "owner-it-3"] {
            let owner = app.sign_in(who).await;
            approval = decide(&owner, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        }
        assert_eq!((states(&approval), deciders(&approval, 1)), (vec!["passed".into(), "open".into()], vec!["director".to_owned()]), "the unit above has no head yet");
        app.add_person("deputy", Role::UnitHead, Some(app.deputy), None).await;
        assert_eq!(deciders(&approval_of(&app, &request).await, 1), ["deputy"], "now it has");
        let deputy_signed_in = app.sign_in("deputy").await;
        decide(&deputy_signed_in, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        assert_eq!(seen(&app, &request).await["state"], "in_progress");

        // One is not enough any more, so the director decides.
        let request = awaiting(&app, "head-01", 1_000, &json!({ "chain_id": both["id"] })).await;
        let admin = app.sign_in("admin").await;
        let gone = json!({ "active": false });
        admin.change(Method::PATCH, &format!("/users/{it2}"), &json!(1), &gone).await.is(StatusCode::OK);
        let approval = approval_of(&app, &request).await;
        assert_eq!(deciders(&approval, 0).len(), 2, "two are left of two");
        let roles = json!({ "roles": [{ "role": "owner", "desk_id": app.finance }] });
        let users = admin.get("/users?limit=200").await.is(StatusCode::OK);
        let third = users["items"].as_array().unwrap().iter().find(|u| u["name"] == "owner-it-3").unwrap().clone();
        admin.change(Method::PUT, &format!("/users/{}/roles", third["id"]), &third["version"], &roles).await.is(StatusCode::OK);
        let approval = approval_of(&app, &request).await;
        assert_eq!(deciders(&approval, 0), ["director"]);
        let director = app.sign_in("director").await;
        assert_eq!(director.get("/approvals?mine=true").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 0, "until the next round");
        assert_eq!(chase(&app.db).await.unwrap(), 1);
        assert_eq!(director.get("/approvals?mine=true").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
        let needed = told(&app, "approval_needed").await;
        assert_eq!(needed.last().unwrap(), "director");
        let it = app.sign_in("owner-it").await;
        assert_eq!(it.get("/approvals?mine=true").await.is(StatusCode::OK)["items"], json!([]), "at once");
    }
}

on_both! {
    async fn nobodys_leaving_approves_anything(app) {
        let all = json!({ "name": "همه", "steps": [{ "who": "desk", "desk_id": app.it, "rule": "all" }] });
        let all = chain(&app, &all).await;
        let second = app.add_person("owner-it-2", Role::Owner, None, Some(app.it)).await;
        let request = awaiting(&app, "head-01", 1_000, &json!({ "chain_id": all["id"] })).await;
        let it = app.sign_in("owner-it").await;
        let approval = decide(&it, &approval_of(&app, &request).await, "approve", &json!({})).await.is(StatusCode::OK);
        let admin = app.sign_in("admin").await;
        admin.change(Method::PATCH, &format!("/users/{second}"), &json!(1), &json!({ "active": false })).await.is(StatusCode::OK);
        assert_eq!(chase(&app.db).await.unwrap(), 1);
        let stuck = approval_of(&app, &request).await;
        assert_eq!((&stuck["state"], deciders(&stuck, 0)), (&json!("pending"), vec!["director".to_owned()]));
        assert_eq!(stuck["version"], approval["version"]);
        let director = app.sign_in("director").await;
        assert_eq!(decide(&director, &stuck, "approve", &json!({})).await.is(StatusCode::OK)["state"], "approved");
    }
}

on_both! {
    async fn chains_are_kept_by_the_director_and_approvals_keep_the_steps_they_began_with(app) {
        let first = chain(&app, &costs()).await;
        let director = app.sign_in("director").await;
        let request = awaiting(&app, "head-01", 600_000_000, &json!({})).await;
        let shorter = json!({ "steps": [{ "who": "role", "role": "mayor_office" }] });
        let path = format!("/approval-chains/{}", first["id"]);
        let changed = director.change(Method::PATCH, &path, &first["version"], &shorter).await.is(StatusCode::OK);
        assert_eq!((&changed["version"], states(&approval_of(&app, &request).await).len()), (&json!(2), 2));
        director.change(Method::PATCH, &path, &first["version"], &shorter).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");

        let other = json!({ "name": "زنجیرهٔ دیگر", "is_default": true, "steps": [{ "who": "parent_head" }] });
        let other = chain(&app, &other).await;
        let list = director.get("/approval-chains").await.is(StatusCode::OK);
        let defaults: Vec<_> = list["items"].as_array().unwrap().iter().map(|c| (c["name"].as_str().unwrap(), c["is_default"] == true)).collect();
        assert_eq!(defaults, [("تأیید هزینه", false), ("زنجیرهٔ دیگر", true)], "one default, by name");
        let page = director.get("/approval-chains?limit=1").await.is(StatusCode::OK);
        let rest = director.get(&format!("/approval-chains?limit=1&cursor={}", page["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&other["id"], &Value::Null));
        let refused = director.change(Method::PATCH, &format!("/approval-chains/{}", other["id"]), &other["version"], &json!({ "active": false })).await;
        assert_eq!(fields(&refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields")), [("/active".into(), "conflict".into())]);

        let now = director.get(&path).await.is(StatusCode::OK);
        director.change(Method::PATCH, &path, &now["version"], &json!({ "active": false })).await.is(StatusCode::OK);
        let request = accepted(&app, "head-01", 1_000).await;
        let owner = app.sign_in("owner-finance").await;
        for id in [first["id"].clone(), json!(999)] {
            let refused = owner.act(&request, "request_approval", &json!({ "chain_id": id })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&refused), [("/chain_id".into(), "not_found".into())]);
        }
        for (steps, pointer, code) in [
            (json!([]), "/steps", "too_short"),
            (json!([{ "who": "role" }]), "/steps/0/role", "required"),
            (json!([{ "who": "role", "role": "auditor" }]), "/steps/0/role", "invalid"),
            (json!([{ "who": "desk", "desk_id": 99 }]), "/steps/0/desk_id", "not_found"),
            (json!([{ "who": "person", "user_id": 999 }]), "/steps/0/user_id", "not_found"),
            (json!([{ "who": "parent_head", "desk_id": app.it }]), "/steps/0/desk_id", "not_allowed"),
            (json!([{ "who": "parent_head", "rule": "n_of" }]), "/steps/0/needed", "required"),
            (json!([{ "who": "parent_head", "from_rials": 0 }]), "/steps/0/from_rials", "out_of_range"),
            (json!([{ "who": "parent_head", "from_rials": 10 }]), "/steps", "conflict"),
        ] {
            let refused = director.post("/approval-chains", &json!({ "name": "نادرست", "steps": steps })).await;
            let refused = refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&refused), [(pointer.into(), code.into())], "{steps}");
        }
        director.post("/approval-chains", &costs()).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    }
}

on_both! {
    async fn who_waits_is_reminded_once_and_in_the_end_the_director_hears_of_it(app) {
        let mayor = json!({ "name": "دفتر شهردار", "steps": [{ "who": "role", "role": "mayor_office" }] });
        let mayor = chain(&app, &mayor).await;
        let request = awaiting(&app, "head-01", 1_000, &json!({ "chain_id": mayor["id"] })).await;
        assert_eq!(chase(&app.db).await.unwrap(), 0);
        // Tuesday; Thursday and Friday are not worked: the third working day is Sunday.
        until(&app, "2019-12-08T20:30:00Z");
        assert_eq!(chase(&app.db).await.unwrap(), 0, "past midnight, but nobody works yet");
        until(&app, "2019-12-09T04:00:00Z");
        let other = Db::open(app.db.settings(), &app.clock).unwrap();
        let (here, there) = tokio::join!(chase(&app.db), chase(&other));
        assert_eq!(here.unwrap() + there.unwrap(), 1);
        assert_eq!(told(&app, "approval_reminder").await, ["mayor-office"], "once, however many look");
        assert_eq!(chase(&app.db).await.unwrap(), 0);
        until(&app, "2019-12-12T09:00:00Z");
        assert_eq!(chase(&app.db).await.unwrap(), 0, "Thursday");
        until(&app, "2019-12-14T09:00:00Z");
        assert_eq!(chase(&app.db).await.unwrap(), 1);
        assert_eq!(told(&app, "approval_late").await, ["director"]);
        assert_eq!(chase(&app.db).await.unwrap(), 0);
        assert_eq!(approval_of(&app, &request).await["version"], 1, "what was seen can still be decided");
        let mayor = app.sign_in("mayor-office").await;
        let approval = approval_of(&app, &request).await;
        decide(&mayor, &approval, "approve", &json!({})).await.is(StatusCode::OK);
        until(&app, "2020-02-01T09:00:00Z");
        assert_eq!(chase(&app.db).await.unwrap(), 0, "decided");
    }
}

on_both! {
    async fn two_who_decide_at_once_decide_once(app) {
        app.add_person("director-2", Role::Director, None, None).await;
        let (first, second) = (app.sign_in("director").await, app.sign_in("director-2").await);
        for _ in 0..5 {
            let request = awaiting(&app, "head-01", 1_000, &json!({})).await;
            let approval = approval_of(&app, &request).await;
            let (none, why) = (json!({}), json!({ "reason": "نه" }));
            let (yes, no) = tokio::join!(decide(&first, &approval, "approve", &none), decide(&second, &approval, "reject", &why));
            let statuses = [yes.status.as_u16(), no.status.as_u16()];
            assert!(statuses.contains(&200) && statuses.contains(&412), "{statuses:?}");
            let after = approval_of(&app, &request).await;
            let decisions = after["steps"][0]["decisions"].as_array().unwrap();
            assert_eq!(decisions.len(), 1);
            let state = if yes.status == StatusCode::OK { ("approved", "in_progress") } else { ("rejected", "rejected") };
            assert_eq!((&after["state"], &seen(&app, &request).await["state"]), (&json!(state.0), &json!(state.1)));
        }
    }
}

#[tokio::test]
async fn a_list_goes_on_where_it_ended_and_shows_what_concerns_its_reader() {
    let app = TestApp::sqlite().await;
    for _ in 0..5 {
        awaiting(&app, "head-01", 1_000, &json!({})).await;
    }
    let director = app.sign_in("director").await;
    let mut path = "/approvals?mine=true&limit=2&fields=state".to_owned();
    let mut ids = Vec::new();
    loop {
        let page = director.get(&path).await.is(StatusCode::OK);
        ids.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|a| a["id"].as_i64().unwrap()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/approvals?mine=true&limit=2&fields=state&cursor={next}");
    }
    assert_eq!(ids, [5, 4, 3, 2, 1]);
    for (who, count) in [
        ("head-01", 5),
        ("member-01", 5),
        ("owner-finance", 5),
        ("head-02", 0),
        ("admin", 0),
    ] {
        let page = app.sign_in(who).await.get("/approvals").await.is(StatusCode::OK);
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{who}");
    }
    let none = director.get("/approvals?state=approved").await.is(StatusCode::OK);
    assert_eq!(none["items"], json!([]));
}

on_both! {
    async fn the_chain_of_the_rule_that_routed_a_request_approves_it(app) {
        chain(&app, &costs()).await;
        let own = chain(&app, &json!({ "name": "تنخواه", "steps": [{ "who": "desk", "desk_id": app.it }] })).await;
        let director = app.sign_in("director").await;
        let rules = |chain: &Value| json!({ "rules": [{ "name": "تنخواه", "target": { "desk_id": app.finance, "approval_chain_id": chain } }] });
        let put = async |chain: &Value| director.change(Method::PUT, "/routing/rules", &json!(0), &rules(chain)).await;
        let problem = put(&json!(999)).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/rules/0/target/approval_chain_id".into(), "not_found".into())]);
        put(&own["id"]).await.is(StatusCode::OK);
        let request = awaiting(&app, "head-01", 1_000, &json!({})).await;
        assert_eq!(approval_of(&app, &request).await["chain"], "تنخواه");
        // A chain that is not in use any more leaves it to the default.
        let path = format!("/approval-chains/{}", own["id"]);
        director.change(Method::PATCH, &path, &own["version"], &json!({ "active": false })).await.is(StatusCode::OK);
        let request = awaiting(&app, "head-01", 2_000, &json!({})).await;
        assert_eq!(approval_of(&app, &request).await["chain"], "تأیید هزینه");
    }
}

on_both! {
    async fn whoever_sees_a_request_finds_its_approvals(app) {
        crate::absences::member(&app, "owner-2", app.finance).await;
        let request = awaiting(&app, "head-01", 1_000, &json!({})).await;
        let path = format!("/approvals?request_id={}&fields=id", request["id"]);
        for (who, found) in [("owner-2", 1), ("head-01", 1), ("member-01", 1), ("director", 1), ("head-02", 0), ("owner-it", 0)] {
            let page = app.sign_in(who).await.get(&path).await.is(StatusCode::OK);
            assert_eq!(page["items"].as_array().unwrap().len(), found, "{who}");
        }
    }
}
