//! Rows made into what the API shows: names beside ids, and what the caller may do.

use super::beside_store::{self, Beside};
use super::model::{RequestView, RoutedBy};
use super::policy;
use super::silence;
use super::state::{self, ActionKind};
use super::store::Request;
use super::themes;
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::units::{self, UnitRef};

/// The actions that the state allows and the actor has a right to.
pub fn allowed_actions(actor: &Actor, row: &Request) -> Vec<ActionKind> {
    let subject = row.subject();
    state::possible(row.position())
        .into_iter()
        .filter(|a| a.offered() && policy::may_act(actor, *a, &subject))
        .collect()
}

/// Views of rows, with a few look-ups for all of them, and some more when any is done or has a theme.
pub fn views(c: &mut Conn, cx: &Cx, actor: &Actor, rows: Vec<Request>) -> Result<Vec<RequestView>> {
    let units: Vec<_> = rows.iter().map(|r| r.unit_id).collect();
    let desks: Vec<_> = rows.iter().filter_map(|r| r.desk_id).collect();
    let people: Vec<_> = rows
        .iter()
        .flat_map(|r| [Some(r.filer_id), r.owner_id, r.owner_for_id])
        .flatten()
        .collect();
    let units = units::directory::unit_refs(c, &units)?;
    let desks = units::directory::desk_refs(c, &desks)?;
    let people = accounts::service::people(c, &people)?;
    let closing = silence::closing_days(c, cx, &rows)?;
    let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
    let mut beside = beside_store::load(c, actor.id, &ids)?;
    let of_theme: Vec<_> = rows.iter().filter_map(|r| r.theme_id).collect();
    let themes = themes::service::refs(c, &of_theme)?;
    let view = |row: Request, beside: Beside| RequestView {
        comment_count: comments_read(actor, &row, &beside),
        attachment_count: beside.attachments,
        allowed_actions: allowed_actions(actor, &row).iter().map(ToString::to_string).collect(),
        unit: units.get(&row.unit_id).cloned().unwrap_or(UnitRef {
            id: row.unit_id,
            name: String::new(),
        }),
        filer: people.get(&row.filer_id).cloned(),
        desk: row.desk_id.and_then(|id| desks.get(&id).cloned()),
        owner: row.owner_id.and_then(|id| people.get(&id).cloned()),
        owner_for: row.owner_for_id.and_then(|id| people.get(&id).cloned()),
        routed_by: row
            .rule_id
            .zip(row.rule_version)
            .map(|(rule_id, version)| RoutedBy { rule_id, version }),
        theme: row.theme_id.and_then(|id| themes.get(&id).cloned()),
        tags: beside.tags,
        watching: beside.watched,
        id: row.id,
        number: row.number,
        category: row.category,
        title: row.title,
        description: row.description,
        details: row.details.0,
        amount_rials: row.amount_rials,
        state: row.state,
        state_group: row.state.group(),
        priority: row.priority,
        private: row.private,
        due_at: row.due_at,
        closes_on: closing.get(&row.id).copied(),
        raised_in: row.raised_in_id,
        deferred_until: row.deferred_until,
        deferred_to: row.deferred_to_id,
        waiting_for: row.waiting_for,
        duplicate_of: row.duplicate_of_id,
        disputed: row.disputed,
        version: row.version,
        created_at: row.created_at,
        submitted_at: row.submitted_at,
        updated_at: row.updated_at,
        closed_at: row.closed_at,
    };
    let with_beside = rows.into_iter().map(|row| {
        let beside = beside.remove(&row.id).unwrap_or_default();
        view(row, beside)
    });
    Ok(with_beside.collect())
}

/// The comments that the actor may read.
fn comments_read(actor: &Actor, row: &Request, beside: &Beside) -> i64 {
    let internal = beside.internal_comments;
    let reads_all = internal > 0 && policy::sees_internal(actor, &row.subject());
    beside.comments + if reads_all { internal } else { 0 }
}

/// The view of a row.
pub fn view(c: &mut Conn, cx: &Cx, actor: &Actor, row: Request) -> Result<RequestView> {
    views(c, cx, actor, vec![row])?.pop().ok_or(Error::NotFound)
}
