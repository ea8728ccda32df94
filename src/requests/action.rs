//! The actions on a request with what each carries, and how the one body of `POST /requests/{id}/actions/{action}`
//! becomes one of them.
//!
//! A refusal, a question or a claim of work without words helps nobody: the fields that must say something are
//! mandatory here, and a field that an action does not use is refused rather than dropped in silence. Lengths are
//! limited by the schema of [`ActionBody`]; whether a desk, a person or a meeting exists is for the service to find out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::state::ActionKind;
use crate::error::FieldCode;
use crate::ids::{ChainId, DeskId, MeetingId, UserId};
use crate::persian::text::{tidy, tidy_line};

/// One thing done to a request. Texts are tidy and not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Submit,
    /// The director agrees with the route that was proposed, or names another.
    Accept {
        desk: Option<DeskId>,
        owner: Option<UserId>,
    },
    /// To another desk, another person, or both; at least one is given.
    Assign {
        desk: Option<DeskId>,
        owner: Option<UserId>,
        note: Option<String>,
    },
    Start,
    Ask {
        question: String,
    },
    Answer {
        answer: String,
    },
    /// Held up by `party`, outside our hands.
    Wait {
        reason: String,
        party: String,
        /// Where it is reminded.
        party_email: Option<String>,
        until: Option<NaiveDate>,
    },
    Resume,
    Defer {
        reason: String,
        to: DeferTo,
    },
    /// `turn_to` says where the filer may go instead.
    Reject {
        reason: String,
        turn_to: Option<String>,
    },
    /// The same as `of`: an id or a number (`1405-0042`), not resolved yet.
    Duplicate {
        of: String,
        reason: String,
    },
    Done {
        summary: String,
    },
    Confirm {
        note: Option<String>,
    },
    Dispute {
        reason: String,
    },
    Withdraw {
        reason: Option<String>,
    },
    Reopen {
        reason: String,
    },
    /// By a chain of approval; none named: the default one.
    RequestApproval {
        chain: Option<ChainId>,
        note: Option<String>,
    },
    Approve {
        note: Option<String>,
    },
    RefuseApproval {
        reason: String,
    },
    ReturnApproval {
        question: String,
    },
    /// The filer kept silent; the clock closes.
    Lapse,
}

/// What a request is put off to: never to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeferTo {
    Date(NaiveDate),
    Meeting(MeetingId),
}

/// What an action may carry. Each action uses some of these fields and refuses the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "reason": "اعتبار این ردیف در سال جاری پایان یافته است.", "turn_to": "میز مالی" }))]
pub struct ActionBody {
    /// `assign`, `confirm`, `request_approval`: a word beside it.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    /// `accept`, `assign`: the desk.
    pub desk_id: Option<DeskId>,
    /// `accept`, `assign`: the person.
    pub owner_id: Option<UserId>,
    /// `ask`: what the filer has to tell. Mandatory.
    #[schema(max_length = 4000)]
    pub question: Option<String>,
    /// `answer`: the answer. Mandatory.
    #[schema(max_length = 4000)]
    pub answer: Option<String>,
    /// Why. Mandatory for `wait`, `defer`, `reject`, `dispute` and `reopen`; allowed for `duplicate` and `withdraw`.
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
    /// `wait`: who is waited for. Mandatory.
    #[schema(max_length = 200)]
    pub party: Option<String>,
    /// `wait`: an e-mail address at which the party is reminded, outside the organisation too. The reminder quotes the
    /// reason.
    #[schema(max_length = 254, example = "office@example.org")]
    pub party_email: Option<String>,
    /// `wait`, `defer`: until when; a party is reminded from then on.
    #[schema(example = "2026-12-01")]
    pub until: Option<NaiveDate>,
    /// `defer`: to which meeting, instead of `until`.
    pub meeting_id: Option<MeetingId>,
    /// `reject`: where the filer may turn instead.
    #[schema(max_length = 1000)]
    pub turn_to: Option<String>,
    /// `duplicate`: the id or the number of the request that stays. Mandatory.
    #[schema(max_length = 30, example = "1405-0042")]
    pub of: Option<String>,
    /// `done`: what was done. Mandatory.
    #[schema(max_length = 4000)]
    pub summary: Option<String>,
    /// `request_approval`: the chain of approval, if not the default one.
    pub chain_id: Option<ChainId>,
}

