//! The words of full-text search. The application makes the tokens, so both databases find the same: folded,
//! a word with a zero-width non-joiner joined and in parts, variant spellings as one.

use std::collections::HashSet;

use super::text;

const ZWNJ: char = '\u{200C}';
/// A longer word is cut: tokens are an index, not a store.
const MAX_TOKEN: usize = 64;
/// More words than this in a query narrow nothing any more.
const MAX_WORDS: usize = 16;

/// Spellings that folding does not unite, and the one that stands for them: hamza words have several
/// correct forms (مسئله، مسأله).
const VARIANTS: &[(&str, &str)] = &[("مساله", "مسیله"), ("هیات", "هییت"), ("مسیول", "مسول"), ("شیون", "شوون"), ("جرات", "جریت")];

fn one_spelling(word: String) -> String {
    VARIANTS.iter().find(|(variant, _)| *variant == word).map_or(word, |(_, same)| (*same).to_owned())
}

/// The words of a text, each as its parts around the non-joiner.
fn words(text: &str) -> impl Iterator<Item = Vec<String>> {
    let folded: String = text::folded(text).collect();
    let words: Vec<Vec<String>> = folded
        .split(|c: char| !c.is_alphanumeric() && c != ZWNJ)
        .map(|word| word.split(ZWNJ).filter(|p| !p.is_empty()).map(|p| one_spelling(p.chars().take(MAX_TOKEN).collect())).collect())
        .filter(|parts: &Vec<String>| !parts.is_empty())
        .collect();
    words.into_iter()
}

/// The tokens of some texts, each once, with spaces between: what the `search_text` column holds.
pub fn index_text(texts: &[&str]) -> String {
    let mut seen = HashSet::new();
    let mut out = String::new();
    for parts in texts.iter().flat_map(|t| words(t)) {
        let joined = (parts.len() > 1).then(|| parts.concat());
        for token in joined.into_iter().chain(parts) {
            if seen.insert(token.clone()) {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&token);
            }
        }
    }
    out
}

/// What a person looks for: every word, the last one as a beginning.
#[derive(Debug, Clone)]
pub struct Query(Vec<Vec<String>>);

impl Query {
    /// `None` when nothing is left to look for.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<_> = words(text).take(MAX_WORDS).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// For SQLite's FTS5. Tokens are alphanumeric, so quoting is enough.
    pub fn fts5(&self) -> String {
        self.expression('"', " AND ", " OR ", "*")
    }

    /// For PostgreSQL's `tsquery`.
    pub fn tsquery(&self) -> String {
        self.expression('\'', " & ", " | ", ":*")
    }

    fn expression(&self, quote: char, and: &str, or: &str, prefix: &str) -> String {
        let term = |token: &str, last: bool| {
            let beginning = last && token.chars().count() > 1;
            format!("{quote}{token}{quote}{}", if beginning { prefix } else { "" })
        };
        let all: Vec<String> = self
            .0
            .iter()
            .enumerate()
            .map(|(i, parts)| {
                let last = i + 1 == self.0.len();
                let joined = term(&parts.concat(), last);
                if parts.len() == 1 {
                    return joined;
                }
                let split: Vec<String> = parts.iter().map(|p| term(p, false)).collect();
                format!("({joined}{or}({}))", split.join(and))
            })
            .collect();
        all.join(and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_words_are_found_joined_and_in_parts() {
        assert_eq!(index_text(&["تنخواه‌گردان", "دوربين، دوربین"]), "تنخواهگردان تنخواه گردان دوربین");
        assert_eq!(index_text(&["مسئله مسأله"]), "مسیله");
    }

    #[test]
    fn queries_are_quoted_and_the_last_word_is_a_beginning() {
        let query = Query::parse("كمبود دوربي").unwrap();
        assert_eq!(query.fts5(), "\"کمبود\" AND \"دوربی\"*");
        assert_eq!(query.tsquery(), "'کمبود' & 'دوربی':*");
        assert!(Query::parse("'\"; -- ").is_none());
        assert_eq!(Query::parse("a' OR 1=1").unwrap().tsquery(), "'a' & 'or' & '1' & '1'");
    }
}
