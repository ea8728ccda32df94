//! What the director does with chains of approval.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::model::{ChainView, CreateChain, UpdateChain};
use super::policy;
use super::rules::{ApproverRole, Rule, Step, Who};
use super::store::{self, ChainRow, ChainValues};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::{ChainId, UserId};
use crate::page::{Page, PageRequest, foreign_cursor};
use crate::persian::{collation, text};
use crate::resource::Expected;
use crate::{schema, units};

/// The order of the list.
pub const SORT: &str = "name";

fn view(row: ChainRow) -> Result<ChainView> {
    Ok(ChainView {
        id: row.id,
        name: row.name,
        steps: serde_json::from_value(row.steps.0)?,
        is_default: row.is_default,
        active: row.active,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        sort_key: row.sort_key,
    })
}

/// A chain of which an approval takes its steps: its id, its name, its steps.
pub type Taken = (Option<ChainId>, String, Vec<Step>);

/// The chain that is named, or else the default one; as long as there is none, the director decides.
///
/// # Errors
/// 422 at `/chain_id` when it is not there or not in use any more.
pub fn take(c: &mut Conn, id: Option<ChainId>) -> Result<Taken> {
    let row = match id {
        Some(id) => Some(
            store::find_chain(c, id)?
                .filter(|row| row.active)
                .ok_or_else(|| Error::field("/chain_id", FieldCode::NotFound))?,
        ),
        None => store::default_chain(c)?,
    };
    match row {
        Some(row) => Ok((Some(row.id), row.name, serde_json::from_value(row.steps.0)?)),
        None => Ok((None, "تأیید مدیر ارتباطات".to_owned(), vec![director()])),
    }
}

/// Whether there is such a chain, and it is in use.
///
/// # Errors
/// Only the database's.
pub fn is_active(c: &mut Conn, id: ChainId) -> Result<bool> {
    Ok(store::find_chain(c, id)?.is_some_and(|row| row.active))
}

fn director() -> Step {
    Step {
        who: Who::Role,
        role: Some(ApproverRole::Director),
        desk_id: None,
        user_id: None,
        rule: Rule::One,
        needed: None,
        from_rials: None,
    }
}

/// A chain.
///
/// # Errors
/// 403, 404.
pub fn get(c: &mut Conn, actor: &Actor, id: ChainId) -> Result<ChainView> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    store::find_chain(c, id)?.ok_or(Error::NotFound).and_then(view)
}

/// A page of chains, by name.
///
/// # Errors
/// 400 for a cursor of another list, 403.
pub fn list(c: &mut Conn, actor: &Actor, page: &PageRequest) -> Result<Page<ChainView>> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let after = match &page.after {
        Some(cursor) => {
            let key = URL_SAFE_NO_PAD.decode(&cursor.k).map_err(|_| foreign_cursor())?;
            Some((key, ChainId(cursor.i)))
        }
        None => None,
    };
    let rows = store::list_chains(c, after, page.limit + 1)?;
    let views = rows.into_iter().map(view).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(views, page, SORT, |v: &ChainView| {
        (URL_SAFE_NO_PAD.encode(&v.sort_key), v.id.0)
    }))
}

/// Records a chain.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateChain) -> Result<ChainView> {
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    let id = add(c, cx, Some(actor.id), input)?;
    get(c, actor, id)
}

/// [`create`] without asking for a right: for the demo.
///
/// # Errors
/// 422.
pub fn add(c: &mut Conn, cx: &Cx, actor: Option<UserId>, input: &CreateChain) -> Result<ChainId> {
    let name = schema::required_line("/name", &input.name)?;
    check(c, &input.steps)?;
    let values = values(&name, &input.steps, input.is_default, true)?;
    if store::chain_by_key(c, &values.name_key)?.is_some() {
        return Err(name_is_taken());
    }
    if input.is_default {
        store::clear_default(c, None, cx.now)?;
    }
    let id = store::insert_chain(c, &values, cx.now)?;
    let data = json!({ "name": name, "steps": input.steps, "is_default": input.is_default });
    record(c, cx, actor, id, "created", data)?;
    Ok(id)
}

