//! What a meeting needs of themes: what its lines show of them, and what its outcomes do to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde_json::Value;

pub use super::acting::Step;
use super::acting::{apply, apply_to};
use super::service::record;
use super::store::{self, Theme};
use super::{model::ThemeRef, policy};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::ids::{MeetingId, RequestId, ThemeId, UnitId};
use crate::requests::acting;
use crate::requests::action::ActionBody;
use crate::requests::policy as request_policy;
use crate::requests::state::{ActionKind, State};
use crate::requests::store::{self as requests, Request};
use crate::units::UnitRef;

/// A theme as a line of an agenda may show it to a reader.
#[derive(Debug, Clone)]
pub struct OnAgenda {
    pub theme: ThemeRef,
    /// The units that raised it, private requests aside that the reader may not see; empty: it is to be hidden.
    pub units: Vec<UnitId>,
    /// All of them, and of each whether it has also raised what is not private.
    pub all_units: BTreeMap<UnitId, bool>,
}

/// These themes as the reader may see them: two look-ups for all.
///
/// # Errors
/// Only the database's.
pub fn on_agenda(c: &mut Conn, reader: &Actor, ids: &[ThemeId]) -> Result<HashMap<ThemeId, OnAgenda>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut units: HashMap<ThemeId, (BTreeSet<UnitId>, BTreeMap<UnitId, bool>)> = HashMap::new();
    for row in store::members_of(c, ids)? {
        let Some(theme) = row.theme_id else { continue };
        let (seen, all) = units.entry(theme).or_default();
        *all.entry(row.unit_id).or_default() |= !row.private;
        if !row.private || request_policy::may_see(reader, &row.subject()) {
            seen.insert(row.unit_id);
        }
    }
    let shown = |(id, theme)| {
        let (units, all_units) = units.remove(&id).unwrap_or_default();
        let units = units.into_iter().collect();
        let line = OnAgenda {
            theme,
            units,
            all_units,
        };
        (id, line)
    };
    Ok(store::refs(c, ids)?.into_iter().map(shown).collect())
}

/// Whether a line about this theme tells the reader what it is called.
pub fn reads_title(reader: &Actor, line: &OnAgenda) -> bool {
    !line.units.is_empty() || policy::counts_private(reader)
}

/// The same of a line that was published, and that shows the reader these units.
pub fn reads_title_by(reader: &Actor, units: &[UnitRef]) -> bool {
    !units.is_empty() || policy::counts_private(reader)
}

/// The theme that has the requests now: the one that this was merged into, if it was.
fn standing(c: &mut Conn, id: ThemeId) -> Result<Theme> {
    let mut row = store::find(c, id)?.ok_or(Error::NotFound)?;
    // Only a theme that stands is merged into, so that the way has an end.
    while let Some(next) = row.merged_into_id {
        row = store::find(c, next)?.ok_or(Error::NotFound)?;
    }
    Ok(row)
}

/// Writes what a meeting said of a theme into its history and into that of each open request.
///
/// # Errors
/// 404.
pub fn note(c: &mut Conn, cx: &Cx, actor: &Actor, id: ThemeId, data: &Value) -> Result<()> {
    note_as(c, cx, actor, id, "outcome", data)
}

/// [`note`], as what is said.
///
/// # Errors
/// 404.
pub fn note_as(c: &mut Conn, cx: &Cx, actor: &Actor, id: ThemeId, action: &str, data: &Value) -> Result<()> {
    let theme = standing(c, id)?;
    record(c, cx, actor, theme.id, action, data.clone())?;
    for row in store::members(c, theme.id)?.into_iter().filter(|row| row.is_open) {
        let mut data = data.clone();
        data["theme_id"] = serde_json::json!(theme.id);
        acting::record(c, cx, Some(actor), &row, action, Some(row.state), data)?;
    }
    Ok(())
}

/// Puts every open request of a theme off, to a day or a meeting; says which.
///
/// # Errors
/// Why the first was refused, when all were.
pub fn defer(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    (until, meeting_id): (Option<NaiveDate>, Option<MeetingId>),
    reason: &str,
) -> Result<Vec<RequestId>> {
    let later = ActionBody {
        reason: Some(reason.to_owned()),
        until,
        meeting_id,
        ..ActionBody::default()
    };
    all(c, cx, actor, id, |row| {
        let resume = (row.state == State::Deferred).then(|| (ActionKind::Resume, ActionBody::default()));
        resume.into_iter().chain([(ActionKind::Defer, later.clone())]).collect()
    })
}

/// Calls every open request of a theme done that is not yet; what nobody has is taken by the director first.
/// Says which.
///
/// # Errors
/// Why the first was refused, when all were.
pub fn solve(c: &mut Conn, cx: &Cx, actor: &Actor, id: ThemeId, summary: &str) -> Result<Vec<RequestId>> {
    let done = ActionBody {
        summary: Some(summary.to_owned()),
        ..ActionBody::default()
    };
    all(c, cx, actor, id, |row| {
        if row.state == State::Done {
            return Vec::new();
        }
        let untaken = matches!(row.state, State::Submitted | State::NeedsInfo | State::Deferred);
        let taken = untaken.then(|| (ActionKind::Assign, to_take(row, actor)));
        taken.into_iter().chain([(ActionKind::Done, done.clone())]).collect()
    })
}

/// Refuses every open request of a theme; says which.
///
/// # Errors
/// Why the first was refused to be, when all were.
pub fn reject(c: &mut Conn, cx: &Cx, actor: &Actor, id: ThemeId, reason: &str) -> Result<Vec<RequestId>> {
    let no = ActionBody {
        reason: Some(reason.to_owned()),
        ..ActionBody::default()
    };
    all(c, cx, actor, id, |_| vec![(ActionKind::Reject, no.clone())])
}

/// Takes back what a meeting did to these requests, as far as they are still in the state that it left them in; says which.
///
/// # Errors
/// 404.
pub fn put_back(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    moved: &[RequestId],
    (left_in, back): (State, &Step),
) -> Result<Vec<RequestId>> {
    let mut theme = standing(c, id)?;
    let mut rows = requests::find_many(c, moved)?;
    rows.retain(|row| row.state == left_in);
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let results = apply_to(c, cx, actor, &mut theme, rows, |_| vec![back.clone()])?;
    Ok(results
        .into_iter()
        .filter(|(_, r)| r.is_ok())
        .map(|(id, _)| id)
        .collect())
}

/// Where it is proposed to go, or to who decides.
fn to_take(row: &Request, actor: &Actor) -> ActionBody {
    ActionBody {
        desk_id: row.desk_id,
        owner_id: row.owner_id.or_else(|| row.desk_id.is_none().then_some(actor.id)),
        ..ActionBody::default()
    }
}

fn all(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    steps: impl Fn(&Request) -> Vec<Step>,
) -> Result<Vec<RequestId>> {
    let mut theme = standing(c, id)?;
    let results = apply(c, cx, actor, &mut theme, steps)?;
    let done: Vec<_> = results.iter().filter(|(_, r)| r.is_ok()).map(|(id, _)| *id).collect();
    // What one refuses is its own affair; what all refuse is for the one who asks to know.
    match results.into_iter().find_map(|(_, result)| result.err()) {
        Some(error) if done.is_empty() => Err(error),
        _ => Ok(done),
    }
}
