//! The one model of a paper, which all renderers know: letterhead, title, facts, blocks in order, places to sign, and how to
//! check that it is genuine. It is written as JSON for the process that sets PDF.

use serde::{Deserialize, Serialize};

use crate::error::Locale;
use crate::persian::text::tidy;
use crate::persian::{bidi, digits, words};

/// Opens a part that reads left to right; [`END`] closes it.
pub(super) const LTR: char = '\u{2066}';
/// Opens a part that reads as its first letter says.
pub(super) const FIRST_STRONG: char = '\u{2068}';
/// Closes a part.
pub(super) const END: char = '\u{2069}';

/// A text of a paper: plain, never markup. Parts of the other direction stand in isolates (U+2066 or U+2068, to U+2069),
/// which each renderer turns into its own; a line break is `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// What somebody typed: tidied (no control characters, no overrides of direction), telephones and ranges isolated.
    pub fn typed(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + 8);
        for span in bidi::spans(&tidy(text)) {
            if span.ltr {
                out.extend([LTR]);
                out.push_str(&span.text);
                out.extend([END]);
            } else {
                out.push_str(&span.text);
            }
        }
        Self(out)
    }

    /// Words of the program itself, with what was put into them isolated already.
    pub fn made(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What reads left to right as a whole: a number with parts, a telephone, an address, a hash.
    pub fn ltr(text: &str) -> Self {
        Self(match tidy(text) {
            text if text.is_empty() => text,
            text => format!("{LTR}{text}{END}"),
        })
    }

    /// A whole number in the language's digits.
    pub fn number(n: impl Into<i64>, language: Locale) -> Self {
        let n = n.into();
        Self(language.pick(&digits::number(n), &n.to_string()).to_owned())
    }

    /// An amount in figures and, in Persian, in words too, which guard the figures.
    pub fn rials(amount: i64, language: Locale) -> Self {
        Self(match language {
            Locale::Fa => format!("{} ({})", digits::rials(amount), words::rials_in_words(amount)),
            Locale::En => format!("{amount} Rials"),
        })
    }

    /// The same to be put into other words: isolated as a whole, so that it cannot reorder what stands beside it.
    #[must_use]
    pub fn within(&self) -> String {
        if self.0.is_empty() {
            String::new()
        } else {
            format!("{FIRST_STRONG}{}{END}", self.0)
        }
    }

    /// With isolates and line breaks in it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&'static str> for Text {
    /// A text that stands in the program.
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

/// A paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its language, and with it its direction and digits.
    pub language: Locale,
    /// Whose paper it is, and its number and date.
    pub letterhead: Letterhead,
    /// What it is.
    pub title: Text,
    /// Of what; may be empty.
    pub subtitle: Text,
    /// How far it is, when it is not final: «پیش‌نویس». Stands beside the title; may be empty.
    pub mark: Text,
    /// Time, place, chair, …
    pub facts: Vec<Fact>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Who signs, at the end, in order.
    pub signatures: Vec<Signature>,
    /// How to check that it is genuine.
    pub verification: Option<Verification>,
    /// Stands at the foot of each page beside the page's number; may be empty.
    pub footer: Text,
}

/// The head of the first page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// «بسمه تعالی»; may be empty.
    pub invocation: Text,
    /// The municipality.
    pub organization: Text,
    /// Its department; may be empty.
    pub office: Text,
    /// Number, date, attachments: a box of its own.
    pub facts: Vec<Fact>,
}

/// A label and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Without a colon.
    pub label: Text,
    /// What it is.
    pub value: Text,
}

impl Fact {
    /// A fact.
    pub fn new(label: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// A part of what a paper says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading of what follows.
    Heading {
        /// Its words.
        text: Text,
    },
    /// Running text.
    Paragraph {
        /// Its words.
        text: Text,
    },
    /// A remark, small.
    Note {
        /// Its words.
        text: Text,
    },
    /// Points, in order.
    List {
        /// Each.
        items: Vec<Text>,
    },
    /// A table.
    Table(Table),
    /// A numbered line of an agenda or of minutes, with what came of it.
    Item(Item),
    /// What follows begins a page.
    Page,
}

/// Where a column's words stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Where lines begin.
    #[default]
    Start,
    /// In the middle: numbers and days.
    Center,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub title: Text,
    /// Its share of the width; the shares of a table need not come to anything.
    pub share: u16,
    /// Where its words stand.
    pub align: Align,
}

