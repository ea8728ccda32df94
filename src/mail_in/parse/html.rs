//! HTML as plain text. What mail programs mark as quoted or as a signature is left out if asked: they mark it by elements and
//! names of their own, which are all that is known of it.

use mail_parser::decoders::html::html_to_text;

/// Elements without text of their own.
const SILENT: &[&str] = &["head", "script", "style", "template", "title", "object", "svg", "math"];
/// Elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];
/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// What quotations are marked by, in `class` and `id`: Gmail, Thunderbird, Yahoo, Proton, Zoho, Outlook.
const QUOTES: &[&str] = &[
    "gmail_quote",
    "gmail_quote_container",
    "gmail_attr",
    "moz-cite-prefix",
    "yahoo_quoted",
    "protonmail_quote",
    "zmail_extra",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "gmail_signature",
    "moz-signature",
    "protonmail_signature_block",
    "ms-outlook-mobile-signature",
    "signature",
];
/// From these on everything is quoted: Outlook closes them before it.
const REST_IS_QUOTED: &[&str] = &[
    "divrplyfwdmsg",
    "appendonsend",
    "x_divrplyfwdmsg",
    "stopspelling",
    "olk_src_body_section",
];

/// The page's text; without quotations and signatures if `own`.
pub fn text(page: &str, own: bool) -> String {
    let mut out = Out::default();
    // The element that is left out, and how many of its kind are open in it.
    let mut left_out: Option<(String, usize)> = None;
    let mut rest = page;
    let mut ends = Ends::of(page);
    while let Some(at) = rest.find('<') {
        if left_out.is_none() {
            out.words(&rest[..at]);
        }
        rest = &rest[at..];
        let Some(tag) = Tag::read(&mut rest, &mut ends) else {
            if left_out.is_none() {
                out.words("<");
            }
            rest = &rest[1..];
            continue;
        };
        if let Some((name, open)) = &mut left_out {
            if tag.name == *name {
                *open = if tag.closes { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    left_out = None;
                }
            }
            continue;
        }
        let is = |words: &[&str]| words.contains(&tag.name.as_str());
        if !tag.closes && own && tag.is_marked(REST_IS_QUOTED) {
            return out.end();
        }
        let skipped = is(SILENT) || (own && (tag.name == "blockquote" || tag.is_marked(QUOTES)));
        if !tag.closes && skipped && !is(VOID) && !tag.empty {
            left_out = Some((tag.name, 1));
        } else if tag.name == "br" {
            out.line();
        } else if is(BLOCKS) {
            out.block();
            if tag.name == "li" && !tag.closes {
                out.words("- ");
            }
        } else if is(&["td", "th"]) {
            out.words(" ");
        }
    }
    if left_out.is_none() {
        out.words(rest);
    }
    out.end()
}

struct Tag {
    name: String,
    closes: bool,
    empty: bool,
    /// Words of `class` and `id`, in lower case.
    marks: Vec<String>,
}

impl Tag {
    /// Reads a tag or a comment off the front of a text that begins with `<`; nothing when it is neither.
    fn read(rest: &mut &str, ends: &mut Ends<'_>) -> Option<Self> {
        let text = *rest;
        let nothing = |name: &str| Self {
            name: name.to_owned(),
            closes: false,
            empty: true,
            marks: Vec::new(),
        };
        if let Some(comment) = text.strip_prefix("<!--") {
            *rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            return Some(nothing(""));
        }
        let first = text.as_bytes().get(1)?;
        if !first.is_ascii_alphabetic() && !b"/!?".contains(first) {
            return None;
        }
        let end = tag_end(text, ends)?;
        let inner = &text[1..end];
        *rest = &text[end + 1..];
        if b"!?".contains(first) {
            return Some(nothing(""));
        }
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name_end = inner
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        Some(Self {
            name: name.to_ascii_lowercase(),
            closes,
            empty: attributes.trim_end().ends_with('/'),
            marks: marks(attributes),
        })
    }

    fn is_marked(&self, words: &[&str]) -> bool {
        self.marks.iter().any(|mark| words.contains(&mark.as_str()))
    }
}

/// The next `>` of a page, which is looked for once however many tags begin before it.
struct Ends<'a> {
    page: &'a str,
    next: Option<usize>,
}

impl<'a> Ends<'a> {
    fn of(page: &'a str) -> Self {
        Self {
            page,
            next: page.find('>'),
        }
    }

