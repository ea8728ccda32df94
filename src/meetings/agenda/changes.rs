//! How an agenda differs from the one that was published before, in words. Pure.

use std::collections::{HashMap, HashSet};

use super::lines::Line;
use super::model::Placement;
use super::ranking::Source;
use crate::error::Locale;
use crate::persian::digits;

/// What happened to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not there, and has this place now.
    Added { at: i32 },
    /// There was no time for it, and is now.
    TimeFound { at: i32 },
    /// It has another place among those that stay.
    Moved { to: i32 },
    /// It has other minutes.
    Minutes { from: i32, to: i32 },
    /// It is called something else.
    Renamed,
    /// There is no time for it any more.
    NoTime,
    /// It is not taken up any more.
    Removed,
}

/// A line that differs: as it is now, or as it was, if it is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference<'a> {
    pub line: &'a Line,
    pub change: Change,
}

/// The differences, those of lines that the agenda has in their order, then what it has no more. What is beside the agenda
/// counts only as far as it comes from there or goes there.
pub fn differences<'a>(before: &'a [Line], after: &'a [Line]) -> Vec<Difference<'a>> {
    let (old, new) = (on_agenda(before), on_agenda(after));
    let was: HashMap<Source, &Line> = old.iter().map(|l| (l.source(), *l)).collect();
    let is: HashSet<Source> = new.iter().map(|l| l.source()).collect();
    let in_overflow = |lines: &'a [Line]| -> HashSet<Source> {
        let overflow = lines.iter().filter(|l| l.placement == Placement::Overflow);
        overflow.map(Line::source).collect()
    };
    let (was_over, is_over) = (in_overflow(before), in_overflow(after));
    let moved = moved(&new, &was);
    let mut found = Vec::new();
    for line in &new {
        let source = line.source();
        let mut differs = |change| found.push(Difference { line, change });
        let at = line.position;
        let Some(old) = was.get(&source) else {
            differs(if was_over.contains(&source) {
                Change::TimeFound { at }
            } else {
                Change::Added { at }
            });
            continue;
        };
        if old.title != line.title {
            differs(Change::Renamed);
        }
        if moved.contains(&source) {
            differs(Change::Moved { to: at });
        }
        if old.minutes != line.minutes {
            differs(Change::Minutes {
                from: old.minutes,
                to: line.minutes,
            });
        }
    }
    for line in old.into_iter().filter(|l| !is.contains(&l.source())) {
        let change = if is_over.contains(&line.source()) {
            Change::NoTime
        } else {
            Change::Removed
        };
        found.push(Difference { line, change });
    }
    found
}

fn on_agenda(lines: &[Line]) -> Vec<&Line> {
    let mut on: Vec<_> = lines.iter().filter(|l| l.placement == Placement::Agenda).collect();
    on.sort_by_key(|l| l.position);
    on
}

/// The fewest lines whose moving makes the old order of those that stay the new one: all but a longest run of lines that
/// are in the same order in both.
fn moved(new: &[&Line], was: &HashMap<Source, &Line>) -> HashSet<Source> {
    let stay: Vec<(Source, i32)> = new
        .iter()
        .filter_map(|l| Some((l.source(), was.get(&l.source())?.position)))
        .collect();
    // For each length, the line that ends a run of it earliest; and for each line, the one before it in its run.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    let place = |n: usize| stay.get(n).map_or(0, |s| s.1);
    for n in 0..stay.len() {
        let length = ends.partition_point(|end| place(*end) < place(n));
        before.push(length.checked_sub(1).and_then(|l| ends.get(l)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = n,
            None => ends.push(n),
        }
    }
    let mut keep = HashSet::new();
    let mut next = ends.last().copied();
    while let Some(n) = next {
        keep.insert(n);
        next = before.get(n).copied().flatten();
    }
    let moved = stay.iter().enumerate().filter(|(n, _)| !keep.contains(n));
    moved.map(|(_, (source, _))| *source).collect()
}

impl Change {
    /// In the reader's language, of a line with this title.
    pub fn text(self, title: &str, locale: Locale) -> String {
        match locale {
            Locale::Fa => self.text_fa(title),
            Locale::En => self.text_en(title),
        }
    }

    fn text_fa(self, title: &str) -> String {
        let n = |n: i32| digits::number(i64::from(n));
        match self {
            Self::Added { at } => format!("«{title}» افزوده شد: ردیف {}.", n(at)),
            Self::TimeFound { at } => format!("برای «{title}» وقت پیدا شد: ردیف {}.", n(at)),
            Self::Moved { to } => format!("جای «{title}» تغییر کرد: ردیف {}.", n(to)),
            Self::Minutes { from, to } => format!("زمان «{title}» از {} به {} دقیقه تغییر کرد.", n(from), n(to)),
            Self::Renamed => format!("عنوان یکی از ردیف‌ها به «{title}» تغییر کرد."),
            Self::NoTime => format!("برای «{title}» در این جلسه وقت نیست و در فهرست می‌ماند."),
            Self::Removed => format!("«{title}» از دستور برداشته شد."),
        }
    }

    fn text_en(self, title: &str) -> String {
        match self {
            Self::Added { at } => format!("“{title}” was added: line {at}."),
            Self::TimeFound { at } => format!("There is time for “{title}” now: line {at}."),
            Self::Moved { to } => format!("“{title}” has another place: line {to}."),
            Self::Minutes { from, to } => format!("“{title}” has {to} minutes instead of {from}."),
            Self::Renamed => format!("A line is called “{title}” now."),
            Self::NoTime => format!("There is no time for “{title}” in this meeting; it stays in the backlog."),
            Self::Removed => format!("“{title}” was taken off the agenda."),
        }
    }
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
