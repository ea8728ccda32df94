//! Tables that people keep in a spreadsheet, read and written: a CSV or an XLSX file is a header and rows of texts, whose
//! places (row 12, column C) stay known, so that every fault is told where the person sees it.
//!
//! `csv_file.rs`, `xlsx_file.rs` read a file · `sheet.rs` what was read · `columns.rs` which column is which, by its Persian
//! or English name · `cells.rs` what a cell says · `report.rs` what came of an import · `export.rs` writes.

pub mod cells;
pub mod columns;
pub mod csv_file;
pub mod export;
pub mod report;
pub mod sheet;
pub mod xlsx_file;

pub use columns::Column;
pub use report::{Mode, Outcome, Report, TableImport};
pub use sheet::{Place, Refused, Sheet};

/// Bytes of a file, at most.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Rows below the header, at most: what one transaction can do in a few seconds.
pub const MAX_ROWS: usize = 5000;
/// Columns, at most.
pub const MAX_COLUMNS: usize = 100;
/// Characters of a cell, at most: what a spreadsheet takes.
pub const MAX_CELL: usize = 32_767;

crate::text_enum! {
    /// The form of a table's file.
    pub enum TableFormat {
        /// Comma-separated values, UTF-8.
        Csv = "csv",
        /// A workbook of Office Open XML; its first sheet.
        Xlsx = "xlsx",
    }
}

pub use TableFormat as Format;

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// By a media type, parameters left out of account.
    pub fn of_media_type(text: &str) -> Option<Self> {
        let kind = text.split(';').next().unwrap_or_default().trim();
        Self::ALL
            .iter()
            .copied()
            .find(|f| f.media_type().eq_ignore_ascii_case(kind))
    }

    /// By the end of a file's name.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        end.to_ascii_lowercase().parse().ok()
    }
}

/// A table's file as it came.
#[derive(Debug, Clone)]
pub struct File {
    /// Its form.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// What the file holds.
    ///
    /// # Errors
    /// What makes it no table: another encoding, a damaged or oversized workbook, too many rows or columns.
    pub fn read(&self) -> Result<Sheet, Refused> {
        let sheet = match self.format {
            Format::Csv => csv_file::read(&self.bytes),
            Format::Xlsx => xlsx_file::read(&self.bytes),
        }?;
        sheet.bounded()
    }
}

#[cfg(test)]
mod tests;
