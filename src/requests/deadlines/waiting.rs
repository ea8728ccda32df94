//! When the party that a request waits for is reminded: on the day that was named, or after so many working days, then
//! again after as many, so many times; then the director hears of it. Read from the history. Pure.

use chrono::NaiveDate;
use serde_json::Value;

use super::alarms::Stage;
use crate::audit::Trace;
use crate::calendar::{NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;
use crate::ids::UserId;
use crate::requests::state::ActionKind;

/// What the history says of a wait that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Since when.
    pub since: Timestamp,
    /// Who put it in waiting.
    pub by: Option<UserId>,
    /// Who is waited for.
    pub party: String,
    /// Where they are written to.
    pub party_email: Option<String>,
    /// What is waited for.
    pub reason: String,
    /// Until which day nobody expected an answer.
    pub until: Option<NaiveDate>,
    /// How often they were reminded.
    pub chased: u32,
    /// When they were last reminded.
    pub last: Option<Timestamp>,
    /// Whether the director has been told.
    pub handed_up: bool,
}

/// The wait that the history ends with.
pub fn read(trail: &[Trace]) -> Option<Wait> {
    let start = trail.iter().rposition(|t| t.action == ActionKind::Wait.as_str())?;
    let (begun, since) = (&trail[start], &trail[start + 1..]);
    let text = |key: &str| begun.data.get(key).and_then(Value::as_str).map(str::to_owned);
    let chases = || since.iter().filter(|t| t.action == Stage::Chase.action());
    Some(Wait {
        since: begun.at,
        by: begun.actor,
        party: text("party").unwrap_or_default(),
        party_email: text("party_email"),
        reason: text("reason").unwrap_or_default(),
        until: text("until").and_then(|day| day.parse().ok()),
        chased: u32::try_from(chases().count()).unwrap_or(u32::MAX),
        last: chases().next_back().map(|t| t.at),
        handed_up: since.iter().any(|t| t.action == Stage::HandUp.action()),
    })
}

impl Wait {
    /// What is done next, and when: at the opening of a working day.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn next(
        &self,
        calendar: &WorkingCalendar,
        every_days: u32,
        times: u32,
    ) -> Result<Option<(Timestamp, Stage)>, NotEnoughWorkingTime> {
        if self.handed_up {
            return Ok(None);
        }
        let began = self.since.date_tehran();
        let day = match (self.last, self.until) {
            (Some(last), _) => calendar.nth_working_day(last.date_tehran(), every_days)?,
            // A day that has passed when it was named: the next one.
            (None, Some(until)) if until > began => match until.pred_opt() {
                Some(before) => calendar.nth_working_day(before, 1)?,
                None => until,
            },
            (None, Some(_)) => calendar.nth_working_day(began, 1)?,
            (None, None) => calendar.nth_working_day(began, every_days)?,
        };
        let stage = if self.chased < times {
            Stage::Chase
        } else {
            Stage::HandUp
        };
        Ok(calendar.stretches(day).first().map(|s| (s.from, stage)))
    }
}

#[cfg(test)]
#[path = "waiting_tests.rs"]
mod tests;
