//! A meeting as it is held: what it is at, its clock, what is raised in it, and the stream of all that for who watches.

use std::collections::HashSet;

use actix_web::{HttpResponse, get, post};

use super::live;
use super::model::{LiveState, MeetingSession, SessionAction, SessionActionBody};
use super::service;
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::events::{Feed, LastEvent, Mark, Told};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::Path;
use crate::ids::{MeetingId, UserId};
use crate::requests::model::{CreateRequest, RequestView};
use crate::resource::Expected;

/// A meeting that is watched.
#[derive(Debug, Clone, Copy)]
struct Watched(MeetingId);

impl Feed for Watched {
    fn name(&self) -> String {
        format!("meeting {}", self.0)
    }

    fn look(&self, c: &mut Conn, cx: &Cx, seen: Option<Mark>) -> Result<Option<Told>> {
        let found = live::look(c, cx, self.0, seen.map(|mark| (mark.0, mark.1)))?;
        let told = |l: live::Live| Told::new(Mark(l.mark.0, l.mark.1), "session", &l.state, l.over, l.clock);
        found.map(told).transpose()
    }

    fn admits(&self, c: &mut Conn, people: &[Actor]) -> Result<HashSet<UserId>> {
        live::admits(c, self.0, people)
    }
}

/// A meeting as it is held, live: server-sent events for whoever may see the meeting.
///
/// Each event `session` is the whole state, under an `id`; `clock` says every 15 seconds what the line's clock shows. With
/// `Last-Event-ID` the state comes only if it is another one. The stream ends when the token is no longer good, and after the
/// state of a meeting that is over; then 204 answers who has seen it.
#[utoipa::path(operation_id = "watch_meeting", tag = "meetings", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that you have seen")),
    responses((status = 200, description = "Events, of which `data` is this", body = LiveState, content_type = "text/event-stream"), ReadErrors))]
#[get("/meetings/{id}/live")]
pub async fn watch_meeting(api: Api, who: Caller, id: Path<MeetingId>, last: LastEvent) -> Result<HttpResponse> {
    api.watch(who, Watched(id.0), last).await
}

/// A meeting in session: the line it is at, and the time that each line has taken.
#[utoipa::path(operation_id = "get_session", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), Fields<MeetingSession>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = MeetingSession), ReadErrors))]
#[get("/meetings/{id}/session")]
pub async fn get_session(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<MeetingId>,
    fields: Fields<MeetingSession>,
) -> Result<HttpResponse> {
    let shown = api
        .read(who, move |c, cx, actor| service::get(c, cx, actor, id.0, language.0))
        .await?;
    Ok(fields.resource(&shown))
}

/// Goes to a line or to the next, stops its clock or lets it run, marks it as discussed.
#[utoipa::path(operation_id = "act_in_session", tag = "meetings", request_body = SessionActionBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("action" = SessionAction, Path, description = "What to do"), ("If-Match" = String, Header, description = "The session's ETag that you saw")),
    responses((status = 200, body = MeetingSession), WriteErrors))]
#[post("/meetings/{id}/session/actions/{action}")]
pub async fn act_in_session(
    api: Api,
    who: Caller,
    language: Language,
    path: Path<(MeetingId, String)>,
    expected: Expected,
    body: Body<SessionActionBody>,
) -> Result<HttpResponse> {
    let (id, action) = path.0;
    let action = action.parse::<SessionAction>().map_err(|_| Error::NotFound)?;
    let shown = api
        .write(who, move |c, cx, actor| {
            service::act(c, cx, actor, id, action, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&shown))
}

/// Files what is raised in a meeting that is being held; it is routed as ever, and a line of the agenda at once.
///
/// The body is that of a new request, without `raised_in` and `draft`.
#[utoipa::path(operation_id = "raise_request", tag = "meetings", request_body = CreateRequest, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = RequestView), WriteErrors))]
#[post("/meetings/{id}/requests")]
pub async fn raise_request(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    creation: Creation,
    body: Body<CreateRequest>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        service::raise(c, cx, actor, id.0, input)
    })
    .await
}
