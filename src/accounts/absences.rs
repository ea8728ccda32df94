//! Absences: who is away on which days and who stands in. Who that is in the end, `stand_ins` says.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::absence_store::{self as store, AbsenceRow};
use super::absence_views::{AbsenceState, AbsenceView, CreateAbsence, ListAbsences, UpdateAbsence};
use super::model::{Actor, Role, UserRef};
use super::policy::{self, Deed};
use super::{letters, service};
use crate::db::{Conn, Cx, dialect};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{AbsenceId, UserId};
use crate::page::{Page, PageRequest, foreign_cursor};
use crate::persian::text;
use crate::resource::Expected;

/// The one order of the list: the latest first.
const SORT: &str = "-starts_on";
/// Days of an absence, at most.
const LONGEST: i64 = 366;
/// Years ahead that one can begin.
const AHEAD: i32 = 2;
/// Any number will do, as long as every instance takes the same: «absences» in ASCII.
const LOCK: i64 = 0x6162_7365_6e63_6573;

impl AbsenceRow {
    fn state(&self, today: NaiveDate) -> AbsenceState {
        if self.ended_at.is_some() || self.ends_on < today {
            AbsenceState::Over
        } else if self.starts_on > today {
            AbsenceState::Planned
        } else {
            AbsenceState::Current
        }
    }
}

