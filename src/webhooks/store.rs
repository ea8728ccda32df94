//! The rows of webhooks and of what is on its way to them.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{DeliveryFilter, DeliveryState, WebhookState};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{webhook_deliveries, webhooks};
use crate::db::types::Json;
use crate::error::Result;
use crate::ids::{DeliveryId, EventId, WebhookId};
use crate::page::Cursor;

/// A webhook's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Webhook {
    #[diesel(skip_insertion)]
    pub id: WebhookId,
    pub title: String,
    pub url: String,
    pub events: Json,
    pub include_private: bool,
    pub secret: String,
    pub old_secret: Option<String>,
    pub old_secret_until: Option<Timestamp>,
    pub state: WebhookState,
    pub paused_reason: Option<String>,
    pub attempts: i32,
    pub next_attempt_at: Timestamp,
    pub leased_until: Option<Timestamp>,
    pub lease: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// An event on its way.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries)]
pub struct Delivery {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    pub event_id: EventId,
    pub state: DeliveryState,
    pub attempts: i32,
    pub status: Option<i32>,
    pub error: Option<String>,
    pub created_at: Timestamp,
    pub tried_at: Option<Timestamp>,
}

/// Writes a new row; its id is the database's to give.
pub fn insert(c: &mut Conn, row: &Webhook) -> Result<WebhookId> {
    Ok(diesel::insert_into(webhooks::table)
        .values(row)
        .returning(webhooks::id)
        .get_result(c)?)
}

pub fn find(c: &mut Conn, id: WebhookId) -> Result<Option<Webhook>> {
    Ok(webhooks::table
        .filter(webhooks::id.eq(id).and(webhooks::deleted_at.is_null()))
        .select(Webhook::as_select())
        .first(c)
        .optional()?)
}

