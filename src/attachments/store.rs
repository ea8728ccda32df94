//! The rows of attachments, and what each unit has used.

use diesel::prelude::*;

use super::model::{FileKind, Owner, Upload};
use crate::clock::Timestamp;
use crate::db::schema::{attachment_usage, attachments};
use crate::db::{Conn, both};
use crate::error::Result;
use crate::ids::{AttachmentId, UnitId, UserId};

/// An attachment's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = attachments)]
pub struct Attachment {
    pub id: AttachmentId,
    pub subject: String,
    pub subject_id: i64,
    pub unit_id: UnitId,
    pub uploader_id: UserId,
    pub name: String,
    pub kind: FileKind,
    pub macros: bool,
    pub size_bytes: i64,
    pub sha256: String,
    pub object: String,
    pub thumbnail: bool,
    pub created_at: Timestamp,
}

pub fn insert(c: &mut Conn, now: Timestamp, uploader: UserId, owner: &Owner, upload: &Upload) -> Result<AttachmentId> {
    Ok(diesel::insert_into(attachments::table)
        .values((
            attachments::subject.eq(owner.subject),
            attachments::subject_id.eq(owner.subject_id),
            attachments::unit_id.eq(owner.unit_id),
            attachments::uploader_id.eq(uploader),
            attachments::name.eq(&upload.name),
            attachments::kind.eq(upload.kind),
            attachments::macros.eq(upload.macros),
            attachments::size_bytes.eq(upload.size_bytes),
            attachments::sha256.eq(&upload.sha256),
            attachments::object.eq(&upload.object),
            attachments::thumbnail.eq(upload.thumbnail),
            attachments::created_at.eq(now),
        ))
        .returning(attachments::id)
        .get_result(c)?)
}

pub fn find(c: &mut Conn, id: AttachmentId) -> Result<Option<Attachment>> {
    Ok(attachments::table
        .filter(attachments::id.eq(id))
        .select(Attachment::as_select())
        .first(c)
        .optional()?)
}

/// The attachment of this content that the thing has already.
pub fn find_content(c: &mut Conn, owner: &Owner, sha256: &str) -> Result<Option<Attachment>> {
    Ok(attachments::table
        .filter(
            attachments::subject
                .eq(owner.subject)
                .and(attachments::subject_id.eq(owner.subject_id))
                .and(attachments::sha256.eq(sha256)),
        )
        .select(Attachment::as_select())
        .first(c)
        .optional()?)
}

pub fn list(c: &mut Conn, subject: &str, subject_id: i64, after: AttachmentId, limit: i64) -> Result<Vec<Attachment>> {
    Ok(attachments::table
        .filter(
            attachments::subject
                .eq(subject)
                .and(attachments::subject_id.eq(subject_id))
                .and(attachments::id.gt(after)),
        )
        .order(attachments::id)
        .limit(limit)
        .select(Attachment::as_select())
        .load(c)?)
}

/// Takes the row away; says whether it was there.
pub fn delete(c: &mut Conn, id: AttachmentId) -> Result<bool> {
    let deleted = diesel::delete(attachments::table.filter(attachments::id.eq(id))).execute(c)?;
    Ok(deleted == 1)
}

/// Those of the objects that a row refers to.
pub fn referred(c: &mut Conn, objects: &[String]) -> Result<Vec<String>> {
    Ok(attachments::table
        .filter(attachments::object.eq_any(objects))
        .select(attachments::object)
        .load(c)?)
}

/// What the unit has used, bytes.
pub fn used(c: &mut Conn, unit: UnitId) -> Result<i64> {
    let used = attachment_usage::table
        .filter(attachment_usage::unit_id.eq(unit))
        .select(attachment_usage::used_bytes)
        .first(c)
        .optional()?;
    Ok(used.unwrap_or(0))
}

/// Adds to what the unit has used and says what that comes to. The unit's row is locked until the transaction ends: of two
/// uploads at once the second sees what the first has used.
pub fn charge(c: &mut Conn, unit: UnitId, bytes: i64) -> Result<i64> {
    Ok(both(
        diesel::insert_into(attachment_usage::table)
            .values((
                attachment_usage::unit_id.eq(unit),
                attachment_usage::used_bytes.eq(bytes),
            ))
            .on_conflict(attachment_usage::unit_id)
            .do_update()
            .set(attachment_usage::used_bytes.eq(attachment_usage::used_bytes + bytes))
            .returning(attachment_usage::used_bytes),
    )
    .get_result(c)?)
}
