//! Full-text search tokens, owned by the application so that both databases see the same ones.
//!
//! [`index_text`] gives the space-separated tokens to store; SQLite indexes them with FTS5's
//! `ascii` tokenizer, PostgreSQL with `array_to_tsvector(string_to_array(search_text, ' '))`.
//! [`Query`] is what a person typed, in the query language of either. A word with a zero-width
//! non-joiner is indexed joined **and** as its parts, so «تنخواه‌گردان» is found by «تنخواهگردان»,
//! «تنخواه گردان» and «گردان».

use std::{borrow::Cow, collections::HashSet};

use super::text::{ZWNJ, fold};

/// Characters of a token; what is longer is no word.
const MAX_TOKEN: usize = 64;

/// Words of a query; the rest is ignored.
const MAX_WORDS: usize = 16;

/// Characters of a query that are looked at.
const MAX_QUERY: usize = 1024;

/// Bytes of tokens of one row. PostgreSQL refuses a `tsvector` over one MiB.
const MAX_INDEX: usize = 256 * 1024;

/// Stems with two accepted spellings that folding does not join: as folded, and the one to use.
///
/// The choice of the hamza's seat («مسئله», «مسأله», «مساله»), Arabic ط for a foreign ت, and one
/// word that lost a letter. Endings stay: «مساله‌ای», «مسوولان». Both columns are already folded.
const VARIANTS: [(&str, &str); 12] = [
    ("مساله", "مسیله"),
    ("هیات", "هییت"),
    ("مسوول", "مسیول"),
    ("سیوال", "سوال"),
    ("شوون", "شیون"),
    ("جرات", "جریت"),
    ("نشات", "نشیت"),
    ("گفتگو", "گفتوگو"),
    ("اطاق", "اتاق"),
    ("بلیط", "بلیت"),
    ("باطری", "باتری"),
    ("طهران", "تهران"),
];

/// The tokens of several texts, each once, separated by spaces: what a row's `search_text` holds.
///
/// A variant spelling is there as written and as its usual form, so that a prefix of either finds it.
#[must_use]
pub fn index_text(texts: &[&str]) -> String {
    let mut folded = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum());
    for text in texts {
        fold(text, |c| folded.push(c));
        folded.push(' ');
    }
    let mut tokens = Tokens {
        seen: HashSet::new(),
        out: String::with_capacity(folded.len()),
    };
    for word in words(&folded) {
        if word.contains(ZWNJ) {
            tokens.add(Cow::Owned(joined(word)));
        }
        parts(word).for_each(|part| tokens.add(Cow::Borrowed(part)));
    }
    tokens.out
}

struct Tokens<'a> {
    seen: HashSet<Cow<'a, str>>,
    out: String,
}

impl<'a> Tokens<'a> {
    fn add(&mut self, token: Cow<'a, str>) {
        if self.out.len() + token.len() >= MAX_INDEX || self.seen.contains(&token) {
            return;
        }
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(&token);
        let usual = usual_spelling(&token);
        self.seen.insert(token);
        if let Some(usual) = usual {
            self.add(Cow::Owned(usual));
        }
    }
}

/// A token that no word of a text can be, to find rows by what they belong to together with words: `·` is not
/// alphanumeric here, and a letter like any other to both indexes.
#[must_use]
pub fn mark(name: &str) -> String {
    format!("·{name}")
}

/// A search as typed: every word must be found, the last one also as the beginning of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
    /// One of these [`mark`]s must be there too, if there are any.
    marks: Vec<String>,
    /// Whether the last word may be a beginning.
    open: bool,
}

/// One typed word: joined, and its parts when it was written with a ZWNJ (else none).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    joined: String,
    parts: Vec<String>,
}

/// How one database writes a query. Tokens are alphanumeric, but for a mark's `·`, so quoting needs no escapes.
struct Dialect {
    quote: char,
    and: &'static str,
    or: &'static str,
    prefix: &'static str,
}

