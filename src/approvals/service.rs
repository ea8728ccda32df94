//! An approval's life: begun, decided step by step, opened anew, cancelled; and who may decide it at this moment.
//!
//! The slice above moves what the approval is about, writes the history and tells people, by the [`Outcome`].

use std::collections::{BTreeSet, HashMap};

use super::model::{Approval, ApprovalState, Decision, NewApproval};
use super::people::Voice;
use super::rules::{self, Outcome, Standing, Step, Verdict, Vote};
use super::store::{self, NewDecision, Scope};
use super::{chains, people, policy};
use crate::accounts::{Actor, Person, UserRef};
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::{ApprovalId, UserId};
use crate::page::{Page, PageRequest};

pub use super::views::{labels, steps};

/// The order of the list.
pub const SORT: &str = "-id";

/// Who may decide the open step at this moment.
#[derive(Debug, Clone, Default)]
pub struct Deciders {
    /// Each once; nobody when all of it is over.
    pub people: Vec<Person>,
    /// The step's own people cannot: these decide in their place.
    pub in_place: bool,
    /// For whom those of `people` decide who stand in for somebody.
    stand_in_for: HashMap<UserId, UserRef>,
}

/// Who may decide each of some approvals, where it was asked.
pub type Live = HashMap<ApprovalId, Deciders>;

impl Deciders {
    fn of(voices: Vec<Voice>, in_place: bool) -> Self {
        let stands_in = voices.iter().filter(|v| v.of.id != v.acts.id);
        let of = |v: &Voice| UserRef {
            id: v.of.id,
            name: v.of.name.clone(),
        };
        Self {
            stand_in_for: stands_in.map(|v| (v.acts.id, of(v))).collect(),
            people: voices.into_iter().map(|v| v.acts).collect(),
            in_place,
        }
    }

    /// Whether this person may decide.
    pub fn has(&self, who: UserId) -> bool {
        self.people.iter().any(|p| p.id == who)
    }

    /// Their ids.
    pub fn ids(&self) -> Vec<UserId> {
        self.people.iter().map(|p| p.id).collect()
    }

    /// For whom this person decides, if they stand in for somebody.
    pub fn in_place_of(&self, who: UserId) -> Option<&UserRef> {
        self.stand_in_for.get(&who)
    }
}

/// What was decided on the open step so far.
fn decided(c: &mut Conn, approval: &Approval) -> Result<Vec<Decision>> {
    let here = |d: &Decision| d.round == approval.round && d.step == approval.step;
    Ok(store::decisions(c, &[approval.id])?.into_iter().filter(here).collect())
}

/// Decisions as the rules see them: each is the voice of somebody whom the step asks.
fn votes(decided: &[Decision]) -> Vec<Vote> {
    let vote = |d: &Decision| Vote {
        person: d.voice(),
        verdict: d.verdict,
        in_place: d.in_place,
    };
    decided.iter().map(vote).collect()
}

fn open_step(approval: &Approval) -> Result<Step> {
    let step = approval.steps()?.into_iter().nth(approval.open());
    step.ok_or_else(|| Error::internal("an approval has no such step", approval.id.to_string()))
}

/// The voices that the open step asks for now, whoever gives them.
fn own_voices(c: &mut Conn, cx: &Cx, approval: &Approval, decided: &[Decision]) -> Result<Vec<Voice>> {
    let step = open_step(approval)?;
    let voted: Vec<_> = decided.iter().map(Decision::voice).collect();
    let mut excluded: Vec<_> = decided.iter().map(|d| d.user_id).collect();
    excluded.push(approval.requester_id);
    let people = people::of_step(c, &step, approval.unit_id)?;
    people::voices(c, people, &voted, &excluded, cx.now.date_tehran())
}

