//! How values and people's words look inside a mail: Jalali dates and Persian digits in Persian, ISO dates in
//! English, isolated from the text around them so that `013-33221100` is not shown backwards.

use super::model::{Fact, Value};
use super::words;
use crate::clock::Timestamp;
use crate::error::Locale;
use crate::persian::bidi::{Span, spans};
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;
use crate::persian::text::{isolate, tidy_line};

/// One line, ready for both twins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// For HTML, which isolates by `<bdi>`.
    pub spans: Vec<Span>,
    /// For plain text, isolated by U+2068 and U+2069.
    pub plain: String,
}

impl Shown {
    /// A line that somebody typed: telephones and ranges within it are isolated.
    pub fn typed(text: &str) -> Self {
        let spans = spans(&one_line(text));
        let plain = spans
            .iter()
            .map(|s| if s.ltr { isolate(&s.text) } else { s.text.clone() })
            .collect();
        Self { spans, plain }
    }

    /// The same amid other words: isolated as a whole when it holds the other direction.
    pub fn typed_within(text: &str, locale: Locale) -> Self {
        let shown = Self::typed(text);
        Self {
            plain: isolated(shown.plain, locale),
            ..shown
        }
    }

    /// What a request or a meeting goes by, or several: in the reader's digits.
    pub fn numbers(text: &str, locale: Locale) -> Self {
        let text = in_digits(text, locale);
        // A meeting's is a plain number, at home in any text.
        if text.chars().all(char::is_numeric) {
            return Self::made(text);
        }
        let shown = Self::ltr(&text, locale);
        match locale {
            // After Persian letters the two numbers beside a hyphen change places (UAX 9, rules W2 and W4), whatever their digits.
            Locale::Fa => Self {
                plain: isolate(&text),
                ..shown
            },
            Locale::En => shown,
        }
    }

    /// A telephone or an address.
    pub fn ltr(text: &str, locale: Locale) -> Self {
        let text = one_line(text);
        Self {
            plain: isolated(text.clone(), locale),
            spans: vec![Span { text, ltr: true }],
        }
    }

    /// A count.
    pub fn number(n: i64, locale: Locale) -> Self {
        Self::made(number(n, locale))
    }

    /// A value made here is all of the reader's language and needs no isolation.
    fn made(text: String) -> Self {
        Self {
            plain: text.clone(),
            spans: vec![Span { text, ltr: false }],
        }
    }

    /// Nothing to show.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.is_empty())
    }
}

/// One line of the facts table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: &'static str,
    pub value: Shown,
}

impl Row {
    /// A row of a fact.
    pub fn fact(fact: &Fact, locale: Locale) -> Self {
        let value = match &fact.value {
            Value::Text(text) => Shown::typed_within(text, locale),
            Value::Numbers(text) => Shown::numbers(text, locale),
            Value::Ltr(text) => Shown::ltr(text, locale),
            Value::Date(day) => Shown::made(date(*day, locale)),
            Value::Time(at) => Shown::made(time(*at, locale)),
            Value::Rials(amount) => Shown::made(rials(*amount, locale)),
            Value::Number(n) => Shown::made(number(*n, locale)),
            Value::Year(year) => Shown::made(in_digits(&year.to_string(), locale)),
        };
        Self {
            label: words::label(fact.label).text(locale),
            value,
        }
    }
}

fn date(day: chrono::NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::Fa => JalaliDate::from_gregorian(day).full(),
        Locale::En => day.format("%Y-%m-%d").to_string(),
    }
}

fn time(at: Timestamp, locale: Locale) -> String {
    let here = at.in_tehran();
    match locale {
        Locale::Fa => {
            let clock = digits::persian(&here.format("%H:%M").to_string());
            format!("{}، ساعت {clock}", date(here.date(), locale))
        }
        Locale::En => format!("{} (Tehran)", here.format("%Y-%m-%d %H:%M")),
    }
}

fn rials(amount: i64, locale: Locale) -> String {
    match locale {
        Locale::Fa => digits::rials(amount),
        Locale::En => format!("{} Rials", number(amount, locale)),
    }
}

fn number(n: i64, locale: Locale) -> String {
    match locale {
        Locale::Fa => digits::number(n),
        Locale::En => {
            let digits = n.unsigned_abs().to_string();
            let mut out = String::from(if n < 0 { "-" } else { "" });
            for (i, digit) in digits.chars().enumerate() {
                if i > 0 && (digits.len() - i).is_multiple_of(3) {
                    out.push(',');
                }
                out.push(digit);
            }
            out
        }
    }
}

/// The text, isolated when it holds letters or digits of the other direction.
fn isolated(text: String, locale: Locale) -> String {
    let foreign = match locale {
        Locale::Fa => text.contains(|c: char| c.is_ascii_alphanumeric()),
        Locale::En => !text.is_ascii(),
    };
    // Not `isolate`, which would drop the isolates of the numbers within.
    if foreign {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text
    }
}

/// Somebody's text as one tidy line: no control characters, no direction overrides.
pub fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    tidy_line(&flat)
}

