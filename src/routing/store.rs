//! The rows of rule sets: each saved set is kept for ever.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::NewRule;
use super::rules::{Conditions, Priority, Rule, Target};
use crate::clock::Timestamp;
use crate::db::kept::{self, Subject};
use crate::db::schema::{routing_rules, routing_turns, routing_versions};
use crate::db::types::Json;
use crate::db::{Conn, both, one_of};
use crate::error::{Error, Result};
use crate::ids::{ChainId, DeskId, RuleId, UserId};

/// A saved set's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = routing_versions)]
pub struct VersionRow {
    pub version: i64,
    pub created_by_id: Option<UserId>,
    pub created_at: Timestamp,
}

/// The newest saved set's row.
pub fn newest(c: &mut Conn) -> Result<Option<VersionRow>> {
    Ok(routing_versions::table
        .order(routing_versions::version.desc())
        .select(VersionRow::as_select())
        .first(c)
        .optional()?)
}

/// A saved set's row.
pub fn find(c: &mut Conn, version: i64) -> Result<Option<VersionRow>> {
    Ok(routing_versions::table
        .filter(routing_versions::version.eq(version))
        .select(VersionRow::as_select())
        .first(c)
        .optional()?)
}

/// Rows of saved sets, the newest first, before this one.
pub fn list(c: &mut Conn, before: Option<i64>, limit: i64) -> Result<Vec<VersionRow>> {
    Ok(routing_versions::table
        .filter(routing_versions::version.lt(before.unwrap_or(i64::MAX)))
        .order(routing_versions::version.desc())
        .limit(limit)
        .select(VersionRow::as_select())
        .load(c)?)
}

/// How many rules each of these sets has; an empty one is left out.
pub fn sizes(c: &mut Conn, versions: &[i64]) -> Result<HashMap<i64, i64>> {
    let sizes: Vec<(i64, i64)> = routing_rules::table
        .filter(one_of(routing_rules::version, versions))
        .group_by(routing_rules::version)
        .select((routing_rules::version, diesel::dsl::count_star()))
        .load(c)?;
    Ok(sizes.into_iter().collect())
}

type Row = (
    RuleId,
    String,
    Json,
    DeskId,
    Option<UserId>,
    Option<Priority>,
    bool,
    Json,
    Option<ChainId>,
    Option<String>,
);

/// The rules of a saved set, in order.
pub fn rules(c: &mut Conn, version: i64) -> Result<Vec<Rule>> {
    let rows: Vec<Row> = routing_rules::table
        .filter(routing_rules::version.eq(version))
        .order(routing_rules::position)
        .select((
            routing_rules::id,
            routing_rules::name,
            routing_rules::conditions,
            routing_rules::desk_id,
            routing_rules::owner_id,
            routing_rules::priority,
            routing_rules::round_robin,
            routing_rules::watcher_ids,
            routing_rules::approval_chain_id,
            routing_rules::sla_policy,
        ))
        .load(c)?;
    rows.into_iter()
        .map(
            |(
                id,
                name,
                conditions,
                desk_id,
                owner_id,
                priority,
                round_robin,
                watcher_ids,
                approval_chain_id,
                sla_policy,
            )| {
                let conditions: Conditions = serde_json::from_value(conditions.0)?;
                let target = Target {
                    desk_id,
                    owner_id,
                    round_robin,
                    priority,
                    watcher_ids: serde_json::from_value(watcher_ids.0)?,
                    approval_chain_id,
                    sla_policy,
                };
                Ok(Rule {
                    id,
                    name,
                    conditions,
                    target,
                })
            },
        )
        .collect()
}

/// The chain of approval that a rule of any saved set names.
pub fn chain_of(c: &mut Conn, rule: RuleId) -> Result<Option<ChainId>> {
    let chain = routing_rules::table
        .filter(routing_rules::id.eq(rule))
        .select(routing_rules::approval_chain_id);
    Ok(chain.first(c).optional()?.flatten())
}

/// Saves a set under the next number; two at once: one of them loses the race.
pub fn insert(c: &mut Conn, version: i64, by: Option<UserId>, now: Timestamp, rules: &[NewRule]) -> Result<()> {
    kept::changed(c, Subject::Routing)?;
    diesel::insert_into(routing_versions::table)
        .values((
            routing_versions::version.eq(version),
            routing_versions::created_by_id.eq(by),
            routing_versions::created_at.eq(now),
        ))
        .execute(c)
        .map_err(Error::raced)?;
    for (position, rule) in (1_i32..).zip(rules) {
        diesel::insert_into(routing_rules::table)
            .values((
                routing_rules::version.eq(version),
                routing_rules::position.eq(position),
                routing_rules::name.eq(&rule.name),
                routing_rules::conditions.eq(Json(serde_json::to_value(&rule.conditions)?)),
                routing_rules::desk_id.eq(rule.target.desk_id),
                routing_rules::owner_id.eq(rule.target.owner_id),
                routing_rules::priority.eq(rule.target.priority),
                routing_rules::round_robin.eq(rule.target.round_robin),
                routing_rules::watcher_ids.eq(Json(serde_json::to_value(&rule.target.watcher_ids)?)),
                routing_rules::approval_chain_id.eq(rule.target.approval_chain_id),
                routing_rules::sla_policy.eq(&rule.target.sla_policy),
            ))
            .execute(c)?;
    }
    Ok(())
}

/// Whose turn it was last at the desk. Others who want to know wait until this transaction ends.
pub fn lock_turn(c: &mut Conn, desk: DeskId) -> Result<Option<UserId>> {
    Ok(both(
        diesel::insert_into(routing_turns::table)
            .values((
                routing_turns::desk_id.eq(desk),
                routing_turns::last_id.eq(None::<UserId>),
            ))
            .on_conflict(routing_turns::desk_id)
            .do_update()
            .set(routing_turns::last_id.eq(routing_turns::last_id))
            .returning(routing_turns::last_id),
    )
    .get_result(c)?)
}

/// Notes whose turn it was.
pub fn set_turn(c: &mut Conn, desk: DeskId, last: UserId) -> Result<()> {
    diesel::update(routing_turns::table.filter(routing_turns::desk_id.eq(desk)))
        .set(routing_turns::last_id.eq(last))
        .execute(c)?;
    Ok(())
}
