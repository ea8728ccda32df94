//! A meeting in session: who runs it goes from line to line, and each line's clock runs. What is raised on the spot is filed
//! and stands on the agenda at once.

use std::collections::HashMap;

use serde_json::json;

use super::model::{CurrentLine, LineTime, MeetingSession, SessionAction, SessionActionBody};
use super::rules;
use super::store::{self, Session};
use crate::accounts::Actor;
use crate::clock::Timestamp;
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result, said};
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::agenda::model::{AgendaItemView, Placement};
use crate::meetings::agenda::ranking::{LineKind, Reason};
use crate::meetings::agenda::service::{end_of, find_item};
use crate::meetings::agenda::store::{self as agenda_store, Item};
use crate::meetings::agenda::views::{self as agenda_views, Reader};
use crate::meetings::policy;
use crate::meetings::service::{need_right, not_now, record, visible};
use crate::meetings::state::MeetingState;
use crate::meetings::store::Meeting;
use crate::requests;
use crate::requests::model::{CreateRequest, RequestView};
use crate::resource::Expected;

/// A meeting in session, for whoever may see the meeting.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, id: MeetingId, locale: Locale) -> Result<MeetingSession> {
    let row = visible(c, actor, id)?;
    view(c, cx, &Reader { actor, locale }, &row)
}

fn view(c: &mut Conn, cx: &Cx, reader: &Reader<'_>, row: &Meeting) -> Result<MeetingSession> {
    let session = store::find_session(c, row.id)?;
    let items = agenda_views::agenda(c, reader, row)?.items;
    let times: HashMap<_, _> = store::times(c, row.id)?.into_iter().collect();
    let taken = |id: AgendaItemId| elapsed(&session, id, times.get(&id).copied().unwrap_or(0), cx.now);
    let current = items.iter().find(|i| Some(i.id) == session.current_item_id);
    let line = |i: &AgendaItemView| LineTime {
        id: i.id,
        position: i.position,
        minutes: i.minutes,
        elapsed_seconds: taken(i.id),
        discussed: i.discussed,
    };
    Ok(MeetingSession {
        meeting_id: row.id,
        state: row.state,
        current: current.map(|i| CurrentLine {
            id: i.id,
            position: i.position,
            kind: i.kind,
            title: Some(i.title.clone()),
            minutes: i.minutes,
            elapsed_seconds: taken(i.id),
            discussed: i.discussed,
        }),
        running: session.running_since.is_some(),
        lines: items.iter().map(line).collect(),
        allowed_actions: allowed(reader.actor, row, &session)
            .iter()
            .map(ToString::to_string)
            .collect(),
        at: cx.now,
        version: session.version,
    })
}

/// The seconds that a line has taken, those included that run now.
pub fn elapsed(session: &Session, item: AgendaItemId, kept: i32, now: Timestamp) -> i64 {
    let runs = session.running_since.filter(|_| session.current_item_id == Some(item));
    i64::from(kept) + runs.map_or(0, |since| rules::ran(since, now))
}

fn allowed(actor: &Actor, row: &Meeting, session: &Session) -> Vec<SessionAction> {
    use SessionAction::{Discussed, Next, NotDiscussed, Pause, Resume, Take};
    if row.state != MeetingState::InProgress || !policy::may_run(actor) {
        return Vec::new();
    }
    let clock = match (session.current_item_id, session.running_since) {
        (Some(_), Some(_)) => Some(Pause),
        (Some(_), None) => Some(Resume),
        (None, _) => None,
    };
    [Take, Next]
        .into_iter()
        .chain(clock)
        .chain([Discussed, NotDiscussed])
        .collect()
}

/// Does something in session: `POST /meetings/{id}/session/actions/{action}`.
///
/// # Errors
/// 403, 404, 409 unless the meeting is held and the clock is so, 412, 422.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    action: SessionAction,
    expected: &Expected,
    body: &SessionActionBody,
    locale: Locale,
) -> Result<MeetingSession> {
    let row = visible(c, actor, id)?;
    need_right(actor)?;
    if row.state != MeetingState::InProgress {
        return Err(not_now(
            actor,
            &row,
            "این کار تنها هنگام برگزاری جلسه ممکن است.",
            "This can only be done while the meeting is held.",
        ));
    }
    // Locks the row, so that what is read next stays.
    store::touch(c, id, cx.now)?;
    let mut session = store::find_session(c, id)?;
    let reader = Reader { actor, locale };
    if !expected.holds(session.version) {
        return Err(Error::stale(&view(c, cx, &reader, &row)?));
    }
    if !allowed(actor, &row, &session).contains(&action) {
        return Err(Error::Conflict {
            code: "action_not_allowed",
            said: said(
                "بند کنونی یا وضعیت ساعت اجازهٔ این کار را نمی‌دهد.",
                "The current line or its clock does not allow this.",
            ),
            allowed: allowed(actor, &row, &session).iter().map(ToString::to_string).collect(),
        });
    }
    let about = carry_out(c, cx, &mut session, action, body)?;
    if !store::save_session(c, &mut session)? {
        return Err(Error::LostRace("the session changed meanwhile".into()));
    }
    let data = json!({ "action": action, "item_id": about });
    record(c, cx, actor, &row, "session", Some(row.state), data)?;
    view(c, cx, &reader, &row)
}

