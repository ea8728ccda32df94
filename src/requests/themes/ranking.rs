//! Which requests may be the same problem: alike by the words of their titles, of one category, near in time, of
//! different units. Pure, and the same for any order of what it is given. What two titles have in common is weighed as
//! for similar requests.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::TimeDelta;

use crate::clock::Timestamp;
use crate::ids::{RequestId, ThemeId, UnitId};
use crate::requests::Category;
use crate::requests::similar::ranking::{Candidate, Word, score, words};

/// Percent from which two requests may be the same problem.
const ALIKE: f64 = 60.0;
/// What was filed further apart is no problem of the same time.
const APART: TimeDelta = TimeDelta::days(180);
/// Suggestions at most.
const BEST: usize = 20;
/// Requests of a suggestion at most.
const LARGEST: usize = 50;

/// A request without a theme.
#[derive(Debug, Clone)]
pub struct Loose {
    pub id: RequestId,
    pub unit: UnitId,
    pub category: Category,
    pub at: Timestamp,
    /// Tokens of its title, in order.
    pub title: Vec<String>,
    /// All its tokens.
    pub text: HashSet<String>,
}

/// A theme that is there.
#[derive(Debug, Clone)]
pub struct Known {
    pub id: ThemeId,
    /// Tokens of its title and of its requests' titles, each in order: what is like one of them fits.
    pub titles: Vec<Vec<String>>,
    /// All its tokens, those of its description too.
    pub text: HashSet<String>,
    /// The categories of its requests.
    pub categories: HashSet<Category>,
}

/// Requests that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The theme that they fit; none: a new one.
    pub theme: Option<ThemeId>,
    pub category: Category,
    /// How alike the least alike of them is, percent.
    pub score: u8,
    /// Oldest first.
    pub requests: Vec<RequestId>,
}

/// A title with its words weighed, and what others are compared with.
struct Side {
    words: Vec<Word>,
    candidate: Candidate,
}

impl Side {
    fn new(title: &[String], text: &HashSet<String>, spread: &HashMap<&str, usize>) -> Self {
        let mut words = words(title);
        for word in &mut words {
            // Nobody is typing here: each word is whole.
            word.open = false;
            word.found = spread.get(word.token.as_str()).copied().unwrap_or_default();
        }
        let title: HashSet<_> = title.iter().cloned().collect();
        let candidate = Candidate {
            id: 0,
            same_category: false,
            same_unit: false,
            text: text.union(&title).cloned().collect(),
            title,
        };
        Self { words, candidate }
    }

    /// How alike the two are, percent: a short title that is within a long one is as good as a whole one.
    fn alike(&self, other: &Self) -> f64 {
        score(&self.words, &other.candidate).max(score(&other.words, &self.candidate))
    }
}

/// In how many texts each token is.
fn spread<'a>(loose: &'a [Loose], known: &'a [Known]) -> HashMap<&'a str, usize> {
    let mut spread = HashMap::new();
    let texts = loose.iter().map(|l| &l.text).chain(known.iter().map(|k| &k.text));
    for token in texts.flatten() {
        *spread.entry(token.as_str()).or_default() += 1;
    }
    spread
}

