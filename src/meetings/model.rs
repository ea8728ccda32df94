//! Meetings as the API shows and takes them; series are in `series`, agendas and commitments in `agenda`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{GuestId, MeetingId, SeriesId, UnitId, UserId};
use crate::meetings::mayor::model::MeetingKind;
use crate::meetings::series::model::Guest;
use crate::meetings::state::MeetingState;
use crate::resource::{Patch, Resource};
use crate::units::UnitRef;

crate::text_enum! {
    /// Who came.
    pub enum AttendanceStatus {
        /// Was there.
        Present = "present",
        /// Was not.
        Absent = "absent",
        /// Was not, and had said so.
        Excused = "excused",
        /// Sent somebody.
        Substitute = "substitute",
    }
}

crate::text_enum! {
    /// What somebody who is invited has answered.
    pub enum Answer {
        /// Will come.
        Accept = "accept",
        /// Will not.
        Decline = "decline",
        /// Does not know yet.
        Tentative = "tentative",
        /// Will send somebody.
        Substitute = "substitute",
    }
}

/// A series as its meetings show it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SeriesRef {
    /// Which.
    pub id: SeriesId,
    /// Its title.
    pub title: String,
}

/// Somebody on a meeting's list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct InvitedView {
    /// Who.
    pub user: UserRef,
    /// Speaks for this unit.
    pub unit: Option<UnitRef>,
    /// Whether they came; `null`: not marked yet.
    pub attendance: Option<AttendanceStatus>,
    /// Whom they send, when it is somebody without an account.
    pub substitute_name: Option<String>,
    /// Whom they send.
    pub substitute: Option<UserRef>,
    /// What they answered; `null`: nothing yet.
    pub answer: Option<Answer>,
    /// What they wrote with it; only for who prepares meetings, and for themselves.
    pub answer_note: Option<String>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
}

/// Somebody without an account on a meeting's list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct GuestView {
    /// Which.
    pub id: GuestId,
    /// What they are called.
    pub name: String,
    /// Where their mail goes; only for who prepares meetings.
    pub email: Option<String>,
    /// What they answered; `null`: nothing yet.
    pub answer: Option<Answer>,
    /// What they wrote with it; only for who prepares meetings.
    pub answer_note: Option<String>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// Whether they came; `null`: not marked yet.
    pub attendance: Option<AttendanceStatus>,
}

/// Whether enough are there. Guests do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct QuorumView {
    /// How many have to be; from the start of the meeting on it stays.
    pub needed: i32,
    /// How many are, themselves or by a substitute.
    pub present: i32,
    /// Whether that is enough.
    pub met: bool,
}

/// Another meeting at the same time that needs the same place or the same chair. It is a warning and forbids nothing.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Clash {
    /// The other meeting.
    pub meeting_id: MeetingId,
    /// Of which series.
    pub series: SeriesRef,
    /// Its number within the series.
    pub number: Option<i32>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// It has the same place.
    pub same_place: bool,
    /// It has the same chair.
    pub same_chair: bool,
}

/// A meeting.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 3, "series": { "id": 1, "title": "نشست پیگیری روابط عمومی‌ها" }, "number": 3, "kind": "ordinary", "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T08:30:00Z", "place": "سالن جلسات", "state": "scheduled", "chair": { "id": 1, "name": "مدیر ارتباطات" }, "invited": [{ "user": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "unit": { "id": 2, "name": "منطقهٔ ۱" }, "attendance": null, "substitute_name": null, "substitute": null, "answer": "accept", "answer_note": null, "answered_at": "2019-12-22T06:30:00Z" }], "guests": [], "quorum": { "needed": 1, "present": 0, "met": false }, "clashes": [], "planned_on": "2019-12-24", "agenda_revision": 0, "allowed_actions": ["publish_agenda", "start", "cancel", "postpone"], "version": 2, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct MeetingView {
    /// Which.
    pub id: MeetingId,
    /// Of which series.
    pub series: SeriesRef,
    /// Its number within the series, taken when it is first scheduled and kept; `null`: a draft.
    #[schema(example = 3)]
    pub number: Option<i32>,
    /// What kind of meeting.
    pub kind: MeetingKind,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends; the time between is what the agenda may fill.
    pub ends_at: Timestamp,
    /// Where.
    pub place: String,
    /// Where it stands.
    pub state: MeetingState,
    /// Who chairs.
    pub chair: Option<UserRef>,
    /// Who is invited.
    pub invited: Vec<InvitedView>,
    /// Who is invited and has no account.
    pub guests: Vec<GuestView>,
    /// Whether enough are there; `null`: the series does not ask.
    pub quorum: Option<QuorumView>,
    /// Meetings in its way; only for who prepares meetings, and until it has been held.
    pub clashes: Vec<Clash>,
    /// The day of the series' rule that it was planned for.
    pub planned_on: Option<NaiveDate>,
    /// The version of its entry in calendars.
    #[serde(skip)]
    pub calendar_sequence: i32,
    /// How often the agenda has been published; 0: not yet.
    pub agenda_revision: i32,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for MeetingView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}", self.id)
    }
}

