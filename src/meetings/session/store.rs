//! The rows of meetings in session, and the time of lines.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{agenda_items, meeting_sessions, meetings};
use crate::db::{Conn, both};
use crate::error::Result;
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::agenda::model::Placement;
use crate::meetings::state::MeetingState;

/// A session's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = meeting_sessions)]
pub struct Session {
    pub meeting_id: MeetingId,
    pub current_item_id: Option<AgendaItemId>,
    pub running_since: Option<Timestamp>,
    pub version: i32,
}

impl Session {
    /// Of a meeting that has taken nothing up.
    pub fn none(meeting_id: MeetingId) -> Self {
        Self {
            meeting_id,
            current_item_id: None,
            running_since: None,
            version: 0,
        }
    }
}

pub fn find_session(c: &mut Conn, meeting: MeetingId) -> Result<Session> {
    let row = meeting_sessions::table
        .filter(meeting_sessions::meeting_id.eq(meeting))
        .select(Session::as_select())
        .first(c)
        .optional()?;
    Ok(row.unwrap_or_else(|| Session::none(meeting)))
}

/// Notes that something which viewers see has changed; the row is locked until the transaction ends.
pub fn touch(c: &mut Conn, meeting: MeetingId, now: Timestamp) -> Result<()> {
    use meeting_sessions as s;
    let new = both(
        diesel::insert_into(s::table)
            .values((
                s::meeting_id.eq(meeting),
                s::seq.eq(0),
                s::version.eq(0),
                s::updated_at.eq(now),
            ))
            .on_conflict(s::meeting_id)
            .do_nothing(),
    );
    new.execute(c)?;
    diesel::update(s::table.filter(s::meeting_id.eq(meeting)))
        .set((s::seq.eq(s::seq + 1), s::updated_at.eq(now)))
        .execute(c)?;
    Ok(())
}

/// Writes a row that [`touch`] has made, under the next version if it still has `row.version`; says whether it had.
pub fn save_session(c: &mut Conn, row: &mut Session) -> Result<bool> {
    use meeting_sessions as s;
    let seen = row.version;
    row.version += 1;
    let old = s::table.filter(s::meeting_id.eq(row.meeting_id).and(s::version.eq(seen)));
    let written = diesel::update(old)
        .set((
            s::current_item_id.eq(row.current_item_id),
            s::running_since.eq(row.running_since),
            s::version.eq(row.version),
        ))
        .execute(c)?;
    Ok(written == 1)
}

/// Adds to the time of a line.
pub fn add_time(c: &mut Conn, item: AgendaItemId, seconds: i32) -> Result<()> {
    diesel::update(agenda_items::table.filter(agenda_items::id.eq(item)))
        .set(agenda_items::spent_seconds.eq(agenda_items::spent_seconds + seconds))
        .execute(c)?;
    Ok(())
}

/// The version and state of a meeting, and the number of changes in session: what a change shows in.
pub fn marks(c: &mut Conn, meeting: MeetingId) -> Result<Option<(i32, MeetingState, Option<i32>)>> {
    Ok(meetings::table
        .left_join(meeting_sessions::table.on(meeting_sessions::meeting_id.eq(meetings::id)))
        .filter(meetings::id.eq(meeting))
        .select((meetings::version, meetings::state, meeting_sessions::seq.nullable()))
        .first(c)
        .optional()?)
}

/// The seconds that lines of a meeting have taken, those apart that run now.
pub fn times(c: &mut Conn, meeting: MeetingId) -> Result<Vec<(AgendaItemId, i32)>> {
    let of = agenda_items::table.filter(
        agenda_items::meeting_id
            .eq(meeting)
            .and(agenda_items::spent_seconds.gt(0)),
    );
    Ok(of.select((agenda_items::id, agenda_items::spent_seconds)).load(c)?)
}

/// How many lines the agenda has, and how many of them have been discussed.
pub fn counts(c: &mut Conn, meeting: MeetingId) -> Result<(i64, i64)> {
    let lines = || {
        agenda_items::table.filter(
            agenda_items::meeting_id
                .eq(meeting)
                .and(agenda_items::placement.eq(Placement::Agenda)),
        )
    };
    let all = lines().count().get_result(c)?;
    Ok((all, lines().filter(agenda_items::discussed).count().get_result(c)?))
}
