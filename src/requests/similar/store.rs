//! The rows of candidates: no more of them than the ranking looks at.

use diesel::prelude::*;

use crate::db::schema::requests;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{RequestId, UnitId};
use crate::requests::Category;

/// A candidate: category, unit, title, and the tokens that the index has of it.
pub type Row = (RequestId, Category, UnitId, String, String);

pub fn candidates(c: &mut Conn, ids: &[RequestId]) -> Result<Vec<Row>> {
    Ok(requests::table
        .filter(one_of(requests::id, ids))
        .select((
            requests::id,
            requests::category,
            requests::unit_id,
            requests::title,
            requests::search_text,
        ))
        .load(c)?)
}
