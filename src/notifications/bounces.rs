//! What becomes of a mail after the mail server took it: what it is answered by, and that it could not be delivered.

use serde::Serialize;
use serde_json::json;

use super::{bounce_store, policy};
use crate::accounts::service::fold_email;
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::page::{Page, PageRequest};

/// The order of the list.
pub const SORT: &str = "address";

/// An address that a mail server has called wrong for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "address": "former@demo.test", "message_id": "<commented.1f@hamahang.test>", "status": "5.1.1", "said": "smtp; 550 5.1.1 no such user", "bounced_at": "2019-12-03T06:30:00Z" }))]
pub struct BouncedAddress {
    /// Which.
    pub address: String,
    /// The mail that did not reach it, as the outbox names it.
    pub message_id: String,
    /// The status by RFC 3463.
    #[schema(example = "5.1.1")]
    pub status: String,
    /// What the mail server said.
    pub said: String,
    /// When that was told.
    pub bounced_at: Timestamp,
}

/// The conversation of the first of these mails that is ours; the outer none: none of them is. Without angle brackets.
///
/// # Errors
/// Only the database's.
pub fn conversation(c: &mut Conn, message_ids: &[String]) -> Result<Option<Option<String>>> {
    let bracketed: Vec<_> = message_ids.iter().map(|id| format!("<{id}>")).collect();
    let ours = bounce_store::threads(c, &bracketed)?;
    let first = bracketed.iter().find_map(|id| ours.iter().find(|(ours, _)| ours == id));
    Ok(first.map(|(_, thread)| thread.clone()))
}

/// Whether one of these mails is ours and about what only owners and the director read. Without angle brackets.
///
/// # Errors
/// Only the database's.
pub fn any_internal(c: &mut Conn, message_ids: &[String]) -> Result<bool> {
    let bracketed: Vec<_> = message_ids.iter().map(|id| format!("<{id}>")).collect();
    bounce_store::any_internal(c, &bracketed)
}

/// Takes note that a mail of ours was not delivered to this address, and marks it. Says whether it was a mail of ours to that
/// address: anybody can claim anything, but only who has seen the mail knows its Message-ID.
///
/// # Errors
/// Only the database's.
pub fn bounced(c: &mut Conn, cx: &Cx, message_id: &str, address: &str, status: &str, said: &str) -> Result<bool> {
    let message_id = format!("<{message_id}>");
    let Some((id, to, reader)) = bounce_store::find(c, &message_id)? else {
        return Ok(false);
    };
    if fold_email(&to) != address {
        return Ok(false);
    }
    bounce_store::bury(c, id, &format!("bounced: {status} {said}"))?;
    let row = BouncedAddress {
        address: address.to_owned(),
        message_id,
        status: status.to_owned(),
        said: said.to_owned(),
        bounced_at: cx.now,
    };
    bounce_store::mark(c, &row)?;
    if let Some(reader) = reader {
        accounts::service::mail_returns(c, cx, reader, &row.said)?;
    }
    let entry = Entry {
        subject: "mail",
        subject_id: id.0,
        action: "bounced",
        actor: None,
        from: None,
        to: None,
        data: json!({ "address": address, "status": status, "said": said }),
    };
    audit::record(c, cx, &entry)?;
    Ok(true)
}

/// Somebody writes from their address: it is right again.
///
/// # Errors
/// Only the database's.
pub fn alive(c: &mut Conn, cx: &Cx, writer: &Actor) -> Result<()> {
    bounce_store::unmark(c, &writer.email)?;
    accounts::service::try_mail_again(c, cx, writer.id, writer.id).map(drop)
}

/// A page of the addresses that are marked, in their order.
///
/// # Errors
/// 403.
pub fn list(c: &mut Conn, actor: &Actor, page: &PageRequest) -> Result<Page<BouncedAddress>> {
    if !policy::may_read_outbox(actor) {
        return Err(Error::not_your_right());
    }
    let after = page.after.as_ref().map_or("", |cursor| cursor.k.as_str());
    let rows = bounce_store::list(c, after, page.limit + 1)?;
    Ok(Page::from_rows(rows, page, SORT, |row| (row.address.clone(), 0)))
}
