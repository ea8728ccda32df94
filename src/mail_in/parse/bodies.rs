//! The text of a mail and its files, out of the tree of its parts.

use super::LetterFile;
use super::mime::{Kind, Part};
use super::{charset, cut, html};

/// Pictures below this length that the text shows within itself are logos and dots of signatures.
const SMALLEST_PICTURE: usize = 16 * 1024;

/// A stretch of the text.
pub enum Content {
    Plain(String),
    Html(String),
}

impl Content {
    fn is_blank(&self) -> bool {
        match self {
            Self::Plain(text) => text.trim().is_empty(),
            Self::Html(page) => html::text(page, false).trim().is_empty(),
        }
    }
}

/// What is to be read, in order, and the files.
pub fn read(tree: &Part<'_>) -> (Vec<Content>, Vec<LetterFile>) {
    let (mut content, mut files) = (Vec::new(), Vec::new());
    visit(tree, &mut content, &mut files);
    (content, files)
}

fn visit(part: &Part<'_>, content: &mut Vec<Content>, files: &mut Vec<LetterFile>) {
    match &part.kind {
        Kind::Multi(subtype, parts) if subtype == "alternative" => {
            let mut choices = Vec::new();
            for part in parts {
                let mut choice = Vec::new();
                visit(part, &mut choice, files);
                choices.push(choice);
            }
            content.extend(choose(choices));
        }
        Kind::Multi(_, parts) => parts.iter().for_each(|part| visit(part, content, files)),
        Kind::Leaf(_) => leaf(part, content, files),
    }
}

/// Plain text before HTML, if there is anything in it.
fn choose(choices: Vec<Vec<Content>>) -> Vec<Content> {
    let plain = |choice: &&mut Vec<Content>| choice.iter().any(|c| matches!(c, Content::Plain(_)) && !c.is_blank());
    let mut choices = choices;
    if let Some(found) = choices.iter_mut().find(plain) {
        return std::mem::take(found);
    }
    // The later, the better (RFC 2046, 5.1.4).
    let said = choices
        .into_iter()
        .rev()
        .find(|choice| choice.iter().any(|c| !c.is_blank()));
    said.unwrap_or_default()
}

fn leaf(part: &Part<'_>, content: &mut Vec<Content>, files: &mut Vec<LetterFile>) {
    let media_type = part.media_type();
    let (name, bytes) = (part.file_name(), part.bytes());
    let shown = !part.is_attachment() && name.is_none();
    match media_type.as_str() {
        "text/plain" if shown => content.push(Content::Plain(charset::decode(&bytes, part.parameter("charset")))),
        "text/html" if shown => content.push(Content::Html(charset::decode(&bytes, part.parameter("charset")))),
        // It calls itself many, and its boundary is nowhere.
        kind if shown && kind.starts_with("multipart/") => content.push(Content::Plain(charset::guess(&bytes))),
        // What machines tell each other by.
        "text/calendar"
        | "application/ics"
        | "message/delivery-status"
        | "message/disposition-notification"
        | "message/feedback-report"
        | "text/rfc822-headers"
        | "application/pgp-signature"
        | "application/pkcs7-signature"
        | "application/x-pkcs7-signature" => {}
        kind if bytes.is_empty() || is_ornament(part, kind, bytes.len()) => {}
        kind => files.push(LetterFile {
            name: name.map_or_else(|| name_of(kind), str::to_owned),
            bytes,
        }),
    }
}

fn is_ornament(part: &Part<'_>, kind: &str, length: usize) -> bool {
    kind.starts_with("image/") && part.has_content_id() && !part.is_attachment() && length < SMALLEST_PICTURE
}

/// A file that has no name.
fn name_of(kind: &str) -> String {
    match kind {
        "message/rfc822" => "نامهٔ پیوست.eml".to_owned(),
        "text/html" => "پیوست.html".to_owned(),
        _ => "پیوست".to_owned(),
    }
}

/// All of the text, and what of it is new.
pub fn text(content: &[Content]) -> (String, String) {
    let (mut whole, mut said) = (Vec::new(), Vec::new());
    for one in content {
        match one {
            Content::Plain(text) => {
                whole.push(text.trim_end().to_owned());
                said.push(text.trim_end().to_owned());
            }
            Content::Html(page) => {
                let (all, own) = (html::text(page, false), html::text(page, true));
                // A page that is a quotation as a whole quotes nothing.
                said.push(if own.trim().is_empty() { all.clone() } else { own });
                whole.push(all);
            }
        }
    }
    (whole.join("\n\n"), cut::new_words(&said.join("\n\n")))
}
