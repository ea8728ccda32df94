//! Who hears of what units propose for agendas, and what they read.

use super::model::{ProposalAction, ProposalView};
use crate::accounts::{self, Actor, Role};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::UserId;
use crate::meetings::store::Meeting;
use crate::meetings::views;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value, Why};
use crate::notifications::service::notify;

/// Tells the directors that a unit has proposed something.
pub fn made(c: &mut Conn, cx: &Cx, actor: &Actor, meeting: &Meeting, proposal: &ProposalView) -> Result<()> {
    let directors = accounts::service::holders(c, Role::Director)?;
    let to: Vec<_> = directors.iter().map(|p| Recipient::new(p, Why::Prepares)).collect();
    let quote = Some(proposal.why.as_str());
    let notice = notice(c, cx, actor, meeting, proposal, Kind::ProposalMade, quote)?;
    notify(c, cx, Some(actor.id), &notice, &to)
}

/// Tells who proposed it what was decided.
pub fn decided(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: &Meeting,
    proposal: &ProposalView,
    action: ProposalAction,
    who: UserId,
) -> Result<()> {
    let kind = match action {
        ProposalAction::Accept => Kind::ProposalAccepted,
        ProposalAction::PutOff => Kind::ProposalPutOff,
        ProposalAction::Decline => Kind::ProposalDeclined,
        // The unit itself did that.
        ProposalAction::Withdraw => return Ok(()),
    };
    let people = accounts::service::persons(c, &[who])?;
    let to: Vec<_> = people.iter().map(|p| Recipient::new(p, Why::Proposed)).collect();
    let quote = proposal.decision_reason.as_deref();
    let notice = notice(c, cx, actor, meeting, proposal, kind, quote)?;
    notify(c, cx, Some(actor.id), &notice, &to)
}

fn notice(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: &Meeting,
    proposal: &ProposalView,
    kind: Kind,
    quote: Option<&str>,
) -> Result<Notice> {
    let shown = views::view(c, actor, meeting.clone())?;
    let mut facts = vec![
        Fact::new(Label::ProposedItem, Value::Text(proposal.title.clone())),
        Fact::new(Label::ProposingUnit, Value::Text(proposal.unit.name.clone())),
        Fact::new(Label::StartsAt, Value::Time(meeting.starts_at)),
    ];
    let number = proposal.request.as_ref().and_then(|r| r.number.clone());
    facts.extend(number.map(|n| Fact::new(Label::RequestNumber, Value::Numbers(n))));
    Ok(Notice {
        kind,
        thread: Some(crate::meetings::notices::thread(&shown)),
        actor: Some(actor.name.clone()),
        facts,
        quote: quote.map(str::to_owned),
        link: Some(format!("{}/meetings/{}/proposals", cx.settings.base_url, meeting.id)),
        secret_link: false,
    })
}
