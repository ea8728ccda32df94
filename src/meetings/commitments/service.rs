//! Promises made in meetings: the first day is kept for ever, each new day is counted. Their reminders are in
//! `rounds`, how often they are kept in `rates`.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::model::standing;
use super::notices;
use super::store::{self, Commitment};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry, EventView};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{CommitmentId, MeetingId, OutcomeId, UnitId, UserId};
use crate::meetings::agenda::model::{
    CommitmentAction, CommitmentFilter, CommitmentState, CommitmentView, MeetingRef, Repromise,
};
use crate::meetings::people_store;
use crate::meetings::policy;
use crate::meetings::series::store as series_store;
use crate::meetings::service::need_right;
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::units;

/// The order of the list.
const SORT: &str = "due_on";

/// Writes an entry of the promise's history; nobody: a round did it.
pub fn record(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, row: &Commitment, action: &str, data: Value) -> Result<()> {
    let to = Some(row.state.as_str());
    audit::record(
        c,
        cx,
        &Entry {
            subject: "commitment",
            subject_id: row.id.0,
            action,
            actor: actor.map(|a| a.id),
            from: None,
            to,
            data,
        },
    )
    .map(drop)
}

/// These meetings as commitments show them: two look-ups for all.
pub fn meeting_refs(c: &mut Conn, ids: &[MeetingId]) -> Result<HashMap<MeetingId, MeetingRef>> {
    let meetings = meeting_store::meetings_by_id(c, ids)?;
    let series: Vec<_> = meetings.iter().map(|m| m.series_id).collect();
    let titles: HashMap<_, _> = series_store::series_titles(c, &series)?.into_iter().collect();
    let shown = |m: Meeting| MeetingRef {
        id: m.id,
        series: titles.get(&m.series_id).cloned().unwrap_or_default(),
        number: m.number,
        held_on: m.starts_at.date_tehran(),
    };
    Ok(meetings.into_iter().map(|m| (m.id, shown(m))).collect())
}

/// For which unit somebody speaks in a meeting: the one on its list, or else their own.
pub fn unit_of(c: &mut Conn, meeting: MeetingId, who: UserId) -> Result<Option<UnitId>> {
    let listed = people_store::people(c, &[meeting])?
        .into_iter()
        .find(|p| p.user_id == who)
        .and_then(|p| p.unit_id);
    if listed.is_some() {
        return Ok(listed);
    }
    let own = accounts::service::actors(c, &[who])?.pop().map(|a| a.units());
    Ok(own.and_then(|units| units.first().copied()))
}

