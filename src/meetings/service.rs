//! What is done with meetings. Their series, lists, attendance, agendas and outcomes are in files of their own.

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};

use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{MeetingId, UserId};
use crate::meetings::agenda::publishing as agenda_publishing;
use crate::meetings::agenda::publishing::Published;
use crate::meetings::invitations::answers;
use crate::meetings::invitations::reminders;
use crate::meetings::invitations::service::{
    self as invitations, Difference, List, check_guests, check_invited, reinvite, reinvite_guests,
};
use crate::meetings::mayor::model::MeetingKind;
use crate::meetings::minutes;
use crate::meetings::model::{CreateMeeting, MeetingActionBody, MeetingFilter, MeetingView, QuorumView, UpdateMeeting};
use crate::meetings::notices;
use crate::meetings::notices::News;
use crate::meetings::people_store;
use crate::meetings::people_store::Invited;
use crate::meetings::policy;
use crate::meetings::series::service as series;
use crate::meetings::series::store as series_store;
use crate::meetings::series::store::Series;
use crate::meetings::session::attendance;
use crate::meetings::session::service as session;
use crate::meetings::state::{self, MeetingAction, MeetingState};
use crate::meetings::store::{self, Meeting, Scope};
use crate::meetings::views::{allowed_actions, view, views};
use crate::notifications::model::Kind as Mail;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;

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

pub(super) fn person_exists(c: &mut Conn, at: &str, id: Option<UserId>) -> Result<()> {
    match id {
        Some(id) if accounts::service::persons(c, &[id])?.is_empty() => Err(Error::field(at, FieldCode::NotFound)),
        _ => Ok(()),
    }
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

/// A draft to be.
pub(super) struct Draft<'a> {
    pub series: &'a Series,
    pub kind: MeetingKind,
    /// The day of the series' rule.
    pub planned_on: Option<NaiveDate>,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    pub chair_id: Option<UserId>,
    pub list: List,
}

/// Writes a draft. It has no number yet: drafts come and go, numbers have no gaps.
pub(super) fn draft(c: &mut Conn, cx: &Cx, actor: &Actor, new: Draft<'_>) -> Result<Meeting> {
    let mut row = Meeting {
        id: MeetingId(0),
        series_id: new.series.id,
        number: 0,
        kind: new.kind,
        state: MeetingState::Draft,
        starts_at: new.starts_at,
        ends_at: new.ends_at,
        place: new.place,
        chair_id: new.chair_id,
        agenda_revision: 0,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
        planned_on: new.planned_on,
        calendar_sequence: 0,
        reminded_for: None,
        quorum_needed: None,
    };
    check_times(&row)?;
    row.id = store::insert_meeting(c, &row)?;
    invitations::invite(c, row.id, &new.list)?;
    let data = json!({ "kind": row.kind, "starts_at": row.starts_at, "planned_on": row.planned_on });
    record(c, cx, actor, &row, "created", None, data)?;
    Ok(row)
}

/// Records a meeting as a silent draft.
///
/// # Errors
/// 403, 422.
pub fn create_meeting(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateMeeting) -> Result<MeetingView> {
    need_right(actor)?;
    let series = series_store::find_series(c, input.series_id)?
        .ok_or_else(|| Error::field("/series_id", FieldCode::NotFound))?;
    person_exists(c, "/chair_id", input.chair_id)?;
    let mut list = invitations::of_series(c, series.id)?;
    if let Some(invited) = &input.invited {
        list.people = check_invited(c, invited)?;
    }
    if let Some(guests) = &input.guests {
        list.guests = check_guests(c, guests)?;
    }
    let new = Draft {
        kind: input.kind,
        planned_on: None,
        starts_at: input.starts_at,
        ends_at: input.ends_at,
        place: input
            .place
            .as_deref()
            .map_or_else(|| series.place.clone(), text::tidy_line),
        chair_id: input.chair_id.or(series.chair_id),
        series: &series,
        list,
    };
    let row = draft(c, cx, actor, new)?;
    view(c, actor, row)
}

