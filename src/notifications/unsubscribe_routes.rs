//! The page of the link that does without more mails of a kind. What is sent to it comes from the page, or from a mail
//! program by one click (RFC 8058), which has no session and needs none: the link itself is the right.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post, web};

use super::{preferences, unsubscribe};
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::Language;
use crate::http::html;

/// The page's addresses.
pub fn pages(cfg: &mut web::ServiceConfig) {
    cfg.service(show).service(send_no_more);
}

/// Asks.
#[get("/unsubscribe/{token}")]
async fn show(api: Api, language: Language, token: web::Path<String>) -> Result<HttpResponse> {
    let (base, locale) = (&api.settings.base_url, language.0);
    match api.unsubscribe.read(&token) {
        Some((_, from)) => Ok(html::answer(StatusCode::OK, unsubscribe::ask(from, base, locale)?)),
        None => Ok(html::answer(StatusCode::NOT_FOUND, unsubscribe::dead(base, locale)?)),
    }
}

/// Does it.
#[post("/unsubscribe/{token}")]
async fn send_no_more(api: Api, language: Language, token: web::Path<String>) -> Result<HttpResponse> {
    let (base, locale) = (&api.settings.base_url, language.0);
    if let Some((user, from)) = api.unsubscribe.read(&token) {
        let can = api
            .db
            .write(move |c, cx| preferences::unsubscribe(c, cx, user, from))
            .await?;
        if can {
            return Ok(html::answer(StatusCode::OK, unsubscribe::done(from, base, locale)?));
        }
    }
    Ok(html::answer(StatusCode::NOT_FOUND, unsubscribe::dead(base, locale)?))
}
