//! What is done with series and meetings. Agendas are in `agenda`, their outcomes in `outcomes`.

use std::collections::HashSet;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::model::{
    AttendanceList, AttendanceStatus, CreateMeeting, CreateSeries, Invite, MeetingActionBody, MeetingFilter,
    MeetingView, SeriesView, UpdateMeeting, UpdateSeries,
};
use super::state::{self, MeetingAction, MeetingState};
use super::store::{self, Meeting, Scope, Series};
use super::views::{allowed_actions, series_views, view, views};
use super::{agenda, notices, policy};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::ids::{MeetingId, SeriesId, UserId};
use crate::notifications::model::Kind as Mail;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::schema;
use crate::units;

/// The order of the list of meetings.
const SORT: &str = "-starts_at";

/// 403 unless the actor runs meetings.
pub(super) fn need_right(actor: &Actor) -> Result<()> {
    if policy::may_run(actor) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}

fn person_exists(c: &mut Conn, at: &str, id: Option<UserId>) -> Result<()> {
    match id {
        Some(id) if accounts::service::persons(c, &[id])?.is_empty() => Err(Error::field(at, FieldCode::NotFound)),
        _ => Ok(()),
    }
}

fn series_view(c: &mut Conn, row: Series) -> Result<SeriesView> {
    series_views(c, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Records a series of meetings.
///
/// # Errors
/// 403, 422.
pub fn create_series(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateSeries) -> Result<SeriesView> {
    need_right(actor)?;
    let title = schema::required_line("/title", &input.title)?;
    person_exists(c, "/chair_id", input.chair_id)?;
    let id = store::insert_series(
        c,
        &title,
        input.chair_id,
        &text::tidy_line(&input.place),
        input.last_number,
        cx.now,
    )?;
    let data = json!({ "title": title, "last_number": input.last_number });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "meeting_series",
            subject_id: id.0,
            action: "created",
            actor: Some(actor.id),
            from: None,
            to: None,
            data,
        },
    )?;
    get_series(c, id)
}

/// A series; everybody who is signed in may read it.
///
/// # Errors
/// 404.
pub fn get_series(c: &mut Conn, id: SeriesId) -> Result<SeriesView> {
    let row = store::find_series(c, id)?.ok_or(Error::NotFound)?;
    series_view(c, row)
}

/// A page of series, oldest first.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list_series(c: &mut Conn, limit: Option<i64>, cursor: Option<&str>) -> Result<Page<SeriesView>> {
    let page = PageRequest::new(limit, cursor, "id")?;
    let rows = store::list_series(c, page.after.as_ref().map(|a| SeriesId(a.i)), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, "id", |r| (String::new(), r.id.0));
    Ok(Page {
        items: series_views(c, rows.items)?,
        next: rows.next,
    })
}

/// Changes a series.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update_series(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: SeriesId,
    expected: &Expected,
    input: &UpdateSeries,
) -> Result<SeriesView> {
    let mut row = store::find_series(c, id)?.ok_or(Error::NotFound)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&series_view(c, row)?));
    }
    person_exists(c, "/chair_id", input.chair_id.apply(None))?;
    let before = row.clone();
    row.chair_id = input.chair_id.apply(row.chair_id);
    row.title = input
        .title
        .as_deref()
        .map_or(Ok(row.title), |title| schema::required_line("/title", title))?;
    row.place = input.place.as_deref().map_or(row.place, text::tidy_line);
    row.active = input.active.unwrap_or(row.active);
    if !store::save_series(c, &mut row, cx.now)? {
        return Err(Error::stale(&get_series(c, id)?));
    }
    let data = json!({ "title": [before.title, row.title], "place": [before.place, row.place], "chair_id": [before.chair_id, row.chair_id], "active": [before.active, row.active] });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "meeting_series",
            subject_id: id.0,
            action: "changed",
            actor: Some(actor.id),
            from: None,
            to: None,
            data,
        },
    )?;
    series_view(c, row)
}

