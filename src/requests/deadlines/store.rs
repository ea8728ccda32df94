//! The rows of alarms and of the recount, and the requests that these look for.

use std::collections::HashMap;

use diesel::prelude::*;

use super::alarms::{Alarm, AlarmClock, Stage};
use crate::clock::Timestamp;
use crate::db::schema::{deadline_alarms, deadline_recounts, requests};
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{RequestId, UserId};
use crate::notifications::model::Why;
use crate::requests::Category;
use crate::requests::state::State;
use crate::requests::store::Request;

/// Where a walk over what is due stands.
pub type Place = (Timestamp, RequestId);

/// The next requests about which there is something to say, in the order in which it came due.
pub fn due(c: &mut Conn, now: Timestamp, after: Option<Place>, limit: i64) -> Result<Vec<Place>> {
    let mut query = requests::table
        .filter(requests::next_alarm_at.le(now))
        .order((requests::next_alarm_at, requests::id))
        .limit(limit)
        .select((requests::next_alarm_at.assume_not_null(), requests::id))
        .into_boxed();
    if let Some((at, id)) = after {
        query = query.filter(
            requests::next_alarm_at
                .gt(at)
                .or(requests::next_alarm_at.eq(at).and(requests::id.gt(id))),
        );
    }
    Ok(query.load(c)?)
}

/// Writes when to look again, if the row is still the one that was seen; nobody sees the difference.
pub fn set_next(c: &mut Conn, row: &Request) -> Result<bool> {
    let seen = requests::id.eq(row.id).and(requests::version.eq(row.version));
    let untouched = seen.and(requests::recounts.eq(row.recounts));
    let changed = diesel::update(requests::table.filter(untouched))
        .set(requests::next_alarm_at.eq(row.next_alarm_at))
        .execute(c)?;
    Ok(changed == 1)
}

