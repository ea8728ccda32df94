//! What came, or would come, of an import: row by row, and every fault by row and column.

use serde::Serialize;

use super::columns::{Column, Headings};
use super::sheet::{Refused, Sheet};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::persian::digits;

/// Faults that are told one by one, at most: who sees these looks at the whole file again.
const MAX_FAULTS: usize = 200;

crate::text_enum! {
    /// What becomes of a row.
    pub enum RowOutcome {
        /// Something new.
        Created = "created",
        /// Something that was there is changed.
        Changed = "changed",
        /// It is there, just so.
        Unchanged = "unchanged",
    }
}

pub use RowOutcome as Outcome;

/// How a file is imported.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mode {
    /// Only say what would come of it.
    pub dry_run: bool,
    /// In which language.
    pub locale: Locale,
}

/// What became of one row.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its number in the spreadsheet.
    pub row: u32,
    /// What the row is about.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The columns that changed something.
    pub fields: Vec<&'static str>,
}

/// What became of a file.
#[derive(Debug, Default)]
pub struct Report {
    /// Its good rows.
    pub made: Vec<Made>,
    /// What cannot be taken.
    pub refused: Vec<Refused>,
    /// What is taken, and is to be known.
    pub notes: Vec<Refused>,
}

impl Report {
    /// A report that only says why the file was not read.
    pub fn of_refused(refused: Vec<Refused>) -> Self {
        Self {
            refused,
            ..Self::default()
        }
    }

    /// The sheet under its headings, or the report that says why not.
    ///
    /// # Errors
    /// The report.
    pub fn begin(sheet: Result<Sheet, Refused>, columns: &'static [Column]) -> Result<(Sheet, Headings), Self> {
        let sheet = sheet.map_err(|wrong| Self::of_refused(vec![wrong]))?;
        let headings = Headings::of(&sheet, columns).map_err(Self::of_refused)?;
        Ok((sheet, headings))
    }

    /// What the caller is told.
    ///
    /// # Errors
    /// 422 with every fault, when there is any and this was no dry run: nothing is kept.
    pub fn finish(mut self, mode: Mode) -> Result<TableImport> {
        let Mode { dry_run, locale } = mode;
        self.refused.sort_by_key(|refused| refused.place);
        let more = self.refused.len().saturating_sub(MAX_FAULTS);
        self.refused.truncate(MAX_FAULTS);
        if !dry_run && !self.refused.is_empty() {
            let mut errors: Vec<_> = self.refused.iter().map(Refused::as_field).collect();
            if more > 0 {
                errors.push(FieldError::with(
                    "",
                    FieldCode::TooLong,
                    format!("و {} خطای دیگر.", digits::persian(&more.to_string())),
                    format!("And {more} more errors."),
                ));
            }
            return Err(Error::Invalid(errors));
        }
        self.made.sort_by_key(|made| made.row);
        let count = |outcome| self.made.iter().filter(|made| made.outcome == outcome).count();
        let (created, changed) = (count(Outcome::Created), count(Outcome::Changed));
        let unchanged = count(Outcome::Unchanged);
        Ok(TableImport {
            dry_run,
            created,
            changed,
            unchanged,
            errors: self.refused.iter().map(|r| TableFault::of(r, locale)).collect(),
            more_errors: more,
            notes: self.notes.iter().map(|r| TableFault::of(r, locale)).collect(),
            rows: self
                .made
                .into_iter()
                .filter(|made| made.outcome != Outcome::Unchanged)
                .map(|made| TableImportRow {
                    row: made.row,
                    name: made.name,
                    outcome: made.outcome,
                    fields: made.fields,
                })
                .collect(),
        })
    }
}

/// What came of a file, or would come of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "dry_run": true, "created": 1, "changed": 0, "unchanged": 11, "rows": [{ "row": 2, "name": "منطقهٔ ۳", "outcome": "created", "fields": [] }], "errors": [{ "row": 5, "column": "C", "pointer": "/5/C", "code": "wrong_type", "message": "«سه» عدد صحیح نیست." }], "more_errors": 0, "notes": [] }))]
pub struct TableImport {
    /// Nothing was changed.
    pub dry_run: bool,
    /// Rows that make something new.
    pub created: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Rows of what is there already, just so.
    pub unchanged: usize,
    /// The rows that make or change something, in their order.
    pub rows: Vec<TableImportRow>,
    /// What cannot be taken, at most 200; as long as there is any, nothing of the file is.
    pub errors: Vec<TableFault>,
    /// How many errors there are besides.
    pub more_errors: usize,
    /// What is taken, and is to be known.
    pub notes: Vec<TableFault>,
}

/// What came of a row.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TableImportRow {
    /// Its number in the spreadsheet, from 1.
    #[schema(minimum = 1)]
    pub row: u32,
    /// What the row is about: a unit's name, a person's address, a request's number in the file.
    pub name: String,
    /// What becomes of it.
    pub outcome: RowOutcome,
    /// The columns, by their English names, that change something.
    pub fields: Vec<&'static str>,
}

/// Something in a file, and where.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TableFault {
    /// The row's number in the spreadsheet, from 1; `null`: the whole file.
    #[schema(minimum = 1)]
    pub row: Option<u32>,
    /// The column's letters in the spreadsheet; `null`: the whole row.
    #[schema(example = "C")]
    pub column: Option<String>,
    /// The same as the pointer of a problem: `/5/C`.
    pub pointer: String,
    /// Why, for programs.
    pub code: FieldCode,
    /// Why, in the caller's language.
    pub message: String,
}

impl TableFault {
    fn of(refused: &Refused, locale: Locale) -> Self {
        Self {
            row: (refused.place.row > 0).then_some(refused.place.row),
            column: refused.place.letters().filter(|_| refused.place.row > 0),
            pointer: refused.place.pointer(),
            code: refused.code,
            message: locale.pick(&refused.said.fa, &refused.said.en).to_owned(),
        }
    }
}
