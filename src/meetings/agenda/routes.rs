//! The operations on agendas, their outcomes, and commitments.

use actix_web::{HttpResponse, get, patch, post};

use super::agenda_model::{
    AgendaItemView, AgendaView, CommitmentAction, CommitmentActionBody, CommitmentFilter, CommitmentView,
    CreateOutcome, Repromise, RevisionView, UpdateItem, Which,
};
use super::{agenda, commitments, outcomes};
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::{AgendaItemId, CommitmentId, MeetingId};
use crate::page::{Page, PageRequest};
use crate::requests::routes::Paging;
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
            agenda::generate(c, cx, actor, id.0, &expected, language.0)
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
            agenda::read(c, cx, actor, id.0, revision, language.0)
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
    let page = PageRequest::new(paging.0.limit, paging.0.cursor.as_deref(), agenda::REVISIONS_SORT)?;
    let revisions = api
        .read(who, move |c, _, actor| {
            agenda::revisions(c, actor, id.0, &page, language.0)
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
            agenda::update_item(c, cx, actor, id, item, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&line))
}

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
        outcomes::add(c, cx, actor, id, item, input, language.0)
    })
    .await
}

/// The commitments that the caller may see, the earliest due first.
#[utoipa::path(operation_id = "list_commitments", tag = "commitments", params(CommitmentFilter, Fields<CommitmentView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<CommitmentView>), ReadErrors))]
#[get("/commitments")]
pub async fn list_commitments(
    api: Api,
    who: Caller,
    filter: Params<CommitmentFilter>,
    fields: Fields<CommitmentView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| commitments::list(c, cx, actor, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// A commitment.
#[utoipa::path(operation_id = "get_commitment", tag = "commitments", params(("id" = i64, Path, description = "Which"), Fields<CommitmentView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = CommitmentView), ReadErrors))]
#[get("/commitments/{id}")]
pub async fn get_commitment(
    api: Api,
    who: Caller,
    id: Path<CommitmentId>,
    fields: Fields<CommitmentView>,
) -> Result<HttpResponse> {
    let promise = api
        .read(who, move |c, cx, actor| commitments::get(c, cx, actor, id.0))
        .await?;
    Ok(fields.resource(&promise))
}

/// Moves a commitment to a new day; the first day is kept, and the new one is counted.
#[utoipa::path(operation_id = "repromise_commitment", tag = "commitments", request_body = Repromise, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = CommitmentView), WriteErrors))]
#[patch("/commitments/{id}")]
pub async fn repromise_commitment(
    api: Api,
    who: Caller,
    id: Path<CommitmentId>,
    expected: Expected,
    body: Body<Repromise>,
) -> Result<HttpResponse> {
    let promise = api
        .write(who, move |c, cx, actor| {
            commitments::repromise(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&promise))
}

/// Ends a commitment: kept, or dropped with a reason.
#[utoipa::path(operation_id = "end_commitment", tag = "commitments", request_body = CommitmentActionBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("action" = CommitmentAction, Path, description = "How it ends"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = CommitmentView), WriteErrors))]
#[post("/commitments/{id}/actions/{action}")]
pub async fn end_commitment(
    api: Api,
    who: Caller,
    path: Path<(CommitmentId, String)>,
    expected: Expected,
    body: Body<CommitmentActionBody>,
) -> Result<HttpResponse> {
    let (id, action) = path.0;
    let action = action.parse::<CommitmentAction>().map_err(|_| Error::NotFound)?;
    let promise = api
        .write(who, move |c, cx, actor| {
            let CommitmentActionBody { reason, on } = &body.value;
            commitments::end(c, cx, actor, id, action, &expected, reason.as_deref(), *on)
        })
        .await?;
    Ok(answer::ok(&promise))
}
