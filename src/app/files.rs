//! Tables on the command line: the imports and exports of the API, from a file on disk and into one.

use std::path::Path;

use crate::accounts::{self, Actor};
use crate::db::{Conn, Db};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::requests::model::RequestFilter;
use crate::tables::export::Table;
use crate::tables::{File, Format, MAX_BYTES, Mode, TableImport};
use crate::{requests, units};

crate::text_enum! {
    /// What a table is of.
    pub enum What {
        /// Units.
        Units = "units",
        /// People with an account.
        People = "people",
        /// Requests.
        Requests = "requests",
    }
}

/// How a file is taken.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// Only say what would come of it.
    pub dry_run: bool,
    /// Mail new people an invitation.
    pub invite: bool,
    /// The address of the person who does it, with their rights; none: whoever works on the machine.
    pub by: Option<String>,
}

fn format_of(path: &Path) -> Result<Format> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    Format::of_file_name(name).ok_or_else(|| {
        Error::config(
            "FILE",
            format!("{}: wants a name that ends in .csv or .xlsx", path.display()),
        )
    })
}

fn actor(c: &mut Conn, by: Option<&String>) -> Result<Option<Actor>> {
    let Some(email) = by else { return Ok(None) };
    let id = accounts::service::find_by_email(c, email)?.ok_or_else(|| Error::field("--as", FieldCode::NotFound))?;
    accounts::service::act_as(c, id).map(Some)
}

/// Takes a file.
///
/// # Errors
/// When it cannot be read; 403 of the person who does it; `Invalid` with every fault when there is any and this is no dry
/// run.
pub fn import(db: &Db, what: What, path: &Path, how: &How) -> Result<TableImport> {
    let format = format_of(path)?;
    let unreadable = |e: std::io::Error| Error::config("FILE", format!("{}: {e}", path.display()));
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_BYTES as u64 {
        return Err(Error::TooLarge(MAX_BYTES));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let file = File { format, bytes };
    let mode = Mode {
        dry_run: how.dry_run,
        locale: Locale::Fa,
    };
    db.write_now(|c, cx| {
        let actor = actor(c, how.by.as_ref())?;
        match what {
            What::Units => units::table::import(c, cx, actor.as_ref(), &file, mode),
            What::People => accounts::table::import(c, cx, actor.as_ref(), &file, how.invite, mode),
            What::Requests => requests::table::import(c, cx, actor.as_ref(), &file, mode),
        }
    })
}

/// Writes a file with everything, or with what the person may see; says how many rows it has.
///
/// # Errors
/// When it cannot be written.
pub fn export(db: &Db, what: What, path: &Path, by: Option<&String>) -> Result<usize> {
    let format = format_of(path)?;
    let (rows, bytes) = db.read_now(|c, cx| {
        let actor = actor(c, by)?;
        let table: Table = match what {
            What::Units => units::table::export(c, cx, true)?,
            What::People => accounts::table::export(c)?,
            What::Requests => requests::table_export::export(c, cx, actor.as_ref(), RequestFilter::default())?,
        };
        Ok((table.rows.len(), table.write(format, cx.now)?))
    })?;
    std::fs::write(path, bytes).map_err(|e| Error::config("FILE", format!("{}: {e}", path.display())))?;
    Ok(rows)
}
