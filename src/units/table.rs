//! Units from a table and as a table. A file is looked at whole before anything is written: parents may come later in it
//! than what is below them, and what stands where in the end must be a tree.

use std::collections::{HashMap, HashSet};

use super::model::{UnitKind, UnitView};
use super::service::{self, MAX_DEPTH, checked_email, need_right};
use super::store::{self, UnitRow, UnitValues};
use crate::accounts::{self, Actor, Grant, Role};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result};
use crate::ids::{UnitId, UserId};
use crate::persian::{collation, text};
use crate::resource::Patch;
use crate::tables::cells::Line;
use crate::tables::columns::{Column, Use, column};
use crate::tables::export::{Table, Value};
use crate::tables::report::Made;
use crate::tables::{File, Mode, Outcome, Place, Refused, Report, TableImport};

/// The columns; docs/imports.md has them, too.
pub const COLUMNS: &[Column] = &[
    column("name", "نام واحد", &["واحد", "نام"], Use::Needed),
    column("kind", "نوع", &["نوع واحد"], Use::Taken),
    column(
        "parent",
        "واحد بالادست",
        &["بالادست", "زیرمجموعهٔ", "واحد مافوق"],
        Use::Taken,
    ),
    column("head", "مسئول واحد", &["مدیر واحد", "مدیر"], Use::Shown),
    column(
        "head_email",
        "رایانامهٔ مسئول واحد",
        &["رایانامهٔ مدیر", "ایمیل مسئول واحد", "ایمیل مدیر"],
        Use::Taken,
    ),
    column(
        "staff_count",
        "تعداد کارکنان",
        &["شمار کارکنان", "تعداد نیرو", "کارکنان"],
        Use::Taken,
    ),
    column(
        "email",
        "رایانامهٔ واحد",
        &["رایانامه", "ایمیل", "پست الکترونیک"],
        Use::Taken,
    ),
    column("active", "فعال", &[], Use::Taken),
    column("at_risk", "در معرض خطر", &[], Use::Shown),
];

/// Characters of a name and of an address, and people on a staff, at most: as in `CreateUnit`.
const MAX_NAME: usize = 200;
const MAX_EMAIL: usize = 254;
const MAX_STAFF: i64 = 10_000;

fn kind_names(kind: UnitKind) -> Vec<&'static str> {
    vec![kind.as_str(), kind.label_fa()]
}

/// What a row says of a unit.
struct Said {
    row: u32,
    name: String,
    key: String,
    kind: Patch<UnitKind>,
    /// The key of the parent's name.
    parent: Patch<String>,
    head: Option<UserId>,
    staff_count: Patch<i64>,
    email: Patch<String>,
    active: Patch<bool>,
    parent_place: Place,
}

/// Takes a file of units; on the command line there is no actor. Nothing is written in a dry run, and nothing of a file
/// with a fault.
///
/// # Errors
/// 403; 422 when something in the file cannot be taken and this is no dry run.
pub fn import(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, file: &File, mode: Mode) -> Result<TableImport> {
    actor.map_or(Ok(()), need_right)?;
    let (sheet, headings) = match Report::begin(file.read(), COLUMNS) {
        Ok(begun) => begun,
        Err(report) => return report.finish(mode),
    };
    let known: HashMap<String, UnitRow> = store::all_units(c)?
        .into_iter()
        .map(|row| (text::key(&row.name), row))
        .collect();
    let mut report = Report::default();
    let mut said: Vec<Said> = Vec::new();
    let mut seen = HashSet::new();
    for row in &sheet.rows {
        let mut line = Line::new(&headings, row);
        let read = read(c, &mut line, &mut seen, &known, &mut report.notes)?;
        report.refused.extend(line.into_refused());
        said.extend(read);
    }
    report.refused.extend(check_tree(&said, &known));
    let mut plan = Vec::with_capacity(said.len());
    for one in said {
        let (outcome, fields) = compare(c, &one, &known)?;
        // A head is the person's to change, not the unit's.
        let unit_changes = fields.iter().any(|field| *field != "head_email");
        report.made.push(Made {
            row: one.row,
            name: one.name.clone(),
            outcome,
            fields,
        });
        plan.push((one, unit_changes));
    }
    if !mode.dry_run && report.refused.is_empty() {
        write(c, cx, actor.map(|a| a.id), plan, known)?;
    }
    report.finish(mode)
}

