//! What looks wrong about a set of rules, pure: rules that never get a turn because an earlier one takes all that they
//! would, and words that another word of the same rule has found already.
//!
//! The judgement is on the safe side: a rule is called shadowed only if each single condition of an earlier one follows
//! from its own. Two earlier rules that only together take everything are not noticed.

use std::collections::HashMap;

use super::book::needles_of;
use super::rules::Conditions;
use crate::ids::UnitId;
use crate::persian::text;

/// Something that looks wrong; places are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Whatever this rule would take, the rule `by` before it takes.
    Shadowed {
        /// The rule.
        rule: usize,
        /// The earlier one.
        by: usize,
    },
    /// Whatever begins with this word begins with the word `by` of the same rule.
    CoveredWord {
        /// The rule.
        rule: usize,
        /// Its word.
        word: usize,
        /// Its other word.
        by: usize,
    },
}

/// Each unit with all above it, itself included.
pub type Paths = HashMap<UnitId, Vec<UnitId>>;

/// The flaws of a set, in the order of its rules.
pub fn review(rules: &[&Conditions], paths: &Paths) -> Vec<Flaw> {
    let words: Vec<Words> = rules.iter().map(|c| Words::new(&c.words)).collect();
    let mut flaws = Vec::new();
    for (rule, conditions) in rules.iter().enumerate() {
        flaws.extend(covered_words(rule, &conditions.words));
        let takes_all = |by: &usize| {
            follows(rules[*by], conditions, paths) && (rules[*by].words.is_empty() || words[*by].cover(&words[rule]))
        };
        if let Some(by) = (0..rule).find(takes_all) {
            flaws.push(Flaw::Shadowed { rule, by });
        }
    }
    flaws
}

/// Whether all that the wide one asks, apart from words, follows from what the narrow one asks.
fn follows(wide: &Conditions, narrow: &Conditions, paths: &Paths) -> bool {
    let among = |wide: &[String], narrow: &[String]| {
        wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|n| wide.contains(n)))
    };
    let below = |unit: &UnitId, top: &UnitId| unit == top || paths.get(unit).is_some_and(|path| path.contains(top));
    let asks_amount = |c: &Conditions| c.amount_min_rials.is_some() || c.amount_max_rials.is_some();
    let amount = !asks_amount(wide)
        || (asks_amount(narrow)
            && wide
                .amount_min_rials
                .is_none_or(|w| narrow.amount_min_rials.is_some_and(|n| n >= w))
            && wide
                .amount_max_rials
                .is_none_or(|w| narrow.amount_max_rials.is_some_and(|n| n <= w)));
    among(&wide.categories, &narrow.categories)
        && among(&wide.unit_kinds, &narrow.unit_kinds)
        && wide
            .unit_subtree
            .is_none_or(|top| narrow.unit_subtree.is_some_and(|unit| below(&unit, &top)))
        && amount
        && wide.private.is_none_or(|wanted| narrow.private == Some(wanted))
}

/// The folded words of a rule, sorted, without those that begin with another one: then the only one that a given
/// word can begin with is its neighbour.
struct Words(Vec<String>);

impl Words {
    fn new(words: &[String]) -> Self {
        let mut all: Vec<String> = needles_of(words).collect();
        all.sort_unstable();
        all.dedup_by(|later, earlier| later.starts_with(earlier.as_str()));
        Self(all)
    }

    /// Whether each of the others begins with one of these; without any, nothing is ever found.
    fn cover(&self, others: &Self) -> bool {
        let begins = |word: &String| {
            let behind = self.0.partition_point(|own| own <= word);
            behind > 0 && word.starts_with(&self.0[behind - 1])
        };
        !others.0.is_empty() && others.0.iter().all(begins)
    }
}

/// Of two that are alike, the first stays.
fn covered_words(rule: usize, words: &[String]) -> Vec<Flaw> {
    let keys: Vec<String> = words.iter().map(|word| text::key(word)).collect();
    let covers = |word: usize, by: usize| {
        by != word && !keys[by].is_empty() && keys[word].starts_with(&keys[by]) && (keys[word] != keys[by] || by < word)
    };
    let one = |word: usize| {
        let by = (0..keys.len()).find(|by| covers(word, *by))?;
        Some(Flaw::CoveredWord { rule, word, by })
    };
    (0..keys.len()).filter_map(one).collect()
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
