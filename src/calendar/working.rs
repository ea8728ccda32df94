//! The working calendar as plain data, and what kind of day a day is, and why. Knows no database: [`super::service::load`]
//! makes it from the rows.
//!
//! A day is decided in this order: declared working, holiday, weekend, half day, ordinary hours. All reasons that
//! apply are told, the deciding one first.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::week::{HoursPeriod, MinuteOfDay, Span, Weekday, WeekendPeriod, clip, in_force, in_order};
use crate::ids::HolidayId;
use crate::persian::jalali::{JalaliDate, jalali_year};

crate::text_enum! {
    /// What a special day does to the working hours.
    pub enum HolidayKind {
        /// Closed all day.
        Holiday = "holiday",
        /// Of the ordinary hours only those between `from` and `until` are worked.
        HalfDay = "half_day",
        /// A holiday or weekend day declared working.
        Working = "working",
    }
}

/// A day of each Jalali year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Yearly {
    /// Jalali month, 1 is Farvardin.
    #[schema(minimum = 1, maximum = 12, example = 1)]
    pub month: u8,
    /// Day of the month; 30 Esfand is there in leap years only.
    #[schema(minimum = 1, maximum = 31, example = 1)]
    pub day: u8,
    /// The first Jalali year it holds for; `null`: always did.
    #[schema(minimum = 1200, maximum = 1600)]
    pub from_year: Option<i32>,
    /// The last Jalali year it holds for; `null`: still does.
    #[schema(minimum = 1200, maximum = 1600)]
    pub until_year: Option<i32>,
}

impl Yearly {
    /// Whether it holds in a Jalali year.
    #[must_use]
    pub fn holds_in(self, year: i32) -> bool {
        self.from_year.is_none_or(|y| y <= year) && self.until_year.is_none_or(|y| year <= y)
    }
}

/// When a special day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Once.
    On(NaiveDate),
    /// Each year, by rule.
    Yearly(Yearly),
}

/// A holiday, a half day, or a day declared working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// Which.
    pub id: HolidayId,
    /// What it is called.
    pub title: String,
    /// What it does.
    pub kind: HolidayKind,
    /// When it is.
    pub when: When,
    /// Half day: the part of the ordinary hours that stays. Working: its hours, if not the weekday's ordinary ones.
    pub span: Option<Span>,
    /// A holiday of the lunar calendar, entered year by year.
    pub lunar: bool,
}

crate::text_enum! {
    /// What kind of day a day is.
    pub enum DayKind {
        /// Ordinary hours, or declared working.
        Working = "working",
        /// Shorter hours.
        HalfDay = "half_day",
        /// Weekend.
        Weekend = "weekend",
        /// Holiday.
        Holiday = "holiday",
        /// Neither weekend nor holiday, but no hours are set for it.
        NoHours = "no_hours",
    }
}

/// Why a day is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'a> {
    /// The weekday is of the weekend.
    Weekend,
    /// A special day.
    Special(&'a SpecialDay),
    /// No hours are set for this weekday.
    NoHours,
}

impl Reason<'_> {
    /// What it makes of a day when it decides alone.
    fn leads_to(&self) -> DayKind {
        match self {
            Self::Weekend => DayKind::Weekend,
            Self::NoHours => DayKind::NoHours,
            Self::Special(day) => match day.kind {
                HolidayKind::Holiday => DayKind::Holiday,
                HolidayKind::HalfDay => DayKind::HalfDay,
                HolidayKind::Working => DayKind::Working,
            },
        }
    }

    /// The lowest decides.
    fn rank(&self) -> u8 {
        match self.leads_to() {
            DayKind::Working => 0,
            DayKind::Holiday => 1,
            DayKind::Weekend => 2,
            DayKind::HalfDay => 3,
            DayKind::NoHours => 4,
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Special(day) => day.span,
            Self::Weekend | Self::NoHours => None,
        }
    }
}

/// A day, decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day<'a> {
    /// Which day.
    pub date: NaiveDate,
    /// What kind.
    pub kind: DayKind,
    /// Why; the deciding reason first. Empty on an ordinary working day.
    pub reasons: Vec<Reason<'a>>,
    /// The hours that are worked, in order.
    pub spans: Vec<Span>,
    /// The ordinary hours that a half day takes away, in order.
    pub cut: Vec<Span>,
}

/// Weekends, hours and special days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    weekends: Vec<WeekendPeriod>,
    hours: Vec<HoursPeriod>,
    /// By Jalali month and day.
    yearly: BTreeMap<(u8, u8), Vec<SpecialDay>>,
    dated: BTreeMap<NaiveDate, Vec<SpecialDay>>,
}

