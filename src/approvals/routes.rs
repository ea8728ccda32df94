//! The operations on chains of approval. Those on approvals stand with what is approved.

use actix_web::{HttpResponse, get, patch, post};

use super::chains;
use super::model::{ChainView, CreateChain, UpdateChain};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::ids::ChainId;
use crate::page::Page;
use crate::resource::Expected;

/// The chains of approval, by name.
#[utoipa::path(operation_id = "list_approval_chains", tag = "approvals", params(Paging, Fields<ChainView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<ChainView>), ReadErrors))]
#[get("/approval-chains")]
pub async fn list_approval_chains(
    api: Api,
    who: Caller,
    paging: Params<Paging>,
    fields: Fields<ChainView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(chains::SORT)?;
    let chains = api.read(who, move |c, _, actor| chains::list(c, actor, &page)).await?;
    Ok(fields.page(&chains))
}

/// Records a chain of approval.
#[utoipa::path(operation_id = "create_approval_chain", tag = "approvals", request_body = CreateChain, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = ChainView), WriteErrors))]
#[post("/approval-chains")]
pub async fn create_approval_chain(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateChain>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, chains::create).await
}

/// A chain of approval.
#[utoipa::path(operation_id = "get_approval_chain", tag = "approvals", params(("id" = i64, Path, description = "Which"), Fields<ChainView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = ChainView), ReadErrors))]
#[get("/approval-chains/{id}")]
pub async fn get_approval_chain(
    api: Api,
    who: Caller,
    id: Path<ChainId>,
    fields: Fields<ChainView>,
) -> Result<HttpResponse> {
    let chain = api.read(who, move |c, _, actor| chains::get(c, actor, id.0)).await?;
    Ok(fields.resource(&chain))
}

/// Changes a chain of approval; approvals in progress keep the steps that they began with.
#[utoipa::path(operation_id = "update_approval_chain", tag = "approvals", request_body = UpdateChain, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ChainView), WriteErrors))]
#[patch("/approval-chains/{id}")]
pub async fn update_approval_chain(
    api: Api,
    who: Caller,
    id: Path<ChainId>,
    expected: Expected,
    body: Body<UpdateChain>,
) -> Result<HttpResponse> {
    let chain = api
        .write(who, move |c, cx, actor| {
            chains::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&chain))
}
