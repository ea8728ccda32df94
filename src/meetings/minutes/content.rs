//! What the minutes say, as it is frozen and hashed. Pure.
//!
//! The hash is SHA-256, in lower-case hexadecimal, over the canonical JSON of a [`Content`] (RFC 8785: no spaces, the
//! members of each object in the order of their names, strings with only the escapes that JSON demands). It is over all
//! of the text, whoever may read which part of it. docs/adr/0021 says why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::hex::hex;
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::agenda::model::OutcomeKind;
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::model::{AttendanceStatus, QuorumView};

/// Names the form of a [`Content`]; another form gets another name, so that old hashes stay right.
pub const FORMAT: &str = "hamahang-minutes-1";

/// Somebody on the meeting's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attendee {
    /// Who.
    pub user: UserRef,
    /// The unit that they speak for.
    pub unit: Option<String>,
    /// Whether they came; `null`: not marked yet.
    pub status: Option<AttendanceStatus>,
    /// Whom they sent.
    pub substitute_name: Option<String>,
}

/// Somebody without an account on the meeting's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MinutesGuest {
    /// What they are called.
    pub name: String,
    /// Whether they came; `null`: not marked yet.
    pub status: Option<AttendanceStatus>,
}

/// When, where, who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MinutesHead {
    /// Which meeting.
    pub meeting_id: MeetingId,
    /// The series' title.
    pub series: String,
    /// The meeting's number within it.
    pub number: i32,
    /// Its day in Tehran.
    pub held_on: NaiveDate,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// Where.
    pub place: String,
    /// Who chaired it.
    pub chair: Option<String>,
    /// Who was invited or came.
    pub attendance: Vec<Attendee>,
    /// Guests without an account.
    pub guests: Vec<MinutesGuest>,
    /// How many had to be there and how many were; `null`: nothing was asked.
    pub quorum: Option<QuorumView>,
}

/// What came of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MinutesOutcome {
    /// What kind.
    pub kind: OutcomeKind,
    /// In words.
    pub text: String,
    /// Who promised it.
    pub who: Option<UserRef>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// What is said of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    pub item_id: AgendaItemId,
    pub kind: LineKind,
    pub request: Option<String>,
    pub title: String,
    pub carried: i32,
    /// Three meetings in a row have left it without a decision. Asked before the minutes are final; no part of them.
    #[serde(skip)]
    pub must_decide: bool,
    pub discussed: bool,
    pub text: String,
    pub outcomes: Vec<MinutesOutcome>,
}

/// One version of the minutes, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub format: String,
    pub version: i32,
    pub head: MinutesHead,
    pub paragraphs: Vec<Paragraph>,
}

impl Content {
    /// As JSON, to be stored.
    ///
    /// # Errors
    /// None that is known of.
    pub fn json(&self) -> Result<Value> {
        Ok(serde_json::to_value(self)?)
    }
}

/// The hash of a stored version.
pub fn hash(content: &Value) -> String {
    digest(&canonical(content))
}

/// The hash of a correction: over its number, its text, and the hash of what it adds to, so that none can be taken
/// out of a row or put into it.
pub fn addendum_hash(number: i32, text: &str, adds_to: &str) -> String {
    let content =
        json!({ "format": "hamahang-minutes-addendum-1", "number": number, "text": text, "adds_to": adds_to });
    digest(&canonical(&content))
}

fn digest(text: &str) -> String {
    hex(Sha256::digest(text.as_bytes()))
}

/// The canonical JSON of a value whose numbers are integers and whose names are ASCII, as ours are (RFC 8785).
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut names: Vec<_> = members.iter().collect();
            names.sort_unstable_by_key(|(name, _)| *name);
            let members: Vec<_> = names
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_canonical_form_is_that_of_the_document() {
        let value = json!({ "z": [1, null, true], "a": { "ب": "«نقل»\n\t\u{1}\"\\/", "b": -5 }, "Z": [] });
        assert_eq!(
            canonical(&value),
            "{\"Z\":[],\"a\":{\"b\":-5,\"ب\":\"«نقل»\\n\\t\\u0001\\\"\\\\/\"},\"z\":[1,null,true]}"
        );
        // By `printf '{}' | sha256sum`.
        assert_eq!(
            hash(&json!({})),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_back_has_the_same_hash(texts in prop::collection::vec(".{0,40}", 0..6), version in 1..100_i32) {
            let value = json!({ "version": version, "paragraphs": texts });
            let text = canonical(&value);
            let back: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&back, &value);
            prop_assert_eq!(hash(&back), hash(&value));
            let mut other = value.clone();
            other["version"] = json!(version + 1);
            prop_assert_ne!(hash(&other), hash(&value));
        }
    }
}
