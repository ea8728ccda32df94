//! The operations on series.

use actix_web::{HttpResponse, get, patch, post};
use serde::Deserialize;

use super::model::{CreateSeries, DatesView, PlanMeetings, SeriesView, UpdateSeries};
use super::planning;
use super::service;
use crate::error::{Error, FieldCode, Locale, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{NoRecurrence, ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::ids::SeriesId;
use crate::meetings::model::Planned;
use crate::page::Page;
use crate::resource::Expected;

/// The series of meetings, oldest first.
#[utoipa::path(operation_id = "list_meeting_series", tag = "meetings", params(Paging, Fields<SeriesView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<SeriesView>), ReadErrors))]
#[get("/meeting-series")]
pub async fn list_meeting_series(
    api: Api,
    who: Caller,
    paging: Params<Paging>,
    fields: Fields<SeriesView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| {
            service::list(c, actor, paging.0.limit, paging.0.cursor.as_deref())
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
    api.create(who, creation, body, service::create).await
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
    let series = api.read(who, move |c, _, actor| service::get(c, actor, id.0)).await?;
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
            service::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&series))
}

/// How many dates.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HowMany {
    /// The next so many, 1 to 24.
    #[param(minimum = 1, maximum = 24, default = 6)]
    count: Option<u8>,
}

/// The next dates of a series by its rule of recurrence, and the meetings that were planned for them.
#[utoipa::path(operation_id = "get_series_dates", tag = "meetings", params(("id" = i64, Path, description = "Which"), HowMany, Fields<DatesView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = DatesView), ReadErrors, NoRecurrence))]
#[get("/meeting-series/{id}/dates")]
pub async fn get_series_dates(
    api: Api,
    who: Caller,
    id: Path<SeriesId>,
    params: Params<HowMany>,
    fields: Fields<DatesView>,
) -> Result<HttpResponse> {
    let count = params.0.count.unwrap_or(6);
    if !(1..=24).contains(&count) {
        let code = FieldCode::OutOfRange;
        let (fa, en) = (code.text(Locale::Fa), code.text(Locale::En));
        return Err(Error::parameter("count", code, fa, en));
    }
    let dates = api
        .read(who, move |c, cx, actor| {
            planning::dates(c, cx, actor, id.0, count.into())
        })
        .await?;
    Ok(fields.value(&dates))
}

/// Plans the next dates of a series: makes a draft for each that has none. Doing it again changes nothing, so it takes no
/// `Idempotency-Key`.
#[utoipa::path(operation_id = "plan_meetings", tag = "meetings", request_body = PlanMeetings, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which")),
    responses((status = 200, body = Planned), WriteErrors))]
#[post("/meeting-series/{id}/meetings")]
pub async fn plan_meetings(
    api: Api,
    who: Caller,
    id: Path<SeriesId>,
    body: Body<PlanMeetings>,
) -> Result<HttpResponse> {
    let planned = api
        .write(who, move |c, cx, actor| planning::plan(c, cx, actor, id.0, &body.value))
        .await?;
    Ok(HttpResponse::Ok().json(planned))
}