impl Column {
    /// A column whose words begin where lines do.
    pub fn new(title: impl Into<Text>, share: u16) -> Self {
        Self {
            title: title.into(),
            share,
            align: Align::Start,
        }
    }

    /// A column of numbers or days.
    pub fn centered(title: impl Into<Text>, share: u16) -> Self {
        Self {
            align: Align::Center,
            ..Self::new(title, share)
        }
    }
}

/// A table. Its heading comes again on each page, and no row is parted by a page's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// How much of the width a column of it has, in hundredths.
    pub(super) fn percent(&self, column: &Column) -> u32 {
        let all = self.columns.iter().map(|column| u32::from(column.share)).sum::<u32>();
        u32::from(column.share) * 100 / all.max(1)
    }
}

/// A cell: lines below each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(pub Vec<Line>);

impl Cell {
    /// A cell of one plain line; of none when it is empty.
    pub fn of(text: impl Into<Text>) -> Self {
        Self::default().and(Tone::Plain, text)
    }

    /// With a further line, unless it is empty.
    #[must_use]
    pub fn and(mut self, tone: Tone, text: impl Into<Text>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Line { tone, text });
        }
        self
    }
}

/// A line of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// How much it matters.
    pub tone: Tone,
    /// Its words.
    pub text: Text,
}

/// How much a line matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// As all.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// Beside the matter.
    Muted,
}

impl Tone {
    /// The word for it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Strong => "strong",
            Self::Muted => "muted",
        }
    }
}

/// A numbered line of an agenda or of minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number.
    pub number: Text,
    /// What it is about.
    pub title: Text,
    /// The unit, the request's number, why it is here; may be empty.
    pub about: Text,
    /// What came of it, in order.
    pub entries: Vec<Entry>,
}

/// What came of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// مصوبه, تعهد, …
    pub label: Text,
    /// In words.
    pub text: Text,
    /// Who and by when; may be empty.
    pub aside: Text,
}

/// A place to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// In which function.
    pub role: Text,
    /// Who; may be empty.
    pub name: Text,
    /// What stands in place of a hand-written one: «تأیید شد در …»; may be empty.
    pub note: Text,
}

/// How a reader finds out whether a paper is genuine: by its number, its hash, and an address that shows both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The number under which it was registered.
    pub number: Text,
    /// The hash of what was approved, in hexadecimal.
    pub hash: String,
    /// The whole address of the page that shows both; the paper's QR code leads there.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_tidy_and_isolated() {
        for (typed, text) in [
            ("تلفن 013-33221100", "تلفن \u{2066}013-33221100\u{2069}"),
            ("گزارش\u{202E}txt.exe\u{0}", "گزارشtxt.exe"),
            ("*یک*\r\n#دو", "*یک*\n#دو"),
            (" ", ""),
        ] {
            assert_eq!(Text::typed(typed).as_str(), text);
        }
        assert_eq!(Text::typed("الف").within(), "\u{2068}الف\u{2069}");
        assert_eq!(Text::ltr("1398-0001").as_str(), "\u{2066}1398-0001\u{2069}");
        assert!(Text::ltr("").is_empty() && Text::typed("").within().is_empty());
    }

    #[test]
    fn amounts_are_in_figures_and_words() {
        let fa = Text::rials(2_500_000, Locale::Fa);
        assert_eq!(fa.as_str(), "۲٬۵۰۰٬۰۰۰ ریال (دو میلیون و پانصد هزار ریال)");
        assert_eq!(Text::rials(2_500_000, Locale::En).as_str(), "2500000 Rials");
    }
}
