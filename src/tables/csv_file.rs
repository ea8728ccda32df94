//! CSV as spreadsheets write it: UTF-8 with or without a byte order mark, commas, semicolons or tabs between, cells in
//! quotation marks where need be.

use csv::ReaderBuilder;

use super::sheet::{Place, Refused, Row, Sheet};
use crate::error::FieldCode;

/// Characters at the start of a cell that make spreadsheets take it for a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// What stands between the cells: whichever the first line has most of.
pub fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |s: &u8| first.bytes().filter(|b| b == s).count();
    // Of equals the last wins: a line without any has a comma.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Reads the file.
///
/// # Errors
/// When it is no UTF-8, or nothing is in it.
pub fn read(bytes: &[u8]) -> Result<Sheet, Refused> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let fa =
            "نویسه‌های این پرونده UTF-8 نیست (شاید windows-1256 باشد)؛ آن را با قالب «CSV UTF-8» یا XLSX ذخیره کنید.";
        let en = "This file is not UTF-8 (perhaps windows-1256): save it as “CSV UTF-8” or as XLSX.";
        return Err(Refused::new(Place::FILE, FieldCode::Invalid, fa, en));
    };
    // One kind of line end, so that lines count alike inside and outside of quotation marks.
    let mut text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    text.push('\n');
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(&text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    // Line ends within cells so far: a spreadsheet does not count those.
    let mut within = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                let en = format!("This line cannot be read: {e}");
                return Err(Refused::new(Place::FILE, FieldCode::Invalid, "پرونده خوانده نشد.", en));
            }
        }
        if reader.position().byte() == text.len() as u64
            && record.iter().next_back().is_some_and(|cell| cell.ends_with('\n'))
        {
            // The line end that was added came to lie within quotation marks.
            return Err(unclosed(rows.last().map_or(1, |row: &Row| row.number + 1)));
        }
        within += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let line = reader.position().line().saturating_sub(within + 1).max(1);
        rows.push(Row {
            number: u32::try_from(line).unwrap_or(u32::MAX),
            cells: record.iter().map(plain).collect(),
        });
    }
    Sheet::of(rows)
}

fn unclosed(row: u32) -> Refused {
    let fa = "گیومه‌ای که در این ردیف باز شده بسته نشده است.";
    let en = "A quotation mark that opens in this row is never closed.";
    Refused::new(Place::row(row), FieldCode::Invalid, fa, en)
}

/// A cell without the mark of [`guarded`].
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if looks_like_a_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn looks_like_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A text that no spreadsheet takes for a formula (CSV injection): an apostrophe goes before what would be one.
/// Reading takes it off again.
pub fn guarded(text: &str) -> String {
    if looks_like_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
