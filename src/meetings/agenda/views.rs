//! Agendas made into what the API shows: each line with its request, its promise, why it is there and what came of it, as
//! they stand or as they were published. Titles of private requests and promises are only for who may know of them.

use std::collections::HashMap;

use super::changes::{self, Difference};
use super::lines::{self, Access, Line, LineCommitment, Standing};
use super::making::length;
use super::model::{AgendaCommitment, AgendaItemView, AgendaTheme, AgendaView, OutcomeView, Placement, RevisionView};
use super::ranking::Source;
use super::revision_store::{self, Kept};
use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::{Error, Locale, Result};
use crate::ids::{AgendaItemId, OutcomeId};
use crate::meetings::outcomes::store as outcome_store;
use crate::meetings::policy;
use crate::meetings::session::store as session_store;
use crate::meetings::state::MeetingState;
use crate::meetings::store::Meeting;
use crate::requests::themes::meeting::reads_title_by;

/// Who reads, and in which language.
pub struct Reader<'a> {
    pub actor: &'a Actor,
    pub locale: Locale,
}

/// The agenda of a meeting as it stands, with a dozen look-ups for all its lines.
pub fn agenda(c: &mut Conn, reader: &Reader<'_>, row: &Meeting) -> Result<AgendaView> {
    let mut view = empty(row);
    let Standing {
        lines,
        access,
        promised,
    } = lines::lines(c, reader.actor, row.id)?;
    if is_to_come(row.state)
        && let Some(last) = revision_store::find(c, row.id, row.agenda_revision)?
    {
        view.published_at = Some(last.published_at);
        let before = last.lines()?;
        view.changes = reader.changes(&access, &changes::differences(&before, &lines));
    }
    let mut came_of = came_of(c, reader, row, &promised)?;
    for line in lines {
        let came_of = came_of.remove(&line.id).unwrap_or_default();
        put(&mut view, reader, &access, line, came_of);
    }
    Ok(view)
}

/// The agenda as it was published last; one without lines when it never was. What was published before the single
/// revisions were kept is shown as it stands.
pub fn last_published(c: &mut Conn, reader: &Reader<'_>, row: &Meeting) -> Result<AgendaView> {
    match (row.agenda_revision, revision(c, reader, row, row.agenda_revision)?) {
        (_, Some(view)) => Ok(view),
        (0, None) => Ok(empty(row)),
        (_, None) => agenda(c, reader, row),
    }
}

/// The agenda as it was published this time.
pub fn revision(c: &mut Conn, reader: &Reader<'_>, row: &Meeting, number: i32) -> Result<Option<AgendaView>> {
    let Some(kept) = revision_store::find(c, row.id, number)? else {
        return Ok(None);
    };
    let mut view = AgendaView {
        revision: number,
        published: true,
        published_at: Some(kept.published_at),
        ..empty(row)
    };
    let lines = kept.lines()?;
    let before = revision_store::find(c, row.id, number - 1)?
        .map(|r| r.lines())
        .transpose()?;
    let access = Access::of(c, reader.actor, before.iter().flatten().chain(&lines))?;
    if let Some(before) = &before {
        view.changes = reader.changes(&access, &changes::differences(before, &lines));
    }
    for line in lines {
        put(&mut view, reader, &access, line, CameOf::default());
    }
    Ok(Some(view))
}

/// All revisions of a meeting's agenda, the first first.
pub fn revisions(c: &mut Conn, reader: &Reader<'_>, rows: Vec<Kept>, first: Option<Kept>) -> Result<Vec<RevisionView>> {
    let people: Vec<_> = rows.iter().map(|r| r.published_by_id).collect();
    let people = accounts::service::people(c, &people)?;
    let mut before = first.map(|r| r.lines()).transpose()?;
    let mut shown = Vec::new();
    for row in rows {
        let lines = row.lines()?;
        let access = Access::of(c, reader.actor, before.iter().flatten().chain(&lines))?;
        let differences = before.as_ref().map(|before| changes::differences(before, &lines));
        let in_list = |placement| lines.iter().filter(|l| l.placement == placement).count();
        shown.push(RevisionView {
            revision: row.revision,
            published_at: row.published_at,
            published_by: people.get(&row.published_by_id).cloned(),
            items: in_list(Placement::Agenda),
            overflow: in_list(Placement::Overflow),
            changes: differences.map_or_else(Vec::new, |found| reader.changes(&access, &found)),
        });
        before = Some(lines);
    }
    Ok(shown)
}

/// One line as it stands.
pub fn item(c: &mut Conn, reader: &Reader<'_>, row: &Meeting, id: AgendaItemId) -> Result<AgendaItemView> {
    let Standing {
        lines,
        access,
        promised,
    } = lines::lines(c, reader.actor, row.id)?;
    let line = lines.into_iter().find(|line| line.id == id).ok_or(Error::NotFound)?;
    let came_of = came_of(c, reader, row, &promised)?.remove(&id).unwrap_or_default();
    Ok(reader.line(&access, line, came_of))
}

/// Whether the meeting has not been held: its agenda is being prepared.
pub const fn is_to_come(state: MeetingState) -> bool {
    match state {
        MeetingState::Draft
        | MeetingState::Scheduled
        | MeetingState::AgendaPublished
        | MeetingState::Postponed
        | MeetingState::Cancelled => true,
        MeetingState::InProgress
        | MeetingState::MinutesDraft
        | MeetingState::MinutesReview
        | MeetingState::Approved => false,
    }
}

/// An agenda of this meeting without its lines.
fn empty(row: &Meeting) -> AgendaView {
    AgendaView {
        meeting_id: row.id,
        revision: row.agenda_revision,
        published: false,
        published_at: None,
        changes: Vec::new(),
        budget_minutes: length(row),
        planned_minutes: 0,
        proposals_until: None,
        items: Vec::new(),
        overflow: Vec::new(),
        excluded: Vec::new(),
        version: row.version,
    }
}

