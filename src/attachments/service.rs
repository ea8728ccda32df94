//! Attachments recorded, read and taken away, within the transaction of whoever they belong to.

use std::collections::HashSet;

use chrono::TimeDelta;

use super::model::{AttachmentView, FileWarning, Owner, Upload};
use super::store;
use crate::accounts;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result};
use crate::ids::{AttachmentId, UnitId, UserId};
use crate::page::{Page, PageRequest};
use crate::persian::digits;

pub use super::store::Attachment;

/// The order of a list: as they were attached.
pub const SORT: &str = "id";

/// How long after its bytes were kept a row may still refer to them. The sweep takes only what is more than a day old, so
/// that the two cannot meet.
const FRESH: TimeDelta = TimeDelta::hours(1);

const MIB: i64 = 1024 * 1024;

/// Records an upload; the same content at the same thing is the attachment that is there already. Whether a row refers
/// to this upload, [`Upload::is_taken`] says afterwards.
///
/// # Errors
/// 422 when the unit's quota is used up.
pub fn add(c: &mut Conn, cx: &Cx, by: UserId, owner: &Owner, upload: &Upload) -> Result<AttachmentView> {
    upload.set_taken(false);
    if upload.kept_at.plus(FRESH) < cx.now {
        return Err(Error::Unavailable(
            "the upload waited too long for its transaction".into(),
        ));
    }
    // First, for it lets one upload of the unit pass at a time: two of the same content do not miss each other.
    let used = store::charge(c, owner.unit_id, upload.size_bytes)?;
    if let Some(there) = store::find_content(c, owner, &upload.sha256)? {
        store::charge(c, owner.unit_id, -upload.size_bytes)?;
        return view(c, there);
    }
    let quota = cx.settings.attachment_quota_mib * MIB;
    if used > quota {
        return Err(no_room(used - upload.size_bytes, quota, upload.size_bytes));
    }
    let id = store::insert(c, cx.now, by, owner, upload)?;
    upload.set_taken(true);
    let row = get(c, id)?;
    view(c, row)
}

/// Whether so many bytes more would be let in: asked before they are sent, and again when they are there.
///
/// # Errors
/// 422 when the unit's quota is used up.
pub fn check_room(c: &mut Conn, cx: &Cx, unit: UnitId, more: i64) -> Result<()> {
    let (used, quota) = (store::used(c, unit)?, cx.settings.attachment_quota_mib * MIB);
    if used.saturating_add(more) > quota {
        return Err(no_room(used, quota, more));
    }
    Ok(())
}

fn no_room(used: i64, quota: i64, more: i64) -> Error {
    // Rounded so that nobody reads that it would fit: what is used and what comes upwards.
    let up = |bytes: i64| (bytes + MIB - 1) / MIB;
    let (used, quota, more) = (up(used), quota / MIB, up(more));
    let fa = |n| digits::number(n);
    Error::refused(
        "",
        FieldCode::OutOfRange,
        format!(
            "سهم این واحد برای پیوست‌ها {} مگابایت است و {} مگابایت آن پر شده است؛ این پرونده با {} مگابایت در آن نمی‌گنجد. \
             پیوست‌هایی را که دیگر لازم نیست حذف کنید.",
            fa(quota),
            fa(used),
            fa(more)
        ),
        format!(
            "The unit's attachments may come to {quota} MiB, and {used} MiB are used: {more} MiB more do not fit. \
             Delete attachments that are not needed any more."
        ),
    )
}

/// An attachment's row.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, id: AttachmentId) -> Result<Attachment> {
    store::find(c, id)?.ok_or(Error::NotFound)
}

/// An attachment as the API shows it.
///
/// # Errors
/// Only the database's.
pub fn view(c: &mut Conn, row: Attachment) -> Result<AttachmentView> {
    views(c, vec![row])?.pop().ok_or(Error::NotFound)
}

fn views(c: &mut Conn, rows: Vec<Attachment>) -> Result<Vec<AttachmentView>> {
    let uploaders: Vec<_> = rows.iter().map(|row| row.uploader_id).collect();
    let people = accounts::service::people(c, &uploaders)?;
    let view = |row: Attachment| AttachmentView {
        id: row.id,
        subject: row.subject,
        subject_id: row.subject_id,
        name: row.name,
        kind: row.kind,
        media_type: row.kind.media_type().to_owned(),
        size_bytes: row.size_bytes,
        sha256: row.sha256,
        warnings: row.macros.then_some(FileWarning::Macros).into_iter().collect(),
        thumbnail: row.thumbnail,
        uploader: people.get(&row.uploader_id).cloned(),
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A page of a thing's attachments, as they were attached.
///
/// # Errors
/// Only the database's.
pub fn list(c: &mut Conn, subject: &str, subject_id: i64, page: &PageRequest) -> Result<Page<AttachmentView>> {
    let after = AttachmentId(page.after.as_ref().map_or(0, |cursor| cursor.i));
    let rows = store::list(c, subject, subject_id, after, page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |row| (String::new(), row.id.0));
    Ok(Page {
        items: views(c, rows.items)?,
        next: rows.next,
    })
}

/// Takes an attachment away, and gives its unit the room back. Its bytes may go when this is committed.
///
/// # Errors
/// 404 when somebody was faster.
pub fn remove(c: &mut Conn, row: &Attachment) -> Result<()> {
    if !store::delete(c, row.id)? {
        return Err(Error::NotFound);
    }
    store::charge(c, row.unit_id, -row.size_bytes).map(drop)
}

/// Those of the objects that a row refers to.
///
/// # Errors
/// Only the database's.
pub fn referred(c: &mut Conn, objects: &[String]) -> Result<HashSet<String>> {
    Ok(store::referred(c, objects)?.into_iter().collect())
}
