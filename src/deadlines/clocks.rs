//! The clocks of a request: what each shows now, when it runs out, and every interval that did or did not count.
//!
//! The rules, all of them:
//! - A clock starts when the request leaves its draft.
//! - It counts working time, and pauses only in `needs_info` and `waiting`.
//! - Triage stops once somebody has decided where the request goes, the first response once the filer has heard from us,
//!   the resolve clock when the request is done or at an end. A request that comes back (disputed, reopened, put off
//!   and taken up again untriaged) lets its clock run on; the time in between does not count.
//! - The budget is that of the policy in force, or of the one that was in force when the clock stopped. A tighter policy
//!   is due at its own beginning at the earliest, not before anybody could know.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::log::{Change, ClockKind, Policy, Standing, Tracked, What};
use crate::calendar::{NotEnoughWorkingTime, Stretch, TimeKind, WorkingCalendar};
use crate::clock::Timestamp;

/// A warning is due when this share of the budget is used: three quarters.
const WARNING: (i32, i32) = (3, 4);

crate::text_enum! {
    /// What a clock does now.
    pub enum Status {
        /// The request is a draft.
        NotStarted = "not_started",
        /// It counts working time.
        Running = "running",
        /// It waits with the request.
        Paused = "paused",
        /// What it measures has happened.
        Stopped = "stopped",
    }
}

/// Why an interval counted or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The clock was running: working time counted, the rest did not.
    Calendar(TimeKind),
    /// A question was open to the filer.
    NeedsInfo,
    /// It was held up by somebody outside.
    Waiting,
    /// What the clock measures had happened.
    Stopped,
}

/// A stretch of time that counted or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval<S> {
    /// From when until when.
    pub stretch: Stretch,
    /// The request's state at the time.
    pub state: S,
    /// Why.
    pub why: Why,
}

impl<S> Interval<S> {
    /// Whether it counted.
    pub fn counted(&self) -> bool {
        self.why == Why::Calendar(TimeKind::Working)
    }
}

/// What a clock shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading<S> {
    /// Which.
    pub kind: ClockKind,
    /// What it does now.
    pub status: Status,
    /// When the request left its draft.
    pub started_at: Option<Timestamp>,
    /// Since when it stands still for good, while it is [`Status::Stopped`].
    pub stopped_at: Option<Timestamp>,
    /// The budget, working minutes; `None`: no policy asks for anything.
    pub budget_minutes: Option<u32>,
    /// Working time counted so far.
    pub elapsed: TimeDelta,
    /// When the budget ran out or will if nothing changes; of a stopped clock, when it would have. `None` without a
    /// budget, and while a pause keeps it from running out.
    pub due_at: Option<Timestamp>,
    /// The same for three quarters of the budget.
    pub warning_at: Option<Timestamp>,
    /// Whether `due_at` had passed when it stopped, or has by now.
    pub breached: bool,
    /// All the time since it started, in order and without gaps.
    pub intervals: Vec<Interval<S>>,
}

impl<S> ClockReading<S> {
    /// Working time counted so far, whole minutes, rounded down.
    pub fn elapsed_minutes(&self) -> i64 {
        self.elapsed.num_minutes()
    }
}

/// How long a request was in a state, all its stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeInState<S> {
    /// Which state.
    pub state: S,
    /// All the time.
    pub total: TimeDelta,
    /// The working time of it.
    pub working: TimeDelta,
}

/// Everything that a history says about time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<S> {
    /// The clocks, in the order of [`ClockKind::ALL`].
    pub clocks: Vec<ClockReading<S>>,
    /// The time in each state that occurred, in the order of the states.
    pub states: Vec<TimeInState<S>>,
}

