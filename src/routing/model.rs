//! Rule sets as the API shows and takes them.

use serde::{Deserialize, Serialize};

use super::rules::{Conditions, Explained, Target};
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::RuleId;
use crate::resource::Resource;

/// A rule as it is shown.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RuleView {
    /// Which; each saved set has ids of its own.
    pub id: RuleId,
    /// What people call it.
    pub name: String,
    /// When it matches.
    pub conditions: Conditions,
    /// Where it sends.
    pub target: Target,
}

crate::text_enum! {
    /// What looks wrong about a rule.
    pub enum WarningCode {
        /// An earlier rule takes everything that this one would.
        Shadowed = "shadowed",
        /// Another word of the rule begins whatever this one begins.
        CoveredWord = "covered_word",
        /// It names a desk, person or unit that is not active any more.
        Inactive = "inactive",
        /// It gives to the members of a desk in turn, and the desk has none.
        NoMembers = "no_members",
    }
}

/// Something that looks wrong about a rule; the set holds all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleWarning {
    /// Where: a JSON pointer into the set, rules counted from 0.
    #[schema(example = "/rules/3")]
    pub pointer: String,
    /// What.
    pub code: WarningCode,
    /// The same in the caller's language.
    pub message: String,
}

/// A set of rules, in order.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "version": 1, "created_at": "2019-12-03T06:30:00Z", "created_by": { "id": 1, "name": "مدیر ارتباطات" }, "rules": [{ "id": 1, "name": "تنخواه و بودجه به میز مالی", "conditions": { "categories": ["petty_cash", "budget"], "unit_kinds": [], "unit_subtree": null, "amount_min_rials": null, "amount_max_rials": null, "words": [], "private": null }, "target": { "desk_id": 1, "owner_id": null, "round_robin": true, "priority": null, "watcher_ids": [], "approval_chain_id": null, "sla_policy": null } }], "warnings": [] }))]
pub struct RuleSet {
    /// Which saved set; 0 before the first.
    pub version: i32,
    /// When it was saved.
    pub created_at: Option<Timestamp>,
    /// Who saved it.
    pub created_by: Option<UserRef>,
    /// The rules; the first that matches decides.
    pub rules: Vec<RuleView>,
    /// What looks wrong about them today; of the set in force only.
    pub warnings: Vec<RuleWarning>,
}

/// A saved set, without its rules.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "version": 1, "created_at": "2019-12-03T06:30:00Z", "created_by": { "id": 1, "name": "مدیر ارتباطات" }, "rules": 4 }))]
pub struct VersionView {
    /// Which.
    pub version: i64,
    /// When it was saved; it was in force until the next one.
    pub created_at: Timestamp,
    /// Who saved it.
    pub created_by: Option<UserRef>,
    /// How many rules it has.
    pub rules: i64,
}

/// A part of the list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListVersions {
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl Resource for RuleSet {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        "/routing/rules".to_owned()
    }
}

/// A rule as it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRule {
    /// What people call it.
    #[schema(min_length = 1, max_length = 200, example = "تنخواه و بودجه به میز مالی")]
    pub name: String,
    /// When it matches.
    #[serde(default)]
    pub conditions: Conditions,
    /// Where it sends.
    pub target: Target,
}

/// A whole set, in order; it takes the place of the one in force.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "rules": [{ "name": "تنخواه و بودجه به میز مالی", "conditions": { "categories": ["petty_cash", "budget"] }, "target": { "desk_id": 1, "round_robin": true } }] }))]
pub struct PutRules {
    /// The rules; the first that matches decides.
    #[schema(max_items = 500)]
    pub rules: Vec<NewRule>,
}

/// What the rules in force make of a request.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "version": 1, "chosen": 1, "rules": [{ "rule_id": 1, "name": "تنخواه و بودجه به میز مالی", "matched": true, "chosen": true, "conditions": [], "target": { "desk_id": 1, "owner_id": null, "round_robin": true, "priority": null, "watcher_ids": [], "approval_chain_id": null, "sla_policy": null } }] }))]
pub struct Explanation {
    /// Of which saved set.
    pub version: i32,
    /// The rule that decides; `null`: it stays with the director.
    pub chosen: Option<RuleId>,
    /// Each rule, in order.
    pub rules: Vec<Explained>,
}

/// An imagined request.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "category": "equipment", "unit_id": 2, "amount_rials": 120_000_000, "text": "دوربین عکاسی" }))]
pub struct ExplainRouting {
    /// The category's key.
    #[schema(max_length = 50, example = "equipment")]
    pub category: String,
    /// The unit that files it.
    pub unit_id: crate::ids::UnitId,
    /// Its amount, Rials.
    #[schema(minimum = 0)]
    pub amount_rials: Option<i64>,
    /// Its title and description.
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub text: String,
    /// Whether it is private.
    #[serde(default)]
    pub private: bool,
}
