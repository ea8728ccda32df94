//! Telling people: rendered and enqueued in the transaction of the change.

use super::model::{Notice, Recipient};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::UserId;

/// Stand-in until the outbox is merged.
///
/// # Errors
/// Never.
pub fn notify(_c: &mut Conn, _cx: &Cx, _actor: Option<UserId>, _notice: &Notice, _to: &[Recipient]) -> Result<()> {
    Ok(())
}
