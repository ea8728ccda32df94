//! The Jalali calendar at the edges: stored dates are Gregorian, people read and type Jalali ones.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use icu_calendar::{Date, Iso, cal::Persian};

use super::digits;

const MONTHS: [&str; 12] = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// A day of the Jalali calendar, valid by construction (years 1200 to 1600).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JalaliDate {
    year: i32,
    month: u8,
    day: u8,
}

/// Why a typed date is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// It does not look like `1398/09/12`.
    Form,
    /// The year is outside 1200…1600.
    Year,
    /// There is no such month.
    Month,
    /// The month has no such day.
    Day,
}

impl ParseError {
    /// Why, in Persian.
    pub fn message_fa(self) -> &'static str {
        match self {
            Self::Form => "تاریخ باید مانند ۱۳۹۸/۰۹/۱۲ نوشته شود.",
            Self::Year => "سال باید میان ۱۲۰۰ و ۱۶۰۰ باشد.",
            Self::Month => "ماه باید از ۱ تا ۱۲ باشد.",
            Self::Day => "این ماه چنین روزی ندارد.",
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "a date is written like 1398/09/12",
            Self::Year => "the year must be between 1200 and 1600",
            Self::Month => "the month must be from 1 to 12",
            Self::Day => "the month has no such day",
        })
    }
}

impl JalaliDate {
    /// The day, if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day };
        ((1200..=1600).contains(&year) && date.icu().is_some()).then_some(date)
    }

    fn icu(self) -> Option<Date<Persian>> {
        Date::try_new_persian(self.year, self.month, self.day).ok()
    }

    /// The Jalali day of a Gregorian one; outside 1200…1600 the nearest end of that range.
    pub fn from_gregorian(date: NaiveDate) -> Self {
        let converted = u8::try_from(date.month()).ok().zip(u8::try_from(date.day()).ok()).and_then(|(m, d)| Date::try_new_iso(date.year(), m, d).ok());
        let Some(persian) = converted.map(|d| d.to_calendar(Persian)) else { return Self { year: 1200, month: 1, day: 1 } };
        let year = persian.year().extended_year();
        match year {
            ..1200 => Self { year: 1200, month: 1, day: 1 },
            1601.. => Self { year: 1600, month: 12, day: 29 },
            _ => Self { year, month: persian.month().ordinal, day: persian.day_of_month().0 },
        }
    }

    /// The Gregorian day.
    pub fn to_gregorian(self) -> NaiveDate {
        let iso = self.icu().map(|d| d.to_calendar(Iso));
        iso.and_then(|d| NaiveDate::from_ymd_opt(d.year().extended_year(), u32::from(d.month().ordinal), u32::from(d.day_of_month().0))).unwrap_or_default()
    }

    /// Reads `1398/9/12`, with `/`, `-` or `.`, in any digits.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let text = digits::latin(text.trim());
        let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
        let [year, month, day] = parts.as_slice() else { return Err(ParseError::Form) };
        let fits = |part: &str, most: usize| !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        if !(fits(year, 4) && fits(month, 2) && fits(day, 2)) {
            return Err(ParseError::Form);
        }
        let year: i32 = year.parse().map_err(|_| ParseError::Form)?;
        let month: u8 = month.parse().map_err(|_| ParseError::Form)?;
        let day: u8 = day.parse().map_err(|_| ParseError::Form)?;
        if !(1200..=1600).contains(&year) {
            return Err(ParseError::Year);
        }
        if !(1..=12).contains(&month) {
            return Err(ParseError::Month);
        }
        Self::new(year, month, day).ok_or(ParseError::Day)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        self.day
    }

    /// «۱۳۹۸/۰۹/۱۲».
    pub fn persian(self) -> String {
        digits::persian(&self.to_string())
    }

    /// «۱۲ آذر ۱۳۹۸».
    pub fn long(self) -> String {
        let month = MONTHS[usize::from(self.month.clamp(1, 12)) - 1];
        digits::persian(&format!("{} {month} {}", self.day, self.year))
    }

    /// «سه‌شنبه ۱۲ آذر ۱۳۹۸».
    pub fn full(self) -> String {
        format!("{} {}", weekday(self.to_gregorian().weekday()), self.long())
    }
}

impl fmt::Display for JalaliDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}/{:02}/{:02}", self.year, self.month, self.day)
    }
}

/// The Persian name of a weekday.
pub fn weekday(day: Weekday) -> &'static str {
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

/// A date as people type it: Gregorian `2019-12-03` from 1800 on, else Jalali.
///
/// # Errors
/// Says which part is wrong.
pub fn parse_date(text: &str) -> Result<NaiveDate, ParseError> {
    let latin = digits::latin(text.trim());
    let gregorian = NaiveDate::parse_from_str(&latin, "%Y-%m-%d").ok().filter(|d| (1800..=2300).contains(&d.year()));
    gregorian.map_or_else(|| JalaliDate::parse(text).map(JalaliDate::to_gregorian), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_case_of_the_calendar_table_holds_both_ways() {
        let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/jalali.csv"));
        let mut rows = 0;
        for line in table.lines().skip(1) {
            let parts: Vec<&str> = line.split(',').collect();
            let gregorian: NaiveDate = parts[0].parse().unwrap();
            let jalali = JalaliDate::new(parts[1].parse().unwrap(), parts[2].parse().unwrap(), parts[3].parse().unwrap()).unwrap();
            assert_eq!(JalaliDate::from_gregorian(gregorian), jalali, "{line}");
            assert_eq!(jalali.to_gregorian(), gregorian, "{line}");
            rows += 1;
        }
        assert!(rows > 1000);
    }

    #[test]
    fn the_day_of_the_meeting() {
        let day = JalaliDate::parse("۱۳۹۸/۹/۱۲").unwrap();
        assert_eq!(day.to_gregorian(), NaiveDate::from_ymd_opt(2019, 12, 3).unwrap());
        assert_eq!((day.to_string(), day.persian(), day.full()), ("1398/09/12".into(), "۱۳۹۸/۰۹/۱۲".into(), "سه‌شنبه ۱۲ آذر ۱۳۹۸".into()));
        assert_eq!(parse_date("2019-12-03"), Ok(day.to_gregorian()));
        assert_eq!(parse_date("1398-09-12"), Ok(day.to_gregorian()));
    }

    #[test]
    fn impossible_dates_say_why() {
        let why = ["1398/13/01", "1399/12/31", "1398/12/30", "98/01/01", "1398/01", "", "1398/0x/01"].map(|t| JalaliDate::parse(t).unwrap_err());
        use ParseError::{Day, Form, Month, Year};
        assert_eq!(why, [Month, Day, Day, Year, Form, Form, Form]);
    }

    proptest! {
        #[test]
        fn days_round_trip(days in -50_000i64..100_000) {
            let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            let jalali = JalaliDate::from_gregorian(date);
            prop_assert_eq!(jalali.to_gregorian(), date);
            prop_assert_eq!(JalaliDate::parse(&jalali.persian()), Ok(jalali));
        }
        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,20}") {
            let _ = parse_date(&text);
        }
    }
}