/// The groups to suggest: requests that fit a theme first, then those of most units; of equals the most alike, the oldest.
pub fn suggest(mut loose: Vec<Loose>, mut known: Vec<Known>) -> Vec<Group> {
    loose.sort_by_key(|l| l.id);
    known.sort_by_key(|k| k.id);
    let spread = spread(&loose, &known);
    let sides: Vec<_> = loose.iter().map(|l| Side::new(&l.title, &l.text, &spread)).collect();
    let of_theme = |k: &Known| {
        let side = |title: &Vec<String>| Side::new(title, &k.text, &spread);
        k.titles.iter().map(side).collect()
    };
    let themes: Vec<_> = known.iter().map(of_theme).collect();
    let mut free: BTreeSet<usize> = (0..loose.len()).collect();
    let mut groups = fitting(&loose, &sides, (&known, &themes), &mut free);
    groups.extend(together(&loose, &sides, &mut free));
    groups.truncate(BEST);
    groups
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn percent(score: f64) -> u8 {
    score.round() as u8
}

/// What fits a theme that is there, each request the theme that it is most like; groups in the order of themes.
fn fitting(
    loose: &[Loose],
    sides: &[Side],
    (known, themes): (&[Known], &[Vec<Side>]),
    free: &mut BTreeSet<usize>,
) -> Vec<Group> {
    let mut found: BTreeMap<(ThemeId, Category), (f64, Vec<RequestId>)> = BTreeMap::new();
    for (i, (request, side)) in loose.iter().zip(sides).enumerate() {
        let fits = known
            .iter()
            .zip(themes)
            .filter(|(theme, _)| theme.categories.is_empty() || theme.categories.contains(&request.category))
            .map(|(theme, its)| {
                let best = its.iter().map(|one| side.alike(one)).fold(0.0, f64::max);
                (best, theme.id)
            })
            .filter(|(score, _)| *score >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((score, theme)) = fits {
            let group = found.entry((theme, request.category)).or_insert((100.0, Vec::new()));
            group.0 = group.0.min(score);
            group.1.push(request.id);
            free.remove(&i);
        }
    }
    let group = |((theme, category), (score, mut requests)): ((ThemeId, Category), (f64, Vec<RequestId>))| {
        requests.truncate(LARGEST);
        Group {
            theme: Some(theme),
            category,
            score: percent(score),
            requests,
        }
    };
    found.into_iter().map(group).collect()
}

/// New themes: again and again the request with the most units around it, and all that are like it.
fn together(loose: &[Loose], sides: &[Side], free: &mut BTreeSet<usize>) -> Vec<Group> {
    let mut near: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    let all: Vec<_> = loose.iter().zip(sides).enumerate().collect();
    for (i, (a, its)) in &all {
        for (j, (b, others)) in all.iter().filter(|(j, _)| j > i) {
            let comparable = a.category == b.category && (a.at.utc() - b.at.utc()).abs() <= APART;
            if !comparable || !free.contains(i) || !free.contains(j) {
                continue;
            }
            let score = its.alike(others);
            if score >= ALIKE {
                near.entry(*i).or_default().insert(*j, score);
                near.entry(*j).or_default().insert(*i, score);
            }
        }
    }
    let units = |i: usize, free: &BTreeSet<usize>| {
        let around = near.get(&i).into_iter().flatten().map(|(j, _)| *j);
        let with_it = around.filter(|j| free.contains(j)).chain([i]);
        let units: BTreeSet<_> = with_it.filter_map(|j| loose.get(j)).map(|l| l.unit).collect();
        units.len()
    };
    let mut groups = Vec::new();
    while let Some(seed) = free
        .iter()
        .copied()
        .filter(|i| near.contains_key(i))
        .max_by_key(|i| (units(*i, free), std::cmp::Reverse(*i)))
        .filter(|i| units(*i, free) > 1)
    {
        let around: Vec<(usize, f64)> = near
            .get(&seed)
            .into_iter()
            .flatten()
            .map(|(j, score)| (*j, *score))
            .filter(|(j, _)| free.contains(j))
            .take(LARGEST - 1)
            .collect();
        let least = around.iter().map(|(_, score)| *score).fold(100.0, f64::min);
        let mut members: Vec<usize> = around.iter().map(|(j, _)| *j).chain([seed]).collect();
        members.sort_unstable();
        for member in &members {
            free.remove(member);
        }
        let requests: Vec<_> = members.iter().filter_map(|i| loose.get(*i)).collect();
        groups.extend(requests.first().map(|first| Group {
            theme: None,
            category: first.category,
            score: percent(least),
            requests: requests.iter().map(|l| l.id).collect(),
        }));
    }
    groups
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;
