//! How the fourth meeting is prepared: units propose items, the director answers and has a say in the order, the agenda is
//! published, and published again when something has changed.

use std::collections::HashMap;

use super::content::{self, Proposal, Saying};
use super::meetings::{Run, line_of};
use super::{Story, broken};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::meetings::agenda::model::UpdateItem;
use crate::meetings::agenda::service as agenda;
use crate::meetings::proposals::model::{CreateProposal, DecideProposal};
use crate::meetings::proposals::service as proposals;
use crate::meetings::state::MeetingAction;
use crate::requests::model::RequestView;
use crate::resource::{Expected, Patch};

const DAY: i64 = 24 * 60;

/// From the first making of the agenda to its second revision.
pub fn prepare(
    c: &mut Conn,
    cx: &Cx,
    story: &Story,
    run: &Run<'_>,
    raised: &HashMap<&'static str, RequestView>,
) -> Result<()> {
    run.agenda(c, cx, -7 * DAY)?;
    for (n, proposal) in (0_i64..).zip(content::PROPOSALS) {
        propose(c, &run.at(cx, -6 * DAY + 15 * n)?, story, run, raised, proposal)?;
    }
    say(c, cx, run, -5 * DAY, raised, content::BEFORE)?;
    run.act(c, cx, -5 * DAY + 30, MeetingAction::PublishAgenda)?;
    say(c, cx, run, -3 * DAY, raised, content::AFTER)?;
    run.act(c, cx, -3 * DAY + 30, MeetingAction::PublishAgenda).map(drop)
}

/// A unit proposes, and the director answers.
fn propose(
    c: &mut Conn,
    cx: &Cx,
    story: &Story,
    run: &Run<'_>,
    raised: &HashMap<&'static str, RequestView>,
    proposal: &Proposal,
) -> Result<()> {
    let head = story.actor(c, &content::Unit::head_email(proposal.unit))?;
    let about = proposal
        .request
        .map(|key| raised.get(key).ok_or_else(|| broken("a request")))
        .transpose()?;
    let new = CreateProposal {
        unit_id: story.unit(proposal.unit)?,
        request: about.map(|r| r.id.to_string()),
        subject: proposal.subject.map(str::to_owned),
        why: proposal.why.to_owned(),
    };
    let made = proposals::create(c, cx, &head, run.id, &new)?;
    let answer = DecideProposal {
        reason: proposal.answer.map(str::to_owned),
    };
    let which = (run.id, made.id);
    proposals::decide(c, cx, &run.director, which, proposal.action, &Expected::Any, &answer).map(drop)
}

/// The director has a say in lines, and has the agenda made again.
fn say(
    c: &mut Conn,
    cx: &Cx,
    run: &Run<'_>,
    minutes: i64,
    raised: &HashMap<&'static str, RequestView>,
    all: &[Saying],
) -> Result<()> {
    let at = run.at(cx, minutes)?;
    for said in all {
        let about = raised.get(said.request).ok_or_else(|| broken("a request"))?;
        let agenda = agenda::get(c, &run.director, run.id, Locale::Fa)?;
        let line = line_of(&agenda, about)?;
        let change = UpdateItem {
            pinned: said.pinned.then_some(true),
            excluded: said.left_out.map(|_| true),
            exclusion_reason: said.left_out.map(str::to_owned),
            minutes: said.minutes,
            note: said.note.map(str::to_owned),
            position: said.position.map_or(Patch::Keep, Patch::Set),
        };
        agenda::update_item(c, &at, &run.director, run.id, line, &Expected::Any, &change, Locale::Fa)?;
    }
    run.agenda(c, cx, minutes + 15).map(drop)
}
