//! What is done with webhooks: kept by administrators, each act in the history.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::addresses::leads_outside;
use super::model::{
    CreateWebhook, DeliveryFilter, DeliveryState, DeliveryView, UpdateWebhook, WebhookAction, WebhookState, WebhookView,
};
use super::store::{self, Delivery, Webhook};
use super::{policy, signing};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::config::Settings;
use crate::db::kept::{self, Subject};
use crate::db::types::Json;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{DeliveryId, EventId, WebhookId};
use crate::page::{Page, PageRequest};
use crate::resource::Expected;
use crate::schema;

/// The order of the list.
pub const SORT: &str = "id";
/// The order of the log.
const LOG_SORT: &str = "-id";
/// How long messages are signed with the secret before, too.
const BOTH_SECRETS: TimeDelta = TimeDelta::hours(24);

fn view(actor: &Actor, row: Webhook) -> Result<WebhookView> {
    let actions = if policy::may_change(actor) {
        policy::possible(row.state)
    } else {
        Vec::new()
    };
    Ok(WebhookView {
        id: row.id,
        title: row.title,
        url: row.url,
        events: serde_json::from_value(row.events.0)?,
        include_private: row.include_private,
        secret: None,
        state: row.state,
        paused_reason: row.paused_reason,
        failures: row.attempts,
        next_attempt_at: row.next_attempt_at,
        allowed_actions: actions.iter().map(ToString::to_string).collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn record(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Webhook, action: &str, data: Value) -> Result<EventId> {
    let entry = Entry {
        subject: "webhook",
        subject_id: row.id.0,
        action,
        actor: Some(actor.id),
        from: None,
        to: Some(row.state.as_str()),
        data,
    };
    audit::record(c, cx, &entry)
}

fn find(c: &mut Conn, actor: &Actor, id: WebhookId) -> Result<Webhook> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    store::find(c, id)?.ok_or(Error::NotFound)
}

/// The webhook for who keeps it, at the version that they saw.
fn to_change(c: &mut Conn, actor: &Actor, id: WebhookId, expected: &Expected) -> Result<Webhook> {
    let row = find(c, actor, id)?;
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    if expected.holds(row.version) {
        Ok(row)
    } else {
        Err(Error::stale(&view(actor, row)?))
    }
}

fn save(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Webhook) -> Result<()> {
    if store::save(c, row, cx.now)? {
        return Ok(());
    }
    let current = store::find(c, row.id)?.ok_or(Error::NotFound)?;
    Err(Error::stale(&view(actor, current)?))
}

/// A webhook.
///
/// # Errors
/// 403, 404.
pub fn get(c: &mut Conn, actor: &Actor, id: WebhookId) -> Result<WebhookView> {
    find(c, actor, id).and_then(|row| view(actor, row))
}

/// A page of webhooks, the oldest first.
///
/// # Errors
/// 400 for a cursor of another list, 403.
pub fn list(c: &mut Conn, actor: &Actor, page: &PageRequest) -> Result<Page<WebhookView>> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let rows = store::list(c, WebhookId(after), page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |r| (String::new(), r.id.0));
    let items = rows.items.into_iter().map(|row| view(actor, row));
    Ok(Page {
        items: items.collect::<Result<Vec<_>>>()?,
        next: rows.next,
    })
}

/// What a webhook may hear of: `*`, all of a kind, or one event.
fn check_events(typed: &[String]) -> Result<Vec<String>> {
    let mut events: Vec<String> = Vec::new();
    for (n, event) in typed.iter().enumerate() {
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let known = event == "*"
            || event.split_once('.').is_some_and(|(kind, what)| {
                matches!(kind, "request" | "meeting" | "commitment") && (what == "*" || word(what))
            });
        if !known {
            return Err(Error::refused(
                format!("/events/{n}"),
                FieldCode::Invalid,
                "رویداد به شکل request.done یا meeting.* یا commitment.* یا * نوشته می‌شود.",
                "Wants request.done, meeting.*, commitment.* or *.",
            ));
        }
        if !events.contains(event) {
            events.push(event.clone());
        }
    }
    Ok(events)
}

/// An address that may be led to, as far as that shows before it is looked up.
fn check_url(settings: &Settings, typed: &str) -> Result<String> {
    let wrong = |fa: &'static str, en: &'static str| Error::refused("/url", FieldCode::Invalid, fa, en);
    let typed = typed.trim();
    let url = url::Url::parse(typed).map_err(|_| wrong("نشانی کامل وب لازم است.", "Wants a whole web address."))?;
    if url.scheme() != "https" && !(url.scheme() == "http" && settings.webhook_http) {
        return Err(wrong(
            "نشانی باید با https آغاز شود.",
            "The address has to begin with https.",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(wrong(
            "نشانی نباید نام کاربری، گذرواژه یا # داشته باشد.",
            "No user, password or fragment in the address.",
        ));
    }
    if !leads_outside(&url, &settings.webhook_networks) {
        return Err(wrong(
            "این نشانی به شبکه‌ای داخلی می‌رسد و پذیرفته نمی‌شود.",
            "The address leads into a private network.",
        ));
    }
    Ok(url.into())
}

/// Makes a webhook; its secret is shown this once.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateWebhook) -> Result<WebhookView> {
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    let events = check_events(&input.events)?;
    let mut row = Webhook {
        id: WebhookId(0),
        title: schema::required_line("/title", &input.title)?,
        url: check_url(&cx.settings, &input.url)?,
        events: Json(json!(events)),
        include_private: input.include_private,
        secret: signing::new_secret(),
        old_secret: None,
        old_secret_until: None,
        state: WebhookState::Active,
        paused_reason: None,
        attempts: 0,
        next_attempt_at: cx.now,
        leased_until: None,
        lease: 0,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
    };
    row.id = store::insert(c, &row)?;
    kept::changed(c, Subject::Webhooks)?;
    let data = json!({ "title": row.title, "url": row.url, "events": events, "include_private": row.include_private });
    record(c, cx, actor, &row, "created", data)?;
    let secret = row.secret.clone();
    Ok(WebhookView {
        secret: Some(secret),
        ..view(actor, row)?
    })
}

/// Changes a webhook.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: WebhookId,
    expected: &Expected,
    input: &UpdateWebhook,
) -> Result<WebhookView> {
    let mut row = to_change(c, actor, id, expected)?;
    if let Some(title) = &input.title {
        row.title = schema::required_line("/title", title)?;
    }
    if let Some(url) = &input.url {
        row.url = check_url(&cx.settings, url)?;
        // Another place is tried at once.
        (row.attempts, row.next_attempt_at) = (0, cx.now);
    }
    if let Some(events) = &input.events {
        row.events = Json(json!(check_events(events)?));
    }
    row.include_private = input.include_private.unwrap_or(row.include_private);
    save(c, cx, actor, &mut row)?;
    kept::changed(c, Subject::Webhooks)?;
    let data =
        json!({ "title": row.title, "url": row.url, "events": row.events, "include_private": row.include_private });
    record(c, cx, actor, &row, "changed", data)?;
    view(actor, row)
}

/// Takes a webhook out, with its log.
///
/// # Errors
/// 403, 404, 412.
pub fn delete(c: &mut Conn, cx: &Cx, actor: &Actor, id: WebhookId, expected: &Expected) -> Result<()> {
    let row = to_change(c, actor, id, expected)?;
    store::delete(c, id, cx.now)?;
    kept::changed(c, Subject::Webhooks)?;
    record(
        c,
        cx,
        actor,
        &row,
        "deleted",
        json!({ "title": row.title, "url": row.url }),
    )
    .map(drop)
}

/// Does something with a webhook: `POST /webhooks/{id}/actions/{action}`.
///
/// # Errors
/// 403, 404, 409 when it is so already, 412.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: WebhookId,
    action: WebhookAction,
    expected: &Expected,
) -> Result<WebhookView> {
    let mut row = to_change(c, actor, id, expected)?;
    let possible = policy::possible(row.state);
    if !possible.contains(&action) {
        return Err(Error::Conflict {
            code: "action_not_allowed",
            said: said("این نشانی هم‌اکنون همین وضعیت را دارد.", "The webhook is so already."),
            allowed: possible.iter().map(ToString::to_string).collect(),
        });
    }
    let mut secret = None;
    match action {
        WebhookAction::Pause => row.state = WebhookState::Paused,
        WebhookAction::Resume => {
            (row.state, row.paused_reason) = (WebhookState::Active, None);
            (row.attempts, row.next_attempt_at) = (0, cx.now);
        }
        WebhookAction::RotateSecret => {
            let new = signing::new_secret();
            row.old_secret = Some(std::mem::replace(&mut row.secret, new.clone()));
            row.old_secret_until = Some(cx.now.plus(BOTH_SECRETS));
            secret = Some(new);
        }
        WebhookAction::Ping => {}
    }
    save(c, cx, actor, &mut row)?;
    let event = record(c, cx, actor, &row, action.as_str(), json!({}))?;
    if action == WebhookAction::Ping {
        audit::hand_to(c, cx, id, event)?;
    }
    Ok(WebhookView {
        secret,
        ..view(actor, row)?
    })
}

