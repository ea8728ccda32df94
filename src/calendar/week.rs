//! The plain parts of a working week: days, minutes of the day, spans, and periods that hold from a date on.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

crate::text_enum! {
    /// A day of the week, in the order of the Iranian week.
    pub enum Weekday {
        /// شنبه
        Saturday = "saturday",
        /// یکشنبه
        Sunday = "sunday",
        /// دوشنبه
        Monday = "monday",
        /// سه‌شنبه
        Tuesday = "tuesday",
        /// چهارشنبه
        Wednesday = "wednesday",
        /// پنجشنبه
        Thursday = "thursday",
        /// جمعه
        Friday = "friday",
    }
}

impl Weekday {
    /// The weekday of a day.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        match date.weekday() {
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
        }
    }
}

impl From<Weekday> for chrono::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
        }
    }
}

/// A wall-clock time of the Tehran day, in minutes after midnight, 0 to 1440: `07:30` in JSON, `24:00` is the day's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MinuteOfDay(u16);

impl MinuteOfDay {
    /// Midnight at the start of the day.
    pub const START: Self = Self(0);
    /// Midnight at the end of the day.
    pub const END: Self = Self(24 * 60);

    /// So many minutes after midnight; `None` beyond the day.
    #[must_use]
    pub const fn new(minutes: u16) -> Option<Self> {
        if minutes <= Self::END.0 {
            Some(Self(minutes))
        } else {
            None
        }
    }

    /// Minutes after midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for MinuteOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for MinuteOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is no time of the day such as 07:30");
        let (hours, minutes) = text.split_once(':').ok_or_else(refused)?;
        let number = |part: &str| -> Result<u16, String> {
            if part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse().map_err(|_| refused())
            } else {
                Err(refused())
            }
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        if minutes >= 60 {
            return Err(refused());
        }
        Self::new(hours * 60 + minutes).ok_or_else(refused)
    }
}

impl Serialize for MinuteOfDay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MinuteOfDay {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for MinuteOfDay {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))
            .examples([serde_json::json!("07:30")])
            .description(Some("Wall-clock time in Tehran; 24:00 is the end of the day"))
            .into()
    }
}
impl utoipa::ToSchema for MinuteOfDay {}

/// A part of the day, up to but without `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// From this time on.
    pub from: MinuteOfDay,
    /// Until this time.
    pub until: MinuteOfDay,
}

impl Span {
    /// Whether no minute is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.from >= self.until
    }

    /// How many minutes are in it.
    #[must_use]
    pub fn minutes(self) -> u32 {
        u32::from(self.until.0.saturating_sub(self.from.0))
    }

    /// What both have in common; perhaps empty.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        }
    }
}

/// The spans in order, each minute in one of them only.
#[must_use]
pub fn in_order(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<_> = spans.iter().copied().filter(|s| !s.is_empty()).collect();
    sorted.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match out.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => out.push(span),
        }
    }
    out
}

/// The parts of the spans that lie within a window.
#[must_use]
pub fn clip(spans: &[Span], window: Span) -> Vec<Span> {
    let parts = spans.iter().map(|s| s.within(window));
    parts.filter(|s| !s.is_empty()).collect()
}

/// Working hours of a week; a day that is left out has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WeekHours {
    /// شنبه
    #[schema(max_items = 2)]
    pub saturday: Vec<Span>,
    /// یکشنبه
    #[schema(max_items = 2)]
    pub sunday: Vec<Span>,
    /// دوشنبه
    #[schema(max_items = 2)]
    pub monday: Vec<Span>,
    /// سه‌شنبه
    #[schema(max_items = 2)]
    pub tuesday: Vec<Span>,
    /// چهارشنبه
    #[schema(max_items = 2)]
    pub wednesday: Vec<Span>,
    /// پنجشنبه
    #[schema(max_items = 2)]
    pub thursday: Vec<Span>,
    /// جمعه
    #[schema(max_items = 2)]
    pub friday: Vec<Span>,
}

impl WeekHours {
    /// The hours of a weekday.
    #[must_use]
    pub fn of(&self, day: Weekday) -> &[Span] {
        match day {
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
        }
    }

