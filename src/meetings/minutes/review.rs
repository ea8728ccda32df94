//! How long attendees may object, counted at each reading: from when the version of the text that counts can be read, by
//! the working calendar. Nothing of it is stored, so that a holiday that is announced late moves the last day.

use std::sync::Arc;

use chrono::NaiveDate;

use super::store::Minutes;
use crate::calendar::{self, NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;

/// What the last day is counted by.
pub struct Review {
    calendar: Arc<WorkingCalendar>,
}

/// What the clock asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing yet.
    Nothing,
    /// Those who attended are reminded: the last day is near.
    Reminder,
    /// The time is over.
    Over,
}

impl Review {
    /// The calendar of now.
    ///
    /// # Errors
    /// Only the database's.
    pub fn load(c: &mut Conn) -> Result<Self> {
        Ok(Self {
            calendar: calendar::service::load(c)?,
        })
    }

    fn nth(&self, since: Timestamp, days: i32) -> Result<NaiveDate, NotEnoughWorkingTime> {
        let days = u32::try_from(days).unwrap_or(0);
        self.calendar.nth_working_day(since.date_tehran(), days)
    }

    /// The last day to object; who is silent until this day, Tehran's, is over consents.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`]: then the review has no end.
    pub fn closes_on(&self, minutes: &Minutes) -> Result<NaiveDate, NotEnoughWorkingTime> {
        self.nth(minutes.review_from, minutes.review_days)
    }

    /// What is due now. The reminder comes in working time, on the working day before the last; where there is only one
    /// day, the first mail is reminder enough.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn due(&self, minutes: &Minutes, now: Timestamp) -> Result<Due, NotEnoughWorkingTime> {
        let today = now.date_tehran();
        if self.closes_on(minutes)? < today {
            return Ok(Due::Over);
        }
        let begun = self.calendar.stretches(today).first().is_some_and(|s| s.from <= now);
        let near = minutes.review_days > 1 && self.nth(minutes.review_from, minutes.review_days - 1)? <= today;
        let told = minutes.reminded_version == minutes.text_version;
        Ok(if near && begun && !told {
            Due::Reminder
        } else {
            Due::Nothing
        })
    }
}
