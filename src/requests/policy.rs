//! Who may see a request and who may do what with it. Pure: from the actor's roles and where the request stands.
//!
//! A substitute may do what the person who is away may do as the owner, at a desk, as the director, or for a unit. But a
//! request has two sides, and nobody comes to speak for both by standing in: who directs or works on it, whosoever place
//! that is in, does not get the word of its unit besides.

use super::state::{ActionKind, State};
use crate::accounts::{Actor, Role, Substitution};
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
    /// Whether nobody has decided yet where it goes: desk and person are only proposed.
    pub proposed: bool,
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
    takes_part_as(actor, s).is_some()
}

/// Whether the actor takes part in the request, and in whose place.
pub fn takes_part_as<'a>(actor: &'a Actor, s: &Subject) -> Option<Capacity<'a>> {
    let asks_them = s.for_mayor && !s.private && actor.has(Role::MayorOffice);
    if asks_them && s.state != State::Draft {
        return Some(Capacity::Own);
    }
    capacity(actor, s, |part| {
        part.belongs || (s.state != State::Draft && part.sees(s))
    })
}

/// Whether the actor is of the side that raised it: its people, and of a private request the heads and the filer.
fn is_of_unit(actor: &Actor, s: &Subject) -> bool {
    s.filer_id == actor.id || actor.heads(s.unit_id) || (!s.private && actor.belongs_to(s.unit_id))
}

/// Whether what the actor says comes from the side that raised it: as one of its people, or in the place of one.
pub fn speaks_for_unit(actor: &Actor, s: &Subject) -> bool {
    capacity(actor, s, |part| part.belongs && part.speaks).is_some()
}

/// Whether the actor reads what desk and director say among themselves. Whoever is of the unit that raised it does not,
/// wherever else they sit, unless they direct or audit.
pub fn sees_internal(actor: &Actor, s: &Subject) -> bool {
    let of_the_unit = actor.belongs_to(s.unit_id) || s.filer_id == actor.id;
    let works = works_on(actor, s) || in_place_of_any(actor, s, |part| part.director || part.works);
    may_see(actor, s)
        && s.state != State::Draft
        && (actor.has(Role::Director) || actor.has(Role::Auditor) || (works && !of_the_unit))
}

/// Whether the actor may comment. Whether the request is at a point where anybody may is the service's to ask.
pub fn may_comment(actor: &Actor, s: &Subject, internal: bool) -> bool {
    takes_part(actor, s) && (!internal || sees_internal(actor, s))
}

/// Whether the actor may have others follow the request, or no longer follow it.
pub fn may_appoint_watchers(actor: &Actor, s: &Subject) -> bool {
    let may = |part: &Part| part.director || (part.works && !s.proposed);
    s.state != State::Draft && capacity(actor, s, may).is_some()
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
    may_decide(actor) || actor.has(Role::Auditor)
}

/// Whether the actor decides in triage, and so may decide on many at once.
pub fn may_decide(actor: &Actor) -> bool {
    actor.has(Role::Director) || actor.stands_in_for.iter().any(|absent| absent.has(Role::Director))
}

/// Who decides in triage and on themes, as the history is to name them: in their own place, or in that of a director who
/// is away.
pub fn decides_as(actor: &Actor) -> Option<Actor> {
    if actor.has(Role::Director) {
        return Some(actor.clone());
    }
    let absent = actor.stands_in_for.iter().find(|absent| absent.has(Role::Director));
    absent.map(|absent| actor.in_place_of(absent))
}

/// Whether the actor may see what others have in this person's place: that person, the director, the auditor.
pub fn may_read_handover(actor: &Actor, absent: UserId) -> bool {
    may_give_back(actor, absent) || actor.has(Role::Auditor)
}

/// Whether the actor may give requests back to this person.
pub fn may_give_back(actor: &Actor, absent: UserId) -> bool {
    actor.id == absent || actor.has(Role::Director)
}

/// Whether the actor may change title, text and details: its unit until somebody works on it.
pub fn may_edit(actor: &Actor, s: &Subject) -> bool {
    edits_as(actor, s).is_some()
}

/// Whether the actor may change title, text and details, and in whose place.
pub fn edits_as<'a>(actor: &'a Actor, s: &Subject) -> Option<Capacity<'a>> {
    let untouched = matches!(s.state, State::Draft | State::Submitted | State::NeedsInfo);
    let may = |part: &Part| s.state.is_open() && ((untouched && part.belongs && part.speaks) || part.director);
    capacity(actor, s, may)
}

/// Whether the actor may attach files while it is open: whoever has a part in it, and not who only reads. A desk has one
/// when the director has accepted what a rule proposed.
pub fn may_attach(actor: &Actor, s: &Subject) -> bool {
    attaches_as(actor, s).is_some()
}

/// Whether the actor may attach files, and in whose place.
pub fn attaches_as<'a>(actor: &'a Actor, s: &Subject) -> Option<Capacity<'a>> {
    let accepted = s.state != State::Draft && !s.proposed;
    capacity(actor, s, |part| {
        part.belongs || part.director || (accepted && part.works)
    })
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
    acts_as(actor, action, s).is_some()
}

