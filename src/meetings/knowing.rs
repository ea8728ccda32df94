//! Who may know of a meeting now, asked for many people and meetings together: before a mail leaves, when a notification is
//! read, and for each event of a stream.

use std::collections::HashSet;

use super::{people_store, policy, store};
use crate::accounts::Actor;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{MeetingId, UserId};

/// Which of these people may know of which of these meetings. Whom somebody on the list sends knows of it, too.
///
/// # Errors
/// Only the database's.
pub fn of_meetings(c: &mut Conn, asked: &[MeetingId], people: &[Actor]) -> Result<HashSet<(UserId, MeetingId)>> {
    if asked.is_empty() {
        return Ok(HashSet::new());
    }
    let listed = people_store::people(c, asked)?;
    let of = |p: &people_store::Invited| [Some(p.user_id), p.substitute_id].map(|who| Some((who?, p.meeting_id)));
    let listed: HashSet<_> = listed.iter().flat_map(of).flatten().collect();
    let mut known = HashSet::new();
    for row in store::meetings_by_id(c, asked)? {
        for person in people {
            let invited = row.chair_id == Some(person.id) || listed.contains(&(person.id, row.id));
            if policy::may_see(person, row.state, invited) {
                known.insert((person.id, row.id));
            }
        }
    }
    Ok(known)
}
