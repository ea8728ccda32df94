//! Approvals that wait, by the clock: who may decide is looked at again, those who can are reminded once, and in the end
//! the director is told.
//!
//! Days are counted by the working calendar from when the step opened, in the settings `approval_reminder_working_days`
//! and `approval_escalation_working_days`; mails go out in working time. What was sent is noted by an update that only
//! one can win, so rounds of several instances remind nobody twice.

use chrono::NaiveDate;

use super::notices::{self, Ask};
use super::{SUBJECT, request_of};
use crate::approvals::{Approval, service};
use crate::calendar::{self, NotEnoughWorkingTime, WorkingCalendar};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::ids::ApprovalId;

/// Approvals that are looked at together.
const PAGE: i64 = 200;
/// One that is locked is left to the next round. After so many it is the database that is not there.
const PATIENCE: usize = 3;

/// What is due for an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Due {
    reminder: bool,
    escalation: bool,
}

/// Whether more than so many working days have passed since a day, and it is working time or has been today.
fn over(calendar: &WorkingCalendar, since: NaiveDate, days: u32, now: Timestamp) -> Result<bool, NotEnoughWorkingTime> {
    let today = now.date_tehran();
    let begun = calendar.stretches(today).first().is_some_and(|s| s.from <= now);
    Ok(begun && calendar.nth_working_day(since, days)? < today)
}

fn due(calendar: &WorkingCalendar, cx: &Cx, approval: &Approval) -> Result<Due> {
    let since = approval.step_opened_at.date_tehran();
    let settings = &cx.settings;
    Ok(Due {
        reminder: approval.reminded_at.is_none()
            && over(calendar, since, settings.approval_reminder_working_days, cx.now)?,
        escalation: approval.escalated_at.is_none()
            && over(calendar, since, settings.approval_escalation_working_days, cx.now)?,
    })
}

/// One round over all that is pending, each in a transaction of its own. Says for how many something was done.
///
/// # Errors
/// 503 while the database cannot be reached, 409 when the calendar has not enough working days.
pub async fn chase(db: &Db) -> Result<usize> {
    let (mut done, mut busy, mut after) = (0, 0, Some(ApprovalId(0)));
    while let Some(last) = after {
        let (wanting, next) = db.read(move |c, cx| wanting(c, cx, last)).await?;
        for id in wanting {
            match db.write(move |c, cx| chase_one(c, cx, id)).await {
                Ok(acted) => done += usize::from(acted),
                Err(error) if error.is_unavailable() && busy == PATIENCE => return Err(error),
                Err(error) => {
                    busy += usize::from(error.is_unavailable());
                    tracing::error!(%error, approval = %id, "an approval could not be chased");
                }
            }
        }
        after = next;
    }
    Ok(done)
}

/// Of the next page of what is pending, what wants something done; and where the page after it starts.
fn wanting(c: &mut Conn, cx: &Cx, after: ApprovalId) -> Result<(Vec<ApprovalId>, Option<ApprovalId>)> {
    let pending = service::pending_after(c, SUBJECT, after, PAGE)?;
    if pending.is_empty() {
        return Ok((Vec::new(), None));
    }
    let calendar = calendar::service::load(c)?;
    let mut wanting = Vec::new();
    for approval in &pending {
        let due = due(&calendar, cx, approval)?;
        if due.reminder || due.escalation || service::needs_refresh(c, cx, approval)? {
            wanting.push(approval.id);
        }
    }
    Ok((wanting, pending.last().map(|a| a.id)))
}

/// Does what is due, if it still is; says whether anything was.
fn chase_one(c: &mut Conn, cx: &Cx, id: ApprovalId) -> Result<bool> {
    service::lock(c, id)?;
    let approval = service::find(c, id)?;
    if !approval.is_pending() {
        return Ok(false);
    }
    let row = request_of(c, &approval)?;
    let due = due(&*calendar::service::load(c)?, cx, &approval)?;
    let (asked, new) = service::refresh(c, cx, &approval)?;
    notices::ask(c, cx, None, &row, &approval, &asked, &new, Ask::Needed)?;
    let mut acted = !new.is_empty();
    if due.reminder && service::mark_reminded(c, cx, &approval)? {
        let mut waited = asked.people.clone();
        waited.retain(|p| new.iter().all(|n| n.id != p.id));
        notices::ask(c, cx, None, &row, &approval, &asked, &waited, Ask::Reminder)?;
        acted = true;
    }
    if due.escalation && service::mark_escalated(c, cx, &approval)? {
        notices::escalate(c, cx, &row, &approval, &asked)?;
        acted = true;
    }
    Ok(acted)
}