/// Reads all clocks at an instant, from a history in the order it was written. Servers' clocks differ a little: an
/// entry that seems earlier than the one before it counts as simultaneous with that.
///
/// # Errors
/// [`NotEnoughWorkingTime`] when a running clock has no working time ahead of it.
pub fn read<S: Tracked>(
    log: &[Change<S>],
    calendar: &WorkingCalendar,
    now: Timestamp,
) -> Result<Reading<S>, NotEnoughWorkingTime> {
    let mut clocks: Vec<_> = ClockKind::ALL.iter().map(|kind| Clock::new(*kind)).collect();
    let mut states: BTreeMap<S, TimeInState<S>> = BTreeMap::new();
    let mut end = now;
    for stay in stays(log, now) {
        end = stay.stretch.until;
        let told = calendar.explain(stay.stretch.from, stay.stretch.until);
        let working = told.iter().filter(|(_, kind)| *kind == TimeKind::Working);
        let sum = states.entry(stay.state).or_insert(TimeInState {
            state: stay.state,
            total: TimeDelta::zero(),
            working: TimeDelta::zero(),
        });
        sum.total += stay.stretch.length();
        sum.working += working.fold(TimeDelta::zero(), |sum, (s, _)| sum + s.length());
        for clock in &mut clocks {
            clock.live_through(&stay, &told);
        }
    }
    let clocks = clocks.into_iter().map(|clock| clock.shows(calendar, end));
    Ok(Reading {
        clocks: clocks.collect::<Result<_, _>>()?,
        states: states.into_values().collect(),
    })
}

/// Between two changes nothing changes. A stay may have no length, when two things happened at once.
struct Stay<S> {
    stretch: Stretch,
    state: S,
    policy: Option<Policy>,
    responded: bool,
}

/// The history as stays, from the first state on until now.
fn stays<S: Tracked>(log: &[Change<S>], now: Timestamp) -> Vec<Stay<S>> {
    let mut stays: Vec<Stay<S>> = Vec::with_capacity(log.len());
    let (mut state, mut policy, mut responded) = (None, None, false);
    let mut at: Option<Timestamp> = None;
    for change in log {
        let from = at.map_or(change.at, |before| before.max(change.at));
        at = Some(from);
        match change.what {
            What::State(entered) => state = Some(entered),
            What::Policy(asked) => policy = asked,
            What::Response => responded = true,
        }
        if let Some(last) = stays.last_mut() {
            last.stretch.until = from;
        }
        stays.extend(state.map(|state| Stay {
            stretch: Stretch { from, until: from },
            state,
            policy,
            responded,
        }));
    }
    if let Some(last) = stays.last_mut() {
        last.stretch.until = last.stretch.from.max(now);
    }
    stays
}

/// A clock while a history is told to it.
struct Clock<S> {
    kind: ClockKind,
    status: Status,
    started_at: Option<Timestamp>,
    stopped_at: Option<Timestamp>,
    budget_minutes: Option<u32>,
    elapsed: TimeDelta,
    due: Mark,
    warning: Mark,
    intervals: Vec<Interval<S>>,
}

impl<S: Tracked> Clock<S> {
    fn new(kind: ClockKind) -> Self {
        Self {
            kind,
            status: Status::NotStarted,
            started_at: None,
            stopped_at: None,
            budget_minutes: None,
            elapsed: TimeDelta::zero(),
            due: Mark::default(),
            warning: Mark::default(),
            intervals: Vec::new(),
        }
    }

    /// What it does in a stay, coming from what it did.
    fn status_in(&self, stay: &Stay<S>) -> Status {
        let decided = match self.kind {
            ClockKind::Triage => self.status == Status::Stopped,
            ClockKind::FirstResponse => stay.responded,
            ClockKind::Resolve => false,
        };
        match stay.state.standing() {
            Standing::Draft => Status::NotStarted,
            // A draft that is thrown away was never filed.
            Standing::Settled if self.started_at.is_none() => Status::NotStarted,
            Standing::Settled => Status::Stopped,
            // Back in the inbox it has to be decided again.
            Standing::Untriaged if self.kind == ClockKind::Triage => Status::Running,
            Standing::Open if self.kind == ClockKind::Triage => Status::Stopped,
            Standing::Untriaged | Standing::Open | Standing::NeedsInfo | Standing::Waiting if decided => {
                Status::Stopped
            }
            Standing::Untriaged | Standing::Open => Status::Running,
            Standing::NeedsInfo | Standing::Waiting => Status::Paused,
        }
    }

