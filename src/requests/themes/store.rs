//! The rows of themes, and of the requests in them.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::{ThemeRef, ThemeSort};
use crate::clock::Timestamp;
use crate::db::schema::{requests, themes};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{RequestId, ThemeId, UnitId, UserId};
use crate::page::{Cursor, foreign_cursor};
use crate::requests::Category;
use crate::requests::state::State;
use crate::requests::store::Request;

/// A theme's row.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = themes, treat_none_as_null = true)]
pub struct Theme {
    pub id: ThemeId,
    pub title: String,
    pub description: String,
    pub units: i32,
    pub merged_into_id: Option<ThemeId>,
    pub created_by_id: UserId,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub fn insert(c: &mut Conn, now: Timestamp, title: &str, description: &str, by: UserId) -> Result<ThemeId> {
    Ok(diesel::insert_into(themes::table)
        .values((
            themes::title.eq(title),
            themes::description.eq(description),
            themes::units.eq(0),
            themes::created_by_id.eq(by),
            themes::version.eq(1),
            themes::created_at.eq(now),
            themes::updated_at.eq(now),
        ))
        .returning(themes::id)
        .get_result(c)?)
}

pub fn find(c: &mut Conn, id: ThemeId) -> Result<Option<Theme>> {
    Ok(themes::table
        .filter(themes::id.eq(id))
        .select(Theme::as_select())
        .first(c)
        .optional()?)
}

/// The names of these themes.
pub fn refs(c: &mut Conn, ids: &[ThemeId]) -> Result<HashMap<ThemeId, ThemeRef>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(ThemeId, String)> = themes::table
        .filter(one_of(themes::id, ids))
        .select((themes::id, themes::title))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, title)| (id, ThemeRef { id, title }))
        .collect())
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save(c: &mut Conn, row: &mut Theme, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = themes::table.filter(themes::id.eq(row.id).and(themes::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

pub fn set_units(c: &mut Conn, id: ThemeId, units: i32) -> Result<()> {
    diesel::update(themes::table.filter(themes::id.eq(id)))
        .set(themes::units.eq(units))
        .execute(c)?;
    Ok(())
}

/// Rows of a page and one more, of themes that were not merged. `hidden`: those too that have only private requests, or
/// none.
pub fn list(c: &mut Conn, hidden: bool, sort: ThemeSort, after: Option<&Cursor>, limit: i64) -> Result<Vec<Theme>> {
    let mut query = themes::table.into_boxed().filter(themes::merged_into_id.is_null());
    if !hidden {
        query = query.filter(themes::units.gt(0));
    }
    query = match (sort, after) {
        (ThemeSort::Newest, None) => query.order(themes::id.desc()),
        (ThemeSort::Newest, Some(cursor)) => query.filter(themes::id.lt(ThemeId(cursor.i))).order(themes::id.desc()),
        (ThemeSort::MostUnits, None) => query.order((themes::units.desc(), themes::id.desc())),
        (ThemeSort::MostUnits, Some(cursor)) => {
            let units: i32 = cursor.k.parse().map_err(|_| foreign_cursor())?;
            let fewer = themes::units.lt(units);
            query
                .filter(fewer.or(themes::units.eq(units).and(themes::id.lt(ThemeId(cursor.i)))))
                .order((themes::units.desc(), themes::id.desc()))
        }
    };
    Ok(query.limit(limit).select(Theme::as_select()).load(c)?)
}

/// How many requests of a unit a theme has, private or not, open or not.
#[derive(Debug, Clone, Copy)]
pub struct Tally {
    pub theme_id: ThemeId,
    pub unit_id: UnitId,
    pub private: bool,
    pub open: bool,
    pub requests: i64,
}

pub fn tallies(c: &mut Conn, ids: &[ThemeId]) -> Result<Vec<Tally>> {
    type Row = (Option<ThemeId>, UnitId, bool, bool, i64);
    let groups = (
        requests::theme_id,
        requests::unit_id,
        requests::private,
        requests::is_open,
    );
    let rows: Vec<Row> = requests::table
        .filter(one_of(requests::theme_id, ids))
        .group_by(groups)
        .select((
            requests::theme_id,
            requests::unit_id,
            requests::private,
            requests::is_open,
            count_star(),
        ))
        .load(c)?;
    let tally = |(theme_id, unit_id, private, open, requests): Row| {
        Some(Tally {
            theme_id: theme_id?,
            unit_id,
            private,
            open,
            requests,
        })
    };
    Ok(rows.into_iter().filter_map(tally).collect())
}

/// The requests of a theme, oldest first.
pub fn members(c: &mut Conn, id: ThemeId) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(requests::theme_id.eq(id))
        .order(requests::id)
        .select(Request::as_select())
        .load(c)?)
}

/// The requests of several themes, oldest first.
pub fn members_of(c: &mut Conn, ids: &[ThemeId]) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(one_of(requests::theme_id, ids))
        .order(requests::id)
        .select(Request::as_select())
        .load(c)?)
}

/// A request that may belong to a theme.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct Loose {
    pub id: RequestId,
    pub number: Option<String>,
    pub category: Category,
    pub unit_id: UnitId,
    pub title: String,
    pub state: State,
    pub search_text: String,
    pub created_at: Timestamp,
}

/// The newest open requests without a theme that wait for a decision or for work.
pub fn loose(c: &mut Conn, limit: i64) -> Result<Vec<Loose>> {
    let early = requests::state.eq_any([State::Submitted, State::Assigned]);
    Ok(requests::table
        .filter(requests::theme_id.is_null().and(early))
        .order(requests::id.desc())
        .limit(limit)
        .select(Loose::as_select())
        .load(c)?)
}

/// What a theme is made of, for comparing: theme, category and title of each request.
pub fn titles_in(c: &mut Conn, ids: &[ThemeId], limit: i64) -> Result<Vec<(ThemeId, Category, String)>> {
    Ok(requests::table
        .filter(one_of(requests::theme_id, ids).and(requests::theme_id.is_not_null()))
        .order(requests::id.desc())
        .limit(limit)
        .select((
            requests::theme_id.assume_not_null(),
            requests::category,
            requests::title,
        ))
        .load(c)?)
}
