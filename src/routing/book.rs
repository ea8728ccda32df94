//! A whole set of rules, made ready once and then asked for each request: the words of all rules are looked for in one
//! pass over the text (Aho–Corasick), whose time does not depend on how many words and rules there are. Pure.

use std::cell::OnceCell;

use aho_corasick::AhoCorasick;

use super::rules::{Explained, Facts, Rule, explain};
use crate::error::{Error, Locale, Result};
use crate::ids::RuleId;
use crate::persian::text;

/// An ordered set of rules, ready for matching.
#[derive(Debug)]
pub struct RuleBook {
    rules: Vec<Rule>,
    /// Finds the words of all rules, each with a space before it: in " text" it then begins a word. None: no words.
    words: Option<AhoCorasick>,
    /// The rule that each of these words belongs to.
    rule_of: Vec<usize>,
}

impl RuleBook {
    /// Makes a set ready.
    ///
    /// # Errors
    /// 500 when there are more words than can be looked for at once (gigabytes of them).
    pub fn new(rules: Vec<Rule>) -> Result<Self> {
        let (mut needles, mut rule_of) = (Vec::new(), Vec::new());
        for (i, rule) in rules.iter().enumerate() {
            for word in needles_of(&rule.conditions.words) {
                needles.push(format!(" {word}"));
                rule_of.push(i);
            }
        }
        let words = match needles[..] {
            [] => None,
            _ => Some(AhoCorasick::new(&needles).map_err(|e| Error::internal("too many words in the rules", e))?),
        };
        Ok(Self { rules, words, rule_of })
    }

    /// The rules, in order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The first rule that matches.
    pub fn route(&self, facts: &Facts) -> Option<&Rule> {
        // Where no rule comes as far as to ask for words, the text is not read.
        let heard = OnceCell::new();
        let has_word = |i: usize| heard.get_or_init(|| self.heard(&facts.text_key))[i];
        let mut rules = self.rules.iter().enumerate();
        rules.find_map(|(i, rule)| rule.matches(facts, &|| has_word(i)).then_some(rule))
    }

    /// Why each rule did or did not match.
    pub fn explain(&self, facts: &Facts, locale: Locale) -> Vec<Explained> {
        let heard = self.heard(&facts.text_key);
        let chosen: Option<RuleId> = self.route(facts).map(|rule| rule.id);
        let rules = self.rules.iter().zip(heard);
        rules
            .map(|(rule, has_word)| explain(rule, facts, chosen == Some(rule.id), has_word, locale))
            .collect()
    }

    /// Of which rules a word is in the text.
    fn heard(&self, text_key: &str) -> Vec<bool> {
        let mut heard = vec![false; self.rules.len()];
        if let Some(words) = &self.words {
            let text = format!(" {text_key}");
            for found in words.find_overlapping_iter(&text) {
                heard[self.rule_of[found.pattern().as_usize()]] = true;
            }
        }
        heard
    }
}

/// The folded words that can be found in a folded text.
pub(super) fn needles_of(words: &[String]) -> impl Iterator<Item = String> {
    words.iter().map(|word| text::key(word)).filter(|key| !key.is_empty())
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
