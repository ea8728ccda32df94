//! The parts of a mail (RFC 2045, 2046), as a tree of slices. Header fields are read by `mail_parser`; the tree is our own,
//! for its depth, its width and what of each part's header is read have to have limits: a mail is written by whoever likes.

use mail_parser::{ContentType, HeaderName, HeaderValue, Message, MessageParser};

/// Parts within parts.
const DEEPEST: usize = 20;
/// Parts altogether.
const MOST: usize = 500;
/// Bytes of a header that are read.
const LONGEST_HEADER: usize = 128 * 1024;

/// A part with its headers, and what it is.
pub struct Part<'x> {
    /// The fields of its header.
    pub headers: Message<'x>,
    pub kind: Kind<'x>,
}

/// What a part holds.
pub enum Kind<'x> {
    /// Other parts, under the subtype in lower case: `mixed`, `alternative`, …
    Multi(String, Vec<Part<'x>>),
    /// Bytes as they stand there, still coded for the way.
    Leaf(&'x [u8]),
}

impl<'x> Part<'x> {
    /// The fields of its header.
    pub fn headers(&self) -> &Message<'x> {
        &self.headers
    }

    fn value(&self, name: &HeaderName<'static>) -> Option<&HeaderValue<'x>> {
        let first = self.headers.parts.first()?;
        first.headers.iter().find(|h| h.name == *name).map(|h| &h.value)
    }

    fn content_type(&self) -> Option<&ContentType<'x>> {
        self.value(&HeaderName::ContentType)?.as_content_type()
    }

    /// `text/plain`, in lower case; that is also what a part is that does not say it (RFC 2045, 5.2).
    pub fn media_type(&self) -> String {
        let Some(found) = self.content_type() else {
            return "text/plain".to_owned();
        };
        let (kind, subtype) = (found.ctype(), found.subtype().unwrap_or_default());
        format!("{}/{}", kind.to_ascii_lowercase(), subtype.to_ascii_lowercase())
    }

    /// A parameter of `Content-Type`.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.content_type()?.attribute(name)
    }

    /// What the file is called that the part is.
    pub fn file_name(&self) -> Option<&str> {
        let disposition = self
            .value(&HeaderName::ContentDisposition)
            .and_then(|v| v.as_content_type());
        disposition
            .and_then(|d| d.attribute("filename"))
            .or_else(|| self.parameter("name"))
            .filter(|name| !name.trim().is_empty())
    }

    /// Whether it says that it is to be saved and not shown.
    pub fn is_attachment(&self) -> bool {
        let disposition = self
            .value(&HeaderName::ContentDisposition)
            .and_then(|v| v.as_content_type());
        disposition.is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"))
    }

    /// Whether other parts may show it within themselves.
    pub fn has_content_id(&self) -> bool {
        self.value(&HeaderName::ContentId).is_some()
    }

    /// Its bytes, decoded; none of a part that holds others. What is badly coded is decoded as far as it goes.
    pub fn bytes(&self) -> Vec<u8> {
        let Kind::Leaf(body) = self.kind else {
            return Vec::new();
        };
        let coding = self
            .value(&HeaderName::ContentTransferEncoding)
            .and_then(|v| v.as_text())
            .unwrap_or_default();
        match coding.trim().to_ascii_lowercase().as_str() {
            "base64" => base64(body),
            "quoted-printable" => quoted_printable(body),
            _ => body.to_vec(),
        }
    }

    /// This part and all within it, as they stand there.
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        if let Kind::Multi(_, parts) = &self.kind {
            all.extend(parts.iter().flat_map(Self::all));
        }
        all
    }
}

fn parser() -> MessageParser {
    MessageParser::new()
        .with_mime_headers()
        .header_text(HeaderName::Subject)
        .header_address(HeaderName::From)
        .default_header_raw()
}

/// The fields of a header alone.
pub fn header_of(raw: &[u8]) -> Message<'_> {
    let (header, _) = split(raw);
    parser().parse_headers(header).unwrap_or_default()
}

/// The tree of a mail, and whether it has more than is read.
pub fn tree(raw: &[u8]) -> (Part<'_>, bool) {
    let start = raw.iter().position(|b| !b"\r\n".contains(b)).unwrap_or(raw.len());
    let mut limits = Limits {
        parser: parser(),
        left: MOST,
        exceeded: false,
    };
    let tree = limits.part(&raw[start..], 0);
    (tree, limits.exceeded)
}

struct Limits {
    parser: MessageParser,
    left: usize,
    exceeded: bool,
}

impl Limits {
    fn part<'x>(&mut self, raw: &'x [u8], depth: usize) -> Part<'x> {
        self.left = self.left.saturating_sub(1);
        let (header, body) = split(raw);
        let read = header.get(..LONGEST_HEADER).unwrap_or(header);
        self.exceeded |= read.len() < header.len();
        let mut part = Part {
            headers: self.parser.parse_headers(read).unwrap_or_default(),
            kind: Kind::Leaf(body),
        };
        let media_type = part.media_type();
        let Some(subtype) = media_type.strip_prefix("multipart/") else {
            return part;
        };
        let Some(boundary) = part.parameter("boundary").filter(|b| !b.is_empty()) else {
            return part;
        };
        if depth == DEEPEST {
            self.exceeded = true;
            return part;
        }
        let boundary = format!("--{boundary}");
        let mut parts = Vec::new();
        for slice in between(body, boundary.as_bytes()) {
            if self.left == 0 {
                self.exceeded = true;
                break;
            }
            parts.push(self.part(slice, depth + 1));
        }
        // Without its boundary it is a text that only calls itself something else.
        if !parts.is_empty() {
            part.kind = Kind::Multi(subtype.to_owned(), parts);
        }
        part
    }
}

