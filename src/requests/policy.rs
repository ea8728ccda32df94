//! Who may see a request and who may do what with it. Pure: from the actor's roles and where the request stands.

use super::state::{ActionKind, State};
use crate::accounts::{Actor, Role};
use crate::ids::{DeskId, UnitId, UserId};

/// What the policy asks about a request.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// The unit that raised it.
    pub unit_id: UnitId,
    /// Who filed it.
    pub filer_id: UserId,
    /// The desk that has it.
    pub desk_id: Option<DeskId>,
    /// The person who has it.
    pub owner_id: Option<UserId>,
    /// Where it stands.
    pub state: State,
    /// Whether it asks for the mayor.
    pub for_mayor: bool,
    /// Whether it is kept from all but those who have to know.
    pub private: bool,
}

/// Whether the actor may know of the request. A draft is its unit's own.
pub fn may_see(actor: &Actor, s: &Subject) -> bool {
    takes_part(actor, s) || (s.state != State::Draft && actor.has(Role::Auditor))
}

/// Whether the actor sees the request and not as its auditor only: who may speak of it, follow it, link it and tag it.
pub fn takes_part(actor: &Actor, s: &Subject) -> bool {
    if is_of_unit(actor, s) {
        return true;
    }
    // A rule's proposal shows a private request to nobody: the director has not agreed yet.
    let with_them = works_on(actor, s) && !(s.private && s.state == State::Submitted);
    s.state != State::Draft
        && (actor.has(Role::Director) || with_them || (s.for_mayor && !s.private && actor.has(Role::MayorOffice)))
}

/// Whether the actor is of the side that raised it: its people, and of a private request the heads and the filer.
fn is_of_unit(actor: &Actor, s: &Subject) -> bool {
    s.filer_id == actor.id || actor.heads(s.unit_id) || (!s.private && actor.belongs_to(s.unit_id))
}

/// Whether the actor reads what desk and director say among themselves. Whoever is of the unit that raised it does not,
/// wherever else they sit, unless they direct or audit.
pub fn sees_internal(actor: &Actor, s: &Subject) -> bool {
    let works = works_on(actor, s) && !actor.belongs_to(s.unit_id) && s.filer_id != actor.id;
    may_see(actor, s) && s.state != State::Draft && (actor.has(Role::Director) || actor.has(Role::Auditor) || works)
}

/// Whether the actor may comment. Whether the request is at a point where anybody may is the service's to ask.
pub fn may_comment(actor: &Actor, s: &Subject, internal: bool) -> bool {
    takes_part(actor, s) && (!internal || sees_internal(actor, s))
}

/// Whether the actor may have others follow the request, or no longer follow it.
pub fn may_appoint_watchers(actor: &Actor, s: &Subject) -> bool {
    s.state != State::Draft && (actor.has(Role::Director) || (works_on(actor, s) && s.state != State::Submitted))
}

/// Whether the actor may file for the unit: its people, and the director on the spot in a meeting.
pub fn may_file(actor: &Actor, unit: UnitId) -> bool {
    actor.belongs_to(unit) || actor.has(Role::Director)
}

/// Whether the actor may take over old requests from a file: they concern every unit and desk.
pub fn may_import(actor: &Actor) -> bool {
    actor.has(Role::Director)
}

/// Whether the actor sees the triage inbox.
pub fn may_triage(actor: &Actor) -> bool {
    actor.has(Role::Director) || actor.has(Role::Auditor)
}

/// Whether the actor decides in triage, and so may decide on many at once.
pub fn may_decide(actor: &Actor) -> bool {
    actor.has(Role::Director)
}

/// Whether the actor may change title, text and details: its unit until somebody works on it.
pub fn may_edit(actor: &Actor, s: &Subject) -> bool {
    let untouched = matches!(s.state, State::Draft | State::Submitted | State::NeedsInfo);
    s.state.is_open() && ((untouched && is_of_unit(actor, s)) || (s.state != State::Draft && actor.has(Role::Director)))
}

