//! The order of Persian names: the Persian alphabet (پ after ب, گ after ک), numbers by value.
//!
//! Code points order neither: they put پ چ ژ گ ی last and «منطقه ۱۰» before «منطقه ۲».

use std::{cmp::Ordering, sync::LazyLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use super::text;

/// `kn` is numeric ordering. `None` (the language data was left out of a build) falls back to
/// comparing keys: a poor order is better than no answer.
static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| CollatorBorrowed::try_new(locale!("fa-u-kn-true").into(), CollatorOptions::default()).ok());

/// Compares two names as a Persian list orders them.
///
/// Digits of every set are equal, and ZWNJ and marks matter least or not at all, so two different
/// texts may be `Equal`: break the tie by id.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    match &*COLLATOR {
        Some(collator) => collator.compare(a, b),
        None => text::key(a).cmp(&text::key(b)),
    }
}

/// Bytes whose order is that of [`compare`], for sorting many names or by a database.
///
/// The bytes may change with a new version of the language data: whoever stores them must be able
/// to compute them again.
#[must_use]
pub fn sort_key(name: &str) -> Vec<u8> {
    match &*COLLATOR {
        Some(collator) => {
            let mut key = Vec::with_capacity(name.len() * 2);
            let Ok(()) = collator.write_sort_key_to(name, &mut key);
            key
        }
        None => text::key(name).into_bytes(),
    }
}

/// What [`sort_key`] makes of the letters and digits of names: another one is of other language data.
#[must_use]
pub fn fingerprint() -> String {
    const SAMPLE: &str = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکكگلمنوهةۀیيى ۰۱۲۹ 0129 azAZ آ\u{200C}ب (-) «»";
    URL_SAFE_NO_PAD.encode(sort_key(SAMPLE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// In the order a Persian list has them.
    const UNITS: [&str; 26] = [
        "آتش\u{200C}نشانی",
        "ادارهٔ آموزش",
        "امور مالی",
        "پارک\u{200C}ها و فضای سبز",
        "پسماند",
        "تاکسیرانی",
        "چاپ و نشر",
        "حمل و نقل",
        "روابط عمومی",
        "زیباسازی",
        "ژاله",
        "سازمان فرهنگی",
        "شهرداری منطقه ۱",
        "شهرداری منطقه 2",
        "شهرداری منطقه ۳",
        "شهرداری منطقه ۱۰",
        "شهرداری منطقه ۲۱",
        "عمران",
        "کتابخانه",
        "گلسار",
        "منطقه ۲",
        "منطقه ۱۰",
        "نوسازی",
        "واحد فناوری",
        "هنر",
        "یزد",
    ];

    #[test]
    fn the_collator_is_there() {
        assert!(COLLATOR.is_some());
    }

    #[test]
    fn units_sort_as_people_expect() {
        let mut sorted = UNITS;
        sorted.reverse();
        sorted.sort_by(|a, b| compare(a, b));
        assert_eq!(sorted, UNITS);
    }

    #[test]
    fn keys_agree_with_compare() {
        for a in UNITS {
            for b in UNITS {
                assert_eq!(sort_key(a).cmp(&sort_key(b)), compare(a, b), "{a} {b}");
            }
        }
    }

    #[test]
    fn digits_of_every_set_are_numbers() {
        for ten in ["منطقه ۱۰", "منطقه 10", "منطقه ١٠"] {
            for two in ["منطقه ۲", "منطقه 2", "منطقه ٢"] {
                assert_eq!(compare(two, ten), Ordering::Less, "{two} {ten}");
            }
        }
        assert_eq!(compare("گفت\u{200C}وگو", "گفتوگو"), Ordering::Equal);
    }

    proptest! {
        #[test]
        fn keys_agree_on_any_persian(a in "[ا-ی پچژگکی\u{200C}۰-۹0-9]{0,12}", b in "[ا-ی پچژگکی\u{200C}۰-۹0-9]{0,12}") {
            prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), compare(&a, &b));
        }
    }
}
