//! In which order a meeting takes its open items, and for which it has time. Pure: the same candidates in any order give
//! the same agenda, and one more candidate never changes the order of the others. Why each is there is in
//! [`super::reason`].
//!
//! Source of the order: the product description, "Meetings": last minutes · broken commitments, days late first ·
//! carried items, by times carried then age · themes, by number of units · pinned, then new by dispute, priority, breach and age · deferred to this
//! meeting · information. A line that the director gave a place follows the line that it was put behind.

use std::cmp::Reverse;
use std::collections::HashMap;

pub use super::reason::{MUST_DECIDE, Reason};
use crate::clock::Timestamp;
use crate::error::Locale;
use crate::ids::{CommitmentId, MeetingId, ProposalId, RequestId, ThemeId};
use crate::routing::Priority;

crate::text_enum! {
    /// What a line of an agenda is, in the order of the agenda.
    pub enum LineKind {
        /// Approving the last meeting's minutes.
        Minutes = "minutes",
        /// A promise that is late.
        Commitment = "commitment",
        /// A request that an earlier meeting left open.
        Carried = "carried",
        /// The same problem of several units: all open requests of a theme.
        Theme = "theme",
        /// A request that no meeting has seen.
        New = "new",
        /// A request that was put off to this meeting or until a day that has come.
        Deferred = "deferred",
        /// For information only.
        Information = "information",
    }
}

/// What a line is about; also the last word on ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    Minutes(MeetingId),
    Commitment(CommitmentId),
    Request(RequestId),
    Theme(ThemeId),
    /// A subject that a unit has proposed, which is no request.
    Subject(ProposalId),
    /// What stands on every agenda of the series.
    Standing(i32),
}

impl Source {
    /// What the line of a meeting is about: the first of these that it names, or else minutes.
    pub fn of(
        meeting: MeetingId,
        request: Option<RequestId>,
        theme: Option<ThemeId>,
        promise: Option<CommitmentId>,
        subject: Option<ProposalId>,
        standing: Option<i32>,
    ) -> Self {
        let about = request
            .map(Self::Request)
            .or(theme.map(Self::Theme))
            .or(promise.map(Self::Commitment))
            .or(subject.map(Self::Subject))
            .or(standing.map(Self::Standing));
        about.unwrap_or(Self::Minutes(meeting))
    }
}

/// Something that may be discussed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub source: Source,
    pub kind: LineKind,
    pub reason: Reason,
    /// Days late of a commitment, or past its time of a request; 0 when neither.
    pub days_late: i64,
    /// Meetings that left it open.
    pub carried: u32,
    /// Units that a theme is the problem of; 0 for anything else.
    pub units: u32,
    pub priority: Priority,
    pub disputed: bool,
    /// Since when it waits.
    pub since: Timestamp,
    pub pinned: bool,
    pub excluded: bool,
    /// Proposed by a unit, and accepted by the director.
    pub proposed: bool,
    /// Put off beyond this meeting.
    pub waits: bool,
    /// Minutes that the director gave it; none: the kind's usual.
    pub minutes: Option<i32>,
    /// Its place in the whole order when the agenda was last made, if it was there.
    pub place: Option<i32>,
    /// Whether that place was given to it by the director.
    pub placed: bool,
}

impl Candidate {
    /// Whether somebody with a say in it wants it discussed.
    fn wanted(&self) -> bool {
        self.pinned || self.proposed
    }

    /// Whether it is left out of this meeting: by the director, or because it was put off and nobody wants it sooner.
    fn left_out(&self) -> bool {
        self.excluded || (self.waits && !self.wanted())
    }
}

/// How much time there is, minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The length of the meeting.
    pub budget: i32,
}

/// A line with its minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub candidate: Candidate,
    pub minutes: i32,
    /// Its place in the whole order, before anything was cut or left out; from 1.
    pub place: i32,
}

/// Every candidate in exactly one of three lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// What the meeting has time for, in order.
    pub items: Vec<Line>,
    /// What it has no time for, in the same order: the backlog.
    pub overflow: Vec<Line>,
    /// What the director left out, and what was put off beyond this meeting.
    pub excluded: Vec<Line>,
}

impl LineKind {
    /// How long a line takes unless somebody says otherwise, minutes.
    pub const fn usual_minutes(self) -> i32 {
        match self {
            Self::Theme => 10,
            Self::Minutes | Self::Carried | Self::New | Self::Deferred => 5,
            Self::Commitment => 3,
            Self::Information => 2,
        }
    }

