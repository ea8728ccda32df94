//! The rows of requests.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::categories::Category;
use super::policy::{Subject, is_untriaged};
use super::state::{Position, State};
use crate::clock::Timestamp;
use crate::db::dialect;
use crate::db::schema::{meetings, request_counters, requests};
use crate::db::types::Json;
use crate::db::{Conn, both, one_of};
use crate::error::{Error, Result};
use crate::ids::{DeskId, MeetingId, RequestId, RuleId, ThemeId, UnitId, UserId};
use crate::routing::Priority;

/// A request's row. As JSON it is what a batch of triage keeps, to be undone.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = requests, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Request {
    #[diesel(skip_insertion)]
    pub id: RequestId,
    pub number: Option<String>,
    pub category: Category,
    pub unit_id: UnitId,
    pub filer_id: UserId,
    pub title: String,
    pub description: String,
    pub details: Json,
    pub amount_rials: Option<i64>,
    pub state: State,
    pub resume_state: Option<State>,
    pub is_open: bool,
    pub priority: Priority,
    pub private: bool,
    pub desk_id: Option<DeskId>,
    pub owner_id: Option<UserId>,
    pub rule_id: Option<RuleId>,
    pub rule_version: Option<i64>,
    pub due_at: Option<Timestamp>,
    pub next_alarm_at: Option<Timestamp>,
    pub raised_in_id: Option<MeetingId>,
    pub deferred_until: Option<NaiveDate>,
    pub deferred_to_id: Option<MeetingId>,
    pub waiting_for: Option<String>,
    pub duplicate_of_id: Option<RequestId>,
    pub disputed: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// In whose place the owner has it: a rule named somebody who was away.
    pub owner_for_id: Option<UserId>,
    pub theme_id: Option<ThemeId>,
    /// How often its deadlines were counted anew by themselves, which leaves the version as it is.
    #[serde(default)]
    pub recounts: i32,
}

impl Request {
    /// Where it stands, for the state machine.
    pub fn position(&self) -> Position {
        Position {
            state: self.state,
            resume: self.resume_state,
            routed: self.desk_id.is_some() || self.owner_id.is_some(),
        }
    }

    /// Takes it to where the state machine says.
    pub fn enter(&mut self, position: Position, now: Timestamp) {
        self.state = position.state;
        self.resume_state = position.resume;
        self.is_open = position.state.is_open();
        self.closed_at = (!self.is_open).then_some(now);
    }

    /// Whether the director has agreed to where it went: until then a desk or a person is only proposed.
    pub fn is_accepted(&self) -> bool {
        (self.desk_id.is_some() || self.owner_id.is_some()) && !is_untriaged(self.state, self.resume_state)
    }

    /// What the policy asks.
    pub fn subject(&self) -> Subject {
        Subject {
            unit_id: self.unit_id,
            filer_id: self.filer_id,
            desk_id: self.desk_id,
            owner_id: self.owner_id,
            state: self.state,
            proposed: is_untriaged(self.state, self.resume_state),
            for_mayor: self.category == Category::MayorMeeting,
            private: self.private,
        }
    }
}

