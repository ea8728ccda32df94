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
}

/// Whether the actor may know of the request. A draft is its unit's own.
pub fn may_see(actor: &Actor, s: &Subject) -> bool {
    if actor.belongs_to(s.unit_id) || s.filer_id == actor.id {
        return true;
    }
    s.state != State::Draft
        && (actor.has(Role::Director)
            || actor.has(Role::Auditor)
            || works_on(actor, s)
            || (s.for_mayor && actor.has(Role::MayorOffice)))
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

/// Whether the actor may change title, text and details: its unit until somebody works on it.
pub fn may_edit(actor: &Actor, s: &Subject) -> bool {
    let untouched = matches!(s.state, State::Draft | State::Submitted | State::NeedsInfo);
    s.state.is_open()
        && ((untouched && (actor.belongs_to(s.unit_id) || s.filer_id == actor.id))
            || (s.state != State::Draft && actor.has(Role::Director)))
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
        ActionKind::Submit => raised_it || actor.belongs_to(s.unit_id),
        ActionKind::Answer => actor.belongs_to(s.unit_id) || s.filer_id == actor.id,
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
