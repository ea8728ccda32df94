//! Lists of requests: what a person's are made of, filters, orders, and the words of a search.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{self, BigInt, Bool, Nullable, Text};

use super::categories::Category;
use super::model::{RequestFilter, Sort};
use super::state::{Group, State};
use super::store::Request;
use super::tags::store as tag_store;
use crate::calendar::tehran;
use crate::clock::Timestamp;
use crate::db::dialect::{self, Matches, RequestQuery};
use crate::db::schema::requests;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{DeskId, RequestId, UnitId, UserId};
use crate::page::{Cursor, foreign_cursor};
use crate::persian::search;
use crate::routing::Priority;

/// Which rows a person's lists are made of.
#[derive(Debug, Clone)]
pub enum Scope {
    /// All but other people's drafts.
    All,
    /// Those of these units, and, once submitted, those at these desks, with these people, or for the mayor. Of private
    /// ones as `policy::may_see` says.
    Of {
        /// Theirs by being head: private ones too.
        headed: Vec<UnitId>,
        /// Theirs as staff, or in the place of staff: of private ones those that this person filed.
        staffed: Vec<(UserId, Vec<UnitId>)>,
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
    // With a desk or a person: not a draft, and a private one not while it is only proposed (`policy::is_untriaged`).
    let goes_back_to_triage = || {
        requests::resume_state
            .is_not_null()
            .and(requests::resume_state.assume_not_null().eq(State::Submitted))
    };
    let decided = || {
        requests::state
            .ne(State::Submitted)
            .and(diesel::dsl::not(goes_back_to_triage()))
    };
    let with_them = || requests::state.ne(State::Draft).and(public().or(decided()));
    match headed[..] {
        [] => {}
        // By far the most heads have one: its index has its requests in order.
        [unit] => parts.push(Box::new(requests::unit_id.eq(unit))),
        _ => parts.push(Box::new(one_of(requests::unit_id, &headed))),
    }
    for (who, units) in staffed {
        let open_to_staff = || public().or(requests::filer_id.eq(who));
        match units[..] {
            [unit] => parts.push(Box::new(requests::unit_id.eq(unit).and(open_to_staff()))),
            _ => parts.push(Box::new(one_of(requests::unit_id, &units).and(open_to_staff()))),
        }
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

/// Whether any request is this person's own to deal with.
pub fn owns_any(c: &mut Conn, who: UserId) -> Result<bool> {
    let theirs = requests::owner_id
        .is_not_null()
        .and(requests::owner_id.assume_not_null().eq(who));
    Ok(diesel::select(diesel::dsl::exists(requests::table.filter(theirs))).get_result(c)?)
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
        ) if desks.is_empty() && owners.is_empty() => {
            let staffed = staffed.iter().flat_map(|(_, units)| units);
            headed.iter().chain(staffed).copied().collect()
        }
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
    if let Some(day) = filter.filed_from {
        query = query.filter(requests::submitted_at.ge(tehran::whole(day).from));
    }
    if let Some(day) = filter.filed_to {
        query = query.filter(requests::submitted_at.lt(tehran::whole(day).until));
    }
    if let Some(day) = filter.closed_from {
        query = query.filter(requests::closed_at.ge(tehran::whole(day).from));
    }
    if let Some(day) = filter.closed_to {
        query = query.filter(requests::closed_at.lt(tehran::whole(day).until));
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
