//! The rules themselves, pure: what one asks of plain facts, where it sends, and the explanation of each.
//!
//! A rule knows nothing of requests: the facts are handed in, texts folded already (`persian::text::key`). A whole set
//! is matched by `book`, which reads a text once for all rules.

use serde::{Deserialize, Serialize};

use crate::error::Locale;
use crate::ids::{ChainId, DeskId, RuleId, UnitId, UserId};

crate::text_enum! {
    /// How urgent, in the grades of correspondence: عادی، فوری، آنی.
    #[derive(Default)]
    pub enum Priority {
        /// عادی
        #[default]
        Normal = "normal",
        /// فوری
        Urgent = "urgent",
        /// آنی
        VeryUrgent = "very_urgent",
    }
}

impl Priority {
    /// Its name.
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Normal => locale.pick("عادی", "normal"),
            Self::Urgent => locale.pick("فوری", "urgent"),
            Self::VeryUrgent => locale.pick("آنی", "very urgent"),
        }
    }
}

/// What a rule can ask about a request.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The category's key.
    pub category: String,
    /// The unit's kind.
    pub unit_kind: String,
    /// The unit and all units above it.
    pub unit_path: Vec<UnitId>,
    /// The amount, Rials, where the category has one.
    pub amount_rials: Option<i64>,
    /// Title and description, folded.
    pub text_key: String,
    /// Whether it is marked private.
    pub private: bool,
}

/// What must hold, all of it; what is empty asks nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// One of these categories.
    #[schema(max_items = 20, example = json!(["petty_cash", "budget"]))]
    pub categories: Vec<String>,
    /// A unit of one of these kinds.
    #[schema(max_items = 10)]
    pub unit_kinds: Vec<String>,
    /// This unit or one below it.
    pub unit_subtree: Option<UnitId>,
    /// At least this amount, Rials.
    #[schema(minimum = 0)]
    pub amount_min_rials: Option<i64>,
    /// At most this amount, Rials.
    #[schema(minimum = 0)]
    pub amount_max_rials: Option<i64>,
    /// One of these words begins a word of title or description; spelling variants are seen through.
    #[schema(max_items = 50)]
    pub words: Vec<String>,
    /// Private, or not.
    pub private: Option<bool>,
}

/// Where a rule sends what it matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// To this desk.
    pub desk_id: DeskId,
    /// To this person, or who stands in while they are away; none: whoever of the desk takes it.
    pub owner_id: Option<UserId>,
    /// To the desk's members in turn, those who are away left out; not together with a person.
    #[serde(default)]
    pub round_robin: bool,
    /// With this priority.
    pub priority: Option<Priority>,
    /// These people watch it.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub watcher_ids: Vec<UserId>,
    /// This chain approves it, when whoever asks for approval names no other; none: the default one.
    #[serde(default)]
    pub approval_chain_id: Option<ChainId>,
    /// It lives by the SLA policy of this name, whatever its category and priority; none: by the line for these.
    #[serde(default)]
    #[schema(max_length = 60, example = "رویداد فوری")]
    pub sla_policy: Option<String>,
}

/// Who of these people is next after the last one; they stand in the order of their ids.
pub fn next_in_turn(members: &[UserId], last: Option<UserId>) -> Option<UserId> {
    let after = members.iter().find(|id| last.is_none_or(|last| **id > last));
    after.or(members.first()).copied()
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which.
    pub id: RuleId,
    /// What people call it.
    pub name: String,
    /// When it matches.
    pub conditions: Conditions,
    /// Where it sends.
    pub target: Target,
}

impl Rule {
    /// Whether all its conditions hold. `has_word` says whether one of its words is in the text, and is asked last.
    pub(super) fn matches(&self, facts: &Facts, has_word: &dyn Fn() -> bool) -> bool {
        Aspect::ALL
            .iter()
            .all(|aspect| aspect.holds(&self.conditions, facts, has_word) != Some(false))
    }
}

crate::text_enum! {
    /// What a condition is about.
    pub enum Aspect {
        /// The category.
        Category = "category",
        /// The unit's kind.
        UnitKind = "unit_kind",
        /// Where the unit stands in the tree.
        UnitSubtree = "unit_subtree",
        /// The amount, Rials.
        Amount = "amount",
        /// Whether it is private.
        Private = "private",
        /// Words of title and description.
        Words = "words",
    }
}

impl Aspect {
    /// Whether the condition holds; `None` when the rule does not ask.
    fn holds(self, c: &Conditions, facts: &Facts, has_word: &dyn Fn() -> bool) -> Option<bool> {
        match self {
            Self::Category => (!c.categories.is_empty()).then(|| c.categories.contains(&facts.category)),
            Self::UnitKind => (!c.unit_kinds.is_empty()).then(|| c.unit_kinds.contains(&facts.unit_kind)),
            Self::UnitSubtree => c.unit_subtree.map(|unit| facts.unit_path.contains(&unit)),
            Self::Amount => {
                let asked = c.amount_min_rials.is_some() || c.amount_max_rials.is_some();
                let within = |n: i64| {
                    c.amount_min_rials.is_none_or(|min| n >= min) && c.amount_max_rials.is_none_or(|max| n <= max)
                };
                asked.then(|| facts.amount_rials.is_some_and(within))
            }
            Self::Words => (!c.words.is_empty()).then(has_word),
            Self::Private => c.private.map(|wanted| wanted == facts.private),
        }
    }