/// Rows of a page and one more, by id.
pub fn list(c: &mut Conn, after: WebhookId, limit: i64) -> Result<Vec<Webhook>> {
    Ok(webhooks::table
        .filter(webhooks::id.gt(after).and(webhooks::deleted_at.is_null()))
        .order(webhooks::id)
        .limit(limit)
        .select(Webhook::as_select())
        .load(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had. Whoever sends at the moment settles
/// nothing of it any more: the lease is another.
pub fn save(c: &mut Conn, row: &mut Webhook, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    row.lease += 1;
    row.leased_until = None;
    let same = webhooks::table.filter(webhooks::id.eq(row.id).and(webhooks::version.eq(seen)));
    Ok(diesel::update(same).set(&*row).execute(c)? == 1)
}

/// Takes a webhook out, with all that was on its way. Its row stays until [`forget_before`]: somebody may just be putting an
/// event on its way to it.
pub fn delete(c: &mut Conn, id: WebhookId, now: Timestamp) -> Result<()> {
    diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(id))).execute(c)?;
    diesel::update(webhooks::table.filter(webhooks::id.eq(id)))
        .set((
            webhooks::deleted_at.eq(now),
            webhooks::secret.eq(""),
            webhooks::old_secret.eq(None::<String>),
            webhooks::lease.eq(webhooks::lease + 1),
        ))
        .execute(c)?;
    Ok(())
}

/// The webhooks to which something is to be sent now, and whose lease is free.
pub fn due(c: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<Webhook>> {
    use webhook_deliveries as d;
    let waits = d::table.filter(d::webhook_id.eq(webhooks::id).and(d::state.eq(DeliveryState::Queued)));
    let free = webhooks::leased_until
        .is_null()
        .or(webhooks::leased_until.assume_not_null().lt(now));
    Ok(webhooks::table
        .filter(
            webhooks::state
                .eq(WebhookState::Active)
                .and(webhooks::next_attempt_at.le(now))
                .and(webhooks::deleted_at.is_null())
                .and(free)
                .and(exists(waits)),
        )
        .order(webhooks::next_attempt_at)
        .limit(limit)
        .select(Webhook::as_select())
        .load(c)?)
}

/// Leases a webhook as it was seen; says whether nobody was faster.
pub fn lease(c: &mut Conn, row: &mut Webhook, until: Timestamp) -> Result<bool> {
    let seen = row.lease;
    row.lease += 1;
    row.leased_until = Some(until);
    let same = webhooks::table.filter(webhooks::id.eq(row.id).and(webhooks::lease.eq(seen)));
    let leased = diesel::update(same).set((webhooks::lease.eq(row.lease), webhooks::leased_until.eq(until)));
    Ok(leased.execute(c)? == 1)
}

/// Gives a lease back, with how often the next message was tried in vain and when it is tried again; says whether it was still
/// this worker's.
pub fn release(c: &mut Conn, row: &Webhook) -> Result<bool> {
    let mine = webhooks::table.filter(webhooks::id.eq(row.id).and(webhooks::lease.eq(row.lease)));
    let released = diesel::update(mine)
        .set((
            webhooks::leased_until.eq(None::<Timestamp>),
            webhooks::attempts.eq(row.attempts),
            webhooks::next_attempt_at.eq(row.next_attempt_at),
            webhooks::state.eq(row.state),
            webhooks::paused_reason.eq(row.paused_reason.as_deref()),
            webhooks::version.eq(row.version),
        ))
        .execute(c)?;
    Ok(released == 1)
}

/// What is sent next, in order.
pub fn queued(c: &mut Conn, webhook: WebhookId, limit: i64) -> Result<Vec<Delivery>> {
    use webhook_deliveries as d;
    Ok(d::table
        .filter(d::webhook_id.eq(webhook).and(d::state.eq(DeliveryState::Queued)))
        .order(d::id)
        .limit(limit)
        .select(Delivery::as_select())
        .load(c)?)
}

/// Writes what became of a delivery.
pub fn save_delivery(c: &mut Conn, row: &Delivery) -> Result<()> {
    use webhook_deliveries as d;
    diesel::update(d::table.filter(d::id.eq(row.id)))
        .set((
            d::state.eq(row.state),
            d::attempts.eq(row.attempts),
            d::status.eq(row.status),
            d::error.eq(row.error.as_deref()),
            d::tried_at.eq(row.tried_at),
        ))
        .execute(c)?;
    Ok(())
}

pub fn find_delivery(c: &mut Conn, webhook: WebhookId, id: DeliveryId) -> Result<Option<Delivery>> {
    use webhook_deliveries as d;
    Ok(d::table
        .filter(d::id.eq(id).and(d::webhook_id.eq(webhook)))
        .select(Delivery::as_select())
        .first(c)
        .optional()?)
}

/// Rows of a page and one more, the newest first.
pub fn deliveries(
    c: &mut Conn,
    webhook: WebhookId,
    filter: &DeliveryFilter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    use webhook_deliveries as d;
    let mut query = d::table
        .filter(d::webhook_id.eq(webhook))
        .order(d::id.desc())
        .limit(limit)
        .select(Delivery::as_select())
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(d::state.eq(state));
    }
    if let Some(after) = after {
        query = query.filter(d::id.lt(DeliveryId(after.i)));
    }
    Ok(query.load(c)?)
}

/// Forgets deliveries that are older than this, sent or not, and webhooks that were taken out before; says how many deliveries.
pub fn forget_before(c: &mut Conn, before: Timestamp) -> Result<usize> {
    use webhook_deliveries as d;
    let gone = || {
        let deleted = webhooks::deleted_at.is_not_null();
        webhooks::table.filter(deleted.and(webhooks::deleted_at.assume_not_null().lt(before)))
    };
    let of_gone = d::webhook_id.eq_any(gone().select(webhooks::id));
    let forgotten = diesel::delete(d::table.filter(d::created_at.lt(before).or(of_gone))).execute(c)?;
    diesel::delete(gone()).execute(c)?;
    Ok(forgotten)
}