    /// The hours of a weekday, to be set.
    pub fn of_mut(&mut self, day: Weekday) -> &mut Vec<Span> {
        match day {
            Weekday::Saturday => &mut self.saturday,
            Weekday::Sunday => &mut self.sunday,
            Weekday::Monday => &mut self.monday,
            Weekday::Tuesday => &mut self.tuesday,
            Weekday::Wednesday => &mut self.wednesday,
            Weekday::Thursday => &mut self.thursday,
            Weekday::Friday => &mut self.friday,
        }
    }
}

/// Which days are the weekend, from a day on, until a later period takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekendPeriod {
    /// The first day it holds for.
    #[schema(example = "1921-03-21")]
    pub valid_from: NaiveDate,
    /// The days of the weekend; none: every day is a working day.
    #[schema(max_items = 6, example = json!(["thursday", "friday"]))]
    pub days: Vec<Weekday>,
}

/// Which hours are worked, from a day on, until a later period takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursPeriod {
    /// The first day it holds for.
    #[schema(example = "1921-03-21")]
    pub valid_from: NaiveDate,
    /// The hours of each weekday, one or two spans.
    pub week: WeekHours,
}

/// Something that holds from a day on.
pub trait Dated {
    /// The first day it holds for.
    fn valid_from(&self) -> NaiveDate;
}

impl Dated for WeekendPeriod {
    fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }
}

impl Dated for HoursPeriod {
    fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }
}

/// The period that holds on a day, of periods in order of their first days; none before the first.
pub fn in_force<T: Dated>(periods: &[T], date: NaiveDate) -> Option<&T> {
    let after = periods.partition_point(|p| p.valid_from() <= date);
    periods.get(after.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u16, until: u16) -> Span {
        Span {
            from: MinuteOfDay::new(from).unwrap(),
            until: MinuteOfDay::new(until).unwrap(),
        }
    }

    #[test]
    fn times_of_the_day_are_read_strictly_and_shown_as_read() {
        for (text, minutes) in [("00:00", 0), ("07:30", 450), ("23:59", 1439), ("24:00", 1440)] {
            let time: MinuteOfDay = text.parse().unwrap();
            assert_eq!((time.minutes(), time.to_string()), (minutes, text.to_owned()));
        }
        for text in ["7:30", "24:01", "12:60", "+1:30", "", "12", "12:3", "۱۲:۳۰", "99:00"] {
            assert!(text.parse::<MinuteOfDay>().is_err(), "{text}");
        }
    }

    #[test]
    fn spans_are_put_in_order_and_joined() {
        let spans = [
            span(600, 700),
            span(480, 600),
            span(90, 90),
            span(650, 720),
            span(800, 810),
        ];
        assert_eq!(in_order(&spans), [span(480, 720), span(800, 810)]);
        assert_eq!(
            clip(&[span(480, 720), span(800, 810)], span(700, 805)),
            [span(700, 720), span(800, 805)]
        );
    }

    #[test]
    fn a_later_period_takes_over_on_its_first_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let period = |from: &str, days: &[Weekday]| WeekendPeriod {
            valid_from: day(from),
            days: days.to_vec(),
        };
        let periods = [
            period("1921-03-21", &[Weekday::Thursday, Weekday::Friday]),
            period("2025-06-01", &[Weekday::Friday, Weekday::Saturday]),
        ];
        assert_eq!(in_force(&periods, day("1921-03-20")), None);
        assert_eq!(in_force(&periods, day("2025-05-31")), Some(&periods[0]));
        assert_eq!(in_force(&periods, day("2025-06-01")), Some(&periods[1]));
    }

    #[test]
    fn the_week_starts_on_saturday() {
        let saturday: NaiveDate = "2019-11-30".parse().unwrap();
        let week: Vec<_> = saturday.iter_days().take(7).map(Weekday::of).collect();
        assert_eq!(week, Weekday::ALL);
        let mut hours = WeekHours::default();
        for (i, day) in (0_u16..).zip(Weekday::ALL) {
            hours.of_mut(*day).push(span(i, i + 1));
            assert_eq!(hours.of(*day), [span(i, i + 1)]);
        }
    }
}
