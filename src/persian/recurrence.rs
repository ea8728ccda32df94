//! Days that come again by a rule of the Jalali calendar: "the first Tuesday of each month", "the 12th of every second
//! month", "every other Sunday". Who knows the holidays says what kind of day a day is; a day that is off is left out or
//! moved to the nearest working day.
//!
//! What comes out is the same from wherever one begins to ask: a day is moved or left out by what stands around it,
//! never by when it was asked for.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::jalali::JalaliDate;

crate::text_enum! {
    /// Which of a month's days of one weekday.
    pub enum Nth {
        First = "first",
        Second = "second",
        Third = "third",
        Fourth = "fourth",
        /// Months that have only four are left out.
        Fifth = "fifth",
        Last = "last",
    }
}

crate::text_enum! {
    /// What happens to a day that is off.
    pub enum WhenOff {
        /// It is left out.
        Skip = "skip",
        /// The first working day after it is taken.
        Next = "next",
        /// The last working day before it is taken.
        Previous = "previous",
    }
}

/// Which days a rule means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// The nth day of this weekday in the month.
    MonthWeekday(Nth, Weekday),
    /// This day of the month, 1 to 31; in shorter months their last.
    MonthDay(u8),
    /// This weekday.
    Week(Weekday),
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Which days.
    pub pattern: Pattern,
    /// Of every so many months or weeks, from 1; counted from the month of `since`, or its first day of the weekday.
    pub every: u32,
    /// No day before this one.
    pub since: NaiveDate,
    /// What happens to a day that is off.
    pub when_off: WhenOff,
}

/// What kind of day a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// People work.
    Working,
    /// They never work on this weekday.
    Weekend,
    /// They do not work on this day.
    Holiday,
}

/// A day that comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The day that the rule means.
    pub planned_on: NaiveDate,
    /// The day that it became.
    pub date: NaiveDate,
}

/// Why a day that the rule means does not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It is off, and that leaves it out, or there is no working day near.
    Off,
    /// Moved, it would fall on a day that has come already, or before it.
    Taken,
}

/// What comes, and what does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// Each later than the one before.
    pub coming: Vec<Occurrence>,
    /// Days of the rule between them that were left out.
    pub left_out: Vec<(NaiveDate, Left)>,
}

/// A day is moved by no more than this.
const REACH: u64 = 31;
/// Nothing further back than this has a say in what comes: two days that meet were each moved by [`REACH`] at most.
const LOOK_BACK: u64 = 100;
/// After so long without a day there is none.
const HORIZON: u64 = 3660;

/// The next `count` days from `from` on, itself included. Fewer when the rule has no more within ten years.
pub fn dates(rule: &Rule, from: NaiveDate, count: usize, kind: impl Fn(NaiveDate) -> DayKind) -> Dates {
    let mut found = Dates::default();
    let begin = from
        .checked_sub_days(Days::new(LOOK_BACK))
        .unwrap_or(from)
        .max(rule.since);
    let end = from.checked_add_days(Days::new(HORIZON)).unwrap_or(NaiveDate::MAX);
    let mut last = None;
    for planned_on in meant(rule, begin).take_while(|day| *day <= end) {
        if found.coming.len() >= count {
            break;
        }
        let left = match moved(rule, planned_on, &kind) {
            None => Left::Off,
            Some(date) if last.is_some_and(|last| date <= last) => Left::Taken,
            Some(date) => {
                last = Some(date);
                if date >= from {
                    found.coming.push(Occurrence { planned_on, date });
                }
                continue;
            }
        };
        if planned_on >= from {
            found.left_out.push((planned_on, left));
        }
    }
    found
}

/// The day that a day of the rule becomes.
fn moved(rule: &Rule, day: NaiveDate, kind: &impl Fn(NaiveDate) -> DayKind) -> Option<NaiveDate> {
    let off = match (kind(day), rule.pattern) {
        (DayKind::Working, _) => false,
        (DayKind::Holiday, _) => true,
        // Who names a weekday has chosen it, weekend or not.
        (DayKind::Weekend, Pattern::MonthWeekday(..) | Pattern::Week(_)) => false,
        (DayKind::Weekend, Pattern::MonthDay(_)) => true,
    };
    let step = |n: u64| match rule.when_off {
        WhenOff::Skip => None,
        WhenOff::Next => day.checked_add_days(Days::new(n)),
        WhenOff::Previous => day.checked_sub_days(Days::new(n)),
    };
    if off {
        (1..=REACH).map_while(step).find(|near| kind(*near) == DayKind::Working)
    } else {
        Some(day)
    }
}

/// The days that the rule means, from `begin` on.
fn meant(rule: &Rule, begin: NaiveDate) -> Box<dyn Iterator<Item = NaiveDate>> {
    let Rule {
        pattern, every, since, ..
    } = *rule;
    let every = every.max(1);
    let weekday = match pattern {
        Pattern::MonthWeekday(..) | Pattern::MonthDay(_) => {
            let of = move |month| of_month(pattern, month).filter(|day| *day >= begin);
            return Box::new(months(since, begin, every).map_while(has_days).filter_map(of));
        }
        Pattern::Week(weekday) => weekday,
    };
    let ahead = u64::from(weekday.days_since(since.weekday()));
    let first = since.checked_add_days(Days::new(ahead)).unwrap_or(since);
    let step = u64::from(every) * 7;
    let gone = u64::try_from((begin - first).num_days()).unwrap_or(0).div_ceil(step);
    Box::new((gone..).map_while(move |n| first.checked_add_days(Days::new(n * step))))
}

/// Months by number, counted through the years: every so many from that of `since` on, none that ends before `begin`.
fn months(since: NaiveDate, begin: NaiveDate, every: u32) -> impl Iterator<Item = i32> {
    let index = |day| {
        let day = JalaliDate::from_gregorian(day);
        day.year() * 12 + i32::from(day.month()) - 1
    };
    let every = i32::try_from(every).unwrap_or(i32::MAX);
    let (first, wanted) = (index(since), index(begin));
    let gone = (wanted - first).max(0) / every;
    (gone..).map_while(move |n| first.checked_add(n.checked_mul(every)?))
}

/// The first and the last day of a month; nothing beyond the years that the calendar is made for.
fn has_days(month: i32) -> Option<(JalaliDate, u8)> {
    let (year, number) = (month.div_euclid(12), u8::try_from(month.rem_euclid(12)).ok()? + 1);
    let first = JalaliDate::new(year, number, 1)?;
    let last = super::jalali::days_in_month(year, number).ok()?;
    Some((first, last))
}

/// The day of a month that the pattern means.
fn of_month(pattern: Pattern, (first, last): (JalaliDate, u8)) -> Option<NaiveDate> {
    let day = match pattern {
        Pattern::MonthDay(day) => day.clamp(1, last),
        Pattern::MonthWeekday(nth, weekday) => {
            let ahead = weekday.days_since(first.weekday());
            let earliest = u8::try_from(ahead).ok()? + 1;
            let weeks = match nth {
                Nth::First => 0,
                Nth::Second => 1,
                Nth::Third => 2,
                Nth::Fourth => 3,
                Nth::Fifth => 4,
                Nth::Last => (last - earliest) / 7,
            };
            earliest + weeks * 7
        }
        Pattern::Week(_) => return None,
    };
    let day = (day <= last).then_some(day)?;
    JalaliDate::new(first.year(), first.month(), day).map(JalaliDate::to_gregorian)
}

#[cfg(test)]
#[path = "recurrence_tests.rs"]
mod tests;
