//! What is done with single holidays, half days and days declared working.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::model::{CreateHoliday, HolidayView, UpdateHoliday};
use super::policy;
use super::service::{is_usual, load};
use super::store::{self, HolidayRow, HolidayValues};
use super::working::{HolidayKind, When, Yearly};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::{HolidayId, UserId};
use crate::page::{self, Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::schema;

/// The order of the list: yearly ones first, then by day.
pub const SORT: &str = "day";

fn view(row: &HolidayRow) -> Result<HolidayView> {
    let day = row.special_day()?;
    let (date, yearly) = parts(day.when);
    Ok(HolidayView {
        id: day.id,
        kind: day.kind,
        title: day.title,
        date,
        yearly,
        hours: day.span,
        lunar: day.lunar,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// A holiday.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, id: HolidayId) -> Result<HolidayView> {
    view(&store::find_holiday(c, id)?.ok_or(Error::NotFound)?)
}

/// A page of holidays; with a Jalali year, those that fall into it.
///
/// # Errors
/// 400 for a cursor that is not ours.
pub fn list(c: &mut Conn, year: Option<i32>, page: &PageRequest) -> Result<Page<HolidayView>> {
    let after = page.after.as_ref().map(|cursor| {
        let key = cursor.k.parse().map_err(|_| page::foreign_cursor())?;
        Ok::<_, Error>((key, HolidayId(cursor.i)))
    });
    let rows = store::list_holidays(c, year, after.transpose()?, page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |r| (r.sort_key.to_string(), r.id.0));
    Ok(Page {
        items: rows.items.iter().map(view).collect::<Result<_>>()?,
        next: rows.next,
    })
}

/// Records a holiday.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateHoliday) -> Result<HolidayView> {
    policy::require_change(actor)?;
    let values = values_of(input)?;
    check(c, None, &values)?;
    let id = add(c, cx, actor.id, &values)?;
    get(c, id)
}

/// The row that a body asks for.
///
/// # Errors
/// 422.
pub(super) fn values_of(input: &CreateHoliday) -> Result<HolidayValues> {
    let title = schema::required_line("/title", &input.title)?;
    Ok(HolidayValues {
        kind: input.kind,
        title_key: text::key(&title),
        title,
        when: when(input.date, input.yearly)?,
        span: input.hours,
        lunar: input.lunar,
    })
}

/// Either once or each year.
fn when(date: Option<NaiveDate>, yearly: Option<Yearly>) -> Result<When> {
    match (date, yearly) {
        (Some(date), None) => Ok(When::On(date)),
        (None, Some(yearly)) => Ok(When::Yearly(yearly)),
        (Some(_), Some(_)) => Err(Error::field("/yearly", FieldCode::NotAllowed)),
        (None, None) => Err(Error::field("/date", FieldCode::Required)),
    }
}

/// The day or the rule, each as far as it is that.
fn parts(when: When) -> (Option<NaiveDate>, Option<Yearly>) {
    match when {
        When::On(date) => (Some(date), None),
        When::Yearly(yearly) => (None, Some(yearly)),
    }
}

/// Records what has been checked.
///
/// # Errors
/// Only the database's.
pub(super) fn add(c: &mut Conn, cx: &Cx, by: UserId, values: &HolidayValues) -> Result<HolidayId> {
    let id = store::insert_holiday(c, values, cx.now)?;
    record(c, cx, by, id, "created", told(values))?;
    Ok(id)
}

/// Changes a holiday.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: HolidayId,
    expected: &Expected,
    input: &UpdateHoliday,
) -> Result<HolidayView> {
    let (row, before) = seen(c, actor, id, expected)?;
    let (date, yearly) = parts(before.when);
    let title = match input.title.as_deref() {
        Some(title) => schema::required_line("/title", title)?,
        None => before.title.clone(),
    };
    let after = HolidayValues {
        kind: before.kind,
        title_key: text::key(&title),
        title,
        when: when(input.date.apply(date), input.yearly.apply(yearly))?,
        span: input.hours.apply(before.span),
        lunar: input.lunar.unwrap_or(before.lunar),
    };
    check(c, Some(id), &after)?;
    if !store::update_holiday(c, id, row.version, &after, cx.now)? {
        return Err(Error::stale(&get(c, id)?));
    }
    record(c, cx, actor.id, id, "changed", json!([told(&before), told(&after)]))?;
    get(c, id)
}

/// Removes a holiday; the history keeps what it was.
///
/// # Errors
/// 403, 404, 412.
pub fn delete(c: &mut Conn, cx: &Cx, actor: &Actor, id: HolidayId, expected: &Expected) -> Result<()> {
    let (row, before) = seen(c, actor, id, expected)?;
    if !store::delete_holiday(c, id, row.version)? {
        return Err(Error::stale(&get(c, id)?));
    }
    record(c, cx, actor.id, id, "removed", told(&before))
}

/// The holiday as the caller saw it.
fn seen(c: &mut Conn, actor: &Actor, id: HolidayId, expected: &Expected) -> Result<(HolidayRow, HolidayValues)> {
    let row = store::find_holiday(c, id)?.ok_or(Error::NotFound)?;
    policy::require_change(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&view(&row)?));
    }
    let day = row.special_day()?;
    let values = HolidayValues {
        kind: day.kind,
        title_key: text::key(&day.title),
        title: day.title,
        when: day.when,
        span: day.span,
        lunar: day.lunar,
    };
    Ok((row, values))
}

