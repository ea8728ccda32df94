//! Files at requests: who may see, add and take them away goes by the request's policy, and each comes with a line in its
//! history. No mail: whoever has to act hears of the actions, and would otherwise hear of every photo.

use serde_json::json;

use super::acting::record;
use super::policy;
use super::service::visible;
use super::store::Request;
use super::views::allowed_actions;
use crate::accounts::Actor;
use crate::attachments::service::Attachment;
use crate::attachments::{AttachmentView, Owner, Upload, service as attachments};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::AttachmentId;
use crate::page::{Page, PageRequest};

/// What requests are called by what belongs to them.
pub(super) const SUBJECT: &str = "request";

/// The request, if the actor may attach to it now; and who that is.
fn open(c: &mut Conn, actor: &Actor, key: &str) -> Result<(Request, Actor)> {
    let row = visible(c, actor, key)?;
    let capacity = policy::attaches_as(actor, &row.subject()).ok_or_else(Error::not_your_right)?;
    let actor = capacity.actor(actor);
    if row.is_open {
        Ok((row, actor))
    } else {
        Err(closed(&actor, &row))
    }
}

fn closed(actor: &Actor, row: &Request) -> Error {
    Error::Conflict {
        code: "action_not_allowed",
        said: said(
            "این درخواست پایان یافته است و پیوست‌هایش دیگر تغییر نمی‌کند.",
            "This request has ended: its attachments stay as they are.",
        ),
        allowed: allowed_actions(actor, row).iter().map(ToString::to_string).collect(),
    }
}

/// Whether the actor may attach a file of so many bytes; asked before it is sent. 0: it does not say how long it is.
///
/// # Errors
/// 403, 404, 409 when the request has ended, 422 when the unit's quota is used up.
pub fn may_attach(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, bytes: u64) -> Result<()> {
    let (row, _) = open(c, actor, key)?;
    attachments::check_room(c, cx, row.unit_id, i64::try_from(bytes).unwrap_or(i64::MAX))
}

/// Attaches an upload; the same content again is the attachment that is there.
///
/// # Errors
/// As [`may_attach`].
pub fn attach(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, upload: &Upload) -> Result<AttachmentView> {
    let (row, actor) = open(c, actor, key)?;
    let owner = Owner {
        subject: SUBJECT,
        subject_id: row.id.0,
        unit_id: row.unit_id,
    };
    let view = attachments::add(c, cx, actor.id, &owner, upload)?;
    if upload.is_taken() {
        let data = json!({
            "attachment_id": view.id, "name": view.name, "kind": view.kind, "size_bytes": view.size_bytes,
            "sha256": view.sha256, "warnings": view.warnings,
        });
        record(c, cx, Some(&actor), &row, "attached", Some(row.state), data)?;
    }
    Ok(view)
}

/// A request's attachments, as they were attached.
///
/// # Errors
/// 404.
pub fn list(c: &mut Conn, actor: &Actor, key: &str, page: &PageRequest) -> Result<Page<AttachmentView>> {
    let row = visible(c, actor, key)?;
    attachments::list(c, SUBJECT, row.id.0, page)
}

/// An attachment and its request, if the actor may see it.
fn seen(c: &mut Conn, actor: &Actor, id: AttachmentId) -> Result<(Request, Attachment)> {
    let file = attachments::get(c, id)?;
    if file.subject != SUBJECT {
        return Err(Error::NotFound);
    }
    let row = visible(c, actor, &file.subject_id.to_string())?;
    Ok((row, file))
}

/// What is known of an attachment.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, actor: &Actor, id: AttachmentId) -> Result<AttachmentView> {
    let (_, file) = seen(c, actor, id)?;
    attachments::view(c, file)
}

/// An attachment that is about to be sent to the actor.
///
/// # Errors
/// 404.
pub fn file(c: &mut Conn, actor: &Actor, id: AttachmentId) -> Result<Attachment> {
    seen(c, actor, id).map(|(_, file)| file)
}

/// Takes an attachment away, and says where its bytes are, which may go now. What it was stays in the history.
///
/// # Errors
/// 403, 404, 409 when the request has ended.
pub fn detach(c: &mut Conn, cx: &Cx, actor: &Actor, id: AttachmentId) -> Result<String> {
    let (row, file) = seen(c, actor, id)?;
    if !policy::may_detach(actor, &row.subject(), file.uploader_id) {
        return Err(Error::not_your_right());
    }
    if !row.is_open && !policy::may_detach_always(actor, &row.subject()) {
        return Err(closed(actor, &row));
    }
    attachments::remove(c, &file)?;
    let data = json!({
        "attachment_id": file.id, "name": file.name, "kind": file.kind, "size_bytes": file.size_bytes,
        "sha256": file.sha256, "uploader_id": file.uploader_id,
    });
    record(c, cx, Some(actor), &row, "detached", Some(row.state), data)?;
    Ok(file.object)
}
