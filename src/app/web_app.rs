//! The web app: files that the binary brings along, or a folder (`web_dir`). Addresses that are neither the API's nor
//! another page's are the app's own, and get its one page. Compressed forms are made when it is built (`x.js.br`,
//! `x.js.gz`), so that serving costs a copy. Without an app there is a page that says how to build it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::LazyLock;

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::unknown;
use crate::error::{Error, Result};
use crate::hex::hex;

/// What the binary brings along: names below `web/packed`, and contents.
static INSIDE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/web_app.rs"));

/// The page of the app.
const PAGE: &str = "index.html";
/// Where the build puts files whose names change with their contents.
const HASHED: &str = "assets/";
/// Addresses that are never the app's, with all below them. `/invitation` alone is the app's: guests' links go deeper.
const OTHERS: &[&str] = &[
    "/api",
    "/approve",
    "/assets",
    "/fonts",
    "/health",
    "/invitation/",
    "/metrics",
    "/verify",
];

/// The style that React Aria puts into the page on iOS while something lies over it, byte for byte (`usePreventScroll`):
/// its hash is in the policy. All other styles are files.
const OVER_THE_PAGE: &str = "@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}";

/// What the app's page may load (CSP 3): its own files, and pictures that it was handed (`blob:`, a photo before it is sent).
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(OVER_THE_PAGE.as_bytes()));
    format!(
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'sha256-{style}'; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
});

/// Adds `/assets/…` and `/`; what else the app has is found by [`answer`].
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/").to(answer))
        .service(web::resource("/assets/{name:.*}").to(answer));
}

/// One file, in the forms that there are.
struct File {
    media_type: &'static str,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    /// Of what may change under its name. Weak: the same for all forms.
    tag: Option<String>,
}

/// The app, or that there is none.
pub struct WebApp {
    files: HashMap<String, File>,
}

impl WebApp {
    /// The app in this folder, or else the one inside the binary.
    ///
    /// # Errors
    /// Names `web_dir` when the folder cannot be read, or holds no app.
    pub fn open(folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else {
            let inside = INSIDE.iter();
            return Ok(Self::of(
                inside
                    .map(|(name, bytes)| ((*name).to_owned(), Bytes::from_static(bytes)))
                    .collect(),
            ));
        };
        let wrong = |why: String| Error::config("web_dir", format!("{}: {why}", folder.display()));
        let mut found = BTreeMap::new();
        collect(folder, "", &mut found).map_err(|e| wrong(e.to_string()))?;
        let app = Self::of(found);
        if app.is_there() {
            Ok(app)
        } else {
            Err(wrong(format!("holds no {PAGE}")))
        }
    }

    fn of(all: BTreeMap<String, Bytes>) -> Self {
        let files = all.iter().filter_map(|(name, plain)| {
            let form = |ending: &str| all.get(&format!("{name}{ending}")).cloned();
            let file = File {
                media_type: media_type(name)?,
                plain: plain.clone(),
                brotli: form(".br"),
                gzip: form(".gz"),
                tag: (!name.starts_with(HASHED)).then(|| format!("W/\"{}\"", hex(Sha256::digest(plain)))),
            };
            Some((name.clone(), file))
        });
        Self { files: files.collect() }
    }

    fn is_there(&self) -> bool {
        self.files.contains_key(PAGE)
    }

    /// What a browser gets at this path; nothing when it is not the app's.
    fn find(&self, req: &HttpRequest) -> Option<HttpResponse> {
        let path = req.path();
        let name = path.trim_start_matches('/');
        if let Some(file) = self.files.get(name) {
            return Some(file.answer(req, name == PAGE));
        }
        if path != "/" && !(is_page(path) && asks_for_page(req)) {
            return None;
        }
        Some(match self.files.get(PAGE) {
            Some(page) => page.answer(req, true),
            None => placeholder(),
        })
    }
}

