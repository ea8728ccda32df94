//! Who may do what with the policies: everybody signed in reads them, since everybody lives by them; the director changes
//! them.

use crate::accounts::{Actor, Role};
use crate::error::{Error, Result};

/// Refuses those who may not change the policies.
///
/// # Errors
/// 403.
pub fn require_change(actor: &Actor) -> Result<()> {
    if actor.has(Role::Director) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}
