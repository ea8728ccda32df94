//! The digest: what did not come at once, in one mail on a working morning, grouped by what it is about, what waits for its
//! reader first.
//!
//! A round looks for who has something waiting. That a day's digest is made, and which notifications are in it, is written in
//! the transaction of the mail: two rounds make it once, and one that stops in between leaves it to the next.

mod render;
mod rules;
mod store;

use std::collections::HashSet;

use super::inbox::{self, MayKnow};
use super::inbox_store;
use super::model::Kind;
use super::plan::Topic;
use super::{letterhead, outbox, service};
use crate::accounts::{self, Person};
use crate::calendar;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::ids::UserId;
use rules::Scope;

/// People who are looked at together.
const PAGE: i64 = 200;
/// Notifications in a digest; what is beyond comes with the next, and is in the application.
const MOST: i64 = 500;

/// Goes the round; says how many digests were written.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn go(db: &Db, may_know: MayKnow) -> Result<usize> {
    let (mut written, mut after) = (0, Some(UserId(0)));
    while let Some(last) = after {
        let (people, next) = db.read(move |c, cx| wanting(c, cx, last)).await?;
        for (user, scope) in people {
            match db.write(move |c, cx| tell(c, cx, user, scope, may_know)).await {
                Ok(something) => written += usize::from(something),
                Err(error) if error.is_unavailable() => return Err(error),
                // One who cannot be told does not keep the others from it.
                Err(error) => tracing::error!(%error, %user, "a digest could not be made"),
            }
        }
        after = next;
    }
    Ok(written)
}

/// Of the next people with something waiting, those whose digest is due, and of what; and where those after them begin.
type Wanting = (Vec<(UserId, Scope)>, Option<UserId>);

fn wanting(c: &mut Conn, cx: &Cx, after: UserId) -> Result<Wanting> {
    let people = store::waiting_people(c, cx.now, after, PAGE)?;
    let next = people
        .last()
        .copied()
        .filter(|_| people.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX));
    if people.is_empty() {
        return Ok((Vec::new(), None));
    }
    let calendar = calendar::service::load(c)?;
    let preferences = inbox_store::preferences_of(c, &people)?;
    let days = store::days(c, &people)?;
    let due = |user: UserId| {
        let theirs = preferences.get(&user).cloned().unwrap_or_default();
        let scope = rules::due(&calendar, &theirs, days.get(&user).copied(), cx.now)?;
        Some((user, scope))
    };
    Ok((people.into_iter().filter_map(due).collect(), next))
}

/// Writes a person's digest of today, unless another round has; says whether there was anything to say.
fn tell(c: &mut Conn, cx: &Cx, user: UserId, scope: Scope, may_know: MayKnow) -> Result<bool> {
    if !store::take_day(c, user, cx.now.date_tehran())? {
        return Ok(false);
    }
    let topic = (scope == Scope::Breaches).then_some(Topic::Breaches);
    let rows = store::waiting(c, cx.now, user, topic, MOST)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    store::mark_told(c, &ids)?;
    let Some(person) = accounts::service::acting(c, cx, user)? else {
        return Ok(false);
    };
    if inbox_store::bounced(c, &[user])?.contains(&user) {
        return Ok(false);
    }
    // What was read is known, and what may not be known is not said.
    let rows: Vec<_> = rows.into_iter().filter(|row| row.read_at.is_none()).collect();
    let asked: HashSet<_> = rows.iter().filter_map(inbox::asked).collect();
    let asked: Vec<_> = asked.into_iter().collect();
    let known = if asked.is_empty() {
        HashSet::new()
    } else {
        may_know(c, cx, &asked, std::slice::from_ref(&person))?
    };
    let sayable = |row: &inbox::Row| inbox::asked(row).is_none_or(|thing| known.contains(&(user, thing)));
    let groups = rules::groups(rows.into_iter().filter(sayable).collect());
    if groups.is_empty() {
        return Ok(false);
    }
    let letterhead = letterhead::current(c)?;
    let rendered = render::render(cx, &person, &groups, &letterhead)?;
    let mail = service::rendered(cx, Kind::Digest, &person, rendered);
    outbox::insert(c, Some(user), None, &mail)?;
    Ok(true)
}

/// Of these people those whose weekly summary is due.
///
/// # Errors
/// Only the database's.
pub fn weekly_due(c: &mut Conn, cx: &Cx, people: Vec<Person>) -> Result<Vec<Person>> {
    if !cx.settings.mail_digests {
        return Ok(Vec::new());
    }
    let calendar = calendar::service::load(c)?;
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let preferences = inbox_store::preferences_of(c, &ids)?;
    let mut due = Vec::new();
    for person in people {
        let theirs = preferences.get(&person.id).cloned().unwrap_or_default();
        let last = store::weekly_day(c, person.id)?;
        if theirs.weekly && rules::weekly_due(&calendar, theirs.digest_hour, last, cx.now) {
            due.push(person);
        }
    }
    Ok(due)
}

/// Takes this week's summary of a person upon oneself, in the transaction of the mail; says whether nobody had.
///
/// # Errors
/// Only the database's.
pub fn take_week(c: &mut Conn, cx: &Cx, user: UserId) -> Result<bool> {
    let last = store::weekly_day(c, user)?;
    let theirs = inbox_store::preferences_of(c, &[user])?
        .remove(&user)
        .unwrap_or_default();
    let calendar = calendar::service::load(c)?;
    let due = rules::weekly_due(&calendar, theirs.digest_hour, last, cx.now);
    Ok(due && store::take_week(c, user, last, cx.now.date_tehran())?)
}
