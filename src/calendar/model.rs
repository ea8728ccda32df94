//! The calendar as the API shows and takes it.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::week::{Dated, HoursPeriod, Span, Weekday, WeekendPeriod};
use super::working::{DayKind, HolidayKind, Yearly};
use crate::clock::Timestamp;
use crate::error::FieldCode;
use crate::ids::HolidayId;
use crate::resource::{Patch, Resource};

/// A kind of dated set that is kept and saved whole.
pub trait Kept: Dated + Clone + Serialize + DeserializeOwned {
    /// Its name in the database, in the history, and in its path `/calendar/…`.
    const NAME: &'static str;
    /// A period for the API's document.
    fn example() -> Value;
}

impl Kept for WeekendPeriod {
    const NAME: &'static str = "weekends";
    fn example() -> Value {
        json!({ "valid_from": "1921-03-21", "days": ["thursday", "friday"] })
    }
}

impl Kept for HoursPeriod {
    const NAME: &'static str = "hours";
    fn example() -> Value {
        let usual = json!([{ "from": "07:30", "until": "14:30" }]);
        json!({ "valid_from": "1921-03-21", "week": { "saturday": usual, "sunday": usual, "monday": usual, "tuesday": usual, "wednesday": usual } })
    }
}

/// Periods, each from its first day on until the next takes its place.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(bound = "T: Kept + utoipa::ToSchema", example = json!({ "periods": [T::example()], "version": 1, "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct DatedSet<T> {
    /// The periods, in order of their first days.
    pub periods: Vec<T>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was saved.
    pub updated_at: Timestamp,
}

impl<T: Kept> Resource for DatedSet<T> {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/calendar/{}", T::NAME)
    }
}

/// The weekends, all periods; they take the place of those before.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "periods": [WeekendPeriod::example()] }))]
pub struct PutWeekends {
    /// The periods, in any order, no two from the same day.
    #[schema(min_items = 1, max_items = 100)]
    pub periods: Vec<WeekendPeriod>,
}

/// The working hours, all periods; they take the place of those before.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "periods": [HoursPeriod::example()] }))]
pub struct PutHours {
    /// The periods, in any order, no two from the same day.
    #[schema(min_items = 1, max_items = 100)]
    pub periods: Vec<HoursPeriod>,
}

/// A holiday, a half day, or a day declared working.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 12, "kind": "holiday", "title": "تعطیلی به سبب آلودگی هوا", "date": "2019-12-04", "yearly": null, "hours": null, "lunar": false, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct HolidayView {
    /// Which.
    pub id: HolidayId,
    /// What it does to the working hours.
    pub kind: HolidayKind,
    /// What it is called.
    #[schema(example = "عید نوروز")]
    pub title: String,
    /// The day, if it is only once.
    pub date: Option<NaiveDate>,
    /// The day of the Jalali year, if it is each year.
    pub yearly: Option<Yearly>,
    /// `half_day`: the part of the ordinary hours that is worked. `working`: its hours, if they are not the ordinary ones.
    pub hours: Option<Span>,
    /// Whether it goes by the lunar calendar and so is entered each year.
    pub lunar: bool,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for HolidayView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/calendar/holidays/{}", self.id)
    }
}

/// A new holiday, half day, or day declared working: on one `date`, or `yearly`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "holiday", "title": "تعطیلی به سبب آلودگی هوا", "date": "2019-12-04" }))]
pub struct CreateHoliday {
    /// What it does to the working hours.
    pub kind: HolidayKind,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "تعطیلی به سبب آلودگی هوا")]
    pub title: String,
    /// The day, if it is only once.
    pub date: Option<NaiveDate>,
    /// The day of the Jalali year, if it is each year. Not for `working`.
    pub yearly: Option<Yearly>,
    /// `half_day`: the part of the ordinary hours that is worked; mandatory. `working`: its hours; mandatory when the
    /// weekday has none.
    pub hours: Option<Span>,
    /// Whether it goes by the lunar calendar; only for a `holiday` on a `date`.
    #[serde(default)]
    pub lunar: bool,
}

/// Changes to a holiday; what is missing stays, and so does its kind.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "تعطیلی به سبب سرما", "date": "2019-12-07" }))]
pub struct UpdateHoliday {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub title: Option<String>,
    /// The day, if it is only once; `null`, with `yearly` beside it: it is each year from now on.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub date: Patch<NaiveDate>,
    /// The day of the Jalali year, if it is each year, as a whole; `null`, with `date` beside it: it is only once.
    #[serde(default)]
    #[schema(value_type = Option<Yearly>)]
    pub yearly: Patch<Yearly>,
    /// The hours, of a half day or a day declared working; `null`: the ordinary ones of the weekday.
    #[serde(default)]
    #[schema(value_type = Option<Span>)]
    pub hours: Patch<Span>,
    /// Whether it goes by the lunar calendar.
    #[schema(nullable = false)]
    pub lunar: Option<bool>,
}

