//! Silence closes what is done: when the filer has neither confirmed nor disputed for so many working days.
//!
//! The last day to answer is counted at each reading, from when the history says that it was done, by the working
//! calendar and the setting `close_after_working_days`. Nothing of it is stored: a holiday that is announced late, or
//! another setting, moves it. Source: the product description, "Requests", two-sided closure.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use super::acting;
use super::action::Action;
use super::state::{self, ActionKind, State};
use super::store::{self, Request};
use crate::audit;
use crate::calendar::{self, NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Result};
use crate::ids::RequestId;

/// Requests that are looked at together.
const PAGE: i64 = 200;
/// One that is locked is left to the next round. After so many it is the database that is not there.
const PATIENCE: usize = 3;

/// What the last day to answer is counted by.
pub struct Silence {
    calendar: Arc<WorkingCalendar>,
    days: u32,
}

impl Silence {
    /// The calendar and the setting of now.
    ///
    /// # Errors
    /// Only the database's.
    pub fn load(c: &mut Conn, cx: &Cx) -> Result<Self> {
        Ok(Self {
            calendar: calendar::service::load(c)?,
            days: cx.settings.close_after_working_days,
        })
    }

    /// The last day to answer what was done at this instant; it is closed when this day, Tehran's, is over.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`]: then it is never closed.
    pub fn closes_on(&self, done: Timestamp) -> Result<NaiveDate, NotEnoughWorkingTime> {
        self.calendar.nth_working_day(done.date_tehran(), self.days)
    }
}

/// The last days to answer those of the rows that are done. Costs nothing when none is.
///
/// # Errors
/// Only the database's.
pub fn closing_days(c: &mut Conn, cx: &Cx, rows: &[Request]) -> Result<HashMap<RequestId, NaiveDate>> {
    let done = rows.iter().filter(|row| row.state == State::Done);
    let done: Vec<_> = done.map(|row| row.id).collect();
    if done.is_empty() {
        return Ok(HashMap::new());
    }
    let silence = Silence::load(c, cx)?;
    let day = |(id, at)| Ok::<_, NotEnoughWorkingTime>((id, silence.closes_on(at)?));
    let days: Result<_, _> = done_since(c, &done)?.into_iter().map(day).collect();
    // Where one is never closed for want of working days, none is.
    Ok(days.unwrap_or_default())
}

/// When each was last said to be done.
fn done_since(c: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, Timestamp>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let times = audit::last_times(c, "request", &ids, ActionKind::Done.as_str())?;
    Ok(times.into_iter().map(|(id, at)| (RequestId(id), at)).collect())
}

/// One round over all that is done: closes what has had its days, each in a transaction of its own, so that one that
/// cannot be closed does not keep the others from it. Says how many were closed. Rounds of several instances may
/// run at once: whoever comes second to a request finds it changed.
///
/// # Errors
/// 503 while the database cannot be reached, 409 when the calendar has not enough working days.
pub async fn close_silent(db: &Db) -> Result<usize> {
    let (mut closed, mut busy, mut after) = (0, 0, Some(RequestId(0)));
    while let Some(last) = after {
        let (due, next) = db.read(move |c, cx| due(c, cx, last)).await?;
        for id in due {
            match db.write(move |c, cx| close(c, cx, id)).await {
                Ok(true) => closed += 1,
                Ok(false) => {}
                Err(error) if error.is_unavailable() && busy == PATIENCE => return Err(error),
                Err(error) => {
                    busy += usize::from(error.is_unavailable());
                    tracing::error!(%error, request = %id, "silence could not close a request");
                }
            }
        }
        after = next;
    }
    Ok(closed)
}

/// Of the next page of what is done, what has had its days; and where the page after it starts.
fn due(c: &mut Conn, cx: &Cx, after: RequestId) -> Result<(Vec<RequestId>, Option<RequestId>)> {
    let done = store::done_after(c, after, PAGE)?;
    if done.is_empty() {
        return Ok((Vec::new(), None));
    }
    let silence = Silence::load(c, cx)?;
    let since = done_since(c, &done)?;
    if since.len() < done.len() {
        let requests = done.len() - since.len();
        tracing::warn!(
            requests,
            "done, but their history does not say since when: silence cannot close them"
        );
    }
    let mut due = Vec::new();
    for (id, at) in since {
        if silence.closes_on(at)? < cx.now.date_tehran() {
            due.push(id);
        }
    }
    due.sort_unstable();
    Ok((due, done.last().copied()))
}

/// Closes a request if it is still done, and has had its days; says whether it did.
fn close(c: &mut Conn, cx: &Cx, id: RequestId) -> Result<bool> {
    let row = store::find(c, id)?.filter(|row| row.state == State::Done);
    let (Some(mut row), Some(done)) = (row, done_since(c, &[id])?.remove(&id)) else {
        return Ok(false);
    };
    let silence = Silence::load(c, cx)?;
    let closes_on = silence.closes_on(done)?;
    if closes_on >= cx.now.date_tehran() {
        return Ok(false);
    }
    let before = row.clone();
    let position = state::apply(row.position(), ActionKind::Lapse)
        .map_err(|refused| Error::internal("silence cannot close a request", refused))?;
    row.enter(position, cx.now);
    row.disputed = false;
    if !store::save(c, &mut row, cx.now)? {
        return Ok(false);
    }
    let data = json!({ "done_at": done, "closes_on": closes_on, "working_days": silence.days });
    acting::tell(c, cx, None, &before, &row, &Action::Lapse, data)?;
    Ok(true)
}
