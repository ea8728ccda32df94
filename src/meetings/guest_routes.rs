//! The page that the link in a guest's mail opens, outside the API.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;

use super::guest_links::{self, Answered, GuestPaper};
use super::guest_page::{self, Html};
use super::model::Answer;
use super::paper_routes::{self, PaperFormat};
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::refuse_cross_site;

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
            Ok(html(StatusCode::OK, page))
        }
        None => Ok(html(StatusCode::NOT_FOUND, guest_page::dead()?)),
    }
}

/// Answers.
#[post("/invitation/{token}")]
async fn answer(api: Api, req: HttpRequest, token: web::Path<String>, body: web::Payload) -> Result<HttpResponse> {
    refuse_cross_site(&req)?;
    let form = read(body).await;
    let given: Option<Answer> = form.answer.parse().ok();
    let token = token.into_inner();
    let key = token.clone();
    let answered = api
        .db
        .write(move |c, cx| guest_links::answer(c, cx, &key, given, &form.note))
        .await?;
    match answered {
        Answered::Done(answer) => Ok(html(StatusCode::OK, guest_page::done(answer)?)),
        Answered::Dead => Ok(html(StatusCode::NOT_FOUND, guest_page::dead()?)),
        Answered::Again(question) => {
            let page = guest_page::ask(&question, &token, api.typesetter.is_there(), true)?;
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

/// A paper of the meeting: `agenda.html`, `minutes.pdf`, …
#[get("/invitation/{token}/{paper}.{format}")]
async fn paper(api: Api, path: web::Path<(String, String, String)>) -> Result<HttpResponse> {
    let (token, paper, format) = path.into_inner();
    let (Ok(wanted), Ok(format)) = (paper.parse::<GuestPaper>(), format.parse::<PaperFormat>()) else {
        return Ok(html(StatusCode::NOT_FOUND, guest_page::dead()?));
    };
    let found = api
        .db
        .read(move |c, cx| guest_links::paper(c, cx, &token, wanted))
        .await?;
    match found {
        Some(paper) => paper_routes::hand_out(&api, &format!("{wanted}.{format}"), format, paper).await,
        None => Ok(html(StatusCode::NOT_FOUND, guest_page::dead()?)),
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

fn html(status: StatusCode, page: Html) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, "fa"))
        .insert_header((header::CONTENT_SECURITY_POLICY, page.policy))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-robots-tag", "noindex, nofollow"))
        .body(page.text)
}