/// Somebody's text as tidy lines, at most `max` characters, runs of empty lines made one.
pub fn lines(text: &str, max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in cut(text.trim(), max)
        .replace("\r\n", "\n")
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
    {
        let line = one_line(line);
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Lines of a mail that lists things; the rest are counted.
const LINES: usize = 30;

/// A list in a mail: a line for each of the first things, and how many more there are.
pub fn listing<T>(things: &[T], line: impl Fn(&T) -> String, locale: Locale) -> String {
    let mut lines: Vec<_> = things.iter().take(LINES).map(line).collect();
    let rest = things.len().saturating_sub(LINES);
    if rest > 0 {
        lines.push(match locale {
            Locale::Fa => format!("و {} مورد دیگر", digits::persian(&rest.to_string())),
            Locale::En => format!("and {rest} more"),
        });
    }
    lines.join("\n")
}

/// A request's number within a line, in the reader's digits.
pub fn request_number(number: Option<&str>, locale: Locale) -> String {
    in_digits(number.unwrap_or_default(), locale)
}

fn in_digits(text: &str, locale: Locale) -> String {
    match locale {
        Locale::Fa => digits::persian(text),
        Locale::En => text.to_owned(),
    }
}

/// At most `max` characters; what was longer ends in `…`, at a word's end if one is near.
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let head: String = text.chars().take(max.saturating_sub(1)).collect();
    let word_end = head.rfind(char::is_whitespace).filter(|at| head.len() - at < 40);
    let kept = word_end.and_then(|at| head.get(..at)).unwrap_or(&head);
    format!(
        "{}…",
        kept.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200C}')
    )
}

/// Control characters and the separators that some programs take for line ends.
pub fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;
    use crate::notifications::model::Label;

    fn shown(value: Value, locale: Locale) -> String {
        Row::fact(&Fact::new(Label::Deadline, value), locale).value.plain
    }

    #[test]
    fn values_by_language() {
        let day = NaiveDate::from_ymd_opt(2019, 12, 3).unwrap();
        let at = Timestamp::new(DateTime::parse_from_rfc3339("2019-12-02T21:00:00Z").unwrap().to_utc());
        let cases = [
            (Value::Date(day), "سه‌شنبه ۱۲ آذر ۱۳۹۸", "2019-12-03"),
            // After midnight in Tehran while it is still the day before in UTC.
            (
                Value::Time(at),
                "سه‌شنبه ۱۲ آذر ۱۳۹۸، ساعت ۰۰:۳۰",
                "2019-12-03 00:30 (Tehran)",
            ),
            (Value::Rials(12_500_000), "۱۲٬۵۰۰٬۰۰۰ ریال", "12,500,000 Rials"),
            (Value::Number(7), "۷", "7"),
            (Value::Numbers("2".into()), "۲", "2"),
            (
                Value::Numbers("1398-0042".into()),
                "\u{2068}۱۳۹۸-۰۰۴۲\u{2069}",
                "1398-0042",
            ),
            (
                Value::Ltr("013-33221100".into()),
                "\u{2068}013-33221100\u{2069}",
                "013-33221100",
            ),
            (Value::Text("میز مالی".into()), "میز مالی", "\u{2068}میز مالی\u{2069}"),
        ];
        for (value, fa, en) in cases {
            assert_eq!(shown(value.clone(), Locale::Fa), fa);
            assert_eq!(shown(value, Locale::En), en);
        }
    }

    #[test]
    fn telephones_and_ranges_are_isolated() {
        for (typed, plain) in [
            ("تلفن: 013-33221100.", "تلفن: [013-33221100]."),
            ("عدسی ۷۰-۲۰۰ میلی‌متر", "عدسی [۷۰-۲۰۰] میلی‌متر"),
            ("+98 13 و +", "[+98] 13 و +"),
            ("۱۲ عدد، ۱۳۹۸/۰۹/۱۲ - ۱۰:۳۰", "۱۲ عدد، ۱۳۹۸/۰۹/۱۲ - ۱۰:۳۰"),
            ("1405-0042", "[1405-0042]"),
            ("- 5 -", "- 5 -"),
            ("", ""),
        ] {
            let shown = Shown::typed(typed);
            assert_eq!(shown.plain.replace('\u{2068}', "[").replace('\u{2069}', "]"), plain);
            assert_eq!(shown.spans.iter().map(|s| s.text.as_str()).collect::<String>(), typed);
        }
    }

    #[test]
    fn hostile_lines() {
        assert_eq!(one_line("a\r\nBcc: x\u{0}\u{202E}b\u{2028}c"), "a Bcc: x b c");
        assert_eq!(lines("یک\r\n\r\n\n\nدو\r\n", 100), ["یک", "", "دو"]);
        assert_eq!(lines(" \n ", 100), Vec::<String>::new());
        assert_eq!(lines(&"\n".repeat(9000), 100), Vec::<String>::new());
    }

    #[test]
    fn cutting_counts_characters_and_keeps_words() {
        assert_eq!(cut("دوربین عکاسی", 12), "دوربین عکاسی");
        assert_eq!(cut("دوربین عکاسی", 11), "دوربین…");
        assert_eq!(cut(&"آ".repeat(300), 80).chars().count(), 80);
    }
}
