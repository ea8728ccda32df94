//! Making an agenda: has what may be discussed ranked, and writes what changed with a handful of statements.

use std::collections::{HashMap, HashSet};

use super::candidates::{Gathered, Past, gather, of_request};
use super::model::Placement;
use super::ranking::{self, Agenda, Candidate, Line, LineKind, Settings, Source};
use super::reason::Reason;
use super::store::{self, Item};
use super::themed;
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::ids::{AgendaItemId, MeetingId, ProposalId};
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::requests::state::State;

/// How long a meeting lasts, minutes.
pub fn length(row: &Meeting) -> i32 {
    i32::try_from((row.ends_at.utc() - row.starts_at.utc()).num_minutes()).unwrap_or(i32::MAX)
}

/// What the agenda of a meeting would be if it was made now; nothing is written.
///
/// # Errors
/// 404.
pub fn ranked(c: &mut Conn, meeting: MeetingId) -> Result<Agenda> {
    let row = meeting_store::find_meeting(c, meeting)?.ok_or(Error::NotFound)?;
    make(c, &row).map(|(made, _)| made.agenda)
}

/// Ranks everything anew and writes the difference: lines that stay keep their ids, and unchanged ones their versions.
pub fn rebuild(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<()> {
    let (made, old) = make(c, row)?;
    made.write(c, cx, old)
}

/// The agenda, ranked, and the lines that are there.
fn make<'a>(c: &mut Conn, row: &'a Meeting) -> Result<(Made<'a>, HashMap<Source, Item>)> {
    let old = store::items(c, row.id)?;
    let Gathered { lines, proposals } = gather(c, row, &old)?;
    let old: HashMap<Source, Item> = old.into_iter().map(|i| (i.source(), i)).collect();
    let (mut titles, mut all) = (HashMap::new(), Vec::new());
    for (candidate, title) in lines {
        titles.insert(candidate.source, title);
        all.push(match old.get(&candidate.source) {
            None => candidate,
            Some(item) => as_said(candidate, item),
        });
    }
    let made = Made {
        row,
        agenda: ranking::rank(all, Settings { budget: length(row) }),
        titles,
        proposals,
    };
    Ok((made, old))
}

/// With what the director has said to its line.
fn as_said(line: Candidate, item: &Item) -> Candidate {
    let says_little = line.kind == LineKind::New && !matches!(line.reason, Reason::Disputed | Reason::Proposed { .. });
    let reason = if item.pinned && (says_little || line.waits) {
        Reason::Pinned
    } else {
        line.reason
    };
    Candidate {
        reason,
        pinned: item.pinned,
        excluded: item.excluded,
        // What differs from the usual was said by somebody.
        minutes: (item.minutes != item.kind.usual_minutes())
            .then_some(item.minutes)
            .or(line.minutes),
        // Lines of before this was kept have no place.
        place: Some(item.place).filter(|place| *place > 0),
        placed: item.placed,
        ..line
    }
}

/// An agenda that was ranked, to be written.
struct Made<'a> {
    row: &'a Meeting,
    agenda: Agenda,
    titles: HashMap<Source, String>,
    proposals: HashMap<Source, ProposalId>,
}

impl Made<'_> {
    fn write(mut self, c: &mut Conn, cx: &Cx, mut old: HashMap<Source, Item>) -> Result<()> {
        let (mut new, mut changed, mut places) = (Vec::new(), Vec::new(), Vec::new());
        let agenda = std::mem::take(&mut self.agenda);
        for (placement, lines) in [
            (Placement::Agenda, agenda.items),
            (Placement::Overflow, agenda.overflow),
            (Placement::Excluded, agenda.excluded),
        ] {
            for (line, position) in lines.into_iter().zip(1..) {
                let title = self.titles.remove(&line.candidate.source).unwrap_or_default();
                let there = old.remove(&line.candidate.source);
                let proposal = self.proposals.get(&line.candidate.source).copied();
                let fresh = new_item(self.row, cx, line, (placement, position), title, proposal)?;
                let Some(item) = there else {
                    new.push(fresh);
                    continue;
                };
                if (item.position, item.place) != (fresh.position, fresh.place) {
                    places.push((item.id, fresh.position, fresh.place));
                }
                changed.extend(remade(item, fresh));
            }
        }
        if !store::remake_items(c, &changed, cx.now)? {
            return Err(Error::LostRace("an agenda line changed meanwhile".into()));
        }
        store::place_items(c, &places)?;
        store::delete_items(c, &old.into_values().map(|i| i.id).collect::<Vec<_>>())?;
        store::insert_items(c, &new)
    }
}

