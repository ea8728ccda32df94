//! The states of a request and the one function that moves between them.
//!
//! Two tables decide everything: [`allowed`] says, state by state, which actions may happen; [`leads_to`] says, action
//! by action, where each ends. Both are matched without a catch-all, so that a new state or a new action does not
//! compile until somebody has said what it may do. Who may act is `policy.rs`; what an action carries is `action.rs`.
//!
//! Source of the states, and of the two-sided closure: the product description, "Requests".

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

crate::text_enum! {
    /// Where a request stands.
    pub enum State {
        /// Being written; only its filer sees it.
        Draft = "draft",
        /// Filed. Routing may have proposed a desk, but nobody has accepted it yet.
        Submitted = "submitted",
        /// A question is open to the filer; deadlines pause.
        NeedsInfo = "needs_info",
        /// Put off to a date or to a meeting.
        Deferred = "deferred",
        /// A desk or a person has it, work has not begun.
        Assigned = "assigned",
        /// Being worked on.
        InProgress = "in_progress",
        /// Held up by somebody outside; deadlines pause.
        Waiting = "waiting",
        /// An approval chain is deciding.
        AwaitingApproval = "awaiting_approval",
        /// The owner says it is done; the filer has not confirmed.
        Done = "done",
        /// Both sides agree, or the filer kept silent long enough.
        Closed = "closed",
        /// Refused, with a reason.
        Rejected = "rejected",
        /// The same as another request, to which it is linked.
        Duplicate = "duplicate",
        /// Taken back by its filer.
        Withdrawn = "withdrawn",
    }
}

crate::text_enum! {
    /// The API's `state_group`: is there still something to do?
    pub enum Group {
        Open = "open",
        Closed = "closed",
    }
}

crate::text_enum! {
    /// What can happen to a request.
    pub enum ActionKind {
        Submit = "submit",
        Accept = "accept",
        Assign = "assign",
        Start = "start",
        Ask = "ask",
        Answer = "answer",
        Wait = "wait",
        Resume = "resume",
        Defer = "defer",
        Reject = "reject",
        Duplicate = "duplicate",
        Done = "done",
        Confirm = "confirm",
        Dispute = "dispute",
        Withdraw = "withdraw",
        Reopen = "reopen",
        RequestApproval = "request_approval",
        Approve = "approve",
        RefuseApproval = "refuse_approval",
        ReturnApproval = "return_approval",
        Lapse = "lapse",
    }
}

/// A state and what must be known beside it to move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    pub state: State,
    /// Where `needs_info` and `deferred` return to (submitted, assigned or in progress); `None` in every other state.
    pub resume: Option<State>,
    /// A desk or an owner is recorded, be it only proposed by a routing rule.
    pub routed: bool,
}

/// An action that the state forbids (409 over HTTP; [`possible`] fills `allowed_actions`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub state: State,
    pub action: ActionKind,
    pub why: RefusedWhy,
}

/// What stands in the way, in words a person can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedWhy {
    /// Still a draft: submit it first.
    NotSubmitted,
    /// Already final: only reopening leaves it.
    Final,
    /// An approval chain is deciding.
    UnderApproval,
    /// Marked done: the filer confirms or disputes.
    AwaitsFiler,
    /// Only a final request can be reopened.
    StillOpen,
    /// This action does not belong to this state.
    NotHere,
}

/// Moves a request, or says why it stays.
///
/// # Errors
/// [`Refused`] when the state does not allow the action.
pub fn apply(at: Position, action: ActionKind) -> Result<Position, Refused> {
    if allowed(at.state).contains(&action) {
        Ok(leads_to(at, action))
    } else {
        Err(Refused {
            state: at.state,
            action,
            why: why_not(at.state, action),
        })
    }
}

/// Every action the state allows, internal ones included; policy and [`ActionKind::offered`] narrow it further.
pub fn possible(at: Position) -> Vec<ActionKind> {
    allowed(at.state).to_vec()
}

