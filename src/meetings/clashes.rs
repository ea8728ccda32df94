//! Meetings that are in each other's way: at the same time in the same place, or with the same chair.

use std::collections::HashMap;

use chrono::TimeDelta;

use crate::accounts::Actor;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{MeetingId, SeriesId};
use crate::meetings::model::{Clash, SeriesRef};
use crate::meetings::policy;
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self, Meeting};
use crate::persian;

/// A meeting lasts no longer than this.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// Whether it may still be in somebody's way.
const fn is_coming(state: MeetingState) -> bool {
    match state {
        MeetingState::Draft | MeetingState::Scheduled | MeetingState::AgendaPublished | MeetingState::InProgress => {
            true
        }
        MeetingState::MinutesDraft
        | MeetingState::MinutesReview
        | MeetingState::Approved
        | MeetingState::Cancelled
        | MeetingState::Postponed => false,
    }
}

/// What is in the way of those of these meetings that are still to be held, by one query for all; for who does not
/// prepare meetings, nothing.
pub(super) fn of(c: &mut Conn, actor: &Actor, rows: &[Meeting]) -> Result<HashMap<MeetingId, Vec<Meeting>>> {
    let coming: Vec<_> = rows.iter().filter(|r| is_coming(r.state)).collect();
    let first = coming.iter().map(|r| r.starts_at).min();
    let last = coming.iter().map(|r| r.ends_at).max();
    let (Some(first), Some(last), true) = (first, last, policy::may_prepare(actor)) else {
        return Ok(HashMap::new());
    };
    let states = MeetingState::ALL.iter().copied().filter(|s| is_coming(*s)).collect();
    let others = store::within(c, states, first.plus(-LONGEST), last)?;
    let found = coming.into_iter().map(|row| {
        let in_the_way = others.iter().filter(|other| {
            let meets = other.starts_at < row.ends_at && row.starts_at < other.ends_at;
            other.id != row.id && meets && (same_place(row, other) || same_chair(row, other))
        });
        (row.id, in_the_way.cloned().collect())
    });
    Ok(found.collect())
}

fn same_place(one: &Meeting, other: &Meeting) -> bool {
    let (one, other) = (persian::key(&one.place), persian::key(&other.place));
    !one.is_empty() && one == other
}

fn same_chair(one: &Meeting, other: &Meeting) -> bool {
    one.chair_id.is_some() && one.chair_id == other.chair_id
}

/// How it is shown.
pub(super) fn shown(row: &Meeting, other: &Meeting, titles: &HashMap<SeriesId, String>) -> Clash {
    Clash {
        meeting_id: other.id,
        series: SeriesRef {
            id: other.series_id,
            title: titles.get(&other.series_id).cloned().unwrap_or_default(),
        },
        number: other.number(),
        starts_at: other.starts_at,
        ends_at: other.ends_at,
        same_place: same_place(row, other),
        same_chair: same_chair(row, other),
    }
}
