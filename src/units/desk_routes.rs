//! The operations on desks.

use actix_web::{HttpResponse, get, patch, post};

use super::model::{CreateDesk, DeskView, UpdateDesk};
use super::service::{self, SORT};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::ids::DeskId;
use crate::page::Page;
use crate::resource::Expected;

/// The desks, in the order of the Persian alphabet.
#[utoipa::path(operation_id = "list_desks", tag = "structure", params(Paging, Fields<DeskView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<DeskView>), ReadErrors))]
#[get("/desks")]
pub async fn list_desks(
    api: Api,
    who: Caller,
    paging: Params<Paging>,
    fields: Fields<DeskView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(SORT)?;
    let found = api.read(who, move |c, _, _| service::list_desks(c, &page)).await?;
    Ok(fields.page(&found))
}

/// Records a desk.
#[utoipa::path(operation_id = "create_desk", tag = "structure", request_body = CreateDesk, params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 201, body = DeskView), WriteErrors))]
#[post("/desks")]
pub async fn create_desk(api: Api, who: Caller, creation: Creation, body: Body<CreateDesk>) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create_desk).await
}

/// A desk with its members.
#[utoipa::path(operation_id = "get_desk", tag = "structure", params(("id" = DeskId, Path), Fields<DeskView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = DeskView), ReadErrors))]
#[get("/desks/{id}")]
pub async fn get_desk(api: Api, who: Caller, id: Path<DeskId>, fields: Fields<DeskView>) -> Result<HttpResponse> {
    let desk = api.read(who, move |c, _, _| service::get_desk(c, id.0)).await?;
    Ok(fields.resource(&desk))
}

/// Changes a desk.
#[utoipa::path(operation_id = "update_desk", tag = "structure", request_body = UpdateDesk, params(("id" = DeskId, Path), ("If-Match" = String, Header, description = "The ETag that you saw")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = DeskView), WriteErrors))]
#[patch("/desks/{id}")]
pub async fn update_desk(
    api: Api,
    who: Caller,
    id: Path<DeskId>,
    expected: Expected,
    body: Body<UpdateDesk>,
) -> Result<HttpResponse> {
    let desk = api
        .write(who, move |c, cx, actor| {
            service::update_desk(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&desk))
}
