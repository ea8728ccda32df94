//! What is done with rules: read, saved as a new version, asked.

use std::sync::Arc;

use serde_json::json;

use super::book::RuleBook;
use super::in_force::{Saved, in_force};
use super::model::{ExplainRouting, Explanation, NewRule, PutRules, RuleSet, RuleView, RuleWarning, VersionView};
use super::policy;
use super::rules::{self, Conditions, Facts, Priority, Rule, Target};
use super::store::{self, VersionRow};
use super::warnings::{Named, warnings};
use crate::accounts::{self, Actor, stand_ins};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{ChainId, DeskId, RuleId, UserId};
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::units;

/// The order of the saved sets: the newest first.
pub const SORT: &str = "-version";
/// Characters of a word, at most: a text has none that is longer.
const LONGEST_WORD: usize = 200;

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
    /// The person gets it in the place of this one, who is away.
    pub owner_for_id: Option<UserId>,
    /// With this priority.
    pub priority: Option<Priority>,
    /// Who watches it.
    pub watcher_ids: Vec<UserId>,
    /// It lives by the SLA policy of this name.
    pub sla_policy: Option<String>,
}

/// Where the rules in force send this; `None`: it stays with the director. Where a desk's members take turns, the turn
/// is taken with the transaction.
///
/// # Errors
/// Only the database's.
pub fn route(c: &mut Conn, cx: &Cx, facts: &Facts) -> Result<Option<Route>> {
    let saved = in_force(c)?;
    let Some(rule) = saved.book.route(facts) else {
        return Ok(None);
    };
    let target = &rule.target;
    let named = match target.owner_id {
        Some(id) => accounts::service::persons(c, &[id])?.first().map(|person| person.id),
        None if target.round_robin => take_turn(c, cx, target.desk_id)?,
        None => None,
    };
    let stand_in = named.map_or(Ok(None), |id| stand_ins::stand_in(c, id, cx.now.date_tehran()))?;
    let stand_in = stand_in.map(|found| found.person.id);
    Ok(Some(Route {
        rule_id: rule.id,
        version: saved.version,
        desk_id: target.desk_id,
        owner_id: stand_in.or(named),
        owner_for_id: named.filter(|_| stand_in.is_some()),
        priority: target.priority,
        watcher_ids: target.watcher_ids.clone(),
        sla_policy: target.sla_policy.clone(),
    }))
}

/// Whose turn it is at the desk: the next of its members who is not away; where all are, the next of them.
fn take_turn(c: &mut Conn, cx: &Cx, desk: DeskId) -> Result<Option<UserId>> {
    let last = store::lock_turn(c, desk)?;
    let members = accounts::service::desk_people(c, desk)?;
    let members: Vec<UserId> = members.into_iter().map(|person| person.id).collect();
    let away = stand_ins::away(c, &members, cx.now.date_tehran())?;
    let present: Vec<UserId> = members.iter().copied().filter(|id| !away.contains(id)).collect();
    let next = rules::next_in_turn(if present.is_empty() { &members } else { &present }, last);
    if let Some(next) = next {
        store::set_turn(c, desk, next)?;
    }
    Ok(next)
}

fn need_to_read(actor: &Actor) -> Result<()> {
    if policy::may_read(actor) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}

/// What the warnings ask of a rule.
fn parts<'a>(rules: impl Iterator<Item = &'a Rule>) -> Vec<(&'a Conditions, &'a Target)> {
    rules.map(|rule| (&rule.conditions, &rule.target)).collect()
}

fn rule_set(c: &mut Conn, row: VersionRow, rules: &[Rule], warnings: Vec<RuleWarning>) -> Result<RuleSet> {
    let view = |r: &Rule| RuleView {
        id: r.id,
        name: r.name.clone(),
        conditions: r.conditions.clone(),
        target: r.target.clone(),
    };
    Ok(RuleSet {
        version: i32::try_from(row.version).unwrap_or(i32::MAX),
        created_at: Some(row.created_at),
        created_by: row
            .created_by_id
            .map(|id| accounts::service::person(c, id))
            .transpose()?,
        rules: rules.iter().map(view).collect(),
        warnings,
    })
}

/// The set in force as it is shown.
fn current(c: &mut Conn, locale: Locale) -> Result<RuleSet> {
    let Some(row) = store::newest(c)? else {
        return Ok(RuleSet {
            version: 0,
            created_at: None,
            created_by: None,
            rules: Vec::new(),
            warnings: Vec::new(),
        });
    };
    let rules = store::rules(c, row.version)?;
    let warnings = warnings(c, &parts(rules.iter()), locale)?;
    rule_set(c, row, &rules, warnings)
}

