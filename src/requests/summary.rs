//! How many requests stand how: for the weekly summary.

use super::summary_store as store;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;

/// Requests, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Submitted since.
    pub filed: i64,
    /// Ended since.
    pub closed: i64,
    /// Open now.
    pub open: i64,
    /// Of those, past their time.
    pub overdue: i64,
    /// Of those, waiting for others.
    pub waiting: i64,
    /// Of those, waiting for triage.
    pub in_triage: i64,
}

/// As they stand now, and what happened since.
///
/// # Errors
/// Only the database's.
pub fn of(c: &mut Conn, now: Timestamp, since: Timestamp) -> Result<Summary> {
    Ok(Summary {
        filed: store::filed(c, since)?,
        closed: store::closed(c, since)?,
        open: store::open(c)?,
        overdue: store::overdue(c, now)?,
        waiting: store::waiting(c)?,
        in_triage: store::in_triage(c)?,
    })
}
