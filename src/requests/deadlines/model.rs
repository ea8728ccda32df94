//! Deadlines as the API shows them.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::deadlines::{ClockKind, Status};
use crate::requests::sla::rules::Line;
use crate::requests::state::State;

crate::text_enum! {
    /// Why an interval counted or did not.
    pub enum Reason {
        /// Working time of a running clock: it counted.
        Working = "working",
        /// Before or after the hours of a working day, or between them.
        OutsideHours = "outside_hours",
        /// Taken from the hours by a half day.
        HalfDay = "half_day",
        /// A weekend day.
        Weekend = "weekend",
        /// A holiday.
        Holiday = "holiday",
        /// A question was open to the filer: the clock paused.
        NeedsInfo = "needs_info",
        /// It was held up by somebody outside: the clock paused.
        Waiting = "waiting",
        /// What the clock measures had happened.
        Stopped = "stopped",
    }
}

/// A stretch of time that counted or did not.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct IntervalView {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Where the request stood.
    pub state: State,
    /// Whether it counted.
    pub counted: bool,
    /// Its length, minutes, rounded down.
    pub minutes: i64,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people, in the caller's language.
    #[schema(example = "تعطیل رسمی: عید نوروز")]
    pub text: String,
}

/// What a clock shows.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ClockView {
    /// Which.
    pub clock: ClockKind,
    /// What it measures, in the caller's language.
    #[schema(example = "انجام درخواست")]
    pub name: String,
    /// What it does now.
    pub status: Status,
    /// The same, in the caller's language.
    #[schema(example = "در حال شمارش")]
    pub status_text: String,
    /// When the request was filed.
    pub started_at: Option<Timestamp>,
    /// Since when it stands still for good.
    pub stopped_at: Option<Timestamp>,
    /// How long it may take, working minutes; `null`: no policy says.
    pub budget_minutes: Option<u32>,
    /// Counted so far, working minutes, rounded down.
    pub elapsed_minutes: i64,
    /// When the budget runs out, ran out, or would have; `null` while a pause keeps it from running out.
    pub due_at: Option<Timestamp>,
    /// The same for three quarters of the budget.
    pub warning_at: Option<Timestamp>,
    /// Whether `due_at` had passed when it stopped, or has by now.
    pub breached: bool,
    /// All the time since it started, in order and without gaps.
    pub intervals: Vec<IntervalView>,
}

/// How long the request was in a state, all its stays together.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StateTime {
    /// The state.
    pub state: State,
    /// Its name, in the caller's language.
    #[schema(example = "در دست اقدام")]
    pub name: String,
    /// All the time, minutes, rounded down.
    pub minutes: i64,
    /// The working time of it, minutes, rounded down.
    pub working_minutes: i64,
}

/// The policy that applies.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AppliedPolicy {
    /// Of which saved set.
    pub version: i32,
    /// The line.
    pub policy: Line,
    /// Why this one, in the caller's language.
    #[schema(example = "پیش‌فرض است")]
    pub reason: String,
}

/// When a request is due, and why.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "at": "2019-12-03T07:30:00Z", "policy": { "version": 1, "policy": { "name": null, "category": null, "priority": null, "triage_minutes": 840, "first_response_minutes": 1260, "resolve_minutes": 8400 }, "reason": "پیش‌فرض است" }, "clocks": [{ "clock": "triage", "name": "بررسی و ارجاع", "status": "running", "status_text": "در حال شمارش", "started_at": "2019-12-03T06:30:00Z", "stopped_at": null, "budget_minutes": 840, "elapsed_minutes": 60, "due_at": "2019-12-07T06:30:00Z", "warning_at": "2019-12-04T10:00:00Z", "breached": false, "intervals": [{ "from": "2019-12-03T06:30:00Z", "until": "2019-12-03T07:30:00Z", "state": "submitted", "counted": true, "minutes": 60, "reason": "working", "text": "زمان کاری" }] }], "states": [{ "state": "submitted", "name": "ثبت‌شده", "minutes": 60, "working_minutes": 60 }] }))]
pub struct RequestDeadlines {
    /// The instant at which the clocks were read.
    pub at: Timestamp,
    /// The policy that applies now; `null`: none does.
    pub policy: Option<AppliedPolicy>,
    /// The clocks: triage, first response, resolve. None before the request was filed.
    pub clocks: Vec<ClockView>,
    /// The time in each state that occurred.
    pub states: Vec<StateTime>,
}
