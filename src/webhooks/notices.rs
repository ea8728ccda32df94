//! Administrators hear of a webhook that is paused because it fails.

use serde_json::json;

use super::store::Webhook;
use crate::accounts::{self, Role};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value, Why};
use crate::notifications::service::notify;

/// Tells them, and writes it down.
pub fn paused(c: &mut Conn, cx: &Cx, row: &Webhook) -> Result<()> {
    let entry = Entry {
        subject: "webhook",
        subject_id: row.id.0,
        action: "paused_by_failures",
        actor: None,
        from: None,
        to: Some(row.state.as_str()),
        data: json!({ "reason": row.paused_reason, "attempts": row.attempts }),
    };
    audit::record(c, cx, &entry)?;
    let people = accounts::service::holders(c, Role::Admin)?;
    let to: Vec<_> = people.iter().map(|p| Recipient::new(p, Why::Administers)).collect();
    let notice = Notice {
        kind: Kind::WebhookPaused,
        thread: None,
        actor: None,
        facts: vec![
            Fact::new(Label::Webhook, Value::Text(row.title.clone())),
            Fact::new(Label::Tries, Value::Number(row.attempts.into())),
        ],
        quote: row.paused_reason.clone(),
        link: Some(format!("{}/webhooks/{}", cx.settings.base_url, row.id)),
        secret_link: false,
    };
    notify(c, cx, None, &notice, &to)
}
