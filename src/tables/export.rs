//! Tables written for spreadsheets: Persian headings, numbers as numbers, days as days, and nothing that a spreadsheet
//! could take for a formula.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, Worksheet, XlsxError};

use super::columns::Column;
use super::{Format, MAX_CELL, csv_file};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::persian::jalali::JalaliDate;

/// What stands before UTF-8 for spreadsheets to know it.
const MARK: &str = "\u{feff}";
/// Widest column, in characters.
const WIDEST: usize = 60;

/// A cell to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// A day, Gregorian.
    Day(NaiveDate),
}

impl Value {
    /// A text; nothing for an empty one.
    pub fn text(text: impl AsRef<str>) -> Self {
        match text.as_ref() {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }

    /// A text, or nothing.
    pub fn maybe(text: Option<impl AsRef<str>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// «بله» or «خیر».
    pub fn truth(yes: bool) -> Self {
        Self::text(if yes { "بله" } else { "خیر" })
    }

    /// A day as people read it: Jalali, as text.
    pub fn jalali(day: Option<NaiveDate>) -> Self {
        Self::maybe(day.map(|day| JalaliDate::from_gregorian(day).persian()))
    }

    /// A day that spreadsheets reckon with.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A table to be written.
#[derive(Debug)]
pub struct Table {
    /// What the sheet is called: Persian, at most 31 characters.
    pub title: &'static str,
    /// Its columns.
    pub columns: Vec<&'static Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// From things, each a row: `cell` says what a thing has in a column.
    pub fn of<T>(
        title: &'static str,
        columns: impl Iterator<Item = &'static Column>,
        things: &[T],
        cell: impl Fn(&T, &Column) -> Value,
    ) -> Self {
        let columns: Vec<_> = columns.collect();
        let row = |thing| columns.iter().map(|column| cell(thing, column)).collect();
        Self {
            title,
            rows: things.iter().map(row).collect(),
            columns,
        }
    }

    /// The table as a file.
    ///
    /// # Errors
    /// 500 when it cannot be written.
    pub fn write(&self, format: Format, now: Timestamp) -> Result<Vec<u8>> {
        match format {
            Format::Csv => self
                .csv()
                .map_err(|e| Error::internal("a CSV file cannot be written", e)),
            Format::Xlsx => workbook(std::slice::from_ref(self), now),
        }
    }

    fn csv(&self) -> std::io::Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(MARK.as_bytes().to_vec());
        writer.write_record(self.columns.iter().map(|column| column.fa))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|value| match value {
                Value::Empty => String::new(),
                Value::Text(text) => csv_file::guarded(text),
                Value::Number(number) => number.to_string(),
                Value::Day(day) => day.to_string(),
            }))?;
        }
        writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    fn write_sheet(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.title)?;
        sheet.set_right_to_left(true);
        sheet.set_freeze_panes(1, 0)?;
        let heading = Look::new().set_bold();
        let (number, day) = (
            Look::new().set_num_format("#,##0"),
            Look::new().set_num_format("yyyy-mm-dd"),
        );
        for (at, column) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, at, column.fa, &heading)?;
            let cells = self.rows.iter().filter_map(|row| row.get(usize::from(at)));
            let longest = cells
                .map(width)
                .chain([column.fa.chars().count()])
                .max()
                .unwrap_or_default();
            // 60 at most, and so exact.
            sheet.set_column_width(at, f64::from(u8::try_from(longest.min(WIDEST) + 2).unwrap_or(u8::MAX)))?;
        }
        for (number_of_row, row) in (1..).zip(&self.rows) {
            for (at, value) in (0..).zip(row) {
                match value {
                    Value::Empty => {}
                    Value::Text(text) => {
                        sheet.write_string(number_of_row, at, fitting(text))?;
                    }
                    #[expect(clippy::cast_precision_loss, reason = "amounts end at 10^15, far below 2^53")]
                    Value::Number(n) => {
                        sheet.write_number_with_format(number_of_row, at, *n as f64, &number)?;
                    }
                    Value::Day(date) => {
                        sheet.write_datetime_with_format(number_of_row, at, excel_day(*date)?, &day)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Tables as a workbook, a sheet each.
///
/// # Errors
/// 500 when it cannot be written.
pub fn workbook(tables: &[Table], now: Timestamp) -> Result<Vec<u8>> {
    save(tables, now).map_err(|e| Error::internal("a workbook cannot be written", e))
}

fn save(tables: &[Table], now: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let today = excel_day(now.date_tehran())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&today));
    for table in tables {
        table.write_sheet(book.add_worksheet())?;
    }
    book.save_to_buffer()
}

fn width(value: &Value) -> usize {
    match value {
        Value::Empty => 0,
        Value::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or_default(),
        Value::Number(_) => 18,
        Value::Day(_) => 12,
    }
}

/// A text that a cell can hold, cut visibly where it is longer.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= MAX_CELL {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(MAX_CELL / 2).collect();
    cut.push('…');
    cut
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or_default(),
        part(day.month()),
        part(day.day()),
    )
}
