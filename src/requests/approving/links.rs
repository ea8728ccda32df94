//! What is done by the link in an approver's mail: looking at what is to be decided, and deciding it. Looking never
//! decides. A link that does not work is not told apart from one that never was.

use super::model::ApprovalView;
use super::{carry_out, reason, request_of, views};
use crate::approvals::Verdict;
use crate::approvals::links::{self, Followed};
use crate::approvals::service::Ballot;
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::persian::text;
use crate::requests::categories::Details;

/// Characters of a reason, at most; the API's bodies have the same number.
const LONGEST_REASON: usize = 4000;

/// What whoever follows a link is shown.
#[derive(Debug, Clone)]
pub struct Question {
    /// Whose decision it is.
    pub who: String,
    /// What is to be decided.
    pub approval: ApprovalView,
    /// The request's details, label and value.
    pub details: Vec<(String, String)>,
}

/// What a form that was sent comes to.
#[derive(Debug, Clone)]
pub enum Answered {
    /// The link does not work.
    Dead,
    /// It has to be filled in otherwise; the link still works.
    Again(Box<Question>, Fault),
    /// It is decided.
    Done(Verdict),
}

/// What is wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No decision.
    NoDecision,
    /// No reason for a refusal or a return.
    NoReason,
    /// More than 4000 characters.
    TooLong,
}

/// What the link asks; nothing when it does not work.
///
/// # Errors
/// Only the database's.
pub fn look(c: &mut Conn, cx: &Cx, token: &str, locale: Locale) -> Result<Option<Question>> {
    match links::follow(c, cx, token)? {
        Some(followed) => question(c, cx, &followed, locale).map(Some),
        None => Ok(None),
    }
}

fn question(c: &mut Conn, cx: &Cx, followed: &Followed, locale: Locale) -> Result<Question> {
    let approval = views::view(c, cx, &followed.actor, followed.approval.clone(), locale)?;
    let request = &approval.request;
    let details = Details::from_value(request.category, &request.details)?.lines(locale);
    Ok(Question {
        who: followed.actor.name.clone(),
        approval,
        details,
    })
}

/// Decides by a link, which is used up by it.
///
/// # Errors
/// Only the database's.
pub fn answer(
    c: &mut Conn,
    cx: &Cx,
    token: &str,
    verdict: Option<Verdict>,
    words: &str,
    locale: Locale,
) -> Result<Answered> {
    let Some(followed) = links::follow_to_decide(c, cx, token)? else {
        return Ok(Answered::Dead);
    };
    let fault = match verdict {
        None => Some(Fault::NoDecision),
        Some(_) if text::tidy(words).chars().count() > LONGEST_REASON => Some(Fault::TooLong),
        Some(verdict) => reason(verdict, Some(words)).is_err().then_some(Fault::NoReason),
    };
    let (None, Some(verdict)) = (fault, verdict) else {
        let fault = fault.unwrap_or(Fault::NoDecision);
        return Ok(Answered::Again(Box::new(question(c, cx, &followed, locale)?), fault));
    };
    if !links::use_up(c, cx, followed.link)? {
        return Ok(Answered::Dead);
    }
    let words = reason(verdict, Some(words))?;
    let row = request_of(c, &followed.approval)?;
    let ballot = Ballot {
        person: followed.actor.id,
        verdict,
        reason: words.as_deref(),
        by_link: true,
    };
    carry_out(c, cx, &followed.actor, followed.approval, row, &ballot)?;
    Ok(Answered::Done(verdict))
}
