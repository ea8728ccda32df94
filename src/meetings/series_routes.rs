//! The operations on series.

use actix_web::{HttpResponse, get, patch, post};
use serde::Deserialize;

use super::series;
use super::series_model::{CreateSeries, SeriesView, UpdateSeries};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::SeriesId;
use crate::page::Page;
use crate::resource::Expected;

/// A part of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SeriesPaging {
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The series of meetings, oldest first.
#[utoipa::path(operation_id = "list_meeting_series", tag = "meetings", params(SeriesPaging, Fields<SeriesView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<SeriesView>), ReadErrors))]
#[get("/meeting-series")]
pub async fn list_meeting_series(
    api: Api,
    who: Caller,
    paging: Params<SeriesPaging>,
    fields: Fields<SeriesView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, _| {
            series::list(c, paging.0.limit, paging.0.cursor.as_deref())
        })
        .await?;
    Ok(fields.page(&page))
}

/// Records a series of meetings.
#[utoipa::path(operation_id = "create_meeting_series", tag = "meetings", request_body = CreateSeries, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = SeriesView), WriteErrors))]
#[post("/meeting-series")]
pub async fn create_meeting_series(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateSeries>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, series::create).await
}

/// A series of meetings.
#[utoipa::path(operation_id = "get_meeting_series", tag = "meetings", params(("id" = i64, Path, description = "Which"), Fields<SeriesView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = SeriesView), ReadErrors))]
#[get("/meeting-series/{id}")]
pub async fn get_meeting_series(
    api: Api,
    who: Caller,
    id: Path<SeriesId>,
    fields: Fields<SeriesView>,
) -> Result<HttpResponse> {
    let series = api.read(who, move |c, _, _| series::get(c, id.0)).await?;
    Ok(fields.resource(&series))
}

/// Changes a series of meetings.
#[utoipa::path(operation_id = "update_meeting_series", tag = "meetings", request_body = UpdateSeries, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = SeriesView), WriteErrors))]
#[patch("/meeting-series/{id}")]
pub async fn update_meeting_series(
    api: Api,
    who: Caller,
    id: Path<SeriesId>,
    expected: Expected,
    body: Body<UpdateSeries>,
) -> Result<HttpResponse> {
    let series = api
        .write(who, move |c, cx, actor| {
            series::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&series))
}
