//! Rules send requests, say why, and keep their versions.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::absences::{away, ids, member};
use crate::app::{TestApp, fields};
use crate::meetings::person;
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

on_both! {
    async fn members_take_turns_fairly_however_many_file_at_once(app) {
        for name in ["second", "third", "fourth"] {
            member(&app, name, app.finance).await;
        }
        let director = app.sign_in("director").await;
        let rules = json!({ "rules": [{ "name": "به نوبت", "target": { "desk_id": app.finance, "round_robin": true } }] });
        director.change(Method::PUT, "/routing/rules", &json!(0), &rules).await.is(StatusCode::OK);
        let head = app.sign_in("head-01").await;
        let mut wrong = petty_cash(&app);
        wrong["raised_in"] = json!(999);
        let calls = (0..26).map(|i| {
            let (head, body) = (head.clone(), if i % 5 == 4 { wrong.clone() } else { petty_cash(&app) });
            tokio::spawn(async move { head.post("/requests", &body).await.body["owner"]["name"].as_str().map(str::to_owned) })
        });
        let mut turns = std::collections::BTreeMap::new();
        for call in calls.collect::<Vec<_>>() {
            if let Some(name) = call.await.unwrap() {
                *turns.entry(name).or_insert(0) += 1;
            }
        }
        let (least, most) = (turns.values().min().unwrap(), turns.values().max().unwrap());
        assert!(turns.len() == 4 && turns.values().sum::<i32>() == 21 && most - least <= 1, "{turns:?}");

        away(&app, "third", "owner-it", "2019-12-03", "2019-12-03").await;
        let admin = app.sign_in("admin").await;
        let fourth = ids(&app).await["fourth"];
        admin.change(Method::PATCH, &format!("/users/{fourth}"), &json!(1), &json!({ "active": false })).await.is(StatusCode::OK);
        let mut owners = Vec::new();
        for _ in 0..4 {
            let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
            owners.push(request["owner"]["name"].as_str().unwrap().to_owned());
        }
        owners.sort();
        assert_eq!(owners, ["owner-finance", "owner-finance", "second", "second"], "who is away or has left is skipped");
        away(&app, "second", "owner-it", "2019-12-03", "2019-12-03").await;
        away(&app, "owner-finance", "owner-it", "2019-12-03", "2019-12-03").await;
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!((&request["owner"]["name"], request["owner_for"].is_null()), (&json!("owner-it"), false), "where all are away, who stands in");
    }
}

