//! Who may know of a request, of a theme, or of an approval now, asked for many people and things together: before a mail
//! leaves, when a notification is read, and for each event of a stream.

use std::collections::{HashMap, HashSet};

use super::approving::SUBJECT;
use super::policy;
use super::store::{self, Request};
use super::themes::store as themes;
use crate::accounts::Actor;
use crate::approvals;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{RequestId, ThemeId, UserId};

/// In which part of a request somebody is interested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The request itself.
    Whole,
    /// What desk and director say among themselves.
    Internal,
    /// Its approval: also who was asked, or has decided.
    Approval,
}

/// Which of these people may know of which of these.
///
/// # Errors
/// Only the database's.
pub fn of_requests(
    c: &mut Conn,
    asked: &[(RequestId, Part)],
    people: &[Actor],
) -> Result<HashSet<(UserId, RequestId, Part)>> {
    if asked.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<_> = asked.iter().map(|(id, _)| *id).collect();
    let rows: HashMap<_, _> = store::find_all(c, &ids)?.into_iter().map(|row| (row.id, row)).collect();
    let approvals: Vec<_> = asked
        .iter()
        .filter(|(_, part)| *part == Part::Approval)
        .map(|(id, _)| id.0)
        .collect();
    let involved: HashSet<_> = approvals::service::involved(c, SUBJECT, &approvals)?
        .into_iter()
        .collect();
    let mut known = HashSet::new();
    for (id, part) in asked {
        let Some(row) = rows.get(id) else { continue };
        for person in people {
            let may = match part {
                Part::Whole => policy::may_see(person, &row.subject()),
                Part::Internal => policy::sees_internal(person, &row.subject()),
                Part::Approval => policy::may_see(person, &row.subject()) || involved.contains(&(id.0, person.id)),
            };
            if may {
                known.insert((person.id, *id, *part));
            }
        }
    }
    Ok(known)
}

/// Which of these people may know of at least one request of these themes.
///
/// # Errors
/// Only the database's.
pub fn of_themes(c: &mut Conn, asked: &[ThemeId], people: &[Actor]) -> Result<HashSet<(UserId, ThemeId)>> {
    let members = if asked.is_empty() {
        Vec::new()
    } else {
        themes::members_of(c, asked)?
    };
    let sees = |row: &Request| {
        let subject = row.subject();
        let theirs = people.iter().filter(move |person| policy::may_see(person, &subject));
        theirs
            .filter_map(|person| Some((person.id, row.theme_id?)))
            .collect::<Vec<_>>()
    };
    Ok(members.iter().flat_map(sees).collect())
}
