//! The rows of absences.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::Grant;
use super::store::{GRANT, grant_of};
use crate::clock::Timestamp;
use crate::db::schema::{absences, role_grants};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{AbsenceId, UserId};

/// An absence's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = absences, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AbsenceRow {
    #[diesel(skip_insertion)]
    pub id: AbsenceId,
    pub user_id: UserId,
    pub substitute_id: UserId,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub reason: String,
    pub keeps_mail: bool,
    pub created_by_id: Option<UserId>,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub told_at: Option<Timestamp>,
}

pub fn insert(c: &mut Conn, row: &AbsenceRow) -> Result<AbsenceId> {
    Ok(diesel::insert_into(absences::table)
        .values(row)
        .returning(absences::id)
        .get_result(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save(c: &mut Conn, row: &mut AbsenceRow, now: Timestamp) -> Result<bool> {
    let seen = absences::id.eq(row.id).and(absences::version.eq(row.version));
    row.version += 1;
    row.updated_at = now;
    let changed = diesel::update(absences::table.filter(seen)).set(&*row).execute(c)?;
    Ok(changed == 1)
}

/// Removes the row if it still has the version; says whether it had.
pub fn delete(c: &mut Conn, id: AbsenceId, version: i32) -> Result<bool> {
    let seen = absences::id.eq(id).and(absences::version.eq(version));
    Ok(diesel::delete(absences::table.filter(seen)).execute(c)? == 1)
}

pub fn find(c: &mut Conn, id: AbsenceId) -> Result<Option<AbsenceRow>> {
    Ok(absences::table
        .filter(absences::id.eq(id))
        .select(AbsenceRow::as_select())
        .first(c)
        .optional()?)
}

/// A person's absences, the latest first, after the one with this first day and id.
pub fn list(c: &mut Conn, user: UserId, after: Option<(NaiveDate, AbsenceId)>, limit: i64) -> Result<Vec<AbsenceRow>> {
    let mut query = absences::table.filter(absences::user_id.eq(user)).into_boxed();
    if let Some((day, id)) = after {
        let alike = absences::starts_on.eq(day).and(absences::id.lt(id));
        query = query.filter(absences::starts_on.lt(day).or(alike));
    }
    Ok(query
        .order((absences::starts_on.desc(), absences::id.desc()))
        .limit(limit)
        .select(AbsenceRow::as_select())
        .load(c)?)
}

/// The absences of a person that share a day with this span; those that were ended early do not count.
pub fn overlapping(c: &mut Conn, user: UserId, from: NaiveDate, until: NaiveDate) -> Result<Vec<AbsenceRow>> {
    let shared = absences::starts_on.le(until).and(absences::ends_on.ge(from));
    Ok(absences::table
        .filter(absences::user_id.eq(user).and(shared))
        .filter(absences::ended_at.is_null())
        .select(AbsenceRow::as_select())
        .load(c)?)
}

/// Who of these is away on this day, who stands in for them, and whether they get their mails too.
pub fn in_effect(c: &mut Conn, users: &[UserId], day: NaiveDate) -> Result<Vec<(UserId, UserId, bool)>> {
    Ok(absences::table
        .filter(one_of(absences::user_id, users))
        .filter(absences::starts_on.le(day).and(absences::ends_on.ge(day)))
        .filter(absences::ended_at.is_null())
        .select((absences::user_id, absences::substitute_id, absences::keeps_mail))
        .load(c)?)
}

/// Who is away on this day and has one of these as the substitute.
pub fn behind(c: &mut Conn, substitutes: &[UserId], day: NaiveDate) -> Result<Vec<UserId>> {
    Ok(absences::table
        .filter(one_of(absences::substitute_id, substitutes))
        .filter(absences::starts_on.le(day).and(absences::ends_on.ge(day)))
        .filter(absences::ended_at.is_null())
        .order(absences::user_id)
        .select(absences::user_id)
        .load(c)?)
}

/// The roles of these people.
pub fn grants(c: &mut Conn, of: &[UserId]) -> Result<Vec<(UserId, Grant)>> {
    let rows: Vec<(UserId, _)> = role_grants::table
        .filter(one_of(role_grants::user_id, of))
        .order(role_grants::id)
        .select((role_grants::user_id, GRANT))
        .load(c)?;
    Ok(rows.into_iter().map(|(user, grant)| (user, grant_of(grant))).collect())
}

/// Absences that are over on this day and whose people have not been told, by id.
pub fn untold(c: &mut Conn, today: NaiveDate, after: AbsenceId, limit: i64) -> Result<Vec<AbsenceRow>> {
    let over = absences::ends_on.lt(today).or(absences::ended_at.is_not_null());
    Ok(absences::table
        .filter(absences::told_at.is_null().and(absences::id.gt(after)).and(over))
        .order(absences::id)
        .limit(limit)
        .select(AbsenceRow::as_select())
        .load(c)?)
}

/// Notes that the person has been told; says whether nobody had done so before.
pub fn tell(c: &mut Conn, id: AbsenceId, now: Timestamp) -> Result<bool> {
    let fresh = absences::id.eq(id).and(absences::told_at.is_null());
    let changed = diesel::update(absences::table.filter(fresh))
        .set(absences::told_at.eq(now))
        .execute(c)?;
    Ok(changed == 1)
}
