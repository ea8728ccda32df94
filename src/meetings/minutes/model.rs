//! Minutes as the API shows and takes them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::content::{MinutesHead, MinutesOutcome};
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{AddendumId, AgendaItemId, MeetingId, RemarkId};
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::state::MeetingState;
use crate::resource::Resource;

crate::text_enum! {
    /// What keeps minutes from being final.
    pub enum MinutesLack {
        /// Whether somebody came is not marked.
        AttendanceUnmarked = "attendance_unmarked",
        /// The line was discussed, and nothing is said to have come of it.
        OutcomeMissing = "outcome_missing",
        /// A promise of nobody.
        OwnerMissing = "owner_missing",
        /// A promise without a day.
        DateMissing = "date_missing",
        /// The line was carried three times and is to be decided now.
        Undecided = "undecided",
    }
}

crate::text_enum! {
    /// What an attendee says of minutes.
    pub enum RemarkKind {
        /// It is not right.
        Objection = "objection",
        /// It should read otherwise.
        Change = "change",
    }
}

crate::text_enum! {
    /// Where a remark stands.
    pub enum RemarkState {
        /// To be answered; until then nothing is approved.
        Open = "open",
        /// The text was changed.
        Accepted = "accepted",
        /// The text stays, with a reason.
        Declined = "declined",
        /// Its author has taken it back.
        Withdrawn = "withdrawn",
    }
}

crate::text_enum! {
    /// What can be done about a remark.
    pub enum RemarkAction {
        /// Changes the text.
        Accept = "accept",
        /// Leaves the text, with a reason.
        Decline = "decline",
        /// Takes it back.
        Withdraw = "withdraw",
    }
}

impl RemarkState {
    /// The state that an action leads to.
    pub const fn after(action: RemarkAction) -> Self {
        match action {
            RemarkAction::Accept => Self::Accepted,
            RemarkAction::Decline => Self::Declined,
            RemarkAction::Withdraw => Self::Withdrawn,
        }
    }
}

/// Something that keeps minutes from being final.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "pointer": "/paragraphs/2/outcomes", "code": "outcome_missing", "message": "بند ۳ («دوربین عکاسی») مطرح شده، ولی نتیجه‌ای برای آن ثبت نشده است." }))]
pub struct MissingView {
    /// Where, as a JSON pointer into these minutes (RFC 6901).
    pub pointer: String,
    /// What, for programs.
    pub code: MinutesLack,
    /// What, in the caller's language.
    pub message: String,
}

/// What the minutes say of a line of the agenda.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "item_id": 7, "meeting_id": 3, "number": 1, "kind": "carried", "request": "1398-0001", "title": "نداشتن دوربین عکاسی", "hidden": false, "discussed": true, "text": "نیاز سه واحد بررسی شد.", "outcomes": [{ "kind": "commitment", "text": "خرید یک دوربین برای منطقهٔ ۱", "who": { "id": 7, "name": "کارشناس مالی" }, "due_on": "2020-01-10" }], "version": 2 }))]
pub struct ParagraphView {
    /// The line.
    pub item_id: AgendaItemId,
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// Its number in the minutes, from 1.
    pub number: i32,
    /// What the line was.
    pub kind: LineKind,
    /// The number of the request that it was about.
    pub request: Option<String>,
    /// In a line; a neutral one when it is hidden.
    pub title: String,
    /// The caller may not know of the request: title, text and outcomes are kept back.
    pub hidden: bool,
    /// Whether the meeting came to it; what it did not come to goes to the next meeting.
    pub discussed: bool,
    /// What was said.
    pub text: String,
    /// What came of it. Who promised and by when is for who was there, and for who sees commitments.
    pub outcomes: Vec<MinutesOutcome>,
    /// Of the text, for `If-Match`; 0: nothing was written yet.
    pub version: i32,
}

impl Resource for ParagraphView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/minutes", self.meeting_id)
    }
}

/// How long attendees may object.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct MinutesReview {
    /// Since when this version of the text can be read.
    pub since: Timestamp,
    /// The last day, Tehran's: who is silent until it is over consents. `null`: the calendar has not enough working days.
    pub closes_on: Option<NaiveDate>,
    /// Working days from the one to the other.
    pub working_days: i32,
    /// Remarks that are not answered yet; until they are, nothing is approved.
    pub open_remarks: i64,
}

/// How the minutes were approved.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct MinutesApproval {
    /// When.
    pub at: Timestamp,
    /// By whom; `null`: by silence.
    pub by: Option<UserRef>,
    /// What the page of verification is asked with.
    pub code: String,
    /// That page.
    pub verify_at: String,
}

/// A correction of approved minutes.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "meeting_id": 2, "number": 1, "text": "نام نمایندهٔ منطقهٔ ۲ در فهرست حاضران اصلاح می‌شود.", "hash": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c", "made_by": { "id": 1, "name": "مدیر ارتباطات" }, "version": 1, "created_at": "2020-01-05T06:30:00Z" }))]
pub struct AddendumView {
    /// Which.
    pub id: AddendumId,
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// Its number, from 1.
    pub number: i32,
    /// What it corrects.
    pub text: String,
    /// SHA-256 of it and of what it adds to.
    pub hash: String,
    /// Who wrote it.
    pub made_by: Option<UserRef>,
    /// Always 1: it never changes.
    pub version: i32,
    /// When.
    pub created_at: Timestamp,
}

impl Resource for AddendumView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/minutes", self.meeting_id)
    }
}

