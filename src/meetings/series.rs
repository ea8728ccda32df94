//! What is done with series.

use serde_json::json;

use super::series_model::{CreateSeries, PutStandingItem, SeriesView, StandingItem, UpdateSeries};
use super::series_store::{self, NewSeries, Series};
use super::service::{need_right, person_exists};
use super::views::series_views;
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::SeriesId;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::schema;

fn series_view(c: &mut Conn, row: Series) -> Result<SeriesView> {
    series_views(c, vec![row])?.pop().ok_or(Error::NotFound)
}

impl Series {
    /// What stands on every agenda, in order.
    pub(super) fn standing_items(&self) -> Result<Vec<StandingItem>> {
        Ok(serde_json::from_value(self.standing_items.0.clone())?)
    }
}

/// What stands on every agenda of a series, in order.
///
/// # Errors
/// 404.
pub fn standing_items(c: &mut Conn, id: SeriesId) -> Result<Vec<StandingItem>> {
    series_store::find_series(c, id)?
        .ok_or(Error::NotFound)?
        .standing_items()
}

/// The items under the ids that they have, or new ones.
fn with_ids(before: &[StandingItem], wanted: &[PutStandingItem]) -> Result<Vec<StandingItem>> {
    let mut next = before.iter().map(|i| i.id).max().unwrap_or(0) + 1;
    let (mut items, mut errors) = (Vec::<StandingItem>::new(), Vec::new());
    for (n, item) in wanted.iter().enumerate() {
        let at = |field: &str| format!("/standing_items/{n}/{field}");
        match item.id {
            Some(id) if !before.iter().any(|i| i.id == id) => {
                errors.push(FieldError::new(at("id"), FieldCode::NotFound))
            }
            Some(id) if items.iter().any(|i| i.id == id) => errors.push(FieldError::new(at("id"), FieldCode::Conflict)),
            Some(_) | None => {}
        }
        items.push(StandingItem {
            id: item.id.unwrap_or_else(|| {
                next += 1;
                next - 1
            }),
            title: schema::required_line(&at("title"), &item.title)?,
            minutes: item.minutes,
            kind: item.kind,
        });
    }
    if errors.is_empty() {
        Ok(items)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Records a series of meetings.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateSeries) -> Result<SeriesView> {
    need_right(actor)?;
    let title = schema::required_line("/title", &input.title)?;
    person_exists(c, "/chair_id", input.chair_id)?;
    let items = with_ids(&[], &input.standing_items)?;
    let new = NewSeries {
        title: &title,
        chair: input.chair_id,
        place: &text::tidy_line(&input.place),
        last_number: input.last_number,
        standing_items: Json(serde_json::to_value(items)?),
    };
    let id = series_store::insert_series(c, new, cx.now)?;
    let data = json!({ "title": title, "last_number": input.last_number });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "meeting_series",
            subject_id: id.0,
            action: "created",
            actor: Some(actor.id),
            from: None,
            to: None,
            data,
        },
    )?;
    get(c, id)
}

/// A series; everybody who is signed in may read it.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, id: SeriesId) -> Result<SeriesView> {
    let row = series_store::find_series(c, id)?.ok_or(Error::NotFound)?;
    series_view(c, row)
}

/// A page of series, oldest first.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(c: &mut Conn, limit: Option<i64>, cursor: Option<&str>) -> Result<Page<SeriesView>> {
    let page = PageRequest::new(limit, cursor, "id")?;
    let rows = series_store::list_series(c, page.after.as_ref().map(|a| SeriesId(a.i)), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, "id", |r| (String::new(), r.id.0));
    Ok(Page {
        items: series_views(c, rows.items)?,
        next: rows.next,
    })
}

/// Changes a series.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: SeriesId,
    expected: &Expected,
    input: &UpdateSeries,
) -> Result<SeriesView> {
    let mut row = series_store::find_series(c, id)?.ok_or(Error::NotFound)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&series_view(c, row)?));
    }
    person_exists(c, "/chair_id", input.chair_id.apply(None))?;
    let before = row.clone();
    row.chair_id = input.chair_id.apply(row.chair_id);
    row.title = input
        .title
        .as_deref()
        .map_or(Ok(row.title), |title| schema::required_line("/title", title))?;
    row.place = input.place.as_deref().map_or(row.place, text::tidy_line);
    row.active = input.active.unwrap_or(row.active);
    if let Some(items) = &input.standing_items {
        row.standing_items = Json(serde_json::to_value(with_ids(&row.standing_items()?, items)?)?);
    }
    if !series_store::save_series(c, &mut row, cx.now)? {
        return Err(Error::stale(&get(c, id)?));
    }
    let data = json!({ "title": [before.title, row.title], "place": [before.place, row.place], "chair_id": [before.chair_id, row.chair_id], "active": [before.active, row.active], "standing_items": [before.standing_items, row.standing_items] });
    audit::record(
        c,
        cx,
        &Entry {
            subject: "meeting_series",
            subject_id: id.0,
            action: "changed",
            actor: Some(actor.id),
            from: None,
            to: None,
            data,
        },
    )?;
    series_view(c, row)
}