/// Which line it is about.
fn carry_out(
    c: &mut Conn,
    cx: &Cx,
    session: &mut Session,
    action: SessionAction,
    body: &SessionActionBody,
) -> Result<Option<AgendaItemId>> {
    let wants = matches!(
        action,
        SessionAction::Take | SessionAction::Discussed | SessionAction::NotDiscussed
    );
    if body.item_id.is_some() && !wants {
        return Err(Error::field("/item_id", FieldCode::NotAllowed));
    }
    let taken = match action {
        SessionAction::Take => {
            let item = line(c, session, body.item_id)?;
            onto_agenda(c, cx, item.clone(), item.discussed)?;
            rules::go_to(session, Some(item.id), cx.now)
        }
        SessionAction::Next => {
            let next = next(c, session)?;
            rules::go_to(session, next, cx.now)
        }
        SessionAction::Pause => rules::stop(session, cx.now),
        SessionAction::Resume => {
            rules::resume(session, cx.now);
            None
        }
        SessionAction::Discussed | SessionAction::NotDiscussed => {
            let item = line(c, session, body.item_id.or(session.current_item_id))?;
            onto_agenda(c, cx, item.clone(), action == SessionAction::Discussed)?;
            return Ok(Some(item.id));
        }
    };
    if let Some((item, seconds)) = taken {
        store::add_time(c, item, seconds)?;
    }
    Ok(session.current_item_id)
}

fn line(c: &mut Conn, session: &Session, id: Option<AgendaItemId>) -> Result<Item> {
    let id = id.ok_or_else(|| Error::field("/item_id", FieldCode::Required))?;
    match find_item(c, session.meeting_id, id) {
        Ok((item, _)) => Ok(item),
        Err(Error::NotFound) => Err(Error::field("/item_id", FieldCode::NotFound)),
        Err(other) => Err(other),
    }
}

/// The first line after the current one that is still to be discussed, and after the last the first of all.
fn next(c: &mut Conn, session: &Session) -> Result<Option<AgendaItemId>> {
    let mut items = agenda_store::items(c, session.meeting_id)?;
    items.retain(|i| i.placement == Placement::Agenda);
    let at = items.iter().position(|i| Some(i.id) == session.current_item_id);
    let (before, after) = items.split_at(at.map_or(0, |at| at + 1));
    let open = |i: &&Item| !i.discussed && Some(i.id) != session.current_item_id;
    Ok(after.iter().chain(before).find(open).map(|i| i.id))
}

/// Marks a line; what the meeting takes up is on its agenda from then on, wherever it stood.
pub fn onto_agenda(c: &mut Conn, cx: &Cx, mut item: Item, discussed: bool) -> Result<()> {
    if item.discussed == discussed && item.placement == Placement::Agenda {
        return Ok(());
    }
    item.discussed = discussed;
    if item.placement != Placement::Agenda {
        item.position = end_of(&agenda_store::items(c, item.meeting_id)?, Placement::Agenda);
        (item.placement, item.excluded) = (Placement::Agenda, false);
    }
    if agenda_store::save_item(c, &mut item, cx.now)? {
        Ok(())
    } else {
        Err(Error::LostRace("an agenda line changed meanwhile".into()))
    }
}

/// Stops the clock for good: the meeting has ended.
pub fn close(c: &mut Conn, cx: &Cx, meeting: MeetingId) -> Result<()> {
    store::touch(c, meeting, cx.now)?;
    let mut session = store::find_session(c, meeting)?;
    if let Some((item, seconds)) = rules::go_to(&mut session, None, cx.now) {
        store::add_time(c, item, seconds)?;
    }
    if store::save_session(c, &mut session)? {
        Ok(())
    } else {
        Err(Error::LostRace("the session changed meanwhile".into()))
    }
}

/// Files what is raised in the meeting, which is routed as ever, and puts it at the end of the agenda.
///
/// # Errors
/// 403, 404, 409 unless the meeting is held, 422.
pub fn raise(c: &mut Conn, cx: &Cx, actor: &Actor, id: MeetingId, input: &CreateRequest) -> Result<RequestView> {
    let row = visible(c, actor, id)?;
    if row.state != MeetingState::InProgress {
        return Err(not_now(
            actor,
            &row,
            "درخواست تازه تنها هنگام برگزاری جلسه در آن مطرح می‌شود.",
            "Something new can only be raised while the meeting is held.",
        ));
    }
    if input.raised_in.is_some() {
        return Err(Error::field("/raised_in", FieldCode::NotAllowed));
    }
    if input.draft {
        return Err(Error::field("/draft", FieldCode::NotAllowed));
    }
    let new = CreateRequest {
        raised_in: Some(id),
        ..input.clone()
    };
    let request = requests::service::create(c, cx, actor, &new)?;
    // Before the places are read: two who raise at once get one after the other.
    store::touch(c, id, cx.now)?;
    let position = end_of(&agenda_store::items(c, id)?, Placement::Agenda);
    agenda_store::insert_items(c, &[raised(cx, id, position, &request)?])?;
    let data = json!({ "request_id": request.id, "number": request.number });
    record(c, cx, actor, &row, "raised", Some(row.state), data)?;
    Ok(request)
}

fn raised(cx: &Cx, meeting_id: MeetingId, position: i32, request: &RequestView) -> Result<Item> {
    Ok(Item {
        id: AgendaItemId(0),
        meeting_id,
        position,
        kind: LineKind::New,
        placement: Placement::Agenda,
        request_id: Some(request.id),
        commitment_id: None,
        title: request.title.clone(),
        minutes: LineKind::New.usual_minutes(),
        pinned: false,
        excluded: false,
        note: String::new(),
        carried: 0,
        reason: Json(serde_json::to_value(Reason::Raised)?),
        discussed: false,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
        theme_id: None,
        // After all others: an agenda is not made anew once its meeting has begun.
        place: i32::MAX,
        placed: false,
        exclusion_reason: None,
        standing_id: None,
        proposal_id: None,
    })
}
