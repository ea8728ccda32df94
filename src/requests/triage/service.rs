//! A batch of triage done, and taken back.
//!
//! A batch is one transaction with a savepoint for each request. One that is refused leaves nothing and keeps none of the
//! others; but the batch as a whole, with what can be undone and its mails that wait, is there or not, so that a caller
//! whose connection broke finds either all of it done or none (and it costs one wait for the disk, not a hundred).

use std::collections::HashSet;

use chrono::TimeDelta;
use serde_json::json;

use super::model::{BatchItem, Outcome, Outcomes, TriageAction, TriageBatch};
use super::store::{self, Item};
use crate::accounts::Actor;
use crate::clock::Timestamp;
use crate::db::types::Json;
use crate::db::{Conn, Cx, Hold, savepoint};
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::ids::{BatchId, RequestId};
use crate::notifications;
use crate::requests::acting::{self, record};
use crate::requests::action::ActionBody;
use crate::requests::deadlines::keeping;
use crate::requests::policy;
use crate::requests::store::{self as request_store, Request};
use crate::requests::views::{view, views};
use crate::resource::Expected;

/// Mails wait a little longer than the batch can be undone: clocks of several instances differ.
const MARGIN: TimeDelta = TimeDelta::seconds(2);

/// What is to be done with a request.
struct Task {
    item: BatchItem,
    action: TriageAction,
    body: ActionBody,
}