/// What may happen in each state.
const fn allowed(state: State) -> &'static [ActionKind] {
    use ActionKind::{
        Accept, Answer, Approve, Ask, Assign, Confirm, Defer, Dispute, Done, Duplicate, Lapse, RefuseApproval, Reject,
        Reopen, RequestApproval, Resume, ReturnApproval, Start, Submit, Wait, Withdraw,
    };
    match state {
        State::Draft => &[Submit, Withdraw],
        State::Submitted => &[Accept, Assign, Ask, Defer, Reject, Duplicate, Withdraw],
        State::NeedsInfo => &[Assign, Answer, Defer, Reject, Duplicate, Withdraw],
        State::Deferred => &[Assign, Resume, Reject, Duplicate, Withdraw],
        State::Assigned => &[
            Assign,
            Start,
            Ask,
            Wait,
            Defer,
            Reject,
            Duplicate,
            Done,
            Withdraw,
            RequestApproval,
        ],
        State::InProgress => &[
            Assign,
            Ask,
            Wait,
            Defer,
            Reject,
            Duplicate,
            Done,
            Withdraw,
            RequestApproval,
        ],
        State::Waiting => &[Assign, Resume, Defer, Reject, Duplicate, Done, Withdraw],
        State::AwaitingApproval => &[Withdraw, Approve, RefuseApproval, ReturnApproval],
        State::Done => &[Confirm, Dispute, Reopen, Lapse],
        State::Closed | State::Rejected | State::Duplicate | State::Withdrawn => &[Reopen],
    }
}

/// Where an action that is allowed ends.
fn leads_to(at: Position, action: ActionKind) -> Position {
    let moved = |state| Position {
        state,
        resume: None,
        ..at
    };
    let routed = |state| Position {
        state,
        resume: None,
        routed: true,
    };
    let paused = |state, resume| Position {
        state,
        resume: Some(resume),
        ..at
    };
    match action {
        ActionKind::Submit => moved(State::Submitted),
        ActionKind::Accept | ActionKind::Assign => routed(State::Assigned),
        ActionKind::Ask => paused(State::NeedsInfo, returns_to(at)),
        ActionKind::Defer => paused(State::Deferred, returns_to(at)),
        // The owner asked for approval, so the amended request goes back to the owner's hands.
        ActionKind::ReturnApproval => paused(State::NeedsInfo, State::InProgress),
        ActionKind::Answer | ActionKind::Resume => moved(returns_to(at)),
        ActionKind::Start | ActionKind::Dispute | ActionKind::Approve => moved(State::InProgress),
        ActionKind::Wait => moved(State::Waiting),
        ActionKind::Done => moved(State::Done),
        ActionKind::Confirm | ActionKind::Lapse => moved(State::Closed),
        ActionKind::Reject | ActionKind::RefuseApproval => moved(State::Rejected),
        ActionKind::Duplicate => moved(State::Duplicate),
        ActionKind::Withdraw => moved(State::Withdrawn),
        ActionKind::Reopen => moved(in_hand(at)),
        ActionKind::RequestApproval => moved(State::AwaitingApproval),
    }
}

/// The working state that a pause (question, deferral, waiting) comes back to.
///
/// A pause within a pause keeps the first one's return. Should a stored `resume` make no sense, the request is handed
/// to whoever has it rather than being stuck for ever.
const fn returns_to(at: Position) -> State {
    match at.state {
        State::Submitted | State::Assigned | State::InProgress => at.state,
        State::Waiting => State::InProgress,
        State::NeedsInfo | State::Deferred => match at.resume {
            Some(back @ (State::Submitted | State::Assigned | State::InProgress)) => back,
            Some(
                State::Draft
                | State::NeedsInfo
                | State::Deferred
                | State::Waiting
                | State::AwaitingApproval
                | State::Done
                | State::Closed
                | State::Rejected
                | State::Duplicate
                | State::Withdrawn,
            )
            | None => in_hand(at),
        },
        State::Draft
        | State::AwaitingApproval
        | State::Done
        | State::Closed
        | State::Rejected
        | State::Duplicate
        | State::Withdrawn => in_hand(at),
    }
}

