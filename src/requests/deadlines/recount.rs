//! Deadlines counted anew after the calendar or the policies changed: all open requests by id, a batch at a time, each
//! batch a short transaction. What has moved gets a line in its history: from when, to when, and what changed.
//!
//! How far it has come is kept, so that it goes on after a restart; another change begins it anew. It is also done once a
//! day: a request that was changed at the same moment as the calendar may have been counted by the old one.

use serde_json::json;

use super::keeping::{Basis, traces};
use super::store::{self, Recount};
use crate::audit;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::ids::RequestId;
use crate::requests::acting;
use crate::requests::sla;
use crate::requests::store::Request;

/// What deadlines are counted by, as the history calls it.
const SUBJECTS: [&str; 4] = ["weekends", "hours", "holiday", sla::service::SUBJECT];
/// Requests that are looked at together.
const BATCH: i64 = 100;

/// Whether there is anything to count: a look that writes nothing.
///
/// # Errors
/// Only the database's.
pub async fn waits(db: &Db) -> Result<bool> {
    db.read(|c, cx| Ok(next(c, cx)?.is_some())).await
}

/// The next batch; says how many requests have moved, and there may be more. None: there is nothing to do.
///
/// # Errors
/// Only the database's.
pub async fn step(db: &Db) -> Result<Option<usize>> {
    let found = db.read(next).await?;
    let Some((before, now)) = found else {
        return Ok(None);
    };
    // What is counted here is read outside the writing transaction: the one writer of SQLite has better things to do.
    let from = now.after_id;
    let (moved, last) = db.read(move |c, cx| count(c, cx, from)).await?;
    db.write(move |c, cx| save(c, cx, before.as_ref(), &now, &moved, last))
        .await
        .map(Some)
}

/// All batches that there are; says how many requests have moved.
///
/// # Errors
/// Only the database's.
pub async fn all(db: &Db) -> Result<usize> {
    let mut sum = 0;
    while let Some(moved) = step(db).await? {
        sum += moved;
    }
    Ok(sum)
}

/// What is kept of the recount, and where it goes on; nothing: it is done, and nothing has changed since.
fn next(c: &mut Conn, cx: &Cx) -> Result<Option<(Option<Recount>, Recount)>> {
    let kept = store::recount(c)?;
    let newest = audit::newest(c, &SUBJECTS)?;
    let basis = newest.as_ref().map_or(0, |(id, _)| id.0);
    let fresh = |because: String| Recount {
        basis,
        because,
        after_id: RequestId(0),
        finished_at: None,
    };
    let because = || newest.clone().map_or_else(|| FIRST.to_owned(), |(_, subject)| subject);
    Ok(match kept {
        None => Some((None, fresh(because()))),
        Some(kept) if kept.basis != basis => Some((Some(kept), fresh(because()))),
        Some(kept) => match kept.finished_at {
            None => Some((Some(kept.clone()), kept)),
            Some(at) if at.date_tehran() < cx.now.date_tehran() => Some((Some(kept), fresh(DAILY.to_owned()))),
            Some(_) => None,
        },
    })
}

/// The reason when nothing had been counted yet.
const FIRST: &str = "first_count";
/// The reason of what the daily round finds.
const DAILY: &str = "daily_count";

/// A request as it was and as it should be.
type Moved = (Request, Request);

/// What moves in the next batch, and the last request that was looked at; none: there are no more.
fn count(c: &mut Conn, cx: &Cx, after: RequestId) -> Result<(Vec<Moved>, Option<RequestId>)> {
    let rows = store::open_after(c, after, BATCH)?;
    let last = rows.last().map(|row| row.id);
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let trails = traces(c, &ids)?;
    let said = store::said(c, &ids)?;
    let basis = Basis::load(c, cx, trails.values())?;
    let mut moved = Vec::new();
    for row in rows {
        let mut now = row.clone();
        let trail = trails.get(&row.id).map_or(&[][..], Vec::as_slice);
        let said = said.get(&row.id).map_or(&[][..], Vec::as_slice);
        basis.place(&mut now, trail, said, cx.now);
        if (now.due_at, now.next_alarm_at) != (row.due_at, row.next_alarm_at) {
            moved.push((row, now));
        }
    }
    Ok((moved, last))
}

/// Writes a batch and how far it has come. A request that was changed meanwhile was counted by whoever changed it.
fn save(
    c: &mut Conn,
    cx: &Cx,
    before: Option<&Recount>,
    at: &Recount,
    moved: &[Moved],
    last: Option<RequestId>,
) -> Result<usize> {
    let after = Recount {
        after_id: last.unwrap_or(at.after_id),
        finished_at: last.is_none().then_some(cx.now),
        ..at.clone()
    };
    if !store::save_recount(c, before, &after)? {
        // Another instance has gone on from here.
        return Ok(0);
    }
    let mut count = 0;
    for (was, is) in moved {
        if store::set_recounted(c, is)? && was.due_at != is.due_at {
            count += 1;
            let data = json!({ "due_at": [was.due_at, is.due_at], "because": at.because, "change": at.basis });
            acting::record(c, cx, None, is, "deadline_moved", Some(is.state), data)?;
        }
    }
    Ok(count)
}
