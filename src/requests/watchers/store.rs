//! The rows of watchers.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::request_watchers;
use crate::db::{Conn, both};
use crate::error::Result;
use crate::ids::{RequestId, UserId};

/// Who follows, who had them, since when.
pub type Row = (UserId, UserId, Timestamp);

/// Adds a watcher; says whether they were none before.
pub fn add(c: &mut Conn, now: Timestamp, request: RequestId, user: UserId, by: UserId) -> Result<bool> {
    let added = both(
        diesel::insert_into(request_watchers::table)
            .values((
                request_watchers::request_id.eq(request),
                request_watchers::user_id.eq(user),
                request_watchers::added_by_id.eq(by),
                request_watchers::created_at.eq(now),
            ))
            .on_conflict_do_nothing(),
    )
    .execute(c)?;
    Ok(added == 1)
}

/// Removes a watcher; says whether they were one.
pub fn remove(c: &mut Conn, request: RequestId, user: UserId) -> Result<bool> {
    let theirs = request_watchers::table.filter(
        request_watchers::request_id
            .eq(request)
            .and(request_watchers::user_id.eq(user)),
    );
    Ok(diesel::delete(theirs).execute(c)? == 1)
}

pub fn find(c: &mut Conn, request: RequestId, user: UserId) -> Result<Option<Row>> {
    Ok(request_watchers::table
        .filter(
            request_watchers::request_id
                .eq(request)
                .and(request_watchers::user_id.eq(user)),
        )
        .select((
            request_watchers::user_id,
            request_watchers::added_by_id,
            request_watchers::created_at,
        ))
        .first(c)
        .optional()?)
}

/// Watchers after this one, by id.
pub fn list(c: &mut Conn, request: RequestId, after: UserId, limit: i64) -> Result<Vec<Row>> {
    Ok(request_watchers::table
        .filter(
            request_watchers::request_id
                .eq(request)
                .and(request_watchers::user_id.gt(after)),
        )
        .order(request_watchers::user_id)
        .limit(limit)
        .select((
            request_watchers::user_id,
            request_watchers::added_by_id,
            request_watchers::created_at,
        ))
        .load(c)?)
}

pub fn count(c: &mut Conn, request: RequestId) -> Result<i64> {
    Ok(request_watchers::table
        .filter(request_watchers::request_id.eq(request))
        .count()
        .get_result(c)?)
}
