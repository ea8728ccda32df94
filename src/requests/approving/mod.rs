//! Approval of requests: asked for, decided, begun anew when amount or scope changes. `approvals` says what a decision
//! comes to; here it moves the request, leaves a line in the history, and people hear of it, in one transaction.

pub mod chasing;
pub mod link_routes;
pub mod links;
pub mod model;
mod notices;
mod page;
pub mod routes;
mod views;

use serde_json::{Value, json};

use super::acting::{move_on, record, tell};
use super::action::Action;
use super::store::{self, Request};
use super::{policy, state::State};
use crate::accounts::Actor;
use crate::approvals::model::NewApproval;
use crate::approvals::service::{self, Ballot, Wanted};
use crate::approvals::{self, Approval, Outcome, Verdict, chains};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{ApprovalId, ChainId, RequestId, RuleId};
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::routing;
use crate::routing::model::NewRule;
use model::{ApprovalFilter, ApprovalView};
use notices::Ask;

/// What the history calls requests; approvals name their subject likewise.
pub(super) const SUBJECT: &str = "request";

/// Begins an approval of the request as it stands; what the history keeps of it.
pub(super) fn begin(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Request,
    chain: Option<ChainId>,
    note: Option<&str>,
) -> Result<Value> {
    let chain = match (chain, row.rule_id) {
        (None, Some(rule)) => chain_of_rule(c, rule)?,
        (named, _) => named,
    };
    let new = NewApproval {
        subject: SUBJECT,
        subject_id: row.id.0,
        asked_by: actor.id,
        requester: row.filer_id,
        unit: row.unit_id,
        amount_rials: row.amount_rials,
        chain,
        note: note.map(str::to_owned),
    };
    let approval = service::begin(c, cx, &new)?;
    Ok(json!({
        "approval_id": approval.id, "chain_id": approval.chain_id, "chain": approval.chain_name,
        "step": approval.step + 1, "note": note,
    }))
}

/// The chain of the rule that routed the request, while it is in use.
fn chain_of_rule(c: &mut Conn, rule: RuleId) -> Result<Option<ChainId>> {
    let named = routing::service::chain_of(c, rule)?;
    Ok(match named {
        Some(id) if chains::is_active(c, id)? => Some(id),
        _ => None,
    })
}

/// That the chains which rules name are there and in use.
///
/// # Errors
/// 422 at `/rules/…/target/approval_chain_id`.
pub fn check_chains(c: &mut Conn, rules: &[NewRule]) -> Result<()> {
    let mut errors = Vec::new();
    for (i, rule) in rules.iter().enumerate() {
        if let Some(id) = rule.target.approval_chain_id
            && !chains::is_active(c, id)?
        {
            errors.push(FieldError::new(
                format!("/rules/{i}/target/approval_chain_id"),
                FieldCode::NotFound,
            ));
        }
    }
    Error::invalid_if_any(errors)
}

/// Asks those who decide the open step, each by a mail with a link of their own.
pub(super) fn ask(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Request) -> Result<()> {
    let Some(approval) = service::pending_of(c, SUBJECT, row.id.0)? else {
        return Ok(());
    };
    let asked = service::deciders(c, cx, &approval)?;
    notices::ask(c, cx, Some(actor), row, &approval, &asked, &asked.people, Ask::Needed)
}

/// What was withdrawn needs nobody's approval.
pub(super) fn cancel(c: &mut Conn, cx: &Cx, row: &Request) -> Result<()> {
    service::cancel(c, cx, SUBJECT, row.id.0).map(drop)
}

/// Amount or scope has changed while it is decided: all steps begin anew, and those who had decided hear of it.
pub(super) fn scope_changed(c: &mut Conn, cx: &Cx, actor: &Actor, before: &Request, row: &Request) -> Result<()> {
    let scope = |r: &Request| (r.title.clone(), r.description.clone(), r.details.0.clone(), r.unit_id);
    if row.state != State::AwaitingApproval || scope(before) == scope(row) {
        return Ok(());
    }
    let Some((approval, decided)) = service::reopen(c, cx, SUBJECT, row.id.0, row.amount_rials)? else {
        return Ok(());
    };
    let data = json!({
        "approval_id": approval.id, "round": approval.round, "step": approval.step + 1, "void_decisions_of": decided,
        "amount_rials": [before.amount_rials, row.amount_rials],
    });
    record(c, cx, Some(actor), row, "reopen_approval", Some(row.state), data)?;
    let asked = service::deciders(c, cx, &approval)?;
    notices::reopened(c, cx, actor, row, &approval, &asked, &decided)
}

/// The request that an approval is about.
fn request_of(c: &mut Conn, approval: &Approval) -> Result<Request> {
    store::find(c, RequestId(approval.subject_id))?
        .ok_or_else(|| Error::internal("an approval has lost its request", approval.id.to_string()))
}

/// Whether the actor may know of the approval: who sees the request, and those whom a step has asked.
fn may_see(c: &mut Conn, cx: &Cx, actor: &Actor, approval: &Approval, row: &Request) -> Result<bool> {
    Ok(policy::may_see(actor, &row.subject()) || service::has_reached(c, cx, approval, actor.id)?)
}

/// The approval and its request, if the actor may know of them.
fn visible(c: &mut Conn, cx: &Cx, actor: &Actor, id: ApprovalId) -> Result<(Approval, Request)> {
    let approval = service::find(c, id)?;
    if approval.subject != SUBJECT {
        return Err(Error::NotFound);
    }
    let row = request_of(c, &approval)?;
    if may_see(c, cx, actor, &approval, &row)? {
        Ok((approval, row))
    } else {
        Err(Error::NotFound)
    }
}

