//! Persian text as it is stored, shown and compared.
//!
//! Keyboards, phones and old documents write the same Persian word with different characters:
//! Arabic ي and ك, three sets of digits, with and without the zero-width non-joiner (ZWNJ,
//! U+200C), stretched with tatweel, or with invisible direction marks that came along with a copy.
//! [`tidy`] settles what nobody meant to write and keeps the spelling; it is applied once, before
//! storing. [`key`] folds spelling too, is used to compare and to search, and is never shown.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::digits;

/// The zero-width non-joiner: it ends a letter's joined form without a space («می‌رود»).
pub const ZWNJ: char = '\u{200C}';

/// The form that is stored and shown, for text of several lines.
///
/// NFC; ي ى ك become ی ک; Arabic-Indic digits become Persian ones, Latin digits stay as typed; any
/// run of spaces is one space, none at the ends of a line; every line break is `\n` and kept, but
/// not around the text; tatweel, zero-width characters, direction controls and other control
/// characters are dropped; ZWNJ stays only inside a word. Idempotent.
#[must_use]
pub fn tidy(text: &str) -> String {
    settle(text, '\n')
}

/// [`tidy`] for titles and names: line breaks become spaces.
#[must_use]
pub fn tidy_line(text: &str) -> String {
    settle(text, ' ')
}

/// The comparison key of a text: words of folded letters and digits with single spaces between.
///
/// Folds letter case, marks (harakat, hamza and madda above or below), presentation forms, ة ۀ to
/// ه, digits to ASCII, and drops ZWNJ, so that «مي‌رود» and «میرود» are one. What is neither letter
/// nor digit is a space. See [`squashed`] for comparing without spaces. Idempotent.
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    fold(text, |c| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else if c != ZWNJ {
            gap = true;
        }
    });
    out
}

/// [`key`] without its spaces: «تنخواه گردان», «تنخواه‌گردان» and «تنخواهگردان» are equal.
#[must_use]
pub fn squashed(text: &str) -> String {
    let mut out = key(text);
    out.retain(|c| c != ' ');
    out
}

/// A text inside a first-strong isolate (U+2068 … U+2069), for plain text such as mail.
///
/// A phone number or a Latin name then cannot reorder what stands beside it. In HTML use `<bdi>`.
/// Direction controls within the text are dropped, because a stray one would end the isolate.
#[must_use]
pub fn isolate(text: &str) -> String {
    let inner = text.chars().filter(|c| !is_bidi_control(*c));
    std::iter::once('\u{2068}')
        .chain(inner)
        .chain(std::iter::once('\u{2069}'))
        .collect()
}

/// Folds what writers vary and hands over each character; [`ZWNJ`] is left for the caller to judge.
///
/// Compatibility decomposition comes first: it opens presentation forms and splits hamza, madda
/// and accents from their letters, so that dropping marks folds آ أ ؤ ئ é alike. With no marks
/// left their canonical order is void, so one character at a time is enough (and fast).
pub(super) fn fold(text: &str, mut emit: impl FnMut(char)) {
    for c in text.chars() {
        match plain(c) {
            Some(c) => emit(c),
            None => decompose_compatible(c, |c| match plain(c) {
                Some(c) => emit(c),
                // A standalone hamza is often left out: «جزء» and «جز».
                None if c == 'ء' || is_combining_mark(c) || is_invisible(c) => {}
                None => digits::ascii(c).to_lowercase().for_each(&mut emit),
            }),
        }
    }
}

/// The folded form of the characters that make up nearly all text; `None` for the others.
fn plain(c: char) -> Option<char> {
    match c {
        'ي' | 'ى' | 'ے' | 'ې' => Some('ی'),
        'ك' | 'ڪ' => Some('ک'),
        'ة' | 'ە' | 'ہ' | 'ھ' => Some('ه'),
        'ٱ' => Some('ا'),
        'ا'..='غ' | 'ف'..='و' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | 'a'..='z' | '0'..='9' | ' ' | ZWNJ => {
            Some(c)
        }
        _ => None,
    }
}

/// What [`tidy`] does to the letters themselves.
///
/// None of the results composes with a following mark, so the text stays NFC.
fn persian_letter(c: char) -> char {
    match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        '٠'..='٩' => digits::persian_digit(c),
        _ => c,
    }
}

/// What stands between two visible characters.
#[derive(Default)]
struct Gap {
    space: bool,
    joiner: bool,
    breaks: usize,
}

impl Gap {
    /// Takes `c` in when it is space, line break or ZWNJ; `false` when it is a visible character.
    fn takes(&mut self, c: char) -> bool {
        match c {
            '\n' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.breaks += 1,
            ZWNJ => self.joiner = true,
            c if c.is_whitespace() => self.space = true,
            _ => return false,
        }
        true
    }

    /// Writes what the gap amounts to between the end of `out` and `next`; nothing at the start.
    fn close(&mut self, out: &mut String, next: char, line_break: char) {
        let gap = std::mem::take(self);
        let Some(last) = out.chars().next_back() else {
            return;
        };
        if gap.breaks > 0 && line_break == '\n' {
            out.extend(std::iter::repeat_n('\n', gap.breaks));
        } else if gap.breaks > 0 || gap.space {
            out.push(' ');
        } else if gap.joiner && joins(last, next) {
            out.push(ZWNJ);
        }
    }
}

