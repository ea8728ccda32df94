//! XML written piece by piece: names and attributes are the program's own, texts and values are escaped.

/// What stands before every part.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A part of a document, being written.
#[derive(Default)]
pub(super) struct Xml(String);

impl Xml {
    /// A whole part, with its declaration.
    pub fn part() -> Self {
        Self(DECLARATION.to_owned())
    }

    /// An element and what `inside` writes into it.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) -> &mut Self {
        self.start(name, attributes);
        self.0.push('>');
        inside(self);
        self.close(name);
        self
    }

    /// The beginning of an element that [`Xml::close`] ends.
    pub fn open(&mut self, name: &str) {
        self.start(name, &[]);
        self.0.push('>');
    }

    /// The end of an element.
    pub fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.start(name, attributes);
        self.0.push_str("/>");
        self
    }

    /// An element without content whose one attribute is `w:val`.
    pub fn value(&mut self, name: &str, value: &str) -> &mut Self {
        self.empty(name, &[("w:val", value)])
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.escaped(text);
        self
    }

    /// All that was written.
    pub fn finish(self) -> String {
        self.0
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                c if is_allowed(c) => self.0.push(c),
                _ => {}
            }
        }
    }
}

/// Whether XML 1.0 can hold the character at all (production 2).
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
