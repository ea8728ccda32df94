//! The rows of sessions, their refresh tokens, links that work once, and failed sign-ins.

use diesel::prelude::*;

use super::model::Purpose;
use super::throttle::Tally;
use crate::clock::Timestamp;
use crate::db::schema::{account_tokens, idempotency_keys, refresh_tokens, sessions, sign_in_failures, users};
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{SessionId, UserId};

/// A session's row.
#[derive(Debug, Clone, Queryable)]
pub struct SessionRow {
    pub id: SessionId,
    pub user_agent: String,
    pub address: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

pub fn insert_session(
    c: &mut Conn,
    now: Timestamp,
    user: UserId,
    user_agent: &str,
    address: &str,
    expires_at: Timestamp,
) -> Result<SessionId> {
    use sessions as s;
    let id = diesel::insert_into(s::table)
        .values((
            s::user_id.eq(user),
            s::user_agent.eq(user_agent),
            s::address.eq(address),
            s::created_at.eq(now),
            s::last_seen_at.eq(now),
            s::expires_at.eq(expires_at),
        ))
        .returning(s::id)
        .get_result(c)?;
    Ok(id)
}

pub fn touch_session(c: &mut Conn, now: Timestamp, id: SessionId, expires_at: Timestamp) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((sessions::last_seen_at.eq(now), sessions::expires_at.eq(expires_at)))
        .execute(c)?;
    Ok(())
}

/// The sessions of a person that still stand, last used first; the newest 200.
pub fn standing_sessions(c: &mut Conn, now: Timestamp, user: UserId) -> Result<Vec<SessionRow>> {
    use sessions as s;
    Ok(s::table
        .filter(
            s::user_id
                .eq(user)
                .and(s::revoked_at.is_null())
                .and(s::expires_at.gt(now)),
        )
        .select((
            s::id,
            s::user_agent,
            s::address,
            s::created_at,
            s::last_seen_at,
            s::expires_at,
        ))
        .order((s::last_seen_at.desc(), s::id.desc()))
        .limit(200)
        .load(c)?)
}

/// Those of these sessions that stand, of people who are active.
pub fn standing(c: &mut Conn, now: Timestamp, ids: &[SessionId]) -> Result<Vec<(SessionId, UserId)>> {
    let stands = sessions::revoked_at.is_null().and(sessions::expires_at.gt(now));
    Ok(sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(one_of(sessions::id, ids).and(stands).and(users::active))
        .select((sessions::id, sessions::user_id))
        .load(c)?)
}

/// Ends one session of a person; says whether it stood.
pub fn revoke_session(c: &mut Conn, now: Timestamp, user: UserId, id: SessionId) -> Result<bool> {
    let standing = sessions::table.filter(
        sessions::id
            .eq(id)
            .and(sessions::user_id.eq(user))
            .and(sessions::revoked_at.is_null())
            .and(sessions::expires_at.gt(now)),
    );
    Ok(diesel::update(standing).set(sessions::revoked_at.eq(now)).execute(c)? == 1)
}

/// Ends all sessions of a person but this one.
pub fn revoke_sessions(c: &mut Conn, now: Timestamp, user: UserId, but: Option<SessionId>) -> Result<()> {
    let but = but.unwrap_or(SessionId(0));
    let others = sessions::table.filter(
        sessions::user_id
            .eq(user)
            .and(sessions::revoked_at.is_null())
            .and(sessions::id.ne(but)),
    );
    diesel::update(others).set(sessions::revoked_at.eq(now)).execute(c)?;
    Ok(())
}

/// A refresh token with its session.
#[derive(Debug, Clone, Queryable)]
pub struct RefreshRow {
    pub token_id: i64,
    pub used_at: Option<Timestamp>,
    pub session_id: SessionId,
    pub user_id: UserId,
    pub revoked_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    pub active: bool,
}

pub fn find_refresh(c: &mut Conn, hash: &str) -> Result<Option<RefreshRow>> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((
            refresh_tokens::id,
            refresh_tokens::used_at,
            sessions::id,
            sessions::user_id,
            sessions::revoked_at,
            sessions::expires_at,
            users::active,
        ))
        .first(c)
        .optional()?)
}

/// Marks a refresh token as used; says whether it was unused until now.
pub fn use_refresh(c: &mut Conn, now: Timestamp, id: i64) -> Result<bool> {
    let unused = refresh_tokens::table.filter(refresh_tokens::id.eq(id).and(refresh_tokens::used_at.is_null()));
    Ok(diesel::update(unused).set(refresh_tokens::used_at.eq(now)).execute(c)? == 1)
}

pub fn insert_refresh(c: &mut Conn, now: Timestamp, session: SessionId, hash: &str) -> Result<()> {
    use refresh_tokens as r;
    diesel::insert_into(r::table)
        .values((r::session_id.eq(session), r::token_hash.eq(hash), r::created_at.eq(now)))
        .execute(c)?;
    Ok(())
}

pub fn insert_link(
    c: &mut Conn,
    now: Timestamp,
    user: Option<UserId>,
    purpose: Purpose,
    hash: &str,
    expires_at: Timestamp,
) -> Result<()> {
    use account_tokens as t;
    diesel::insert_into(t::table)
        .values((
            t::user_id.eq(user),
            t::purpose.eq(purpose),
            t::token_hash.eq(hash),
            t::created_at.eq(now),
            t::expires_at.eq(expires_at),
        ))
        .execute(c)?;
    Ok(())
}

