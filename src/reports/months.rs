//! Jalali months as spans of days. Pure.

use chrono::NaiveDate;

use crate::persian::jalali::{JalaliDate, days_in_month};

/// A month of the Jalali calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its year, such as 1405.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
}

impl Month {
    /// The month that a day is in.
    pub fn of(day: NaiveDate) -> Self {
        let day = JalaliDate::from_gregorian(day);
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// The month before.
    pub fn before(self) -> Self {
        match self.month {
            0 | 1 => Self {
                year: self.year - 1,
                month: 12,
            },
            month => Self {
                year: self.year,
                month: month - 1,
            },
        }
    }

    /// Its first and its last day; none where the calendar ends.
    pub fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        let last = days_in_month(self.year, self.month).ok()?;
        let day = |day| JalaliDate::new(self.year, self.month, day).map(JalaliDate::to_gregorian);
        Some((day(1)?, day(last)?))
    }

    /// Such as `1398-09`.
    pub fn key(self) -> String {
        format!("{}-{:02}", self.year, self.month)
    }
}

/// So many months, the last of them the one that the day is in, oldest first.
pub fn until(day: NaiveDate, count: usize) -> Vec<Month> {
    let mut months: Vec<_> = std::iter::successors(Some(Month::of(day)), |month| Some(month.before()))
        .take(count)
        .collect();
    months.reverse();
    months
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn months_go_back_over_the_year() {
        let day = JalaliDate::new(1399, 2, 5).unwrap().to_gregorian();
        let keys: Vec<_> = until(day, 4).into_iter().map(Month::key).collect();
        assert_eq!(keys, ["1398-11", "1398-12", "1399-01", "1399-02"]);
        let esfand = Month { year: 1399, month: 12 };
        let (from, to) = esfand.days().unwrap();
        assert_eq!((to - from).num_days(), 29, "1399 is a leap year");
    }

    proptest! {
        #[test]
        fn they_follow_one_another_without_a_gap(offset in 0_i64..60_000, count in 2_usize..40) {
            let day = NaiveDate::from_ymd_opt(1925, 1, 1).unwrap() + chrono::TimeDelta::days(offset);
            let spans: Vec<_> = until(day, count).into_iter().map(|m| m.days().unwrap()).collect();
            for pair in spans.windows(2) {
                prop_assert_eq!(pair[0].1.succ_opt(), Some(pair[1].0));
            }
            let (from, to) = spans[count - 1];
            prop_assert!(from <= day && day <= to);
        }
    }
}