    /// What the rule wants and what the request has.
    fn compared(self, c: &Conditions, facts: &Facts) -> (String, String) {
        let amount = |n: Option<i64>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
        let ids = |units: &[UnitId]| units.iter().map(ToString::to_string).collect::<Vec<_>>().join(" < ");
        match self {
            Self::Category => (c.categories.join(" | "), facts.category.clone()),
            Self::UnitKind => (c.unit_kinds.join(" | "), facts.unit_kind.clone()),
            Self::UnitSubtree => (
                c.unit_subtree.map_or_else(String::new, |u| u.to_string()),
                ids(&facts.unit_path),
            ),
            Self::Amount => (
                format!("{} – {}", amount(c.amount_min_rials), amount(c.amount_max_rials)),
                amount(facts.amount_rials),
            ),
            Self::Words => (c.words.join(" | "), facts.text_key.clone()),
            Self::Private => (
                c.private.map_or_else(String::new, |p| p.to_string()),
                facts.private.to_string(),
            ),
        }
    }

    /// The outcome in words.
    fn text(self, held: bool, locale: Locale) -> &'static str {
        let (yes_fa, no_fa, yes_en, no_en) = match self {
            Self::Category => (
                "دسته می‌خواند.",
                "دستهٔ دیگری است.",
                "The category fits.",
                "It is of another category.",
            ),
            Self::UnitKind => (
                "نوع واحد می‌خواند.",
                "واحد از نوع دیگری است.",
                "The kind of unit fits.",
                "The unit is of another kind.",
            ),
            Self::UnitSubtree => (
                "واحد در این زیرمجموعه است.",
                "واحد در این زیرمجموعه نیست.",
                "The unit is in the subtree.",
                "The unit is outside the subtree.",
            ),
            Self::Amount => (
                "مبلغ در این بازه است.",
                "مبلغ در این بازه نیست یا نوشته نشده است.",
                "The amount is within the range.",
                "The amount is outside the range or not given.",
            ),
            Self::Words => (
                "یکی از واژه‌ها در متن هست.",
                "هیچ‌یک از واژه‌ها در متن نیست.",
                "One of the words is in the text.",
                "None of the words is in the text.",
            ),
            Self::Private => (
                "محرمانگی می‌خواند.",
                "محرمانگی نمی‌خواند.",
                "Privacy fits.",
                "Privacy does not fit.",
            ),
        };
        if held {
            locale.pick(yes_fa, yes_en)
        } else {
            locale.pick(no_fa, no_en)
        }
    }
}

/// A condition, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Checked {
    /// What it is about.
    pub condition: Aspect,
    /// What the rule wants.
    pub wanted: String,
    /// What the request has.
    pub found: String,
    /// Whether it held.
    pub held: bool,
    /// The same in words, in the caller's language.
    pub text: String,
}

/// A rule, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Explained {
    /// Which.
    pub rule_id: RuleId,
    /// Its name.
    pub name: String,
    /// Whether all its conditions hold.
    pub matched: bool,
    /// Whether it is the one that decides: the first that matched.
    pub chosen: bool,
    /// Its conditions; empty: it matches everything.
    pub conditions: Vec<Checked>,
    /// Where it sends.
    pub target: Target,
}

/// Why a rule did or did not match.
pub(super) fn explain(rule: &Rule, facts: &Facts, chosen: bool, has_word: bool, locale: Locale) -> Explained {
    let checked = |aspect: &Aspect| {
        let held = aspect.holds(&rule.conditions, facts, &|| has_word)?;
        let (wanted, found) = aspect.compared(&rule.conditions, facts);
        Some(Checked {
            condition: *aspect,
            wanted,
            found,
            held,
            text: aspect.text(held, locale).to_owned(),
        })
    };
    let conditions: Vec<Checked> = Aspect::ALL.iter().filter_map(checked).collect();
    Explained {
        rule_id: rule.id,
        name: rule.name.clone(),
        matched: conditions.iter().all(|c| c.held),
        chosen,
        conditions,
        target: rule.target.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn turns_are_fair_whoever_begins(mut ids in prop::collection::btree_set(1i64..50, 1..12), last in prop::option::of(0i64..60), rounds in 1usize..5) {
            let members: Vec<UserId> = std::mem::take(&mut ids).into_iter().map(UserId).collect();
            let mut last = last.map(UserId);
            let mut turns = std::collections::HashMap::new();
            for _ in 0..rounds * members.len() {
                last = next_in_turn(&members, last);
                *turns.entry(last.unwrap()).or_insert(0) += 1;
            }
            prop_assert!(members.iter().all(|m| turns[m] == rounds));
        }
    }

    #[test]
    fn nobody_has_a_turn_at_an_empty_desk() {
        assert_eq!(next_in_turn(&[], Some(UserId(1))), None);
    }
}
