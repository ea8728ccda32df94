//! What is done with units and desks.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::model::{CreateDesk, CreateUnit, DeskView, UnitView, UpdateDesk, UpdateUnit, Which};
use super::store::{self, DeskRow, DeskValues, UnitRow, UnitValues};
use super::{directory, policy};
use crate::accounts::{self, Actor, Role};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result};
use crate::ids::{DeskId, UnitId, UserId};
use crate::page::{self, Page, PageRequest};
use crate::persian::{collation, text};
use crate::resource::Expected;
use crate::schema;

/// The order of both lists.
pub const SORT: &str = "name";

/// The tree is a few levels deep; a longer chain is a circle.
pub(super) const MAX_DEPTH: usize = 10;

pub(super) fn need_right(actor: &Actor) -> Result<()> {
    if policy::may_change(actor) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}

fn name_is_taken() -> Error {
    let (fa, en) = ("این نام پیش‌تر ثبت شده است.", "This name is taken.");
    Error::refused("/name", FieldCode::Conflict, fa, en)
}

pub(super) fn checked_email(email: Option<&str>) -> Result<Option<String>> {
    let email = email.map(str::trim).filter(|e| !e.is_empty());
    if email.is_some_and(|e| e.parse::<lettre::Address>().is_err()) {
        return Err(Error::refused(
            "/email",
            FieldCode::Invalid,
            "نشانی رایانامه لازم است، مانند pr@example.org.",
            "Wants an e-mail address, such as pr@example.org.",
        ));
    }
    Ok(email.map(str::to_owned))
}

/// A unit must not come to stand above itself.
fn check_parent(c: &mut Conn, unit: Option<UnitId>, parent: Option<UnitId>) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    let path = directory::ancestry(c, parent)?;
    if path.is_empty() {
        return Err(Error::field("/parent_id", FieldCode::NotFound));
    }
    if path.iter().any(|(id, _)| Some(*id) == unit) || path.len() >= MAX_DEPTH {
        return Err(Error::refused(
            "/parent_id",
            FieldCode::Conflict,
            "این واحد زیرمجموعهٔ خودش می‌شود، یا بیش از ۱۰ سطح پایین می‌رود.",
            "The unit would come to stand below itself, or more than 10 levels deep.",
        ));
    }
    Ok(())
}

pub(super) fn unit_views(c: &mut Conn, cx: &Cx, rows: Vec<UnitRow>) -> Result<Vec<UnitView>> {
    let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
    let mut heads = HashMap::new();
    for (unit, person) in store::holders(c, &ids, Role::UnitHead)? {
        heads.entry(unit).or_insert(person);
    }
    let covered = store::with_substitute(c, &ids, cx.now.date_tehran())?;
    let view = |r: UnitRow| UnitView {
        head: heads.remove(&r.id),
        at_risk: r.staff_count <= 1 && !covered.contains(&r.id),
        id: r.id,
        name: r.name,
        kind: r.kind,
        parent_id: r.parent_id,
        staff_count: r.staff_count,
        email: r.email,
        active: r.active,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn one<T>(views: Vec<T>) -> Result<T> {
    views.into_iter().next().ok_or(Error::NotFound)
}

/// A unit.
///
/// # Errors
/// 404.
pub fn get_unit(c: &mut Conn, cx: &Cx, id: UnitId) -> Result<UnitView> {
    let row = store::find_unit(c, id)?.ok_or(Error::NotFound)?;
    unit_views(c, cx, vec![row]).and_then(one)
}

/// A page of units, by name.
///
/// # Errors
/// 400 for a cursor that is not ours.
pub fn list_units(c: &mut Conn, cx: &Cx, which: &Which, page: &PageRequest) -> Result<Page<UnitView>> {
    let after = after(page)?.map(|(key, id)| (key, UnitId(id)));
    let rows = store::list_units(c, which, cx.now.date_tehran(), after, page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |r| (URL_SAFE_NO_PAD.encode(&r.sort_key), r.id.0));
    Ok(Page {
        items: unit_views(c, cx, rows.items)?,
        next: rows.next,
    })
}

/// The sort key and id that a page starts after.
fn after(page: &PageRequest) -> Result<Option<(Vec<u8>, i64)>> {
    let decode = |k: &str| URL_SAFE_NO_PAD.decode(k).map_err(|_| page::foreign_cursor());
    page.after
        .as_ref()
        .map(|cursor| Ok((decode(&cursor.k)?, cursor.i)))
        .transpose()
}

/// Records a unit.
///
/// # Errors
/// 403, or 422 when the name is taken or the parent does not exist.
pub fn create_unit(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateUnit) -> Result<UnitView> {
    need_right(actor)?;
    let id = add_unit(c, cx, Some(actor.id), input)?;
    get_unit(c, cx, id)
}

/// [`create_unit`] without asking for a right: for the command line and the demo.
///
/// # Errors
/// 422.
pub fn add_unit(c: &mut Conn, cx: &Cx, actor: Option<UserId>, input: &CreateUnit) -> Result<UnitId> {
    let name = schema::required_line("/name", &input.name)?;
    let email = checked_email(input.email.as_deref())?;
    check_parent(c, None, input.parent_id)?;
    let values = UnitValues {
        name_key: text::key(&name),
        sort_key: collation::sort_key(&name),
        name: &name,
        kind: input.kind,
        parent_id: input.parent_id,
        staff_count: input.staff_count,
        email: email.as_deref(),
        active: true,
    };
    if store::unit_by_key(c, &values.name_key)?.is_some() {
        return Err(name_is_taken());
    }
    insert(c, cx, actor, &values)
}

/// Writes a new unit that was checked, and its history.
pub(super) fn insert(c: &mut Conn, cx: &Cx, actor: Option<UserId>, values: &UnitValues<'_>) -> Result<UnitId> {
    let id = store::insert_unit(c, values, cx.now)?;
    let data = json!({ "name": values.name, "kind": values.kind });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "unit",
            subject_id: id.0,
            action: "created",
            actor,
            from: None,
            to: None,
            data,
        },
    )?;
    Ok(id)
}

