//! The draft put together from what is recorded: the meeting, who came, the lines of the agenda, what came of them, and
//! what was written. And which of its lines a reader may not read.

use std::collections::{HashMap, HashSet};

use super::content::{Attendee, Content, FORMAT, MinutesGuest, MinutesHead, MinutesOutcome, Paragraph};
use super::policy;
use super::store;
use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::agenda::model::{OutcomeKind, Placement};
use crate::meetings::agenda::service as agenda;
use crate::meetings::agenda::store as agenda_store;
use crate::meetings::commitments::store::{self as commitment_store, Commitment};
use crate::meetings::model::{GuestView, InvitedView, MeetingView};
use crate::meetings::outcomes::store as outcome_store;
use crate::meetings::store::Meeting;
use crate::meetings::views;
use crate::requests;
use crate::requests::themes::meeting::{on_agenda, reads_title};

/// The draft as it stands, all of it, with the version of each text that was written.
pub struct Draft {
    pub content: Content,
    pub versions: HashMap<AgendaItemId, i32>,
}

/// Puts the draft together. Not for readers: nothing is hidden.
pub fn draft(c: &mut Conn, actor: &Actor, row: &Meeting) -> Result<Draft> {
    let meeting = views::view(c, actor, row.clone())?;
    let written = store::drafts(c, row.id)?;
    let versions = written.iter().map(|d| (d.agenda_item_id, d.version)).collect();
    let content = Content {
        format: FORMAT.to_owned(),
        version: 0,
        head: head(&meeting, row.number),
        paragraphs: paragraphs(c, row, written)?,
    };
    Ok(Draft { content, versions })
}

fn head(meeting: &MeetingView, number: i32) -> MinutesHead {
    let attendee = |p: &InvitedView| Attendee {
        user: p.user.clone(),
        unit: p.unit.as_ref().map(|u| u.name.clone()),
        status: p.attendance,
        substitute_name: p
            .substitute
            .as_ref()
            .map(|s| s.name.clone())
            .or_else(|| p.substitute_name.clone()),
    };
    let guest = |g: &GuestView| MinutesGuest {
        name: g.name.clone(),
        status: g.attendance,
    };
    MinutesHead {
        meeting_id: meeting.id,
        series: meeting.series.title.clone(),
        number,
        held_on: meeting.starts_at.date_tehran(),
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        place: meeting.place.clone(),
        chair: meeting.chair.as_ref().map(|p| p.name.clone()),
        attendance: meeting.invited.iter().map(attendee).collect(),
        guests: meeting.guests.iter().map(guest).collect(),
        quorum: meeting.quorum,
    }
}

/// What was said of each line that the meeting took up or meant to, and what came of it.
fn paragraphs(c: &mut Conn, row: &Meeting, written: Vec<store::Draft>) -> Result<Vec<Paragraph>> {
    let mut texts: HashMap<_, _> = written.into_iter().map(|d| (d.agenda_item_id, d.text)).collect();
    let requests = agenda_store::line_requests(c, row.id)?;
    let mut numbers: HashMap<_, _> = requests.into_iter().map(|r| (r.id, r.number)).collect();
    let promises: HashMap<_, _> = commitment_store::line_commitments(c, row.id)?
        .into_iter()
        .map(|p| (p.outcome_id, p))
        .collect();
    let people: Vec<_> = promises.values().map(|p| p.who_id).collect();
    let people = accounts::service::people(c, &people)?;
    let mut came_of: HashMap<AgendaItemId, Vec<MinutesOutcome>> = HashMap::new();
    for outcome in outcome_store::outcomes(c, row.id)? {
        let promise: Option<&Commitment> = promises
            .get(&outcome.id)
            .filter(|_| outcome.kind == OutcomeKind::Commitment);
        came_of.entry(outcome.agenda_item_id).or_default().push(MinutesOutcome {
            kind: outcome.kind,
            text: outcome.text,
            who: promise.and_then(|p| people.get(&p.who_id).cloned()),
            // What was promised then, wherever it was moved to since.
            due_on: promise.map(|p| p.first_due_on),
        });
    }
    let items = agenda_store::items(c, row.id)?.into_iter();
    let paragraph = |item: agenda_store::Item| Paragraph {
        request: item.request_id.and_then(|id| numbers.remove(&id)).flatten(),
        must_decide: agenda::reason(&item).must_decide(),
        text: texts.remove(&item.id).unwrap_or_default(),
        outcomes: came_of.remove(&item.id).unwrap_or_default(),
        item_id: item.id,
        kind: item.kind,
        title: item.title,
        carried: item.carried,
        discussed: item.discussed,
    };
    Ok(items
        .filter(|i| i.placement == Placement::Agenda)
        .map(paragraph)
        .collect())
}

/// The lines of the meeting whose request or theme the reader may not know of. It is asked at each reading, of frozen
/// texts too: what is made private later is hidden from then on.
pub fn hidden(c: &mut Conn, actor: &Actor, meeting: MeetingId) -> Result<HashSet<AgendaItemId>> {
    if policy::keeps(actor) {
        return Ok(HashSet::new());
    }
    let items = agenda_store::items(c, meeting)?;
    let requests: HashMap<_, _> = agenda_store::line_requests(c, meeting)?
        .into_iter()
        .map(|r| (r.id, r))
        .collect();
    let themes: Vec<_> = items.iter().filter_map(|i| i.theme_id).collect();
    let themes = on_agenda(c, actor, &themes)?;
    let is_hidden = |item: &&agenda_store::Item| {
        let request = item.request_id.and_then(|id| requests.get(&id));
        let theme = item.theme_id.and_then(|id| themes.get(&id));
        request.is_some_and(|r| r.private && !requests::policy::may_see(actor, &r.subject()))
            || theme.is_some_and(|t| !reads_title(actor, t))
    };
    Ok(items.iter().filter(is_hidden).map(|i| i.id).collect())
}
