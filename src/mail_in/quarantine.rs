//! What people do with mail that came in: look at it, bring it to its request, put it away.

use serde_json::json;

use super::model::{
    DiscardMail, IncomingFilter, IncomingState, IncomingView, MailReason, MailSource, ReleaseMail, Writer,
};
use super::service::{Arrived, comment, known_writer, new_draft, record};
use super::store::{self, Incoming};
use super::{notices, policy, words};
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx, savepoint};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{CommentId, IncomingId, RequestId, UnitId};
use crate::page::{Page, PageRequest};
use crate::persian::jalali::JalaliDate;
use crate::persian::text;
use crate::requests::policy::decides_as;
use crate::requests::service as requests;
use crate::resource::Expected;

/// The order of the list: the newest first.
const SORT: &str = "-id";

fn views(c: &mut Conn, actor: &Actor, rows: Vec<Incoming>) -> Result<Vec<IncomingView>> {
    let people: Vec<_> = rows
        .iter()
        .flat_map(|row| [row.sender_id, row.handled_by_id])
        .flatten()
        .collect();
    let people = accounts::service::people(c, &people)?;
    let view = |row: Incoming| {
        Ok(IncomingView {
            allowed_actions: policy::allowed(actor, row.state)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            sender: Writer {
                user: row.sender_id.and_then(|id| people.get(&id).cloned()),
                name: row.sender_name,
                address: row.sender_address,
            },
            files: serde_json::from_value(row.files.0)?,
            handled_by: row.handled_by_id.and_then(|id| people.get(&id).cloned()),
            id: row.id,
            state: row.state,
            reason: row.reason,
            detail: row.detail,
            source: row.source,
            subject: row.subject,
            excerpt: row.excerpt,
            size_bytes: row.size_bytes,
            request_id: row.request_id,
            comment_id: row.comment_id,
            meeting_id: row.meeting_id,
            repeats: row.repeats,
            version: row.version,
            received_at: row.received_at,
            handled_at: row.handled_at,
        })
    };
    rows.into_iter().map(view).collect()
}

fn view(c: &mut Conn, actor: &Actor, row: Incoming) -> Result<IncomingView> {
    views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}

/// A page of mails in a state, the newest first.
///
/// # Errors
/// 400 for a cursor of another list, 403.
pub fn list(c: &mut Conn, actor: &Actor, filter: &IncomingFilter) -> Result<Page<IncomingView>> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    let before = page.after.as_ref().map(|cursor| IncomingId(cursor.i));
    let state = filter.state.unwrap_or(IncomingState::Held);
    let rows = store::list(c, state, before, page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |row| (String::new(), row.id.0));
    Ok(Page {
        items: views(c, actor, rows.items)?,
        next: rows.next,
    })
}

fn find(c: &mut Conn, actor: &Actor, id: IncomingId) -> Result<Incoming> {
    if !policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    store::find(c, id)?.ok_or(Error::NotFound)
}

/// A mail.
///
/// # Errors
/// 403, 404.
pub fn get(c: &mut Conn, actor: &Actor, id: IncomingId) -> Result<IncomingView> {
    let row = find(c, actor, id)?;
    view(c, actor, row)
}

/// Where a mail lies as it came.
///
/// # Errors
/// 403, 404.
pub fn object(c: &mut Conn, actor: &Actor, id: IncomingId) -> Result<String> {
    Ok(find(c, actor, id)?.object)
}

