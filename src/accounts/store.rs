//! The rows of people, their roles, and the answers kept for them.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use super::bodies::ListUsers;
use super::idempotency::{Answer, First};
use super::model::{Actor, Circle, Grant, Person, Role};
use super::tokens::Claims;
use super::views::{RoleDesk, RoleUnit, RoleView};
use crate::clock::Timestamp;
use crate::db::kept::{self, Kept, Subject};
use crate::db::schema::{absences, desks, idempotency_keys, role_grants, sessions, units, users};
use crate::db::{Conn, one_of};
use crate::error::{Error, Locale, Result};
use crate::ids::{AbsenceId, DeskId, UnitId, UserId};
use crate::page::PageRequest;

/// A person's row.
#[derive(Debug, Clone, Queryable)]
pub struct UserRow {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub sort_key: Vec<u8>,
    pub locale: Locale,
    pub password_hash: Option<String>,
    pub active: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Since when mail to the address comes back for good, and what the mail server said.
    pub mail_bounced_at: Option<Timestamp>,
    pub mail_bounce: Option<String>,
}

/// The person of a session that still stands, with their roles, and whether they are anybody's substitute today: every
/// call asks this first, so it is one query.
pub fn load_actor(c: &mut Conn, claims: &Claims, now: Timestamp) -> Result<(Actor, bool)> {
    let today = now.date_tehran();
    let rows: Vec<ActorRow> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .left_join(role_grants::table.on(role_grants::user_id.eq(users::id)))
        .left_join(
            absences::table.on(absences::substitute_id
                .eq(users::id)
                .and(absences::starts_on.le(today))
                .and(absences::ends_on.ge(today))
                .and(absences::ended_at.is_null())),
        )
        .filter(sessions::id.eq(claims.sid).and(sessions::user_id.eq(claims.sub)))
        .filter(
            sessions::revoked_at
                .is_null()
                .and(sessions::expires_at.gt(now))
                .and(users::active),
        )
        .order(role_grants::id)
        .select((PERSON, GRANT.nullable(), absences::id.nullable()))
        .load(c)?;
    let mut grants: Vec<Grant> = rows.iter().filter_map(|(_, grant, _)| grant.map(grant_of)).collect();
    // Each comes once for each person who is stood in for.
    grants.dedup();
    let stands_in = rows.iter().any(|(_, _, absence)| absence.is_some());
    let Some(((id, name, email, locale), ..)) = rows.into_iter().next() else {
        return Err(Error::Unauthenticated("session_ended"));
    };
    let actor = Actor {
        name,
        email,
        locale,
        session_id: Some(claims.sid),
        ..Actor::holding(id, grants)
    };
    Ok((actor, stands_in))
}

type ActorRow = ((UserId, String, String, Locale), Option<GrantRow>, Option<AbsenceId>);
pub(super) type GrantRow = (Role, Option<UnitId>, Option<DeskId>);

/// The columns of a [`Grant`].
pub(super) const GRANT: (role_grants::role, role_grants::unit_id, role_grants::desk_id) =
    (role_grants::role, role_grants::unit_id, role_grants::desk_id);

pub(super) fn grant_of((role, unit_id, desk_id): GrantRow) -> Grant {
    Grant { role, unit_id, desk_id }
}

/// A person's roles.
pub fn load_grants(c: &mut Conn, user: UserId) -> Result<Vec<Grant>> {
    let theirs = role_grants::table.filter(role_grants::user_id.eq(user));
    let rows: Vec<GrantRow> = theirs.order(role_grants::id).select(GRANT).load(c)?;
    Ok(rows.into_iter().map(grant_of).collect())
}

type NamedGrant = (UserId, Role, Option<(UnitId, String)>, Option<(DeskId, String)>);

