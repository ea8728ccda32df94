//! Approvals of requests as the API shows and takes them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::accounts::model::UserRef;
use crate::approvals::model::{ApprovalState, StepView};
use crate::clock::Timestamp;
use crate::ids::{ApprovalId, ChainId, RequestId};
use crate::requests::Category;
use crate::resource::Resource;
use crate::units::UnitRef;

/// What is to be approved, as far as whoever decides has to know it; they may not see the request itself.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ApprovedRequest {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    pub number: Option<String>,
    /// What kind of problem.
    pub category: Category,
    /// In a line.
    pub title: String,
    /// In full.
    pub description: String,
    /// The category's typed fields.
    #[schema(value_type = Object)]
    pub details: Value,
    /// The unit that raised it.
    pub unit: UnitRef,
    /// Who filed it; never decides on it.
    pub filer: Option<UserRef>,
}

crate::text_enum! {
    /// What whoever may decide an approval can do: the last part of the operation's address.
    pub enum ApprovalAction {
        Approve = "approve",
        Reject = "reject",
        Return = "return",
    }
}

/// An approval.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "request": { "id": 1, "number": "1398-0001", "category": "petty_cash", "title": "تنخواه برای خریدهای خرد", "description": "", "details": { "amount_rials": 600_000_000, "purpose": "خریدهای خرد روزانه" }, "unit": { "id": 2, "name": "منطقهٔ ۱" }, "filer": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" } }, "amount_rials": 600_000_000, "chain_id": 1, "chain": "تأیید هزینه", "state": "pending", "round": 1, "asked_by": { "id": 5, "name": "کارشناس مالی" }, "note": null, "steps": [{ "position": 1, "label": "مدیر ارتباطات", "who": "role", "role": "director", "desk": null, "person": null, "rule": "one", "needed": null, "from_rials": null, "state": "open", "why": null, "deciders": [{ "id": 1, "name": "مدیر ارتباطات" }], "decisions": [] }], "waits_since": "2019-12-03T06:30:00Z", "allowed_actions": ["approve", "reject", "return"], "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z", "closed_at": null }))]
pub struct ApprovalView {
    /// Which.
    pub id: ApprovalId,
    /// What it is about.
    pub request: ApprovedRequest,
    /// The amount that the steps' thresholds were held against, Rials.
    pub amount_rials: Option<i64>,
    /// The chain it was begun by; `null`: there was none, and the director decides.
    pub chain_id: Option<ChainId>,
    /// What that chain was called.
    pub chain: String,
    /// Where it stands.
    pub state: ApprovalState,
    /// From 1; each change of amount or scope begins the next.
    pub round: i32,
    /// Who asked for it.
    pub asked_by: Option<UserRef>,
    /// Their word to those who decide.
    pub note: Option<String>,
    /// The steps that it began with, in order.
    pub steps: Vec<StepView>,
    /// While it is pending: since when the open step waits.
    pub waits_since: Option<Timestamp>,
    /// What the caller may do now.
    pub allowed_actions: Vec<ApprovalAction>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

impl Resource for ApprovalView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/approvals/{}", self.id)
    }
}

/// Which approvals, among those that concern the caller.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApprovalFilter {
    /// Only those that wait for the caller's decision.
    pub mine: Option<bool>,
    /// In this state.
    pub state: Option<ApprovalState>,
    /// Of this request.
    #[param(value_type = Option<i64>)]
    pub request_id: Option<RequestId>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// An approval of the open step.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "note": "از محل اعتبار جاری" }))]
pub struct ApproveBody {
    /// A word beside it.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// A refusal, or a return to be changed.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "اعتبار این ردیف در سال جاری پایان یافته است." }))]
pub struct RefuseBody {
    /// Why, or what has to be changed; the filer reads it.
    #[schema(min_length = 1, max_length = 4000)]
    pub reason: String,
}
