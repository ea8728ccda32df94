//! Similar requests as the API shows them.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{RequestId, UnitId};
use crate::requests::Category;
use crate::requests::state::State;
use crate::units::UnitRef;

/// What is being typed.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SimilarTo {
    /// Its title so far.
    #[param(max_length = 300, example = "خرید دوربین عکاسی")]
    pub title: String,
    /// Its category: those of the same one rank a little higher.
    pub category: Option<Category>,
    /// The unit it is for: that unit's own rank a little higher.
    #[param(value_type = Option<i64>)]
    pub unit_id: Option<UnitId>,
}

/// A request that may be about the same.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 7, "number": "1398-0007", "title": "خرید دوربین عکاسی حرفه‌ای", "category": "equipment", "unit": { "id": 2, "name": "منطقهٔ ۱" }, "state": "in_progress", "score": 87, "created_at": "2019-12-03T06:30:00Z" }))]
pub struct SimilarRequest {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// What kind of problem.
    pub category: Category,
    /// The unit that raised it.
    pub unit: UnitRef,
    /// Where it stands.
    pub state: State,
    /// How alike, in percent: 100 has every word in its title.
    pub score: u8,
    /// When it was recorded.
    pub created_at: Timestamp,
}
