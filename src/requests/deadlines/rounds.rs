//! One round over what has come due: first each request in a transaction of its own (the alarm is recorded once for each
//! person, with a line in the history and the time of the next look), then each person in one (what waits to be told
//! becomes a mail, or, when it is much, one mail for all of it). So a crash between the two loses nothing, and a server
//! that was down for a week writes to nobody a hundred times.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::alarms::{self, Alarm, AlarmClock, Stage};
use super::keeping::{Basis, has_clocks, traces};
use super::store::{self, Place};
use super::tell;
use super::waiting::{self, Wait};
use crate::accounts::{self, Person, Role};
use crate::audit::Trace;
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Result};
use crate::ids::{RequestId, UserId};
use crate::notifications::model::Why;
use crate::requests::acting;
use crate::requests::policy::is_untriaged;
use crate::requests::state::State;
use crate::requests::store::{self as rows, Request};

/// What is looked for at once.
const PAGE: i64 = 200;
/// One that is locked is left to the next round. After so many it is the database that is not there.
const PATIENCE: usize = 3;

/// Whether anything has come due or waits to be told: a look that writes nothing.
///
/// # Errors
/// Only the database's.
pub async fn waits(db: &Db) -> Result<bool> {
    db.read(|c, cx| {
        let due = store::due(c, cx.now, None, 1)?;
        Ok(!due.is_empty() || !store::untold_people(c, UserId(0), 1)?.is_empty())
    })
    .await
}

/// Goes the round; says how many mails were written. Rounds of several instances may run at once: what one has said, the
/// other finds said.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn go(db: &Db) -> Result<usize> {
    let (mut after, mut busy): (Option<Place>, usize) = (None, 0);
    loop {
        let began = Instant::now();
        let (found, basis) = db.read(move |c, cx| due(c, cx, after)).await?;
        let basis = Arc::new(basis);
        for (_, id) in &found {
            let (id, basis) = (*id, Arc::clone(&basis));
            match db.write(move |c, cx| raise(c, cx, id, &basis)).await {
                Ok(()) => {}
                Err(error) if error.is_unavailable() && busy == PATIENCE => return Err(error),
                Err(error) => {
                    busy += usize::from(error.is_unavailable());
                    tracing::error!(%error, request = %id, "what has come due could not be recorded");
                }
            }
        }
        after = found.last().copied();
        if i64::try_from(found.len()).is_ok_and(|found| found == PAGE) {
            // Much has come due, after downtime: people's own doings go before it.
            tokio::time::sleep(began.elapsed()).await;
        }
        if after.is_none() {
            break;
        }
    }
    tell_people(db).await
}

/// The next page of what has come due, and what it is counted by, once for all of it: what changes in these seconds is for
/// the recount to find.
fn due(c: &mut Conn, cx: &Cx, after: Option<Place>) -> Result<(Vec<Place>, Basis)> {
    let found = store::due(c, cx.now, after, PAGE)?;
    let ids: Vec<_> = found.iter().map(|(_, id)| *id).collect();
    let trails = traces(c, &ids)?;
    let basis = Basis::load(c, cx, trails.values())?;
    Ok((found, basis))
}

async fn tell_people(db: &Db) -> Result<usize> {
    let (mut mails, mut after) = (0, UserId(0));
    loop {
        let people = db.read(move |c, _| store::untold_people(c, after, PAGE)).await?;
        for person in &people {
            let person = *person;
            match db.write(move |c, cx| tell::person(c, cx, person)).await {
                Ok(written) => mails += written,
                Err(error) if error.is_unavailable() => return Err(error),
                Err(error) => tracing::error!(%error, user = %person, "somebody could not be told of deadlines"),
            }
        }
        match people.last() {
            Some(last) => after = *last,
            None => return Ok(mails),
        }
    }
}

/// Records what has come due about a request, if it is still so.
fn raise(c: &mut Conn, cx: &Cx, id: RequestId, basis: &Basis) -> Result<()> {
    let row = rows::find(c, id)?.filter(|row| row.next_alarm_at.is_some_and(|at| at <= cx.now));
    let Some(mut row) = row else { return Ok(()) };
    let trail = traces(c, &[id])?.remove(&id).unwrap_or_default();
    if row.state == State::Waiting {
        if let Some(wait) = waiting::read(&trail) {
            remind(c, cx, &row, &wait, basis)?;
        }
    } else if has_clocks(row.state) {
        sound(c, cx, &row, &trail, basis)?;
    }
    // Read again: the history has grown.
    let trail = traces(c, &[id])?.remove(&id).unwrap_or_default();
    let said = store::said(c, &[id])?.remove(&id).unwrap_or_default();
    let due_at = row.due_at;
    basis.place(&mut row, &trail, &said, cx.now);
    // Another due time is for the recount to write, with its reason.
    row.due_at = due_at;
    if store::set_next(c, &row)? {
        Ok(())
    } else {
        Err(Error::LostRace("the request was changed meanwhile".into()))
    }
}

