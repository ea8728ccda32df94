//! Office files until 2003, which are OLE compound files ([MS-CFB]): a file system in a file. The chains of its sectors
//! need not be followed: the entries of its directory are 128 bytes long and stand at multiples of that, so that going
//! through the file once finds them, also those of storages that a damaged chain would hide.

use std::io::{self, Read, Seek, SeekFrom};

use super::content::Content;
use super::model::FileKind;

/// How such a file starts ([MS-CFB] 2.2).
pub const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const ENTRY: usize = 128;

/// What the file is; `None`: none of the three, such as an encrypted file, an installer or a mail.
pub fn recognise<F: Read + Seek>(file: &mut F) -> io::Result<Option<Content>> {
    let (mut kind, mut macros) = (None, false);
    file.seek(SeekFrom::Start(0))?;
    let mut entries = vec![0; 512 * ENTRY];
    loop {
        let read = fill(file, &mut entries)?;
        for entry in entries[..read].chunks_exact(ENTRY) {
            match name(entry).as_deref() {
                Some("WordDocument") => kind = kind.or(Some(FileKind::Doc)),
                Some("Workbook" | "Book") => kind = kind.or(Some(FileKind::Xls)),
                Some("PowerPoint Document") => kind = kind.or(Some(FileKind::Ppt)),
                // [MS-OVBA] 2.2.1; the storage of Word, of Excel, and their common stream.
                Some("Macros" | "_VBA_PROJECT_CUR" | "_VBA_PROJECT") => macros = true,
                _ => {}
            }
        }
        if read < entries.len() {
            return Ok(kind.map(|kind| Content { kind, macros }));
        }
    }
}

/// Reads until the buffer is full or the file ends.
fn fill<F: Read>(file: &mut F, buffer: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match file.read(&mut buffer[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

/// The name of an entry, if these bytes are one of a storage or stream ([MS-CFB] 2.6.1): UTF-16, its length in bytes with
/// the final zero after it, then its type.
fn name(entry: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
    if !matches!(entry[66], 1 | 2) || !(4..=64).contains(&length) || length % 2 != 0 {
        return None;
    }
    let units = entry[..length - 2]
        .chunks_exact(2)
        .map(|u| u16::from_le_bytes([u[0], u[1]]));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::content;
    use super::*;

    fn file(names: &[&str]) -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        // The header, and more sectors than are read at once.
        bytes.resize(600 * ENTRY, 0);
        for name in names {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(64, 0);
            entry.extend(length.to_le_bytes());
            entry.push(2);
            entry.resize(ENTRY, 0);
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn old_office_files_are_told_by_their_streams() {
        for (names, wanted) in [
            (&["WordDocument"][..], Some((FileKind::Doc, false))),
            (&["Workbook"], Some((FileKind::Xls, false))),
            (&["PowerPoint Document", "Current User"], Some((FileKind::Ppt, false))),
            (&["WordDocument", "Macros", "VBA"], Some((FileKind::Doc, true))),
            (&["_VBA_PROJECT_CUR", "Workbook"], Some((FileKind::Xls, true))),
            (&["EncryptedPackage", "EncryptionInfo"], None),
            (&[], None),
        ] {
            let found = content::recognise(&mut Cursor::new(file(names))).unwrap();
            assert_eq!(found.map(|f| (f.kind, f.macros)), wanted, "{names:?}");
        }
    }
}
