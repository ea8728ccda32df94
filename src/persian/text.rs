//! Two forms of a text: the tidy one, which is stored and shown, and the key, which is compared and searched.
//!
//! People type Arabic ي and ك, leave out the zero-width non-joiner, and paste control characters; tidying
//! mends what nobody meant, and the key sees through what people do differently.

use unicode_normalization::UnicodeNormalization;

const ZWNJ: char = '\u{200C}';

/// The stored form of a text of several lines: NFC, Persian letters and digits for Arabic ones, single spaces,
/// no control characters and no bidi overrides. Spelling and Latin digits stay as typed.
pub fn tidy(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(tidy_line).collect();
    let mut out = lines.join("\n");
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    out.trim_matches('\n').to_owned()
}

/// The stored form of a line: as [`tidy`], and line breaks become spaces.
pub fn tidy_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        let c = match c {
            '\u{064A}' | '\u{0649}' => 'ی',
            '\u{0643}' => 'ک',
            '\u{0660}'..='\u{0669}' => char::from_u32(u32::from(c) - 0x0660 + 0x06F0).unwrap_or(c),
            // Tatweel, soft hyphen, zero-width marks, bidi controls: invisible, and some of them lie.
            '\u{0640}' | '\u{00AD}' | '\u{FEFF}' | '\u{200B}' | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => continue,
            c if c.is_whitespace() => ' ',
            c if c.is_control() => continue,
            c => c,
        };
        let last = out.chars().next_back();
        match (c, last) {
            (' ' | ZWNJ, None | Some(' ')) | (ZWNJ, Some(ZWNJ)) => {}
            (' ', Some(ZWNJ)) => {
                out.pop();
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
    }
    out.trim_matches([' ', ZWNJ]).to_owned()
}

/// Folds a character for comparing; `None` drops it.
fn fold(c: char) -> Option<char> {
    Some(match c {
        '\u{064A}' | '\u{0649}' | '\u{06D2}' | '\u{0626}' => 'ی',
        '\u{0643}' => 'ک',
        '\u{0629}' | '\u{06C0}' | '\u{06C2}' | '\u{06D5}' | '\u{06C1}' => 'ه',
        '\u{0622}' | '\u{0623}' | '\u{0625}' | '\u{0671}' => 'ا',
        '\u{0624}' => 'و',
        // Harakat, superscript alef, Quranic marks, hamza on its own or above, tatweel.
        '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0640}' | '\u{0621}' => return None,
        // Zero-width and bidi marks but the non-joiner, which callers decide on.
        '\u{200B}' | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' => return None,
        '۰'..='۹' => char::from_u32(u32::from(c) - 0x06F0 + 0x30)?,
        '٠'..='٩' => char::from_u32(u32::from(c) - 0x0660 + 0x30)?,
        c => c,
    })
}

/// The characters of a text, folded; the non-joiner is kept.
pub fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase).filter_map(fold)
}

/// The key of a text: folded words with single spaces, for comparing; never shown.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in folded(text).filter(|c| *c != ZWNJ) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

/// The key without spaces: «می رود» = «می‌رود» = «میرود».
pub fn squashed(text: &str) -> String {
    key(text).replace(' ', "")
}

/// The text in a bidi isolate (UAX #9, FSI … PDI), so that its direction does not disturb its neighbours.
pub fn isolate(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_see_through_what_people_do_differently() {
        for (a, b) in [
            ("كارگاه آموزشي", "کارگاه آموزشی"),
            ("شرحِ وظایف", "شرح وظايف"),
            ("خانۀ فرهنگ", "خانه فرهنگ"),
            ("خانهٔ فرهنگ", "خانه فرهنگ"),
            ("مؤسسه", "موسسه"),
            ("جلســه", "جلسه"),
            ("تنخواه‌گردان", "تنخواهگردان"),
            ("ﻛﻤﺒﻮد", "کمبود"),
            ("۱۲/۹/۱۳۹۸", "١٢/٩/1398"),
            ("آموزش", "اموزش"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_eq!(squashed("تنخواه گردان"), squashed("تنخواه‌گردان"));
    }

    #[test]
    fn tidying_mends_letters_spaces_and_invisible_characters() {
        assert_eq!(tidy_line("  كارگاه\u{200C}\u{200C}هاي  \u{200C}جلسه\u{200C} "), "کارگاه\u{200C}های جلسه");
        assert_eq!(tidy_line("a\u{202E}b\u{2066}c\u{0007}\r\nd"), "abc d");
        assert_eq!(tidy("یک\r\n\n\n\nدو  سه\n"), "یک\n\nدو سه");
        assert_eq!(tidy_line("٤۵6"), "۴۵6");
    }

    proptest! {
        #[test]
        fn tidy_is_done_after_once(s in "\\PC{0,40}|[يكی ‌\u{202E}\n\t]{0,20}") {
            let once = tidy(&s);
            prop_assert_eq!(tidy(&once), once.clone());
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n'));
        }
        #[test]
        fn tidying_does_not_change_the_key(s in "[ابپيكة‌ ۰۹٣a-z]{0,30}") {
            prop_assert_eq!(key(&tidy_line(&s)), key(&s));
        }
    }
}
