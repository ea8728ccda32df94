//! The page that the link in a guest's mail opens, outside the API.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;

use super::guest_links::{self, Answered};
use super::guest_page;
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::refuse_cross_site;
use crate::http::html;
use crate::meetings::model::Answer;

/// A form at most, bytes: a note of 1000 characters as a browser sends it.
const MAX_FORM: usize = 16 * 1024;

/// The page's addresses.
pub fn pages(cfg: &mut web::ServiceConfig) {
    cfg.service(show).service(answer);
}

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    answer: String,
    note: String,
}

/// Shows what is asked.
#[get("/invitation/{token}")]
async fn show(api: Api, token: web::Path<String>) -> Result<HttpResponse> {
    let question = api.db.read(move |c, _| guest_links::look(c, &token)).await?;
    match question {
        Some(question) => Ok(html::answer(StatusCode::OK, guest_page::ask(&question, false)?)),
        None => Ok(html::answer(StatusCode::NOT_FOUND, guest_page::dead()?)),
    }
}

/// Answers.
#[post("/invitation/{token}")]
async fn answer(api: Api, req: HttpRequest, token: web::Path<String>, body: web::Payload) -> Result<HttpResponse> {
    refuse_cross_site(&req)?;
    let form: Form = html::form(body, MAX_FORM).await;
    let given: Option<Answer> = form.answer.parse().ok();
    let answered = api
        .db
        .write(move |c, cx| guest_links::answer(c, cx, &token, given, &form.note))
        .await?;
    match answered {
        Answered::Done(answer) => Ok(html::answer(StatusCode::OK, guest_page::done(answer)?)),
        Answered::Dead => Ok(html::answer(StatusCode::NOT_FOUND, guest_page::dead()?)),
        Answered::Again(question) => {
            let page = guest_page::ask(&question, true)?;
            Ok(html::answer(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}