fn views(c: &mut Conn, cx: &Cx, actor: &Actor, rows: Vec<Commitment>) -> Result<Vec<CommitmentView>> {
    let today = cx.now.date_tehran();
    let people: Vec<_> = rows.iter().map(|r| r.who_id).collect();
    let people = accounts::service::people(c, &people)?;
    let units: Vec<_> = rows.iter().filter_map(|r| r.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let meetings: Vec<_> = rows.iter().map(|r| r.meeting_id).collect();
    let meetings = meeting_refs(c, &meetings)?;
    let view = |r: Commitment| {
        let open = r.state == CommitmentState::Open;
        let days_late = if open { (today - r.due_on).num_days().max(0) } else { 0 };
        let actions: &[&str] = if open && policy::may_run(actor) {
            &["repromise", "keep", "drop"]
        } else {
            &[]
        };
        CommitmentView {
            meeting: meetings.get(&r.meeting_id).cloned(),
            who: people.get(&r.who_id).cloned(),
            unit: r.unit_id.and_then(|id| units.get(&id).cloned()),
            standing: standing(r.state, (r.first_due_on, r.due_on), r.ended_on, today),
            late: days_late > 0,
            days_late,
            allowed_actions: actions.iter().map(|a| (*a).to_owned()).collect(),
            id: r.id,
            request_id: r.request_id,
            text: r.text,
            state: r.state,
            first_due_on: r.first_due_on,
            due_on: r.due_on,
            repromises: r.repromises,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            closed_at: r.closed_at,
            ended_on: r.ended_on,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

fn view(c: &mut Conn, cx: &Cx, actor: &Actor, row: Commitment) -> Result<CommitmentView> {
    views(c, cx, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

fn visible(c: &mut Conn, actor: &Actor, id: CommitmentId) -> Result<Commitment> {
    store::find_commitment(c, id)?
        .filter(|row| policy::sees_commitment_of(actor, row.who_id))
        .ok_or(Error::NotFound)
}

/// A commitment.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, id: CommitmentId) -> Result<CommitmentView> {
    let row = visible(c, actor, id)?;
    view(c, cx, actor, row)
}

/// A page of the commitments that the actor may see, the earliest due first.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(c: &mut Conn, cx: &Cx, actor: &Actor, filter: &CommitmentFilter) -> Result<Page<CommitmentView>> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    let only = (!policy::sees_commitments(actor)).then_some(actor.id);
    let rows = store::list_commitments(
        c,
        only,
        filter,
        cx.now.date_tehran(),
        page.after.as_ref(),
        page.limit + 1,
    )?;
    let rows = Page::from_rows(rows, &page, SORT, |r| (r.due_on.to_string(), r.id.0));
    Ok(Page {
        items: views(c, cx, actor, rows.items)?,
        next: rows.next,
    })
}

/// What happened to a commitment, oldest first.
///
/// # Errors
/// 400 for a cursor of another list, 404.
pub fn history(c: &mut Conn, actor: &Actor, id: CommitmentId, page: &PageRequest) -> Result<Page<EventView>> {
    visible(c, actor, id)?;
    audit::history(c, "commitment", id.0, page)
}

/// The open promise for who runs meetings, at the version that they saw.
fn to_change(c: &mut Conn, cx: &Cx, actor: &Actor, id: CommitmentId, expected: &Expected) -> Result<Commitment> {
    let row = visible(c, actor, id)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&view(c, cx, actor, row)?));
    }
    if row.state != CommitmentState::Open {
        return Err(Error::conflict(
            "action_not_allowed",
            said("این تعهد پایان یافته است.", "This commitment has ended."),
        ));
    }
    Ok(row)
}

fn save(c: &mut Conn, cx: &Cx, actor: &Actor, mut row: Commitment) -> Result<Commitment> {
    if store::save_commitment(c, &mut row, cx.now)? {
        return Ok(row);
    }
    Err(Error::stale(&get(c, cx, actor, row.id)?))
}

/// Moves a promise to a new day, which is counted; the first day stays on record.
///
/// # Errors
/// 403, 404, 409 when it has ended, 412, 422 for a day that is past or that it has already.
pub fn repromise(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: CommitmentId,
    expected: &Expected,
    input: &Repromise,
) -> Result<CommitmentView> {
    let mut row = to_change(c, cx, actor, id, expected)?;
    let reason = text::tidy(&input.reason);
    if reason.is_empty() {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    if input.due_on == row.due_on || input.due_on <= cx.now.date_tehran() {
        return Err(Error::refused(
            "/due_on",
            FieldCode::OutOfRange,
            "روزی پس از امروز و جز سررسید کنونی لازم است.",
            "Wants a day after today, other than the present one.",
        ));
    }
    let before = row.due_on;
    row.due_on = input.due_on;
    row.repromises += 1;
    // The new day has its own reminders.
    row.told_stage = 0;
    let row = save(c, cx, actor, row)?;
    let data = json!({ "due_on": [before, row.due_on], "reason": reason });
    record(c, cx, Some(actor), &row, "repromised", data)?;
    tell_changed(c, cx, actor, &row, &reason)?;
    view(c, cx, actor, row)
}

/// Ends a promise: kept, on a day or today, or dropped with a reason.
///
/// # Errors
/// 403, 404, 409 when it has ended, 412, 422.
pub fn end(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: CommitmentId,
    action: CommitmentAction,
    expected: &Expected,
    reason: Option<&str>,
    on: Option<NaiveDate>,
) -> Result<CommitmentView> {
    let mut row = to_change(c, cx, actor, id, expected)?;
    let reason = reason.map(text::tidy).filter(|r| !r.is_empty());
    let today = cx.now.date_tehran();
    row.state = match action {
        CommitmentAction::Keep => CommitmentState::Kept,
        CommitmentAction::Drop if reason.is_none() => return Err(Error::field("/reason", FieldCode::Required)),
        CommitmentAction::Drop if on.is_some() => return Err(Error::field("/on", FieldCode::NotAllowed)),
        CommitmentAction::Drop => CommitmentState::Dropped,
    };
    if on.is_some_and(|day| day > today || day < row.created_at.date_tehran()) {
        return Err(Error::refused(
            "/on",
            FieldCode::OutOfRange,
            "روزی از روز تعهد تا امروز لازم است.",
            "Wants a day from that of the promise to today.",
        ));
    }
    row.closed_at = Some(cx.now);
    row.ended_on = Some(on.unwrap_or(today));
    let row = save(c, cx, actor, row)?;
    let data = json!({ "reason": reason, "due_on": row.due_on, "on": row.ended_on });
    record(c, cx, Some(actor), &row, row.state.as_str(), data)?;
    tell_changed(c, cx, actor, &row, reason.as_deref().unwrap_or_default())?;
    view(c, cx, actor, row)
}

fn tell_changed(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Commitment, said: &str) -> Result<()> {
    let meeting = meeting_refs(c, &[row.meeting_id])?.remove(&row.meeting_id);
    let standing = standing(
        row.state,
        (row.first_due_on, row.due_on),
        row.ended_on,
        cx.now.date_tehran(),
    );
    notices::tell_changed(c, cx, actor, row, meeting.as_ref(), standing, said)
}

/// Gives the promise that an outcome made the outcome's new words.
pub fn reword(c: &mut Conn, cx: &Cx, actor: &Actor, outcome: OutcomeId, said: &str) -> Result<()> {
    let Some(mut row) = store::of_outcome(c, outcome)? else {
        return Ok(());
    };
    let before = std::mem::replace(&mut row.text, said.to_owned());
    let row = save(c, cx, actor, row)?;
    record(
        c,
        cx,
        Some(actor),
        &row,
        "reworded",
        json!({ "text": [before, row.text] }),
    )?;
    tell_changed(c, cx, actor, &row, "")
}

/// Takes the promise back that an outcome made, unless it has ended; says whether it did.
pub fn take_back(c: &mut Conn, cx: &Cx, actor: &Actor, outcome: OutcomeId, reason: &str) -> Result<bool> {
    let open = |row: &Commitment| row.state == CommitmentState::Open;
    let Some(mut row) = store::of_outcome(c, outcome)?.filter(open) else {
        return Ok(false);
    };
    row.state = CommitmentState::TakenBack;
    row.closed_at = Some(cx.now);
    row.ended_on = Some(cx.now.date_tehran());
    let row = save(c, cx, actor, row)?;
    record(c, cx, Some(actor), &row, "taken_back", json!({ "reason": reason }))?;
    tell_changed(c, cx, actor, &row, reason)?;
    Ok(true)
}

/// Opens a promise again that an outcome had ended; says whether it was ended.
pub fn reopen(c: &mut Conn, cx: &Cx, actor: &Actor, id: CommitmentId, reason: &str) -> Result<bool> {
    let mut row = visible(c, actor, id)?;
    if !matches!(row.state, CommitmentState::Kept | CommitmentState::Dropped) {
        return Ok(false);
    }
    row.state = CommitmentState::Open;
    (row.closed_at, row.ended_on, row.told_stage) = (None, None, 0);
    let row = save(c, cx, actor, row)?;
    record(c, cx, Some(actor), &row, "reopened", json!({ "reason": reason }))?;
    tell_changed(c, cx, actor, &row, reason)?;
    Ok(true)
}
