//! The rows of promises that are due, and how far their people have been told.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::store::Commitment;
use crate::db::Conn;
use crate::db::schema::commitments as k;
use crate::error::Result;
use crate::ids::{CommitmentId, UserId};
use crate::meetings::agenda::model::CommitmentState;

/// A page of the open promises that are due by this day and of which not all has been said, by id.
pub fn due(c: &mut Conn, until: NaiveDate, all: i32, after: CommitmentId, limit: i64) -> Result<Vec<Commitment>> {
    let open = k::state.eq(CommitmentState::Open).and(k::due_on.le(until));
    Ok(k::table
        .filter(open.and(k::told_stage.lt(all)).and(k::id.gt(after)))
        .order(k::id)
        .limit(limit)
        .select(Commitment::as_select())
        .load(c)?)
}

/// Those of a person, the earliest due first.
pub fn due_of(c: &mut Conn, who: UserId, until: NaiveDate, all: i32, limit: i64) -> Result<Vec<Commitment>> {
    let open = k::state.eq(CommitmentState::Open).and(k::due_on.le(until));
    Ok(k::table
        .filter(open.and(k::told_stage.lt(all)).and(k::who_id.eq(who)))
        .order((k::due_on, k::id))
        .limit(limit)
        .select(Commitment::as_select())
        .load(c)?)
}

/// Those that are late and of which just so much has been said, the earliest due first.
pub fn late(c: &mut Conn, today: NaiveDate, told: i32, limit: i64) -> Result<Vec<Commitment>> {
    let open = k::state.eq(CommitmentState::Open).and(k::due_on.lt(today));
    Ok(k::table
        .filter(open.and(k::told_stage.eq(told)))
        .order((k::due_on, k::id))
        .limit(limit)
        .select(Commitment::as_select())
        .load(c)?)
}

/// Notes how far people have been told, if it is still the same promise of the same day; says whether it was. What people
/// see of the promise stays, and so its version.
pub fn set_told(c: &mut Conn, row: &Commitment, stage: i32) -> Result<bool> {
    let same = k::id
        .eq(row.id)
        .and(k::version.eq(row.version))
        .and(k::told_stage.eq(row.told_stage));
    Ok(diesel::update(k::table.filter(same))
        .set(k::told_stage.eq(stage))
        .execute(c)?
        == 1)
}
