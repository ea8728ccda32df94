//! The rows of subjects for the mayor.

use diesel::prelude::*;

use super::model::SubjectState;
use crate::clock::Timestamp;
use crate::db::schema::{agenda_items, commitments, mayor_subjects, outcomes, requests, themes};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{MayorSubjectId, MeetingId, OutcomeId, RequestId, ThemeId, UnitId, UserId};
use crate::meetings::commitments::store::Commitment;

/// A subject's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mayor_subjects)]
pub struct Subject {
    pub id: MayorSubjectId,
    pub request_id: Option<RequestId>,
    pub theme_id: Option<ThemeId>,
    pub asked: String,
    pub state: SubjectState,
    pub decided_outcome_id: Option<OutcomeId>,
    pub marked_by_id: UserId,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub fn insert_subject(
    c: &mut Conn,
    request: Option<RequestId>,
    theme: Option<ThemeId>,
    asked: &str,
    outcome: Option<OutcomeId>,
    by: UserId,
    now: Timestamp,
) -> Result<MayorSubjectId> {
    use mayor_subjects as s;
    Ok(diesel::insert_into(s::table)
        .values((
            s::request_id.eq(request),
            s::theme_id.eq(theme),
            s::asked.eq(asked),
            s::state.eq(SubjectState::Waiting),
            s::outcome_id.eq(outcome),
            s::marked_by_id.eq(by),
            s::version.eq(1),
            s::created_at.eq(now),
            s::updated_at.eq(now),
        ))
        .returning(s::id)
        .get_result(c)?)
}

pub fn find_subject(c: &mut Conn, id: MayorSubjectId) -> Result<Option<Subject>> {
    Ok(mayor_subjects::table
        .filter(mayor_subjects::id.eq(id))
        .select(Subject::as_select())
        .first(c)
        .optional()?)
}

/// The subject of a request or a theme that waits.
pub fn waiting_of(c: &mut Conn, request: Option<RequestId>, theme: Option<ThemeId>) -> Result<Option<Subject>> {
    use mayor_subjects as s;
    let mut query = s::table.filter(s::state.eq(SubjectState::Waiting)).into_boxed();
    query = match (request, theme) {
        (Some(id), _) => query.filter(s::request_id.eq(id)),
        (None, Some(id)) => query.filter(s::theme_id.eq(id)),
        (None, None) => return Ok(None),
    };
    Ok(query.select(Subject::as_select()).first(c).optional()?)
}

/// The subject that an outcome put on the list, or that it decided.
pub fn of_outcome(c: &mut Conn, outcome: OutcomeId, decided: bool) -> Result<Option<Subject>> {
    use mayor_subjects as s;
    let mut query = s::table.into_boxed();
    query = if decided {
        query.filter(s::decided_outcome_id.eq(outcome))
    } else {
        query.filter(s::outcome_id.eq(outcome))
    };
    Ok(query.select(Subject::as_select()).first(c).optional()?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_subject(c: &mut Conn, row: &mut Subject, now: Timestamp) -> Result<bool> {
    use mayor_subjects as s;
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let old = s::table.filter(s::id.eq(row.id).and(s::version.eq(seen)));
    let written = diesel::update(old)
        .set((
            s::asked.eq(&row.asked),
            s::state.eq(row.state),
            s::decided_outcome_id.eq(row.decided_outcome_id),
            s::version.eq(row.version),
            s::updated_at.eq(row.updated_at),
        ))
        .execute(c)?;
    Ok(written == 1)
}

/// Rows of a page and one more, the oldest first.
pub fn list_subjects(
    c: &mut Conn,
    state: Option<SubjectState>,
    after: MayorSubjectId,
    limit: i64,
) -> Result<Vec<Subject>> {
    use mayor_subjects as s;
    let mut query = s::table.filter(s::id.gt(after)).into_boxed();
    if let Some(state) = state {
        query = query.filter(s::state.eq(state));
    }
    Ok(query.order(s::id).limit(limit).select(Subject::as_select()).load(c)?)
}

/// All that waits, with the title of its request or theme; who may not wait any more, for it is closed or merged, left out.
pub fn waiting(c: &mut Conn) -> Result<Vec<(Subject, String)>> {
    use mayor_subjects as s;
    let waits = || s::table.filter(s::state.eq(SubjectState::Waiting));
    let mut all: Vec<(Subject, String)> = waits()
        .inner_join(requests::table.on(s::request_id.eq(requests::id.nullable())))
        .filter(requests::is_open)
        .select((Subject::as_select(), requests::title))
        .load(c)?;
    let of_themes: Vec<(Subject, String)> = waits()
        .inner_join(themes::table.on(s::theme_id.eq(themes::id.nullable())))
        .filter(themes::merged_into_id.is_null())
        .select((Subject::as_select(), themes::title))
        .load(c)?;
    all.extend(of_themes);
    Ok(all)
}

/// The requests that wait, by themselves or by their theme.
pub fn waiting_requests(c: &mut Conn) -> Result<Vec<RequestId>> {
    use mayor_subjects as s;
    let waits = || s::table.filter(s::state.eq(SubjectState::Waiting));
    let own = waits().filter(s::request_id.is_not_null());
    let mut all: Vec<RequestId> = own.select(s::request_id.assume_not_null()).load(c)?;
    let of_themes: Vec<RequestId> = waits()
        .inner_join(requests::table.on(s::theme_id.eq(requests::theme_id)))
        .filter(requests::is_open)
        .select(requests::id)
        .load(c)?;
    all.extend(of_themes);
    Ok(all)
}

/// The subjects of these outcomes' decisions: text and meeting of each.
pub fn decisions(c: &mut Conn, ids: &[OutcomeId]) -> Result<Vec<(OutcomeId, String, MeetingId)>> {
    Ok(outcomes::table
        .filter(one_of(outcomes::id, ids))
        .select((outcomes::id, outcomes::text, outcomes::meeting_id))
        .load(c)?)
}

/// The subjects that a meeting's agenda takes up: those that wait, and those that were decided in it.
pub fn of_agenda(c: &mut Conn, requests: &[RequestId], themes: &[ThemeId]) -> Result<Vec<Subject>> {
    use mayor_subjects as s;
    let stands = s::state.ne(SubjectState::Withdrawn);
    let mut all: Vec<Subject> = s::table
        .filter(stands.and(one_of(s::request_id, requests)))
        .order(s::id)
        .select(Subject::as_select())
        .load(c)?;
    let of_themes: Vec<Subject> = s::table
        .filter(stands.and(one_of(s::theme_id, themes)))
        .order(s::id)
        .select(Subject::as_select())
        .load(c)?;
    all.extend(of_themes);
    Ok(all)
}

/// What was promised about these requests, by themselves.
pub fn promises_of(c: &mut Conn, ids: &[RequestId]) -> Result<Vec<Commitment>> {
    use commitments as k;
    Ok(k::table
        .filter(one_of(k::request_id, ids))
        .order(k::id)
        .select(Commitment::as_select())
        .load(c)?)
}

/// What was promised about these themes.
pub fn promises_of_themes(c: &mut Conn, ids: &[ThemeId]) -> Result<Vec<(ThemeId, Commitment)>> {
    Ok(commitments::table
        .inner_join(outcomes::table.on(outcomes::id.eq(commitments::outcome_id)))
        .inner_join(agenda_items::table.on(agenda_items::id.eq(outcomes::agenda_item_id)))
        .filter(one_of(agenda_items::theme_id, ids))
        .order(commitments::id)
        .select((agenda_items::theme_id.assume_not_null(), Commitment::as_select()))
        .load(c)?)
}

/// The units of these requests, and of the open requests of these themes, private ones included.
pub fn units_of(
    c: &mut Conn,
    ids: &[RequestId],
    of_themes: &[ThemeId],
) -> Result<Vec<(RequestId, Option<ThemeId>, UnitId)>> {
    let of_theme = requests::is_open.and(one_of(requests::theme_id, of_themes));
    Ok(requests::table
        .filter(one_of(requests::id, ids).or(of_theme))
        .select((requests::id, requests::theme_id, requests::unit_id))
        .load(c)?)
}
