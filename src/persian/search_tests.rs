//! Tests of the search tokens, with a small matcher that stands for both databases.

use super::*;
use proptest::prelude::*;

/// What the databases do with an index and a query: every word by its joined form or its parts.
fn finds(typed: &str, text: &str) -> bool {
    let index = index_text(&[text]);
    let tokens: Vec<_> = index.split(' ').collect();
    let has = |term: &str, prefix: bool| {
        tokens
            .iter()
            .any(|t| *t == term || (prefix && term.chars().count() > 1 && t.starts_with(term)))
    };
    let query = Query::parse(typed).unwrap();
    let end = query.words.len() - 1;
    query.words.iter().enumerate().all(|(i, word)| {
        let last_part = word.parts.len().wrapping_sub(1);
        let by_parts = || {
            word.parts
                .iter()
                .enumerate()
                .all(|(j, p)| has(p, i == end && j == last_part))
        };
        has(&word.joined, i == end) || (!word.parts.is_empty() && by_parts())
    })
}

#[test]
fn tokens_are_folded_and_unique() {
    assert_eq!(
        index_text(&["كمبود نيرو", "کمبود، نیرو!", "۱۴۰۵-۰۰۴۲"]),
        "کمبود نیرو 1405 0042"
    );
    assert_eq!(index_text(&["تنخواه‌گردان"]), "تنخواهگردان تنخواه گردان");
    assert_eq!(index_text(&["مسأله"]), "مساله مسیله");
    assert_eq!(index_text(&["", " \u{200C} ", "؟"]), "");
    assert_eq!(index_text(&["الف", "ب"]), "الف ب");
}

#[test]
fn long_tokens_and_texts_are_capped() {
    assert_eq!(index_text(&["ب".repeat(100).as_str()]).chars().count(), 64);
    let many: String = (10_000..90_000)
        .flat_map(|n: u32| [n.to_string(), " ".to_owned()])
        .collect();
    let index = index_text(&[&many]);
    assert!(index.len() <= MAX_INDEX && index.len() > MAX_INDEX - 20);
}

#[test]
fn both_query_languages() {
    let query = Query::parse("دوربين عكاسي").unwrap();
    assert_eq!(query.fts5(), r#""دوربین" AND "عکاسی"*"#);
    assert_eq!(query.tsquery(), "'دوربین' & 'عکاسی':*");
    let query = Query::parse("تنخواه‌گردان منطقه ۲").unwrap();
    assert_eq!(
        query.fts5(),
        r#"("تنخواهگردان" OR ("تنخواه" AND "گردان")) AND "منطقه" AND "2""#
    );
    assert_eq!(
        query.tsquery(),
        "('تنخواهگردان' | ('تنخواه' & 'گردان')) & 'منطقه' & '2'"
    );
    let query = Query::parse("می‌رود").unwrap();
    assert_eq!(query.tsquery(), "('میرود':* | ('می' & 'رود':*))");
}

#[test]
fn nothing_to_search_for() {
    for typed in ["", "  ", "؟!«»", "\u{200C}", "\"'*", "ء"] {
        assert_eq!(Query::parse(typed), None, "{typed:?}");
    }
    assert_eq!(index_text(&[]), "");
}

#[test]
fn operators_are_words_like_any_other() {
    let query = Query::parse("x\"' OR NEAR(*").unwrap();
    assert_eq!(query.fts5(), r#""x" AND "or" AND "near"*"#);
    assert_eq!(query.tsquery(), "'x' & 'or' & 'near':*");
}

#[test]
fn long_queries_are_cut() {
    let query = Query::parse(&"کلمه ".repeat(100)).unwrap();
    assert_eq!(query.words.len(), MAX_WORDS);
    assert!(Query::parse(&"ب".repeat(5_000)).unwrap().fts5().chars().count() < 70);
}

#[test]
fn people_find_what_others_wrote() {
    for (typed, text) in [
        ("تنخواهگردان", "درخواست تنخواه‌گردان"),
        ("تنخواه گردان", "درخواست تنخواه‌گردان"),
        ("تنخواه‌گردان", "درخواست تنخواه گردان"),
        ("تنخواه‌گر", "درخواست تنخواه گردان"),
        ("دورب", "خرید دوربین عکاسی"),
        ("آب", "قطعی آب"),
        ("كارگاه آموزشي", "کارگاهِ آموزشیِ خبر"),
        ("مسئله", "این مسأله‌ای قدیمی است"),
        ("مساله", "یک مسئله"),
        ("مسال", "یک مساله"),
        ("هیئت مدیره", "جلسهٔ هیأت‌مدیره"),
        ("هیات", "هیئت‌های مذهبی"),
        ("مسؤولان", "مسئولان واحدها"),
        ("گفتگو", "گفت‌وگوی خبری"),
        ("گفت‌وگو", "گفتگو با شهردار"),
        ("1405-0042", "شمارهٔ ۱۴۰۵-۰۰۴۲"),
        ("canon", "دوربین CANON"),
    ] {
        assert!(finds(typed, text), "{typed} in {text}");
    }
    for (typed, text) in [
        ("دوربین", "دورهٔ آموزشی"),
        ("وربین", "دوربین"),
        ("آ", "آب"),
        ("خبر تور", "تور"),
    ] {
        assert!(!finds(typed, text), "{typed} in {text}");
    }
}

#[test]
fn variants_are_folded_and_settle_at_once() {
    for (variant, usual) in VARIANTS {
        for spelling in [variant, usual] {
            let mut folded = String::new();
            fold(spelling, |c| folded.push(c));
            assert_eq!(folded, spelling);
        }
        assert_eq!(usual_spelling(usual), None, "{usual}");
    }
}

proptest! {
    #[test]
    fn tokens_are_alphanumeric(text in any::<String>()) {
        let index = index_text(&[&text]);
        let mut seen = HashSet::new();
        for token in index.split(' ').filter(|_| !index.is_empty()) {
            prop_assert!(!token.is_empty() && token.chars().all(char::is_alphanumeric));
            prop_assert!(token.chars().count() <= MAX_TOKEN);
            prop_assert!(seen.insert(token));
        }
    }

    #[test]
    fn queries_hold_only_quoted_tokens(typed in any::<String>()) {
        if let Some(query) = Query::parse(&typed) {
            for (written, quote) in [(query.fts5(), '"'), (query.tsquery(), '\'')] {
                prop_assert_eq!(written.matches(quote).count() % 2, 0);
                for token in written.split(quote).skip(1).step_by(2) {
                    prop_assert!(!token.is_empty() && token.chars().all(char::is_alphanumeric));
                }
            }
        }
    }

    #[test]
    fn a_text_is_found_by_its_own_words(text in "[ آ-ی\u{200C}۰-۹a-z]{1,40}") {
        if Query::parse(&text).is_some() {
            prop_assert!(finds(&text, &text));
        }
    }
}
