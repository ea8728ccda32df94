//! Promises that are due, by the clock: on working mornings who promised is reminded before the day, on it, and when it has
//! passed; later the director is told. One mail for each person lists all of it.
//!
//! What was said is noted by an update that only one can win, in the transaction of the mail: rounds of several instances tell
//! nobody twice.

use std::collections::BTreeSet;

use super::due_store;
use super::notices::{self, Due};
use super::rules::{Pace, Stage, has_begun, horizon, pending};
use super::service::record;
use super::store::Commitment;
use crate::accounts::{self, Person, Role};
use crate::calendar::{self, WorkingCalendar};
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Result};
use crate::ids::{CommitmentId, UserId};
use crate::notifications::model::Why;

/// Promises that are looked at together.
const PAGE: i64 = 200;
/// Told at once at most; what is beyond comes with the next round.
const TOGETHER: i64 = 1000;

fn pace(cx: &Cx) -> Pace {
    Pace {
        before: cx.settings.commitment_reminder_working_days,
        after: cx.settings.commitment_escalation_working_days,
    }
}

/// Goes the round; says how many mails were written.
///
/// # Errors
/// 503 while the database cannot be reached, 409 when the calendar has not enough working days.
pub async fn remind(db: &Db) -> Result<usize> {
    let mut mails = 0;
    let (mut people, mut director, mut after) = (BTreeSet::new(), false, Some(CommitmentId(0)));
    while let Some(last) = after {
        let (found, next) = db.read(move |c, cx| wanting(c, cx, last)).await?;
        for (who, stage) in found {
            director |= stage == Stage::HandedUp;
            people.extend((stage != Stage::HandedUp).then_some(who));
        }
        after = next;
    }
    for who in people {
        mails += settled(db.write(move |c, cx| tell_one(c, cx, who)).await, who)?;
    }
    if director {
        mails += settled(db.write(tell_directors).await, UserId(0))?;
    }
    Ok(mails)
}

/// What one could not be told does not keep the others from it.
fn settled(told: Result<usize>, who: UserId) -> Result<usize> {
    match told {
        Err(error) if error.is_unavailable() => Err(error),
        Err(error) => {
            tracing::error!(%error, user = %who, "somebody could not be told of promises");
            Ok(0)
        }
        told => told,
    }
}

/// Who is to be told, and what stage a promise of theirs has come to.
type Wanting = Vec<(UserId, Stage)>;

/// Of the next page of what may be due, who is to be told and of what; and where the page after it starts.
fn wanting(c: &mut Conn, cx: &Cx, after: CommitmentId) -> Result<(Wanting, Option<CommitmentId>)> {
    let calendar = calendar::service::load(c)?;
    if !has_begun(&calendar, cx.now) {
        return Ok((Vec::new(), None));
    }
    let until = horizon(&calendar, cx.now.date_tehran(), pace(cx))?;
    let rows = due_store::due(c, until, Stage::HandedUp as i32, after, PAGE)?;
    let next = rows.last().map(|row| row.id);
    let mut found = Vec::new();
    for row in rows {
        found.extend(stage(&calendar, cx, &row)?.map(|stage| (row.who_id, stage)));
    }
    Ok((found, next))
}

fn stage(calendar: &WorkingCalendar, cx: &Cx, row: &Commitment) -> Result<Option<Stage>> {
    let today = cx.now.date_tehran();
    Ok(pending(calendar, row.due_on, row.told_stage, today, pace(cx))?)
}

/// Takes these as told, and gives what is to be said of each.
fn take(c: &mut Conn, cx: &Cx, rows: Vec<Commitment>, wanted: impl Fn(Stage) -> bool) -> Result<Vec<Due>> {
    let calendar = calendar::service::load(c)?;
    let people: Vec<_> = rows.iter().map(|row| row.who_id).collect();
    let people = accounts::service::people(c, &people)?;
    let mut due = Vec::new();
    for row in rows {
        let Some(stage) = stage(&calendar, cx, &row)?.filter(|stage| wanted(*stage)) else {
            continue;
        };
        if !due_store::set_told(c, &row, stage as i32)? {
            return Err(Error::LostRace("another round tells of the same promise".into()));
        }
        let action = match stage {
            Stage::Untold | Stage::Soon | Stage::Today => "reminded",
            Stage::Late => "overdue",
            Stage::HandedUp => "escalated",
        };
        record(c, cx, None, &row, action, serde_json::json!({ "due_on": row.due_on }))?;
        due.push(Due {
            stage,
            days_late: (cx.now.date_tehran() - row.due_on).num_days().max(0),
            who: people.get(&row.who_id).map(|who| who.name.clone()).unwrap_or_default(),
            row,
        });
    }
    Ok(due)
}

fn tell_one(c: &mut Conn, cx: &Cx, who: UserId) -> Result<usize> {
    let calendar = calendar::service::load(c)?;
    let until = horizon(&calendar, cx.now.date_tehran(), pace(cx))?;
    let rows = due_store::due_of(c, who, until, Stage::Late as i32, TOGETHER)?;
    let due = take(c, cx, rows, |stage| stage < Stage::HandedUp)?;
    let person = accounts::service::persons(c, &[who])?.pop();
    tell(c, cx, person, Why::Committed, due)
}

fn tell_directors(c: &mut Conn, cx: &Cx) -> Result<usize> {
    let rows = due_store::late(c, cx.now.date_tehran(), Stage::Late as i32, TOGETHER)?;
    let due = take(c, cx, rows, |stage| stage == Stage::HandedUp)?;
    let mut mails = 0;
    for director in accounts::service::holders(c, Role::Director)? {
        // Of their own they know.
        let others = due.iter().filter(|d| d.row.who_id != director.id);
        let others: Vec<Due> = others
            .map(|d| Due {
                row: d.row.clone(),
                who: d.who.clone(),
                ..*d
            })
            .collect();
        mails += tell(c, cx, Some(director), Why::Director, others)?;
    }
    Ok(mails)
}

fn tell(c: &mut Conn, cx: &Cx, person: Option<Person>, why: Why, due: Vec<Due>) -> Result<usize> {
    let Some(person) = person.filter(|_| !due.is_empty()) else {
        return Ok(0);
    };
    notices::tell_due(c, cx, &person, why, &due)?;
    Ok(1)
}
