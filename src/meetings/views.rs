//! Series and meetings made into what the API shows: names beside ids, and what the caller may do.

use std::collections::HashMap;

use super::model::{InvitedView, MeetingView, SeriesRef};
use super::series_model::SeriesView;
use super::series_store::{self, Series};
use super::state::{self, MeetingAction, MeetingState};
use super::store::Meeting;
use super::{people_store, policy};
use crate::accounts::{self, Actor};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::units;

/// Whether people may call the action in this version; minutes and postponing have no operation yet.
pub const fn offered(action: MeetingAction) -> bool {
    match action {
        MeetingAction::Schedule
        | MeetingAction::PublishAgenda
        | MeetingAction::Start
        | MeetingAction::Finish
        | MeetingAction::Cancel => true,
        MeetingAction::FinaliseMinutes | MeetingAction::ApproveMinutes | MeetingAction::Postpone => false,
    }
}

/// The actions that the state allows and the actor has a right to.
pub fn allowed_actions(actor: &Actor, state: MeetingState) -> Vec<String> {
    let right = policy::may_run(actor);
    state::possible(state)
        .into_iter()
        .filter(|a| right && offered(*a))
        .map(|a| a.to_string())
        .collect()
}

/// Views of series.
pub fn series_views(c: &mut Conn, rows: Vec<Series>) -> Result<Vec<SeriesView>> {
    let chairs: Vec<_> = rows.iter().filter_map(|r| r.chair_id).collect();
    let people = accounts::service::people(c, &chairs)?;
    let view = |r: Series| {
        Ok(SeriesView {
            standing_items: r.standing_items()?,
            chair: r.chair_id.and_then(|id| people.get(&id).cloned()),
            id: r.id,
            title: r.title,
            place: r.place,
            active: r.active,
            last_number: r.last_number,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        })
    };
    rows.into_iter().map(view).collect()
}

/// Views of meetings, with four look-ups for all of them.
pub fn views(c: &mut Conn, actor: &Actor, rows: Vec<Meeting>) -> Result<Vec<MeetingView>> {
    let ids: Vec<_> = rows.iter().map(|r| r.id).collect();
    let series: Vec<_> = rows.iter().map(|r| r.series_id).collect();
    let titles: HashMap<_, _> = series_store::series_titles(c, &series)?.into_iter().collect();
    let invited = people_store::people(c, &ids)?;
    let mut names: Vec<_> = invited
        .iter()
        .map(|p| p.user_id)
        .chain(rows.iter().filter_map(|r| r.chair_id))
        .collect();
    names.sort_unstable();
    names.dedup();
    let names = accounts::service::people(c, &names)?;
    let units: Vec<_> = invited.iter().filter_map(|p| p.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let mut lists: HashMap<_, Vec<InvitedView>> = HashMap::new();
    for p in invited {
        let Some(user) = names.get(&p.user_id).cloned() else {
            continue;
        };
        let unit = p.unit_id.and_then(|id| units.get(&id).cloned());
        lists.entry(p.meeting_id).or_default().push(InvitedView {
            user,
            unit,
            attendance: p.attendance,
            substitute_name: p.substitute_name,
        });
    }
    let view = |r: Meeting| MeetingView {
        series: SeriesRef {
            id: r.series_id,
            title: titles.get(&r.series_id).cloned().unwrap_or_default(),
        },
        invited: lists.remove(&r.id).unwrap_or_default(),
        chair: r.chair_id.and_then(|id| names.get(&id).cloned()),
        allowed_actions: allowed_actions(actor, r.state),
        id: r.id,
        number: r.number(),
        kind: r.kind,
        starts_at: r.starts_at,
        ends_at: r.ends_at,
        place: r.place,
        state: r.state,
        agenda_revision: r.agenda_revision,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The view of a meeting.
pub fn view(c: &mut Conn, actor: &Actor, row: Meeting) -> Result<MeetingView> {
    views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}
