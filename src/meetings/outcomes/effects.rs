//! What an outcome does to the request, the theme or the promise that its line is about, and how that is put back.

use serde_json::json;

use super::model::Undone;
use super::store::Outcome;
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx, savepoint};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::{CommitmentId, MeetingId, OutcomeId, RequestId, ThemeId};
use crate::meetings::agenda::model::{CommitmentAction, CreateOutcome, OutcomeKind, Repromise};
use crate::meetings::agenda::store::Item;
use crate::meetings::commitments::service as commitments;
use crate::meetings::commitments::store as commitment_store;
use crate::meetings::mayor::service as mayor;
use crate::meetings::notices;
use crate::meetings::store::{self, Meeting};
use crate::meetings::views;
use crate::requests::action::ActionBody;
use crate::requests::state::{ActionKind, State};
use crate::requests::themes::meeting::{self as themes, Step};
use crate::requests::{self, model::RequestView};
use crate::resource::Expected;

/// Carries an outcome out; gives the requests that it has moved.
pub fn carry_out(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    item: &Item,
    outcome: OutcomeId,
    input: &CreateOutcome,
    said: &str,
) -> Result<Vec<RequestId>> {
    let mut moved = Vec::new();
    match input.kind {
        OutcomeKind::Decision | OutcomeKind::Information => {}
        OutcomeKind::Commitment => promise(c, cx, actor, row, item, outcome, input, said)?,
        OutcomeKind::Deferred => match (about(item), input.due_on) {
            (About::Request(id), due_on) => {
                defer(c, cx, actor, row, id, due_on, said)?;
                moved.push(id);
            }
            (About::Theme(id), due_on) => {
                let to = put_off_to(c, row, due_on)?;
                moved = themes::defer(c, cx, actor, id, to, said).map_err(at_due_on)?;
            }
            (About::Commitment(id), Some(due_on)) => {
                let new = Repromise {
                    due_on,
                    reason: said.to_owned(),
                };
                commitments::repromise(c, cx, actor, id, &Expected::Any, &new)?;
            }
            (About::Commitment(_), None) => return Err(Error::field("/due_on", FieldCode::Required)),
            (About::Minutes, _) => {}
        },
        OutcomeKind::Solved => match about(item) {
            About::Request(id) => moved.extend(solve(c, cx, actor, id, said)?.then_some(id)),
            About::Theme(id) => moved = themes::solve(c, cx, actor, id, said)?,
            About::Commitment(id) => end(c, cx, actor, id, CommitmentAction::Keep, said)?,
            About::Minutes => {}
        },
        OutcomeKind::Dropped => match about(item) {
            About::Request(id) => {
                act(c, cx, actor, id, ActionKind::Reject, because(said))?;
                moved.push(id);
            }
            About::Theme(id) => moved = themes::reject(c, cx, actor, id, said)?,
            About::Commitment(id) => end(c, cx, actor, id, CommitmentAction::Drop, said)?,
            About::Minutes => return Err(not_of_this_line()),
        },
        OutcomeKind::ToMayor => {
            let (request, theme) = match about(item) {
                About::Request(id) => (Some(id), None),
                About::Theme(id) => (None, Some(id)),
                About::Commitment(_) | About::Minutes => return Err(not_of_this_line()),
            };
            mayor::mark(c, cx, actor, request, theme, said, Some(outcome))?;
        }
    }
    note(c, cx, actor, row, item, input, said)?;
    mayor::decide(c, cx, actor, row, item, outcome, input.kind, said)?;
    Ok(moved)
}

fn not_of_this_line() -> Error {
    Error::refused(
        "/kind",
        FieldCode::NotAllowed,
        "این نتیجه برای بندی است که دربارهٔ یک درخواست یا موضوع مشترک باشد.",
        "This is for lines about a request or a theme.",
    )
}

fn because(reason: &str) -> ActionBody {
    ActionBody {
        reason: Some(reason.to_owned()),
        ..ActionBody::default()
    }
}

fn end(c: &mut Conn, cx: &Cx, actor: &Actor, id: CommitmentId, how: CommitmentAction, said: &str) -> Result<()> {
    commitments::end(c, cx, actor, id, how, &Expected::Any, Some(said), None).map(drop)
}

fn promise(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    item: &Item,
    outcome: OutcomeId,
    input: &CreateOutcome,
    said: &str,
) -> Result<()> {
    let (Some(who), Some(due_on)) = (input.who_id, input.due_on) else {
        return Err(Error::field("/who_id", FieldCode::Required));
    };
    let unit = commitments::unit_of(c, row.id, who)?;
    let id = commitment_store::insert_commitment(c, item, outcome, (who, unit), said, due_on, cx.now)?;
    let made = commitment_store::find_commitment(c, id)?.ok_or(Error::NotFound)?;
    let data = json!({ "who_id": who, "due_on": due_on, "text": said });
    commitments::record(c, cx, Some(actor), &made, "made", data)?;
    let shown = views::view(c, actor, row.clone())?;
    notices::tell_promised(c, cx, actor, &shown, &made)
}

