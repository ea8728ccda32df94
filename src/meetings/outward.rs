//! What those outside are told of a meeting.

use super::store;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::MeetingId;

/// The number of a meeting, if it has one yet; none: it is not there, or a draft, which nobody knows of.
///
/// # Errors
/// Only the database's.
pub fn number_of(c: &mut Conn, id: MeetingId) -> Result<Option<Option<i32>>> {
    let announced = store::find_meeting(c, id)?.filter(|row| row.state != super::state::MeetingState::Draft);
    Ok(announced.map(|row| row.number()))
}