/// Somebody to invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// Who.
    pub user_id: UserId,
    /// Speaks for this unit.
    pub unit_id: Option<UnitId>,
}

/// A new meeting; it stays a silent draft until it is scheduled.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "series_id": 1, "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T08:30:00Z" }))]
pub struct CreateMeeting {
    /// Of which series.
    pub series_id: SeriesId,
    /// What kind of meeting; missing: an ordinary one. With the mayor, its agenda is of the subjects collected for that.
    #[serde(default)]
    pub kind: MeetingKind,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends: later, and within a day.
    pub ends_at: Timestamp,
    /// Where; missing: the series' place.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// Who chairs; missing: the series' chair.
    pub chair_id: Option<UserId>,
    /// Who is invited; missing: whom the series invites.
    #[schema(max_items = 500)]
    pub invited: Option<Vec<Invite>>,
    /// Who is invited and has no account; missing: whom the series invites.
    #[schema(max_items = 100)]
    pub guests: Option<Vec<Guest>>,
}

/// Changes to a meeting that has not been held; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T09:00:00Z", "chair_id": 1 }))]
pub struct UpdateMeeting {
    /// When it starts.
    #[schema(nullable = false)]
    pub starts_at: Option<Timestamp>,
    /// When it ends: later, and within a day.
    #[schema(nullable = false)]
    pub ends_at: Option<Timestamp>,
    /// Where.
    #[schema(max_length = 200, nullable = false)]
    pub place: Option<String>,
    /// Who chairs; `null`: nobody.
    #[serde(default)]
    #[schema(value_type = Option<UserId>)]
    pub chair_id: Patch<UserId>,
    /// Who is invited, whole.
    #[schema(max_items = 500, nullable = false)]
    pub invited: Option<Vec<Invite>>,
    /// Who is invited and has no account, whole.
    #[schema(max_items = 100, nullable = false)]
    pub guests: Option<Vec<Guest>>,
}

/// What an action on a meeting carries.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "بیشتر مدیران در مأموریت هستند." }))]
pub struct MeetingActionBody {
    /// `cancel`, `postpone`: why. Mandatory; other actions take none.
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
}

/// Which meetings, among those that the caller may see; the latest first.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeetingFilter {
    /// Of this series.
    #[param(value_type = Option<i64>)]
    pub series_id: Option<SeriesId>,
    /// In this state.
    pub state: Option<MeetingState>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// What somebody who is invited answers.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answer": "substitute", "substitute_name": "کارشناس روابط عمومی", "note": "در مأموریت هستم." }))]
pub struct Respond {
    /// What.
    pub answer: Answer,
    /// `substitute`: whom they send, if that person has an account.
    pub substitute_id: Option<UserId>,
    /// `substitute`: whom they send, if not.
    #[schema(max_length = 200)]
    pub substitute_name: Option<String>,
    /// A word to who prepares the meeting.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// Whose answer it is; missing: the caller's. Who runs meetings writes down what others have said.
    pub user_id: Option<UserId>,
}

/// The meetings of the next dates of a series.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Planned {
    /// In order of their dates.
    pub items: Vec<MeetingView>,
    /// How many of them are new.
    pub created: usize,
}

/// Whether somebody came.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attended {
    /// Who; somebody who was not invited is put on the list.
    pub user_id: Option<UserId>,
    /// Which guest, in place of `user_id`.
    pub guest_id: Option<GuestId>,
    /// Whether they came.
    pub status: AttendanceStatus,
    /// `substitute`: whom they sent, if that person has an account. Missing, and without a name: whom they said.
    pub substitute_id: Option<UserId>,
    /// `substitute`: whom they sent, if not.
    #[schema(max_length = 200)]
    pub substitute_name: Option<String>,
}

/// Who came; people who are not named stay as they are.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[schema(max_items = 500)]
#[schema(example = json!([{ "user_id": 2, "status": "present" }, { "user_id": 3, "status": "substitute", "substitute_name": "کارشناس روابط عمومی" }]))]
pub struct AttendanceList(pub Vec<Attended>);
