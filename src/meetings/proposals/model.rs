//! What units propose for an agenda, as the API shows and takes it.

use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{MeetingId, ProposalId, UnitId};
use crate::meetings::agenda::model::AgendaRequest;
use crate::resource::Resource;
use crate::units::UnitRef;

crate::text_enum! {
    /// Where a proposal stands.
    pub enum ProposalState {
        /// Nobody has decided.
        Waiting = "waiting",
        /// It is on the agenda.
        Accepted = "accepted",
        /// It waits for the next meeting of the series.
        PutOff = "put_off",
        /// It is not taken up.
        Declined = "declined",
        /// The unit has taken it back.
        Withdrawn = "withdrawn",
    }
}

crate::text_enum! {
    /// What the director does with a proposal; and `withdraw`, by the unit.
    pub enum ProposalAction {
        /// Takes it onto the agenda.
        Accept = "accept",
        /// Leaves it to the next meeting of the series.
        PutOff = "put_off",
        /// Does not take it up.
        Decline = "decline",
        /// Takes it back, while nobody has taken it up.
        Withdraw = "withdraw",
    }
}

impl ProposalAction {
    /// What it makes of a proposal.
    pub const fn leads_to(self) -> ProposalState {
        match self {
            Self::Accept => ProposalState::Accepted,
            Self::PutOff => ProposalState::PutOff,
            Self::Decline => ProposalState::Declined,
            Self::Withdraw => ProposalState::Withdrawn,
        }
    }
}

impl ProposalState {
    /// Whether the director may still decide on it, and the unit take it back.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::PutOff => true,
            Self::Accepted | Self::Declined | Self::Withdrawn => false,
        }
    }
}

/// A proposal.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 4, "meeting_id": 3, "unit": { "id": 2, "name": "منطقهٔ ۱" }, "request": null, "subject": "هماهنگی پوشش خبری نوروز", "title": "هماهنگی پوشش خبری نوروز", "why": "تا نوروز جلسهٔ دیگری نیست.", "state": "waiting", "proposed_by": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "decided_by": null, "decision_reason": null, "decided_at": null, "allowed_actions": ["accept", "put_off", "decline"], "version": 1, "created_at": "2019-12-20T06:30:00Z", "updated_at": "2019-12-20T06:30:00Z" }))]
pub struct ProposalView {
    /// Which.
    pub id: ProposalId,
    /// The meeting that it was made for, or that decided on it last.
    pub meeting_id: MeetingId,
    /// The unit that makes it.
    pub unit: UnitRef,
    /// The request that it is about.
    pub request: Option<AgendaRequest>,
    /// What it is about, when that is no request.
    pub subject: Option<String>,
    /// The request's title, or the subject.
    pub title: String,
    /// Why the unit wants it discussed.
    pub why: String,
    /// Where it stands.
    pub state: ProposalState,
    /// Who made it.
    pub proposed_by: Option<UserRef>,
    /// Who decided.
    pub decided_by: Option<UserRef>,
    /// Why.
    pub decision_reason: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for ProposalView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/proposals/{}", self.meeting_id, self.id)
    }
}

/// A new proposal: an open request of the unit, or a subject.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "unit_id": 2, "subject": "هماهنگی پوشش خبری نوروز", "why": "تا نوروز جلسهٔ دیگری نیست." }))]
pub struct CreateProposal {
    /// The unit that makes it: one that the caller heads, or for whose head they stand in.
    pub unit_id: UnitId,
    /// The request that it is about, by id or number: an open one of the unit. Either this or `subject`.
    #[schema(max_length = 20, example = "1398-0042")]
    pub request: Option<String>,
    /// What it is about, in a line, when that is no request.
    #[schema(max_length = 300)]
    pub subject: Option<String>,
    /// Why it should be discussed in this meeting.
    #[schema(min_length = 1, max_length = 2000)]
    pub why: String,
}

/// What deciding on a proposal carries.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "در نشست آینده با حضور معاون مالی بررسی می‌شود." }))]
pub struct DecideProposal {
    /// Why; mandatory for `put_off` and `decline`.
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// Which proposals.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProposalFilter {
    /// In this state.
    pub state: Option<ProposalState>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}
