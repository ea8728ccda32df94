//! A working day before a meeting, those who may come are reminded of it, once for each time that it is set to.

use chrono::{Days, TimeDelta};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::calendar::service::load;
use crate::calendar::working::WorkingCalendar;
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meetings::notices::{self, News};
use crate::meetings::store::{self, Meeting};
use crate::meetings::views;
use crate::notifications::model::Kind;

/// No stretch of days off is longer; a meeting further ahead is not near.
const REACH: u64 = 31;

/// When people come to work on the last working day before that of the meeting.
pub fn due(calendar: &WorkingCalendar, starts_at: Timestamp) -> Option<Timestamp> {
    let day = starts_at.date_tehran();
    let mut earlier = (1..=REACH).map_while(|n| day.checked_sub_days(Days::new(n)));
    let stretch = |day| calendar.stretches(day).first().map(|s| s.from);
    earlier.find_map(stretch)
}

/// Notes that nobody has to be reminded of a meeting that they are told of so late.
pub fn skip_if_near(c: &mut Conn, cx: &Cx, row: &mut Meeting) -> Result<()> {
    let calendar = load(c)?;
    if due(&calendar, row.starts_at).is_some_and(|due| due <= cx.now) {
        row.reminded_for = Some(row.starts_at);
    }
    Ok(())
}

/// Reminds of what is near; says of how many meetings.
///
/// # Errors
/// Only the database's.
pub async fn remind(db: &Db) -> Result<usize> {
    let near = db.read(near).await?;
    let mut reminded = 0;
    for id in near {
        reminded += usize::from(db.write(move |c, cx| one(c, cx, id)).await?);
    }
    Ok(reminded)
}

fn near(c: &mut Conn, cx: &Cx) -> Result<Vec<MeetingId>> {
    let ahead = TimeDelta::days(i64::try_from(REACH).unwrap_or_default());
    let rows = store::not_reminded(c, cx.now, cx.now.plus(ahead))?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let calendar = load(c)?;
    let is_near = |row: &&Meeting| due(&calendar, row.starts_at).is_some_and(|due| due <= cx.now);
    Ok(rows.iter().filter(is_near).map(|row| row.id).collect())
}

/// Looks again, in the transaction that notes it: another round may have been first, or the meeting have moved.
fn one(c: &mut Conn, cx: &Cx, id: MeetingId) -> Result<bool> {
    if !near(c, cx)?.contains(&id) || !store::note_reminded(c, id)? {
        return Ok(false);
    }
    let Some(row) = store::find_meeting(c, id)? else {
        return Ok(false);
    };
    let entry = Entry {
        subject: "meeting",
        subject_id: id.0,
        action: "reminded",
        actor: None,
        from: Some(row.state.as_str()),
        to: Some(row.state.as_str()),
        data: json!({ "starts_at": row.starts_at }),
    };
    audit::record(c, cx, &entry)?;
    let meeting = views::for_all(c, row)?;
    notices::tell_all(c, cx, None, &meeting, &News::of(Kind::MeetingReminder))?;
    Ok(true)
}
