//! The rows of outcomes.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::outcomes;
use crate::db::types::Json;
use crate::error::Result;
use crate::ids::{AgendaItemId, MeetingId, OutcomeId, UserId};
use crate::meetings::agenda::model::OutcomeKind;
use crate::meetings::agenda::store::Item;

/// An outcome's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outcomes)]
pub struct Outcome {
    pub id: OutcomeId,
    pub agenda_item_id: AgendaItemId,
    pub kind: OutcomeKind,
    pub text: String,
    pub recorded_by_id: UserId,
    pub created_at: Timestamp,
    pub version: i32,
    /// The requests that it moved.
    pub moved: Option<Json>,
}

pub fn insert_outcome(
    c: &mut Conn,
    item: &Item,
    kind: OutcomeKind,
    text: &str,
    by: UserId,
    now: Timestamp,
) -> Result<OutcomeId> {
    use outcomes as o;
    Ok(diesel::insert_into(o::table)
        .values((
            o::agenda_item_id.eq(item.id),
            o::meeting_id.eq(item.meeting_id),
            o::kind.eq(kind),
            o::text.eq(text),
            o::recorded_by_id.eq(by),
            o::created_at.eq(now),
            o::version.eq(1),
        ))
        .returning(o::id)
        .get_result(c)?)
}

/// The outcomes of a meeting that stand, oldest first.
pub fn outcomes(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Outcome>> {
    let standing = outcomes::meeting_id.eq(meeting).and(outcomes::taken_back_at.is_null());
    Ok(outcomes::table
        .filter(standing)
        .order(outcomes::id)
        .select(Outcome::as_select())
        .load(c)?)
}

/// An outcome of this meeting that stands.
pub fn find_outcome(c: &mut Conn, meeting: MeetingId, id: OutcomeId) -> Result<Option<Outcome>> {
    let standing = outcomes::meeting_id.eq(meeting).and(outcomes::taken_back_at.is_null());
    Ok(outcomes::table
        .filter(outcomes::id.eq(id).and(standing))
        .select(Outcome::as_select())
        .first(c)
        .optional()?)
}

/// Notes which requests the outcome has moved.
pub fn set_moved(c: &mut Conn, id: OutcomeId, moved: serde_json::Value) -> Result<()> {
    diesel::update(outcomes::table.filter(outcomes::id.eq(id)))
        .set(outcomes::moved.eq(Json(moved)))
        .execute(c)?;
    Ok(())
}

/// Writes other words under the next version if it still has this one; says whether it had.
pub fn set_text(c: &mut Conn, row: &Outcome, text: &str) -> Result<bool> {
    let old = outcomes::table.filter(outcomes::id.eq(row.id).and(outcomes::version.eq(row.version)));
    let written = diesel::update(old)
        .set((outcomes::text.eq(text), outcomes::version.eq(row.version + 1)))
        .execute(c)?;
    Ok(written == 1)
}

/// Takes the outcome back if it still has this version; says whether it had.
pub fn take_back(c: &mut Conn, row: &Outcome, reason: &str, now: Timestamp) -> Result<bool> {
    let old = outcomes::table.filter(outcomes::id.eq(row.id).and(outcomes::version.eq(row.version)));
    let written = diesel::update(old)
        .set((
            outcomes::taken_back_at.eq(now),
            outcomes::taken_back_reason.eq(reason),
            outcomes::version.eq(row.version + 1),
        ))
        .execute(c)?;
    Ok(written == 1)
}
