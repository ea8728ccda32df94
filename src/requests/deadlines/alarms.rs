//! What the clocks of a request have to say and when: a warning at three quarters, a breach when the time is over, and
//! the director's turn when it is still open some time after that. Pure.

use chrono::TimeDelta;

use crate::calendar::{NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;
use crate::deadlines::{ClockKind, Reading, Status};
use crate::requests::state::State;

crate::text_enum! {
    /// What is measured, or waited for.
    pub enum AlarmClock {
        Triage = "triage",
        FirstResponse = "first_response",
        Resolve = "resolve",
        /// The party outside that the request waits for.
        Party = "party",
    }
}

impl From<ClockKind> for AlarmClock {
    fn from(kind: ClockKind) -> Self {
        match kind {
            ClockKind::Triage => Self::Triage,
            ClockKind::FirstResponse => Self::FirstResponse,
            ClockKind::Resolve => Self::Resolve,
        }
    }
}

crate::text_enum! {
    /// How far it has come.
    pub enum Stage {
        /// Three quarters of the time are used.
        Warning = "warning",
        /// The time is over.
        Breach = "breach",
        /// It is over for a while, and still open: the director hears of it.
        Escalation = "escalation",
        /// The party has not answered and is reminded.
        Chase = "chase",
        /// The party was reminded often enough: the director hears of it.
        HandUp = "hand_up",
    }
}

impl Stage {
    /// What the history calls it.
    pub const fn action(self) -> &'static str {
        match self {
            Self::Warning => "deadline_warned",
            Self::Breach => "deadline_missed",
            Self::Escalation => "deadline_escalated",
            Self::Chase => "party_chased",
            Self::HandUp => "party_silent",
        }
    }
}

/// Something to be said once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alarm {
    /// Of which clock.
    pub clock: AlarmClock,
    /// How far it has come.
    pub stage: Stage,
    /// The clock's due time that this is about: with another due time it is another alarm.
    pub due_at: Timestamp,
}

/// All that running clocks say before and after now, each with its time. `escalate_after`: working minutes.
///
/// # Errors
/// [`NotEnoughWorkingTime`].
pub fn all(
    reading: &Reading<State>,
    calendar: &WorkingCalendar,
    escalate_after: Option<u32>,
) -> Result<Vec<(Timestamp, Alarm)>, NotEnoughWorkingTime> {
    let mut all = Vec::new();
    for clock in reading.clocks.iter().filter(|c| c.status == Status::Running) {
        let Some(due_at) = clock.due_at else { continue };
        let alarm = |stage| Alarm {
            clock: clock.kind.into(),
            stage,
            due_at,
        };
        all.extend(clock.warning_at.map(|at| (at, alarm(Stage::Warning))));
        all.push((due_at, alarm(Stage::Breach)));
        if let Some(minutes) = escalate_after {
            all.push((calendar.after(due_at, minutes)?, alarm(Stage::Escalation)));
        }
    }
    Ok(all)
}

/// What is still to be said: not said yet, and no warning of what has happened already.
pub fn pending(all: &[(Timestamp, Alarm)], said: &[Alarm], now: Timestamp) -> Vec<(Timestamp, Alarm)> {
    let late_warning = |alarm: &Alarm| alarm.stage == Stage::Warning && alarm.due_at <= now;
    let open = |(_, alarm): &&(Timestamp, Alarm)| !said.contains(alarm) && !late_warning(alarm);
    all.iter().filter(open).copied().collect()
}

/// What is to be said now. Warnings wait for working time; a breach does not.
pub fn due(pending: &[(Timestamp, Alarm)], calendar: &WorkingCalendar, now: Timestamp) -> Vec<Alarm> {
    let at_work = is_working_time(calendar, now);
    let due = |(at, alarm): &&(Timestamp, Alarm)| *at <= now && (at_work || alarm.stage != Stage::Warning);
    pending.iter().filter(due).map(|(_, alarm)| *alarm).collect()
}

/// When to look again: the earliest of what is to be said; a warning that waits for working time, when that comes.
///
/// # Errors
/// [`NotEnoughWorkingTime`].
pub fn next(
    pending: &[(Timestamp, Alarm)],
    calendar: &WorkingCalendar,
    now: Timestamp,
) -> Result<Option<Timestamp>, NotEnoughWorkingTime> {
    let waits =
        |at: Timestamp, alarm: &Alarm| alarm.stage == Stage::Warning && at <= now && !is_working_time(calendar, now);
    let mut next: Option<Timestamp> = None;
    for (at, alarm) in pending {
        let at = if waits(*at, alarm) {
            calendar.after_time(now, MINUTE)?
        } else {
            *at
        };
        next = Some(next.map_or(at, |n| n.min(at)));
    }
    Ok(next)
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

fn is_working_time(calendar: &WorkingCalendar, now: Timestamp) -> bool {
    calendar.working_time(now, now.plus(MINUTE)) > TimeDelta::zero()
}

#[cfg(test)]
#[path = "alarms_tests.rs"]
mod tests;
