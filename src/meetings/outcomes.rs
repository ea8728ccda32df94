//! What comes of a line, and what that does to its request or promise, in one transaction.

use serde_json::json;

use super::agenda::{end_of, find_item};
use super::agenda_model::{AgendaItemView, CommitmentAction, CreateOutcome, OutcomeKind, Placement, Repromise};
use super::agenda_store::{self, Item};
use super::agenda_views::{self, Reader};
use super::commitment_store;
use super::service::{need_right, not_now, record, visible};
use super::state::MeetingState;
use super::store::{self, Meeting};
use super::{commitments, notices, outcome_store, views};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{AgendaItemId, CommitmentId, MeetingId, OutcomeId, RequestId, ThemeId};
use crate::persian::text;
use crate::requests::action::ActionBody;
use crate::requests::state::{ActionKind, State};
use crate::requests::themes::meeting as themes;
use crate::requests::{self, model::RequestView};
use crate::resource::Expected;

/// Records what came of a line and carries it out.
///
/// # Errors
/// 403, 404, 409 when the meeting is not being held or minuted or the request does not allow it, 422.
pub fn add(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: MeetingId,
    id: AgendaItemId,
    input: &CreateOutcome,
    locale: Locale,
) -> Result<AgendaItemView> {
    let row = visible(c, actor, meeting)?;
    need_right(actor)?;
    let (mut item, items) = find_item(c, meeting, id)?;
    if !matches!(row.state, MeetingState::InProgress | MeetingState::MinutesDraft) {
        return Err(not_now(
            actor,
            &row,
            "نتیجه در جلسه و پیش از نهایی شدن صورت‌جلسه ثبت می‌شود.",
            "Outcomes are recorded during the meeting and until its minutes are final.",
        ));
    }
    let said = text::tidy(&input.text);
    check(c, &row, input, &said)?;
    let outcome = outcome_store::insert_outcome(c, &item, input.kind, &said, actor.id, cx.now)?;
    carry_out(c, cx, actor, &row, &item, outcome, input, &said)?;
    item.discussed = true;
    if item.placement != Placement::Agenda {
        item.position = end_of(&items, Placement::Agenda);
        (item.placement, item.excluded) = (Placement::Agenda, false);
    }
    if !agenda_store::save_item(c, &mut item, cx.now)? {
        return Err(Error::LostRace("an agenda line changed meanwhile".into()));
    }
    let data = json!({ "item_id": id, "outcome_id": outcome, "kind": input.kind, "text": said, "request_id": item.request_id, "who_id": input.who_id, "due_on": input.due_on });
    record(c, cx, actor, &row, "outcome", Some(row.state), data)?;
    agenda_views::item(c, &Reader { actor, locale }, &row, id)
}

