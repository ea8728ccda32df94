//! When a digest is due, and how it is put together. Pure.

use chrono::{NaiveDate, Timelike};

use crate::calendar::WorkingCalendar;
use crate::calendar::working::DayKind;
use crate::clock::Timestamp;
use crate::notifications::inbox::Row;
use crate::notifications::inbox_store::Preferences;
use crate::notifications::model::Thing;
use crate::notifications::plan;

/// What a digest holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All that waits.
    All,
    /// Missed deadlines only: it is no working day.
    Breaches,
}

/// Whether a person's digest is due now, and of what. One a day, from the hour that they have chosen; on days that are not
/// worked, breaches alone. After a time without the server the first one holds all that has gathered.
pub fn due(
    calendar: &WorkingCalendar,
    preferences: &Preferences,
    last: Option<NaiveDate>,
    now: Timestamp,
) -> Option<Scope> {
    let here = now.in_tehran();
    let hour = i32::try_from(here.hour()).unwrap_or(0);
    if !preferences.digest || hour < preferences.digest_hour || last.is_some_and(|day| day >= here.date()) {
        return None;
    }
    Some(match calendar.day(here.date()).kind {
        DayKind::Working | DayKind::HalfDay => Scope::All,
        DayKind::Weekend | DayKind::Holiday | DayKind::NoHours => Scope::Breaches,
    })
}

/// What is said about one thing.
#[derive(Debug, Clone)]
pub struct Group {
    /// The thing; none: what is about no single one.
    pub thing: Option<Thing>,
    /// Whether its reader has something to do.
    pub waits: bool,
    /// Oldest first; never empty.
    pub rows: Vec<Row>,
}

/// By what they are about: first what waits for the reader, what has waited longest before; then the rest, the newest before.
pub fn groups(mut rows: Vec<Row>) -> Vec<Group> {
    rows.sort_by_key(|row| row.id);
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let thing = row.thing().map(whole);
        let waits = plan::waits_for_reader(row.kind, row.why);
        match groups.iter_mut().find(|group| thing.is_some() && group.thing == thing) {
            Some(group) => {
                group.waits |= waits;
                group.rows.push(row);
            }
            None => groups.push(Group {
                thing,
                waits,
                rows: vec![row],
            }),
        }
    }
    let (waiting, mut others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.waits);
    others.reverse();
    waiting.into_iter().chain(others).collect()
}

/// A request is one thing, whatever part of it is spoken of.
fn whole(thing: Thing) -> Thing {
    match thing {
        Thing::Request(id) | Thing::RequestInternally(id) | Thing::Approval(id) => Thing::Request(id),
        Thing::Theme(_) | Thing::Meeting(_) => thing,
    }
}

/// Whether a weekly summary is due: the first working morning of a week that begins on Saturday.
pub fn weekly_due(calendar: &WorkingCalendar, hour: i32, last: Option<NaiveDate>, now: Timestamp) -> bool {
    use chrono::{Datelike, Days};
    let here = now.in_tehran();
    let today = here.date();
    let since_saturday = u64::from((today.weekday().num_days_from_monday() + 2) % 7);
    let begun = today.checked_sub_days(Days::new(since_saturday)).unwrap_or(today);
    let worked = matches!(calendar.day(today).kind, DayKind::Working | DayKind::HalfDay);
    worked && i32::try_from(here.hour()).unwrap_or(0) >= hour && last.is_none_or(|day| day < begun)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
