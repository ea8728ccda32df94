//! The rows of outcomes.

use diesel::prelude::*;

use super::agenda_model::OutcomeKind;
use super::agenda_store::Item;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::outcomes;
use crate::error::Result;
use crate::ids::{AgendaItemId, MeetingId, OutcomeId, UserId};

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
        ))
        .returning(o::id)
        .get_result(c)?)
}

pub fn outcomes(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Outcome>> {
    Ok(outcomes::table
        .filter(outcomes::meeting_id.eq(meeting))
        .order(outcomes::id)
        .select(Outcome::as_select())
        .load(c)?)
}
