//! Series as the API shows and takes them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::calendar::week::{MinuteOfDay, Weekday};
use crate::clock::Timestamp;
use crate::error::{FieldCode, FieldError};
use crate::ids::{MeetingId, SeriesId, UnitId, UserId};
use crate::persian::recurrence::{Nth, Pattern, Rule, WhenOff};
use crate::resource::{Patch, Resource};
use crate::units::UnitRef;

crate::text_enum! {
    /// What a standing item is for.
    pub enum StandingKind {
        /// The meeting is told something.
        Information = "information",
        /// The meeting talks about it.
        Discussion = "discussion",
    }
}

/// A line that stands on every agenda of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StandingItem {
    /// Which, within the series. It stays when the item is changed or moved.
    #[schema(example = 1)]
    pub id: i32,
    /// What its line says.
    #[schema(example = "گزارش پیگیری مصوبات")]
    pub title: String,
    /// The time it gets.
    #[schema(example = 10)]
    pub minutes: i32,
    /// What it is for.
    pub kind: StandingKind,
}

/// A standing item as it is put on the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutStandingItem {
    /// An item that the series has; missing: a new one.
    pub id: Option<i32>,
    /// What its line says.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The time it gets.
    #[schema(minimum = 1, maximum = 240)]
    pub minutes: i32,
    /// What it is for.
    pub kind: StandingKind,
}

crate::text_enum! {
    /// Which days a rule of recurrence means.
    pub enum RecurrenceKind {
        /// The nth day of a weekday in the Jalali month: takes `nth` and `weekday`.
        MonthWeekday = "month_weekday",
        /// A day of the Jalali month: takes `day`.
        MonthDay = "month_day",
        /// A weekday: takes `weekday`.
        Week = "week",
    }
}

/// When a series meets: by the Jalali calendar, at a time of the Tehran day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "month_weekday", "nth": "first", "weekday": "tuesday", "every": 1, "since": "2019-11-22", "at": "10:00", "minutes": 120, "when_off": "next" }))]
pub struct Recurrence {
    /// Which days.
    pub kind: RecurrenceKind,
    /// `month_weekday`: which of the month's days of that weekday.
    pub nth: Option<Nth>,
    /// `month_weekday` and `week`: the day of the week.
    pub weekday: Option<Weekday>,
    /// `month_day`: the day of the month; in shorter months their last.
    #[schema(minimum = 1, maximum = 31)]
    pub day: Option<u8>,
    /// Of every so many months or weeks, counted from `since`.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 52, default = 1)]
    pub every: u32,
    /// No day before this one.
    pub since: NaiveDate,
    /// When a meeting starts.
    pub at: MinuteOfDay,
    /// How long it is planned to last.
    #[schema(minimum = 15, maximum = 1440)]
    pub minutes: i32,
    /// What happens to a holiday, and to a weekend that a day of the month falls on. A weekday that was chosen is not
    /// moved because it is of the weekend.
    pub when_off: WhenOff,
}

fn one() -> u32 {
    1
}

impl Recurrence {
    /// The rule for the calendar.
    ///
    /// # Errors
    /// A fault of each field that the kind needs or does not take, under this pointer.
    pub fn rule(&self, at: &str) -> Result<Rule, Vec<FieldError>> {
        let wants = |field: &str, given: bool, wanted: bool| {
            let code = if wanted {
                FieldCode::Required
            } else {
                FieldCode::NotAllowed
            };
            (given != wanted).then(|| FieldError::new(format!("{at}/{field}"), code))
        };
        let faults = |nth, weekday, day| {
            let faults = [
                wants("nth", self.nth.is_some(), nth),
                wants("weekday", self.weekday.is_some(), weekday),
                wants("day", self.day.is_some(), day),
            ];
            Err(faults.into_iter().flatten().collect())
        };
        let pattern = match (self.kind, self.nth, self.weekday, self.day) {
            (RecurrenceKind::MonthWeekday, Some(nth), Some(weekday), None) => {
                Pattern::MonthWeekday(nth, weekday.into())
            }
            (RecurrenceKind::MonthDay, None, None, Some(day)) => Pattern::MonthDay(day),
            (RecurrenceKind::Week, None, Some(weekday), None) => Pattern::Week(weekday.into()),
            (RecurrenceKind::MonthWeekday, ..) => return faults(true, true, false),
            (RecurrenceKind::MonthDay, ..) => return faults(false, false, true),
            (RecurrenceKind::Week, ..) => return faults(false, true, false),
        };
        Ok(Rule {
            pattern,
            every: self.every,
            since: self.since,
            when_off: self.when_off,
        })
    }
}

