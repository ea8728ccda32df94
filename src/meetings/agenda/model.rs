//! Agendas, outcomes and commitments as the API shows and takes them; what units propose is in `proposals`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ranking::LineKind;
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{AgendaItemId, CommitmentId, MeetingId, OutcomeId, ProposalId, RequestId, ThemeId, UnitId, UserId};
use crate::meetings::commitments::model::Standing;
use crate::requests::state::State;
use crate::resource::{Patch, Resource};
use crate::units::UnitRef;

crate::text_enum! {
    /// In which of the three lists a line stands.
    pub enum Placement {
        /// On the agenda.
        Agenda = "agenda",
        /// No time for it: the backlog.
        Overflow = "overflow",
        /// Left out by the director.
        Excluded = "excluded",
    }
}

crate::text_enum! {
    /// What came of a line.
    pub enum OutcomeKind {
        /// مصوبه
        Decision = "decision",
        /// تعهد: who, what, by when.
        Commitment = "commitment",
        /// To be known.
        Information = "information",
        /// Put off to the next meeting or a day.
        Deferred = "deferred",
        /// Nothing is left to do.
        Solved = "solved",
        /// Taken to the mayor: `text` is what is asked of them.
        ToMayor = "to_mayor",
        /// Not followed up any more: `text` is why.
        Dropped = "dropped",
    }
}

impl OutcomeKind {
    /// Whether it ends what has come back too often.
    pub const fn decides(self) -> bool {
        match self {
            Self::Decision | Self::Commitment | Self::Solved | Self::ToMayor | Self::Dropped => true,
            Self::Information | Self::Deferred => false,
        }
    }

    /// Its Persian name.
    pub const fn label_fa(self) -> &'static str {
        match self {
            Self::Decision => "مصوبه",
            Self::Commitment => "تعهد",
            Self::Information => "اطلاع",
            Self::Deferred => "موکول شد",
            Self::Solved => "حل شد",
            Self::ToMayor => "طرح با شهردار",
            Self::Dropped => "کنار گذاشته شد",
        }
    }
}

crate::text_enum! {
    /// Where a promise stands; late is computed, not stored.
    pub enum CommitmentState {
        /// To be kept.
        Open = "open",
        /// Kept.
        Kept = "kept",
        /// Dropped by decision.
        Dropped = "dropped",
        /// Was never made: its outcome was taken back.
        TakenBack = "taken_back",
    }
}

/// A request as an agenda shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AgendaRequest {
    /// Which.
    pub id: RequestId,
    /// Its number.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// The unit that raised it.
    pub unit: UnitRef,
    /// Where it stands now.
    pub state: State,
}

/// A theme as an agenda shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AgendaTheme {
    /// Which.
    pub id: ThemeId,
    /// In a line.
    pub title: String,
    /// The units that raised it, those of private requests aside that the caller may not see.
    pub units: Vec<UnitRef>,
}

/// A commitment as an agenda shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AgendaCommitment {
    /// Which.
    pub id: CommitmentId,
    /// Who promised.
    pub who: Option<UserRef>,
    /// By when.
    pub due_on: NaiveDate,
}

/// The proposal that brought a line onto the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AgendaProposal {
    /// Which.
    pub id: ProposalId,
    /// The unit that made it.
    pub unit: UnitRef,
    /// Why it wants this discussed.
    pub why: String,
}

/// What came of a line.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct OutcomeView {
    /// Which.
    pub id: OutcomeId,
    /// What kind.
    pub kind: OutcomeKind,
    /// In words.
    pub text: String,
    /// The promise, for a commitment that the caller may see.
    pub commitment: Option<AgendaCommitment>,
    /// Who wrote it down.
    pub recorded_by: Option<UserRef>,
    /// When.
    pub at: Timestamp,
    /// For `If-Match`.
    pub version: i32,
}

