//! What the reading of tables is held to: places as a spreadsheet shows them, any bytes an answer and never a panic, and
//! what was written read again as it was.

use std::io::Write;

use chrono::NaiveDate;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::columns::{Column, Headings, Use, column};
use super::export::{Table, Value};
use super::sheet::{Place, Row, Sheet};
use super::{File, Format, MAX_ROWS, cells, csv_file};
use crate::clock::Timestamp;
use crate::error::FieldCode;
use crate::resource::Patch;
use crate::tables::cells::Line;

const COLUMNS: &[Column] = &[
    column("name", "نام واحد", &["واحد"], Use::Needed),
    column("staff_count", "تعداد کارکنان", &[], Use::Taken),
    column("amount", "مبلغ (ریال)", &["مبلغ"], Use::Taken),
    column("day", "تاریخ ثبت", &[], Use::Taken),
    column("active", "فعال", &[], Use::Taken),
    column("at_risk", "در معرض خطر", &[], Use::Shown),
];

fn csv(text: &str) -> Sheet {
    csv_file::read(text.as_bytes()).unwrap()
}

fn numbers(sheet: &Sheet) -> Vec<u32> {
    sheet.rows.iter().map(|row| row.number).collect()
}

fn now() -> Timestamp {
    Timestamp::new("2019-12-03T06:30:00Z".parse().unwrap())
}

#[test]
fn columns_have_the_letters_of_a_spreadsheet() {
    for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")] {
        let place = Place {
            row: 3,
            column: Some(column),
        };
        assert_eq!(place.letters().unwrap(), letters);
        assert_eq!(place.pointer(), format!("/3/{letters}"));
    }
    assert_eq!(
        (Place::FILE.pointer(), Place::row(7).pointer()),
        (String::new(), "/7".into())
    );
}

#[test]
fn csv_rows_are_counted_as_a_spreadsheet_counts_them() {
    for ends in ["\n", "\r\n", "\r"] {
        let text = "\u{feff}\nنام;شرح\n\nالف;\"یک\nدو\"\nب;\"\"\n\n;\nپ;ت".replace('\n', ends);
        let sheet = csv(&text);
        assert_eq!(sheet.header.number, 2, "{ends:?}");
        assert_eq!(sheet.rows[0].cells, ["الف", "یک\nدو"]);
        assert_eq!(numbers(&sheet), [4, 5, 8], "{ends:?}");
    }
    assert_eq!(csv("a\tb,c\td\n1\t2\t3").rows[0].cells, ["1", "2", "3"]);
    assert_eq!(csv("a\n1,5").rows[0].cells, ["1", "5"]);
}

#[test]
fn what_is_no_table_is_refused_with_a_reason() {
    // «سلام» in windows-1256.
    let arabic = csv_file::read(&[0xD3, 0xE1, 0xC7, 0xE3]).unwrap_err();
    assert!(arabic.said.fa.contains("CSV UTF-8"), "{arabic:?}");
    assert_eq!(csv_file::read(b" ;\n\n").unwrap_err().code, FieldCode::Required);
    let open = csv_file::read("a,b\n1,2\n\"3,4\n5,6\n".as_bytes()).unwrap_err();
    assert_eq!((open.code, open.place), (FieldCode::Invalid, Place::row(3)));
    let long = format!("a\n{}", "1\n".repeat(MAX_ROWS + 1));
    let file = File {
        format: Format::Csv,
        bytes: long.into_bytes(),
    };
    let refused = file.read().unwrap_err();
    assert_eq!((refused.code, refused.place.row), (FieldCode::TooLong, 5002));
    let file = File {
        format: Format::Xlsx,
        bytes: b"a,b".to_vec(),
    };
    assert_eq!(file.read().unwrap_err().code, FieldCode::Invalid);
}

