//! The web app as a browser gets it: its page at every address of its own, its files with the right lives and forms, a
//! policy without inline scripts, and nothing in the way of the API and the other pages.

use std::fs;

use reqwest::header::HeaderMap;
use reqwest::{Method, Response, StatusCode};
use tempfile::TempDir;

use super::app::TestApp;

const PAGE: &str = "<!doctype html><title>app</title>";
const CODE: &str = "export const made = 'here'";

/// A build of an app, with one file compressed beforehand.
fn build() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    fs::create_dir(folder.path().join("assets")).expect("a folder");
    write("index.html", PAGE);
    write("icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write("assets/app-1a2b.js", CODE);
    write("assets/app-1a2b.js.br", "by brotli");
    write("assets/app-1a2b.js.gz", "by gzip");
    folder
}

async fn with(folder: &TempDir) -> TestApp {
    TestApp::start(None, &[("web_dir", &folder.path().display().to_string())]).await
}

async fn ask(app: &TestApp, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut call = app.nobody().http.request(method, format!("{}{path}", app.base));
    for (name, value) in headers {
        call = call.header(*name, *value);
    }
    call.send().await.expect("the server answers")
}

/// As a browser opens an address.
async fn open(app: &TestApp, path: &str) -> Response {
    ask(
        app,
        Method::GET,
        path,
        &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")],
    )
    .await
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[tokio::test]
async fn every_address_of_its_own_is_its_page() {
    let folder = build();
    let app = with(&folder).await;
    for path in [
        "/",
        "/index.html",
        "/requests/1398-0001",
        "/meetings/3/minutes?x=1",
        "/invitation",
        "/reset",
        "/first-admin",
    ] {
        let page = open(&app, path).await;
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        let headers = page.headers().clone();
        assert_eq!(page.text().await.expect("a text"), PAGE, "{path}");
        assert_eq!(said(&headers, "content-type"), "text/html; charset=utf-8");
        assert_eq!(said(&headers, "cache-control"), "no-cache", "{path}");
        assert_eq!(said(&headers, "x-content-type-options"), "nosniff");
        assert_eq!(said(&headers, "x-frame-options"), "DENY");
        assert_eq!(said(&headers, "referrer-policy"), "same-origin");
        let policy = said(&headers, "content-security-policy");
        assert!(policy.starts_with("default-src 'self';"), "{policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'),
            "{policy}"
        );
    }
}

#[tokio::test]
async fn the_page_is_asked_for_again_and_sent_when_it_is_another() {
    let folder = build();
    let app = with(&folder).await;
    let tag = said(open(&app, "/").await.headers(), "etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = ask(&app, Method::GET, "/", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(
        (said(again.headers(), "etag"), said(again.headers(), "cache-control")),
        (tag.as_str(), "no-cache")
    );
    assert_eq!(again.text().await.expect("a text"), "");
    let other = ask(&app, Method::GET, "/", &[("if-none-match", "W/\"another\"")]).await;
    assert_eq!(other.status(), StatusCode::OK);
    let head = ask(&app, Method::HEAD, "/", &[]).await;
    assert_eq!(
        (head.status(), said(head.headers(), "content-length")),
        (StatusCode::OK, "33")
    );
    assert_eq!(head.text().await.expect("a text"), "");
}

#[tokio::test]
async fn hashed_files_are_kept_for_good_and_come_as_they_were_compressed() {
    let folder = build();
    let app = with(&folder).await;
    let path = "/assets/app-1a2b.js";
    for (accepts, coding, body) in [
        ("gzip, deflate, br", "br", "by brotli"),
        ("gzip, deflate", "gzip", "by gzip"),
        ("br;q=0, gzip", "gzip", "by gzip"),
        ("", "", CODE),
    ] {
        let file = ask(&app, Method::GET, path, &[("accept-encoding", accepts)]).await;
        let headers = file.headers().clone();
        assert_eq!(said(&headers, "content-encoding"), coding, "{accepts}");
        assert_eq!(said(&headers, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(said(&headers, "content-type"), "text/javascript; charset=utf-8");
        assert_eq!(said(&headers, "vary"), "Accept-Encoding");
        assert_eq!(said(&headers, "content-length"), body.len().to_string());
        assert_eq!(file.text().await.expect("a text"), body);
    }
    let icon = open(&app, "/icon.svg").await;
    assert_eq!(
        (
            said(icon.headers(), "content-type"),
            said(icon.headers(), "cache-control")
        ),
        ("image/svg+xml", "no-cache")
    );
}

#[tokio::test]
async fn what_is_not_there_is_not_the_page() {
    let folder = build();
    let app = with(&folder).await;
    for path in [
        "/assets/old-9z.js",
        "/assets/",
        "/assets/app-1a2b.js.br",
        "/assets/../index.html.gz",
        "/favicon.ico",
        "/api/nothing",
        "/api/v1/nothing",
        "/health/nothing",
        "/fonts/nothing.ttf",
        "/.vite/manifest.json",
    ] {
        let page = open(&app, path).await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND, "{path}");
        assert_ne!(
            said(page.headers(), "cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_ne!(page.text().await.expect("a text"), PAGE, "{path}");
    }
    // A program that left out `/api/v1` hears so.
    let program = ask(&app, Method::GET, "/requests", &[("accept", "application/json")]).await;
    assert_eq!(program.status(), StatusCode::NOT_FOUND);
    assert_eq!(said(program.headers(), "content-type"), "application/problem+json");
    let post = ask(&app, Method::POST, "/requests", &[("accept", "text/html")]).await;
    assert_eq!(post.status(), StatusCode::NOT_FOUND);
    // The other pages stay what they are.
    for path in [
        "/verify/22222222222222222222",
        "/approve/nothing",
        "/invitation/nothing",
    ] {
        let page = open(&app, path).await.text().await.expect("a text");
        assert!(page.contains("dir=\"rtl\"") && page != PAGE, "{path}: {page}");
    }
    assert_eq!(open(&app, "/health/live").await.status(), StatusCode::OK);
    assert_eq!(open(&app, "/api/docs/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_inside_the_binary_is_served_by_default() {
    let app = TestApp::sqlite().await;
    let page = open(&app, "/requests").await;
    assert_eq!(page.status(), StatusCode::OK);
    let tagged = page.headers().contains_key("etag");
    let text = page.text().await.expect("a text");
    assert!(text.contains("dir=\"rtl\""), "{text}");
    // With an app inside every file that its page names is there; without one the page says what to do.
    if !tagged {
        assert!(text.contains("make build"), "{text}");
        return;
    }
    assert!(
        !text.contains("<script>") && !text.contains(" style="),
        "nothing inline: {text}"
    );
    let names: Vec<&str> = text.split('"').filter(|part| part.starts_with('/')).collect();
    let is = |name: &str, kind: &str| name.rsplit_once('.').is_some_and(|(_, ending)| ending == kind);
    assert!(names.iter().any(|name| is(name, "js")), "{names:?}");
    for name in names {
        let file = ask(&app, Method::GET, name, &[("accept-encoding", "gzip")]).await;
        assert_eq!(file.status(), StatusCode::OK, "{name}");
        if is(name, "js") || is(name, "css") {
            assert_eq!(said(file.headers(), "content-encoding"), "gzip", "{name}");
        }
    }
}

#[tokio::test]
async fn a_folder_without_an_app_stops_the_start() {
    let empty = TempDir::new().expect("a temporary folder");
    let values = [
        ("listen", "127.0.0.1:0".to_owned()),
        ("data_dir", empty.path().join("data").display().to_string()),
        ("web_dir", empty.path().display().to_string()),
    ];
    let values = values.map(|(key, value)| (key.to_owned(), value)).into();
    let settings = hamahang::config::Settings::from_values(&values).expect("good settings");
    let started = hamahang::app::Server::build(&settings.into(), &hamahang::clock::Clock::System);
    let error = started.err().expect("it does not start").to_string();
    assert!(error.contains("web_dir") && error.contains("index.html"), "{error}");
}
