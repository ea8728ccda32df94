//! What is called a flaw is one.

use proptest::prelude::*;

use super::*;
use crate::ids::{DeskId, RuleId};
use crate::routing::book::RuleBook;
use crate::routing::rules::{Facts, Rule, Target};

fn asks(f: impl FnOnce(&mut Conditions)) -> Conditions {
    let mut c = Conditions::default();
    f(&mut c);
    c
}

/// Unit 2 stands below 1, 3 below 2, 4 alone.
fn paths() -> Paths {
    let path = |ids: &[i64]| ids.iter().copied().map(UnitId).collect::<Vec<_>>();
    let all = [path(&[1]), path(&[2, 1]), path(&[3, 2, 1]), path(&[4])];
    all.into_iter().map(|path| (path[0], path)).collect()
}

fn shadows(first: Conditions, second: Conditions) -> bool {
    let flaws = review(&[&first, &second], &paths());
    flaws.contains(&Flaw::Shadowed { rule: 1, by: 0 })
}

#[test]
fn a_rule_is_shadowed_when_all_that_an_earlier_one_asks_follows() {
    let any = Conditions::default;
    let budget = || asks(|c| c.categories = vec!["budget".into(), "petty_cash".into()]);
    assert!(shadows(any(), any()) && shadows(any(), budget()));
    assert!(!shadows(budget(), any()));
    assert!(shadows(budget(), asks(|c| c.categories = vec!["petty_cash".into()])));
    let below = |unit| asks(|c| c.unit_subtree = Some(UnitId(unit)));
    assert!(shadows(below(1), below(3)) && !shadows(below(3), below(1)) && !shadows(below(1), below(4)));
    let amount = |min, max| asks(|c| (c.amount_min_rials, c.amount_max_rials) = (min, max));
    assert!(shadows(amount(Some(5), None), amount(Some(5), Some(9))));
    assert!(!shadows(amount(Some(5), None), amount(Some(4), Some(9))));
    assert!(
        !shadows(amount(Some(0), None), any()),
        "one without an amount is left to it"
    );
    let words = |words: &[&str]| asks(|c| c.words = words.iter().map(|w| (*w).to_owned()).collect());
    assert!(shadows(words(&["دوربین", "لنز"]), words(&["دوربين عكاسي"])));
    assert!(!shadows(words(&["دوربین عکاسی"]), words(&["دوربین"])));
    assert!(!shadows(words(&["دوربین"]), any()));
    let private = |private| asks(|c| c.private = private);
    assert!(shadows(private(None), private(Some(true))) && !shadows(private(Some(true)), private(Some(false))));
}

#[test]
fn a_word_that_begins_with_another_finds_nothing_new() {
    let words = asks(|c| c.words = ["دوربین عکاسی", "دوربین", "لنز", "دوربين"].map(str::to_owned).to_vec());
    let covered = |word, by| Flaw::CoveredWord { rule: 0, word, by };
    assert_eq!(review(&[&words], &paths()), [covered(0, 1), covered(3, 1)]);
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let few = |of: &'static [&'static str]| {
        prop_oneof![
            Just(Vec::new()),
            prop::sample::subsequence(of, 0..=of.len())
                .prop_map(|all| all.into_iter().map(str::to_owned).collect::<Vec<String>>())
        ]
    };
    let amount = || prop::option::of(0i64..4);
    (
        few(&["budget", "training", "other"]),
        few(&["district", "deputy"]),
        prop::option::of((1i64..5).prop_map(UnitId)),
        amount(),
        amount(),
        few(&["a", "ab", "abc", "b", "…"]),
        prop::option::of(any::<bool>()),
    )
        .prop_map(
            |(categories, unit_kinds, unit_subtree, min, max, words, private)| Conditions {
                categories,
                unit_kinds,
                unit_subtree,
                amount_min_rials: min,
                amount_max_rials: max,
                words,
                private,
            },
        )
}

fn facts() -> impl Strategy<Value = Facts> {
    (
        prop::sample::select(vec!["budget", "training", "other"]),
        prop::sample::select(vec!["district", "deputy"]),
        1i64..5,
        prop::option::of(0i64..4),
        prop::sample::select(vec!["", "a", "ab x", "abc", "x b", "xa"]),
        any::<bool>(),
    )
        .prop_map(|(category, kind, unit, amount_rials, text, private)| Facts {
            category: category.into(),
            unit_kind: kind.into(),
            unit_path: paths().remove(&UnitId(unit)).unwrap(),
            amount_rials,
            text_key: text.into(),
            private,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// And a set without a covered word finds the same.
    #[test]
    fn what_is_called_shadowed_is_reached_by_nothing(rules in prop::collection::vec(conditions(), 1..6), all in prop::collection::vec(facts(), 1..24)) {
        let flaws = review(&rules.iter().collect::<Vec<_>>(), &paths());
        let book = |conditions: &[Conditions]| {
            let rule = |(id, conditions): (i64, &Conditions)| Rule {
                id: RuleId(id),
                name: String::new(),
                conditions: conditions.clone(),
                target: Target { desk_id: DeskId(1), owner_id: None, round_robin: false, priority: None, watcher_ids: Vec::new(), approval_chain_id: None, sla_policy: None },
            };
            RuleBook::new((0..).zip(conditions).map(rule).collect()).unwrap()
        };
        let mut shorter = rules.clone();
        for flaw in flaws.iter().rev() {
            if let Flaw::CoveredWord { rule, word, .. } = flaw {
                shorter[*rule].words.remove(*word);
            }
        }
        let (book, shorter) = (book(&rules), book(&shorter));
        for facts in &all {
            let taken = book.route(facts).map(|rule| usize::try_from(rule.id.0).unwrap());
            let shadowed = flaws.iter().any(|f| matches!(f, Flaw::Shadowed { rule, .. } if Some(*rule) == taken));
            prop_assert!(!shadowed, "{taken:?} of {rules:?} for {facts:?}: {flaws:?}");
            prop_assert_eq!(shorter.route(facts).map(|rule| rule.id), book.route(facts).map(|rule| rule.id));
        }
    }
}