/// Changes a unit.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update_unit(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: UnitId,
    expected: &Expected,
    input: &UpdateUnit,
) -> Result<UnitView> {
    let row = store::find_unit(c, id)?.ok_or(Error::NotFound)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&get_unit(c, cx, id)?));
    }
    let name = input
        .name
        .as_deref()
        .map_or(Ok(row.name.clone()), |name| schema::required_line("/name", name))?;
    let email = checked_email(input.email.clone().apply(row.email.clone()).as_deref())?;
    let parent_id = input.parent_id.apply(row.parent_id);
    check_parent(c, Some(id), parent_id)?;
    let values = UnitValues {
        name_key: text::key(&name),
        sort_key: collation::sort_key(&name),
        name: &name,
        kind: input.kind.unwrap_or(row.kind),
        parent_id,
        staff_count: input.staff_count.unwrap_or(row.staff_count),
        email: email.as_deref(),
        active: input.active.unwrap_or(row.active),
    };
    if store::unit_by_key(c, &values.name_key)?.is_some_and(|other| other != id) {
        return Err(name_is_taken());
    }
    save(c, cx, Some(actor.id), &row, &values)?;
    get_unit(c, cx, id)
}

/// Writes a unit's changes that were checked, and their history.
pub(super) fn save(c: &mut Conn, cx: &Cx, actor: Option<UserId>, row: &UnitRow, values: &UnitValues<'_>) -> Result<()> {
    if !store::update_unit(c, row.id, row.version, values, cx.now)? {
        return Err(Error::stale(&get_unit(c, cx, row.id)?));
    }
    let data = json!({ "name": [row.name, values.name], "kind": [row.kind, values.kind], "parent_id": [row.parent_id, values.parent_id], "email": [row.email, values.email], "staff_count": [row.staff_count, values.staff_count], "active": [row.active, values.active] });
    let entry = Entry {
        subject: "unit",
        subject_id: row.id.0,
        action: "changed",
        actor,
        from: None,
        to: None,
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

/// All units and all desks by the keys of their names, for files that name them.
///
/// # Errors
/// Only the database's.
pub fn by_names(c: &mut Conn) -> Result<(HashMap<String, UnitId>, HashMap<String, DeskId>)> {
    Ok((
        store::unit_keys(c)?.into_iter().collect(),
        store::desk_keys(c)?.into_iter().collect(),
    ))
}

fn desk_views(c: &mut Conn, rows: Vec<DeskRow>) -> Result<Vec<DeskView>> {
    let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
    let mut members: HashMap<DeskId, Vec<_>> = HashMap::new();
    for (desk, person) in store::members(c, &ids)? {
        members.entry(desk).or_default().push(person);
    }
    let fallbacks: Vec<_> = rows.iter().filter_map(|r| r.fallback_id).collect();
    let people = accounts::service::people(c, &fallbacks)?;
    let view = |r: DeskRow| DeskView {
        members: members.remove(&r.id).unwrap_or_default(),
        fallback: r.fallback_id.and_then(|id| people.get(&id).cloned()),
        id: r.id,
        name: r.name,
        active: r.active,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A desk.
///
/// # Errors
/// 404.
pub fn get_desk(c: &mut Conn, id: DeskId) -> Result<DeskView> {
    let row = store::find_desk(c, id)?.ok_or(Error::NotFound)?;
    desk_views(c, vec![row]).and_then(one)
}

/// A page of desks, by name.
///
/// # Errors
/// 400 for a cursor that is not ours.
pub fn list_desks(c: &mut Conn, page: &PageRequest) -> Result<Page<DeskView>> {
    let after = after(page)?.map(|(key, id)| (key, DeskId(id)));
    let rows = store::list_desks(c, after, page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |r| (URL_SAFE_NO_PAD.encode(&r.sort_key), r.id.0));
    Ok(Page {
        items: desk_views(c, rows.items)?,
        next: rows.next,
    })
}

fn check_fallback(c: &mut Conn, id: Option<UserId>) -> Result<()> {
    match id {
        Some(id) if !accounts::service::people(c, &[id])?.contains_key(&id) => {
            Err(Error::field("/fallback_id", FieldCode::NotFound))
        }
        _ => Ok(()),
    }
}

/// Records a desk.
///
/// # Errors
/// 403, or 422 when the name is taken or the fallback does not exist.
pub fn create_desk(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateDesk) -> Result<DeskView> {
    need_right(actor)?;
    let id = add_desk(c, cx, Some(actor.id), input)?;
    get_desk(c, id)
}

/// [`create_desk`] without asking for a right: for the command line and the demo.
///
/// # Errors
/// 422.
pub fn add_desk(c: &mut Conn, cx: &Cx, actor: Option<UserId>, input: &CreateDesk) -> Result<DeskId> {
    let name = schema::required_line("/name", &input.name)?;
    check_fallback(c, input.fallback_id)?;
    let values = DeskValues {
        name_key: text::key(&name),
        sort_key: collation::sort_key(&name),
        name: &name,
        fallback_id: input.fallback_id,
        active: true,
    };
    if store::desk_by_key(c, &values.name_key)?.is_some() {
        return Err(name_is_taken());
    }
    let id = store::insert_desk(c, &values, cx.now)?;
    audit::record(
        c,
        cx,
        &Entry {
            subject: "desk",
            subject_id: id.0,
            action: "created",
            actor,
            from: None,
            to: None,
            data: json!({ "name": name }),
        },
    )?;
    Ok(id)
}

/// Changes a desk.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update_desk(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: DeskId,
    expected: &Expected,
    input: &UpdateDesk,
) -> Result<DeskView> {
    let row = store::find_desk(c, id)?.ok_or(Error::NotFound)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&get_desk(c, id)?));
    }
    let name = input
        .name
        .as_deref()
        .map_or(Ok(row.name.clone()), |name| schema::required_line("/name", name))?;
    let fallback_id = input.fallback_id.apply(row.fallback_id);
    check_fallback(c, fallback_id)?;
    let active = input.active.unwrap_or(row.active);
    let values = DeskValues {
        name_key: text::key(&name),
        sort_key: collation::sort_key(&name),
        name: &name,
        fallback_id,
        active,
    };
    if store::desk_by_key(c, &values.name_key)?.is_some_and(|other| other != id) {
        return Err(name_is_taken());
    }
    if !store::update_desk(c, id, row.version, &values, cx.now)? {
        return Err(Error::stale(&get_desk(c, id)?));
    }
    let data = json!({ "name": [row.name, name], "fallback_id": [row.fallback_id, fallback_id], "active": [row.active, active] });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "desk",
            subject_id: id.0,
            action: "changed",
            actor: Some(actor.id),
            from: None,
            to: None,
            data,
        },
    )?;
    get_desk(c, id)
}
