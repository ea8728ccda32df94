//! The operations on series and meetings.

use actix_web::{HttpResponse, get, patch, post, put};
use serde::Deserialize;

use super::model::{
    AttendanceList, CreateMeeting, CreateSeries, MeetingActionBody, MeetingFilter, MeetingView, SeriesView,
    UpdateMeeting, UpdateSeries,
};
use super::service;
use super::state::MeetingAction;
use super::views::offered;
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::{MeetingId, SeriesId};
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
            service::list_series(c, paging.0.limit, paging.0.cursor.as_deref())
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
    api.create(who, creation, body, service::create_series).await
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
    let series = api.read(who, move |c, _, _| service::get_series(c, id.0)).await?;
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
            service::update_series(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&series))
}

/// The meetings that the caller may see, the latest first.
#[utoipa::path(operation_id = "list_meetings", tag = "meetings", params(MeetingFilter, Fields<MeetingView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<MeetingView>), ReadErrors))]
#[get("/meetings")]
pub async fn list_meetings(
    api: Api,
    who: Caller,
    filter: Params<MeetingFilter>,
    fields: Fields<MeetingView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| service::list_meetings(c, actor, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// Records a meeting as a draft, with the next number of its series.
#[utoipa::path(operation_id = "create_meeting", tag = "meetings", request_body = CreateMeeting, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = MeetingView), WriteErrors))]
#[post("/meetings")]
pub async fn create_meeting(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateMeeting>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create_meeting).await
}

/// A meeting.
#[utoipa::path(operation_id = "get_meeting", tag = "meetings", params(("id" = i64, Path, description = "Which"), Fields<MeetingView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = MeetingView), ReadErrors))]
#[get("/meetings/{id}")]
pub async fn get_meeting(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    fields: Fields<MeetingView>,
) -> Result<HttpResponse> {
    let meeting = api
        .read(who, move |c, _, actor| service::get_meeting(c, actor, id.0))
        .await?;
    Ok(fields.resource(&meeting))
}

/// Changes a meeting that has not been held.
#[utoipa::path(operation_id = "update_meeting", tag = "meetings", request_body = UpdateMeeting, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = MeetingView), WriteErrors))]
#[patch("/meetings/{id}")]
pub async fn update_meeting(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    expected: Expected,
    body: Body<UpdateMeeting>,
) -> Result<HttpResponse> {
    let meeting = api
        .write(who, move |c, cx, actor| {
            service::update_meeting(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&meeting))
}

/// Does something to a meeting; `allowed_actions` of the meeting says what can be done. Minutes and postponing are not
/// offered yet.
#[utoipa::path(operation_id = "act_on_meeting", tag = "meetings", request_body = MeetingActionBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("action" = MeetingAction, Path, description = "What to do"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = MeetingView), WriteErrors))]
#[post("/meetings/{id}/actions/{action}")]
pub async fn act_on_meeting(
    api: Api,
    who: Caller,
    path: Path<(MeetingId, String)>,
    expected: Expected,
    body: Body<MeetingActionBody>,
) -> Result<HttpResponse> {
    let (id, action) = path.0;
    let action = action
        .parse::<MeetingAction>()
        .ok()
        .filter(|a| offered(*a))
        .ok_or(Error::NotFound)?;
    let meeting = api
        .write(who, move |c, cx, actor| {
            service::act(c, cx, actor, id, action, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&meeting))
}

/// Marks who came; people who are not named stay as they are.
#[utoipa::path(operation_id = "put_attendance", tag = "meetings", request_body = AttendanceList, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = MeetingView), WriteErrors))]
#[put("/meetings/{id}/attendance")]
pub async fn put_attendance(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    expected: Expected,
    body: Body<AttendanceList>,
) -> Result<HttpResponse> {
    let meeting = api
        .write(who, move |c, cx, actor| {
            service::mark_attendance(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&meeting))
}
