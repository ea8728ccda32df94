//! The rows of meetings. Their series, lists of people, agendas and outcomes have stores of their own.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{meeting_people, meetings};
use crate::db::{Conn, one_of};
use crate::error::{Error, Result};
use crate::ids::{MeetingId, SeriesId, UserId};
use crate::meetings::mayor::model::MeetingKind;
use crate::meetings::model::MeetingFilter;
use crate::meetings::state::MeetingState;
use crate::page::Cursor;

/// A meeting's row, without the frozen agenda.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = meetings, treat_none_as_null = true)]
pub struct Meeting {
    pub id: MeetingId,
    pub series_id: SeriesId,
    /// 0: none yet.
    pub number: i32,
    pub kind: MeetingKind,
    pub state: MeetingState,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    pub chair_id: Option<UserId>,
    pub agenda_revision: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The day of the series' rule.
    pub planned_on: Option<NaiveDate>,
    /// Of its entry in calendars.
    pub calendar_sequence: i32,
    /// The start that people were reminded of.
    pub reminded_for: Option<Timestamp>,
    /// As it was when it started.
    pub quorum_needed: Option<i32>,
}

impl Meeting {
    /// Its number within the series, when it has one.
    pub fn number(&self) -> Option<i32> {
        Some(self.number).filter(|n| *n > 0)
    }

    /// By what the meetings of a series follow one another: their numbers, whatever their days. One that has none yet comes
    /// after all that have, and two of those by their days.
    pub fn order(&self) -> (i32, Timestamp, MeetingId) {
        (self.number().unwrap_or(i32::MAX), self.starts_at, self.id)
    }
}

pub fn insert_meeting(c: &mut Conn, row: &Meeting) -> Result<MeetingId> {
    use meetings as m;
    Ok(diesel::insert_into(m::table)
        .values((
            m::series_id.eq(row.series_id),
            m::number.eq(row.number),
            m::kind.eq(row.kind),
            m::state.eq(row.state),
            m::starts_at.eq(row.starts_at),
            m::ends_at.eq(row.ends_at),
            m::place.eq(&row.place),
            m::chair_id.eq(row.chair_id),
            m::agenda_revision.eq(row.agenda_revision),
            m::version.eq(row.version),
            m::created_at.eq(row.created_at),
            m::updated_at.eq(row.updated_at),
            m::planned_on.eq(row.planned_on),
            m::calendar_sequence.eq(row.calendar_sequence),
        ))
        .returning(m::id)
        .get_result(c)?)
}

pub fn find_meeting(c: &mut Conn, id: MeetingId) -> Result<Option<Meeting>> {
    Ok(meetings::table
        .filter(meetings::id.eq(id))
        .select(Meeting::as_select())
        .first(c)
        .optional()?)
}

