//! What a search finds a request by: its unit, its words, its tags, and what has been said about it in public. Everybody
//! who may see a request may read all of that; an internal comment, which not everybody may read, is in no index.

use super::categories::Details;
use super::store::{self, Request};
use super::{comments, list_store, tags};
use crate::db::{Conn, Cx, Db, errand, savepoint};
use crate::error::{Error, Result};
use crate::ids::RequestId;
use crate::persian::search;

/// Public comments that a request is found by: the newest.
const COMMENTS: i64 = 200;
/// Requests whose words are made anew together.
const BATCH: i64 = 50;
/// The errand that gives older requests the words of their tags and comments. Another way to make words is another errand.
pub const ERRAND: &str = "search_words_2";

/// The words of a new request, which has neither tags nor comments yet.
pub fn index(row: &Request, details: &Details) -> String {
    words(row, details, &[], &[])
}

fn words(row: &Request, details: &Details, tags: &[String], comments: &[String]) -> String {
    let typed = details.search_texts();
    let mut texts = vec![row.title.as_str(), &row.description];
    texts.extend(typed.iter().chain(tags).chain(comments).map(String::as_str));
    format!("{} {}", list_store::unit_mark(row.unit_id), search::index_text(&texts))
}

/// Makes the words of a request anew, after something that they are made of has changed.
///
/// # Errors
/// Only the database's.
pub fn renew(c: &mut Conn, id: RequestId) -> Result<()> {
    // Of two comments at once, the second has to see the first.
    store::lock(c, id)?;
    let row = store::find(c, id)?.ok_or(Error::NotFound)?;
    let details = Details::from_value(row.category, &row.details.0)
        .map_err(|error| Error::internal("a request's details cannot be read", error))?;
    let tags = tags::store::of(c, &[id])?.remove(&id).unwrap_or_default();
    let comments = comments::store::newest_public(c, id, COMMENTS)?;
    store::set_search_text(c, id, &words(&row, &details, &tags, &comments))
}

/// Whether there are older requests without the words of their tags and comments.
///
/// # Errors
/// Only the database's.
pub async fn waits(db: &Db) -> Result<bool> {
    db.read(|c, _| Ok(errand::place(c, ERRAND)?.is_some())).await
}

/// Gives the next of the older requests their words; none: all have them.
///
/// # Errors
/// Only the database's.
pub async fn step(db: &Db) -> Result<Option<usize>> {
    db.write(renew_next).await
}

fn renew_next(c: &mut Conn, cx: &Cx) -> Result<Option<usize>> {
    let Some(after) = errand::place(c, ERRAND)? else {
        return Ok(None);
    };
    let ids = store::ids_after(c, RequestId(after), BATCH)?;
    for id in &ids {
        match savepoint(c, |c| renew(c, *id)) {
            Err(error) if error.is_unavailable() || error.is_lost_race() => return Err(error),
            Err(error) => tracing::error!(%error, request = %id, "the words of a request could not be made anew"),
            Ok(()) => {}
        }
    }
    errand::note(c, cx, ERRAND, ids.last().map(|id| id.0))?;
    Ok(Some(ids.len()))
}
