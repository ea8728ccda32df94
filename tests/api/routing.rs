//! Rules send requests, say why, and keep their versions.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

async fn set_rules(app: &TestApp, version: i64) -> Value {
    let rules = json!({ "rules": [
        { "name": "مبلغ‌های بزرگ", "conditions": { "categories": ["equipment"], "amount_min_rials": 1_000_000_000 }, "target": { "desk_id": app.finance } },
        { "name": "دوربین", "conditions": { "words": ["دوربين"], "unit_kinds": ["district"] }, "target": { "desk_id": app.it, "priority": "urgent" } },
        { "name": "زیرمجموعهٔ معاونت", "conditions": { "unit_subtree": app.deputy, "categories": ["petty_cash"] }, "target": { "desk_id": app.finance } }
    ] });
    app.sign_in("director")
        .await
        .change(Method::PUT, "/routing/rules", &json!(version), &rules)
        .await
        .is(StatusCode::OK)
}

on_both! {
    async fn the_first_rule_that_matches_proposes_the_route(app) {
        let set = set_rules(&app, 0).await;
        assert_eq!(set["version"], 1);
        let head = app.sign_in("head-01").await;
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!((&request["state"], &request["desk"]["name"]), (&json!("submitted"), &json!("میز مالی")));
        assert_eq!(request["routed_by"], json!({ "rule_id": set["rules"][2]["id"], "version": 1 }));
        let other = app.sign_in("head-02").await;
        let mut body = petty_cash(&app);
        body["unit_id"] = json!(app.districts[1]);
        let unrouted = other.post("/requests", &body).await.is(StatusCode::CREATED);
        assert_eq!((&unrouted["desk"], &unrouted["routed_by"]), (&Value::Null, &Value::Null), "it stays with the director");
        let director = app.sign_in("director").await;
        let told = director.get(&format!("/requests/{}/routing", unrouted["id"])).await.is(StatusCode::OK);
        assert_eq!(told["chosen"], Value::Null);
        let reasons: Vec<_> = told["rules"][2]["conditions"].as_array().unwrap().iter().map(|c| (c["condition"].as_str().unwrap(), c["held"].as_bool().unwrap())).collect();
        assert_eq!(reasons, [("category", true), ("unit_subtree", false)]);
        let accepted = director.act(&request, "accept", &json!({})).await.is(StatusCode::OK);
        assert_eq!((&accepted["state"], &accepted["routed_by"]["version"]), (&json!("assigned"), &json!(1)));
        let moved = director.act(&accepted, "assign", &json!({ "desk_id": app.it })).await.is(StatusCode::OK);
        assert_eq!((&moved["desk"]["name"], &moved["routed_by"]), (&json!("میز فناوری اطلاعات"), &Value::Null), "a person did");
    }
}

on_both! {
    async fn rules_are_saved_whole_by_version_and_checked(app) {
        set_rules(&app, 0).await;
        let director = app.sign_in("director").await;
        let stale = director.change(Method::PUT, "/routing/rules", &json!(0), &json!({ "rules": [] })).await;
        assert_eq!(stale.refuses(StatusCode::PRECONDITION_FAILED, "stale")["current"]["version"], 1);
        let wrong = json!({ "rules": [{ "name": "x", "conditions": { "amount_min_rials": 2, "amount_max_rials": 1, "unit_subtree": 999, "words": ["…"] }, "target": { "desk_id": 999 } }] });
        let problem = director.change(Method::PUT, "/routing/rules", &json!(1), &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let mut pointers: Vec<_> = fields(&problem).into_iter().map(|(p, _)| p).collect();
        pointers.sort();
        assert_eq!(pointers, ["/rules/0/conditions/amount_min_rials", "/rules/0/conditions/unit_subtree", "/rules/0/conditions/words/0", "/rules/0/target/desk_id"]);
        app.sign_in("head-01").await.get("/routing/rules").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let imagined = json!({ "category": "other", "unit_id": app.districts[1], "text": "خرید دوربین عکاسی" });
        let told = director.post("/routing/explain", &imagined).await.is(StatusCode::OK);
        assert_eq!(told["rules"][1]["chosen"], true, "the words see through Arabic letters: {told}");
    }
}
