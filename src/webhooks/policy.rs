//! Who keeps webhooks and who looks at them. Pure.

use super::model::{WebhookAction, WebhookState};
use crate::accounts::{Actor, Role};

/// Administrators keep them.
pub fn may_change(actor: &Actor) -> bool {
    actor.has(Role::Admin)
}

/// The auditor sees where they lead and what was sent.
pub fn may_read(actor: &Actor) -> bool {
    may_change(actor) || actor.has(Role::Auditor)
}

/// What can be done with a webhook in this state.
pub fn possible(state: WebhookState) -> Vec<WebhookAction> {
    let first = match state {
        WebhookState::Active => WebhookAction::Pause,
        WebhookState::Paused => WebhookAction::Resume,
    };
    vec![first, WebhookAction::RotateSecret, WebhookAction::Ping]
}