fn views(c: &mut Conn, cx: &Cx, rows: Vec<AbsenceRow>) -> Result<Vec<AbsenceView>> {
    let today = cx.now.date_tehran();
    let ids: Vec<_> = rows.iter().flat_map(|r| [r.user_id, r.substitute_id]).collect();
    let people: HashMap<UserId, UserRef> = service::people(c, &ids)?;
    let view = |row: AbsenceRow| AbsenceView {
        state: row.state(today),
        user: people.get(&row.user_id).cloned(),
        substitute: people.get(&row.substitute_id).cloned(),
        id: row.id,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        reason: row.reason,
        keeps_mail: row.keeps_mail,
        ended_at: row.ended_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        user_id: row.user_id,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn view(c: &mut Conn, cx: &Cx, row: AbsenceRow) -> Result<AbsenceView> {
    views(c, cx, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The absence, if it is this person's.
fn find(c: &mut Conn, user: UserId, id: AbsenceId) -> Result<AbsenceRow> {
    store::find(c, id)?
        .filter(|row| row.user_id == user)
        .ok_or(Error::NotFound)
}

/// A person's absences, the latest first.
///
/// # Errors
/// 404 about a person the actor may not see, 400 for a cursor of another list.
pub fn list(c: &mut Conn, cx: &Cx, actor: &Actor, user: UserId, wanted: &ListAbsences) -> Result<Page<AbsenceView>> {
    policy::require(actor, Deed::Read(user))?;
    service::person(c, user)?;
    let page = PageRequest::new(wanted.limit, wanted.cursor.as_deref(), SORT)?;
    let after = page.after.as_ref().map(|cursor| {
        let day = cursor.k.parse().map_err(|_| foreign_cursor())?;
        Ok::<_, Error>((day, AbsenceId(cursor.i)))
    });
    let rows = store::list(c, user, after.transpose()?, page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |r| (r.starts_on.to_string(), r.id.0));
    Ok(Page {
        items: views(c, cx, rows.items)?,
        next: rows.next,
    })
}

/// An absence.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, user: UserId, id: AbsenceId) -> Result<AbsenceView> {
    policy::require(actor, Deed::Read(user))?;
    let row = find(c, user, id)?;
    view(c, cx, row)
}

/// Records an absence and tells the substitute.
///
/// # Errors
/// 403, 404, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, user: UserId, input: &CreateAbsence) -> Result<AbsenceView> {
    policy::require(actor, Deed::ChangeAbsences(user))?;
    service::person(c, user)?;
    let mut row = AbsenceRow {
        id: AbsenceId(0),
        user_id: user,
        substitute_id: input.substitute_id,
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        reason: text::tidy(&input.reason),
        keeps_mail: input.keeps_mail,
        created_by_id: Some(actor.id),
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
        ended_at: None,
        told_at: None,
    };
    if row.starts_on < cx.now.date_tehran() {
        return Err(out_of_range("/starts_on"));
    }
    check(c, cx, actor, &row)?;
    row.id = store::insert(c, &row)?;
    record(c, cx, actor, &row, "absence_recorded", told(&row))?;
    letters::substitute_named(c, cx, actor, &row)?;
    view(c, cx, row)
}

/// Changes an absence that is not over; a new substitute is told.
///
/// # Errors
/// 403, 404, 409 when it is over, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (user, id): (UserId, AbsenceId),
    expected: &Expected,
    input: &UpdateAbsence,
) -> Result<AbsenceView> {
    let mut row = seen(c, cx, actor, (user, id), expected)?;
    let before = row.clone();
    row.starts_on = input.starts_on.unwrap_or(row.starts_on);
    row.ends_on = input.ends_on.unwrap_or(row.ends_on);
    row.substitute_id = input.substitute_id.unwrap_or(row.substitute_id);
    row.reason = input.reason.as_deref().map_or(row.reason, text::tidy);
    row.keeps_mail = input.keeps_mail.unwrap_or(row.keeps_mail);
    let today = cx.now.date_tehran();
    if row.starts_on != before.starts_on && (before.starts_on <= today || row.starts_on < today) {
        return Err(out_of_range("/starts_on"));
    }
    if row.ends_on < today {
        return Err(out_of_range("/ends_on"));
    }
    check(c, cx, actor, &row)?;
    save(c, cx, &mut row)?;
    let data = json!({ "from": told(&before), "to": told(&row) });
    record(c, cx, actor, &row, "absence_changed", data)?;
    if row.substitute_id != before.substitute_id {
        letters::substitute_named(c, cx, actor, &row)?;
    }
    view(c, cx, row)
}

/// Ends an absence now; one that has not begun is removed.
///
/// # Errors
/// 403, 404, 409 when it is over, 412.
pub fn end(c: &mut Conn, cx: &Cx, actor: &Actor, (user, id): (UserId, AbsenceId), expected: &Expected) -> Result<()> {
    let mut row = seen(c, cx, actor, (user, id), expected)?;
    if row.state(cx.now.date_tehran()) == AbsenceState::Planned {
        if !store::delete(c, id, row.version)? {
            return Err(Error::LostRace("an absence changed meanwhile".into()));
        }
        return record(c, cx, actor, &row, "absence_removed", told(&row));
    }
    row.ended_at = Some(cx.now);
    save(c, cx, &mut row)?;
    record(c, cx, actor, &row, "absence_ended", told(&row))
}

/// The row, if the actor may change it, worked from its current version, and it is not over.
fn seen(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (user, id): (UserId, AbsenceId),
    expected: &Expected,
) -> Result<AbsenceRow> {
    policy::require(actor, Deed::ChangeAbsences(user))?;
    let row = find(c, user, id)?;
    if !expected.holds(row.version) {
        let current = view(c, cx, row)?;
        return Err(Error::stale(&current));
    }
    if row.state(cx.now.date_tehran()) == AbsenceState::Over {
        let said = said(
            "این دورهٔ غیبت پایان یافته است و تغییر نمی‌کند.",
            "This absence is over and does not change any more.",
        );
        return Err(Error::conflict("absence_over", said));
    }
    Ok(row)
}

fn save(c: &mut Conn, cx: &Cx, row: &mut AbsenceRow) -> Result<()> {
    if store::save(c, row, cx.now)? {
        return Ok(());
    }
    Err(Error::LostRace("an absence changed meanwhile".into()))
}

/// That the days and the substitute are possible beside all other absences.
fn check(c: &mut Conn, cx: &Cx, actor: &Actor, row: &AbsenceRow) -> Result<()> {
    let (first, last) = (row.starts_on, row.ends_on);
    if first.year() > cx.now.date_tehran().year() + AHEAD {
        return Err(out_of_range("/starts_on"));
    }
    if last < first || (last - first).num_days() >= LONGEST {
        return Err(out_of_range("/ends_on"));
    }
    check_substitute(c, actor, row)?;
    // From here on one at a time: two that are each possible may together not be.
    dialect::one_at_a_time(c, LOCK)?;
    if store::overlapping(c, row.user_id, first, last)?
        .iter()
        .any(|other| other.id != row.id)
    {
        return Err(Error::refused(
            "/starts_on",
            FieldCode::Conflict,
            "در این روزها غیبت دیگری برای این شخص ثبت شده است.",
            "Another absence of this person has some of these days.",
        ));
    }
    if closes_a_loop(c, row)? {
        return Err(Error::refused(
            "/substitute_id",
            FieldCode::Conflict,
            "در بخشی از این روزها جانشینی سرانجام به خود این شخص بازمی‌گردد.",
            "On some of these days the substitutes lead back to this very person.",
        ));
    }
    Ok(())
}

fn check_substitute(c: &mut Conn, actor: &Actor, row: &AbsenceRow) -> Result<()> {
    let refused = |fa, en| Err(Error::refused("/substitute_id", FieldCode::Conflict, fa, en));
    let substitute = row.substitute_id;
    if substitute == row.user_id {
        return refused("هیچ‌کس جانشین خودش نمی‌شود.", "Nobody is their own substitute.");
    }
    // Who may record absences of others is not by that handed what they may do.
    if substitute == actor.id && !actor.has(Role::Director) {
        return refused(
            "کسی نمی‌تواند خود را جانشین دیگری کند.",
            "Nobody makes themselves the substitute of another.",
        );
    }
    if !service::people(c, &[substitute])?.contains_key(&substitute) {
        return Err(Error::field("/substitute_id", FieldCode::NotFound));
    }
    if service::persons(c, &[substitute])?.is_empty() {
        return refused("حساب این شخص غیرفعال است.", "This person's account is not active.");
    }
    Ok(())
}

/// Whether on one of its days the substitutes would lead back to the person who is away. Those that are saved do not
/// lead in a circle, so this comes to an end.
fn closes_a_loop(c: &mut Conn, row: &AbsenceRow) -> Result<bool> {
    let mut open = vec![(row.substitute_id, row.starts_on, row.ends_on)];
    while let Some((person, from, until)) = open.pop() {
        if person == row.user_id {
            return Ok(true);
        }
        for other in store::overlapping(c, person, from, until)? {
            open.push((other.substitute_id, from.max(other.starts_on), until.min(other.ends_on)));
        }
    }
    Ok(false)
}

fn out_of_range(pointer: &str) -> Error {
    let (fa, en) = if pointer == "/starts_on" {
        (
            "روز نخست باید امروز یا پس از آن، و حداکثر تا دو سال دیگر باشد و پس از آغاز تغییر نمی‌کند.",
            "Wants today or a later day within two years; it does not change once it has begun.",
        )
    } else {
        (
            "روز پایان باید امروز یا پس از آن، نه پیش از روز نخست، و طول غیبت حداکثر ۳۶۶ روز باشد.",
            "Wants today or a later day, not before the first one, with at most 366 days in all.",
        )
    };
    Error::refused(pointer, FieldCode::OutOfRange, fa, en)
}

fn told(row: &AbsenceRow) -> Value {
    json!({
        "absence_id": row.id, "starts_on": row.starts_on, "ends_on": row.ends_on,
        "substitute_id": row.substitute_id, "reason": row.reason, "keeps_mail": row.keeps_mail
    })
}

fn record(c: &mut Conn, cx: &Cx, actor: &Actor, row: &AbsenceRow, action: &str, data: Value) -> Result<()> {
    service::record(c, cx, row.user_id, action, Some(actor.id), data)
}

/// An absence that is over and whose person has not been told of it.
#[derive(Debug, Clone, Copy)]
pub struct Returned {
    /// The absence.
    pub absence_id: AbsenceId,
    /// Who is back.
    pub user_id: UserId,
}

/// Some of those who are back and have not been told of it, by the ids of their absences, and where the next begin.
/// Who is away again already is not back.
///
/// # Errors
/// Only the database's.
pub fn returned(c: &mut Conn, cx: &Cx, after: AbsenceId, limit: i64) -> Result<(Vec<Returned>, Option<AbsenceId>)> {
    let today = cx.now.date_tehran();
    let rows = store::untold(c, today, after, limit)?;
    let users: Vec<_> = rows.iter().map(|row| row.user_id).collect();
    let away = super::stand_ins::away(c, &users, today)?;
    let next = rows.last().map(|row| row.id);
    let back = rows.into_iter().filter(|row| !away.contains(&row.user_id));
    let back = back.map(|row| Returned {
        absence_id: row.id,
        user_id: row.user_id,
    });
    Ok((back.collect(), next))
}

/// Notes that the person has been told; `false`: it was done already.
///
/// # Errors
/// Only the database's.
pub fn mark_told(c: &mut Conn, cx: &Cx, id: AbsenceId) -> Result<bool> {
    store::tell(c, id, cx.now)
}

/// That the absence is this person's, whom the actor may see.
///
/// # Errors
/// 404.
pub fn require(c: &mut Conn, actor: &Actor, user: UserId, id: AbsenceId) -> Result<()> {
    policy::require(actor, Deed::Read(user))?;
    find(c, user, id).map(drop)
}