fn put(view: &mut AgendaView, reader: &Reader<'_>, access: &Access, line: Line, came_of: CameOf) {
    match line.placement {
        Placement::Agenda => {
            view.planned_minutes = view.planned_minutes.saturating_add(line.minutes);
            view.items.push(reader.line(access, line, came_of));
        }
        Placement::Overflow => view.overflow.push(reader.line(access, line, came_of)),
        Placement::Excluded if policy::may_prepare(reader.actor) => {
            view.excluded.push(reader.line(access, line, came_of));
        }
        Placement::Excluded => {}
    }
}

/// What came of a line, and how long it took, seconds.
#[derive(Default)]
struct CameOf {
    outcomes: Vec<OutcomeView>,
    spent: i32,
}

/// What came of the lines, by line.
fn came_of(
    c: &mut Conn,
    reader: &Reader<'_>,
    row: &Meeting,
    promised: &HashMap<OutcomeId, LineCommitment>,
) -> Result<HashMap<AgendaItemId, CameOf>> {
    let outcomes = outcome_store::outcomes(c, row.id)?;
    let mut people: Vec<_> = outcomes.iter().map(|o| o.recorded_by_id).collect();
    people.sort_unstable();
    people.dedup();
    let people = accounts::service::people(c, &people)?;
    let mut came_of: HashMap<AgendaItemId, CameOf> = HashMap::new();
    for (item, seconds) in session_store::times(c, row.id)? {
        came_of.entry(item).or_default().spent = seconds;
    }
    for o in outcomes {
        came_of.entry(o.agenda_item_id).or_default().outcomes.push(OutcomeView {
            id: o.id,
            kind: o.kind,
            text: o.text,
            commitment: promised.get(&o.id).and_then(|p| reader.promise(p)),
            recorded_by: people.get(&o.recorded_by_id).cloned(),
            at: o.created_at,
            version: o.version,
        });
    }
    Ok(came_of)
}

impl Reader<'_> {
    /// A promise, for who may see it.
    fn promise(&self, p: &LineCommitment) -> Option<AgendaCommitment> {
        policy::sees_commitment_of(self.actor, p.who_id).then(|| p.shown.clone())
    }

    /// What stands in the place of a title that the reader may not read.
    fn hidden(&self, line: &Line) -> String {
        let said = if line.request.is_some() {
            self.locale.pick("درخواست محرمانه", "private request")
        } else {
            self.locale.pick("موضوع محرمانه", "private theme")
        };
        said.to_owned()
    }

    fn may_read(&self, access: &Access, line: &Line) -> bool {
        let request = line
            .request
            .as_ref()
            .is_none_or(|r| access.reads_request(self.actor, r.id));
        let theme = |t| reads_title_by(self.actor, &access.units_of(t));
        request && line.theme.as_ref().is_none_or(theme)
    }

    /// Differences in words, of what is private without its title.
    fn changes(&self, access: &Access, found: &[Difference<'_>]) -> Vec<String> {
        let said = |d: &Difference<'_>| {
            if self.may_read(access, d.line) {
                d.change.text(&d.line.title, self.locale)
            } else {
                d.change.text(&self.hidden(d.line), self.locale)
            }
        };
        found.iter().map(said).collect()
    }

    fn line(&self, access: &Access, line: Line, came_of: CameOf) -> AgendaItemView {
        let hidden = !self.may_read(access, &line);
        let prepares = policy::may_prepare(self.actor);
        let title = if hidden { self.hidden(&line) } else { line.title.clone() };
        let reason = if hidden {
            line.reason.without_words()
        } else {
            line.reason
        };
        let request = line.request.map(|mut r| {
            if hidden {
                r.title.clone_from(&title);
            }
            r
        });
        let theme = line.theme.filter(|_| !hidden).map(|t| AgendaTheme {
            units: access.units_of(&t),
            id: t.id,
            title: t.title,
        });
        let put_off = (line.placement == Placement::Excluded).then(|| reason.text(self.locale));
        AgendaItemView {
            // What came of a private request tells what it was about.
            outcomes: if hidden { Vec::new() } else { came_of.outcomes },
            spent_minutes: (came_of.spent + 59) / 60,
            hidden,
            commitment: line.commitment.as_ref().and_then(|p| self.promise(p)),
            proposal: line.proposal.filter(|_| !hidden),
            request,
            theme,
            title,
            must_decide: reason.must_decide(),
            reason: reason.text(self.locale),
            exclusion_reason: line.exclusion_reason.or(put_off).filter(|_| prepares),
            id: line.id,
            meeting_id: line.meeting_id,
            position: line.position,
            kind: line.kind,
            placement: line.placement,
            minutes: line.minutes,
            pinned: line.pinned,
            placed: line.placed,
            carried: line.carried,
            discussed: line.discussed,
            // The director's notes are for who prepares the meeting.
            note: if prepares { line.note } else { String::new() },
            version: line.version,
        }
    }
}

/// The titles that everybody may read, for mails that go to all.
pub fn told_to_all(access: &Access, found: &[Difference<'_>], locale: Locale) -> Vec<String> {
    let said = |d: &Difference<'_>| match (access.is_public(d.line), d.line.source()) {
        (true, _) => d.change.text(&d.line.title, locale),
        (false, Source::Theme(_)) => d.change.text(locale.pick("موضوعی محرمانه", "a private theme"), locale),
        (false, _) => d
            .change
            .text(locale.pick("درخواستی محرمانه", "a private request"), locale),
    };
    found.iter().map(said).collect()
}
