//! The rows of units and desks.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::model::{UnitKind, Which};
use crate::accounts::Role;
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::db::kept::{self, Subject};
use crate::db::schema::{absences, desks, role_grants, units, users};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{DeskId, UnitId, UserId};

/// A unit's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = units)]
pub struct UnitRow {
    pub id: UnitId,
    pub name: String,
    pub sort_key: Vec<u8>,
    pub kind: UnitKind,
    pub parent_id: Option<UnitId>,
    pub staff_count: i32,
    pub email: Option<String>,
    pub active: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a unit's row is written from.
pub struct UnitValues<'a> {
    pub name: &'a str,
    pub name_key: String,
    pub sort_key: Vec<u8>,
    pub kind: UnitKind,
    pub parent_id: Option<UnitId>,
    pub staff_count: i32,
    pub email: Option<&'a str>,
    pub active: bool,
}

pub fn insert_unit(c: &mut Conn, v: &UnitValues<'_>, now: Timestamp) -> Result<UnitId> {
    kept::changed(c, Subject::Directory)?;
    Ok(diesel::insert_into(units::table)
        .values((
            units::name.eq(v.name),
            units::name_key.eq(&v.name_key),
            units::sort_key.eq(&v.sort_key),
            units::kind.eq(v.kind),
            units::parent_id.eq(v.parent_id),
            units::staff_count.eq(v.staff_count),
            units::email.eq(v.email),
            units::active.eq(v.active),
            units::version.eq(1),
            units::created_at.eq(now),
            units::updated_at.eq(now),
        ))
        .returning(units::id)
        .get_result(c)?)
}