fn delivery_views(c: &mut Conn, rows: Vec<Delivery>) -> Result<Vec<DeliveryView>> {
    let events: Vec<_> = rows.iter().map(|r| r.event_id).collect();
    let events = audit::told(c, &events)?;
    let view = |r: Delivery| DeliveryView {
        event: events
            .get(&r.event_id)
            .map(|e| format!("{}.{}", e.subject, e.action))
            .unwrap_or_default(),
        id: r.id,
        webhook_id: r.webhook_id,
        event_id: r.event_id,
        state: r.state,
        attempts: r.attempts,
        status: r.status,
        error: r.error,
        version: r.attempts + 1,
        created_at: r.created_at,
        tried_at: r.tried_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A page of what was sent to a webhook, and of what waits, the newest first.
///
/// # Errors
/// 400 for a cursor of another list, 403, 404.
pub fn deliveries(c: &mut Conn, actor: &Actor, id: WebhookId, filter: &DeliveryFilter) -> Result<Page<DeliveryView>> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), LOG_SORT)?;
    find(c, actor, id)?;
    let rows = store::deliveries(c, id, filter, page.after.as_ref(), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, LOG_SORT, |r| (String::new(), r.id.0));
    Ok(Page {
        items: delivery_views(c, rows.items)?,
        next: rows.next,
    })
}

/// Sends an event again, under the id that it had.
///
/// # Errors
/// 403, 404, 409 while it waits anyway.
pub fn redeliver(c: &mut Conn, cx: &Cx, actor: &Actor, id: WebhookId, delivery: DeliveryId) -> Result<DeliveryView> {
    let webhook = to_change(c, actor, id, &Expected::Any)?;
    let mut row = store::find_delivery(c, id, delivery)?.ok_or(Error::NotFound)?;
    if row.state == DeliveryState::Queued {
        let said = said(
            "این پیام هنوز در صف فرستادن است.",
            "The message waits to be sent anyway.",
        );
        return Err(Error::conflict("already_queued", said));
    }
    row.state = DeliveryState::Queued;
    row.error = None;
    store::save_delivery(c, &row)?;
    record(
        c,
        cx,
        actor,
        &webhook,
        "redelivered",
        json!({ "delivery_id": delivery, "event_id": row.event_id }),
    )?;
    delivery_views(c, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Forgets what was sent, or waited in vain, longer ago than the setting says.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn sweep(db: &Db) -> Result<usize> {
    db.write(|c, cx| store::forget_before(c, cx.now.plus(-TimeDelta::days(cx.settings.webhook_log_days))))
        .await
}
