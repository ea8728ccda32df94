//! The steps of approvals as they are shown: names beside ids, where each stands, who may decide, and why one does not
//! apply.

use std::collections::HashMap;

use super::model::{Approval, ApprovalState, Decision, DecisionView, StepState, StepView};
use super::rules::{Step, Who};
use super::service::{Deciders, Live};
use super::store;
use crate::accounts::{self, UserRef};
use crate::db::Conn;
use crate::error::{Locale, Result};
use crate::ids::{ApprovalId, DeskId, UserId};
use crate::persian::digits;
use crate::units::{self, DeskRef};

/// Names that steps and decisions need.
struct Names {
    desks: HashMap<DeskId, DeskRef>,
    people: HashMap<UserId, UserRef>,
}

impl Names {
    fn load(c: &mut Conn, steps: &[Step], more: impl Iterator<Item = UserId>) -> Result<Self> {
        let desks: Vec<_> = steps.iter().filter_map(|s| s.desk_id).collect();
        let people: Vec<_> = steps.iter().filter_map(|s| s.user_id).chain(more).collect();
        Ok(Self {
            desks: units::directory::desk_refs(c, &desks)?,
            people: accounts::service::people(c, &people)?,
        })
    }

    fn person(&self, id: UserId) -> Option<UserRef> {
        self.people.get(&id).cloned()
    }

    /// Whom a step asks, in words.
    fn label(&self, step: &Step, locale: Locale) -> String {
        let named = match step.who {
            Who::Role => step.role.map(|role| role.label(locale).to_owned()),
            Who::Desk => step.desk_id.and_then(|id| self.desks.get(&id)).map(|d| d.name.clone()),
            Who::Person => step.user_id.and_then(|id| self.person(id)).map(|p| p.name),
            Who::ParentHead => Some(locale.pick("مدیر واحد بالادست", "Head of the parent unit").to_owned()),
        };
        named.unwrap_or_default()
    }
}

/// Whom each step of an approval asks, in words.
///
/// # Errors
/// Only the database's.
pub fn labels(c: &mut Conn, approval: &Approval, locale: Locale) -> Result<Vec<String>> {
    let steps = approval.steps()?;
    let names = Names::load(c, &steps, std::iter::empty())?;
    Ok(steps.iter().map(|step| names.label(step, locale)).collect())
}

/// The steps of these approvals, with three look-ups for all of them. Who may decide is taken from `live` where it was
/// asked, else from what is kept for lists.
///
/// # Errors
/// Only the database's.
pub fn steps(
    c: &mut Conn,
    approvals: &[Approval],
    live: &Live,
    locale: Locale,
) -> Result<HashMap<ApprovalId, Vec<StepView>>> {
    let ids: Vec<_> = approvals.iter().map(|a| a.id).collect();
    let kept = store::deciders(c, &ids)?;
    let decisions = store::decisions(c, &ids)?;
    let mut of_each = Vec::with_capacity(approvals.len());
    for approval in approvals {
        of_each.push((approval, approval.steps()?));
    }
    let all: Vec<Step> = of_each.iter().flat_map(|(_, steps)| steps.clone()).collect();
    let decided = decisions.iter().flat_map(|d| [d.user_id, d.voice()]);
    let asked = kept.values().flatten().copied();
    let alive = live.values().flat_map(Deciders::ids);
    let names = Names::load(c, &all, decided.chain(asked).chain(alive))?;
    let mut views = HashMap::new();
    for (approval, steps) in of_each {
        let own: Vec<_> = decisions.iter().filter(|d| d.approval_id == approval.id).collect();
        let asked = match live.get(&approval.id) {
            Some(deciders) => deciders.ids(),
            None => kept.get(&approval.id).cloned().unwrap_or_default(),
        };
        let in_place = live.get(&approval.id).is_some_and(|d| d.in_place);
        let shown = (0..).zip(&steps).map(|(at, step)| {
            let of_step: Vec<_> = own.iter().copied().filter(|d| d.step == at).collect();
            one(approval, at, step, &of_step, &asked, in_place, &names, locale)
        });
        views.insert(approval.id, shown.collect());
    }
    Ok(views)
}

fn one(
    approval: &Approval,
    at: i32,
    step: &Step,
    decisions: &[&Decision],
    asked: &[UserId],
    in_place: bool,
    names: &Names,
    locale: Locale,
) -> StepView {
    let state = state(approval, at, step);
    let decision = |d: &&Decision| DecisionView {
        person: names.person(d.user_id),
        on_behalf_of: d.on_behalf_of_id.and_then(|id| names.person(id)),
        verdict: d.verdict,
        reason: d.reason.clone(),
        in_place: d.in_place,
        by_link: d.by_link,
        round: d.round,
        void: d.round < approval.round,
        at: d.at,
    };
    let deciders = if state == StepState::Open { asked } else { &[] };
    StepView {
        position: at + 1,
        label: names.label(step, locale),
        who: step.who,
        role: step.role,
        desk: step.desk_id.and_then(|id| names.desks.get(&id).cloned()),
        person: step.user_id.and_then(|id| names.person(id)),
        rule: step.rule,
        needed: step.needed,
        from_rials: step.from_rials,
        why: why(step, state, in_place, locale),
        state,
        deciders: deciders.iter().filter_map(|id| names.person(*id)).collect(),
        decisions: decisions.iter().map(decision).collect(),
    }
}

fn state(approval: &Approval, at: i32, step: &Step) -> StepState {
    if !step.applies(approval.amount_rials) {
        return StepState::Skipped;
    }
    match at.cmp(&approval.step) {
        std::cmp::Ordering::Less => StepState::Passed,
        std::cmp::Ordering::Greater => StepState::Waiting,
        std::cmp::Ordering::Equal => match approval.state {
            ApprovalState::Pending => StepState::Open,
            ApprovalState::Approved => StepState::Passed,
            ApprovalState::Rejected => StepState::Rejected,
            ApprovalState::Returned => StepState::Returned,
            ApprovalState::Cancelled => StepState::Cancelled,
        },
    }
}

fn why(step: &Step, state: StepState, in_place: bool, locale: Locale) -> Option<String> {
    match (state, step.from_rials) {
        (StepState::Skipped, Some(from)) => Some(match locale {
            Locale::Fa => format!("این مرحله برای مبلغ‌های {} و بیشتر است.", digits::rials(from)),
            Locale::En => format!("This step is for amounts from {from} Rials on."),
        }),
        (StepState::Open, _) if in_place => Some(
            locale
                .pick(
                    "از افراد این مرحله کسی نمی‌تواند تصمیم بگیرد؛ تصمیم با مدیر ارتباطات است.",
                    "Nobody of this step can decide it; the director decides in their place.",
                )
                .to_owned(),
        ),
        _ => None,
    }
}