/// The roles of these people, with the names of units and desks.
pub fn named_grants(c: &mut Conn, of: &[UserId]) -> Result<HashMap<UserId, Vec<RoleView>>> {
    let rows: Vec<NamedGrant> = role_grants::table
        .left_join(units::table.on(role_grants::unit_id.eq(units::id.nullable())))
        .left_join(desks::table.on(role_grants::desk_id.eq(desks::id.nullable())))
        .filter(one_of(role_grants::user_id, of))
        .order(role_grants::id)
        .select((
            role_grants::user_id,
            role_grants::role,
            (units::id, units::name).nullable(),
            (desks::id, desks::name).nullable(),
        ))
        .load(c)?;
    let mut all: HashMap<UserId, Vec<RoleView>> = HashMap::new();
    for (user, role, unit, desk) in rows {
        let unit = unit.map(|(id, name)| RoleUnit { id, name });
        let desk = desk.map(|(id, name)| RoleDesk { id, name });
        all.entry(user).or_default().push(RoleView { role, unit, desk });
    }
    Ok(all)
}

pub fn find_user(c: &mut Conn, id: UserId) -> Result<Option<UserRow>> {
    Ok(users::table.filter(users::id.eq(id)).first(c).optional()?)
}

/// By an address that is folded already.
pub fn find_by_email(c: &mut Conn, email: &str) -> Result<Option<UserRow>> {
    Ok(users::table.filter(users::email.eq(email)).first(c).optional()?)
}

/// Up to `limit + 1` people in the order of their names, after the row of this sort key and id.
pub fn list_users(
    c: &mut Conn,
    wanted: &ListUsers,
    page: &PageRequest,
    after: Option<(Vec<u8>, UserId)>,
) -> Result<Vec<UserRow>> {
    let mut query = users::table.into_boxed();
    if let Some(active) = wanted.active {
        query = query.filter(users::active.eq(active));
    }
    if let Some(role) = wanted.role {
        let holders = role_grants::table
            .filter(role_grants::role.eq(role))
            .select(role_grants::user_id);
        query = query.filter(users::id.eq_any(holders));
    }
    if let Some((key, id)) = after {
        query = query.filter(
            users::sort_key
                .gt(key.clone())
                .or(users::sort_key.eq(key).and(users::id.gt(id))),
        );
    }
    Ok(query
        .order((users::sort_key, users::id))
        .limit(page.limit + 1)
        .load(c)?)
}

/// A new row; the id of `row` is not read.
pub fn insert_user(c: &mut Conn, row: &UserRow) -> Result<UserId> {
    let id = diesel::insert_into(users::table)
        .values((
            users::email.eq(&row.email),
            users::name.eq(&row.name),
            users::sort_key.eq(&row.sort_key),
            users::locale.eq(row.locale),
            users::password_hash.eq(&row.password_hash),
            users::active.eq(row.active),
            users::version.eq(row.version),
            users::created_at.eq(row.created_at),
            users::updated_at.eq(row.updated_at),
        ))
        .returning(users::id)
        .get_result(c)?;
    kept::changed(c, Subject::People)?;
    Ok(id)
}

/// Writes name, language and activity as the next version of the row that was read.
pub fn save_user(c: &mut Conn, now: Timestamp, row: &UserRow) -> Result<()> {
    let changed = diesel::update(users::table.filter(users::id.eq(row.id).and(users::version.eq(row.version))))
        .set((
            users::name.eq(&row.name),
            users::sort_key.eq(&row.sort_key),
            users::locale.eq(row.locale),
            users::active.eq(row.active),
            users::version.eq(row.version + 1),
            users::updated_at.eq(now),
        ))
        .execute(c)?;
    // Somebody was faster between our read and this: the whole use case runs again.
    if changed == 1 {
        kept::changed(c, Subject::People)
    } else {
        Err(Error::LostRace("a person's row changed meanwhile".into()))
    }
}

