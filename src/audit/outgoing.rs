//! What is recorded goes on its way to the webhooks that want it, in the same transaction. Who wants what is kept in memory under
//! a stamp: where nobody wants anything, nothing is asked of the database.

use std::sync::Arc;

use super::{Entry, store};
use crate::db::kept::{Kept, Subject};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::{EventId, WebhookId};

/// A webhook, and the events that it wants: `request.done`, `request.*`, `*`.
type Subscription = (WebhookId, Vec<String>);

static KEPT: Kept<Vec<Subscription>> = Kept::new(Subject::Webhooks);

fn subscriptions(c: &mut Conn) -> Result<Arc<Vec<Subscription>>> {
    KEPT.get(c, |c| {
        let rows = store::subscriptions(c)?.into_iter();
        rows.map(|(id, events)| Ok((id, serde_json::from_value(events.0)?)))
            .collect()
    })
}

/// Whether things of this kind are told outside at all.
fn is_told(subject: &str) -> bool {
    matches!(subject, "request" | "meeting" | "commitment")
}

/// Whether a wish such as `request.done`, `request.*` or `*` means this event.
fn means(wish: &str, subject: &str, action: &str) -> bool {
    match wish.split_once('.') {
        None => wish == "*",
        Some((kind, what)) => kind == subject && (what == "*" || what == action),
    }
}

/// Puts an entry on its way.
pub fn hand_on(c: &mut Conn, cx: &Cx, id: EventId, entry: &Entry<'_>) -> Result<()> {
    if !is_told(entry.subject) {
        return Ok(());
    }
    for (webhook, wishes) in subscriptions(c)?.iter() {
        if wishes.iter().any(|wish| means(wish, entry.subject, entry.action)) {
            store::insert_delivery(c, cx.now, *webhook, id)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_means_one_event_all_of_a_kind_or_all() {
        for (wish, wanted) in [
            ("*", true),
            ("request.*", true),
            ("request.done", true),
            ("request.don", false),
            ("meeting.*", false),
            ("request", false),
            ("", false),
        ] {
            assert_eq!(means(wish, "request", "done"), wanted, "{wish}");
        }
        assert!(is_told("meeting") && !is_told("user"));
    }
}