crate::text_enum! {
    /// What a file of holidays is written in.
    pub enum ImportFormat {
        /// A table with a first line that names the columns: date, title, and perhaps kind, lunar, from, until.
        Csv = "csv",
        /// A calendar file (iCalendar, RFC 5545) with events of whole days.
        Ics = "ics",
    }
}

/// A file of holidays.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "format": "csv", "text": "date,title\n1398/06/19,عاشورا\n", "lunar": true }))]
pub struct ImportHolidays {
    /// What it is written in.
    pub format: ImportFormat,
    /// The file's text.
    #[schema(max_length = 200_000, example = "date,title\n1398/06/19,عاشورا\n")]
    pub text: String,
    /// Whether its holidays go by the lunar calendar, where the file does not say.
    #[serde(default)]
    pub lunar: bool,
}

crate::text_enum! {
    /// What comes of a line.
    pub enum Outcome {
        /// It is recorded, or would be.
        Created = "created",
        /// It was there already.
        Unchanged = "unchanged",
    }
}

/// A line that is right.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ImportedLine {
    /// Number of the line, from 1; of an event, its first line.
    pub line: u32,
    /// The day.
    pub date: NaiveDate,
    /// What it is called.
    pub title: String,
    /// What it does to the working hours.
    pub kind: HolidayKind,
    /// What comes of it.
    pub outcome: Outcome,
}

/// A line that is wrong.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LineProblem {
    /// Number of the line, from 1.
    pub line: u32,
    /// Why, for programs.
    pub code: FieldCode,
    /// Why, in the caller's language.
    pub message: String,
}

/// What came of a file, or would.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "dry_run": true, "lines": [{ "line": 2, "date": "2019-09-10", "title": "عاشورا", "kind": "holiday", "outcome": "created" }], "errors": [{ "line": 3, "code": "required", "message": "این مورد الزامی است." }] }))]
pub struct ImportReport {
    /// Whether nothing was changed because only that was asked.
    pub dry_run: bool,
    /// The lines that are right.
    pub lines: Vec<ImportedLine>,
    /// The lines that are wrong; only a dry run tells them here, else they are the problem's `errors`.
    pub errors: Vec<LineProblem>,
}

crate::text_enum! {
    /// A reason for a day to be what it is.
    pub enum ReasonCode {
        /// The weekday is of the weekend.
        Weekend = "weekend",
        /// A holiday.
        Holiday = "holiday",
        /// A half day.
        HalfDay = "half_day",
        /// Declared working.
        Working = "working",
        /// No hours are set for the weekday.
        NoHours = "no_hours",
    }
}

/// Why a day is what it is.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ReasonView {
    /// The reason, for programs.
    pub code: ReasonCode,
    /// The holiday, half day or declaration.
    pub holiday_id: Option<HolidayId>,
    /// The reason for people: its title, or in the caller's language.
    #[schema(example = "عید نوروز")]
    pub text: String,
}

/// A day of the calendar, decided.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "date": "2019-12-03", "jalali": "1398/09/12", "weekday": "tuesday", "kind": "working", "reasons": [], "hours": [{ "from": "07:30", "until": "14:30" }], "minutes": 420 }))]
pub struct DayView {
    /// Which day.
    pub date: NaiveDate,
    /// The same in the Jalali calendar.
    #[schema(example = "1398/09/12")]
    pub jalali: String,
    /// The day of the week.
    pub weekday: Weekday,
    /// What kind of day.
    pub kind: DayKind,
    /// Why; the deciding reason first. Empty on an ordinary working day.
    pub reasons: Vec<ReasonView>,
    /// The hours that are worked.
    pub hours: Vec<Span>,
    /// Working time of the day, minutes. On a day that loses or gains an hour, that hour is counted as it falls.
    pub minutes: i64,
}

/// Days of the calendar.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "items": [{ "date": "2020-03-20", "jalali": "1399/01/01", "weekday": "friday", "kind": "holiday", "reasons": [{ "code": "holiday", "holiday_id": 1, "text": "عید نوروز" }, { "code": "weekend", "holiday_id": null, "text": "تعطیلی آخر هفته" }], "hours": [], "minutes": 0 }], "years_without_lunar": [1399] }))]
pub struct Days {
    /// The days, in order.
    pub items: Vec<DayView>,
    /// A warning: which of this and the next Jalali year have no lunar holiday yet.
    #[schema(example = json!([1405]))]
    pub years_without_lunar: Vec<i32>,
}
