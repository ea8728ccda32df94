//! The rows of agendas as they were published. They are written once; the database refuses to change them.

use diesel::prelude::*;

use super::lines::Line;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::agenda_revisions;
use crate::db::types::Json;
use crate::error::Result;
use crate::ids::{MeetingId, UserId};

/// A published agenda's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agenda_revisions)]
pub struct Kept {
    pub revision: i32,
    pub snapshot: Json,
    pub published_by_id: UserId,
    pub published_at: Timestamp,
}

impl Kept {
    /// Its lines, as they were.
    pub fn lines(&self) -> Result<Vec<Line>> {
        Ok(serde_json::from_value(self.snapshot.0.clone())?)
    }
}

pub fn insert(
    c: &mut Conn,
    meeting: MeetingId,
    revision: i32,
    lines: &[Line],
    by: UserId,
    now: Timestamp,
) -> Result<()> {
    use agenda_revisions as r;
    diesel::insert_into(r::table)
        .values((
            r::meeting_id.eq(meeting),
            r::revision.eq(revision),
            r::snapshot.eq(Json(serde_json::to_value(lines)?)),
            r::published_by_id.eq(by),
            r::published_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

/// The agenda of a meeting as it was published this time.
pub fn find(c: &mut Conn, meeting: MeetingId, revision: i32) -> Result<Option<Kept>> {
    Ok(agenda_revisions::table
        .filter(
            agenda_revisions::meeting_id
                .eq(meeting)
                .and(agenda_revisions::revision.eq(revision)),
        )
        .select(Kept::as_select())
        .first(c)
        .optional()?)
}

/// Rows of a page and one more, the first first.
pub fn list(c: &mut Conn, meeting: MeetingId, after: i32, limit: i64) -> Result<Vec<Kept>> {
    Ok(agenda_revisions::table
        .filter(
            agenda_revisions::meeting_id
                .eq(meeting)
                .and(agenda_revisions::revision.gt(after)),
        )
        .order(agenda_revisions::revision)
        .limit(limit)
        .select(Kept::as_select())
        .load(c)?)
}
