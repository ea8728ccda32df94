//! One action on every open request of a theme: one transaction with a savepoint for each, and one mail for each person.
//!
//! A request whose state or rights refuse the action stays as it is and is told so; the others go on.

use serde_json::json;

use super::model::{ThemeAction, ThemeView};
use super::service::{record, save, to_change, view};
use super::store::{self, Theme};
use super::{mails, policy};
use crate::accounts::Actor;
use crate::db::{Conn, Cx, savepoint};
use crate::error::{Error, FieldError, Result};
use crate::ids::{RequestId, ThemeId};
use crate::requests::acting::{self, Moved};
use crate::requests::action::{Action, ActionBody};
use crate::requests::model::RequestView;
use crate::requests::state::ActionKind;
use crate::requests::store::Request;
use crate::requests::triage::service::refusal;
use crate::requests::views::views;
use crate::resource::Expected;

/// What came of a request.
#[derive(Debug)]
pub struct Outcome {
    pub request_id: RequestId,
    pub result: Result<RequestView>,
}

/// What came of an action on a theme.
#[derive(Debug)]
pub struct Outcomes {
    pub theme: ThemeView,
    /// Of each request that was open, oldest first.
    pub outcomes: Vec<Outcome>,
}

/// An action and what it carries.
pub type Step = (ActionKind, ActionBody);

/// Does something to every open request of a theme.
///
/// # Errors
/// 403, 404, 409 when it was merged, 412, 422 for a body that fits no request.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    action: ThemeAction,
    expected: &Expected,
    body: &ActionBody,
) -> Result<Outcomes> {
    let (mut theme, actor) = to_change(c, actor, id, expected)?;
    let actor = &actor;
    // What is wrong with the words is wrong for all of them.
    Action::from_body(action.kind(), body.clone()).map_err(|wrong| {
        let errors = wrong.into_iter().map(|(pointer, code)| FieldError::new(pointer, code));
        Error::Invalid(errors.collect())
    })?;
    let results = apply(c, cx, actor, &mut theme, |_| vec![(action.kind(), body.clone())])?;
    let done: Vec<_> = results.iter().filter_map(|(_, r)| r.as_ref().ok().cloned()).collect();
    let mut shown = views(c, cx, actor, done)?.into_iter();
    let outcome = |(request_id, result): (_, Result<Request>)| {
        let result = match result {
            Ok(_) => shown.next().ok_or(Error::NotFound),
            Err(error) => Err(error),
        };
        Outcome { request_id, result }
    };
    Ok(Outcomes {
        outcomes: results.into_iter().map(outcome).collect(),
        theme: view(c, actor, theme)?,
    })
}

/// Takes every open request through its steps, the last of which is told; a request goes all of them or none, and one
/// without any is left alone.
pub(super) fn apply(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    theme: &mut Theme,
    steps: impl Fn(&Request) -> Vec<Step>,
) -> Result<Vec<(RequestId, Result<Request>)>> {
    let open = store::members(c, theme.id)?.into_iter().filter(|row| row.is_open);
    let open = open.collect();
    apply_to(c, cx, actor, theme, open, steps)
}

/// [`apply`] to these requests, in the theme's name.
pub(super) fn apply_to(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    theme: &mut Theme,
    rows: Vec<Request>,
    steps: impl Fn(&Request) -> Vec<Step>,
) -> Result<Vec<(RequestId, Result<Request>)>> {
    if !policy::may_run(actor) {
        return Err(Error::not_your_right());
    }
    let (mut all, mut moved, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut last_kind = None;
    for row in rows {
        let id = row.id;
        let steps = steps(&row);
        if steps.is_empty() {
            continue;
        }
        last_kind = last_kind.or(steps.last().map(|step| step.0));
        let result = match savepoint(c, |c| go(c, cx, actor, theme.id, row, steps)) {
            Ok(done) => {
                let row = done.row.clone();
                moved.push(done);
                Ok(row)
            }
            Err(error) => {
                refused.push(id);
                Err(refusal(error)?)
            }
        };
        all.push((id, result));
    }
    mails::tell(c, cx, actor, theme, &moved)?;
    save(c, cx, actor, theme)?;
    let done: Vec<_> = moved.iter().map(|m| m.row.id).collect();
    let data = json!({ "action": last_kind, "requests": done, "refused": refused });
    record(c, cx, actor, theme.id, "acted", data)?;
    Ok(all)
}

fn go(c: &mut Conn, cx: &Cx, actor: &Actor, theme: ThemeId, row: Request, steps: Vec<Step>) -> Result<Moved> {
    let (mut row, mut last) = (row, None);
    for (kind, body) in steps {
        let moved = acting::change(c, cx, actor, row, kind, &Expected::Any, body, Some(theme))?;
        row = moved.row.clone();
        last = Some(moved);
    }
    last.ok_or(Error::NotFound)
}