/// With somebody: work goes on. With nobody: back to triage.
const fn in_hand(at: Position) -> State {
    if at.routed { State::InProgress } else { State::Submitted }
}

const fn why_not(state: State, action: ActionKind) -> RefusedWhy {
    if state.is_open() && matches!(action, ActionKind::Reopen) {
        return RefusedWhy::StillOpen;
    }
    match state {
        State::Closed | State::Rejected | State::Duplicate | State::Withdrawn => RefusedWhy::Final,
        State::Draft => RefusedWhy::NotSubmitted,
        State::AwaitingApproval => RefusedWhy::UnderApproval,
        State::Done => RefusedWhy::AwaitsFiler,
        State::Submitted
        | State::NeedsInfo
        | State::Deferred
        | State::Assigned
        | State::InProgress
        | State::Waiting => RefusedWhy::NotHere,
    }
}

impl Position {
    /// A request that has just been begun.
    pub const NEW: Self = Self {
        state: State::Draft,
        resume: None,
        routed: false,
    };
}

impl State {
    /// Whether something is still to be done: everything but the four final states.
    pub const fn is_open(self) -> bool {
        matches!(self.group(), Group::Open)
    }

    pub const fn group(self) -> Group {
        match self {
            Self::Draft | Self::Submitted | Self::NeedsInfo | Self::Deferred => Group::Open,
            Self::Assigned | Self::InProgress | Self::Waiting | Self::AwaitingApproval | Self::Done => Group::Open,
            Self::Closed | Self::Rejected | Self::Duplicate | Self::Withdrawn => Group::Closed,
        }
    }

    pub const fn label_fa(self) -> &'static str {
        self.labels().0
    }

    pub const fn label_en(self) -> &'static str {
        self.labels().1
    }

    const fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("پیش‌نویس", "Draft"),
            Self::Submitted => ("ثبت‌شده", "Submitted"),
            Self::NeedsInfo => ("نیازمند تکمیل", "Needs information"),
            Self::Deferred => ("موکول‌شده", "Deferred"),
            Self::Assigned => ("ارجاع‌شده", "Assigned"),
            Self::InProgress => ("در دست اقدام", "In progress"),
            Self::Waiting => ("در انتظار", "Waiting"),
            Self::AwaitingApproval => ("در انتظار تأیید", "Awaiting approval"),
            Self::Done => ("انجام‌شده", "Done"),
            Self::Closed => ("مختومه", "Closed"),
            Self::Rejected => ("ردشده", "Rejected"),
            Self::Duplicate => ("تکراری", "Duplicate"),
            Self::Withdrawn => ("پس‌گرفته‌شده", "Withdrawn"),
        }
    }
}

impl ActionKind {
    /// Whether people may call it on a request over HTTP; the others come of decisions on its approval, and of the clock.
    pub const fn offered(self) -> bool {
        match self {
            Self::Submit
            | Self::Accept
            | Self::Assign
            | Self::Start
            | Self::Ask
            | Self::Answer
            | Self::Wait
            | Self::Resume
            | Self::Defer
            | Self::Reject
            | Self::Duplicate
            | Self::Done
            | Self::Confirm
            | Self::Dispute
            | Self::Withdraw
            | Self::Reopen
            | Self::RequestApproval => true,
            Self::Approve | Self::RefuseApproval | Self::ReturnApproval | Self::Lapse => false,
        }
    }