pub fn meetings_by_id(c: &mut Conn, ids: &[MeetingId]) -> Result<Vec<Meeting>> {
    Ok(meetings::table
        .filter(one_of(meetings::id, ids))
        .select(Meeting::as_select())
        .load(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_meeting(c: &mut Conn, row: &mut Meeting, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = meetings::table.filter(meetings::id.eq(row.id).and(meetings::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

/// Has everybody else who writes what its minutes say wait until the transaction ends.
pub fn lock(c: &mut Conn, meeting: MeetingId) -> Result<()> {
    diesel::update(meetings::table.filter(meetings::id.eq(meeting)))
        .set(meetings::version.eq(meetings::version))
        .execute(c)?;
    Ok(())
}

/// The next version of a meeting whose list has changed.
pub fn touch(c: &mut Conn, id: MeetingId, now: Timestamp) -> Result<Meeting> {
    diesel::update(meetings::table.filter(meetings::id.eq(id)))
        .set((
            meetings::version.eq(meetings::version + 1),
            meetings::updated_at.eq(now),
        ))
        .execute(c)?;
    find_meeting(c, id)?.ok_or(Error::NotFound)
}

/// The meetings that were planned for these days of the series' rule.
pub fn planned_on(c: &mut Conn, series: SeriesId, days: &[NaiveDate]) -> Result<Vec<Meeting>> {
    let of = meetings::table.filter(meetings::series_id.eq(series));
    let of = of.filter(meetings::planned_on.eq_any(days.iter().copied().map(Some)));
    Ok(of.select(Meeting::as_select()).load(c)?)
}

/// The meetings in these states that start between these instants.
pub fn within(c: &mut Conn, states: Vec<MeetingState>, from: Timestamp, until: Timestamp) -> Result<Vec<Meeting>> {
    let between = meetings::starts_at.gt(from).and(meetings::starts_at.lt(until));
    Ok(meetings::table
        .filter(between.and(meetings::state.eq_any(states)))
        .order((meetings::starts_at, meetings::id))
        .select(Meeting::as_select())
        .load(c)?)
}

/// Announced meetings that start between these instants and that nobody was reminded of.
pub fn not_reminded(c: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<Meeting>> {
    let announced = [MeetingState::Scheduled, MeetingState::AgendaPublished];
    let rows = within(c, announced.to_vec(), from, until)?;
    Ok(rows
        .into_iter()
        .filter(|m| m.reminded_for != Some(m.starts_at))
        .collect())
}

/// Notes that people are reminded of it as it stands; says whether they were not yet.
pub fn note_reminded(c: &mut Conn, id: MeetingId) -> Result<bool> {
    let due = meetings::reminded_for
        .is_null()
        .or(meetings::reminded_for.assume_not_null().ne(meetings::starts_at));
    let one = meetings::table.filter(meetings::id.eq(id).and(due));
    let noted = diesel::update(one).set(meetings::reminded_for.eq(meetings::starts_at.nullable()));
    Ok(noted.execute(c)? == 1)
}

/// Whose meetings a list is made of.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// All, drafts too.
    All,
    /// All that have been announced.
    Announced,
    /// The announced ones that this person is invited to or chairs.
    Of(UserId),
}

/// Rows of a page and one more, the latest first.
pub fn list_meetings(
    c: &mut Conn,
    scope: Scope,
    filter: &MeetingFilter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Meeting>> {
    let mut query = meetings::table.into_boxed();
    query = match scope {
        Scope::All => query,
        Scope::Announced => query.filter(meetings::state.ne(MeetingState::Draft)),
        Scope::Of(user) => {
            let invited = meeting_people::table
                .filter(
                    meeting_people::user_id.eq(user).or(meeting_people::substitute_id
                        .is_not_null()
                        .and(meeting_people::substitute_id.assume_not_null().eq(user))),
                )
                .select(meeting_people::meeting_id);
            let chairs = meetings::chair_id
                .is_not_null()
                .and(meetings::chair_id.assume_not_null().eq(user));
            query
                .filter(meetings::state.ne(MeetingState::Draft))
                .filter(meetings::id.eq_any(invited).or(chairs))
        }
    };
    if let Some(series) = filter.series_id {
        query = query.filter(meetings::series_id.eq(series));
    }
    if let Some(state) = filter.state {
        query = query.filter(meetings::state.eq(state));
    }
    if let Some(cursor) = after {
        let at = cursor.instant()?;
        query = query.filter(
            meetings::starts_at
                .lt(at)
                .or(meetings::starts_at.eq(at).and(meetings::id.lt(MeetingId(cursor.i)))),
        );
    }
    Ok(query
        .order((meetings::starts_at.desc(), meetings::id.desc()))
        .limit(limit)
        .select(Meeting::as_select())
        .load(c)?)
}

/// The meetings of the series before this number that have been held, the earliest first. A draft, which has the number
/// 0, comes after all of them.
pub fn held_before(c: &mut Conn, series: SeriesId, number: i32) -> Result<Vec<Meeting>> {
    let held = [
        MeetingState::MinutesDraft,
        MeetingState::MinutesReview,
        MeetingState::Approved,
    ];
    let before = if number > 0 { number } else { i32::MAX };
    let earlier = meetings::table.filter(
        meetings::series_id
            .eq(series)
            .and(meetings::number.lt(before))
            .and(meetings::state.eq_any(held)),
    );
    Ok(earlier.order(meetings::number).select(Meeting::as_select()).load(c)?)
}

/// The states of a meeting that is still to be held.
const TO_COME: [MeetingState; 4] = [
    MeetingState::Draft,
    MeetingState::Scheduled,
    MeetingState::AgendaPublished,
    MeetingState::Postponed,
];

/// The next meeting of the series that is still to be held: by number, then the drafts, which have none, by date.
pub fn next_meeting(c: &mut Conn, series: SeriesId, number: i32) -> Result<Option<MeetingId>> {
    let (draft, later) = (meetings::number.eq(0), meetings::number.gt(number));
    let later = meetings::table.filter(
        meetings::series_id
            .eq(series)
            .and(later.or(draft))
            .and(meetings::state.eq_any(TO_COME)),
    );
    let order = (draft, meetings::number, meetings::starts_at, meetings::id);
    Ok(later.order(order).select(meetings::id).first(c).optional()?)
}

/// The meetings of the series that are still to be held, in their order.
pub fn to_come(c: &mut Conn, series: SeriesId) -> Result<Vec<Meeting>> {
    let coming = meetings::table.filter(meetings::series_id.eq(series).and(meetings::state.eq_any(TO_COME)));
    let mut coming: Vec<Meeting> = coming.select(Meeting::as_select()).load(c)?;
    coming.sort_by_key(Meeting::order);
    Ok(coming)
}
