//! Comments written, read, edited and deleted.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::model::{CommentEdit, CommentView, CreateComment, UpdateComment};
use super::notices;
use super::people::{check, reads};
use super::store::{self, Comment};
use crate::accounts::{self, Actor, Role};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{CommentId, UserId};
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::requests::acting;
use crate::requests::findable;
use crate::requests::policy;
use crate::requests::service::visible;
use crate::requests::state::State;
use crate::requests::store::{self as request_store, Request};
use crate::resource::Expected;

/// The one order of both lists: oldest first.
pub const SORT: &str = "id";

/// The comment's author edits it.
fn may_edit(actor: &Actor, row: &Request, comment: &Comment) -> bool {
    comment.author_id == actor.id && policy::may_comment(actor, &row.subject(), comment.internal)
}

/// The author and the director empty it.
fn may_delete(actor: &Actor, row: &Request, comment: &Comment) -> bool {
    may_edit(actor, row, comment) || actor.has(Role::Director)
}

/// Views of comments on one request, with two look-ups for all of them.
fn views(c: &mut Conn, actor: &Actor, row: &Request, comments: Vec<Comment>) -> Result<Vec<CommentView>> {
    let ids: Vec<_> = comments.iter().map(|comment| comment.id).collect();
    let mut mentions: HashMap<CommentId, Vec<UserId>> = HashMap::new();
    for (comment, user) in store::mentions(c, &ids)? {
        mentions.entry(comment).or_default().push(user);
    }
    let mut people: Vec<_> = mentions.values().flatten().copied().collect();
    people.extend(comments.iter().map(|comment| comment.author_id));
    people.extend(comments.iter().filter_map(|comment| comment.deleted_by_id));
    let people = accounts::service::people(c, &people)?;
    let view = |comment: Comment| {
        let deleted = comment.deleted_by_id.is_some();
        let rights = [
            ("edit", may_edit(actor, row, &comment)),
            ("delete", may_delete(actor, row, &comment)),
        ];
        let mentioned = mentions.remove(&comment.id).unwrap_or_default();
        CommentView {
            author: people.get(&comment.author_id).cloned(),
            mentions: mentioned.iter().filter_map(|id| people.get(id).cloned()).collect(),
            deleted_by: comment.deleted_by_id.and_then(|id| people.get(&id).cloned()),
            allowed_actions: rights
                .iter()
                .filter(|(_, may)| *may && !deleted)
                .map(|(name, _)| (*name).to_owned())
                .collect(),
            deleted,
            id: comment.id,
            request_id: comment.request_id,
            text: comment.text,
            internal: comment.internal,
            edits: comment.edits,
            version: comment.version,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
        }
    };
    Ok(comments.into_iter().map(view).collect())
}

fn view(c: &mut Conn, actor: &Actor, row: &Request, comment: Comment) -> Result<CommentView> {
    views(c, actor, row, vec![comment])?.pop().ok_or(Error::NotFound)
}

/// A page of the comments on a request that the actor may read, oldest first.
///
/// # Errors
/// 404.
pub fn list(c: &mut Conn, actor: &Actor, key: &str, page: &PageRequest) -> Result<Page<CommentView>> {
    let row = visible(c, actor, key)?;
    let internal = policy::sees_internal(actor, &row.subject());
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let comments = store::list(c, row.id, internal, CommentId(after), page.limit + 1)?;
    let comments = Page::from_rows(comments, page, SORT, |comment| (String::new(), comment.id.0));
    Ok(Page {
        items: views(c, actor, &row, comments.items)?,
        next: comments.next,
    })
}

/// What a comment says: tidy, and not blank.
fn read_text(typed: &str) -> Result<String> {
    let text = text::tidy(typed);
    if text.is_empty() {
        Err(Error::field("/text", FieldCode::Required))
    } else {
        Ok(text)
    }
}

/// Writes a comment.
///
/// # Errors
/// 403, 404, 409 on a draft, 422 at `/text` or `/mentions/…`.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, input: &CreateComment) -> Result<CommentView> {
    let row = visible(c, actor, key)?;
    if row.state == State::Draft {
        return Err(Error::conflict(
            "action_not_allowed",
            said(
                "پیش‌نویس یادداشت نمی‌پذیرد؛ نخست آن را ثبت کنید.",
                "A draft takes no comments; submit it first.",
            ),
        ));
    }
    if !policy::may_comment(actor, &row.subject(), input.internal) {
        return Err(Error::not_your_right());
    }
    let mentioned = check(c, &row, input.internal, &input.mentions)?;
    let mut comment = Comment {
        id: CommentId(0),
        request_id: row.id,
        author_id: actor.id,
        text: read_text(&input.text)?,
        internal: input.internal,
        edits: 0,
        deleted_by_id: None,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
    };
    comment.id = store::insert(c, &comment)?;
    let ids: Vec<_> = mentioned.iter().map(|person| person.id).collect();
    store::put_mentions(c, comment.id, &ids)?;
    let data = json!({ "request_id": row.id, "internal": comment.internal });
    record(c, cx, actor, &comment, "created", data)?;
    if !comment.internal {
        // The request's history is read by both sides: of an internal comment it must not even say that there is one.
        // The clocks want to know whether the filer has heard from us by it.
        let data = json!({ "comment_id": comment.id, "from_unit": policy::speaks_for_unit(actor, &row.subject()) });
        let writer = policy::takes_part_as(actor, &row.subject()).map(|capacity| capacity.actor(actor));
        acting::record(c, cx, writer.as_ref(), &row, "commented", Some(row.state), data)?;
        findable::renew(c, row.id)?;
    }
    notices::tell(c, cx, actor, &row, &comment, &mentioned)?;
    view(c, actor, &row, comment)
}

