//! The operations on links.

use actix_web::{HttpResponse, delete, get, post};

use super::model::{CreateLink, LinkView};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::ids::LinkId;
use crate::page::Page;

/// What is linked with a request, as far as the caller may see it, by the other request's id.
#[utoipa::path(operation_id = "list_links", tag = "requests", params(("id" = String, Path, description = "Id or number"), Paging, Fields<LinkView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<LinkView>), ReadErrors))]
#[get("/requests/{id}/links")]
pub async fn list_links(
    api: Api,
    who: Caller,
    id: Path<String>,
    paging: Params<Paging>,
    fields: Fields<LinkView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(service::SORT)?;
    let links = api
        .read(who, move |c, _, actor| service::list(c, actor, &id.0, &page))
        .await?;
    Ok(fields.page(&links))
}

/// Links a request with another; the caller has to take part in both.
#[utoipa::path(operation_id = "create_link", tag = "requests", request_body = CreateLink, security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = LinkView), WriteErrors))]
#[post("/requests/{id}/links")]
pub async fn create_link(
    api: Api,
    who: Caller,
    id: Path<String>,
    creation: Creation,
    body: Body<CreateLink>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        service::create(c, cx, actor, &id.0, input)
    })
    .await
}

/// Removes a link. What the `duplicate` action has made is taken back by `reopen`.
#[utoipa::path(operation_id = "delete_link", tag = "requests", security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"), ("link" = i64, Path, description = "The link")),
    responses((status = 204, description = "Removed"), WriteErrors))]
#[delete("/requests/{id}/links/{link}")]
pub async fn delete_link(api: Api, who: Caller, path: Path<(String, LinkId)>) -> Result<HttpResponse> {
    let (id, link) = path.0;
    api.write(who, move |c, cx, actor| service::remove(c, cx, actor, &id, link))
        .await?;
    Ok(answer::nothing())
}
