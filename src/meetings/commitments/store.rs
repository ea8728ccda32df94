//! The rows of commitments.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::Standing;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{agenda_items, commitments, meetings, requests};
use crate::error::Result;
use crate::ids::{CommitmentId, MeetingId, OutcomeId, RequestId, SeriesId, UnitId, UserId};
use crate::meetings::agenda::model::{CommitmentFilter, CommitmentState};
use crate::meetings::agenda::store::Item;
use crate::page::{Cursor, foreign_cursor};

/// A commitment's row.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = commitments, treat_none_as_null = true)]
pub struct Commitment {
    pub id: CommitmentId,
    pub meeting_id: MeetingId,
    pub outcome_id: OutcomeId,
    pub request_id: Option<RequestId>,
    pub who_id: UserId,
    pub text: String,
    pub state: CommitmentState,
    pub first_due_on: NaiveDate,
    pub due_on: NaiveDate,
    pub repromises: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub unit_id: Option<UnitId>,
    pub ended_on: Option<NaiveDate>,
    /// How far its people have been told that it is due; see `rules`.
    pub told_stage: i32,
}

pub fn insert_commitment(
    c: &mut Conn,
    item: &Item,
    outcome: OutcomeId,
    (who, unit): (UserId, Option<UnitId>),
    text: &str,
    due_on: NaiveDate,
    now: Timestamp,
) -> Result<CommitmentId> {
    use commitments as k;
    Ok(diesel::insert_into(k::table)
        .values((
            k::meeting_id.eq(item.meeting_id),
            k::outcome_id.eq(outcome),
            k::request_id.eq(item.request_id),
            k::who_id.eq(who),
            k::text.eq(text),
            k::state.eq(CommitmentState::Open),
            k::first_due_on.eq(due_on),
            k::due_on.eq(due_on),
            k::repromises.eq(0),
            k::version.eq(1),
            k::created_at.eq(now),
            k::updated_at.eq(now),
            k::unit_id.eq(unit),
            k::told_stage.eq(0),
        ))
        .returning(k::id)
        .get_result(c)?)
}

pub fn find_commitment(c: &mut Conn, id: CommitmentId) -> Result<Option<Commitment>> {
    Ok(commitments::table
        .filter(commitments::id.eq(id))
        .select(Commitment::as_select())
        .first(c)
        .optional()?)
}

/// The promise that an outcome made.
pub fn of_outcome(c: &mut Conn, outcome: OutcomeId) -> Result<Option<Commitment>> {
    Ok(commitments::table
        .filter(commitments::outcome_id.eq(outcome))
        .select(Commitment::as_select())
        .first(c)
        .optional()?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_commitment(c: &mut Conn, row: &mut Commitment, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = commitments::table.filter(commitments::id.eq(row.id).and(commitments::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

/// The promises of the series that are open and were due before the day.
pub fn broken(c: &mut Conn, series: SeriesId, day: NaiveDate) -> Result<Vec<Commitment>> {
    Ok(commitments::table
        .inner_join(meetings::table.on(meetings::id.eq(commitments::meeting_id)))
        .filter(
            commitments::state
                .eq(CommitmentState::Open)
                .and(commitments::due_on.lt(day))
                .and(meetings::series_id.eq(series)),
        )
        .select(Commitment::as_select())
        .load(c)?)
}

/// The requests that have a theme and, of their own, a promise that is open.
pub fn promised_of_themes(c: &mut Conn) -> Result<Vec<RequestId>> {
    Ok(commitments::table
        .inner_join(requests::table.on(commitments::request_id.eq(requests::id.nullable())))
        .filter(
            commitments::state
                .eq(CommitmentState::Open)
                .and(requests::theme_id.is_not_null()),
        )
        .select(requests::id)
        .load(c)?)
}

/// The promises that a meeting's lines are about, and those that were made in it.
pub fn line_commitments(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Commitment>> {
    let ids = agenda_items::table.filter(
        agenda_items::meeting_id
            .eq(meeting)
            .and(agenda_items::commitment_id.is_not_null()),
    );
    let ids = ids.select(agenda_items::commitment_id.assume_not_null());
    let these = commitments::id.eq_any(ids).or(commitments::meeting_id.eq(meeting));
    Ok(commitments::table
        .filter(these)
        .select(Commitment::as_select())
        .load(c)?)
}

/// Rows of a page and one more, the earliest due first.
pub fn list_commitments(
    c: &mut Conn,
    only: Option<UserId>,
    filter: &CommitmentFilter,
    today: NaiveDate,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Commitment>> {
    use commitments as k;
    let mut query = k::table.into_boxed();
    for who in [only, filter.who].into_iter().flatten() {
        query = query.filter(k::who_id.eq(who));
    }
    query = match filter.state {
        Some(state) => query.filter(k::state.eq(state)),
        None if filter.standing == Some(Standing::TakenBack) => query,
        None => query.filter(k::state.ne(CommitmentState::TakenBack)),
    };
    query = match filter.standing {
        None => query,
        Some(Standing::Open) => query.filter(k::state.eq(CommitmentState::Open).and(k::due_on.ge(today))),
        Some(Standing::Broken) => query.filter(k::state.eq(CommitmentState::Open).and(k::due_on.lt(today))),
        Some(Standing::Kept) => query.filter(
            k::state.eq(CommitmentState::Kept).and(
                k::ended_on
                    .is_null()
                    .or(k::ended_on.assume_not_null().le(k::first_due_on)),
            ),
        ),
        Some(Standing::Late) => query.filter(
            k::state.eq(CommitmentState::Kept).and(
                k::ended_on
                    .is_not_null()
                    .and(k::ended_on.assume_not_null().gt(k::first_due_on)),
            ),
        ),
        Some(Standing::Dropped) => query.filter(k::state.eq(CommitmentState::Dropped)),
        Some(Standing::TakenBack) => query.filter(k::state.eq(CommitmentState::TakenBack)),
    };
    query = match filter.overdue {
        None => query,
        Some(true) => query.filter(k::state.eq(CommitmentState::Open).and(k::due_on.lt(today))),
        Some(false) => query.filter(k::state.ne(CommitmentState::Open).or(k::due_on.ge(today))),
    };
    if let Some(from) = filter.due_from {
        query = query.filter(k::due_on.ge(from));
    }
    if let Some(to) = filter.due_to {
        query = query.filter(k::due_on.le(to));
    }
    if let Some(unit) = filter.unit_id {
        query = query.filter(k::unit_id.is_not_null().and(k::unit_id.assume_not_null().eq(unit)));
    }
    if let Some(meeting) = filter.meeting_id {
        query = query.filter(k::meeting_id.eq(meeting));
    }
    if let Some(cursor) = after {
        let day: NaiveDate = cursor.k.parse().map_err(|_| foreign_cursor())?;
        query = query.filter(
            k::due_on
                .gt(day)
                .or(k::due_on.eq(day).and(k::id.gt(CommitmentId(cursor.i)))),
        );
    }
    Ok(query
        .order((k::due_on, k::id))
        .limit(limit)
        .select(Commitment::as_select())
        .load(c)?)
}
