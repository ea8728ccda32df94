//! The first answers to creations, by person and key.

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::ids::UserId;

use super::store;

/// An answer that can be given again.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Location`.
    pub location: Option<String>,
    /// Its body, JSON.
    pub body: String,
}

/// A key that came before.
#[derive(Debug, Clone)]
pub struct First {
    /// Of method, path and body.
    pub request_hash: String,
    /// What was answered.
    pub answer: Answer,
}

/// The first answer under this key.
///
/// # Errors
/// Only the database's.
pub fn find(c: &mut Conn, user: UserId, key: &str) -> Result<Option<First>> {
    store::find_answer(c, user, key)
}

/// Keeps the first answer under this key.
///
/// # Errors
/// A lost race when another call with the same key was faster.
pub fn keep(c: &mut Conn, now: Timestamp, user: UserId, key: &str, hash: &str, answer: &Answer) -> Result<()> {
    store::keep_answer(c, now, user, key, hash, answer).map_err(Error::raced)
}
