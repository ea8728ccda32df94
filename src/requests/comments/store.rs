//! The rows of comments.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{comment_edits, comment_mentions, comments};
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{CommentId, RequestId, UserId};

/// A comment's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = comments, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Comment {
    #[diesel(skip_insertion)]
    pub id: CommentId,
    pub request_id: RequestId,
    pub author_id: UserId,
    pub text: String,
    pub internal: bool,
    pub edits: i32,
    pub deleted_by_id: Option<UserId>,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Writes a new row; its id is the database's to give.
pub fn insert(c: &mut Conn, row: &Comment) -> Result<CommentId> {
    Ok(diesel::insert_into(comments::table)
        .values(row)
        .returning(comments::id)
        .get_result(c)?)
}

/// Writes the row under the next version if it still has `row.version`; says whether it had.
pub fn save(c: &mut Conn, row: &mut Comment, now: Timestamp) -> Result<bool> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let same = comments::table.filter(comments::id.eq(row.id).and(comments::version.eq(seen)));
    Ok(diesel::update(same).set(&*row).execute(c)? == 1)
}

pub fn find(c: &mut Conn, id: CommentId) -> Result<Option<Comment>> {
    Ok(comments::table
        .filter(comments::id.eq(id))
        .select(Comment::as_select())
        .first(c)
        .optional()?)
}

/// Comments on a request after this one, oldest first; `internal`: those too.
pub fn list(c: &mut Conn, request: RequestId, internal: bool, after: CommentId, limit: i64) -> Result<Vec<Comment>> {
    let mut query = comments::table
        .filter(comments::request_id.eq(request).and(comments::id.gt(after)))
        .order(comments::id)
        .limit(limit)
        .select(Comment::as_select())
        .into_boxed();
    if !internal {
        query = query.filter(diesel::dsl::not(comments::internal));
    }
    Ok(query.load(c)?)
}

/// What the newest public comments on a request say.
pub fn newest_public(c: &mut Conn, request: RequestId, limit: i64) -> Result<Vec<String>> {
    let public = comments::deleted_by_id
        .is_null()
        .and(diesel::dsl::not(comments::internal));
    Ok(comments::table
        .filter(comments::request_id.eq(request).and(public))
        .order(comments::id.desc())
        .limit(limit)
        .select(comments::text)
        .load(c)?)
}

/// Whom these comments speak to, by id.
pub fn mentions(c: &mut Conn, ids: &[CommentId]) -> Result<Vec<(CommentId, UserId)>> {
    Ok(comment_mentions::table
        .filter(one_of(comment_mentions::comment_id, ids))
        .order((comment_mentions::comment_id, comment_mentions::user_id))
        .select((comment_mentions::comment_id, comment_mentions::user_id))
        .load(c)?)
}

/// Has the comment speak to exactly these.
pub fn put_mentions(c: &mut Conn, comment: CommentId, users: &[UserId]) -> Result<()> {
    diesel::delete(comment_mentions::table.filter(comment_mentions::comment_id.eq(comment))).execute(c)?;
    for user in users {
        diesel::insert_into(comment_mentions::table)
            .values((
                comment_mentions::comment_id.eq(comment),
                comment_mentions::user_id.eq(*user),
            ))
            .execute(c)?;
    }
    Ok(())
}

/// Keeps what a comment said until now.
pub fn keep_edit(c: &mut Conn, now: Timestamp, comment: CommentId, text: &str, written_at: Timestamp) -> Result<()> {
    diesel::insert_into(comment_edits::table)
        .values((
            comment_edits::comment_id.eq(comment),
            comment_edits::text.eq(text),
            comment_edits::written_at.eq(written_at),
            comment_edits::replaced_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

/// An earlier text: its id, what it said, since when and until when.
pub type Edit = (i64, String, Timestamp, Timestamp);

/// The earlier texts of a comment after this one, oldest first.
pub fn edits(c: &mut Conn, comment: CommentId, after: i64, limit: i64) -> Result<Vec<Edit>> {
    Ok(comment_edits::table
        .filter(comment_edits::comment_id.eq(comment).and(comment_edits::id.gt(after)))
        .order(comment_edits::id)
        .limit(limit)
        .load::<(i64, i64, String, Timestamp, Timestamp)>(c)?
        .into_iter()
        .map(|(id, _, text, written_at, replaced_at)| (id, text, written_at, replaced_at))
        .collect())
}

/// Since when the comment says what it says: when its last earlier text was replaced.
pub fn last_edited(c: &mut Conn, comment: CommentId) -> Result<Option<Timestamp>> {
    Ok(comment_edits::table
        .filter(comment_edits::comment_id.eq(comment))
        .order(comment_edits::id.desc())
        .select(comment_edits::replaced_at)
        .first(c)
        .optional()?)
}

/// Forgets what a comment said before and whom it spoke to.
pub fn forget(c: &mut Conn, comment: CommentId) -> Result<()> {
    diesel::delete(comment_edits::table.filter(comment_edits::comment_id.eq(comment))).execute(c)?;
    put_mentions(c, comment, &[])
}
