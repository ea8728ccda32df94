//! Requests linked and unlinked, and what is linked with one, as far as the reader may see it.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::model::{CreateLink, LinkKind, LinkView, LinkedRequest, MOST, MOST_DUPLICATES, NewLinkKind, Stored};
use super::store::{self, Link};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, dialect};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{LinkId, RequestId, UserId};
use crate::page::{Page, PageRequest};
use crate::requests::acting::record;
use crate::requests::policy;
use crate::requests::service::{resolve, visible};
use crate::requests::state::State;
use crate::requests::store::{self as request_store, Request};

/// One who links at a time: «links» in ASCII.
const LOCK: i64 = 0x6c_696e_6b73;

/// The one order of the list: the other request's id.
pub const SORT: &str = "request_id";

/// A link as one of its requests has it, before the other is looked up.
struct Half {
    id: Option<LinkId>,
    kind: LinkKind,
    other: RequestId,
    by: Option<UserId>,
    at: Option<Timestamp>,
}

impl Half {
    fn of(link: &Link, request: RequestId) -> Self {
        let forth = link.from_id == request;
        Self {
            id: Some(link.id),
            kind: match (link.kind, forth) {
                (Stored::Relates, _) => LinkKind::Relates,
                (Stored::Blocks, true) => LinkKind::Blocks,
                (Stored::Blocks, false) => LinkKind::BlockedBy,
            },
            other: if forth { link.to_id } else { link.from_id },
            by: Some(link.created_by_id),
            at: Some(link.created_at),
        }
    }

    fn duplicate(kind: LinkKind, other: RequestId) -> Self {
        Self {
            id: None,
            kind,
            other,
            by: None,
            at: None,
        }
    }
}

/// The halves as views, those left out whose other request the actor may not see: three look-ups for all.
fn views(c: &mut Conn, actor: &Actor, of: RequestId, halves: Vec<Half>) -> Result<Vec<LinkView>> {
    let others: Vec<_> = halves.iter().map(|half| half.other).collect();
    let mut seen: HashMap<_, _> = HashMap::new();
    for row in request_store::find_all(c, &others)? {
        if policy::may_see(actor, &row.subject()) {
            seen.insert(row.id, row);
        }
    }
    let people: Vec<_> = halves.iter().filter_map(|half| half.by).collect();
    let people = accounts::service::people(c, &people)?;
    let view = |half: Half| {
        let row = seen.get(&half.other)?;
        Some(LinkView {
            id: half.id,
            kind: half.kind,
            request: LinkedRequest {
                id: row.id,
                number: row.number.clone(),
                title: row.title.clone(),
                state: row.state,
            },
            created_by: half.by.and_then(|id| people.get(&id).cloned()),
            created_at: half.at,
            of,
        })
    };
    Ok(halves.into_iter().filter_map(view).collect())
}

/// A page of what is linked with the request. A request has at most so many links that they are read whole.
///
/// # Errors
/// 404.
pub fn list(c: &mut Conn, actor: &Actor, key: &str, page: &PageRequest) -> Result<Page<LinkView>> {
    let row = visible(c, actor, key)?;
    let mut halves: Vec<_> = store::of(c, row.id, MOST)?
        .iter()
        .map(|link| Half::of(link, row.id))
        .collect();
    let same = row.duplicate_of_id.into_iter();
    halves.extend(same.map(|id| Half::duplicate(LinkKind::DuplicateOf, id)));
    let duplicates = store::duplicates(c, row.id, MOST_DUPLICATES)?.into_iter();
    halves.extend(duplicates.map(|id| Half::duplicate(LinkKind::HasDuplicate, id)));
    halves.sort_by_key(|half| (half.other, half.kind.as_str()));
    let mut links = views(c, actor, row.id, halves)?;
    if let Some(after) = &page.after {
        links.retain(|link| (link.request.id.0, link.kind.as_str()) > (after.i, after.k.as_str()));
    }
    let end = usize::try_from(page.limit + 1).unwrap_or(usize::MAX);
    links.truncate(end);
    Ok(Page::from_rows(links, page, SORT, |link| {
        (link.kind.to_string(), link.request.id.0)
    }))
}