    fn live_through(&mut self, stay: &Stay<S>, told: &[(Stretch, TimeKind)]) {
        let (before, from) = (self.status, stay.stretch.from);
        self.status = self.status_in(stay);
        if self.status == Status::NotStarted {
            return;
        }
        self.started_at.get_or_insert(from);
        if self.status != Status::Stopped {
            self.stopped_at = None;
        } else if before != Status::Stopped {
            self.stopped_at = Some(from);
        }
        // The change that stops a clock finds it under the policy of before, or, at the very start, its own.
        if self.status != Status::Stopped || before == Status::NotStarted {
            self.budget_minutes = stay.policy.map(|p| p.minutes(self.kind));
            let budget = self.budget();
            self.due.aim(budget, self.elapsed, from);
            self.warning.aim(budget.map(warning), self.elapsed, from);
        }
        if self.status == Status::Running {
            for (stretch, kind) in told {
                if *kind == TimeKind::Working {
                    self.due.pass(self.elapsed, *stretch);
                    self.warning.pass(self.elapsed, *stretch);
                    self.elapsed += stretch.length();
                }
                self.note(*stretch, stay.state, Why::Calendar(kind.clone()));
            }
        } else {
            let why = match (self.status, stay.state.standing()) {
                (Status::Paused, Standing::NeedsInfo) => Why::NeedsInfo,
                (Status::Paused, _) => Why::Waiting,
                _ => Why::Stopped,
            };
            self.note(stay.stretch, stay.state, why);
        }
    }

    fn note(&mut self, stretch: Stretch, state: S, why: Why) {
        if stretch.from >= stretch.until {
            return;
        }
        match self.intervals.last_mut() {
            Some(last) if last.state == state && last.why == why => last.stretch.until = stretch.until,
            _ => self.intervals.push(Interval { stretch, state, why }),
        }
    }

    fn budget(&self) -> Option<TimeDelta> {
        self.budget_minutes.map(|m| TimeDelta::minutes(i64::from(m)))
    }

    /// The reading, with what is still ahead.
    fn shows(self, calendar: &WorkingCalendar, now: Timestamp) -> Result<ClockReading<S>, NotEnoughWorkingTime> {
        let end = self.stopped_at.unwrap_or(now);
        let goes_on = matches!(self.status, Status::Running | Status::Stopped);
        let ahead = |mark: &Mark| match (mark.reached_at, mark.limit) {
            (None, Some(limit)) if goes_on => calendar.after_time(end, limit - self.elapsed).map(Some),
            (reached, _) => Ok(reached),
        };
        let due_at = ahead(&self.due)?;
        Ok(ClockReading {
            kind: self.kind,
            status: self.status,
            started_at: self.started_at,
            stopped_at: self.stopped_at,
            budget_minutes: self.budget_minutes,
            elapsed: self.elapsed,
            due_at,
            warning_at: ahead(&self.warning)?,
            breached: due_at.is_some_and(|due| due < end),
            intervals: self.intervals,
        })
    }
}

/// An amount of working time, and when it was reached.
#[derive(Debug, Default)]
struct Mark {
    limit: Option<TimeDelta>,
    reached_at: Option<Timestamp>,
}

impl Mark {
    /// A limit that holds from now on: what has been reached stays reached, what is reached by this change is so now.
    fn aim(&mut self, limit: Option<TimeDelta>, elapsed: TimeDelta, now: Timestamp) {
        self.limit = limit;
        self.reached_at = match limit {
            Some(limit) if elapsed >= limit => self.reached_at.or(Some(now)),
            _ => None,
        };
    }

    /// Working time passes.
    fn pass(&mut self, elapsed: TimeDelta, stretch: Stretch) {
        if let (None, Some(limit)) = (self.reached_at, self.limit)
            && elapsed + stretch.length() >= limit
        {
            self.reached_at = Some(stretch.from.plus(limit - elapsed));
        }
    }
}

/// When to warn of a budget.
fn warning(budget: TimeDelta) -> TimeDelta {
    budget * WARNING.0 / WARNING.1
}

#[cfg(test)]
#[path = "clocks_tests.rs"]
mod tests;
