//! A rendered mail made into a message by RFC 5322 and MIME. The same outbox row gives the same bytes each time
//! (date, Message-ID and even the boundary come from it), so that a mail sent twice is recognised as one.
//! Whatever the row holds, no header can be added through it: identifiers are checked, texts are flattened.

use std::time::SystemTime;

use chrono::DateTime;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::enclosures::{Enclosed, File};
use super::format::{cut, is_break};
use super::model::{Kind, Thing, Why};
use crate::clock::Timestamp;
use crate::hex::hex;

/// Octets of an identifier that fit on one header line (RFC 5322 allows 998 in all).
const MAX_ID: usize = 240;
/// Octets of the unsubscribe link.
const MAX_LINK: usize = 900;

/// Who mails come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub name: String,
    pub address: String,
    /// What Message-IDs end in.
    pub domain: String,
    /// Where mail goes that cannot be delivered; none: to `address`.
    pub returns: Option<String>,
}

/// A mail as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// With angle brackets, as [`message_id`] makes it.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    /// Oldest first; [`references`] makes it.
    pub references: Vec<String>,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// When it was put into the outbox: its `Date`, whenever it is sent.
    pub created_at: Timestamp,
    pub kind: Kind,
    /// Why its reader gets it; none: it is of before that was kept.
    pub why: Option<Why>,
    /// What it is about.
    pub about: Option<Thing>,
    /// Where answers go, so that they are known; none: to the sender.
    pub reply_to: Option<String>,
    /// Absolute address at which the reader does without more of these; it takes one click (RFC 8058).
    pub list_unsubscribe: Option<String>,
    /// An iCalendar file, which the reader's mail program puts into their calendar.
    pub calendar: Option<String>,
    /// The hash of the paper that it brings along.
    pub paper: Option<String>,
}

/// Why a row makes no message. Trying again would not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    #[error("{0:?} is not an e-mail address")]
    Address(String),
    #[error("the header {0} has a value that cannot be sent")]
    Header(&'static str),
    #[error("the message cannot be put together: {0}")]
    Message(String),
}

/// `<request_assigned.17@example.org>`: stable for an outbox key.
pub fn message_id(kind: Kind, outbox_key: &str, domain: &str) -> String {
    format!("<{kind}.{outbox_key}@{domain}>")
}

/// `<request-42@example.org>`: the conversation's root, which no mail needs to have.
pub fn thread_root(thread_key: &str, domain: &str) -> String {
    format!("<{thread_key}@{domain}>")
}

/// The root and what was sent before, oldest first: the first four and the last six of them, so that a long
/// conversation keeps both its beginning and its nearest links.
pub fn references(root: &str, earlier: &[String]) -> Vec<String> {
    let all: Vec<&str> = std::iter::once(root)
        .chain(earlier.iter().map(String::as_str).filter(|id| *id != root))
        .collect();
    let (first, rest) = all.split_at(all.len().min(4));
    let last = rest.iter().skip(rest.len().saturating_sub(6));
    first.iter().chain(last).map(|id| (*id).to_owned()).collect()
}

/// Puts the message together: `multipart/alternative` of plain text and HTML. A calendar entry that asks something is there
/// twice, as mail programs want it: as a third alternative, which Outlook and Gmail show as an invitation, and attached, for
/// the others. Files that the mail brings along are attached too.
///
/// # Errors
/// `BuildError` when an address, an identifier or the link is unusable.
pub fn build(mail: &OutgoingMail, sender: &Sender, enclosed: &Enclosed) -> Result<Message, BuildError> {
    let boundary = boundary(mail);
    let (text, html) = enclosed.said(mail);
    let mut body = MultiPart::alternative()
        .boundary(boundary.clone())
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html));
    let media = |media: &str| ContentType::parse(media).map_err(|e| BuildError::Message(e.to_string()));
    let mut kept = Vec::new();
    if let Some(entry) = &mail.calendar {
        let method = method(entry)?;
        if method != "PUBLISH" {
            let shown = format!("text/calendar; charset=utf-8; method={method}");
            body = body.singlepart(SinglePart::builder().header(media(&shown)?).body(entry.clone()));
        }
        kept.push(Attachment::new("invite.ics".to_owned()).body(entry.clone(), media("application/ics")?));
    }
    for File { name, kind, bytes } in &enclosed.files {
        kept.push(Attachment::new(flat(name, 100)).body(bytes.clone(), media(kind)?));
    }
    if !kept.is_empty() {
        let mixed = MultiPart::mixed()
            // Neither may begin with the other: a line that begins with a boundary is one (RFC 2046, 5.1.1).
            .boundary(boundary.replacen("=_", "=_m", 1))
            .multipart(body);
        body = kept.into_iter().fold(mixed, MultiPart::singlepart);
    }
    let mut message = Message::builder()
        .from(mailbox(&sender.name, &sender.address)?)
        .to(mailbox(&mail.to_name, &mail.to_address)?)
        .subject(flat(&mail.subject, 240))
        .message_id(Some(identifier("Message-ID", &mail.message_id)?))
        .date(date(mail.created_at))
        // RFC 3834: what answers by itself does not answer this.
        .header(AutoSubmitted("auto-generated".to_owned()))
        .header(AutoResponseSuppress("All".to_owned()))
        .header(Loop(sender.address.clone()))
        .header(ListId(identifier("List-Id", &format!("<notifications.{}>", sender.domain))?))
        .header(Event(mail.kind.as_str().to_owned()));
    if let Some(parent) = &mail.in_reply_to {
        message = message.in_reply_to(identifier("In-Reply-To", parent)?);
    }
    if !mail.references.is_empty() {
        let ids = mail
            .references
            .iter()
            .map(|id| identifier("References", id))
            .collect::<Result<Vec<_>, _>>()?;
        message = message.references(ids.join(" "));
    }
    if let Some(address) = &mail.reply_to {
        message = message.reply_to(mailbox(&sender.name, address)?);
    }
    if let Some(address) = &sender.returns {
        let to = mailbox("", &mail.to_address)?.email;
        let envelope = Envelope::new(Some(mailbox("", address)?.email), vec![to]);
        message = message.envelope(envelope.map_err(|e| BuildError::Message(e.to_string()))?);
    }
    if let Some(link) = &mail.list_unsubscribe {
        message = message
            .header(ListUnsubscribe(bracketed_link(link)?))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    message.multipart(body).map_err(|e| BuildError::Message(e.to_string()))
}

