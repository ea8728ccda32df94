//! When who promised is reminded, and when the director is told. Pure: by the day of the promise and the working calendar.

use chrono::NaiveDate;

use crate::calendar::{NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;

/// How far people have been told of a promise that is due. Kept as a number, which only grows until the day is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Not yet.
    Untold = 0,
    /// Who promised: the day is near.
    Soon = 1,
    /// Who promised: it is today.
    Today = 2,
    /// Who promised: it has passed.
    Late = 3,
    /// The director: it has passed for some time.
    HandedUp = 4,
}

/// How many working days before and after.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// So many before the day it is near.
    pub before: u32,
    /// So many after the day it goes to the director.
    pub after: u32,
}

/// Whether today's work has begun: mails go out on working mornings.
pub fn has_begun(calendar: &WorkingCalendar, now: Timestamp) -> bool {
    let stretches = calendar.stretches(now.date_tehran());
    stretches.first().is_some_and(|first| first.from <= now)
}

/// The last day of which today's morning is near enough to remind.
///
/// # Errors
/// When the calendar has not enough working days.
pub fn horizon(calendar: &WorkingCalendar, today: NaiveDate, pace: Pace) -> Result<NaiveDate, NotEnoughWorkingTime> {
    calendar.nth_working_day(today, pace.before)
}

/// What is to be said of a promise today, when `told` has been said already; none: nothing. Who promised always hears of it
/// before the director does.
///
/// # Errors
/// When the calendar has not enough working days.
pub fn pending(
    calendar: &WorkingCalendar,
    due_on: NaiveDate,
    told: i32,
    today: NaiveDate,
    pace: Pace,
) -> Result<Option<Stage>, NotEnoughWorkingTime> {
    let stage = if today > due_on {
        let handed_up = told >= Stage::Late as i32 && calendar.nth_working_day(due_on, pace.after)? < today;
        if handed_up { Stage::HandedUp } else { Stage::Late }
    } else if today == due_on {
        Stage::Today
    } else if due_on <= horizon(calendar, today, pace)? {
        Stage::Soon
    } else {
        Stage::Untold
    };
    Ok((stage as i32 > told).then_some(stage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn who_promised_is_reminded_before_on_and_after_the_day_and_then_the_director_is_told() {
        let hours = json!([{ "from": "07:30", "until": "14:30" }]);
        let week = json!({ "saturday": hours, "sunday": hours, "monday": hours, "tuesday": hours, "wednesday": hours });
        let hours = serde_json::from_value(json!({ "valid_from": "1921-03-21", "week": week })).unwrap();
        let weekend = json!({ "valid_from": "1921-03-21", "days": ["thursday", "friday"] });
        let weekend = serde_json::from_value(weekend).unwrap();
        let calendar = WorkingCalendar::new(vec![weekend], vec![hours], Vec::new());
        let pace = Pace { before: 2, after: 2 };
        // Monday 2019-12-23 is promised; Thursday and Friday are the weekend.
        for (today, told, wanted) in [
            ("2019-12-18", 0, None),
            ("2019-12-21", 0, Some(Stage::Soon)),
            ("2019-12-21", 1, None),
            ("2019-12-22", 0, Some(Stage::Soon)),
            ("2019-12-23", 1, Some(Stage::Today)),
            ("2019-12-23", 2, None),
            ("2019-12-24", 2, Some(Stage::Late)),
            ("2019-12-24", 3, None),
            ("2019-12-25", 3, None),
            // Two working days after it are over.
            ("2019-12-28", 3, Some(Stage::HandedUp)),
            ("2019-12-28", 4, None),
            // After downtime who promised hears first.
            ("2020-01-20", 0, Some(Stage::Late)),
            ("2020-01-20", 3, Some(Stage::HandedUp)),
        ] {
            let found = pending(&calendar, day("2019-12-23"), told, day(today), pace).unwrap();
            assert_eq!(found, wanted, "{today} {told}");
        }
    }
}
