//! What the cells of a row say: texts, numbers and dates as Persian spreadsheets have them. A missing column keeps, an
//! empty cell clears, anything else sets ([`Patch`]); what cannot be read is refused at its cell and keeps.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::columns::Headings;
use super::sheet::{Place, Refused, Row};
use crate::error::{FieldCode, FieldError};
use crate::persian::{digits, jalali, text};
use crate::resource::Patch;

/// What means yes, and what means no.
const YES: &[&str] = &["yes", "true", "1", "بله", "بلی", "آری", "دارد", "هست"];
const NO: &[&str] = &["no", "false", "0", "خیر", "نه", "ندارد", "نیست"];

/// The largest amount, Rials; as in the forms of requests.
const MAX_RIALS: i64 = 1_000_000_000_000_000;

/// Whether a typed word is one of these, however it is spelt.
pub fn is_one_of(typed: &str, words: &[&str]) -> bool {
    let typed = text::squashed(typed);
    words.iter().any(|word| text::squashed(word) == typed)
}

/// Yes or no, as people type it.
pub fn truth(typed: &str) -> Option<bool> {
    if is_one_of(typed, YES) {
        Some(true)
    } else if is_one_of(typed, NO) {
        Some(false)
    } else {
        None
    }
}

/// A whole number in any digits, with or without separators of thousands.
pub fn whole(typed: &str) -> Option<i64> {
    let latin = digits::latin(typed);
    let (negative, rest) = match latin.trim_start_matches('\u{200E}').strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, latin.as_str()),
    };
    let separator = |c: char| matches!(c, ',' | '٬' | '،' | '_' | '\'' | text::ZWNJ) || c.is_whitespace();
    let plain: String = rest.chars().filter(|c| !separator(*c)).collect();
    if plain.is_empty() || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = plain.parse().ok()?;
    Some(if negative { -number } else { number })
}

/// A row under its headings; gathers what is wrong with it.
#[derive(Debug)]
pub struct Line<'a> {
    headings: &'a Headings,
    row: &'a Row,
    refused: Vec<Refused>,
}

impl<'a> Line<'a> {
    /// A row of the sheet with these headings.
    pub fn new(headings: &'a Headings, row: &'a Row) -> Self {
        let mut line = Self {
            headings,
            row,
            refused: Vec::new(),
        };
        let nameless = |(at, cell): &(usize, &String)| !cell.is_empty() && !headings.names(*at);
        if let Some((at, _)) = row.cells.iter().enumerate().find(nameless) {
            let place = Place {
                row: row.number,
                column: u32::try_from(at).ok(),
            };
            let (fa, en) = ("این خانه زیر ستونی بی‌نام است.", "This cell is below no heading.");
            line.refused.push(Refused::new(place, FieldCode::Invalid, fa, en));
        }
        line
    }

    /// The row's number in the spreadsheet.
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// What was wrong.
    pub fn into_refused(self) -> Vec<Refused> {
        self.refused
    }

    /// Whether nothing was wrong so far.
    pub fn is_good(&self) -> bool {
        self.refused.is_empty()
    }

    /// Where a column's cell of this row is; the row itself where there is no such column.
    pub fn place(&self, key: &str) -> Place {
        Place {
            row: self.row.number,
            column: self.headings.position(key).and_then(|at| u32::try_from(at).ok()),
        }
    }

    /// Refuses what a cell says.
    pub fn refuse(&mut self, key: &str, code: FieldCode, fa: impl Into<String>, en: impl Into<String>) {
        self.refused.push(Refused::new(self.place(key), code, fa, en));
    }

    /// Refuses what a service refused, at the cell that it came from.
    pub fn refuse_field(&mut self, key: &str, error: &FieldError) {
        self.refuse(key, error.code, error.fa.clone(), error.en.clone());
    }

    /// What a cell has to say, if it says something; refused when it does not.
    pub fn needed<T>(&mut self, key: &str, said: Patch<T>) -> Option<T> {
        if let Patch::Set(value) = said {
            return Some(value);
        }
        let place = self.place(key);
        if !self.refused.iter().any(|r| r.place == place && place.column.is_some()) {
            let error = FieldError::new("", FieldCode::Required);
            let (fa, en) = match place.column {
                Some(_) => (error.fa, error.en),
                None => (format!("ستون «{key}» لازم است."), format!("The column {key} is needed.")),
            };
            self.refused.push(Refused::new(place, FieldCode::Required, fa, en));
        }
        None
    }

