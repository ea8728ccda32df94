//! Links in mails by which a person decides without signing in: 256 random bits, kept as a hash, for one person and one
//! step of one round, once, for `approval_link_days`. A link opens a page; only what is sent from there decides.
//!
//! Whether it still works is asked anew each time it is used: the person is active and may decide the step *now*.

use chrono::TimeDelta;

use super::model::Approval;
use super::{service, store};
use crate::accounts::tokens::{hash_secret, random_secret};
use crate::accounts::{self, Actor};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::{ApprovalLinkId, UserId};

/// Makes a link for a person to the open step: the token and until when it works.
///
/// # Errors
/// Only the database's.
pub fn issue(c: &mut Conn, cx: &Cx, approval: &Approval, user: UserId) -> Result<(String, Timestamp)> {
    let (token, until) = (
        random_secret(),
        cx.now.plus(TimeDelta::days(cx.settings.approval_link_days)),
    );
    store::insert_link(c, approval, user, &hash_secret(&token), cx.now, until)?;
    Ok((token, until))
}

/// What a working link leads to.
#[derive(Debug, Clone)]
pub struct Followed {
    pub link: ApprovalLinkId,
    pub approval: Approval,
    /// Whose link it is, with what they hold at this moment.
    pub actor: Actor,
}

/// Where a token leads; nothing for one that is unknown, used, too old, of a step that is over, or of somebody who may
/// not decide it any more. Why is not said.
///
/// # Errors
/// Only the database's.
pub fn follow(c: &mut Conn, cx: &Cx, token: &str) -> Result<Option<Followed>> {
    let Some(link) = store::find_link(c, &hash_secret(token), cx.now)? else {
        return Ok(None);
    };
    let Some(approval) = store::find(c, link.approval_id)? else {
        return Ok(None);
    };
    let open = approval.is_pending() && (approval.round, approval.step) == (link.round, link.step);
    if !open || !service::deciders(c, cx, &approval)?.has(link.user_id) {
        return Ok(None);
    }
    Ok(Some(Followed {
        link: link.id,
        approval,
        // Active: else they would not be among the deciders.
        actor: accounts::service::act_as(c, link.user_id)?,
    }))
}

/// [`follow`] to decide by it: nobody else decides meanwhile.
///
/// # Errors
/// Only the database's.
pub fn follow_to_decide(c: &mut Conn, cx: &Cx, token: &str) -> Result<Option<Followed>> {
    if let Some(link) = store::find_link(c, &hash_secret(token), cx.now)? {
        store::lock(c, link.approval_id)?;
    }
    follow(c, cx, token)
}

/// Uses a link up; says whether it was still unused.
///
/// # Errors
/// Only the database's.
pub fn use_up(c: &mut Conn, cx: &Cx, link: ApprovalLinkId) -> Result<bool> {
    store::use_link(c, link, cx.now)
}

/// Takes away links that have run out.
///
/// # Errors
/// Only the database's.
pub fn sweep(c: &mut Conn, cx: &Cx) -> Result<usize> {
    store::delete_links(c, cx.now)
}
