//! The dates of a series, and drafts of meetings on them. Planning again finds what is planned: a day of the rule has one
//! meeting, whatever became of it.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use super::model::{DateView, DatesView, LeftOut, LeftOutView, PlanMeetings, Recurrence};
use super::service;
use super::store::{self, Series};
use crate::accounts::Actor;
use crate::calendar;
use crate::calendar::tehran;
use crate::calendar::week::{MinuteOfDay, Span};
use crate::calendar::working::{DayKind as Kind, WorkingCalendar};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::SeriesId;
use crate::meetings::invitations::service as invitations;
use crate::meetings::mayor::model::MeetingKind;
use crate::meetings::model::{MeetingView, Planned};
use crate::meetings::policy;
use crate::meetings::service::{Draft, draft, need_right};
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::meetings::views;
use crate::persian::JalaliDate;
use crate::persian::recurrence::{self, DayKind, Left, Occurrence};

fn kind_of(calendar: &WorkingCalendar, date: NaiveDate) -> DayKind {
    match calendar.day(date).kind {
        Kind::Working | Kind::HalfDay => DayKind::Working,
        Kind::Weekend | Kind::NoHours => DayKind::Weekend,
        Kind::Holiday => DayKind::Holiday,
    }
}

/// From when until when a meeting on this day is.
fn hours(recurrence: &Recurrence, date: NaiveDate) -> Option<(Timestamp, Timestamp)> {
    let rest = Span {
        from: recurrence.at,
        until: MinuteOfDay::END,
    };
    let starts = tehran::instants(date, &[rest]).first()?.from;
    Some((starts, starts.plus(TimeDelta::minutes(recurrence.minutes.into()))))
}

/// The next dates after now.
fn coming(c: &mut Conn, cx: &Cx, row: &Series, count: usize) -> Result<(Recurrence, recurrence::Dates)> {
    let Some(recurrence) = row.recurrence()? else {
        let said = said(
            "برای این مجموعه قاعدهٔ تکرار تعیین نشده است.",
            "This series has no rule of recurrence.",
        );
        return Err(Error::conflict("no_recurrence", said));
    };
    let rule = recurrence.rule("/recurrence").map_err(Error::Invalid)?;
    let calendar = calendar::service::load(c)?;
    let kind = |date| kind_of(&calendar, date);
    let today = cx.now.date_tehran();
    let mut dates = recurrence::dates(&rule, today, count + 1, kind);
    // Today's has begun, or there is one too many.
    let begun = |o: &Occurrence| hours(&recurrence, o.date).is_none_or(|(starts, _)| starts <= cx.now);
    if dates.coming.first().is_some_and(begun) {
        dates.coming.remove(0);
    }
    dates.coming.truncate(count);
    if let Some(last) = dates.coming.last().map(|o| o.planned_on) {
        dates.left_out.retain(|(day, _)| *day < last);
    }
    Ok((recurrence, dates))
}

/// The meetings that were planned for these dates.
fn planned(c: &mut Conn, id: SeriesId, dates: &[Occurrence]) -> Result<HashMap<NaiveDate, Meeting>> {
    let days: Vec<_> = dates.iter().map(|o| o.planned_on).collect();
    let found = meeting_store::planned_on(c, id, &days)?;
    Ok(found.into_iter().filter_map(|m| Some((m.planned_on?, m))).collect())
}

/// The next dates of a series, with the meetings that were planned for them, as far as the actor may know of them.
///
/// # Errors
/// 404, 409 for a series without a rule.
pub fn dates(c: &mut Conn, cx: &Cx, actor: &Actor, id: SeriesId, count: usize) -> Result<DatesView> {
    let row = service::find(c, id)?;
    let (recurrence, dates) = coming(c, cx, &row, count)?;
    let meetings = planned(c, id, &dates.coming)?;
    let jalali = |day| JalaliDate::from_gregorian(day).to_string();
    let known = |m: &&Meeting| policy::may_prepare(actor) || m.state != MeetingState::Draft;
    let date = |o: &Occurrence| {
        let (starts_at, ends_at) = hours(&recurrence, o.date)?;
        Some(DateView {
            planned_on: o.planned_on,
            date: o.date,
            jalali: jalali(o.date),
            starts_at,
            ends_at,
            meeting_id: meetings.get(&o.planned_on).filter(known).map(|m| m.id),
        })
    };
    let left_out = |(day, why): &(NaiveDate, Left)| LeftOutView {
        planned_on: *day,
        jalali: jalali(*day),
        why: match why {
            Left::Off => LeftOut::Off,
            Left::Taken => LeftOut::Taken,
        },
    };
    Ok(DatesView {
        items: dates.coming.iter().filter_map(date).collect(),
        left_out: dates.left_out.iter().map(left_out).collect(),
    })
}

/// Makes drafts for the next dates of a series that have none.
///
/// # Errors
/// 403, 404, 409 for a series without a rule or one that has ended.
pub fn plan(c: &mut Conn, cx: &Cx, actor: &Actor, id: SeriesId, input: &PlanMeetings) -> Result<Planned> {
    let row = service::find(c, id)?;
    need_right(actor)?;
    if !row.active {
        let said = said("این مجموعه پایان یافته است.", "This series has ended.");
        return Err(Error::conflict("series_ended", said));
    }
    store::lock(c, id)?;
    let (recurrence, dates) = coming(c, cx, &row, input.count)?;
    let mut meetings = planned(c, id, &dates.coming)?;
    let list = invitations::of_series(c, id)?;
    let (mut rows, mut created) = (Vec::new(), 0);
    for o in &dates.coming {
        if let Some(meeting) = meetings.remove(&o.planned_on) {
            rows.push(meeting);
            continue;
        }
        let Some((starts_at, ends_at)) = hours(&recurrence, o.date) else {
            continue;
        };
        let new = Draft {
            series: &row,
            kind: MeetingKind::Ordinary,
            planned_on: Some(o.planned_on),
            starts_at,
            ends_at,
            place: row.place.clone(),
            chair_id: row.chair_id,
            list: list.clone(),
        };
        rows.push(draft(c, cx, actor, new)?);
        created += 1;
    }
    let items: Vec<MeetingView> = views::views(c, actor, rows)?;
    Ok(Planned { items, created })
}
