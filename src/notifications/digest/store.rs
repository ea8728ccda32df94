//! Who has notifications waiting for a digest, and the day of each person's last one.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{digest_days, notifications};
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{NotificationId, UserId};
use crate::notifications::inbox::Row;
use crate::notifications::inbox_store::InDigest;
use crate::notifications::plan::Topic;

/// The next people for whom something waits, by id.
pub fn waiting_people(c: &mut Conn, now: Timestamp, after: UserId, limit: i64) -> Result<Vec<UserId>> {
    Ok(notifications::table
        .filter(
            notifications::digest
                .eq(InDigest::Waiting)
                .and(notifications::user_id.gt(after))
                .and(notifications::visible_at.le(now)),
        )
        .select(notifications::user_id)
        .distinct()
        .order(notifications::user_id)
        .limit(limit)
        .load(c)?)
}

/// The day of each one's last digest.
pub fn days(c: &mut Conn, people: &[UserId]) -> Result<HashMap<UserId, NaiveDate>> {
    let rows: Vec<(UserId, Option<NaiveDate>)> = digest_days::table
        .filter(one_of(digest_days::user_id, people))
        .select((digest_days::user_id, digest_days::digest_on))
        .load(c)?;
    Ok(rows.into_iter().filter_map(|(user, day)| Some((user, day?))).collect())
}

fn begin(c: &mut Conn, user: UserId) -> Result<()> {
    let first = diesel::insert_into(digest_days::table)
        .values(digest_days::user_id.eq(user))
        .on_conflict_do_nothing();
    both(first).execute(c)?;
    Ok(())
}

/// Takes a day's digest upon oneself; says whether nobody had.
pub fn take_day(c: &mut Conn, user: UserId, day: NaiveDate) -> Result<bool> {
    begin(c, user)?;
    let earlier = digest_days::digest_on.is_null().or(digest_days::digest_on.lt(day));
    let taken = diesel::update(digest_days::table.filter(digest_days::user_id.eq(user).and(earlier)))
        .set(digest_days::digest_on.eq(day))
        .execute(c)?;
    Ok(taken == 1)
}

/// The day of a person's last weekly summary.
pub fn weekly_day(c: &mut Conn, user: UserId) -> Result<Option<NaiveDate>> {
    let day: Option<Option<NaiveDate>> = digest_days::table
        .filter(digest_days::user_id.eq(user))
        .select(digest_days::weekly_on)
        .first(c)
        .optional()?;
    Ok(day.flatten())
}

/// Takes a week's summary upon oneself, if the last is still the one that was seen; says whether it was.
pub fn take_week(c: &mut Conn, user: UserId, seen: Option<NaiveDate>, day: NaiveDate) -> Result<bool> {
    begin(c, user)?;
    let this = digest_days::table.filter(digest_days::user_id.eq(user));
    let weekly = digest_days::weekly_on.eq(day);
    let taken = match seen {
        None => diesel::update(this.filter(digest_days::weekly_on.is_null()))
            .set(weekly)
            .execute(c)?,
        Some(last) => diesel::update(this.filter(digest_days::weekly_on.eq(last)))
            .set(weekly)
            .execute(c)?,
    };
    Ok(taken == 1)
}

/// What waits for a person's digest, oldest first; of one topic, or of all.
pub fn waiting(c: &mut Conn, now: Timestamp, user: UserId, topic: Option<Topic>, limit: i64) -> Result<Vec<Row>> {
    let mut query = notifications::table
        .filter(
            notifications::digest
                .eq(InDigest::Waiting)
                .and(notifications::user_id.eq(user))
                .and(notifications::visible_at.le(now)),
        )
        .order(notifications::id)
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(topic) = topic {
        query = query.filter(notifications::topic.eq(topic));
    }
    Ok(query.load(c)?)
}

/// These wait no more.
pub fn mark_told(c: &mut Conn, ids: &[NotificationId]) -> Result<()> {
    diesel::update(notifications::table.filter(one_of(notifications::id, ids)))
        .set(notifications::digest.eq(InDigest::Told))
        .execute(c)?;
    Ok(())
}
