//! What the weekly summary counts of promises and meetings.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::agenda::model::CommitmentState;
use super::state::MeetingState;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{commitments, meetings};
use crate::error::Result;

/// Open promises whose day has passed.
pub fn broken(c: &mut Conn, today: NaiveDate) -> Result<i64> {
    let late = commitments::state
        .eq(CommitmentState::Open)
        .and(commitments::due_on.lt(today));
    Ok(commitments::table.filter(late).count().get_result(c)?)
}

/// Meetings that are to be held between these instants.
pub fn coming(c: &mut Conn, from: Timestamp, until: Timestamp) -> Result<i64> {
    let announced = [MeetingState::Scheduled, MeetingState::AgendaPublished];
    Ok(meetings::table
        .filter(
            meetings::state
                .eq_any(announced)
                .and(meetings::starts_at.ge(from))
                .and(meetings::starts_at.lt(until)),
        )
        .count()
        .get_result(c)?)
}
