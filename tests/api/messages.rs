//! What is wrong with a body, in words: every keyword that our schemas use says what was expected, in both languages.

use std::collections::BTreeSet;

use hamahang::error::{FieldCode, FieldError, Locale};
use hamahang::requests::categories::{self, Category};
use hamahang::schema::{check, compile, messages};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::on_both;
use crate::requests::petty_cash;

/// A schema, a value that does not fit it, where that is, its code, and what is said of it.
const PROBES: &str = r#"
{"type": "integer"} | "5" | | wrong_type | عدد صحیح، بدون گیومه، لازم است. | Wants a whole number, without quotation marks.
{"type": ["string", "null"]} | 5 | | wrong_type | متن لازم است. | Wants text.
{"type": "boolean"} | 1 | | wrong_type | true یا false لازم است. | Wants true or false.
{"type": "array"} | {} | | wrong_type | فهرست لازم است. | Wants a list.
{"type": "object"} | [] | | wrong_type | شیء JSON لازم است. | Wants a JSON object.
{"required": ["title"]} | {} | /title | required | این مورد الزامی است. | This is required.
{"additionalProperties": false, "properties": {"c": {}}} | {"a/b": 1} | /a~1b | not_allowed | این مورد در اینجا پذیرفته نمی‌شود. | This is not accepted here.
{"maxLength": 12} | "از دوازده نویسه بلندتر" | | too_long | حداکثر ۱۲ نویسه پذیرفته می‌شود. | At most 12 characters.
{"minLength": 10} | "کوتاه" | | too_short | دست‌کم ۱۰ نویسه لازم است. | At least 10 characters.
{"maxItems": 2} | [1, 2, 3] | | too_long | حداکثر ۲ مورد پذیرفته می‌شود. | At most 2 items.
{"minItems": 1} | [] | | too_short | دست‌کم ۱ مورد لازم است. | At least 1 items.
{"maxProperties": 1} | {"a": 1, "b": 2} | | too_long | حداکثر ۱ فیلد پذیرفته می‌شود. | At most 1 fields.
{"minProperties": 1} | {} | | too_short | دست‌کم ۱ فیلد لازم است. | At least 1 fields.
{"maximum": 600.0} | 601 | | out_of_range | نباید بیشتر از ۶۰۰ باشد. | Not more than 600.
{"minimum": 0.5} | 0 | | out_of_range | نباید کمتر از ۰.۵ باشد. | Not less than 0.5.
{"exclusiveMaximum": 24} | 24 | | out_of_range | باید کمتر از ۲۴ باشد. | Must be less than 24.
{"exclusiveMinimum": 0} | 0 | | out_of_range | باید بیشتر از ۰ باشد. | Must be more than 0.
{"enum": ["district", "deputy", null]} | "city" | | invalid | یکی از این‌ها لازم است: district، deputy. | Wants one of: district, deputy.
{"const": "fa"} | "de" | | invalid | یکی از این‌ها لازم است: fa. | Wants one of: fa.
{"uniqueItems": true} | [1, 1] | | invalid | هیچ موردی نباید تکرار شود. | No item may come twice.
{"pattern": "\\S"} | "  " | | invalid | نباید خالی باشد. | Must not be blank.
{"format": "date"} | "1398-12-30x" | | invalid | تاریخی میلادی لازم است، مانند 2026-11-23. | Wants a Gregorian day, such as 2026-11-23.
{"format": "date-time"} | "دیروز" | | invalid | زمانی میلادی با منطقهٔ زمانی لازم است، مانند 2026-11-23T11:48:28Z. | Wants an instant with its time zone, such as 2026-11-23T11:48:28Z.
{"oneOf": [{"enum": ["low", "high"]}, {"type": "null"}]} | "middling" | | invalid | یکی از این‌ها لازم است: low، high. | Wants one of: low, high.
{"anyOf": [{"type": "null"}, {"properties": {"a": {"maximum": 3}}}]} | {"a": 4} | /a | out_of_range | نباید بیشتر از ۳ باشد. | Not more than 3.
"#;

/// The probes, each with the keywords it tries.
fn probes() -> Vec<(Value, [&'static str; 5])> {
    let cells = |line: &'static str| line.split('|').map(str::trim).collect::<Vec<_>>();
    let probe = |line| match cells(line).as_slice() {
        [schema, rest @ ..] => (serde_json::from_str(schema).unwrap(), rest.try_into().unwrap()),
        [] => unreachable!("a line has cells"),
    };
    PROBES.lines().filter(|line| !line.is_empty()).map(probe).collect()
}

#[test]
fn every_keyword_says_what_was_expected() {
    for (schema, [value, pointer, code, fa, en]) in probes() {
        let found = check(
            &compile(&schema).unwrap(),
            &serde_json::from_str(value).unwrap(),
            "/body",
        );
        let code: FieldCode = code.parse().unwrap();
        assert_eq!(
            found,
            [FieldError::with(format!("/body{pointer}"), code, fa, en)],
            "{schema}"
        );
    }
}

/// What only describes, or only leads to other schemas.
const SILENT: &[&str] = &[
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "default",
    "description",
    "example",
    "examples",
    "items",
    "properties",
    "title",
];

/// Calls `see` with every keyword of a schema and of those inside it.
fn walk(schema: &Value, see: &mut impl FnMut(&str, &Value)) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        see(keyword, value);
        match keyword.as_str() {
            "properties" | "$defs" => value.as_object().unwrap().values().for_each(|s| walk(s, see)),
            "oneOf" | "anyOf" | "allOf" => value.as_array().unwrap().iter().for_each(|s| walk(s, see)),
            "items" | "additionalProperties" => walk(value, see),
            _ => {}
        }
    }
}

