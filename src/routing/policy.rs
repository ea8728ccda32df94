//! Who may read the rules and who may change them.

use crate::accounts::{Actor, Role};

/// Director, auditor and administrator read the rules.
pub fn may_read(actor: &Actor) -> bool {
    actor.has(Role::Director) || actor.has(Role::Auditor) || actor.has(Role::Admin)
}

/// The director changes them; product.md gives everything in routing to the director.
pub fn may_change(actor: &Actor) -> bool {
    actor.has(Role::Director)
}