/// Whether this can be recorded, beside what is there already.
///
/// # Errors
/// 422.
pub(super) fn check(c: &mut Conn, own: Option<HolidayId>, v: &HolidayValues) -> Result<()> {
    let mut errors = check_form(v);
    if let (HolidayKind::Working, When::On(date)) = (v.kind, v.when) {
        if store::declared_working(c, date)?.is_some_and(|id| Some(id) != own) {
            errors.push(FieldError::new("/date", FieldCode::Conflict));
        }
        if v.span.is_none() && load(c)?.ordinary_hours(date).is_empty() {
            errors.push(FieldError::new("/hours", FieldCode::Required));
        }
    }
    if errors.is_empty() && store::same_holiday(c, v)?.is_some_and(|row| Some(row.id) != own) {
        errors.push(FieldError::new("/title", FieldCode::Conflict));
    }
    Error::invalid_if_any(errors)
}

/// What can be said without looking at others.
fn check_form(v: &HolidayValues) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut refuse = |at: &str, code| errors.push(FieldError::new(at, code));
    match v.when {
        When::On(date) if !is_usual(date) => refuse("/date", FieldCode::OutOfRange),
        When::On(_) => {}
        When::Yearly(_) if v.kind == HolidayKind::Working => refuse("/yearly", FieldCode::NotAllowed),
        When::Yearly(yearly) => {
            if !exists(yearly) {
                refuse("/yearly/day", FieldCode::OutOfRange);
            }
            if yearly
                .from_year
                .zip(yearly.until_year)
                .is_some_and(|(from, until)| from > until)
            {
                refuse("/yearly/until_year", FieldCode::Conflict);
            }
        }
    }
    match (v.kind, v.span) {
        (HolidayKind::Holiday, Some(_)) => refuse("/hours", FieldCode::NotAllowed),
        (HolidayKind::HalfDay, None) => refuse("/hours", FieldCode::Required),
        (_, Some(span)) if span.is_empty() => refuse("/hours/until", FieldCode::Conflict),
        (HolidayKind::Holiday | HolidayKind::Working, None) | (_, Some(_)) => {}
    }
    if v.lunar && (v.kind != HolidayKind::Holiday || !matches!(v.when, When::On(_))) {
        refuse("/lunar", FieldCode::NotAllowed);
    }
    errors
}

/// Whether the month ever has this day: 31 in the first half of the year, then 30, Esfand's only in leap years.
fn exists(yearly: Yearly) -> bool {
    let last = if yearly.month <= 6 { 31 } else { 30 };
    (1..=12).contains(&yearly.month) && (1..=last).contains(&yearly.day)
}

fn told(v: &HolidayValues) -> Value {
    let (date, yearly) = parts(v.when);
    json!({ "kind": v.kind, "title": v.title, "date": date, "yearly": yearly, "hours": v.span, "lunar": v.lunar })
}

fn record(c: &mut Conn, cx: &Cx, by: UserId, id: HolidayId, action: &str, data: Value) -> Result<()> {
    let entry = Entry {
        subject: "holiday",
        subject_id: id.0,
        action,
        actor: Some(by),
        from: None,
        to: None,
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}