/// A header and what follows its empty line. What does not begin with a field has no header.
fn split(raw: &[u8]) -> (&[u8], &[u8]) {
    let first = raw.split(|b| *b == b'\n').next().unwrap_or_default();
    if !first.trim_ascii().is_empty() && !first.contains(&b':') {
        return (&[], raw);
    }
    let mut at = 0;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        let end = at + line.len();
        if line == b"\n" || line == b"\r\n" {
            return (&raw[..end], &raw[end..]);
        }
        at = end;
    }
    (raw, &[])
}

/// The slices between lines of a boundary, as far as one that ends them all (RFC 2046, 5.1.1). The line break before a
/// boundary is the boundary's.
fn between<'x>(body: &'x [u8], boundary: &[u8]) -> Vec<&'x [u8]> {
    let mut slices = Vec::new();
    let (mut at, mut start) = (0, None);
    for line in body.split_inclusive(|b| *b == b'\n') {
        if let Some(rest) = line.strip_prefix(boundary) {
            let rest = rest.trim_ascii_end();
            if rest.is_empty() || rest == b"--" {
                slices.extend(start.map(|start| without_break(&body[start..at])));
                start = rest.is_empty().then_some(at + line.len());
                if start.is_none() {
                    return slices;
                }
            }
        }
        at += line.len();
        // More than are read, so that it is noticed.
        if slices.len() > MOST {
            return slices;
        }
    }
    slices.extend(start.map(|start| &body[start..]));
    slices
}

fn without_break(slice: &[u8]) -> &[u8] {
    let slice = slice.strip_suffix(b"\n").unwrap_or(slice);
    slice.strip_suffix(b"\r").unwrap_or(slice)
}

/// All that is of the alphabet, up to the padding (RFC 2045, 6.8: anything else is passed over).
fn base64(body: &[u8]) -> Vec<u8> {
    use base64::Engine;
    use base64::alphabet::STANDARD;
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

    let mut plain: Vec<u8> = body
        .iter()
        .copied()
        .take_while(|b| *b != b'=')
        .filter(|b| b.is_ascii_alphanumeric() || b"+/".contains(b))
        .collect();
    // One sign alone is six bits, which make no octet.
    if plain.len() % 4 == 1 {
        plain.pop();
    }
    let lenient = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, lenient)
        .decode(plain)
        .unwrap_or_default()
}

/// RFC 2045, 6.7; what is no code stays as it stands there.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|b| *b == b'\n') {
        let text = line.trim_ascii_end();
        let soft = text.last() == Some(&b'=');
        let mut rest = text.strip_suffix(b"=").unwrap_or(text);
        while let Some((first, after)) = rest.split_first() {
            let code = (*first == b'=').then(|| after.get(..2)).flatten();
            let octet = code
                .and_then(|code| std::str::from_utf8(code).ok())
                .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
                .and_then(|code| u8::from_str_radix(code, 16).ok());
            if let Some(octet) = octet {
                out.push(octet);
                rest = &after[2..];
            } else {
                out.push(*first);
                rest = after;
            }
        }
        if !soft && line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

/// Whether the content can be read by its receiver's key only (RFC 8551, RFC 3156).
pub fn is_enciphered(tree: &Part<'_>) -> bool {
    let media_type = tree.media_type();
    let signed = tree
        .parameter("smime-type")
        .is_some_and(|kind| kind.eq_ignore_ascii_case("signed-data"));
    media_type == "multipart/encrypted"
        || (matches!(
            media_type.as_str(),
            "application/pkcs7-mime" | "application/x-pkcs7-mime"
        ) && !signed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_read_as_far_as_they_go() {
        for (coded, plain) in [
            ("2LPZhNin2YU=", "سلام"),
            ("2LPZ\r\nhNin 2YU=\r\n--trailing", "سلام"),
            ("2LPZhNin2YU", "سلام"),
            ("!!!!", ""),
            ("A", ""),
        ] {
            assert_eq!(String::from_utf8(base64(coded.as_bytes())).unwrap(), plain, "{coded}");
        }
        for (coded, plain) in [("a=3Db=\r\nc \r\nd", "a=bc\nd"), ("=D8=B3=XX=4", "س=XX=4"), ("=", "")] {
            let read = quoted_printable(coded.as_bytes());
            assert_eq!(String::from_utf8_lossy(&read), plain, "{coded}");
        }
    }

    #[test]
    fn boundaries_part_and_end() {
        let body = b"before\r\n--a\r\none\r\n--ab\r\n--a  \ntwo\n--a--\nafter\n--a\nnever";
        let parts: Vec<_> = between(body, b"--a").into_iter().map(String::from_utf8_lossy).collect();
        assert_eq!(parts, ["one\r\n--ab", "two"]);
        assert_eq!(between(b"--a\nonly", b"--a"), [b"only"]);
        assert!(between(b"none", b"--a").is_empty());
    }
}
