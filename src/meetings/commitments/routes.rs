//! The operations on promises: what became of them, and how often they are kept.

use actix_web::{HttpResponse, get, patch, post};

use super::model::{KeepRate, RateFilter};
use super::rates;
use super::service;
use super::table::{self, CommitmentExport};
use crate::audit::{self, EventView};
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Paging, Params, Path};
use crate::http::table::download;
use crate::ids::CommitmentId;
use crate::meetings::agenda::model::{
    CommitmentAction, CommitmentActionBody, CommitmentFilter, CommitmentView, Repromise,
};
use crate::page::Page;
use crate::resource::Expected;
use crate::tables::TableFormat;

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
        .read(who, move |c, cx, actor| service::list(c, cx, actor, &filter.0))
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
        .read(who, move |c, cx, actor| service::get(c, cx, actor, id.0))
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
            service::repromise(c, cx, actor, id.0, &expected, &body.value)
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
            service::end(c, cx, actor, id, action, &expected, reason.as_deref(), *on)
        })
        .await?;
    Ok(answer::ok(&promise))
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
    let page = paging.0.page(audit::SORT)?;
    let history = api
        .read(who, move |c, _, actor| service::history(c, actor, id.0, &page))
        .await?;
    Ok(fields.page(&history))
}

/// The commitments that the caller may see as a table, the earliest due first; 10,000 at most, more are refused.
#[utoipa::path(operation_id = "export_commitments", tag = "commitments", params(("format" = TableFormat, Path, description = "The form of the file"), CommitmentExport), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/commitments/export.{format}")]
pub async fn export_commitments(
    api: Api,
    who: Caller,
    format: Path<TableFormat>,
    filter: Params<CommitmentExport>,
) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            table::export(c, cx, actor, filter.0)?.write(format, cx.now)
        })
        .await?;
    Ok(download("commitments", format, bytes))
}