/// A wrong field: a JSON pointer into the body, and why.
pub type Wrong = (&'static str, FieldCode);

impl Action {
    /// Reads the body of an action. Internal actions are read like any other: routes ask [`ActionKind::offered`].
    ///
    /// # Errors
    /// Every wrong field at once: `Required` for a mandatory one that is missing or blank, `NotAllowed` for one that
    /// this action does not use, `Conflict` for a deferral both to a date and to a meeting.
    pub fn from_body(kind: ActionKind, mut body: ActionBody) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let action = Self::read(kind, &mut body, &mut wrong);
        body.refuse_rest(&mut wrong);
        if wrong.is_empty() { Ok(action) } else { Err(wrong) }
    }

    /// Takes out of the body what the action uses; a missing text is noted as wrong and read as an empty one.
    fn read(kind: ActionKind, body: &mut ActionBody, wrong: &mut Vec<Wrong>) -> Self {
        let mut must = |at, text: &mut Option<String>| {
            words(text).unwrap_or_else(|| {
                wrong.push((at, FieldCode::Required));
                String::new()
            })
        };
        match kind {
            ActionKind::Submit => Self::Submit,
            ActionKind::Accept => Self::Accept {
                desk: body.desk_id.take(),
                owner: body.owner_id.take(),
            },
            ActionKind::Assign => {
                if body.desk_id.is_none() && body.owner_id.is_none() {
                    wrong.push(("/desk_id", FieldCode::Required));
                }
                Self::Assign {
                    desk: body.desk_id.take(),
                    owner: body.owner_id.take(),
                    note: words(&mut body.note),
                }
            }
            ActionKind::Start => Self::Start,
            ActionKind::Ask => Self::Ask {
                question: must("/question", &mut body.question),
            },
            ActionKind::Answer => Self::Answer {
                answer: must("/answer", &mut body.answer),
            },
            ActionKind::Wait => Self::Wait {
                reason: must("/reason", &mut body.reason),
                party: tidy_line(&must("/party", &mut body.party)),
                party_email: address("/party_email", &mut body.party_email, wrong),
                until: body.until.take(),
            },
            ActionKind::Resume => Self::Resume,
            ActionKind::Defer => {
                let reason = must("/reason", &mut body.reason);
                Self::Defer {
                    reason,
                    to: defer_to(body, wrong),
                }
            }
            ActionKind::Reject => Self::Reject {
                reason: must("/reason", &mut body.reason),
                turn_to: words(&mut body.turn_to),
            },
            ActionKind::Duplicate => Self::Duplicate {
                of: tidy_line(&must("/of", &mut body.of)),
                reason: must("/reason", &mut body.reason),
            },
            ActionKind::Done => Self::Done {
                summary: must("/summary", &mut body.summary),
            },
            ActionKind::Confirm => Self::Confirm {
                note: words(&mut body.note),
            },
            ActionKind::Dispute => Self::Dispute {
                reason: must("/reason", &mut body.reason),
            },
            ActionKind::Withdraw => Self::Withdraw {
                reason: words(&mut body.reason),
            },
            ActionKind::Reopen => Self::Reopen {
                reason: must("/reason", &mut body.reason),
            },
            ActionKind::RequestApproval => Self::RequestApproval {
                chain: body.chain_id.take(),
                note: words(&mut body.note),
            },
            ActionKind::Approve => Self::Approve {
                note: words(&mut body.note),
            },
            ActionKind::RefuseApproval => Self::RefuseApproval {
                reason: must("/reason", &mut body.reason),
            },
            ActionKind::ReturnApproval => Self::ReturnApproval {
                question: must("/question", &mut body.question),
            },
            ActionKind::Lapse => Self::Lapse,
        }
    }

    /// Which action this is, for the state machine, the policy and the history.
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Submit => ActionKind::Submit,
            Self::Accept { .. } => ActionKind::Accept,
            Self::Assign { .. } => ActionKind::Assign,
            Self::Start => ActionKind::Start,
            Self::Ask { .. } => ActionKind::Ask,
            Self::Answer { .. } => ActionKind::Answer,
            Self::Wait { .. } => ActionKind::Wait,
            Self::Resume => ActionKind::Resume,
            Self::Defer { .. } => ActionKind::Defer,
            Self::Reject { .. } => ActionKind::Reject,
            Self::Duplicate { .. } => ActionKind::Duplicate,
            Self::Done { .. } => ActionKind::Done,
            Self::Confirm { .. } => ActionKind::Confirm,
            Self::Dispute { .. } => ActionKind::Dispute,
            Self::Withdraw { .. } => ActionKind::Withdraw,
            Self::Reopen { .. } => ActionKind::Reopen,
            Self::RequestApproval { .. } => ActionKind::RequestApproval,
            Self::Approve { .. } => ActionKind::Approve,
            Self::RefuseApproval { .. } => ActionKind::RefuseApproval,
            Self::ReturnApproval { .. } => ActionKind::ReturnApproval,
            Self::Lapse => ActionKind::Lapse,
        }
    }
}

