//! The lines of an agenda as they are, in no language and for no reader in particular: as they stand now, or as they were
//! published. Who reads what of them is in [`super::views`].

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::model::{AgendaCommitment, AgendaProposal, AgendaRequest, Placement};
use super::ranking::{LineKind, Source};
use super::reason::Reason;
use super::service;
use super::store::{self, Item, LineRequest};
use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{AgendaItemId, CommitmentId, MeetingId, OutcomeId, ProposalId, RequestId, ThemeId, UnitId, UserId};
use crate::meetings::commitments::store as commitment_store;
use crate::meetings::proposals::store as proposal_store;
use crate::requests;
use crate::requests::themes::meeting::{OnAgenda, on_agenda};
use crate::requests::themes::model::ThemeRef;
use crate::units::{self, UnitRef};

/// A theme, with all units that raised it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTheme {
    pub id: ThemeId,
    pub title: String,
    /// Each unit, and whether it has also raised what is not private.
    pub units: Vec<(UnitRef, bool)>,
}

/// A promise, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCommitment {
    pub who_id: UserId,
    pub shown: AgendaCommitment,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: AgendaItemId,
    pub meeting_id: MeetingId,
    pub position: i32,
    pub kind: LineKind,
    pub placement: Placement,
    pub title: String,
    pub minutes: i32,
    pub pinned: bool,
    pub placed: bool,
    pub carried: i32,
    pub reason: Reason,
    pub exclusion_reason: Option<String>,
    pub standing_id: Option<i32>,
    pub discussed: bool,
    pub note: String,
    pub version: i32,
    pub request: Option<AgendaRequest>,
    pub theme: Option<LineTheme>,
    pub commitment: Option<LineCommitment>,
    pub proposal: Option<AgendaProposal>,
}

impl Line {
    /// What it is about, whichever making of the agenda wrote it.
    pub fn source(&self) -> Source {
        Source::of(
            self.meeting_id,
            self.request.as_ref().map(|r| r.id),
            self.theme.as_ref().map(|t| t.id),
            self.commitment.as_ref().map(|p| p.shown.id),
            self.proposal.as_ref().map(|p| p.id),
            self.standing_id,
        )
    }
}

/// What decides who reads what: the requests and themes as they are now.
pub struct Access {
    requests: HashMap<RequestId, LineRequest>,
    themes: HashMap<ThemeId, OnAgenda>,
}

impl Access {
    fn load(c: &mut Conn, reader: &Actor, requests: &[RequestId], themes: &[ThemeId]) -> Result<Self> {
        let requests = store::requests_by_id(c, requests)?;
        Ok(Self {
            requests: requests.into_iter().map(|r| (r.id, r)).collect(),
            themes: on_agenda(c, reader, themes)?,
        })
    }

    /// For lines that were published, by what is known now.
    pub fn of<'a>(c: &mut Conn, reader: &Actor, lines: impl Iterator<Item = &'a Line> + Clone) -> Result<Self> {
        let requests: Vec<_> = lines.clone().filter_map(|l| l.request.as_ref().map(|r| r.id)).collect();
        let themes: Vec<_> = lines.filter_map(|l| l.theme.as_ref().map(|t| t.id)).collect();
        Self::load(c, reader, &requests, &themes)
    }

    /// Whether the reader may know what the request is about. Nobody may of one that is not there any more.
    pub fn reads_request(&self, reader: &Actor, id: RequestId) -> bool {
        let open = |r: &LineRequest| !r.private || requests::policy::may_see(reader, &r.subject());
        self.requests.get(&id).is_some_and(open)
    }

    /// Whether everybody may.
    pub fn is_public(&self, line: &Line) -> bool {
        let request = line
            .request
            .as_ref()
            .is_none_or(|r| self.requests.get(&r.id).is_some_and(|r| !r.private));
        request
            && line
                .theme
                .as_ref()
                .is_none_or(|t| t.units.iter().any(|(_, public)| *public))
    }

    /// The units of a theme that the reader may know of.
    pub fn units_of(&self, theme: &LineTheme) -> Vec<UnitRef> {
        let seen = self
            .themes
            .get(&theme.id)
            .map(|t| t.units.as_slice())
            .unwrap_or_default();
        let shown = theme
            .units
            .iter()
            .filter(|(unit, public)| *public || seen.contains(&unit.id));
        shown.map(|(unit, _)| unit.clone()).collect()
    }
}

