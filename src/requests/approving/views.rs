//! Approvals made into what the API shows: the request they are about, names beside ids, what the caller may do.

use std::collections::HashMap;

use super::model::{ApprovalAction, ApprovalView, ApprovedRequest};
use crate::accounts::{self, Actor};
use crate::approvals::Approval;
use crate::approvals::service::{self, Live};
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::ids::RequestId;
use crate::requests::store;
use crate::units::{self, UnitRef};

/// The view of one, who may decide it asked anew.
pub fn view(c: &mut Conn, cx: &Cx, actor: &Actor, approval: Approval, locale: Locale) -> Result<ApprovalView> {
    let live = HashMap::from([(approval.id, service::deciders(c, cx, &approval)?)]);
    shown(c, actor, vec![approval], &live, locale)?
        .pop()
        .ok_or(Error::NotFound)
}

/// Views of a page: who may decide is what is kept for lists, but for what the caller may do themselves.
pub fn views(c: &mut Conn, actor: &Actor, approvals: Vec<Approval>, locale: Locale) -> Result<Vec<ApprovalView>> {
    shown(c, actor, approvals, &HashMap::new(), locale)
}

fn shown(
    c: &mut Conn,
    actor: &Actor,
    approvals: Vec<Approval>,
    live: &Live,
    locale: Locale,
) -> Result<Vec<ApprovalView>> {
    let mut steps = service::steps(c, &approvals, live, locale)?;
    let ids: Vec<_> = approvals.iter().map(|a| RequestId(a.subject_id)).collect();
    let rows: HashMap<_, _> = store::find_all(c, &ids)?.into_iter().map(|r| (r.id, r)).collect();
    let units: Vec<_> = rows.values().map(|r| r.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let people: Vec<_> = rows
        .values()
        .map(|r| r.filer_id)
        .chain(approvals.iter().map(|a| a.asked_by_id))
        .collect();
    let people = accounts::service::people(c, &people)?;
    let mut views = Vec::with_capacity(approvals.len());
    for approval in approvals {
        let row = rows
            .get(&RequestId(approval.subject_id))
            .cloned()
            .ok_or_else(|| Error::internal("an approval has lost its request", approval.id.to_string()))?;
        let steps = steps.remove(&approval.id).unwrap_or_default();
        let asked = steps.iter().flat_map(|s| &s.deciders).any(|p| p.id == actor.id);
        let request = ApprovedRequest {
            id: row.id,
            number: row.number,
            category: row.category,
            title: row.title,
            description: row.description,
            details: row.details.0,
            unit: units.get(&row.unit_id).cloned().unwrap_or(UnitRef {
                id: row.unit_id,
                name: String::new(),
            }),
            filer: people.get(&row.filer_id).cloned(),
        };
        views.push(ApprovalView {
            id: approval.id,
            request,
            amount_rials: approval.amount_rials,
            chain_id: approval.chain_id,
            waits_since: approval.is_pending().then_some(approval.step_opened_at),
            chain: approval.chain_name,
            state: approval.state,
            round: approval.round,
            asked_by: people.get(&approval.asked_by_id).cloned(),
            note: approval.note,
            steps,
            allowed_actions: if asked {
                ApprovalAction::ALL.to_vec()
            } else {
                Vec::new()
            },
            version: approval.version,
            created_at: approval.created_at,
            updated_at: approval.updated_at,
            closed_at: approval.closed_at,
        });
    }
    Ok(views)
}
