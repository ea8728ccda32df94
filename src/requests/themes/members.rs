//! Requests put into a theme, taken out, handed to another one: each leaves a line in the request's history and in the
//! theme's.

use std::collections::BTreeMap;

use serde_json::json;

use super::model::{AddRequests, MOST, MergeTheme, SplitTheme, ThemeView};
use super::service::{begin, record, save, to_change, view};
use super::store::{self, Theme};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::ids::{RequestId, ThemeId};
use crate::requests::service::resolve;
use crate::requests::state::State;
use crate::requests::store::Request;
use crate::requests::{acting, policy};
use crate::resource::Expected;

/// The requests that a body names, each once; what is wrong with one is said at its place.
fn named(
    c: &mut Conn,
    actor: &Actor,
    keys: &[String],
    refuse: impl Fn(&Request, String) -> Option<FieldError>,
) -> Result<Vec<Request>> {
    let (mut rows, mut wrong) = (BTreeMap::new(), Vec::new());
    for (i, key) in keys.iter().enumerate() {
        let at = format!("/requests/{i}");
        match resolve(c, key)?.filter(|row| policy::may_see(actor, &row.subject())) {
            None => wrong.push(FieldError::new(at, FieldCode::NotFound)),
            Some(row) => match refuse(&row, at) {
                Some(error) => wrong.push(error),
                None => drop(rows.insert(row.id, row)),
            },
        }
    }
    if wrong.is_empty() {
        Ok(rows.into_values().collect())
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// The open requests that a body names and that are not in the theme yet.
pub(super) fn open_ones(
    c: &mut Conn,
    actor: &Actor,
    theme: &Theme,
    keys: &[String],
    moving: bool,
) -> Result<Vec<Request>> {
    let mut rows = named(c, actor, keys, |row, at| {
        if row.theme_id == Some(theme.id) {
            None
        } else if !row.is_open || row.state == State::Draft {
            Some(FieldError::with(
                at,
                FieldCode::Conflict,
                "تنها درخواست باز به موضوع افزوده می‌شود.",
                "Only an open request is put into a theme.",
            ))
        } else if row.theme_id.is_some() && !moving {
            Some(FieldError::with(
                at,
                FieldCode::Conflict,
                "این درخواست موضوع دیگری دارد؛ برای جابه‌جایی move را true بفرستید.",
                "This request has another theme; send move: true to move it.",
            ))
        } else {
            None
        }
    })?;
    rows.retain(|row| row.theme_id != Some(theme.id));
    Ok(rows)
}

/// Puts requests into the theme; those that had another one leave it.
pub(super) fn put(c: &mut Conn, cx: &Cx, actor: &Actor, theme: &mut Theme, rows: Vec<Request>) -> Result<()> {
    if store::members(c, theme.id)?.len() + rows.len() > MOST {
        return Err(Error::conflict(
            "too_many",
            said("هر موضوع حداکثر ۲۰۰ درخواست دارد.", "A theme has at most 200 requests."),
        ));
    }
    let mut left: BTreeMap<ThemeId, Vec<RequestId>> = BTreeMap::new();
    let mut ids = Vec::new();
    for mut row in rows {
        let before = row.theme_id.replace(theme.id);
        if let Some(before) = before {
            left.entry(before).or_default().push(row.id);
        }
        ids.push(row.id);
        acting::save(c, cx, actor, &mut row)?;
        let data = json!({ "theme_id": theme.id, "title": theme.title, "from_theme_id": before });
        acting::record(c, cx, Some(actor), &row, "theme_added", Some(row.state), data)?;
    }
    for (id, requests) in left {
        let mut other = store::find(c, id)?.ok_or(Error::NotFound)?;
        save(c, cx, actor, &mut other)?;
        let data = json!({ "requests": requests, "to_theme_id": theme.id });
        record(c, cx, actor, id, "requests_moved", data)?;
    }
    save(c, cx, actor, theme)?;
    record(c, cx, actor, theme.id, "requests_added", json!({ "requests": ids }))
}

/// Adds requests to a theme.
///
/// # Errors
/// 403, 404, 409 when it was merged or has too many, 412, 422 at the request that cannot be added.
pub fn add(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    expected: &Expected,
    input: &AddRequests,
) -> Result<ThemeView> {
    let (mut theme, actor) = to_change(c, actor, id, expected)?;
    let actor = &actor;
    let rows = open_ones(c, actor, &theme, &input.requests, input.moving)?;
    if !rows.is_empty() {
        put(c, cx, actor, &mut theme, rows)?;
    }
    view(c, actor, theme)
}

/// Takes a request out of its theme, open or not.
///
/// # Errors
/// 403, 404, 409 when it was merged, 412.
pub fn remove(c: &mut Conn, cx: &Cx, actor: &Actor, id: ThemeId, expected: &Expected, key: &str) -> Result<()> {
    let (mut theme, actor) = to_change(c, actor, id, expected)?;
    let actor = &actor;
    let mut row = resolve(c, key)?
        .filter(|row| row.theme_id == Some(id))
        .ok_or(Error::NotFound)?;
    row.theme_id = None;
    acting::save(c, cx, actor, &mut row)?;
    let data = json!({ "theme_id": id, "title": theme.title });
    acting::record(c, cx, Some(actor), &row, "theme_removed", Some(row.state), data)?;
    save(c, cx, actor, &mut theme)?;
    record(c, cx, actor, id, "requests_removed", json!({ "requests": [row.id] }))
}

/// Hands all requests of a theme to another one; the emptied theme stays and says where they went.
///
/// # Errors
/// 403, 404, 409 when it was merged before or the other has too many, 412, 422 at `/into`.
pub fn merge(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    expected: &Expected,
    input: &MergeTheme,
) -> Result<ThemeView> {
    let (theme, actor) = to_change(c, actor, id, expected)?;
    let actor = &actor;
    let mut into = store::find(c, input.into)?.ok_or_else(|| Error::field("/into", FieldCode::NotFound))?;
    if into.id == id || into.merged_into_id.is_some() {
        return Err(Error::refused(
            "/into",
            FieldCode::Conflict,
            "موضوع دیگری لازم است که خود ادغام نشده باشد.",
            "Wants another theme that was not merged itself.",
        ));
    }
    let rows = store::members(c, id)?;
    put(c, cx, actor, &mut into, rows)?;
    let mut emptied = store::find(c, id)?.ok_or(Error::NotFound)?;
    emptied.merged_into_id = Some(into.id);
    // Who knew of it before still finds where it went, and nobody else: the units that it had stay with it.
    emptied.units = theme.units;
    if !store::save(c, &mut emptied, cx.now)? {
        return Err(Error::LostRace("a theme changed while it was merged".into()));
    }
    record(c, cx, actor, id, "merged", json!({ "into": into.id }))?;
    view(c, actor, into)
}

/// Makes a theme of a part of another one's requests.
///
/// # Errors
/// 403, 404, 409 when it was merged, 412, 422.
pub fn split(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: ThemeId,
    expected: &Expected,
    input: &SplitTheme,
) -> Result<ThemeView> {
    let (_, actor) = to_change(c, actor, id, expected)?;
    let actor = &actor;
    let rows = named(c, actor, &input.requests, |row, at| {
        (row.theme_id != Some(id)).then(|| {
            FieldError::with(
                at,
                FieldCode::Conflict,
                "این درخواست از این موضوع نیست.",
                "This request is not of this theme.",
            )
        })
    })?;
    let mut new = begin(c, cx, actor, &input.title, &input.description)?;
    put(c, cx, actor, &mut new, rows)?;
    view(c, actor, new)
}
