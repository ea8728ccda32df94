//! What the header of a mail says.

use mail_parser::{Header, HeaderValue, Message};

use super::{Signs, charset};
use crate::accounts::service::fold_email;
use crate::persian::text::tidy_line;

/// Who wrote a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// What they call themselves; may be empty.
    pub name: String,
    /// Folded, as accounts have it.
    pub address: String,
}

/// Addresses of a mail that are looked at.
const MOST_RECIPIENTS: usize = 100;
/// Identifiers of other mails that are looked at: a long conversation names its last ones at the end.
const MOST_IDS: usize = 30;
/// Octets of an identifier.
const LONGEST_ID: usize = 250;
/// Characters of a name, as accounts have it.
const LONGEST_NAME: usize = 120;
/// Characters of a subject.
const LONGEST_SUBJECT: usize = 300;

fn fields<'a, 'x>(top: &'a Message<'x>, name: &'a str) -> impl Iterator<Item = &'a Header<'x>> {
    let first = top.parts.first();
    first
        .into_iter()
        .flat_map(|part| &part.headers)
        .filter(move |header| header.name.as_str().eq_ignore_ascii_case(name))
}

/// The field's octets as they stand there, read as text, in one line.
fn raw(top: &Message<'_>, header: &Header<'_>) -> String {
    let octets = top
        .raw_message
        .get(header.offset_start as usize..header.offset_end as usize);
    let text = charset::guess(octets.unwrap_or_default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn raws(top: &Message<'_>, name: &str) -> Vec<String> {
    fields(top, name).map(|header| raw(top, header)).collect()
}

fn first(top: &Message<'_>, name: &str) -> Option<String> {
    fields(top, name).next().map(|header| raw(top, header))
}

/// Who wrote it: exactly one address of exactly one `From`, for who else would be meant is a guess.
pub fn sender(top: &Message<'_>) -> Option<Sender> {
    let mut from = fields(top, "From");
    let (only, None) = (from.next()?, from.next()) else {
        return None;
    };
    let HeaderValue::Address(addresses) = &only.value else {
        return None;
    };
    let mut all = addresses.iter();
    let (one, None) = (all.next()?, all.next()) else {
        return None;
    };
    let address = fold_email(one.address.as_deref()?);
    let plain = address.is_ascii() && address.len() <= 254 && address.parse::<lettre::Address>().is_ok();
    let name = tidy_line(one.name.as_deref().unwrap_or_default());
    plain.then(|| Sender {
        name: name.chars().take(LONGEST_NAME).collect(),
        address,
    })
}

/// Everything that looks like an address in the fields that say where the mail was to go.
pub fn recipients(top: &Message<'_>) -> Vec<String> {
    ["X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc"]
        .iter()
        .flat_map(|name| raws(top, name))
        .flat_map(|value| addresses_in(&value))
        .take(MOST_RECIPIENTS)
        .collect()
}

/// Words with an `@`, without what stands around them.
fn addresses_in(value: &str) -> Vec<String> {
    let around = |c: char| c.is_whitespace() || "<>,;:\"'()[]".contains(c);
    let words = value
        .split(around)
        .filter(|word| word.contains('@') && word.len() <= 254);
    words.map(fold_email).collect()
}

/// Identifiers of a field, as they stand between angle brackets; the last ones.
pub fn ids(top: &Message<'_>, name: &str) -> Vec<String> {
    let value = first(top, name).unwrap_or_default();
    let bracketed = value
        .split('<')
        .skip(1)
        .filter_map(|part| Some(part.split_once('>')?.0));
    let mut all: Vec<_> = bracketed
        .filter(|id| !id.is_empty() && id.len() <= LONGEST_ID)
        .map(str::to_owned)
        .collect();
    if all.is_empty() && name == "Message-ID" && !value.is_empty() && value.len() <= LONGEST_ID {
        all.push(value);
    }
    all.split_off(all.len().saturating_sub(MOST_IDS))
}

/// What it answers, the nearest first: `In-Reply-To`, then `References` from its end.
pub fn answers(top: &Message<'_>) -> Vec<String> {
    let mut all = ids(top, "In-Reply-To");
    for id in ids(top, "References").into_iter().rev() {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

/// The subject in one line.
pub fn subject(top: &Message<'_>) -> String {
    let Some(header) = fields(top, "Subject").next() else {
        return String::new();
    };
    let text = match &header.value {
        // Octets beyond ASCII that nobody has coded are not always UTF-8.
        HeaderValue::Text(text) if !text.contains(char::REPLACEMENT_CHARACTER) => text.to_string(),
        HeaderValue::Text(_) => raw(top, header),
        _ => String::new(),
    };
    tidy_line(&text).chars().take(LONGEST_SUBJECT).collect()
}

/// The date as it stands there.
pub fn date(top: &Message<'_>) -> String {
    first(top, "Date").unwrap_or_default()
}

/// Signs that no person has written it just now.
pub fn signs(top: &Message<'_>) -> Signs {
    let says = |name: &str, words: &[&str]| {
        raws(top, name).iter().any(|value| {
            let word = value.split([';', ' ', ',']).next().unwrap_or_default();
            words.iter().any(|w| word.eq_ignore_ascii_case(w))
        })
    };
    let has = |name: &str| fields(top, name).next().is_some();
    // RFC 3834, 5: any value but `no`, of which there may be parameters.
    let submitted = raws(top, "Auto-Submitted").iter().any(|value| {
        let word = value.split([';', ' ']).next().unwrap_or_default();
        !word.eq_ignore_ascii_case("no")
    });
    let mut loops = raws(top, "X-Loop");
    loops.extend(raws(top, "List-Id").iter().flat_map(|value| addresses_or_ids(value)));
    Signs {
        automatic: submitted
            || has("X-Autoreply")
            || has("X-Autorespond")
            || has("X-Auto-Reply-From")
            || says("X-Autogenerated", &["Reply", "Forward", "Group"])
            || has("X-Hamahang-Event"),
        bulk: says("Precedence", &["bulk", "junk", "list", "auto_reply"]),
        list: has("List-Id") || has("List-Post"),
        no_return: first(top, "Return-Path").is_some_and(|path| path.replace(' ', "") == "<>"),
        authentication: raws(top, "Authentication-Results"),
        loops,
    }
}

fn addresses_or_ids(value: &str) -> Vec<String> {
    let inner = value
        .split('<')
        .skip(1)
        .filter_map(|part| Some(part.split_once('>')?.0));
    inner.map(str::to_ascii_lowercase).collect()
}
