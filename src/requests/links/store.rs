//! The rows of links.

use diesel::prelude::*;

use super::model::Stored;
use crate::clock::Timestamp;
use crate::db::schema::{request_links, requests};
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{LinkId, RequestId, UserId};

/// A link's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = request_links)]
pub struct Link {
    pub id: LinkId,
    pub from_id: RequestId,
    pub to_id: RequestId,
    pub kind: Stored,
    pub created_by_id: UserId,
    pub created_at: Timestamp,
}

/// All links of a request, both ways, up to `limit` each way.
pub fn of(c: &mut Conn, request: RequestId, limit: i64) -> Result<Vec<Link>> {
    let mut links = request_links::table
        .filter(request_links::from_id.eq(request))
        .order(request_links::id)
        .limit(limit)
        .select(Link::as_select())
        .load(c)?;
    let back = request_links::table
        .filter(request_links::to_id.eq(request))
        .order(request_links::id)
        .limit(limit)
        .select(Link::as_select())
        .load(c)?;
    links.extend::<Vec<Link>>(back);
    Ok(links)
}

pub fn count(c: &mut Conn, request: RequestId) -> Result<i64> {
    Ok(request_links::table
        .filter(request_links::from_id.eq(request).or(request_links::to_id.eq(request)))
        .count()
        .get_result(c)?)
}

/// The requests that go on as this one.
pub fn duplicates(c: &mut Conn, request: RequestId, limit: i64) -> Result<Vec<RequestId>> {
    Ok(requests::table
        .filter(requests::duplicate_of_id.eq(request))
        .order(requests::id)
        .limit(limit)
        .select(requests::id)
        .load(c)?)
}

/// Writes a link; none: there is one like it.
pub fn insert(
    c: &mut Conn,
    now: Timestamp,
    (from, to): (RequestId, RequestId),
    kind: Stored,
    by: UserId,
) -> Result<Option<LinkId>> {
    let added = both(
        diesel::insert_into(request_links::table)
            .values((
                request_links::from_id.eq(from),
                request_links::to_id.eq(to),
                request_links::kind.eq(kind),
                request_links::created_by_id.eq(by),
                request_links::created_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .returning(request_links::id),
    );
    Ok(added.get_result(c).optional()?)
}

pub fn find(c: &mut Conn, id: LinkId) -> Result<Option<Link>> {
    Ok(request_links::table
        .filter(request_links::id.eq(id))
        .select(Link::as_select())
        .first(c)
        .optional()?)
}

pub fn delete(c: &mut Conn, id: LinkId) -> Result<()> {
    diesel::delete(request_links::table.filter(request_links::id.eq(id))).execute(c)?;
    Ok(())
}

/// What these block.
pub fn blocked_by(c: &mut Conn, ids: &[RequestId]) -> Result<Vec<RequestId>> {
    Ok(request_links::table
        .filter(one_of(request_links::from_id, ids).and(request_links::kind.eq(Stored::Blocks)))
        .select(request_links::to_id)
        .load(c)?)
}
