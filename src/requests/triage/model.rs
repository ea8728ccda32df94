//! Batches as the API takes them, and what came of each of their requests.

use serde::Deserialize;

use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::{BatchId, RequestId};
use crate::requests::action::ActionBody;
use crate::requests::model::RequestView;
use crate::requests::state::ActionKind;

crate::text_enum! {
    /// What can be done to many requests at once.
    pub enum TriageAction {
        /// The director agrees with the route that was proposed, or names another.
        Accept = "accept",
        /// To another desk or person.
        Assign = "assign",
        /// The unit is asked something.
        Ask = "ask",
        /// Put off to a day or a meeting.
        Defer = "defer",
        /// Refused, with the reason.
        Reject = "reject",
        /// The same as another request.
        Duplicate = "duplicate",
    }
}

impl TriageAction {
    /// The action of the state machine.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Accept => ActionKind::Accept,
            Self::Assign => ActionKind::Assign,
            Self::Ask => ActionKind::Ask,
            Self::Defer => ActionKind::Defer,
            Self::Reject => ActionKind::Reject,
            Self::Duplicate => ActionKind::Duplicate,
        }
    }
}

/// One request of a batch.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    /// Which request.
    pub id: RequestId,
    /// The version of it that you saw.
    #[schema(minimum = 1)]
    pub version: i32,
    /// What to do with it; missing: what is done with all.
    pub action: Option<TriageAction>,
    /// What the action carries, as in `POST /requests/{id}/actions/{action}`; missing: with an action of its own
    /// nothing, else what goes with all.
    pub with: Option<ActionBody>,
}

/// Many requests, each with an action of its own, or one for all.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "items": [{ "id": 21, "version": 2 }, { "id": 22, "version": 2 }, { "id": 23, "version": 3, "action": "reject", "with": { "reason": "در وظایف این مدیریت نیست." } }], "action": "accept" }))]
pub struct TriageBatch {
    /// The requests, 1 to 100, each once; they are done in this order.
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BatchItem>,
    /// What to do with those that have no action of their own.
    pub action: Option<TriageAction>,
    /// What that action carries.
    pub with: Option<ActionBody>,
}

/// What came of a request.
#[derive(Debug)]
pub struct Outcome {
    pub request_id: RequestId,
    pub action: TriageAction,
    pub result: Result<RequestView>,
}

/// What came of a batch, or of taking it back.
#[derive(Debug)]
pub struct Outcomes {
    /// Takes it back; none: nothing was done, or it cannot be.
    pub id: Option<BatchId>,
    /// Until when.
    pub undo_until: Option<Timestamp>,
    /// In the order of the batch.
    pub outcomes: Vec<Outcome>,
}
