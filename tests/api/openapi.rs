//! The document: 3.1, complete, and the same as the reviewed one.

use reqwest::StatusCode;
use serde_json::Value;

use crate::app::TestApp;

fn document() -> Value {
    serde_json::to_value(hamahang::app::document()).unwrap()
}

#[test]
fn every_operation_has_an_id_a_summary_a_tag_and_its_errors() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let what = format!("{method} {path}");
            assert!(
                operation["operationId"].is_string() && operation["summary"].is_string(),
                "{what}"
            );
            assert!(operation["tags"][0].is_string(), "{what}");
            for status in ["400", "401", "429", "500", "503"] {
                assert!(
                    operation["responses"][status]["content"]["application/problem+json"].is_object(),
                    "{what}: {status}"
                );
            }
        }
    }
}

#[test]
fn the_operations_are_the_reviewed_ones() {
    let document = document();
    let mut lines = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            lines.push(format!(
                "{:<7}{path}  {}",
                method.to_uppercase(),
                operation["operationId"].as_str().unwrap()
            ));
        }
    }
    lines.sort();
    insta::assert_snapshot!("operations", lines.join("\n"));
}

#[tokio::test]
async fn the_viewer_is_served_from_the_binary() {
    let app = TestApp::sqlite().await;
    let page = app.nobody().call(reqwest::Method::GET, "/api/docs/", None, &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("swagger"), "{}", page.text);
    assert!(!page.text.contains("//cdn"), "nothing comes from outside");
    let landing = app.nobody().http.get(format!("{}/", app.base)).send().await.unwrap();
    assert!(landing.text().await.unwrap().contains("dir=\"rtl\""));
}