#[test]
fn headings_are_known_however_they_are_spelt() {
    let sheet = csv("نام واحد,تعداد كاركنان,Staff Count\n");
    let wrong = Headings::of(&sheet, COLUMNS).unwrap_err();
    assert_eq!(wrong[0].place.pointer(), "/1/C");
    assert_eq!(wrong[0].code, FieldCode::Conflict);
    let wrong = Headings::of(&csv("تعداد,مبلغ به تومان\n"), COLUMNS).unwrap_err();
    let told: Vec<_> = wrong.iter().map(|r| (r.place.pointer(), r.code)).collect();
    assert_eq!(
        told,
        [
            ("/1/A".to_owned(), FieldCode::NotAllowed),
            ("/1/B".to_owned(), FieldCode::NotAllowed),
            ("/1".to_owned(), FieldCode::Required)
        ]
    );
    assert!(wrong[1].said.fa.contains("ریال"));
    let good = Headings::of(&csv("در معرض خطر,واحد\n"), COLUMNS).unwrap();
    assert_eq!((good.position("name"), good.position("at_risk")), (Some(1), None));
}

#[test]
fn cells_are_read_as_people_type_them() {
    let sheet = csv(
        "واحد;staff_count;مبلغ;تاریخ ثبت;فعال\nالف;۱۲;۱٬۲۵۰٬۰۰۰ ریال;۱۳۹۸/۹/۱۲;بله\nب;دوازده;۵۰ تومان;1398/12/30;شاید\nپ\n!",
    );
    let headings = Headings::of(&sheet, COLUMNS).unwrap();
    let read = |row: usize| {
        let mut line = Line::new(&headings, &sheet.rows[row]);
        let said = (
            line.name("name", 10),
            line.number_within("staff_count", 0..=100),
            line.rials("amount"),
            line.day("day"),
            line.truth("active"),
        );
        let refused = line.into_refused();
        let faults: Vec<_> = refused.iter().map(|r| (r.place.pointer(), r.code)).collect();
        (said, faults)
    };
    let day = NaiveDate::from_ymd_opt(2019, 12, 3).unwrap();
    let (said, faults) = read(0);
    assert_eq!(faults, []);
    assert_eq!(
        said,
        (
            Patch::Set("الف".into()),
            Patch::Set(12),
            Patch::Set(1_250_000),
            Patch::Set(day),
            Patch::Set(true)
        )
    );
    let (_, faults) = read(1);
    assert_eq!(
        faults,
        [
            ("/3/B".to_owned(), FieldCode::WrongType),
            ("/3/C".to_owned(), FieldCode::NotAllowed),
            ("/3/D".to_owned(), FieldCode::Invalid),
            ("/3/E".to_owned(), FieldCode::Invalid)
        ]
    );
    assert_eq!(read(2).0.1, Patch::Clear);
    assert_eq!(read(3).1, [("/5/A".to_owned(), FieldCode::Required)]);
}

