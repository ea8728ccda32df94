//! What a webhook is told of an event: what happened to which thing, its number, its state and where it is read. Nothing that
//! somebody has written, and of what not everybody may know of nothing at all, unless the webhook is for that.

use serde_json::{Value, json};

use crate::audit::Told;
use crate::config::Settings;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{MeetingId, RequestId};
use crate::{meetings, requests};

/// A message, ready to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same at each try, and when it is sent anew.
    pub id: String,
    /// JSON.
    pub body: String,
}

/// What is told of a thing.
struct Thing {
    number: Value,
    /// Not everybody may know of it.
    private: bool,
    /// Where it is read, below the base address.
    place: String,
}

/// The message of an event; nothing: it is nothing for this webhook, or what it was about is not there any more.
pub fn message(c: &mut Conn, settings: &Settings, event: &Told, include_private: bool) -> Result<Option<Message>> {
    let Some(thing) = thing(c, event)? else {
        return Ok(None);
    };
    // Drafts are their author's alone.
    let draft = event.to.as_deref() == Some("draft");
    if draft || (thing.private && !include_private) {
        return Ok(None);
    }
    let body = json!({
        "type": format!("{}.{}", event.subject, event.action),
        "timestamp": event.at,
        "data": {
            "subject": event.subject,
            "id": event.subject_id,
            "number": thing.number,
            "from": event.from,
            "state": event.to,
            "link": format!("{}{}", settings.base_url, thing.place),
        },
    });
    Ok(Some(Message {
        id: format!("evt_{}", event.id),
        body: body.to_string(),
    }))
}

fn thing(c: &mut Conn, event: &Told) -> Result<Option<Thing>> {
    let id = event.subject_id;
    Ok(match event.subject.as_str() {
        "request" => requests::outward::of(c, RequestId(id))?.map(|request| Thing {
            place: format!("/requests/{id}"),
            number: json!(request.number),
            private: request.private,
        }),
        "meeting" => meetings::outward::number_of(c, MeetingId(id))?.map(|number| Thing {
            place: format!("/meetings/{id}"),
            number: json!(number),
            private: false,
        }),
        // Promises are for who promised and for the director.
        "commitment" => Some(Thing {
            place: format!("/commitments/{id}"),
            number: Value::Null,
            private: true,
        }),
        "webhook" => Some(Thing {
            place: format!("/webhooks/{id}"),
            number: Value::Null,
            private: false,
        }),
        _ => None,
    })
}
