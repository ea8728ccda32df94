//! Numbers in Persian words: amounts on documents, where words guard against altered digits, and
//! ordinals in titles («جلسهٔ بیست و سوم»).

const ONES: [&str; 20] = [
    "",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
];
const TENS: [&str; 10] = ["", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"];
/// Written with «یک» (یکصد, not صد), as is usual on cheques and payment orders.
const HUNDREDS: [&str; 10] = [
    "",
    "یکصد",
    "دویست",
    "سیصد",
    "چهارصد",
    "پانصد",
    "ششصد",
    "هفتصد",
    "هشتصد",
    "نهصد",
];
/// Powers of a thousand; an `i64` ends within the seventh.
const SCALES: [&str; 7] = ["", "هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون", "کوینتیلیون"];

const AND: &str = " و ";

/// A whole number in words: `یکصد و بیست و سه هزار و چهارصد`; zero is «صفر».
#[must_use]
pub fn in_words(n: i64) -> String {
    let sign = if n < 0 { "منفی " } else { "" };
    format!("{sign}{}", magnitude(n.unsigned_abs()))
}

/// An amount of Rials in words, with the unit after it.
#[must_use]
pub fn rials_in_words(amount: i64) -> String {
    format!("{} ریال", in_words(amount))
}

/// The ordinal of a number in words: اول، دوم، سوم، چهارم، … بیست و یکم، سی‌ام.
///
/// The rule is the number's words with «م»; «سه» becomes «سوم» and «سی» becomes «سی‌ام» wherever
/// they stand last, and the first is «اول» only when alone.
#[must_use]
pub fn ordinal(n: u32) -> String {
    if n == 1 {
        return "اول".to_owned();
    }
    let words = magnitude(u64::from(n));
    match words.rsplit_once(' ').map_or(words.as_str(), |(_, last)| last) {
        "سه" => format!("{}وم", words.trim_end_matches('ه')),
        "سی" => format!("{words}\u{200C}ام"),
        _ => format!("{words}م"),
    }
}

fn magnitude(n: u64) -> String {
    if n == 0 {
        return "صفر".to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = n;
    for scale in SCALES {
        let words = below_thousand(rest % 1000);
        match (words.is_empty(), scale.is_empty()) {
            (true, _) => {}
            (false, true) => groups.push(words),
            (false, false) => groups.push(format!("{words} {scale}")),
        }
        rest /= 1000;
    }
    groups.reverse();
    groups.join(AND)
}

/// Words of 1 to 999; empty for zero.
fn below_thousand(n: u64) -> String {
    let word = |table: &[&'static str], i: u64| {
        usize::try_from(i)
            .ok()
            .and_then(|i| table.get(i).copied())
            .unwrap_or_default()
    };
    let (hundreds, rest) = (n / 100, n % 100);
    let (tens, ones) = if rest < 20 { (0, rest) } else { (rest / 10, rest % 10) };
    let parts = [word(&HUNDREDS, hundreds), word(&TENS, tens), word(&ONES, ones)];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(AND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts() {
        for (n, words) in [
            (0, "صفر"),
            (7, "هفت"),
            (19, "نوزده"),
            (20, "بیست"),
            (100, "یکصد"),
            (1_000, "یک هزار"),
            (1_001, "یک هزار و یک"),
            (123_456, "یکصد و بیست و سه هزار و چهارصد و پنجاه و شش"),
            (1_250_000_000, "یک میلیارد و دویست و پنجاه میلیون"),
            (-15, "منفی پانزده"),
        ] {
            assert_eq!(in_words(n), words, "{n}");
        }
        assert!(in_words(i64::MIN).starts_with("منفی نه کوینتیلیون و دویست و بیست و سه کوادریلیون"));
        assert_eq!(rials_in_words(2_500_000), "دو میلیون و پانصد هزار ریال");
    }

    #[test]
    fn ordinals() {
        for (n, words) in [
            (1, "اول"),
            (2, "دوم"),
            (3, "سوم"),
            (4, "چهارم"),
            (9, "نهم"),
            (10, "دهم"),
            (13, "سیزدهم"),
            (20, "بیستم"),
            (21, "بیست و یکم"),
            (22, "بیست و دوم"),
            (23, "بیست و سوم"),
            (30, "سی\u{200C}ام"),
            (31, "سی و یکم"),
            (33, "سی و سوم"),
            (50, "پنجاهم"),
            (103, "یکصد و سوم"),
            (130, "یکصد و سی\u{200C}ام"),
            (1_000, "یک هزارم"),
        ] {
            assert_eq!(ordinal(n), words, "{n}");
        }
    }

    /// Reads words back: sums within a group, scales multiply it.
    fn value(words: &str) -> u128 {
        let (mut total, mut group) = (0, 0);
        for word in words.split(' ').filter(|word| *word != "و") {
            let find = |table: &[&str]| table.iter().position(|w| *w == word).filter(|i| *i > 0);
            if let Some(i) = find(&SCALES) {
                total += group * 1000_u128.pow(u32::try_from(i).unwrap());
                group = 0;
            } else {
                let of = |table: &[&str], unit: usize| find(table).map(|i| i * unit);
                let n = of(&ONES, 1).or(of(&TENS, 10)).or(of(&HUNDREDS, 100)).unwrap();
                group += n as u128;
            }
        }
        total + group
    }

    proptest! {
        #[test]
        fn words_say_the_number(n in 1_i64..) {
            prop_assert_eq!(value(&in_words(n)), u128::from(n.unsigned_abs()));
        }

        #[test]
        fn small_words_say_the_number(n in 1_i64..10_000_000) {
            prop_assert_eq!(value(&in_words(n)), u128::from(n.unsigned_abs()));
        }
    }
}
