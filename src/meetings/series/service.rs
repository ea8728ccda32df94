//! What is done with series. Their dates are in `planning`.

use std::collections::HashSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::model::{
    CreateSeries, PutStandingItem, Quorum, QuorumKind, Recurrence, SeriesInvite, SeriesView, StandingItem, UpdateSeries,
};
use super::store::{self, NewSeries, Series, SeriesPerson};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::calendar;
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::SeriesId;
use crate::meetings::invitations::service::guest;
use crate::meetings::service::{need_right, person_exists};
use crate::meetings::views::series_views;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;
use crate::{schema, units};

impl Series {
    /// What stands on every agenda, in order.
    pub fn standing_items(&self) -> Result<Vec<StandingItem>> {
        Ok(serde_json::from_value(self.standing_items.0.clone())?)
    }

    /// When it meets.
    pub fn recurrence(&self) -> Result<Option<Recurrence>> {
        read(self.recurrence.as_ref())
    }

    /// How many have to be there.
    pub fn quorum(&self) -> Result<Option<Quorum>> {
        read(self.quorum.as_ref())
    }
}

fn read<T: DeserializeOwned>(kept: Option<&Json>) -> Result<Option<T>> {
    kept.map(|json| Ok(serde_json::from_value(json.0.clone())?)).transpose()
}

fn kept<T: Serialize>(value: Option<&T>) -> Result<Option<Json>> {
    value.map(|value| Ok(Json(serde_json::to_value(value)?))).transpose()
}

/// What stands on every agenda of a series, in order.
///
/// # Errors
/// 404.
pub fn standing_items(c: &mut Conn, id: SeriesId) -> Result<Vec<StandingItem>> {
    find(c, id)?.standing_items()
}

/// The series' row.
pub fn find(c: &mut Conn, id: SeriesId) -> Result<Series> {
    store::find_series(c, id)?.ok_or(Error::NotFound)
}

