//! A meeting in session as the API shows it, and what who runs it does: which line it is at, and its clock.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::state::MeetingState;
use crate::resource::Resource;

crate::text_enum! {
    /// What who runs a meeting does while it is held.
    pub enum SessionAction {
        /// Takes a line up; its clock starts, and that of the line before stops.
        Take = "take",
        /// Takes the next line up that has not been discussed; after the last one there is none.
        Next = "next",
        /// Stops the clock.
        Pause = "pause",
        /// Lets it run again.
        Resume = "resume",
        /// Marks a line as discussed.
        Discussed = "discussed",
        /// Takes that mark away.
        NotDiscussed = "not_discussed",
    }
}

/// What an action in session carries.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "item_id": 7 }))]
pub struct SessionActionBody {
    /// `take`: which line, mandatory. `discussed`, `not_discussed`: which line; missing: the current one. Refused elsewhere.
    pub item_id: Option<AgendaItemId>,
}

/// The line that a meeting is at.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct CurrentLine {
    /// Which.
    pub id: AgendaItemId,
    /// Its place on the agenda, from 1.
    pub position: i32,
    /// What it is.
    pub kind: LineKind,
    /// In a line; `null` when it is private and the reader may not know it. Live, it is `null` for all then.
    pub title: Option<String>,
    /// How long it may take, minutes.
    pub minutes: i32,
    /// How long it has taken at the instant `at`, seconds.
    pub elapsed_seconds: i64,
    /// Whether something came of it.
    pub discussed: bool,
}

/// What all who watch a meeting see, whole, each time that it changes.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "meeting_id": 3, "state": "in_progress", "current": { "id": 7, "position": 1, "kind": "carried", "title": "مشخص نبودن شرح وظایف", "minutes": 10, "elapsed_seconds": 125, "discussed": false }, "running": true, "discussed": 0, "lines": 14, "at": "2019-12-24T06:40:00Z" }))]
pub struct LiveState {
    /// Which meeting.
    pub meeting_id: MeetingId,
    /// Where it stands.
    pub state: MeetingState,
    /// The line it is at.
    pub current: Option<CurrentLine>,
    /// Whether the line's clock runs: then `elapsed_seconds` grows from `at` on.
    pub running: bool,
    /// Lines that have been discussed.
    pub discussed: i64,
    /// Lines of the agenda.
    pub lines: i64,
    /// When this was so.
    pub at: Timestamp,
}

/// The time of a line.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LineTime {
    /// Which.
    pub id: AgendaItemId,
    /// Its place on the agenda, from 1.
    pub position: i32,
    /// How long it may take, minutes.
    pub minutes: i32,
    /// How long it has taken, seconds.
    pub elapsed_seconds: i64,
    /// Whether something came of it, or it was marked so.
    pub discussed: bool,
}

/// A meeting in session.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "meeting_id": 3, "state": "in_progress", "current": { "id": 7, "position": 1, "kind": "carried", "title": "مشخص نبودن شرح وظایف", "minutes": 10, "elapsed_seconds": 125, "discussed": false }, "running": true, "lines": [{ "id": 7, "position": 1, "minutes": 10, "elapsed_seconds": 125, "discussed": false }], "allowed_actions": ["take", "next", "pause", "discussed", "not_discussed"], "at": "2019-12-24T06:40:00Z", "version": 2 }))]
pub struct MeetingSession {
    /// Which meeting.
    pub meeting_id: MeetingId,
    /// Where it stands.
    pub state: MeetingState,
    /// The line it is at.
    pub current: Option<CurrentLine>,
    /// Whether the line's clock runs: then `elapsed_seconds` grows from `at` on.
    pub running: bool,
    /// The time that each line of the agenda has taken.
    pub lines: Vec<LineTime>,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// When this was so.
    pub at: Timestamp,
    /// For `If-Match`; 0: nothing has been taken up yet.
    pub version: i32,
}

impl Resource for MeetingSession {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meetings/{}/session", self.meeting_id)
    }
}