/// An approval.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, id: ApprovalId, locale: Locale) -> Result<ApprovalView> {
    let (approval, _) = visible(c, cx, actor, id)?;
    views::view(c, cx, actor, approval, locale)
}

/// A page of the approvals that concern the actor, newest first.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    filter: &ApprovalFilter,
    locale: Locale,
) -> Result<Page<ApprovalView>> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), service::SORT)?;
    let wanted = Wanted {
        subject: SUBJECT,
        subject_id: filter.request_id.map(|id| id.0),
        mine: filter.mine.unwrap_or(false),
        state: filter.state,
    };
    let mut found = service::list(c, actor, wanted, &page)?;
    // Who is asked is kept for lists and refreshed by the clock; a right that was taken since is gone at once.
    if wanted.mine || !approvals::policy::sees_all(actor) {
        let mut still = Vec::with_capacity(found.items.len());
        for approval in found.items {
            let row = request_of(c, &approval)?;
            let seen = if wanted.mine {
                service::deciders(c, cx, &approval)?.has(actor.id)
            } else {
                may_see(c, cx, actor, &approval, &row)?
            };
            if seen {
                still.push(approval);
            }
        }
        found.items = still;
    }
    Ok(Page {
        items: views::views(c, actor, found.items, locale)?,
        next: found.next,
    })
}

/// Decides the open step: `POST /approvals/{id}/approve`, `/reject`, `/return`.
///
/// # Errors
/// 403, 404, 409 when it is over, 412, 422 without a reason.
pub fn decide(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ApprovalId,
    expected: &Expected,
    verdict: Verdict,
    words: Option<&str>,
    locale: Locale,
) -> Result<ApprovalView> {
    service::lock(c, id)?;
    let (approval, row) = visible(c, cx, actor, id)?;
    let words = reason(verdict, words)?;
    if !service::has_reached(c, cx, &approval, actor.id)? {
        return Err(Error::not_your_right());
    }
    if !expected.holds(approval.version) {
        return Err(Error::stale(&views::view(c, cx, actor, approval, locale)?));
    }
    let ballot = Ballot {
        person: actor.id,
        verdict,
        reason: words.as_deref(),
        by_link: false,
    };
    carry_out(c, cx, actor, approval, row, &ballot)?;
    let decided = service::find(c, id)?;
    views::view(c, cx, actor, decided, locale)
}

/// The tidy words that go with a decision; a refusal or a return without any helps nobody.
fn reason(verdict: Verdict, words: Option<&str>) -> Result<Option<String>> {
    let words = words.map(text::tidy).filter(|t| !t.is_empty());
    match (verdict, &words) {
        (Verdict::Rejected | Verdict::Returned, None) => Err(Error::field("/reason", FieldCode::Required)),
        (Verdict::Approved | Verdict::Rejected | Verdict::Returned, _) => Ok(words),
    }
}

/// Records the decision, and does what follows from it.
fn carry_out(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    mut approval: Approval,
    row: Request,
    ballot: &Ballot<'_>,
) -> Result<()> {
    let (step, round) = (approval.step, approval.round);
    let asked = service::deciders(c, cx, &approval)?;
    let in_place = asked.in_place;
    // The history names both: who decided, and for whom.
    let actor = &Actor {
        acting_for: asked.in_place_of(actor.id).cloned(),
        ..actor.clone()
    };
    let label = service::labels(c, &approval, Locale::Fa)?
        .into_iter()
        .nth(approval.open());
    let outcome = service::decide(c, cx, &mut approval, ballot)?;
    let kept = json!({
        "approval_id": approval.id, "round": round, "step": step + 1, "of": label, "verdict": ballot.verdict,
        "in_place": in_place, "by_link": ballot.by_link,
    });
    let words = ballot.reason.map(str::to_owned);
    match outcome {
        Outcome::Stays | Outcome::Opens(_) => {
            let mut data = kept;
            data["note"] = json!(words);
            record(c, cx, Some(actor), &row, "approve_step", Some(row.state), data)?;
        }
        Outcome::Approved => move_request(c, cx, actor, row.clone(), &Action::Approve { note: words }, kept)?,
        Outcome::Rejected => {
            let reason = words.unwrap_or_default();
            move_request(c, cx, actor, row.clone(), &Action::RefuseApproval { reason }, kept)?;
        }
        Outcome::Returned => {
            let question = words.unwrap_or_default();
            move_request(c, cx, actor, row.clone(), &Action::ReturnApproval { question }, kept)?;
        }
    }
    if let Outcome::Opens(_) = outcome {
        let asked = service::deciders(c, cx, &approval)?;
        notices::ask(c, cx, Some(actor), &row, &approval, &asked, &asked.people, Ask::Needed)?;
    }
    Ok(())
}

/// Moves the request by what its approval came to, with history and mails.
fn move_request(c: &mut Conn, cx: &Cx, actor: &Actor, mut row: Request, action: &Action, kept: Value) -> Result<()> {
    let before = row.clone();
    let mut data = move_on(c, cx, actor, &mut row, action)?;
    if let (Value::Object(data), Value::Object(kept)) = (&mut data, kept) {
        data.extend(kept);
    }
    // The one who decides may not see the request itself: nobody is shown it here, all of it runs once more instead.
    if !store::save(c, &mut row, cx.now)? {
        return Err(Error::LostRace(
            "a request changed while its approval was decided".into(),
        ));
    }
    tell(c, cx, Some(actor), &before, &row, action, data)
}
