//! Names of files: cleaned on the way in, and written into a header on the way out. Pure.

use std::fmt::Write;

use super::model::FileKind;
use crate::persian::text;

/// Characters of a name, its ending included.
pub const LONGEST: usize = 200;

/// The name without what could hurt where it is saved: no folders, control or direction characters (which turn
/// `gpj.exe` around), none of the signs that Windows refuses, no dot or space at its ends; at most [`LONGEST`] characters;
/// and with an ending that fits what the file is, so that a double click opens it as that.
pub fn clean(name: &str, kind: FileKind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let line: String = text::tidy_line(last)
        .chars()
        .map(|c| {
            if "<>:\"|?*".contains(c) || c.is_control() {
                '_'
            } else {
                c
            }
        })
        .collect();
    let line = line.trim_matches(is_edge);
    let ending = |(_, ending): &(&str, &str)| kind.endings().iter().any(|e| e.eq_ignore_ascii_case(ending));
    let (stem, ending) = line.rsplit_once('.').filter(ending).map_or_else(
        || (line, kind.endings()[0].to_owned()),
        |(stem, ending)| (stem, ending.to_ascii_lowercase()),
    );
    let stem: String = stem.chars().take(LONGEST - ending.len() - 1).collect();
    let stem = stem.trim_matches(is_edge);
    let stem = if stem.is_empty() { "پیوست" } else { stem };
    format!("{stem}.{ending}")
}

fn is_edge(c: char) -> bool {
    c == '.' || c.is_whitespace() || c == text::ZWNJ
}

/// `Content-Disposition` of a download (RFC 6266): the name as it is in `filename*` (RFC 8187), and for old clients one
/// of ASCII in `filename`.
pub fn disposition(name: &str, inline: bool) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        // attr-char of RFC 8187, 3.2.1.
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            write!(coded, "%{byte:02X}").unwrap_or_default();
        }
    }
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_cleaned_and_end_in_what_they_are() {
        for (name, kind, wanted) in [
            ("دوربین شکسته.JPG", FileKind::Jpeg, "دوربین شکسته.jpg"),
            ("../../etc/passwd", FileKind::Text, "passwd.txt"),
            ("C:\\Users\\x\\گزارش.docx", FileKind::Docx, "گزارش.docx"),
            ("گزارش\u{202E}xcod.exe", FileKind::Docx, "گزارشxcod.exe.docx"),
            ("page.html", FileKind::Text, "page.html.txt"),
            ("run.bat", FileKind::Text, "run.bat.txt"),
            ("table.CSV", FileKind::Text, "table.csv"),
            ("a:b?.png", FileKind::Png, "a_b_.png"),
            (".htaccess", FileKind::Text, "htaccess.txt"),
            ("...", FileKind::Pdf, "پیوست.pdf"),
            ("", FileKind::Pdf, "پیوست.pdf"),
            (".pdf", FileKind::Pdf, "pdf.pdf"),
            ("a\r\nb.pdf. ", FileKind::Pdf, "a b.pdf"),
            ("نمي‌روم.pdf", FileKind::Pdf, "نمی‌روم.pdf"),
        ] {
            assert_eq!(clean(name, kind), wanted, "{name:?}");
        }
        assert_eq!(clean(&"ن".repeat(500), FileKind::Jpeg).chars().count(), LONGEST);
    }

    #[test]
    fn a_name_goes_out_in_both_forms() {
        assert_eq!(
            disposition("گزارش 1.pdf", false),
            "attachment; filename=\"_____ 1.pdf\"; filename*=UTF-8''%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4%201.pdf"
        );
        assert_eq!(
            disposition("a'b;c.png", true),
            "inline; filename=\"a_b_c.png\"; filename*=UTF-8''a%27b%3Bc.png"
        );
    }

    proptest! {
        #[test]
        fn any_name_is_harmless_and_settled(name in any::<String>(), kind in prop::sample::select(FileKind::ALL)) {
            let cleaned = clean(&name, kind);
            prop_assert!(cleaned.chars().count() <= LONGEST);
            let harmful = cleaned.contains(['/', '\\', '"', '\0', '\n', '\u{202E}']);
            prop_assert!(!harmful);
            prop_assert!(!cleaned.starts_with('.'));
            let ending = cleaned.rsplit('.').next().unwrap();
            prop_assert!(kind.endings().contains(&ending));
            prop_assert_eq!(clean(&cleaned, kind), cleaned.clone());
            let header = disposition(&cleaned, false);
            prop_assert!(header.chars().all(|c| (' '..='~').contains(&c)));
        }
    }
}
