//! Chains and approvals as rows and as the API shows them.

use serde::{Deserialize, Serialize};

use super::rules::{ApproverRole, Rule, Step, Verdict, Who};
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::db::schema::approvals;
use crate::db::types::Json;
use crate::error::Result;
use crate::ids::{ApprovalId, ChainId, UnitId, UserId};
use crate::resource::Resource;
use crate::units::DeskRef;

crate::text_enum! {
    /// Where an approval stands.
    pub enum ApprovalState {
        /// A step waits to be decided.
        Pending = "pending",
        /// Every step has passed.
        Approved = "approved",
        /// Somebody has refused.
        Rejected = "rejected",
        /// Somebody has sent it back to be changed.
        Returned = "returned",
        /// What it was about was withdrawn.
        Cancelled = "cancelled",
    }
}

/// An approval's row. It keeps the steps that it began with.
#[derive(Debug, Clone, diesel::Queryable, diesel::Selectable, diesel::AsChangeset)]
#[diesel(table_name = approvals, treat_none_as_null = true)]
pub struct Approval {
    pub id: ApprovalId,
    /// The kind of what it is about, as in the history: `request`.
    pub subject: String,
    pub subject_id: i64,
    pub chain_id: Option<ChainId>,
    pub chain_name: String,
    pub steps: Json,
    /// Who asked for it.
    pub asked_by_id: UserId,
    /// Whose wish it is; never decides on it.
    pub requester_id: UserId,
    pub unit_id: UnitId,
    /// Rials.
    pub amount_rials: Option<i64>,
    pub note: Option<String>,
    pub state: ApprovalState,
    /// From 1; each reopening begins the next.
    pub round: i32,
    /// The step that is open, or was last, from 0.
    pub step: i32,
    pub step_opened_at: Timestamp,
    pub reminded_at: Option<Timestamp>,
    pub escalated_at: Option<Timestamp>,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

impl Approval {
    /// Its steps, in order.
    ///
    /// # Errors
    /// 500 when the row was tampered with.
    pub fn steps(&self) -> Result<Vec<Step>> {
        Ok(serde_json::from_value(self.steps.0.clone())?)
    }

    /// The open step's place, from 0.
    pub fn open(&self) -> usize {
        usize::try_from(self.step).unwrap_or(0)
    }

    /// Whether a step still waits to be decided.
    pub fn is_pending(&self) -> bool {
        self.state == ApprovalState::Pending
    }
}

/// What an approval is asked for.
#[derive(Debug, Clone)]
pub struct NewApproval {
    /// The kind of thing, as in the history: `request`.
    pub subject: &'static str,
    /// Its id.
    pub subject_id: i64,
    /// Who asks.
    pub asked_by: UserId,
    /// Whose wish it is; never decides on it.
    pub requester: UserId,
    /// The requesting unit.
    pub unit: UnitId,
    /// Rials.
    pub amount_rials: Option<i64>,
    /// The chain; none: the default one.
    pub chain: Option<ChainId>,
    /// A word to those who decide.
    pub note: Option<String>,
}

/// A decision, as it was made.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct Decision {
    pub approval_id: ApprovalId,
    pub round: i32,
    pub step: i32,
    pub user_id: UserId,
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub in_place: bool,
    pub by_link: bool,
    pub on_behalf_of_id: Option<UserId>,
    pub at: Timestamp,
}

impl Decision {
    /// Whose voice it is: that of who is away, if somebody stood in for them.
    pub fn voice(&self) -> UserId {
        self.on_behalf_of_id.unwrap_or(self.user_id)
    }
}

/// A chain of approval.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "name": "تأیید هزینه", "steps": [{ "who": "role", "role": "director", "rule": "one", "from_rials": null }, { "who": "role", "role": "mayor_office", "rule": "one", "from_rials": 500_000_000 }], "is_default": true, "active": true, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct ChainView {
    /// Which.
    pub id: ChainId,
    /// What people call it.
    pub name: String,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// Taken when a request for approval names none.
    pub is_default: bool,
    /// Whether it can be named.
    pub active: bool,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Where it stands in the list.
    #[serde(skip)]
    pub sort_key: Vec<u8>,
}

impl Resource for ChainView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/approval-chains/{}", self.id)
    }
}

/// A new chain. One step at least has no threshold, so that nothing passes undecided.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "تأیید هزینه", "steps": [{ "who": "role", "role": "director", "rule": "one" }, { "who": "role", "role": "mayor_office", "rule": "one", "from_rials": 500_000_000 }], "is_default": true }))]
pub struct CreateChain {
    /// What people call it.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its steps, in order.
    #[schema(min_items = 1, max_items = 20)]
    pub steps: Vec<Step>,
    /// Take it when a request for approval names none; another one no longer is.
    #[serde(default)]
    pub is_default: bool,
}

/// Changes to a chain; what is missing stays. Approvals in progress keep the steps that they began with.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "تأیید هزینه‌های جاری", "active": true }))]
pub struct UpdateChain {
    /// What people call it.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// Its steps, whole, in order.
    #[schema(min_items = 1, max_items = 20, nullable = false)]
    pub steps: Option<Vec<Step>>,
    /// Take it when a request for approval names none.
    #[schema(nullable = false)]
    pub is_default: Option<bool>,
    /// Whether it can be named.
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

crate::text_enum! {
    /// Where a step of an approval stands.
    pub enum StepState {
        /// Does not apply to this amount.
        Skipped = "skipped",
        /// Comes after the open one.
        Waiting = "waiting",
        /// Waits to be decided.
        Open = "open",
        /// Approved.
        Passed = "passed",
        /// Refused here.
        Rejected = "rejected",
        /// Sent back here.
        Returned = "returned",
        /// It was open when all of it was withdrawn.
        Cancelled = "cancelled",
    }
}

/// A decision on a step.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct DecisionView {
    /// Who.
    pub person: Option<UserRef>,
    /// For whom, when a substitute decided.
    pub on_behalf_of: Option<UserRef>,
    /// What.
    pub verdict: Verdict,
    /// Why, in their words.
    pub reason: Option<String>,
    /// In the place of the step's own people, who could not decide it.
    pub in_place: bool,
    /// By the link in a mail.
    pub by_link: bool,
    /// In which round.
    pub round: i32,
    /// It was made before amount or scope changed, and counts no more.
    pub void: bool,
    /// When.
    pub at: Timestamp,
}

/// A step of an approval.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StepView {
    /// Its place in the chain, from 1.
    pub position: i32,
    /// Whom it asks, in words.
    pub label: String,
    /// Whom it asks.
    pub who: Who,
    /// Who holds this role.
    pub role: Option<ApproverRole>,
    /// Who sits at this desk.
    pub desk: Option<DeskRef>,
    /// This person.
    pub person: Option<UserRef>,
    /// How many of them have to approve.
    pub rule: Rule,
    /// With `n_of`: how many.
    pub needed: Option<i32>,
    /// The step applies from this amount on, Rials.
    pub from_rials: Option<i64>,
    /// Where it stands.
    pub state: StepState,
    /// Why it does not apply, or why somebody else decides it, in words.
    pub why: Option<String>,
    /// While it is open: who may decide it now.
    pub deciders: Vec<UserRef>,
    /// What was decided on it, oldest first.
    pub decisions: Vec<DecisionView>,
}
