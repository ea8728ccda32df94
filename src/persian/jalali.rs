//! The Jalali (solar Hijri) calendar, used at the edges: dates are stored Gregorian.
//!
//! The arithmetic is ICU's (the 33-year rule with its table of exceptions), checked against a table
//! of known days; names and forms are ours, because ICU's patterns misorder them.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use icu_calendar::{Date, cal::Persian, types::RataDie};

use super::{digits, text};

/// The names of the months, Farvardin first.
pub const MONTHS: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// Years that may be written: 1821-03-21 to 2222-03-20. Outside of it a number is a slip.
pub const YEARS: std::ops::RangeInclusive<i32> = 1200..=1600;

/// The first year that [`parse_date`] reads as Gregorian.
const FIRST_GREGORIAN_YEAR: i32 = 1800;

/// A day of the Jalali calendar.
///
/// [`JalaliDate::new`] and [`JalaliDate::parse`] hold the year to [`YEARS`]; a stored day is
/// converted whatever its year, so that showing a date cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JalaliDate {
    year: i32,
    month: u8,
    day: u8,
    /// The same day. Kept, so that going back is exact for every day there is.
    gregorian: NaiveDate,
}

/// Why a typed date is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// Nothing was typed.
    Empty,
    /// Not three numbers (a year in full, month, day) with one kind of separator between.
    Shape,
    /// No year that is in use, in either calendar.
    Year,
    /// No month from 1 to 12.
    Month,
    /// No such day; the month ends on `last`.
    Day {
        /// The last day of the month that was typed.
        last: u8,
    },
}

impl JalaliDate {
    /// The day with these numbers; `None` when there is none, or its year is not in [`YEARS`].
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !YEARS.contains(&year) {
            return None;
        }
        let days = Date::try_new_persian(year, month, day)
            .ok()?
            .to_rata_die()
            .to_i64_date();
        let gregorian = NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)?;
        Some(Self {
            year,
            month,
            day,
            gregorian,
        })
    }

    /// The Jalali day of a Gregorian one.
    #[must_use]
    pub fn from_gregorian(date: NaiveDate) -> Self {
        // Both count days from 0001-01-01, which is 1.
        let rata_die = RataDie::new(i64::from(date.num_days_from_ce()));
        let day = Date::from_rata_die(rata_die, Persian);
        Self {
            year: day.year().extended_year(),
            month: day.month().ordinal,
            day: day.day_of_month().0,
            gregorian: date,
        }
    }

    /// The same day in the Gregorian calendar.
    #[must_use]
    pub fn to_gregorian(self) -> NaiveDate {
        self.gregorian
    }

    /// Reads `1398/09/12`, `۱۳۹۸-۹-۱۲` and the like: digits of any set, one of `/` `-` `.` between.
    ///
    /// # Errors
    /// [`ParseError`] says what is wrong.
    pub fn parse(typed: &str) -> Result<Self, ParseError> {
        let (year, month, day) = numbers(typed)?;
        Self::checked(year, month, day)
    }

    fn checked(year: i32, month: u8, day: u8) -> Result<Self, ParseError> {
        let last = days_in_month(year, month)?;
        Self::new(year, month, day).ok_or(ParseError::Day { last })
    }

    /// The year, such as 1398.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 (Farvardin) to 12 (Esfand).
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.gregorian.weekday()
    }

    /// The month's name: «آذر».
    #[must_use]
    pub fn month_name(self) -> &'static str {
        MONTHS
            .get(usize::from(self.month).wrapping_sub(1))
            .copied()
            .unwrap_or_default()
    }

    /// With Persian digits: «۱۳۹۸/۰۹/۱۲».
    #[must_use]
    pub fn persian(self) -> String {
        digits::persian(&self.to_string())
    }

    /// In words, without the weekday: «۱۲ آذر ۱۳۹۸».
    #[must_use]
    pub fn long(self) -> String {
        digits::persian(&format!("{} {} {}", self.day, self.month_name(), self.year))
    }

    /// In words, with the weekday: «سه‌شنبه ۱۲ آذر ۱۳۹۸».
    #[must_use]
    pub fn full(self) -> String {
        format!("{} {}", weekday_name(self.weekday()), self.long())
    }
}