/// Whether the actor has the right to the action, and in whose place.
pub fn acts_as<'a>(actor: &'a Actor, action: ActionKind, s: &Subject) -> Option<Capacity<'a>> {
    capacity(actor, s, |part| part.may_act(action, s))
}

/// In whose place somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity<'a> {
    /// In their own.
    Own,
    /// In that of somebody who is away.
    InPlaceOf(&'a Substitution),
}

impl Capacity<'_> {
    /// The actor, as the history is to name them.
    pub fn actor(self, actor: &Actor) -> Actor {
        match self {
            Self::Own => actor.clone(),
            Self::InPlaceOf(absent) => actor.in_place_of(absent),
        }
    }
}

/// Whether nobody has decided yet where it goes, a question or a deferral on the way included.
pub fn is_untriaged(state: State, resume: Option<State>) -> bool {
    state == State::Submitted
        || (matches!(state, State::NeedsInfo | State::Deferred) && resume == Some(State::Submitted))
}

/// The first capacity in which the actor may: their own before another's.
fn capacity<'a>(actor: &'a Actor, s: &Subject, may: impl Fn(&Part) -> bool) -> Option<Capacity<'a>> {
    if may(&Part::own(actor, s)) {
        return Some(Capacity::Own);
    }
    let absent = actor
        .stands_in_for
        .iter()
        .find(|absent| may(&Part::in_place_of(absent, actor, s)));
    absent.map(Capacity::InPlaceOf)
}

/// Whether one of those for whom the actor stands in is that.
fn in_place_of_any(actor: &Actor, s: &Subject, is: impl Fn(&Part) -> bool) -> bool {
    actor
        .stands_in_for
        .iter()
        .any(|absent| is(&Part::in_place_of(absent, actor, s)))
}

/// Whether the actor is of the side that answers for the request, in whosoever place.
fn answers_for(actor: &Actor, s: &Subject) -> bool {
    let in_place = |absent: &Substitution| absent.has(Role::Director) || works_in_place_of(absent, s);
    actor.has(Role::Director) || works_on(actor, s) || actor.stands_in_for.iter().any(in_place)
}

fn works_in_place_of(absent: &Substitution, s: &Subject) -> bool {
    s.owner_id == Some(absent.user_id) || s.desk_id.is_some_and(|desk| absent.sits_at(desk))
}

/// What somebody is to a request.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Directs, and it is no draft.
    director: bool,
    /// Filed it, or heads the unit.
    raised_it: bool,
    /// Filed it, or is of the unit.
    belongs: bool,
    /// Sits where the work is.
    works: bool,
    /// Has the word of the unit, if they belong to it.
    speaks: bool,
}

impl Part {
    fn own(actor: &Actor, s: &Subject) -> Self {
        Self {
            director: actor.has(Role::Director) && s.state != State::Draft,
            raised_it: s.filer_id == actor.id || actor.heads(s.unit_id),
            belongs: is_of_unit(actor, s),
            works: works_on(actor, s),
            speaks: true,
        }
    }

    fn in_place_of(absent: &Substitution, actor: &Actor, s: &Subject) -> Self {
        let heads = absent.heads(s.unit_id);
        let of_staff = absent.belongs_to(s.unit_id);
        let filed_it = of_staff && s.filer_id == absent.user_id;
        Self {
            director: absent.has(Role::Director) && s.state != State::Draft,
            raised_it: heads || filed_it,
            belongs: heads || filed_it || (of_staff && !s.private),
            works: works_in_place_of(absent, s),
            speaks: !answers_for(actor, s),
        }
    }

    /// Of what is no draft. A rule's proposal shows a private request to nobody: the director has not agreed yet.
    fn sees(self, s: &Subject) -> bool {
        self.director || (self.works && !(s.private && s.proposed))
    }

    fn may_act(self, action: ActionKind, s: &Subject) -> bool {
        let works = self.works && !s.proposed;
        match action {
            ActionKind::Submit | ActionKind::Answer => self.belongs && self.speaks,
            ActionKind::Confirm | ActionKind::Dispute | ActionKind::Withdraw => self.raised_it && self.speaks,
            ActionKind::Accept
            | ActionKind::Defer
            | ActionKind::Reject
            | ActionKind::Duplicate
            | ActionKind::Reopen => self.director,
            ActionKind::Assign
            | ActionKind::Ask
            | ActionKind::Start
            | ActionKind::Wait
            | ActionKind::Done
            | ActionKind::RequestApproval => self.director || works,
            ActionKind::Resume => self.director || (works && s.state == State::Waiting),
            // Who decides on an approval is for its steps to say, and a lapse for the clock.
            ActionKind::Approve | ActionKind::RefuseApproval | ActionKind::ReturnApproval | ActionKind::Lapse => false,
        }
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "policy_privacy_tests.rs"]
mod privacy_tests;
