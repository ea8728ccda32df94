//! The first sheet of an XLSX workbook. Files of strangers: what they unpack to is measured before anything is read, cells
//! are taken one by one and not as a rectangle that a single far cell could blow up, and a reader that stumbles over
//! nonsense refuses the file and nothing more.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::sheet::{Place, Refused, Row, Sheet, too_many_columns, too_many_rows};
use super::{MAX_COLUMNS, MAX_ROWS};
use crate::error::FieldCode;

/// Bytes that the parts of a workbook may unpack to, all together.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts of a workbook.
const MAX_PARTS: usize = 1000;
/// Whole numbers up to here are exact in a spreadsheet.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads the file.
///
/// # Errors
/// When it is no workbook, unpacks to too much, has too many rows or columns, or nothing is in it.
pub fn read(bytes: &[u8]) -> Result<Sheet, Refused> {
    measure(bytes)?;
    // The library is well tested on workbooks; on what only looks like one it may stumble.
    catch_unwind(AssertUnwindSafe(|| cells(bytes))).unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> Refused {
    let fa = "این پرونده XLSX خوانا نیست: آسیب دیده، رمزدار یا از قالب دیگری است.";
    let en = "This is no readable XLSX file: it is damaged, encrypted or something else.";
    Refused::new(Place::FILE, FieldCode::Invalid, fa, en)
}

/// Unpacks everything once, to nowhere: the sizes that an archive states may be lies.
fn measure(bytes: &[u8]) -> Result<(), Refused> {
    let too_large = || {
        let fa = "این پرونده پس از باز شدن بیش از اندازه بزرگ می‌شود.";
        Refused::new(Place::FILE, FieldCode::TooLong, fa, "This file unpacks to too much.")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| damaged())?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| damaged())?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

fn cells(bytes: &[u8]) -> Result<Sheet, Refused> {
    let broken = |_: XlsxError| damaged();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let name = book.sheet_names().into_iter().next().ok_or_else(damaged)?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value(), row, column)?;
        if text.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            return Err(too_many_columns(row.saturating_add(1)));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        // The header is a row, too.
        if rows.len() > MAX_ROWS + 1 {
            return Err(too_many_rows(row.saturating_add(1)));
        }
    }
    let row = |(number, cells): (u32, Vec<String>)| Row {
        number: number.saturating_add(1),
        cells,
    };
    Sheet::of(rows.into_iter().map(row))
}

/// What a cell says, as a person would type it.
fn text(value: &DataRef<'_>, row: u32, column: u32) -> Result<String, Refused> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() <= EXACT => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => {
            let place = Place {
                row: row.saturating_add(1),
                column: Some(column),
            };
            let (fa, en) = (
                "فرمول این خانه به خطا رسیده است.",
                "The formula of this cell ends in an error.",
            );
            return Err(Refused::new(place, FieldCode::Invalid, fa, en));
        }
    })
}