/// Writes the comment's own history, which never says what was written.
fn record(c: &mut Conn, cx: &Cx, actor: &Actor, comment: &Comment, action: &str, data: Value) -> Result<()> {
    let entry = Entry {
        subject: "comment",
        subject_id: comment.id.0,
        action,
        actor: Some(actor.id),
        from: None,
        to: None,
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

/// The comment with its request, if the actor may read it.
fn readable(c: &mut Conn, actor: &Actor, id: CommentId) -> Result<(Request, Comment)> {
    let comment = store::find(c, id)?.ok_or(Error::NotFound)?;
    let row = request_store::find(c, comment.request_id)?.ok_or(Error::NotFound)?;
    if reads(actor, &row.subject(), comment.internal) {
        Ok((row, comment))
    } else {
        Err(Error::NotFound)
    }
}

/// A comment.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, actor: &Actor, id: CommentId) -> Result<CommentView> {
    let (row, comment) = readable(c, actor, id)?;
    view(c, actor, &row, comment)
}

/// What a comment said before each edit, oldest first; nothing once it is deleted.
///
/// # Errors
/// 404.
pub fn edits(c: &mut Conn, actor: &Actor, id: CommentId, page: &PageRequest) -> Result<Page<CommentEdit>> {
    let (_, comment) = readable(c, actor, id)?;
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let edits = store::edits(c, comment.id, after, page.limit + 1)?;
    let edits = Page::from_rows(edits, page, SORT, |edit| (String::new(), edit.0));
    Ok(edits.map(|(_, text, written_at, replaced_at)| CommentEdit {
        text,
        written_at,
        replaced_at,
    }))
}

/// The comment to change, at the version that the actor saw.
fn to_change(
    c: &mut Conn,
    actor: &Actor,
    id: CommentId,
    expected: &Expected,
    may: fn(&Actor, &Request, &Comment) -> bool,
) -> Result<(Request, Comment)> {
    let (row, comment) = readable(c, actor, id)?;
    if !may(actor, &row, &comment) {
        return Err(Error::not_your_right());
    }
    if !expected.holds(comment.version) {
        return Err(Error::stale(&view(c, actor, &row, comment)?));
    }
    if comment.deleted_by_id.is_some() {
        return Err(Error::conflict(
            "action_not_allowed",
            said("این یادداشت حذف شده است.", "This comment was deleted."),
        ));
    }
    Ok((row, comment))
}

fn save(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Request, mut comment: Comment) -> Result<Comment> {
    if store::save(c, &mut comment, cx.now)? {
        return Ok(comment);
    }
    let current = store::find(c, comment.id)?.ok_or(Error::NotFound)?;
    Err(Error::stale(&view(c, actor, row, current)?))
}

/// Edits a comment: what it said is kept, and who is newly mentioned gets a mail.
///
/// # Errors
/// 403 for others than its author, 404, 409 when it was deleted, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: CommentId,
    expected: &Expected,
    input: &UpdateComment,
) -> Result<CommentView> {
    let (row, mut comment) = to_change(c, actor, id, expected, may_edit)?;
    let text = input.text.as_deref().map(read_text).transpose()?;
    let text = text.filter(|text| *text != comment.text);
    let before: Vec<_> = store::mentions(c, &[id])?.into_iter().map(|(_, user)| user).collect();
    let mentioned = match &input.mentions {
        Some(ids) => Some(check(c, &row, comment.internal, ids)?),
        None => None,
    };
    let mentioned = mentioned.filter(|people| people.iter().map(|p| p.id).ne(before.iter().copied()));
    if text.is_none() && mentioned.is_none() {
        return view(c, actor, &row, comment);
    }
    let earlier = comment.text.clone();
    if let Some(text) = &text {
        comment.text.clone_from(text);
        comment.edits += 1;
    }
    // The version first: whoever comes second must not get in the way of whoever was faster.
    let comment = save(c, cx, actor, &row, comment)?;
    if text.is_some() {
        let since = store::last_edited(c, id)?.unwrap_or(comment.created_at);
        store::keep_edit(c, cx.now, id, &earlier, since)?;
        if !comment.internal {
            findable::renew(c, row.id)?;
        }
    }
    if let Some(mut people) = mentioned {
        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        store::put_mentions(c, id, &ids)?;
        people.retain(|person| !before.contains(&person.id));
        notices::tell_mentioned(c, cx, actor, &row, &comment, &people)?;
    }
    record(c, cx, actor, &comment, "edited", json!({ "edits": comment.edits }))?;
    view(c, actor, &row, comment)
}

/// Deletes a comment: its text, its earlier texts and its mentions go, its place and who deleted it stay.
///
/// # Errors
/// 403 for others than its author and the director, 404, 409 when it was deleted before, 412.
pub fn delete(c: &mut Conn, cx: &Cx, actor: &Actor, id: CommentId, expected: &Expected) -> Result<()> {
    let (row, mut comment) = to_change(c, actor, id, expected, may_delete)?;
    comment.text = String::new();
    comment.deleted_by_id = Some(actor.id);
    let comment = save(c, cx, actor, &row, comment)?;
    store::forget(c, id)?;
    if !comment.internal {
        findable::renew(c, row.id)?;
    }
    record(c, cx, actor, &comment, "deleted", json!({}))
}
