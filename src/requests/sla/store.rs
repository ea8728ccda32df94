//! The rows of saved sets.

use diesel::prelude::*;

use super::rules::Line;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::kept::{self, Subject};
use crate::db::schema::sla_versions;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::UserId;

/// A set as it is kept: version, lines, and since when it holds; `None`: from ever.
pub type Row = (i32, Json, Option<Timestamp>);

const COLUMNS: (sla_versions::version, sla_versions::lines, sla_versions::created_at) =
    (sla_versions::version, sla_versions::lines, sla_versions::created_at);

/// The newest set.
pub fn newest(c: &mut Conn) -> Result<Row> {
    Ok(sla_versions::table
        .order(sla_versions::version.desc())
        .select(COLUMNS)
        .first(c)?)
}

/// Every set, oldest first.
pub fn all(c: &mut Conn) -> Result<Vec<Row>> {
    Ok(sla_versions::table
        .order(sla_versions::version)
        .select(COLUMNS)
        .load(c)?)
}

/// Saves a set under the next number; two at once: one of them loses the race.
pub fn insert(c: &mut Conn, version: i32, by: UserId, now: Timestamp, lines: &[Line]) -> Result<()> {
    kept::changed(c, Subject::SlaPolicies)?;
    diesel::insert_into(sla_versions::table)
        .values((
            sla_versions::version.eq(version),
            sla_versions::lines.eq(Json(serde_json::to_value(lines)?)),
            sla_versions::created_by_id.eq(by),
            sla_versions::created_at.eq(now),
        ))
        .execute(c)
        .map_err(Error::raced)?;
    Ok(())
}
