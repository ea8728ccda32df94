//! Who makes themes, who reads them, and who knows of what is private in them. Pure.

use crate::accounts::{Actor, Role};
use crate::requests::policy as requests;

/// Whether the actor makes and changes themes, and decides on them.
pub fn may_run(actor: &Actor) -> bool {
    requests::may_decide(actor)
}

/// Whether the actor reads themes at all: everybody who has to do with requests.
pub fn may_read(actor: &Actor) -> bool {
    counts_private(actor)
        || [Role::UnitHead, Role::UnitMember, Role::Owner, Role::MayorOffice]
            .iter()
            .any(|role| actor.has(*role))
}

/// Whether private requests count for the actor, and what is known of a theme only through them is shown: for who sees
/// every private request anyway.
pub fn counts_private(actor: &Actor) -> bool {
    requests::may_triage(actor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;
    use crate::ids::UserId;

    #[test]
    fn the_director_runs_themes_and_who_works_with_requests_reads_them() {
        for &role in Role::ALL {
            let grants = vec![Grant::everywhere(role)];
            let actor = Actor::holding(UserId(1), grants);
            assert_eq!(may_run(&actor), role == Role::Director, "{role}");
            assert_eq!(may_read(&actor), role != Role::Admin, "{role}");
            assert_eq!(
                counts_private(&actor),
                matches!(role, Role::Director | Role::Auditor),
                "{role}"
            );
        }
    }
}
