//! The reports, made from counts.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use super::model::{
    Age, AgeingReport, CategoryTotal, DeskCounts, FlowReport, FlowSpan, MonthFlow, OpenRequestsReport, UnitCounts,
};
use super::months::{self, Month};
use super::{policy, store};
use crate::accounts::Actor;
use crate::calendar::{Stretch, tehran};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{DeskId, UnitId};
use crate::persian::digits;
use crate::persian::jalali::MONTHS;
use crate::requests::Category;
use crate::requests::categories;
use crate::units::UnitRef;
use crate::units::directory;

/// The days after which an age ends, the youngest first; the last has no end.
const AGES: [i64; 4] = [7, 30, 90, 180];
/// Months of the flow, at most.
const MOST_MONTHS: usize = 36;

/// Open requests by unit and category.
///
/// # Errors
/// 403.
pub fn open_requests(c: &mut Conn, cx: &Cx, actor: &Actor, locale: Locale) -> Result<OpenRequestsReport> {
    policy::require_reading(actor)?;
    let mut by_unit: HashMap<UnitId, HashMap<Category, i64>> = HashMap::new();
    let mut by_category: HashMap<Category, i64> = HashMap::new();
    for (unit, category, count) in store::open_by_unit(c)? {
        by_unit.entry(unit).or_default().insert(category, count);
        *by_category.entry(category).or_default() += count;
    }
    let column = |category: &Category| {
        let total = *by_category.get(category)?;
        let title = categories::title(*category, locale).to_owned();
        Some(CategoryTotal {
            category: *category,
            title,
            total,
        })
    };
    let categories: Vec<_> = Category::ALL.iter().filter_map(column).collect();
    let ids: Vec<_> = by_unit.keys().copied().collect();
    let names = directory::unit_refs(c, &ids)?;
    let row = |(id, counts): (UnitId, HashMap<Category, i64>)| UnitCounts {
        unit: names.get(&id).cloned().unwrap_or(UnitRef {
            id,
            name: String::new(),
        }),
        total: counts.values().sum(),
        counts: categories
            .iter()
            .map(|column| counts.get(&column.category).copied().unwrap_or(0))
            .collect(),
    };
    let mut units: Vec<_> = by_unit.into_iter().map(row).collect();
    units.sort_by_key(|row| (-row.total, row.unit.id));
    Ok(OpenRequestsReport {
        at: cx.now,
        total: by_category.values().sum(),
        categories,
        units,
    })
}

/// The ages that are told apart on this day, nothing counted yet.
fn ages(today: NaiveDate) -> Vec<Age> {
    let ago = |days: i64| today.checked_sub_signed(TimeDelta::days(days)).unwrap_or(today);
    let ends = AGES.into_iter().map(Some).chain([None]);
    let starts = [0].into_iter().chain(AGES.into_iter().map(|end| end + 1));
    let age = |(from_days, to_days): (i64, Option<i64>)| Age {
        from_days,
        to_days,
        filed_from: to_days.map(ago),
        filed_to: ago(from_days),
        total: 0,
    };
    starts.zip(ends).map(age).collect()
}

/// How long ago what is open was filed, by desk.
///
/// # Errors
/// 403.
pub fn ageing(c: &mut Conn, cx: &Cx, actor: &Actor) -> Result<AgeingReport> {
    policy::require_reading(actor)?;
    let mut ages = ages(cx.now.date_tehran());
    let width = ages.len();
    let mut by_desk: HashMap<Option<DeskId>, Vec<i64>> = HashMap::new();
    for (i, age) in ages.iter_mut().enumerate() {
        let from = age.filed_from.map(|day| tehran::whole(day).from);
        for (desk, count) in store::open_by_desk(c, from, tehran::whole(age.filed_to).until)? {
            age.total += count;
            if let Some(place) = by_desk.entry(desk).or_insert_with(|| vec![0; width]).get_mut(i) {
                *place = count;
            }
        }
    }
    let ids: Vec<_> = by_desk.keys().flatten().copied().collect();
    let names = directory::desk_refs(c, &ids)?;
    let row = |(desk, counts): (Option<DeskId>, Vec<i64>)| DeskCounts {
        desk: desk.and_then(|id| names.get(&id).cloned()),
        total: counts.iter().sum(),
        counts,
    };
    let mut desks: Vec<_> = by_desk.into_iter().map(row).collect();
    desks.sort_by_key(|row| (-row.total, row.desk.as_ref().map(|desk| desk.id)));
    Ok(AgeingReport {
        at: cx.now,
        total: ages.iter().map(|age| age.total).sum(),
        ages,
        desks,
    })
}

/// What came and what went in each of the last months.
///
/// # Errors
/// 400 for a number of months that is out of range, 403.
pub fn flow(c: &mut Conn, cx: &Cx, actor: &Actor, span: &FlowSpan, locale: Locale) -> Result<FlowReport> {
    policy::require_reading(actor)?;
    if !(1..=MOST_MONTHS).contains(&span.months) {
        let (fa, en) = ("از ۱ تا ۳۶ ماه.", "From 1 to 36 months.");
        return Err(Error::parameter("months", FieldCode::OutOfRange, fa, en));
    }
    let mut open = store::open(c)?;
    let mut flow = Vec::with_capacity(span.months);
    for month in months::until(cx.now.date_tehran(), span.months).into_iter().rev() {
        let Some((from, to)) = month.days() else { break };
        let time = Stretch {
            from: tehran::whole(from).from,
            until: tehran::whole(to).until,
        };
        let (filed, closed) = (store::filed(c, time)?, store::closed(c, time)?);
        flow.push(MonthFlow {
            month: month.key(),
            title: title(month, locale),
            from,
            to,
            filed,
            closed,
            open_at_end: open,
        });
        open += closed - filed;
    }
    flow.reverse();
    Ok(FlowReport {
        at: cx.now,
        months: flow,
    })
}

fn title(month: Month, locale: Locale) -> String {
    let Some(name) = MONTHS.get(usize::from(month.month).wrapping_sub(1)) else {
        return month.key();
    };
    match locale {
        Locale::Fa => format!("{name} {}", digits::persian(&month.year.to_string())),
        Locale::En => month.key(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_filing_has_one_age() {
        let today = NaiveDate::from_ymd_opt(2019, 12, 3).unwrap();
        let ages = ages(today);
        assert_eq!(ages.len(), 5);
        assert_eq!((ages[0].filed_to, ages[4].filed_from), (today, None));
        for pair in ages.windows(2) {
            assert_eq!(pair[1].filed_to.succ_opt(), pair[0].filed_from);
            assert_eq!(pair[0].to_days.map(|days| days + 1), Some(pair[1].from_days));
        }
    }
}
