//! Links that work once: an invitation, a password reset, and the console's link for the first administrator.
//! A token is kept as its hash; using one uses up all that its person has.

use chrono::TimeDelta;
use secrecy::SecretString;
use serde_json::json;

use super::bodies::{ChosenPassword, FirstAdmin};
use super::model::{Grant, NewUser, Purpose, Role};
use super::store::UserRow;
use super::tokens::{hash_secret, random_secret};
use super::{letters, password, service, session_store, store, throttle};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, FieldCode, FieldError, Locale, Result, said};
use crate::ids::UserId;

/// How long the console's link works, hours; each start without an administrator prints a new one.
const FIRST_ADMIN_HOURS: i64 = 24;
/// Reset mails to one person within an hour, at most: nobody's mailbox is to be filled by strangers.
const RESETS_AN_HOUR: i64 = 3;

/// Makes a link's token: the token and until when it works.
fn issue(c: &mut Conn, cx: &Cx, user: Option<UserId>, purpose: Purpose) -> Result<(String, Timestamp)> {
    let lasts = match purpose {
        Purpose::Invitation => TimeDelta::hours(cx.settings.invitation_hours),
        Purpose::PasswordReset => TimeDelta::minutes(cx.settings.reset_minutes),
        Purpose::FirstAdmin => TimeDelta::hours(FIRST_ADMIN_HOURS),
    };
    let (token, until) = (random_secret(), cx.now.plus(lasts));
    session_store::insert_link(c, cx.now, user, purpose, &hash_secret(&token), until)?;
    Ok((token, until))
}

fn dead_link() -> Error {
    let (fa, en) = (
        "این پیوند دیگر معتبر نیست؛ پیوند تازه‌ای بخواهید.",
        "This link works no more; ask for a new one.",
    );
    Error::Invalid(vec![FieldError::with("/token", FieldCode::Invalid, fa, en)])
}

/// Mails a new person the link by which they choose a password.
pub(super) fn invite(c: &mut Conn, cx: &Cx, who: &UserRow, by: &str) -> Result<()> {
    let (token, until) = issue(c, cx, Some(who.id), Purpose::Invitation)?;
    letters::invitation(c, cx, who, by, &token, until)
}

/// Mails the link for a new password, if there is an active account with this address; whoever asks is told
/// the same either way. Somebody whose invitation has run out gets in by this, too.
///
/// # Errors
/// Only the database's.
pub fn forgot(c: &mut Conn, cx: &Cx, email: &str) -> Result<()> {
    let Some(user) = store::find_by_email(c, &service::fold_email(email))?.filter(|u| u.active) else {
        return Ok(());
    };
    let hour_ago = cx.now.plus(TimeDelta::hours(-1));
    if session_store::count_links(c, user.id, Purpose::PasswordReset, hour_ago)? >= RESETS_AN_HOUR {
        return Ok(());
    }
    let (token, until) = issue(c, cx, Some(user.id), Purpose::PasswordReset)?;
    letters::password_reset(c, cx, &user, &token, until)
}

/// Sets the password that the holder of an invitation or a reset link has chosen. All their sessions end, and
/// so do all their links.
///
/// # Errors
/// `Invalid` at `/token` or `/password`.
pub async fn choose_password(db: &Db, purpose: Purpose, chosen: ChosenPassword) -> Result<()> {
    let link = hash_secret(&chosen.token);
    let read = link.clone();
    let user = db.read(move |c, cx| holder(c, cx, purpose, &read)).await?;
    let new = password::hash_new(SecretString::from(chosen.password), vec![user.name, user.email]).await?;
    db.write(move |c, cx| {
        let user = holder(c, cx, purpose, &link)?;
        if !session_store::use_link(c, cx.now, purpose, &link)? {
            return Err(dead_link());
        }
        session_store::void_links_of(c, cx.now, user.id)?;
        session_store::revoke_sessions(c, cx.now, user.id, None)?;
        store::set_password(c, cx.now, user.id, &new)?;
        // Whoever can read the account's mail is no guesser: a block on the account ends.
        let [(_, account), _] = throttle::keys(&user.email, "");
        session_store::delete_tally(c, &account)?;
        service::record(
            c,
            cx,
            user.id,
            "password_chosen",
            Some(user.id),
            json!({ "by": purpose }),
        )?;
        match purpose {
            Purpose::PasswordReset => letters::password_changed(c, cx, &user),
            Purpose::Invitation | Purpose::FirstAdmin => Ok(()),
        }
    })
    .await
}

/// Whose working link this is; only an active person's works.
fn holder(c: &mut Conn, cx: &Cx, purpose: Purpose, link: &str) -> Result<UserRow> {
    let id = session_store::find_link(c, cx.now, purpose, link)?
        .and_then(|l| l.user_id)
        .ok_or_else(dead_link)?;
    store::find_user(c, id)?.filter(|u| u.active).ok_or_else(dead_link)
}

/// A link by which whoever reads the console becomes the first administrator; none when there is one already
/// who can sign in.
///
/// # Errors
/// Only the database's.
pub fn first_admin_link(c: &mut Conn, cx: &Cx) -> Result<Option<String>> {
    if !store::working_admins(c)?.is_empty() {
        return Ok(None);
    }
    let (token, _) = issue(c, cx, None, Purpose::FirstAdmin)?;
    Ok(Some(letters::link(&cx.settings, "first-admin", &token)))
}

/// Makes the first administrator.
///
/// # Errors
/// `Invalid` at `/token`, `/email`, `/name` or `/password`; 409 `admin_exists`.
pub async fn create_first_admin(db: &Db, body: FirstAdmin) -> Result<()> {
    let link = hash_secret(&body.token);
    let read = link.clone();
    db.read(move |c, cx| session_store::find_link(c, cx.now, Purpose::FirstAdmin, &read)?.ok_or_else(dead_link))
        .await?;
    let hash = password::hash_new(
        SecretString::from(body.password),
        vec![body.name.clone(), body.email.clone()],
    )
    .await?;
    db.write(move |c, cx| {
        if !session_store::use_link(c, cx.now, Purpose::FirstAdmin, &link)? {
            return Err(dead_link());
        }
        session_store::void_links_for(c, cx.now, Purpose::FirstAdmin)?;
        if !store::working_admins(c)?.is_empty() {
            return Err(Error::conflict(
                "admin_exists",
                said("سامانه مدیر دارد.", "There is an administrator already."),
            ));
        }
        let grants = vec![Grant::everywhere(Role::Admin)];
        let new = NewUser {
            email: body.email.clone(),
            name: body.name.clone(),
            locale: Locale::Fa,
            password_hash: Some(hash.clone()),
            grants,
        };
        service::create_user(c, cx, None, new).map(drop)
    })
    .await
}
