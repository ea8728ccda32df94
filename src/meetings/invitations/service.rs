//! Who is invited to a meeting: people with an account, perhaps for a unit, and guests without one.

use std::collections::{HashMap, HashSet};

use crate::accounts;
use crate::db::Conn;
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::{MeetingId, SeriesId, UserId};
use crate::meetings::model::Invite;
use crate::meetings::people_store::{self, GuestRow};
use crate::meetings::series::model::Guest;
use crate::meetings::series::store as series_store;
use crate::persian::text;
use crate::{schema, units};

/// A list as it is to be.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub people: Vec<Invite>,
    /// Name and address.
    pub guests: Vec<(String, String)>,
}

/// What a new list does to the one before it.
#[derive(Debug, Default)]
pub struct Difference {
    pub added: Vec<UserId>,
    /// With whom they would have sent.
    pub removed: Vec<UserId>,
    /// Addresses.
    pub added_guests: Vec<String>,
    pub removed_guests: Vec<GuestRow>,
}

pub fn twice(pointer: String) -> FieldError {
    let (fa, en) = (
        "این شخص پیش‌تر در فهرست آمده است.",
        "This person is in the list already.",
    );
    FieldError::with(pointer, FieldCode::Conflict, fa, en)
}

/// The list without repeats, each person and unit found.
pub fn check_invited(c: &mut Conn, invited: &[Invite]) -> Result<Vec<Invite>> {
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

/// A guest's name and address, tidied.
pub fn guest(at: &str, typed: &Guest) -> Result<(String, String)> {
    let name = schema::required_line(&format!("{at}/name"), &typed.name)?;
    let email = accounts::service::fold_email(&text::tidy_line(&typed.email));
    if !email.is_ascii() || email.parse::<lettre::Address>().is_err() {
        return Err(Error::field(format!("{at}/email"), FieldCode::Invalid));
    }
    Ok((name, email))
}

/// The guests without repeats. Who has an account is invited by it.
pub fn check_guests(c: &mut Conn, guests: &[Guest]) -> Result<Vec<(String, String)>> {
    let mut list: Vec<(String, String)> = Vec::new();
    for (n, typed) in guests.iter().enumerate() {
        let at = format!("/guests/{n}");
        let one = guest(&at, typed)?;
        if list.iter().any(|(_, email)| *email == one.1) {
            return Err(Error::Invalid(vec![twice(format!("{at}/email"))]));
        }
        if accounts::service::find_by_email(c, &one.1)?.is_some() {
            return Err(Error::refused(
                format!("{at}/email"),
                FieldCode::Conflict,
                "این نشانی از آن یکی از کاربران است؛ او را در فهرست مدعوان بیاورید.",
                "This address is a user's; put that person on the list of the invited.",
            ));
        }
        list.push(one);
    }
    Ok(list)
}

/// Whom a series invites at this moment: units by their heads. A series without a list invites the heads of all units.
pub fn of_series(c: &mut Conn, id: SeriesId) -> Result<List> {
    let rows = series_store::invited(c, &[id])?;
    let heads = people_store::unit_heads(c)?;
    let mut list = List::default();
    if rows.is_empty() {
        list.people = heads;
    } else {
        let named: Vec<_> = rows.iter().filter_map(|r| r.user_id).collect();
        let active: HashSet<_> = accounts::service::persons(c, &named)?
            .into_iter()
            .map(|p| p.id)
            .collect();
        for row in rows {
            match (row.user_id, row.unit_id, row.guest_name, row.guest_email) {
                (Some(user_id), unit_id, _, _) if active.contains(&user_id) => {
                    list.people.push(Invite { user_id, unit_id });
                }
                (None, Some(unit), _, _) => list.people.extend(heads.iter().filter(|h| h.unit_id == Some(unit))),
                (None, None, Some(name), Some(email)) => list.guests.push((name, email)),
                _ => {}
            }
        }
    }
    let mut seen = HashSet::new();
    list.people.retain(|who| seen.insert(who.user_id));
    Ok(list)
}

/// Puts everybody on the list of a new meeting.
pub fn invite(c: &mut Conn, meeting: MeetingId, list: &List) -> Result<()> {
    for who in &list.people {
        people_store::invite(c, meeting, *who)?;
    }
    for (name, email) in &list.guests {
        people_store::invite_guest(c, meeting, name, email)?;
    }
    Ok(())
}

/// Makes the list the wanted one; marks and answers of those who stay are kept.
pub fn reinvite(c: &mut Conn, meeting: MeetingId, wanted: &[Invite], change: &mut Difference) -> Result<()> {
    let mut present: HashMap<_, _> = people_store::people(c, &[meeting])?
        .into_iter()
        .map(|p| (p.user_id, p.substitute_id))
        .collect();
    for who in wanted {
        if present.remove(&who.user_id).is_some() {
            people_store::set_unit(c, meeting, *who)?;
        } else {
            people_store::invite(c, meeting, *who)?;
            change.added.push(who.user_id);
        }
    }
    for (user, substitute) in present {
        people_store::uninvite(c, meeting, user)?;
        change.removed.push(user);
        change.removed.extend(substitute);
    }
    change.removed.sort_unstable();
    Ok(())
}

/// The same for guests, who are known by their address.
pub fn reinvite_guests(
    c: &mut Conn,
    meeting: MeetingId,
    wanted: &[(String, String)],
    change: &mut Difference,
) -> Result<()> {
    let mut present = people_store::guests(c, &[meeting])?;
    for (name, email) in wanted {
        if let Some(at) = present.iter().position(|g| g.email == *email) {
            people_store::rename_guest(c, present.remove(at).id, name)?;
        } else {
            people_store::invite_guest(c, meeting, name, email)?;
            change.added_guests.push(email.clone());
        }
    }
    for guest in &present {
        people_store::uninvite_guest(c, guest.id)?;
    }
    change.removed_guests = present;
    Ok(())
}
