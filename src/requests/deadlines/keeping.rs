//! What a request's row says of its deadlines: when it is due, and when the clock next has something to say. Both are
//! read from the history at each action and at each recount; they are there for lists to sort by and rounds to find.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::alarms::{self, Alarm};
use super::{history, store, waiting};
use crate::audit::{self, Trace};
use crate::calendar::{self, NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::deadlines::{self, ClockKind, Reading, Standing, Status, Tracked};
use crate::error::Result;
use crate::ids::{RequestId, UserId};
use crate::requests::policy::is_untriaged;
use crate::requests::sla;
use crate::requests::sla::service::PolicySet;
use crate::requests::state::State;
use crate::requests::store::Request;

/// The settings that alarms go by.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Working minutes from a breach until the director hears of it.
    pub escalate_after: u32,
    /// Working days between two reminders of a party.
    pub chase_every: u32,
    /// Reminders of a party.
    pub chase_times: u32,
}

/// What deadlines are counted by: load it once for a whole list.
pub struct Basis {
    /// The working calendar.
    pub calendar: Arc<WorkingCalendar>,
    /// The policies, oldest first.
    pub sets: Vec<PolicySet>,
    /// The settings.
    pub pace: Pace,
}

impl Basis {
    /// The calendar and the settings of now, and the policies since the earliest of these histories began.
    ///
    /// # Errors
    /// Only the database's.
    pub fn load<'t>(c: &mut Conn, cx: &Cx, trails: impl IntoIterator<Item = &'t Vec<Trace>>) -> Result<Self> {
        let began = trails.into_iter().filter_map(|t| t.first()).map(|t| t.at).min();
        Ok(Self {
            calendar: calendar::service::load(c)?,
            sets: sla::service::since(c, began.unwrap_or(cx.now))?,
            pace: Pace {
                escalate_after: cx.settings.escalate_after_working_minutes,
                chase_every: cx.settings.chase_every_working_days,
                chase_times: cx.settings.chase_times,
            },
        })
    }

    /// The clocks of a request.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn read(&self, row: &Request, trail: &[Trace], now: Timestamp) -> Result<Reading<State>, NotEnoughWorkingTime> {
        let log = history::changes(trail, &self.sets, row.category, row.priority);
        deadlines::read(&log, &self.calendar, now)
    }

    /// What its running clocks say. Untriaged, the director hears of a breach at once and needs no second word.
    ///
    /// # Errors
    /// [`NotEnoughWorkingTime`].
    pub fn alarms(
        &self,
        row: &Request,
        reading: &Reading<State>,
    ) -> Result<Vec<(Timestamp, Alarm)>, NotEnoughWorkingTime> {
        let escalate = (!is_untriaged(row.state, row.resume_state)).then_some(self.pace.escalate_after);
        alarms::all(reading, &self.calendar, escalate)
    }

    /// When it is due, and when to look at it again.
    fn places(
        &self,
        row: &Request,
        trail: &[Trace],
        said: &[Alarm],
        now: Timestamp,
    ) -> Result<(Option<Timestamp>, Option<Timestamp>), NotEnoughWorkingTime> {
        let reading = self.read(row, trail, now)?;
        let due_at = due_at(&reading);
        let next = if row.state == State::Waiting {
            let wait = waiting::read(trail);
            let next = wait.map(|w| w.next(&self.calendar, self.pace.chase_every, self.pace.chase_times));
            next.transpose()?.flatten().map(|(at, _)| at)
        } else {
            let all = self.alarms(row, &reading)?;
            alarms::next(&alarms::pending(&all, said, now), &self.calendar, now)?
        };
        Ok((due_at, next))
    }

    /// Writes both onto the row. Where the calendar has not enough working time, nothing is ever due.
    pub fn place(&self, row: &mut Request, trail: &[Trace], said: &[Alarm], now: Timestamp) {
        (row.due_at, row.next_alarm_at) = if has_clocks(row.state) {
            self.places(row, trail, said, now).unwrap_or_default()
        } else {
            (None, None)
        };
    }
}

/// When the resolve clock runs out; of a request that is done, or paused in time, nothing is due.
fn due_at(reading: &Reading<State>) -> Option<Timestamp> {
    let resolve = reading.clocks.iter().find(|c| c.kind == ClockKind::Resolve)?;
    match resolve.status {
        Status::Running | Status::Paused => resolve.due_at,
        Status::NotStarted | Status::Stopped => None,
    }
}

/// Whether clocks run or pause in this state.
pub fn has_clocks(state: State) -> bool {
    match state.standing() {
        Standing::Untriaged | Standing::NeedsInfo | Standing::Waiting | Standing::Open => true,
        Standing::Draft | Standing::Settled => false,
    }
}

/// What an entry of the history says of another priority, for [`history::changes`].
pub fn note_priority(before: &Request, row: &Request, data: &mut Value) {
    if before.priority != row.priority {
        data["priority"] = json!([before.priority, row.priority]);
    }
}

/// Sets both on a row that is about to be saved, as the history will say once this has been recorded.
///
/// # Errors
/// Only the database's.
pub fn keep(
    c: &mut Conn,
    cx: &Cx,
    before: &Request,
    row: &mut Request,
    action: &str,
    by: Option<UserId>,
    data: &Value,
) -> Result<()> {
    if !has_clocks(row.state) {
        (row.due_at, row.next_alarm_at) = (None, None);
        return Ok(());
    }
    let (mut trail, mut said) = (Vec::new(), Vec::new());
    if row.id == RequestId(0) {
        // It is being filed: nothing is written yet.
        trail.push(trace("created", before.state, None, Value::Null, before.created_at));
    } else {
        trail = traces(c, &[row.id])?.remove(&row.id).unwrap_or_default();
        said = store::said(c, &[row.id])?.remove(&row.id).unwrap_or_default();
    }
    trail.push(trace(action, row.state, by, data.clone(), cx.now));
    Basis::load(c, cx, [&trail])?.place(row, &trail, &said, cx.now);
    Ok(())
}

fn trace(action: &str, state: State, actor: Option<UserId>, data: Value, at: Timestamp) -> Trace {
    Trace {
        action: action.to_owned(),
        actor,
        to: Some(state.to_string()),
        data,
        at,
    }
}

/// The histories of these requests.
///
/// # Errors
/// Only the database's.
pub fn traces(c: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, Vec<Trace>>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let traces = audit::traces(c, "request", &ids)?;
    Ok(traces.into_iter().map(|(id, trail)| (RequestId(id), trail)).collect())
}
