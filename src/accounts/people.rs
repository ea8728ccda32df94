//! Administration of people: the list, invitations, names, activity and roles.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::bodies::{ChangeUser, InviteUser, ListUsers, SetRoles};
use super::model::{Actor, Grant, NewUser, Role};
use super::policy::{self, Deed};
use super::store::{self, UserRow};
use super::views::{RoleView, UserView};
use super::{links, service, session_store};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::UserId;
use crate::page::{Page, PageRequest, foreign_cursor};
use crate::persian::collation;
use crate::resource::Expected;

/// The one sort of the list: the Persian order of names.
const SORT: &str = "name";

/// The people with an account, in the order of their names.
///
/// # Errors
/// 403; `BadParameter` at `limit` or `cursor`.
pub fn list(c: &mut Conn, _cx: &Cx, actor: &Actor, wanted: &ListUsers) -> Result<Page<UserView>> {
    policy::require(actor, Deed::List)?;
    let page = PageRequest::new(wanted.limit, wanted.cursor.as_deref(), SORT)?;
    let after = match &page.after {
        Some(cursor) => {
            let key = URL_SAFE_NO_PAD.decode(&cursor.k).map_err(|_| foreign_cursor())?;
            Some((key, UserId(cursor.i)))
        }
        None => None,
    };
    let rows = store::list_users(c, wanted, &page, after)?;
    let ids: Vec<_> = rows.iter().map(|u| u.id).collect();
    let mut roles = store::named_grants(c, &ids)?;
    let views = rows
        .into_iter()
        .map(|row| view(roles.remove(&row.id).unwrap_or_default(), row))
        .collect();
    Ok(Page::from_rows(views, &page, SORT, |u: &UserView| {
        (URL_SAFE_NO_PAD.encode(&u.sort_key), u.id.0)
    }))
}

/// One person's account; everybody may read their own.
///
/// # Errors
/// `NotFound` when it is not there or not the caller's to know of.
pub fn get(c: &mut Conn, _cx: &Cx, actor: &Actor, id: UserId) -> Result<UserView> {
    policy::require(actor, Deed::Read(id))?;
    load(c, id)
}

/// Makes an account and mails its person an invitation.
///
/// # Errors
/// 403; `Invalid` at `/email`, `/name` or `/roles/…`.
pub fn invite(c: &mut Conn, cx: &Cx, actor: &Actor, body: &InviteUser) -> Result<UserView> {
    policy::require(actor, Deed::Invite)?;
    let grants = body.roles.iter().map(Grant::from).collect();
    let new = NewUser {
        email: body.email.clone(),
        name: body.name.clone(),
        locale: body.locale,
        password_hash: None,
        grants,
    };
    let id = service::create_user(c, cx, Some(actor), new)?;
    let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
    links::invite(c, cx, &row, &actor.name)?;
    load(c, id)
}

/// Changes name, language or activity; deactivation ends the person's sessions at once.
///
/// # Errors
/// 403, 404; `Stale`; `Invalid` at `/name`; 409 `last_admin`.
pub fn change(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: UserId,
    expected: &Expected,
    body: &ChangeUser,
) -> Result<UserView> {
    policy::require(actor, Deed::Read(id))?;
    if body.name.is_some() {
        policy::require(actor, Deed::ChangeName(id))?;
    }
    if body.locale.is_some() {
        policy::require(actor, Deed::ChangeLocale(id))?;
    }
    if body.active.is_some() {
        policy::require(actor, Deed::ChangeActive(id))?;
    }
    let row = current(c, id, expected)?;
    apply_change(c, cx, Some(actor.id), row, body)?;
    load(c, id)
}

/// [`change`] without asking for a right; whether anything changed.
///
/// # Errors
/// `Invalid` at `/name`; 409 `last_admin`.
pub(super) fn apply_change(
    c: &mut Conn,
    cx: &Cx,
    by: Option<UserId>,
    mut row: UserRow,
    body: &ChangeUser,
) -> Result<bool> {
    let (id, before) = (row.id, row.clone());
    if let Some(name) = &body.name {
        let mut errors = Vec::new();
        row.name = service::check_name(name, &mut errors);
        row.sort_key = collation::sort_key(&row.name);
        Error::invalid_if_any(errors)?;
    }
    row.locale = body.locale.unwrap_or(row.locale);
    row.active = body.active.unwrap_or(row.active);
    if (&row.name, row.locale, row.active) == (&before.name, before.locale, before.active) {
        return Ok(false);
    }
    if before.active && !row.active {
        keep_an_admin(c, id)?;
        session_store::revoke_sessions(c, cx.now, id, None)?;
        session_store::void_links_of(c, cx.now, id)?;
    }
    store::save_user(c, cx.now, &row)?;
    let of = |u: &UserRow| json!({ "name": u.name, "locale": u.locale, "active": u.active });
    service::record(c, cx, id, "changed", by, json!({ "from": of(&before), "to": of(&row) }))?;
    Ok(true)
}

