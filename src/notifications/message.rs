//! A rendered mail made into a message by RFC 5322 and MIME. The same outbox row gives the same bytes each time
//! (date, Message-ID and even the boundary come from it), so that a mail sent twice is recognised as one.
//! Whatever the row holds, no header can be added through it: identifiers are checked, texts are flattened.

use std::time::SystemTime;

use chrono::DateTime;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::format::{cut, is_break};
use super::model::Kind;
use crate::clock::Timestamp;

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
    /// Absolute address of the reader's preferences.
    pub list_unsubscribe: Option<String>,
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
    let all: Vec<&str> = std::iter::once(root).chain(earlier.iter().map(String::as_str).filter(|id| *id != root)).collect();
    let (first, rest) = all.split_at(all.len().min(4));
    let last = rest.iter().skip(rest.len().saturating_sub(6));
    first.iter().chain(last).map(|id| (*id).to_owned()).collect()
}

/// Puts the message together: `multipart/alternative` of plain text and HTML.
///
/// # Errors
/// `BuildError` when an address, an identifier or the link is unusable.
pub fn build(mail: &OutgoingMail, sender: &Sender) -> Result<Message, BuildError> {
    let body = MultiPart::alternative()
        .boundary(boundary(mail))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
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
        let ids = mail.references.iter().map(|id| identifier("References", id)).collect::<Result<Vec<_>, _>>()?;
        message = message.references(ids.join(" "));
    }
    if let Some(link) = &mail.list_unsubscribe {
        message = message.header(ListUnsubscribe(bracketed_link(link)?));
    }
    message.multipart(body).map_err(|e| BuildError::Message(e.to_string()))
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
    cut(line.split_whitespace().collect::<Vec<_>>().join(" ").replace("=?", "= ?").trim(), max)
}

/// `<…>` of printable ASCII, short enough for one line, or nothing.
fn identifier(header: &'static str, id: &str) -> Result<String, BuildError> {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or_default();
    let sound = !inner.is_empty() && id.len() <= MAX_ID && inner.chars().all(|c| c.is_ascii_graphic() && c != '<' && c != '>');
    if sound { Ok(id.to_owned()) } else { Err(BuildError::Header(header)) }
}

fn bracketed_link(link: &str) -> Result<String, BuildError> {
    let web = link.starts_with("https://") || link.starts_with("http://");
    let sound = web && link.len() <= MAX_LINK && link.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ','));
    if sound { Ok(format!("<{link}>")) } else { Err(BuildError::Header("List-Unsubscribe")) }
}

