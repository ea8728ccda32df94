//! By the clock: attendees are reminded before the last day, and silence approves when it is over and nothing is open.

use super::finalising::settle;
use super::notices;
use super::reading::fixed;
use super::review::{Due, Review};
use super::store::{self, Minutes};
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meetings::state::MeetingState;
use crate::meetings::store::find_meeting;

/// Minutes that are looked at together.
const PAGE: i64 = 200;
/// One that is locked is left to the next round. After so many it is the database that is not there.
const PATIENCE: usize = 3;

/// One round over all minutes in review, each in a transaction of its own. Says for how many something was done. Rounds
/// of several instances may run at once: whoever comes second finds it done.
///
/// # Errors
/// 503 while the database cannot be reached, 409 when the calendar has not enough working days.
pub async fn go(db: &Db) -> Result<usize> {
    let (mut done, mut busy, mut after) = (0, 0, Some(MeetingId(0)));
    while let Some(last) = after {
        let (due, next) = db.read(move |c, cx| wanting(c, cx, last)).await?;
        for id in due {
            match db.write(move |c, cx| look_after(c, cx, id)).await {
                Ok(acted) => done += usize::from(acted),
                Err(error) if error.is_unavailable() && busy == PATIENCE => return Err(error),
                Err(error) => {
                    busy += usize::from(error.is_unavailable());
                    tracing::error!(%error, meeting = %id, "minutes in review could not be looked after");
                }
            }
        }
        after = next;
    }
    Ok(done)
}

/// Of the next page of what is in review, what wants something done; and where the page after it starts.
fn wanting(c: &mut Conn, cx: &Cx, after: MeetingId) -> Result<(Vec<MeetingId>, Option<MeetingId>)> {
    let page = store::in_review_after(c, after, PAGE)?;
    if page.is_empty() {
        return Ok((Vec::new(), None));
    }
    let review = Review::load(c)?;
    let mut wanting = Vec::new();
    for minutes in &page {
        if wants(c, cx, &review, minutes)? != Due::Nothing {
            wanting.push(minutes.meeting_id);
        }
    }
    Ok((wanting, page.last().map(|m| m.meeting_id)))
}

/// What is due; while a remark is open, silence approves nothing.
fn wants(c: &mut Conn, cx: &Cx, review: &Review, minutes: &Minutes) -> Result<Due> {
    Ok(match review.due(minutes, cx.now)? {
        Due::Over if store::open_remarks(c, minutes.meeting_id)? > 0 => Due::Nothing,
        due => due,
    })
}

/// Does what is due for these minutes, if it still is; says whether anything was.
///
/// # Errors
/// 409 when the calendar has not enough working days, else only the database's.
pub fn look_after(c: &mut Conn, cx: &Cx, id: MeetingId) -> Result<bool> {
    store::lock(c, id)?;
    let row = find_meeting(c, id)?.filter(|row| row.state == MeetingState::MinutesReview);
    let (Some(row), Some(mut minutes)) = (row, store::find(c, id)?) else {
        return Ok(false);
    };
    let review = Review::load(c)?;
    match wants(c, cx, &review, &minutes)? {
        Due::Nothing => return Ok(false),
        Due::Over => settle(c, cx, None, row, minutes).map(drop)?,
        Due::Reminder => {
            minutes.reminded_version = minutes.text_version;
            store::save(c, &minutes)?;
            let (content, _) = fixed(c, &minutes)?;
            notices::reminded(c, cx, &row, &content, review.closes_on(&minutes)?)?;
        }
    }
    Ok(true)
}
