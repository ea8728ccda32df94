//! What is done with series.

use serde_json::json;

use super::series_model::{CreateSeries, SeriesView, UpdateSeries};
use super::series_store::{self, Series};
use super::service::{need_right, person_exists};
use super::views::series_views;
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::ids::SeriesId;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::schema;

fn series_view(c: &mut Conn, row: Series) -> Result<SeriesView> {
    series_views(c, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Records a series of meetings.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateSeries) -> Result<SeriesView> {
    need_right(actor)?;
    let title = schema::required_line("/title", &input.title)?;
    person_exists(c, "/chair_id", input.chair_id)?;
    let id = series_store::insert_series(
        c,
        &title,
        input.chair_id,
        &text::tidy_line(&input.place),
        input.last_number,
        cx.now,
    )?;
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
    if !series_store::save_series(c, &mut row, cx.now)? {
        return Err(Error::stale(&get(c, id)?));
    }
    let data = json!({ "title": [before.title, row.title], "place": [before.place, row.place], "chair_id": [before.chair_id, row.chair_id], "active": [before.active, row.active] });
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