on_both! {
    async fn what_looks_wrong_about_a_set_is_said(app) {
        let desk = app.sign_in("admin").await.post("/desks", &json!({ "name": "میز خالی" })).await.is(StatusCode::CREATED);
        let director = app.sign_in("director").await;
        let owner = ids(&app).await["owner-it"];
        let rules = json!({ "rules": [
            { "name": "دوربین", "conditions": { "words": ["دوربين", "دوربین عکاسی"], "unit_subtree": app.deputy }, "target": { "desk_id": app.it, "owner_id": owner } },
            { "name": "هرگز", "conditions": { "words": ["دوربین فیلم‌برداری"], "unit_subtree": app.districts[0] }, "target": { "desk_id": app.it } },
            { "name": "همه", "target": { "desk_id": desk["id"], "round_robin": true } }
        ] });
        let set = director.call(Method::PUT, "/routing/rules", Some(&rules), &[("if-match", "\"0\""), ("accept-language", "en")]).await.is(StatusCode::OK);
        let told = |set: &Value| -> Vec<(String, String)> {
            let all = set["warnings"].as_array().unwrap().iter();
            all.map(|w| (w["pointer"].as_str().unwrap().to_owned(), w["code"].as_str().unwrap().to_owned())).collect()
        };
        let wanted = |all: &[(&str, &str)]| all.iter().map(|(p, c)| ((*p).to_owned(), (*c).to_owned())).collect::<Vec<_>>();
        let first = [("/rules/0/conditions/words/1", "covered_word"), ("/rules/1", "shadowed"), ("/rules/2/target/round_robin", "no_members")];
        assert_eq!(told(&set), wanted(&first));
        assert_eq!(set["warnings"][1]["message"], "Never reached: all that it would take, rule 1 takes before.");
        let admin = app.sign_in("admin").await;
        admin.change(Method::PATCH, &format!("/users/{owner}"), &json!(1), &json!({ "active": false })).await.is(StatusCode::OK);
        let set = director.get("/routing/rules").await.is(StatusCode::OK);
        assert!(told(&set).contains(&("/rules/0/target/owner_id".to_owned(), "inactive".to_owned())), "{set}");
        let problem = director.change(Method::PUT, "/routing/rules", &json!(1), &rules).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/rules/0/target/owner_id".to_owned(), "not_found".to_owned())], "who has left is not named anew");
        let wrong = json!({ "rules": [{ "name": "x", "conditions": { "categories": ["petty_csh"], "unit_kinds": ["city"] }, "target": { "desk_id": app.it, "owner_id": 1, "round_robin": true, "watcher_ids": [999] } }] });
        let problem = director.change(Method::PUT, "/routing/rules", &json!(1), &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let mut pointers: Vec<_> = fields(&problem).into_iter().map(|(p, _)| p).collect();
        pointers.sort();
        assert_eq!(pointers, ["/rules/0/conditions/categories/0", "/rules/0/conditions/unit_kinds/0", "/rules/0/target/round_robin", "/rules/0/target/watcher_ids/0"]);
    }
}

on_both! {
    async fn saved_sets_are_kept_and_the_newest_is_the_one_in_force(app) {
        set_rules(&app, 0).await;
        let head = app.sign_in("head-01").await;
        assert_eq!(head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED)["desk"]["name"], "میز مالی");
        let director = app.sign_in("director").await;
        let rules = json!({ "rules": [{ "name": "همه", "target": { "desk_id": app.it } }] });
        director.change(Method::PUT, "/routing/rules", &json!(1), &rules).await.is(StatusCode::OK);
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        assert_eq!((&request["desk"]["name"], &request["routed_by"]["version"]), (&json!("میز فناوری اطلاعات"), &json!(2)));
        let page = director.get("/routing/versions?limit=1").await.is(StatusCode::OK);
        assert_eq!((&page["items"][0]["version"], &page["items"][0]["rules"], &page["items"][0]["created_by"]["name"]), (&json!(2), &json!(1), &json!("director")));
        let page = director.get(&format!("/routing/versions?limit=1&cursor={}", page["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((&page["items"][0]["rules"], &page["next"]), (&json!(3), &Value::Null));
        let old = director.get("/routing/versions/1").await.is(StatusCode::OK);
        assert_eq!((&old["version"], &old["rules"][1]["name"]), (&json!(1), &json!("دوربین")));
        director.get("/routing/versions/3").await.refuses(StatusCode::NOT_FOUND, "not_found");
        head.get("/routing/versions").await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

on_both! {
    async fn a_draft_is_tried_on_what_was_submitted_and_changes_nothing(app) {
        set_rules(&app, 0).await;
        let head = app.sign_in("head-01").await;
        for _ in 0..3 {
            head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        }
        let mut draft = petty_cash(&app);
        draft["draft"] = json!(true);
        head.post("/requests", &draft).await.is(StatusCode::CREATED);
        let other = app.sign_in("head-02").await;
        let mut theirs = petty_cash(&app);
        theirs["unit_id"] = json!(app.districts[1]);
        other.post("/requests", &theirs).await.is(StatusCode::CREATED);
        let director = app.sign_in("director").await;
        let rules = json!([
            { "name": "زیرمجموعهٔ معاونت", "conditions": { "unit_subtree": app.deputy }, "target": { "desk_id": app.finance } },
            { "name": "باقی", "target": { "desk_id": app.it, "round_robin": true, "priority": "urgent" } }
        ]);
        let report = director.post("/routing/dry-runs", &json!({ "rules": rules })).await.is(StatusCode::OK);
        let counts = [&report["examined"], &report["changed"], &report["unrouted_in_force"], &report["unrouted_draft"]];
        assert_eq!(counts, [4, 1, 1, 0]);
        let difference = &report["differences"][0];
        assert_eq!((&difference["number"], &difference["in_force"]), (&json!("1398-0004"), &Value::Null));
        assert_eq!((&difference["draft"]["rule"], &difference["draft"]["desk"]["name"], &difference["draft"]["round_robin"]), (&json!(2), &json!("میز فناوری اطلاعات"), &json!(true)));
        let report = director.post("/routing/dry-runs", &json!({ "rules": [], "last": 2 })).await.is(StatusCode::OK);
        assert_eq!((&report["examined"], &report["changed"]), (&json!(2), &json!(1)), "the newest first");
        assert_eq!(director.get("/routing/rules").await.is(StatusCode::OK)["version"], 1);
        director.post("/routing/dry-runs", &json!({ "rules": [], "last": 1001 })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        app.sign_in("auditor").await.post("/routing/dry-runs", &json!({ "rules": [] })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

on_both! {
    async fn whom_a_rule_names_follows_the_request_if_they_may_see_it(app) {
        let director = app.sign_in("director").await;
        let [auditor, stranger] = ["auditor@demo.test", "head-02@demo.test"].map(|who| person(&director, who));
        let (auditor, stranger) = (auditor.await, stranger.await);
        let rules = json!({ "rules": [{ "name": "همه", "target": { "desk_id": app.finance, "watcher_ids": [auditor, stranger] } }] });
        director.change(Method::PUT, "/routing/rules", &json!(0), &rules).await.is(StatusCode::OK);
        let head = app.sign_in("head-01").await;
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let watchers = head.get("/requests/1398-0001/watchers").await.is(StatusCode::OK);
        let names: Vec<_> = watchers["items"].as_array().unwrap().iter().map(|w| w["user"]["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["auditor"]);
        let told = app.mails().await.into_iter().filter(|(_, to)| to.starts_with("auditor")).count();
        assert_eq!(told, 1);
    }
}
