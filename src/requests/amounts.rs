//! What requests ask for, for papers that list them.

use std::collections::HashMap;

use super::{policy, store};
use crate::accounts::Actor;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::RequestId;

/// The amounts in Rials of those of the requests that the actor may see and that ask for money: one look-up for all.
///
/// # Errors
/// Only the database's.
pub fn of(c: &mut Conn, actor: &Actor, ids: &[RequestId]) -> Result<HashMap<RequestId, i64>> {
    let seen = store::find_many(c, ids)?
        .into_iter()
        .filter(|row| policy::may_see(actor, &row.subject()));
    Ok(seen.filter_map(|row| Some((row.id, row.amount_rials?))).collect())
}
