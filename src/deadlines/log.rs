//! What the clocks are read from: a history reduced to the moments that matter to them.

use crate::clock::Timestamp;

crate::text_enum! {
    /// What is measured.
    pub enum ClockKind {
        /// From filing until somebody has decided where it goes.
        Triage = "triage",
        /// From filing until the filer first hears from us.
        FirstResponse = "first_response",
        /// From filing until it is done, or otherwise at an end.
        Resolve = "resolve",
    }
}

/// What a state means to the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not filed: no clock runs.
    Draft,
    /// Filed, and nobody has decided where it goes.
    Untriaged,
    /// A question is open to the filer: the clocks pause.
    NeedsInfo,
    /// Held up by somebody outside: the clocks pause.
    Waiting,
    /// In our hands, put off and under approval included.
    Open,
    /// Done or at an end: the clocks stop. Should it come back they run on.
    Settled,
}

/// A state that clocks can follow.
pub trait Tracked: Copy + Ord {
    /// What it means to them.
    fn standing(self) -> Standing;
}

/// How long things may take, working minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Until somebody has decided where it goes.
    pub triage_minutes: u32,
    /// Until the filer first hears from us.
    pub first_response_minutes: u32,
    /// Until it is done.
    pub resolve_minutes: u32,
}

impl Policy {
    /// The budget of a clock, working minutes.
    #[must_use]
    pub const fn minutes(&self, clock: ClockKind) -> u32 {
        match clock {
            ClockKind::Triage => self.triage_minutes,
            ClockKind::FirstResponse => self.first_response_minutes,
            ClockKind::Resolve => self.resolve_minutes,
        }
    }
}

/// What happened, as far as clocks care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<S> {
    /// The request came into this state.
    State(S),
    /// From now on this is how long things may take: another policy, or another priority under the same.
    /// `None`: nothing is asked.
    Policy(Option<Policy>),
    /// The filer heard from us.
    Response,
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<S> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What<S>,
}
