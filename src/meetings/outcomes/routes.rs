//! The operations on what came of a line.

use actix_web::{HttpResponse, patch, post};

use super::model::{TakeBackOutcome, TakenBack, UpdateOutcome};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::WriteErrors;
use crate::http::idempotency::Creation;
use crate::http::params::Path;
use crate::ids::{AgendaItemId, MeetingId, OutcomeId};
use crate::meetings::agenda::model::{AgendaItemView, CreateOutcome};
use crate::resource::Expected;

/// Records what came of a line and carries it out; answers with the whole line.
#[utoipa::path(operation_id = "create_outcome", tag = "meetings", request_body = CreateOutcome, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("item" = i64, Path, description = "The line"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = AgendaItemView), WriteErrors))]
#[post("/meetings/{id}/agenda/items/{item}/outcomes")]
pub async fn create_outcome(
    api: Api,
    who: Caller,
    language: Language,
    path: Path<(MeetingId, AgendaItemId)>,
    creation: Creation,
    body: Body<CreateOutcome>,
) -> Result<HttpResponse> {
    let (id, item) = path.0;
    api.create(who, creation, body, move |c, cx, actor, input| {
        service::add(c, cx, actor, id, item, input, language.0)
    })
    .await
}

/// Gives an outcome other words, until the minutes are final; answers with the whole line.
#[utoipa::path(operation_id = "update_outcome", tag = "meetings", request_body = UpdateOutcome, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("outcome" = i64, Path, description = "The outcome"), ("If-Match" = String, Header, description = "The outcome's version as an ETag")),
    responses((status = 200, body = AgendaItemView), WriteErrors))]
#[patch("/meetings/{id}/outcomes/{outcome}")]
pub async fn update_outcome(
    api: Api,
    who: Caller,
    language: Language,
    path: Path<(MeetingId, OutcomeId)>,
    expected: Expected,
    body: Body<UpdateOutcome>,
) -> Result<HttpResponse> {
    let line = api
        .write(who, move |c, cx, actor| {
            service::correct(c, cx, actor, path.0, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&line))
}

/// Takes an outcome back, until the minutes are final. What it did is undone as far as it is still so; the answer says what
/// stays.
#[utoipa::path(operation_id = "take_back_outcome", tag = "meetings", request_body = TakeBackOutcome, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("outcome" = i64, Path, description = "The outcome"), ("If-Match" = String, Header, description = "The outcome's version as an ETag")),
    responses((status = 200, body = TakenBack), WriteErrors))]
#[post("/meetings/{id}/outcomes/{outcome}/actions/take_back")]
pub async fn take_back_outcome(
    api: Api,
    who: Caller,
    language: Language,
    path: Path<(MeetingId, OutcomeId)>,
    expected: Expected,
    body: Body<TakeBackOutcome>,
) -> Result<HttpResponse> {
    let back = api
        .write(who, move |c, cx, actor| {
            service::take_back(c, cx, actor, path.0, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&back))
}