fn read(
    c: &mut Conn,
    line: &mut Line<'_>,
    seen: &mut HashSet<String>,
    known: &HashMap<String, UnitRow>,
    notes: &mut Vec<Refused>,
) -> Result<Option<Said>> {
    let name = line.name("name", MAX_NAME);
    let name = line.needed("name", name);
    let kind = line.word("kind", UnitKind::ALL, kind_names);
    let parent = line.name("parent", MAX_NAME);
    let head = line.text("head_email", MAX_EMAIL);
    let staff_count = line.number_within("staff_count", 0..=MAX_STAFF);
    let email = line.text("email", MAX_EMAIL);
    let active = line.truth("active");
    if let Patch::Set(address) = &email
        && let Err(Error::Invalid(errors)) = checked_email(Some(address))
    {
        for error in &errors {
            line.refuse_field("email", error);
        }
    }
    let Some(name) = name else { return Ok(None) };
    let key = text::key(&name);
    if !seen.insert(key.clone()) {
        let (fa, en) = (
            "این واحد دو بار در پرونده آمده است.",
            "This unit comes twice in the file.",
        );
        line.refuse("name", FieldCode::Conflict, fa, en);
    }
    if !known.contains_key(&key) {
        line.needed("kind", kind);
    }
    let head = match head.apply(None) {
        Some(address) => head_by_address(c, line, &address, notes)?,
        None => None,
    };
    Ok(line.is_good().then(|| Said {
        row: line.number(),
        parent_place: line.place("parent"),
        name,
        key,
        kind,
        parent: match parent {
            Patch::Set(name) => Patch::Set(text::key(&name)),
            Patch::Clear => Patch::Clear,
            Patch::Keep => Patch::Keep,
        },
        head,
        staff_count,
        email,
        active,
    }))
}

/// The person with this address; who has no account yet is noted and passed over.
fn head_by_address(c: &mut Conn, line: &Line<'_>, address: &str, notes: &mut Vec<Refused>) -> Result<Option<UserId>> {
    let head = accounts::service::find_by_email(c, address)?;
    if head.is_none() {
        notes.push(Refused::new(
            line.place("head_email"),
            FieldCode::NotFound,
            format!("«{address}» هنوز حسابی ندارد؛ مسئول این واحد ثبت نمی‌شود."),
            format!("{address} has no account yet; no head is recorded for this unit."),
        ));
    }
    Ok(head)
}

/// Each parent has to be there, and nothing may come to stand below itself or too deep.
fn check_tree(said: &[Said], known: &HashMap<String, UnitRow>) -> Vec<Refused> {
    let keys: HashMap<UnitId, &str> = known.iter().map(|(key, row)| (row.id, key.as_str())).collect();
    let mut above: HashMap<&str, Option<&str>> = known
        .iter()
        .map(|(key, row)| (key.as_str(), row.parent_id.and_then(|id| keys.get(&id).copied())))
        .collect();
    for one in said {
        let now = above.get(one.key.as_str()).copied().flatten();
        let parent = match &one.parent {
            Patch::Set(parent) => Some(parent.as_str()),
            Patch::Clear => None,
            Patch::Keep => now,
        };
        above.insert(&one.key, parent);
    }
    let mut wrong = Vec::new();
    for one in said {
        let Patch::Set(parent) = &one.parent else { continue };
        if !above.contains_key(parent.as_str()) {
            let fa = "چنین واحدی نه در سامانه هست و نه در این پرونده.";
            let en = "There is no such unit, neither recorded nor in this file.";
            wrong.push(Refused::new(one.parent_place, FieldCode::NotFound, fa, en));
            continue;
        }
        let up = |key: &&str| above.get(key).copied().flatten();
        let depth = std::iter::successors(Some(one.key.as_str()), up)
            .take(MAX_DEPTH + 2)
            .count();
        if depth > MAX_DEPTH + 1 {
            let fa = "این واحد زیرمجموعهٔ خودش می‌شود، یا بیش از ۱۰ سطح پایین می‌رود.";
            let en = "The unit would come to stand below itself, or more than 10 levels deep.";
            wrong.push(Refused::new(one.parent_place, FieldCode::Conflict, fa, en));
        }
    }
    wrong
}

