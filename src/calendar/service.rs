//! What is done with the calendar as a whole: loaded for use cases, its weekends and hours saved, its days told. The
//! single holidays are in `holidays`.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use super::model::{DatedSet, DayView, Days, Kept, PutHours, PutWeekends, ReasonCode, ReasonView};
use super::week::{HoursPeriod, Span, WeekHours, Weekday, WeekendPeriod, in_order};
use super::working::{Day, HolidayKind, Reason, WorkingCalendar};
use super::{policy, store};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::types::Json;
use crate::db::{Conn, Cx, kept};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::persian::jalali::{self, JalaliDate};
use crate::resource::Expected;

/// Days told at once, at most: more than a year.
pub const MAX_DAYS: i64 = 400;

static KEPT: kept::Kept<WorkingCalendar> = kept::Kept::new(kept::Subject::Calendar);

/// The whole calendar, for use cases that count with it.
///
/// # Errors
/// Only the database's.
pub fn load(c: &mut Conn) -> Result<Arc<WorkingCalendar>> {
    KEPT.get(c, |c| {
        let special = store::all_holidays(c)?;
        let special = special.iter().map(store::HolidayRow::special_day);
        Ok(WorkingCalendar::new(
            get_set::<WeekendPeriod>(c)?.periods,
            get_set::<HoursPeriod>(c)?.periods,
            special.collect::<Result<_>>()?,
        ))
    })
}

/// The weekends or the hours, whole.
///
/// # Errors
/// Only the database's.
pub fn get_set<T: Kept>(c: &mut Conn) -> Result<DatedSet<T>> {
    let (version, Json(periods), updated_at) = store::set(c, T::NAME)?;
    Ok(DatedSet {
        periods: serde_json::from_value(periods)?,
        version,
        updated_at,
    })
}

/// Saves the weekends.
///
/// # Errors
/// 403, 412, 422.
pub fn put_weekends(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    expected: &Expected,
    input: &PutWeekends,
) -> Result<DatedSet<WeekendPeriod>> {
    let mut errors = Vec::new();
    for (i, period) in input.periods.iter().enumerate() {
        for (d, day) in period.days.iter().enumerate() {
            if period.days[..d].contains(day) {
                errors.push(FieldError::new(format!("/periods/{i}/days/{d}"), FieldCode::Conflict));
            }
        }
    }
    put_set(c, cx, actor, expected, &input.periods, errors)
}

/// Saves the working hours.
///
/// # Errors
/// 403, 412, 422.
pub fn put_hours(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    expected: &Expected,
    input: &PutHours,
) -> Result<DatedSet<HoursPeriod>> {
    let mut errors = Vec::new();
    let mut any = false;
    for (i, period) in input.periods.iter().enumerate() {
        check_week(&period.week, &format!("/periods/{i}/week"), &mut errors);
        any |= Weekday::ALL.iter().any(|d| !period.week.of(*d).is_empty());
    }
    if !any {
        // Without any working time nothing would ever be due.
        errors.push(FieldError::new("/periods", FieldCode::Required));
    }
    put_set(c, cx, actor, expected, &input.periods, errors)
}

/// Each span has minutes, and no minute is in two.
fn check_week(week: &WeekHours, at: &str, errors: &mut Vec<FieldError>) {
    for day in Weekday::ALL {
        let spans = week.of(*day);
        for (s, span) in spans.iter().enumerate() {
            if span.is_empty() {
                errors.push(FieldError::new(format!("{at}/{day}/{s}/until"), FieldCode::Conflict));
            }
        }
        let minutes = |spans: &[Span]| -> u32 { spans.iter().map(|s| s.minutes()).sum() };
        if minutes(&in_order(spans)) < minutes(spans) {
            errors.push(FieldError::new(format!("{at}/{day}"), FieldCode::Conflict));
        }
    }
}