/// A link that still works.
#[derive(Debug, Clone, Copy)]
pub struct WorkingLink {
    /// Whose it is; none: the first administrator's, who has no account yet.
    pub user_id: Option<UserId>,
}

pub fn find_link(c: &mut Conn, now: Timestamp, purpose: Purpose, hash: &str) -> Result<Option<WorkingLink>> {
    use account_tokens as t;
    let working = t::table.filter(
        t::token_hash
            .eq(hash)
            .and(t::purpose.eq(purpose))
            .and(t::used_at.is_null())
            .and(t::expires_at.gt(now)),
    );
    Ok(working
        .select(t::user_id)
        .first(c)
        .optional()?
        .map(|user_id| WorkingLink { user_id }))
}

/// Uses a link up; says whether it still worked.
pub fn use_link(c: &mut Conn, now: Timestamp, purpose: Purpose, hash: &str) -> Result<bool> {
    use account_tokens as t;
    let working = t::table.filter(
        t::token_hash
            .eq(hash)
            .and(t::purpose.eq(purpose))
            .and(t::used_at.is_null())
            .and(t::expires_at.gt(now)),
    );
    Ok(diesel::update(working).set(t::used_at.eq(now)).execute(c)? == 1)
}

/// Uses up what links a person still has, of whatever purpose.
pub fn void_links_of(c: &mut Conn, now: Timestamp, user: UserId) -> Result<()> {
    use account_tokens as t;
    diesel::update(t::table.filter(t::user_id.eq(user).and(t::used_at.is_null())))
        .set(t::used_at.eq(now))
        .execute(c)?;
    Ok(())
}

/// Uses up all links of nobody's with this purpose.
pub fn void_links_for(c: &mut Conn, now: Timestamp, purpose: Purpose) -> Result<()> {
    use account_tokens as t;
    diesel::update(t::table.filter(t::purpose.eq(purpose).and(t::used_at.is_null())))
        .set(t::used_at.eq(now))
        .execute(c)?;
    Ok(())
}

/// How many links of a purpose a person got since then.
pub fn count_links(c: &mut Conn, user: UserId, purpose: Purpose, since: Timestamp) -> Result<i64> {
    use account_tokens as t;
    Ok(t::table
        .filter(
            t::user_id
                .eq(user)
                .and(t::purpose.eq(purpose))
                .and(t::created_at.gt(since)),
        )
        .count()
        .get_result(c)?)
}

pub fn find_tally(c: &mut Conn, key: &str) -> Result<Option<Tally>> {
    use sign_in_failures as f;
    let row: Option<(i32, Timestamp, Option<Timestamp>)> = f::table
        .filter(f::key.eq(key))
        .select((f::failures, f::first_at, f::blocked_until))
        .first(c)
        .optional()?;
    Ok(row.map(|(failures, first_at, blocked_until)| Tally {
        failures,
        first_at,
        blocked_until,
    }))
}

/// The tally under this key, locked until the transaction ends, so that tries at the same moment all count.
pub fn lock_tally(c: &mut Conn, now: Timestamp, key: &str) -> Result<Tally> {
    use sign_in_failures as f;
    both(
        diesel::insert_into(f::table)
            .values((f::key.eq(key), f::failures.eq(0), f::first_at.eq(now)))
            .on_conflict(f::key)
            .do_nothing(),
    )
    .execute(c)?;
    diesel::update(f::table.filter(f::key.eq(key)))
        .set(f::failures.eq(f::failures))
        .execute(c)?;
    Ok(find_tally(c, key)?.unwrap_or(Tally::new(now)))
}

pub fn save_tally(c: &mut Conn, key: &str, tally: &Tally) -> Result<()> {
    use sign_in_failures as f;
    diesel::update(f::table.filter(f::key.eq(key)))
        .set((
            f::failures.eq(tally.failures),
            f::first_at.eq(tally.first_at),
            f::blocked_until.eq(tally.blocked_until),
        ))
        .execute(c)?;
    Ok(())
}

pub fn delete_tally(c: &mut Conn, key: &str) -> Result<()> {
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::key.eq(key))).execute(c)?;
    Ok(())
}

/// Deletes what nobody will ask for again: answers and links from before `old`, failures from before `stale`,
/// and sessions, with their tokens, that ended before `old`.
pub fn sweep(c: &mut Conn, old: Timestamp, stale: Timestamp) -> Result<()> {
    use sign_in_failures as f;
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(old))).execute(c)?;
    diesel::delete(account_tokens::table.filter(account_tokens::expires_at.lt(old))).execute(c)?;
    diesel::delete(
        f::table.filter(
            f::first_at
                .lt(stale)
                .and(f::blocked_until.is_null().or(f::blocked_until.lt(stale))),
        ),
    )
    .execute(c)?;
    let ended = || {
        sessions::expires_at
            .lt(old)
            .or(sessions::revoked_at.is_not_null().and(sessions::revoked_at.lt(old)))
    };
    let of_ended = sessions::table.filter(ended().assume_not_null()).select(sessions::id);
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(of_ended))).execute(c)?;
    diesel::delete(sessions::table.filter(ended().assume_not_null())).execute(c)?;
    Ok(())
}
