//! How alike two requests are: by the words they share, each worth the more the rarer it is. Pure.

use std::collections::HashSet;

/// Candidates that one word brings at most; a word of so many is worth the least.
pub const PER_WORD: usize = 40;
/// Words of a title that are looked for: the longest, which say most.
pub const WORDS: usize = 8;
/// Requests that are offered at most.
pub const BEST: usize = 10;
/// Percent below which nothing is offered.
const LEAST: f64 = 30.0;
/// What a word outside the title is worth, of what it would be in it.
const IN_TEXT: f64 = 0.5;
/// Percent that the same category adds, and the same unit.
const SAME_CATEGORY: f64 = 10.0;
const SAME_UNIT: f64 = 5.0;

/// Words that stand in every title and say nothing; folded, as tokens are.
const EMPTY_WORDS: [&str; 16] = [
    "از", "ان", "این", "با", "برای", "به", "بر", "تا", "در", "را", "که", "می", "های", "هم", "و", "یک",
];

/// A word of what is being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub token: String,
    /// Whether it may be unfinished.
    pub open: bool,
    /// How many candidates it brought, up to [`PER_WORD`].
    pub found: usize,
}

/// A request that shares a word.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: i64,
    pub same_category: bool,
    pub same_unit: bool,
    /// Tokens of its title.
    pub title: HashSet<String>,
    /// All its tokens.
    pub text: HashSet<String>,
}

/// The words to look for, in the order in which they stand in the title: no empty ones, no single letters.
pub fn words(tokens: &[String]) -> Vec<Word> {
    let length = |i: &usize| tokens.get(*i).map_or(0, |t| t.chars().count());
    let says = |t: &String| t.chars().nth(1).is_some() && !EMPTY_WORDS.contains(&t.as_str());
    let mut places: Vec<usize> = (0..tokens.len()).filter(|i| tokens.get(*i).is_some_and(says)).collect();
    places.sort_by_key(|i| (std::cmp::Reverse(length(i)), *i));
    places.truncate(WORDS);
    places.sort_unstable();
    let word = |i: usize| {
        Some(Word {
            token: tokens.get(i)?.clone(),
            open: i + 1 == tokens.len(),
            found: 0,
        })
    };
    places.into_iter().filter_map(word).collect()
}

impl Word {
    /// The fewer have it, the more it says; what nobody has says most, and nobody gets it.
    fn weight(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts up to 40")]
        let (all, found) = (PER_WORD as f64, self.found.max(1) as f64);
        (1.0 + all / found).ln()
    }

    fn is_in(&self, tokens: &HashSet<String>) -> bool {
        tokens.contains(&self.token) || (self.open && tokens.iter().any(|t| t.starts_with(&self.token)))
    }
}

/// How alike a candidate is, percent.
pub fn score(words: &[Word], candidate: &Candidate) -> f64 {
    let all: f64 = words.iter().map(Word::weight).sum();
    let shared = |word: &Word| {
        if word.is_in(&candidate.title) {
            word.weight()
        } else if word.is_in(&candidate.text) {
            word.weight() * IN_TEXT
        } else {
            0.0
        }
    };
    let shared: f64 = words.iter().map(shared).sum();
    if shared == 0.0 {
        return 0.0;
    }
    let bonus = |same: bool, worth: f64| if same { worth } else { 0.0 };
    let extra = bonus(candidate.same_category, SAME_CATEGORY) + bonus(candidate.same_unit, SAME_UNIT);
    (shared / all * 100.0 + extra).min(100.0)
}

