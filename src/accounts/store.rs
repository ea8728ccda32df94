//! The rows of people, sessions and tokens.

use diesel::prelude::*;

use super::idempotency::{Answer, First};
use super::model::{Actor, Grant};
use super::tokens::Claims;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{idempotency_keys, role_grants, sessions, users};
use crate::error::{Error, Result};
use crate::ids::UserId;

/// The person of a session that still stands.
pub fn load_actor(c: &mut Conn, claims: &Claims, now: Timestamp) -> Result<Actor> {
    let found: Option<(UserId, String, String, crate::error::Locale)> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(sessions::id.eq(claims.sid).and(sessions::user_id.eq(claims.sub)))
        .filter(sessions::revoked_at.is_null().and(sessions::expires_at.gt(now)).and(users::active))
        .select((users::id, users::name, users::email, users::locale))
        .first(c)
        .optional()?;
    let (id, name, email, locale) = found.ok_or(Error::Unauthenticated("session_ended"))?;
    let grants = load_grants(c, id)?;
    Ok(Actor { id, name, email, locale, session_id: Some(claims.sid), grants })
}

/// A person's roles.
pub fn load_grants(c: &mut Conn, user: UserId) -> Result<Vec<Grant>> {
    let rows: Vec<(super::Role, Option<crate::ids::UnitId>, Option<crate::ids::DeskId>)> = role_grants::table
        .filter(role_grants::user_id.eq(user))
        .order(role_grants::id)
        .select((role_grants::role, role_grants::unit_id, role_grants::desk_id))
        .load(c)?;
    Ok(rows.into_iter().map(|(role, unit_id, desk_id)| Grant { role, unit_id, desk_id }).collect())
}

pub fn find_answer(c: &mut Conn, user: UserId, key: &str) -> Result<Option<First>> {
    use idempotency_keys as k;
    let row: Option<(String, Option<String>, Option<String>, String)> = k::table
        .filter(k::user_id.eq(user).and(k::key.eq(key)))
        .select((k::request_hash, k::etag, k::location, k::body))
        .first(c)
        .optional()?;
    Ok(row.map(|(request_hash, etag, location, body)| First { request_hash, answer: Answer { etag, location, body } }))
}

pub fn keep_answer(c: &mut Conn, now: Timestamp, user: UserId, key: &str, hash: &str, answer: &Answer) -> Result<()> {
    use idempotency_keys as k;
    diesel::insert_into(k::table)
        .values((
            k::user_id.eq(user),
            k::key.eq(key),
            k::request_hash.eq(hash),
            k::status.eq(201),
            k::etag.eq(&answer.etag),
            k::location.eq(&answer.location),
            k::body.eq(&answer.body),
            k::created_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

pub fn user_refs(c: &mut Conn, ids: &[UserId]) -> Result<Vec<super::model::UserRef>> {
    let rows: Vec<(UserId, String)> = users::table.filter(users::id.eq_any(ids)).select((users::id, users::name)).load(c)?;
    Ok(rows.into_iter().map(|(id, name)| super::model::UserRef { id, name }).collect())
}

type PersonRow = (UserId, String, String, crate::error::Locale);

fn person((id, name, email, locale): PersonRow) -> super::service::Person {
    super::service::Person { id, name, email, locale }
}

pub fn persons(c: &mut Conn, ids: &[UserId]) -> Result<Vec<super::service::Person>> {
    let rows: Vec<PersonRow> = users::table
        .filter(users::id.eq_any(ids).and(users::active))
        .order(users::id)
        .select((users::id, users::name, users::email, users::locale))
        .load(c)?;
    Ok(rows.into_iter().map(person).collect())
}

/// The active holders of a role, at a unit or desk where one is given.
pub fn persons_with(c: &mut Conn, role: super::Role, unit: Option<crate::ids::UnitId>, desk: Option<crate::ids::DeskId>) -> Result<Vec<super::service::Person>> {
    let mut query = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(role).and(users::active))
        .order(role_grants::id)
        .select((users::id, users::name, users::email, users::locale))
        .into_boxed();
    if let Some(unit) = unit {
        query = query.filter(role_grants::unit_id.eq(unit));
    }
    if let Some(desk) = desk {
        query = query.filter(role_grants::desk_id.eq(desk));
    }
    let rows: Vec<PersonRow> = query.load(c)?;
    Ok(rows.into_iter().map(person).collect())
}
