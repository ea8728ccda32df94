//! The demo's content: the coordination meeting of 1398/09/12 as the news report tells it, filled in where the report is
//! silent. Plain data; it names units, desks and roles, never people. `demo` puts it in through the services.
//!
//! `structure.rs` units, desks, people, routing rules · `requests.rs` what the heads raised · `meetings.rs` the series,
//! what was promised, and what the third meeting decided · `minutes.rs` what was written of both ·
//! `agenda.rs` how the fourth is prepared.

mod agenda;
mod meetings;
mod minutes;
mod requests;
mod structure;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde_json::Value;

use crate::accounts::model::Role;
use crate::meetings::proposals::model::ProposalAction;
use crate::persian::jalali::{self, ParseError};
use crate::requests::categories::Category;
use crate::units::model::UnitKind;

pub use agenda::{AFTER, BEFORE, PROPOSALS};
pub use meetings::{
    ANNOUNCEMENTS, FIFTH, FOR_MAYOR, FOURTH_MEETING, KEPT_LATE, MEETINGS, PLACE, PROMISES, SERIES, THEMES,
    THIRD_MEETING, recurrence, standing_items,
};
pub use minutes::{PROPOSED, SECOND_MINUTES, Said, THIRD_MINUTES};
pub use requests::requests;
pub use structure::{DESKS, RULES, UNITS, chain, people};

/// A PR unit. Its number is its place in [`UNITS`], from 1.
pub struct Unit {
    pub name: &'static str,
    pub kind: UnitKind,
    /// Number of the unit above it, always a smaller one.
    pub parent: Option<usize>,
    /// People on its PR staff.
    pub staff: i32,
}

impl Unit {
    /// Contact address of the unit of this number.
    pub fn email(number: usize) -> String {
        format!("unit-{number:02}@demo.test")
    }

    /// Who heads the unit of this number.
    pub fn head_email(number: usize) -> String {
        format!("head-{number:02}@demo.test")
    }
}

/// A desk that requests are routed to.
pub struct Desk {
    pub key: &'static str,
    pub name: &'static str,
}

/// Somebody who signs in, named by role.
pub struct Person {
    pub email: String,
    pub name: String,
    pub roles: Vec<Held>,
}

/// A role, with where it is held.
pub struct Held {
    pub role: Role,
    /// Number of the unit, for unit roles.
    pub unit: Option<usize>,
    /// Key of the desk, for owners.
    pub desk: Option<&'static str>,
}

/// A routing rule. Empty lists and `None` match anything.
pub struct Rule {
    pub name: &'static str,
    pub categories: &'static [Category],
    /// At least so many Rials.
    pub amount_min_rials: Option<i64>,
    pub words: &'static [&'static str],
    pub desk: &'static str,
    /// E-mail of the person within the desk.
    pub owner: &'static str,
}

/// What a unit head raised in the second meeting.
pub struct Raised {
    /// Names it within this content.
    pub key: &'static str,
    pub category: Category,
    /// Number of the unit.
    pub unit: usize,
    /// Minutes after the meeting's start.
    pub minute: i64,
    pub title: &'static str,
    pub description: &'static str,
    pub details: Value,
}

/// What several units raised in the second meeting, each in its own words.
pub struct Theme {
    pub title: &'static str,
    pub description: &'static str,
    /// Keys of the requests.
    pub requests: &'static [&'static str],
}

/// A meeting of the series.
pub struct Meeting {
    /// Number within the series.
    pub number: i32,
    /// Jalali, `1398/09/12`.
    pub on: &'static str,
    /// Hour of the day in Tehran.
    pub hour: u32,
    /// Length, minutes.
    pub minutes: i64,
    pub place: &'static str,
}

/// Information given to every unit in the second meeting.
pub struct Announcement {
    pub title: &'static str,
    pub text: &'static str,
}

/// A commitment made in the second meeting.
pub struct Promise {
    pub key: &'static str,
    pub title: &'static str,
    pub text: &'static str,
    /// E-mail of who promised.
    pub who: &'static str,
    /// Jalali.
    pub due_on: &'static str,
    /// Keys of the requests that it answers.
    pub requests: &'static [&'static str],
    /// Whether it was kept by the third meeting; if not, it is there first, late.
    pub kept: bool,
}

/// What the third meeting made of a request.
pub struct Decided {
    /// Key of the request.
    pub request: &'static str,
    pub text: &'static str,
    pub outcome: Outcome,
}

/// Kinds of outcome, with what only that kind has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// مصوبه
    Decision,
    /// تعهد: who (e-mail), by when (Jalali).
    Commitment { who: &'static str, due_on: &'static str },
    /// For information.
    Information,
    /// Put off to the fourth meeting.
    Deferred,
    /// Nothing is left to do.
    Solved,
}

/// What a unit proposes for the fourth meeting: a request, or a subject.
pub struct Proposal {
    /// Number of the unit.
    pub unit: usize,
    /// Key of a request of the unit.
    pub request: Option<&'static str>,
    pub subject: Option<&'static str>,
    pub why: &'static str,
    /// What the director does with it.
    pub action: ProposalAction,
    /// And says.
    pub answer: Option<&'static str>,
}

/// What the director says to a line.
pub struct Saying {
    /// Key of its request.
    pub request: &'static str,
    pub pinned: bool,
    /// Why it is left out.
    pub left_out: Option<&'static str>,
    pub minutes: Option<i32>,
    pub position: Option<i32>,
    pub note: Option<&'static str>,
}

/// A date of this content.
///
/// # Errors
/// When it is no Jalali date.
pub fn date(jalali: &str) -> Result<NaiveDate, ParseError> {
    jalali::parse_date(jalali)
}