/// The best candidates, each with its percent, the most alike first; of equals the newest.
pub fn rank(words: &[Word], candidates: &[Candidate]) -> Vec<(i64, u8)> {
    let scored = candidates
        .iter()
        .map(|candidate| (candidate.id, score(words, candidate)));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = |(id, score): (i64, f64)| (id, score.round() as u8);
    let mut best: Vec<_> = scored.filter(|(_, score)| *score >= LEAST).map(percent).collect();
    best.sort_by_key(|(id, score)| std::cmp::Reverse((*score, *id)));
    best.truncate(BEST);
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn candidate(id: i64, title: &str, rest: &str) -> Candidate {
        let title: HashSet<_> = tokens(title).into_iter().collect();
        let text = title.iter().cloned().chain(tokens(rest)).collect();
        Candidate {
            id,
            same_category: false,
            same_unit: false,
            title,
            text,
        }
    }

    fn typed(title: &str, found: &[usize]) -> Vec<Word> {
        let mut all = words(&tokens(title));
        assert_eq!(all.len(), found.len(), "{all:?}");
        all.iter_mut().zip(found).for_each(|(word, n)| word.found = *n);
        all
    }

    #[test]
    fn words_that_say_something_are_looked_for_and_the_last_may_be_unfinished() {
        let found = words(&tokens("خرید دوربین برای روابط و عک"));
        let found: Vec<_> = found.iter().map(|w| (w.token.as_str(), w.open)).collect();
        assert_eq!(
            found,
            [("خرید", false), ("دوربین", false), ("روابط", false), ("عک", true)]
        );
        assert_eq!(words(&tokens("و در به ا")), []);
        let many: Vec<String> = (0..30).map(|i| "ک".repeat(i % 10 + 2)).collect();
        assert_eq!(words(&many).len(), WORDS);
    }

    #[test]
    fn a_rare_word_is_worth_more_than_a_common_one() {
        let words = typed("خرید هلی‌شات", &[PER_WORD, 1]);
        let ranked = rank(
            &words,
            &[candidate(1, "خرید میز", ""), candidate(2, "تعمیر هلی‌شات", "")],
        );
        assert_eq!(ranked.iter().map(|r| r.0).collect::<Vec<_>>(), [2], "{ranked:?}");
    }

    #[test]
    fn the_table_of_scores() {
        let words = typed("خرید دوربین عکاسی", &[10, 10, 10]);
        let same = Candidate {
            same_category: true,
            ..candidate(4, "خرید صندلی عکاسی", "")
        };
        let own = Candidate {
            same_unit: true,
            ..candidate(5, "خرید صندلی عکاسی", "")
        };
        let all = [
            candidate(1, "خرید دوربین عکاسی", ""),
            candidate(2, "خرید صندلی عکاسی", ""),
            candidate(3, "تجهیزات", "خرید دوربین عکاسی"),
            same,
            own,
            candidate(6, "تجهیزات", "خرید صندلی"),
            candidate(7, "خرید دوربین عکاسی", "تازه"),
        ];
        let wanted = [(7, 100), (1, 100), (4, 77), (5, 72), (2, 67), (3, 50)];
        assert_eq!(rank(&words, &all), wanted);
    }

    #[test]
    fn the_beginning_of_a_word_finds_it_only_while_it_is_typed() {
        let words = typed("دوربین عک", &[5, 5]);
        assert_eq!(rank(&words, &[candidate(1, "دوربین عکاسی", "")]), [(1, 100)]);
        let words = typed("عکا دوربین", &[5, 5]);
        assert_eq!(rank(&words, &[candidate(1, "دوربین عکاسی", "")]), [(1, 50)]);
    }

    proptest! {
        #[test]
        fn scores_are_percents_and_at_most_ten(
            title in "[ابپتث ]{2,40}", others in proptest::collection::vec("[ابپتث ]{2,40}", 0..30), found in 0..60_usize,
        ) {
            let mut words = words(&tokens(&title));
            for word in &mut words {
                word.found = found;
            }
            let candidates: Vec<_> = (0..).zip(&others).map(|(i, t)| candidate(i, t, "")).collect();
            let ranked = rank(&words, &candidates);
            prop_assert!(ranked.len() <= BEST);
            prop_assert!(ranked.iter().all(|(_, score)| (30..=100).contains(score)));
            prop_assert!(ranked.is_sorted_by_key(|(id, score)| std::cmp::Reverse((*score, *id))));
        }
    }
}
