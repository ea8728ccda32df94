//! What people do with their accounts.

use std::collections::HashMap;

use super::model::{Actor, Role, UserRef};
use super::store;
use super::tokens::Claims;
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::{DeskId, UnitId, UserId};

/// Who a token's bearer is now, with the roles they hold now.
///
/// # Errors
/// 401 `session_ended` when the session was revoked or has run out, or the person was deactivated.
pub fn actor(c: &mut Conn, cx: &Cx, claims: &Claims) -> Result<Actor> {
    store::load_actor(c, claims, cx.now)
}

/// People by id, as others show them; the deactivated too.
///
/// # Errors
/// Only the database's.
pub fn people(c: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, UserRef>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::user_refs(c, ids)?.into_iter().map(|u| (u.id, u)).collect())
}

/// A person who can be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Their name or post.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: Locale,
}

/// These people, as far as they are active.
///
/// # Errors
/// Only the database's.
pub fn persons(c: &mut Conn, ids: &[UserId]) -> Result<Vec<Person>> {
    store::persons(c, ids)
}

/// The active people who hold the role anywhere.
///
/// # Errors
/// Only the database's.
pub fn holders(c: &mut Conn, role: Role) -> Result<Vec<Person>> {
    store::persons_with(c, role, None, None)
}

/// The active people who hold the role at the unit.
///
/// # Errors
/// Only the database's.
pub fn unit_people(c: &mut Conn, unit: UnitId, role: Role) -> Result<Vec<Person>> {
    store::persons_with(c, role, Some(unit), None)
}

/// The active people who sit at the desk.
///
/// # Errors
/// Only the database's.
pub fn desk_people(c: &mut Conn, desk: DeskId) -> Result<Vec<Person>> {
    store::persons_with(c, Role::Owner, None, Some(desk))
}
