//! The rows of the calendar.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::Value;

use super::week::{MinuteOfDay, Span};
use super::working::{HolidayKind, SpecialDay, When, Yearly};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::kept::{self, Subject};
use crate::db::schema::{calendar_sets, holidays};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::HolidayId;
use crate::persian::jalali::JalaliDate;

/// A dated set as it is kept.
pub type SetRow = (i32, Json, Timestamp);

/// A set's version, periods and time.
pub fn set(c: &mut Conn, name: &str) -> Result<SetRow> {
    Ok(calendar_sets::table
        .filter(calendar_sets::name.eq(name))
        .select((
            calendar_sets::version,
            calendar_sets::periods,
            calendar_sets::updated_at,
        ))
        .first(c)?)
}

/// Writes a set if it still has the version; says whether it had.
pub fn update_set(c: &mut Conn, name: &str, version: i32, periods: Value, now: Timestamp) -> Result<bool> {
    kept::changed(c, Subject::Calendar)?;
    let kept = calendar_sets::name.eq(name).and(calendar_sets::version.eq(version));
    let changed = diesel::update(calendar_sets::table.filter(kept))
        .set((
            calendar_sets::periods.eq(Json(periods)),
            calendar_sets::version.eq(version + 1),
            calendar_sets::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// A holiday's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = holidays)]
pub struct HolidayRow {
    pub id: HolidayId,
    pub kind: HolidayKind,
    pub title: String,
    pub on_date: Option<NaiveDate>,
    pub month: Option<i32>,
    pub day: Option<i32>,
    pub from_year: Option<i32>,
    pub until_year: Option<i32>,
    pub from_minute: Option<i32>,
    pub until_minute: Option<i32>,
    pub lunar: bool,
    pub sort_key: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl HolidayRow {
    /// The row as the calendar takes it.
    ///
    /// # Errors
    /// 500 when the columns contradict each other.
    pub fn special_day(&self) -> Result<SpecialDay> {
        let broken = || Error::internal("a holiday's row is broken", self.id.to_string());
        let small = |n: i32| u8::try_from(n).map_err(|_| broken());
        let when = match (self.on_date, self.month, self.day) {
            (Some(date), None, None) => When::On(date),
            (None, Some(month), Some(day)) => When::Yearly(Yearly {
                month: small(month)?,
                day: small(day)?,
                from_year: self.from_year,
                until_year: self.until_year,
            }),
            _ => return Err(broken()),
        };
        let time = |n: i32| u16::try_from(n).ok().and_then(MinuteOfDay::new).ok_or_else(broken);
        let span = match (self.from_minute, self.until_minute) {
            (Some(from), Some(until)) => Some(Span {
                from: time(from)?,
                until: time(until)?,
            }),
            (None, None) => None,
            _ => return Err(broken()),
        };
        Ok(SpecialDay {
            id: self.id,
            title: self.title.clone(),
            kind: self.kind,
            when,
            span,
            lunar: self.lunar,
        })
    }
}

/// What a holiday's row is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayValues {
    pub kind: HolidayKind,
    pub title: String,
    pub title_key: String,
    pub when: When,
    pub span: Option<Span>,
    pub lunar: bool,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = holidays, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Written<'a> {
    kind: HolidayKind,
    title: &'a str,
    title_key: &'a str,
    on_date: Option<NaiveDate>,
    month: Option<i32>,
    day: Option<i32>,
    from_year: Option<i32>,
    until_year: Option<i32>,
    from_minute: Option<i32>,
    until_minute: Option<i32>,
    lunar: bool,
    sort_key: i32,
    version: i32,
    updated_at: Timestamp,
}

impl HolidayValues {
    /// The first year it holds for, as far as it is part of what makes it unique.
    fn first_year(&self) -> Option<i32> {
        match self.when {
            When::On(_) => None,
            When::Yearly(yearly) => yearly.from_year,
        }
    }

    fn written(&self, version: i32, now: Timestamp) -> Written<'_> {
        let (on_date, yearly) = match self.when {
            When::On(date) => (Some(date), None),
            When::Yearly(yearly) => (None, Some(yearly)),
        };
        Written {
            kind: self.kind,
            title: &self.title,
            title_key: &self.title_key,
            on_date,
            month: yearly.map(|y| y.month.into()),
            day: yearly.map(|y| y.day.into()),
            from_year: yearly.and_then(|y| y.from_year),
            until_year: yearly.and_then(|y| y.until_year),
            from_minute: self.span.map(|s| s.from.minutes().into()),
            until_minute: self.span.map(|s| s.until.minutes().into()),
            lunar: self.lunar,
            sort_key: sort_key(self.when),
            version,
            updated_at: now,
        }
    }
}

/// Jalali year, month and day as one number, `13980912`; a day of each year has the year 0 and so comes first.
pub fn sort_key(when: When) -> i32 {
    let (year, month, day) = match when {
        When::On(date) => {
            let jalali = JalaliDate::from_gregorian(date);
            (jalali.year(), jalali.month(), jalali.day())
        }
        When::Yearly(yearly) => (0, yearly.month, yearly.day),
    };
    year * 10_000 + i32::from(month) * 100 + i32::from(day)
}

/// Records a holiday.
///
/// # Errors
/// `Duplicate` when the same is there.
pub fn insert_holiday(c: &mut Conn, values: &HolidayValues, now: Timestamp) -> Result<HolidayId> {
    kept::changed(c, Subject::Calendar)?;
    Ok(diesel::insert_into(holidays::table)
        .values((values.written(1, now), holidays::created_at.eq(now)))
        .returning(holidays::id)
        .get_result(c)?)
}

/// Writes a holiday's row if it still has the version; says whether it had.
pub fn update_holiday(c: &mut Conn, id: HolidayId, version: i32, v: &HolidayValues, now: Timestamp) -> Result<bool> {
    kept::changed(c, Subject::Calendar)?;
    let seen = holidays::id.eq(id).and(holidays::version.eq(version));
    let changed = diesel::update(holidays::table.filter(seen))
        .set(v.written(version + 1, now))
        .execute(c)?;
    Ok(changed == 1)
}

/// Removes a holiday if it still has the version; says whether it had.
pub fn delete_holiday(c: &mut Conn, id: HolidayId, version: i32) -> Result<bool> {
    kept::changed(c, Subject::Calendar)?;
    let seen = holidays::id.eq(id).and(holidays::version.eq(version));
    Ok(diesel::delete(holidays::table.filter(seen)).execute(c)? == 1)
}

pub fn find_holiday(c: &mut Conn, id: HolidayId) -> Result<Option<HolidayRow>> {
    Ok(holidays::table
        .filter(holidays::id.eq(id))
        .select(HolidayRow::as_select())
        .first(c)
        .optional()?)
}

/// The holiday that is the same: of this kind and title, on the same day, from the same year on.
pub fn same_holiday(c: &mut Conn, v: &HolidayValues) -> Result<Option<HolidayRow>> {
    let rows: Vec<HolidayRow> = holidays::table
        .filter(
            holidays::sort_key
                .eq(sort_key(v.when))
                .and(holidays::kind.eq(v.kind))
                .and(holidays::title_key.eq(&v.title_key)),
        )
        .select(HolidayRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().find(|row| row.from_year == v.first_year()))
}

/// The declaration that makes this day working.
pub fn declared_working(c: &mut Conn, date: NaiveDate) -> Result<Option<HolidayId>> {
    Ok(holidays::table
        .filter(holidays::on_date.eq(date).and(holidays::kind.eq(HolidayKind::Working)))
        .select(holidays::id)
        .first(c)
        .optional()?)
}

/// Every holiday there is.
pub fn all_holidays(c: &mut Conn) -> Result<Vec<HolidayRow>> {
    Ok(holidays::table
        .order(holidays::id)
        .select(HolidayRow::as_select())
        .load(c)?)
}

/// Holidays after this sort key and id; with a year, those of that Jalali year, the yearly ones that hold in it included.
pub fn list_holidays(
    c: &mut Conn,
    year: Option<i32>,
    after: Option<(i32, HolidayId)>,
    limit: i64,
) -> Result<Vec<HolidayRow>> {
    let mut query = holidays::table
        .select(HolidayRow::as_select())
        .order((holidays::sort_key, holidays::id))
        .limit(limit)
        .into_boxed();
    if let Some(year) = year {
        let once = holidays::sort_key.between(year * 10_000, year * 10_000 + 9_999);
        let began = holidays::from_year.is_null().or(holidays::from_year.le(year));
        let still = holidays::until_year.is_null().or(holidays::until_year.ge(year));
        let yearly = holidays::on_date.is_null().and(began).and(still);
        query = query.filter(once.or(yearly));
    }
    if let Some((key, id)) = after {
        query = query.filter(
            holidays::sort_key
                .gt(key)
                .or(holidays::sort_key.eq(key).and(holidays::id.gt(id))),
        );
    }
    Ok(query.load(c)?)
}
