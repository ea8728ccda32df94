//! The order of names in lists: the Persian alphabet, and numbers by value, so that منطقه ۲ stands before
//! منطقه ۱۰. The key is stored beside the name, and both databases sort by its bytes.

use super::text;

/// The Persian alphabet after folding; letters that are not in it follow by code point.
const ALPHABET: &str = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";

/// A key whose bytes sort as the names should.
pub fn sort_key(name: &str) -> Vec<u8> {
    let folded = text::key(name);
    let mut key = Vec::with_capacity(folded.len() * 2);
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut number = String::from(c);
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                number.push(d);
            }
            let number = number.trim_start_matches('0');
            // A number: how many digits, then the digits; longer is larger.
            key.push(2);
            key.push(u8::try_from(number.len()).unwrap_or(u8::MAX));
            key.extend_from_slice(number.as_bytes());
        } else if c == ' ' {
            key.push(1);
        } else if let Some(rank) = ALPHABET.chars().position(|a| a == c) {
            key.extend_from_slice(&[3, u8::try_from(rank).unwrap_or(u8::MAX)]);
        } else {
            key.push(4);
            key.extend_from_slice(&u32::from(c).to_be_bytes());
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_collator::{CollatorBorrowed, CollatorPreferences, options::CollatorOptions};

    /// Unit names as municipalities have them; ours must order them as ICU's Persian collation does.
    #[test]
    fn the_order_agrees_with_icu() {
        let names = [
            "یزد", "هنر", "گلسار", "پیک", "چاپ", "ژاله", "آموزش", "ادبیات", "امور مالی", "کمبود", "كارگاه", "کتابخانه", "وب", "زیباسازی", "منطقه ۱", "منطقه ۱۰", "منطقه ۲", "منطقه 3",
            "سازمان آتش‌نشانی", "سازمان پسماند", "سازمان اتوبوس‌رانی", "معاونت مالی", "معاونت خدمات شهری", "معاونت فنی",
        ];
        let icu = CollatorBorrowed::try_new(CollatorPreferences::from(icu_locale_core::locale!("fa-u-kn-true")), CollatorOptions::default()).unwrap();
        let (mut ours, mut theirs) = (names.to_vec(), names.to_vec());
        ours.sort_by_key(|n| sort_key(n));
        theirs.sort_by(|a, b| icu.compare(a, b));
        assert_eq!(ours, theirs);
    }
}
