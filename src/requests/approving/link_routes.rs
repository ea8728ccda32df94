//! The page that the link in an approver's mail opens, outside the API: looking at it decides nothing, only what is sent
//! from it does.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;

use super::links::{self, Answered};
use super::page;
use crate::approvals::Verdict;
use crate::error::{Locale, Result};
use crate::http::Api;
use crate::http::caller::{Language, refuse_cross_site};

/// A form at most, bytes: a reason of 4000 characters as a browser sends it.
const MAX_FORM: usize = 64 * 1024;

/// The page's addresses.
pub fn pages(cfg: &mut web::ServiceConfig) {
    cfg.service(show).service(decide);
}

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    decision: String,
    reason: String,
}

/// Shows what is to be decided.
#[get("/approve/{token}")]
async fn show(api: Api, language: Language, token: web::Path<String>) -> Result<HttpResponse> {
    let locale = language.0;
    let question = api.db.read(move |c, cx| links::look(c, cx, &token, locale)).await?;
    match question {
        Some(question) => Ok(html(StatusCode::OK, page::ask(&question, None, "", locale)?, locale)),
        None => Ok(html(StatusCode::NOT_FOUND, page::dead(locale)?, locale)),
    }
}

/// Decides.
#[post("/approve/{token}")]
async fn decide(
    api: Api,
    req: HttpRequest,
    language: Language,
    token: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse> {
    refuse_cross_site(&req)?;
    let (form, locale) = (read(body).await, language.0);
    let (decision, reason) = (verdict(&form.decision), form.reason.clone());
    let answered = api
        .db
        .write(move |c, cx| links::answer(c, cx, &token, decision, &reason, locale))
        .await?;
    api.wake.mail();
    match answered {
        Answered::Done(verdict) => Ok(html(StatusCode::OK, page::done(verdict, locale)?, locale)),
        Answered::Dead => Ok(html(StatusCode::NOT_FOUND, page::dead(locale)?, locale)),
        Answered::Again(question, fault) => {
            let page = page::ask(&question, Some(fault), &form.reason, locale)?;
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page, locale))
        }
    }
}

/// The form; one that cannot be read is an empty one, and the page asks again.
async fn read(body: web::Payload) -> Form {
    let Ok(Ok(bytes)) = body.to_bytes_limited(MAX_FORM).await else {
        return Form::default();
    };
    let text = String::from_utf8_lossy(&bytes);
    web::Query::<Form>::from_query(&text)
        .map(web::Query::into_inner)
        .unwrap_or_default()
}

fn verdict(word: &str) -> Option<Verdict> {
    match word {
        "approve" => Some(Verdict::Approved),
        "reject" => Some(Verdict::Rejected),
        "return" => Some(Verdict::Returned),
        _ => None,
    }
}

fn html(status: StatusCode, page: page::Html, locale: Locale) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, locale.as_str()))
        .insert_header((header::CONTENT_SECURITY_POLICY, page.policy.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header(("x-robots-tag", "noindex, nofollow"))
        .body(page.text)
}
