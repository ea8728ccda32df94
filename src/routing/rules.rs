//! The rules themselves, pure: conditions over plain facts, first match, and the explanation of each.
//!
//! A rule knows nothing of requests: the facts are handed in, texts folded already (`persian::text::key`).

use serde::{Deserialize, Serialize};

use crate::error::Locale;
use crate::ids::{DeskId, RuleId, UnitId, UserId};
use crate::persian::text;

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
    /// To this person; none: whoever of the desk takes it.
    pub owner_id: Option<UserId>,
    /// With this priority.
    pub priority: Option<Priority>,
}

/// A rule, with its words folded for matching.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Which.
    pub id: RuleId,
    /// What people call it.
    pub name: String,
    /// When it matches.
    pub conditions: Conditions,
    /// Where it sends.
    pub target: Target,
    /// Folded words, each with a space before it: where it occurs in " text", a word begins with it.
    needles: Vec<String>,
}

impl Rule {
    /// A rule ready for matching.
    pub fn new(id: RuleId, name: String, conditions: Conditions, target: Target) -> Self {
        let needles = conditions
            .words
            .iter()
            .map(|w| format!(" {}", text::key(w)))
            .filter(|n| n.len() > 1)
            .collect();
        Self {
            id,
            name,
            conditions,
            target,
            needles,
        }
    }

    fn has_word(&self, text_key: &str) -> bool {
        self.needles
            .iter()
            .any(|needle| text_key.starts_with(&needle[1..]) || text_key.contains(needle.as_str()))
    }

    fn matches(&self, facts: &Facts) -> bool {
        Aspect::ALL
            .iter()
            .all(|aspect| aspect.holds(self, facts) != Some(false))
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
        /// Words of title and description.
        Words = "words",
        /// Whether it is private.
        Private = "private",
    }
}

impl Aspect {
    /// Whether the condition holds; `None` when the rule does not ask.
    fn holds(self, rule: &Rule, facts: &Facts) -> Option<bool> {
        let c = &rule.conditions;
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
            Self::Words => (!c.words.is_empty()).then(|| rule.has_word(&facts.text_key)),
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

/// The first rule that matches.
pub fn route<'a>(rules: &'a [Rule], facts: &Facts) -> Option<&'a Rule> {
    rules.iter().find(|rule| rule.matches(facts))
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

/// Why each rule did or did not match.
pub fn explain(rules: &[Rule], facts: &Facts, locale: Locale) -> Vec<Explained> {
    let chosen = route(rules, facts).map(|r| r.id);
    let one = |rule: &Rule| {
        let conditions: Vec<Checked> = Aspect::ALL
            .iter()
            .filter_map(|aspect| {
                let held = aspect.holds(rule, facts)?;
                let (wanted, found) = aspect.compared(&rule.conditions, facts);
                Some(Checked {
                    condition: *aspect,
                    wanted,
                    found,
                    held,
                    text: aspect.text(held, locale).to_owned(),
                })
            })
            .collect();
        Explained {
            rule_id: rule.id,
            name: rule.name.clone(),
            matched: conditions.iter().all(|c| c.held),
            chosen: chosen == Some(rule.id),
            conditions,
            target: rule.target.clone(),
        }
    };
    rules.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(id: i64, conditions: Conditions) -> Rule {
        Rule::new(
            RuleId(id),
            format!("rule {id}"),
            conditions,
            Target {
                desk_id: DeskId(id),
                owner_id: None,
                priority: None,
            },
        )
    }

    fn facts() -> Facts {
        Facts {
            category: "equipment".into(),
            unit_kind: "district".into(),
            unit_path: vec![UnitId(7), UnitId(2)],
            amount_rials: Some(500),
            text_key: text::key("خرید دوربين عكاسي برای روابط‌عمومی"),
            private: false,
        }
    }

    #[test]
    fn each_condition_decides_by_itself() {
        let asks = |f: fn(&mut Conditions)| {
            let mut c = Conditions::default();
            f(&mut c);
            route(&[rule(1, c)], &facts()).is_some()
        };
        assert!(asks(|_| {}));
        assert!(asks(|c| c.categories = vec!["budget".into(), "equipment".into()]));
        assert!(!asks(|c| c.categories = vec!["budget".into()]));
        assert!(asks(|c| c.unit_kinds = vec!["district".into()]));
        assert!(!asks(|c| c.unit_kinds = vec!["deputy".into()]));
        assert!(asks(|c| c.unit_subtree = Some(UnitId(2))));
        assert!(!asks(|c| c.unit_subtree = Some(UnitId(3))));
        assert!(asks(
            |c| (c.amount_min_rials, c.amount_max_rials) = (Some(500), Some(500))
        ));
        assert!(!asks(|c| c.amount_min_rials = Some(501)));
        assert!(asks(|c| c.words = vec!["تنخواه".into(), "دوربین".into()]));
        assert!(!asks(|c| c.words = vec!["وربین".into()]), "a word begins with it");
        assert!(!asks(|c| c.private = Some(true)));
    }

    #[test]
    fn an_amount_that_is_not_given_is_in_no_range() {
        let c = Conditions {
            amount_max_rials: Some(1000),
            ..Conditions::default()
        };
        assert!(
            route(
                &[rule(1, c)],
                &Facts {
                    amount_rials: None,
                    ..facts()
                }
            )
            .is_none()
        );
    }

    #[test]
    fn the_first_match_is_chosen_and_the_others_say_why_not() {
        let other = Conditions {
            categories: vec!["budget".into()],
            ..Conditions::default()
        };
        let told = explain(
            &[
                rule(1, other),
                rule(2, Conditions::default()),
                rule(3, Conditions::default()),
            ],
            &facts(),
            Locale::En,
        );
        let seen: Vec<_> = told.iter().map(|e| (e.matched, e.chosen)).collect();
        assert_eq!(seen, [(false, false), (true, true), (true, false)]);
        assert_eq!(told[0].conditions[0].text, "It is of another category.");
    }

    proptest! {
        #[test]
        fn routing_is_the_first_explained_match(picks in prop::collection::vec((any::<bool>(), any::<bool>(), -1i64..1000), 0..12)) {
            let rules: Vec<Rule> = picks.iter().enumerate().map(|(i, (category, word, min))| {
                let mut c = Conditions::default();
                if *category { c.categories = vec!["budget".into()] }
                if *word { c.words = vec!["دوربین".into()] }
                c.amount_min_rials = (*min >= 0).then_some(*min);
                rule(i64::try_from(i).unwrap() + 1, c)
            }).collect();
            let first = explain(&rules, &facts(), Locale::Fa).into_iter().find(|e| e.matched).map(|e| e.rule_id);
            prop_assert_eq!(route(&rules, &facts()).map(|r| r.id), first);
        }
    }
}
