//! What the files that requests came from called them.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::schema::request_imports;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::RequestId;

pub fn insert(c: &mut Conn, request: RequestId, import_key: &str) -> Result<()> {
    diesel::insert_into(request_imports::table)
        .values((
            request_imports::request_id.eq(request),
            request_imports::import_key.eq(import_key),
        ))
        .execute(c)?;
    Ok(())
}

pub fn find(c: &mut Conn, import_key: &str) -> Result<Option<RequestId>> {
    Ok(request_imports::table
        .filter(request_imports::import_key.eq(import_key))
        .select(request_imports::request_id)
        .first(c)
        .optional()?)
}

/// What these were called; those that came from no file are left out.
pub fn keys_of(c: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, String>> {
    let rows: Vec<(RequestId, String)> = request_imports::table
        .filter(one_of(request_imports::request_id, ids))
        .select((request_imports::request_id, request_imports::import_key))
        .load(c)?;
    Ok(rows.into_iter().collect())
}
