//! The document: 3.1, complete, with examples that hold, and the same as the reviewed one.

use hamahang::schema::{check, compile, escape};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::TestApp;

fn document() -> Value {
    serde_json::to_value(hamahang::app::document()).unwrap()
}

/// Every operation, as `get /api/v1/units`, with what the document says of it.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            all.push((format!("{method} {path}"), operation.clone()));
        }
    }
    assert!(all.len() > 50, "the document has the operations");
    all
}

/// Whether the operation has this parameter.
fn has(operation: &Value, name: &str) -> bool {
    let parameters = operation["parameters"].as_array();
    parameters.is_some_and(|all| all.iter().any(|p| p["name"] == name))
}

#[test]
fn every_operation_has_an_id_a_summary_and_a_tag() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (what, operation) in operations(&document) {
        assert!(operation["operationId"].is_string(), "{what}");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(summary.len() > 5 && summary.ends_with('.'), "{what}: {summary}");
        assert!(operation["tags"][0].is_string(), "{what}");
    }
}

/// Which errors an operation can answer with follows from what it takes.
#[test]
fn every_operation_tells_all_its_errors() {
    for (what, operation) in operations(&document()) {
        let mut errors = vec!["400", "401", "403", "405", "429", "500", "503"];
        if what.contains('{') {
            errors.push("404");
        }
        if operation["requestBody"].is_object() {
            errors.extend(["413", "415", "422"]);
        }
        if has(&operation, "If-Match") {
            errors.extend(["412", "428"]);
        }
        if has(&operation, "Idempotency-Key") {
            errors.push("422");
        }
        if !what.starts_with("get ") {
            errors.push("409");
        }
        for status in errors {
            let problem = &operation["responses"][status]["content"]["application/problem+json"]["schema"];
            assert_eq!(problem["$ref"], "#/components/schemas/Problem", "{what}: {status}");
        }
        let good = operation["responses"]
            .as_object()
            .unwrap()
            .keys()
            // Part of a file is as good as all of it.
            .filter(|status| status.starts_with('2') && *status != "206");
        assert_eq!(good.count(), 1, "{what} says what it answers when all is well");
    }
}

/// The schema that a node stands for, its reference followed.
fn resolve<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    match node["$ref"].as_str() {
        Some(target) => document.pointer(target.strip_prefix('#').unwrap()).unwrap(),
        None => node,
    }
}

/// Whether somebody who reads of this schema sees an example; a page's is that of its items.
fn shows_an_example(document: &Value, schema: &Value) -> bool {
    let schema = resolve(document, schema);
    let items = &schema["properties"]["items"]["items"];
    schema.get("example").is_some() || (items.is_object() && shows_an_example(document, items))
}

#[test]
fn every_body_and_every_answer_shows_an_example() {
    let document = document();
    let problem = &document["components"]["schemas"]["Problem"];
    assert!(problem.get("example").is_some(), "the errors' example");
    for (what, operation) in operations(&document) {
        let answers = operation["responses"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(status, _)| status.starts_with('2'));
        let contents = answers.map(|(_, answer)| answer).chain([&operation["requestBody"]]);
        for content in contents.filter_map(|c| c["content"].get("application/json")) {
            assert!(
                shows_an_example(&document, &content["schema"]),
                "{what}: {}",
                content["schema"]
            );
        }
    }
}

/// Calls `see` with each schema that has an example, and with its place as a JSON pointer.
fn examples(node: &Value, at: &str, see: &mut impl FnMut(&str, &Value)) {
    if let Some(example) = node.get("example").filter(|_| !at.ends_with("/properties")) {
        see(at, example);
    }
    match node {
        Value::Object(map) => map
            .iter()
            .filter(|(name, _)| *name != "example")
            .for_each(|(name, inner)| examples(inner, &format!("{at}/{}", escape(name)), see)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, inner)| examples(inner, &format!("{at}/{i}"), see)),
        _ => {}
    }
}

#[test]
fn every_example_fits_its_schema() {
    let document = document();
    let mut tried = 0;
    let mut check_one = |at: &str, example: &Value| {
        // A parameter's example stands beside its schema.
        let at = if at.contains("/parameters/") {
            format!("{at}/schema")
        } else {
            at.to_owned()
        };
        let mut root = document.clone();
        root["$ref"] = json!(format!("#{at}").replace('{', "%7B").replace('}', "%7D"));
        let wrong = check(&compile(&root).unwrap(), example, "");
        assert_eq!(wrong, [], "{at}: {example}");
        tried += 1;
    };
    examples(
        &document["components"]["schemas"],
        "/components/schemas",
        &mut check_one,
    );
    examples(&document["paths"], "/paths", &mut check_one);
    assert!(tried > 60, "only {tried}");
}

#[tokio::test]
async fn the_viewer_is_served_from_the_binary() {
    let app = TestApp::sqlite().await;
    let page = app.nobody().call(reqwest::Method::GET, "/api/docs/", None, &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("swagger"), "{}", page.text);
    assert!(!page.text.contains("//cdn"), "nothing comes from outside");
}

#[test]
fn what_the_document_refers_to_is_in_it() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    let missing: Vec<_> = found
        .into_iter()
        .filter(|reference| document.pointer(&reference[1..]).is_none())
        .collect();
    assert_eq!(missing, <[&str; 0]>::default());
}
