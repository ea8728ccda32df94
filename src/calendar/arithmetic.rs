//! Counting with the working calendar: how much working time lies between two instants, when a budget of it runs out,
//! which is the Nth working day, and what every minute between two instants was. Walks day by day.

use std::fmt;

use chrono::{NaiveDate, TimeDelta};

use super::tehran::{Stretch, instants, whole};
use super::working::{Day, DayKind, HolidayKind, Reason, WorkingCalendar};
use crate::clock::Timestamp;
use crate::error::{Error, said};

/// How far ahead a budget or a working day is looked for, days: a hundred years. A calendar without working time would
/// be walked for ever.
pub const HORIZON_DAYS: usize = 36_525;

/// The calendar does not have so much working time within [`HORIZON_DAYS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotEnoughWorkingTime {
    /// The day from which it was looked for.
    pub from: NaiveDate,
}

impl fmt::Display for NotEnoughWorkingTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the calendar has not enough working time in the {HORIZON_DAYS} days from {}",
            self.from
        )
    }
}

impl std::error::Error for NotEnoughWorkingTime {}

impl From<NotEnoughWorkingTime> for Error {
    fn from(_: NotEnoughWorkingTime) -> Self {
        Self::conflict(
            "no_working_time",
            said(
                "در تقویم کاری به اندازهٔ لازم زمان کاری نیست؛ ساعت‌های کاری را در تقویم وارد کنید.",
                "The working calendar has not enough working time; enter working hours.",
            ),
        )
    }
}

/// What a stretch of time was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeKind {
    /// Working time.
    Working,
    /// Before or after the hours of a working day, or between them.
    OutsideHours,
    /// Taken from the ordinary hours by half days of these titles.
    HalfDay(String),
    /// A weekend day.
    Weekend,
    /// A holiday of these titles.
    Holiday(String),
}

impl WorkingCalendar {
    /// The working time of a day.
    #[must_use]
    pub fn stretches(&self, date: NaiveDate) -> Vec<Stretch> {
        instants(date, &self.day(date).spans)
    }

    /// Whether there is any working time on a day.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.day(date).spans.is_empty()
    }

    /// The working time between two instants; none when `until` is not after `from`.
    #[must_use]
    pub fn working_time(&self, from: Timestamp, until: Timestamp) -> TimeDelta {
        let asked = Stretch { from, until };
        days(from, until)
            .flat_map(|date| self.stretches(date))
            .filter_map(|s| s.within(asked))
            .fold(TimeDelta::zero(), |sum, s| sum + s.length())
    }

    /// [`WorkingCalendar::working_time`] in whole minutes, rounded down.
    #[must_use]
    pub fn working_minutes(&self, from: Timestamp, until: Timestamp) -> i64 {
        self.working_time(from, until).num_minutes()
    }

    /// The first instant at which so many working minutes have passed since `from`; with 0 it is `from` itself.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn after(&self, from: Timestamp, minutes: u32) -> Result<Timestamp, NotEnoughWorkingTime> {
        self.after_time(from, TimeDelta::minutes(i64::from(minutes)))
    }

    /// [`WorkingCalendar::after`] for any length of time; what is not above zero has passed at `from`.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn after_time(&self, from: Timestamp, time: TimeDelta) -> Result<Timestamp, NotEnoughWorkingTime> {
        let mut left = time;
        if left <= TimeDelta::zero() {
            return Ok(from);
        }
        let first = from.date_tehran();
        for date in first.iter_days().take(HORIZON_DAYS) {
            for stretch in self.stretches(date) {
                let start = stretch.from.max(from);
                let length = stretch.until.utc() - start.utc();
                if length >= left {
                    return Ok(start.plus(left));
                }
                left -= length.max(TimeDelta::zero());
            }
        }
        Err(NotEnoughWorkingTime { from: first })
    }

    /// The Nth working day after a day; with 0 it is the day itself.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn nth_working_day(&self, date: NaiveDate, n: u32) -> Result<NaiveDate, NotEnoughWorkingTime> {
        let Some(before) = n.checked_sub(1) else {
            return Ok(date);
        };
        date.iter_days()
            .skip(1)
            .take(HORIZON_DAYS)
            .filter(|d| self.is_working_day(*d))
            .nth(before as usize)
            .ok_or(NotEnoughWorkingTime { from: date })
    }

    /// The Nth working day before a day; with 0 it is the day itself.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn nth_working_day_before(&self, date: NaiveDate, n: u32) -> Result<NaiveDate, NotEnoughWorkingTime> {
        let Some(before) = n.checked_sub(1) else {
            return Ok(date);
        };
        std::iter::successors(date.pred_opt(), NaiveDate::pred_opt)
            .take(HORIZON_DAYS)
            .filter(|d| self.is_working_day(*d))
            .nth(before as usize)
            .ok_or(NotEnoughWorkingTime { from: date })
    }

    /// All the time between two instants, in order and without gaps, and what it was.
    #[must_use]
    pub fn explain(&self, from: Timestamp, until: Timestamp) -> Vec<(Stretch, TimeKind)> {
        let asked = Stretch { from, until };
        let mut told: Vec<(Stretch, TimeKind)> = Vec::new();
        for (stretch, kind) in days(from, until).flat_map(|date| self.explain_day(date)) {
            let Some(stretch) = stretch.within(asked) else { continue };
            match told.last_mut() {
                Some((last, same)) if *same == kind => last.until = stretch.until,
                _ => told.push((stretch, kind)),
            }
        }
        told
    }

    /// The whole of a day, in order.
    fn explain_day(&self, date: NaiveDate) -> Vec<(Stretch, TimeKind)> {
        let day = self.day(date);
        let worked = instants(date, &day.spans).into_iter().map(|s| (s, TimeKind::Working));
        let cut = TimeKind::HalfDay(titles(&day, HolidayKind::HalfDay));
        let cut = instants(date, &day.cut).into_iter().map(|s| (s, cut.clone()));
        let mut inside: Vec<_> = worked.chain(cut).collect();
        inside.sort_by_key(|(stretch, _)| *stretch);
        let rest = match day.kind {
            DayKind::Holiday => TimeKind::Holiday(titles(&day, HolidayKind::Holiday)),
            DayKind::Weekend => TimeKind::Weekend,
            DayKind::Working | DayKind::HalfDay | DayKind::NoHours => TimeKind::OutsideHours,
        };
        let whole = whole(date);
        let mut told = Vec::with_capacity(inside.len() * 2 + 1);
        let mut at = whole.from;
        for (stretch, kind) in inside {
            if at < stretch.from {
                let gap = Stretch {
                    from: at,
                    until: stretch.from,
                };
                told.push((gap, rest.clone()));
            }
            at = stretch.until;
            told.push((stretch, kind));
        }
        if at < whole.until {
            let gap = Stretch {
                from: at,
                until: whole.until,
            };
            told.push((gap, rest));
        }
        told
    }
}

/// The Tehran days that the time between two instants touches.
fn days(from: Timestamp, until: Timestamp) -> impl Iterator<Item = NaiveDate> {
    let last = until.date_tehran();
    from.date_tehran().iter_days().take_while(move |d| *d <= last)
}

/// What the special days of a kind are called.
fn titles(day: &Day<'_>, kind: HolidayKind) -> String {
    let titles: Vec<_> = day
        .reasons
        .iter()
        .filter_map(|r| match r {
            Reason::Special(s) if s.kind == kind => Some(s.title.as_str()),
            _ => None,
        })
        .collect();
    titles.join("، ")
}

#[cfg(test)]
#[path = "arithmetic_tests.rs"]
mod tests;