/// Gives a person exactly these roles.
///
/// # Errors
/// 403, 404; `Stale`; `Invalid` at `/roles/…`; 409 `last_admin`.
pub fn set_roles(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: UserId,
    expected: &Expected,
    body: &SetRoles,
) -> Result<UserView> {
    policy::require(actor, Deed::ChangeRoles(id))?;
    let row = current(c, id, expected)?;
    let wanted: Vec<Grant> = body.roles.iter().map(Grant::from).collect();
    apply_roles(c, cx, Some(actor.id), &row, &wanted)?;
    load(c, id)
}

/// [`set_roles`] without asking for a right; whether anything changed.
///
/// # Errors
/// `Invalid` at `/roles/…`; 409 `last_admin`.
pub(super) fn apply_roles(c: &mut Conn, cx: &Cx, by: Option<UserId>, row: &UserRow, wanted: &[Grant]) -> Result<bool> {
    let id = row.id;
    let mut errors = Vec::new();
    service::check_grants(c, wanted, &mut errors)?;
    Error::invalid_if_any(errors)?;
    let held = store::load_grants(c, id)?;
    let (gone, new): (Vec<_>, Vec<_>) = (
        held.iter().filter(|g| !wanted.contains(g)).collect(),
        wanted.iter().filter(|g| !held.contains(g)).collect(),
    );
    if gone.is_empty() && new.is_empty() {
        return Ok(false);
    }
    if gone.iter().any(|g| g.role == Role::Admin) {
        keep_an_admin(c, id)?;
    }
    for grant in gone {
        store::delete_grant(c, id, *grant)?;
    }
    for grant in new {
        store::insert_grant(c, cx.now, id, *grant)?;
    }
    store::save_user(c, cx.now, row)?;
    service::record(
        c,
        cx,
        id,
        "roles_set",
        by,
        json!({ "from": service::told(&held), "to": service::told(wanted) }),
    )?;
    Ok(true)
}

/// Whether a person holds this role.
///
/// # Errors
/// Only the database's.
pub fn holds(c: &mut Conn, id: UserId, grant: Grant) -> Result<bool> {
    Ok(store::load_grants(c, id)?.contains(&grant))
}

/// Gives a person a role besides those that they hold; whoever calls has asked for the right.
///
/// # Errors
/// `NotFound`; `Invalid` at `/roles/…`.
pub fn add_role(c: &mut Conn, cx: &Cx, by: Option<UserId>, id: UserId, grant: Grant) -> Result<()> {
    let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
    let mut wanted = store::load_grants(c, id)?;
    if !wanted.contains(&grant) {
        wanted.push(grant);
    }
    apply_roles(c, cx, by, &row, &wanted).map(drop)
}

/// The row, if the caller worked from its current version.
fn current(c: &mut Conn, id: UserId, expected: &Expected) -> Result<UserRow> {
    let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
    if expected.holds(row.version) {
        Ok(row)
    } else {
        Err(Error::stale(&load(c, id)?))
    }
}

/// Refuses to take the last administrator who can sign in.
fn keep_an_admin(c: &mut Conn, leaving: UserId) -> Result<()> {
    store::lock_admins(c)?;
    let working = store::working_admins(c)?;
    if working.contains(&leaving) && working.len() == 1 {
        return Err(Error::conflict(
            "last_admin",
            said(
                "این تنها مدیر فعال سامانه است؛ نخست مدیر دیگری تعیین کنید.",
                "This is the last active administrator; appoint another one first.",
            ),
        ));
    }
    Ok(())
}

fn load(c: &mut Conn, id: UserId) -> Result<UserView> {
    let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
    let roles = store::named_grants(c, &[id])?.remove(&id).unwrap_or_default();
    Ok(view(roles, row))
}

fn view(roles: Vec<RoleView>, row: UserRow) -> UserView {
    UserView {
        id: row.id,
        name: row.name,
        email: row.email,
        locale: row.locale,
        active: row.active,
        has_password: row.password_hash.is_some(),
        roles,
        mail_returned_at: row.mail_bounced_at,
        mail_returned: row.mail_bounce,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        sort_key: row.sort_key,
    }
}