/// Each kind takes its own fields and no others.
fn check(c: &mut Conn, row: &Meeting, input: &CreateOutcome, said: &str) -> Result<()> {
    let mut errors = Vec::new();
    if said.is_empty() {
        errors.push(FieldError::new("/text", FieldCode::Required));
    }
    let (who, due) = (input.who_id.is_some(), input.due_on.is_some());
    let (takes_who, takes_due) = match input.kind {
        OutcomeKind::Commitment => (true, true),
        OutcomeKind::Deferred => (false, true),
        OutcomeKind::Decision | OutcomeKind::Information | OutcomeKind::Solved => (false, false),
    };
    if input.kind == OutcomeKind::Commitment {
        errors.extend((!who).then(|| FieldError::new("/who_id", FieldCode::Required)));
        errors.extend((!due).then(|| FieldError::new("/due_on", FieldCode::Required)));
    }
    errors.extend((who && !takes_who).then(|| FieldError::new("/who_id", FieldCode::NotAllowed)));
    errors.extend((due && !takes_due).then(|| FieldError::new("/due_on", FieldCode::NotAllowed)));
    if input.due_on.is_some_and(|day| day < row.starts_at.date_tehran()) {
        errors.push(FieldError::with(
            "/due_on",
            FieldCode::OutOfRange,
            "سررسید نباید پیش از روز جلسه باشد.",
            "Not before the meeting's day.",
        ));
    }
    if let Some(id) = input.who_id
        && accounts::service::persons(c, &[id])?.is_empty()
    {
        errors.push(FieldError::new("/who_id", FieldCode::NotFound));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

fn carry_out(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    item: &Item,
    outcome: OutcomeId,
    input: &CreateOutcome,
    said: &str,
) -> Result<()> {
    match input.kind {
        OutcomeKind::Decision | OutcomeKind::Information => {}
        OutcomeKind::Commitment => {
            let (Some(who), Some(due_on)) = (input.who_id, input.due_on) else {
                return Err(Error::field("/who_id", FieldCode::Required));
            };
            let id = commitment_store::insert_commitment(c, item, outcome, who, said, due_on, cx.now)?;
            let promise = commitment_store::find_commitment(c, id)?.ok_or(Error::NotFound)?;
            commitments::record(
                c,
                cx,
                actor,
                &promise,
                "made",
                json!({ "who_id": who, "due_on": due_on, "text": said }),
            )?;
            let shown = views::view(c, actor, row.clone())?;
            notices::tell_promised(c, cx, actor, &shown, &promise)?;
        }
        OutcomeKind::Deferred => match (about(item), input.due_on) {
            (About::Request(id), due_on) => defer(c, cx, actor, row, id, due_on, said)?,
            (About::Theme(id), due_on) => {
                let to = put_off_to(c, row, due_on)?;
                themes::defer(c, cx, actor, id, to, said).map_err(at_due_on)?;
            }
            (About::Commitment(id), Some(due_on)) => {
                commitments::repromise(
                    c,
                    cx,
                    actor,
                    id,
                    &Expected::Any,
                    &Repromise {
                        due_on,
                        reason: said.to_owned(),
                    },
                )?;
            }
            (About::Commitment(_), None) => return Err(Error::field("/due_on", FieldCode::Required)),
            (About::Minutes, _) => {}
        },
        OutcomeKind::Solved => match about(item) {
            About::Request(id) => solve(c, cx, actor, id, said)?,
            About::Theme(id) => themes::solve(c, cx, actor, id, said)?,
            About::Commitment(id) => {
                commitments::end(c, cx, actor, id, CommitmentAction::Keep, &Expected::Any, Some(said))?;
            }
            About::Minutes => {}
        },
    }
    note(c, cx, actor, row, item, input, said)
}

/// What was said goes into the history of what the line is about.
fn note(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    item: &Item,
    input: &CreateOutcome,
    said: &str,
) -> Result<()> {
    let data = json!({ "meeting_id": row.id, "number": row.number, "kind": input.kind, "text": said, "who_id": input.who_id, "due_on": input.due_on });
    match about(item) {
        About::Request(id) => {
            let entry = Entry {
                subject: "request",
                subject_id: id.0,
                action: "outcome",
                actor: Some(actor.id),
                from: None,
                to: None,
                data,
            };
            audit::record(c, cx, &entry).map(drop)
        }
        About::Theme(id) => themes::note(c, cx, actor, id, &data),
        About::Commitment(_) | About::Minutes => Ok(()),
    }
}

/// What a line is about.
enum About {
    Request(RequestId),
    Theme(ThemeId),
    Commitment(CommitmentId),
    Minutes,
}

fn about(item: &Item) -> About {
    match (item.request_id, item.theme_id, item.commitment_id) {
        (Some(id), _, _) => About::Request(id),
        (None, Some(id), _) => About::Theme(id),
        (None, None, Some(id)) => About::Commitment(id),
        (None, None, None) => About::Minutes,
    }
}

/// The day if one is given, else the next meeting of the series.
fn put_off_to(
    c: &mut Conn,
    row: &Meeting,
    until: Option<chrono::NaiveDate>,
) -> Result<(Option<chrono::NaiveDate>, Option<MeetingId>)> {
    if until.is_some() {
        return Ok((until, None));
    }
    match store::next_meeting(c, row.series_id, row.number)? {
        Some(meeting) => Ok((None, Some(meeting))),
        None => Err(Error::refused(
            "/due_on",
            FieldCode::Required,
            "جلسهٔ بعدی هنوز ثبت نشده است؛ تاریخ را مشخص کنید.",
            "The next meeting is not recorded yet; say until when.",
        )),
    }
}

fn act(c: &mut Conn, cx: &Cx, actor: &Actor, id: RequestId, kind: ActionKind, body: ActionBody) -> Result<RequestView> {
    requests::acting::act(c, cx, actor, &id.to_string(), kind, &Expected::Any, body)
}

/// To the day if one is given, else to the next meeting of the series.
fn defer(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    id: RequestId,
    until: Option<chrono::NaiveDate>,
    why: &str,
) -> Result<()> {
    let (until, meeting_id) = put_off_to(c, row, until)?;
    if requests::service::get(c, cx, actor, &id.to_string())?.state == State::Deferred {
        act(c, cx, actor, id, ActionKind::Resume, ActionBody::default())?;
    }
    act(
        c,
        cx,
        actor,
        id,
        ActionKind::Defer,
        ActionBody {
            reason: Some(why.to_owned()),
            until,
            meeting_id,
            ..ActionBody::default()
        },
    )
    .map_err(at_due_on)?;
    Ok(())
}

/// The request calls the field `until`; here it is `due_on`.
fn at_due_on(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|e| FieldError {
                    pointer: e.pointer.replace("/until", "/due_on"),
                    ..e
                })
                .collect(),
        ),
        other => other,
    }
}

/// Calls the request done with the outcome's words; what nobody has yet is taken by the director first. What is done or
/// ended already stays as it is.
fn solve(c: &mut Conn, cx: &Cx, actor: &Actor, id: RequestId, summary: &str) -> Result<()> {
    let request = requests::service::get(c, cx, actor, &id.to_string())?;
    match request.state {
        State::Done | State::Closed | State::Rejected | State::Duplicate | State::Withdrawn => return Ok(()),
        State::Submitted | State::NeedsInfo | State::Deferred => {
            let owner = request.owner.as_ref().map(|o| o.id);
            let desk = request.desk.as_ref().map(|d| d.id);
            let owner_id = owner.or_else(|| desk.is_none().then_some(actor.id));
            act(
                c,
                cx,
                actor,
                id,
                ActionKind::Assign,
                ActionBody {
                    desk_id: desk,
                    owner_id,
                    ..ActionBody::default()
                },
            )?;
        }
        // The machine answers for the rest: a draft and a chain of approval refuse.
        State::Draft | State::AwaitingApproval | State::Assigned | State::InProgress | State::Waiting => {}
    }
    act(
        c,
        cx,
        actor,
        id,
        ActionKind::Done,
        ActionBody {
            summary: Some(summary.to_owned()),
            ..ActionBody::default()
        },
    )?;
    Ok(())
}