crate::text_enum! {
    /// How a quorum is counted.
    pub enum QuorumKind {
        /// So many people.
        People = "people",
        /// So many in a hundred of the invited who have an account.
        Percent = "percent",
    }
}

/// How many have to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "percent", "value": 50 }))]
pub struct Quorum {
    /// How it is counted.
    pub kind: QuorumKind,
    /// How many; of `percent` at most 100.
    #[schema(minimum = 1, maximum = 500)]
    pub value: i32,
}

impl Quorum {
    /// How many of so many invited.
    pub fn needed(self, invited: usize) -> i32 {
        let invited = i64::try_from(invited).unwrap_or(i64::MAX);
        let needed = match self.kind {
            QuorumKind::People => i64::from(self.value),
            QuorumKind::Percent => (i64::from(self.value).saturating_mul(invited).saturating_add(99) / 100).max(1),
        };
        i32::try_from(needed).unwrap_or(i32::MAX)
    }
}

/// Somebody without an account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "خبرنگار روزنامه", "email": "reporter@example.org" }))]
pub struct Guest {
    /// What they are called.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Where their mail goes.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
}

/// Whom a series invites: a unit by whoever heads it then, a person, or a guest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "unit_id": 2 }))]
pub struct SeriesInvite {
    /// The unit whose heads are invited; beside `user_id`, the unit that person speaks for.
    pub unit_id: Option<UnitId>,
    /// The person.
    pub user_id: Option<UserId>,
    /// The guest; nothing else stands beside it.
    pub guest: Option<Guest>,
}

/// A guest as series show them.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct GuestRef {
    /// What they are called.
    pub name: String,
    /// Where their mail goes; only for who prepares meetings.
    pub email: Option<String>,
}

/// Whom a series invites.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SeriesInvitedView {
    /// The unit whose heads are invited, or that the person speaks for.
    pub unit: Option<UnitRef>,
    /// The person.
    pub user: Option<UserRef>,
    /// The guest.
    pub guest: Option<GuestRef>,
}

/// A date that a series will meet on.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "planned_on": "2019-12-03", "date": "2019-12-03", "jalali": "1398/09/12", "starts_at": "2019-12-03T06:30:00Z", "ends_at": "2019-12-03T08:30:00Z", "meeting_id": null }))]
pub struct DateView {
    /// The day that the rule means.
    pub planned_on: NaiveDate,
    /// The day that it became: another one when that was off.
    pub date: NaiveDate,
    /// The same, Jalali.
    pub jalali: String,
    /// When the meeting starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// The meeting that was planned for it.
    pub meeting_id: Option<MeetingId>,
}

crate::text_enum! {
    /// Why a day of the rule is left out.
    pub enum LeftOut {
        /// It is a holiday or weekend, and no working day takes its place.
        Off = "off",
        /// Moved, it would meet the date before it.
        Taken = "taken",
    }
}

/// A day of the rule without a meeting.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LeftOutView {
    /// The day that the rule means.
    pub planned_on: NaiveDate,
    /// The same, Jalali.
    pub jalali: String,
    /// Why.
    pub why: LeftOut,
}

/// The dates that come.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct DatesView {
    /// In order.
    pub items: Vec<DateView>,
    /// Days of the rule between them that were left out.
    pub left_out: Vec<LeftOutView>,
}

/// How many of the coming dates are to be meetings.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "count": 3 }))]
pub struct PlanMeetings {
    /// The next so many.
    #[schema(minimum = 1, maximum = 24)]
    pub count: usize,
}

