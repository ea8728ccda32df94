//! What a meeting may discuss: gathered with a few queries, whatever the number of requests, and each with the reason
//! why it is there.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, TimeDelta};

use super::ranking::{Candidate, LineKind, Source};
use super::reason::{End, Reason};
use super::store::{self, Item, OpenRequest};
use super::themed;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{MeetingId, ProposalId, RequestId, UnitId};
use crate::meetings::commitments::store as commitment_store;
use crate::meetings::mayor::model::MeetingKind;
use crate::meetings::mayor::service as mayor;
use crate::meetings::proposals::store::{self as proposal_store, Accepted};
use crate::meetings::series::model::{StandingItem, StandingKind};
use crate::meetings::series::service as series;
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::persian::{digits, text};
use crate::requests::state::State;
use crate::routing::Priority;
use crate::units;

/// A line to be ranked, with its title.
pub type Titled = (Candidate, String);

/// On which earlier meetings' agendas a request stood.
type LeftOpen = HashMap<RequestId, HashSet<MeetingId>>;

/// All that may be discussed.
pub struct Gathered {
    pub lines: Vec<Titled>,
    /// The accepted proposals that these lines come from.
    pub proposals: HashMap<Source, ProposalId>,
}

/// The meetings of the series that were held before this one, by its number and not by its day, and what they made of
/// what comes back.
pub struct Past {
    held: Vec<Meeting>,
    numbers: HashMap<MeetingId, i32>,
    /// The number of the last that decided on something.
    decided: HashMap<Source, i32>,
}

impl Past {
    /// Nothing was before: for a meeting that is being held, whose own lines are all new.
    pub fn none() -> Self {
        Self {
            held: Vec::new(),
            numbers: HashMap::new(),
            decided: HashMap::new(),
        }
    }

    fn load(c: &mut Conn, row: &Meeting) -> Result<Self> {
        let held = meeting_store::held_before(c, row.series_id, row.number)?;
        let numbers: HashMap<_, _> = held.iter().map(|m| (m.id, m.number)).collect();
        let ids: Vec<_> = held.iter().map(|m| m.id).collect();
        let mut decided: HashMap<Source, i32> = HashMap::new();
        for (source, meeting) in store::decided_in(c, &ids)? {
            let number = numbers.get(&meeting).copied().unwrap_or_default();
            let last = decided.entry(source).or_insert(number);
            *last = number.max(*last);
        }
        Ok(Self { held, numbers, decided })
    }

    /// Which they were.
    pub fn ids(&self) -> Vec<MeetingId> {
        self.held.iter().map(|m| m.id).collect()
    }

    /// Whether the meeting is one of them.
    pub fn has(&self, meeting: MeetingId) -> bool {
        self.numbers.contains_key(&meeting)
    }

