//! The operations on requests.

use actix_web::{HttpResponse, get, patch, post};

use super::acting;
use super::action::ActionBody;
use super::deadlines::explain;
use super::deadlines::model::RequestDeadlines;
use super::model::{CategoryView, CreateRequest, RequestFilter, RequestView, UpdateRequest};
use super::service;
use super::state::ActionKind;
use crate::audit::{self, EventView};
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{NoWorkingTime, ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::page::Page;
use crate::resource::Expected;
use crate::routing::model::Explanation;

/// The categories of requests, each with the JSON Schema of its fields.
#[utoipa::path(operation_id = "list_categories", tag = "requests", security(("bearer" = []), ("cookie" = [])),
    params(Fields<CategoryView>), responses((status = 200, body = Page<CategoryView>), ReadErrors))]
#[get("/categories")]
pub async fn list_categories(
    api: Api,
    who: Caller,
    language: Language,
    fields: Fields<CategoryView>,
) -> Result<HttpResponse> {
    let items = api
        .read(who, move |_, _, _| Ok(service::categories(language.0)))
        .await?;
    Ok(fields.page(&Page { items, next: None }))
}

/// The requests that the caller may see.
#[utoipa::path(operation_id = "list_requests", tag = "requests", params(RequestFilter, Fields<RequestView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<RequestView>), ReadErrors))]
#[get("/requests")]
pub async fn list_requests(
    api: Api,
    who: Caller,
    filter: Params<RequestFilter>,
    fields: Fields<RequestView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| service::list(c, cx, actor, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// Files a request, or keeps it as a draft.
#[utoipa::path(operation_id = "create_request", tag = "requests", request_body = CreateRequest, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = RequestView), WriteErrors))]
#[post("/requests")]
pub async fn create_request(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateRequest>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create).await
}

/// A request, by id or by number.
#[utoipa::path(operation_id = "get_request", tag = "requests", params(("id" = String, Path, description = "Id or number, such as 42 or 1405-0042"), Fields<RequestView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = RequestView), ReadErrors))]
#[get("/requests/{id}")]
pub async fn get_request(api: Api, who: Caller, id: Path<String>, fields: Fields<RequestView>) -> Result<HttpResponse> {
    let request = api
        .read(who, move |c, cx, actor| service::get(c, cx, actor, &id.0))
        .await?;
    Ok(fields.resource(&request))
}

/// Changes a request.
#[utoipa::path(operation_id = "update_request", tag = "requests", request_body = UpdateRequest, security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = RequestView), WriteErrors))]
#[patch("/requests/{id}")]
pub async fn update_request(
    api: Api,
    who: Caller,
    id: Path<String>,
    expected: Expected,
    body: Body<UpdateRequest>,
) -> Result<HttpResponse> {
    let request = api
        .write(who, move |c, cx, actor| {
            service::update(c, cx, actor, &id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&request))
}

/// Does something to a request; `allowed_actions` of the request says what can be done.
#[utoipa::path(operation_id = "act_on_request", tag = "requests", request_body = ActionBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"), ("action" = ActionKind, Path, description = "What to do"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = RequestView), WriteErrors))]
#[post("/requests/{id}/actions/{action}")]
pub async fn act_on_request(
    api: Api,
    who: Caller,
    path: Path<(String, String)>,
    expected: Expected,
    body: Body<ActionBody>,
) -> Result<HttpResponse> {
    let (id, action) = path.0;
    let kind = action
        .parse::<ActionKind>()
        .ok()
        .filter(|kind| kind.offered())
        .ok_or(Error::NotFound)?;
    let request = api
        .write(who, move |c, cx, actor| {
            acting::act(c, cx, actor, &id, kind, &expected, body.value.clone())
        })
        .await?;
    Ok(answer::ok(&request))
}

/// A request's history, oldest first.
#[utoipa::path(operation_id = "get_request_history", tag = "requests", params(("id" = String, Path, description = "Id or number"), Paging, Fields<EventView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<EventView>), ReadErrors))]
#[get("/requests/{id}/history")]
pub async fn get_request_history(
    api: Api,
    who: Caller,
    id: Path<String>,
    paging: Params<Paging>,
    fields: Fields<EventView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(audit::SORT)?;
    let events = api
        .read(who, move |c, _, actor| service::history(c, actor, &id.0, &page))
        .await?;
    Ok(fields.page(&events))
}

/// Why each routing rule in force does or does not match the request.
#[utoipa::path(operation_id = "explain_request_routing", tag = "routing", params(("id" = String, Path, description = "Id or number"), Fields<Explanation>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Explanation), ReadErrors))]
#[get("/requests/{id}/routing")]
pub async fn explain_request_routing(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<String>,
    fields: Fields<Explanation>,
) -> Result<HttpResponse> {
    let told = api
        .read(who, move |c, _, actor| service::explain(c, actor, &id.0, language.0))
        .await?;
    Ok(fields.value(&told))
}

/// When the request is due and why: each clock, and every interval that counted or did not.
#[utoipa::path(operation_id = "explain_request_deadlines", tag = "deadlines", params(("id" = String, Path, description = "Id or number"), Fields<RequestDeadlines>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = RequestDeadlines), ReadErrors, NoWorkingTime))]
#[get("/requests/{id}/deadlines")]
pub async fn explain_request_deadlines(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<String>,
    fields: Fields<RequestDeadlines>,
) -> Result<HttpResponse> {
    let told = api
        .read(who, move |c, cx, actor| {
            explain::explain(c, cx, actor, &id.0, language.0)
        })
        .await?;
    Ok(fields.value(&told))
}

/// The triage inbox: submitted requests, oldest first.
#[utoipa::path(operation_id = "list_triage", tag = "requests", params(Paging, Fields<RequestView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<RequestView>), ReadErrors))]
#[get("/triage")]
pub async fn list_triage(
    api: Api,
    who: Caller,
    paging: Params<Paging>,
    fields: Fields<RequestView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| {
            service::triage(c, cx, actor, paging.0.limit, paging.0.cursor)
        })
        .await?;
    Ok(fields.page(&page))
}
