//! Who sees mail that came in, and who deals with what is held. Pure.

use super::model::IncomingState;
use crate::accounts::{Actor, Role};
use crate::requests::policy::may_decide;

/// The director, who stands in for one, administrators and the auditor see it.
pub fn may_read(actor: &Actor) -> bool {
    may_discard(actor) || actor.has(Role::Auditor)
}

/// To bring a mail to a request is a say in requests: the director's, or that of who stands in for one.
pub fn may_release(actor: &Actor) -> bool {
    may_decide(actor)
}

/// Administrators put away rubbish, too.
pub fn may_discard(actor: &Actor) -> bool {
    may_decide(actor) || actor.has(Role::Admin)
}

/// What the actor may do with a mail in this state. What a machine has sent can be released if a person has after all.
pub fn allowed(actor: &Actor, state: IncomingState) -> Vec<&'static str> {
    let (release, discard) = match state {
        IncomingState::Held => (true, true),
        IncomingState::Ignored | IncomingState::Discarded => (true, false),
        IncomingState::Taken | IncomingState::Released => (false, false),
    };
    let may = [
        ("release", release && may_release(actor)),
        ("discard", discard && may_discard(actor)),
    ];
    may.iter().filter(|(_, may)| *may).map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;
    use crate::ids::UserId;

    #[test]
    fn who_may_do_what_with_mail_that_came_in() {
        let with = |role| Actor::holding(UserId(1), vec![Grant::everywhere(role)]);
        let roles = |may: fn(&Actor) -> bool| -> Vec<Role> {
            Role::ALL.iter().copied().filter(|role| may(&with(*role))).collect()
        };
        assert_eq!(roles(may_read), [Role::Director, Role::Auditor, Role::Admin]);
        assert_eq!(roles(may_release), [Role::Director]);
        assert_eq!(roles(may_discard), [Role::Director, Role::Admin]);
        let director = with(Role::Director);
        assert_eq!(allowed(&director, IncomingState::Held), ["release", "discard"]);
        assert_eq!(allowed(&with(Role::Admin), IncomingState::Held), ["discard"]);
        assert_eq!(allowed(&director, IncomingState::Ignored), ["release"]);
        assert!(allowed(&director, IncomingState::Taken).is_empty());
    }
}
