//! The words of deadlines, in both languages.

use super::alarms::{AlarmClock, Stage};
use crate::calendar::TimeKind;
use crate::deadlines::{ClockKind, Status, Why};
use crate::error::Locale;
use crate::notifications::texts::{Both, both};

/// What a clock measures.
pub const fn clock(kind: ClockKind) -> Both {
    match kind {
        ClockKind::Triage => both("بررسی و ارجاع", "Triage"),
        ClockKind::FirstResponse => both("نخستین پاسخ به درخواست‌کننده", "First response"),
        ClockKind::Resolve => both("انجام درخواست", "Resolution"),
    }
}

/// What an alarm is about.
pub const fn alarm_clock(clock: AlarmClock) -> Both {
    match clock {
        AlarmClock::Triage => self::clock(ClockKind::Triage),
        AlarmClock::FirstResponse => self::clock(ClockKind::FirstResponse),
        AlarmClock::Resolve => self::clock(ClockKind::Resolve),
        AlarmClock::Party => both("پاسخ طرف مقابل", "Answer of the party"),
    }
}

/// What has happened, for a line of a summary.
pub const fn stage(stage: Stage) -> Both {
    match stage {
        Stage::Warning => both("مهلت رو به پایان است", "due soon"),
        Stage::Breach => both("مهلت گذشته است", "overdue"),
        Stage::Escalation => both("مهلت گذشته و هنوز باز است", "overdue and still open"),
        Stage::Chase => both("در انتظار پاسخ؛ یادآوری شد", "waiting; a reminder is out"),
        Stage::HandUp => both("یادآوری‌ها بی‌پاسخ ماند", "reminders without an answer"),
    }
}

/// What a clock does.
pub const fn status(status: Status) -> Both {
    match status {
        Status::NotStarted => both("آغاز نشده است", "not started"),
        Status::Running => both("در حال شمارش", "running"),
        Status::Paused => both("متوقف", "paused"),
        Status::Stopped => both("پایان‌یافته", "stopped"),
    }
}

/// Why a stretch of time counted or did not.
pub fn why(why: &Why, locale: Locale) -> String {
    match why {
        Why::Calendar(TimeKind::Working) => locale.pick("زمان کاری", "Working time").to_owned(),
        Why::Calendar(TimeKind::OutsideHours) => locale.pick("بیرون از ساعت کاری", "Outside working hours").to_owned(),
        Why::Calendar(TimeKind::Weekend) => locale.pick("تعطیلی آخر هفته", "Weekend").to_owned(),
        Why::Calendar(TimeKind::Holiday(title)) => match locale {
            Locale::Fa => format!("تعطیل رسمی: {title}"),
            Locale::En => format!("Holiday: {title}"),
        },
        Why::Calendar(TimeKind::HalfDay(title)) => match locale {
            Locale::Fa => format!("روز نیمه‌وقت: {title}"),
            Locale::En => format!("Half day: {title}"),
        },
        Why::NeedsInfo => locale
            .pick("در انتظار پاسخ درخواست‌کننده", "A question is open to the filer")
            .to_owned(),
        Why::Waiting => locale
            .pick("در انتظار طرفی بیرون از واحد", "Held up by somebody outside")
            .to_owned(),
        Why::Stopped => locale.pick("پایان‌یافته", "What it measures had happened").to_owned(),
    }
}
