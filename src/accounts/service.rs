//! What other slices and the command line ask of accounts: who somebody is, who holds a role, and making an
//! account. Signing in is in `sign_in`, links that work once in `links`, administration in `people`.

use std::collections::HashMap;

use secrecy::SecretString;
use serde_json::json;

use super::model::{Actor, Circle, Grant, NewUser, Person, Role, UserRef};
use super::password;
use super::policy::{self, Deed};
use super::session_store;
use super::stand_ins;
use super::store::{self, UserRow};
use super::tokens::Claims;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{DeskId, SessionId, UnitId, UserId};
use crate::persian::{collation, digits, text};

pub use super::links::first_admin_link;
pub use super::sign_in::sweep;

/// Characters of a name, at most.
const MAX_NAME: usize = 120;
/// Characters of an address, at most (RFC 5321, 4.5.3.1.3, without the angle brackets).
const MAX_EMAIL: usize = 254;

/// Who a token's bearer is now, with the roles they hold now.
///
/// # Errors
/// 401 `session_ended` when the session was revoked or has run out, or the person was deactivated.
pub fn actor(c: &mut Conn, cx: &Cx, claims: &Claims) -> Result<Actor> {
    let (mut actor, stands_in) = store::load_actor(c, claims, cx.now)?;
    if stands_in {
        actor.stands_in_for = stand_ins::stood_in_for(c, actor.id, cx.now.date_tehran())?;
    }
    Ok(actor)
}

/// Which of these bearers are still signed in: one query, however many they are.
///
/// # Errors
/// Only the database's.
pub fn signed_in(c: &mut Conn, cx: &Cx, claims: &[Claims]) -> Result<Vec<(SessionId, UserId)>> {
    let mut ids: Vec<_> = claims.iter().map(|c| c.sid).collect();
    ids.sort_unstable();
    ids.dedup();
    session_store::standing(c, cx.now, &ids)
}

/// Acts as a person without a session: the demo tells its story through the services that the API uses.
///
/// # Errors
/// `NotFound` when there is no such person.
pub fn act_as(c: &mut Conn, id: UserId) -> Result<Actor> {
    let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
    let grants = store::load_grants(c, id)?;
    Ok(Actor {
        name: row.name,
        email: row.email,
        locale: row.locale,
        ..Actor::holding(id, grants)
    })
}

/// The form in which addresses are kept and compared.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Makes an account. By the command line and the demo there is no actor; else the actor has to be an
/// administrator. Sends nothing.
///
/// # Errors
/// `Invalid` at `/email` (no address, or taken), `/name`, or `/roles/…`; 403 for others than administrators.
pub fn create_user(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, new: NewUser) -> Result<UserId> {
    if let Some(actor) = actor {
        policy::require(actor, Deed::Invite)?;
    }
    let mut errors = Vec::new();
    let email = check_email(&new.email, &mut errors);
    let name = check_name(&new.name, &mut errors);
    check_grants(c, &new.grants, &mut errors)?;
    if errors.is_empty() && store::find_by_email(c, &email)?.is_some() {
        errors.push(taken());
    }
    Error::invalid_if_any(errors)?;
    let row = UserRow {
        id: UserId(0),
        sort_key: collation::sort_key(&name),
        email,
        name,
        locale: new.locale,
        password_hash: new.password_hash,
        active: true,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
        mail_bounced_at: None,
        mail_bounce: None,
    };
    // Two who make the same account at once: the slower one is told as if it had come later.
    let id = store::insert_user(c, &row).map_err(|e| {
        if matches!(e, Error::Duplicate(_)) {
            Error::Invalid(vec![taken()])
        } else {
            e
        }
    })?;
    for grant in &new.grants {
        store::insert_grant(c, cx.now, id, *grant)?;
    }
    let data = json!({ "email": row.email, "name": row.name, "roles": told(&new.grants) });
    record(c, cx, id, "created", actor.map(|a| a.id), data)?;
    Ok(id)
}

/// The account with this address.
///
/// # Errors
/// Only the database's.
pub fn find_by_email(c: &mut Conn, email: &str) -> Result<Option<UserId>> {
    Ok(store::find_by_email(c, &fold_email(email))?.map(|row| row.id))
}

/// A person as others show them.
///
/// # Errors
/// `NotFound` when there is no such person.
pub fn person(c: &mut Conn, id: UserId) -> Result<UserRef> {
    people(c, &[id])?.remove(&id).ok_or(Error::NotFound)
}

