//! What happens to a request: an action moves it (`state`), brings its own (who, why, until when), and leaves a line in
//! the history and mails, all in one transaction.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::action::{Action, ActionBody, DeferTo};
use super::deadlines::{history, keeping};
use super::model::RequestView;
use super::service::{resolve, visible};
use super::state::{self, ActionKind, State};
use super::store::{self, Request};
use super::views::{allowed_actions, view};
use super::{approving, notices, policy, watchers};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::ids::{DeskId, ThemeId, UnitId, UserId};
use crate::persian::jalali::jalali_year;
use crate::persian::text;
use crate::resource::Expected;
use crate::routing;
use crate::routing::rules::Facts;
use crate::units::{self, UnitKind};

pub(super) fn record(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Request,
    action: &str,
    from: Option<State>,
    data: Value,
) -> Result<()> {
    let entry = Entry {
        subject: "request",
        subject_id: row.id.0,
        action,
        actor: actor.map(|a| a.id),
        from: from.map(State::as_str),
        to: Some(row.state.as_str()),
        data,
    };
    let on_behalf_of = actor.and_then(|a| a.acting_for.as_ref()).map(|absent| absent.id);
    audit::record_for(c, cx, &entry, on_behalf_of).map(drop)
}

pub(super) fn check_version(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Request, expected: &Expected) -> Result<()> {
    if expected.holds(row.version) {
        return Ok(());
    }
    let current = view(c, cx, actor, row.clone())?;
    Err(Error::stale(&current))
}

/// Saves, or says that somebody was faster.
pub(super) fn save(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Request) -> Result<()> {
    if store::save(c, row, cx.now)? {
        return Ok(());
    }
    let current = store::find(c, row.id)?.ok_or(Error::NotFound)?;
    let current = view(c, cx, actor, current)?;
    Err(Error::stale(&current))
}

/// Does something to a request: `POST /requests/{id}/actions/{action}`.
///
/// # Errors
/// 403, 404, 409 when the state forbids it, 412, 422.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    key: &str,
    kind: ActionKind,
    expected: &Expected,
    body: ActionBody,
) -> Result<RequestView> {
    let row = carry_out(c, cx, actor, key, kind, expected, body)?;
    view(c, cx, actor, row)
}

/// What was done to a request, before anybody is told.
#[derive(Debug)]
pub(super) struct Moved {
    pub before: Request,
    pub row: Request,
    pub action: Action,
    /// Who did it, and in whose place.
    pub actor: Actor,
}

/// Moves the request, with what the action brings, its history and its mail; the row as it is then.
pub(super) fn carry_out(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    key: &str,
    kind: ActionKind,
    expected: &Expected,
    body: ActionBody,
) -> Result<Request> {
    let row = visible(c, actor, key)?;
    let moved = change(c, cx, actor, row, kind, expected, body, None)?;
    let Moved {
        before,
        row,
        action,
        actor,
    } = moved;
    notices::tell(c, cx, Some(&actor), &before, &row, &action)?;
    if let Action::RequestApproval { .. } = action {
        approving::ask(c, cx, &actor, &row)?;
    }
    Ok(row)
}

/// Moves the request, with what the action brings and its history, which names the theme if the action was on one; the
/// mails are the caller's to send.
pub(super) fn change(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    mut row: Request,
    kind: ActionKind,
    expected: &Expected,
    body: ActionBody,
    theme: Option<ThemeId>,
) -> Result<Moved> {
    let action = Action::from_body(kind, body).map_err(|wrong| {
        Error::Invalid(
            wrong
                .into_iter()
                .map(|(pointer, code)| FieldError::new(pointer, code))
                .collect(),
        )
    })?;
    let capacity = policy::acts_as(actor, kind, &row.subject()).ok_or_else(Error::not_your_right)?;
    let actor = capacity.actor(actor);
    check_version(c, cx, &actor, &row, expected)?;
    let before = row.clone();
    let mut data = move_on(c, cx, &actor, &mut row, &action)?;
    if let Some(theme) = theme {
        data["theme_id"] = json!(theme);
    }
    save(c, cx, &actor, &mut row)?;
    record(c, cx, Some(&actor), &row, kind.as_str(), Some(before.state), data)?;
    Ok(Moved {
        before,
        row,
        action,
        actor,
    })
}

/// The row as the action leaves it, unsaved; returns what the history keeps of it.
pub(super) fn move_on(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Request, action: &Action) -> Result<Value> {
    let before = row.clone();
    let position = state::apply(row.position(), action.kind()).map_err(|refused| Error::Conflict {
        code: "action_not_allowed",
        said: said(refused.message_fa(), refused.to_string()),
        allowed: allowed_actions(actor, &before)
            .iter()
            .map(ToString::to_string)
            .collect(),
    })?;
    row.enter(position, cx.now);
    let mut data = bring(c, cx, actor, &before, row, action)?;
    keeping::note_priority(&before, row, &mut data);
    keeping::keep(c, cx, &before, row, action.kind().as_str(), Some(actor.id), &data)?;
    Ok(data)
}

