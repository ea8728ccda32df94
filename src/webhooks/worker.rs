//! The webhook worker: leases the webhooks that something is to be sent to, sends to each in order and outside any transaction, to
//! several at once, and records what came of it. Several may run on one database.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::time::Instant;

use super::model::{DeliveryState, WebhookState};
use super::notices;
use super::payload::{self, Message};
use super::sender::{Answered, Sender, Signed};
use super::signing;
use super::store::{self, Delivery, Webhook};
use crate::audit;
use crate::clock::Timestamp;
use crate::config::Settings;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::notifications::Wake;

/// Webhooks that are sent to at once: one that is slow does not hold the others up.
const AT_ONCE: i64 = 4;
/// Messages to one of them in a turn.
const BATCH: i64 = 20;
/// A turn begins no further message after this: a crash before it is recorded repeats it.
const TURN: Duration = Duration::from_secs(5);
/// Without a wake-up it is looked this often whether something is due.
const PAUSE: Duration = Duration::from_secs(2);
/// An answer that asks for no more messages (Standard Webhooks, 1.0).
const GONE: u16 = 410;

/// A webhook in hand, and what is to be sent to it; none: it is to be passed over.
struct Turn {
    webhook: Webhook,
    messages: Vec<(Delivery, Option<Message>)>,
}

/// Sends until `stop` turns true; what is in hand is sent and recorded first.
///
/// # Errors
/// 500 when TLS cannot be set up.
pub async fn run(db: Db, wake: Wake, mut stop: watch::Receiver<bool>) -> Result<()> {
    let sender = Sender::new(db.settings())?;
    while !*stop.borrow() && stop.has_changed().is_ok() {
        match claim(&db).await {
            Ok(turns) if turns.is_empty() => {}
            Ok(turns) => {
                futures_util::future::join_all(turns.into_iter().map(|turn| go(&db, &sender, turn))).await;
                continue;
            }
            Err(error) => tracing::warn!(%error, "what is due to webhooks cannot be read"),
        }
        tokio::select! {
            () = wake.wait_for_webhooks() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    Ok(())
}

async fn claim(db: &Db) -> Result<Vec<Turn>> {
    // A look first: an idle worker must not take the write lock every two seconds.
    if db.read(|c, cx| store::due(c, cx.now, 1)).await?.is_empty() {
        return Ok(Vec::new());
    }
    db.write(|c, cx| {
        let until = cx.now.plus(lease(&cx.settings));
        let mut turns = Vec::new();
        for mut webhook in store::due(c, cx.now, AT_ONCE)? {
            if store::lease(c, &mut webhook, until)? {
                turns.push(turn(c, cx, webhook)?);
            }
        }
        Ok(turns)
    })
    .await
}

/// Longer than a turn may take.
fn lease(settings: &Settings) -> TimeDelta {
    let sending = i64::try_from(settings.webhook_seconds).unwrap_or(600);
    TimeDelta::seconds(30 + 2 * sending)
}

fn turn(c: &mut Conn, cx: &Cx, webhook: Webhook) -> Result<Turn> {
    let deliveries = store::queued(c, webhook.id, BATCH)?;
    let events: Vec<_> = deliveries.iter().map(|d| d.event_id).collect();
    let events = audit::told(c, &events)?;
    let mut messages = Vec::new();
    for delivery in deliveries {
        let message = match events.get(&delivery.event_id) {
            Some(event) => payload::message(c, &cx.settings, event, webhook.include_private)?,
            None => None,
        };
        messages.push((delivery, message));
    }
    Ok(Turn { webhook, messages })
}

/// Sends what a webhook is due, up to the first that it does not take, and records it.
async fn go(db: &Db, sender: &Sender, turn: Turn) {
    let Turn { mut webhook, messages } = turn;
    let (mut tried, mut paused) = (Vec::new(), false);
    let began = Instant::now();
    for (mut delivery, message) in messages {
        let Some(message) = message else {
            delivery.state = DeliveryState::Skipped;
            tried.push(delivery);
            continue;
        };
        if began.elapsed() > TURN {
            break;
        }
        let now = db.clock().now();
        let answered = send(sender, &webhook, &message, now).await;
        let taken = answered.error.is_none();
        settle(
            &mut webhook,
            &mut delivery,
            answered,
            db.clock().now(),
            db.settings().webhook_max_attempts,
        );
        tried.push(delivery);
        if !taken {
            paused = webhook.state == WebhookState::Paused;
            break;
        }
    }
    record(db, webhook, tried, paused).await;
}

async fn send(sender: &Sender, webhook: &Webhook, message: &Message, now: Timestamp) -> Answered {
    let seconds = now.utc().timestamp();
    let old = webhook.old_secret_until.is_some_and(|until| now < until);
    let old = webhook.old_secret.as_deref().filter(|_| old);
    let secrets = std::iter::once(webhook.secret.as_str()).chain(old);
    let signature = signing::signature(secrets, &message.id, seconds, &message.body);
    let signed = Signed {
        url: &webhook.url,
        id: &message.id,
        seconds,
        signature: &signature,
        body: message.body.clone(),
    };
    sender.send(signed).await
}

/// What comes of a try, for the message and for those behind it. After the last try, or when the receiver wants no more, the
/// message is given up and the webhook paused.
fn settle(webhook: &mut Webhook, delivery: &mut Delivery, answered: Answered, now: Timestamp, most: i32) {
    delivery.attempts += 1;
    delivery.status = answered.status.map(i32::from);
    delivery.tried_at = Some(now);
    delivery.error.clone_from(&answered.error);
    let Some(error) = answered.error else {
        delivery.state = DeliveryState::Sent;
        (webhook.attempts, webhook.next_attempt_at) = (0, now);
        return;
    };
    webhook.attempts += 1;
    webhook.next_attempt_at = now.plus(TimeDelta::seconds(backoff(webhook.attempts)));
    if webhook.attempts >= most || answered.status == Some(GONE) {
        delivery.state = DeliveryState::Failed;
        webhook.state = WebhookState::Paused;
        webhook.version += 1;
        let status = answered.status.map(|status| format!("{status} "));
        webhook.paused_reason = Some(format!("{}{error}", status.unwrap_or_default()).trim().to_owned());
    }
}

/// Seconds until the next try: 10, 20, 40 … up to an hour.
fn backoff(attempts: i32) -> i64 {
    (10_i64 << (attempts - 1).clamp(0, 9)).min(3600)
}

/// Records a turn. Should that fail, the lease runs out and the same messages go again, under the same ids.
async fn record(db: &Db, webhook: Webhook, tried: Vec<Delivery>, paused: bool) {
    for delivery in &tried {
        metrics::counter!("webhook_tries_total", "ending" => delivery.state.as_str()).increment(1);
    }
    let id = webhook.id;
    let recorded = db
        .write(move |c, cx| {
            if !store::release(c, &webhook)? {
                tracing::warn!(webhook = %webhook.id, "a webhook was no longer this worker's");
                return Ok(());
            }
            for delivery in &tried {
                store::save_delivery(c, delivery)?;
            }
            if paused {
                notices::paused(c, cx, &webhook)?;
            }
            Ok(())
        })
        .await;
    if let Err(error) = recorded {
        tracing::warn!(webhook = %id, %error, "what became of messages to a webhook could not be recorded");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_to_an_hour() {
        let pauses: Vec<_> = [1, 2, 3, 8, 9, 10, i32::MAX].map(backoff).into();
        assert_eq!(pauses, [10, 20, 40, 1280, 2560, 3600, 3600]);
    }
}