/// Each request with its action, its own or that of all.
fn tasks(input: &TriageBatch) -> Result<Vec<Task>> {
    let (mut tasks, mut wrong, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (i, item) in input.items.iter().enumerate() {
        if !seen.insert(item.id) {
            wrong.push(FieldError::with(
                format!("/items/{i}/id"),
                FieldCode::Conflict,
                "این درخواست دو بار آمده است.",
                "This request is given twice.",
            ));
        }
        let Some(action) = item.action.or(input.action) else {
            wrong.push(FieldError::new(format!("/items/{i}/action"), FieldCode::Required));
            continue;
        };
        let common = input.with.as_ref().filter(|_| item.action.is_none());
        tasks.push(Task {
            body: item.with.as_ref().or(common).cloned().unwrap_or_default(),
            item: item.clone(),
            action,
        });
    }
    if wrong.is_empty() {
        Ok(tasks)
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// What a request of a batch was refused for. Anything else is about the database or us, and ends the batch.
pub(in crate::requests) fn refusal(error: Error) -> Result<Error> {
    match error {
        Error::NotFound | Error::Forbidden(..) | Error::Conflict { .. } | Error::Stale(_) | Error::Invalid(_) => {
            Ok(error)
        }
        other => Err(other),
    }
}

/// Does a batch: each request is done or refused by itself.
///
/// # Errors
/// 403 for others than the director, 422 for a request that comes twice or has no action.
pub fn batch(c: &mut Conn, cx: &Cx, actor: &Actor, input: &TriageBatch) -> Result<Outcomes> {
    if !policy::may_decide(actor) {
        return Err(Error::not_your_right());
    }
    let tasks = tasks(input)?;
    let window = TimeDelta::seconds(cx.settings.triage_undo_seconds);
    let undo_until = cx.now.plus(window);
    let id = store::insert(c, cx.now, actor.id, undo_until)?;
    let (mut done, mut outcomes) = (Vec::new(), Vec::new());
    for task in tasks {
        let (request_id, action) = (task.item.id, task.action);
        let hold = (!window.is_zero()).then(|| hold(id, request_id, undo_until.plus(MARGIN)));
        let cx = Cx { hold, ..cx.clone() };
        let refused = match savepoint(c, |c| carry_out(c, &cx, actor, id, task)) {
            Ok(row) => {
                done.push(row);
                None
            }
            Err(error) => Some(refusal(error)?),
        };
        outcomes.push((request_id, action, refused));
    }
    let nothing = done.is_empty();
    if nothing || window.is_zero() {
        store::delete(c, id)?;
    }
    let undoable = !nothing && !window.is_zero();
    Ok(Outcomes {
        id: undoable.then_some(id),
        undo_until: undoable.then_some(undo_until),
        outcomes: told(c, cx, actor, done, outcomes)?,
    })
}

fn hold(batch: BatchId, request: RequestId, until: Timestamp) -> Hold {
    Hold {
        until,
        key: hold_key(batch, request),
    }
}

fn hold_key(batch: BatchId, request: RequestId) -> String {
    format!("triage-{batch}-{request}")
}

/// Does one, and keeps how it was before.
fn carry_out(c: &mut Conn, cx: &Cx, actor: &Actor, batch: BatchId, task: Task) -> Result<Request> {
    let before = request_store::find(c, task.item.id)?.ok_or(Error::NotFound)?;
    let before = Json(serde_json::to_value(before)?);
    let key = task.item.id.to_string();
    let expected = Expected::OneOf(vec![task.item.version]);
    let row = acting::carry_out(c, cx, actor, &key, task.action.kind(), &expected, task.body)?;
    let item = Item {
        request_id: row.id,
        action: task.action,
        version: row.version,
        before,
    };
    store::insert_item(c, batch, &item)?;
    Ok(row)
}

/// The outcomes with the requests as they are now, looked up for all at once.
fn told(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    done: Vec<Request>,
    outcomes: Vec<(RequestId, TriageAction, Option<Error>)>,
) -> Result<Vec<Outcome>> {
    let mut done = views(c, cx, actor, done)?.into_iter();
    let outcome = |(request_id, action, refused): (_, _, Option<Error>)| {
        let result = match refused {
            Some(error) => Err(error),
            None => Ok(done.next().ok_or(Error::NotFound)?),
        };
        Ok(Outcome {
            request_id,
            action,
            result,
        })
    };
    outcomes.into_iter().map(outcome).collect()
}

fn over() -> Error {
    Error::conflict(
        "undo_over",
        said(
            "مهلت بازگرداندن گذشته یا این دسته پیش‌تر بازگردانده شده است.",
            "The time to undo is over, or this batch was undone before.",
        ),
    )
}

/// Takes a batch back: each of its requests that nobody has touched since is again as it was, and its mails never left.
///
/// # Errors
/// 403, 404 for a batch that is not the actor's, 409 `undo_over`.
pub fn undo(c: &mut Conn, cx: &Cx, actor: &Actor, id: BatchId) -> Result<Outcomes> {
    let actor = &policy::decides_as(actor).ok_or_else(Error::not_your_right)?;
    let batch = store::find(c, id)?
        .filter(|batch| batch.actor_id == actor.id)
        .ok_or(Error::NotFound)?;
    if cx.now > batch.undo_until || !store::mark_undone(c, cx.now, id)? {
        return Err(over());
    }
    // The last first: one may have been marked as the same as another of the batch.
    let (mut done, mut outcomes) = (Vec::new(), Vec::new());
    for item in store::items(c, id)?.into_iter().rev() {
        let (request_id, action) = (item.request_id, item.action);
        let refused = match savepoint(c, |c| restore(c, cx, actor, id, item)) {
            Ok(row) => {
                done.push(row);
                None
            }
            Err(error) => Some(refusal(error)?),
        };
        outcomes.push((request_id, action, refused));
    }
    outcomes.reverse();
    done.reverse();
    Ok(Outcomes {
        id: None,
        undo_until: None,
        outcomes: told(c, cx, actor, done, outcomes)?,
    })
}

/// Puts a request back as it was, under a new version, and takes its mails out of the outbox.
fn restore(c: &mut Conn, cx: &Cx, actor: &Actor, batch: BatchId, item: Item) -> Result<Request> {
    let current = request_store::find(c, item.request_id)?.ok_or(Error::NotFound)?;
    if current.version != item.version {
        return Err(Error::stale(&view(c, cx, actor, current)?));
    }
    if !notifications::service::call_back(c, &hold_key(batch, current.id))? {
        return Err(over());
    }
    let before: Request = serde_json::from_value(item.before.0)?;
    let recounted = current.recounts != before.recounts;
    let mut row = Request {
        version: current.version,
        recounts: current.recounts,
        ..before
    };
    let data = json!({ "batch_id": batch, "action": item.action });
    if recounted {
        // Calendar or policies have changed meanwhile: what it was due by holds no longer.
        keeping::keep(c, cx, &current, &mut row, "undo", Some(actor.id), &data)?;
    }
    acting::save(c, cx, actor, &mut row)?;
    record(c, cx, Some(actor), &row, "undo", Some(current.state), data)?;
    let same = current
        .duplicate_of_id
        .filter(|_| item.action == TriageAction::Duplicate);
    if let Some(other) = same.map(|id| request_store::find(c, id)).transpose()?.flatten() {
        record(
            c,
            cx,
            Some(actor),
            &other,
            "duplicate_undone",
            Some(other.state),
            json!({}),
        )?;
    }
    Ok(row)
}

/// Takes away batches that cannot be undone any more, a day later.
///
/// # Errors
/// Only the database's.
pub fn sweep(c: &mut Conn, cx: &Cx) -> Result<()> {
    store::delete_before(c, cx.now.plus(-TimeDelta::days(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(batch: serde_json::Value) -> Result<Vec<(i64, TriageAction, Option<String>)>> {
        let batch: TriageBatch = serde_json::from_value(batch)?;
        let tasks = tasks(&batch)?.into_iter();
        Ok(tasks.map(|t| (t.item.id.0, t.action, t.body.reason)).collect())
    }

    #[test]
    fn what_an_item_says_itself_comes_before_what_is_said_for_all() {
        let batch = json!({
            "items": [
                { "id": 1, "version": 1 },
                { "id": 2, "version": 1, "action": "accept" },
                { "id": 3, "version": 1, "with": { "reason": "ویژه" } },
                { "id": 4, "version": 1, "action": "duplicate", "with": { "of": "1" } },
            ],
            "action": "reject", "with": { "reason": "همه" },
        });
        let wanted = [
            (1, TriageAction::Reject, Some("همه".to_owned())),
            (2, TriageAction::Accept, None),
            (3, TriageAction::Reject, Some("ویژه".to_owned())),
            (4, TriageAction::Duplicate, None),
        ];
        assert_eq!(read(batch).unwrap(), wanted);
    }

    #[test]
    fn one_that_comes_twice_or_has_no_action_is_named() {
        let batch = json!({ "items": [{ "id": 1, "version": 1, "action": "accept" }, { "id": 1, "version": 1 }] });
        let Err(Error::Invalid(errors)) = read(batch) else {
            panic!("it is taken");
        };
        let named: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        let wanted = [
            ("/items/1/id", FieldCode::Conflict),
            ("/items/1/action", FieldCode::Required),
        ];
        assert_eq!(named, wanted);
    }
}