/// Writes an entry of the meeting's history.
pub(super) fn record(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    action: &str,
    from: Option<MeetingState>,
    data: Value,
) -> Result<()> {
    let entry = Entry {
        subject: "meeting",
        subject_id: row.id.0,
        action,
        actor: Some(actor.id),
        from: from.map(MeetingState::as_str),
        to: Some(row.state.as_str()),
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

fn check_times(row: &Meeting) -> Result<()> {
    let length = row.ends_at.utc() - row.starts_at.utc();
    if length <= TimeDelta::zero() || length > TimeDelta::days(1) {
        return Err(Error::refused(
            "/ends_at",
            FieldCode::OutOfRange,
            "پایان جلسه باید پس از آغاز آن و حداکثر ۲۴ ساعت بعد باشد.",
            "A meeting ends after it starts, within 24 hours.",
        ));
    }
    Ok(())
}

fn twice(pointer: String) -> FieldError {
    let (fa, en) = (
        "این شخص پیش‌تر در فهرست آمده است.",
        "This person is in the list already.",
    );
    FieldError::with(pointer, FieldCode::Conflict, fa, en)
}

/// The list without repeats, each person and unit found.
fn check_invited(c: &mut Conn, invited: &[Invite]) -> Result<Vec<Invite>> {
    let mut seen = HashSet::new();
    let users: Vec<_> = invited.iter().map(|i| i.user_id).collect();
    let units: Vec<_> = invited.iter().filter_map(|i| i.unit_id).collect();
    let users: HashSet<_> = accounts::service::persons(c, &users)?
        .into_iter()
        .map(|p| p.id)
        .collect();
    let units = units::directory::unit_refs(c, &units)?;
    let mut errors = Vec::new();
    for (n, who) in invited.iter().enumerate() {
        if !users.contains(&who.user_id) {
            errors.push(FieldError::new(format!("/invited/{n}/user_id"), FieldCode::NotFound));
        } else if !seen.insert(who.user_id) {
            errors.push(twice(format!("/invited/{n}/user_id")));
        }
        if who.unit_id.is_some_and(|id| !units.contains_key(&id)) {
            errors.push(FieldError::new(format!("/invited/{n}/unit_id"), FieldCode::NotFound));
        }
    }
    if errors.is_empty() {
        Ok(invited.to_vec())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Records a meeting as a silent draft, with the next number of its series.
///
/// # Errors
/// 403, 422.
pub fn create_meeting(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateMeeting) -> Result<MeetingView> {
    need_right(actor)?;
    let series =
        store::find_series(c, input.series_id)?.ok_or_else(|| Error::field("/series_id", FieldCode::NotFound))?;
    person_exists(c, "/chair_id", input.chair_id)?;
    let invited = if let Some(invited) = &input.invited {
        check_invited(c, invited)?
    } else {
        let mut seen = HashSet::new();
        store::unit_heads(c)?
            .into_iter()
            .filter(|i| seen.insert(i.user_id))
            .collect()
    };
    let mut row = Meeting {
        id: MeetingId(0),
        series_id: series.id,
        number: 0,
        state: MeetingState::Draft,
        starts_at: input.starts_at,
        ends_at: input.ends_at,
        place: input.place.as_deref().map_or(series.place, text::tidy_line),
        chair_id: input.chair_id.or(series.chair_id),
        agenda_revision: 0,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
    };
    check_times(&row)?;
    row.number = store::next_number(c, series.id)?;
    row.id = store::insert_meeting(c, &row)?;
    for who in invited {
        store::invite(c, row.id, who)?;
    }
    record(
        c,
        cx,
        actor,
        &row,
        "created",
        None,
        json!({ "number": row.number, "starts_at": row.starts_at }),
    )?;
    view(c, actor, row)
}

/// The meeting, if the actor may know of it.
pub(super) fn visible(c: &mut Conn, actor: &Actor, id: MeetingId) -> Result<Meeting> {
    let row = store::find_meeting(c, id)?.ok_or(Error::NotFound)?;
    let invited = row.chair_id == Some(actor.id) || store::people(c, &[id])?.iter().any(|p| p.user_id == actor.id);
    if policy::may_see(actor, row.state, invited) {
        Ok(row)
    } else {
        Err(Error::NotFound)
    }
}

/// The meeting for who runs it, at the version that they saw.
pub(super) fn to_change(c: &mut Conn, actor: &Actor, id: MeetingId, expected: &Expected) -> Result<Meeting> {
    let row = visible(c, actor, id)?;
    need_right(actor)?;
    if expected.holds(row.version) {
        Ok(row)
    } else {
        Err(Error::stale(&view(c, actor, row)?))
    }
}

/// Saves, or says that somebody was faster.
pub(super) fn save(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Meeting) -> Result<()> {
    if store::save_meeting(c, row, cx.now)? {
        return Ok(());
    }
    let current = store::find_meeting(c, row.id)?.ok_or(Error::NotFound)?;
    Err(Error::stale(&view(c, actor, current)?))
}

/// 409 with what the state would allow.
pub(super) fn not_now(actor: &Actor, row: &Meeting, fa: &str, en: &str) -> Error {
    Error::Conflict {
        code: "action_not_allowed",
        said: said(fa, en),
        allowed: allowed_actions(actor, row.state),
    }
}

/// A meeting.
///
/// # Errors
/// 404.
pub fn get_meeting(c: &mut Conn, actor: &Actor, id: MeetingId) -> Result<MeetingView> {
    let row = visible(c, actor, id)?;
    view(c, actor, row)
}

/// A page of the meetings that the actor may see, the latest first.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list_meetings(c: &mut Conn, actor: &Actor, filter: &MeetingFilter) -> Result<Page<MeetingView>> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    let scope = if policy::may_prepare(actor) {
        Scope::All
    } else if policy::reads_announced(actor) {
        Scope::Announced
    } else {
        Scope::Of(actor.id)
    };
    let rows = store::list_meetings(c, scope, filter, page.after.as_ref(), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |r| (r.starts_at.utc().to_rfc3339(), r.id.0));
    Ok(Page {
        items: views(c, actor, rows.items)?,
        next: rows.next,
    })
}

/// Changes a meeting that has not been held. The invited hear of it when they had been invited already.
///
/// # Errors
/// 403, 404, 409, 412, 422.
pub fn update_meeting(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    expected: &Expected,
    input: &UpdateMeeting,
) -> Result<MeetingView> {
    let mut row = to_change(c, actor, id, expected)?;
    if !matches!(
        row.state,
        MeetingState::Draft | MeetingState::Scheduled | MeetingState::AgendaPublished | MeetingState::Postponed
    ) {
        return Err(not_now(
            actor,
            &row,
            "این جلسه برگزار یا لغو شده است و تغییر نمی‌کند.",
            "The meeting has begun or was cancelled; it cannot be changed.",
        ));
    }
    person_exists(c, "/chair_id", input.chair_id.apply(None))?;
    let before = row.clone();
    row.chair_id = input.chair_id.apply(row.chair_id);
    row.starts_at = input.starts_at.unwrap_or(row.starts_at);
    row.ends_at = input.ends_at.unwrap_or(row.ends_at);
    row.place = input.place.as_deref().map_or(row.place, text::tidy_line);
    check_times(&row)?;
    if let Some(invited) = &input.invited {
        let wanted = check_invited(c, invited)?;
        reinvite(c, id, &wanted)?;
    }
    save(c, cx, actor, &mut row)?;
    let data = json!({ "starts_at": [before.starts_at, row.starts_at], "ends_at": [before.ends_at, row.ends_at], "place": [before.place, row.place], "chair_id": [before.chair_id, row.chair_id], "invited": input.invited.as_ref().map(Vec::len) });
    record(c, cx, actor, &row, "changed", Some(row.state), data)?;
    let moved = (before.starts_at, &before.place) != (row.starts_at, &row.place);
    let announced = matches!(row.state, MeetingState::Scheduled | MeetingState::AgendaPublished);
    let shown = view(c, actor, row)?;
    if moved && announced {
        notices::tell_invited(c, cx, actor, &shown, Mail::MeetingScheduled, None, None)?;
    }
    Ok(shown)
}

/// Makes the list the wanted one; marks of those who stay are kept.
fn reinvite(c: &mut Conn, meeting: MeetingId, wanted: &[Invite]) -> Result<()> {
    let present: HashSet<_> = store::people(c, &[meeting])?.into_iter().map(|p| p.user_id).collect();
    for user in present
        .iter()
        .filter(|user| !wanted.iter().any(|w| w.user_id == **user))
    {
        store::uninvite(c, meeting, *user)?;
    }
    for who in wanted {
        if present.contains(&who.user_id) {
            store::set_unit(c, meeting, *who)?;
        } else {
            store::invite(c, meeting, *who)?;
        }
    }
    Ok(())
}

/// Does something to a meeting: `POST /meetings/{id}/actions/{action}`.
///
/// # Errors
/// 403, 404, 409 when the state forbids it, 412, 422.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    action: MeetingAction,
    expected: &Expected,
    body: &MeetingActionBody,
) -> Result<MeetingView> {
    let mut row = to_change(c, actor, id, expected)?;
    let before = row.state;
    row.state = state::apply(before, action)
        .map_err(|refused| not_now(actor, &row, &refused.message_fa(), &refused.to_string()))?;
    let reason = body.reason.as_deref().map(text::tidy).filter(|r| !r.is_empty());
    match (action, &reason) {
        (MeetingAction::Cancel, None) => return Err(Error::field("/reason", FieldCode::Required)),
        (MeetingAction::Cancel, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Error::field("/reason", FieldCode::NotAllowed)),
    }
    let published = action == MeetingAction::PublishAgenda;
    let lines = if published {
        Some(agenda::freeze(c, cx, actor, &mut row)?)
    } else {
        None
    };
    save(c, cx, actor, &mut row)?;
    record(
        c,
        cx,
        actor,
        &row,
        action.as_str(),
        Some(before),
        json!({ "reason": reason, "revision": published.then_some(row.agenda_revision) }),
    )?;
    let shown = view(c, actor, row)?;
    let mail = match action {
        MeetingAction::Schedule => Some(Mail::MeetingScheduled),
        MeetingAction::PublishAgenda => Some(Mail::AgendaPublished),
        // Nobody has heard of a draft.
        MeetingAction::Cancel => (before != MeetingState::Draft).then_some(Mail::MeetingCancelled),
        MeetingAction::Start
        | MeetingAction::Finish
        | MeetingAction::FinaliseMinutes
        | MeetingAction::ApproveMinutes
        | MeetingAction::Postpone => None,
    };
    if let Some(kind) = mail {
        notices::tell_invited(c, cx, actor, &shown, kind, lines, reason.as_deref())?;
    }
    Ok(shown)
}

/// Marks who came; somebody who was not on the list is put there.
///
/// # Errors
/// 403, 404, 409 before the meeting and after its minutes, 412, 422.
pub fn mark_attendance(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    expected: &Expected,
    list: &AttendanceList,
) -> Result<MeetingView> {
    let mut row = to_change(c, actor, id, expected)?;
    if !matches!(row.state, MeetingState::InProgress | MeetingState::MinutesDraft) {
        return Err(not_now(
            actor,
            &row,
            "حضور و غیاب در جلسه و پیش از نهایی شدن صورت‌جلسه ثبت می‌شود.",
            "Attendance is marked during the meeting and until its minutes are final.",
        ));
    }
    let users: Vec<_> = list.0.iter().map(|a| a.user_id).collect();
    let known: HashSet<_> = accounts::service::people(c, &users)?.into_keys().collect();
    let present: HashSet<_> = store::people(c, &[id])?.into_iter().map(|p| p.user_id).collect();
    let (mut seen, mut errors) = (HashSet::new(), Vec::new());
    for (n, a) in list.0.iter().enumerate() {
        let substitute = a
            .substitute_name
            .as_deref()
            .map(text::tidy_line)
            .filter(|name| !name.is_empty());
        let wrong = |field: &str, code| FieldError::new(format!("/{n}/{field}"), code);
        match (a.status == AttendanceStatus::Substitute, &substitute) {
            (true, None) => errors.push(wrong("substitute_name", FieldCode::Required)),
            (false, Some(_)) => errors.push(wrong("substitute_name", FieldCode::NotAllowed)),
            (true, Some(_)) | (false, None) => {}
        }
        if !known.contains(&a.user_id) {
            errors.push(wrong("user_id", FieldCode::NotFound));
        } else if !seen.insert(a.user_id) {
            errors.push(twice(format!("/{n}/user_id")));
        }
        if errors.is_empty() {
            if !present.contains(&a.user_id) {
                store::invite(
                    c,
                    id,
                    Invite {
                        user_id: a.user_id,
                        unit_id: None,
                    },
                )?;
            }
            store::mark(c, id, a.user_id, a.status, substitute.as_deref())?;
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    save(c, cx, actor, &mut row)?;
    let marks: Vec<_> = list.0.iter().map(|a| json!([a.user_id, a.status])).collect();
    record(
        c,
        cx,
        actor,
        &row,
        "attendance",
        Some(row.state),
        json!({ "marks": marks }),
    )?;
    view(c, actor, row)
}
