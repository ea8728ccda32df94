//! Who the people of a step are, and who acts for those of them who are away. Nobody else says it, so that it holds for
//! rights, lists, mails, links and reminders alike.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::rules::{ApproverRole, Step, Who};
use crate::accounts::{self, Person, Role};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{UnitId, UserId};
use crate::units;

/// The active people whom a step of this unit's approval asks now, each once.
///
/// # Errors
/// Only the database's.
pub fn of_step(c: &mut Conn, step: &Step, unit: UnitId) -> Result<Vec<Person>> {
    match (step.who, step.role, step.desk_id, step.user_id) {
        (Who::Role, Some(ApproverRole::Director), ..) => accounts::service::holders(c, Role::Director),
        (Who::Role, Some(ApproverRole::MayorOffice), ..) => accounts::service::holders(c, Role::MayorOffice),
        (Who::Role, Some(ApproverRole::UnitHead), ..) => accounts::service::unit_people(c, unit, Role::UnitHead),
        (Who::Desk, _, Some(desk), _) => accounts::service::desk_people(c, desk),
        (Who::Person, _, _, Some(person)) => accounts::service::persons(c, &[person]),
        (Who::ParentHead, ..) => parent_heads(c, unit),
        // A step without whom it names is refused when its chain is saved; here it would be stuck.
        (Who::Role, None, ..) | (Who::Desk, _, None, _) | (Who::Person, _, _, None) => Ok(Vec::new()),
    }
}

/// The heads of the nearest unit above that has any.
fn parent_heads(c: &mut Conn, unit: UnitId) -> Result<Vec<Person>> {
    for (above, _) in units::directory::ancestry(c, unit)?.into_iter().skip(1) {
        let heads = accounts::service::unit_people(c, above, Role::UnitHead)?;
        if !heads.is_empty() {
            return Ok(heads);
        }
    }
    Ok(Vec::new())
}

/// Who decides a step that its own people cannot: the directors, and where none of them may, the mayor's office.
///
/// # Errors
/// Only the database's.
pub fn in_their_place(c: &mut Conn, excluded: &[UserId]) -> Result<Vec<Person>> {
    for role in [Role::Director, Role::MayorOffice] {
        let mut people = accounts::service::holders(c, role)?;
        people.retain(|p| !excluded.contains(&p.id));
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// Somebody whom a step asks, and who acts: they themselves, or who stands in for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Whose voice it is.
    pub of: Person,
    /// Who gives it.
    pub acts: Person,
}

/// The voices of these people on this day. Nobody gives two: whoever is away, and whose substitute has a voice already,
/// may not decide (`excluded`) or has decided, is left out, as if they were not of the step. Who has voted stays.
///
/// # Errors
/// Only the database's.
pub fn voices(
    c: &mut Conn,
    people: Vec<Person>,
    voted: &[UserId],
    excluded: &[UserId],
    day: NaiveDate,
) -> Result<Vec<Voice>> {
    let asked: Vec<UserId> = people.iter().map(|p| p.id).filter(|id| !voted.contains(id)).collect();
    let stand_ins = accounts::stand_ins::stand_ins(c, &asked, day)?;
    let present = people.iter().map(|p| p.id).filter(|id| !stand_ins.contains_key(id));
    let mut taken: HashSet<UserId> = present.chain(excluded.iter().copied()).collect();
    let mut voices = Vec::with_capacity(people.len());
    for of in people {
        match stand_ins.get(&of.id) {
            None => voices.push(Voice { acts: of.clone(), of }),
            Some(stand_in) if taken.insert(stand_in.person.id) => voices.push(Voice {
                acts: stand_in.person.clone(),
                of,
            }),
            Some(_) => {}
        }
    }
    Ok(voices)
}
