//! What people do with their accounts.

use super::model::Actor;
use super::store;
use super::tokens::Claims;
use crate::db::{Conn, Cx};
use crate::error::Result;

/// Who a token's bearer is now, with the roles they hold now.
///
/// # Errors
/// 401 `session_ended` when the session was revoked or has run out, or the person was deactivated.
pub fn actor(c: &mut Conn, cx: &Cx, claims: &Claims) -> Result<Actor> {
    store::load_actor(c, claims, cx.now)
}