/// The meeting, if the actor may know of it.
pub(super) fn visible(c: &mut Conn, actor: &Actor, id: MeetingId) -> Result<Meeting> {
    let row = store::find_meeting(c, id)?.ok_or(Error::NotFound)?;
    let comes = |p: &Invited| p.user_id == actor.id || p.substitute_id == Some(actor.id);
    let invited = row.chair_id == Some(actor.id) || people_store::people(c, &[id])?.iter().any(comes);
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
    let mut change = Difference::default();
    if let Some(invited) = &input.invited {
        let wanted = check_invited(c, invited)?;
        reinvite(c, id, &wanted, &mut change)?;
    }
    if let Some(guests) = &input.guests {
        let wanted = check_guests(c, guests)?;
        reinvite_guests(c, id, &wanted, &mut change)?;
    }
    let announced = answers::is_asked(row.state);
    let time = |m: &Meeting| (m.starts_at, m.ends_at);
    let moved = announced && (time(&before), &before.place) != (time(&row), &row.place);
    if moved {
        row.calendar_sequence += 1;
    }
    if announced && time(&before) != time(&row) {
        people_store::forget_answers(c, id)?;
        row.reminded_for = None;
        reminders::skip_if_near(c, cx, &mut row)?;
    }
    save(c, cx, actor, &mut row)?;
    let data = json!({ "starts_at": [before.starts_at, row.starts_at], "ends_at": [before.ends_at, row.ends_at], "place": [before.place, row.place], "chair_id": [before.chair_id, row.chair_id], "invited": input.invited.as_ref().map(Vec::len), "guests": input.guests.as_ref().map(Vec::len) });
    record(c, cx, actor, &row, "changed", Some(row.state), data)?;
    if before.chair_id != row.chair_id {
        change.added.extend(row.chair_id);
    }
    let shown = view(c, actor, row)?;
    if announced {
        notices::tell_changed(c, cx, actor, &shown, moved.then_some(&before), &change)?;
    } else if before.state == MeetingState::Postponed {
        // They wait for another time. Who is new hears when there is one.
        notices::tell_removed(c, cx, actor, &shown, &change)?;
    }
    Ok(shown)
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
    if !policy::may_act(actor, action) {
        return Err(Error::not_your_right());
    }
    let before = row.state;
    row.state = state::apply(before, action)
        .map_err(|refused| not_now(actor, &row, &refused.message_fa(), &refused.to_string()))?;
    let reason = body.reason.as_deref().map(text::tidy).filter(|r| !r.is_empty());
    match (action, &reason) {
        (MeetingAction::Cancel | MeetingAction::Postpone, None) => {
            return Err(Error::field("/reason", FieldCode::Required));
        }
        (MeetingAction::Cancel | MeetingAction::Postpone, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Error::field("/reason", FieldCode::NotAllowed)),
    }
    if matches!(action, MeetingAction::FinaliseMinutes | MeetingAction::ApproveMinutes) {
        return minutes::finalising::act(c, cx, actor, id, action, expected);
    }
    let told = change_by(c, cx, actor, &mut row, before, action)?;
    save(c, cx, actor, &mut row)?;
    if action == MeetingAction::Finish {
        session::close(c, cx, id)?;
    }
    let data = json!({ "reason": reason, "revision": told.published.as_ref().map(|_| row.agenda_revision), "number": row.number(), "quorum": told.quorum });
    record(c, cx, actor, &row, action.as_str(), Some(before), data)?;
    let shown = view(c, actor, row)?;
    let mail = match action {
        MeetingAction::Schedule => Some(Mail::MeetingScheduled),
        // Nobody has heard of a draft.
        MeetingAction::Cancel => (before != MeetingState::Draft).then_some(Mail::MeetingCancelled),
        MeetingAction::Postpone => Some(Mail::MeetingPostponed),
        MeetingAction::PublishAgenda
        | MeetingAction::Start
        | MeetingAction::Finish
        | MeetingAction::FinaliseMinutes
        | MeetingAction::ApproveMinutes => None,
    };
    if let Some(kind) = mail {
        let news = News {
            quote: reason.as_deref(),
            ..News::of(kind)
        };
        notices::tell_all(c, cx, Some(actor), &shown, &news)?;
    }
    if let Some(published) = &told.published {
        agenda_publishing::tell(c, cx, actor, &shown, published)?;
    }
    Ok(shown)
}

/// What an action has to say of itself.
#[derive(Default)]
struct Told {
    /// The agenda that is published.
    published: Option<Published>,
    /// How many were needed and there when it started.
    quorum: Option<QuorumView>,
}

/// What an action does to the meeting beside its state.
fn change_by(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &mut Meeting,
    before: MeetingState,
    action: MeetingAction,
) -> Result<Told> {
    let mut told = Told::default();
    match action {
        MeetingAction::Schedule => {
            if row.number().is_none() {
                row.number = series_store::next_number(c, row.series_id)?;
            }
            if before == MeetingState::Postponed {
                row.calendar_sequence += 1;
                people_store::forget_answers(c, row.id)?;
            }
            row.reminded_for = None;
            reminders::skip_if_near(c, cx, row)?;
        }
        MeetingAction::PublishAgenda => told.published = Some(agenda_publishing::freeze(c, cx, actor, row)?),
        MeetingAction::Start => {
            let asked = series::find(c, row.series_id)?.quorum()?;
            told.quorum = attendance::quorum(asked, row, &people_store::people(c, &[row.id])?);
            row.quorum_needed = told.quorum.map(|q| q.needed);
        }
        MeetingAction::Cancel if before == MeetingState::Draft => {}
        MeetingAction::Cancel | MeetingAction::Postpone => row.calendar_sequence += 1,
        MeetingAction::Finish | MeetingAction::FinaliseMinutes | MeetingAction::ApproveMinutes => {}
    }
    Ok(told)
}