/// Kept within the years that the header can name (1970–9999).
fn date(at: Timestamp) -> SystemTime {
    let seconds = at.utc().timestamp().clamp(0, 253_402_300_799);
    SystemTime::from(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
}

/// A digest of the whole mail: the same at each try, and in no text, for a text cannot hold its own digest.
fn boundary(mail: &OutgoingMail) -> String {
    let mut digest = Sha256::new();
    for part in [&mail.message_id, &mail.text, &mail.html] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    let hex: String = digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    // "=_" never comes out of quoted-printable or base64 (RFC 2045, 6.7).
    format!("=_{hex}")
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
    Loop = "X-Loop",
    Event = "X-Hamahang-Event",
}

#[cfg(test)]
mod tests {
    use mail_parser::{Message as Parsed, MessageParser};

    use super::*;

    fn sender() -> Sender {
        Sender { name: "سامانهٔ هماهنگ".into(), address: "hamahang@example.test".into(), domain: "example.test".into() }
    }

    fn mail() -> OutgoingMail {
        let earlier: Vec<String> = (1..=20).map(|n| message_id(Kind::InfoAsked, &n.to_string(), "example.test")).collect();
        OutgoingMail {
            message_id: message_id(Kind::RequestAssigned, "21", "example.test"),
            in_reply_to: earlier.last().cloned(),
            references: references(&thread_root("request-42", "example.test"), &earlier),
            to_name: "مسئول روابط عمومی، منطقهٔ ۲".into(),
            to_address: "unit2@example.test".into(),
            subject: "[#1405-0042] ارجاع درخواست: تأمین دوربین عکاسی برای روابط عمومی منطقهٔ ۲ و سازمان آتش‌نشانی".into(),
            text: "همکار گرامی،\n\nاین درخواست به شما ارجاع شد.\n-- \nهماهنگ\n".into(),
            html: format!("<p dir=\"rtl\">{}</p>", "درخواست به شما ارجاع شد. ".repeat(100)),
            created_at: Timestamp::new(DateTime::from_timestamp(1_575_358_200, 123_456_000).unwrap()),
            kind: Kind::RequestAssigned,
            list_unsubscribe: Some("https://pr.example.test/preferences".into()),
        }
    }

    fn bytes(mail: &OutgoingMail) -> Vec<u8> {
        build(mail, &sender()).unwrap().formatted()
    }

    fn parsed(bytes: &[u8]) -> Parsed<'_> {
        MessageParser::default().parse(bytes).unwrap()
    }

    fn header_names(message: &Parsed<'_>) -> Vec<String> {
        message.headers().iter().map(|h| h.name().to_owned()).collect()
    }

    #[test]
    fn round_trip() {
        let mail = mail();
        let bytes = bytes(&mail);
        let message = parsed(&bytes);
        assert_eq!(message.subject(), Some(mail.subject.as_str()));
        assert_eq!(message.from().unwrap().first().unwrap().name(), Some("سامانهٔ هماهنگ"));
        let to = message.to().unwrap().first().unwrap();
        assert_eq!((to.name(), to.address()), (Some(mail.to_name.as_str()), Some("unit2@example.test")));
        assert_eq!(message.message_id(), Some("request_assigned.21@example.test"));
        assert_eq!(message.in_reply_to().as_text(), Some("info_asked.20@example.test"));
        let ids = ["request-42", "info_asked.1", "info_asked.2", "info_asked.3"].map(str::to_owned).into_iter();
        let ids: Vec<String> = ids.chain((15..=20).map(|n| format!("info_asked.{n}"))).map(|id| format!("{id}@example.test")).collect();
        assert_eq!(message.references().as_text_list().unwrap(), ids);
        assert_eq!(message.date().unwrap().to_rfc3339(), "2019-12-03T07:30:00Z");
        for (name, value) in [
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-Loop", "hamahang@example.test"),
            ("X-Hamahang-Event", "request_assigned"),
            ("List-Id", "<notifications.example.test>"),
            ("List-Unsubscribe", "<https://pr.example.test/preferences>"),
        ] {
            assert_eq!(message.header_raw(name).map(str::trim), Some(value), "{name}");
        }
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), mail.text.trim_end());
        assert_eq!(message.body_html(0).unwrap().trim_end(), mail.html);
    }

    #[test]
    fn the_same_row_gives_the_same_bytes() {
        assert_eq!(bytes(&mail()), bytes(&mail()));
        let other = OutgoingMail { text: "دیگر".into(), ..mail() };
        assert_ne!(boundary(&mail()), boundary(&other));
    }

    #[test]
    fn no_header_comes_in_through_a_text() {
        let plain = bytes(&mail());
        let expected = header_names(&parsed(&plain));
        for evil in [
            "x\r\nBcc: thief@example.test",
            "x\nBcc: thief@example.test\n\nbody",
            "x\rBcc: thief@example.test",
            "=?utf-8?Q?x=0D=0ABcc:_thief@example.test?=",
            "\u{85}\u{2028}Bcc: thief@example.test",
            "\"<thief@example.test>\" , ",
            "آ\u{0}ب\u{7f}\r\n\r\n.\r\n",
        ] {
            let mail = OutgoingMail { subject: evil.into(), to_name: evil.into(), text: evil.into(), html: evil.into(), ..mail() };
            let bytes = bytes(&mail);
            let message = parsed(&bytes);
            assert_eq!(header_names(&message), expected, "{evil:?}");
            assert!(message.bcc().is_none());
            assert_eq!(message.to().unwrap().iter().count(), 1, "{evil:?}");
            assert_eq!(message.to().unwrap().first().unwrap().address(), Some("unit2@example.test"), "{evil:?}");
            assert!(!message.subject().unwrap().contains(['\r', '\n', '\0']));
        }
    }

    #[test]
    fn lines_stay_within_998_octets_and_ascii() {
        for long in ["a".repeat(10_000), "آ".repeat(10_000), "a b ".repeat(5_000), "<".repeat(5_000)] {
            let mail = OutgoingMail { subject: long.clone(), to_name: long.clone(), text: long.clone(), html: long, ..mail() };
            let bytes = bytes(&mail);
            assert!(bytes.is_ascii());
            let longest = bytes.split(|b| *b == b'\n').map(<[u8]>::len).max();
            assert!(longest <= Some(998), "{longest:?}");
        }
    }

    #[test]
    fn unusable_identifiers_and_addresses_are_refused() {
        let id = |message_id: &str| build(&OutgoingMail { message_id: message_id.into(), ..mail() }, &sender()).map(|_| ());
        for bad in ["", "x@y", "<>", "<a b@c>", "<a@b>\r\nBcc: x", "<a>\n<b>", "<آ@b>"] {
            assert_eq!(id(bad), Err(BuildError::Header("Message-ID")), "{bad:?}");
        }
        for bad in ["", "nobody", "a@b\r\nBcc: x@y", "a@b, c@d", "آ@example.test", "<a@b>"] {
            let mail = OutgoingMail { to_address: bad.into(), ..mail() };
            assert!(matches!(build(&mail, &sender()), Err(BuildError::Address(_))), "{bad:?}");
        }
        for bad in ["javascript:alert(1)", "https://x/ y", "https://x>,<mailto:y", "https://x\r\nBcc: y"] {
            let mail = OutgoingMail { list_unsubscribe: Some(bad.into()), ..mail() };
            assert_eq!(build(&mail, &sender()).map(|_| ()), Err(BuildError::Header("List-Unsubscribe")), "{bad:?}");
        }
    }

    #[test]
    fn references_keep_the_root_and_never_repeat_it() {
        let root = thread_root("request-42", "d");
        assert_eq!(references(&root, &[]), ["<request-42@d>"]);
        assert_eq!(references(&root, &[root.clone(), "<a@d>".into()]), ["<request-42@d>", "<a@d>"]);
        let many: Vec<String> = (0..50).map(|n| format!("<{n}@d>")).collect();
        let kept = references(&root, &many);
        assert_eq!(kept.len(), 10);
        assert_eq!((kept[0].as_str(), kept[3].as_str(), kept[4].as_str(), kept[9].as_str()), ("<request-42@d>", "<2@d>", "<44@d>", "<49@d>"));
    }

    #[test]
    fn dates_outside_the_header_s_years_do_not_break_it() {
        for seconds in [-1, -62_135_596_800, 253_402_300_799] {
            let at = Timestamp::new(DateTime::from_timestamp(seconds, 0).unwrap());
            assert!(!bytes(&OutgoingMail { created_at: at, ..mail() }).is_empty());
        }
    }
}
