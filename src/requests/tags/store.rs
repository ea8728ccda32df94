//! The rows of tags.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{request_tags, requests, tags};
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{RequestId, TagId};
use crate::requests::state::State;

/// A tag that is to be there.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub name: String,
    pub key: String,
    pub sort_key: Vec<u8>,
}

/// A tag's row, as lists need it.
pub type Row = (TagId, String, Vec<u8>);

/// The tag, made if nobody has used it before.
pub fn ensure(c: &mut Conn, now: Timestamp, wanted: &Wanted) -> Result<TagId> {
    both(
        diesel::insert_into(tags::table)
            .values((
                tags::name.eq(&wanted.name),
                tags::name_key.eq(&wanted.key),
                tags::sort_key.eq(&wanted.sort_key),
                tags::created_at.eq(now),
            ))
            .on_conflict(tags::name_key)
            .do_nothing(),
    )
    .execute(c)?;
    Ok(tags::table
        .filter(tags::name_key.eq(&wanted.key))
        .select(tags::id)
        .first(c)?)
}

/// The tags of these requests, each request's in the Persian order.
pub fn of(c: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, Vec<String>>> {
    let rows: Vec<(RequestId, String)> = request_tags::table
        .inner_join(tags::table.on(tags::id.eq(request_tags::tag_id)))
        .filter(one_of(request_tags::request_id, ids))
        .order((tags::sort_key, tags::id))
        .select((request_tags::request_id, tags::name))
        .load(c)?;
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for (request, name) in rows {
        all.entry(request).or_default().push(name);
    }
    Ok(all)
}

/// The tags of one request, by id.
pub fn ids_of(c: &mut Conn, request: RequestId) -> Result<Vec<TagId>> {
    Ok(request_tags::table
        .filter(request_tags::request_id.eq(request))
        .order(request_tags::tag_id)
        .select(request_tags::tag_id)
        .load(c)?)
}

/// Gives the request exactly these tags.
pub fn put(c: &mut Conn, request: RequestId, ids: &[TagId]) -> Result<()> {
    diesel::delete(request_tags::table.filter(request_tags::request_id.eq(request))).execute(c)?;
    for id in ids {
        diesel::insert_into(request_tags::table)
            .values((request_tags::request_id.eq(request), request_tags::tag_id.eq(*id)))
            .execute(c)?;
    }
    Ok(())
}

/// The requests that bear the tag of this key, as a part of a query on requests.
#[diesel::dsl::auto_type]
pub fn bearers(key: String) -> _ {
    let it: diesel::dsl::Eq<tags::name_key, String> = tags::name_key.eq(key);
    request_tags::table
        .inner_join(tags::table.on(tags::id.eq(request_tags::tag_id)))
        .filter(it)
        .select(request_tags::request_id)
}

/// Tags that some public request bears and that begin so, in the Persian order, after this sort key and id. What only
/// private requests and drafts are called is nobody else's to know. `prefix` is a key: letters, digits, spaces.
pub fn in_use(c: &mut Conn, prefix: &str, after: Option<(Vec<u8>, TagId)>, limit: i64) -> Result<Vec<Row>> {
    let borne = request_tags::table
        .inner_join(requests::table.on(requests::id.eq(request_tags::request_id)))
        .filter(
            request_tags::tag_id
                .eq(tags::id)
                .and(diesel::dsl::not(requests::private))
                .and(requests::state.ne(State::Draft)),
        );
    let mut query = tags::table
        .filter(diesel::dsl::exists(borne))
        .order((tags::sort_key, tags::id))
        .limit(limit)
        .select((tags::id, tags::name, tags::sort_key))
        .into_boxed();
    if !prefix.is_empty() {
        query = query.filter(tags::name_key.like(format!("{prefix}%")));
    }
    if let Some((key, id)) = after {
        query = query.filter(
            tags::sort_key
                .gt(key.clone())
                .or(tags::sort_key.eq(key).and(tags::id.gt(id))),
        );
    }
    Ok(query.load(c)?)
}