/// What the clocks have to say.
fn sound(c: &mut Conn, cx: &Cx, row: &Request, trail: &[Trace], basis: &Basis) -> Result<()> {
    let reading = basis.read(row, trail, cx.now)?;
    let all = basis.alarms(row, &reading)?;
    let said = store::said(c, &[row.id])?.remove(&row.id).unwrap_or_default();
    let pending = alarms::pending(&all, &said, cx.now);
    for alarm in alarms::due(&pending, &basis.calendar, cx.now) {
        let people = match alarm.stage {
            Stage::Escalation | Stage::HandUp => directors(c)?,
            Stage::Warning | Stage::Breach | Stage::Chase => responsible(c, row)?,
        };
        let data = json!({ "clock": alarm.clock, "due_at": alarm.due_at });
        say(c, cx, row, &alarm, &people, data)?;
    }
    Ok(())
}

/// Reminds the party and whoever waits for it, or tells the director that this has not helped.
fn remind(c: &mut Conn, cx: &Cx, row: &Request, wait: &Wait, basis: &Basis) -> Result<()> {
    let pace = basis.pace;
    let next = wait.next(&basis.calendar, pace.chase_every, pace.chase_times)?;
    let Some((at, stage)) = next.filter(|(at, _)| *at <= cx.now) else {
        return Ok(());
    };
    let alarm = Alarm {
        clock: AlarmClock::Party,
        stage,
        due_at: at,
    };
    let (people, number) = if stage == Stage::Chase {
        (waiting_people(c, row, wait)?, wait.chased + 1)
    } else {
        (directors(c)?, wait.chased)
    };
    if stage == Stage::Chase {
        tell::party(c, cx, row, wait)?;
    }
    let data = json!({ "party": wait.party, "party_email": wait.party_email, "times": number, "due_at": at });
    say(c, cx, row, &alarm, &people, data)
}

fn say(c: &mut Conn, cx: &Cx, row: &Request, alarm: &Alarm, people: &[(UserId, Why)], mut data: Value) -> Result<()> {
    record_for(c, row.id, alarm, people, cx.now)?;
    data["told"] = people.iter().map(|(id, _)| id.0).collect();
    acting::record(c, cx, None, row, alarm.stage.action(), Some(row.state), data)
}

fn record_for(c: &mut Conn, id: RequestId, alarm: &Alarm, people: &[(UserId, Why)], now: Timestamp) -> Result<()> {
    if people.is_empty() {
        return store::raise(c, id, alarm, None, now);
    }
    people
        .iter()
        .try_for_each(|to| store::raise(c, id, alarm, Some(*to), now))
}

fn ids(people: Vec<Person>, why: Why) -> Vec<(UserId, Why)> {
    let mut ids: Vec<_> = people.into_iter().map(|p| (p.id, why)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn directors(c: &mut Conn) -> Result<Vec<(UserId, Why)>> {
    Ok(ids(accounts::service::holders(c, Role::Director)?, Why::Director))
}

/// Who has it in hand: the director until it is triaged, then the owner, or the desk while nobody of it has it.
fn responsible(c: &mut Conn, row: &Request) -> Result<Vec<(UserId, Why)>> {
    if is_untriaged(row.state, row.resume_state) {
        return directors(c);
    }
    let mut people = Vec::new();
    if let Some(owner) = row.owner_id {
        people = ids(accounts::service::persons(c, &[owner])?, Why::Owner);
    }
    if let (true, Some(desk)) = (people.is_empty(), row.desk_id) {
        people = ids(accounts::service::desk_people(c, desk)?, Why::Desk);
    }
    if people.is_empty() { directors(c) } else { Ok(people) }
}

/// Who put it in waiting, or who has it in hand when that person is gone.
fn waiting_people(c: &mut Conn, row: &Request, wait: &Wait) -> Result<Vec<(UserId, Why)>> {
    let by: Vec<_> = wait.by.into_iter().collect();
    let people = ids(accounts::service::persons(c, &by)?, Why::Waits);
    if people.is_empty() {
        responsible(c, row)
    } else {
        Ok(people)
    }
}
