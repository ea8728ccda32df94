//! Themes as the API shows and takes them.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::clock::Timestamp;
use crate::ids::{RequestId, ThemeId};
use crate::requests::Category;
use crate::requests::state::{ActionKind, State};
use crate::resource::Resource;
use crate::units::UnitRef;

/// Requests of a theme at most: what is decided on it is one transaction.
pub const MOST: usize = 200;

/// A theme, as other things name it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ThemeRef {
    /// Which.
    pub id: ThemeId,
    /// In a line.
    pub title: String,
}

/// The same problem of several units. Private requests count only for who sees all of them.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "title": "نداشتن دوربین عکاسی", "description": "چند واحد برای عکس خبرها دوربین ندارند.", "requests": 3, "open_requests": 3, "units": 3, "open_units": 3, "merged_into": null, "version": 2, "created_at": "2019-12-03T08:10:00Z", "updated_at": "2019-12-03T08:10:00Z" }))]
pub struct ThemeView {
    /// Which.
    pub id: ThemeId,
    /// In a line.
    pub title: String,
    /// In full.
    pub description: String,
    /// How many requests it has; `GET /requests?theme_id=` lists those that the caller may see.
    pub requests: i64,
    /// How many of them are open.
    pub open_requests: i64,
    /// How many units have raised it.
    pub units: i64,
    /// How many units have an open request of it.
    pub open_units: i64,
    /// The theme that its requests went to; a merged one takes no more.
    pub merged_into: Option<ThemeId>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for ThemeView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/themes/{}", self.id)
    }
}

/// How a body names a request: its schema, for the API's document and for the check of bodies.
#[derive(Debug)]
pub struct RequestKey;

impl utoipa::PartialSchema for RequestKey {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.description(Some("Id or number of a request, such as 42 or 1405-0042"))
            .min_length(Some(1))
            .max_length(Some(30))
            .into()
    }
}
impl utoipa::ToSchema for RequestKey {}

/// A new theme, with its first requests.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "نداشتن دوربین عکاسی", "description": "چند واحد برای عکس خبرها دوربین ندارند.", "requests": ["1398-0002", "1398-0003"] }))]
pub struct CreateTheme {
    /// In a line.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// In full.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub description: String,
    /// Its first requests: open ones, at most 100.
    #[serde(default)]
    #[schema(value_type = Vec<RequestKey>, max_items = 100)]
    pub requests: Vec<String>,
    /// Take those that have another theme out of it; without this they are refused.
    #[serde(default, rename = "move")]
    pub moving: bool,
}

/// Changes to a theme; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "نداشتن دوربین و لنز" }))]
pub struct UpdateTheme {
    /// In a line.
    #[schema(min_length = 1, max_length = 300, nullable = false)]
    pub title: Option<String>,
    /// In full.
    #[schema(max_length = 4000, nullable = false)]
    pub description: Option<String>,
}

/// Requests to put into a theme.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "requests": ["1398-0004"], "move": true }))]
pub struct AddRequests {
    /// Open requests, 1 to 100; those that it has already stay.
    #[schema(value_type = Vec<RequestKey>, min_items = 1, max_items = 100)]
    pub requests: Vec<String>,
    /// Take those that have another theme out of it; without this they are refused.
    #[serde(default, rename = "move")]
    pub moving: bool,
}

/// Where a theme's requests go.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "into": 1 }))]
pub struct MergeTheme {
    /// The theme that gets all requests.
    pub into: ThemeId,
}

/// A part of a theme that becomes one of its own.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "نداشتن ضبط صدا", "requests": ["1398-0004"] }))]
pub struct SplitTheme {
    /// The new theme in a line.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// In full.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub description: String,
    /// Requests of the theme that go with it, 1 to 100.
    #[schema(value_type = Vec<RequestKey>, min_items = 1, max_items = 100)]
    pub requests: Vec<String>,
}

crate::text_enum! {
    /// The order of the list of themes.
    #[derive(Default)]
    pub enum ThemeSort {
        #[default]
        Newest = "-created_at",
        MostUnits = "-units",
    }
}

/// Which part of the list, in which order.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThemeFilter {
    /// The newest first, or those of the most units, private requests aside.
    pub sort: Option<ThemeSort>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

crate::text_enum! {
    /// What can be done to all open requests of a theme at once.
    pub enum ThemeAction {
        /// The director agrees with the route that was proposed, or names another.
        Accept = "accept",
        /// To another desk or person.
        Assign = "assign",
        /// Work begins.
        Start = "start",
        /// The units are asked something.
        Ask = "ask",
        /// Held up by somebody else.
        Wait = "wait",
        /// Under way again.
        Resume = "resume",
        /// Put off to a day or a meeting.
        Defer = "defer",
        /// Refused, with the reason.
        Reject = "reject",
        /// Called done.
        Done = "done",
    }
}

impl ThemeAction {
    /// The action of the state machine.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Accept => ActionKind::Accept,
            Self::Assign => ActionKind::Assign,
            Self::Start => ActionKind::Start,
            Self::Ask => ActionKind::Ask,
            Self::Wait => ActionKind::Wait,
            Self::Resume => ActionKind::Resume,
            Self::Defer => ActionKind::Defer,
            Self::Reject => ActionKind::Reject,
            Self::Done => ActionKind::Done,
        }
    }
}

/// A request that is suggested.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SuggestedRequest {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// The unit that raised it.
    pub unit: UnitRef,
    /// Where it stands.
    pub state: State,
}

/// Requests that may be the same problem: a theme to make, or one that they fit.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "theme": null, "category": "equipment", "score": 77, "requests": [{ "id": 2, "number": "1398-0002", "title": "نداشتن دوربین عکاسی", "unit": { "id": 13, "name": "منطقهٔ ۱" }, "state": "assigned" }, { "id": 3, "number": "1398-0003", "title": "نداشتن دوربین عکاسی", "unit": { "id": 15, "name": "منطقهٔ ۳" }, "state": "assigned" }] }))]
pub struct ThemeSuggestion {
    /// The theme that they fit; `null`: a new one.
    pub theme: Option<ThemeRef>,
    /// The category of all of them.
    pub category: Category,
    /// How alike the least alike of them is, percent.
    pub score: u8,
    /// The requests, oldest first.
    pub requests: Vec<SuggestedRequest>,
}
