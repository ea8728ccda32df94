//! The rows of the history: inserted and read, never changed.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Entry, EventView, SORT, Told, Trace, Trail};
use crate::accounts;
use crate::clock::Timestamp;
use crate::db::schema::{events, webhook_deliveries, webhooks};
use crate::db::types::Json;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{EventId, UserId, WebhookId};
use crate::page::{Page, PageRequest};

pub fn insert(c: &mut Conn, now: Timestamp, entry: &Entry<'_>, on_behalf_of: Option<UserId>) -> Result<EventId> {
    let id = diesel::insert_into(events::table)
        .values((
            events::subject.eq(entry.subject),
            events::subject_id.eq(entry.subject_id),
            events::action.eq(entry.action),
            events::actor_id.eq(entry.actor),
            events::on_behalf_of_id.eq(on_behalf_of),
            events::from_state.eq(entry.from),
            events::to_state.eq(entry.to),
            events::data.eq(Json(entry.data.clone())),
            events::created_at.eq(now),
        ))
        .returning(events::id)
        .get_result(c)?;
    Ok(id)
}

pub fn told(c: &mut Conn, ids: &[EventId]) -> Result<HashMap<EventId, Told>> {
    type Row = (EventId, String, i64, String, Option<String>, Option<String>, Timestamp);
    let rows: Vec<Row> = events::table
        .filter(one_of(events::id, ids))
        .select((
            events::id,
            events::subject,
            events::subject_id,
            events::action,
            events::from_state,
            events::to_state,
            events::created_at,
        ))
        .load(c)?;
    let told = |(id, subject, subject_id, action, from, to, at): Row| {
        let told = Told {
            id,
            subject,
            subject_id,
            action,
            from,
            to,
            at,
        };
        (id, told)
    };
    Ok(rows.into_iter().map(told).collect())
}

/// The webhooks there are, and which events each wants.
pub fn subscriptions(c: &mut Conn) -> Result<Vec<(WebhookId, Json)>> {
    Ok(webhooks::table
        .filter(webhooks::deleted_at.is_null())
        .order(webhooks::id)
        .select((webhooks::id, webhooks::events))
        .load(c)?)
}

/// Puts an event on its way to a webhook.
pub fn insert_delivery(c: &mut Conn, now: Timestamp, webhook: WebhookId, event: EventId) -> Result<()> {
    diesel::insert_into(webhook_deliveries::table)
        .values((
            webhook_deliveries::webhook_id.eq(webhook),
            webhook_deliveries::event_id.eq(event),
            webhook_deliveries::state.eq("queued"),
            webhook_deliveries::attempts.eq(0),
            webhook_deliveries::created_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

pub fn last_times(c: &mut Conn, subject: &str, ids: &[i64], action: &str) -> Result<HashMap<i64, Timestamp>> {
    let times: Vec<(i64, Timestamp)> = events::table
        .filter(
            events::subject
                .eq(subject)
                .and(one_of(events::subject_id, ids))
                .and(events::action.eq(action)),
        )
        .order(events::id)
        .select((events::subject_id, events::created_at))
        .load(c)?;
    Ok(times.into_iter().collect())
}

pub fn traces(c: &mut Conn, subject: &str, ids: &[i64]) -> Result<HashMap<i64, Vec<Trace>>> {
    type Row = (i64, String, Option<UserId>, Option<String>, Json, Timestamp);
    let rows: Vec<Row> = events::table
        .filter(events::subject.eq(subject).and(one_of(events::subject_id, ids)))
        .order(events::id)
        .select((
            events::subject_id,
            events::action,
            events::actor_id,
            events::to_state,
            events::data,
            events::created_at,
        ))
        .load(c)?;
    let mut traces: HashMap<i64, Vec<Trace>> = HashMap::new();
    for (id, action, actor, to, Json(data), at) in rows {
        traces.entry(id).or_default().push(Trace {
            action,
            actor,
            to,
            data,
            at,
        });
    }
    Ok(traces)
}

/// The newest entry of each of these kinds that has any. Grouped, for PostgreSQL looks for a bare `max(id)` from the end of the
/// table, past all that happened since.
pub fn newest(c: &mut Conn, subjects: &[&str]) -> Result<Vec<(EventId, String)>> {
    let rows: Vec<(Option<EventId>, String)> = events::table
        .filter(events::subject.eq_any(subjects))
        .group_by(events::subject)
        .select((diesel::dsl::max(events::id), events::subject))
        .load(c)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, subject)| Some((id?, subject)))
        .collect())
}

/// The entries after an id, and these; oldest first.
pub fn after(c: &mut Conn, after: EventId, these: &[i64], limit: i64) -> Result<Vec<Trail>> {
    let columns = (events::id, events::subject, events::subject_id);
    let mut rows: Vec<(EventId, String, i64)> = Vec::new();
    if !these.is_empty() {
        rows = events::table
            .filter(one_of(events::id, these))
            .order(events::id)
            .select(columns)
            .load(c)?;
    }
    rows.extend(
        events::table
            .filter(events::id.gt(after))
            .order(events::id)
            .limit(limit)
            .select(columns)
            .load::<(EventId, String, i64)>(c)?,
    );
    let trail = |(id, subject, subject_id)| Trail {
        id,
        subject,
        subject_id,
    };
    Ok(rows.into_iter().map(trail).collect())
}

/// The newest id.
pub fn last(c: &mut Conn) -> Result<EventId> {
    let newest: Option<EventId> = events::table.select(diesel::dsl::max(events::id)).first(c)?;
    Ok(newest.unwrap_or(EventId(0)))
}

type Row = (
    EventId,
    String,
    Option<UserId>,
    Option<UserId>,
    Option<String>,
    Option<String>,
    Json,
    Timestamp,
);

pub fn list(c: &mut Conn, subject: &str, subject_id: i64, page: &PageRequest) -> Result<Page<EventView>> {
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let rows: Vec<Row> = events::table
        .filter(
            events::subject
                .eq(subject)
                .and(events::subject_id.eq(subject_id))
                .and(events::id.gt(EventId(after))),
        )
        .order(events::id)
        .limit(page.limit + 1)
        .select((
            events::id,
            events::action,
            events::actor_id,
            events::on_behalf_of_id,
            events::from_state,
            events::to_state,
            events::data,
            events::created_at,
        ))
        .load(c)?;
    let ids: Vec<UserId> = rows.iter().flat_map(|r| [r.2, r.3]).flatten().collect();
    let people = accounts::service::people(c, &ids)?;
    let name = |id: Option<UserId>| id.and_then(|id| people.get(&id).cloned());
    let views = rows
        .into_iter()
        .map(
            |(id, action, actor, behalf, from_state, to_state, data, at)| EventView {
                id,
                action,
                actor: name(actor),
                on_behalf_of: name(behalf),
                from_state,
                to_state,
                data: data.0,
                at,
            },
        )
        .collect();
    Ok(Page::from_rows(views, page, SORT, |v: &EventView| {
        (String::new(), v.id.0)
    }))
}
