//! The set in force, kept ready in memory: asked for at every submission, changed a few times a year.

use std::sync::Arc;

use super::book::RuleBook;
use super::store;
use crate::db::Conn;
use crate::db::kept::{Kept, Subject};
use crate::error::Result;

/// A saved set, ready for matching.
#[derive(Debug)]
pub struct Saved {
    /// Its number; 0: none was ever saved.
    pub version: i64,
    /// Its rules.
    pub book: RuleBook,
}

static KEPT: Kept<Saved> = Kept::new(Subject::Routing);

/// The set in force; an empty one before the first.
///
/// # Errors
/// Only the database's.
pub fn in_force(c: &mut Conn) -> Result<Arc<Saved>> {
    KEPT.get(c, |c| {
        let version = store::newest(c)?.map_or(0, |row| row.version);
        let book = RuleBook::new(store::rules(c, version)?)?;
        Ok(Saved { version, book })
    })
}
