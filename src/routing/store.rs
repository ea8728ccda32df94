//! The rows of rule sets: each saved set is kept for ever.

use diesel::prelude::*;

use super::model::NewRule;
use super::rules::{Conditions, Priority, Rule, Target};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{routing_rules, routing_versions};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::{DeskId, RuleId, UserId};

/// The newest saved set's number and time.
pub fn newest(c: &mut Conn) -> Result<Option<(i64, Timestamp)>> {
    Ok(routing_versions::table
        .order(routing_versions::version.desc())
        .select((routing_versions::version, routing_versions::created_at))
        .first(c)
        .optional()?)
}

type Row = (RuleId, String, Json, DeskId, Option<UserId>, Option<Priority>);

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
        ))
        .load(c)?;
    rows.into_iter()
        .map(|(id, name, conditions, desk_id, owner_id, priority)| {
            let conditions: Conditions = serde_json::from_value(conditions.0)?;
            Ok(Rule::new(
                id,
                name,
                conditions,
                Target {
                    desk_id,
                    owner_id,
                    priority,
                },
            ))
        })
        .collect()
}

/// Saves a set under the next number; two at once: one of them loses the race.
pub fn insert(c: &mut Conn, version: i64, by: Option<UserId>, now: Timestamp, rules: &[NewRule]) -> Result<()> {
    diesel::insert_into(routing_versions::table)
        .values((
            routing_versions::version.eq(version),
            routing_versions::created_by_id.eq(by),
            routing_versions::created_at.eq(now),
        ))
        .execute(c)
        .map_err(|e| match Error::from(e) {
            Error::Duplicate(source) => Error::LostRace(source),
            other => other,
        })?;
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
            ))
            .execute(c)?;
    }
    Ok(())
}