    pub const fn label_fa(self) -> &'static str {
        self.labels().0
    }

    pub const fn label_en(self) -> &'static str {
        self.labels().1
    }

    const fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Submit => ("ثبت درخواست", "Submit"),
            Self::Accept => ("پذیرش و ارجاع", "Accept"),
            Self::Assign => ("ارجاع", "Assign"),
            Self::Start => ("شروع اقدام", "Start"),
            Self::Ask => ("درخواست تکمیل اطلاعات", "Ask for information"),
            Self::Answer => ("پاسخ به پرسش", "Answer"),
            Self::Wait => ("اعلام انتظار", "Wait"),
            Self::Resume => ("ازسرگیری", "Resume"),
            Self::Defer => ("موکول کردن", "Defer"),
            Self::Reject => ("رد درخواست", "Reject"),
            Self::Duplicate => ("اعلام تکراری بودن", "Mark as duplicate"),
            Self::Done => ("اعلام انجام", "Mark as done"),
            Self::Confirm => ("تأیید انجام", "Confirm"),
            Self::Dispute => ("نپذیرفتن انجام", "Dispute"),
            Self::Withdraw => ("پس گرفتن درخواست", "Withdraw"),
            Self::Reopen => ("بازگشایی", "Reopen"),
            Self::RequestApproval => ("درخواست تأیید", "Request approval"),
            Self::Approve => ("تأیید", "Approve"),
            Self::RefuseApproval => ("عدم تأیید", "Refuse approval"),
            Self::ReturnApproval => ("عودت برای تکمیل", "Return for changes"),
            Self::Lapse => ("مختومه شدن با پایان مهلت پاسخ", "Close on silence"),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            RefusedWhy::NotSubmitted => "it has not been submitted yet",
            RefusedWhy::Final => "it is final and can only be reopened",
            RefusedWhy::UnderApproval => "an approval is being decided",
            RefusedWhy::AwaitsFiler => "the filer has to confirm or dispute it first",
            RefusedWhy::StillOpen => "it is still open",
            RefusedWhy::NotHere => "that does not belong to this state",
        };
        write!(f, "cannot {} a request that is {}: {why}", self.action, self.state)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    /// The same sentence in Persian.
    pub fn message_fa(&self) -> String {
        let why = match self.why {
            RefusedWhy::NotSubmitted => "درخواست هنوز ثبت نشده است",
            RefusedWhy::Final => "درخواست پایان یافته است و فقط می‌توان آن را بازگشایی کرد",
            RefusedWhy::UnderApproval => "درخواست در انتظار تأیید است",
            RefusedWhy::AwaitsFiler => "نخست درخواست‌کننده باید انجام آن را تأیید کند یا نپذیرد",
            RefusedWhy::StillOpen => "درخواست هنوز باز است",
            RefusedWhy::NotHere => "این اقدام در این وضعیت ممکن نیست",
        };
        format!(
            "«{}» برای درخواست «{}» ممکن نیست: {why}.",
            self.action.label_fa(),
            self.state.label_fa()
        )
    }
}

/// The machine as a Mermaid diagram, walked from the code itself so that the documentation cannot drift from it.
pub fn diagram() -> String {
    let mut edges: BTreeMap<(State, State), BTreeSet<ActionKind>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    // A rule may route a request while it is submitted, so both beginnings exist.
    let mut open = vec![
        Position::NEW,
        Position {
            routed: true,
            ..Position::NEW
        },
    ];
    while let Some(at) = open.pop() {
        if !seen.insert(at) {
            continue;
        }
        for &action in allowed(at.state) {
            let to = leads_to(at, action);
            edges.entry((at.state, to.state)).or_default().insert(action);
            open.push(to);
        }
    }
    let mut text = String::from("stateDiagram-v2\n");
    for state in State::ALL {
        text += &format!("    state \"{}\" as {state}\n", state.label_en());
    }
    text += "    [*] --> draft\n";
    for ((from, to), actions) in edges {
        let names: Vec<_> = actions.into_iter().map(ActionKind::as_str).collect();
        text += &format!("    {from} --> {to}: {}\n", names.join(", "));
    }
    for state in State::ALL.iter().filter(|state| !state.is_open()) {
        text += &format!("    {state} --> [*]\n");
    }
    text
}

#[cfg(test)]
mod tests;