/// With ASCII digits: `1398/09/12`.
impl fmt::Display for JalaliDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}/{:02}/{:02}", self.year, self.month, self.day)
    }
}

/// The Jalali year of a day. For a moment, pass its date in Tehran: the year turns at midnight there.
#[must_use]
pub fn jalali_year(date: NaiveDate) -> i32 {
    JalaliDate::from_gregorian(date).year
}

/// How many days a month has: 31, 30, or 29 for Esfand in a common year.
///
/// # Errors
/// [`ParseError::Year`] outside [`YEARS`], [`ParseError::Month`] outside 1 to 12.
pub fn days_in_month(year: i32, month: u8) -> Result<u8, ParseError> {
    if !YEARS.contains(&year) {
        return Err(ParseError::Year);
    }
    let first = Date::try_new_persian(year, month, 1).map_err(|_| ParseError::Month)?;
    Ok(first.days_in_month())
}

/// The name of a day of the week: «سه‌شنبه».
#[must_use]
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Sat => "شنبه",
        Weekday::Sun => "یکشنبه",
        Weekday::Mon => "دوشنبه",
        Weekday::Tue => "سه‌شنبه",
        Weekday::Wed => "چهارشنبه",
        Weekday::Thu => "پنجشنبه",
        Weekday::Fri => "جمعه",
    }
}

/// Reads a date as people and programs type it: Jalali (`۱۳۹۸/۹/۱۲`) or Gregorian (`2019-12-03`).
///
/// The year decides: [`YEARS`] are Jalali, from 1800 it is Gregorian. The result is within [`YEARS`].
///
/// # Errors
/// [`ParseError`] says what is wrong.
pub fn parse_date(typed: &str) -> Result<NaiveDate, ParseError> {
    let (year, month, day) = numbers(typed)?;
    if year < FIRST_GREGORIAN_YEAR {
        return JalaliDate::checked(year, month, day).map(JalaliDate::to_gregorian);
    }
    let first = NaiveDate::from_ymd_opt(year, u32::from(month), 1).ok_or(ParseError::Month)?;
    let last = first.num_days_in_month();
    let date = first.with_day(u32::from(day)).ok_or(ParseError::Day { last })?;
    if YEARS.contains(&jalali_year(date)) {
        Ok(date)
    } else {
        Err(ParseError::Year)
    }
}

/// Year, month and day of a typed date, not yet checked against a calendar.
fn numbers(typed: &str) -> Result<(i32, u8, u8), ParseError> {
    let typed = digits::latin(&text::tidy_line(typed));
    if typed.is_empty() {
        return Err(ParseError::Empty);
    }
    let separator = typed
        .chars()
        .find(|c| matches!(c, '/' | '-' | '.'))
        .ok_or(ParseError::Shape)?;
    let mut parts = typed.split(separator).map(str::trim);
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(ParseError::Shape);
    };
    let plain = |part: &str, sizes: std::ops::RangeInclusive<usize>| {
        sizes.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !(plain(year, 4..=4) && plain(month, 1..=2) && plain(day, 1..=2)) {
        return Err(ParseError::Shape);
    }
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Ok((year, month, day)),
        _ => Err(ParseError::Shape),
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the date is empty"),
            Self::Shape => f.write_str("write the date as year/month/day, such as 1398/09/12"),
            Self::Year => f.write_str("the year is out of range"),
            Self::Month => f.write_str("the month must be from 1 to 12"),
            Self::Day { last } => write!(f, "the day must be from 1 to {last} in this month"),
        }
    }
}

impl std::error::Error for ParseError {}

impl ParseError {
    /// The same in Persian, for the person who typed the date.
    #[must_use]
    pub fn message_fa(self) -> String {
        match self {
            Self::Empty => "تاریخ خالی است.".to_owned(),
            Self::Shape => "تاریخ را به شکل سال/ماه/روز بنویسید؛ مانند ۱۳۹۸/۰۹/۱۲.".to_owned(),
            Self::Year => "سال خارج از محدودهٔ مجاز است.".to_owned(),
            Self::Month => "ماه باید از ۱ تا ۱۲ باشد.".to_owned(),
            Self::Day { last } => digits::persian(&format!("روز در این ماه باید از 1 تا {last} باشد.")),
        }
    }
}

#[cfg(test)]
#[path = "jalali_tests.rs"]
mod tests;