    /// Since when these meetings have left something open, how often, and whether it has to end.
    pub fn left_open(&self, source: Source, seen: &HashSet<MeetingId>) -> Option<(NaiveDate, u32, End)> {
        let from = self.held.iter().find(|m| seen.contains(&m.id))?.starts_at.date_tehran();
        let decided = self.decided.get(&source);
        let since = seen.iter().filter_map(|id| self.numbers.get(id));
        let undecided = since.filter(|n| decided.is_none_or(|last| *n > last)).count();
        Some((from, count(seen.len()), End::of(count(undecided))))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Everything that is open: what the last meetings left, what units propose, and what was filed. `old`: the lines that are
/// there; a request whose line the director has pinned or left out stays a line of its own.
pub fn gather(c: &mut Conn, row: &Meeting, old: &[Item]) -> Result<Gathered> {
    let past = Past::load(c, row)?;
    let mut lines: Vec<_> = last_minutes(&past, row).into_iter().collect();
    lines.extend(broken_promises(c, row)?);
    if row.kind == MeetingKind::Mayor {
        lines.extend(mayor::candidates(c)?);
        let proposals = HashMap::new();
        return Ok(Gathered { lines, proposals });
    }
    let accepted = proposal_store::accepted_requests(c, row)?;
    let subjects = proposal_store::open_subjects(c, row)?;
    let units: Vec<_> = accepted.iter().chain(&subjects).map(|p| p.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let unit = |id: UnitId| units.get(&id).map(|u| u.name.clone()).unwrap_or_default();
    let why = |p: &Accepted| Reason::Proposed {
        unit: unit(p.unit_id),
        because: text::tidy_line(&p.why),
    };
    let mut proposals = HashMap::new();
    let mut seen: HashMap<ProposalId, HashSet<MeetingId>> = HashMap::new();
    for (subject, meeting) in store::subjects_stood_on(c, &past.ids())? {
        seen.entry(subject).or_default().insert(meeting);
    }
    for p in &subjects {
        let source = Source::Subject(p.id);
        let left = past.left_open(source, &seen.remove(&p.id).unwrap_or_default());
        proposals.insert(source, p.id);
        let line = subject(source, p, left, why(p));
        let proposed = left.is_none() || p.meeting_id == row.id;
        lines.push((Candidate { proposed, ..line }, p.subject.clone().unwrap_or_default()));
    }
    let mut left_open: LeftOpen = HashMap::new();
    for (request, meeting) in store::stood_on(c, &past.ids())? {
        left_open.entry(request).or_default().insert(meeting);
    }
    // Of a meeting that was called off a proposal goes on to the next; once discussed, it is carried like anything else.
    let wanted = accepted.iter().filter_map(|p| Some((p.request_id?, p)));
    let wanted = wanted.filter(|(id, p)| p.meeting_id == row.id || !left_open.contains_key(id));
    let wanted: HashMap<RequestId, &Accepted> = wanted.collect();
    lines.extend(standing(c, row)?);
    let apart = old
        .iter()
        .filter(|i| i.pinned || i.excluded)
        .filter_map(|i| i.request_id);
    let apart: HashSet<_> = apart.chain(wanted.keys().copied()).collect();
    for (candidate, title) in requests(c, row, &past, left_open, &apart)? {
        let proposal = match candidate.source {
            Source::Request(id) => wanted.get(&id),
            Source::Minutes(_)
            | Source::Commitment(_)
            | Source::Theme(_)
            | Source::Subject(_)
            | Source::Standing(_) => None,
        };
        let line = match proposal {
            None => candidate,
            Some(p) => {
                proposals.insert(candidate.source, p.id);
                proposed(candidate, why(p))
            }
        };
        lines.push((line, title));
    }
    Ok(Gathered { lines, proposals })
}

/// What says something stronger of itself than who proposes it keeps its reason.
fn proposed(line: Candidate, why: Reason) -> Candidate {
    let own = line.kind == LineKind::Carried || (line.kind == LineKind::Deferred && !line.waits) || line.disputed;
    Candidate {
        proposed: true,
        reason: if own { line.reason } else { why },
        ..line
    }
}

fn subject(source: Source, p: &Accepted, left: Option<(NaiveDate, u32, End)>, why: Reason) -> Candidate {
    let (kind, reason, carried) = match left {
        None => (LineKind::New, why, 0),
        Some((from, times, end)) => (LineKind::Carried, Reason::Carried { from, times, end }, times),
    };
    Candidate {
        carried,
        ..plain(source, kind, reason, p.created_at)
    }
}

fn last_minutes(past: &Past, row: &Meeting) -> Option<Titled> {
    let last = past.held.last().filter(|m| m.state != MeetingState::Approved)?;
    let reason = Reason::Minutes {
        number: last.number,
        held_on: last.starts_at.date_tehran(),
    };
    let title = format!("تأیید صورت‌جلسهٔ نشست {}", digits::number(i64::from(last.number)));
    // One line for minutes, whichever meeting's: its source is this meeting.
    let line = plain(Source::Minutes(row.id), LineKind::Minutes, reason, last.starts_at);
    Some((line, title))
}

fn broken_promises(c: &mut Conn, row: &Meeting) -> Result<Vec<Titled>> {
    let day = row.starts_at.date_tehran();
    let line = |promise: commitment_store::Commitment| {
        let days_late = (day - promise.due_on).num_days();
        let reason = Reason::Broken {
            days_late,
            repromises: promise.repromises,
        };
        let source = Source::Commitment(promise.id);
        let line = plain(source, LineKind::Commitment, reason, promise.created_at);
        (Candidate { days_late, ..line }, text::tidy_line(&promise.text))
    };
    Ok(commitment_store::broken(c, row.series_id, day)?
        .into_iter()
        .map(line)
        .collect())
}

/// What stands on every agenda of the series, in its order: that is what the instants say.
fn standing(c: &mut Conn, row: &Meeting) -> Result<Vec<Titled>> {
    let items = series::standing_items(c, row.series_id)?;
    let line = |(item, n): (StandingItem, i64)| {
        let since = row.starts_at.plus(TimeDelta::seconds(n));
        let reason = Reason::Standing {
            discussion: item.kind == StandingKind::Discussion,
        };
        let line = plain(Source::Standing(item.id), LineKind::Information, reason, since);
        let minutes = Some(item.minutes);
        (Candidate { minutes, ..line }, item.title)
    };
    Ok(items.into_iter().zip(0..).map(line).collect())
}

/// Requests and themes. `apart`: the requests that are lines of their own, whatever their theme.
fn requests(
    c: &mut Conn,
    row: &Meeting,
    past: &Past,
    mut left_open: LeftOpen,
    apart: &HashSet<RequestId>,
) -> Result<Vec<Titled>> {
    let open = store::open_requests(c)?;
    let mut later = put_off(c, row, &open)?;
    later.extend(mayor::waiting(c)?.into_iter().map(|id| (id, Reason::WithMayor)));
    let by_itself =
        |r: &OpenRequest| left_open.contains_key(&r.id) || apart.contains(&r.id) || later.contains_key(&r.id);
    // What is put off is no part of its theme's line.
    let counts = |r: &OpenRequest| !later.contains_key(&r.id);
    let (single, mut lines) = themed::split(c, past, open, by_itself, counts)?;
    for request in single {
        let mut seen = left_open.remove(&request.id).unwrap_or_default();
        seen.extend(request.raised_in_id.filter(|id| past.has(*id)));
        let left = past.left_open(Source::Request(request.id), &seen);
        let line = of_request(row, &request, left);
        let line = match later.get(&request.id) {
            None => line,
            Some(reason) => Candidate {
                waits: true,
                kind: LineKind::Deferred,
                reason: reason.clone(),
                ..line
            },
        };
        lines.push((line, request.title));
    }
    Ok(lines)
}

pub fn plain(source: Source, kind: LineKind, reason: Reason, since: Timestamp) -> Candidate {
    Candidate {
        source,
        kind,
        reason,
        days_late: 0,
        carried: 0,
        units: 0,
        priority: Priority::Normal,
        disputed: false,
        since,
        pinned: false,
        excluded: false,
        proposed: false,
        waits: false,
        minutes: None,
        place: None,
        placed: false,
    }
}

/// A request's line. `left`: since when earlier meetings have left it open, how often, and whether it must end.
pub fn of_request(row: &Meeting, request: &OpenRequest, left: Option<(NaiveDate, u32, End)>) -> Candidate {
    let since = request.submitted_at.unwrap_or(request.created_at);
    let days_late = request
        .due_at
        .map_or(0, |at| (row.starts_at.utc() - at.utc()).num_days().max(0));
    let (kind, reason) = match left {
        _ if request.state == State::Deferred => (
            LineKind::Deferred,
            Reason::Deferred {
                until: request.deferred_until,
            },
        ),
        Some((from, times, end)) => (LineKind::Carried, Reason::Carried { from, times, end }),
        None if request.disputed => (LineKind::New, Reason::Disputed),
        None if request.raised_in_id == Some(row.id) => (LineKind::New, Reason::Raised),
        None => (
            LineKind::New,
            Reason::New {
                since: since.date_tehran(),
                priority: request.priority,
                days_overdue: days_late,
            },
        ),
    };
    Candidate {
        days_late,
        carried: left.map_or(0, |(_, times, _)| times),
        priority: request.priority,
        disputed: request.disputed,
        ..plain(Source::Request(request.id), kind, reason, since)
    }
}

/// The requests that were put off beyond this meeting, and to when: to a later day, or to a meeting that comes after it.
/// Meetings of a series come by their numbers; what was put off to one that is not to be held any more goes to the next
/// one that is, or waits no longer.
fn put_off(c: &mut Conn, row: &Meeting, open: &[OpenRequest]) -> Result<HashMap<RequestId, Reason>> {
    let day = row.starts_at.date_tehran();
    let mut ids: Vec<_> = open.iter().filter_map(|r| r.deferred_to_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() && open.iter().all(|r| r.deferred_until.is_none()) {
        return Ok(HashMap::new());
    }
    let coming = meeting_store::to_come(c, row.series_id)?;
    let later = |m: Meeting| {
        if m.series_id != row.series_id {
            let waits = m.state != MeetingState::Cancelled && m.starts_at > row.starts_at;
            return waits.then_some((m.id, None));
        }
        let next = coming
            .iter()
            .find(|n| m.order() > row.order() && n.order() >= m.order());
        next.map(|next| (m.id, next.number()))
    };
    let later: HashMap<_, _> = meeting_store::meetings_by_id(c, &ids)?
        .into_iter()
        .filter_map(later)
        .collect();
    let until = |r: &OpenRequest| {
        let reason = |until, meeting| Reason::Later { until, meeting };
        match (r.deferred_until.filter(|until| *until > day), r.deferred_to_id) {
            (Some(until), _) => Some(reason(Some(until), None)),
            (None, Some(to)) => later.get(&to).map(|meeting| reason(None, *meeting)),
            (None, None) => None,
        }
    };
    Ok(open.iter().filter_map(|r| Some((r.id, until(r)?))).collect())
}
