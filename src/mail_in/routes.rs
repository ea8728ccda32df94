//! The operations on mail that came in; for the director, administrators and the auditor.

use std::sync::Arc;

use actix_web::{HttpResponse, get, post};

use super::model::{DiscardMail, IncomingFilter, IncomingView, ReleaseMail};
use super::{quarantine, receive};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::download;
use crate::http::fields::Fields;
use crate::http::params::{Params, Path};
use crate::http::upload::FileContent;
use crate::ids::IncomingId;
use crate::page::Page;
use crate::resource::Expected;

/// Mail that came in and is held, the newest first; with `state`, mail that became something, or was put away.
#[utoipa::path(operation_id = "list_quarantine", tag = "notifications", params(IncomingFilter, Fields<IncomingView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<IncomingView>), ReadErrors))]
#[get("/mail/quarantine")]
pub async fn list_quarantine(
    api: Api,
    who: Caller,
    filter: Params<IncomingFilter>,
    fields: Fields<IncomingView>,
) -> Result<HttpResponse> {
    let mails = api
        .read(who, move |c, _, actor| quarantine::list(c, actor, &filter.0))
        .await?;
    Ok(fields.page(&mails))
}

/// A mail that came in.
#[utoipa::path(operation_id = "get_quarantined", tag = "notifications", params(("id" = IncomingId, Path), Fields<IncomingView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = IncomingView), ReadErrors))]
#[get("/mail/quarantine/{id}")]
pub async fn get_quarantined(
    api: Api,
    who: Caller,
    id: Path<IncomingId>,
    fields: Fields<IncomingView>,
) -> Result<HttpResponse> {
    let mail = api
        .read(who, move |c, _, actor| quarantine::get(c, actor, id.0))
        .await?;
    Ok(fields.resource(&mail))
}

/// A mail as it came, to be saved and opened with a mail program. It may hold anything.
#[utoipa::path(operation_id = "get_quarantined_content", tag = "notifications", params(("id" = IncomingId, Path)), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The mail", content_type = "message/rfc822", body = FileContent), ReadErrors))]
#[get("/mail/quarantine/{id}/content")]
pub async fn get_quarantined_content(api: Api, who: Caller, id: Path<IncomingId>) -> Result<HttpResponse> {
    let id = id.0;
    let object = api
        .read(who, move |c, _, actor| quarantine::object(c, actor, id))
        .await?;
    let bytes = receive::bytes(&api.vault, &object).await?;
    Ok(download::made(&format!("mail-{id}.eml"), "message/rfc822", bytes))
}

/// Brings a mail to a request as a comment, or makes it a draft of a unit. The comment is its writer's if they may write one there;
/// else the caller's, who says whose words it is.
#[utoipa::path(operation_id = "release_quarantined", tag = "notifications", request_body = ReleaseMail, security(("bearer" = []), ("cookie" = [])),
    params(("id" = IncomingId, Path), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = IncomingView), WriteErrors))]
#[post("/mail/quarantine/{id}/release")]
pub async fn release_quarantined(
    api: Api,
    who: Caller,
    id: Path<IncomingId>,
    expected: Expected,
    body: Body<ReleaseMail>,
) -> Result<HttpResponse> {
    let (id, seen) = (id.0, expected.clone());
    let (object, source) = api
        .read(who.clone(), move |c, _, actor| {
            quarantine::to_release(c, actor, id, &seen)
        })
        .await?;
    let arrived = Arc::new(receive::again(&api.db, &api.vault, &object, source).await?);
    let kept = Arc::clone(&arrived);
    let done = api
        .write(who, move |c, cx, actor| {
            quarantine::release(c, cx, actor, id, &expected, &body.value, &arrived)
        })
        .await;
    receive::forget_files(&api.vault, &kept, &done).await;
    Ok(answer::ok(&done?))
}

/// Puts a mail away; it is kept for the days of the setting `mail_in_keep_days`.
#[utoipa::path(operation_id = "discard_quarantined", tag = "notifications", request_body = DiscardMail, security(("bearer" = []), ("cookie" = [])),
    params(("id" = IncomingId, Path), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = IncomingView), WriteErrors))]
#[post("/mail/quarantine/{id}/discard")]
pub async fn discard_quarantined(
    api: Api,
    who: Caller,
    id: Path<IncomingId>,
    expected: Expected,
    body: Body<DiscardMail>,
) -> Result<HttpResponse> {
    let mail = api
        .write(who, move |c, cx, actor| {
            quarantine::discard(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&mail))
}
