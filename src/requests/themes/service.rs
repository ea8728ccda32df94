//! Themes made, read, listed and changed, one function for each use case. What is in them is for `members`, what is
//! decided on them for `acting`.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::model::{CreateTheme, ThemeFilter, ThemeRef, ThemeView, UpdateTheme};
use super::store::{self, Tally, Theme};
use super::{members, policy};
use crate::accounts::Actor;
use crate::audit::{self, Entry, EventView};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::{ThemeId, UnitId};
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::requests::changes::Changes;
use crate::requests::policy as request_policy;
use crate::resource::Expected;
use crate::schema;

pub(super) fn record(c: &mut Conn, cx: &Cx, actor: &Actor, id: ThemeId, action: &str, data: Value) -> Result<()> {
    let entry = Entry {
        subject: "theme",
        subject_id: id.0,
        action,
        actor: Some(actor.id),
        from: None,
        to: None,
        data,
    };
    let on_behalf_of = actor.acting_for.as_ref().map(|absent| absent.id);
    audit::record_for(c, cx, &entry, on_behalf_of).map(drop)
}

/// Views of rows: one look-up counts for all of them.
fn views(c: &mut Conn, actor: &Actor, rows: Vec<Theme>) -> Result<Vec<ThemeView>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut counted: HashMap<ThemeId, Vec<Tally>> = HashMap::new();
    let private_too = policy::counts_private(actor);
    for tally in store::tallies(c, &ids)? {
        if private_too || !tally.private {
            counted.entry(tally.theme_id).or_default().push(tally);
        }
    }
    let view = |row: Theme| {
        let tallies = counted.remove(&row.id).unwrap_or_default();
        let open = || tallies.iter().filter(|t| t.open);
        ThemeView {
            id: row.id,
            title: row.title,
            description: row.description,
            requests: tallies.iter().map(|t| t.requests).sum(),
            open_requests: open().map(|t| t.requests).sum(),
            units: units(tallies.iter()),
            open_units: units(open()),
            merged_into: row.merged_into_id,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// How many units there are among these.
fn units<'a>(tallies: impl Iterator<Item = &'a Tally>) -> i64 {
    let units: BTreeSet<UnitId> = tallies.map(|t| t.unit_id).collect();
    i64::try_from(units.len()).unwrap_or(i64::MAX)
}

pub(super) fn view(c: &mut Conn, actor: &Actor, row: Theme) -> Result<ThemeView> {
    views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The theme, if the actor may know of it: one that has only private requests is shown to who may see one of them.
fn visible(c: &mut Conn, actor: &Actor, id: ThemeId) -> Result<Theme> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let row = store::find(c, id)?.ok_or(Error::NotFound)?;
    let shown = row.units > 0
        || policy::counts_private(actor)
        || store::members(c, id)?
            .iter()
            .any(|r| request_policy::may_see(actor, &r.subject()));
    if shown { Ok(row) } else { Err(Error::NotFound) }
}

/// The theme, for who may change it, in the version that was seen; and who that is.
pub(super) fn to_change(c: &mut Conn, actor: &Actor, id: ThemeId, expected: &Expected) -> Result<(Theme, Actor)> {
    let row = visible(c, actor, id)?;
    let runs = request_policy::decides_as(actor).ok_or_else(Error::not_your_right)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&view(c, actor, row)?));
    }
    if row.merged_into_id.is_some() {
        return Err(Error::conflict(
            "theme_merged",
            said(
                "این موضوع در موضوع دیگری ادغام شده است.",
                "This theme was merged into another one.",
            ),
        ));
    }
    Ok((row, runs))
}

/// Saves, with its units counted anew, or says that somebody was faster.
pub(super) fn save(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Theme) -> Result<()> {
    row.units = public_units(c, row.id)?;
    if store::save(c, row, cx.now)? {
        return Ok(());
    }
    let current = store::find(c, row.id)?.ok_or(Error::NotFound)?;
    Err(Error::stale(&view(c, actor, current)?))
}

fn public_units(c: &mut Conn, id: ThemeId) -> Result<i32> {
    let tallies = store::tallies(c, &[id])?;
    let public = units(tallies.iter().filter(|t| !t.private));
    Ok(i32::try_from(public).unwrap_or(i32::MAX))
}

/// Counts a theme's units anew when one of its requests has become private, or is so no longer.
pub(in crate::requests) fn recount(c: &mut Conn, id: ThemeId) -> Result<()> {
    let units = public_units(c, id)?;
    store::set_units(c, id, units)
}

/// The names of these themes.
///
/// # Errors
/// Only the database's.
pub fn refs(c: &mut Conn, ids: &[ThemeId]) -> Result<HashMap<ThemeId, ThemeRef>> {
    store::refs(c, ids)
}

/// Makes a theme, with its first requests.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateTheme) -> Result<ThemeView> {
    let actor = &request_policy::decides_as(actor).ok_or_else(Error::not_your_right)?;
    let mut row = begin(c, cx, actor, &input.title, &input.description)?;
    let rows = members::open_ones(c, actor, &row, &input.requests, input.moving)?;
    if !rows.is_empty() {
        members::put(c, cx, actor, &mut row, rows)?;
    }
    view(c, actor, row)
}

/// An empty theme.
pub(super) fn begin(c: &mut Conn, cx: &Cx, actor: &Actor, title: &str, description: &str) -> Result<Theme> {
    let title = schema::required_line("/title", title)?;
    let id = store::insert(c, cx.now, &title, &text::tidy(description), actor.id)?;
    record(c, cx, actor, id, "created", json!({ "title": title }))?;
    store::find(c, id)?.ok_or(Error::NotFound)
}

/// A theme.
///
/// # Errors
/// 403, 404.
pub fn get(c: &mut Conn, actor: &Actor, id: ThemeId) -> Result<ThemeView> {
    let row = visible(c, actor, id)?;
    view(c, actor, row)
}

/// A page of themes that were not merged.
///
/// # Errors
/// 400 for a cursor of another list, 403.
pub fn list(c: &mut Conn, actor: &Actor, filter: &ThemeFilter) -> Result<Page<ThemeView>> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let sort = filter.sort.unwrap_or_default();
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), sort.as_str())?;
    let hidden = policy::counts_private(actor);
    let rows = store::list(c, hidden, sort, page.after.as_ref(), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, sort.as_str(), |row| (row.units.to_string(), row.id.0));
    Ok(Page {
        items: views(c, actor, rows.items)?,
        next: rows.next,
    })
}

/// Changes a theme's words.
///
/// # Errors
/// 403, 404, 409 when it was merged, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    expected: &Expected,
    input: &UpdateTheme,
) -> Result<ThemeView> {
    let (mut row, actor) = to_change(c, actor, id, expected)?;
    let actor = &actor;
    let mut changes = Changes::default();
    let title = (&mut row.title, input.title.as_ref());
    changes.words(title, (&mut row.description, input.description.as_ref()))?;
    save(c, cx, actor, &mut row)?;
    record(c, cx, actor, id, "changed", changes.data())?;
    view(c, actor, row)
}

/// A theme's history, oldest first: for who sees every request that it names.
///
/// # Errors
/// 403, 404.
pub fn history(c: &mut Conn, actor: &Actor, id: ThemeId, page: &PageRequest) -> Result<Page<EventView>> {
    visible(c, actor, id)?;
    if !policy::counts_private(actor) {
        return Err(Error::not_your_right());
    }
    audit::history(c, "theme", id.0, page)
}