/// Writes a new row; its id is the database's to give.
pub fn insert(c: &mut Conn, row: &Request, search_text: &str) -> Result<RequestId> {
    Ok(diesel::insert_into(requests::table)
        .values((row, requests::search_text.eq(search_text)))
        .returning(requests::id)
        .get_result(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
///
/// # Errors
/// A lost race when only its deadlines were counted anew meanwhile: whoever tries again finds them so.
pub fn save(c: &mut Conn, row: &mut Request, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let same = requests::id.eq(row.id).and(requests::version.eq(seen));
    let untouched = same.and(requests::recounts.eq(row.recounts));
    let changed = diesel::update(requests::table.filter(untouched))
        .set(&*row)
        .execute(c)?;
    if changed == 0 && diesel::select(exists(requests::table.filter(same))).get_result(c)? {
        return Err(Error::LostRace("deadlines were counted anew meanwhile".into()));
    }
    Ok(changed == 1)
}

/// Until the transaction ends nobody else changes the row.
pub fn lock(c: &mut Conn, id: RequestId) -> Result<()> {
    dialect::lock_request(c, id)
}

/// The next requests by id.
pub fn ids_after(c: &mut Conn, after: RequestId, limit: i64) -> Result<Vec<RequestId>> {
    let rest = requests::table.filter(requests::id.gt(after)).order(requests::id);
    Ok(rest.limit(limit).select(requests::id).load(c)?)
}

pub fn set_search_text(c: &mut Conn, id: RequestId, text: &str) -> Result<()> {
    diesel::update(requests::table.filter(requests::id.eq(id)))
        .set(requests::search_text.eq(text))
        .execute(c)?;
    Ok(())
}

pub fn find(c: &mut Conn, id: RequestId) -> Result<Option<Request>> {
    Ok(requests::table
        .filter(requests::id.eq(id))
        .select(Request::as_select())
        .first(c)
        .optional()?)
}

/// These requests, by id.
pub fn find_all(c: &mut Conn, ids: &[RequestId]) -> Result<Vec<Request>> {
    let these = requests::table.filter(one_of(requests::id, ids)).order(requests::id);
    Ok(these.select(Request::as_select()).load(c)?)
}

pub fn find_by_number(c: &mut Conn, number: &str) -> Result<Option<Request>> {
    Ok(requests::table
        .filter(requests::number.eq(number))
        .select(Request::as_select())
        .first(c)
        .optional()?)
}

/// The next of those that are done, by id.
pub fn done_after(c: &mut Conn, after: RequestId, limit: i64) -> Result<Vec<RequestId>> {
    Ok(requests::table
        .filter(requests::state.eq(State::Done).and(requests::id.gt(after)))
        .order(requests::id)
        .limit(limit)
        .select(requests::id)
        .load(c)?)
}

/// Open requests that others have in this person's place, by id.
pub fn outstanding(c: &mut Conn, user: UserId, after: RequestId, limit: i64) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(requests::owner_for_id.eq(user).and(requests::id.gt(after)))
        .filter(requests::is_open)
        .order(requests::id)
        .limit(limit)
        .select(Request::as_select())
        .load(c)?)
}

/// How many open requests others have in this person's place.
pub fn count_outstanding(c: &mut Conn, user: UserId) -> Result<i64> {
    let theirs = requests::table.filter(requests::owner_for_id.eq(user).and(requests::is_open));
    Ok(theirs.count().get_result(c)?)
}

/// Of these requests, those that are there.
pub fn find_many(c: &mut Conn, ids: &[RequestId]) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(one_of(requests::id, ids))
        .select(Request::as_select())
        .load(c)?)
}

/// What rules ask about a request.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct Submitted {
    pub id: RequestId,
    pub number: Option<String>,
    pub category: Category,
    pub unit_id: UnitId,
    pub title: String,
    pub description: String,
    pub amount_rials: Option<i64>,
    pub private: bool,
}

/// Requests with a number, the newest first, before this one.
pub fn submitted_before(c: &mut Conn, before: RequestId, limit: i64) -> Result<Vec<Submitted>> {
    Ok(requests::table
        .filter(requests::id.lt(before).and(requests::number.is_not_null()))
        .order(requests::id.desc())
        .limit(limit)
        .select(Submitted::as_select())
        .load(c)?)
}

pub fn meeting_exists(c: &mut Conn, id: MeetingId) -> Result<bool> {
    Ok(diesel::select(exists(meetings::table.filter(meetings::id.eq(id)))).get_result(c)?)
}

/// The word for the state of a meeting that is announced.
pub fn meeting_state(c: &mut Conn, id: MeetingId) -> Result<Option<String>> {
    let one = meetings::table.filter(meetings::id.eq(id).and(meetings::state.ne("draft")));
    Ok(one.select(meetings::state).first(c).optional()?)
}

/// The next number of the year. The counter's row is locked until the transaction ends, so a number that is
/// rolled back is given to the next: no gaps.
pub fn next_number(c: &mut Conn, year: i32) -> Result<i32> {
    Ok(both(
        diesel::insert_into(request_counters::table)
            .values((request_counters::year.eq(year), request_counters::last.eq(1)))
            .on_conflict(request_counters::year)
            .do_update()
            .set(request_counters::last.eq(request_counters::last + 1))
            .returning(request_counters::last),
    )
    .get_result(c)?)
}
