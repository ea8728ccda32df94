//! A request's history reduced to what the clocks are read from: states, answers to the filer, and how long things might
//! take at the time. Pure.

use serde_json::Value;

use crate::audit::Trace;
use crate::clock::Timestamp;
use crate::deadlines::{Change, Policy, Standing, Tracked, What};
use crate::requests::Category;
use crate::requests::sla::rules::{self, Kind};
use crate::requests::sla::service::PolicySet;
use crate::requests::state::{ActionKind, State};
use crate::routing::Priority;

impl Tracked for State {
    fn standing(self) -> Standing {
        match self {
            Self::Draft => Standing::Draft,
            Self::Submitted => Standing::Untriaged,
            Self::NeedsInfo => Standing::NeedsInfo,
            Self::Waiting => Standing::Waiting,
            Self::Deferred | Self::Assigned | Self::InProgress | Self::AwaitingApproval => Standing::Open,
            Self::Done | Self::Closed | Self::Rejected | Self::Duplicate | Self::Withdrawn => Standing::Settled,
        }
    }
}

/// Whether the filer hears from us by this: the actions of director, owner and desk that the filer is told of.
const fn answers(action: ActionKind) -> bool {
    match action {
        ActionKind::Accept
        | ActionKind::Assign
        | ActionKind::Ask
        | ActionKind::Wait
        | ActionKind::Resume
        | ActionKind::Defer
        | ActionKind::Reject
        | ActionKind::Duplicate
        | ActionKind::Done
        | ActionKind::RefuseApproval
        | ActionKind::ReturnApproval => true,
        ActionKind::Submit
        | ActionKind::Start
        | ActionKind::Answer
        | ActionKind::Confirm
        | ActionKind::Dispute
        | ActionKind::Withdraw
        | ActionKind::Reopen
        | ActionKind::RequestApproval
        | ActionKind::Approve
        | ActionKind::Lapse => false,
    }
}

/// Whether it is a comment that the filer reads and somebody of the other side wrote.
fn is_comment_to_filer(trace: &Trace) -> bool {
    trace.action == "commented" && trace.data.get("from_unit").and_then(Value::as_bool) == Some(false)
}

/// The action that this entry took back, if it did.
fn taken_back(trace: &Trace) -> Option<ActionKind> {
    let undone = trace.data.get("action").filter(|_| trace.action == "undo")?;
    undone.as_str()?.parse().ok()
}

/// The priority before and after, if this entry changed it.
fn reprioritised(data: &Value) -> Option<(Priority, Priority)> {
    let [before, after] = data.get("priority")?.as_array()?.as_slice() else {
        return None;
    };
    Some((before.as_str()?.parse().ok()?, after.as_str()?.parse().ok()?))
}

/// Where an entry holds the name of the policy that the routing rule asks for.
pub const NAMED: &str = "sla_policy";

/// The policy that was named, or none, if this entry is about a way through the rules.
fn routed(data: &Value) -> Option<Option<&str>> {
    data.get("rule_id")?;
    Some(data.get(NAMED).and_then(Value::as_str))
}

/// The policy that the rule named which routed it last.
pub fn named(trail: &[Trace]) -> Option<&str> {
    trail.iter().rev().find_map(|trace| routed(&trace.data)).flatten()
}

/// The history for [`crate::deadlines::read`]. `sets` has what was in force when it began and all that came after;
/// `priority` is the one that the history ends with.
pub fn changes(trail: &[Trace], sets: &[PolicySet], category: Category, priority: Priority) -> Vec<Change<State>> {
    let Some(first) = trail.first() else { return Vec::new() };
    let mut priority = trail
        .iter()
        .find_map(|t| reprioritised(&t.data))
        .map_or(priority, |(before, _)| before);
    let holds_at = |set: &&PolicySet, at: Timestamp| set.from.is_none_or(|from| from <= at);
    let begun = sets.iter().take_while(|s| holds_at(s, first.at)).count();
    // What began before there was any set lives by the first.
    let (mut current, mut coming) = (
        sets.get(begun.saturating_sub(1)),
        sets.get(begun.max(1)..).unwrap_or(&[]),
    );
    let mut log = Log::default();
    let mut named = None;
    let asked = |set: Option<&PolicySet>, priority, named| {
        let kind = Kind {
            category,
            priority,
            named,
        };
        set.and_then(|s| rules::choose(&s.lines, kind))
            .map(|(_, line)| line.policy())
    };
    log.policy(first.at, asked(current, priority, named));
    for trace in trail {
        while let Some((set, rest)) = coming.split_first()
            && let Some(from) = set.from.filter(|from| *from <= trace.at)
        {
            (current, coming) = (Some(set), rest);
            log.policy(from, asked(current, priority, named));
        }
        if let Some((_, after)) = reprioritised(&trace.data) {
            priority = after;
            log.policy(trace.at, asked(current, priority, named));
        }
        if let Some(other) = routed(&trace.data) {
            named = other;
            log.policy(trace.at, asked(current, priority, named));
        }
        if trace.action.parse().is_ok_and(answers) || is_comment_to_filer(trace) {
            log.push(trace.at, What::Response);
        }
        if taken_back(trace).is_some_and(answers) {
            log.take_back_response();
        }
        if let Some(state) = trace.to.as_deref().and_then(|to| to.parse().ok()) {
            log.state(trace.at, state);
        }
    }
    for set in coming {
        log.policy(set.from.unwrap_or(first.at), asked(Some(set), priority, named));
    }
    log.changes
}

/// Writes only what changes something.
#[derive(Default)]
struct Log {
    changes: Vec<Change<State>>,
    state: Option<State>,
    policy: Option<Policy>,
}

impl Log {
    fn push(&mut self, at: Timestamp, what: What<State>) {
        self.changes.push(Change { at, what });
    }

    /// The filer has not heard of what was taken back: its mail never left.
    fn take_back_response(&mut self) {
        let last = self.changes.iter().rposition(|change| change.what == What::Response);
        last.map(|place| self.changes.remove(place));
    }

    fn state(&mut self, at: Timestamp, state: State) {
        if self.state != Some(state) {
            self.state = Some(state);
            self.push(at, What::State(state));
        }
    }

    fn policy(&mut self, at: Timestamp, policy: Option<Policy>) {
        if self.policy != policy {
            self.policy = policy;
            self.push(at, What::Policy(policy));
        }
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
