//! The rows of mail that came in.

use std::collections::HashSet;

use diesel::prelude::*;

use super::model::{IncomingState, MailReason, MailSource};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::incoming_mails;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::{CommentId, IncomingId, MeetingId, RequestId, UserId};

/// A mail's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = incoming_mails, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Incoming {
    #[diesel(skip_insertion)]
    pub id: IncomingId,
    pub digest: String,
    pub source: MailSource,
    pub state: IncomingState,
    pub reason: Option<MailReason>,
    pub detail: Option<String>,
    pub message_id: Option<String>,
    pub sender_name: String,
    pub sender_address: String,
    pub sender_id: Option<UserId>,
    pub subject: String,
    pub excerpt: String,
    pub files: Json,
    pub size_bytes: i64,
    pub object: String,
    pub request_id: Option<RequestId>,
    pub comment_id: Option<CommentId>,
    pub meeting_id: Option<MeetingId>,
    pub repeats: i32,
    pub version: i32,
    pub received_at: Timestamp,
    pub told_at: Option<Timestamp>,
    pub handled_at: Option<Timestamp>,
    pub handled_by_id: Option<UserId>,
}

/// Writes a new row. Of two that come at once with the same mail the slower one runs again, and finds the other's.
pub fn insert(c: &mut Conn, row: &Incoming) -> Result<IncomingId> {
    diesel::insert_into(incoming_mails::table)
        .values(row)
        .returning(incoming_mails::id)
        .get_result(c)
        .map_err(Error::raced)
}

pub fn find(c: &mut Conn, id: IncomingId) -> Result<Option<Incoming>> {
    Ok(incoming_mails::table
        .filter(incoming_mails::id.eq(id))
        .select(Incoming::as_select())
        .first(c)
        .optional()?)
}

/// Notes that a mail has come again; says which it is, if it is there.
pub fn seen_again(c: &mut Conn, digest: &str) -> Result<Option<IncomingId>> {
    let same = incoming_mails::table.filter(incoming_mails::digest.eq(digest));
    let found: Option<IncomingId> = same.select(incoming_mails::id).first(c).optional()?;
    if let Some(id) = found {
        diesel::update(incoming_mails::table.filter(incoming_mails::id.eq(id)))
            .set(incoming_mails::repeats.eq(incoming_mails::repeats + 1))
            .execute(c)?;
    }
    Ok(found)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save(c: &mut Conn, row: &mut Incoming) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    let same = incoming_mails::table.filter(incoming_mails::id.eq(row.id).and(incoming_mails::version.eq(seen)));
    Ok(diesel::update(same).set(&*row).execute(c)? == 1)
}

/// How many mails came from this address since then.
pub fn from_sender(c: &mut Conn, address: &str, since: Timestamp) -> Result<i64> {
    Ok(incoming_mails::table
        .filter(
            incoming_mails::sender_address
                .eq(address)
                .and(incoming_mails::received_at.gt(since)),
        )
        .count()
        .get_result(c)?)
}

/// How many mails became comments on this request since then.
pub fn on_request(c: &mut Conn, request: RequestId, since: Timestamp) -> Result<i64> {
    Ok(incoming_mails::table
        .filter(
            incoming_mails::request_id
                .eq(request)
                .and(incoming_mails::received_at.gt(since))
                .and(incoming_mails::state.eq(IncomingState::Taken)),
        )
        .count()
        .get_result(c)?)
}

/// Rows of a page and one more, the newest first.
pub fn list(c: &mut Conn, state: IncomingState, before: Option<IncomingId>, limit: i64) -> Result<Vec<Incoming>> {
    let mut query = incoming_mails::table
        .filter(incoming_mails::state.eq(state))
        .order(incoming_mails::id.desc())
        .limit(limit)
        .select(Incoming::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(incoming_mails::id.lt(before));
    }
    Ok(query.load(c)?)
}

/// How many mails are held.
pub fn held(c: &mut Conn) -> Result<i64> {
    let held = incoming_mails::table.filter(incoming_mails::state.eq(IncomingState::Held));
    Ok(held.count().get_result(c)?)
}

/// When the director was last told of held mail.
pub fn last_told(c: &mut Conn) -> Result<Option<Timestamp>> {
    Ok(incoming_mails::table
        .filter(incoming_mails::told_at.is_not_null())
        .order(incoming_mails::told_at.desc())
        .select(incoming_mails::told_at)
        .first::<Option<Timestamp>>(c)
        .optional()?
        .flatten())
}

/// Whether held mail waits of which nobody was told.
pub fn waits_to_be_told(c: &mut Conn) -> Result<bool> {
    let untold = incoming_mails::state
        .eq(IncomingState::Held)
        .and(incoming_mails::told_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(incoming_mails::table.filter(untold))).get_result(c)?)
}

/// Takes note that the director is told of all that is held; says of how many for the first time.
pub fn tell(c: &mut Conn, now: Timestamp) -> Result<usize> {
    let untold = incoming_mails::table.filter(
        incoming_mails::state
            .eq(IncomingState::Held)
            .and(incoming_mails::told_at.is_null()),
    );
    Ok(diesel::update(untold).set(incoming_mails::told_at.eq(now)).execute(c)?)
}

/// Forgets mails that were dealt with before then; says where their bytes are, which may go.
pub fn forget_before(c: &mut Conn, before: Timestamp, limit: i64) -> Result<Vec<String>> {
    let old: Vec<(IncomingId, String)> = incoming_mails::table
        .filter(
            incoming_mails::handled_at
                .is_not_null()
                .and(incoming_mails::handled_at.assume_not_null().lt(before))
                .and(incoming_mails::state.ne(IncomingState::Held)),
        )
        .order(incoming_mails::id)
        .limit(limit)
        .select((incoming_mails::id, incoming_mails::object))
        .load(c)?;
    let ids: Vec<_> = old.iter().map(|(id, _)| *id).collect();
    diesel::delete(incoming_mails::table.filter(crate::db::one_of(incoming_mails::id, &ids))).execute(c)?;
    Ok(old.into_iter().map(|(_, object)| object).collect())
}

/// Those of the objects that a mail's bytes lie under.
///
/// # Errors
/// Only the database's.
pub fn referred(c: &mut Conn, objects: &[String]) -> Result<HashSet<String>> {
    let found: Vec<String> = incoming_mails::table
        .filter(incoming_mails::object.eq_any(objects))
        .select(incoming_mails::object)
        .load(c)?;
    Ok(found.into_iter().collect())
}
