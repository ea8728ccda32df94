//! The page that the link in a guest's mail opens, outside the API.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;

use super::guest_links::{self, Answered, GuestPaper};
use super::guest_page;
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::refuse_cross_site;
use crate::http::html;
use crate::meetings::model::Answer;
use crate::meetings::papers::routes::{self as paper_routes, PaperFormat};

/// A form at most, bytes: a note of 1000 characters as a browser sends it.
const MAX_FORM: usize = 16 * 1024;

/// The page's addresses.
pub fn pages(cfg: &mut web::ServiceConfig) {
    cfg.service(show).service(answer).service(paper);
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
    let token = token.into_inner();
    let key = token.clone();
    let question = api.db.read(move |c, cx| guest_links::look(c, cx, &key)).await?;
    match question {
        Some(question) => {
            let page = guest_page::ask(&question, &token, api.typesetter.is_there(), false)?;
            Ok(html::answer(StatusCode::OK, page))
        }
        None => Ok(html::answer(StatusCode::NOT_FOUND, guest_page::dead()?)),
    }
}

/// Answers.
#[post("/invitation/{token}")]
async fn answer(api: Api, req: HttpRequest, token: web::Path<String>, body: web::Payload) -> Result<HttpResponse> {
    refuse_cross_site(&req)?;
    let form: Form = html::form(body, MAX_FORM).await;
    let given: Option<Answer> = form.answer.parse().ok();
    let token = token.into_inner();
    let key = token.clone();
    let answered = api
        .db
        .write(move |c, cx| guest_links::answer(c, cx, &key, given, &form.note))
        .await?;
    match answered {
        Answered::Done(answer) => Ok(html::answer(StatusCode::OK, guest_page::done(answer)?)),
        Answered::Dead => Ok(html::answer(StatusCode::NOT_FOUND, guest_page::dead()?)),
        Answered::Again(question) => {
            let page = guest_page::ask(&question, &token, api.typesetter.is_there(), true)?;
            Ok(html::answer(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

/// A paper of the meeting: `agenda.html`, `minutes.pdf`, …
#[get("/invitation/{token}/{paper}.{format}")]
async fn paper(api: Api, path: web::Path<(String, String, String)>) -> Result<HttpResponse> {
    let (token, paper, format) = path.into_inner();
    let (Ok(wanted), Ok(format)) = (paper.parse::<GuestPaper>(), format.parse::<PaperFormat>()) else {
        return Ok(html::answer(StatusCode::NOT_FOUND, guest_page::dead()?));
    };
    let found = api
        .db
        .read(move |c, cx| guest_links::paper(c, cx, &token, wanted))
        .await?;
    match found {
        Some(paper) => paper_routes::hand_out(&api, &format!("{wanted}.{format}"), format, paper).await,
        None => Ok(html::answer(StatusCode::NOT_FOUND, guest_page::dead()?)),
    }
}