/// These people as others show them; unknown ids are left out.
///
/// # Errors
/// Only the database's.
pub fn people(c: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, UserRef>> {
    let names = store::names(c)?;
    let shown = |id: &UserId| {
        let name = names.get(id)?.clone();
        Some((*id, UserRef { id: *id, name }))
    };
    Ok(ids.iter().filter_map(shown).collect())
}

/// Those of these people who are active, each once: whom to tell.
///
/// # Errors
/// Only the database's.
pub fn persons(c: &mut Conn, ids: &[UserId]) -> Result<Vec<Person>> {
    store::active_persons(c, &distinct(ids))
}

/// Those of these people who are active, with the roles they hold now: what a policy asks about others than the caller.
///
/// # Errors
/// Only the database's.
pub fn actors(c: &mut Conn, ids: &[UserId]) -> Result<Vec<Actor>> {
    store::actors(c, &distinct(ids))
}

/// An active person with their roles, and those for whom they stand in today; none: there is no such one.
///
/// # Errors
/// Only the database's.
pub fn acting(c: &mut Conn, cx: &Cx, id: UserId) -> Result<Option<Actor>> {
    let Some(mut actor) = actors(c, &[id])?.pop() else {
        return Ok(None);
    };
    actor.stands_in_for = stand_ins::stood_in_for(c, id, cx.now.date_tehran())?;
    Ok(Some(actor))
}

/// Since when mail to this person's address comes back for good.
///
/// # Errors
/// Only the database's.
pub fn mail_returned(c: &mut Conn, id: UserId) -> Result<Option<Timestamp>> {
    Ok(store::find_user(c, id)?.and_then(|row| row.mail_bounced_at))
}

/// Notes that mail to this person's address comes back for good, with what the mail server said: none is sent there until
/// [`try_mail_again`]. The first time counts; says whether this was it.
///
/// # Errors
/// Only the database's.
pub fn mail_returns(c: &mut Conn, cx: &Cx, id: UserId, said: &str) -> Result<bool> {
    let new = store::set_mail_bounce(c, cx.now, id, Some(said))?;
    if new {
        record(c, cx, id, "mail_returned", None, json!({ "said": said }))?;
    }
    Ok(new)
}

/// Has mail to this person's address tried again; says whether it had come back.
///
/// # Errors
/// Only the database's.
pub fn try_mail_again(c: &mut Conn, cx: &Cx, actor: UserId, id: UserId) -> Result<bool> {
    let had = store::set_mail_bounce(c, cx.now, id, None)?;
    if had {
        record(c, cx, id, "mail_tried_again", Some(actor), json!({}))?;
    }
    Ok(had)
}

/// [`acting`] for many people: those of them who are active.
///
/// # Errors
/// Only the database's.
pub fn acting_all(c: &mut Conn, cx: &Cx, ids: &[UserId]) -> Result<Vec<Actor>> {
    let today = cx.now.date_tehran();
    let mut people = actors(c, ids)?;
    if stand_ins::any_stands_in(c, &distinct(ids), today)? {
        for person in &mut people {
            person.stands_in_for = stand_ins::stood_in_for(c, person.id, today)?;
        }
    }
    Ok(people)
}

/// The active people around a thing, with their roles.
///
/// # Errors
/// Only the database's.
pub fn circle(c: &mut Conn, circle: &Circle) -> Result<Vec<Actor>> {
    store::circle(c, circle)
}

/// The active people who hold a role anywhere.
///
/// # Errors
/// Only the database's.
pub fn holders(c: &mut Conn, role: Role) -> Result<Vec<Person>> {
    store::holders(c, role, None, None)
}

/// The active people who hold a role at this unit.
///
/// # Errors
/// Only the database's.
pub fn unit_people(c: &mut Conn, unit: UnitId, role: Role) -> Result<Vec<Person>> {
    store::holders(c, role, Some(unit), None)
}

/// The active people who sit at this desk.
///
/// # Errors
/// Only the database's.
pub fn desk_people(c: &mut Conn, desk: DeskId) -> Result<Vec<Person>> {
    store::holders(c, Role::Owner, None, Some(desk))
}

fn distinct(ids: &[UserId]) -> Vec<UserId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Writes an entry of a person's history.
pub(super) fn record(
    c: &mut Conn,
    cx: &Cx,
    user: UserId,
    action: &str,
    actor: Option<UserId>,
    data: serde_json::Value,
) -> Result<()> {
    audit::record(
        c,
        cx,
        &audit::Entry {
            subject: "user",
            subject_id: user.0,
            action,
            actor,
            from: None,
            to: None,
            data,
        },
    )?;
    Ok(())
}

/// Roles as the history keeps them.
pub(super) fn told(grants: &[Grant]) -> serde_json::Value {
    grants
        .iter()
        .map(|g| json!({ "role": g.role, "unit_id": g.unit_id, "desk_id": g.desk_id }))
        .collect()
}

fn taken() -> FieldError {
    FieldError::with(
        "/email",
        FieldCode::Conflict,
        "حسابی با این نشانی هست.",
        "There is an account with this address.",
    )
}

fn too_long(pointer: &str, limit: usize) -> FieldError {
    let fa = format!("حداکثر {} نویسه پذیرفته می‌شود.", digits::persian(&limit.to_string()));
    FieldError::with(pointer, FieldCode::TooLong, fa, format!("At most {limit} characters."))
}

/// The folded address.
fn check_email(email: &str, errors: &mut Vec<FieldError>) -> String {
    let email = fold_email(email);
    if email.chars().count() > MAX_EMAIL {
        errors.push(too_long("/email", MAX_EMAIL));
    } else if email.chars().any(char::is_control) || email.parse::<lettre::Address>().is_err() {
        errors.push(FieldError::with(
            "/email",
            FieldCode::Invalid,
            "این نشانی رایانامه درست نیست.",
            "This is not an e-mail address.",
        ));
    }
    email
}

/// The tidy name.
pub(super) fn check_name(name: &str, errors: &mut Vec<FieldError>) -> String {
    let name = text::tidy_line(name);
    if name.is_empty() {
        errors.push(FieldError::new("/name", FieldCode::Required));
    } else if name.chars().count() > MAX_NAME {
        errors.push(too_long("/name", MAX_NAME));
    }
    name
}

/// Each role has the unit or desk that it needs, no other, which exists, and stands once.
pub(super) fn check_grants(c: &mut Conn, grants: &[Grant], errors: &mut Vec<FieldError>) -> Result<()> {
    for (i, grant) in grants.iter().enumerate() {
        let at = |field: &str| format!("/roles/{i}/{field}");
        match grant.unit_id {
            None if grant.role.needs_unit() => errors.push(FieldError::new(at("unit_id"), FieldCode::Required)),
            Some(_) if !grant.role.needs_unit() => errors.push(FieldError::new(at("unit_id"), FieldCode::NotAllowed)),
            Some(unit) if !store::unit_exists(c, unit)? => {
                errors.push(FieldError::new(at("unit_id"), FieldCode::NotFound));
            }
            _ => {}
        }
        match grant.desk_id {
            None if grant.role.needs_desk() => errors.push(FieldError::new(at("desk_id"), FieldCode::Required)),
            Some(_) if !grant.role.needs_desk() => errors.push(FieldError::new(at("desk_id"), FieldCode::NotAllowed)),
            Some(desk) if !store::desk_exists(c, desk)? => {
                errors.push(FieldError::new(at("desk_id"), FieldCode::NotFound));
            }
            _ => {}
        }
        if grants.iter().take(i).any(|earlier| earlier == grant) {
            errors.push(FieldError::with(
                format!("/roles/{i}"),
                FieldCode::Conflict,
                "این نقش دو بار آمده است.",
                "This role is given twice.",
            ));
        }
    }
    Ok(())
}

/// Makes an account on the command line, where there is no actor: a role's word, ids as typed, the password's strength
/// checked.
///
/// # Errors
/// `Invalid` for a wrong role, address, name, unit, desk, or a weak password.
pub fn create_by_command(
    db: &Db,
    email: &str,
    name: &str,
    role: &str,
    unit: Option<i64>,
    desk: Option<i64>,
    password: &str,
) -> Result<UserId> {
    let role: Role = role.parse().map_err(|_| Error::field("/role", FieldCode::Invalid))?;
    let secret = SecretString::from(password);
    password::check_strength(&secret, &[email, name])?;
    let hash = password::hash(&secret)?;
    db.write_now(|c, cx| {
        let grants = vec![Grant {
            role,
            unit_id: unit.map(UnitId),
            desk_id: desk.map(DeskId),
        }];
        let (email, name) = (email.to_owned(), name.to_owned());
        create_user(
            c,
            cx,
            None,
            NewUser {
                email,
                name,
                locale: Locale::Fa,
                password_hash: Some(hash.clone()),
                grants,
            },
        )
    })
}

/// Sets the password of a demo person anew.
///
/// # Errors
/// Only the database's.
pub fn reset_hash(c: &mut Conn, cx: &Cx, email: &str, hash: &str) -> Result<()> {
    match store::find_by_email(c, &fold_email(email))? {
        Some(user) => store::set_password(c, cx.now, user.id, hash),
        None => Ok(()),
    }
}
