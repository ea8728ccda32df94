//! What a file is, told by its bytes. Names and declared types are what somebody says; a browser, an office suite or a
//! double click goes by less, and so does this: signatures at the start, the directory of a ZIP, the streams of an OLE file.
//!
//! What is not on the list is refused. Text that starts with `<` is markup (HTML, SVG, XML), which a browser may run.

use std::io::{self, Read, Seek, SeekFrom};

use super::model::FileKind;
use super::{archives, compound};

/// Bytes at the start that signatures are looked for in.
const HEAD: u64 = 8192;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// What it is.
    pub kind: FileKind,
    /// Whether it holds macros.
    pub macros: bool,
}

/// What the file is; `None`: nothing that is taken.
///
/// # Errors
/// When it cannot be read.
pub fn recognise<F: Read + Seek>(file: &mut F) -> io::Result<Option<Content>> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.starts_with(archives::SIGNATURE) {
        return archives::recognise(file, &head);
    }
    if head.starts_with(compound::SIGNATURE) {
        return compound::recognise(file);
    }
    let kind = by_signature(&head).or_else(|| text(&head));
    Ok(kind.map(|kind| Content { kind, macros: false }))
}

fn by_signature(head: &[u8]) -> Option<FileKind> {
    const SIGNATURES: &[(&[u8], FileKind)] = &[
        (b"\xFF\xD8\xFF", FileKind::Jpeg),
        (b"\x89PNG\r\n\x1A\n", FileKind::Png),
        (b"GIF87a", FileKind::Gif),
        (b"GIF89a", FileKind::Gif),
        (b"II*\0", FileKind::Tiff),
        (b"MM\0*", FileKind::Tiff),
        (b"%PDF-", FileKind::Pdf),
        (b"{\\rtf", FileKind::Rtf),
        (b"OggS\0", FileKind::Ogg),
        (b"ID3", FileKind::Mp3),
        (b"\xFF\xFB", FileKind::Mp3),
        (b"\xFF\xF3", FileKind::Mp3),
        (b"\xFF\xF2", FileKind::Mp3),
    ];
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(FileKind::Webp);
    }
    if head.get(4..8) == Some(b"ftyp") {
        return by_brand(head.get(8..12)?);
    }
    let found = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature));
    found.map(|(_, kind)| *kind)
}

/// Files of the ISO base media format name their brand (ISO/IEC 14496-12; registered at mp4ra.org).
fn by_brand(brand: &[u8]) -> Option<FileKind> {
    match brand {
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => Some(FileKind::Heic),
        b"qt  " => Some(FileKind::Mov),
        b"M4A " => Some(FileKind::M4a),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V " | b"MSNV" | b"3gp4"
        | b"3gp5" | b"3gp6" | b"dash" => Some(FileKind::Mp4),
        _ => None,
    }
}

/// Text in UTF-8, UTF-16 with its mark, or an old code page such as Windows-1256: no control characters but breaks and tabs.
fn text(head: &[u8]) -> Option<FileKind> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        // Without its zero bytes the Latin part of it reads as text, and markup would be told.
        let narrow: Vec<u8> = head[2..].iter().copied().filter(|b| *b != 0).collect();
        return (head.len() > 2 && head.len().is_multiple_of(2) && !is_markup(&narrow)).then_some(FileKind::Text);
    }
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let foreign = |b: &u8| (*b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C)) || *b == 0x7F;
    if body.is_empty() || body.iter().any(foreign) || is_markup(body) {
        return None;
    }
    Some(if is_table(body) { FileKind::Csv } else { FileKind::Text })
}

fn is_markup(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"<")
}