/// Who may decide the open step now. Roles are read anew: a right that was taken is gone at once.
///
/// # Errors
/// Only the database's.
pub fn deciders(c: &mut Conn, cx: &Cx, approval: &Approval) -> Result<Deciders> {
    if !approval.is_pending() {
        return Ok(Deciders::default());
    }
    let step = open_step(approval)?;
    let decided = decided(c, approval)?;
    let votes = votes(&decided);
    let mut own = own_voices(c, cx, approval, &decided)?;
    let ids: Vec<_> = own.iter().map(|v| v.of.id).collect();
    match rules::judge(&step, &ids, approval.requester_id, &votes) {
        Standing::Open { .. } => {
            let able = rules::able(&ids, approval.requester_id, &votes);
            own.retain(|v| able.contains(&v.of.id));
            Ok(Deciders::of(own, false))
        }
        // Passed without a vote to carry it on: those who were missing have left. Nobody's leaving approves anything.
        Standing::Stuck | Standing::Passed => {
            let mut excluded: Vec<_> = decided.iter().flat_map(|d| [d.user_id, d.voice()]).collect();
            excluded.push(approval.requester_id);
            let people = people::in_their_place(c, &excluded)?;
            let mut voices = people::voices(c, people.clone(), &[], &excluded, cx.now.date_tehran())?;
            if voices.is_empty() {
                // All of them are away, and so are those who could stand in: it waits for them rather than for nobody.
                voices = people.into_iter().map(|of| Voice { acts: of.clone(), of }).collect();
            }
            Ok(Deciders::of(voices, true))
        }
        Standing::Rejected | Standing::Returned => Ok(Deciders::default()),
    }
}

/// Keeps who is asked now, for people's lists; returns those who were not asked before.
fn ask(c: &mut Conn, approval: &Approval, deciders: &Deciders) -> Result<Vec<Person>> {
    let before: BTreeSet<UserId> = store::deciders(c, &[approval.id])?
        .remove(&approval.id)
        .unwrap_or_default()
        .into_iter()
        .collect();
    let now = deciders.ids();
    if before != now.iter().copied().collect() {
        store::set_deciders(c, approval.id, &now)?;
    }
    let new = deciders.people.iter().filter(|p| !before.contains(&p.id));
    Ok(new.cloned().collect())
}

/// Begins an approval and opens its first step.
///
/// # Errors
/// 422 at `/chain_id`.
pub fn begin(c: &mut Conn, cx: &Cx, new: &NewApproval) -> Result<Approval> {
    let (chain, name, steps) = chains::take(c, new.chain)?;
    let first = rules::next(&steps, new.amount_rials, 0)
        .ok_or_else(|| Error::internal("a chain has no step for every amount", name.clone()))?;
    let steps = Json(serde_json::to_value(&steps)?);
    let approval = store::insert(c, new, (chain, &name, steps), place(first), cx.now)?;
    let deciders = deciders(c, cx, &approval)?;
    ask(c, &approval, &deciders)?;
    Ok(approval)
}

fn place(step: usize) -> i32 {
    i32::try_from(step).unwrap_or(i32::MAX)
}

/// What somebody decides, and how.
#[derive(Debug, Clone)]
pub struct Ballot<'a> {
    pub person: UserId,
    pub verdict: Verdict,
    /// In their words; tidy, and there unless they approve.
    pub reason: Option<&'a str>,
    /// By the link in a mail.
    pub by_link: bool,
}

/// Records a decision on the open step and goes on as it says.
///
/// # Errors
/// 409 `approval_over` or `already_decided`, 403 for somebody who may not decide it.
pub fn decide(c: &mut Conn, cx: &Cx, approval: &mut Approval, ballot: &Ballot<'_>) -> Result<Outcome> {
    if !approval.is_pending() {
        return Err(over());
    }
    let asked = deciders(c, cx, approval)?;
    if decided(c, approval)?
        .iter()
        .any(|d| d.user_id == ballot.person || d.voice() == ballot.person)
    {
        return Err(Error::conflict(
            "already_decided",
            said(
                "شما دربارهٔ این مرحله تصمیم گرفته‌اید.",
                "You have decided on this step already.",
            ),
        ));
    }
    if !asked.has(ballot.person) {
        return Err(Error::not_your_right());
    }
    let new = NewDecision {
        person: ballot.person,
        on_behalf_of: asked.in_place_of(ballot.person).map(|of| of.id),
        verdict: ballot.verdict,
        reason: ballot.reason,
        in_place: asked.in_place,
        by_link: ballot.by_link,
    };
    store::insert_decision(c, approval, &new, cx.now)?;
    let (steps, decided) = (approval.steps()?, decided(c, approval)?);
    let step = open_step(approval)?;
    let own: Vec<_> = own_voices(c, cx, approval, &decided)?.iter().map(|v| v.of.id).collect();
    let standing = rules::judge(&step, &own, approval.requester_id, &votes(&decided));
    let outcome = rules::outcome(&steps, approval.amount_rials, approval.open(), standing);
    let mut end = |state| {
        approval.state = state;
        approval.closed_at = Some(cx.now);
    };
    match outcome {
        Outcome::Stays => {}
        Outcome::Opens(next) => open(approval, next, cx),
        Outcome::Approved => end(ApprovalState::Approved),
        Outcome::Rejected => end(ApprovalState::Rejected),
        Outcome::Returned => end(ApprovalState::Returned),
    }
    store::save(c, approval, cx.now)?;
    let asked = deciders(c, cx, approval)?;
    ask(c, approval, &asked)?;
    Ok(outcome)
}