/// A line of an agenda.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 7, "meeting_id": 3, "position": 1, "kind": "carried", "placement": "agenda", "request": { "id": 1, "number": "1398-0001", "title": "مشخص نبودن شرح وظایف روابط عمومی منطقه", "unit": { "id": 2, "name": "منطقهٔ ۱" }, "state": "assigned" }, "theme": null, "commitment": null, "title": "مشخص نبودن شرح وظایف روابط عمومی منطقه", "proposal": null, "minutes": 10, "spent_minutes": 0, "pinned": false, "placed": false, "carried": 2, "reason": "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار دوم", "must_decide": false, "exclusion_reason": null, "discussed": false, "outcomes": [], "note": "", "version": 1 }))]
pub struct AgendaItemView {
    /// Which.
    pub id: AgendaItemId,
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// Its place in its list, from 1.
    pub position: i32,
    /// What it is.
    pub kind: LineKind,
    /// In which list it stands.
    pub placement: Placement,
    /// The request it is about.
    pub request: Option<AgendaRequest>,
    /// The theme it is about: what comes of the line lands on each of its open requests.
    pub theme: Option<AgendaTheme>,
    /// The promise it is about, if the caller may see it.
    pub commitment: Option<AgendaCommitment>,
    /// The unit's proposal that the director accepted, if that brought it here.
    pub proposal: Option<AgendaProposal>,
    /// In a line.
    pub title: String,
    /// How long it may take, minutes.
    pub minutes: i32,
    /// How long it has taken in the meeting, minutes, begun ones included; 0: it was not taken up by the clock.
    pub spent_minutes: i32,
    /// Kept on the agenda by the director.
    pub pinned: bool,
    /// Stands where the director put it, whatever the order of the others.
    pub placed: bool,
    /// How many earlier meetings left it open.
    pub carried: i32,
    /// Why it is here, in the caller's language.
    #[schema(
        example = "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار سوم؛ باید تعیین تکلیف شود: تصمیم، طرح نزد شهردار یا کنار گذاشتن با ذکر دلیل"
    )]
    pub reason: String,
    /// Three meetings in a row have left it without a decision: this one decides, takes it to the mayor, or drops it with a
    /// reason.
    pub must_decide: bool,
    /// Why it was left out: the director's words, or until when it was put off. Only for who prepares meetings.
    pub exclusion_reason: Option<String>,
    /// Whether something came of it.
    pub discussed: bool,
    /// What came of it.
    pub outcomes: Vec<OutcomeView>,
    /// The director's note.
    pub note: String,
    /// Whether title and outcomes are kept from this reader.
    #[serde(skip)]
    pub hidden: bool,
    /// For `If-Match`.
    pub version: i32,
}

impl Resource for AgendaItemView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/agenda", self.meeting_id)
    }
}

/// An agenda.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "meeting_id": 3, "revision": 2, "published": true, "published_at": "2019-12-22T08:00:00Z", "changes": ["«دوربین عکاسی» افزوده شد: ردیف ۳."], "budget_minutes": 120, "planned_minutes": 115, "proposals_until": "2019-12-22T10:45:00Z", "items": [], "overflow": [], "excluded": [], "version": 3 }))]
pub struct AgendaView {
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// How often it has been published, or, as it was published, which time; 0: not yet.
    pub revision: i32,
    /// Whether it is as it was published under this revision; else as it stands now.
    pub published: bool,
    /// When this revision, or the last, was published.
    pub published_at: Option<Timestamp>,
    /// In words: how this revision differs from the one before, or how what is being prepared differs from the last one.
    pub changes: Vec<String>,
    /// How long the meeting lasts, minutes.
    pub budget_minutes: i32,
    /// What the lines that it takes up add up to, minutes; more than it lasts when what is always taken is too much.
    pub planned_minutes: i32,
    /// Until when units can propose items for it; `null` when none are taken.
    pub proposals_until: Option<Timestamp>,
    /// What the meeting takes up, in order.
    pub items: Vec<AgendaItemView>,
    /// What it has no time for, in order.
    pub overflow: Vec<AgendaItemView>,
    /// What was left out, or was put off beyond this meeting; only for who prepares meetings.
    pub excluded: Vec<AgendaItemView>,
    /// The meeting's, for `If-Match`.
    pub version: i32,
}

impl Resource for AgendaView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/agenda", self.meeting_id)
    }
}

/// Changes to a line; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "pinned": true, "minutes": 15, "position": 2 }))]
pub struct UpdateItem {
    /// Keep it on the agenda whatever the time.
    #[schema(nullable = false)]
    pub pinned: Option<bool>,
    /// Leave it out; then `exclusion_reason` says why.
    #[schema(nullable = false)]
    pub excluded: Option<bool>,
    /// Why it is left out. Mandatory there, refused elsewhere.
    #[schema(max_length = 1000, nullable = false)]
    pub exclusion_reason: Option<String>,
    /// How long it may take, minutes.
    #[schema(minimum = 1, maximum = 600, nullable = false)]
    pub minutes: Option<i32>,
    /// A note beside it.
    #[schema(max_length = 4000, nullable = false)]
    pub note: Option<String>,
    /// Its new place in its list, from 1; beyond the end is the end. It follows the line before it from then on. `null`: back
    /// to the place that the order gives it, when the agenda is next made.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100_000)]
    pub position: Patch<i32>,
}

