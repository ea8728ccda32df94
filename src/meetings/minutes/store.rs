//! The rows of minutes: paragraphs of the draft, versions of the text, remarks, corrections.

use diesel::prelude::*;

use super::model::{RemarkKind, RemarkState};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{
    agenda_items, meeting_series, meetings, minutes, minutes_addenda, minutes_paragraphs, minutes_remarks,
    minutes_versions, outcomes,
};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::{AddendumId, AgendaItemId, MeetingId, RemarkId, SeriesId, UserId};
use crate::meetings::agenda::model::OutcomeKind;
use crate::meetings::agenda::ranking::LineKind;
pub use crate::meetings::store::lock;

/// What was written of a line.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = minutes_paragraphs)]
pub struct Draft {
    pub agenda_item_id: AgendaItemId,
    pub text: String,
    pub version: i32,
}

pub fn drafts(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Draft>> {
    Ok(minutes_paragraphs::table
        .filter(minutes_paragraphs::meeting_id.eq(meeting))
        .select(Draft::as_select())
        .load(c)?)
}

/// Writes the text of a line that still has this version, 0 when it has none; says whether it had.
pub fn save_draft(c: &mut Conn, meeting: MeetingId, draft: &Draft, by: UserId, now: Timestamp) -> Result<bool> {
    use minutes_paragraphs as p;
    if draft.version == 0 {
        diesel::insert_into(p::table)
            .values((
                p::meeting_id.eq(meeting),
                p::agenda_item_id.eq(draft.agenda_item_id),
                p::text.eq(&draft.text),
                p::saved_by_id.eq(by),
                p::version.eq(1),
                p::created_at.eq(now),
                p::updated_at.eq(now),
            ))
            .execute(c)
            .map_err(Error::raced)?;
        return Ok(true);
    }
    let same = p::table.filter(
        p::agenda_item_id
            .eq(draft.agenda_item_id)
            .and(p::version.eq(draft.version)),
    );
    let saved = diesel::update(same)
        .set((
            p::text.eq(&draft.text),
            p::saved_by_id.eq(by),
            p::version.eq(draft.version + 1),
            p::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(saved == 1)
}

/// The row of minutes that are final.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = minutes, treat_none_as_null = true)]
pub struct Minutes {
    pub meeting_id: MeetingId,
    pub text_version: i32,
    pub review_from: Timestamp,
    pub review_days: i32,
    pub reminded_version: i32,
    pub code: Option<String>,
    pub approved_at: Option<Timestamp>,
    pub approved_by_id: Option<UserId>,
}

pub fn insert(c: &mut Conn, row: &Minutes) -> Result<()> {
    diesel::insert_into(minutes::table).values(row).execute(c)?;
    Ok(())
}

/// Writes the row; the caller has locked the meeting.
pub fn save(c: &mut Conn, row: &Minutes) -> Result<()> {
    diesel::update(minutes::table.filter(minutes::meeting_id.eq(row.meeting_id)))
        .set(row)
        .execute(c)?;
    Ok(())
}

pub fn find(c: &mut Conn, meeting: MeetingId) -> Result<Option<Minutes>> {
    Ok(minutes::table
        .filter(minutes::meeting_id.eq(meeting))
        .select(Minutes::as_select())
        .first(c)
        .optional()?)
}

pub fn by_code(c: &mut Conn, code: &str) -> Result<Option<Minutes>> {
    Ok(minutes::table
        .filter(
            minutes::code
                .is_not_null()
                .and(minutes::code.assume_not_null().eq(code)),
        )
        .select(Minutes::as_select())
        .first(c)
        .optional()?)
}

/// Minutes in review after this meeting, by meeting.
pub fn in_review_after(c: &mut Conn, after: MeetingId, limit: i64) -> Result<Vec<Minutes>> {
    Ok(minutes::table
        .filter(minutes::approved_at.is_null().and(minutes::meeting_id.gt(after)))
        .order(minutes::meeting_id)
        .limit(limit)
        .select(Minutes::as_select())
        .load(c)?)
}

/// One version of the text.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = minutes_versions, treat_none_as_default_value = false)]
pub struct Version {
    pub meeting_id: MeetingId,
    pub number: i32,
    pub content: Json,
    pub hash: String,
    pub remark_id: Option<RemarkId>,
    pub made_by_id: UserId,
    pub created_at: Timestamp,
}

pub fn insert_version(c: &mut Conn, row: &Version) -> Result<()> {
    diesel::insert_into(minutes_versions::table).values(row).execute(c)?;
    Ok(())
}

pub fn version(c: &mut Conn, meeting: MeetingId, number: i32) -> Result<Option<Version>> {
    let one = minutes_versions::meeting_id
        .eq(meeting)
        .and(minutes_versions::number.eq(number));
    Ok(minutes_versions::table
        .filter(one)
        .select(Version::as_select())
        .first(c)
        .optional()?)
}

/// What an attendee has said.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = minutes_remarks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Remark {
    #[diesel(skip_insertion)]
    pub id: RemarkId,
    pub meeting_id: MeetingId,
    pub agenda_item_id: Option<AgendaItemId>,
    pub author_id: UserId,
    pub kind: RemarkKind,
    pub text: String,
    pub proposed: Option<String>,
    pub text_version: i32,
    pub state: RemarkState,
    pub answer: Option<String>,
    pub answered_by_id: Option<UserId>,
    pub answered_at: Option<Timestamp>,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Writes a new row; its id is the database's to give.
pub fn insert_remark(c: &mut Conn, row: &Remark) -> Result<RemarkId> {
    Ok(diesel::insert_into(minutes_remarks::table)
        .values(row)
        .returning(minutes_remarks::id)
        .get_result(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save_remark(c: &mut Conn, row: &mut Remark, now: Timestamp) -> Result<bool> {
    use minutes_remarks as r;
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let same = r::table.filter(r::id.eq(row.id).and(r::version.eq(seen)));
    Ok(diesel::update(same).set(&*row).execute(c)? == 1)
}

pub fn remark(c: &mut Conn, meeting: MeetingId, id: RemarkId) -> Result<Option<Remark>> {
    use minutes_remarks as r;
    Ok(r::table
        .filter(r::id.eq(id).and(r::meeting_id.eq(meeting)))
        .select(Remark::as_select())
        .first(c)
        .optional()?)
}

/// Remarks on the minutes after this one, oldest first, but none on these lines.
pub fn remarks(
    c: &mut Conn,
    meeting: MeetingId,
    but: &[AgendaItemId],
    after: RemarkId,
    limit: i64,
) -> Result<Vec<Remark>> {
    use minutes_remarks as r;
    let mut query = r::table
        .filter(r::meeting_id.eq(meeting).and(r::id.gt(after)))
        .order(r::id)
        .limit(limit)
        .select(Remark::as_select())
        .into_boxed();
    if !but.is_empty() {
        query = query.filter(
            r::agenda_item_id
                .is_null()
                .or(r::agenda_item_id.assume_not_null().ne_all(but.to_vec())),
        );
    }
    Ok(query.load(c)?)
}

/// How many remarks are not answered yet.
pub fn open_remarks(c: &mut Conn, meeting: MeetingId) -> Result<i64> {
    use minutes_remarks as r;
    let open = r::meeting_id.eq(meeting).and(r::state.eq(RemarkState::Open));
    Ok(r::table.filter(open).count().get_result(c)?)
}

/// A correction.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = minutes_addenda)]
pub struct Addendum {
    #[diesel(skip_insertion)]
    pub id: AddendumId,
    pub meeting_id: MeetingId,
    pub number: i32,
    pub text: String,
    pub hash: String,
    pub made_by_id: UserId,
    pub created_at: Timestamp,
}

/// Writes a new row; its id is the database's to give.
pub fn insert_addendum(c: &mut Conn, row: &Addendum) -> Result<AddendumId> {
    Ok(diesel::insert_into(minutes_addenda::table)
        .values(row)
        .returning(minutes_addenda::id)
        .get_result(c)?)
}

pub fn addenda(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Addendum>> {
    Ok(minutes_addenda::table
        .filter(minutes_addenda::meeting_id.eq(meeting))
        .order(minutes_addenda::number)
        .select(Addendum::as_select())
        .load(c)?)
}

pub fn count_addenda(c: &mut Conn, meeting: MeetingId) -> Result<i64> {
    Ok(minutes_addenda::table
        .filter(minutes_addenda::meeting_id.eq(meeting))
        .count()
        .get_result(c)?)
}

/// The series' own working days of review, if it has any.
pub fn review_days(c: &mut Conn, series: SeriesId) -> Result<Option<i32>> {
    Ok(meeting_series::table
        .filter(meeting_series::id.eq(series))
        .select(meeting_series::minutes_review_days)
        .first(c)?)
}

/// Why the lines about minutes are there on which later meetings of the series have agreed.
pub fn agreed_later(c: &mut Conn, series: SeriesId, number: i32) -> Result<Vec<Json>> {
    let agreed = [OutcomeKind::Decision, OutcomeKind::Solved];
    let later = meetings::series_id.eq(series).and(meetings::number.gt(number));
    Ok(outcomes::table
        .inner_join(agenda_items::table.on(agenda_items::id.eq(outcomes::agenda_item_id)))
        .inner_join(meetings::table.on(meetings::id.eq(outcomes::meeting_id)))
        .filter(
            later
                .and(agenda_items::kind.eq(LineKind::Minutes))
                .and(outcomes::kind.eq_any(agreed)),
        )
        .select(agenda_items::reason)
        .load(c)?)
}