/// Whether a ZWNJ between these two means something. Before a mark it stays in any case: without
/// it the mark would move to another letter.
fn joins(last: char, next: char) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    is_combining_mark(next) || (in_word(last) && in_word(next))
}

fn settle(text: &str, line_break: char) -> String {
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text.into()
    };
    let mut out = String::with_capacity(text.len());
    let mut gap = Gap::default();
    // Dropping comes before composing: a mark must find its letter over a dropped character.
    for c in text.chars().filter(|c| !is_dropped(*c)).nfc().map(persian_letter) {
        if !gap.takes(c) {
            gap.close(&mut out, c, line_break);
            out.push(c);
        }
    }
    out
}

/// Invisible and not meaningful in stored text; ZWNJ and everything that is a space are not.
fn is_dropped(c: char) -> bool {
    c != ZWNJ && (is_invisible(c) || (c.is_control() && !c.is_whitespace()))
}

/// Marks that change direction or embedding: they can make a text read as something it is not.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Tatweel, soft hyphen, zero-width and direction characters, annotations and language tags.
fn is_invisible(c: char) -> bool {
    is_bidi_control(c)
        || matches!(c,
            '\u{0640}' | '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tidy_settles_what_nobody_meant() {
        for (typed, stored) in [
            (
                "  كارگاه\u{200C}\u{200C}هاي  \u{200C}جلسه\u{200C} ",
                "کارگاه\u{200C}های جلسه",
            ),
            ("جلســـه", "جلسه"),
            ("منطقه ٢ و 2 و ۲", "منطقه ۲ و 2 و ۲"),
            ("الف\t\u{A0}\u{3000}ب", "الف ب"),
            ("ي\u{654}", "ئ"),
            ("\u{0}a\u{7}b\u{7F}", "ab"),
            ("«می\u{200C}»", "«می»"),
            ("e\u{200B}\u{301}", "é"),
            ("یک\r\nدو \u{2028} سه\r\r\nچهار\n\n", "یک\nدو\nسه\n\nچهار"),
            ("\u{200C} \n", ""),
        ] {
            assert_eq!(tidy(typed), stored, "{typed:?}");
        }
    }

    #[test]
    fn tidy_drops_direction_overrides() {
        // Shown with its controls, this one reads as if it ended in «exe.txt».
        assert_eq!(tidy("گزارش\u{202E}txt.exe\u{202C}"), "گزارشtxt.exe");
        for control in ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}') {
            assert_eq!(tidy(&format!("الف{control}ب")), "الفب", "U+{:04X}", u32::from(control));
        }
        assert_eq!(tidy_line(" جلسهٔ\r\n دوم\n\nآذر "), "جلسهٔ دوم آذر");
        assert_eq!(tidy_line("\u{200F}013-33221100\u{200E}\u{61C}"), "013-33221100");
    }

    #[test]
    fn keys_see_through_writing() {
        for (a, b) in [
            ("كارگاه آموزشي", "کارگاه آموزشی"),
            ("شرحِ وظایف", "شرح وظايف"),
            ("خانۀ فرهنگ", "خانه فرهنگ"),
            ("خانهٔ فرهنگ", "خانه فرهنگ"),
            ("مؤسسه", "موسسه"),
            ("هیأت", "هيـات"),
            ("تنخواه‌گردان", "تنخواهگردان"),
            ("ﻛﻤﺒﻮد", "کمبود"),
            ("۱۲/۹/۱۳۹۸", "١٢-٩-1398"),
            ("آموزش", "اموزش"),
            ("Caméra", "camera"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_eq!(key("می رود"), "می رود");
        assert_eq!(squashed("تنخواه گردان"), squashed("تنخواه‌گردان"));
        assert_eq!(key("!؟"), "");
    }

    #[test]
    fn isolates_cannot_be_left() {
        assert_eq!(isolate("013-33221100"), "\u{2068}013-33221100\u{2069}");
        assert_eq!(isolate("a\u{2069}\u{202E}b"), "\u{2068}ab\u{2069}");
    }

    /// Arbitrary strings, and strings of the characters that interact.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[ \\n\\r\u{200B}-\u{200F}\u{202E}\u{640}\u{64E}\u{654}\u{301}\u{338}\u{6C0}ءاآيیكکهم=a2٢۲!İ]{0,16}",
        ]
    }

    proptest! {
        #[test]
        fn tidy_is_idempotent_and_clean(text in any_text()) {
            let tidied = tidy(&text);
            prop_assert_eq!(&tidy(&tidied), &tidied);
            prop_assert_eq!(tidied.nfc().collect::<String>(), tidied.clone());
            prop_assert!(!tidied.chars().any(|c| c != '\n' && is_dropped(c)));
            prop_assert_eq!(tidied.trim(), &tidied);
            let line = tidy_line(&text);
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(&tidy_line(&line), &line);
        }

        #[test]
        fn key_is_idempotent_and_blind_to_tidying(text in any_text()) {
            let folded = key(&text);
            prop_assert_eq!(&key(&folded), &folded);
            prop_assert!(folded.chars().all(|c| c == ' ' || c.is_alphanumeric()));
            // Control characters separate words in a key but are dropped by tidy.
            let plain: String = text.chars().filter(|c| !c.is_control()).collect();
            prop_assert_eq!(key(&tidy(&plain)), key(&plain));
        }
    }
}
