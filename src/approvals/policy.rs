//! Who may read the chains of approval and who may change them. Who may decide a step is not a role's right: `people`
//! and `rules` say it, step by step.

use crate::accounts::{Actor, Role, Substitution};

/// Those who keep them, those who look into everything, and the desks, which have to name one.
pub fn may_read(actor: &Actor) -> bool {
    may_change(actor) || actor.has(Role::Owner) || sees_all(actor) || actor.has(Role::Admin)
}

/// The director; product.md gives everything in approvals to the director.
pub fn may_change(actor: &Actor) -> bool {
    actor.has(Role::Director)
}

/// Whether the actor sees every approval.
pub fn sees_all(actor: &Actor) -> bool {
    let directs = |absent: &Substitution| absent.has(Role::Director);
    actor.has(Role::Director) || actor.has(Role::Auditor) || actor.stands_in_for.iter().any(directs)
}
