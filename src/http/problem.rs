//! Problems as RFC 9457 has them, in the caller's language, with the request's id; the cause goes to the log.

use std::future::{Ready, ready};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::{Deserialize, Serialize};
use tracing_actix_web::RequestId;

use super::caller::language;
use crate::error::{Error, FieldError, Locale};

/// The body of every error (`application/problem+json`, RFC 9457).
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!({ "type": "/api/problems/invalid_fields", "title": "برخی موارد درست نیست", "status": 422, "detail": "موارد مشخص‌شده را اصلاح کنید.", "code": "invalid_fields", "errors": [{ "pointer": "/title", "code": "required", "message": "این مورد الزامی است." }], "request_id": "01a2083c-6f2b-7527-af60-b3d8961a22d0" }))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/api/problems/` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, in the caller's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened here, in the caller's language.
    pub detail: String,
    /// The kind of problem, stable, for programs.
    pub code: String,
    /// The fields or parameters that were refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
    /// The actions that the state would allow (409).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_actions: Option<Vec<String>>,
    /// The current state of what the caller tried to change (412).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// Quote this to the administrator; the log has it too.
    pub request_id: String,
}

/// One refused field or parameter.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// JSON pointer into the body (RFC 6901), or the parameter's name.
    pub pointer: String,
    /// Why, for programs: `required`, `too_long`, …
    pub code: String,
    /// Why, in the caller's language.
    pub message: String,
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Malformed(_) | Self::BadParameter(_) => StatusCode::BAD_REQUEST,
            Self::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(..) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict { .. } | Self::Duplicate(_) => StatusCode::CONFLICT,
            Self::Stale(_) => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType | Self::NotTheFileItself => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoSuchRange(_) => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::Invalid(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::PdfUnavailable(_) => StatusCode::NOT_IMPLEMENTED,
            Self::PdfOverrun(_) | Self::Unavailable(_) | Self::LostRace(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Config(..) | Self::Internal(..) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The plain form; [`render`] puts the caller's language and the request's id in.
    fn error_response(&self) -> HttpResponse {
        respond(self, Locale::Fa, "")
    }
}

/// Code, title and detail of an error.
fn words(error: &Error, locale: Locale) -> (&'static str, String, String) {
    let pick = |fa: &str, en: &str| locale.pick(fa, en).to_owned();
    let told = |code, fa: &str, en: &str, said: &crate::error::Said| (code, pick(fa, en), pick(&said.fa, &said.en));
    let plain =
        |code: &'static str, (fa, en): (&str, &str), (fa2, en2): (&str, &str)| (code, pick(fa, en), pick(fa2, en2));
    match error {
        Error::Malformed(s) => told("malformed", "درخواست خوانا نیست", "Malformed request", s),
        // Nobody looks into `errors` of an address that was typed: the detail says it all.
        Error::BadParameter(errors) => {
            let each = errors
                .iter()
                .map(|e| format!("{}: {}", e.pointer, locale.pick(&e.fa, &e.en)));
            let detail = each.collect::<Vec<_>>().join(" ");
            ("invalid_parameter", pick("پارامتر نادرست", "Invalid parameter"), detail)
        }
        Error::Unauthenticated(code @ "wrong_credentials") => plain(
            code,
            ("ورود ناموفق", "Sign-in failed"),
            (
                "نشانی یا گذرواژه درست نیست.",
                "The address or the password is not right.",
            ),
        ),
        Error::Unauthenticated(code) => plain(
            code,
            ("وارد نشده‌اید", "Not signed in"),
            ("برای ادامه وارد سامانه شوید.", "Sign in to go on."),
        ),
        Error::Forbidden(code, s) => told(code, "اجازه ندارید", "Not allowed", s),
        Error::NotFound => plain(
            "not_found",
            ("یافت نشد", "Not found"),
            (
                "چنین موردی نیست یا در دسترس شما نیست.",
                "It is not there, or not yours to know of.",
            ),
        ),
        Error::MethodNotAllowed(_) => plain(
            "method_not_allowed",
            ("روش نادرست", "Method not allowed"),
            (
                "این نشانی این روش را نمی‌پذیرد.",
                "This address does not take this method.",
            ),
        ),
        Error::Conflict { code, said, .. } => told(code, "در این وضعیت ممکن نیست", "The state forbids it", said),
        Error::Duplicate(_) => plain(
            "duplicate",
            ("تکراری", "Already there"),
            ("چنین موردی پیش‌تر ثبت شده است.", "It has been recorded before."),
        ),
        Error::Stale(_) => plain(
            "stale",
            ("نسخهٔ تازه‌تری هست", "A newer version exists"),
            (
                "این مورد در این میان تغییر کرده است؛ نسخهٔ کنونی همراه پاسخ است.",
                "It has changed meanwhile; the current state is in `current`.",
            ),
        ),
        Error::TooLarge(limit) => (
            "too_large",
            pick("بیش از اندازه بزرگ", "Too large"),
            match locale {
                Locale::Fa => format!(
                    "حداکثر {} بایت پذیرفته می‌شود.",
                    crate::persian::digits::persian(&limit.to_string())
                ),
                Locale::En => format!("At most {limit} bytes are accepted."),
            },
        ),
        Error::UnsupportedMediaType => plain(
            "unsupported_media_type",
            ("نوع محتوا پذیرفته نیست", "Unsupported media type"),
            (
                "محتوا باید application/json باشد؛ جدول به شکل text/csv یا XLSX پذیرفته می‌شود.",
                "The content must be application/json; tables are taken as text/csv or XLSX.",
            ),
        ),
        Error::NotTheFileItself | Error::NoSuchRange(_) | Error::PdfUnavailable(_) | Error::PdfOverrun(_) => {
            words_of_files(error, locale)
        }
        Error::Invalid(_) => plain(
            "invalid_fields",
            ("برخی موارد درست نیست", "Some fields are not right"),
            ("موارد مشخص‌شده را اصلاح کنید.", "Mend the fields that are named."),
        ),
        Error::KeyReused => plain(
            "idempotency_key_reused",
            ("کلید تکراری", "Key used before"),
            (
                "این کلید پیش‌تر با محتوای دیگری آمده است.",
                "This key came before with another body.",
            ),
        ),
        Error::PreconditionRequired => plain(
            "precondition_required",
            ("نسخه مشخص نیست", "Version missing"),
            (
                "سرآیند If-Match با نسخه‌ای که دیده‌اید لازم است.",
                "Send If-Match with the version that you saw.",
            ),
        ),
        Error::TooMany(seconds) => (
            "too_many_requests",
            pick("درخواست‌های بیش از اندازه", "Too many requests"),
            match locale {
                Locale::Fa => format!(
                    "{} ثانیهٔ دیگر دوباره تلاش کنید.",
                    crate::persian::digits::persian(&seconds.to_string())
                ),
                Locale::En => format!("Try again in {seconds} seconds."),
            },
        ),
        Error::Unavailable(_) | Error::LostRace(_) => plain(
            "unavailable",
            ("موقتاً در دسترس نیست", "Not available just now"),
            (
                "اندکی بعد دوباره تلاش کنید؛ چیزی تغییر نکرد.",
                "Try again shortly; nothing was changed.",
            ),
        ),
        Error::Config(..) | Error::Internal(..) => plain(
            "internal",
            ("خطای سامانه", "Internal error"),
            (
                "خطایی رخ داد و ثبت شد؛ شناسهٔ درخواست را به مدیر سامانه بدهید.",
                "Something went wrong and was logged; give the request id to the administrator.",
            ),
        ),
    }
}

/// Tells errors inside an answer that is none itself, in the caller's language: of a part of what was asked for.
pub struct Teller {
    locale: Locale,
    request_id: String,
}

impl Teller {
    /// The problem that would have been answered had this been all.
    pub fn tell(&self, error: &Error) -> Problem {
        problem(error, self.locale, &self.request_id)
    }
}

impl FromRequest for Teller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = req.extensions().get::<RequestId>().map(ToString::to_string);
        ready(Ok(Self {
            locale: language(req.headers()),
            request_id: id.unwrap_or_default(),
        }))
    }
}

/// The same of what goes wrong with files.
fn words_of_files(error: &Error, locale: Locale) -> (&'static str, String, String) {
    let (code, title, detail) = match error {
        Error::NoSuchRange(_) => (
            "range_not_satisfiable",
            ("این بخش نیست", "No such part"),
            ("پرونده به این درازی نیست.", "The file is not as long as that."),
        ),
        Error::PdfUnavailable(_) => (
            "pdf_unavailable",
            ("ساخت PDF ممکن نیست", "No PDF here"),
            (
                "برنامهٔ hamahang-pdf در این سرور نصب نیست. نسخهٔ Word و صفحهٔ چاپی در دسترس است؛ مدیر سامانه این برنامه را کنار برنامهٔ سرور بگذارد یا جای آن را در تنظیم pdf_program بنویسد.",
                "The program hamahang-pdf is not installed on this server. The Word document and the page to print are there; the administrator puts the program beside the server's, or sets pdf_program to where it is.",
            ),
        ),
        Error::PdfOverrun(_) => (
            "pdf_overrun",
            ("ساخت PDF ناتمام ماند", "The PDF was not finished"),
            (
                "ساخت این PDF بیش از زمان یا حافظهٔ مجاز می‌خواست؛ نسخهٔ Word یا صفحهٔ چاپی را بگیرید.",
                "This PDF needed more time or memory than it may have; take the Word document or the page to print.",
            ),
        ),
        _ => (
            "unsupported_media_type",
            ("نوع محتوا پذیرفته نیست", "Unsupported media type"),
            (
                "خود پرونده را بفرستید، نه در قالب فرم و نه فشرده.",
                "Send the file itself, neither in a form nor compressed.",
            ),
        ),
    };
    let pick = |(fa, en): (&str, &str)| locale.pick(fa, en).to_owned();
    (code, pick(title), pick(detail))
}

/// An error as its problem.
fn problem(error: &Error, locale: Locale, request_id: &str) -> Problem {
    let (code, title, detail) = words(error, locale);
    let field = |e: &FieldError| ProblemField {
        pointer: e.pointer.clone(),
        code: e.code.to_string(),
        message: locale.pick(&e.fa, &e.en).to_owned(),
    };
    Problem {
        kind: format!("/api/problems/{code}"),
        title,
        status: error.status_code().as_u16(),
        detail,
        code: code.to_owned(),
        errors: match error {
            Error::Invalid(errors) | Error::BadParameter(errors) => errors.iter().map(field).collect(),
            _ => Vec::new(),
        },
        allowed_actions: match error {
            Error::Conflict { allowed, .. } => Some(allowed.clone()),
            _ => None,
        },
        current: match error {
            Error::Stale(current) => Some(current.clone()),
            _ => None,
        },
        request_id: request_id.to_owned(),
    }
}

fn respond(error: &Error, locale: Locale, request_id: &str) -> HttpResponse {
    let status = error.status_code();
    let problem = problem(error, locale, request_id);
    let mut response = HttpResponse::build(status);
    if let Some(seconds) = retry_after(error) {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if let Error::MethodNotAllowed(allowed) = error {
        response.insert_header((header::ALLOW, allowed.as_str()));
    }
    if let Error::NoSuchRange(length) = error {
        response.insert_header((header::CONTENT_RANGE, format!("bytes */{length}")));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    if let Error::Stale(current) = error
        && let Some(version) = current.get("version")
    {
        response.insert_header((header::ETAG, format!("\"{version}\"")));
    }
    let body = serde_json::to_string(&problem).unwrap_or_default();
    response.content_type("application/problem+json").body(body)
}

fn retry_after(error: &Error) -> Option<u64> {
    match error {
        Error::TooMany(seconds) => Some(*seconds),
        Error::Unavailable(_) | Error::LostRace(_) => Some(2),
        _ => None,
    }
}

/// Middleware: turns an error, wherever it came from, into a problem in the caller's language.
///
/// # Errors
/// What the framework cannot answer at all.
pub async fn render(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let locale = language(req.headers());
    let id = req
        .extensions()
        .get::<RequestId>()
        .map(ToString::to_string)
        .unwrap_or_default();
    let answered = next.call(req).await?.map_into_boxed_body();
    let Some(mut problem) = retell(&answered, locale, &id) else {
        return Ok(with_id(answered, &id));
    };
    // Middleware inside this one may have set headers on the answer: they must reach the caller on errors too.
    for (name, value) in answered.headers() {
        if name.as_str().starts_with("ratelimit") || name == header::SET_COOKIE {
            problem.headers_mut().append(name.clone(), value.clone());
        }
    }
    let (request, _) = answered.into_parts();
    Ok(with_id(ServiceResponse::new(request, problem), &id))
}

/// An error's answer told anew as a problem; `None` when it is none, or is told already.
fn retell(answered: &ServiceResponse<BoxBody>, locale: Locale, id: &str) -> Option<HttpResponse> {
    let status = answered.status();
    if let Some(error) = answered.response().error().and_then(|e| e.as_error::<Error>()) {
        if status.is_server_error() {
            tracing::error!(%error, "request failed");
        }
        return Some(respond(error, locale, id));
    }
    let ours = answered.request().path().starts_with("/api/") || answered.response().error().is_some();
    let told = answered
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|v| v.as_bytes().starts_with(b"application/problem"));
    let failed = status.is_client_error() || status.is_server_error();
    (failed && ours && !told).then(|| respond(&foreign(status), locale, id))
}

/// The framework's own errors: no such route, another method, an unreadable path.
fn foreign(status: StatusCode) -> Error {
    match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Error::MethodNotAllowed(String::new()),
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge(super::body::MAX_BODY),
        s if s.is_client_error() => {
            Error::Malformed(crate::error::said("درخواست خوانا نیست.", "The request cannot be read."))
        }
        _ => Error::internal("the framework failed", status.to_string()),
    }
}

fn with_id<B>(mut response: ServiceResponse<B>, id: &str) -> ServiceResponse<B> {
    if let Ok(value) = header::HeaderValue::from_str(id) {
        response
            .headers_mut()
            .insert(header::HeaderName::from_static("x-request-id"), value);
    }
    response
}