/// The minutes of a meeting.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "meeting_id": 3, "state": "minutes_review", "text_version": 1, "hash": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c", "head": { "meeting_id": 3, "series": "نشست پیگیری روابط عمومی‌ها", "number": 3, "held_on": "2019-12-24", "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T08:30:00Z", "place": "سالن جلسات", "chair": "مدیر ارتباطات", "attendance": [{ "user": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "unit": "منطقهٔ ۱", "status": "present", "substitute_name": null }], "guests": [], "quorum": { "needed": 1, "present": 1, "met": true } }, "paragraphs": [], "review": { "since": "2019-12-24T09:30:00Z", "closes_on": "2019-12-31", "working_days": 5, "open_remarks": 0 }, "approval": null, "addenda": [], "missing": [], "allowed_actions": ["remark"], "version": 9 }))]
pub struct MinutesView {
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// The meeting's state, which is that of its minutes: being drafted, in review, approved.
    pub state: MeetingState,
    /// Which version of the text this is; 0 while it is drafted.
    pub text_version: i32,
    /// SHA-256 of this version (docs/meetings.md says of what); `null` while it is drafted.
    pub hash: Option<String>,
    /// When, where, who.
    pub head: MinutesHead,
    /// One for each line of the agenda, in its order.
    pub paragraphs: Vec<ParagraphView>,
    /// While attendees may object.
    pub review: Option<MinutesReview>,
    /// Once they are approved.
    pub approval: Option<MinutesApproval>,
    /// What corrects them, in order.
    pub addenda: Vec<AddendumView>,
    /// What keeps the draft from being final; for who keeps the minutes.
    pub missing: Vec<MissingView>,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// The meeting's, for `If-Match`.
    pub version: i32,
}

impl Resource for MinutesView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/minutes", self.meeting_id)
    }
}

/// What is written of a line, whole.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "نیاز سه واحد بررسی شد و قرار شد یک دستگاه خریداری شود." }))]
pub struct SaveParagraph {
    /// What was said; may be empty.
    #[schema(max_length = 20000)]
    pub text: String,
}

/// What an attendee says of the minutes.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "change", "item_id": 7, "text": "شمار واحدها چهار بود.", "proposed": "نیاز چهار واحد بررسی شد." }))]
pub struct CreateRemark {
    /// What kind.
    pub kind: RemarkKind,
    /// Of this line; missing: of the whole.
    pub item_id: Option<AgendaItemId>,
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// `change`: how the line's text should read. Mandatory there, and then `item_id` is too; refused elsewhere.
    #[schema(max_length = 20000)]
    pub proposed: Option<String>,
}

/// What an attendee has said, and what was answered.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "meeting_id": 3, "item_id": 7, "kind": "change", "text": "شمار واحدها چهار بود.", "proposed": "نیاز چهار واحد بررسی شد.", "text_version": 1, "state": "open", "author": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "answer": null, "answered_by": null, "answered_at": null, "allowed_actions": ["withdraw"], "version": 1, "created_at": "2019-12-25T06:30:00Z", "updated_at": "2019-12-25T06:30:00Z" }))]
pub struct RemarkView {
    /// Which.
    pub id: RemarkId,
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// Of which line; `null`: of the whole.
    pub item_id: Option<AgendaItemId>,
    /// What kind.
    pub kind: RemarkKind,
    /// Why.
    pub text: String,
    /// How the line's text should read.
    pub proposed: Option<String>,
    /// The version of the text that its author had read.
    pub text_version: i32,
    /// Where it stands.
    pub state: RemarkState,
    /// Who says so.
    pub author: Option<UserRef>,
    /// What was answered.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<UserRef>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for RemarkView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/minutes/remarks", self.meeting_id)
    }
}

/// How the text of a line reads from now on.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedText {
    /// The line.
    pub item_id: AgendaItemId,
    /// Its text, whole.
    #[schema(max_length = 20000)]
    pub text: String,
}

/// The answer to a remark.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answer": "اصلاح شد.", "changes": [{ "item_id": 7, "text": "نیاز چهار واحد بررسی شد." }] }))]
pub struct AnswerRemark {
    /// In words; mandatory for `decline`, refused for `withdraw`.
    #[schema(max_length = 4000)]
    pub answer: Option<String>,
    /// `accept`: how lines read from now on; missing: what a `change` proposes.
    #[schema(max_items = 100)]
    pub changes: Option<Vec<ChangedText>>,
}

/// A correction of approved minutes.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "نام نمایندهٔ منطقهٔ ۲ در فهرست حاضران اصلاح می‌شود." }))]
pub struct CreateAddendum {
    /// What it corrects.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
}

/// What anybody may know of approved minutes who has their code.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "series": "نشست پیگیری روابط عمومی‌ها", "number": 3, "held_on": "2019-12-24", "text_version": 1, "hash": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c", "approved_at": "2019-12-31T20:30:00Z", "addenda": 0, "intact": true, "matches": true }))]
pub struct Verification {
    /// The series' title.
    pub series: String,
    /// The meeting's number within the series.
    pub number: i32,
    /// Its day in Tehran.
    pub held_on: NaiveDate,
    /// The version that was approved.
    pub text_version: i32,
    /// Its SHA-256.
    pub hash: String,
    /// When it was approved.
    pub approved_at: Timestamp,
    /// How many corrections there are.
    pub addenda: i64,
    /// Whether what is stored still has this hash.
    pub intact: bool,
    /// Whether the hash that was asked with is this one; `null`: none was given.
    pub matches: Option<bool>,
}