/// What the entry says to do with it (RFC 5546); the mail's part has to say the same.
fn method(entry: &str) -> Result<&str, BuildError> {
    let method = entry.lines().find_map(|line| line.strip_prefix("METHOD:"));
    method
        .filter(|m| !m.is_empty() && m.bytes().all(|b| b.is_ascii_uppercase()))
        .ok_or_else(|| BuildError::Message("the calendar entry has no method".to_owned()))
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, BuildError> {
    let wrong = || BuildError::Address(cut(address, 100));
    // Addresses beyond ASCII need SMTPUTF8 on the whole way; none of ours have them.
    if !address.is_ascii() || address.len() > 254 {
        return Err(wrong());
    }
    let address = address.parse().map_err(|_| wrong())?;
    let name = flat(name, 100);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// One line without control characters. `=?` is parted, or a title could pass for an encoded word (RFC 2047)
/// and be shown as something else than what was typed.
fn flat(text: &str, max: usize) -> String {
    let line: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    cut(
        line.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("=?", "= ?")
            .trim(),
        max,
    )
}

/// `<…>` of printable ASCII, short enough for one line, or nothing.
fn identifier(header: &'static str, id: &str) -> Result<String, BuildError> {
    let inner = id
        .strip_prefix('<')
        .and_then(|id| id.strip_suffix('>'))
        .unwrap_or_default();
    let sound =
        !inner.is_empty() && id.len() <= MAX_ID && inner.chars().all(|c| c.is_ascii_graphic() && c != '<' && c != '>');
    if sound {
        Ok(id.to_owned())
    } else {
        Err(BuildError::Header(header))
    }
}

fn bracketed_link(link: &str) -> Result<String, BuildError> {
    let web = link.starts_with("https://") || link.starts_with("http://");
    let sound = web
        && link.len() <= MAX_LINK
        && link
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ','));
    if sound {
        Ok(format!("<{link}>"))
    } else {
        Err(BuildError::Header("List-Unsubscribe"))
    }
}

/// Kept within the years that the header can name (1970–9999).
fn date(at: Timestamp) -> SystemTime {
    let seconds = at.utc().timestamp().clamp(0, 253_402_300_799);
    SystemTime::from(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
}

/// A digest of the whole mail: the same at each try, and in no text, for a text cannot hold its own digest.
fn boundary(mail: &OutgoingMail) -> String {
    let mut digest = Sha256::new();
    let more = mail.calendar.iter().chain(&mail.paper);
    for part in [&mail.message_id, &mail.text, &mail.html].into_iter().chain(more) {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    // "=_" never comes out of quoted-printable or base64 (RFC 2045, 6.7).
    format!("=_{}", hex(&digest.finalize()[..16]))
}

/// Headers that lettre has no type for. Values are checked or constant before they get here.
macro_rules! headers {
    ($($type:ident = $name:literal),+ $(,)?) => {$(
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(value.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    )+};
}

headers! {
    AutoSubmitted = "Auto-Submitted",
    AutoResponseSuppress = "X-Auto-Response-Suppress",
    ListId = "List-Id",
    ListUnsubscribe = "List-Unsubscribe",
    ListUnsubscribePost = "List-Unsubscribe-Post",
    Loop = "X-Loop",
    Event = "X-Hamahang-Event",
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
