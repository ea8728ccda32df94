//! The operations on weekends, working hours and days.

use actix_web::{HttpResponse, get, put};
use chrono::NaiveDate;
use serde::Deserialize;

use super::model::{DatedSet, Days, PutHours, PutWeekends};
use super::service;
use super::week::{HoursPeriod, WeekendPeriod};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::Params;
use crate::resource::Expected;

/// Which days are the weekend, period by period.
#[utoipa::path(operation_id = "get_weekends", tag = "calendar", params(Fields<DatedSet<WeekendPeriod>>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = DatedSet<WeekendPeriod>), ReadErrors))]
#[get("/calendar/weekends")]
pub async fn get_weekends(api: Api, who: Caller, fields: Fields<DatedSet<WeekendPeriod>>) -> Result<HttpResponse> {
    let set = api.read(who, |c, _, _| service::get_set(c)).await?;
    Ok(fields.resource(&set))
}

/// Saves the weekends, all periods at once.
#[utoipa::path(operation_id = "put_weekends", tag = "calendar", request_body = PutWeekends, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = DatedSet<WeekendPeriod>), WriteErrors))]
#[put("/calendar/weekends")]
pub async fn put_weekends(api: Api, who: Caller, expected: Expected, body: Body<PutWeekends>) -> Result<HttpResponse> {
    let set = api
        .write(who, move |c, cx, actor| {
            service::put_weekends(c, cx, actor, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&set))
}

/// The working hours of each weekday, period by period.
#[utoipa::path(operation_id = "get_working_hours", tag = "calendar", params(Fields<DatedSet<HoursPeriod>>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = DatedSet<HoursPeriod>), ReadErrors))]
#[get("/calendar/hours")]
pub async fn get_working_hours(api: Api, who: Caller, fields: Fields<DatedSet<HoursPeriod>>) -> Result<HttpResponse> {
    let set = api.read(who, |c, _, _| service::get_set(c)).await?;
    Ok(fields.resource(&set))
}

/// Saves the working hours, all periods at once.
#[utoipa::path(operation_id = "put_working_hours", tag = "calendar", request_body = PutHours, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = DatedSet<HoursPeriod>), WriteErrors))]
#[put("/calendar/hours")]
pub async fn put_working_hours(
    api: Api,
    who: Caller,
    expected: Expected,
    body: Body<PutHours>,
) -> Result<HttpResponse> {
    let set = api
        .write(who, move |c, cx, actor| {
            service::put_hours(c, cx, actor, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&set))
}

/// Which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DaysFilter {
    /// The first day.
    #[param(example = "2019-12-03")]
    from: NaiveDate,
    /// The last day; 400 days at most.
    #[param(example = "2019-12-04")]
    to: NaiveDate,
}

/// What kind each day is, why, and how many minutes are worked.
#[utoipa::path(operation_id = "list_days", tag = "calendar", params(DaysFilter, Fields<Days>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Days), ReadErrors))]
#[get("/calendar/days")]
pub async fn list_days(
    api: Api,
    who: Caller,
    language: Language,
    filter: Params<DaysFilter>,
    fields: Fields<Days>,
) -> Result<HttpResponse> {
    let DaysFilter { from, to } = filter.0;
    let days = api
        .read(who, move |c, cx, _| service::days(c, cx.now, from, to, language.0))
        .await?;
    Ok(fields.value(&days))
}
