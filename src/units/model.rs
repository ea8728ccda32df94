//! Units and desks as the API shows and takes them.

use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{DeskId, UnitId, UserId};
use crate::resource::{Patch, Resource};

crate::text_enum! {
    /// What a unit is; source.md, who met.
    pub enum UnitKind {
        /// معاونت
        Deputy = "deputy",
        /// مدیریت
        Management = "management",
        /// منطقه
        District = "district",
        /// سازمان
        Organization = "organization",
    }
}

impl UnitKind {
    /// Its Persian name.
    pub const fn label_fa(self) -> &'static str {
        match self {
            Self::Deputy => "معاونت",
            Self::Management => "مدیریت",
            Self::District => "منطقه",
            Self::Organization => "سازمان",
        }
    }
}

/// Which units a list has.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    /// Only of this kind.
    pub kind: Option<UnitKind>,
    /// Only those that still exist, or no longer do.
    pub active: Option<bool>,
    /// Only those that are at risk, or are not.
    pub at_risk: Option<bool>,
}

/// A unit as others show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UnitRef {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

/// A desk as others show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DeskRef {
    /// Which.
    pub id: DeskId,
    /// Its name.
    pub name: String,
}

/// A PR unit.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 2, "name": "منطقهٔ ۱", "kind": "district", "parent_id": 1, "head": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "staff_count": 1, "at_risk": true, "email": "pr1@demo.test", "active": true, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct UnitView {
    /// Which.
    pub id: UnitId,
    /// Its name.
    #[schema(example = "منطقهٔ ۱")]
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// The unit above it.
    pub parent_id: Option<UnitId>,
    /// The person who holds `unit_head` here.
    pub head: Option<UserRef>,
    /// People on its PR staff.
    #[schema(example = 1)]
    pub staff_count: i32,
    /// One person or none, and nobody is named who stands in for them, today or on a day to come.
    pub at_risk: bool,
    /// Contact address.
    pub email: Option<String>,
    /// Whether it still exists.
    pub active: bool,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for UnitView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/units/{}", self.id)
    }
}

/// A new unit.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "منطقهٔ ۱", "kind": "district", "parent_id": 1, "staff_count": 1, "email": "pr1@demo.test" }))]
pub struct CreateUnit {
    /// Its name; no two are alike.
    #[schema(min_length = 1, max_length = 200, example = "منطقهٔ ۱")]
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// The unit above it.
    pub parent_id: Option<UnitId>,
    /// People on its PR staff.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10000)]
    pub staff_count: i32,
    /// Contact address.
    #[schema(max_length = 254)]
    pub email: Option<String>,
}

/// Changes to a unit; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "staff_count": 2, "parent_id": null }))]
pub struct UpdateUnit {
    /// Its name; no two are alike.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// What it is.
    #[schema(nullable = false)]
    pub kind: Option<UnitKind>,
    /// The unit above it; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<UnitId>)]
    pub parent_id: Patch<UnitId>,
    /// People on its PR staff.
    #[schema(minimum = 0, maximum = 10000, nullable = false)]
    pub staff_count: Option<i32>,
    /// Contact address; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 254)]
    pub email: Patch<String>,
    /// Whether it still exists.
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// A desk.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "name": "میز مالی", "members": [{ "id": 5, "name": "کارشناس مالی" }], "fallback": null, "active": true, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct DeskView {
    /// Which.
    pub id: DeskId,
    /// Its name.
    #[schema(example = "میز مالی")]
    pub name: String,
    /// The people who hold `owner` here.
    pub members: Vec<UserRef>,
    /// Who gets what no member can take.
    pub fallback: Option<UserRef>,
    /// Whether requests can be routed to it.
    pub active: bool,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for DeskView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/desks/{}", self.id)
    }
}

/// A new desk.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "میز مالی", "fallback_id": 5 }))]
pub struct CreateDesk {
    /// Its name; no two are alike.
    #[schema(min_length = 1, max_length = 200, example = "میز مالی")]
    pub name: String,
    /// Who gets what no member can take.
    pub fallback_id: Option<UserId>,
}

/// Changes to a desk; what is missing stays. Its members are changed with the people's roles.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "میز مالی و بودجه", "fallback_id": null }))]
pub struct UpdateDesk {
    /// Its name; no two are alike.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// Who gets what no member can take; `null`: nobody.
    #[serde(default)]
    #[schema(value_type = Option<UserId>)]
    pub fallback_id: Patch<UserId>,
    /// Whether requests can be routed to it.
    #[schema(nullable = false)]
    pub active: Option<bool>,
}
