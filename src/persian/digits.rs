//! Digits and numbers: read in any of the three sets that people type, shown in Persian.

/// Latin digits for Persian and Arabic ones; the rest stays.
pub fn latin(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '۰'..='۹' => char::from_u32(u32::from(c) - 0x06F0 + 0x30).unwrap_or(c),
            '٠'..='٩' => char::from_u32(u32::from(c) - 0x0660 + 0x30).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// Persian digits for Latin ones; the rest stays.
pub fn persian(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) - 0x30 + 0x06F0).unwrap_or(c) } else { c }).collect()
}

/// A number with Persian digits in groups of three (U+066C between them).
pub fn number(n: i64) -> String {
    let plain = n.unsigned_abs().to_string();
    let mut out = String::new();
    if n < 0 {
        out.push('\u{2212}');
    }
    for (i, digit) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i).is_multiple_of(3) {
            out.push('\u{066C}');
        }
        out.push(digit);
    }
    persian(&out)
}

/// An amount: «۱٬۲۵۰٬۰۰۰ ریال».
pub fn rials(n: i64) -> String {
    format!("{} ریال", number(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_both_ways_and_amounts_are_grouped() {
        assert_eq!(latin("۱۳۹۸/٠٩"), "1398/09");
        assert_eq!(persian("1405-0042"), "۱۴۰۵-۰۰۴۲");
        assert_eq!(rials(1_250_000_000), "۱٬۲۵۰٬۰۰۰٬۰۰۰ ریال");
        assert_eq!(number(-12), "\u{2212}۱۲");
        assert_eq!(number(i64::MIN).chars().count(), 26);
    }
}
