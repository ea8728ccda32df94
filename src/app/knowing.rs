//! Who may know of what, asked of whoever keeps it: what `notifications`, which know no requests and no meetings, ask before a
//! mail leaves, when somebody reads what they were told, and for each event of a stream.

use std::collections::HashSet;

use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::UserId;
use crate::notifications::model::Thing;
use crate::requests::knowing::Part;
use crate::{meetings, requests};

/// Which of these people may know of which of these things now.
///
/// # Errors
/// Only the database's.
pub fn may_know(c: &mut Conn, _: &Cx, things: &[Thing], people: &[Actor]) -> Result<HashSet<(UserId, Thing)>> {
    let (mut asked, mut themes, mut meetings) = (Vec::new(), Vec::new(), Vec::new());
    for thing in things {
        match thing {
            Thing::Request(id) => asked.push((*id, Part::Whole)),
            Thing::RequestInternally(id) => asked.push((*id, Part::Internal)),
            Thing::Approval(id) => asked.push((*id, Part::Approval)),
            Thing::Theme(id) => themes.push(*id),
            Thing::Meeting(id) => meetings.push(*id),
        }
    }
    let mut known = HashSet::new();
    for (user, id, part) in requests::knowing::of_requests(c, &asked, people)? {
        let thing = match part {
            Part::Whole => Thing::Request(id),
            Part::Internal => Thing::RequestInternally(id),
            Part::Approval => Thing::Approval(id),
        };
        known.insert((user, thing));
    }
    let of_themes = requests::knowing::of_themes(c, &themes, people)?;
    known.extend(of_themes.into_iter().map(|(user, id)| (user, Thing::Theme(id))));
    let of_meetings = meetings::knowing::of_meetings(c, &meetings, people)?;
    known.extend(of_meetings.into_iter().map(|(user, id)| (user, Thing::Meeting(id))));
    Ok(known)
}
