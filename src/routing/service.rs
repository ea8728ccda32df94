//! What is done with rules: read, saved as a new version, asked.

use serde_json::json;

use super::model::{ExplainRouting, Explanation, NewRule, PutRules, RuleSet, RuleView};
use super::rules::{self, Facts, Priority};
use super::{policy, store};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{DeskId, RuleId, UserId};
use crate::persian::text;
use crate::resource::Expected;
use crate::units;

/// Where a request is to go, and which rule said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The rule.
    pub rule_id: RuleId,
    /// Of which saved set.
    pub version: i64,
    /// To this desk.
    pub desk_id: DeskId,
    /// To this person.
    pub owner_id: Option<UserId>,
    /// With this priority.
    pub priority: Option<Priority>,
}

/// Where the rules in force send this; `None`: it stays with the director.
///
/// # Errors
/// Only the database's.
pub fn route(c: &mut Conn, facts: &Facts) -> Result<Option<Route>> {
    let Some((version, _)) = store::newest(c)? else {
        return Ok(None);
    };
    let rules = store::rules(c, version)?;
    Ok(rules::route(&rules, facts).map(|rule| Route {
        rule_id: rule.id,
        version,
        desk_id: rule.target.desk_id,
        owner_id: rule.target.owner_id,
        priority: rule.target.priority,
    }))
}

fn in_force(c: &mut Conn) -> Result<RuleSet> {
    let newest = store::newest(c)?;
    let rules = newest.map_or(Ok(Vec::new()), |(version, _)| store::rules(c, version))?;
    let view = |r: rules::Rule| RuleView {
        id: r.id,
        name: r.name,
        conditions: r.conditions,
        target: r.target,
    };
    Ok(RuleSet {
        version: newest.and_then(|(v, _)| i32::try_from(v).ok()).unwrap_or(0),
        created_at: newest.map(|(_, at)| at),
        rules: rules.into_iter().map(view).collect(),
    })
}

/// The rules in force.
///
/// # Errors
/// 403.
pub fn get(c: &mut Conn, actor: &Actor) -> Result<RuleSet> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    in_force(c)
}

/// Saves a whole set as a new version.
///
/// # Errors
/// 403, 412, 422 when a rule names a desk, person or unit that is not there, or can never match.
pub fn put(c: &mut Conn, cx: &Cx, actor: &Actor, expected: &Expected, input: &PutRules) -> Result<RuleSet> {
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    let current = in_force(c)?;
    if !expected.holds(current.version) {
        return Err(Error::stale(&current));
    }
    save(c, cx, Some(actor.id), &input.rules)?;
    in_force(c)
}

/// [`put`] without asking for a right: for the demo.
///
/// # Errors
/// 422.
pub fn save(c: &mut Conn, cx: &Cx, by: Option<UserId>, rules: &[NewRule]) -> Result<()> {
    check(c, rules)?;
    let version = store::newest(c)?.map_or(0, |(v, _)| v) + 1;
    store::insert(c, version, by, cx.now, rules)?;
    let data = json!({ "rules": rules.len() });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "routing",
            subject_id: version,
            action: "saved",
            actor: by,
            from: None,
            to: None,
            data,
        },
    )?;
    Ok(())
}

fn check(c: &mut Conn, rules: &[NewRule]) -> Result<()> {
    let mut errors = Vec::new();
    let desks: Vec<_> = rules.iter().map(|r| r.target.desk_id).collect();
    let people: Vec<_> = rules.iter().filter_map(|r| r.target.owner_id).collect();
    let units: Vec<_> = rules.iter().filter_map(|r| r.conditions.unit_subtree).collect();
    let (desks, people, units) = (
        units::service::desk_refs(c, &desks)?,
        accounts::service::people(c, &people)?,
        units::service::unit_refs(c, &units)?,
    );
    for (i, rule) in rules.iter().enumerate() {
        let mut refuse = |at: &str, code| errors.push(FieldError::new(format!("/rules/{i}/{at}"), code));
        if !desks.contains_key(&rule.target.desk_id) {
            refuse("target/desk_id", FieldCode::NotFound);
        }
        if rule.target.owner_id.is_some_and(|id| !people.contains_key(&id)) {
            refuse("target/owner_id", FieldCode::NotFound);
        }
        if rule.conditions.unit_subtree.is_some_and(|id| !units.contains_key(&id)) {
            refuse("conditions/unit_subtree", FieldCode::NotFound);
        }
        if let (Some(min), Some(max)) = (rule.conditions.amount_min_rials, rule.conditions.amount_max_rials)
            && min > max
        {
            errors.push(FieldError::with(
                format!("/rules/{i}/conditions/amount_min_rials"),
                FieldCode::Conflict,
                "کمترین مبلغ از بیشترین مبلغ بزرگ‌تر است.",
                "The least amount is above the greatest.",
            ));
        }
        for (w, word) in rule.conditions.words.iter().enumerate() {
            if text::key(word).is_empty() {
                errors.push(FieldError::with(
                    format!("/rules/{i}/conditions/words/{w}"),
                    FieldCode::Invalid,
                    "واژه‌ای با دست‌کم یک حرف یا رقم لازم است.",
                    "Wants a word with a letter or digit in it.",
                ));
            }
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// What the rules in force make of these facts.
///
/// # Errors
/// Only the database's.
pub fn explain_facts(c: &mut Conn, facts: &Facts, locale: Locale) -> Result<Explanation> {
    let Some((version, _)) = store::newest(c)? else {
        return Ok(Explanation {
            version: 0,
            chosen: None,
            rules: Vec::new(),
        });
    };
    let told = rules::explain(&store::rules(c, version)?, facts, locale);
    let chosen = told.iter().find(|e| e.chosen).map(|e| e.rule_id);
    Ok(Explanation {
        version: i32::try_from(version).unwrap_or(0),
        chosen,
        rules: told,
    })
}

/// What the rules in force make of an imagined request.
///
/// # Errors
/// 403, 422 when the unit is not there.
pub fn explain(c: &mut Conn, actor: &Actor, input: &ExplainRouting, locale: Locale) -> Result<Explanation> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let unit = units::service::get_unit(c, input.unit_id).map_err(|e| match e {
        Error::NotFound => Error::field("/unit_id", FieldCode::NotFound),
        other => other,
    })?;
    let facts = Facts {
        category: input.category.clone(),
        unit_kind: unit.kind.to_string(),
        unit_path: units::service::ancestry(c, unit.id)?
            .into_iter()
            .map(|(id, _)| id)
            .collect(),
        amount_rials: input.amount_rials,
        text_key: text::key(&input.text),
        private: input.private,
    };
    explain_facts(c, &facts, locale)
}