/// Notes that mail to a person's address comes back, or, with nothing said, that it is to be tried again; says whether that is
/// new.
pub fn set_mail_bounce(c: &mut Conn, now: Timestamp, user: UserId, said: Option<&str>) -> Result<bool> {
    let this = users::table.filter(users::id.eq(user));
    let bounce = (
        users::mail_bounced_at.eq(said.map(|_| now)),
        users::mail_bounce.eq(said),
        users::version.eq(users::version + 1),
        users::updated_at.eq(now),
    );
    let changed = if said.is_some() {
        diesel::update(this.filter(users::mail_bounced_at.is_null()))
            .set(bounce)
            .execute(c)?
    } else {
        diesel::update(this.filter(users::mail_bounced_at.is_not_null()))
            .set(bounce)
            .execute(c)?
    };
    Ok(changed == 1)
}

pub fn set_password(c: &mut Conn, now: Timestamp, user: UserId, hash: &str) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(user)))
        .set((
            users::password_hash.eq(hash),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

pub fn insert_grant(c: &mut Conn, now: Timestamp, user: UserId, grant: Grant) -> Result<()> {
    use role_grants as g;
    diesel::insert_into(g::table)
        .values((
            g::user_id.eq(user),
            g::role.eq(grant.role),
            g::unit_id.eq(grant.unit_id),
            g::desk_id.eq(grant.desk_id),
            g::created_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

pub fn delete_grant(c: &mut Conn, user: UserId, grant: Grant) -> Result<()> {
    use role_grants as g;
    let mut of_role = diesel::delete(g::table.filter(g::user_id.eq(user).and(g::role.eq(grant.role)))).into_boxed();
    if let Some(unit) = grant.unit_id {
        of_role = of_role.filter(g::unit_id.eq(unit));
    }
    if let Some(desk) = grant.desk_id {
        of_role = of_role.filter(g::desk_id.eq(desk));
    }
    of_role.execute(c)?;
    Ok(())
}

pub fn unit_exists(c: &mut Conn, id: UnitId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(units::table.filter(units::id.eq(id)))).get_result(c)?)
}

pub fn desk_exists(c: &mut Conn, id: DeskId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(desks::table.filter(desks::id.eq(id)))).get_result(c)?)
}

/// Keeps others from taking the role of administrators away until this transaction ends: two who deactivate
/// each other at the same moment would leave none.
pub fn lock_admins(c: &mut Conn) -> Result<()> {
    diesel::update(role_grants::table.filter(role_grants::role.eq(Role::Admin)))
        .set(role_grants::role.eq(Role::Admin))
        .execute(c)?;
    Ok(())
}

/// The administrators who can sign in: active, and with a password.
pub fn working_admins(c: &mut Conn) -> Result<Vec<UserId>> {
    let admins = role_grants::table
        .filter(role_grants::role.eq(Role::Admin))
        .select(role_grants::user_id);
    Ok(users::table
        .filter(
            users::active
                .and(users::password_hash.is_not_null())
                .and(users::id.eq_any(admins)),
        )
        .select(users::id)
        .load(c)?)
}

static NAMES: Kept<HashMap<UserId, String>> = Kept::new(Subject::People);

/// What everybody is called: asked for wherever somebody is shown, so it is kept ready in memory.
pub fn names(c: &mut Conn) -> Result<Arc<HashMap<UserId, String>>> {
    NAMES.get(c, |c| {
        let rows: Vec<(UserId, String)> = users::table.select((users::id, users::name)).load(c)?;
        Ok(rows.into_iter().collect())
    })
}

/// The columns of a [`Person`].
const PERSON: (users::id, users::name, users::email, users::locale) =
    (users::id, users::name, users::email, users::locale);

fn persons(rows: Vec<(UserId, String, String, Locale)>) -> Vec<Person> {
    let person = |(id, name, email, locale)| Person {
        id,
        name,
        email,
        locale,
    };
    rows.into_iter().map(person).collect()
}

/// Who is to be told: those of these ids who are active, by id.
pub fn active_persons(c: &mut Conn, ids: &[UserId]) -> Result<Vec<Person>> {
    let these = users::table.filter(one_of(users::id, ids).and(users::active));
    Ok(persons(these.order(users::id).select(PERSON).load(c)?))
}

/// The active people who hold the role: anywhere, at the unit, or at the desk; each once.
pub fn holders(c: &mut Conn, role: Role, unit: Option<UnitId>, desk: Option<DeskId>) -> Result<Vec<Person>> {
    let mut query = users::table
        .inner_join(role_grants::table.on(role_grants::user_id.eq(users::id)))
        .filter(role_grants::role.eq(role).and(users::active))
        .order(users::id)
        .select(PERSON)
        .distinct()
        .into_boxed();
    if let Some(unit) = unit {
        query = query.filter(role_grants::unit_id.eq(unit));
    }
    if let Some(desk) = desk {
        query = query.filter(role_grants::desk_id.eq(desk));
    }
    Ok(persons(query.load(c)?))
}

/// The active people of these, with their roles.
pub fn actors(c: &mut Conn, ids: &[UserId]) -> Result<Vec<Actor>> {
    let persons = active_persons(c, ids)?;
    with_grants(c, persons)
}

/// The active people who hold one of these roles, a role at the unit or the desk, or are named; each once.
pub fn circle(c: &mut Conn, circle: &Circle) -> Result<Vec<Actor>> {
    let holders = role_grants::table
        .filter(
            role_grants::role
                .eq_any(circle.roles.clone())
                .or(role_grants::unit_id.eq(circle.unit))
                .or(role_grants::desk_id.eq(circle.desk)),
        )
        .select(role_grants::user_id);
    let rows = users::table
        .filter(users::active.and(one_of(users::id, &circle.people).or(users::id.eq_any(holders))))
        .order(users::id)
        .select(PERSON)
        .load(c)?;
    with_grants(c, persons(rows))
}

fn with_grants(c: &mut Conn, persons: Vec<Person>) -> Result<Vec<Actor>> {
    let ids: Vec<_> = persons.iter().map(|p| p.id).collect();
    let rows: Vec<(UserId, GrantRow)> = role_grants::table
        .filter(one_of(role_grants::user_id, &ids))
        .order(role_grants::id)
        .select((role_grants::user_id, GRANT))
        .load(c)?;
    let mut grants: HashMap<UserId, Vec<Grant>> = HashMap::new();
    for (user, row) in rows {
        grants.entry(user).or_default().push(grant_of(row));
    }
    // A group of people is asked for each by their own rights.
    let actor = |p: Person| Actor {
        name: p.name,
        email: p.email,
        locale: p.locale,
        ..Actor::holding(p.id, grants.remove(&p.id).unwrap_or_default())
    };
    Ok(persons.into_iter().map(actor).collect())
}

pub fn find_answer(c: &mut Conn, user: UserId, key: &str) -> Result<Option<First>> {
    use idempotency_keys as k;
    let row: Option<(String, Option<String>, Option<String>, String)> = k::table
        .filter(k::user_id.eq(user).and(k::key.eq(key)))
        .select((k::request_hash, k::etag, k::location, k::body))
        .first(c)
        .optional()?;
    Ok(row.map(|(request_hash, etag, location, body)| First {
        request_hash,
        answer: Answer { etag, location, body },
    }))
}

pub fn keep_answer(c: &mut Conn, now: Timestamp, user: UserId, key: &str, hash: &str, answer: &Answer) -> Result<()> {
    use idempotency_keys as k;
    diesel::insert_into(k::table)
        .values((
            k::user_id.eq(user),
            k::key.eq(key),
            k::request_hash.eq(hash),
            k::status.eq(201),
            k::etag.eq(&answer.etag),
            k::location.eq(&answer.location),
            k::body.eq(&answer.body),
            k::created_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}
