//! Who may do what with the calendar: everybody signed in reads it, director and administrators change it.

use crate::accounts::{Actor, Role};
use crate::error::{Error, Result};

/// Refuses those who may not change the calendar.
///
/// # Errors
/// 403.
pub fn require_change(actor: &Actor) -> Result<()> {
    if actor.has(Role::Director) || actor.has(Role::Admin) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}