/// The rules in force, with what looks wrong about them today.
///
/// # Errors
/// 403.
pub fn get(c: &mut Conn, actor: &Actor, locale: Locale) -> Result<RuleSet> {
    need_to_read(actor)?;
    current(c, locale)
}

/// A page of the saved sets, the newest first.
///
/// # Errors
/// 403.
pub fn versions(c: &mut Conn, actor: &Actor, page: &PageRequest) -> Result<Page<VersionView>> {
    need_to_read(actor)?;
    let before = page.after.as_ref().map(|cursor| cursor.i);
    let rows = store::list(c, before, page.limit + 1)?;
    let page = Page::from_rows(rows, page, SORT, |row| (String::new(), row.version));
    let versions: Vec<_> = page.items.iter().map(|row| row.version).collect();
    let by: Vec<_> = page.items.iter().filter_map(|row| row.created_by_id).collect();
    let (sizes, people) = (store::sizes(c, &versions)?, accounts::service::people(c, &by)?);
    Ok(page.map(|row| VersionView {
        version: row.version,
        created_at: row.created_at,
        created_by: row.created_by_id.and_then(|id| people.get(&id).cloned()),
        rules: sizes.get(&row.version).copied().unwrap_or(0),
    }))
}

/// A saved set, as it was.
///
/// # Errors
/// 403, 404.
pub fn version(c: &mut Conn, actor: &Actor, version: i64) -> Result<RuleSet> {
    need_to_read(actor)?;
    let row = store::find(c, version)?.ok_or(Error::NotFound)?;
    let rules = store::rules(c, version)?;
    rule_set(c, row, &rules, Vec::new())
}

/// Saves a whole set as a new version. `categories` are those that there are.
///
/// # Errors
/// 403, 412, 422 when a rule names a category, desk, person or unit that is not there or not active, or asks for what
/// cannot be.
pub fn put(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    expected: &Expected,
    input: &PutRules,
    categories: &[&str],
    locale: Locale,
) -> Result<RuleSet> {
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    let newest = store::newest(c)?.map_or(0, |row| row.version);
    if !expected.holds(i32::try_from(newest).unwrap_or(i32::MAX)) {
        return Err(Error::stale(&current(c, locale)?));
    }
    check(c, &input.rules, Some(categories))?;
    write(c, cx, Some(actor.id), &input.rules)?;
    current(c, locale)
}

/// The chain of approval that a rule of any saved set names; none: the default one.
///
/// # Errors
/// Only the database's.
pub fn chain_of(c: &mut Conn, rule: RuleId) -> Result<Option<ChainId>> {
    store::chain_of(c, rule)
}

/// The rules in force that name an SLA policy: what people call the rule, and the policy.
///
/// # Errors
/// Only the database's.
pub fn sla_policies_named(c: &mut Conn) -> Result<Vec<(String, String)>> {
    let saved = in_force(c)?;
    let naming = |rule: &Rule| Some((rule.name.clone(), rule.target.sla_policy.clone()?));
    Ok(saved.book.rules().iter().filter_map(naming).collect())
}

/// [`put`] without asking for a right: for the demo.
///
/// # Errors
/// 422.
pub fn save(c: &mut Conn, cx: &Cx, by: Option<UserId>, rules: &[NewRule]) -> Result<()> {
    check(c, rules, None)?;
    write(c, cx, by, rules)
}