/// Writes what a recount found, if the row is still the one that was seen. Its version stays, for nobody has decided
/// anything; who was writing meanwhile is told by `recounts`, and tries again.
pub fn set_recounted(c: &mut Conn, row: &Request) -> Result<bool> {
    let seen = requests::id.eq(row.id).and(requests::version.eq(row.version));
    let untouched = seen.and(requests::recounts.eq(row.recounts));
    let changed = diesel::update(requests::table.filter(untouched))
        .set((
            requests::due_at.eq(row.due_at),
            requests::next_alarm_at.eq(row.next_alarm_at),
            requests::recounts.eq(row.recounts + 1),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// The next open requests, by id.
pub fn open_after(c: &mut Conn, after: RequestId, limit: i64) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(requests::is_open.eq(true).and(requests::id.gt(after)))
        .order(requests::id)
        .limit(limit)
        .select(Request::as_select())
        .load(c)?)
}

/// What was said about each of these requests.
pub fn said(c: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, Vec<Alarm>>> {
    let rows: Vec<(RequestId, AlarmClock, Stage, Timestamp)> = deadline_alarms::table
        .filter(one_of(deadline_alarms::request_id, ids))
        .select((
            deadline_alarms::request_id,
            deadline_alarms::clock,
            deadline_alarms::stage,
            deadline_alarms::due_at,
        ))
        .load(c)?;
    let mut said: HashMap<RequestId, Vec<Alarm>> = HashMap::new();
    for (id, clock, stage, due_at) in rows {
        said.entry(id).or_default().push(Alarm { clock, stage, due_at });
    }
    Ok(said)
}

/// Records that this is to be told to a person; to nobody: that there was nobody to tell.
pub fn raise(c: &mut Conn, id: RequestId, alarm: &Alarm, to: Option<(UserId, Why)>, now: Timestamp) -> Result<()> {
    let told = to.is_none().then_some(now);
    diesel::insert_into(deadline_alarms::table)
        .values((
            deadline_alarms::request_id.eq(id),
            deadline_alarms::clock.eq(alarm.clock),
            deadline_alarms::stage.eq(alarm.stage),
            deadline_alarms::due_at.eq(alarm.due_at),
            deadline_alarms::user_id.eq(to.map(|(user, _)| user)),
            deadline_alarms::why.eq(to.map_or(Why::Director, |(_, why)| why)),
            deadline_alarms::raised_at.eq(now),
            deadline_alarms::told_at.eq(told),
        ))
        .execute(c)?;
    Ok(())
}

/// The next people who wait to be told something, by id.
pub fn untold_people(c: &mut Conn, after: UserId, limit: i64) -> Result<Vec<UserId>> {
    Ok(deadline_alarms::table
        .filter(
            deadline_alarms::told_at
                .is_null()
                .and(deadline_alarms::user_id.gt(after)),
        )
        .select(deadline_alarms::user_id.assume_not_null())
        .distinct()
        .order(deadline_alarms::user_id)
        .limit(limit)
        .load(c)?)
}

/// Something that waits to be told.
#[derive(Debug, Clone, Queryable)]
pub struct Untold {
    pub alarm_id: i64,
    pub clock: AlarmClock,
    pub stage: Stage,
    pub due_at: Timestamp,
    pub why: Why,
    pub request_id: RequestId,
    pub number: Option<String>,
    pub title: String,
    pub category: Category,
    pub waiting_for: Option<String>,
    pub state: State,
}

/// What waits to be told to a person, oldest first.
pub fn untold(c: &mut Conn, user: UserId, limit: i64) -> Result<Vec<Untold>> {
    Ok(deadline_alarms::table
        .inner_join(requests::table.on(requests::id.eq(deadline_alarms::request_id)))
        .filter(
            deadline_alarms::told_at
                .is_null()
                .and(deadline_alarms::user_id.eq(user)),
        )
        .order(deadline_alarms::id)
        .limit(limit)
        .select((
            deadline_alarms::id,
            deadline_alarms::clock,
            deadline_alarms::stage,
            deadline_alarms::due_at,
            deadline_alarms::why,
            requests::id,
            requests::number,
            requests::title,
            requests::category,
            requests::waiting_for,
            requests::state,
        ))
        .load(c)?)
}

/// Notes that all of these have been told; says of how many nobody else had done so.
pub fn set_told(c: &mut Conn, ids: &[i64], now: Timestamp) -> Result<usize> {
    Ok(diesel::update(deadline_alarms::table)
        .filter(one_of(deadline_alarms::id, ids).and(deadline_alarms::told_at.is_null()))
        .set(deadline_alarms::told_at.eq(now))
        .execute(c)?)
}

/// How far the recount has come.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = deadline_recounts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Recount {
    /// The newest entry of the history about calendar or policies that it goes by; 0: there was none.
    pub basis: i64,
    /// What that entry was about.
    pub because: String,
    /// The last request that it has seen.
    pub after_id: RequestId,
    /// When it was done.
    pub finished_at: Option<Timestamp>,
}

const ONLY: i32 = 1;

pub fn recount(c: &mut Conn) -> Result<Option<Recount>> {
    Ok(deadline_recounts::table
        .find(ONLY)
        .select((
            deadline_recounts::basis,
            deadline_recounts::because,
            deadline_recounts::after_id,
            deadline_recounts::finished_at,
        ))
        .first(c)
        .optional()?)
}

/// Writes how far it has come, over `before`; says whether that was still so.
pub fn save_recount(c: &mut Conn, before: Option<&Recount>, now: &Recount) -> Result<bool> {
    let Some(before) = before else {
        let first = diesel::insert_into(deadline_recounts::table)
            .values((deadline_recounts::id.eq(ONLY), now.clone()))
            .on_conflict_do_nothing();
        return Ok(both(first).execute(c)? == 1);
    };
    let seen = deadline_recounts::id
        .eq(ONLY)
        .and(deadline_recounts::basis.eq(before.basis))
        .and(deadline_recounts::after_id.eq(before.after_id));
    let changed = diesel::update(deadline_recounts::table.filter(seen))
        .set(now)
        .execute(c)?;
    Ok(changed == 1)
}