fn series_view(c: &mut Conn, actor: &Actor, row: Series) -> Result<SeriesView> {
    series_views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The items under the ids that they have, or new ones.
fn with_ids(before: &[StandingItem], wanted: &[PutStandingItem]) -> Result<Vec<StandingItem>> {
    let mut next = before.iter().map(|i| i.id).max().unwrap_or(0) + 1;
    let (mut items, mut errors) = (Vec::<StandingItem>::new(), Vec::new());
    for (n, item) in wanted.iter().enumerate() {
        let at = |field: &str| format!("/standing_items/{n}/{field}");
        match item.id {
            Some(id) if !before.iter().any(|i| i.id == id) => {
                errors.push(FieldError::new(at("id"), FieldCode::NotFound));
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

/// What the form cannot say of a rule and a quorum.
fn check_rules(recurrence: Option<&Recurrence>, quorum: Option<&Quorum>) -> Result<()> {
    let mut errors = Vec::new();
    if let Some(recurrence) = recurrence {
        errors.extend(recurrence.rule("/recurrence").err().into_iter().flatten());
        if !calendar::service::is_usual(recurrence.since) {
            errors.push(FieldError::new("/recurrence/since", FieldCode::OutOfRange));
        }
    }
    if quorum.is_some_and(|q| q.kind == QuorumKind::Percent && q.value > 100) {
        errors.push(FieldError::new("/quorum/value", FieldCode::OutOfRange));
    }
    Error::invalid_if_any(errors)
}

/// The list as it is kept: each unit, person and guest is there, and once.
fn check_invited(c: &mut Conn, id: SeriesId, invited: &[SeriesInvite]) -> Result<Vec<SeriesPerson>> {
    let users: Vec<_> = invited.iter().filter_map(|i| i.user_id).collect();
    let users: HashSet<_> = accounts::service::persons(c, &users)?
        .into_iter()
        .map(|p| p.id)
        .collect();
    let unit_ids: Vec<_> = invited.iter().filter_map(|i| i.unit_id).collect();
    let units = units::directory::unit_refs(c, &unit_ids)?;
    let (mut rows, mut errors) = (Vec::<SeriesPerson>::new(), Vec::new());
    for (n, who) in invited.iter().enumerate() {
        let at = |field: &str| format!("/invited/{n}{field}");
        let mut row = SeriesPerson {
            series_id: id,
            unit_id: who.unit_id,
            user_id: who.user_id,
            guest_name: None,
            guest_email: None,
        };
        match &who.guest {
            Some(_) if who.unit_id.is_some() || who.user_id.is_some() => {
                errors.push(FieldError::new(at("/guest"), FieldCode::NotAllowed));
            }
            Some(typed) => {
                let (name, email) = guest(&at("/guest"), typed)?;
                (row.guest_name, row.guest_email) = (Some(name), Some(email));
            }
            None if who.unit_id.is_none() && who.user_id.is_none() => {
                errors.push(FieldError::new(at("/unit_id"), FieldCode::Required));
            }
            None => {}
        }
        if who.user_id.is_some_and(|id| !users.contains(&id)) {
            errors.push(FieldError::new(at("/user_id"), FieldCode::NotFound));
        }
        if who.unit_id.is_some_and(|id| !units.contains_key(&id)) {
            errors.push(FieldError::new(at("/unit_id"), FieldCode::NotFound));
        }
        if rows.contains(&row) {
            errors.push(FieldError::new(at(""), FieldCode::Conflict));
        }
        rows.push(row);
    }
    if errors.is_empty() {
        Ok(rows)
    } else {
        Err(Error::Invalid(errors))
    }
}

fn record(c: &mut Conn, cx: &Cx, actor: &Actor, id: SeriesId, action: &str, data: Value) -> Result<()> {
    let entry = Entry {
        subject: "meeting_series",
        subject_id: id.0,
        action,
        actor: Some(actor.id),
        from: None,
        to: None,
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

/// Records a series of meetings.
///
/// # Errors
/// 403, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateSeries) -> Result<SeriesView> {
    need_right(actor)?;
    let title = schema::required_line("/title", &input.title)?;
    person_exists(c, "/chair_id", input.chair_id)?;
    check_rules(input.recurrence.as_ref(), input.quorum.as_ref())?;
    let items = with_ids(&[], &input.standing_items)?;
    let new = NewSeries {
        title: &title,
        chair: input.chair_id,
        place: &text::tidy_line(&input.place),
        last_number: input.last_number,
        standing_items: Json(serde_json::to_value(items)?),
        recurrence: kept(input.recurrence.as_ref())?,
        quorum: kept(input.quorum.as_ref())?,
    };
    let id = store::insert_series(c, new, cx.now)?;
    let invited = check_invited(c, id, &input.invited)?;
    store::replace_invited(c, id, &invited)?;
    let data = json!({ "title": title, "last_number": input.last_number, "recurrence": input.recurrence, "quorum": input.quorum, "invited": invited.len() });
    record(c, cx, actor, id, "created", data)?;
    get(c, actor, id)
}

/// A series; everybody who is signed in may read it.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, actor: &Actor, id: SeriesId) -> Result<SeriesView> {
    let row = find(c, id)?;
    series_view(c, actor, row)
}

/// A page of series, oldest first.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(c: &mut Conn, actor: &Actor, limit: Option<i64>, cursor: Option<&str>) -> Result<Page<SeriesView>> {
    let page = PageRequest::new(limit, cursor, "id")?;
    let rows = store::list_series(c, page.after.as_ref().map(|a| SeriesId(a.i)), page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, "id", |r| (String::new(), r.id.0));
    Ok(Page {
        items: series_views(c, actor, rows.items)?,
        next: rows.next,
    })
}

/// Changes a series. Its meetings stay as they are.
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
    let mut row = find(c, id)?;
    need_right(actor)?;
    if !expected.holds(row.version) {
        return Err(Error::stale(&series_view(c, actor, row)?));
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
        row.standing_items = Json(serde_json::to_value(with_ids(&before.standing_items()?, items)?)?);
    }
    let recurrence = input.recurrence.clone().apply(before.recurrence()?);
    let quorum = input.quorum.apply(before.quorum()?);
    check_rules(recurrence.as_ref(), quorum.as_ref())?;
    (row.recurrence, row.quorum) = (kept(recurrence.as_ref())?, kept(quorum.as_ref())?);
    if let Some(invited) = &input.invited {
        let invited = check_invited(c, id, invited)?;
        store::replace_invited(c, id, &invited)?;
    }
    row.minutes_review_days = input.minutes_review_days.apply(row.minutes_review_days);
    if !store::save_series(c, &mut row, cx.now)? {
        return Err(Error::stale(&get(c, actor, id)?));
    }
    let data = json!({ "title": [before.title, row.title], "place": [before.place, row.place], "chair_id": [before.chair_id, row.chair_id], "active": [before.active, row.active], "standing_items": [before.standing_items, row.standing_items], "recurrence": [before.recurrence, row.recurrence], "quorum": [before.quorum, row.quorum], "minutes_review_days": [before.minutes_review_days, row.minutes_review_days], "invited": input.invited.as_ref().map(Vec::len) });
    record(c, cx, actor, id, "changed", data)?;
    series_view(c, actor, row)
}