const FTS5: Dialect = Dialect {
    quote: '"',
    and: " AND ",
    or: " OR ",
    prefix: "*",
};
const TSQUERY: Dialect = Dialect {
    quote: '\'',
    and: " & ",
    or: " | ",
    prefix: ":*",
};

impl Query {
    /// Reads what was typed; `None` when nothing in it can be searched for.
    ///
    /// At most 16 words count.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let end = typed.char_indices().nth(MAX_QUERY).map_or(typed.len(), |(i, _)| i);
        let mut folded = String::new();
        fold(typed.get(..end)?, |c| folded.push(c));
        let words: Vec<_> = words(&folded).map(Word::of).take(MAX_WORDS).collect();
        (!words.is_empty()).then_some(Self {
            words,
            marks: Vec::new(),
            open: true,
        })
    }

    /// The last word is a whole one, too.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { open: false, ..self }
    }

    /// Only among rows that bear one of these [`mark`]s; none: among all.
    #[must_use]
    pub fn with_any(self, marks: Vec<String>) -> Self {
        Self { marks, ..self }
    }

    /// For `MATCH` on an FTS5 table.
    #[must_use]
    pub fn fts5(&self) -> String {
        self.written(&FTS5)
    }

    /// For PostgreSQL, as the text of a `::tsquery` (no dictionary is to touch it).
    #[must_use]
    pub fn tsquery(&self) -> String {
        self.written(&TSQUERY)
    }

    fn written(&self, dialect: &Dialect) -> String {
        let last = self.words.len().saturating_sub(1);
        let words = self
            .words
            .iter()
            .enumerate()
            .map(|(i, word)| word.written(dialect, self.open && i == last));
        let marks: Vec<_> = self.marks.iter().map(|mark| dialect.term(mark, false)).collect();
        let marks = (!marks.is_empty()).then(|| format!("({})", marks.join(dialect.or)));
        marks.into_iter().chain(words).collect::<Vec<_>>().join(dialect.and)
    }
}

impl Word {
    fn of(word: &str) -> Self {
        let usual = |token: &str| usual_spelling(token).unwrap_or_else(|| token.to_owned());
        let split: Vec<_> = if word.contains(ZWNJ) {
            parts(word).map(usual).collect()
        } else {
            Vec::new()
        };
        Self {
            joined: usual(&joined(word)),
            parts: split,
        }
    }

    fn written(&self, dialect: &Dialect, as_prefix: bool) -> String {
        let joined = dialect.term(&self.joined, as_prefix);
        let Some((last, before)) = self.parts.split_last() else {
            return joined;
        };
        let mut parts: Vec<_> = before.iter().map(|part| dialect.term(part, false)).collect();
        parts.push(dialect.term(last, as_prefix));
        format!("({joined}{}({}))", dialect.or, parts.join(dialect.and))
    }
}

impl Dialect {
    /// A single letter is no prefix: it would begin half of all words.
    fn term(&self, token: &str, as_prefix: bool) -> String {
        let prefix = if as_prefix && token.chars().nth(1).is_some() {
            self.prefix
        } else {
            ""
        };
        format!("{q}{token}{q}{prefix}", q = self.quote)
    }
}

/// Words of a folded text, ZWNJ inside them kept; one at the edge of a word is not part of it.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric() && c != ZWNJ)
        .map(|word| word.trim_matches(ZWNJ))
        .filter(|word| !word.is_empty())
}

fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(ZWNJ).filter(|part| !part.is_empty()).map(capped)
}

fn joined(word: &str) -> String {
    word.chars().filter(|c| *c != ZWNJ).take(MAX_TOKEN).collect()
}

fn capped(token: &str) -> &str {
    let end = token.char_indices().nth(MAX_TOKEN).map_or(token.len(), |(i, _)| i);
    token.get(..end).unwrap_or(token)
}

/// The usual form of a token that begins with one of [`VARIANTS`].
fn usual_spelling(token: &str) -> Option<String> {
    VARIANTS.iter().find_map(|(variant, usual)| {
        let ending = token.strip_prefix(variant)?;
        Some(usual.chars().chain(ending.chars()).take(MAX_TOKEN).collect())
    })
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
