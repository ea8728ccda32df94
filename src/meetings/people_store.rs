//! The rows of meetings' lists: who is invited, what they answered, and who came.

use diesel::prelude::*;

use crate::accounts::Role;
use crate::clock::Timestamp;
use crate::db::schema::{meeting_guests, meeting_people, role_grants, users};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{GuestId, MeetingId, UnitId, UserId};
use crate::meetings::model::{Answer, AttendanceStatus, Invite};

/// Somebody on a meeting's list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = meeting_people)]
pub struct Invited {
    pub meeting_id: MeetingId,
    pub user_id: UserId,
    pub unit_id: Option<UnitId>,
    pub attendance: Option<AttendanceStatus>,
    pub substitute_name: Option<String>,
    pub answer: Option<Answer>,
    pub answer_note: Option<String>,
    pub answered_at: Option<Timestamp>,
    pub substitute_id: Option<UserId>,
}

/// Somebody without an account on a meeting's list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = meeting_guests)]
pub struct GuestRow {
    pub id: GuestId,
    pub meeting_id: MeetingId,
    pub name: String,
    pub email: String,
    pub answer: Option<Answer>,
    pub answer_note: Option<String>,
    pub answered_at: Option<Timestamp>,
    pub attendance: Option<AttendanceStatus>,
}

/// Whom somebody sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    pub id: Option<UserId>,
    pub name: Option<String>,
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

/// The place of one person on a list.
macro_rules! one {
    ($meeting:expr, $user:expr) => {
        meeting_people::table.filter(
            meeting_people::meeting_id
                .eq($meeting)
                .and(meeting_people::user_id.eq($user)),
        )
    };
}

pub fn set_unit(c: &mut Conn, meeting: MeetingId, who: Invite) -> Result<()> {
    diesel::update(one!(meeting, who.user_id))
        .set(meeting_people::unit_id.eq(who.unit_id))
        .execute(c)?;
    Ok(())
}

pub fn uninvite(c: &mut Conn, meeting: MeetingId, user: UserId) -> Result<()> {
    diesel::delete(one!(meeting, user)).execute(c)?;
    Ok(())
}

pub fn mark(c: &mut Conn, meeting: MeetingId, user: UserId, status: AttendanceStatus, sent: &Sent) -> Result<()> {
    diesel::update(one!(meeting, user))
        .set((
            meeting_people::attendance.eq(Some(status)),
            meeting_people::substitute_id.eq(sent.id),
            meeting_people::substitute_name.eq(sent.name.as_deref()),
        ))
        .execute(c)?;
    Ok(())
}

pub fn answer(
    c: &mut Conn,
    meeting: MeetingId,
    user: UserId,
    answer: Answer,
    note: Option<&str>,
    sent: &Sent,
    now: Timestamp,
) -> Result<()> {
    diesel::update(one!(meeting, user))
        .set((
            meeting_people::answer.eq(Some(answer)),
            meeting_people::answer_note.eq(note),
            meeting_people::answered_at.eq(Some(now)),
            meeting_people::substitute_id.eq(sent.id),
            meeting_people::substitute_name.eq(sent.name.as_deref()),
        ))
        .execute(c)?;
    Ok(())
}

/// Another time is another question. Who sends somebody still does.
pub fn forget_answers(c: &mut Conn, meeting: MeetingId) -> Result<()> {
    use {meeting_guests as g, meeting_people as p};
    let asked = p::table.filter(p::meeting_id.eq(meeting).and(p::substitute_id.is_null()));
    diesel::update(asked.filter(p::substitute_name.is_null()))
        .set((
            p::answer.eq(None::<Answer>),
            p::answer_note.eq(None::<String>),
            p::answered_at.eq(None::<Timestamp>),
        ))
        .execute(c)?;
    diesel::update(g::table.filter(g::meeting_id.eq(meeting)))
        .set((
            g::answer.eq(None::<Answer>),
            g::answer_note.eq(None::<String>),
            g::answered_at.eq(None::<Timestamp>),
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

/// The guests of these meetings.
pub fn guests(c: &mut Conn, ids: &[MeetingId]) -> Result<Vec<GuestRow>> {
    let of = meeting_guests::table.filter(one_of(meeting_guests::meeting_id, ids));
    Ok(of.order(meeting_guests::id).select(GuestRow::as_select()).load(c)?)
}

/// Puts a guest on the list.
pub fn invite_guest(c: &mut Conn, meeting: MeetingId, name: &str, email: &str) -> Result<()> {
    use meeting_guests as g;
    diesel::insert_into(g::table)
        .values((g::meeting_id.eq(meeting), g::name.eq(name), g::email.eq(email)))
        .execute(c)?;
    Ok(())
}

pub fn rename_guest(c: &mut Conn, id: GuestId, name: &str) -> Result<()> {
    diesel::update(meeting_guests::table.filter(meeting_guests::id.eq(id)))
        .set(meeting_guests::name.eq(name))
        .execute(c)?;
    Ok(())
}

pub fn uninvite_guest(c: &mut Conn, id: GuestId) -> Result<()> {
    diesel::delete(meeting_guests::table.filter(meeting_guests::id.eq(id))).execute(c)?;
    Ok(())
}

pub fn mark_guest(c: &mut Conn, id: GuestId, status: AttendanceStatus) -> Result<()> {
    diesel::update(meeting_guests::table.filter(meeting_guests::id.eq(id)))
        .set(meeting_guests::attendance.eq(Some(status)))
        .execute(c)?;
    Ok(())
}

pub fn answer_guest(c: &mut Conn, id: GuestId, answer: Answer, note: Option<&str>, now: Timestamp) -> Result<()> {
    diesel::update(meeting_guests::table.filter(meeting_guests::id.eq(id)))
        .set((
            meeting_guests::answer.eq(Some(answer)),
            meeting_guests::answer_note.eq(note),
            meeting_guests::answered_at.eq(Some(now)),
        ))
        .execute(c)?;
    Ok(())
}

/// The link that a guest answers by; the one before it works no more.
pub fn set_link(c: &mut Conn, id: GuestId, token_hash: &str) -> Result<()> {
    diesel::update(meeting_guests::table.filter(meeting_guests::id.eq(id)))
        .set(meeting_guests::token_hash.eq(Some(token_hash)))
        .execute(c)?;
    Ok(())
}

pub fn find_guest(c: &mut Conn, token_hash: &str) -> Result<Option<GuestRow>> {
    Ok(meeting_guests::table
        .filter(meeting_guests::token_hash.eq(token_hash))
        .select(GuestRow::as_select())
        .first(c)
        .optional()?)
}
