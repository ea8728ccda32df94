//! A table as it was read: a header and rows of texts, each with the number that a spreadsheet shows beside it.

use super::{MAX_CELL, MAX_COLUMNS, MAX_ROWS};
use crate::error::{FieldCode, FieldError, Said, said};
use crate::persian::digits;

/// A place in a table, as a spreadsheet names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1; 0: the whole file.
    pub row: u32,
    /// From 0; none: the whole row.
    pub column: Option<u32>,
}

impl Place {
    /// The whole file.
    pub const FILE: Self = Self { row: 0, column: None };

    /// A whole row.
    pub const fn row(row: u32) -> Self {
        Self { row, column: None }
    }

    /// The column's letters: `A`, …, `Z`, `AA`.
    pub fn letters(self) -> Option<String> {
        let mut left = self.column? + 1;
        let mut letters = Vec::new();
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
            left /= 26;
        }
        Some(letters.into_iter().rev().collect())
    }

    /// As a pointer into the file: `/12/C`, `/12`, or nothing for the whole.
    pub fn pointer(self) -> String {
        match (self.row, self.letters()) {
            (0, _) => String::new(),
            (row, None) => format!("/{row}"),
            (row, Some(letters)) => format!("/{row}/{letters}"),
        }
    }
}

/// Something in a table that cannot be taken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where.
    pub place: Place,
    /// Why, for programs.
    pub code: FieldCode,
    /// Why, for people.
    pub said: Said,
}

impl Refused {
    /// With a text of its own.
    pub fn new(place: Place, code: FieldCode, fa: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            place,
            code,
            said: said(fa, en),
        }
    }

    /// As a refused field of a request whose body is the file.
    pub fn as_field(&self) -> FieldError {
        let Said { fa, en } = &self.said;
        let row = digits::persian(&self.place.row.to_string());
        let (fa, en) = match (self.place.row, self.place.letters()) {
            (0, _) => (fa.clone(), en.clone()),
            (number, None) => (format!("ردیف {row}: {fa}"), format!("Row {number}: {en}")),
            (number, Some(column)) => (
                format!("ردیف {row}، ستون {column}: {fa}"),
                format!("Row {number}, column {column}: {en}"),
            ),
        };
        FieldError::with(self.place.pointer(), self.code, fa, en)
    }
}

/// A row with anything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the spreadsheet, from 1.
    pub number: u32,
    /// Its cells from column A on, trimmed; what is missing at the end is empty.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell of a column; empty when the row ends before it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A table: the first row that has anything in it, and the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What names the columns.
    pub header: Row,
    /// The rows, empty ones left out.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// From rows in their order.
    ///
    /// # Errors
    /// When none has anything in it.
    pub fn of(rows: impl IntoIterator<Item = Row>) -> Result<Self, Refused> {
        let mut rows = rows.into_iter().filter(|row| row.cells.iter().any(|c| !c.is_empty()));
        let header = rows.next().ok_or_else(|| {
            let fa = "این پرونده جدولی ندارد: ردیف نخست باید نام ستون‌ها باشد.";
            let en = "There is no table in this file: its first row has to name the columns.";
            Refused::new(Place::FILE, FieldCode::Required, fa, en)
        })?;
        Ok(Self {
            header,
            rows: rows.collect(),
        })
    }

    /// Itself, if it is not too large.
    ///
    /// # Errors
    /// `TooLong` at the first row or cell beyond the limits.
    pub fn bounded(self) -> Result<Self, Refused> {
        if let Some(row) = self.rows.get(MAX_ROWS) {
            return Err(too_many_rows(row.number));
        }
        for row in std::iter::once(&self.header).chain(&self.rows) {
            let last = row.cells.iter().rposition(|cell| !cell.is_empty());
            if last.is_some_and(|last| last >= MAX_COLUMNS) {
                return Err(too_many_columns(row.number));
            }
            if let Some(at) = row.cells.iter().position(|cell| cell.chars().count() > MAX_CELL) {
                let place = Place {
                    row: row.number,
                    column: u32::try_from(at).ok(),
                };
                let (fa, en) = ("متن این خانه بیش از ۳۲٬۷۶۷ نویسه است.", "More than 32,767 characters.");
                return Err(Refused::new(place, FieldCode::TooLong, fa, en));
            }
        }
        Ok(self)
    }
}

pub(super) fn too_many_rows(row: u32) -> Refused {
    let fa = "پرونده بیش از ۵۰۰۰ ردیف دارد؛ آن را چند بخش کنید.";
    let en = "The file has more than 5000 rows; split it.";
    Refused::new(Place::row(row), FieldCode::TooLong, fa, en)
}

pub(super) fn too_many_columns(row: u32) -> Refused {
    let fa = "این ردیف بیش از ۱۰۰ ستون دارد.";
    Refused::new(
        Place::row(row),
        FieldCode::TooLong,
        fa,
        "This row has more than 100 columns.",
    )
}