    fn read<T>(&mut self, key: &str, read: impl FnOnce(&mut Self, &'a str) -> Option<T>) -> Patch<T> {
        let Some(at) = self.headings.position(key) else {
            return Patch::Keep;
        };
        let row: &'a Row = self.row;
        match row.cell(at) {
            "" => Patch::Clear,
            typed => read(self, typed).map_or(Patch::Keep, Patch::Set),
        }
    }

    fn sized(&mut self, key: &str, text: String, max: usize) -> Option<String> {
        if text.chars().count() > max {
            let fa = format!("حداکثر {} نویسه پذیرفته می‌شود.", digits::persian(&max.to_string()));
            self.refuse(key, FieldCode::TooLong, fa, format!("At most {max} characters."));
            return None;
        }
        Some(text)
    }

    /// A line of text, tidied, of at most so many characters.
    pub fn text(&mut self, key: &str, max: usize) -> Patch<String> {
        self.read(key, |line, typed| line.sized(key, text::tidy_line(typed), max))
    }

    /// A name: a line of text with a letter or digit in it.
    pub fn name(&mut self, key: &str, max: usize) -> Patch<String> {
        self.read(key, |line, typed| {
            let name = line.sized(key, text::tidy_line(typed), max)?;
            if text::key(&name).is_empty() {
                line.refuse_field(key, &FieldError::new("", FieldCode::Required));
                return None;
            }
            Some(name)
        })
    }

    /// A text of several lines, tidied, of at most so many characters.
    pub fn long_text(&mut self, key: &str, max: usize) -> Patch<String> {
        self.read(key, |line, typed| line.sized(key, text::tidy(typed), max))
    }

    /// A whole number within the limits.
    pub fn number_within(&mut self, key: &str, limits: RangeInclusive<i64>) -> Patch<i64> {
        self.read(key, |line, typed| line.bounded(key, typed, limits))
    }

    fn bounded(&mut self, key: &str, typed: &str, limits: RangeInclusive<i64>) -> Option<i64> {
        let Some(number) = whole(typed) else {
            let fa = format!("«{}» عدد صحیح نیست.", shortened(typed));
            let en = format!("{:?} is no whole number.", shortened(typed));
            self.refuse(key, FieldCode::WrongType, fa, en);
            return None;
        };
        if !limits.contains(&number) {
            let (low, high) = (*limits.start(), *limits.end());
            let fa = format!("عددی از {} تا {} لازم است.", digits::number(low), digits::number(high));
            self.refuse(
                key,
                FieldCode::OutOfRange,
                fa,
                format!("Wants a number from {low} to {high}."),
            );
            return None;
        }
        Some(number)
    }

    /// An amount in Rials; Tomans are refused, because nobody should guess which of the two was meant.
    pub fn rials(&mut self, key: &str) -> Patch<i64> {
        self.read(key, |line, typed| {
            let folded = text::key(typed);
            if folded.contains("تومان") || folded.contains("toman") {
                let fa = "مبلغ به تومان پذیرفته نمی‌شود؛ آن را به ریال (ده برابر) بنویسید.";
                let en = "Tomans are not taken: write the amount in Rials, ten times as many.";
                line.refuse(key, FieldCode::NotAllowed, fa, en);
                return None;
            }
            let typed = typed.trim();
            let bare = ["ریال", "ريال", "Rials", "Rial", "rials", "rial", "IRR"]
                .iter()
                .find_map(|unit| typed.strip_suffix(unit));
            line.bounded(key, bare.unwrap_or(typed), 0..=MAX_RIALS)
        })
    }

    /// A day, Jalali or Gregorian.
    pub fn day(&mut self, key: &str) -> Patch<NaiveDate> {
        self.read(key, |line, typed| match jalali::parse_date(typed) {
            Ok(day) => Some(day),
            Err(e) => {
                line.refuse(key, FieldCode::Invalid, e.message_fa(), e.to_string());
                None
            }
        })
    }

    /// Yes or no.
    pub fn truth(&mut self, key: &str) -> Patch<bool> {
        self.read(key, |line, typed| {
            let said = truth(typed);
            if said.is_none() {
                let typed = shortened(typed);
                let fa = format!("«{typed}» نه بله است و نه خیر.");
                line.refuse(key, FieldCode::Invalid, fa, format!("{typed:?} is neither yes nor no."));
            }
            said
        })
    }

    /// One of the words of a fixed list. `names` gives what each is called: first the key, then the Persian name.
    pub fn word<T: Copy>(&mut self, key: &str, all: &[T], names: impl Fn(T) -> Vec<&'static str>) -> Patch<T> {
        self.read(key, |line, typed| {
            let found = all.iter().copied().find(|one| is_one_of(typed, &names(*one)));
            if found.is_none() {
                let called = |at: usize| {
                    all.iter()
                        .filter_map(|one| names(*one).get(at).copied())
                        .collect::<Vec<_>>()
                };
                let typed = shortened(typed);
                let fa = format!("«{typed}» شناخته نشد؛ یکی از این‌ها لازم است: {}.", called(1).join("، "));
                let en = format!("{typed:?} is not known; wants one of: {}.", called(0).join(", "));
                line.refuse(key, FieldCode::Invalid, fa, en);
            }
            found
        })
    }
}

/// As much of a cell as a message has room for.
pub fn shortened(typed: &str) -> String {
    let mut short: String = typed.chars().take(40).collect();
    if short.len() < typed.len() {
        short.push('…');
    }
    short
}
