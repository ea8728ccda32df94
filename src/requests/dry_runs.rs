//! A set of rules tried on the requests of before, without saving it: where the rules in force would send each, and where
//! the draft would. Reads at most a thousand requests, in parts, and shows those that would go elsewhere.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::acting::unit_facts;
use super::categories::Category;
use super::store::{self, Submitted};
use super::{approving, sla};
use crate::accounts::model::UserRef;
use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::{Locale, Result};
use crate::ids::{ChainId, DeskId, RequestId, UnitId, UserId};
use crate::persian::text;
use crate::routing::book::RuleBook;
use crate::routing::model::{NewRule, RuleWarning};
use crate::routing::rules::{Facts, Rule, Target};
use crate::routing::{self, Priority};
use crate::units::{self, DeskRef, UnitKind};

/// Requests that are read together.
const PART: i64 = 100;

/// A set to be tried.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "rules": [{ "name": "تنخواه و بودجه به میز مالی", "conditions": { "categories": ["petty_cash", "budget"] }, "target": { "desk_id": 1, "round_robin": true } }], "last": 200 }))]
pub struct DryRun {
    /// The rules; the first that matches decides.
    #[schema(max_items = 500)]
    pub rules: Vec<NewRule>,
    /// On how many of the requests that were submitted last.
    #[serde(default = "usual")]
    #[schema(minimum = 1, maximum = 1000, default = 200)]
    pub last: i64,
}

fn usual() -> i64 {
    200
}

/// Where a set sends a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Proposal {
    /// The rule's place in its set, from 1.
    pub rule: usize,
    /// What people call the rule.
    pub name: String,
    /// To this desk.
    pub desk: Option<DeskRef>,
    /// To this person, or who stands in on the day.
    pub owner: Option<UserRef>,
    /// To the desk's members in turn.
    pub round_robin: bool,
    /// With this priority.
    pub priority: Option<Priority>,
    /// These people watch it.
    pub watcher_ids: Vec<UserId>,
    /// This chain approves it.
    pub approval_chain_id: Option<ChainId>,
    /// It lives by the SLA policy of this name.
    pub sla_policy: Option<String>,
}

/// A request that the draft would send elsewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Difference {
    /// Which request.
    pub id: RequestId,
    /// What people quote.
    #[schema(example = "1398-0001")]
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// Where the rules in force send it; `null`: it stays with the director.
    pub in_force: Option<Proposal>,
    /// Where the draft sends it; `null`: it stays with the director.
    pub draft: Option<Proposal>,
}

/// What a draft would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "examined": 200, "changed": 1, "unrouted_in_force": 3, "unrouted_draft": 2, "warnings": [], "differences": [{ "id": 1, "number": "1398-0001", "title": "تنخواه برای خریدهای خرد", "in_force": null, "draft": { "rule": 1, "name": "تنخواه و بودجه به میز مالی", "desk": { "id": 1, "name": "میز مالی" }, "owner": null, "round_robin": true, "priority": null, "watcher_ids": [], "approval_chain_id": null, "sla_policy": null } }] }))]
pub struct DryRunReport {
    /// Requests that were tried.
    pub examined: usize,
    /// Of these, how many would go elsewhere, or with another priority or other watchers.
    pub changed: usize,
    /// Of these, how many no rule in force takes.
    pub unrouted_in_force: usize,
    /// Of these, how many no rule of the draft takes.
    pub unrouted_draft: usize,
    /// What looks wrong about the draft.
    pub warnings: Vec<RuleWarning>,
    /// Those that would change, the newest first.
    pub differences: Vec<Difference>,
}

