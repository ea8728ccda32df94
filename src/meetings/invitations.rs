//! Who is invited to a meeting.

use std::collections::HashSet;

use super::model::Invite;
use super::people_store;
use crate::accounts;
use crate::db::Conn;
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::MeetingId;
use crate::units;

pub(super) fn twice(pointer: String) -> FieldError {
    let (fa, en) = (
        "این شخص پیش‌تر در فهرست آمده است.",
        "This person is in the list already.",
    );
    FieldError::with(pointer, FieldCode::Conflict, fa, en)
}

/// The list without repeats, each person and unit found.
pub(super) fn check_invited(c: &mut Conn, invited: &[Invite]) -> Result<Vec<Invite>> {
    let mut seen = HashSet::new();
    let users: Vec<_> = invited.iter().map(|i| i.user_id).collect();
    let units: Vec<_> = invited.iter().filter_map(|i| i.unit_id).collect();
    let users: HashSet<_> = accounts::service::persons(c, &users)?
        .into_iter()
        .map(|p| p.id)
        .collect();
    let units = units::directory::unit_refs(c, &units)?;
    let mut errors = Vec::new();
    for (n, who) in invited.iter().enumerate() {
        if !users.contains(&who.user_id) {
            errors.push(FieldError::new(format!("/invited/{n}/user_id"), FieldCode::NotFound));
        } else if !seen.insert(who.user_id) {
            errors.push(twice(format!("/invited/{n}/user_id")));
        }
        if who.unit_id.is_some_and(|id| !units.contains_key(&id)) {
            errors.push(FieldError::new(format!("/invited/{n}/unit_id"), FieldCode::NotFound));
        }
    }
    if errors.is_empty() {
        Ok(invited.to_vec())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Makes the list the wanted one; marks of those who stay are kept.
pub(super) fn reinvite(c: &mut Conn, meeting: MeetingId, wanted: &[Invite]) -> Result<()> {
    let present: HashSet<_> = people_store::people(c, &[meeting])?
        .into_iter()
        .map(|p| p.user_id)
        .collect();
    for user in present
        .iter()
        .filter(|user| !wanted.iter().any(|w| w.user_id == **user))
    {
        people_store::uninvite(c, meeting, *user)?;
    }
    for who in wanted {
        if present.contains(&who.user_id) {
            people_store::set_unit(c, meeting, *who)?;
        } else {
            people_store::invite(c, meeting, *who)?;
        }
    }
    Ok(())
}
