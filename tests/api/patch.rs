//! Changes are JSON Merge Patches (RFC 7396): what is absent stays, `null` empties, a value is set.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, fields};
use crate::{meetings, on_both};

async fn patch(client: &Client, path: &str, body: &Value) -> Value {
    let seen = client.get(path).await.is(StatusCode::OK);
    client
        .change(Method::PATCH, path, &seen["version"], body)
        .await
        .is(StatusCode::OK)
}

on_both! {
    async fn what_may_be_empty_is_kept_cleared_and_set(app) {
        let admin = app.sign_in("admin").await;
        let unit = format!("/units/{}", app.districts[0]);
        let told = patch(&admin, &unit, &json!({ "email": "pr1@demo.test" })).await;
        assert_eq!((&told["email"], &told["parent_id"]), (&json!("pr1@demo.test"), &json!(app.deputy)), "absent stays");
        let told = patch(&admin, &unit, &json!({ "parent_id": null })).await;
        assert_eq!((&told["email"], &told["parent_id"]), (&json!("pr1@demo.test"), &json!(null)), "null empties");
        let told = patch(&admin, &unit, &json!({ "email": null, "parent_id": app.deputy })).await;
        assert_eq!((&told["email"], &told["parent_id"]), (&json!(null), &json!(app.deputy)));
        assert_eq!(told["name"], "منطقهٔ ۱");

        let director = app.sign_in("director").await;
        let person = meetings::person(&director, "owner-finance@demo.test").await;
        let desk = format!("/desks/{}", app.finance);
        assert_eq!(patch(&admin, &desk, &json!({ "fallback_id": person })).await["fallback"]["id"], person);
        assert_eq!(patch(&admin, &desk, &json!({ "active": true })).await["fallback"]["id"], person);
        assert_eq!(patch(&admin, &desk, &json!({ "fallback_id": null })).await["fallback"], json!(null));

        let series = meetings::series(&director).await;
        let meeting = meetings::plan(&director, &series, "2019-12-24").await;
        for path in [format!("/meeting-series/{}", series["id"]), format!("/meetings/{}", meeting["id"])] {
            assert_eq!(patch(&director, &path, &json!({ "chair_id": person })).await["chair"]["id"], person, "{path}");
            assert_eq!(patch(&director, &path, &json!({ "place": "سالن همایش" })).await["chair"]["id"], person, "{path}");
            assert_eq!(patch(&director, &path, &json!({ "chair_id": null })).await["chair"], json!(null), "{path}");
        }
    }
}

on_both! {
    async fn a_holiday_goes_from_once_to_each_year_and_back(app) {
        let director = app.sign_in("director").await;
        let made = json!({ "kind": "half_day", "title": "ساعت کار کوتاه", "date": "2019-12-04", "hours": { "from": "00:00", "until": "11:00" } });
        let made = director.post("/calendar/holidays", &made).await.is(StatusCode::CREATED);
        let path = format!("/calendar/holidays/{}", made["id"]);
        let told = patch(&director, &path, &json!({ "date": null, "yearly": { "month": 9, "day": 13, "from_year": 1398 } })).await;
        assert_eq!((&told["date"], &told["yearly"]["from_year"], &told["hours"]), (&json!(null), &json!(1398), &made["hours"]));
        let told = patch(&director, &path, &json!({ "yearly": { "month": 9, "day": 14 } })).await;
        assert_eq!(told["yearly"], json!({ "month": 9, "day": 14, "from_year": null, "until_year": null }), "as a whole");
        let told = patch(&director, &path, &json!({ "yearly": null, "date": "2019-12-07" })).await;
        assert_eq!((&told["date"], &told["yearly"]), (&json!("2019-12-07"), &json!(null)));
        for (change, pointer, code) in [
            (json!({ "date": null }), "/date", "required"),
            (json!({ "yearly": { "month": 9, "day": 14 } }), "/yearly", "not_allowed"),
            (json!({ "hours": null }), "/hours", "required"),
        ] {
            let problem = director.change(Method::PATCH, &path, &told["version"], &change).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [(pointer.to_owned(), code.to_owned())], "{change}");
        }
        let working = json!({ "kind": "working", "title": "جبران تعطیلی", "date": "2020-02-11", "hours": { "from": "08:00", "until": "10:00" } });
        let working = director.post("/calendar/holidays", &working).await.is(StatusCode::CREATED);
        let path = format!("/calendar/holidays/{}", working["id"]);
        assert_eq!(patch(&director, &path, &json!({ "hours": null })).await["hours"], json!(null));
        let days = director.get("/calendar/days?from=2020-02-11&to=2020-02-11").await.is(StatusCode::OK);
        assert_eq!(days["items"][0]["minutes"], 420, "the ordinary hours of a Tuesday");
    }
}

