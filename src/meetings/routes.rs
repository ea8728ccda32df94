//! The operations on meetings.

use actix_web::{HttpResponse, get, patch, post, put};

use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::MeetingId;
use crate::meetings::invitations::answers;
use crate::meetings::model::{
    AttendanceList, CreateMeeting, MeetingActionBody, MeetingFilter, MeetingView, Respond, UpdateMeeting,
};
use crate::meetings::service;
use crate::meetings::session::attendance;
use crate::meetings::state::MeetingAction;
use crate::page::Page;
use crate::resource::Expected;

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

/// Records a meeting as a draft. It takes the next number of its series when it is scheduled.
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

/// Does something to a meeting; `allowed_actions` of the meeting says what can be done.
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
    let action = action.parse::<MeetingAction>().map_err(|_| Error::NotFound)?;
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
            attendance::mark(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&meeting))
}

/// Answers an invitation, until the meeting starts. The latest answer counts.
#[utoipa::path(operation_id = "respond_to_meeting", tag = "meetings", request_body = Respond, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which")),
    responses((status = 200, body = MeetingView), WriteErrors))]
#[post("/meetings/{id}/response")]
pub async fn respond_to_meeting(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    body: Body<Respond>,
) -> Result<HttpResponse> {
    let meeting = api
        .write(who, move |c, cx, actor| {
            answers::respond(c, cx, actor, id.0, &body.value)
        })
        .await?;
    Ok(answer::ok(&meeting))
}
