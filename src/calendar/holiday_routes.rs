//! The operations on holidays, half days and days declared working.

use actix_web::{HttpResponse, delete, get, patch, post};
use serde::Deserialize;

use super::holidays::{self, SORT};
use super::import;
use super::model::{CreateHoliday, HolidayView, ImportHolidays, ImportReport, UpdateHoliday};
use crate::error::{Error, FieldCode, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::HolidayId;
use crate::page::{Page, PageRequest};
use crate::persian::jalali;
use crate::resource::Expected;

/// Which holidays.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HolidayFilter {
    /// Only of this Jalali year, the yearly ones that hold in it included.
    #[param(minimum = 1200, maximum = 1600, example = 1398)]
    year: Option<i32>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The holidays: those of each year first, then by day.
#[utoipa::path(operation_id = "list_holidays", tag = "calendar", params(HolidayFilter, Fields<HolidayView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<HolidayView>), ReadErrors))]
#[get("/calendar/holidays")]
pub async fn list_holidays(
    api: Api,
    who: Caller,
    filter: Params<HolidayFilter>,
    fields: Fields<HolidayView>,
) -> Result<HttpResponse> {
    let f = filter.0;
    if f.year.is_some_and(|year| !jalali::YEARS.contains(&year)) {
        let said = (
            "سال باید شمسی و از ۱۲۰۰ تا ۱۶۰۰ باشد.",
            "Wants a Jalali year from 1200 to 1600.",
        );
        return Err(Error::parameter("year", FieldCode::OutOfRange, said.0, said.1));
    }
    let page = PageRequest::new(f.limit, f.cursor.as_deref(), SORT)?;
    let found = api.read(who, move |c, _, _| holidays::list(c, f.year, &page)).await?;
    Ok(fields.page(&found))
}

/// Records a holiday, a half day, or a day declared working.
#[utoipa::path(operation_id = "create_holiday", tag = "calendar", request_body = CreateHoliday, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = HolidayView), WriteErrors))]
#[post("/calendar/holidays")]
pub async fn create_holiday(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateHoliday>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, holidays::create).await
}

/// Whether to change anything.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportMode {
    /// Only say what would come of it.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Takes a file of holidays, whole or not at all. What is there already stays as it is.
#[utoipa::path(operation_id = "import_holidays", tag = "calendar", request_body = ImportHolidays, params(ImportMode), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = ImportReport), WriteErrors))]
#[post("/calendar/holidays/imports")]
pub async fn import_holidays(
    api: Api,
    who: Caller,
    language: Language,
    mode: Params<ImportMode>,
    body: Body<ImportHolidays>,
) -> Result<HttpResponse> {
    let dry_run = mode.0.dry_run;
    let report = api
        .write(who, move |c, cx, actor| {
            import::import(c, cx, actor, &body.value, dry_run, language.0)
        })
        .await?;
    Ok(answer::json(&report))
}

/// A holiday.
#[utoipa::path(operation_id = "get_holiday", tag = "calendar", params(("id" = HolidayId, Path), Fields<HolidayView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = HolidayView), ReadErrors))]
#[get("/calendar/holidays/{id}")]
pub async fn get_holiday(
    api: Api,
    who: Caller,
    id: Path<HolidayId>,
    fields: Fields<HolidayView>,
) -> Result<HttpResponse> {
    let holiday = api.read(who, move |c, _, _| holidays::get(c, id.0)).await?;
    Ok(fields.resource(&holiday))
}

/// Changes a holiday.
#[utoipa::path(operation_id = "update_holiday", tag = "calendar", request_body = UpdateHoliday, security(("bearer" = []), ("cookie" = [])),
    params(("id" = HolidayId, Path), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = HolidayView), WriteErrors))]
#[patch("/calendar/holidays/{id}")]
pub async fn update_holiday(
    api: Api,
    who: Caller,
    id: Path<HolidayId>,
    expected: Expected,
    body: Body<UpdateHoliday>,
) -> Result<HttpResponse> {
    let holiday = api
        .write(who, move |c, cx, actor| {
            holidays::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&holiday))
}

/// Removes a holiday.
#[utoipa::path(operation_id = "delete_holiday", tag = "calendar", security(("bearer" = []), ("cookie" = [])),
    params(("id" = HolidayId, Path), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 204, description = "Removed"), WriteErrors))]
#[delete("/calendar/holidays/{id}")]
pub async fn delete_holiday(api: Api, who: Caller, id: Path<HolidayId>, expected: Expected) -> Result<HttpResponse> {
    api.write(who, move |c, cx, actor| holidays::delete(c, cx, actor, id.0, &expected))
        .await?;
    Ok(answer::nothing())
}
