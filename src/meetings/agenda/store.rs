//! The rows of agendas, and what is gathered for them.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{OutcomeKind, Placement};
use super::ranking::{LineKind, Source};
use crate::clock::Timestamp;
use crate::db::schema::{agenda_items, outcomes, requests, themes};
use crate::db::types::Json;
use crate::db::{Conn, dialect, one_of};
use crate::error::Result;
use crate::ids::{AgendaItemId, CommitmentId, DeskId, MeetingId, ProposalId, RequestId, ThemeId, UnitId, UserId};
use crate::requests::Category;
use crate::requests::policy::{Subject, is_untriaged};
use crate::requests::state::State;
use crate::routing::Priority;

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

/// Which proposed subjects stood on the agendas of these meetings.
pub fn subjects_stood_on(c: &mut Conn, meetings: &[MeetingId]) -> Result<Vec<(ProposalId, MeetingId)>> {
    let subject = agenda_items::proposal_id
        .is_not_null()
        .and(agenda_items::request_id.is_null());
    Ok(agenda_items::table
        .filter(
            one_of(agenda_items::meeting_id, meetings)
                .and(agenda_items::placement.eq(Placement::Agenda))
                .and(subject),
        )
        .select((agenda_items::proposal_id.assume_not_null(), agenda_items::meeting_id))
        .load(c)?)
}

/// On what these meetings decided.
pub fn decided_in(c: &mut Conn, meetings: &[MeetingId]) -> Result<Vec<(Source, MeetingId)>> {
    type Row = (MeetingId, Option<RequestId>, Option<ThemeId>, Option<ProposalId>);
    let deciding = outcomes::kind
        .eq_any(OutcomeKind::ALL.iter().copied().filter(|kind| kind.decides()))
        .and(outcomes::taken_back_at.is_null());
    let rows: Vec<Row> = outcomes::table
        .inner_join(agenda_items::table.on(outcomes::agenda_item_id.eq(agenda_items::id)))
        .filter(one_of(outcomes::meeting_id, meetings).and(deciding))
        .select((
            outcomes::meeting_id,
            agenda_items::request_id,
            agenda_items::theme_id,
            agenda_items::proposal_id,
        ))
        .distinct()
        .load(c)?;
    let decided = |(meeting, request, theme, proposal): Row| {
        let request = request.map(Source::Request).or(theme.map(Source::Theme));
        Some((request.or(proposal.map(Source::Subject))?, meeting))
    };
    Ok(rows.into_iter().filter_map(decided).collect())
}

/// Which lines' requests, themes and promises have ended: of a theme, all requests.
pub fn ended(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Source>> {
    let of = agenda_items::table.filter(agenda_items::meeting_id.eq(meeting));
    let requests: Vec<RequestId> = of
        .inner_join(requests::table.on(agenda_items::request_id.eq(requests::id.nullable())))
        .filter(requests::is_open.eq(false))
        .select(requests::id)
        .load(c)?;
    let open = requests::table.filter(requests::theme_id.eq(agenda_items::theme_id).and(requests::is_open));
    let themes: Vec<ThemeId> = agenda_items::table
        .filter(
            agenda_items::meeting_id
                .eq(meeting)
                .and(agenda_items::theme_id.is_not_null()),
        )
        .filter(diesel::dsl::not(diesel::dsl::exists(open)))
        .select(agenda_items::theme_id.assume_not_null())
        .load(c)?;
    let requests = requests.into_iter().map(Source::Request);
    Ok(requests.chain(themes.into_iter().map(Source::Theme)).collect())
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

/// The requests of a meeting's lines.
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

/// The same of these requests.
pub fn requests_by_id(c: &mut Conn, ids: &[RequestId]) -> Result<Vec<LineRequest>> {
    Ok(requests::table
        .filter(one_of(requests::id, ids))
        .select(LineRequest::as_select())
        .load(c)?)
}

/// A line's row. `None` is written as NULL, so that new rows can go in batches; their ids are the database's to give.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = agenda_items, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Item {
    #[diesel(skip_insertion)]
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
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub theme_id: Option<ThemeId>,
    pub place: i32,
    pub placed: bool,
    pub exclusion_reason: Option<String>,
    pub standing_id: Option<i32>,
    pub proposal_id: Option<ProposalId>,
}

impl Item {
    /// What the line is about.
    pub fn source(&self) -> Source {
        Source::of(
            self.meeting_id,
            self.request_id,
            self.theme_id,
            self.commitment_id,
            self.proposal_id,
            self.standing_id,
        )
    }
}

/// The lines of a meeting, in the order of their places.
pub fn items(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Item>> {
    let of = agenda_items::table.filter(agenda_items::meeting_id.eq(meeting));
    Ok(of
        .order((agenda_items::placement, agenda_items::position, agenda_items::id))
        .select(Item::as_select())
        .load(c)?)
}

/// Writes new lines. 500 rows of 23 values stay below what either database can bind.
pub fn insert_items(c: &mut Conn, rows: &[Item]) -> Result<()> {
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

/// Writes the lines, each under the next version, if all still have the version that they have here; says whether they
/// had. One statement for every thousand.
pub fn remake_items(c: &mut Conn, rows: &[Item], now: Timestamp) -> Result<bool> {
    let made = |row: &Item| {
        serde_json::json!({
            "id": row.id, "version": row.version, "kind": row.kind, "placement": row.placement, "title": row.title,
            "minutes": row.minutes, "carried": row.carried, "reason": row.reason, "proposal_id": row.proposal_id,
        })
    };
    for batch in rows.chunks(1000) {
        let batch: Vec<_> = batch.iter().map(made).collect();
        if dialect::remake_agenda_items(c, &batch, now)? != batch.len() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives lines their places in their lists and in the whole order; nothing that their readers see as theirs changes, so
/// their versions stay. One statement for all.
pub fn place_items(c: &mut Conn, places: &[(AgendaItemId, i32, i32)]) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    dialect::place_agenda_items(c, places)
}

pub fn delete_items(c: &mut Conn, ids: &[AgendaItemId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    diesel::delete(agenda_items::table.filter(one_of(agenda_items::id, ids))).execute(c)?;
    Ok(())
}
