//! The rows behind bounces: mails of ours by their Message-ID, and addresses that are wrong.

use diesel::prelude::*;

use super::bounces::BouncedAddress;
use super::model::ThingKind;
use super::outbox::MailState;
use crate::clock::Timestamp;
use crate::db::schema::{bounced_addresses, outbox};
use crate::db::{Conn, both};
use crate::error::Result;
use crate::ids::{MailId, UserId};

/// The conversations of those of these mails that are ours, by their Message-ID with angle brackets.
pub fn threads(c: &mut Conn, message_ids: &[String]) -> Result<Vec<(String, Option<String>)>> {
    Ok(outbox::table
        .filter(outbox::message_id.eq_any(message_ids))
        .select((outbox::message_id, outbox::thread_key))
        .load(c)?)
}

/// Whether one of these mails, by their Message-ID with angle brackets, is about what only owners and the director read.
pub fn any_internal(c: &mut Conn, message_ids: &[String]) -> Result<bool> {
    let internal = outbox::table
        .filter(outbox::message_id.eq_any(message_ids))
        .filter(outbox::subject_kind.eq(ThingKind::RequestInternally));
    Ok(diesel::select(diesel::dsl::exists(internal)).get_result(c)?)
}

/// A mail of ours: its id, its address, and whose account that is.
pub fn find(c: &mut Conn, message_id: &str) -> Result<Option<(MailId, String, Option<UserId>)>> {
    Ok(outbox::table
        .filter(outbox::message_id.eq(message_id))
        .select((outbox::id, outbox::to_address, outbox::recipient_id))
        .first(c)
        .optional()?)
}

/// A mail that was sent is dead after all.
pub fn bury(c: &mut Conn, id: MailId, why: &str) -> Result<()> {
    let sent = outbox::table.filter(outbox::id.eq(id).and(outbox::state.eq(MailState::Sent)));
    diesel::update(sent)
        .set((outbox::state.eq(MailState::Dead), outbox::last_error.eq(why)))
        .execute(c)?;
    Ok(())
}

/// Marks an address; what was said of it before is forgotten.
pub fn mark(c: &mut Conn, row: &BouncedAddress) -> Result<()> {
    unmark(c, &row.address)?;
    both(
        diesel::insert_into(bounced_addresses::table)
            .values((
                bounced_addresses::address.eq(&row.address),
                bounced_addresses::message_id.eq(&row.message_id),
                bounced_addresses::status.eq(&row.status),
                bounced_addresses::said.eq(&row.said),
                bounced_addresses::bounced_at.eq(row.bounced_at),
            ))
            .on_conflict(bounced_addresses::address)
            .do_nothing(),
    )
    .execute(c)?;
    Ok(())
}

/// Takes a mark away, if there is one.
pub fn unmark(c: &mut Conn, address: &str) -> Result<()> {
    diesel::delete(bounced_addresses::table.filter(bounced_addresses::address.eq(address))).execute(c)?;
    Ok(())
}

/// Rows of a page and one more, by address.
pub fn list(c: &mut Conn, after: &str, limit: i64) -> Result<Vec<BouncedAddress>> {
    let rows: Vec<(String, String, String, String, Timestamp)> = bounced_addresses::table
        .filter(bounced_addresses::address.gt(after))
        .order(bounced_addresses::address)
        .limit(limit)
        .select((
            bounced_addresses::address,
            bounced_addresses::message_id,
            bounced_addresses::status,
            bounced_addresses::said,
            bounced_addresses::bounced_at,
        ))
        .load(c)?;
    let view = |(address, message_id, status, said, bounced_at)| BouncedAddress {
        address,
        message_id,
        status,
        said,
        bounced_at,
    };
    Ok(rows.into_iter().map(view).collect())
}
