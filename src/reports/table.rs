//! The reports as tables, with Persian headings.

use std::sync::LazyLock;

use super::model::{AgeingReport, FlowReport, OpenRequestsReport};
use crate::error::Locale;
use crate::requests::Category;
use crate::requests::categories;
use crate::tables::Column;
use crate::tables::columns::{Use, column};
use crate::tables::export::{Table, Value};

/// A unit, a column for each category, and the sum.
static OPEN: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let category = |category: &Category| {
        column(
            category.as_str(),
            categories::title(*category, Locale::Fa),
            &[],
            Use::Shown,
        )
    };
    let mut columns = vec![column("unit", "واحد", &[], Use::Shown)];
    columns.extend(Category::ALL.iter().map(category));
    columns.push(column("total", "جمع", &[], Use::Shown));
    columns
});

const AGES: &[Column] = &[
    column("desk", "میز", &[], Use::Shown),
    column("0", "تا ۷ روز", &[], Use::Shown),
    column("1", "۸ تا ۳۰ روز", &[], Use::Shown),
    column("2", "۳۱ تا ۹۰ روز", &[], Use::Shown),
    column("3", "۹۱ تا ۱۸۰ روز", &[], Use::Shown),
    column("4", "بیش از ۱۸۰ روز", &[], Use::Shown),
    column("total", "جمع", &[], Use::Shown),
];

const FLOW: &[Column] = &[
    column("month", "ماه", &[], Use::Shown),
    column("from", "نخستین روز (میلادی)", &[], Use::Shown),
    column("filed", "ثبت‌شده", &[], Use::Shown),
    column("closed", "پایان‌یافته", &[], Use::Shown),
    column("open_at_end", "باز در پایان ماه", &[], Use::Shown),
];

/// Open requests by unit and category.
pub fn open_requests(report: &OpenRequestsReport) -> Table {
    let place = |key: &str| report.categories.iter().position(|c| c.category.as_str() == key);
    Table::of(
        "درخواست‌های باز",
        OPEN.iter(),
        &report.units,
        |row, column| match column.key {
            "unit" => Value::text(&row.unit.name),
            "total" => Value::Number(row.total),
            key => Value::Number(place(key).and_then(|i| row.counts.get(i)).copied().unwrap_or(0)),
        },
    )
}

/// How long what is open has been lying, by desk.
pub fn ageing(report: &AgeingReport) -> Table {
    Table::of(
        "سن درخواست‌های باز",
        AGES.iter(),
        &report.desks,
        |row, column| match column.key {
            "desk" => Value::text(row.desk.as_ref().map_or("در بررسی", |desk| desk.name.as_str())),
            "total" => Value::Number(row.total),
            key => {
                let count = key.parse().ok().and_then(|i: usize| row.counts.get(i));
                count.map_or(Value::Empty, |count| Value::Number(*count))
            }
        },
    )
}

/// What came and what went, by month.
pub fn flow(report: &FlowReport) -> Table {
    Table::of(
        "جریان درخواست‌ها",
        FLOW.iter(),
        &report.months,
        |row, column| match column.key {
            "month" => Value::text(&row.title),
            "from" => Value::day(Some(row.from)),
            "filed" => Value::Number(row.filed),
            "closed" => Value::Number(row.closed),
            "open_at_end" => Value::Number(row.open_at_end),
            _ => Value::Empty,
        },
    )
}