/// A published agenda, without its lines.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "revision": 2, "published_at": "2019-12-22T08:00:00Z", "published_by": { "id": 1, "name": "مدیر ارتباطات" }, "items": 14, "overflow": 3, "changes": ["«دوربین عکاسی» افزوده شد: ردیف ۳."] }))]
pub struct RevisionView {
    /// Which, from 1.
    pub revision: i32,
    /// When.
    pub published_at: Timestamp,
    /// By whom.
    pub published_by: Option<UserRef>,
    /// How many lines it takes up.
    pub items: usize,
    /// For how many it had no time.
    pub overflow: usize,
    /// In words, how it differs from the one before.
    pub changes: Vec<String>,
}

/// Which state of an agenda.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// As it was published this time, from 1. Missing: before the meeting what is being prepared for who prepares it and the
    /// last published one for everybody else; from its start on, what it goes by.
    #[param(minimum = 1, maximum = 100_000)]
    pub revision: Option<i32>,
}

/// What came of a line.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "commitment", "text": "تأمین دوربین عکاسی برای منطقهٔ ۱", "who_id": 7, "due_on": "2019-12-20" }))]
pub struct CreateOutcome {
    /// What kind.
    pub kind: OutcomeKind,
    /// In words.
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// `commitment`: who promises. Mandatory there, refused elsewhere.
    pub who_id: Option<UserId>,
    /// `commitment`: by when, mandatory. `deferred`: until when; missing: to the next meeting. Not before the meeting's day.
    #[schema(example = "2019-12-20")]
    pub due_on: Option<NaiveDate>,
}

/// A meeting as commitments show it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct MeetingRef {
    /// Which.
    pub id: MeetingId,
    /// The series' title.
    pub series: String,
    /// Its number within the series.
    pub number: i32,
    /// Its day in Tehran.
    pub held_on: NaiveDate,
}

/// A promise made in a meeting.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "meeting": { "id": 2, "series": "نشست پیگیری روابط عمومی‌ها", "number": 2, "held_on": "2019-12-03" }, "request_id": 1, "who": { "id": 7, "name": "کارشناس آموزش" }, "unit": null, "text": "نخستین دورهٔ آموزشی برگزار می‌شود.", "state": "open", "standing": "broken", "late": true, "days_late": 4, "first_due_on": "2019-12-20", "due_on": "2019-12-20", "repromises": 0, "allowed_actions": ["keep", "drop"], "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z", "closed_at": null, "ended_on": null }))]
pub struct CommitmentView {
    /// Which.
    pub id: CommitmentId,
    /// Where it was made.
    pub meeting: Option<MeetingRef>,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// Who promised.
    pub who: Option<UserRef>,
    /// What.
    pub text: String,
    /// The unit that they spoke for.
    pub unit: Option<UnitRef>,
    /// Where it stands.
    pub state: CommitmentState,
    /// What has become of the word: measured by the day that was promised first.
    pub standing: Standing,
    /// Open and past its day.
    pub late: bool,
    /// Days past its day; 0 when it is not late.
    pub days_late: i64,
    /// What was promised first; never changes.
    pub first_due_on: NaiveDate,
    /// What is promised now.
    pub due_on: NaiveDate,
    /// How often the day was moved.
    pub repromises: i32,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When its end was recorded.
    pub closed_at: Option<Timestamp>,
    /// On which day it ended.
    pub ended_on: Option<NaiveDate>,
}

impl Resource for CommitmentView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/commitments/{}", self.id)
    }
}

/// A new day for a promise. The first day is kept, and each new one is counted.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "due_on": "2020-01-10", "reason": "مدرس دوره تا پایان ماه در مأموریت است." }))]
pub struct Repromise {
    /// By when now: after today.
    pub due_on: NaiveDate,
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub reason: String,
}

crate::text_enum! {
    /// How a promise ends.
    pub enum CommitmentAction {
        /// It was kept.
        Keep = "keep",
        /// It is dropped by decision.
        Drop = "drop",
    }
}

/// What ending a promise carries.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "با تصمیم جلسه دیگر لازم نیست." }))]
pub struct CommitmentActionBody {
    /// Why; mandatory for `drop`.
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
    /// `keep`: on which day it was kept; missing: today. Not after today, not before it was promised.
    #[schema(example = "2019-12-19")]
    pub on: Option<NaiveDate>,
}

/// Which commitments, among those that the caller may see; the earliest due first.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommitmentFilter {
    /// In this state; without it, all but those that were taken back.
    pub state: Option<CommitmentState>,
    /// Of which this has become.
    pub standing: Option<Standing>,
    /// Open and past their day, or not.
    pub overdue: Option<bool>,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_to: Option<NaiveDate>,
    /// Of who spoke for this unit.
    #[param(value_type = Option<i64>)]
    pub unit_id: Option<UnitId>,
    /// Of this person.
    #[param(value_type = Option<i64>)]
    pub who: Option<UserId>,
    /// Made in this meeting.
    #[param(value_type = Option<i64>)]
    pub meeting_id: Option<MeetingId>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}