/// Writes a unit's row if it still has the version; says whether it had.
pub fn update_unit(c: &mut Conn, id: UnitId, version: i32, v: &UnitValues<'_>, now: Timestamp) -> Result<bool> {
    kept::changed(c, Subject::Directory)?;
    let changed = diesel::update(units::table.filter(units::id.eq(id).and(units::version.eq(version))))
        .set((
            units::name.eq(v.name),
            units::name_key.eq(&v.name_key),
            units::sort_key.eq(&v.sort_key),
            units::kind.eq(v.kind),
            units::parent_id.eq(v.parent_id),
            units::staff_count.eq(v.staff_count),
            units::email.eq(v.email),
            units::active.eq(v.active),
            units::version.eq(version + 1),
            units::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

pub fn find_unit(c: &mut Conn, id: UnitId) -> Result<Option<UnitRow>> {
    Ok(units::table
        .filter(units::id.eq(id))
        .select(UnitRow::as_select())
        .first(c)
        .optional()?)
}

pub fn unit_by_key(c: &mut Conn, name_key: &str) -> Result<Option<UnitId>> {
    Ok(units::table
        .filter(units::name_key.eq(name_key))
        .select(units::id)
        .first(c)
        .optional()?)
}

/// Whether somebody of the unit has a substitute, today or on a day to come, as a part of a query on units.
#[diesel::dsl::auto_type]
fn has_substitute(today: NaiveDate) -> _ {
    let to_come: diesel::dsl::GtEq<absences::ends_on, NaiveDate> = absences::ends_on.ge(today);
    exists(
        absences::table
            .inner_join(role_grants::table.on(role_grants::user_id.eq(absences::user_id)))
            .filter(role_grants::unit_id.eq(units::id.nullable()))
            .filter(absences::ended_at.is_null())
            .filter(to_come),
    )
}

/// Those of these units of which somebody has a substitute, today or on a day to come.
pub fn with_substitute(c: &mut Conn, ids: &[UnitId], today: NaiveDate) -> Result<HashSet<UnitId>> {
    let these = units::table.filter(one_of(units::id, ids).and(has_substitute(today)));
    Ok(these.select(units::id).load(c)?.into_iter().collect())
}

/// Units after the sort key and id, in the order of their names.
pub fn list_units(
    c: &mut Conn,
    which: &Which,
    today: NaiveDate,
    after: Option<(Vec<u8>, UnitId)>,
    limit: i64,
) -> Result<Vec<UnitRow>> {
    let mut query = units::table
        .select(UnitRow::as_select())
        .order((units::sort_key, units::id))
        .limit(limit)
        .into_boxed();
    if let Some(kind) = which.kind {
        query = query.filter(units::kind.eq(kind));
    }
    if let Some(active) = which.active {
        query = query.filter(units::active.eq(active));
    }
    query = match which.at_risk {
        Some(true) => query.filter(units::staff_count.le(1).and(not(has_substitute(today)))),
        Some(false) => query.filter(units::staff_count.gt(1).or(has_substitute(today))),
        None => query,
    };
    if let Some((key, id)) = after {
        query = query.filter(
            units::sort_key
                .gt(key.clone())
                .or(units::sort_key.eq(key).and(units::id.gt(id))),
        );
    }
    Ok(query.load(c)?)
}

/// Every unit, in the order of their names: for files of all of them.
pub fn all_units(c: &mut Conn) -> Result<Vec<UnitRow>> {
    Ok(units::table
        .select(UnitRow::as_select())
        .order((units::sort_key, units::id))
        .load(c)?)
}

pub fn unit_keys(c: &mut Conn) -> Result<Vec<(String, UnitId)>> {
    Ok(units::table.select((units::name_key, units::id)).load(c)?)
}

pub fn desk_keys(c: &mut Conn) -> Result<Vec<(String, DeskId)>> {
    Ok(desks::table.select((desks::name_key, desks::id)).load(c)?)
}

/// The people with this role at these units, first granted first.
pub fn holders(c: &mut Conn, ids: &[UnitId], role: Role) -> Result<Vec<(UnitId, UserRef)>> {
    let rows: Vec<(Option<UnitId>, UserId, String)> = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(
            one_of(role_grants::unit_id, ids)
                .and(role_grants::role.eq(role))
                .and(users::active),
        )
        .order(role_grants::id)
        .select((role_grants::unit_id, users::id, users::name))
        .load(c)?;
    Ok(rows
        .into_iter()
        .filter_map(|(unit, id, name)| Some((unit?, UserRef { id, name })))
        .collect())
}

type UnitNode = (UnitId, String, UnitKind, Option<UnitId>, bool);

/// What is asked of every unit at every turn: name, kind, parent, and whether it still exists.
pub fn unit_nodes(c: &mut Conn) -> Result<Vec<UnitNode>> {
    let columns = (units::id, units::name, units::kind, units::parent_id, units::active);
    Ok(units::table.select(columns).load(c)?)
}

/// Every desk's name, and whether requests can be routed to it.
pub fn desk_nodes(c: &mut Conn) -> Result<Vec<(DeskId, String, bool)>> {
    Ok(desks::table.select((desks::id, desks::name, desks::active)).load(c)?)
}

/// A desk's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = desks)]
pub struct DeskRow {
    pub id: DeskId,
    pub name: String,
    pub sort_key: Vec<u8>,
    pub fallback_id: Option<UserId>,
    pub active: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a desk's row is written from.
pub struct DeskValues<'a> {
    pub name: &'a str,
    pub name_key: String,
    pub sort_key: Vec<u8>,
    pub fallback_id: Option<UserId>,
    pub active: bool,
}

pub fn insert_desk(c: &mut Conn, v: &DeskValues<'_>, now: Timestamp) -> Result<DeskId> {
    kept::changed(c, Subject::Directory)?;
    Ok(diesel::insert_into(desks::table)
        .values((
            desks::name.eq(v.name),
            desks::name_key.eq(&v.name_key),
            desks::sort_key.eq(&v.sort_key),
            desks::fallback_id.eq(v.fallback_id),
            desks::active.eq(v.active),
            desks::version.eq(1),
            desks::created_at.eq(now),
            desks::updated_at.eq(now),
        ))
        .returning(desks::id)
        .get_result(c)?)
}

/// Writes a desk's row if it still has the version; says whether it had.
pub fn update_desk(c: &mut Conn, id: DeskId, version: i32, v: &DeskValues<'_>, now: Timestamp) -> Result<bool> {
    kept::changed(c, Subject::Directory)?;
    let changed = diesel::update(desks::table.filter(desks::id.eq(id).and(desks::version.eq(version))))
        .set((
            desks::name.eq(v.name),
            desks::name_key.eq(&v.name_key),
            desks::sort_key.eq(&v.sort_key),
            desks::fallback_id.eq(v.fallback_id),
            desks::active.eq(v.active),
            desks::version.eq(version + 1),
            desks::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

pub fn find_desk(c: &mut Conn, id: DeskId) -> Result<Option<DeskRow>> {
    Ok(desks::table
        .filter(desks::id.eq(id))
        .select(DeskRow::as_select())
        .first(c)
        .optional()?)
}

pub fn desk_by_key(c: &mut Conn, name_key: &str) -> Result<Option<DeskId>> {
    Ok(desks::table
        .filter(desks::name_key.eq(name_key))
        .select(desks::id)
        .first(c)
        .optional()?)
}

/// Desks after the sort key and id, in the order of their names.
pub fn list_desks(c: &mut Conn, after: Option<(Vec<u8>, DeskId)>, limit: i64) -> Result<Vec<DeskRow>> {
    let mut query = desks::table
        .select(DeskRow::as_select())
        .order((desks::sort_key, desks::id))
        .limit(limit)
        .into_boxed();
    if let Some((key, id)) = after {
        query = query.filter(
            desks::sort_key
                .gt(key.clone())
                .or(desks::sort_key.eq(key).and(desks::id.gt(id))),
        );
    }
    Ok(query.load(c)?)
}

/// The people who sit at these desks, first granted first.
pub fn members(c: &mut Conn, ids: &[DeskId]) -> Result<Vec<(DeskId, UserRef)>> {
    let rows: Vec<(Option<DeskId>, UserId, String)> = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(
            one_of(role_grants::desk_id, ids)
                .and(role_grants::role.eq(Role::Owner))
                .and(users::active),
        )
        .order(role_grants::id)
        .select((role_grants::desk_id, users::id, users::name))
        .load(c)?;
    Ok(rows
        .into_iter()
        .filter_map(|(desk, id, name)| Some((desk?, UserRef { id, name })))
        .collect())
}
