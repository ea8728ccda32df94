//! Office files that are ZIP archives: Microsoft's (OOXML) and OpenDocument. Only the archive's directory is read, and the
//! one entry that says of what types the parts are; an archive that is no office file is nothing that is taken.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;

use super::content::Content;
use super::model::FileKind;

/// How the first entry of an archive starts (APPNOTE.TXT 4.3.7).
pub const SIGNATURE: &[u8] = b"PK\x03\x04";
/// The end of the directory without its comment, and the longest comment (4.3.16).
const END: usize = 22;
const LONGEST_COMMENT: u64 = 65_535;
/// An office file has some hundred parts; a longer directory is none, or is there to be long.
const LONGEST_DIRECTORY: u64 = 1024 * 1024;
/// Of the list of types, inflated.
const LONGEST_LIST: u64 = 1024 * 1024;
const LIST: &[u8] = b"[Content_Types].xml";

/// An entry of the directory.
struct Entry<'a> {
    name: &'a [u8],
    deflated: bool,
    length: u64,
    /// Where it starts, counted from the start of the archive.
    at: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The directory, from the end of the file; `None` when there is none, or none of an office file.
fn directory<F: Read + Seek>(file: &mut F) -> io::Result<Option<Vec<u8>>> {
    let size = file.seek(SeekFrom::End(0))?;
    let tail_at = size.saturating_sub(END as u64 + LONGEST_COMMENT);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(tail_at))?;
    file.read_to_end(&mut tail)?;
    let is_end = |at: &usize| {
        tail[*at..].starts_with(b"PK\x05\x06")
            && u16_at(&tail, at + 20).is_some_and(|comment| at + END + usize::from(comment) == tail.len())
    };
    let Some(end) = (0..tail.len().saturating_sub(END - 1)).rev().find(is_end) else {
        return Ok(None);
    };
    let length = u64::from(u32_at(&tail, end + 12).unwrap_or(0));
    let end = tail_at + end as u64;
    if length == 0 || length > LONGEST_DIRECTORY.min(end) {
        return Ok(None);
    }
    let mut directory = Vec::new();
    file.seek(SeekFrom::Start(end - length))?;
    file.take(length).read_to_end(&mut directory)?;
    Ok(Some(directory))
}

/// The entries of a directory (4.3.12), as far as it can be read.
fn entries(directory: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let mut rest = directory;
    std::iter::from_fn(move || {
        if !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(rest, at).map(usize::from));
        let end = 46 + name?;
        let entry = Entry {
            name: rest.get(46..end)?,
            deflated: u16_at(rest, 10)? == 8,
            length: u32_at(rest, 20)?.into(),
            at: u32_at(rest, 42)?.into(),
        };
        rest = rest.get(end + extra? + comment?..)?;
        Some(entry)
    })
}

/// An entry's content, at most [`LONGEST_LIST`] of it, in small letters; empty when it cannot be read.
fn read<F: Read + Seek>(file: &mut F, entry: &Entry<'_>) -> io::Result<Vec<u8>> {
    let mut header = [0; 30];
    file.seek(SeekFrom::Start(entry.at))?;
    if file.read_exact(&mut header).is_err() || !header.starts_with(SIGNATURE) {
        return Ok(Vec::new());
    }
    let skip = [26, 28].map(|at| i64::from(u16_at(&header, at).unwrap_or(0)));
    file.seek(SeekFrom::Current(skip[0] + skip[1]))?;
    let stored = file.take(entry.length);
    let mut content = Vec::new();
    let done = if entry.deflated {
        DeflateDecoder::new(stored).take(LONGEST_LIST).read_to_end(&mut content)
    } else {
        stored.take(LONGEST_LIST).read_to_end(&mut content)
    };
    // What is broken inside is told by what could be read of it.
    drop(done);
    content.make_ascii_lowercase();
    Ok(content)
}

fn holds(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|part| part == word)
}

/// What the archive is; `None`: no office file.
pub fn recognise<F: Read + Seek>(file: &mut F, head: &[u8]) -> io::Result<Option<Content>> {
    let Some(directory) = directory(file)? else {
        return Ok(None);
    };
    if let Some(kind) = open_document(head) {
        let macros = entries(&directory).any(|e| e.name.starts_with(b"Basic/") || e.name.starts_with(b"Scripts/"));
        return Ok(Some(Content { kind, macros }));
    }
    let Some(list) = entries(&directory).find(|e| e.name.eq_ignore_ascii_case(LIST)) else {
        return Ok(None);
    };
    let has = |start: &[u8]| entries(&directory).any(|e| e.name.starts_with(start));
    let kind = match (has(b"word/"), has(b"xl/"), has(b"ppt/")) {
        (true, false, false) => FileKind::Docx,
        (false, true, false) => FileKind::Xlsx,
        (false, false, true) => FileKind::Pptx,
        _ => return Ok(None),
    };
    // A part may have any name; its type, by which the office suite goes, stands in the list.
    let types = read(file, &list)?;
    let named = |e: Entry<'_>| {
        let name = e.name.to_ascii_lowercase();
        name.ends_with(b"vbaproject.bin") || holds(&name, b"macrosheets/")
    };
    let typed = [&b"vbaproject"[..], b"macroenabled", b"macrosheet"];
    let macros = entries(&directory).any(named) || typed.iter().any(|word| holds(&types, word));
    Ok(Some(Content { kind, macros }))
}

