//! Outcomes put right and taken back, what became of promises, and how often they are kept.

use actix_web::{HttpResponse, get, patch, post};

use super::agenda_model::AgendaItemView;
use super::commitment_model::{KeepRate, RateFilter};
use super::outcome_model::{TakeBackOutcome, TakenBack, UpdateOutcome};
use super::{commitments, outcomes, rates};
use crate::audit::{self, EventView};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Params, Path};
use crate::ids::{CommitmentId, MeetingId, OutcomeId};
use crate::page::{Page, PageRequest};
use crate::requests::routes::Paging;
use crate::resource::Expected;

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
            outcomes::correct(c, cx, actor, path.0, &expected, &body.value, language.0)
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
            outcomes::take_back(c, cx, actor, path.0, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&back))
}

/// How often promises are kept, by person, by unit or by meeting. Everybody gets their own; the rest is for the director and
/// the mayor's office.
#[utoipa::path(operation_id = "list_keep_rates", tag = "commitments", params(RateFilter, Fields<KeepRate>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<KeepRate>), ReadErrors))]
#[get("/commitments/keep-rates")]
pub async fn list_keep_rates(
    api: Api,
    who: Caller,
    filter: Params<RateFilter>,
    fields: Fields<KeepRate>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| rates::list(c, cx, actor, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// What happened to a commitment, oldest first.
#[utoipa::path(operation_id = "get_commitment_history", tag = "commitments", params(("id" = i64, Path, description = "Which"), Paging, Fields<EventView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<EventView>), ReadErrors))]
#[get("/commitments/{id}/history")]
pub async fn get_commitment_history(
    api: Api,
    who: Caller,
    id: Path<CommitmentId>,
    paging: Params<Paging>,
    fields: Fields<EventView>,
) -> Result<HttpResponse> {
    let page = PageRequest::new(paging.0.limit, paging.0.cursor.as_deref(), audit::SORT)?;
    let history = api
        .read(who, move |c, _, actor| commitments::history(c, actor, id.0, &page))
        .await?;
    Ok(fields.page(&history))
}
