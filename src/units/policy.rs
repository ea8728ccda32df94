//! Who may do what with units and desks: everybody signed in sees them, administrators change them.

use crate::accounts::{Actor, Role};

/// Whether the actor may create and change units and desks.
pub fn may_change(actor: &Actor) -> bool {
    actor.has(Role::Admin)
}