/// An OpenDocument file says its type in its first entry, stored as it is (OpenDocument 1.3, part 2, 3.3).
fn open_document(head: &[u8]) -> Option<FileKind> {
    let name = usize::from(u16_at(head, 26)?);
    let start = 30 + name + usize::from(u16_at(head, 28)?);
    if head.get(30..30 + name)? != b"mimetype" {
        return None;
    }
    let kind = head
        .get(start..)?
        .strip_prefix(b"application/vnd.oasis.opendocument.")?;
    [
        (&b"text"[..], FileKind::Odt),
        (b"spreadsheet", FileKind::Ods),
        (b"presentation", FileKind::Odp),
    ]
    .into_iter()
    .find_map(|(word, found)| kind.starts_with(word).then_some(found))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::super::content::recognise;
    use super::*;

    /// An archive of these entries, deflated but for `mimetype`.
    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in parts {
            let stored = *name == "mimetype";
            let packed = if stored {
                content.as_bytes().to_vec()
            } else {
                let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
                deflate.write_all(content.as_bytes()).unwrap();
                deflate.finish().unwrap()
            };
            let at = u32::try_from(bytes.len()).unwrap();
            let lengths = [packed.len(), content.len()].map(|n| u32::try_from(n).unwrap().to_le_bytes());
            let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
            let method = if stored { [0, 0] } else { [8, 0] };
            let shared = [
                &[20, 0, 0, 0][..],
                &method,
                &[0; 8],
                &lengths[0],
                &lengths[1],
                &name_length,
                &[0, 0],
            ]
            .concat();
            bytes.extend([SIGNATURE, &shared, name.as_bytes(), &packed].concat());
            directory.extend(
                [
                    b"PK\x01\x02\x14\0",
                    &shared[..],
                    &[0; 10],
                    &at.to_le_bytes(),
                    name.as_bytes(),
                ]
                .concat(),
            );
        }
        let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
        let (length, at) = (directory.len(), bytes.len());
        let [length, at] = [length, at].map(|n| u32::try_from(n).unwrap().to_le_bytes());
        bytes.extend(&directory);
        bytes.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &length, &at, &[0, 0]].concat());
        bytes
    }

    fn found(parts: &[(&str, &str)]) -> Option<(FileKind, bool)> {
        let found = recognise(&mut Cursor::new(archive(parts))).unwrap();
        found.map(|content| (content.kind, content.macros))
    }

    #[test]
    fn office_files_are_told_by_their_parts_and_macros_by_their_type() {
        let plain = ("[Content_Types].xml", "<Types><Override ContentType='a'/></Types>");
        let enabled = (
            "[Content_Types].xml",
            "<Types>application/vnd.ms-office.vbaProject</Types>",
        );
        let of = |kind: &str| format!("application/vnd.oasis.opendocument.{kind}");
        for (parts, wanted) in [
            (&[plain, ("word/document.xml", "x")][..], Some((FileKind::Docx, false))),
            (&[plain, ("xl/workbook.xml", "x")], Some((FileKind::Xlsx, false))),
            (&[plain, ("ppt/presentation.xml", "x")], Some((FileKind::Pptx, false))),
            (
                &[plain, ("word/document.xml", ""), ("word/vbaProject.bin", "")],
                Some((FileKind::Docx, true)),
            ),
            (
                &[enabled, ("word/document.xml", ""), ("word/picture.png", "")],
                Some((FileKind::Docx, true)),
            ),
            (
                &[plain, ("xl/workbook.xml", ""), ("xl/macrosheets/sheet1.xml", "")],
                Some((FileKind::Xlsx, true)),
            ),
            (
                &[("mimetype", &of("text")), ("content.xml", "")],
                Some((FileKind::Odt, false)),
            ),
            (
                &[("mimetype", &of("spreadsheet")), ("Basic/Standard/Module1.xml", "")],
                Some((FileKind::Ods, true)),
            ),
            (&[("mimetype", &of("formula"))], None),
            (&[("photo.jpg", "x")], None),
            (&[("META-INF/MANIFEST.MF", "x"), ("Main.class", "x")], None),
            (&[plain], None),
            (&[plain, ("word/document.xml", "x"), ("xl/workbook.xml", "x")], None),
        ] {
            let names: Vec<_> = parts.iter().map(|(name, _)| name).collect();
            assert_eq!(found(parts), wanted, "{names:?}");
        }
    }

    #[test]
    fn what_is_cut_off_or_swollen_is_no_office_file() {
        let whole = archive(&[("[Content_Types].xml", "x"), ("word/document.xml", "x")]);
        for end in SIGNATURE.len()..whole.len() {
            assert_eq!(recognise(&mut Cursor::new(&whole[..end])).unwrap(), None, "{end}");
        }
        // A list that inflates to more than is read: it ends, and is told by its start.
        let bomb = " ".repeat(20 * 1024 * 1024);
        let parts = [("[Content_Types].xml", bomb.as_str()), ("word/document.xml", "x")];
        assert_eq!(found(&parts), Some((FileKind::Docx, false)));
    }
}
