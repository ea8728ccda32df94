//! What all who watch a meeting see: one state for everybody, and so nothing in it that not everybody may know who may see
//! the meeting.

use std::collections::HashSet;

use super::model::{CurrentLine, LiveState};
use super::service::elapsed;
use super::store;
use crate::accounts::Actor;
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::ids::{MeetingId, UserId};
use crate::meetings::agenda::views::{self as agenda_views, Reader};
use crate::meetings::people_store;
use crate::meetings::policy;
use crate::meetings::state::MeetingState;
use crate::meetings::store as meeting_store;

/// A state, and the two counters that only grow: the meeting's version, and the changes in session.
pub struct Live {
    pub mark: (i32, i32),
    pub state: LiveState,
    /// Nothing will follow.
    pub over: bool,
    /// When the current line would have begun, had its clock never stood; none: it stands.
    pub clock: Option<Timestamp>,
}

/// The state of now, unless it has the counters that were seen: then one small query has told so.
///
/// # Errors
/// 404.
pub fn look(c: &mut Conn, cx: &Cx, id: MeetingId, seen: Option<(i32, i32)>) -> Result<Option<Live>> {
    let (version, state, seq) = store::marks(c, id)?.ok_or(Error::NotFound)?;
    let mark = (version, seq.unwrap_or(0));
    if seen == Some(mark) {
        return Ok(None);
    }
    let row = meeting_store::find_meeting(c, id)?.ok_or(Error::NotFound)?;
    let session = store::find_session(c, id)?;
    let (lines, discussed) = store::counts(c, id)?;
    let mut current = None;
    if let Some(item) = session.current_item_id {
        let nobody = Actor::nobody();
        let reader = Reader {
            actor: &nobody,
            locale: Locale::Fa,
        };
        let line = agenda_views::item(c, &reader, &row, item)?;
        let kept = store::times(c, id)?.into_iter().find(|(of, _)| *of == item);
        current = Some(CurrentLine {
            id: item,
            position: line.position,
            kind: line.kind,
            title: (!line.hidden).then_some(line.title),
            minutes: line.minutes,
            elapsed_seconds: elapsed(&session, item, kept.map_or(0, |(_, seconds)| seconds), cx.now),
            discussed: line.discussed,
        });
    }
    let running = session.running_since.is_some();
    let clock = current.as_ref().filter(|_| running);
    Ok(Some(Live {
        mark,
        over: is_over(state),
        clock: clock.map(|line| cx.now.plus(-chrono::TimeDelta::seconds(line.elapsed_seconds))),
        state: LiveState {
            meeting_id: id,
            state,
            current,
            running,
            discussed,
            lines,
            at: cx.now,
        },
    }))
}

/// Whether a meeting in this state will not be held any more.
const fn is_over(state: MeetingState) -> bool {
    match state {
        MeetingState::Draft
        | MeetingState::Scheduled
        | MeetingState::AgendaPublished
        | MeetingState::InProgress
        | MeetingState::Postponed => false,
        MeetingState::MinutesDraft | MeetingState::MinutesReview | MeetingState::Approved | MeetingState::Cancelled => {
            true
        }
    }
}

/// Which of these people may see the meeting now.
///
/// # Errors
/// Only the database's.
pub fn admits(c: &mut Conn, id: MeetingId, people: &[Actor]) -> Result<HashSet<UserId>> {
    let Some(row) = meeting_store::find_meeting(c, id)? else {
        return Ok(HashSet::new());
    };
    let listed: HashSet<_> = people_store::people(c, &[id])?.into_iter().map(|p| p.user_id).collect();
    let may = |actor: &&Actor| {
        let invited = row.chair_id == Some(actor.id) || listed.contains(&actor.id);
        policy::may_see(actor, row.state, invited)
    };
    Ok(people.iter().filter(may).map(|actor| actor.id).collect())
}