/// What a row changes.
fn compare(c: &mut Conn, one: &Said, known: &HashMap<String, UnitRow>) -> Result<(Outcome, Vec<&'static str>)> {
    let Some(row) = known.get(&one.key) else {
        return Ok((Outcome::Created, Vec::new()));
    };
    let wanted = values(
        one,
        Some(row),
        parent_of(one, Some(row), |key| known.get(key).map(|k| k.id)),
    );
    // A parent that this file only makes is another one, too.
    let new_parent = matches!(&one.parent, Patch::Set(key) if !known.contains_key(key));
    let head = match one.head {
        Some(head) => !accounts::people::holds(c, head, head_of(row.id))?,
        None => false,
    };
    let fields: Vec<_> = [
        ("kind", wanted.kind != row.kind),
        ("parent", new_parent || wanted.parent_id != row.parent_id),
        ("head_email", head),
        ("staff_count", wanted.staff_count != row.staff_count),
        ("email", wanted.email != row.email.as_deref()),
        ("active", wanted.active != row.active),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect();
    let outcome = if fields.is_empty() {
        Outcome::Unchanged
    } else {
        Outcome::Changed
    };
    Ok((outcome, fields))
}

fn head_of(unit: UnitId) -> Grant {
    Grant {
        role: Role::UnitHead,
        unit_id: Some(unit),
        desk_id: None,
    }
}

fn parent_of(one: &Said, row: Option<&UnitRow>, find: impl Fn(&str) -> Option<UnitId>) -> Option<UnitId> {
    match &one.parent {
        Patch::Set(key) => find(key),
        Patch::Clear => None,
        Patch::Keep => row.and_then(|row| row.parent_id),
    }
}

/// The unit as the row wants it. Its name stays as it was first written.
fn values<'a>(one: &'a Said, row: Option<&'a UnitRow>, parent_id: Option<UnitId>) -> UnitValues<'a> {
    let name = row.map_or(one.name.as_str(), |row| &row.name);
    let staff = match one.staff_count {
        Patch::Set(count) => i32::try_from(count).unwrap_or_default(),
        Patch::Clear => 0,
        Patch::Keep => row.map_or(0, |row| row.staff_count),
    };
    UnitValues {
        name_key: text::key(name),
        sort_key: collation::sort_key(name),
        name,
        kind: one
            .kind
            .apply(row.map(|row| row.kind))
            .or(row.map(|row| row.kind))
            .unwrap_or(UnitKind::District),
        parent_id,
        staff_count: staff,
        email: match &one.email {
            Patch::Set(email) => Some(email),
            Patch::Clear => None,
            Patch::Keep => row.and_then(|row| row.email.as_deref()),
        },
        active: one.active.apply(row.map(|row| row.active)).unwrap_or(true),
    }
}

/// Writes what is new and what changed, parents before what is below them.
fn write(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<UserId>,
    mut plan: Vec<(Said, bool)>,
    known: HashMap<String, UnitRow>,
) -> Result<()> {
    let mut ids: HashMap<String, UnitId> = known.iter().map(|(key, row)| (key.clone(), row.id)).collect();
    while !plan.is_empty() {
        let waits = |one: &Said| matches!(&one.parent, Patch::Set(parent) if !ids.contains_key(parent));
        let (later, ready): (Vec<_>, Vec<_>) = plan.into_iter().partition(|(one, _)| waits(one));
        if ready.is_empty() {
            // The tree was checked; this is not reached.
            return Err(Error::internal("units cannot be put in order", "a circle"));
        }
        for (one, changes) in ready {
            let row = known.get(&one.key);
            let wanted = values(&one, row, parent_of(&one, row, |key| ids.get(key).copied()));
            let id = match row {
                None => service::insert(c, cx, actor, &wanted)?,
                Some(row) => {
                    if changes {
                        service::save(c, cx, actor, row, &wanted)?;
                    }
                    row.id
                }
            };
            if let Some(head) = one.head {
                accounts::people::add_role(c, cx, actor, head, head_of(id))?;
            }
            ids.insert(one.key, id);
        }
        plan = later;
    }
    Ok(())
}

/// All units as a table; the addresses of their heads are for those who may see who has an account.
///
/// # Errors
/// Only the database's.
pub fn export(c: &mut Conn, cx: &Cx, with_addresses: bool) -> Result<Table> {
    let rows = store::all_units(c)?;
    let views = service::unit_views(c, cx, rows)?;
    let names: HashMap<UnitId, String> = views.iter().map(|unit| (unit.id, unit.name.clone())).collect();
    let heads: Vec<UserId> = views
        .iter()
        .filter_map(|unit| unit.head.as_ref().map(|head| head.id))
        .collect();
    let addresses: HashMap<UserId, String> = accounts::service::persons(c, &heads)?
        .into_iter()
        .map(|person| (person.id, person.email))
        .collect();
    let cell = |unit: &UnitView, column: &Column| match column.key {
        "name" => Value::text(&unit.name),
        "kind" => Value::text(unit.kind.label_fa()),
        "parent" => Value::maybe(unit.parent_id.and_then(|id| names.get(&id))),
        "head" => Value::maybe(unit.head.as_ref().map(|head| &head.name)),
        "head_email" => Value::maybe(unit.head.as_ref().and_then(|head| addresses.get(&head.id))),
        "staff_count" => Value::Number(unit.staff_count.into()),
        "email" => Value::maybe(unit.email.as_ref()),
        "active" => Value::truth(unit.active),
        "at_risk" => Value::truth(unit.at_risk),
        _ => Value::Empty,
    };
    let columns = COLUMNS
        .iter()
        .filter(|column| with_addresses || column.key != "head_email");
    Ok(Table::of("واحدها", columns, &views, cell))
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
