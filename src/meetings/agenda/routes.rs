//! The operations on agendas.

use actix_web::{HttpResponse, get, patch, post};

use super::model::{AgendaItemView, AgendaView, RevisionView, UpdateItem, Which};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Paging, Params, Path};
use crate::ids::{AgendaItemId, MeetingId};
use crate::page::Page;
use crate::resource::Expected;

/// Makes the agenda from what is open, or makes it anew; pins, exclusions, minutes and notes stay.
#[utoipa::path(operation_id = "generate_agenda", tag = "meetings", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("If-Match" = String, Header, description = "The meeting's ETag that you saw")),
    responses((status = 200, body = AgendaView), WriteErrors))]
#[post("/meetings/{id}/agenda/generate")]
pub async fn generate_agenda(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<MeetingId>,
    expected: Expected,
) -> Result<HttpResponse> {
    let shown = api
        .write(who, move |c, cx, actor| {
            service::generate(c, cx, actor, id.0, &expected, language.0)
        })
        .await?;
    Ok(answer::ok(&shown))
}

/// The agenda: what the meeting takes up, what it has no time for, and what was left out. Its `ETag` is the meeting's.
#[utoipa::path(operation_id = "get_agenda", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), Which, Fields<AgendaView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = AgendaView), ReadErrors))]
#[get("/meetings/{id}/agenda")]
pub async fn get_agenda(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<MeetingId>,
    which: Params<Which>,
    fields: Fields<AgendaView>,
) -> Result<HttpResponse> {
    let revision = which.0.revision;
    let shown = api
        .read(who, move |c, cx, actor| {
            service::read(c, cx, actor, id.0, revision, language.0)
        })
        .await?;
    Ok(fields.resource(&shown))
}

/// The agenda's published revisions, the first first, and how each differs from the one before.
#[utoipa::path(operation_id = "list_agenda_revisions", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), Paging, Fields<RevisionView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<RevisionView>), ReadErrors))]
#[get("/meetings/{id}/agenda/revisions")]
pub async fn list_agenda_revisions(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<MeetingId>,
    paging: Params<Paging>,
    fields: Fields<RevisionView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(service::REVISIONS_SORT)?;
    let revisions = api
        .read(who, move |c, _, actor| {
            service::revisions(c, actor, id.0, &page, language.0)
        })
        .await?;
    Ok(fields.page(&revisions))
}

/// Pins a line, leaves it out with a reason, gives it minutes, a note or another place.
#[utoipa::path(operation_id = "update_agenda_item", tag = "meetings", request_body = UpdateItem, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("item" = i64, Path, description = "The line"), ("If-Match" = String, Header, description = "The line's version as an ETag")),
    responses((status = 200, body = AgendaItemView), WriteErrors))]
#[patch("/meetings/{id}/agenda/items/{item}")]
pub async fn update_agenda_item(
    api: Api,
    who: Caller,
    language: Language,
    path: Path<(MeetingId, AgendaItemId)>,
    expected: Expected,
    body: Body<UpdateItem>,
) -> Result<HttpResponse> {
    let (id, item) = path.0;
    let line = api
        .write(who, move |c, cx, actor| {
            service::update_item(c, cx, actor, id, item, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&line))
}
