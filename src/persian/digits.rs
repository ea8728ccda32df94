//! Digits and amounts. Stored numbers are integers; these are the ways they are typed and shown.

/// Thousands separator of Persian numbers (U+066C).
const GROUP: char = '٬';

/// Before a negative number: a left-to-right mark and a minus, or the minus lands on the wrong
/// side in Persian text (as in CLDR's `fa`).
const MINUS: &str = "\u{200E}\u{2212}";

/// Persian and Arabic-Indic digits as ASCII; everything else as it is. For parsing what is typed.
#[must_use]
pub fn latin(text: &str) -> String {
    text.chars().map(ascii).collect()
}

/// ASCII and Arabic-Indic digits as Persian ones; everything else as it is. For showing.
#[must_use]
pub fn persian(text: &str) -> String {
    text.chars().map(persian_digit).collect()
}

/// A whole number in Persian digits, grouped by thousands: `۱٬۲۵۰٬۰۰۰`.
#[must_use]
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(MINUS.len() + digits.len() * 3);
    if n < 0 {
        out.push_str(MINUS);
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(GROUP);
        }
        out.push(persian_digit(digit));
    }
    out
}

/// An amount in Rials, with the unit after it: `۱٬۲۵۰٬۰۰۰ ریال`.
#[must_use]
pub fn rials(amount: i64) -> String {
    format!("{} ریال", number(amount))
}

/// One digit of any of the three sets as ASCII; any other character as it is.
pub(super) fn ascii(c: char) -> char {
    match c {
        '۰'..='۹' => moved(c, '۰', '0'),
        '٠'..='٩' => moved(c, '٠', '0'),
        _ => c,
    }
}

/// One digit of any of the three sets as Persian; any other character as it is.
pub(super) fn persian_digit(c: char) -> char {
    match ascii(c) {
        d @ '0'..='9' => moved(d, '0', '۰'),
        _ => c,
    }
}

fn moved(c: char, from: char, to: char) -> char {
    char::from_u32(u32::from(c) - u32::from(from) + u32::from(to)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digit_sets() {
        assert_eq!(latin("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 0a"), "0123456789 0123456789 0a");
        assert_eq!(persian("0123456789 ٠١٢٣٤٥٦٧٨٩ ۵a"), "۰۱۲۳۴۵۶۷۸۹ ۰۱۲۳۴۵۶۷۸۹ ۵a");
    }

    #[test]
    fn grouped_numbers() {
        for (n, shown) in [
            (0, "۰"),
            (999, "۹۹۹"),
            (1_000, "۱٬۰۰۰"),
            (1_250_000_000, "۱٬۲۵۰٬۰۰۰٬۰۰۰"),
            (-12_345, "\u{200E}\u{2212}۱۲٬۳۴۵"),
            (i64::MAX, "۹٬۲۲۳٬۳۷۲٬۰۳۶٬۸۵۴٬۷۷۵٬۸۰۷"),
            (i64::MIN, "\u{200E}\u{2212}۹٬۲۲۳٬۳۷۲٬۰۳۶٬۸۵۴٬۷۷۵٬۸۰۸"),
        ] {
            assert_eq!(number(n), shown);
        }
    }

    #[test]
    fn amounts_end_in_their_unit() {
        assert_eq!(rials(1_250_000), "۱٬۲۵۰٬۰۰۰ ریال");
    }
}