on_both! {
    async fn null_for_what_is_never_empty_is_refused_by_its_pointer(app) {
        let director = app.sign_in("director").await;
        let admin = app.sign_in("admin").await;
        let head = app.sign_in("head-01").await;
        let request = meetings::raise(&app, "دوربین عکاسی", None).await;
        let series = meetings::series(&director).await;
        let meeting = meetings::plan(&director, &series, "2019-12-24").await;
        let agenda = meetings::generate(&director, &meeting).await;
        let line = &agenda["items"][0];
        for (client, path, names) in [
            (&admin, format!("/units/{}", app.districts[0]), "name kind staff_count active"),
            (&admin, format!("/desks/{}", app.finance), "name active"),
            (&admin, "/users/1".to_owned(), "name locale active"),
            (&head, format!("/requests/{}", request["id"]), "title description details priority private"),
            (&director, "/calendar/holidays/1".to_owned(), "title lunar"),
            (&director, format!("/meeting-series/{}", series["id"]), "title place active"),
            (&director, format!("/meetings/{}", meeting["id"]), "starts_at ends_at place invited"),
            (&director, format!("/meetings/{}/agenda/items/{}", meeting["id"], line["id"]), "pinned excluded exclusion_reason minutes note"),
        ] {
            for name in names.split(' ') {
                let body = json!({ name: null });
                let answer = client.call(Method::PATCH, &path, Some(&body), &[("if-match", "*")]).await;
                let problem = answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
                assert_eq!(fields(&problem), [(format!("/{name}"), "wrong_type".to_owned())], "{path}");
            }
        }
    }
}

/// `null` is in the schema of a change exactly where the resource itself may show `null`.
#[test]
fn the_document_has_as_nullable_what_may_be_emptied() {
    let document = serde_json::to_value(hamahang::app::document()).unwrap();
    let mut nullable = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(change) = methods.get("patch") else { continue };
        let name = change["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            .as_str()
            .unwrap();
        let schema = document.pointer(name.strip_prefix('#').unwrap()).unwrap();
        for (field, schema) in schema["properties"].as_object().unwrap() {
            let text = schema.to_string();
            if text.contains("\"null\"") {
                nullable.push(format!("{path} {field}"));
            }
        }
    }
    assert_eq!(
        nullable,
        [
            "/api/v1/calendar/holidays/{id} date",
            "/api/v1/calendar/holidays/{id} hours",
            "/api/v1/calendar/holidays/{id} yearly",
            "/api/v1/desks/{id} fallback_id",
            "/api/v1/meeting-series/{id} chair_id",
            "/api/v1/meeting-series/{id} minutes_review_days",
            "/api/v1/meeting-series/{id} quorum",
            "/api/v1/meeting-series/{id} recurrence",
            "/api/v1/meetings/{id} chair_id",
            "/api/v1/meetings/{id}/agenda/items/{item} position",
            "/api/v1/units/{id} email",
            "/api/v1/units/{id} parent_id",
        ]
    );
}
