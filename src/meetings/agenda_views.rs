//! Agendas made into what the API shows: each line with its request, its promise, why it is there and what came of it.
//! Titles of private requests and promises are only for who may know of them.

use std::collections::HashMap;

use super::agenda_model::{
    AgendaCommitment, AgendaItemView, AgendaRequest, AgendaTheme, AgendaView, OutcomeView, Placement,
};
use super::agenda_store::{self, Item, LineRequest};
use super::commitment_store::{self, Commitment};
use super::ranking::Reason;
use super::store::Meeting;
use super::{outcome_store, policy, session_store};
use crate::accounts::model::UserRef;
use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::{Error, Locale, Result};
use crate::ids::{AgendaItemId, UnitId, UserId};
use crate::requests;
use crate::requests::themes::meeting::{OnAgenda, on_agenda, reads_title};
use crate::units::{self, UnitRef};

/// Who reads, and in which language.
pub struct Reader<'a> {
    pub actor: &'a Actor,
    pub locale: Locale,
}

impl Reader<'_> {
    /// Whether they may read what a private request is called.
    fn reads_title(&self, r: &LineRequest) -> bool {
        !r.private || requests::policy::may_see(self.actor, &r.subject())
    }
}

/// The agenda of a meeting, with nine look-ups for all its lines.
pub fn agenda(c: &mut Conn, reader: &Reader<'_>, row: &Meeting) -> Result<AgendaView> {
    let mut view = AgendaView {
        meeting_id: row.id,
        revision: row.agenda_revision,
        items: Vec::new(),
        overflow: Vec::new(),
        excluded: Vec::new(),
        version: row.version,
    };
    for line in lines(c, reader, row)? {
        match line.placement {
            Placement::Agenda => view.items.push(line),
            Placement::Overflow => view.overflow.push(line),
            Placement::Excluded if policy::may_prepare(reader.actor) => view.excluded.push(line),
            Placement::Excluded => {}
        }
    }
    Ok(view)
}

/// One line.
pub fn item(c: &mut Conn, reader: &Reader<'_>, row: &Meeting, id: AgendaItemId) -> Result<AgendaItemView> {
    lines(c, reader, row)?
        .into_iter()
        .find(|line| line.id == id)
        .ok_or(Error::NotFound)
}

fn lines(c: &mut Conn, reader: &Reader<'_>, row: &Meeting) -> Result<Vec<AgendaItemView>> {
    let items = agenda_store::items(c, row.id)?;
    let requests: HashMap<_, _> = agenda_store::line_requests(c, row.id)?
        .into_iter()
        .map(|r| (r.id, r))
        .collect();
    let promises = commitment_store::line_commitments(c, row.id)?;
    let outcomes = outcome_store::outcomes(c, row.id)?;
    let themes: Vec<_> = items.iter().filter_map(|i| i.theme_id).collect();
    let themes = on_agenda(c, reader.actor, &themes)?;
    let mut units: Vec<_> = requests.values().map(|r| r.unit_id).collect();
    units.extend(themes.values().flat_map(|t| &t.units));
    units.sort_unstable();
    units.dedup();
    let units = units::directory::unit_refs(c, &units)?;
    let mut people: Vec<_> = promises
        .iter()
        .map(|p| p.who_id)
        .chain(outcomes.iter().map(|o| o.recorded_by_id))
        .collect();
    people.sort_unstable();
    people.dedup();
    let people = accounts::service::people(c, &people)?;
    let shown = |p: &Commitment| policy::sees_commitment_of(reader.actor, p.who_id).then(|| promise(p, &people));
    let of_outcome: HashMap<_, _> = promises.iter().map(|p| (p.outcome_id, p)).collect();
    let spent: HashMap<_, _> = session_store::times(c, row.id)?.into_iter().collect();
    let by_id: HashMap<_, _> = promises.iter().map(|p| (p.id, p)).collect();
    let mut came_of: HashMap<AgendaItemId, Vec<OutcomeView>> = HashMap::new();
    for o in outcomes {
        came_of.entry(o.agenda_item_id).or_default().push(OutcomeView {
            id: o.id,
            kind: o.kind,
            text: o.text,
            commitment: of_outcome.get(&o.id).and_then(|p| shown(p)),
            recorded_by: people.get(&o.recorded_by_id).cloned(),
            at: o.created_at,
            version: o.version,
        });
    }
    let line = |i: Item| {
        let request = i.request_id.and_then(|id| requests.get(&id));
        let theme = i.theme_id.and_then(|id| themes.get(&id));
        let private = request.is_some_and(|r| !reader.reads_title(r));
        let hidden = private || theme.is_some_and(|t| !reads_title(reader.actor, t));
        let title = if private {
            reader.locale.pick("درخواست محرمانه", "private request").to_owned()
        } else if hidden {
            reader.locale.pick("موضوع محرمانه", "private theme").to_owned()
        } else {
            i.title
        };
        let reason = serde_json::from_value::<Reason>(i.reason.0)
            .map(|r| r.text(reader.locale))
            .unwrap_or_default();
        let unit = |id: UnitId| {
            let unknown = || UnitRef {
                id,
                name: String::new(),
            };
            units.get(&id).cloned().unwrap_or_else(unknown)
        };
        let named = |t: &OnAgenda| AgendaTheme {
            id: t.theme.id,
            title: t.theme.title.clone(),
            units: t.units.iter().copied().map(unit).collect(),
        };
        let request = request.map(|r| {
            let title = if hidden { title.clone() } else { r.title.clone() };
            AgendaRequest {
                id: r.id,
                number: r.number.clone(),
                title,
                unit: unit(r.unit_id),
                state: r.state,
            }
        });
        AgendaItemView {
            // What came of a private request tells what it was about.
            outcomes: came_of.remove(&i.id).filter(|_| !hidden).unwrap_or_default(),
            commitment: i.commitment_id.and_then(|id| by_id.get(&id)).and_then(|p| shown(p)),
            request,
            theme: theme.filter(|_| !hidden).map(named),
            title,
            reason,
            id: i.id,
            meeting_id: i.meeting_id,
            position: i.position,
            kind: i.kind,
            placement: i.placement,
            minutes: i.minutes,
            spent_minutes: spent.get(&i.id).map_or(0, |seconds| (seconds + 59) / 60),
            hidden,
            pinned: i.pinned,
            carried: i.carried,
            discussed: i.discussed,
            // The director's notes are for who prepares the meeting.
            note: if policy::may_prepare(reader.actor) {
                i.note
            } else {
                String::new()
            },
            version: i.version,
        }
    };
    Ok(items.into_iter().map(line).collect())
}

fn promise(p: &Commitment, people: &HashMap<UserId, UserRef>) -> AgendaCommitment {
    AgendaCommitment {
        id: p.id,
        who: people.get(&p.who_id).cloned(),
        due_on: p.due_on,
    }
}
