//! Who sees what is private, and what is internal.

use super::*;
use crate::accounts::Grant;

fn actor(id: i64, grants: &[(Role, i64)]) -> Actor {
    let grant = |(role, at): &(Role, i64)| Grant {
        role: *role,
        unit_id: role.needs_unit().then_some(UnitId(*at)),
        desk_id: role.needs_desk().then_some(DeskId(*at)),
    };
    Actor::holding(UserId(id), grants.iter().map(grant).collect())
}

/// Of unit 1, filed by person 5, at desk 1.
fn subject(state: State, private: bool) -> Subject {
    Subject {
        unit_id: UnitId(1),
        filer_id: UserId(5),
        desk_id: Some(DeskId(1)),
        owner_id: Some(UserId(6)),
        state,
        proposed: state == State::Submitted,
        for_mayor: false,
        private,
    }
}

/// Who holds several roles is of the unit's side first, unless they direct or audit.
#[test]
fn what_is_internal_stays_from_the_unit_wherever_else_its_people_sit() {
    use Role::{Auditor, Director, Owner, UnitHead, UnitMember};
    let at_work = subject(State::InProgress, false);
    for (id, grants, reads) in [
        (9, &[(Owner, 1)][..], true),
        (6, &[(Owner, 2)], true),
        (9, &[(Owner, 2)], false),
        (9, &[(Owner, 1), (UnitMember, 1)], false),
        (9, &[(Owner, 1), (UnitHead, 2)], true),
        (5, &[(Owner, 1)], false),
        (5, &[(Director, 0)], true),
        (9, &[(Director, 0), (UnitHead, 1)], true),
        (9, &[(Auditor, 0)], true),
        (9, &[(UnitHead, 1)], false),
    ] {
        assert_eq!(sees_internal(&actor(id, grants), &at_work), reads, "{id} {grants:?}");
    }
    assert!(
        !may_comment(&actor(9, &[(Auditor, 0)]), &at_work, true),
        "an auditor only reads"
    );
    assert!(may_comment(&actor(9, &[(Auditor, 0), (Director, 0)]), &at_work, true));
}

#[test]
fn a_private_one_is_shown_to_the_desk_when_the_director_has_agreed() {
    let desk = actor(9, &[(Role::Owner, 1)]);
    let owner = actor(6, &[(Role::Owner, 2)]);
    for who in [&desk, &owner] {
        assert!(!may_see(who, &subject(State::Submitted, true)));
        assert!(may_see(who, &subject(State::Assigned, true)));
        assert!(may_see(who, &subject(State::Submitted, false)));
    }
    let member = actor(9, &[(Role::UnitMember, 1)]);
    assert!(!may_see(&member, &subject(State::Assigned, true)) && !may_edit(&member, &subject(State::Submitted, true)));
    assert!(
        may_see(&actor(5, &[(Role::UnitMember, 1)]), &subject(State::Draft, true)),
        "the filer"
    );
}