fn write(c: &mut Conn, cx: &Cx, by: Option<UserId>, rules: &[NewRule]) -> Result<()> {
    let version = store::newest(c)?.map_or(0, |row| row.version) + 1;
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

/// A set that is not saved, ready to be tried, beside the one in force. Its rules have their places as ids, from 1.
#[derive(Debug)]
pub struct Draft {
    /// The draft.
    pub book: RuleBook,
    /// What looks wrong about it.
    pub warnings: Vec<RuleWarning>,
    /// The set in force.
    pub in_force: Arc<Saved>,
}

/// Checks a set as [`put`] would, and makes it ready without saving it.
///
/// # Errors
/// 403, 422.
pub fn draft(c: &mut Conn, actor: &Actor, rules: &[NewRule], categories: &[&str], locale: Locale) -> Result<Draft> {
    if !policy::may_change(actor) {
        return Err(Error::not_your_right());
    }
    check(c, rules, Some(categories))?;
    let rules = (1..).zip(rules).map(|(place, rule)| Rule {
        id: RuleId(place),
        name: rule.name.clone(),
        conditions: rule.conditions.clone(),
        target: rule.target.clone(),
    });
    let book = RuleBook::new(rules.collect())?;
    let warnings = warnings(c, &parts(book.rules().iter()), locale)?;
    let in_force = in_force(c)?;
    Ok(Draft {
        book,
        warnings,
        in_force,
    })
}

fn check(c: &mut Conn, rules: &[NewRule], categories: Option<&[&str]>) -> Result<()> {
    let named: Vec<_> = rules.iter().map(|r| (&r.conditions, &r.target)).collect();
    let named = Named::of(c, &named)?;
    let mut errors = Vec::new();
    for (i, rule) in rules.iter().enumerate() {
        let gone = named.gone(&rule.conditions, &rule.target).into_iter().map(|at| {
            FieldError::with(
                format!("/rules/{i}/{at}"),
                FieldCode::NotFound,
                "چنین موردی یافت نشد یا دیگر فعال نیست.",
                "There is no such thing, or it is not active any more.",
            )
        });
        errors.extend(gone);
        if rule.target.round_robin && rule.target.owner_id.is_some() {
            errors.push(FieldError::with(
                format!("/rules/{i}/target/round_robin"),
                FieldCode::Conflict,
                "یا یک شخص، یا اعضای میز به نوبت.",
                "Either a person or the members of the desk in turn.",
            ));
        }
        check_conditions(
            &format!("/rules/{i}/conditions"),
            &rule.conditions,
            categories,
            &mut errors,
        );
    }
    Error::invalid_if_any(errors)
}

fn check_conditions(at: &str, conditions: &Conditions, categories: Option<&[&str]>, errors: &mut Vec<FieldError>) {
    let mut missing = |pointer: String| errors.push(FieldError::new(pointer, FieldCode::NotFound));
    for (n, category) in conditions.categories.iter().enumerate() {
        if categories.is_some_and(|known| !known.contains(&category.as_str())) {
            missing(format!("{at}/categories/{n}"));
        }
    }
    for (n, kind) in conditions.unit_kinds.iter().enumerate() {
        if kind.parse::<units::UnitKind>().is_err() {
            missing(format!("{at}/unit_kinds/{n}"));
        }
    }
    if let (Some(min), Some(max)) = (conditions.amount_min_rials, conditions.amount_max_rials)
        && min > max
    {
        errors.push(FieldError::with(
            format!("{at}/amount_min_rials"),
            FieldCode::Conflict,
            "کمترین مبلغ از بیشترین مبلغ بزرگ‌تر است.",
            "The least amount is above the greatest.",
        ));
    }
    for (w, word) in conditions.words.iter().enumerate() {
        if text::key(word).is_empty() {
            errors.push(FieldError::with(
                format!("{at}/words/{w}"),
                FieldCode::Invalid,
                "واژه‌ای با دست‌کم یک حرف یا رقم لازم است.",
                "Wants a word with a letter or digit in it.",
            ));
        } else if word.chars().count() > LONGEST_WORD {
            errors.push(FieldError::with(
                format!("{at}/words/{w}"),
                FieldCode::TooLong,
                "حداکثر ۲۰۰ نویسه پذیرفته می‌شود.",
                "At most 200 characters.",
            ));
        }
    }
}

/// What the rules in force make of these facts.
///
/// # Errors
/// Only the database's.
pub fn explain_facts(c: &mut Conn, facts: &Facts, locale: Locale) -> Result<Explanation> {
    let saved = in_force(c)?;
    let told = saved.book.explain(facts, locale);
    let chosen = told.iter().find(|e| e.chosen).map(|e| e.rule_id);
    Ok(Explanation {
        version: i32::try_from(saved.version).unwrap_or(i32::MAX),
        chosen,
        rules: told,
    })
}

/// What the rules in force make of an imagined request.
///
/// # Errors
/// 403, 422 when the unit is not there.
pub fn explain(c: &mut Conn, actor: &Actor, input: &ExplainRouting, locale: Locale) -> Result<Explanation> {
    need_to_read(actor)?;
    let path = units::directory::ancestry(c, input.unit_id)?;
    let Some((_, kind)) = path.first() else {
        return Err(Error::field("/unit_id", FieldCode::NotFound));
    };
    let facts = Facts {
        category: input.category.clone(),
        unit_kind: kind.to_string(),
        unit_path: path.iter().map(|(id, _)| *id).collect(),
        amount_rials: input.amount_rials,
        text_key: text::key(&input.text),
        private: input.private,
    };
    explain_facts(c, &facts, locale)
}