    const fn tier(self, wanted: bool) -> u8 {
        match self {
            Self::Minutes => 0,
            Self::Commitment => 1,
            Self::Carried => 2,
            Self::Theme => 3,
            Self::New | Self::Deferred | Self::Information if wanted => 4,
            Self::New => 5,
            Self::Deferred => 6,
            Self::Information => 7,
        }
    }

    /// Name of the kind.
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Minutes => locale.pick("صورت‌جلسه", "minutes"),
            Self::Commitment => locale.pick("تعهد", "commitment"),
            Self::Carried => locale.pick("منتقل‌شده", "carried"),
            Self::Theme => locale.pick("موضوع مشترک", "theme"),
            Self::New => locale.pick("تازه", "new"),
            Self::Deferred => locale.pick("موکول‌شده", "deferred"),
            Self::Information => locale.pick("اطلاع", "information"),
        }
    }
}

/// What lines are compared by; ends in the source, so that no two are equal.
type Key = (
    u8,
    Reverse<u32>,
    Reverse<i64>,
    Reverse<u32>,
    Reverse<bool>,
    Reverse<Priority>,
    Reverse<i64>,
    Timestamp,
    Source,
);

fn key(c: &Candidate) -> Key {
    let (mut units, mut late, mut times, mut dispute, mut priority, mut overdue) =
        (0, 0, 0, false, Priority::Normal, 0);
    match c.kind {
        LineKind::Minutes | LineKind::Information => {}
        LineKind::Commitment => late = c.days_late,
        LineKind::Carried => times = c.carried,
        LineKind::Theme => (units, times) = (c.units, c.carried),
        LineKind::New | LineKind::Deferred => (dispute, priority, overdue) = (c.disputed, c.priority, c.days_late),
    }
    (
        c.kind.tier(c.wanted()),
        Reverse(units),
        Reverse(late),
        Reverse(times),
        Reverse(dispute),
        Reverse(priority),
        Reverse(overdue),
        c.since,
        c.source,
    )
}

/// Whether a line is taken whatever the time: what was promised, and what the director insists on.
fn is_fixed(c: &Candidate) -> bool {
    c.wanted() || matches!(c.kind, LineKind::Minutes | LineKind::Commitment)
}

/// All candidates in the order of the rule, but for those that the director gave a place: each of these directly follows
/// the line that it followed when the agenda was last made, or is the first. What comes new has no such place, so that it
/// cannot part two that were put together, nor change the order of others.
fn in_order(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_cached_key(key);
    if !candidates.iter().any(|c| c.placed) {
        return candidates;
    }
    let mut known: Vec<_> = candidates
        .iter()
        .filter_map(|c| Some((c.place?, c.source, c.placed)))
        .collect();
    known.sort_unstable();
    let before = std::iter::once(None).chain(known.iter().map(|k| Some(k.1)));
    let behind: HashMap<Option<Source>, Source> = before
        .zip(&known)
        .filter(|(_, k)| k.2)
        .map(|(before, k)| (before, k.1))
        .collect();
    let (placed, rest): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| c.placed && c.place.is_some());
    let mut placed: HashMap<_, _> = placed.into_iter().map(|c| (c.source, c)).collect();
    let mut order = Vec::with_capacity(placed.len() + rest.len());
    for line in std::iter::once(None).chain(rest.into_iter().map(Some)) {
        let mut last = line.as_ref().map(|c| c.source);
        order.extend(line);
        while let Some(next) = behind.get(&last).and_then(|source| placed.remove(source)) {
            last = Some(next.source);
            order.push(next);
        }
    }
    order
}

/// Puts the candidates in order and cuts at the end of the meeting's time. Lines that are always taken have their time
/// set aside first; after the first line that does not fit, no other is let past it.
pub fn rank(candidates: Vec<Candidate>, settings: Settings) -> Agenda {
    let line = |(candidate, place): (Candidate, i32)| Line {
        minutes: candidate.minutes.unwrap_or_else(|| candidate.kind.usual_minutes()),
        candidate,
        place,
    };
    let lines: Vec<Line> = in_order(candidates).into_iter().zip(1..).map(line).collect();
    let fixed: i32 = lines
        .iter()
        .filter(|l| !l.candidate.left_out() && is_fixed(&l.candidate))
        .fold(0, |sum, l| sum.saturating_add(l.minutes));
    let mut left = settings.budget.saturating_sub(fixed);
    let mut full = false;
    let mut agenda = Agenda::default();
    for line in lines {
        if line.candidate.left_out() {
            agenda.excluded.push(line);
        } else if is_fixed(&line.candidate) {
            agenda.items.push(line);
        } else if !full && line.minutes <= left {
            left -= line.minutes;
            agenda.items.push(line);
        } else {
            full = true;
            agenda.overflow.push(line);
        }
    }
    agenda
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;
