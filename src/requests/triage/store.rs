//! The rows of batches.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{triage_batch_items, triage_batches};
use crate::db::types::Json;
use crate::error::Result;
use crate::ids::{BatchId, RequestId, UserId};

/// A batch's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = triage_batches)]
pub struct Batch {
    pub actor_id: UserId,
    pub undo_until: Timestamp,
}

/// A request of a batch: the version that the batch left it in, and the row as it was before.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = triage_batch_items)]
pub struct Item {
    pub request_id: RequestId,
    pub action: super::model::TriageAction,
    pub version: i32,
    pub before: Json,
}

pub fn insert(c: &mut Conn, now: Timestamp, actor: UserId, undo_until: Timestamp) -> Result<BatchId> {
    Ok(diesel::insert_into(triage_batches::table)
        .values((
            triage_batches::actor_id.eq(actor),
            triage_batches::undo_until.eq(undo_until),
            triage_batches::created_at.eq(now),
        ))
        .returning(triage_batches::id)
        .get_result(c)?)
}

pub fn insert_item(c: &mut Conn, batch: BatchId, item: &Item) -> Result<()> {
    diesel::insert_into(triage_batch_items::table)
        .values((
            triage_batch_items::batch_id.eq(batch),
            triage_batch_items::request_id.eq(item.request_id),
            triage_batch_items::action.eq(item.action),
            triage_batch_items::version.eq(item.version),
            triage_batch_items::before.eq(&item.before),
        ))
        .execute(c)?;
    Ok(())
}

pub fn find(c: &mut Conn, id: BatchId) -> Result<Option<Batch>> {
    Ok(triage_batches::table
        .filter(triage_batches::id.eq(id))
        .select(Batch::as_select())
        .first(c)
        .optional()?)
}

/// The requests of a batch in its order: at most a hundred.
pub fn items(c: &mut Conn, batch: BatchId) -> Result<Vec<Item>> {
    Ok(triage_batch_items::table
        .filter(triage_batch_items::batch_id.eq(batch))
        .order(triage_batch_items::id)
        .select(Item::as_select())
        .load(c)?)
}

/// Marks the batch as taken back; says whether it was not yet.
pub fn mark_undone(c: &mut Conn, now: Timestamp, id: BatchId) -> Result<bool> {
    let standing = triage_batches::table.filter(triage_batches::id.eq(id).and(triage_batches::undone_at.is_null()));
    let marked = diesel::update(standing)
        .set(triage_batches::undone_at.eq(now))
        .execute(c)?;
    Ok(marked == 1)
}

/// Takes away a batch.
pub fn delete(c: &mut Conn, id: BatchId) -> Result<()> {
    diesel::delete(triage_batch_items::table.filter(triage_batch_items::batch_id.eq(id))).execute(c)?;
    diesel::delete(triage_batches::table.filter(triage_batches::id.eq(id))).execute(c)?;
    Ok(())
}

/// Takes away all batches from before an instant.
pub fn delete_before(c: &mut Conn, instant: Timestamp) -> Result<()> {
    let old = triage_batches::table
        .filter(triage_batches::created_at.lt(instant))
        .select(triage_batches::id);
    diesel::delete(triage_batch_items::table.filter(triage_batch_items::batch_id.eq_any(old))).execute(c)?;
    diesel::delete(triage_batches::table.filter(triage_batches::created_at.lt(instant))).execute(c)?;
    Ok(())
}