#[test]
fn numbers_have_any_digits_and_separators() {
    for (typed, number) in [
        ("12", Some(12)),
        ("۱٬۲۵۰", Some(1250)),
        ("١،٢٥٠", Some(1250)),
        ("1,250 000", Some(1_250_000)),
        ("-3", Some(-3)),
        ("\u{200E}\u{2212}۳", Some(-3)),
        ("1.5", None),
        ("", None),
        ("۱۲الف", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(cells::whole(typed), number, "{typed}");
    }
}

#[test]
fn formulas_do_not_get_out_of_a_csv_file_alive() {
    let texts = ["=1+1", "+98", "-5", "@x", "'=x", "'plain", "plain"];
    let rows = texts.map(|text| vec![Value::text(text)]).to_vec();
    let table = Table {
        title: "جدول",
        columns: vec![&COLUMNS[0]],
        rows,
    };
    let written = String::from_utf8(table.write(Format::Csv, now()).unwrap()).unwrap();
    for cell in written.trim_start_matches('\u{feff}').lines() {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    let read = csv(&written);
    let back: Vec<_> = read.rows.iter().map(|row| row.cell(0)).collect();
    assert_eq!(back, texts);
}

/// A workbook of one part with these bytes.
fn workbook(part: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(part, SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let bomb = workbook("xl/worksheets/sheet1.xml", &vec![b' '; 65 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    let file = File {
        format: Format::Xlsx,
        bytes: bomb,
    };
    assert_eq!(file.read().unwrap_err().code, FieldCode::TooLong);
}

/// Parts of a workbook of ours.
const PARTS: usize = 9;

/// A small workbook of ours, taken apart: its parts by name.
fn parts() -> Vec<(String, Vec<u8>)> {
    let table = Table {
        title: "جدول",
        columns: vec![&COLUMNS[0], &COLUMNS[1], &COLUMNS[3]],
        rows: vec![vec![
            Value::text("منطقهٔ ۱"),
            Value::Number(3),
            Value::Day(NaiveDate::from_ymd_opt(2019, 12, 3).unwrap()),
        ]],
    };
    let bytes = table.write(Format::Xlsx, now()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    let count = 0..PARTS;
    count.map(part).collect()
}

fn put_together(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_far_cell_does_not_make_a_large_table() {
    let mut parts = parts();
    let sheet = parts.iter_mut().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap();
    let text = String::from_utf8(sheet.1.clone()).unwrap();
    let far = text.replace("r=\"B2\"", "r=\"XFD1048576\"");
    assert_ne!(far, text);
    sheet.1 = far.into_bytes();
    let file = File {
        format: Format::Xlsx,
        bytes: put_together(&parts),
    };
    assert_eq!(file.read().unwrap_err().code, FieldCode::TooLong);
}

/// Texts as they are stored: tidied.
fn stored() -> impl Strategy<Value = String> {
    "[ا-یپچژگکی۰-۹a-zA-Z0-9 ,;\"'=+@_x\u{200C}؛:|\\n-]{0,20}".prop_map(|text| crate::persian::text::tidy(&text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in Format::ALL {
            let file = File { format: *format, bytes: bytes.clone() };
            if let Ok(sheet) = file.read()
                && let Ok(headings) = Headings::of(&sheet, COLUMNS)
            {
                for row in &sheet.rows {
                    Line::new(&headings, row).number_within("staff_count", 0..=9);
                }
            }
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "[\"',;\\t\\r\\n a-cالف۱=]{0,60}") {
        let file = File { format: Format::Csv, bytes: text.into_bytes() };
        if let Ok(sheet) = file.read() {
            prop_assert!(sheet.rows.iter().all(|row| row.number > sheet.header.number));
        }
    }

    /// Workbooks that are whole as archives and nonsense within.
    #[test]
    fn damaged_workbooks_get_an_answer(which in 0..PARTS, at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut parts = parts();
        let bytes = &mut parts[which].1;
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let file = File { format: Format::Xlsx, bytes: put_together(&parts) };
        file.read().ok();
    }

    #[test]
    fn what_was_written_is_read_again(rows in proptest::collection::vec((stored(), stored(), 0..1_000_000_000_000_000_i64), 1..8)) {
        let columns = vec![&COLUMNS[0], &COLUMNS[5], &COLUMNS[2]];
        let written: Vec<_> = rows
            .iter()
            .map(|(a, b, n)| vec![Value::text(a.clone()), Value::text(b.clone()), Value::Number(*n)])
            .collect();
        let table = Table { title: "جدول", columns, rows: written };
        for format in Format::ALL {
            let file = File { format: *format, bytes: table.write(*format, now()).unwrap() };
            let sheet = file.read().unwrap();
            prop_assert_eq!(&sheet.header.cells, &["نام واحد", "در معرض خطر", "مبلغ (ریال)"]);
            let read: Vec<_> = sheet.rows.iter().map(|row: &Row| (row.cell(0).to_owned(), row.cell(1).to_owned(), row.cell(2).to_owned())).collect();
            let wanted: Vec<_> = rows.iter().map(|(a, b, n)| (a.clone(), b.clone(), n.to_string())).collect();
            prop_assert_eq!(read, wanted);
        }
    }
}
