//! Who may look into the outbox and who may send again.

use crate::accounts::{Actor, Role};

/// Administrators, the director and the auditor see which mails wait, went or died.
pub fn may_read_outbox(actor: &Actor) -> bool {
    actor.has(Role::Admin) || actor.has(Role::Director) || actor.has(Role::Auditor)
}

/// Administrators send again.
pub fn may_retry(actor: &Actor) -> bool {
    actor.has(Role::Admin)
}

/// Administrators change head and foot of mails.
pub fn may_change_letterhead(actor: &Actor) -> bool {
    actor.has(Role::Admin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;
    use crate::ids::UserId;

    #[test]
    fn who_reads_the_outbox_and_who_sends_again() {
        let with = |role| Actor::holding(UserId(1), vec![Grant::everywhere(role)]);
        let readers: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .filter(|role| may_read_outbox(&with(*role)))
            .collect();
        let senders: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .filter(|role| may_retry(&with(*role)))
            .collect();
        assert_eq!(readers, [Role::Director, Role::Auditor, Role::Admin]);
        assert_eq!(senders, [Role::Admin]);
    }
}