/// A line with what is said of it now, if that is not what was said before; its place aside.
fn remade(item: Item, fresh: Item) -> Option<Item> {
    let same = item.kind == fresh.kind
        && item.placement == fresh.placement
        && item.title == fresh.title
        && item.minutes == fresh.minutes
        && item.carried == fresh.carried
        && item.reason == fresh.reason
        && item.proposal_id == fresh.proposal_id;
    (!same).then_some(Item {
        kind: fresh.kind,
        placement: fresh.placement,
        title: fresh.title,
        minutes: fresh.minutes,
        carried: fresh.carried,
        reason: fresh.reason,
        proposal_id: fresh.proposal_id,
        ..item
    })
}

fn new_item(
    row: &Meeting,
    cx: &Cx,
    line: Line,
    (placement, position): (Placement, i32),
    title: String,
    proposal_id: Option<ProposalId>,
) -> Result<Item> {
    let Line {
        candidate,
        minutes,
        place,
    } = line;
    let (mut request_id, mut theme_id, mut commitment_id, mut standing_id) = (None, None, None, None);
    match candidate.source {
        Source::Request(id) => request_id = Some(id),
        Source::Theme(id) => theme_id = Some(id),
        Source::Commitment(id) => commitment_id = Some(id),
        Source::Standing(id) => standing_id = Some(id),
        Source::Minutes(_) | Source::Subject(_) => {}
    }
    Ok(Item {
        id: AgendaItemId(0),
        meeting_id: row.id,
        position,
        kind: candidate.kind,
        placement,
        request_id,
        commitment_id,
        title,
        minutes,
        pinned: candidate.pinned,
        excluded: candidate.excluded,
        note: String::new(),
        carried: i32::try_from(candidate.carried).unwrap_or(i32::MAX),
        reason: Json(serde_json::to_value(&candidate.reason)?),
        discussed: false,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
        theme_id,
        place,
        placed: candidate.placed,
        exclusion_reason: None,
        standing_id,
        proposal_id,
    })
}

/// Adds the requests that were raised in the meeting itself, after all that is there.
pub fn append_raised(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<()> {
    let items = store::items(c, row.id)?;
    let there: HashSet<_> = items.iter().map(Item::source).collect();
    let agenda = items.iter().filter(|i| i.placement == Placement::Agenda);
    let last = agenda.map(|i| i.position).max().unwrap_or(0);
    let last_place = items.iter().map(|i| i.place).max().unwrap_or(0);
    let mut raised = store::open_requests(c)?;
    raised.retain(|r| {
        r.raised_in_id == Some(row.id) && r.state != State::Deferred && !there.contains(&Source::Request(r.id))
    });
    raised.sort_by_key(|r| (r.submitted_at.unwrap_or(r.created_at), r.id));
    let (raised, mut themes) = themed::split(c, &Past::none(), raised, |_| false, |_| true)?;
    themes.retain(|(theme, _)| !there.contains(&theme.source));
    let raised = raised
        .into_iter()
        .map(|request| (of_request(row, &request, None), request.title));
    let mut new = Vec::new();
    for ((candidate, title), n) in raised.chain(themes).zip(1..) {
        let line = Line {
            minutes: candidate.kind.usual_minutes(),
            candidate,
            place: last_place.saturating_add(n),
        };
        new.push(new_item(row, cx, line, (Placement::Agenda, last + n), title, None)?);
    }
    store::insert_items(c, &new)
}
