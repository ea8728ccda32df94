//! Signing in and staying signed in: password checks of constant work, sessions, and refresh tokens that are
//! used once each, so that a stolen one betrays itself (RFC 9700, 4.14).
//!
//! What has to be remembered although the call fails (a failed try, the end of a stolen session) is committed:
//! such a transaction succeeds with the refusal as its value.

use chrono::TimeDelta;
use secrecy::SecretString;
use serde_json::json;

use super::bodies::Login;
use super::model::{Actor, UserRef};
use super::store::UserRow;
use super::throttle::Scope;
use super::tokens::{Signer, hash_secret, random_secret};
use super::views::{Me, SessionView, SignedIn};
use super::{password, policy, service, session_store, stand_ins, store, throttle};
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Result};
use crate::ids::{SessionId, UserId};
use crate::page::Page;
use crate::persian::text;

/// Characters of a browser's name that are kept.
const MAX_AGENT: usize = 200;

/// Where a sign-in comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The caller's address.
    pub address: String,
    /// What the browser or program calls itself.
    pub user_agent: String,
}

/// A session's new tokens.
pub struct Fresh {
    /// What the body says.
    pub view: SignedIn,
    /// The new refresh token, for the cookie.
    pub refresh: String,
}

/// What is known of a session before its access token is signed.
struct Opened {
    session: SessionId,
    me: Me,
}

impl Opened {
    fn sign(self, db: &Db, signer: &Signer, refresh: String) -> Result<Fresh> {
        let access_token = signer.sign(self.me.id, self.session, db.clock().now())?;
        let view = SignedIn {
            access_token,
            token_type: "Bearer",
            expires_in: signer.seconds(),
            user: self.me,
        };
        Ok(Fresh { view, refresh })
    }
}

const WRONG: Error = Error::Unauthenticated("wrong_credentials");

/// Signs in with address and password. Takes the same work, and gives the same answer, whether the account does
/// not exist, is not active, has no password, or has another one.
///
/// # Errors
/// 401 `wrong_credentials`; 429 after too many failures of the account or from the address.
pub async fn login(db: &Db, signer: &Signer, body: Login, from: Origin) -> Result<Fresh> {
    let email = service::fold_email(&body.email);
    let keys = throttle::keys(&email, &from.address);
    let asked = keys.clone();
    let found = db
        .read(move |c, cx| match blocked_for(c, cx, &asked)? {
            Some(seconds) => Err(Error::TooMany(seconds)),
            None => store::find_by_email(c, &email),
        })
        .await?;
    let hash = found.as_ref().and_then(|u| u.password_hash.clone());
    let right = password::verify(SecretString::from(body.password), hash).await?;
    let user = found.filter(|u| right && u.active);
    let refresh = random_secret();
    let token = hash_secret(&refresh);
    db.write(move |c, cx| conclude(c, cx, user.as_ref(), &keys, &from, &token))
        .await??
        .sign(db, signer, refresh)
}

/// Opens the session, or counts the failure. Asked again here, the throttle holds for tries at the same moment:
/// of a hundred at once five are heard.
fn conclude(
    c: &mut Conn,
    cx: &Cx,
    user: Option<&UserRow>,
    keys: &[(Scope, String); 2],
    from: &Origin,
    token: &str,
) -> Result<Result<Opened>> {
    if let Some(seconds) = blocked_for(c, cx, keys)? {
        return Ok(Err(Error::TooMany(seconds)));
    }
    // The password may have been changed or the person deactivated while it was checked.
    let now_there = match user {
        Some(checked) => {
            store::find_user(c, checked.id)?.filter(|u| u.active && u.password_hash == checked.password_hash)
        }
        None => None,
    };
    let Some(user) = now_there else {
        return Ok(Err(count_failure(c, cx, keys)?));
    };
    // The account is forgiven, the address is not: else an attacker's own account would wipe the slate.
    let [(_, account), _] = keys;
    session_store::delete_tally(c, account)?;
    let agent: String = text::tidy_line(&from.user_agent).chars().take(MAX_AGENT).collect();
    let session = session_store::insert_session(c, cx.now, user.id, &agent, &from.address, session_end(cx))?;
    session_store::insert_refresh(c, cx.now, session, token)?;
    Ok(Ok(Opened {
        session,
        me: me(c, cx, user.id)?,
    }))
}

/// Counts a failure under both keys, and says what to answer: once the lock is there, an earlier try of the same
/// moment may have brought the block.
fn count_failure(c: &mut Conn, cx: &Cx, keys: &[(Scope, String); 2]) -> Result<Error> {
    let mut answer = WRONG;
    for (scope, key) in keys {
        let tally = session_store::lock_tally(c, cx.now, key)?;
        match tally.wait(cx.now) {
            Some(seconds) => answer = Error::TooMany(seconds),
            None => session_store::save_tally(c, key, &tally.failed(*scope, cx.now))?,
        }
    }
    Ok(answer)
}