fn open(approval: &mut Approval, step: usize, cx: &Cx) {
    approval.step = place(step);
    approval.step_opened_at = cx.now;
    (approval.reminded_at, approval.escalated_at) = (None, None);
}

/// 409: it was decided or cancelled already.
pub fn over() -> Error {
    Error::conflict(
        "approval_over",
        said(
            "دربارهٔ این مورد پیش‌تر تصمیم گرفته شده است.",
            "This has been decided already.",
        ),
    )
}

/// Begins the pending approval of a thing anew, from its first step, because amount or scope has changed. What was
/// decided stays recorded and counts no more. Returns the approval and who had decided; none: nothing is pending.
///
/// # Errors
/// Only the database's.
pub fn reopen(
    c: &mut Conn,
    cx: &Cx,
    subject: &str,
    subject_id: i64,
    amount_rials: Option<i64>,
) -> Result<Option<(Approval, Vec<UserId>)>> {
    let Some(mut approval) = store::pending_of(c, subject, subject_id)? else {
        return Ok(None);
    };
    let this_round = approval.round;
    let decided = store::decisions(c, &[approval.id])?.into_iter();
    let decided: BTreeSet<_> = decided.filter(|d| d.round == this_round).map(|d| d.user_id).collect();
    let first = rules::next(&approval.steps()?, amount_rials, 0)
        .ok_or_else(|| Error::internal("a chain has no step for every amount", approval.chain_name.clone()))?;
    approval.round += 1;
    approval.amount_rials = amount_rials;
    open(&mut approval, first, cx);
    store::save(c, &mut approval, cx.now)?;
    let asked = deciders(c, cx, &approval)?;
    ask(c, &approval, &asked)?;
    Ok(Some((approval, decided.into_iter().collect())))
}

/// Cancels the pending approval of a thing, if there is one.
///
/// # Errors
/// Only the database's.
pub fn cancel(c: &mut Conn, cx: &Cx, subject: &str, subject_id: i64) -> Result<Option<ApprovalId>> {
    let Some(mut approval) = store::pending_of(c, subject, subject_id)? else {
        return Ok(None);
    };
    approval.state = ApprovalState::Cancelled;
    approval.closed_at = Some(cx.now);
    store::save(c, &mut approval, cx.now)?;
    store::set_deciders(c, approval.id, &[])?;
    Ok(Some(approval.id))
}

/// Looks again who may decide; returns them, and those of them who were not asked yet.
///
/// # Errors
/// Only the database's.
pub fn refresh(c: &mut Conn, cx: &Cx, approval: &Approval) -> Result<(Deciders, Vec<Person>)> {
    let asked = deciders(c, cx, approval)?;
    let new = ask(c, approval, &asked)?;
    Ok((asked, new))
}

/// Whether somebody else would have to be asked than was.
///
/// # Errors
/// Only the database's.
pub fn needs_refresh(c: &mut Conn, cx: &Cx, approval: &Approval) -> Result<bool> {
    let now: BTreeSet<_> = deciders(c, cx, approval)?.ids().into_iter().collect();
    let kept = store::deciders(c, &[approval.id])?.remove(&approval.id);
    Ok(kept.unwrap_or_default().into_iter().collect::<BTreeSet<_>>() != now)
}

