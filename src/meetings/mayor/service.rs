//! What is to be taken up with the mayor: put on the list by an outcome or by the director, taken up by a meeting of that kind,
//! decided there; the decision goes back to the requests.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::model::{
    CreateSubject, MeetingKind, SubjectFilter, SubjectRequest, SubjectState, SubjectView, UpdateSubject,
    WithdrawSubject,
};
use super::store::{self, Subject};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{MayorSubjectId, OutcomeId, RequestId, ThemeId, UnitId};
use crate::meetings::agenda::candidates::{Titled, plain};
use crate::meetings::agenda::model::OutcomeKind;
use crate::meetings::agenda::ranking::{LineKind, Reason, Source};
use crate::meetings::agenda::store::Item;
use crate::meetings::commitments::service::meeting_refs;
use crate::meetings::outcomes::effects::{About, about};
use crate::meetings::policy;
use crate::meetings::service::need_right;
use crate::meetings::store::Meeting;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::requests;
use crate::requests::themes::meeting as themes;
use crate::requests::themes::service as theme_service;
use crate::resource::Expected;
use crate::units;

/// The one order of the list.
const SORT: &str = "id";

fn record(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Subject, action: &str, data: serde_json::Value) -> Result<()> {
    let entry = Entry {
        subject: "mayor_subject",
        subject_id: row.id.0,
        action,
        actor: Some(actor.id),
        from: None,
        to: Some(row.state.as_str()),
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

/// Notes it where people look: in the history of the request, or of the theme and its requests.
fn note(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Subject, action: &str, words: &str) -> Result<()> {
    match (row.request_id, row.theme_id) {
        (Some(id), _) => requests::mayor::note(c, cx, actor, id, action, words),
        (None, Some(id)) => themes::note(c, cx, actor, id, &json!({ "kind": action, "text": words })),
        (None, None) => Ok(()),
    }
}

/// Puts a request or a theme on the list, unless it waits there already.
///
/// # Errors
/// 409 when it waits.
pub fn mark(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    request: Option<RequestId>,
    theme: Option<ThemeId>,
    asked: &str,
    outcome: Option<OutcomeId>,
) -> Result<MayorSubjectId> {
    if store::waiting_of(c, request, theme)?.is_some() {
        return Err(Error::conflict(
            "duplicate",
            said(
                "این موضوع پیش‌تر در فهرست طرح با شهردار آمده است.",
                "This waits for the mayor already.",
            ),
        ));
    }
    let id = store::insert_subject(c, request, theme, asked, outcome, actor.id, cx.now)?;
    let row = store::find_subject(c, id)?.ok_or(Error::NotFound)?;
    let data = json!({ "request_id": request, "theme_id": theme, "asked": asked, "outcome_id": outcome });
    record(c, cx, actor, &row, "marked", data)?;
    Ok(id)
}

fn save(c: &mut Conn, cx: &Cx, row: &mut Subject) -> Result<()> {
    if store::save_subject(c, row, cx.now)? {
        Ok(())
    } else {
        Err(Error::LostRace("a subject for the mayor changed meanwhile".into()))
    }
}

/// What a meeting with the mayor decides on a line ends its subject, and is told to both sides of its requests.
pub fn decide(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: &Meeting,
    item: &Item,
    outcome: OutcomeId,
    kind: OutcomeKind,
    words: &str,
) -> Result<()> {
    let ends = matches!(kind, OutcomeKind::Decision | OutcomeKind::Solved | OutcomeKind::Dropped);
    if meeting.kind != MeetingKind::Mayor || !ends {
        return Ok(());
    }
    let ids = match about(item) {
        About::Request(id) => vec![id],
        About::Theme(id) => {
            let rows = store::units_of(c, &[], &[id])?;
            rows.into_iter().map(|(id, _, _)| id).collect()
        }
        About::Commitment(_) | About::Minutes => return Ok(()),
    };
    if let Some(mut row) = store::waiting_of(c, item.request_id, item.theme_id)? {
        row.state = SubjectState::Decided;
        row.decided_outcome_id = Some(outcome);
        save(c, cx, &mut row)?;
        let data = json!({ "meeting_id": meeting.id, "outcome_id": outcome, "text": words });
        record(c, cx, actor, &row, "decided", data)?;
    }
    // Of what is done or refused its own mail tells.
    if kind == OutcomeKind::Decision {
        requests::mayor::tell_decided(c, cx, actor, &ids, words)?;
    }
    Ok(())
}

/// Takes off the list what an outcome has put there, unless it was decided; says whether it did.
pub fn take_back(c: &mut Conn, cx: &Cx, actor: &Actor, outcome: OutcomeId) -> Result<bool> {
    let waits = |row: &Subject| row.state == SubjectState::Waiting;
    let Some(mut row) = store::of_outcome(c, outcome, false)?.filter(waits) else {
        return Ok(false);
    };
    row.state = SubjectState::Withdrawn;
    save(c, cx, &mut row)?;
    record(c, cx, actor, &row, "taken_back", json!({ "outcome_id": outcome }))?;
    Ok(true)
}

/// Lets a subject wait again that an outcome had decided, unless it was put on the list anew.
pub fn undecide(c: &mut Conn, cx: &Cx, actor: &Actor, outcome: OutcomeId) -> Result<bool> {
    let Some(mut row) = store::of_outcome(c, outcome, true)? else {
        return Ok(false);
    };
    if store::waiting_of(c, row.request_id, row.theme_id)?.is_some() {
        return Ok(false);
    }
    row.state = SubjectState::Waiting;
    row.decided_outcome_id = None;
    save(c, cx, &mut row)?;
    record(c, cx, actor, &row, "waits_again", json!({ "outcome_id": outcome }))?;
    Ok(true)
}

/// What a meeting with the mayor may take up: all that waits, themes of many units first.
pub fn candidates(c: &mut Conn) -> Result<Vec<Titled>> {
    let all = store::waiting(c)?;
    let of_themes: Vec<_> = all.iter().filter_map(|(row, _)| row.theme_id).collect();
    let mut units: HashMap<ThemeId, HashSet<UnitId>> = HashMap::new();
    for (_, theme, unit) in store::units_of(c, &[], &of_themes)? {
        units.entry(theme.unwrap_or(ThemeId(0))).or_default().insert(unit);
    }
    let line = |(row, title): (Subject, String)| {
        let since = row.created_at.date_tehran();
        let reason = Reason::ToMayor { since };
        let mut candidate = match (row.request_id, row.theme_id) {
            (Some(id), _) => plain(Source::Request(id), LineKind::New, reason, row.created_at),
            (None, Some(id)) => plain(Source::Theme(id), LineKind::Theme, reason, row.created_at),
            (None, None) => return None,
        };
        let count = row.theme_id.and_then(|id| units.get(&id)).map_or(0, HashSet::len);
        candidate.units = u32::try_from(count).unwrap_or(u32::MAX);
        Some((candidate, title))
    };
    Ok(all.into_iter().filter_map(line).collect())
}

/// The requests that other meetings do not take up, for they wait for the mayor.
pub fn waiting(c: &mut Conn) -> Result<Vec<RequestId>> {
    store::waiting_requests(c)
}

fn views(c: &mut Conn, actor: &Actor, rows: Vec<Subject>) -> Result<Vec<SubjectView>> {
    let ids: Vec<_> = rows.iter().filter_map(|r| r.request_id).collect();
    let theme_ids: Vec<_> = rows.iter().filter_map(|r| r.theme_id).collect();
    let asked = requests::mayor::titles(c, &ids)?;
    let named = theme_service::refs(c, &theme_ids)?;
    let placed = store::units_of(c, &ids, &theme_ids)?;
    let units: Vec<_> = placed.iter().map(|(_, _, unit)| *unit).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let people: Vec<_> = rows.iter().map(|r| r.marked_by_id).collect();
    let people = accounts::service::people(c, &people)?;
    let decided: Vec<_> = rows.iter().filter_map(|r| r.decided_outcome_id).collect();
    let decisions: HashMap<_, _> = store::decisions(c, &decided)?
        .into_iter()
        .map(|(id, text, meeting)| (id, (text, meeting)))
        .collect();
    let meetings: Vec<_> = decisions.values().map(|(_, meeting)| *meeting).collect();
    let meetings = meeting_refs(c, &meetings)?;
    let view = |r: Subject| {
        let decision = r.decided_outcome_id.and_then(|id| decisions.get(&id));
        let mut of: Vec<_> = placed
            .iter()
            .filter(|(id, theme, _)| Some(*id) == r.request_id || (r.theme_id.is_some() && *theme == r.theme_id))
            .map(|(_, _, unit)| *unit)
            .collect();
        of.sort_unstable();
        of.dedup();
        let waits = r.state == SubjectState::Waiting && policy::may_run(actor);
        SubjectView {
            request: r
                .request_id
                .and_then(|id| asked.get(&id))
                .map(|(id, number, title)| SubjectRequest {
                    id: *id,
                    number: number.clone(),
                    title: title.clone(),
                }),
            theme: r.theme_id.and_then(|id| named.get(&id).cloned()),
            units: of.into_iter().filter_map(|id| units.get(&id).cloned()).collect(),
            decision: decision.map(|(text, _)| text.clone()),
            decided_in: decision.and_then(|(_, meeting)| meetings.get(meeting).cloned()),
            marked_by: people.get(&r.marked_by_id).cloned(),
            allowed_actions: waits.then(|| "withdraw".to_owned()).into_iter().collect(),
            id: r.id,
            asked: r.asked,
            state: r.state,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

fn view(c: &mut Conn, actor: &Actor, row: Subject) -> Result<SubjectView> {
    views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

fn need_sight(actor: &Actor) -> Result<()> {
    if policy::sees_commitments(actor) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}

/// Puts a request or a theme on the list.
///
/// # Errors
/// 403, 409 when it waits there, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateSubject) -> Result<SubjectView> {
    need_right(actor)?;
    let asked = text::tidy(&input.asked);
    if asked.is_empty() {
        return Err(Error::field("/asked", FieldCode::Required));
    }
    let (request, theme) = match (&input.request, input.theme_id) {
        (Some(_), Some(_)) => return Err(Error::field("/theme_id", FieldCode::NotAllowed)),
        (None, None) => return Err(Error::field("/request", FieldCode::Required)),
        (Some(key), None) => {
            let request = requests::service::get(c, cx, actor, key).map_err(|e| not_found("/request", e))?;
            if !request.state.is_open() {
                return Err(Error::field("/request", FieldCode::Conflict));
            }
            (Some(request.id), None)
        }
        (None, Some(id)) => {
            if !theme_service::refs(c, &[id])?.contains_key(&id) {
                return Err(Error::field("/theme_id", FieldCode::NotFound));
            }
            (None, Some(id))
        }
    };
    let id = mark(c, cx, actor, request, theme, &asked, None)?;
    let row = store::find_subject(c, id)?.ok_or(Error::NotFound)?;
    note(c, cx, actor, &row, "to_mayor", &asked)?;
    view(c, actor, row)
}

fn not_found(at: &str, error: Error) -> Error {
    match error {
        Error::NotFound => Error::field(at, FieldCode::NotFound),
        other => other,
    }
}

/// A subject.
///
/// # Errors
/// 403, 404.
pub fn get(c: &mut Conn, actor: &Actor, id: MayorSubjectId) -> Result<SubjectView> {
    need_sight(actor)?;
    let row = store::find_subject(c, id)?.ok_or(Error::NotFound)?;
    view(c, actor, row)
}

/// A page of the subjects, the oldest first.
///
/// # Errors
/// 400 for a cursor of another list, 403.
pub fn list(c: &mut Conn, actor: &Actor, filter: &SubjectFilter) -> Result<Page<SubjectView>> {
    need_sight(actor)?;
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    let after = MayorSubjectId(page.after.as_ref().map_or(0, |cursor| cursor.i));
    let rows = store::list_subjects(c, filter.state, after, page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |r| (String::new(), r.id.0));
    Ok(Page {
        items: views(c, actor, rows.items)?,
        next: rows.next,
    })
}

/// The subject that waits, at the version that was seen.
fn to_change(c: &mut Conn, actor: &Actor, id: MayorSubjectId, expected: &Expected) -> Result<Subject> {
    need_sight(actor)?;
    let row = store::find_subject(c, id)?.ok_or(Error::NotFound)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&view(c, actor, row)?));
    }
    if row.state != SubjectState::Waiting {
        return Err(Error::conflict(
            "action_not_allowed",
            said(
                "این موضوع دیگر در انتظار طرح با شهردار نیست.",
                "This does not wait for the mayor any more.",
            ),
        ));
    }
    Ok(row)
}

/// Says otherwise what is asked of the mayor.
///
/// # Errors
/// 403, 404, 409, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MayorSubjectId,
    expected: &Expected,
    input: &UpdateSubject,
) -> Result<SubjectView> {
    let mut row = to_change(c, actor, id, expected)?;
    let asked = text::tidy(&input.asked);
    if asked.is_empty() {
        return Err(Error::field("/asked", FieldCode::Required));
    }
    let before = std::mem::replace(&mut row.asked, asked);
    save(c, cx, &mut row)?;
    record(c, cx, actor, &row, "changed", json!({ "asked": [before, row.asked] }))?;
    view(c, actor, row)
}

/// Takes a subject off the list; meetings take its request up again as ever.
///
/// # Errors
/// 403, 404, 409, 412, 422.
pub fn withdraw(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MayorSubjectId,
    expected: &Expected,
    input: &WithdrawSubject,
) -> Result<SubjectView> {
    let mut row = to_change(c, actor, id, expected)?;
    let reason = text::tidy(&input.reason);
    if reason.is_empty() {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    row.state = SubjectState::Withdrawn;
    save(c, cx, &mut row)?;
    record(c, cx, actor, &row, "withdrawn", json!({ "reason": reason }))?;
    note(c, cx, actor, &row, "not_to_mayor", &reason)?;
    view(c, actor, row)
}
