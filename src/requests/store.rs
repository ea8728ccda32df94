//! The rows of requests.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{self, BigInt, Bool, Nullable, Text};
use serde::{Deserialize, Serialize};

use super::categories::Category;
use super::model::{RequestFilter, Sort};
use super::policy::Subject;
use super::state::{Group, Position, State};
use super::tags::store as tag_store;
use crate::clock::Timestamp;
use crate::db::dialect::{self, Matches, RequestQuery};
use crate::db::schema::{meetings, request_counters, requests};
use crate::db::types::Json;
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{DeskId, MeetingId, RequestId, RuleId, ThemeId, UnitId, UserId};
use crate::page::{Cursor, foreign_cursor};
use crate::persian::search;
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
        let proposed = self.state == State::Submitted || self.resume_state == Some(State::Submitted);
        (self.desk_id.is_some() || self.owner_id.is_some()) && !proposed
    }

    /// What the policy asks.
    pub fn subject(&self) -> Subject {
        Subject {
            unit_id: self.unit_id,
            filer_id: self.filer_id,
            desk_id: self.desk_id,
            owner_id: self.owner_id,
            state: self.state,
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
pub fn save(c: &mut Conn, row: &mut Request, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let changed = diesel::update(requests::table.filter(requests::id.eq(row.id).and(requests::version.eq(seen))))
        .set(&*row)
        .execute(c)?;
    Ok(changed == 1)
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
    Ok(diesel::select(diesel::dsl::exists(meetings::table.filter(meetings::id.eq(id)))).get_result(c)?)
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

/// Which rows a person's lists are made of.
#[derive(Debug, Clone)]
pub enum Scope {
    /// All but other people's drafts.
    All,
    /// Those of these units, and, once submitted, those at these desks, with these people, or for the mayor. Of private
    /// ones as `policy::may_see` says.
    Of {
        who: UserId,
        /// Theirs by being head: private ones too.
        headed: Vec<UnitId>,
        /// Theirs as staff: of private ones their own only.
        staffed: Vec<UnitId>,
        desks: Vec<DeskId>,
        owners: Vec<UserId>,
        for_mayor: bool,
    },
}

impl Scope {
    /// Whether there is nothing in it.
    fn is_empty(&self) -> bool {
        matches!(self, Self::Of { headed, staffed, desks, owners, for_mayor: false, .. }
            if headed.is_empty() && staffed.is_empty() && desks.is_empty() && owners.is_empty())
    }
}

fn within(query: RequestQuery<'_>, scope: Scope) -> RequestQuery<'_> {
    type Part = Box<dyn BoxableExpression<requests::table, crate::db::MultiBackend, SqlType = Bool>>;
    let Scope::Of {
        who,
        headed,
        staffed,
        desks,
        owners,
        for_mayor,
    } = scope
    else {
        return query.filter(requests::state.ne(State::Draft));
    };
    let mut parts: Vec<Part> = Vec::new();
    let public = || diesel::dsl::not(requests::private);
    // With a desk or a person: not a draft, and a private one not while it is only proposed.
    let with_them = || {
        requests::state
            .ne(State::Draft)
            .and(public().or(requests::state.ne(State::Submitted)))
    };
    match headed[..] {
        [] => {}
        // By far the most heads have one: its index has its requests in order.
        [unit] => parts.push(Box::new(requests::unit_id.eq(unit))),
        _ => parts.push(Box::new(one_of(requests::unit_id, &headed))),
    }
    let open_to_staff = || public().or(requests::filer_id.eq(who));
    match staffed[..] {
        [] => {}
        [unit] => parts.push(Box::new(requests::unit_id.eq(unit).and(open_to_staff()))),
        _ => parts.push(Box::new(one_of(requests::unit_id, &staffed).and(open_to_staff()))),
    }
    if !desks.is_empty() {
        parts.push(Box::new(one_of(requests::desk_id, &desks).and(with_them())));
    }
    match owners[..] {
        [] => {}
        [owner] => parts.push(Box::new(
            requests::owner_id
                .assume_not_null()
                .eq(owner)
                .and(requests::owner_id.is_not_null())
                .and(with_them()),
        )),
        _ => parts.push(Box::new(one_of(requests::owner_id, &owners).and(with_them()))),
    }
    if for_mayor {
        let submitted = requests::state.ne(State::Draft);
        parts.push(Box::new(
            requests::category
                .eq(Category::MayorMeeting)
                .and(submitted)
                .and(public()),
        ));
    }
    let any = parts.into_iter().reduce(|a, b| Box::new(a.or(b)));
    match any {
        Some(any) => query.filter(any),
        None => query.filter(sql::<Bool>("1 = 0")),
    }
}

/// Rows of a page and one more, in the filter's order.
pub fn list(
    c: &mut Conn,
    scope: Scope,
    filter: &RequestFilter,
    words: Option<&search::Query>,
    now: Timestamp,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Request>> {
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let sort = filter.sort.unwrap_or_default();
    let units = only_units(&scope, filter);
    let marked = words.map(|words| words.clone().with_any(unit_marks(&units)));
    let wanted = || filtered(within(requests::table.into_boxed(), scope.clone()), filter, now);
    let page = |query: RequestQuery<'_>, limit, c: &mut Conn| query.limit(limit).select(Request::as_select()).load(c);
    let Some(words) = marked else {
        return Ok(page(ordered(wanted(), sort, after)?, limit, c)?);
    };
    if key(sort).is_some() {
        let query = dialect::matching_words(c, ordered(wanted(), sort, after)?, &words);
        return Ok(page(query, limit, c)?);
    }
    let mut matches = Matches::new(
        &words,
        sort.descends(),
        after.map(|cursor| cursor.i),
        only(&units),
        limit,
    );
    let mut rows: Vec<Request> = Vec::new();
    while let left @ 1.. = limit - i64::try_from(rows.len()).unwrap_or(limit) {
        let Some(query) = matches.next(c, wanted())? else { break };
        rows.extend(page(query, left, c)?);
    }
    Ok(rows)
}

/// The newest of a scope that have the words, drafts left out.
pub fn newest_with(c: &mut Conn, scope: &Scope, words: search::Query, limit: i64) -> Result<Vec<RequestId>> {
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let units = only_units(scope, &RequestFilter::default());
    let words = words.with_any(unit_marks(&units));
    let mut matches = Matches::new(&words, true, None, only(&units), limit);
    let mut ids: Vec<RequestId> = Vec::new();
    while let left @ 1.. = limit - i64::try_from(ids.len()).unwrap_or(limit) {
        let filed = within(requests::table.into_boxed(), scope.clone()).filter(requests::state.ne(State::Draft));
        let Some(query) = matches.next(c, filed)? else { break };
        ids.extend(query.limit(left).select(requests::id).load::<RequestId>(c)?);
    }
    Ok(ids)
}

/// The mark of a unit among the tokens of its requests: a unit's few are found without going through everybody's.
pub fn unit_mark(unit: UnitId) -> String {
    // Of an id that no unit has, too, one token: a minus would cut it into two.
    search::mark(&format!("unit{}", unit.0.unsigned_abs()))
}

fn unit_marks(units: &[UnitId]) -> Vec<String> {
    units.iter().copied().map(unit_mark).collect()
}

/// The unit, if it is one.
fn only(units: &[UnitId]) -> Option<UnitId> {
    if let [unit] = units { Some(*unit) } else { None }
}

/// The only units whose requests can be wanted; empty: any.
fn only_units(scope: &Scope, filter: &RequestFilter) -> Vec<UnitId> {
    match (filter.unit_id, scope) {
        (Some(unit), _) => vec![unit],
        (
            None,
            Scope::Of {
                headed,
                staffed,
                desks,
                owners,
                for_mayor: false,
                ..
            },
        ) if desks.is_empty() && owners.is_empty() => headed.iter().chain(staffed).copied().collect(),
        (None, _) => Vec::new(),
    }
}

fn filtered<'a>(mut query: RequestQuery<'a>, filter: &RequestFilter, now: Timestamp) -> RequestQuery<'a> {
    if let Some(state) = filter.state {
        query = query.filter(requests::state.eq(state));
    }
    if let Some(group) = filter.state_group {
        query = query.filter(requests::is_open.eq(group == Group::Open));
    }
    if let Some(category) = filter.category {
        query = query.filter(requests::category.eq(category));
    }
    if let Some(unit) = filter.unit_id {
        query = query.filter(requests::unit_id.eq(unit));
    }
    if let Some(desk) = filter.desk_id {
        query = query.filter(requests::desk_id.eq(desk));
    }
    if let Some(owner) = filter.owner_id {
        query = query.filter(requests::owner_id.eq(owner));
    }
    if let Some(meeting) = filter.meeting_id {
        query = query.filter(requests::raised_in_id.eq(meeting));
    }
    if let Some(theme) = filter.theme_id {
        query = query.filter(requests::theme_id.eq(theme));
    }
    if let Some(tag) = &filter.tag {
        query = query.filter(requests::id.eq_any(tag_store::bearers(tag.clone())));
    }
    match filter.overdue {
        Some(true) => query.filter(requests::is_open.and(requests::due_at.lt(now))),
        Some(false) => query.filter(
            diesel::dsl::not(requests::is_open)
                .or(requests::due_at.is_null())
                .or(requests::due_at.ge(now)),
        ),
        None => query,
    }
}

/// What a sort goes by before the id, as SQL around a column or a value; none: ids grow with `created_at`. What is never
/// due stands behind every day, in both directions and on both databases alike. Each has its index (migrations).
const fn key(sort: Sort) -> Option<(&'static str, &'static str, &'static str)> {
    match sort {
        Sort::Newest | Sort::Oldest => None,
        Sort::LastChanged | Sort::FirstChanged => Some(("", "requests.updated_at", "")),
        Sort::DueFirst => Some(("COALESCE(", "requests.due_at", ", '9999-12-31 00:00:00')")),
        Sort::DueLast => Some(("COALESCE(", "requests.due_at", ", '0001-01-01 00:00:00')")),
        // The words stand in the order of their urgency: see the test below.
        Sort::MostUrgent | Sort::LeastUrgent => Some(("", "requests.priority", "")),
    }
}

/// Where a row stands in a sort, for its cursor; empty: never due, or the id says it.
pub fn place(sort: Sort, row: &Request) -> String {
    let at = match sort {
        Sort::Newest | Sort::Oldest => None,
        Sort::LastChanged | Sort::FirstChanged => Some(row.updated_at),
        Sort::DueFirst | Sort::DueLast => row.due_at,
        Sort::MostUrgent | Sort::LeastUrgent => return row.priority.to_string(),
    };
    at.map(|at| at.utc().to_rfc3339()).unwrap_or_default()
}

fn ordered<'a>(query: RequestQuery<'a>, sort: Sort, after: Option<&Cursor>) -> Result<RequestQuery<'a>> {
    let (way, beyond) = if sort.descends() { ("DESC", "<") } else { ("ASC", ">") };
    let Some((before, column, behind)) = key(sort) else {
        let after = after.map(|cursor| RequestId(cursor.i));
        // Typed, and so compiled once: this is the list that everybody opens.
        return Ok(match (sort.descends(), after) {
            (true, None) => query.order(requests::id.desc()),
            (true, Some(id)) => query.filter(requests::id.lt(id)).order(requests::id.desc()),
            (false, None) => query.order(requests::id.asc()),
            (false, Some(id)) => query.filter(requests::id.gt(id)).order(requests::id.asc()),
        });
    };
    let key = format!("{before}{column}{behind}");
    let query = query.order(sql::<BigInt>(&format!("{key} {way}, requests.id {way}")));
    let Some(cursor) = after else { return Ok(query) };
    // By the pair of key and id. The key is compared once more by itself: SQLite finds the place in an index over an
    // expression by that alone.
    macro_rules! after {
        ($kind:ty, $value:expr) => {
            query.filter(
                sql::<Bool>(&format!("{key} {beyond}= {before}"))
                    .bind::<$kind, _>($value)
                    .sql(&format!("{behind} AND ({key}, requests.id) {beyond} ({before}"))
                    .bind::<$kind, _>($value)
                    .sql(&format!("{behind}, "))
                    .bind::<BigInt, _>(cursor.i)
                    .sql(")"),
            )
        };
    }
    Ok(if let Sort::MostUrgent | Sort::LeastUrgent = sort {
        let priority: Priority = cursor.k.parse().map_err(|_| foreign_cursor())?;
        after!(Text, priority)
    } else {
        let never = cursor.k.is_empty() && matches!(sort, Sort::DueFirst | Sort::DueLast);
        let at = (!never).then(|| cursor.instant()).transpose()?;
        after!(Nullable<sql_types::Timestamp>, at)
    })
}

#[cfg(test)]
mod tests {
    use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
    use diesel::sql_types::Integer;

    use super::*;
    use crate::db::MultiBackend;

    #[test]
    fn the_words_of_priorities_stand_in_the_order_of_their_urgency() {
        assert!(Priority::ALL.is_sorted());
        assert!(Priority::ALL.is_sorted_by_key(|p| p.as_str()));
    }

    /// What SQLite means to do for a query.
    #[derive(QueryId)]
    struct Explain<Q>(Q);

    impl<Q> Query for Explain<Q> {
        type SqlType = (Integer, Integer, Integer, Text);
    }

    impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Explain<Q> {
        fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
            out.push_sql("EXPLAIN QUERY PLAN ");
            self.0.walk_ast(out)
        }
    }

    impl<Q> RunQueryDsl<Conn> for Explain<Q> {}

    #[test]
    fn each_order_is_read_from_its_index() {
        let mut sqlite = diesel::SqliteConnection::establish(":memory:").unwrap();
        let tables = include_str!("../../migrations/sqlite/2026-11-23-000001_foundation/up.sql");
        diesel::connection::SimpleConnection::batch_execute(&mut sqlite, tables).unwrap();
        let mut c = Conn::Sqlite(sqlite);
        for sort in Sort::ALL {
            let (k, index) = match key(*sort) {
                None => ("", "PRIMARY KEY"),
                Some((_, "requests.priority", _)) => ("urgent", "requests_priority"),
                Some((_, "requests.updated_at", _)) => ("2019-12-03T06:30:00Z", "requests_updated"),
                Some(_) if sort.descends() => ("2019-12-03T06:30:00Z", "requests_due_last"),
                Some(_) => ("2019-12-03T06:30:00Z", "requests_due_first"),
            };
            let cursor = Cursor {
                s: sort.to_string(),
                k: k.to_owned(),
                i: 5,
            };
            let query = ordered(requests::table.into_boxed(), *sort, Some(&cursor)).unwrap();
            let plan: Vec<(i32, i32, i32, String)> = Explain(query.select(requests::id).limit(3)).load(&mut c).unwrap();
            let plan: Vec<_> = plan.into_iter().map(|step| step.3).collect();
            assert!(plan.len() == 1 && plan[0].starts_with("SEARCH"), "{sort}: {plan:?}");
            assert!(plan[0].contains(index), "{sort}: {plan:?}");
        }
    }
}
