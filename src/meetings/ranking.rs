//! In which order a meeting takes its open items, and why each is there. Pure: the same candidates in any order give
//! the same agenda, and one more candidate never changes the order of the others.
//!
//! Source of the order: the product description, "Meetings": last minutes · broken commitments, days late first ·
//! carried items, by times carried then age · themes, by number of units · pinned, then new by dispute, priority, breach and age · deferred to this
//! meeting · information.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::error::Locale;
use crate::ids::{CommitmentId, MeetingId, RequestId, ThemeId};
use crate::persian::jalali::JalaliDate;
use crate::persian::{digits, words};
use crate::routing::Priority;

/// After so many meetings without an end, an item must be decided.
pub const MUST_DECIDE: u32 = 3;

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
}

/// Why a line is on the agenda. Kept with the line, told in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// The minutes of the meeting of this number and day.
    Minutes { number: i32, held_on: NaiveDate },
    /// Promised, and so many days late.
    Broken { days_late: i64, repromises: i32 },
    /// Left open by so many meetings, first by the one of this day.
    Carried { from: NaiveDate, times: u32 },
    /// The same problem of so many units, raised since this day; left open by so many meetings. Private requests are not
    /// counted unless there are no others: then there is no number.
    Theme { units: u32, since: NaiveDate, times: u32 },
    /// The director wants it discussed.
    Pinned,
    /// The filer says that it was not done.
    Disputed,
    /// Raised in this very meeting.
    Raised,
    /// Filed on this day; so many days past its time, if any.
    New {
        since: NaiveDate,
        priority: Priority,
        days_overdue: i64,
    },
    /// Waits since this day to be taken up with the mayor.
    ToMayor { since: NaiveDate },
    /// Put off to this meeting, or until this day.
    Deferred { until: Option<NaiveDate> },
    /// To be known, not decided.
    Information,
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
    /// Minutes that the director gave it; none: the kind's usual.
    pub minutes: Option<i32>,
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
}

