//! Promises made in meetings: the first day is kept for ever, each new day is counted.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::agenda_model::{CommitmentAction, CommitmentFilter, CommitmentState, CommitmentView, MeetingRef, Repromise};
use super::commitment_store::{self, Commitment};
use super::service::need_right;
use super::store;
use super::{policy, series_store};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::CommitmentId;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;

/// The order of the list.
const SORT: &str = "due_on";

/// Writes an entry of the promise's history.
pub(super) fn record(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Commitment, action: &str, data: Value) -> Result<()> {
    let to = Some(row.state.as_str());
    audit::record(
        c,
        cx,
        &Entry {
            subject: "commitment",
            subject_id: row.id.0,
            action,
            actor: Some(actor.id),
            from: None,
            to,
            data,
        },
    )
    .map(drop)
}

fn views(c: &mut Conn, cx: &Cx, actor: &Actor, rows: Vec<Commitment>) -> Result<Vec<CommitmentView>> {
    let today = cx.now.date_tehran();
    let people: Vec<_> = rows.iter().map(|r| r.who_id).collect();
    let people = accounts::service::people(c, &people)?;
    let meetings: Vec<_> = rows.iter().map(|r| r.meeting_id).collect();
    let meetings: HashMap<_, _> = store::meetings_by_id(c, &meetings)?
        .into_iter()
        .map(|m| (m.id, m))
        .collect();
    let series: Vec<_> = meetings.values().map(|m| m.series_id).collect();
    let titles: HashMap<_, _> = series_store::series_titles(c, &series)?.into_iter().collect();
    let view = |r: Commitment| {
        let open = r.state == CommitmentState::Open;
        let days_late = if open { (today - r.due_on).num_days().max(0) } else { 0 };
        let actions: &[&str] = if open && policy::may_run(actor) {
            &["repromise", "keep", "drop"]
        } else {
            &[]
        };
        CommitmentView {
            meeting: meetings.get(&r.meeting_id).map(|m| MeetingRef {
                id: m.id,
                series: titles.get(&m.series_id).cloned().unwrap_or_default(),
                number: m.number,
                held_on: m.starts_at.date_tehran(),
            }),
            who: people.get(&r.who_id).cloned(),
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
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

fn view(c: &mut Conn, cx: &Cx, actor: &Actor, row: Commitment) -> Result<CommitmentView> {
    views(c, cx, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

fn visible(c: &mut Conn, actor: &Actor, id: CommitmentId) -> Result<Commitment> {
    commitment_store::find_commitment(c, id)?
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
    let rows = commitment_store::list_commitments(c, only, filter, page.after.as_ref(), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |r| (r.due_on.to_string(), r.id.0));
    Ok(Page {
        items: views(c, cx, actor, rows.items)?,
        next: rows.next,
    })
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
    if commitment_store::save_commitment(c, &mut row, cx.now)? {
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
    let row = save(c, cx, actor, row)?;
    record(
        c,
        cx,
        actor,
        &row,
        "repromised",
        json!({ "due_on": [before, row.due_on], "reason": reason }),
    )?;
    view(c, cx, actor, row)
}

/// Ends a promise: kept, or dropped with a reason.
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
) -> Result<CommitmentView> {
    let mut row = to_change(c, cx, actor, id, expected)?;
    let reason = reason.map(text::tidy).filter(|r| !r.is_empty());
    row.state = match action {
        CommitmentAction::Keep => CommitmentState::Kept,
        CommitmentAction::Drop if reason.is_none() => return Err(Error::field("/reason", FieldCode::Required)),
        CommitmentAction::Drop => CommitmentState::Dropped,
    };
    row.closed_at = Some(cx.now);
    let row = save(c, cx, actor, row)?;
    record(
        c,
        cx,
        actor,
        &row,
        row.state.as_str(),
        json!({ "reason": reason, "due_on": row.due_on }),
    )?;
    view(c, cx, actor, row)
}
