//! Why a line is on an agenda: kept with the line, told in the reader's language.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::Locale;
use crate::persian::jalali::JalaliDate;
use crate::persian::{digits, words};
use crate::routing::Priority;

/// After so many meetings without a decision, an item must be decided.
pub const MUST_DECIDE: u32 = 3;

/// Why a line is on the agenda. Kept with the line, told in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// The minutes of the meeting of this number and day.
    Minutes { number: i32, held_on: NaiveDate },
    /// Promised, and so many days late.
    Broken { days_late: i64, repromises: i32 },
    /// Left open by so many meetings, first by the one of this day.
    Carried {
        from: NaiveDate,
        times: u32,
        #[serde(default)]
        end: End,
    },
    /// The same problem of so many units, raised since this day; left open by so many meetings. Private requests are not
    /// counted unless there are no others: then there is no number.
    Theme {
        units: u32,
        since: NaiveDate,
        times: u32,
        #[serde(default)]
        end: End,
    },
    /// The director wants it discussed.
    Pinned,
    /// This unit wants it discussed, and the director agrees.
    Proposed { unit: String, because: String },
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
    /// Left out: it waits to be taken up with the mayor.
    WithMayor,
    /// Left out: put off to the meeting of this number, or until this day.
    Later {
        until: Option<NaiveDate>,
        meeting: Option<i32>,
    },
    /// Stands on every agenda of the series: to be talked about, or to be known.
    Standing { discussion: bool },
    /// To be known, not decided.
    Information,
}

/// Whether what comes back again and again has to end now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Not yet.
    #[default]
    Open,
    /// [`MUST_DECIDE`] meetings in a row have decided nothing.
    Due,
}

impl End {
    /// By how many meetings have left it open since the last decision.
    pub fn of(undecided: u32) -> Self {
        if undecided >= MUST_DECIDE {
            Self::Due
        } else {
            Self::Open
        }
    }

    fn said(self, text: String, locale: Locale) -> String {
        match (self, locale) {
            (Self::Open, _) => text,
            (Self::Due, Locale::Fa) => {
                format!("{text}؛ باید تعیین تکلیف شود: تصمیم، طرح نزد شهردار یا کنار گذاشتن با ذکر دلیل")
            }
            (Self::Due, Locale::En) => format!("{text}; must end: decide, take to the mayor, or drop with a reason"),
        }
    }
}

impl Reason {
    /// Whether the line is left out because it is to be taken up elsewhere or later.
    pub fn is_put_off(&self) -> bool {
        matches!(self, Self::Later { .. } | Self::WithMayor)
    }

    /// Whether the line has to end in this meeting.
    pub fn must_decide(&self) -> bool {
        matches!(
            self,
            Self::Carried { end: End::Due, .. } | Self::Theme { end: End::Due, .. }
        )
    }

    /// The same without what somebody wrote, for who may not know what the line is about.
    #[must_use]
    pub fn without_words(self) -> Self {
        match self {
            Self::Proposed { .. } => Self::Proposed {
                unit: String::new(),
                because: String::new(),
            },
            told => told,
        }
    }

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
            Self::Carried { from, times, end } => {
                let text = format!("منتقل‌شده از {}، برای بار {}", day(from), words::ordinal(*times));
                end.said(text, Locale::Fa)
            }
            Self::Theme {
                units,
                since,
                times,
                end,
            } => {
                let mut text = "موضوع مشترک".to_owned();
                if *units > 0 {
                    text = format!("{text} {} واحد", number(i64::from(*units)));
                }
                text = format!("{text}، از {}", day(since));
                if *times > 0 {
                    text = format!("{text}، منتقل‌شده برای بار {}", words::ordinal(*times));
                }
                end.said(text, Locale::Fa)
            }
            Self::Pinned => "به خواست مدیر ارتباطات".to_owned(),
            Self::Proposed { unit, because } => match (unit.as_str(), because.as_str()) {
                ("", _) => "به پیشنهاد یک واحد".to_owned(),
                (unit, "") => format!("به پیشنهاد {unit}"),
                (unit, because) => format!("به پیشنهاد {unit}: {because}"),
            },
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
            Self::WithMayor => "در انتظار طرح نزد شهردار است".to_owned(),
            Self::Deferred { until: Some(until) } => format!("موکول‌شده تا {}", day(until)),
            Self::Deferred { until: None } => "موکول‌شده به این جلسه".to_owned(),
            Self::Later { until: Some(until), .. } => format!("تا {} به تعویق افتاده است", day(until)),
            Self::Later {
                meeting: Some(number), ..
            } => format!("به نشست {} موکول شده است", digits::number(i64::from(*number))),
            Self::Later { .. } => "به جلسه‌ای دیگر موکول شده است".to_owned(),
            Self::Standing { discussion: true } => "بند ثابت این جلسه‌ها، برای گفت‌وگو".to_owned(),
            Self::Standing { discussion: false } => "بند ثابت این جلسه‌ها، برای اطلاع".to_owned(),
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
            Self::Carried { from, times, end } => {
                let text = format!("carried from {from}, {}", nth(*times));
                end.said(text, Locale::En)
            }
            Self::Theme {
                units,
                since,
                times,
                end,
            } => {
                let mut text = match units {
                    0 => format!("a common problem since {since}"),
                    1 => format!("a common problem, of 1 unit since {since}"),
                    _ => format!("a common problem of {units} units since {since}"),
                };
                if *times > 0 {
                    text = format!("{text}, carried for the {}", nth(*times));
                }
                end.said(text, Locale::En)
            }
            Self::Pinned => "wanted by the director".to_owned(),
            Self::Proposed { unit, because } => match (unit.as_str(), because.as_str()) {
                ("", _) => "proposed by a unit".to_owned(),
                (unit, "") => format!("proposed by {unit}"),
                (unit, because) => format!("proposed by {unit}: {because}"),
            },
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
            Self::WithMayor => "waits to be taken up with the mayor".to_owned(),
            Self::Deferred { until: Some(until) } => format!("deferred until {until}"),
            Self::Deferred { until: None } => "deferred to this meeting".to_owned(),
            Self::Later { until: Some(until), .. } => format!("put off until {until}"),
            Self::Later {
                meeting: Some(number), ..
            } => format!("put off to meeting {number}"),
            Self::Later { .. } => "put off to another meeting".to_owned(),
            Self::Standing { discussion: true } => "on every agenda of the series, to be discussed".to_owned(),
            Self::Standing { discussion: false } => "on every agenda of the series, for information".to_owned(),
            Self::Information => "for information".to_owned(),
        }
    }
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
#[path = "reason_tests.rs"]
mod tests;
