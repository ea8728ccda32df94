//! What is done with policies: read, saved as a new version, asked.

use serde_json::json;

use super::model::{ExplainedLine, PutSlaPolicies, SlaExplanation, SlaPolicies, SlaQuestion};
use super::rules::{self, Line};
use super::{policy, store};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::types::Json;
use crate::db::{Conn, Cx, kept};
use crate::error::{Error, Locale, Result};
use crate::resource::Expected;

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
    let errors = rules::check(&input.policies);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let version = current.version + 1;
    store::insert(c, version, actor.id, cx.now, &input.policies)?;
    let entry = Entry {
        subject: SUBJECT,
        subject_id: version.into(),
        action: "saved",
        actor: Some(actor.id),
        from: None,
        to: None,
        data: json!({ "policies": [current.policies, input.policies] }),
    };
    audit::record(c, cx, &entry)?;
    get(c)
}

/// Which line applies to a kind of request, and why the others do not.
///
/// # Errors
/// Only the database's.
pub fn explain(c: &mut Conn, asked: &SlaQuestion, locale: Locale) -> Result<SlaExplanation> {
    let SlaPolicies { version, policies, .. } = get(c)?;
    let (category, priority) = (asked.category, asked.priority.unwrap_or_default());
    let chosen = rules::choose(&policies, category, priority).map(|(i, _)| i);
    let line = |(i, policy): (usize, Line)| ExplainedLine {
        matched: policy.matches(category, priority),
        chosen: chosen == Some(i),
        reason: rules::reason(&policy, category, priority, chosen == Some(i), locale).to_owned(),
        policy,
    };
    Ok(SlaExplanation {
        version,
        lines: policies.into_iter().enumerate().map(line).collect(),
    })
}
