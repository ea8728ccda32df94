//! The reports as the API shows them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::requests::Category;
use crate::units::{DeskRef, UnitRef};

/// Open requests by unit and category. Listed by `GET /requests?state_group=open&unit_id=&category=`.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "at": "2019-12-03T06:30:00Z", "total": 3, "categories": [{ "category": "equipment", "title": "تجهیزات", "total": 2 }, { "category": "petty_cash", "title": "تنخواه", "total": 1 }], "units": [{ "unit": { "id": 2, "name": "منطقهٔ ۱" }, "total": 3, "counts": [2, 1] }] }))]
pub struct OpenRequestsReport {
    /// When it was counted.
    pub at: Timestamp,
    /// All that is open, drafts left out.
    pub total: i64,
    /// The categories of the columns: those with anything open, in the order of `GET /categories`.
    pub categories: Vec<CategoryTotal>,
    /// The units with anything open, the most first.
    pub units: Vec<UnitCounts>,
}

/// A column of [`OpenRequestsReport`].
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "category": "equipment", "title": "تجهیزات", "total": 2 }))]
pub struct CategoryTotal {
    /// Which.
    pub category: Category,
    /// Its name, in the caller's language.
    pub title: String,
    /// Open requests of all units.
    pub total: i64,
}

/// A row of [`OpenRequestsReport`].
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "unit": { "id": 2, "name": "منطقهٔ ۱" }, "total": 3, "counts": [2, 1] }))]
pub struct UnitCounts {
    /// Which.
    pub unit: UnitRef,
    /// Open requests of all categories.
    pub total: i64,
    /// Open requests, one number for each of `categories`.
    pub counts: Vec<i64>,
}

/// How long ago what is open was filed, by desk. Listed by `GET /requests?state_group=open&desk_id=&filed_from=&filed_to=`.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "at": "2019-12-03T06:30:00Z", "total": 4, "ages": [{ "from_days": 0, "to_days": 7, "filed_from": "2019-11-26", "filed_to": "2019-12-03", "total": 3 }, { "from_days": 8, "to_days": null, "filed_from": null, "filed_to": "2019-11-25", "total": 1 }], "desks": [{ "desk": { "id": 1, "name": "میز مالی" }, "total": 4, "counts": [3, 1] }] }))]
pub struct AgeingReport {
    /// When it was counted.
    pub at: Timestamp,
    /// All that is open, drafts left out.
    pub total: i64,
    /// The ages, the youngest first.
    pub ages: Vec<Age>,
    /// The desks with anything open, the most first.
    pub desks: Vec<DeskCounts>,
}

/// A column of [`AgeingReport`].
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "from_days": 8, "to_days": 30, "filed_from": "2019-11-03", "filed_to": "2019-11-25", "total": 1 }))]
pub struct Age {
    /// Filed so many days ago or earlier, Tehran's days.
    pub from_days: i64,
    /// Filed so many days ago or later; `null`: however long ago.
    pub to_days: Option<i64>,
    /// The earliest day of filing; `null`: any.
    pub filed_from: Option<NaiveDate>,
    /// The latest day of filing.
    pub filed_to: NaiveDate,
    /// Open requests of this age.
    pub total: i64,
}

/// A row of [`AgeingReport`].
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "desk": { "id": 1, "name": "میز مالی" }, "total": 4, "counts": [3, 1] }))]
pub struct DeskCounts {
    /// Which; `null`: nobody has decided yet where these go.
    pub desk: Option<DeskRef>,
    /// Open requests of all ages.
    pub total: i64,
    /// Open requests, one number for each of `ages`.
    pub counts: Vec<i64>,
}

/// How many months.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FlowSpan {
    /// Jalali months, the present one included, 1 to 36.
    #[serde(default = "a_year")]
    #[param(minimum = 1, maximum = 36, default = 12)]
    pub months: usize,
}

fn a_year() -> usize {
    12
}

/// What came and what went in each Jalali month. Listed by `GET /requests?filed_from=&filed_to=` and `closed_from=&closed_to=`.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "at": "2019-12-03T06:30:00Z", "months": [{ "month": "1398-09", "title": "آذر ۱۳۹۸", "from": "2019-11-22", "to": "2019-12-21", "filed": 21, "closed": 4, "open_at_end": 17 }] }))]
pub struct FlowReport {
    /// When it was counted.
    pub at: Timestamp,
    /// The months, oldest first.
    pub months: Vec<MonthFlow>,
}

/// A month of [`FlowReport`].
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "month": "1398-09", "title": "آذر ۱۳۹۸", "from": "2019-11-22", "to": "2019-12-21", "filed": 21, "closed": 4, "open_at_end": 17 }))]
pub struct MonthFlow {
    /// Jalali year and month.
    pub month: String,
    /// The same in words.
    pub title: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Requests filed in it.
    pub filed: i64,
    /// Requests that came to an end in it, and have not been reopened since.
    pub closed: i64,
    /// What was filed until its end and had not come to that end; of the present month: what is open now.
    pub open_at_end: i64,
}