/// Whether the first lines all have the same number of one separator, at least one, outside quotes.
fn is_table(text: &[u8]) -> bool {
    let mut lines: Vec<&[u8]> = text.split(|b| *b == b'\n').filter(|line| !line.is_empty()).collect();
    if text.len() as u64 >= HEAD.saturating_sub(3) {
        // The last one is cut off.
        lines.pop();
    }
    lines.truncate(20);
    lines.len() >= 2
        && b",;\t".iter().any(|separator| {
            let first = separators(lines[0], *separator);
            first > 0 && lines.iter().all(|line| separators(line, *separator) == first)
        })
}

fn separators(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line {
        if *byte == b'"' {
            quoted = !quoted;
        } else if *byte == separator && !quoted {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn kind(bytes: &[u8]) -> Option<FileKind> {
        recognise(&mut Cursor::new(bytes)).unwrap().map(|found| found.kind)
    }

    #[test]
    fn files_are_told_by_their_bytes() {
        for (bytes, wanted) in [
            (&b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"[..], Some(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Some(FileKind::Png)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some(FileKind::Webp)),
            (b"RIFF\x24\0\0\0WAVEfmt ", None),
            (b"GIF89a\x01\0\x01\0", Some(FileKind::Gif)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(FileKind::Heic)),
            (b"\0\0\0\x18ftypmp42\0\0\0\0isom", Some(FileKind::Mp4)),
            (b"\0\0\0\x14ftypqt  \0\0\0\0", Some(FileKind::Mov)),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", Some(FileKind::M4a)),
            (b"\0\0\0\x18ftypavif\0\0\0\0", None),
            (b"II*\0\x08\0\0\0", Some(FileKind::Tiff)),
            (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", Some(FileKind::Pdf)),
            (b"{\\rtf1\\ansi", Some(FileKind::Rtf)),
            (b"OggS\0\x02\0\0", Some(FileKind::Ogg)),
            (b"ID3\x04\0", Some(FileKind::Mp3)),
            ("دوربین لازم است.\nسپاس".as_bytes(), Some(FileKind::Text)),
            (b"\xCF\xE6\xD1\xC8\xED\xE4 \xE1\xC7\xD2\xE3", Some(FileKind::Text)),
            (b"\xFF\xFEh\0i\0", Some(FileKind::Text)),
            (
                "\u{FEFF}نام;تعداد\nدوربین;2\n\"سه؛ پایه; بلند\";3\n".as_bytes(),
                Some(FileKind::Csv),
            ),
            (b"date,title\n1398/06/19,x\n", Some(FileKind::Csv)),
            (b"one, two\nand three\n", Some(FileKind::Text)),
        ] {
            assert_eq!(kind(bytes), wanted, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn programs_markup_and_unknown_bytes_are_nothing_that_is_taken() {
        for bytes in [
            &b""[..],
            b"MZ\x90\0\x03\0\0\0",
            b"\x7FELF\x02\x01\x01\0",
            b"\xCA\xFE\xBA\xBE\0\0\0\x34",
            b"\xCF\xFA\xED\xFE\x07\0\0\x01",
            b"L\0\0\0\x01\x14\x02\0",
            b"<!DOCTYPE html><script>alert(1)</script>",
            b" \r\n\t<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"\xEF\xBB\xBF<?xml version='1.0'?><svg/>",
            b"\xFF\xFE<\0s\0v\0g\0>\0",
            b"Rar!\x1A\x07\x01\0",
            b"\x1F\x8B\x08\0",
            b"7z\xBC\xAF\x27\x1C",
            b"\0\0\0\0",
        ] {
            assert_eq!(kind(bytes), None, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    proptest! {
        /// Whatever comes, it ends, without a panic.
        #[test]
        fn any_bytes_can_be_looked_at(start in 0..4_usize, rest in prop::collection::vec(any::<u8>(), 0..2000)) {
            let starts: [&[u8]; 4] = [b"", archives::SIGNATURE, compound::SIGNATURE, b"\0\0\0\x18ftyp"];
            let bytes = [starts[start], &rest].concat();
            recognise(&mut Cursor::new(bytes)).unwrap();
        }
    }
}
