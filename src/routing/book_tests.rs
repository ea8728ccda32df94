//! What a set of rules does to a request.

use proptest::prelude::*;

use super::*;
use crate::ids::{DeskId, UnitId};
use crate::routing::rules::{Conditions, Target};

fn rule(id: i64, conditions: Conditions) -> Rule {
    Rule {
        id: RuleId(id),
        name: format!("rule {id}"),
        conditions,
        target: Target {
            desk_id: DeskId(id),
            owner_id: None,
            round_robin: false,
            priority: None,
            watcher_ids: Vec::new(),
            approval_chain_id: None,
            sla_policy: None,
        },
    }
}

fn book(rules: Vec<Rule>) -> RuleBook {
    RuleBook::new(rules).unwrap()
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
        book(vec![rule(1, c)]).route(&facts()).is_some()
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
        book(vec![rule(1, c)])
            .route(&Facts {
                amount_rials: None,
                ..facts()
            })
            .is_none()
    );
}

#[test]
fn the_first_match_is_chosen_and_the_others_say_why_not() {
    let other = Conditions {
        categories: vec!["budget".into()],
        ..Conditions::default()
    };
    let rules = vec![
        rule(1, other),
        rule(2, Conditions::default()),
        rule(3, Conditions::default()),
    ];
    let told = book(rules).explain(&facts(), Locale::En);
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
        let book = book(rules);
        let first = book.explain(&facts(), Locale::Fa).into_iter().find(|e| e.matched).map(|e| e.rule_id);
        prop_assert_eq!(book.route(&facts()).map(|r| r.id), first);
    }
    /// As the words were looked for before, one by one: slow, and plainly right.
    #[test]
    fn all_words_are_found_as_one_by_one(text in "[ab گ]{0,24}", words in prop::collection::vec(prop::collection::vec("[ab گ]{0,4}", 0..4), 0..12)) {
        let rules: Vec<Rule> = (1..).zip(&words).map(|(i, words)| rule(i, Conditions { words: words.clone(), ..Conditions::default() })).collect();
        let text_key = text::key(&text);
        let begins = |word: &String| {
            let key = text::key(word);
            !key.is_empty() && (text_key.starts_with(&key) || text_key.contains(&format!(" {key}")))
        };
        let wanted: Vec<bool> = words.iter().map(|words| words.iter().any(begins)).collect();
        prop_assert_eq!(book(rules).heard(&text_key), wanted);
    }
}
