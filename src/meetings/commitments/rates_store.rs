//! The rows that keep-rates are counted from: of a page of people, units or meetings at a time.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{RateFilter, RatesBy};
use crate::db::schema::commitments;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{MeetingId, UnitId, UserId};
use crate::meetings::agenda::model::CommitmentState;

/// What a rate needs of a promise, after what it is counted by.
pub type Counted = (i64, CommitmentState, NaiveDate, NaiveDate, Option<NaiveDate>, i32);

/// [`Counted`] without what it is counted by.
type Rest = (CommitmentState, NaiveDate, NaiveDate, Option<NaiveDate>, i32);

/// The ids that promises are counted by, of a page and one more; `only`: this person alone.
pub fn keys(c: &mut Conn, filter: &RateFilter, only: Option<UserId>, after: i64, limit: i64) -> Result<Vec<i64>> {
    use commitments as k;
    let counted = k::table
        .filter(k::state.ne(CommitmentState::TakenBack))
        .distinct()
        .into_boxed();
    let mut counted = counted;
    if let Some(from) = filter.from {
        counted = counted.filter(k::first_due_on.ge(from));
    }
    if let Some(to) = filter.to {
        counted = counted.filter(k::first_due_on.le(to));
    }
    Ok(match filter.by.unwrap_or_default() {
        RatesBy::Person => {
            if let Some(only) = only {
                counted = counted.filter(k::who_id.eq(only));
            }
            let page = counted
                .filter(k::who_id.gt(UserId(after)))
                .order(k::who_id)
                .limit(limit);
            let ids: Vec<UserId> = page.select(k::who_id).load(c)?;
            ids.into_iter().map(i64::from).collect()
        }
        RatesBy::Unit => {
            let unit = k::unit_id.assume_not_null();
            let page = counted.filter(k::unit_id.is_not_null().and(unit.gt(UnitId(after))));
            let ids: Vec<UnitId> = page.order(unit).limit(limit).select(unit).load(c)?;
            ids.into_iter().map(i64::from).collect()
        }
        RatesBy::Meeting => {
            let page = counted
                .filter(k::meeting_id.gt(MeetingId(after)))
                .order(k::meeting_id)
                .limit(limit);
            let ids: Vec<MeetingId> = page.select(k::meeting_id).load(c)?;
            ids.into_iter().map(i64::from).collect()
        }
    })
}

/// The promises of these.
pub fn counted(c: &mut Conn, filter: &RateFilter, keys: &[i64]) -> Result<Vec<Counted>> {
    use commitments as k;
    let mut query = k::table.into_boxed();
    if let Some(from) = filter.from {
        query = query.filter(k::first_due_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(k::first_due_on.le(to));
    }
    let rest = (k::state, k::first_due_on, k::due_on, k::ended_on, k::repromises);
    let flat = |(key, (state, first, due, ended, times)): (i64, Rest)| (key, state, first, due, ended, times);
    Ok(match filter.by.unwrap_or_default() {
        RatesBy::Person => {
            let ids: Vec<_> = keys.iter().copied().map(UserId).collect();
            let rows: Vec<(i64, Rest)> = query
                .filter(one_of(k::who_id, &ids))
                .select((k::who_id, rest))
                .load(c)?;
            rows.into_iter().map(flat).collect()
        }
        RatesBy::Unit => {
            let ids: Vec<_> = keys.iter().copied().map(UnitId).collect();
            let query = query.filter(one_of(k::unit_id, &ids));
            let rows: Vec<(i64, Rest)> = query.select((k::unit_id.assume_not_null(), rest)).load(c)?;
            rows.into_iter().map(flat).collect()
        }
        RatesBy::Meeting => {
            let ids: Vec<_> = keys.iter().copied().map(MeetingId).collect();
            let query = query.filter(one_of(k::meeting_id, &ids));
            let rows: Vec<(i64, Rest)> = query.select((k::meeting_id, rest)).load(c)?;
            rows.into_iter().map(flat).collect()
        }
    })
}
