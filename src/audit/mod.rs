//! The append-only history of everything: who did what, when, on whose behalf, from which state to which.
//!
//! Other slices write through [`record`] in the transaction of the change; the database refuses to alter a row.

mod outgoing;
mod store;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::{EventId, UserId, WebhookId};
use crate::page::{Page, PageRequest};

/// What is written.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The kind of thing: `request`, `unit`, …
    pub subject: &'a str,
    /// Its id.
    pub subject_id: i64,
    /// What was done.
    pub action: &'a str,
    /// By whom; none: the system itself.
    pub actor: Option<UserId>,
    /// The state before.
    pub from: Option<&'a str>,
    /// The state after.
    pub to: Option<&'a str>,
    /// What went with it: reasons, routes, changed fields.
    pub data: Value,
}

/// An entry as it is read.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 12, "action": "submit", "actor": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "on_behalf_of": null, "from_state": "draft", "to_state": "submitted", "data": { "number": "1398-0001", "rule_id": 1 }, "at": "2019-12-03T06:30:00Z" }))]
pub struct EventView {
    /// Its id; later entries have greater ones.
    pub id: EventId,
    /// What was done.
    pub action: String,
    /// By whom; `null`: the system itself, a rule or a deadline.
    pub actor: Option<UserRef>,
    /// For whom, when a substitute acted.
    pub on_behalf_of: Option<UserRef>,
    /// The state before.
    pub from_state: Option<String>,
    /// The state after.
    pub to_state: Option<String>,
    /// What went with it: reasons, routes, changed fields.
    #[schema(value_type = Object)]
    pub data: Value,
    /// When.
    pub at: Timestamp,
}

/// Writes an entry.
///
/// # Errors
/// Only the database's.
pub fn record(c: &mut Conn, cx: &Cx, entry: &Entry<'_>) -> Result<EventId> {
    record_for(c, cx, entry, None)
}

/// Writes an entry of what a substitute did in somebody's place.
///
/// # Errors
/// Only the database's.
pub fn record_for(c: &mut Conn, cx: &Cx, entry: &Entry<'_>, on_behalf_of: Option<UserId>) -> Result<EventId> {
    let id = store::insert(c, cx.now, entry, on_behalf_of)?;
    outgoing::hand_on(c, cx, id, entry)?;
    Ok(id)
}

/// Puts an entry on its way to one webhook, whether it wants it or not.
///
/// # Errors
/// Only the database's.
pub fn hand_to(c: &mut Conn, cx: &Cx, webhook: WebhookId, id: EventId) -> Result<()> {
    store::insert_delivery(c, cx.now, webhook, id)
}

/// An entry as it is told outside: without what went with it, which may be private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its id.
    pub id: EventId,
    /// The kind of thing.
    pub subject: String,
    /// Its id.
    pub subject_id: i64,
    /// What was done.
    pub action: String,
    /// The state before.
    pub from: Option<String>,
    /// The state after.
    pub to: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// These entries as they are told outside, by id.
///
/// # Errors
/// Only the database's.
pub fn told(c: &mut Conn, ids: &[EventId]) -> Result<HashMap<EventId, Told>> {
    store::told(c, ids)
}

/// The history of one thing, oldest first.
///
/// # Errors
/// Only the database's.
pub fn history(c: &mut Conn, subject: &str, subject_id: i64, page: &PageRequest) -> Result<Page<EventView>> {
    store::list(c, subject, subject_id, page)
}

/// When this was last done to each of these things; those it was never done to are left out.
///
/// # Errors
/// Only the database's.
pub fn last_times(c: &mut Conn, subject: &str, ids: &[i64], action: &str) -> Result<HashMap<i64, Timestamp>> {
    store::last_times(c, subject, ids, action)
}

/// An entry as rules read it: without names.
#[derive(Debug, Clone)]
pub struct Trace {
    /// What was done.
    pub action: String,
    /// By whom; none: the system itself.
    pub actor: Option<UserId>,
    /// The state after.
    pub to: Option<String>,
    /// What went with it.
    pub data: Value,
    /// When.
    pub at: Timestamp,
}

/// The whole history of each of these things, oldest first, for rules that are read from it.
///
/// # Errors
/// Only the database's.
pub fn traces(c: &mut Conn, subject: &str, ids: &[i64]) -> Result<HashMap<i64, Vec<Trace>>> {
    store::traces(c, subject, ids)
}

/// The newest entry about things of these kinds: its id and its kind. For few and rarely changed things.
///
/// # Errors
/// Only the database's.
pub fn newest(c: &mut Conn, subjects: &[&str]) -> Result<Option<(EventId, String)>> {
    Ok(store::newest(c, subjects)?.into_iter().max())
}

/// An entry as a reader of all of them sees it: what it is about, and nothing of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// Its id.
    pub id: EventId,
    /// The kind of thing.
    pub subject: String,
    /// Its id.
    pub subject_id: i64,
}

/// The entries after this one, and these, oldest first; at most `limit`. On PostgreSQL one may be committed after others with
/// greater ids.
///
/// # Errors
/// Only the database's.
pub fn after(c: &mut Conn, after: EventId, these: &[i64], limit: i64) -> Result<Vec<Trail>> {
    store::after(c, after, these, limit)
}

/// The id of the newest entry of all.
///
/// # Errors
/// Only the database's.
pub fn last(c: &mut Conn) -> Result<EventId> {
    store::last(c)
}

/// The sort of [`history`], for its cursors.
pub const SORT: &str = "id";