/// The row for who may do this to it, at the version that they saw.
fn to_change(c: &mut Conn, actor: &Actor, id: IncomingId, expected: &Expected, action: &str) -> Result<Incoming> {
    let row = find(c, actor, id)?;
    let may = match action {
        "release" => policy::may_release(actor),
        _ => policy::may_discard(actor),
    };
    if !may {
        return Err(Error::not_your_right());
    }
    if !expected.holds(row.version) {
        return Err(Error::stale(&view(c, actor, row)?));
    }
    let allowed = policy::allowed(actor, row.state);
    if !allowed.contains(&action) {
        return Err(Error::Conflict {
            code: "action_not_allowed",
            said: said("تکلیف این نامه روشن شده است.", "This mail has been dealt with."),
            allowed: allowed.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(row)
}

/// Where a mail lies that the actor may release.
///
/// # Errors
/// 403, 404, 409, 412.
pub fn to_release(c: &mut Conn, actor: &Actor, id: IncomingId, expected: &Expected) -> Result<(String, MailSource)> {
    let row = to_change(c, actor, id, expected, "release")?;
    Ok((row.object, row.source))
}

/// Brings a mail to a request, or makes it a draft of a unit.
///
/// # Errors
/// 403, 404, 409, 412, 422, and what a comment or a draft refuses.
pub fn release(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: IncomingId,
    expected: &Expected,
    input: &ReleaseMail,
    arrived: &Arrived,
) -> Result<IncomingView> {
    let mut row = to_change(c, actor, id, expected, "release")?;
    let director = decides_as(actor).ok_or_else(Error::not_your_right)?;
    match (
        input.request.as_deref().map(str::trim).filter(|key| !key.is_empty()),
        input.unit_id,
    ) {
        (Some(key), None) => {
            let (request, comment) = as_comment(c, cx, &director, &row, key, input.internal, arrived)?;
            (row.request_id, row.comment_id) = (Some(request), Some(comment));
        }
        (None, Some(unit)) => row.request_id = Some(as_draft(c, cx, &director, &row, unit, arrived)?),
        (None, None) => return Err(Error::field("/request", FieldCode::Required)),
        (Some(_), Some(_)) => return Err(Error::field("/unit_id", FieldCode::NotAllowed)),
    }
    row.state = IncomingState::Released;
    let data = json!({ "request_id": row.request_id, "comment_id": row.comment_id });
    settle(c, cx, &director, &mut row, data)?;
    view(c, actor, row)
}

/// Puts a mail away. It is kept for a while.
///
/// # Errors
/// 403, 404, 409, 412.
pub fn discard(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: IncomingId,
    expected: &Expected,
    input: &DiscardMail,
) -> Result<IncomingView> {
    let mut row = to_change(c, actor, id, expected, "discard")?;
    row.state = IncomingState::Discarded;
    let reason = input.reason.as_deref().map(text::tidy_line).filter(|r| !r.is_empty());
    let who = decides_as(actor).unwrap_or_else(|| actor.clone());
    settle(c, cx, &who, &mut row, json!({ "reason": reason }))?;
    view(c, actor, row)
}

fn settle(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Incoming, data: serde_json::Value) -> Result<()> {
    row.handled_at = Some(cx.now);
    row.handled_by_id = Some(actor.id);
    if !store::save(c, row)? {
        let current = store::find(c, row.id)?.ok_or(Error::NotFound)?;
        return Err(Error::stale(&view(c, actor, current)?));
    }
    record(c, cx, row, Some(actor), data)
}

/// Who wrote it, if that is certain enough to speak in their name.
fn writer(c: &mut Conn, cx: &Cx, row: &Incoming) -> Result<Option<Actor>> {
    match row.reason {
        Some(MailReason::NotGenuine | MailReason::SenderUnclear) => Ok(None),
        _ => known_writer(c, cx, row.sender_id),
    }
}

/// A comment of its writer, if they may write one there; else of who releases it, who says whose words it is.
fn as_comment(
    c: &mut Conn,
    cx: &Cx,
    director: &Actor,
    row: &Incoming,
    key: &str,
    internal: bool,
    arrived: &Arrived,
) -> Result<(RequestId, CommentId)> {
    let request = match requests::get(c, cx, director, key) {
        Ok(found) => found.id,
        Err(Error::NotFound) => return Err(Error::field("/request", FieldCode::NotFound)),
        Err(other) => return Err(other),
    };
    let letter = &arrived.letter;
    let said = if letter.said.is_empty() {
        &letter.whole
    } else {
        &letter.said
    };
    if let Some(writer) = writer(c, cx, row)? {
        match savepoint(c, |c| comment(c, cx, &writer, request, arrived, said, internal)) {
            Ok(id) => return Ok((request, id)),
            Err(Error::Forbidden(..) | Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    let said = format!("{}\n\n{said}", heading(row));
    let id = comment(c, cx, director, request, arrived, &said, internal)?;
    Ok((request, id))
}

/// A draft of its writer, if they are of the unit; else of who releases it.
fn as_draft(
    c: &mut Conn,
    cx: &Cx,
    director: &Actor,
    row: &Incoming,
    unit: UnitId,
    arrived: &Arrived,
) -> Result<RequestId> {
    if let Some(writer) = writer(c, cx, row)?.filter(|w| w.belongs_to(unit)) {
        let request = new_draft(c, cx, &writer, unit, arrived, "")?;
        notices::drafted(c, cx, &writer, request, &words::title(&arrived.letter))?;
        return Ok(request);
    }
    new_draft(c, cx, director, unit, arrived, &heading(row))
}

/// Whose words they are, and of when.
fn heading(row: &Incoming) -> String {
    let day = JalaliDate::from_gregorian(row.received_at.date_tehran()).persian();
    let who = match (row.sender_name.is_empty(), row.sender_address.is_empty()) {
        (_, true) => "فرستندهٔ ناشناس".to_owned(),
        (true, false) => row.sender_address.clone(),
        (false, false) => format!("{} ({})", row.sender_name, row.sender_address),
    };
    format!("از نامهٔ {who}، {day}:")
}