/// Whether the actor may attach files while it is open: whoever has a part in it, and not who only reads. A desk has one
/// when the director has accepted what a rule proposed.
pub fn may_attach(actor: &Actor, s: &Subject) -> bool {
    actor.belongs_to(s.unit_id)
        || s.filer_id == actor.id
        || (s.state != State::Draft && actor.has(Role::Director))
        || (!matches!(s.state, State::Draft | State::Submitted) && works_on(actor, s))
}

/// Whether the actor may take an attachment away: who attached it, and the director.
pub fn may_detach(actor: &Actor, s: &Subject, uploader: UserId) -> bool {
    may_detach_always(actor, s) || (uploader == actor.id && may_attach(actor, s))
}

/// Whether the actor may do so even when the request is closed.
pub fn may_detach_always(actor: &Actor, s: &Subject) -> bool {
    actor.has(Role::Director) && s.state != State::Draft
}

/// Whether the actor sits where the work is.
fn works_on(actor: &Actor, s: &Subject) -> bool {
    s.owner_id == Some(actor.id) || s.desk_id.is_some_and(|desk| actor.sits_at(desk))
}

/// Whether the actor has the right to the action, whatever the state machine says to it.
pub fn may_act(actor: &Actor, action: ActionKind, s: &Subject) -> bool {
    let director = actor.has(Role::Director) && s.state != State::Draft;
    let raised_it = s.filer_id == actor.id || actor.heads(s.unit_id);
    let works = works_on(actor, s) && s.state != State::Submitted;
    match action {
        ActionKind::Submit | ActionKind::Answer => is_of_unit(actor, s),
        ActionKind::Confirm | ActionKind::Dispute | ActionKind::Withdraw => raised_it,
        ActionKind::Accept | ActionKind::Defer | ActionKind::Reject | ActionKind::Duplicate | ActionKind::Reopen => {
            director
        }
        ActionKind::Assign
        | ActionKind::Ask
        | ActionKind::Start
        | ActionKind::Wait
        | ActionKind::Done
        | ActionKind::RequestApproval => director || works,
        ActionKind::Resume => director || (works && s.state == State::Waiting),
        // Who decides on an approval is for its steps to say, and a lapse for the clock.
        ActionKind::Approve | ActionKind::RefuseApproval | ActionKind::ReturnApproval | ActionKind::Lapse => false,
    }
}

/// Whether nobody has decided yet where it goes, a question or a deferral on the way included.
pub fn is_untriaged(state: State, resume: Option<State>) -> bool {
    state == State::Submitted
        || (matches!(state, State::NeedsInfo | State::Deferred) && resume == Some(State::Submitted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;
    use crate::error::Locale;

    fn actor(id: i64, grants: &[(Role, i64)]) -> Actor {
        let grant = |(role, at): &(Role, i64)| Grant {
            role: *role,
            unit_id: role.needs_unit().then_some(UnitId(*at)),
            desk_id: role.needs_desk().then_some(DeskId(*at)),
        };
        Actor {
            id: UserId(id),
            name: String::new(),
            email: String::new(),
            locale: Locale::Fa,
            session_id: None,
            grants: grants.iter().map(grant).collect(),
        }
    }

    /// Of unit 1, filed by person 5, at desk 1.
    fn subject(state: State, private: bool) -> Subject {
        Subject {
            unit_id: UnitId(1),
            filer_id: UserId(5),
            desk_id: Some(DeskId(1)),
            owner_id: Some(UserId(6)),
            state,
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
        assert!(
            !may_see(&member, &subject(State::Assigned, true)) && !may_edit(&member, &subject(State::Submitted, true))
        );
        assert!(
            may_see(&actor(5, &[(Role::UnitMember, 1)]), &subject(State::Draft, true)),
            "the filer"
        );
    }
}
