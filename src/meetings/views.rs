//! Series and meetings made into what the API shows: names beside ids, and what the caller may do.

use std::collections::HashMap;

use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::ids::{MeetingId, SeriesId};
use crate::meetings::clashes;
use crate::meetings::model::{GuestView, InvitedView, MeetingView, SeriesRef};
use crate::meetings::people_store::{self, GuestRow, Invited};
use crate::meetings::policy;
use crate::meetings::series::model::{GuestRef, SeriesInvitedView, SeriesView};
use crate::meetings::series::store::{self as series_store, Series};
use crate::meetings::session::attendance::quorum;
use crate::meetings::state::{self, MeetingState};
use crate::meetings::store::Meeting;
use crate::units;

/// The actions that the state allows and the actor has a right to.
pub fn allowed_actions(actor: &Actor, state: MeetingState) -> Vec<String> {
    state::possible(state)
        .into_iter()
        .filter(|a| policy::may_act(actor, *a))
        .map(|a| a.to_string())
        .collect()
}

/// Views of series, with four look-ups for all of them.
pub fn series_views(c: &mut Conn, actor: &Actor, rows: Vec<Series>) -> Result<Vec<SeriesView>> {
    let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
    let invited = series_store::invited(c, &ids)?;
    let chairs = rows.iter().filter_map(|r| r.chair_id);
    let people: Vec<_> = chairs.chain(invited.iter().filter_map(|p| p.user_id)).collect();
    let people = accounts::service::people(c, &people)?;
    let units: Vec<_> = invited.iter().filter_map(|p| p.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let prepares = policy::may_prepare(actor);
    let mut lists: HashMap<SeriesId, Vec<SeriesInvitedView>> = HashMap::new();
    for p in invited {
        let email = p.guest_email.filter(|_| prepares);
        lists.entry(p.series_id).or_default().push(SeriesInvitedView {
            unit: p.unit_id.and_then(|id| units.get(&id).cloned()),
            user: p.user_id.and_then(|id| people.get(&id).cloned()),
            guest: p.guest_name.map(|name| GuestRef { name, email }),
        });
    }
    let view = |r: Series| {
        Ok(SeriesView {
            standing_items: r.standing_items()?,
            recurrence: r.recurrence()?,
            quorum: r.quorum()?,
            invited: lists.remove(&r.id).unwrap_or_default(),
            chair: r.chair_id.and_then(|id| people.get(&id).cloned()),
            id: r.id,
            title: r.title,
            place: r.place,
            active: r.active,
            last_number: r.last_number,
            minutes_review_days: r.minutes_review_days,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        })
    };
    rows.into_iter().map(view).collect()
}

/// Views of meetings, with six look-ups for all of them.
pub fn views(c: &mut Conn, actor: &Actor, rows: Vec<Meeting>) -> Result<Vec<MeetingView>> {
    views_for(c, Some(actor), rows)
}

fn by_meeting<T>(rows: Vec<T>, id: impl Fn(&T) -> MeetingId) -> HashMap<MeetingId, Vec<T>> {
    let mut lists: HashMap<_, Vec<T>> = HashMap::new();
    for row in rows {
        lists.entry(id(&row)).or_default().push(row);
    }
    lists
}

fn views_for(c: &mut Conn, actor: Option<&Actor>, rows: Vec<Meeting>) -> Result<Vec<MeetingView>> {
    let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
    let in_the_way = actor.map_or_else(|| Ok(HashMap::new()), |actor| clashes::of(c, actor, &rows))?;
    let others = in_the_way.values().flatten().map(|m| m.series_id);
    let series: Vec<_> = rows.iter().map(|r| r.series_id).chain(others).collect();
    let (mut titles, mut quorums) = (HashMap::new(), HashMap::new());
    for row in series_store::series_by_id(c, &series)? {
        quorums.insert(row.id, row.quorum()?);
        titles.insert(row.id, row.title);
    }
    let invited = people_store::people(c, &ids)?;
    let listed = invited
        .iter()
        .flat_map(|p| [Some(p.user_id), p.substitute_id])
        .flatten();
    let mut names: Vec<_> = listed.chain(rows.iter().filter_map(|r| r.chair_id)).collect();
    names.sort_unstable();
    names.dedup();
    let names = accounts::service::people(c, &names)?;
    let units: Vec<_> = invited.iter().filter_map(|p| p.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let mut people = by_meeting(invited, |p| p.meeting_id);
    let mut guests = by_meeting(people_store::guests(c, &ids)?, |g| g.meeting_id);
    let prepares = actor.is_some_and(policy::may_prepare);
    let person = |p: Invited| {
        Some(InvitedView {
            user: names.get(&p.user_id).cloned()?,
            unit: p.unit_id.and_then(|id| units.get(&id).cloned()),
            attendance: p.attendance,
            substitute_name: p.substitute_name,
            substitute: p.substitute_id.and_then(|id| names.get(&id).cloned()),
            answer: p.answer,
            answer_note: p
                .answer_note
                .filter(|_| prepares || actor.is_some_and(|a| a.id == p.user_id)),
            answered_at: p.answered_at,
        })
    };
    let guest = |g: GuestRow| GuestView {
        id: g.id,
        name: g.name,
        email: Some(g.email).filter(|_| prepares),
        answer: g.answer,
        answer_note: g.answer_note.filter(|_| prepares),
        answered_at: g.answered_at,
        attendance: g.attendance,
    };
    let view = |r: Meeting| {
        let list = people.remove(&r.id).unwrap_or_default();
        let clashes = in_the_way.get(&r.id).into_iter().flatten();
        MeetingView {
            series: SeriesRef {
                id: r.series_id,
                title: titles.get(&r.series_id).cloned().unwrap_or_default(),
            },
            quorum: quorum(quorums.get(&r.series_id).copied().flatten(), &r, &list),
            invited: list.into_iter().filter_map(person).collect(),
            guests: guests.remove(&r.id).into_iter().flatten().map(guest).collect(),
            clashes: clashes.map(|other| clashes::shown(&r, other, &titles)).collect(),
            chair: r.chair_id.and_then(|id| names.get(&id).cloned()),
            allowed_actions: actor.map(|a| allowed_actions(a, r.state)).unwrap_or_default(),
            id: r.id,
            number: r.number(),
            kind: r.kind,
            starts_at: r.starts_at,
            ends_at: r.ends_at,
            place: r.place,
            state: r.state,
            planned_on: r.planned_on,
            calendar_sequence: r.calendar_sequence,
            agenda_revision: r.agenda_revision,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The view of a meeting.
pub fn view(c: &mut Conn, actor: &Actor, row: Meeting) -> Result<MeetingView> {
    views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The view of a meeting that is for nobody in particular: without what only some see.
pub fn for_all(c: &mut Conn, row: Meeting) -> Result<MeetingView> {
    views_for(c, None, vec![row])?.pop().ok_or(Error::NotFound)
}
