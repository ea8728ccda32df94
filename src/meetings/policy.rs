//! Who runs meetings, who reads them, and who sees what was promised in them. Pure.

use crate::accounts::{Actor, Role, Substitution};
use crate::ids::{UnitId, UserId};
use crate::meetings::state::{MeetingAction, MeetingState};

/// Whether the actor runs meetings: series, meetings, agendas, outcomes, commitments.
pub fn may_run(actor: &Actor) -> bool {
    actor.has(Role::Director)
}

/// Whether the actor may do this to a meeting.
pub fn may_act(actor: &Actor, action: MeetingAction) -> bool {
    match action {
        MeetingAction::Schedule
        | MeetingAction::PublishAgenda
        | MeetingAction::Start
        | MeetingAction::Finish
        | MeetingAction::FinaliseMinutes
        | MeetingAction::ApproveMinutes
        | MeetingAction::Cancel
        | MeetingAction::Postpone => may_run(actor),
    }
}

/// Whether the actor sees what is being prepared: drafts, and what was left out of an agenda.
pub fn may_prepare(actor: &Actor) -> bool {
    actor.has(Role::Director) || actor.has(Role::Auditor)
}

/// Whether the actor reads every meeting that has been announced, invited or not. Who stands in for the head of a unit does.
pub fn reads_announced(actor: &Actor) -> bool {
    let stands_in = actor.stands_in_for.iter().any(|absent| absent.has(Role::UnitHead));
    may_prepare(actor) || actor.has(Role::MayorOffice) || actor.has(Role::UnitHead) || stands_in
}

/// Whether the actor may know of a meeting in this state; `invited` says that they are on its list or chair it.
pub fn may_see(actor: &Actor, state: MeetingState, invited: bool) -> bool {
    may_prepare(actor) || (state != MeetingState::Draft && (invited || reads_announced(actor)))
}

/// Whether the actor proposes items for agendas in the name of this unit.
pub fn may_propose(actor: &Actor, unit: UnitId) -> bool {
    actor.heads(unit) || head_in_whose_place(actor, unit).is_some()
}

/// The head of the unit who is away and for whom the actor, who does not head it, speaks.
pub fn head_in_whose_place(actor: &Actor, unit: UnitId) -> Option<UserId> {
    let mut absent = actor.stands_in_for.iter().filter(|_| !actor.heads(unit));
    absent.find(|absent| absent.heads(unit)).map(|absent| absent.user_id)
}

/// The units in whose name the actor speaks, or to which they belong.
pub fn units_of(actor: &Actor) -> Vec<UnitId> {
    let headed = actor.stands_in_for.iter().flat_map(Substitution::headed);
    actor.units().into_iter().chain(headed).collect()
}

/// Whether the actor sees what this unit proposes, before it is on an agenda.
pub fn sees_proposal_of(actor: &Actor, unit: UnitId) -> bool {
    may_prepare(actor) || actor.belongs_to(unit) || may_propose(actor, unit)
}

/// Whether the actor sees everybody's commitments.
pub fn sees_commitments(actor: &Actor) -> bool {
    may_prepare(actor) || actor.has(Role::MayorOffice)
}

/// Whether the actor sees how everybody keeps their word: the director and the mayor's office. Anybody sees their own.
pub fn sees_keep_rates(actor: &Actor) -> bool {
    actor.has(Role::Director) || actor.has(Role::MayorOffice)
}

/// Whether the actor sees a commitment of this person.
pub fn sees_commitment_of(actor: &Actor, who: UserId) -> bool {
    sees_commitments(actor) || who == actor.id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::model::Grant;

    fn actor(role: Role) -> Actor {
        let grants = vec![Grant::everywhere(role)];
        Actor::holding(UserId(1), grants)
    }

    #[test]
    fn drafts_are_for_who_prepares_them_and_the_rest_for_who_is_concerned() {
        for &role in Role::ALL {
            let who = actor(role);
            let prepares = matches!(role, Role::Director | Role::Auditor);
            assert_eq!(may_see(&who, MeetingState::Draft, true), prepares, "{role}");
            assert!(may_see(&who, MeetingState::Scheduled, true), "{role}");
            assert_eq!(
                may_see(&who, MeetingState::Scheduled, false),
                prepares || matches!(role, Role::MayorOffice | Role::UnitHead),
                "{role}"
            );
            assert_eq!(may_run(&who), role == Role::Director, "{role}");
            assert!(sees_commitment_of(&who, UserId(1)), "{role}");
            assert_eq!(
                sees_commitment_of(&who, UserId(2)),
                prepares || role == Role::MayorOffice,
                "{role}"
            );
        }
    }
}
