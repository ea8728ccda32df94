//! The counts that reports are made of.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::calendar::Stretch;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::requests;
use crate::error::Result;
use crate::ids::{DeskId, UnitId};
use crate::requests::Category;
use crate::requests::state::State;

/// How much is open of each category in each unit.
pub fn open_by_unit(c: &mut Conn) -> Result<Vec<(UnitId, Category, i64)>> {
    Ok(requests::table
        .filter(requests::is_open.and(requests::state.ne(State::Draft)))
        .group_by((requests::unit_id, requests::category))
        .select((requests::unit_id, requests::category, count_star()))
        .load(c)?)
}

/// How much of what is open and was filed in this time lies at each desk. No beginning: filed at any time before.
pub fn open_by_desk(c: &mut Conn, from: Option<Timestamp>, until: Timestamp) -> Result<Vec<(Option<DeskId>, i64)>> {
    let mut query = requests::table
        .group_by(requests::desk_id)
        .select((requests::desk_id, count_star()))
        .filter(requests::is_open.and(requests::state.ne(State::Draft)))
        .filter(requests::submitted_at.lt(until))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(requests::submitted_at.ge(from));
    }
    Ok(query.load(c)?)
}

/// How many are open, drafts left out.
pub fn open(c: &mut Conn) -> Result<i64> {
    Ok(requests::table
        .filter(requests::is_open.and(requests::state.ne(State::Draft)))
        .count()
        .get_result(c)?)
}

/// How many were filed in this time.
pub fn filed(c: &mut Conn, time: Stretch) -> Result<i64> {
    Ok(requests::table
        .filter(
            requests::submitted_at
                .ge(time.from)
                .and(requests::submitted_at.lt(time.until)),
        )
        .count()
        .get_result(c)?)
}

/// How many of those that were filed came to their end in this time.
pub fn closed(c: &mut Conn, time: Stretch) -> Result<i64> {
    Ok(requests::table
        .filter(
            requests::closed_at
                .ge(time.from)
                .and(requests::closed_at.lt(time.until)),
        )
        .filter(requests::submitted_at.is_not_null())
        .count()
        .get_result(c)?)
}