/// A series of meetings.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "title": "نشست پیگیری روابط عمومی‌ها", "chair": { "id": 1, "name": "مدیر ارتباطات" }, "place": "سالن جلسات", "active": true, "last_number": 3, "standing_items": [{ "id": 1, "title": "گزارش پیگیری مصوبات", "minutes": 10, "kind": "information" }], "recurrence": { "kind": "month_weekday", "nth": "first", "weekday": "tuesday", "day": null, "every": 1, "since": "2019-11-22", "at": "10:00", "minutes": 120, "when_off": "next" }, "quorum": { "kind": "percent", "value": 50 }, "invited": [{ "unit": { "id": 2, "name": "منطقهٔ ۱" }, "user": null, "guest": null }], "minutes_review_days": null, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct SeriesView {
    /// Which.
    pub id: SeriesId,
    /// Its title.
    #[schema(example = "نشست پیگیری روابط عمومی‌ها")]
    pub title: String,
    /// Who usually chairs.
    pub chair: Option<UserRef>,
    /// Where it usually meets.
    pub place: String,
    /// Whether it goes on.
    pub active: bool,
    /// The number of its last meeting; 0: none yet.
    pub last_number: i32,
    /// What stands on every agenda, in order.
    pub standing_items: Vec<StandingItem>,
    /// When it meets; `null`: by no rule.
    pub recurrence: Option<Recurrence>,
    /// How many have to be there; `null`: nothing is asked.
    pub quorum: Option<Quorum>,
    /// Whom its meetings invite; nobody: the heads of all units.
    pub invited: Vec<SeriesInvitedView>,
    /// Working days that attendees have to object to minutes; `null`: as set for all (`minutes_review_working_days`).
    pub minutes_review_days: Option<i32>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for SeriesView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/meeting-series/{}", self.id)
    }
}

/// A new series.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "نشست پیگیری روابط عمومی‌ها", "place": "سالن جلسات", "last_number": 0 }))]
pub struct CreateSeries {
    /// Its title.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Who usually chairs.
    pub chair_id: Option<UserId>,
    /// Where it usually meets.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub place: String,
    /// Meetings that were held before they were recorded here; the next gets the number after it.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10000)]
    pub last_number: i32,
    /// What stands on every agenda, in order.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub standing_items: Vec<PutStandingItem>,
    /// When it meets; missing: by no rule.
    pub recurrence: Option<Recurrence>,
    /// How many have to be there; missing: nothing is asked.
    pub quorum: Option<Quorum>,
    /// Whom its meetings invite; nobody: the heads of all units.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub invited: Vec<SeriesInvite>,
}

/// Changes to a series; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "place": "سالن همایش", "chair_id": null }))]
pub struct UpdateSeries {
    /// Its title.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub title: Option<String>,
    /// Who usually chairs; `null`: nobody.
    #[serde(default)]
    #[schema(value_type = Option<UserId>)]
    pub chair_id: Patch<UserId>,
    /// Where it usually meets.
    #[schema(max_length = 200, nullable = false)]
    pub place: Option<String>,
    /// Whether it goes on.
    #[schema(nullable = false)]
    pub active: Option<bool>,
    /// What stands on every agenda, whole and in order.
    #[schema(max_items = 20, nullable = false)]
    pub standing_items: Option<Vec<PutStandingItem>>,
    /// When it meets; `null`: by no rule. Meetings that are planned already stay.
    #[serde(default)]
    #[schema(value_type = Option<Recurrence>)]
    pub recurrence: Patch<Recurrence>,
    /// How many have to be there; `null`: nothing is asked.
    #[serde(default)]
    #[schema(value_type = Option<Quorum>)]
    pub quorum: Patch<Quorum>,
    /// Whom its meetings invite, whole. Meetings that are planned already keep theirs.
    #[schema(max_items = 500, nullable = false)]
    pub invited: Option<Vec<SeriesInvite>>,
    /// Working days that attendees have to object to minutes; `null`: as set for all. Reviews that are open keep theirs.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100)]
    pub minutes_review_days: Patch<i32>,
}
