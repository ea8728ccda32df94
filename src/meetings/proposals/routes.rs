//! The operations on what units propose for agendas.

use actix_web::{HttpResponse, get, post};

use super::model::{CreateProposal, DecideProposal, ProposalAction, ProposalFilter, ProposalView};
use super::service;
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::{MeetingId, ProposalId};
use crate::page::Page;
use crate::resource::Expected;

/// What units propose for a meeting, oldest first: also what earlier meetings of the series have left undecided or put off.
/// A unit sees its own.
#[utoipa::path(operation_id = "list_agenda_proposals", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), ProposalFilter, Fields<ProposalView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<ProposalView>), ReadErrors))]
#[get("/meetings/{id}/proposals")]
pub async fn list_agenda_proposals(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    filter: Params<ProposalFilter>,
    fields: Fields<ProposalView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| service::list(c, actor, id.0, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// Proposes an open request of one's unit, or a subject, for a meeting that was announced. Until when that can be done is
/// `proposals_until` of the agenda.
#[utoipa::path(operation_id = "create_agenda_proposal", tag = "meetings", request_body = CreateProposal, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = ProposalView), WriteErrors))]
#[post("/meetings/{id}/proposals")]
pub async fn create_agenda_proposal(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    creation: Creation,
    body: Body<CreateProposal>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        service::create(c, cx, actor, id.0, input)
    })
    .await
}

/// A proposal.
#[utoipa::path(operation_id = "get_agenda_proposal", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), ("proposal" = i64, Path, description = "Which"), Fields<ProposalView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = ProposalView), ReadErrors))]
#[get("/meetings/{id}/proposals/{proposal}")]
pub async fn get_agenda_proposal(
    api: Api,
    who: Caller,
    path: Path<(MeetingId, ProposalId)>,
    fields: Fields<ProposalView>,
) -> Result<HttpResponse> {
    let (id, proposal) = path.0;
    let shown = api
        .read(who, move |c, _, actor| service::get(c, actor, id, proposal))
        .await?;
    Ok(fields.resource(&shown))
}

/// Accepts a proposal, puts it off to the next meeting, or declines it. Who proposed it hears of it.
#[utoipa::path(operation_id = "decide_agenda_proposal", tag = "meetings", request_body = DecideProposal, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("proposal" = i64, Path, description = "Which"), ("action" = ProposalAction, Path, description = "What becomes of it"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ProposalView), WriteErrors))]
#[post("/meetings/{id}/proposals/{proposal}/actions/{action}")]
pub async fn decide_agenda_proposal(
    api: Api,
    who: Caller,
    path: Path<(MeetingId, ProposalId, String)>,
    expected: Expected,
    body: Body<DecideProposal>,
) -> Result<HttpResponse> {
    let (id, proposal, action) = path.0;
    let action = action.parse::<ProposalAction>().map_err(|_| Error::NotFound)?;
    let shown = api
        .write(who, move |c, cx, actor| {
            service::decide(c, cx, actor, (id, proposal), action, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&shown))
}