/// Every candidate in exactly one of three lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// What the meeting has time for, in order.
    pub items: Vec<Line>,
    /// What it has no time for, in the same order: the backlog.
    pub overflow: Vec<Line>,
    /// What the director left out.
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

    const fn tier(self, pinned: bool) -> u8 {
        match self {
            Self::Minutes => 0,
            Self::Commitment => 1,
            Self::Carried => 2,
            Self::Theme => 3,
            Self::New | Self::Deferred | Self::Information if pinned => 4,
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
        c.kind.tier(c.pinned),
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
    c.pinned || matches!(c.kind, LineKind::Minutes | LineKind::Commitment)
}

/// Puts the candidates in order and cuts at the end of the meeting's time. Lines that are always taken have their time
/// set aside first; after the first line that does not fit, no other is let past it.
pub fn rank(mut candidates: Vec<Candidate>, settings: Settings) -> Agenda {
    candidates.sort_by_cached_key(key);
    let lines: Vec<Line> = candidates
        .into_iter()
        .map(|c| Line {
            minutes: c.minutes.unwrap_or_else(|| c.kind.usual_minutes()),
            candidate: c,
        })
        .collect();
    let fixed: i32 = lines
        .iter()
        .filter(|l| !l.candidate.excluded && is_fixed(&l.candidate))
        .fold(0, |sum, l| sum.saturating_add(l.minutes));
    let mut left = settings.budget.saturating_sub(fixed);
    let mut full = false;
    let mut agenda = Agenda::default();
    for line in lines {
        if line.candidate.excluded {
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

impl Reason {
    /// Why, in the reader's language.
    pub fn text(&self, locale: Locale) -> String {
        match locale {
            Locale::Fa => self.text_fa(),
            Locale::En => self.text_en(),
        }
    }

    /// Why, in Persian: «منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار سوم».
    pub fn text_fa(&self) -> String {
        let day = |date: &NaiveDate| JalaliDate::from_gregorian(*date).persian();
        let number = |n: i64| digits::number(n);
        match self {
            Self::Minutes { number: n, held_on } => {
                format!("صورت‌جلسهٔ نشست {} در {}", number(i64::from(*n)), day(held_on))
            }
            Self::Broken {
                days_late,
                repromises: 0,
            } => format!("تعهد با {} روز تأخیر", number(*days_late)),
            Self::Broken { days_late, repromises } => format!(
                "تعهد با {} روز تأخیر، پس از {} بار تمدید",
                number(*days_late),
                number(i64::from(*repromises))
            ),
            Self::Carried { from, times } => {
                let text = format!("منتقل‌شده از {}، برای بار {}", day(from), words::ordinal(*times));
                must_decide(text, *times, "؛ باید تعیین تکلیف شود")
            }
            Self::Theme { units, since, times } => {
                let mut text = "موضوع مشترک".to_owned();
                if *units > 0 {
                    text = format!("{text} {} واحد", number(i64::from(*units)));
                }
                text = format!("{text}، از {}", day(since));
                if *times > 0 {
                    text = format!("{text}، منتقل‌شده برای بار {}", words::ordinal(*times));
                }
                must_decide(text, *times, "؛ باید تعیین تکلیف شود")
            }
            Self::Pinned => "به خواست مدیر ارتباطات".to_owned(),
            Self::Disputed => "درخواست‌کننده انجام آن را نپذیرفته است".to_owned(),
            Self::Raised => "در همین جلسه مطرح شد".to_owned(),
            Self::New {
                since,
                priority,
                days_overdue,
            } => {
                let mut text = format!("تازه، ثبت‌شده در {}", day(since));
                if *priority != Priority::Normal {
                    text = format!("{text}، {}", priority.label(Locale::Fa));
                }
                if *days_overdue > 0 {
                    format!("{text}، با {} روز تأخیر", number(*days_overdue))
                } else {
                    text
                }
            }
            Self::ToMayor { since } => format!("برای طرح با شهردار، از {}", day(since)),
            Self::Deferred { until: Some(until) } => format!("موکول‌شده تا {}", day(until)),
            Self::Deferred { until: None } => "موکول‌شده به این جلسه".to_owned(),
            Self::Information => "برای اطلاع".to_owned(),
        }
    }

    /// Why, in English.
    pub fn text_en(&self) -> String {
        match self {
            Self::Minutes { number, held_on } => format!("minutes of meeting {number} on {held_on}"),
            Self::Broken {
                days_late,
                repromises: 0,
            } => format!("promise {} late", days(*days_late)),
            Self::Broken { days_late, repromises } => format!(
                "promise {} late, re-promised {}",
                days(*days_late),
                times_en(i64::from(*repromises))
            ),
            Self::Carried { from, times } => {
                let text = format!("carried from {from}, {}", nth(*times));
                must_decide(text, *times, "; must be decided")
            }
            Self::Theme { units, since, times } => {
                let mut text = match units {
                    0 => format!("a common problem since {since}"),
                    1 => format!("a common problem, of 1 unit since {since}"),
                    _ => format!("a common problem of {units} units since {since}"),
                };
                if *times > 0 {
                    text = format!("{text}, carried for the {}", nth(*times));
                }
                must_decide(text, *times, "; must be decided")
            }
            Self::Pinned => "wanted by the director".to_owned(),
            Self::Disputed => "the requester says that it was not done".to_owned(),
            Self::Raised => "raised in this meeting".to_owned(),
            Self::New {
                since,
                priority,
                days_overdue,
            } => {
                let mut text = format!("new, filed on {since}");
                if *priority != Priority::Normal {
                    text = format!("{text}, {}", priority.label(Locale::En));
                }
                if *days_overdue > 0 {
                    format!("{text}, {} overdue", days(*days_overdue))
                } else {
                    text
                }
            }
            Self::ToMayor { since } => format!("to be taken up with the mayor, since {since}"),
            Self::Deferred { until: Some(until) } => format!("deferred until {until}"),
            Self::Deferred { until: None } => "deferred to this meeting".to_owned(),
            Self::Information => "for information".to_owned(),
        }
    }
}

/// What was carried so often says that it must end.
fn must_decide(text: String, times: u32, said: &str) -> String {
    if times >= MUST_DECIDE { text + said } else { text }
}

fn days(n: i64) -> String {
    if n == 1 {
        "1 day".to_owned()
    } else {
        format!("{n} days")
    }
}

fn times_en(n: i64) -> String {
    if n == 1 {
        "once".to_owned()
    } else {
        format!("{n} times")
    }
}

/// `1st time`, `2nd time`, `11th time`.
fn nth(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending} time")
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;