/// Seconds until a try under these keys is heard again.
fn blocked_for(c: &mut Conn, cx: &Cx, keys: &[(Scope, String); 2]) -> Result<Option<u64>> {
    let mut wait = None;
    for (_, key) in keys {
        wait = wait.max(session_store::find_tally(c, key)?.and_then(|t| t.wait(cx.now)));
    }
    Ok(wait)
}

fn session_end(cx: &Cx) -> crate::clock::Timestamp {
    cx.now.plus(TimeDelta::days(cx.settings.session_days))
}

/// New tokens for a session, against its refresh token, which is used up. One that comes again is in two hands:
/// the session ends for both.
///
/// # Errors
/// 401 `invalid_token`, `session_ended` or `refresh_reused`.
pub async fn refresh(db: &Db, signer: &Signer, secret: &str) -> Result<Fresh> {
    let old = hash_secret(secret);
    let new = random_secret();
    let token = hash_secret(&new);
    db.write(move |c, cx| rotate(c, cx, &old, &token))
        .await??
        .sign(db, signer, new)
}

fn rotate(c: &mut Conn, cx: &Cx, old: &str, new: &str) -> Result<Result<Opened>> {
    let Some(row) = session_store::find_refresh(c, old)? else {
        return Ok(Err(Error::Unauthenticated("invalid_token")));
    };
    if row.used_at.is_some() || !session_store::use_refresh(c, cx.now, row.token_id)? {
        if session_store::revoke_session(c, cx.now, row.user_id, row.session_id)? {
            tracing::warn!(
                user = row.user_id.0,
                session = row.session_id.0,
                "a used refresh token came again; the session was ended"
            );
            service::record(
                c,
                cx,
                row.user_id,
                "refresh_reused",
                None,
                json!({ "session_id": row.session_id }),
            )?;
        }
        return Ok(Err(Error::Unauthenticated("refresh_reused")));
    }
    if row.revoked_at.is_some() || row.expires_at <= cx.now || !row.active {
        return Ok(Err(Error::Unauthenticated("session_ended")));
    }
    session_store::insert_refresh(c, cx.now, row.session_id, new)?;
    session_store::touch_session(c, cx.now, row.session_id, session_end(cx))?;
    Ok(Ok(Opened {
        session: row.session_id,
        me: me(c, cx, row.user_id)?,
    }))
}

/// Who a person is and what they may do.
///
/// # Errors
/// `NotFound` when there is no such person.
pub fn me(c: &mut Conn, cx: &Cx, id: UserId) -> Result<Me> {
    let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
    let roles = store::named_grants(c, &[id])?.remove(&id).unwrap_or_default();
    let permissions = policy::permissions(roles.iter().map(|r| r.role));
    let stands_in_for = stand_ins::stood_in_for(c, id, cx.now.date_tehran())?;
    let stands_in_for = stands_in_for.into_iter().map(|absent| UserRef {
        id: absent.user_id,
        name: absent.name,
    });
    Ok(Me {
        id,
        name: row.name,
        email: row.email,
        locale: row.locale,
        roles,
        permissions,
        stands_in_for: stands_in_for.collect(),
    })
}

/// Ends the session that the caller acts in.
///
/// # Errors
/// Only the database's.
pub fn logout(c: &mut Conn, cx: &Cx, actor: &Actor) -> Result<()> {
    if let Some(session) = actor.session_id {
        session_store::revoke_session(c, cx.now, actor.id, session)?;
    }
    Ok(())
}

/// Where the caller is signed in, last used first.
///
/// # Errors
/// Only the database's.
pub fn sessions(c: &mut Conn, cx: &Cx, actor: &Actor) -> Result<Page<SessionView>> {
    let rows = session_store::standing_sessions(c, cx.now, actor.id)?;
    let view = |s: session_store::SessionRow| SessionView {
        current: actor.session_id == Some(s.id),
        id: s.id,
        user_agent: s.user_agent,
        address: s.address,
        created_at: s.created_at,
        last_seen_at: s.last_seen_at,
        expires_at: s.expires_at,
    };
    Ok(Page {
        items: rows.into_iter().map(view).collect(),
        next: None,
    })
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// `NotFound` when it is none of theirs, or has ended.
pub fn end_session(c: &mut Conn, cx: &Cx, actor: &Actor, id: SessionId) -> Result<()> {
    if session_store::revoke_session(c, cx.now, actor.id, id)? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Ends all of the caller's sessions but the one that asks.
///
/// # Errors
/// Only the database's.
pub fn end_other_sessions(c: &mut Conn, cx: &Cx, actor: &Actor) -> Result<()> {
    session_store::revoke_sessions(c, cx.now, actor.id, actor.session_id)
}

/// Deletes what nobody will ask for again; run it once a day or so.
///
/// # Errors
/// Only the database's.
pub fn sweep(c: &mut Conn, cx: &Cx) -> Result<()> {
    session_store::sweep(c, cx.now.plus(TimeDelta::days(-7)), cx.now.plus(TimeDelta::hours(-1)))
}