fn our_schemas() -> Vec<Value> {
    let document = serde_json::to_value(hamahang::app::document()).unwrap();
    let components = document["components"]["schemas"].as_object().unwrap();
    let forms = Category::ALL
        .iter()
        .map(|category| categories::schema(*category, Locale::Fa));
    components.values().chain(forms).cloned().collect()
}

#[test]
fn every_keyword_pattern_and_format_of_our_schemas_has_its_own_words() {
    let probes = probes();
    let known: BTreeSet<_> = probes
        .iter()
        .flat_map(|(schema, _)| schema.as_object().unwrap().keys())
        .collect();
    let mut used = BTreeSet::new();
    for schema in our_schemas() {
        walk(&schema, &mut |keyword, value| {
            let told =
                known.iter().any(|known| *known == keyword) || SILENT.contains(&keyword) || keyword.starts_with("x-");
            assert!(
                told,
                "`{keyword}` has no words: add them to schema/messages.rs and a probe here"
            );
            used.insert(keyword.to_owned());
            if keyword == "pattern" {
                let words = messages::PATTERNS.iter().any(|(pattern, ..)| value == pattern);
                assert!(words, "{value} has no words in messages::PATTERNS");
            }
            // The integers' formats are for readers; their limits are the type's own.
            if keyword == "format" && !["int32", "int64"].contains(&value.as_str().unwrap()) {
                let found = check(&compile(&json!({ "format": value })).unwrap(), &json!("x"), "");
                assert_ne!(found[0].fa, FieldCode::Invalid.text(Locale::Fa), "{value} has no words");
            }
        });
    }
    for keyword in ["type", "enum", "pattern", "format", "minimum", "maxLength", "oneOf"] {
        assert!(used.contains(keyword), "the walk has seen `{keyword}`");
    }
}

on_both! {
    async fn a_body_is_told_all_that_is_wrong_with_it_in_the_language_of_the_caller(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["unit_id"] = json!("1");
        body["priority"] = json!("asap");
        body["title"] = json!("x".repeat(301));
        let told = |problem: Value| -> Vec<String> {
            let mut told: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|e| format!("{} {}", e["pointer"].as_str().unwrap(), e["message"].as_str().unwrap())).collect();
            told.sort();
            told
        };
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(told(problem), [
            "/priority یکی از این‌ها لازم است: normal، urgent، very_urgent.",
            "/title حداکثر ۳۰۰ نویسه پذیرفته می‌شود.",
            "/unit_id عدد صحیح، بدون گیومه، لازم است.",
        ]);
        let english = [("accept-language", "en")];
        let problem = head.call(Method::POST, "/requests", Some(&body), &english).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(told(problem), [
            "/priority Wants one of: normal, urgent, very_urgent.",
            "/title At most 300 characters.",
            "/unit_id Wants a whole number, without quotation marks.",
        ]);
        let mut body = petty_cash(&app);
        body["unit_id"] = json!(u64::MAX);
        let problem = head.post("/requests", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(told(problem), ["/unit_id این عدد بیش از اندازه بزرگ یا کوچک است."]);
    }
}

on_both! {
    async fn what_no_schema_can_say_is_told_as_plainly(app) {
        let admin = app.sign_in("admin").await;
        let director = app.sign_in("director").await;
        let head = app.sign_in("head-01").await;
        let filed = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let unit = format!("/units/{}", app.deputy);
        let action = |name: &str| format!("/requests/{}/actions/{name}", filed["id"]);
        let meetings = "/meetings".to_owned();
        director.post("/meeting-series", &json!({ "title": "نشست پیگیری" })).await.is(StatusCode::CREATED);
        for (client, method, path, body, pointer, words) in [
            (&admin, Method::PATCH, &unit, json!({ "name": "منطقهٔ ۱" }), "/name", "این نام پیش‌تر ثبت شده است."),
            (&admin, Method::PATCH, &unit, json!({ "email": "pr1" }), "/email", "نشانی رایانامه لازم است، مانند pr@example.org."),
            (&admin, Method::PATCH, &unit, json!({ "parent_id": app.districts[0] }), "/parent_id", "این واحد زیرمجموعهٔ خودش می‌شود، یا بیش از ۱۰ سطح پایین می‌رود."),
            (&director, Method::POST, &action("defer"), json!({ "reason": "بودجه", "until": "2031-01-01" }), "/until", "روزی پس از امروز و حداکثر تا ۱۰ سال دیگر لازم است."),
            (&director, Method::POST, &action("duplicate"), json!({ "of": filed["number"], "reason": "تکراری" }), "/of", "درخواست دیگری لازم است که پیش‌نویس یا خود تکراری نباشد."),
            (&director, Method::POST, &meetings, json!({ "series_id": 1, "starts_at": "2020-02-04T06:30:00Z", "ends_at": "2020-02-06T06:30:00Z" }), "/ends_at", "پایان جلسه باید پس از آغاز آن و حداکثر ۲۴ ساعت بعد باشد."),
        ] {
            let answer = client.call(method, path, Some(&body), &[("if-match", "*")]).await;
            let problem = answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!((&problem["errors"][0]["pointer"], &problem["errors"][0]["message"]), (&json!(pointer), &json!(words)), "{body}");
        }
    }
}