/// Links the request with another; both histories tell of it, neither names the other.
///
/// # Errors
/// 403, 404, 409 for a draft or too many, 422 at `/to` when there is no such request, it is linked so already, or the two
/// would wait for each other.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, input: &CreateLink) -> Result<LinkView> {
    let row = visible(c, actor, key)?;
    if !policy::takes_part(actor, &row.subject()) {
        return Err(Error::not_your_right());
    }
    let other = resolve(c, &input.to)?
        .filter(|other| policy::takes_part(actor, &other.subject()))
        .ok_or_else(|| Error::field("/to", FieldCode::NotFound))?;
    if other.id == row.id {
        return Err(refused("درخواست دیگری لازم است.", "Wants another request."));
    }
    if row.state == State::Draft || other.state == State::Draft {
        return Err(Error::conflict(
            "action_not_allowed",
            said("پیش‌نویس پیوندی ندارد.", "A draft has no links."),
        ));
    }
    let (ends, kind) = match input.kind {
        NewLinkKind::Relates => ((row.id.min(other.id), row.id.max(other.id)), Stored::Relates),
        NewLinkKind::Blocks => ((row.id, other.id), Stored::Blocks),
        NewLinkKind::BlockedBy => ((other.id, row.id), Stored::Blocks),
    };
    // Two that are made at once could close a loop together, each unseen by the other, or be one too many.
    dialect::one_at_a_time(c, LOCK)?;
    if store::count(c, row.id)? >= MOST || store::count(c, other.id)? >= MOST {
        return Err(Error::conflict(
            "too_many",
            said("هر درخواست حداکثر ۱۰۰ پیوند دارد.", "A request has at most 100 links."),
        ));
    }
    if kind == Stored::Blocks && leads(c, ends.1, ends.0)? {
        return Err(refused(
            "این دو درخواست در انتظار یکدیگر می‌مانند.",
            "The two would wait for each other.",
        ));
    }
    let Some(id) = store::insert(c, cx.now, ends, kind, actor.id)? else {
        return Err(refused("این پیوند هست.", "There is this link already."));
    };
    let link = store::find(c, id)?.ok_or(Error::NotFound)?;
    tell(c, cx, actor, &link, [&row, &other], "linked")?;
    let half = Half::of(&link, row.id);
    views(c, actor, row.id, vec![half])?.pop().ok_or(Error::NotFound)
}

fn refused(fa: &str, en: &str) -> Error {
    Error::refused("/to", FieldCode::Conflict, fa, en)
}

/// Whether `from` blocks `to`, at whatever distance: a level of the way at a time.
fn leads(c: &mut Conn, from: RequestId, to: RequestId) -> Result<bool> {
    let mut seen = HashSet::from([from]);
    let mut level = vec![from];
    while !level.is_empty() {
        level = store::blocked_by(c, &level)?;
        level.retain(|id| seen.insert(*id));
        if seen.contains(&to) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes the histories: of each request only what kind of link it was, for who reads the one may not know of the other;
/// of the link itself all.
fn tell(c: &mut Conn, cx: &Cx, actor: &Actor, link: &Link, sides: [&Request; 2], action: &str) -> Result<()> {
    for side in sides {
        let data = json!({ "link_id": link.id, "kind": Half::of(link, side.id).kind });
        record(c, cx, Some(actor), side, action, Some(side.state), data)?;
    }
    let entry = Entry {
        subject: "link",
        subject_id: link.id.0,
        action,
        actor: Some(actor.id),
        from: None,
        to: None,
        data: json!({ "from_id": link.from_id, "to_id": link.to_id, "kind": link.kind }),
    };
    audit::record(c, cx, &entry).map(drop)
}

/// Removes a link.
///
/// # Errors
/// 403, 404.
pub fn remove(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, id: LinkId) -> Result<()> {
    let row = visible(c, actor, key)?;
    let link = store::find(c, id)?
        .filter(|link| link.from_id == row.id || link.to_id == row.id)
        .ok_or(Error::NotFound)?;
    let other = request_store::find(c, Half::of(&link, row.id).other)?
        .filter(|other| policy::may_see(actor, &other.subject()))
        .ok_or(Error::NotFound)?;
    if !policy::takes_part(actor, &row.subject()) || !policy::takes_part(actor, &other.subject()) {
        return Err(Error::not_your_right());
    }
    store::delete(c, id)?;
    tell(c, cx, actor, &link, [&row, &other], "unlinked")
}