/// Tries a set on the requests that were submitted last.
///
/// # Errors
/// 403, 422.
pub fn dry_run(c: &mut Conn, actor: &Actor, input: &DryRun, locale: Locale) -> Result<DryRunReport> {
    let draft = routing::service::draft(c, actor, &input.rules, &category_keys(), locale)?;
    approving::check_chains(c, &input.rules)?;
    sla::service::check_named(c, &input.rules)?;
    let in_force = &draft.in_force.book;
    let mut report = DryRunReport {
        examined: 0,
        changed: 0,
        unrouted_in_force: 0,
        unrouted_draft: 0,
        warnings: draft.warnings,
        differences: Vec::new(),
    };
    let mut names = Names::default();
    let (mut left, mut before) = (input.last, RequestId(i64::MAX));
    let mut paths: HashMap<UnitId, Vec<(UnitId, UnitKind)>> = HashMap::new();
    while left > 0 {
        let rows = store::submitted_before(c, before, left.min(PART))?;
        let Some(last) = rows.last() else { break };
        before = last.id;
        left -= PART;
        let unknown: Vec<_> = rows
            .iter()
            .map(|r| r.unit_id)
            .filter(|id| !paths.contains_key(id))
            .collect();
        paths.extend(units::directory::ancestries(c, &unknown)?);
        for row in rows {
            let facts = facts(&row, paths.get(&row.unit_id).map_or(&[], Vec::as_slice));
            let (now, then) = (in_force.route(&facts), draft.book.route(&facts));
            report.examined += 1;
            report.unrouted_in_force += usize::from(now.is_none());
            report.unrouted_draft += usize::from(then.is_none());
            if now.map(|r| &r.target) != then.map(|r| &r.target) {
                report.changed += 1;
                let in_force = names.proposal(c, in_force, now)?;
                let draft = names.proposal(c, &draft.book, then)?;
                report.differences.push(Difference {
                    id: row.id,
                    number: row.number,
                    title: row.title,
                    in_force,
                    draft,
                });
            }
        }
    }
    Ok(report)
}

/// The keys of all categories, as rules name them.
pub fn category_keys() -> Vec<&'static str> {
    Category::ALL.iter().map(|category| category.as_str()).collect()
}

fn facts(row: &Submitted, path: &[(UnitId, UnitKind)]) -> Facts {
    Facts {
        category: row.category.to_string(),
        amount_rials: row.amount_rials,
        text_key: text::key(&format!("{} {}", row.title, row.description)),
        private: row.private,
        ..unit_facts(path)
    }
}

/// Names of desks and people, each looked up once.
#[derive(Default)]
struct Names {
    desks: HashMap<DeskId, Option<DeskRef>>,
    people: HashMap<UserId, Option<UserRef>>,
}

impl Names {
    fn proposal(&mut self, c: &mut Conn, book: &RuleBook, rule: Option<&Rule>) -> Result<Option<Proposal>> {
        let Some(rule) = rule else { return Ok(None) };
        let Target {
            desk_id,
            owner_id,
            round_robin,
            priority,
            watcher_ids,
            approval_chain_id,
            sla_policy,
        } = &rule.target;
        let place = book.rules().iter().position(|other| other.id == rule.id).unwrap_or(0);
        Ok(Some(Proposal {
            rule: place + 1,
            name: rule.name.clone(),
            desk: self.desk(c, *desk_id)?,
            owner: owner_id.map_or(Ok(None), |id| self.person(c, id))?,
            round_robin: *round_robin,
            priority: *priority,
            watcher_ids: watcher_ids.clone(),
            approval_chain_id: *approval_chain_id,
            sla_policy: sla_policy.clone(),
        }))
    }

    fn desk(&mut self, c: &mut Conn, id: DeskId) -> Result<Option<DeskRef>> {
        if let Some(known) = self.desks.get(&id) {
            return Ok(known.clone());
        }
        let found = units::directory::desk_refs(c, &[id])?.remove(&id);
        self.desks.insert(id, found.clone());
        Ok(found)
    }

    fn person(&mut self, c: &mut Conn, id: UserId) -> Result<Option<UserRef>> {
        if let Some(known) = self.people.get(&id) {
            return Ok(known.clone());
        }
        let found = accounts::service::people(c, &[id])?.remove(&id);
        self.people.insert(id, found.clone());
        Ok(found)
    }
}