/// Writes the history of what was done, and the mails. No actor: the clock did it.
pub(super) fn tell(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    before: &Request,
    row: &Request,
    action: &Action,
    data: Value,
) -> Result<()> {
    let watchers: Vec<UserId> = data
        .get("watcher_ids")
        .map_or(Ok(Vec::new()), |ids| serde_json::from_value(ids.clone()))?;
    record(c, cx, actor, row, action.kind().as_str(), Some(before.state), data)?;
    watchers::service::follow_by_rule(c, cx, row, &watchers)?;
    notices::tell(c, cx, actor, before, row, action)
}

/// What an action brings besides the new state; returns what the history keeps of it.
fn bring(c: &mut Conn, cx: &Cx, actor: &Actor, before: &Request, row: &mut Request, action: &Action) -> Result<Value> {
    if !matches!(action, Action::Defer { .. }) {
        (row.deferred_until, row.deferred_to_id) = (None, None);
    }
    if !matches!(action, Action::Wait { .. }) {
        row.waiting_for = None;
    }
    if policy::is_untriaged(before.state, before.resume_state) && !row.is_open {
        // The route was only proposed and nobody took it: should this be reopened, it is triaged anew.
        (row.desk_id, row.owner_id, row.rule_id, row.rule_version) = (None, None, None, None);
        row.owner_for_id = None;
    }
    Ok(match action {
        Action::Submit => submit(c, cx, row)?,
        Action::Accept { desk, owner } => {
            if desk.is_none() && owner.is_none() && row.desk_id.is_none() {
                return Err(Error::refused(
                    "/desk_id",
                    FieldCode::Required,
                    "هیچ قاعده‌ای این درخواست را ارجاع نداده است؛ میز را مشخص کنید.",
                    "No rule routed this request; say which desk.",
                ));
            }
            assign(c, row, *desk, *owner)?
        }
        Action::Assign { desk, owner, note } => {
            let mut data = assign(c, row, *desk, *owner)?;
            data["note"] = json!(note);
            data
        }
        Action::Wait {
            reason,
            party,
            party_email,
            until,
        } => {
            let latest = cx.now.date_tehran().year() + 10;
            if until.is_some_and(|day| day.year() > latest) {
                return Err(Error::refused(
                    "/until",
                    FieldCode::OutOfRange,
                    "روزی حداکثر تا ۱۰ سال دیگر لازم است.",
                    "Wants a day within 10 years.",
                ));
            }
            row.waiting_for = Some(party.clone());
            json!({ "reason": reason, "party": party, "party_email": party_email, "until": until })
        }
        Action::Defer { reason, to } => {
            let today = cx.now.date_tehran();
            match to {
                DeferTo::Date(day) if *day <= today || day.year() > today.year() + 10 => {
                    return Err(Error::refused(
                        "/until",
                        FieldCode::OutOfRange,
                        "روزی پس از امروز و حداکثر تا ۱۰ سال دیگر لازم است.",
                        "Wants a day after today, within 10 years.",
                    ));
                }
                DeferTo::Date(day) => row.deferred_until = Some(*day),
                DeferTo::Meeting(meeting) if !store::meeting_exists(c, *meeting)? => {
                    return Err(Error::field("/meeting_id", FieldCode::NotFound));
                }
                DeferTo::Meeting(meeting) => row.deferred_to_id = Some(*meeting),
            }
            json!({ "reason": reason, "until": row.deferred_until, "meeting_id": row.deferred_to_id })
        }
        Action::Duplicate { of, reason } => {
            let other = resolve(c, of)?
                .filter(|o| policy::may_see(actor, &o.subject()))
                .ok_or_else(|| Error::field("/of", FieldCode::NotFound))?;
            if other.id == row.id || other.state == State::Duplicate || other.state == State::Draft {
                return Err(Error::refused(
                    "/of",
                    FieldCode::Conflict,
                    "درخواست دیگری لازم است که پیش‌نویس یا خود تکراری نباشد.",
                    "Wants another request, neither a draft nor a duplicate itself.",
                ));
            }
            row.duplicate_of_id = Some(other.id);
            // As with links: who reads the one need not know of the other.
            record(
                c,
                cx,
                Some(actor),
                &other,
                "has_duplicate",
                Some(other.state),
                json!({}),
            )?;
            json!({ "of": other.id, "number": other.number, "reason": reason })
        }
        Action::Dispute { reason } => {
            row.disputed = true;
            json!({ "reason": reason })
        }
        Action::Confirm { note } => {
            row.disputed = false;
            json!({ "note": note })
        }
        Action::Reopen { reason } => {
            row.duplicate_of_id = None;
            // Back in triage, it is routed by the rules of today; a withdrawn draft gets its number now.
            let mut data = if row.state == State::Submitted {
                submit(c, cx, row)?
            } else {
                json!({})
            };
            data["reason"] = json!(reason);
            data
        }
        Action::Ask { question } | Action::ReturnApproval { question } => json!({ "question": question }),
        Action::Answer { answer } => json!({ "answer": answer }),
        Action::Reject { reason, turn_to } => json!({ "reason": reason, "turn_to": turn_to }),
        Action::Done { summary } => json!({ "summary": summary }),
        Action::Withdraw { reason } => {
            approving::cancel(c, cx, row)?;
            json!({ "reason": reason })
        }
        Action::RefuseApproval { reason } => json!({ "reason": reason }),
        Action::RequestApproval { chain, note } => approving::begin(c, cx, actor, row, *chain, note.as_deref())?,
        Action::Approve { note } => json!({ "note": note }),
        Action::Start | Action::Resume | Action::Lapse => json!({}),
    })
}