impl WorkingCalendar {
    /// From its parts, in any order.
    #[must_use]
    pub fn new(mut weekends: Vec<WeekendPeriod>, mut hours: Vec<HoursPeriod>, special: Vec<SpecialDay>) -> Self {
        weekends.sort_by_key(|p| p.valid_from);
        hours.sort_by_key(|p| p.valid_from);
        for period in &mut hours {
            for day in Weekday::ALL {
                let spans = period.week.of_mut(*day);
                *spans = in_order(spans);
            }
        }
        let mut calendar = Self {
            weekends,
            hours,
            ..Self::default()
        };
        for one in special {
            match one.when {
                When::On(date) => calendar.dated.entry(date).or_default().push(one),
                When::Yearly(y) => calendar.yearly.entry((y.month, y.day)).or_default().push(one),
            }
        }
        calendar
    }

    /// The special days that fall on a day, those of the year's rules first.
    fn special(&self, date: NaiveDate) -> impl Iterator<Item = &SpecialDay> {
        let jalali = JalaliDate::from_gregorian(date);
        let by_rule = self.yearly.get(&(jalali.month(), jalali.day()));
        let holds = move |s: &&SpecialDay| matches!(s.when, When::Yearly(y) if y.holds_in(jalali.year()));
        let by_rule = by_rule.into_iter().flatten().filter(holds);
        by_rule.chain(self.dated.get(&date).into_iter().flatten())
    }

    /// Whether the weekday of this day is of the weekend that is in force on it.
    #[must_use]
    pub fn is_weekend(&self, date: NaiveDate) -> bool {
        in_force(&self.weekends, date).is_some_and(|p| p.days.contains(&Weekday::of(date)))
    }

    /// The hours that are worked on this weekday when nothing else is said, a weekend's too.
    #[must_use]
    pub fn ordinary_hours(&self, date: NaiveDate) -> &[Span] {
        in_force(&self.hours, date).map_or(&[][..], |p| p.week.of(Weekday::of(date)))
    }

    /// What kind of day it is, and why.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day<'_> {
        let ordinary = self.ordinary_hours(date);
        let mut reasons: Vec<_> = self.special(date).map(Reason::Special).collect();
        if self.is_weekend(date) {
            reasons.push(Reason::Weekend);
        }
        reasons.sort_by_key(Reason::rank);
        let mut kind = reasons.first().map_or(DayKind::Working, Reason::leads_to);
        let (spans, cut) = match kind {
            DayKind::Working => (declared(&reasons, ordinary), Vec::new()),
            DayKind::HalfDay => {
                let windows = reasons.iter().filter_map(Reason::span);
                let window = windows.fold(WHOLE_DAY, Span::within);
                (clip(ordinary, window), outside(ordinary, window))
            }
            DayKind::Weekend | DayKind::Holiday | DayKind::NoHours => (Vec::new(), Vec::new()),
        };
        if kind == DayKind::Working && spans.is_empty() {
            kind = DayKind::NoHours;
            reasons.push(Reason::NoHours);
        }
        Day {
            date,
            kind,
            reasons,
            spans,
            cut,
        }
    }

    /// Which of this and the next Jalali year have no lunar holiday yet: they cannot be computed and wait to be entered.
    #[must_use]
    pub fn years_without_lunar(&self, today: NaiveDate) -> Vec<i32> {
        let this = jalali_year(today);
        let mut years = vec![this, this + 1];
        for day in self.dated.values().flatten().filter(|s| s.lunar) {
            if let When::On(date) = day.when {
                years.retain(|year| *year != jalali_year(date));
            }
        }
        years
    }
}

const WHOLE_DAY: Span = Span {
    from: MinuteOfDay::START,
    until: MinuteOfDay::END,
};

/// The hours of a day that is worked: those it was declared with, else the weekday's ordinary ones.
fn declared(reasons: &[Reason<'_>], ordinary: &[Span]) -> Vec<Span> {
    let own: Vec<_> = reasons
        .iter()
        .filter(|r| r.leads_to() == DayKind::Working)
        .filter_map(Reason::span)
        .collect();
    if own.is_empty() {
        ordinary.to_vec()
    } else {
        in_order(&own)
    }
}

/// The parts of the spans before and after a window.
fn outside(spans: &[Span], window: Span) -> Vec<Span> {
    if window.is_empty() {
        return spans.to_vec();
    }
    let before = Span {
        from: MinuteOfDay::START,
        until: window.from,
    };
    let after = Span {
        from: window.until,
        until: MinuteOfDay::END,
    };
    [clip(spans, before), clip(spans, after)].concat()
}

#[cfg(test)]
#[path = "working_tests.rs"]
mod tests;
