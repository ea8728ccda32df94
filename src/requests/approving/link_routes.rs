//! The page that the link in an approver's mail opens, outside the API: looking at it decides nothing, only what is sent
//! from it does.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;

use super::links::{self, Answered};
use super::page;
use crate::approvals::Verdict;
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::{Language, refuse_cross_site};
use crate::http::html;

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
        Some(question) => Ok(html::answer(StatusCode::OK, page::ask(&question, None, "", locale)?)),
        None => Ok(html::answer(StatusCode::NOT_FOUND, page::dead(locale)?)),
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
    let form: Form = html::form(body, MAX_FORM).await;
    let locale = language.0;
    let (decision, reason) = (verdict(&form.decision), form.reason.clone());
    let answered = api
        .db
        .write(move |c, cx| links::answer(c, cx, &token, decision, &reason, locale))
        .await?;
    api.wake.mail();
    match answered {
        Answered::Done(verdict) => Ok(html::answer(StatusCode::OK, page::done(verdict, locale)?)),
        Answered::Dead => Ok(html::answer(StatusCode::NOT_FOUND, page::dead(locale)?)),
        Answered::Again(question, fault) => {
            let page = page::ask(&question, Some(fault), &form.reason, locale)?;
            Ok(html::answer(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

fn verdict(word: &str) -> Option<Verdict> {
    match word {
        "approve" => Some(Verdict::Approved),
        "reject" => Some(Verdict::Rejected),
        "return" => Some(Verdict::Returned),
        _ => None,
    }
}