/// Changes a chain; approvals in progress keep the steps that they began with.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ChainId,
    expected: &Expected,
    input: &UpdateChain,
) -> Result<ChainView> {
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    let current = get(c, actor, id)?;
    if !expected.holds(current.version) {
        return Err(Error::stale(&current));
    }
    let name = input
        .name
        .as_deref()
        .map_or(Ok(current.name.clone()), |name| schema::required_line("/name", name))?;
    let steps = match &input.steps {
        Some(steps) => {
            check(c, steps)?;
            steps
        }
        None => &current.steps,
    };
    let is_default = input.is_default.unwrap_or(current.is_default);
    let active = input.active.unwrap_or(current.active);
    if is_default && !active {
        return Err(Error::refused(
            if input.active.is_some() {
                "/active"
            } else {
                "/is_default"
            },
            FieldCode::Conflict,
            "زنجیرهٔ پیش‌فرض باید فعال باشد؛ نخست زنجیرهٔ دیگری را پیش‌فرض کنید.",
            "The default chain has to be active; make another one the default first.",
        ));
    }
    let values = values(&name, steps, is_default, active)?;
    if store::chain_by_key(c, &values.name_key)?.is_some_and(|other| other != id) {
        return Err(name_is_taken());
    }
    if is_default {
        store::clear_default(c, Some(id), cx.now)?;
    }
    if !store::update_chain(c, id, current.version, &values, cx.now)? {
        return Err(Error::stale(&get(c, actor, id)?));
    }
    let data = json!({ "name": [current.name, name], "steps": [current.steps, steps], "is_default": [current.is_default, is_default], "active": [current.active, active] });
    record(c, cx, Some(actor.id), id, "changed", data)?;
    get(c, actor, id)
}

fn values<'a>(name: &'a str, steps: &[Step], is_default: bool, active: bool) -> Result<ChainValues<'a>> {
    Ok(ChainValues {
        name_key: text::key(name),
        sort_key: collation::sort_key(name),
        name,
        steps: Json(serde_json::to_value(steps)?),
        is_default,
        active,
    })
}

fn record(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<UserId>,
    id: ChainId,
    action: &str,
    data: serde_json::Value,
) -> Result<()> {
    let entry = Entry {
        subject: "approval_chain",
        subject_id: id.0,
        action,
        actor,
        from: None,
        to: None,
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

fn name_is_taken() -> Error {
    let (fa, en) = ("این نام پیش‌تر ثبت شده است.", "This name is taken.");
    Error::refused("/name", FieldCode::Conflict, fa, en)
}

/// Every step is whole, names what is there, and at least one applies to any amount.
fn check(c: &mut Conn, steps: &[Step]) -> Result<()> {
    let desks: Vec<_> = steps.iter().filter_map(|s| s.desk_id).collect();
    let people: Vec<_> = steps.iter().filter_map(|s| s.user_id).collect();
    let desks: HashSet<_> = units::directory::desk_refs(c, &desks)?.into_keys().collect();
    let people: HashSet<_> = accounts::service::persons(c, &people)?
        .into_iter()
        .map(|p| p.id)
        .collect();
    let mut errors = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let at = |name: &str| format!("/steps/{i}/{name}");
        errors.extend(
            step.faults()
                .into_iter()
                .map(|(name, code)| FieldError::new(at(name), code)),
        );
        if step.desk_id.is_some_and(|id| !desks.contains(&id)) {
            errors.push(FieldError::new(at("desk_id"), FieldCode::NotFound));
        }
        if step.user_id.is_some_and(|id| !people.contains(&id)) {
            errors.push(FieldError::new(at("user_id"), FieldCode::NotFound));
        }
    }
    if steps.iter().all(|step| step.from_rials.is_some()) {
        errors.push(FieldError::with(
            "/steps",
            FieldCode::Conflict,
            "دست‌کم یک مرحله باید بی‌حد مبلغ باشد تا هیچ درخواستی بی‌تصمیم تأیید نشود.",
            "At least one step needs to be without a threshold, so that nothing passes undecided.",
        ));
    }
    Error::invalid_if_any(errors)
}
