//! What those outside are told of a request.

use super::store;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::RequestId;

/// A request, to those outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outward {
    /// What people quote.
    pub number: Option<String>,
    /// Not everybody may know of it.
    pub private: bool,
}

/// A request; none: it is not there.
///
/// # Errors
/// Only the database's.
pub fn of(c: &mut Conn, id: RequestId) -> Result<Option<Outward>> {
    Ok(store::find(c, id)?.map(|row| Outward {
        number: row.number,
        private: row.private,
    }))
}
