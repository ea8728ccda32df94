//! The rows of series, meetings, agendas and outcomes.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::agenda_model::{OutcomeKind, Placement};
use super::model::{AttendanceStatus, Invite, MeetingFilter};
use super::ranking::LineKind;
use super::state::MeetingState;
use crate::accounts::Role;
use crate::clock::Timestamp;
use crate::db::schema::{
    agenda_items, meeting_people, meeting_series, meetings, outcomes, requests, role_grants, themes, users,
};
use crate::db::types::Json;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{
    AgendaItemId, CommitmentId, DeskId, MeetingId, OutcomeId, RequestId, SeriesId, ThemeId, UnitId, UserId,
};
use crate::page::Cursor;
use crate::requests::Category;
use crate::requests::policy::{Subject, is_untriaged};
use crate::requests::state::State;
use crate::routing::Priority;

/// A series' row.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = meeting_series, treat_none_as_null = true)]
pub struct Series {
    pub id: SeriesId,
    pub title: String,
    pub chair_id: Option<UserId>,
    pub place: String,
    pub active: bool,
    pub last_number: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A meeting's row, without the frozen agenda.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = meetings, treat_none_as_null = true)]
pub struct Meeting {
    pub id: MeetingId,
    pub series_id: SeriesId,
    pub number: i32,
    pub state: MeetingState,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    pub chair_id: Option<UserId>,
    pub agenda_revision: i32,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

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

pub fn insert_series(
    c: &mut Conn,
    title: &str,
    chair: Option<UserId>,
    place: &str,
    last_number: i32,
    now: Timestamp,
) -> Result<SeriesId> {
    use meeting_series as s;
    Ok(diesel::insert_into(s::table)
        .values((
            s::title.eq(title),
            s::chair_id.eq(chair),
            s::place.eq(place),
            s::active.eq(true),
            s::last_number.eq(last_number),
            s::version.eq(1),
            s::created_at.eq(now),
            s::updated_at.eq(now),
        ))
        .returning(s::id)
        .get_result(c)?)
}

pub fn find_series(c: &mut Conn, id: SeriesId) -> Result<Option<Series>> {
    Ok(meeting_series::table
        .filter(meeting_series::id.eq(id))
        .select(Series::as_select())
        .first(c)
        .optional()?)
}

pub fn series_titles(c: &mut Conn, ids: &[SeriesId]) -> Result<Vec<(SeriesId, String)>> {
    Ok(meeting_series::table
        .filter(one_of(meeting_series::id, ids))
        .select((meeting_series::id, meeting_series::title))
        .load(c)?)
}

pub fn list_series(c: &mut Conn, after: Option<SeriesId>, limit: i64) -> Result<Vec<Series>> {
    let after = after.unwrap_or(SeriesId(0));
    Ok(meeting_series::table
        .filter(meeting_series::id.gt(after))
        .order(meeting_series::id)
        .limit(limit)
        .select(Series::as_select())
        .load(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_series(c: &mut Conn, row: &mut Series, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = meeting_series::table.filter(meeting_series::id.eq(row.id).and(meeting_series::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

/// The next number of the series; its row is locked until the transaction ends.
pub fn next_number(c: &mut Conn, series: SeriesId) -> Result<i32> {
    Ok(
        diesel::update(meeting_series::table.filter(meeting_series::id.eq(series)))
            .set(meeting_series::last_number.eq(meeting_series::last_number + 1))
            .returning(meeting_series::last_number)
            .get_result(c)?,
    )
}

pub fn insert_meeting(c: &mut Conn, row: &Meeting) -> Result<MeetingId> {
    use meetings as m;
    Ok(diesel::insert_into(m::table)
        .values((
            m::series_id.eq(row.series_id),
            m::number.eq(row.number),
            m::state.eq(row.state),
            m::starts_at.eq(row.starts_at),
            m::ends_at.eq(row.ends_at),
            m::place.eq(&row.place),
            m::chair_id.eq(row.chair_id),
            m::agenda_revision.eq(row.agenda_revision),
            m::version.eq(row.version),
            m::created_at.eq(row.created_at),
            m::updated_at.eq(row.updated_at),
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

pub fn freeze_agenda(c: &mut Conn, id: MeetingId, snapshot: serde_json::Value) -> Result<()> {
    diesel::update(meetings::table.filter(meetings::id.eq(id)))
        .set(meetings::agenda_snapshot.eq(Json(snapshot)))
        .execute(c)?;
    Ok(())
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
                .filter(meeting_people::user_id.eq(user))
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

/// The meetings of the series before this number that have been held, the earliest first.
pub fn held_before(c: &mut Conn, series: SeriesId, number: i32) -> Result<Vec<Meeting>> {
    let held = [
        MeetingState::MinutesDraft,
        MeetingState::MinutesReview,
        MeetingState::Approved,
    ];
    let earlier = meetings::table.filter(
        meetings::series_id
            .eq(series)
            .and(meetings::number.lt(number))
            .and(meetings::state.eq_any(held)),
    );
    Ok(earlier.order(meetings::number).select(Meeting::as_select()).load(c)?)
}

/// The next meeting of the series that is still to be held.
pub fn next_meeting(c: &mut Conn, series: SeriesId, number: i32) -> Result<Option<MeetingId>> {
    let coming = [
        MeetingState::Draft,
        MeetingState::Scheduled,
        MeetingState::AgendaPublished,
        MeetingState::Postponed,
    ];
    let later = meetings::table.filter(
        meetings::series_id
            .eq(series)
            .and(meetings::number.gt(number))
            .and(meetings::state.eq_any(coming)),
    );
    Ok(later.order(meetings::number).select(meetings::id).first(c).optional()?)
}

/// What the ranking and the lines need of an open request.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct OpenRequest {
    pub id: RequestId,
    pub title: String,
    pub state: State,
    pub priority: Priority,
    pub disputed: bool,
    pub due_at: Option<Timestamp>,
    pub raised_in_id: Option<MeetingId>,
    pub deferred_until: Option<NaiveDate>,
    pub deferred_to_id: Option<MeetingId>,
    pub created_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub unit_id: UnitId,
    pub private: bool,
    pub theme_id: Option<ThemeId>,
}

/// Every open request that has been submitted; one that is called done only when that is disputed.
pub fn open_requests(c: &mut Conn) -> Result<Vec<OpenRequest>> {
    let open = requests::table.filter(requests::is_open.and(requests::state.ne(State::Draft)));
    Ok(open
        .filter(requests::state.ne(State::Done).or(requests::disputed))
        .select(OpenRequest::as_select())
        .load(c)?)
}

/// Which open requests stood on the agendas of these meetings.
pub fn stood_on(c: &mut Conn, meetings: &[MeetingId]) -> Result<Vec<(RequestId, MeetingId)>> {
    Ok(agenda_items::table
        .inner_join(requests::table.on(agenda_items::request_id.eq(requests::id.nullable())))
        .filter(
            one_of(agenda_items::meeting_id, meetings)
                .and(agenda_items::placement.eq(Placement::Agenda))
                .and(requests::is_open),
        )
        .select((requests::id, agenda_items::meeting_id))
        .load(c)?)
}

/// Which themes stood on the agendas of these meetings; for one that was merged, the theme that it went into.
pub fn themes_stood_on(c: &mut Conn, meetings: &[MeetingId]) -> Result<Vec<(ThemeId, MeetingId)>> {
    let rows: Vec<(ThemeId, Option<ThemeId>, MeetingId)> = agenda_items::table
        .inner_join(themes::table.on(agenda_items::theme_id.eq(themes::id.nullable())))
        .filter(one_of(agenda_items::meeting_id, meetings).and(agenda_items::placement.eq(Placement::Agenda)))
        .select((themes::id, themes::merged_into_id, agenda_items::meeting_id))
        .load(c)?;
    let standing = |(id, into, meeting): (ThemeId, Option<ThemeId>, MeetingId)| (into.unwrap_or(id), meeting);
    Ok(rows.into_iter().map(standing).collect())
}

/// What a line shows of its request, and what decides who may read its title.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct LineRequest {
    pub id: RequestId,
    pub category: Category,
    pub number: Option<String>,
    pub title: String,
    pub state: State,
    pub resume_state: Option<State>,
    pub private: bool,
    pub unit_id: UnitId,
    pub filer_id: UserId,
    pub desk_id: Option<DeskId>,
    pub owner_id: Option<UserId>,
}

impl LineRequest {
    /// What the policy of requests asks.
    pub fn subject(&self) -> Subject {
        Subject {
            unit_id: self.unit_id,
            filer_id: self.filer_id,
            desk_id: self.desk_id,
            owner_id: self.owner_id,
            state: self.state,
            proposed: is_untriaged(self.state, self.resume_state),
            for_mayor: self.category == Category::MayorMeeting,
            private: self.private,
        }
    }
}

/// The requests of a meeting's lines, found through the lines: no list of ids that could grow too long to bind.
pub fn line_requests(c: &mut Conn, meeting: MeetingId) -> Result<Vec<LineRequest>> {
    let ids = agenda_items::table.filter(
        agenda_items::meeting_id
            .eq(meeting)
            .and(agenda_items::request_id.is_not_null()),
    );
    let ids = ids.select(agenda_items::request_id.assume_not_null());
    Ok(requests::table
        .filter(requests::id.eq_any(ids))
        .select(LineRequest::as_select())
        .load(c)?)
}

/// A line's row.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = agenda_items, treat_none_as_null = true)]
pub struct Item {
    pub id: AgendaItemId,
    pub meeting_id: MeetingId,
    pub position: i32,
    pub kind: LineKind,
    pub placement: Placement,
    pub request_id: Option<RequestId>,
    pub commitment_id: Option<CommitmentId>,
    pub title: String,
    pub minutes: i32,
    pub pinned: bool,
    pub excluded: bool,
    pub note: String,
    pub carried: i32,
    pub reason: Json,
    pub discussed: bool,
    pub version: i32,
    pub updated_at: Timestamp,
    pub theme_id: Option<ThemeId>,
}

/// What a new line is written from. `None` is written as NULL, so that rows can go in batches.
#[derive(Debug, Insertable)]
#[diesel(table_name = agenda_items, treat_none_as_default_value = false)]
pub struct NewItem {
    pub meeting_id: MeetingId,
    pub position: i32,
    pub kind: LineKind,
    pub placement: Placement,
    pub request_id: Option<RequestId>,
    pub commitment_id: Option<CommitmentId>,
    pub title: String,
    pub minutes: i32,
    pub pinned: bool,
    pub excluded: bool,
    pub note: String,
    pub carried: i32,
    pub reason: Json,
    pub discussed: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub theme_id: Option<ThemeId>,
}

/// The lines of a meeting, in the order of their places.
pub fn items(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Item>> {
    let of = agenda_items::table.filter(agenda_items::meeting_id.eq(meeting));
    Ok(of
        .order((agenda_items::placement, agenda_items::position, agenda_items::id))
        .select(Item::as_select())
        .load(c)?)
}

/// Writes new lines. 500 rows of 18 values stay below what either database can bind.
pub fn insert_items(c: &mut Conn, rows: &[NewItem]) -> Result<()> {
    for batch in rows.chunks(500) {
        crate::insert_batch!(c, agenda_items::table, batch)?;
    }
    Ok(())
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_item(c: &mut Conn, row: &mut Item, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = agenda_items::table.filter(agenda_items::id.eq(row.id).and(agenda_items::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

/// Gives a line another place; nothing that its readers see as theirs changes, so its version stays.
pub fn place_item(c: &mut Conn, id: AgendaItemId, position: i32) -> Result<()> {
    diesel::update(agenda_items::table.filter(agenda_items::id.eq(id)))
        .set(agenda_items::position.eq(position))
        .execute(c)?;
    Ok(())
}

pub fn delete_items(c: &mut Conn, ids: &[AgendaItemId]) -> Result<()> {
    diesel::delete(agenda_items::table.filter(one_of(agenda_items::id, ids))).execute(c)?;
    Ok(())
}

/// An outcome's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outcomes)]
pub struct Outcome {
    pub id: OutcomeId,
    pub agenda_item_id: AgendaItemId,
    pub kind: OutcomeKind,
    pub text: String,
    pub recorded_by_id: UserId,
    pub created_at: Timestamp,
}

pub fn insert_outcome(
    c: &mut Conn,
    item: &Item,
    kind: OutcomeKind,
    text: &str,
    by: UserId,
    now: Timestamp,
) -> Result<OutcomeId> {
    use outcomes as o;
    Ok(diesel::insert_into(o::table)
        .values((
            o::agenda_item_id.eq(item.id),
            o::meeting_id.eq(item.meeting_id),
            o::kind.eq(kind),
            o::text.eq(text),
            o::recorded_by_id.eq(by),
            o::created_at.eq(now),
        ))
        .returning(o::id)
        .get_result(c)?)
}

pub fn outcomes(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Outcome>> {
    Ok(outcomes::table
        .filter(outcomes::meeting_id.eq(meeting))
        .order(outcomes::id)
        .select(Outcome::as_select())
        .load(c)?)
}
