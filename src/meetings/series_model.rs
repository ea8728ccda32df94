//! Series as the API shows and takes them.

use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{SeriesId, UserId};
use crate::resource::{Patch, Resource};

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

/// A series of meetings.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "title": "نشست پیگیری روابط عمومی‌ها", "chair": { "id": 1, "name": "مدیر ارتباطات" }, "place": "سالن جلسات", "active": true, "last_number": 3, "standing_items": [{ "id": 1, "title": "گزارش پیگیری مصوبات", "minutes": 10, "kind": "information" }], "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
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
}
