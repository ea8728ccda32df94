//! The set in force, kept ready in memory: asked for at every submission, changed a few times a year.
//!
//! A set is kept under the stamp that was drawn when it was saved, and one small query asks which stamp is in force now.
//! So it does not matter how many instances share the database, nor how many databases this process has open, nor
//! whether the transaction that saved a set was taken back: another set has another stamp.

use std::sync::{Arc, PoisonError, RwLock};

use super::book::RuleBook;
use super::store;
use crate::db::Conn;
use crate::error::Result;

/// A saved set, ready for matching.
#[derive(Debug)]
pub struct Saved {
    /// Its number.
    pub version: i64,
    /// Its rules.
    pub book: RuleBook,
}

/// The last set that was asked for, and its stamp.
static KEPT: RwLock<Option<(String, Arc<Saved>)>> = RwLock::new(None);

/// The set in force; none before the first.
///
/// # Errors
/// Only the database's.
pub fn in_force(c: &mut Conn) -> Result<Option<Arc<Saved>>> {
    let Some(newest) = store::newest(c)? else {
        return Ok(None);
    };
    let (version, stamp) = (newest.version, newest.stamp);
    if let Some((kept, saved)) = &*KEPT.read().unwrap_or_else(PoisonError::into_inner)
        && Some(kept) == stamp.as_ref()
    {
        return Ok(Some(Arc::clone(saved)));
    }
    let book = RuleBook::new(store::rules(c, version)?)?;
    let saved = Arc::new(Saved { version, book });
    if let Some(stamp) = stamp {
        *KEPT.write().unwrap_or_else(PoisonError::into_inner) = Some((stamp, Arc::clone(&saved)));
    }
    Ok(Some(saved))
}
