//! What looks wrong about a set of rules, in words: the flaws that `review_rules` finds, and what rules name that is not
//! active any more.

use std::collections::{HashMap, HashSet};

use super::model::{RuleWarning, WarningCode};
use super::review_rules::{Flaw, review};
use super::rules::{Conditions, Target};
use crate::accounts;
use crate::db::Conn;
use crate::error::{Locale, Result};
use crate::ids::{DeskId, UnitId, UserId};
use crate::persian::digits;
use crate::units;

/// The warnings of a set, rule by rule.
///
/// # Errors
/// Only the database's.
pub fn warnings(c: &mut Conn, rules: &[(&Conditions, &Target)], locale: Locale) -> Result<Vec<RuleWarning>> {
    let subtrees: Vec<_> = rules.iter().filter_map(|(c, _)| c.unit_subtree).collect();
    let paths = if subtrees.is_empty() {
        HashMap::new()
    } else {
        units::directory::ancestries(c, &subtrees)?
    };
    let paths = paths
        .into_iter()
        .map(|(unit, path)| (unit, path.into_iter().map(|(id, _)| id).collect()))
        .collect();
    let conditions: Vec<_> = rules.iter().map(|(c, _)| *c).collect();
    let mut all: Vec<_> = review(&conditions, &paths)
        .into_iter()
        .map(|flaw| told(&flaw, locale))
        .collect();
    all.extend(inactive(c, rules, locale)?);
    all.extend(without_members(c, rules, locale)?);
    Ok(all)
}

fn told(flaw: &Flaw, locale: Locale) -> RuleWarning {
    let number = |n: usize| match locale {
        Locale::Fa => digits::persian(&(n + 1).to_string()),
        Locale::En => (n + 1).to_string(),
    };
    match *flaw {
        Flaw::Shadowed { rule, by } => RuleWarning {
            pointer: format!("/rules/{rule}"),
            code: WarningCode::Shadowed,
            message: match locale {
                Locale::Fa => format!(
                    "نوبت هرگز به این قاعده نمی‌رسد: هر چه با آن جور باشد با قاعدهٔ {} جور است.",
                    number(by)
                ),
                Locale::En => format!(
                    "Never reached: all that it would take, rule {} takes before.",
                    number(by)
                ),
            },
        },
        Flaw::CoveredWord { rule, word, by } => RuleWarning {
            pointer: format!("/rules/{rule}/conditions/words/{word}"),
            code: WarningCode::CoveredWord,
            message: match locale {
                Locale::Fa => format!("این واژه چیزی نمی‌افزاید: واژهٔ {} همان را پیدا می‌کند.", number(by)),
                Locale::En => format!("Adds nothing: word {} finds the same.", number(by)),
            },
        },
    }
}

/// Desks, people and units that were there when the set was saved and have gone since.
fn inactive(c: &mut Conn, rules: &[(&Conditions, &Target)], locale: Locale) -> Result<Vec<RuleWarning>> {
    let named = Named::of(c, rules)?;
    let message = locale.pick("دیگر فعال نیست.", "Not active any more.");
    let warning = |(rule, at): (usize, String)| RuleWarning {
        pointer: format!("/rules/{rule}/{at}"),
        code: WarningCode::Inactive,
        message: message.to_owned(),
    };
    let gone = rules
        .iter()
        .enumerate()
        .flat_map(|(i, (conditions, target))| named.gone(conditions, target).into_iter().map(move |at| (i, at)));
    Ok(gone.map(warning).collect())
}

fn without_members(c: &mut Conn, rules: &[(&Conditions, &Target)], locale: Locale) -> Result<Vec<RuleWarning>> {
    let mut members = HashMap::new();
    let mut all = Vec::new();
    for (rule, (_, target)) in rules.iter().enumerate().filter(|(_, (_, t))| t.round_robin) {
        let desk = target.desk_id;
        let some = match members.get(&desk) {
            Some(some) => *some,
            None => !accounts::service::desk_people(c, desk)?.is_empty(),
        };
        members.insert(desk, some);
        if !some {
            all.push(RuleWarning {
                pointer: format!("/rules/{rule}/target/round_robin"),
                code: WarningCode::NoMembers,
                message: locale
                    .pick(
                        "این میز عضوی ندارد که نوبت به او برسد.",
                        "The desk has no members who could take turns.",
                    )
                    .to_owned(),
            });
        }
    }
    Ok(all)
}

/// Which of the desks, people and units that rules name are active.
pub(super) struct Named {
    desks: HashSet<DeskId>,
    units: HashSet<UnitId>,
    people: HashSet<UserId>,
}

impl Named {
    /// Looks them all up: three queries.
    ///
    /// # Errors
    /// Only the database's.
    pub fn of(c: &mut Conn, rules: &[(&Conditions, &Target)]) -> Result<Self> {
        let desks: Vec<_> = rules.iter().map(|(_, t)| t.desk_id).collect();
        let units: Vec<_> = rules.iter().filter_map(|(c, _)| c.unit_subtree).collect();
        let people: Vec<_> = rules
            .iter()
            .flat_map(|(_, t)| t.owner_id.iter().chain(&t.watcher_ids).copied())
            .collect();
        Ok(Self {
            desks: units::directory::active_desks(c, &desks)?,
            units: units::directory::active_units(c, &units)?,
            people: accounts::service::persons(c, &people)?
                .into_iter()
                .map(|p| p.id)
                .collect(),
        })
    }

    /// Where a rule names something that is not active or not there, as pointers into the rule.
    pub fn gone(&self, conditions: &Conditions, target: &Target) -> Vec<String> {
        let mut gone = Vec::new();
        if conditions.unit_subtree.is_some_and(|id| !self.units.contains(&id)) {
            gone.push("conditions/unit_subtree".to_owned());
        }
        if !self.desks.contains(&target.desk_id) {
            gone.push("target/desk_id".to_owned());
        }
        if target.owner_id.is_some_and(|id| !self.people.contains(&id)) {
            gone.push("target/owner_id".to_owned());
        }
        let watchers = target.watcher_ids.iter().enumerate();
        let absent = watchers.filter(|(_, id)| !self.people.contains(id));
        gone.extend(absent.map(|(i, _)| format!("target/watcher_ids/{i}")));
        gone
    }
}
