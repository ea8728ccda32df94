//! The rows of meetings' lists: who is invited, and who came.

use diesel::prelude::*;

use super::model::{AttendanceStatus, Invite};
use crate::accounts::Role;
use crate::db::schema::{meeting_people, role_grants, users};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{MeetingId, UnitId, UserId};

/// Somebody on a meeting's list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = meeting_people)]
pub struct Invited {
    pub meeting_id: MeetingId,
    pub user_id: UserId,
    pub unit_id: Option<UnitId>,
    pub attendance: Option<AttendanceStatus>,
    pub substitute_name: Option<String>,
}

/// The people of these meetings.
pub fn people(c: &mut Conn, ids: &[MeetingId]) -> Result<Vec<Invited>> {
    let of = meeting_people::table.filter(one_of(meeting_people::meeting_id, ids));
    Ok(of.order(meeting_people::id).select(Invited::as_select()).load(c)?)
}

/// Puts somebody on the list.
pub fn invite(c: &mut Conn, meeting: MeetingId, who: Invite) -> Result<()> {
    use meeting_people as p;
    diesel::insert_into(p::table)
        .values((
            p::meeting_id.eq(meeting),
            p::user_id.eq(who.user_id),
            p::unit_id.eq(who.unit_id),
        ))
        .execute(c)?;
    Ok(())
}

pub fn set_unit(c: &mut Conn, meeting: MeetingId, who: Invite) -> Result<()> {
    let one = meeting_people::table.filter(
        meeting_people::meeting_id
            .eq(meeting)
            .and(meeting_people::user_id.eq(who.user_id)),
    );
    diesel::update(one)
        .set(meeting_people::unit_id.eq(who.unit_id))
        .execute(c)?;
    Ok(())
}

pub fn uninvite(c: &mut Conn, meeting: MeetingId, user: UserId) -> Result<()> {
    diesel::delete(
        meeting_people::table.filter(
            meeting_people::meeting_id
                .eq(meeting)
                .and(meeting_people::user_id.eq(user)),
        ),
    )
    .execute(c)?;
    Ok(())
}

pub fn mark(
    c: &mut Conn,
    meeting: MeetingId,
    user: UserId,
    status: AttendanceStatus,
    substitute: Option<&str>,
) -> Result<()> {
    let one = meeting_people::table.filter(
        meeting_people::meeting_id
            .eq(meeting)
            .and(meeting_people::user_id.eq(user)),
    );
    diesel::update(one)
        .set((
            meeting_people::attendance.eq(Some(status)),
            meeting_people::substitute_name.eq(substitute),
        ))
        .execute(c)?;
    Ok(())
}

/// The active heads of all units, each for the first unit they head.
pub fn unit_heads(c: &mut Conn) -> Result<Vec<Invite>> {
    let rows: Vec<(UserId, Option<UnitId>)> = role_grants::table
        .inner_join(users::table.on(users::id.eq(role_grants::user_id)))
        .filter(role_grants::role.eq(Role::UnitHead).and(users::active))
        .order(role_grants::id)
        .select((role_grants::user_id, role_grants::unit_id))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(user_id, unit_id)| Invite { user_id, unit_id })
        .collect())
}
