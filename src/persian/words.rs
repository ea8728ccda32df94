//! Numbers in words, as documents of money have them beside the digits, and ordinals.

const ONES: [&str; 20] = [
    "", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده",
];
const TENS: [&str; 10] = ["", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"];
const HUNDREDS: [&str; 10] = ["", "یکصد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"];
const SCALES: [&str; 7] = ["", "هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون", "کوینتیلیون"];

/// A number in Persian words: «یک میلیارد و دویست و پنجاه میلیون».
pub fn in_words(n: i64) -> String {
    if n == 0 {
        return "صفر".to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = n.unsigned_abs();
    for scale in SCALES {
        let group = usize::try_from(rest % 1000).unwrap_or(0);
        rest /= 1000;
        if group > 0 {
            let words = below_thousand(group);
            groups.push(if scale.is_empty() { words } else { format!("{words} {scale}") });
        }
    }
    groups.reverse();
    format!("{}{}", if n < 0 { "منفی " } else { "" }, groups.join(" و "))
}

fn below_thousand(n: usize) -> String {
    let (hundreds, rest) = (n / 100, n % 100);
    let (tens, ones) = if rest < 20 { (0, rest) } else { (rest / 10, rest % 10) };
    let parts = [HUNDREDS[hundreds], TENS[tens], ONES[ones]];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" و ")
}

/// An amount in words: «یکصد هزار ریال».
pub fn rials_in_words(n: i64) -> String {
    format!("{} ریال", in_words(n))
}

/// An ordinal: «اول»، «دوم»، «سوم»، «چهارم»، «سی‌ام».
pub fn ordinal(n: u32) -> String {
    if n == 1 {
        return "اول".to_owned();
    }
    let words = in_words(i64::from(n));
    if let Some(stem) = words.strip_suffix("سه") {
        return format!("{stem}سوم");
    }
    if words.ends_with("سی") {
        return format!("{words}\u{200C}ام");
    }
    format!("{words}م")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_ordinals_read_well() {
        assert_eq!(in_words(1_250_000_000), "یک میلیارد و دویست و پنجاه میلیون");
        assert_eq!(in_words(123_456), "یکصد و بیست و سه هزار و چهارصد و پنجاه و شش");
        assert_eq!(rials_in_words(1_000), "یک هزار ریال");
        assert!(in_words(i64::MIN).starts_with("منفی نه کوینتیلیون"));
        let ordinals: Vec<_> = [1, 2, 3, 4, 23, 30, 100].map(ordinal).to_vec();
        assert_eq!(ordinals, ["اول", "دوم", "سوم", "چهارم", "بیست و سوم", "سی\u{200C}ام", "یکصدم"]);
    }
}