/// The lines of a meeting as they stand, who may read what of them, and what was promised in the meeting, by outcome.
pub struct Standing {
    pub lines: Vec<Line>,
    pub access: Access,
    pub promised: HashMap<OutcomeId, LineCommitment>,
}

/// The lines of a meeting, with a look-up for each kind of thing that they are about.
pub fn lines(c: &mut Conn, reader: &Actor, meeting: MeetingId) -> Result<Standing> {
    let items = store::items(c, meeting)?;
    let requests: Vec<_> = items.iter().filter_map(|i| i.request_id).collect();
    let themes: Vec<_> = items.iter().filter_map(|i| i.theme_id).collect();
    let access = Access::load(c, reader, &requests, &themes)?;
    let proposals: Vec<_> = items.iter().filter_map(|i| i.proposal_id).collect();
    let proposals = proposal_store::by_id(c, &proposals)?;
    let promises = commitment_store::line_commitments(c, meeting)?;
    let mut unit_ids: Vec<UnitId> = access.requests.values().map(|r| r.unit_id).collect();
    unit_ids.extend(access.themes.values().flat_map(|t| t.all_units.keys().copied()));
    unit_ids.extend(proposals.iter().map(|p| p.unit_id));
    unit_ids.sort_unstable();
    unit_ids.dedup();
    let units = units::directory::unit_refs(c, &unit_ids)?;
    let who: HashSet<_> = promises.iter().map(|p| p.who_id).collect();
    let people = accounts::service::people(c, &who.into_iter().collect::<Vec<_>>())?;
    let unit = |id: UnitId| {
        let unknown = || UnitRef {
            id,
            name: String::new(),
        };
        units.get(&id).cloned().unwrap_or_else(unknown)
    };
    let proposal = |p: proposal_store::Proposal| {
        let shown = AgendaProposal {
            id: p.id,
            unit: unit(p.unit_id),
            why: p.why,
        };
        (p.id, shown)
    };
    let promise = |p: &commitment_store::Commitment| LineCommitment {
        who_id: p.who_id,
        shown: AgendaCommitment {
            id: p.id,
            who: people.get(&p.who_id).cloned(),
            due_on: p.due_on,
        },
    };
    let about = About {
        proposals: proposals.into_iter().map(proposal).collect(),
        promises: promises.iter().map(|p| (p.id, promise(p))).collect(),
        units: unit_ids.into_iter().map(|id| (id, unit(id))).collect(),
        access,
    };
    Ok(Standing {
        lines: items.into_iter().map(|i| about.line(i)).collect(),
        promised: promises.iter().map(|p| (p.outcome_id, promise(p))).collect(),
        access: about.access,
    })
}

/// What lines are about.
struct About {
    proposals: HashMap<ProposalId, AgendaProposal>,
    promises: HashMap<CommitmentId, LineCommitment>,
    units: BTreeMap<UnitId, UnitRef>,
    access: Access,
}

impl About {
    fn request(&self, id: RequestId) -> Option<AgendaRequest> {
        let r = self.access.requests.get(&id)?;
        Some(AgendaRequest {
            id,
            number: r.number.clone(),
            title: r.title.clone(),
            unit: self.units.get(&r.unit_id)?.clone(),
            state: r.state,
        })
    }

    fn theme(&self, id: ThemeId) -> Option<LineTheme> {
        let OnAgenda { theme, all_units, .. } = self.access.themes.get(&id)?;
        let ThemeRef { id, title } = theme.clone();
        let units = all_units
            .iter()
            .filter_map(|(unit, public)| Some((self.units.get(unit)?.clone(), *public)));
        Some(LineTheme {
            id,
            title,
            units: units.collect(),
        })
    }

    fn line(&self, i: Item) -> Line {
        Line {
            reason: service::reason(&i),
            request: i.request_id.and_then(|id| self.request(id)),
            theme: i.theme_id.and_then(|id| self.theme(id)),
            commitment: i.commitment_id.and_then(|id| self.promises.get(&id)).cloned(),
            proposal: i.proposal_id.and_then(|id| self.proposals.get(&id)).cloned(),
            id: i.id,
            meeting_id: i.meeting_id,
            position: i.position,
            kind: i.kind,
            placement: i.placement,
            title: i.title,
            minutes: i.minutes,
            pinned: i.pinned,
            placed: i.placed,
            carried: i.carried,
            exclusion_reason: i.exclusion_reason,
            standing_id: i.standing_id,
            discussed: i.discussed,
            note: i.note,
            version: i.version,
        }
    }
}
