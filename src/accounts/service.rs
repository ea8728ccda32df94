//! What people do with their accounts.

use std::collections::HashMap;

use super::model::{Actor, UserRef};
use super::store;
use super::tokens::Claims;
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::UserId;

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
