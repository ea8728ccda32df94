//! The policies as the API shows and takes them.

use serde::{Deserialize, Serialize};

use super::rules::Line;
use crate::clock::Timestamp;
use crate::requests::Category;
use crate::resource::Resource;
use crate::routing::Priority;

/// The policies in force.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "version": 1, "created_at": null, "policies": [{ "name": null, "category": null, "priority": null, "triage_minutes": 840, "first_response_minutes": 1260, "resolve_minutes": 8400 }] }))]
pub struct SlaPolicies {
    /// Which saved set; for `If-Match`.
    pub version: i32,
    /// When it was saved; `null`: it came with the program.
    pub created_at: Option<Timestamp>,
    /// The lines; the most specific one applies: by name, by category and priority, by category, by priority, the default.
    pub policies: Vec<Line>,
}

impl Resource for SlaPolicies {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        "/sla-policies".to_owned()
    }
}

/// A whole set; it takes the place of the one in force.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "policies": [{ "name": null, "category": null, "priority": null, "triage_minutes": 840, "first_response_minutes": 1260, "resolve_minutes": 8400 }, { "name": null, "category": "petty_cash", "priority": "urgent", "triage_minutes": 210, "first_response_minutes": 420, "resolve_minutes": 2100 }] }))]
pub struct PutSlaPolicies {
    /// The lines: one without category and priority, the default, and no two for the same.
    #[schema(min_items = 1, max_items = 100)]
    pub policies: Vec<Line>,
}

/// What kind of request.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SlaQuestion {
    /// Its category.
    #[param(example = "petty_cash")]
    pub category: Category,
    /// Its priority; missing: `normal`.
    pub priority: Option<Priority>,
    /// The policy that the rule names which routed it.
    #[param(example = "رویداد فوری")]
    pub named: Option<String>,
}

/// A line, and whether it applies.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ExplainedLine {
    /// The line.
    pub policy: Line,
    /// Whether it is for requests of this kind.
    pub matched: bool,
    /// Whether it is the one that applies.
    pub chosen: bool,
    /// Why, in the caller's language.
    #[schema(example = "پیش‌فرض است")]
    pub reason: String,
}

/// Which line applies to a kind of request, and why.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "version": 1, "lines": [{ "policy": { "name": null, "category": null, "priority": null, "triage_minutes": 840, "first_response_minutes": 1260, "resolve_minutes": 8400 }, "matched": true, "chosen": true, "reason": "پیش‌فرض است" }] }))]
pub struct SlaExplanation {
    /// Of which saved set.
    pub version: i32,
    /// Each line.
    pub lines: Vec<ExplainedLine>,
}