fn put_set<T: Kept>(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    expected: &Expected,
    periods: &[T],
    mut errors: Vec<FieldError>,
) -> Result<DatedSet<T>> {
    policy::require_change(actor)?;
    let current = get_set::<T>(c)?;
    if !expected.holds(current.version) {
        return Err(Error::stale(&current));
    }
    for (i, period) in periods.iter().enumerate() {
        let from = period.valid_from();
        let at = format!("/periods/{i}/valid_from");
        if !is_usual(from) {
            errors.push(FieldError::new(at, FieldCode::OutOfRange));
        } else if periods[..i].iter().any(|p| p.valid_from() == from) {
            errors.push(FieldError::new(at, FieldCode::Conflict));
        }
    }
    Error::invalid_if_any(errors)?;
    let mut periods = periods.to_vec();
    periods.sort_by_key(T::valid_from);
    let saved = serde_json::to_value(&periods)?;
    if !store::update_set(c, T::NAME, current.version, saved.clone(), cx.now)? {
        return Err(Error::stale(&get_set::<T>(c)?));
    }
    let entry = Entry {
        subject: T::NAME,
        subject_id: 1,
        action: "saved",
        actor: Some(actor.id),
        from: None,
        to: None,
        data: json!({ "periods": [current.periods, saved] }),
    };
    audit::record(c, cx, &entry)?;
    get_set(c)
}

/// Whether a day is of the years that the calendar is made for; another one is a slip.
pub fn is_usual(date: NaiveDate) -> bool {
    jalali::YEARS.contains(&jalali::jalali_year(date))
}

/// What the days are, `until` included.
///
/// # Errors
/// 400 when there are none or more than [`MAX_DAYS`].
pub fn days(c: &mut Conn, now: Timestamp, from: NaiveDate, until: NaiveDate, locale: Locale) -> Result<Days> {
    for (name, date) in [("from", from), ("to", until)] {
        if !is_usual(date) {
            let code = FieldCode::OutOfRange;
            return Err(Error::parameter(
                name,
                code,
                code.text(Locale::Fa),
                code.text(Locale::En),
            ));
        }
    }
    if !(0..MAX_DAYS).contains(&(until - from).num_days()) {
        return Err(Error::parameter(
            "to",
            FieldCode::OutOfRange,
            "بازه باید دست‌کم یک روز و حداکثر ۴۰۰ روز باشد.",
            "From one day to 400 days may be asked for.",
        ));
    }
    let calendar = load(c)?;
    let dates = from.iter_days().take_while(|d| *d <= until);
    Ok(Days {
        items: dates.map(|d| day_view(&calendar, d, locale)).collect(),
        years_without_lunar: calendar.years_without_lunar(now.date_tehran()),
    })
}

fn day_view(calendar: &WorkingCalendar, date: NaiveDate, locale: Locale) -> DayView {
    let Day {
        kind, reasons, spans, ..
    } = calendar.day(date);
    let worked = calendar.stretches(date);
    DayView {
        date,
        jalali: JalaliDate::from_gregorian(date).to_string(),
        weekday: Weekday::of(date),
        kind,
        reasons: reasons.iter().map(|r| reason_view(r, locale)).collect(),
        hours: spans,
        minutes: worked.iter().map(|s| s.length().num_minutes()).sum(),
    }
}

fn reason_view(reason: &Reason<'_>, locale: Locale) -> ReasonView {
    let (code, holiday_id, text) = match reason {
        Reason::Weekend => (ReasonCode::Weekend, None, locale.pick("تعطیلی آخر هفته", "Weekend")),
        Reason::NoHours => (
            ReasonCode::NoHours,
            None,
            locale.pick(
                "برای این روز ساعت کاری تعیین نشده است",
                "No working hours are set for this day",
            ),
        ),
        Reason::Special(day) => {
            let code = match day.kind {
                HolidayKind::Holiday => ReasonCode::Holiday,
                HolidayKind::HalfDay => ReasonCode::HalfDay,
                HolidayKind::Working => ReasonCode::Working,
            };
            (code, Some(day.id), day.title.as_str())
        }
    };
    ReasonView {
        code,
        holiday_id,
        text: text.to_owned(),
    }
}
