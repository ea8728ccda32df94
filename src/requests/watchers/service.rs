//! Following a request and no longer following it, oneself or at somebody's wish.

use serde_json::json;

use super::model::{MOST, WatcherView};
use super::store::{self, Row};
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::{RequestId, UserId};
use crate::page::{Page, PageRequest};
use crate::requests::acting::record;
use crate::requests::policy::{self, Subject};
use crate::requests::service::visible;
use crate::requests::store::Request;

/// The one order of the list.
pub const SORT: &str = "user_id";

fn views(c: &mut Conn, rows: Vec<Row>) -> Result<Vec<WatcherView>> {
    let ids: Vec<_> = rows.iter().flat_map(|row| [row.0, row.1]).collect();
    let people = accounts::service::people(c, &ids)?;
    let view = |(user, by, since)| WatcherView {
        user: people.get(&user).cloned(),
        added_by: people.get(&by).cloned(),
        since,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A page of who follows the request.
///
/// # Errors
/// 404.
pub fn list(c: &mut Conn, actor: &Actor, key: &str, page: &PageRequest) -> Result<Page<WatcherView>> {
    let row = visible(c, actor, key)?;
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let rows = store::list(c, row.id, UserId(after), page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |row| (String::new(), row.0.0));
    Ok(Page {
        items: views(c, rows.items)?,
        next: rows.next,
    })
}

/// The request, for who may decide whether `user` follows it: for themselves whoever takes part in it, for others its
/// owner, its desk and the director.
fn to_decide(c: &mut Conn, actor: &Actor, key: &str, user: Option<UserId>) -> Result<(Request, UserId)> {
    let row = visible(c, actor, key)?;
    let user = user.unwrap_or(actor.id);
    let may = if user == actor.id {
        policy::takes_part(actor, &row.subject())
    } else {
        policy::may_appoint_watchers(actor, &row.subject())
    };
    if may {
        Ok((row, user))
    } else {
        Err(Error::not_your_right())
    }
}

/// Has a person follow the request; none: the caller.
///
/// # Errors
/// 403, 404, 409 when they may not see it, or too many follow already.
pub fn add(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, user: Option<UserId>) -> Result<WatcherView> {
    let (row, user) = to_decide(c, actor, key, user)?;
    if user != actor.id && seeing(c, &[user], &row.subject())?.is_empty() {
        // The same for one who does not exist: ids are not to be tried out here.
        return Err(Error::conflict(
            "may_not_see",
            said(
                "این شخص اجازهٔ دیدن این درخواست را ندارد.",
                "This person may not see this request.",
            ),
        ));
    }
    if store::find(c, row.id, user)?.is_none() {
        if store::count(c, row.id)? >= MOST {
            return Err(Error::conflict(
                "too_many",
                said(
                    "هر درخواست حداکثر ۱۰۰ دنبال‌کننده دارد.",
                    "A request has at most 100 watchers.",
                ),
            ));
        }
        if store::add(c, cx.now, row.id, user, actor.id)? {
            let data = json!({ "user_id": user });
            record(c, cx, Some(actor), &row, "watched", Some(row.state), data)?;
        }
    }
    let row = store::find(c, row.id, user)?.ok_or(Error::NotFound)?;
    views(c, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Has those follow the request whom the rule names that routed it; those who may not see it are left out. The history has
/// them with the route.
///
/// # Errors
/// Only the database's.
pub(in crate::requests) fn follow_by_rule(c: &mut Conn, cx: &Cx, row: &Request, ids: &[UserId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    for person in seeing(c, ids, &row.subject())? {
        if store::find(c, row.id, person.id)?.is_none() && store::count(c, row.id)? < MOST {
            // A rule is nobody: it stands as their own wish, which they may take back.
            store::add(c, cx.now, row.id, person.id, person.id)?;
        }
    }
    Ok(())
}

/// Has a person no longer follow the request; none: the caller. Whoever does not follow it stays so.
///
/// # Errors
/// 403, 404.
pub fn remove(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str, user: Option<UserId>) -> Result<()> {
    let (row, user) = to_decide(c, actor, key, user)?;
    if store::remove(c, row.id, user)? {
        let data = json!({ "user_id": user });
        record(c, cx, Some(actor), &row, "unwatched", Some(row.state), data)?;
    }
    Ok(())
}

/// Those of these people who may see the request now.
fn seeing(c: &mut Conn, ids: &[UserId], subject: &Subject) -> Result<Vec<Actor>> {
    let mut people = accounts::service::actors(c, ids)?;
    people.retain(|person| policy::may_see(person, subject));
    Ok(people)
}

/// Who follows the request and may still see it, to be told of something.
///
/// # Errors
/// Only the database's.
pub(in crate::requests) fn of(c: &mut Conn, request: RequestId, subject: &Subject) -> Result<Vec<Actor>> {
    let ids: Vec<_> = store::list(c, request, UserId(0), MOST)?
        .into_iter()
        .map(|row| row.0)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    seeing(c, &ids, subject)
}
