//! The rows of series.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{meeting_series, series_people};
use crate::db::types::Json;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{SeriesId, UnitId, UserId};

/// A series' row.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = meeting_series, treat_none_as_null = true)]
pub struct Series {
    pub id: SeriesId,
    pub title: String,
    pub chair_id: Option<UserId>,
    pub place: String,
    pub active: bool,
    pub last_number: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub standing_items: Json,
    pub recurrence: Option<Json>,
    pub quorum: Option<Json>,
    pub minutes_review_days: Option<i32>,
}

/// Whom a series invites: a unit, a person (perhaps for a unit), or a guest by name and address.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = series_people, treat_none_as_default_value = false)]
pub struct SeriesPerson {
    pub series_id: SeriesId,
    pub unit_id: Option<UnitId>,
    pub user_id: Option<UserId>,
    pub guest_name: Option<String>,
    pub guest_email: Option<String>,
}

/// What a new series is written from.
pub struct NewSeries<'a> {
    pub title: &'a str,
    pub chair: Option<UserId>,
    pub place: &'a str,
    pub last_number: i32,
    pub standing_items: Json,
    pub recurrence: Option<Json>,
    pub quorum: Option<Json>,
}

pub fn insert_series(c: &mut Conn, new: NewSeries<'_>, now: Timestamp) -> Result<SeriesId> {
    use meeting_series as s;
    Ok(diesel::insert_into(s::table)
        .values((
            s::title.eq(new.title),
            s::chair_id.eq(new.chair),
            s::place.eq(new.place),
            s::active.eq(true),
            s::last_number.eq(new.last_number),
            s::standing_items.eq(new.standing_items),
            s::recurrence.eq(new.recurrence),
            s::quorum.eq(new.quorum),
            s::version.eq(1),
            s::created_at.eq(now),
            s::updated_at.eq(now),
        ))
        .returning(s::id)
        .get_result(c)?)
}

pub fn find_series(c: &mut Conn, id: SeriesId) -> Result<Option<Series>> {
    Ok(meeting_series::table
        .filter(meeting_series::id.eq(id))
        .select(Series::as_select())
        .first(c)
        .optional()?)
}

pub fn series_titles(c: &mut Conn, ids: &[SeriesId]) -> Result<Vec<(SeriesId, String)>> {
    Ok(meeting_series::table
        .filter(one_of(meeting_series::id, ids))
        .select((meeting_series::id, meeting_series::title))
        .load(c)?)
}

pub fn list_series(c: &mut Conn, after: Option<SeriesId>, limit: i64) -> Result<Vec<Series>> {
    let after = after.unwrap_or(SeriesId(0));
    Ok(meeting_series::table
        .filter(meeting_series::id.gt(after))
        .order(meeting_series::id)
        .limit(limit)
        .select(Series::as_select())
        .load(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_series(c: &mut Conn, row: &mut Series, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = meeting_series::table.filter(meeting_series::id.eq(row.id).and(meeting_series::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

/// The next number of the series; its row is locked until the transaction ends.
pub fn next_number(c: &mut Conn, series: SeriesId) -> Result<i32> {
    Ok(
        diesel::update(meeting_series::table.filter(meeting_series::id.eq(series)))
            .set(meeting_series::last_number.eq(meeting_series::last_number + 1))
            .returning(meeting_series::last_number)
            .get_result(c)?,
    )
}

pub fn series_by_id(c: &mut Conn, ids: &[SeriesId]) -> Result<Vec<Series>> {
    Ok(meeting_series::table
        .filter(one_of(meeting_series::id, ids))
        .select(Series::as_select())
        .load(c)?)
}

/// Until the transaction ends, nobody else plans meetings of this series.
pub fn lock(c: &mut Conn, id: SeriesId) -> Result<()> {
    diesel::update(meeting_series::table.filter(meeting_series::id.eq(id)))
        .set(meeting_series::last_number.eq(meeting_series::last_number))
        .execute(c)?;
    Ok(())
}

/// Whom these series invite, in order.
pub fn invited(c: &mut Conn, ids: &[SeriesId]) -> Result<Vec<SeriesPerson>> {
    Ok(series_people::table
        .filter(one_of(series_people::series_id, ids))
        .order(series_people::id)
        .select(SeriesPerson::as_select())
        .load(c)?)
}

/// Writes the list anew.
pub fn replace_invited(c: &mut Conn, id: SeriesId, rows: &[SeriesPerson]) -> Result<()> {
    diesel::delete(series_people::table.filter(series_people::series_id.eq(id))).execute(c)?;
    for batch in rows.chunks(500) {
        crate::insert_batch!(c, series_people::table, batch)?;
    }
    Ok(())
}
