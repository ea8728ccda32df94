//! Bytes as text, when what they say of themselves is wrong or missing: then they are UTF-8 if they can be, else the code page
//! that Persian was written in before (windows-1256).

use mail_parser::decoders::charsets::map::charset_decoder;

/// What the text says by the name of its code.
pub fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let name = charset.unwrap_or_default().trim().to_ascii_lowercase();
    // Programs that know no better call anything by these.
    let says_nothing = matches!(
        name.as_str(),
        "" | "us-ascii" | "ascii" | "unknown-8bit" | "x-unknown" | "utf-8" | "utf8"
    );
    match charset_decoder(name.as_bytes()).filter(|_| !says_nothing) {
        Some(decode) => decode(bytes),
        None => guess(bytes),
    }
}

/// A text whose code nobody has named.
pub fn guess(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    // Mostly UTF-8, with a byte of something else in between: those are few.
    let lossy = String::from_utf8_lossy(bytes);
    let lost = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let kept = lossy.chars().filter(|c| !c.is_ascii()).count() - lost;
    match charset_decoder(b"windows-1256") {
        Some(decode) if lost >= kept => decode(bytes),
        _ => lossy.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_though_they_call_themselves_wrong() {
        let cp1256 = b"\xD3\xE1\xC7\xE3";
        for (bytes, charset, wanted) in [
            ("سلام".as_bytes(), Some("utf-8"), "سلام"),
            ("سلام".as_bytes(), None, "سلام"),
            ("سلام".as_bytes(), Some("us-ascii"), "سلام"),
            (cp1256, Some("windows-1256"), "سلام"),
            (cp1256, Some("no-such-code"), "سلام"),
            (cp1256, None, "سلام"),
            (cp1256, Some("UTF-8"), "سلام"),
            ("سلا\u{645}\u{FFFD}".as_bytes(), None, "سلام\u{FFFD}"),
            (b"\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85\xFF", None, "سلام\u{FFFD}"),
            (b"+BjMGRAYnBkU-", Some("utf-7"), "سلام"),
        ] {
            assert_eq!(decode(bytes, charset), wanted, "{charset:?}");
        }
    }
}
