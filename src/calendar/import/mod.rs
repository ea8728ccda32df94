//! Holidays from a file: read line by line (`csv_file`, `ics_file`), tried, and taken whole or not at all. What is there
//! already stays as it is, so the same file twice changes nothing.

mod csv_file;
mod ics_file;

use std::collections::HashMap;

use super::holidays::{add, check, values_of};
use super::model::{CreateHoliday, ImportFormat, ImportHolidays, ImportReport, ImportedLine, LineProblem, Outcome};
use super::policy;
use super::store::{self, HolidayValues};
use super::working::{HolidayKind, When};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result, Said, said};
use crate::persian::digits;

/// Holidays of a file, at most: some twenty years' worth.
const MAX_HOLIDAYS: usize = 1000;
/// Characters of a title, at most, as in [`CreateHoliday`].
const MAX_TITLE: usize = 200;

/// Lines that are refused by name, at most: who sees these looks at the whole file again.
const MAX_REFUSED: usize = 100;

/// A holiday that a line of the file holds.
#[derive(Debug, Clone)]
struct Line {
    /// From 1.
    number: u32,
    holiday: CreateHoliday,
}

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refused {
    number: u32,
    code: FieldCode,
    said: Said,
}

impl Refused {
    fn new(number: u32, code: FieldCode, fa: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            number,
            code,
            said: said(fa, en),
        }
    }
}

/// What a file holds, line by line, right and wrong.
type Read = (Vec<Line>, Vec<Refused>);

/// Takes a file, or only says what would come of it.
///
/// # Errors
/// 403; 422 when a line cannot be taken and this is no dry run.
pub fn import(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    input: &ImportHolidays,
    dry_run: bool,
    locale: Locale,
) -> Result<ImportReport> {
    policy::require_change(actor)?;
    let text = input.text.trim_start_matches('\u{feff}');
    let (lines, mut refused) = match input.format {
        ImportFormat::Csv => csv_file::read(text, input.lunar),
        ImportFormat::Ics => ics_file::read(text, input.lunar),
    };
    if let Some(first) = lines.get(MAX_HOLIDAYS) {
        refused.push(Refused::new(
            first.number,
            FieldCode::TooLong,
            "پرونده بیش از ۱۰۰۰ مناسبت دارد؛ آن را چند بخش کنید.",
            "The file holds more than 1000 holidays; split it.",
        ));
    }
    let mut sorted: Vec<(u32, HolidayValues, Outcome)> = Vec::with_capacity(lines.len());
    let mut seen = HashMap::new();
    for line in lines.into_iter().take(MAX_HOLIDAYS) {
        match sort(c, &line.holiday, &mut seen) {
            Ok((values, outcome)) => sorted.push((line.number, values, outcome)),
            Err(Error::Invalid(errors)) => refused.extend(errors.into_iter().map(|e| of_field(line.number, &e))),
            Err(other) => return Err(other),
        }
    }
    refused.sort_by_key(|r| r.number);
    if let Some(more) = refused.len().checked_sub(MAX_REFUSED).filter(|more| *more > 0) {
        refused.truncate(MAX_REFUSED);
        let last = refused.last().map_or(0, |r| r.number);
        refused.push(Refused::new(
            last,
            FieldCode::TooLong,
            format!("و {} خطای دیگر پس از این سطر.", digits::persian(&more.to_string())),
            format!("And {more} more errors after this line."),
        ));
    }
    if !dry_run && !refused.is_empty() {
        return Err(Error::Invalid(refused.iter().map(of_line).collect()));
    }
    if !dry_run {
        for (_, values, _) in sorted.iter().filter(|(_, _, outcome)| *outcome == Outcome::Created) {
            add(c, cx, actor.id, values)?;
        }
    }
    Ok(report(dry_run, sorted, &refused, locale))
}

/// Whether a holiday is new, in the database and in this file, and can be recorded.
fn sort(
    c: &mut Conn,
    holiday: &CreateHoliday,
    seen: &mut HashMap<Key, HolidayValues>,
) -> Result<(HolidayValues, Outcome)> {
    let values = values_of(holiday)?;
    if values.title.chars().count() > MAX_TITLE {
        return Err(Error::field("/title", FieldCode::TooLong));
    }
    let key = (store::sort_key(values.when), values.kind, values.title_key.clone());
    match seen.get(&key) {
        Some(before) if *before == values => return Ok((values, Outcome::Unchanged)),
        Some(_) => return Err(Error::field("/date", FieldCode::Conflict)),
        None => {}
    }
    if store::same_holiday(c, &values)?.is_some() {
        return Ok((values, Outcome::Unchanged));
    }
    check(c, None, &values)?;
    let declared_twice = values.kind == HolidayKind::Working && seen.keys().any(|k| (k.0, k.1) == (key.0, key.1));
    if declared_twice {
        return Err(Error::field("/date", FieldCode::Conflict));
    }
    seen.insert(key, values.clone());
    Ok((values, Outcome::Created))
}

/// Day, kind and title: what makes a holiday the same.
type Key = (i32, HolidayKind, String);

/// A rule of a single holiday, broken by a line.
fn of_field(number: u32, error: &FieldError) -> Refused {
    let field = error.pointer.trim_start_matches('/');
    Refused::new(
        number,
        error.code,
        format!("{field}: {}", error.fa),
        format!("{field}: {}", error.en),
    )
}

/// A line's error as a field of the body.
fn of_line(refused: &Refused) -> FieldError {
    let number = refused.number;
    FieldError::with(
        "/text",
        refused.code,
        format!("سطر {}: {}", digits::persian(&number.to_string()), refused.said.fa),
        format!("Line {number}: {}", refused.said.en),
    )
}

fn report(
    dry_run: bool,
    sorted: Vec<(u32, HolidayValues, Outcome)>,
    refused: &[Refused],
    locale: Locale,
) -> ImportReport {
    let lines = sorted
        .into_iter()
        .filter_map(|(line, values, outcome)| match values.when {
            When::On(date) => Some(ImportedLine {
                line,
                date,
                title: values.title,
                kind: values.kind,
                outcome,
            }),
            // A file has no yearly ones.
            When::Yearly(_) => None,
        });
    let problem = |r: &Refused| LineProblem {
        line: r.number,
        code: r.code,
        message: locale.pick(&r.said.fa, &r.said.en).to_owned(),
    };
    ImportReport {
        dry_run,
        lines: lines.collect(),
        errors: refused.iter().map(problem).collect(),
    }
}
