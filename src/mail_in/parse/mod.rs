//! What a mail says: who wrote it, to which conversation, what is new in it, what came along, and what a machine wants to tell
//! by it. Pure and bounded: any bytes make a [`Letter`], in memory that goes with their length, and nothing of them is believed
//! yet; that is for the rules.

mod bodies;
mod calendar;
mod charset;
mod cut;
mod headers;
mod html;
mod mime;
mod report;

use sha2::{Digest, Sha256};

pub use calendar::{CalendarReply, Partstat};
pub use headers::Sender;
pub use report::{Failure, Report};

use crate::hex::hex;

/// What can be read of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// Who wrote it, if it says so plainly: one address.
    pub sender: Option<Sender>,
    /// Addresses of `To`, `Cc` and what the mail server notes of the delivery, as they stand there: ours may be among them.
    pub recipients: Vec<String>,
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// What it answers, the nearest first, without angle brackets.
    pub answers: Vec<String>,
    pub subject: String,
    /// What the sender adds: without what they quote and without signatures. Of a mail that answers nothing this may be
    /// less than they said; [`Letter::whole`] is all.
    pub said: String,
    /// All of the text, without the signature.
    pub whole: String,
    pub files: Vec<LetterFile>,
    /// An answer to an invitation.
    pub calendar: Option<CalendarReply>,
    /// What a mail server tells of a mail of ours.
    pub report: Option<Report>,
    /// Signs that no person has written it just now.
    pub signs: Signs,
    /// What identifies its content: Message-ID, sender, date, text, files.
    pub fingerprint: String,
    /// It has more parts, or deeper ones, than any person's mail: nothing beyond is read.
    pub too_complex: bool,
    /// Its content is enciphered.
    pub enciphered: bool,
}

/// A file that came along.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for LetterFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} of {} bytes", self.name, self.bytes.len())
    }
}

/// What RFC 3834 and long custom know mails by that nobody should answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// `Auto-Submitted` says anything but `no`, or an older header means the same.
    pub automatic: bool,
    /// `Precedence` is `bulk`, `junk`, `list` or `auto_reply`.
    pub bulk: bool,
    /// It came over a mailing list.
    pub list: bool,
    /// `Return-Path` is there and empty.
    pub no_return: bool,
    /// The values of `X-Loop`, and our own `List-Id`, if it is a mail of ours that came back.
    pub loops: Vec<String>,
    /// `Authentication-Results`, as the mail servers on the way wrote them, the nearest first.
    pub authentication: Vec<String>,
}

/// Files that are read of a mail; further ones are in the mail as it is kept.
const MOST_FILES: usize = 20;

/// Reads a mail.
pub fn read(raw: &[u8]) -> Letter {
    let (tree, too_complex) = mime::tree(raw);
    let top = tree.headers();
    let (content, files) = bodies::read(&tree);
    let (text, quoted) = bodies::text(&content);
    let sender = headers::sender(top);
    let message_id = headers::ids(top, "Message-ID").into_iter().next();
    let mut letter = Letter {
        recipients: headers::recipients(top),
        answers: headers::answers(top),
        subject: headers::subject(top),
        said: quoted,
        whole: cut::unsigned(&text),
        calendar: calendar::find(&tree),
        report: report::find(&tree),
        signs: headers::signs(top),
        enciphered: mime::is_enciphered(&tree),
        fingerprint: String::new(),
        files: Vec::new(),
        too_complex,
        sender,
        message_id,
    };
    letter.fingerprint = fingerprint(&letter, &headers::date(top), &text, &files);
    letter.files = files.into_iter().take(MOST_FILES).collect();
    letter
}

/// Over what a person has sent, and not over what mail servers add on the way: the same mail twice is known by it, also
/// when it came by two ways.
fn fingerprint(letter: &Letter, date: &str, text: &str, files: &[LetterFile]) -> String {
    let mut digest = Sha256::new();
    let sender = letter.sender.as_ref().map_or("", |s| s.address.as_str());
    let id = letter.message_id.as_deref().unwrap_or_default();
    for part in [id, sender, date, &letter.subject, text] {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    for file in files {
        digest.update(file.bytes.len().to_be_bytes());
        digest.update(&file.bytes);
    }
    hex(digest.finalize())
}

#[cfg(test)]
#[path = "corpus_tests.rs"]
mod corpus;