/// What became of what an outcome had done.
pub struct PutBack {
    pub undone: Vec<RequestId>,
    pub stay: Vec<RequestId>,
    pub whole: Undone,
}

/// Puts back what an outcome did, as far as it is still so: requests go where they were before if they are still in the state
/// that it left them in, a promise that it made counts no more, one that it ended is open again. A new day of a promise stays:
/// it was said, and is counted.
pub fn put_back(c: &mut Conn, cx: &Cx, actor: &Actor, item: &Item, outcome: &Outcome, reason: &str) -> Result<PutBack> {
    let moved: Vec<RequestId> = match &outcome.moved {
        Some(ids) => serde_json::from_value(ids.0.clone())?,
        None => Vec::new(),
    };
    mayor::undecide(c, cx, actor, outcome.id)?;
    let done = match outcome.kind {
        OutcomeKind::Decision | OutcomeKind::Information => None,
        OutcomeKind::Commitment => Some(commitments::take_back(c, cx, actor, outcome.id, reason)?),
        OutcomeKind::ToMayor => Some(mayor::take_back(c, cx, actor, outcome.id)?),
        OutcomeKind::Deferred | OutcomeKind::Solved | OutcomeKind::Dropped => match about(item) {
            About::Commitment(_) if outcome.kind == OutcomeKind::Deferred => Some(false),
            About::Commitment(id) => Some(commitments::reopen(c, cx, actor, id, reason)?),
            About::Request(_) | About::Theme(_) | About::Minutes => None,
        },
    };
    let undone = match (left_in(outcome.kind, reason), about(item)) {
        (Some((state, back)), About::Theme(id)) => themes::put_back(c, cx, actor, id, &moved, (state, &back))?,
        (Some((state, back)), About::Request(_)) => put_each_back(c, cx, actor, &moved, state, &back)?,
        _ => Vec::new(),
    };
    let stay: Vec<_> = moved.iter().copied().filter(|id| !undone.contains(id)).collect();
    let whole = match (done, undone.is_empty(), stay.is_empty()) {
        (Some(true), _, _) | (None, false, true) => Undone::All,
        (Some(false), _, _) | (None, true, false) => Undone::Stays,
        (None, false, false) => Undone::Part,
        (None, true, true) => Undone::Nothing,
    };
    Ok(PutBack { undone, stay, whole })
}

/// The state that an outcome leaves a request in, and the action that leads back.
fn left_in(kind: OutcomeKind, reason: &str) -> Option<(State, Step)> {
    match kind {
        OutcomeKind::Deferred => Some((State::Deferred, (ActionKind::Resume, ActionBody::default()))),
        OutcomeKind::Solved => Some((State::Done, (ActionKind::Reopen, because(reason)))),
        OutcomeKind::Dropped => Some((State::Rejected, (ActionKind::Reopen, because(reason)))),
        OutcomeKind::Decision | OutcomeKind::Information | OutcomeKind::Commitment | OutcomeKind::ToMayor => None,
    }
}

fn put_each_back(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    moved: &[RequestId],
    left_in: State,
    (kind, body): &Step,
) -> Result<Vec<RequestId>> {
    let mut undone = Vec::new();
    for id in moved {
        let still = requests::service::get(c, cx, actor, &id.to_string())?.state == left_in;
        // One that cannot go back by its state or its rules stays; that is told.
        let back = |c: &mut Conn| act(c, cx, actor, *id, *kind, body.clone());
        match still.then(|| savepoint(c, back)) {
            None => {}
            Some(Ok(_)) => undone.push(*id),
            Some(Err(Error::Conflict { .. } | Error::Invalid(_) | Error::Forbidden(..))) => {}
            Some(Err(other)) => return Err(other),
        }
    }
    Ok(undone)
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
pub enum About {
    Request(RequestId),
    Theme(ThemeId),
    Commitment(CommitmentId),
    Minutes,
}

pub fn about(item: &Item) -> About {
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
    requests::acting::act(c, cx, actor, &id.to_string(), kind, &Expected::Any, body).map_err(|e| match e {
        // Nobody here has seen a version: done again, it is done on the state of then.
        Error::Stale(_) => Error::LostRace("the request changed meanwhile".into()),
        other => other,
    })
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
/// ended already stays as it is. Says whether it has moved.
fn solve(c: &mut Conn, cx: &Cx, actor: &Actor, id: RequestId, summary: &str) -> Result<bool> {
    let request = requests::service::get(c, cx, actor, &id.to_string())?;
    match request.state {
        State::Done | State::Closed | State::Rejected | State::Duplicate | State::Withdrawn => return Ok(false),
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
    Ok(true)
}
