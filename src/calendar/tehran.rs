//! From wall-clock spans of a Tehran day to instants. A minute is worked when the clock on the wall, at that minute,
//! shows a time within a span: on a day that loses or gains an hour (Iran had summer time until 1401) the hour is
//! lost or gained by the span that it falls into.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Asia::Tehran;

use super::week::{MinuteOfDay, Span};
use crate::clock::Timestamp;

/// A stretch of time, up to but without `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// From this instant on.
    pub from: Timestamp,
    /// Until this instant.
    pub until: Timestamp,
}

impl Stretch {
    /// Its length.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        self.until.utc() - self.from.utc()
    }

    /// What both have in common, if anything.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let common = Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        };
        (common.from < common.until).then_some(common)
    }
}

/// The whole of a Tehran day: 23, 24 or 25 hours.
#[must_use]
pub fn whole(date: NaiveDate) -> Stretch {
    let all = Span {
        from: MinuteOfDay::START,
        until: MinuteOfDay::END,
    };
    let midnight = date.and_time(NaiveTime::MIN);
    let parts = instants(date, &[all]);
    Stretch {
        from: parts.first().map_or(stamp(midnight), |s| s.from),
        until: parts.last().map_or(stamp(midnight), |s| s.until),
    }
}

/// When the wall clock shows these spans on this day, in order.
#[must_use]
pub fn instants(date: NaiveDate, spans: &[Span]) -> Vec<Stretch> {
    // Tehran is 3 to 5 hours ahead of UTC, so the day lies well between these two. Its clock is never moved twice
    // within so short a time.
    let midnight = date.and_time(NaiveTime::MIN);
    let (low, high) = (moved(midnight, -6 * 3600), moved(midnight, 24 * 3600));
    let (before, after) = (offset(low), offset(high));
    let at = |time: MinuteOfDay, offset: i64| stamp(moved(midnight, i64::from(time.minutes()) * 60 - offset));
    let shown = |offset: i64| {
        spans.iter().map(move |span| Stretch {
            from: at(span.from, offset),
            until: at(span.until, offset),
        })
    };
    if before == after {
        return shown(before).collect();
    }
    let change = stamp(change_between(low, high, before));
    let old = shown(before).filter_map(|s| {
        s.within(Stretch {
            from: stamp(low),
            until: change,
        })
    });
    let new = shown(after).filter_map(|s| {
        s.within(Stretch {
            from: change,
            until: stamp(high),
        })
    });
    joined(old.chain(new).collect())
}

/// Stretches in order, those that touch made one.
fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut out: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match out.last_mut() {
            Some(last) if last.until == stretch.from => last.until = stretch.until,
            _ => out.push(stretch),
        }
    }
    out
}

/// How far Tehran's clock is ahead at a UTC instant, seconds.
fn offset(utc: NaiveDateTime) -> i64 {
    i64::from(Tehran.offset_from_utc_datetime(&utc).fix().local_minus_utc())
}

/// The second at which the clock is moved, by halving the time between.
fn change_between(mut low: NaiveDateTime, mut high: NaiveDateTime, before: i64) -> NaiveDateTime {
    while (high - low).num_seconds() > 1 {
        let middle = moved(low, (high - low).num_seconds() / 2);
        if offset(middle) == before {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// Moved by seconds; stays put at the ends of the calendar, as [`Timestamp::plus`] does.
fn moved(at: NaiveDateTime, seconds: i64) -> NaiveDateTime {
    at.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(at)
}

fn stamp(utc: NaiveDateTime) -> Timestamp {
    Timestamp::new(utc.and_utc())
}
