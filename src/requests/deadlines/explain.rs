//! Deadlines explained: the clocks of a request as they are read now, with every interval and its reason.

use super::history;
use super::keeping::{Basis, traces};
use super::model::{AppliedPolicy, ClockView, IntervalView, Reason, RequestDeadlines, StateTime};
use super::texts;
use crate::accounts::Actor;
use crate::calendar::TimeKind;
use crate::db::{Conn, Cx};
use crate::deadlines::clocks::{Interval, TimeInState};
use crate::deadlines::{ClockReading, Status, Why};
use crate::error::{Locale, Result};
use crate::requests::service::visible;
use crate::requests::sla::rules::{self, Kind};
use crate::requests::state::State;
use crate::requests::store::Request;

/// When a request is due and why, for whoever may see it.
///
/// # Errors
/// 404; 409 when the calendar has not enough working time.
pub fn explain(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, locale: Locale) -> Result<RequestDeadlines> {
    let row = visible(c, actor, key)?;
    let trail = traces(c, &[row.id])?.remove(&row.id).unwrap_or_default();
    let basis = Basis::load(c, cx, [&trail])?;
    let reading = basis.read(&row, &trail, cx.now)?;
    let started = reading.clocks.into_iter().filter(|c| c.status != Status::NotStarted);
    Ok(RequestDeadlines {
        at: cx.now,
        policy: applied(&basis, &row, history::named(&trail), locale),
        clocks: started.map(|clock| clock_view(clock, locale)).collect(),
        states: reading.states.into_iter().map(|s| state_time(s, locale)).collect(),
    })
}

fn applied(basis: &Basis, row: &Request, named: Option<&str>, locale: Locale) -> Option<AppliedPolicy> {
    let set = basis.sets.last()?;
    let kind = Kind {
        category: row.category,
        priority: row.priority,
        named,
    };
    let (_, line) = rules::choose(&set.lines, kind)?;
    Some(AppliedPolicy {
        version: set.version,
        policy: line.clone(),
        reason: rules::reason(line, kind, true, locale).to_owned(),
    })
}

fn clock_view(clock: ClockReading<State>, locale: Locale) -> ClockView {
    ClockView {
        elapsed_minutes: clock.elapsed_minutes(),
        clock: clock.kind,
        name: texts::clock(clock.kind).text(locale).to_owned(),
        status: clock.status,
        status_text: texts::status(clock.status).text(locale).to_owned(),
        started_at: clock.started_at,
        stopped_at: clock.stopped_at,
        budget_minutes: clock.budget_minutes,
        due_at: clock.due_at,
        warning_at: clock.warning_at,
        breached: clock.breached,
        intervals: clock.intervals.iter().map(|i| interval_view(i, locale)).collect(),
    }
}

fn interval_view(interval: &Interval<State>, locale: Locale) -> IntervalView {
    IntervalView {
        from: interval.stretch.from,
        until: interval.stretch.until,
        state: interval.state,
        counted: interval.counted(),
        minutes: interval.stretch.length().num_minutes(),
        reason: match &interval.why {
            Why::Calendar(TimeKind::Working) => Reason::Working,
            Why::Calendar(TimeKind::OutsideHours) => Reason::OutsideHours,
            Why::Calendar(TimeKind::HalfDay(_)) => Reason::HalfDay,
            Why::Calendar(TimeKind::Weekend) => Reason::Weekend,
            Why::Calendar(TimeKind::Holiday(_)) => Reason::Holiday,
            Why::NeedsInfo => Reason::NeedsInfo,
            Why::Waiting => Reason::Waiting,
            Why::Stopped => Reason::Stopped,
        },
        text: texts::why(&interval.why, locale),
    }
}

fn state_time(time: TimeInState<State>, locale: Locale) -> StateTime {
    StateTime {
        state: time.state,
        name: locale.pick(time.state.label_fa(), time.state.label_en()).to_owned(),
        minutes: time.total.num_minutes(),
        working_minutes: time.working.num_minutes(),
    }
}
