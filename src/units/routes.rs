//! The operations on units.

use actix_web::{HttpResponse, get, patch, post};
use serde::Deserialize;

use super::model::{CreateUnit, UnitKind, UnitView, UpdateUnit, Which};
use super::service::{self, SORT};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::UnitId;
use crate::page::{Page, PageRequest};
use crate::resource::Expected;

/// Which units.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitFilter {
    /// Only of this kind.
    kind: Option<UnitKind>,
    /// Only those that still exist, or no longer do.
    active: Option<bool>,
    /// Only those with one person or none and no substitute, or the others.
    at_risk: Option<bool>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The units, in the order of the Persian alphabet.
#[utoipa::path(operation_id = "list_units", tag = "structure", params(UnitFilter, Fields<UnitView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<UnitView>), ReadErrors))]
#[get("/units")]
pub async fn list_units(
    api: Api,
    who: Caller,
    filter: Params<UnitFilter>,
    fields: Fields<UnitView>,
) -> Result<HttpResponse> {
    let f = filter.0;
    let page = PageRequest::new(f.limit, f.cursor.as_deref(), SORT)?;
    let which = Which {
        kind: f.kind,
        active: f.active,
        at_risk: f.at_risk,
    };
    let found = api
        .read(who, move |c, cx, _| service::list_units(c, cx, &which, &page))
        .await?;
    Ok(fields.page(&found))
}

/// Records a unit.
#[utoipa::path(operation_id = "create_unit", tag = "structure", request_body = CreateUnit, params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 201, body = UnitView), WriteErrors))]
#[post("/units")]
pub async fn create_unit(api: Api, who: Caller, creation: Creation, body: Body<CreateUnit>) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create_unit).await
}

/// A unit.
#[utoipa::path(operation_id = "get_unit", tag = "structure", params(("id" = UnitId, Path), Fields<UnitView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = UnitView), ReadErrors))]
#[get("/units/{id}")]
pub async fn get_unit(api: Api, who: Caller, id: Path<UnitId>, fields: Fields<UnitView>) -> Result<HttpResponse> {
    let unit = api.read(who, move |c, cx, _| service::get_unit(c, cx, id.0)).await?;
    Ok(fields.resource(&unit))
}

/// Changes a unit.
#[utoipa::path(operation_id = "update_unit", tag = "structure", request_body = UpdateUnit, params(("id" = UnitId, Path), ("If-Match" = String, Header, description = "The ETag that you saw")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = UnitView), WriteErrors))]
#[patch("/units/{id}")]
pub async fn update_unit(
    api: Api,
    who: Caller,
    id: Path<UnitId>,
    expected: Expected,
    body: Body<UpdateUnit>,
) -> Result<HttpResponse> {
    let unit = api
        .write(who, move |c, cx, actor| {
            service::update_unit(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&unit))
}