    /// The first one of what is left of the page, counted from there.
    fn first(&mut self, rest: &str) -> Option<usize> {
        let at = self.page.len() - rest.len();
        while let Some(next) = self.next {
            if next >= at {
                return Some(next - at);
            }
            self.next = self.page[at..].find('>').map(|found| found + at);
        }
        None
    }
}

/// Octets of a tag within which quotation marks are heeded: in a longer one somebody has forgotten to close one.
const LONGEST_QUOTED: usize = 1000;
/// Octets of a tag in which names are looked for.
const LONGEST_MARKED: usize = 4000;

/// Where a tag ends: at the first `>` outside of quotation marks; at the first at all if a mark is never closed.
fn tag_end(text: &str, ends: &mut Ends<'_>) -> Option<usize> {
    let first = ends.first(text)?;
    let mut quote = None;
    for (at, byte) in text.bytes().take(LONGEST_QUOTED).enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(mark), _) if mark == byte => quote = None,
            _ => {}
        }
    }
    Some(first)
}

/// Words of the attributes `class` and `id`.
fn marks(attributes: &str) -> Vec<String> {
    let end = attributes.floor_char_boundary(LONGEST_MARKED);
    let lower = attributes[..end].to_ascii_lowercase();
    let mut rest = lower.trim_start();
    let mut marks = Vec::new();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after.trim_start();
            continue;
        };
        let quoted = value
            .strip_prefix('"')
            .map(|v| (v, '"'))
            .or_else(|| value.strip_prefix('\'').map(|v| (v, '\'')));
        let (value, after) = match quoted {
            Some((inner, mark)) => inner.split_once(mark).unwrap_or((inner, "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if matches!(name, "class" | "id") {
            marks.extend(value.split_whitespace().map(str::to_owned));
        }
        rest = after.trim_start();
    }
    marks
}

/// Text as it comes together: runs of spaces are one, blocks stand apart.
#[derive(Default)]
struct Out {
    text: String,
    space: bool,
}

impl Out {
    fn words(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(at) = rest.find('&') {
            self.plain(&rest[..at]);
            let after = &rest[at..];
            let end = after.bytes().take(12).position(|b| b == b';');
            let Some(end) = end.filter(|_| after.is_char_boundary(1)) else {
                self.plain("&");
                rest = &after[1..];
                continue;
            };
            self.plain(&entity(&after[..=end]));
            rest = &after[end + 1..];
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c == '\u{A0}' {
                self.space = true;
            } else {
                if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
        }
    }

    fn line(&mut self) {
        self.space = false;
        // Two empty lines in a row say no more than one.
        if !self.text.ends_with("\n\n\n") {
            self.text.push('\n');
        }
    }

    fn block(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn end(self) -> String {
        self.text.trim().to_owned()
    }
}

/// A character by its name or number; as it stands there when it is none.
fn entity(code: &str) -> String {
    let name = &code[1..code.len() - 1];
    let number = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
        Some(number) => number.parse().ok(),
        None => None,
    };
    if let Some(c) = number.and_then(char::from_u32) {
        return c.to_string();
    }
    match name {
        "nbsp" => " ".to_owned(),
        "zwnj" => "\u{200C}".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "amp" => "&".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "laquo" => "«".to_owned(),
        "raquo" => "»".to_owned(),
        _ if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()) => html_to_text(code),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_with_and_without_what_they_quote() {
        let gmail = "<div dir=\"rtl\">سلام،<br>پیوست شد.&nbsp;<b>سپاس</b></div><br>\
            <div class=\"gmail_quote\"><div class=gmail_attr>در تاریخ نوشت:</div><blockquote><div>قدیمی</div></blockquote></div>";
        assert_eq!(text(gmail, true), "سلام،\nپیوست شد. سپاس");
        assert!(text(gmail, false).contains("قدیمی"));
        let outlook = "<html><head><style>p{color:red}</style></head><body><p>بله &#1605;ی&zwnj;رسد</p><div id=\"appendonsend\"></div><hr>\
            <div id='divRplyFwdMsg'>From: x</div><p>قدیمی</p>";
        assert_eq!(text(outlook, true), "بله می\u{200C}رسد");
        assert!(text(outlook, false).contains("قدیمی"));
        assert_eq!(
            text("<ul><li>یک<li>دو</ul> ۳ < ۴ &amp; &copy; &nosuch; &", true),
            "- یک\n- دو\n۳ < ۴ & © &nosuch; &"
        );
        assert_eq!(text("<!-- <p>x --><p title=\"a>b\">y</p><script>z", true), "y");
        assert_eq!(
            text("<blockquote>a<blockquote>b</blockquote>c</blockquote>d", true),
            "d"
        );
    }
}
