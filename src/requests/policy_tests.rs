//! What passes on to a substitute, and what does not.

use proptest::prelude::*;

use super::*;
use crate::accounts::Grant;

fn grant(role: Role, place: i64) -> Grant {
    Grant {
        role,
        unit_id: role.needs_unit().then_some(UnitId(place)),
        desk_id: role.needs_desk().then_some(DeskId(place)),
    }
}

fn actor(id: i64, grants: Vec<Grant>) -> Actor {
    Actor::holding(UserId(id), grants)
}

fn standing_in(substitute: &Actor, absent: &Actor) -> Actor {
    let passing = absent
        .grants
        .iter()
        .filter(|g| !matches!(g.role, Role::MayorOffice | Role::Auditor | Role::Admin));
    Actor {
        stands_in_for: vec![Substitution {
            user_id: absent.id,
            name: String::new(),
            grants: passing.copied().collect(),
        }],
        ..substitute.clone()
    }
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    prop::collection::vec(
        (prop::sample::select(Role::ALL), 1i64..3).prop_map(|(role, place)| grant(role, place)),
        0..3,
    )
}

fn subject() -> impl Strategy<Value = Subject> {
    (
        1i64..3,
        1i64..4,
        prop::option::of(1i64..3),
        prop::option::of(1i64..4),
        prop::sample::select(State::ALL),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(unit, filer, desk, owner, state, proposed, for_mayor, private)| Subject {
                unit_id: UnitId(unit),
                filer_id: UserId(filer),
                desk_id: desk.map(DeskId),
                owner_id: owner.map(UserId),
                state,
                proposed: state == State::Submitted || proposed,
                for_mayor,
                private,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Nobody comes to more by standing in than the two have between them, and the history says in whose place it was.
    #[test]
    fn a_substitute_may_no_more_than_the_two_of_them(own in grants(), theirs in grants(), s in subject()) {
        let (substitute, absent) = (actor(1, own), actor(2, theirs));
        let both = standing_in(&substitute, &absent);
        for action in ActionKind::ALL {
            match acts_as(&both, *action, &s) {
                Some(Capacity::Own) => prop_assert!(may_act(&substitute, *action, &s)),
                Some(Capacity::InPlaceOf(of)) => {
                    prop_assert!(!may_act(&substitute, *action, &s) && may_act(&absent, *action, &s));
                    prop_assert_eq!(of.user_id, absent.id);
                }
                None => prop_assert!(!may_act(&substitute, *action, &s)),
            }
        }
        prop_assert!(!may_see(&both, &s) || may_see(&substitute, &s) || may_see(&absent, &s));
        prop_assert!(!may_edit(&both, &s) || may_edit(&substitute, &s) || may_edit(&absent, &s));
    }
}

/// Done, of unit 1, filed by person 9, at desk 1 with person 2.
const DONE: Subject = Subject {
    unit_id: UnitId(1),
    filer_id: UserId(9),
    desk_id: Some(DeskId(1)),
    owner_id: Some(UserId(2)),
    state: State::Done,
    proposed: false,
    for_mayor: false,
    private: false,
};

#[test]
fn the_work_and_the_word_of_the_unit_pass_on() {
    let s = DONE;
    let nobody = actor(1, Vec::new());
    let for_head = standing_in(&nobody, &actor(3, vec![grant(Role::UnitHead, 1)]));
    assert!(may_act(&for_head, ActionKind::Confirm, &s) && may_see(&for_head, &s));
    assert!(!may_act(&for_head, ActionKind::Done, &s) && !sees_internal(&for_head, &s));
    let of_another = standing_in(&nobody, &actor(3, vec![grant(Role::UnitHead, 2)]));
    assert!(!may_act(&of_another, ActionKind::Confirm, &s) && !may_see(&of_another, &s));
    let for_staff = standing_in(&nobody, &actor(9, vec![grant(Role::UnitMember, 1)]));
    assert!(
        may_act(&for_staff, ActionKind::Confirm, &s),
        "in the place of who filed it"
    );
    let private = Subject { private: true, ..s };
    let for_colleague = standing_in(&nobody, &actor(8, vec![grant(Role::UnitMember, 1)]));
    assert!(may_see(&for_colleague, &s) && !may_see(&for_colleague, &private));
    let for_owner = standing_in(&nobody, &actor(2, Vec::new()));
    assert!(may_act(&for_owner, ActionKind::Done, &s) && may_see(&for_owner, &s));
    assert!(!may_act(&for_owner, ActionKind::Reject, &s));
    let for_director = standing_in(
        &nobody,
        &actor(4, vec![grant(Role::Director, 1), grant(Role::Admin, 1)]),
    );
    assert!(may_act(&for_director, ActionKind::Reject, &s) && may_triage(&for_director));
    let told = acts_as(&for_director, ActionKind::Reject, &s).map(|c| c.actor(&for_director));
    assert_eq!(told.and_then(|a| a.acting_for).map(|p| p.id), Some(UserId(4)));
}

/// Closure has two sides: who is of the one does not come to speak for the other by standing in.
#[test]
fn who_answers_for_a_request_does_not_stand_in_for_the_word_of_its_unit() {
    let head = actor(3, vec![grant(Role::UnitHead, 1)]);
    let asked = Subject {
        state: State::NeedsInfo,
        ..DONE
    };
    for (id, grants) in [
        (2, vec![]),
        (7, vec![grant(Role::Owner, 1)]),
        (7, vec![grant(Role::Director, 1)]),
    ] {
        let both = standing_in(&actor(id, grants), &head);
        for action in [ActionKind::Confirm, ActionKind::Dispute, ActionKind::Withdraw] {
            assert!(!may_act(&both, action, &DONE), "{id} {action}");
        }
        assert!(!may_act(&both, ActionKind::Answer, &asked));
        assert!(!speaks_for_unit(&both, &asked) && may_see(&both, &DONE));
    }
    // Nor by standing in for both.
    let mut both = standing_in(&actor(7, Vec::new()), &head);
    let worker = standing_in(&actor(7, Vec::new()), &actor(2, Vec::new()));
    both.stands_in_for.extend(worker.stands_in_for);
    assert!(may_act(&both, ActionKind::Wait, &DONE) && !may_act(&both, ActionKind::Confirm, &DONE));
    // At another desk they are nobody to it.
    let elsewhere = standing_in(&actor(7, vec![grant(Role::Owner, 2)]), &head);
    assert!(may_act(&elsewhere, ActionKind::Confirm, &DONE) && may_act(&elsewhere, ActionKind::Answer, &asked));
}