pub(super) fn facts(c: &mut Conn, row: &Request) -> Result<Facts> {
    let path = units::directory::ancestry(c, row.unit_id)?;
    let facts = Facts {
        category: row.category.to_string(),
        amount_rials: row.amount_rials,
        text_key: text::key(&format!("{} {}", row.title, row.description)),
        private: row.private,
        ..unit_facts(&path)
    };
    Ok(facts)
}

/// What rules ask about a unit, from the path to it.
pub(super) fn unit_facts(path: &[(UnitId, UnitKind)]) -> Facts {
    Facts {
        unit_kind: path.first().map(|(_, kind)| kind.to_string()).unwrap_or_default(),
        unit_path: path.iter().map(|(id, _)| *id).collect(),
        ..Facts::default()
    }
}

/// Gives the route that the rules propose (the director's `accept` makes it an assignment), and the number. The
/// number comes last: from then on other submissions wait for this one.
fn submit(c: &mut Conn, cx: &Cx, row: &mut Request) -> Result<Value> {
    row.submitted_at = Some(cx.now);
    let facts = facts(c, row)?;
    let mut data = json!({ "rule_id": null });
    if let Some(route) = routing::service::route(c, cx, &facts)? {
        row.desk_id = Some(route.desk_id);
        (row.owner_id, row.owner_for_id) = (route.owner_id, route.owner_for_id);
        row.rule_id = Some(route.rule_id);
        row.rule_version = Some(route.version);
        row.priority = route.priority.map_or(row.priority, |p| p.max(row.priority));
        data = json!({ "rule_id": route.rule_id, "rule_version": route.version, "desk_id": route.desk_id, "owner_id": route.owner_id, "owner_for_id": route.owner_for_id });
        if !route.watcher_ids.is_empty() {
            data["watcher_ids"] = json!(route.watcher_ids);
        }
        if let Some(name) = route.sla_policy {
            data[history::NAMED] = json!(name);
        }
    }
    if row.number.is_none() {
        row.number = Some(next_number(c, cx.now.date_tehran())?);
    }
    data["number"] = json!(row.number);
    Ok(data)
}

/// The next number of the Jalali year that the day is in.
pub(super) fn next_number(c: &mut Conn, day: NaiveDate) -> Result<String> {
    let year = jalali_year(day);
    Ok(format!("{year}-{:04}", store::next_number(c, year)?))
}

/// Puts the request at a desk, with a person, or both; whoever differs from the rule takes its place.
fn assign(c: &mut Conn, row: &mut Request, desk: Option<DeskId>, owner: Option<UserId>) -> Result<Value> {
    let desk_id = desk.or(row.desk_id);
    let owner_id = if desk.is_some_and(|d| Some(d) != row.desk_id) {
        owner
    } else {
        owner.or(row.owner_id)
    };
    if let Some(id) = desk {
        let desk = units::service::get_desk(c, id).map_err(|e| {
            if matches!(e, Error::NotFound) {
                Error::field("/desk_id", FieldCode::NotFound)
            } else {
                e
            }
        })?;
        if !desk.active {
            return Err(Error::refused(
                "/desk_id",
                FieldCode::Conflict,
                "این میز دیگر درخواستی نمی‌پذیرد.",
                "This desk takes no requests any more.",
            ));
        }
    }
    if let Some(id) = owner {
        let person = accounts::service::persons(c, &[id])?;
        if person.is_empty() {
            return Err(Error::field("/owner_id", FieldCode::NotFound));
        }
    }
    if (desk_id, owner_id) != (row.desk_id, row.owner_id) {
        (row.rule_id, row.rule_version) = (None, None);
    }
    if owner_id != row.owner_id {
        row.owner_for_id = None;
    }
    (row.desk_id, row.owner_id) = (desk_id, owner_id);
    Ok(json!({ "desk_id": desk_id, "owner_id": owner_id }))
}
