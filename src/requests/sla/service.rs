//! What is done with policies: read, saved as a new version, asked.

use serde_json::json;

use super::model::{ExplainedLine, PutSlaPolicies, SlaExplanation, SlaPolicies, SlaQuestion};
use super::rules::{self, Kind, Line};
use super::{policy, store};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::types::Json;
use crate::db::{Conn, Cx, kept};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::persian::text;
use crate::resource::Expected;
use crate::routing;
use crate::routing::model::NewRule;

/// What the history calls them.
pub const SUBJECT: &str = "sla_policies";

/// A saved set, and since when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySet {
    /// Its number.
    pub version: i32,
    /// Since when; `None`: from ever.
    pub from: Option<Timestamp>,
    /// Its lines.
    pub lines: Vec<Line>,
}

fn set((version, Json(lines), from): store::Row) -> Result<PolicySet> {
    Ok(PolicySet {
        version,
        from,
        lines: serde_json::from_value(lines)?,
    })
}

static KEPT: kept::Kept<Vec<PolicySet>> = kept::Kept::new(kept::Subject::SlaPolicies);

/// The set that was in force at an instant and those that came after, oldest first.
///
/// # Errors
/// Only the database's.
pub fn since(c: &mut Conn, at: Timestamp) -> Result<Vec<PolicySet>> {
    let all = KEPT.get(c, |c| store::all(c)?.into_iter().map(set).collect())?;
    let then = all.iter().rposition(|set| set.from.is_none_or(|from| from <= at));
    Ok(all[then.unwrap_or(0)..].to_vec())
}

/// The policies in force.
///
/// # Errors
/// Only the database's.
pub fn get(c: &mut Conn) -> Result<SlaPolicies> {
    let set = set(store::newest(c)?)?;
    Ok(SlaPolicies {
        version: set.version,
        created_at: set.from,
        policies: set.lines,
    })
}

/// Saves a whole set as a new version. What is open is counted anew by a round of its own.
///
/// # Errors
/// 403, 412, 422.
pub fn put(c: &mut Conn, cx: &Cx, actor: &Actor, expected: &Expected, input: &PutSlaPolicies) -> Result<SlaPolicies> {
    policy::require_change(actor)?;
    let current = get(c)?;
    if !expected.holds(current.version) {
        return Err(Error::stale(&current));
    }
    let policies = tidied(&input.policies);
    let mut errors = rules::check(&policies);
    errors.extend(still_named(c, &policies)?);
    Error::invalid_if_any(errors)?;
    let version = current.version + 1;
    store::insert(c, version, actor.id, cx.now, &policies)?;
    let entry = Entry {
        subject: SUBJECT,
        subject_id: version.into(),
        action: "saved",
        actor: Some(actor.id),
        from: None,
        to: None,
        data: json!({ "policies": [current.policies, policies] }),
    };
    audit::record(c, cx, &entry)?;
    get(c)
}

/// Names as they are kept.
fn tidied(lines: &[Line]) -> Vec<Line> {
    let tidied = |line: &Line| Line {
        name: line.name.as_deref().map(text::tidy),
        ..line.clone()
    };
    lines.iter().map(tidied).collect()
}

/// The policies that rules in force name and that would not be there any more.
fn still_named(c: &mut Conn, lines: &[Line]) -> Result<Vec<FieldError>> {
    let named = routing::service::sla_policies_named(c)?;
    let missed = |(rule, name): (String, String)| {
        FieldError::with(
            "/policies",
            FieldCode::Conflict,
            format!("قاعدهٔ ارجاع «{rule}» سیاست «{name}» را نام می‌برد."),
            format!("Routing rule “{rule}” names the policy “{name}”."),
        )
    };
    Ok(named
        .into_iter()
        .filter(|(_, name)| !rules::has_named(lines, name))
        .map(missed)
        .collect())
}

/// That the policies which rules name are there.
///
/// # Errors
/// 422 at `/rules/…/target/sla_policy`.
pub fn check_named(c: &mut Conn, rules: &[NewRule]) -> Result<()> {
    let lines = get(c)?.policies;
    let missing = rules.iter().enumerate().filter_map(|(i, rule)| {
        let name = rule.target.sla_policy.as_deref()?;
        (!rules::has_named(&lines, name))
            .then(|| FieldError::new(format!("/rules/{i}/target/sla_policy"), FieldCode::NotFound))
    });
    let errors: Vec<_> = missing.collect();
    Error::invalid_if_any(errors)
}

/// Which line applies to a kind of request, and why the others do not.
///
/// # Errors
/// Only the database's.
pub fn explain(c: &mut Conn, asked: &SlaQuestion, locale: Locale) -> Result<SlaExplanation> {
    let SlaPolicies { version, policies, .. } = get(c)?;
    let kind = Kind {
        category: asked.category,
        priority: asked.priority.unwrap_or_default(),
        named: asked.named.as_deref(),
    };
    let chosen = rules::choose(&policies, kind).map(|(i, _)| i);
    let line = |(i, policy): (usize, Line)| ExplainedLine {
        matched: policy.matches(kind),
        chosen: chosen == Some(i),
        reason: rules::reason(&policy, kind, chosen == Some(i), locale).to_owned(),
        policy,
    };
    Ok(SlaExplanation {
        version,
        lines: policies.into_iter().enumerate().map(line).collect(),
    })
}