/// The tidy text, or nothing for a blank one.
fn words(text: &mut Option<String>) -> Option<String> {
    text.take().map(|t| tidy(&t)).filter(|t| !t.is_empty())
}

/// The address, or nothing for a blank one. Addresses beyond ASCII cannot be written to.
fn address(at: &'static str, text: &mut Option<String>, wrong: &mut Vec<Wrong>) -> Option<String> {
    let address = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())?;
    if !address.is_ascii() || address.parse::<lettre::Address>().is_err() {
        wrong.push((at, FieldCode::Invalid));
    }
    Some(address)
}

/// Exactly one of a date and a meeting.
fn defer_to(body: &mut ActionBody, wrong: &mut Vec<Wrong>) -> DeferTo {
    match (body.until.take(), body.meeting_id.take()) {
        (Some(date), None) => DeferTo::Date(date),
        (None, Some(meeting)) => DeferTo::Meeting(meeting),
        (Some(date), Some(_)) => {
            wrong.push(("/meeting_id", FieldCode::Conflict));
            DeferTo::Date(date)
        }
        (None, None) => {
            wrong.push(("/until", FieldCode::Required));
            DeferTo::Date(NaiveDate::MIN)
        }
    }
}

impl ActionBody {
    /// Whatever was not taken is not part of this action. Names every field, so that a new one is not forgotten.
    fn refuse_rest(&self, wrong: &mut Vec<Wrong>) {
        let Self {
            note,
            desk_id,
            owner_id,
            question,
            answer,
            reason,
            party,
            party_email,
            until,
            meeting_id,
            turn_to,
            of,
            summary,
            chain_id,
        } = self;
        let rest = [
            ("/note", note.is_some()),
            ("/desk_id", desk_id.is_some()),
            ("/owner_id", owner_id.is_some()),
            ("/question", question.is_some()),
            ("/answer", answer.is_some()),
            ("/reason", reason.is_some()),
            ("/party", party.is_some()),
            ("/party_email", party_email.is_some()),
            ("/until", until.is_some()),
            ("/meeting_id", meeting_id.is_some()),
            ("/turn_to", turn_to.is_some()),
            ("/of", of.is_some()),
            ("/summary", summary.is_some()),
            ("/chain_id", chain_id.is_some()),
        ];
        wrong.extend(
            rest.into_iter()
                .filter(|(_, left)| *left)
                .map(|(at, _)| (at, FieldCode::NotAllowed)),
        );
    }
}

#[cfg(test)]
mod tests;