impl File {
    fn answer(&self, req: &HttpRequest, page: bool) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response.content_type(self.media_type).insert_header((
            header::VARY,
            if page {
                "Accept, Accept-Encoding"
            } else {
                "Accept-Encoding"
            },
        ));
        match &self.tag {
            Some(tag) => response
                .insert_header((header::CACHE_CONTROL, "no-cache"))
                .insert_header((header::ETAG, tag.clone())),
            None => response.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable")),
        };
        if page {
            response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()));
        }
        if self.tag.as_ref().is_some_and(|tag| is_known(req, tag)) {
            return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
        }
        let forms = [("br", &self.brotli), ("gzip", &self.gzip)];
        for (coding, bytes) in forms
            .into_iter()
            .filter_map(|(coding, bytes)| Some((coding, bytes.as_ref()?)))
        {
            if accepts(req, coding) {
                return response
                    .insert_header((header::CONTENT_ENCODING, coding))
                    .body(bytes.clone());
            }
        }
        response.body(self.plain.clone())
    }
}

/// Answers what no other route did: with the app, or that there is no such address.
pub async fn answer(
    req: HttpRequest,
    app: web::Data<WebApp>,
    addresses: web::Data<unknown::Addresses>,
) -> Result<HttpResponse> {
    let reads = [Method::GET, Method::HEAD].contains(req.method());
    match app.find(&req).filter(|_| reads) {
        Some(response) => Ok(response),
        None => Err(addresses.refusal(req.path())),
    }
}

/// A page of the app: no other's address, and no name of a file.
fn is_page(path: &str) -> bool {
    let other = OTHERS.iter().any(|place| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || place.ends_with('/') || rest.starts_with('/'))
    });
    !other && !path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

fn header_text<'a>(req: &'a HttpRequest, name: &header::HeaderName) -> &'a str {
    req.headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Browsers name HTML when they open an address; a program that took a wrong one should learn that it is wrong.
fn asks_for_page(req: &HttpRequest) -> bool {
    header_text(req, &header::ACCEPT).contains("text/html")
}

fn is_known(req: &HttpRequest, tag: &str) -> bool {
    let same = |one: &str| one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/");
    header_text(req, &header::IF_NONE_MATCH)
        .split(',')
        .any(|one| same(one.trim()))
}

fn accepts(req: &HttpRequest, coding: &str) -> bool {
    header_text(req, &header::ACCEPT_ENCODING).split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let refused = |weight: &str| weight.strip_prefix("q=").and_then(|q| q.parse().ok()) == Some(0.0_f32);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding)) && !parts.any(refused)
    })
}

/// The page while there is no app.
fn placeholder() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(include_str!("placeholder.html"))
}

/// Nothing for the compressed forms, and for what browsers have no business with.
fn media_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

/// The files below a folder by their names in it.
fn collect(folder: &Path, below: &str, found: &mut BTreeMap<String, Bytes>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.insert(name, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn addresses_of_others_are_not_pages() {
        for path in [
            "/requests",
            "/requests/1398-0001",
            "/invitation",
            "/approvals",
            "/verification",
            "/metricsx",
        ] {
            assert!(is_page(path), "{path}");
        }
        for path in [
            "/api",
            "/api/v1/nothing",
            "/approve/x",
            "/invitation/x",
            "/verify/x",
            "/health/x",
            "/metrics",
            "/fonts/a",
            "/assets/x",
            "/favicon.ico",
            "/requests/x.js",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn codings_are_taken_by_name_and_weight() {
        let asked = |value: &str| {
            TestRequest::default()
                .insert_header((header::ACCEPT_ENCODING, value))
                .to_http_request()
        };
        assert!(accepts(&asked("gzip, deflate, br;q=0.5"), "br") && accepts(&asked("GZIP"), "gzip"));
        assert!(!accepts(&asked("gzip;q=0, brx"), "gzip") && !accepts(&asked("gzip;q=0.0, brx"), "br"));
        assert!(!accepts(&TestRequest::default().to_http_request(), "gzip"));
    }

    #[test]
    fn without_an_app_a_page_says_how_to_get_it() {
        let none = WebApp::of(BTreeMap::new());
        let page = none.find(&TestRequest::default().to_http_request());
        assert_eq!(page.map(|p| p.status().as_u16()), Some(200));
        let deep = TestRequest::with_uri("/requests").insert_header((header::ACCEPT, "text/html"));
        assert!(none.find(&deep.to_http_request()).is_some());
        assert!(include_str!("placeholder.html").contains("make build"));
    }
}