/// An approval.
///
/// # Errors
/// 404.
pub fn find(c: &mut Conn, id: ApprovalId) -> Result<Approval> {
    store::find(c, id)?.ok_or(Error::NotFound)
}

/// Keeps others from deciding on an approval until the transaction ends: whoever is about to decide calls this before
/// anything of it is read.
///
/// # Errors
/// Only the database's.
pub fn lock(c: &mut Conn, id: ApprovalId) -> Result<()> {
    store::lock(c, id)
}

/// The pending approval of a thing.
///
/// # Errors
/// Only the database's.
pub fn pending_of(c: &mut Conn, subject: &str, subject_id: i64) -> Result<Option<Approval>> {
    store::pending_of(c, subject, subject_id)
}

/// Who was asked to decide on one of these things, or has decided, each with its id.
///
/// # Errors
/// Only the database's.
pub fn involved(c: &mut Conn, subject: &str, ids: &[i64]) -> Result<Vec<(i64, UserId)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    store::involved(c, subject, ids)
}

/// The next pending approvals, by id.
///
/// # Errors
/// Only the database's.
pub fn pending_after(c: &mut Conn, subject: &str, after: ApprovalId, limit: i64) -> Result<Vec<Approval>> {
    store::pending_after(c, subject, after, limit)
}

/// Notes that the open step's people were reminded; says whether it was this caller who noted it.
///
/// # Errors
/// Only the database's.
pub fn mark_reminded(c: &mut Conn, cx: &Cx, approval: &Approval) -> Result<bool> {
    store::mark_reminded(c, approval, cx.now)
}

/// Notes that the directors were told of the open step; says whether it was this caller who noted it.
///
/// # Errors
/// Only the database's.
pub fn mark_escalated(c: &mut Conn, cx: &Cx, approval: &Approval) -> Result<bool> {
    store::mark_escalated(c, approval, cx.now)
}

/// Whether the approval has come to this person: one of the steps that have opened asks them now, or they decide in the
/// place of others. They may look at it; who comes too late to decide is told so, who never had a say is not.
///
/// # Errors
/// Only the database's.
pub fn has_reached(c: &mut Conn, cx: &Cx, approval: &Approval, who: UserId) -> Result<bool> {
    if who == approval.requester_id {
        return Ok(false);
    }
    let opened = approval.steps()?.into_iter().take(approval.open() + 1);
    for step in opened.filter(|step| step.applies(approval.amount_rials)) {
        if people::of_step(c, &step, approval.unit_id)?.iter().any(|p| p.id == who) {
            return Ok(true);
        }
    }
    Ok(deciders(c, cx, approval)?.has(who))
}

/// Which approvals are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The kind of thing they are about.
    pub subject: &'static str,
    /// Of this one only.
    pub subject_id: Option<i64>,
    /// Only what waits for the actor.
    pub mine: bool,
    /// Only in this state.
    pub state: Option<ApprovalState>,
}

/// A page of the approvals that concern the actor, newest first.
///
/// # Errors
/// Only the database's.
pub fn list(c: &mut Conn, actor: &Actor, wanted: Wanted, page: &PageRequest) -> Result<Page<Approval>> {
    let scope = if wanted.mine {
        Scope::WaitingFor(actor.id)
    } else if policy::sees_all(actor) || wanted.subject_id.is_some() {
        // Those of one thing are few, and who may know of each the slice above asks in any case.
        Scope::All
    } else {
        let in_place_of = actor.stands_in_for.iter().flat_map(|absent| &absent.grants);
        let units = actor.grants.iter().chain(in_place_of).filter_map(|grant| grant.unit_id);
        Scope::Concerning(actor.id, units.collect())
    };
    let before = page.after.as_ref().map(|cursor| cursor.i);
    let subject = (wanted.subject, wanted.subject_id);
    let rows = store::list(c, scope, wanted.state, subject, before, page.limit + 1)?;
    Ok(Page::from_rows(rows, page, SORT, |a: &Approval| {
        (String::new(), a.id.0)
    }))
}
