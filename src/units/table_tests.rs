//! Units through a file: what was exported changes nothing where it came from, and makes the same units elsewhere.

use std::collections::HashSet;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::db::Db;
use crate::tables::Format;
use crate::units::model::CreateUnit;

fn database() -> (Db, TempDir) {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at(chrono::DateTime::from_timestamp(1_575_000_000, 0).unwrap());
    (Db::in_folder(folder.path(), &clock), folder)
}

fn exported(db: &Db, format: Format) -> File {
    let bytes = db.read_now(|c, cx| export(c, cx, true)?.write(format, cx.now)).unwrap();
    File { format, bytes }
}

fn imported(db: &Db, file: &File) -> [usize; 3] {
    let report = db
        .write_now(|c, cx| import(c, cx, None, file, Mode::default()))
        .unwrap();
    [report.created, report.changed, report.unchanged]
}

/// Name, kind, staff, address, and which of those before it stands above.
type Drawn = (String, usize, i32, Option<u8>, Option<prop::sample::Index>);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let name = "[ا-یپچژگ۰-۹a-z=+@'\\-;,\"؛:| \u{200C}ئۀ]{1,12}".prop_map(|name| format!("و{name}"));
    let one = (
        name,
        0..UnitKind::ALL.len(),
        0..100_i32,
        any::<Option<u8>>(),
        any::<Option<prop::sample::Index>>(),
    );
    proptest::collection::vec(one, 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_exported_changes_nothing_and_makes_the_same_elsewhere(units in drawn()) {
        let (db, _folder) = database();
        let (elsewhere, _other) = database();
        let mut ids: Vec<UnitId> = Vec::new();
        let mut taken = HashSet::new();
        for (name, kind, staff_count, address, above) in units {
            if !taken.insert(text::key(&name)) {
                continue;
            }
            let unit = CreateUnit {
                name,
                kind: UnitKind::ALL[kind],
                parent_id: above.filter(|_| !ids.is_empty()).map(|at| *at.get(&ids)),
                staff_count,
                email: address.map(|n| format!("unit-{n}@demo.test")),
            };
            ids.push(db.write_now(|c, cx| service::add_unit(c, cx, None, &unit)).unwrap());
        }
        for format in Format::ALL {
            prop_assert_eq!(imported(&db, &exported(&db, *format)), [0, 0, ids.len()]);
        }
        let file = exported(&db, Format::Csv);
        prop_assert_eq!(imported(&elsewhere, &file), [ids.len(), 0, 0]);
        prop_assert_eq!(imported(&elsewhere, &file), [0, 0, ids.len()]);
        prop_assert_eq!(exported(&elsewhere, Format::Csv).bytes, file.bytes);
    }
}

#[test]
fn units_may_change_places_in_one_file_but_not_stand_in_a_circle() {
    let (db, _folder) = database();
    let file = |rows: &str| File {
        format: Format::Csv,
        bytes: format!("name,kind,parent\n{rows}").into_bytes(),
    };
    assert_eq!(imported(&db, &file("a,deputy,\nb,deputy,a\nc,deputy,b\n")), [3, 0, 0]);
    // Row by row, the first of these would be a circle.
    assert_eq!(imported(&db, &file("a,deputy,c\nb,deputy,\nc,deputy,b\n")), [0, 2, 1]);
    let circle = file("b,deputy,a\n");
    let refused = db.write_now(|c, cx| import(c, cx, None, &circle, Mode::default()));
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].pointer == "/2/C"));
}
