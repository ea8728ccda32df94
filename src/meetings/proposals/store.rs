//! The rows of what units propose for agendas.

use diesel::prelude::*;

use super::model::ProposalState;
use crate::clock::Timestamp;
use crate::db::schema::{agenda_items, agenda_proposals, meetings, outcomes};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{MeetingId, ProposalId, RequestId, SeriesId, UnitId, UserId};
use crate::meetings::agenda::model::OutcomeKind;
use crate::meetings::state::MeetingState;
use crate::meetings::store::Meeting;

/// A proposal's row.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = agenda_proposals, treat_none_as_null = true)]
pub struct Proposal {
    pub id: ProposalId,
    pub series_id: SeriesId,
    pub meeting_id: MeetingId,
    pub unit_id: UnitId,
    pub request_id: Option<RequestId>,
    pub subject: Option<String>,
    pub why: String,
    pub state: ProposalState,
    pub proposed_by_id: UserId,
    pub decided_by_id: Option<UserId>,
    pub decision_reason: Option<String>,
    pub decided_at: Option<Timestamp>,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What the agenda needs of a proposal that was accepted.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agenda_proposals)]
pub struct Accepted {
    pub id: ProposalId,
    pub meeting_id: MeetingId,
    pub unit_id: UnitId,
    pub request_id: Option<RequestId>,
    pub subject: Option<String>,
    pub why: String,
    pub created_at: Timestamp,
}

pub fn insert(c: &mut Conn, row: &Proposal) -> Result<ProposalId> {
    use agenda_proposals as p;
    Ok(diesel::insert_into(p::table)
        .values((
            p::series_id.eq(row.series_id),
            p::meeting_id.eq(row.meeting_id),
            p::unit_id.eq(row.unit_id),
            p::request_id.eq(row.request_id),
            p::subject.eq(row.subject.as_deref()),
            p::why.eq(&row.why),
            p::state.eq(row.state),
            p::proposed_by_id.eq(row.proposed_by_id),
            p::version.eq(row.version),
            p::created_at.eq(row.created_at),
            p::updated_at.eq(row.updated_at),
        ))
        .returning(p::id)
        .get_result(c)?)
}

pub fn find(c: &mut Conn, id: ProposalId) -> Result<Option<Proposal>> {
    Ok(agenda_proposals::table
        .filter(agenda_proposals::id.eq(id))
        .select(Proposal::as_select())
        .first(c)
        .optional()?)
}

/// Whether the unit has this request before the series already, undecided.
pub fn waits(c: &mut Conn, series: SeriesId, unit: UnitId, request: RequestId) -> Result<bool> {
    let waiting = agenda_proposals::table.filter(
        agenda_proposals::series_id
            .eq(series)
            .and(agenda_proposals::unit_id.eq(unit))
            .and(agenda_proposals::request_id.eq(request))
            .and(agenda_proposals::state.eq_any([ProposalState::Waiting, ProposalState::PutOff])),
    );
    Ok(diesel::select(diesel::dsl::exists(waiting)).get_result(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save(c: &mut Conn, row: &mut Proposal, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = agenda_proposals::table.filter(agenda_proposals::id.eq(row.id).and(agenda_proposals::version.eq(seen)));
    Ok(diesel::update(old).set(&*row).execute(c)? == 1)
}

/// Rows of a page and one more, oldest first: what was made for this meeting or decided on for it, and what earlier
/// meetings of the series, by their numbers, have left undecided or put off. `units`: only of these.
pub fn list(
    c: &mut Conn,
    meeting: &Meeting,
    units: Option<&[UnitId]>,
    state: Option<ProposalState>,
    after: Option<ProposalId>,
    limit: i64,
) -> Result<Vec<Proposal>> {
    let earlier = meetings::table
        .filter(
            meetings::series_id
                .eq(meeting.series_id)
                .and(meetings::number.lt(meeting.order().0)),
        )
        .select(meetings::id);
    let left = agenda_proposals::series_id
        .eq(meeting.series_id)
        .and(agenda_proposals::state.eq_any([ProposalState::Waiting, ProposalState::PutOff]))
        .and(agenda_proposals::meeting_id.eq_any(earlier));
    let mut query = agenda_proposals::table
        .into_boxed()
        .filter(agenda_proposals::meeting_id.eq(meeting.id).or(left))
        .filter(agenda_proposals::id.gt(after.unwrap_or(ProposalId(0))));
    if let Some(units) = units {
        query = query.filter(one_of(agenda_proposals::unit_id, units));
    }
    if let Some(state) = state {
        query = query.filter(agenda_proposals::state.eq(state));
    }
    Ok(query
        .order(agenda_proposals::id)
        .limit(limit)
        .select(Proposal::as_select())
        .load(c)?)
}

/// The requests that were accepted for this meeting, or for an earlier one of the series that was called off.
pub fn accepted_requests(c: &mut Conn, meeting: &Meeting) -> Result<Vec<Accepted>> {
    let called_off = meetings::series_id
        .eq(meeting.series_id)
        .and(meetings::number.lt(meeting.order().0))
        .and(meetings::state.eq(MeetingState::Cancelled));
    Ok(agenda_proposals::table
        .inner_join(meetings::table.on(meetings::id.eq(agenda_proposals::meeting_id)))
        .filter(
            agenda_proposals::series_id
                .eq(meeting.series_id)
                .and(agenda_proposals::state.eq(ProposalState::Accepted))
                .and(agenda_proposals::request_id.is_not_null()),
        )
        .filter(meetings::id.eq(meeting.id).or(called_off))
        .order(agenda_proposals::id)
        .select(Accepted::as_select())
        .load(c)?)
}

/// The subjects that were accepted for this meeting or one before it, until something but putting off has
/// come of them.
pub fn open_subjects(c: &mut Conn, meeting: &Meeting) -> Result<Vec<Accepted>> {
    let ended = agenda_items::table
        .inner_join(outcomes::table.on(outcomes::agenda_item_id.eq(agenda_items::id)))
        .filter(
            agenda_items::proposal_id
                .eq(agenda_proposals::id.nullable())
                .and(outcomes::kind.ne(OutcomeKind::Deferred))
                .and(outcomes::taken_back_at.is_null()),
        );
    Ok(agenda_proposals::table
        .inner_join(meetings::table.on(meetings::id.eq(agenda_proposals::meeting_id)))
        .filter(
            agenda_proposals::series_id
                .eq(meeting.series_id)
                .and(agenda_proposals::state.eq(ProposalState::Accepted))
                .and(agenda_proposals::request_id.is_null())
                .and(meetings::number.le(meeting.order().0)),
        )
        .filter(diesel::dsl::not(diesel::dsl::exists(ended)))
        .order(agenda_proposals::id)
        .select(Accepted::as_select())
        .load(c)?)
}

/// The proposals that lines come from.
pub fn by_id(c: &mut Conn, ids: &[ProposalId]) -> Result<Vec<Proposal>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(agenda_proposals::table
        .filter(one_of(agenda_proposals::id, ids))
        .select(Proposal::as_select())
        .load(c)?)
}
