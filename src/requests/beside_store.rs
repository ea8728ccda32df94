//! What is shown beside a request's own columns: tags, counts of comments and attachments, and whether the reader watches
//! it. One statement for a page of requests, since each more is a way to PostgreSQL and back.

use std::collections::HashMap;

use diesel::dsl::{case_when, count_star};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Nullable, Text};

use super::attached;
use crate::db::schema::{attachments, comments, request_tags, request_watchers, tags};
use crate::db::{Conn, both, one_of};
use crate::error::Result;
use crate::ids::{RequestId, UserId};

/// What stands beside one request.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// In the Persian order.
    pub tags: Vec<String>,
    /// Comments that everybody who sees the request reads; the deleted are left out.
    pub comments: i64,
    /// Comments among owners and the director; the deleted are left out.
    pub internal_comments: i64,
    pub attachments: i64,
    pub watched: bool,
}

const TAG: &str = "tag";
const COMMENTS: &str = "comments";
const INTERNAL: &str = "internal";
const ATTACHMENTS: &str = "attachments";
const WATCHED: &str = "watched";

/// A part of it: whose, what, how many, and a tag's name and place.
type Row = (RequestId, String, i64, Option<String>, Option<Vec<u8>>);

/// What stands beside these requests, for this reader; those with nothing are left out.
pub fn load(c: &mut Conn, reader: UserId, ids: &[RequestId]) -> Result<HashMap<RequestId, Beside>> {
    let no_name = || None::<String>.into_sql::<Nullable<Text>>();
    let no_place = || None::<Vec<u8>>.into_sql::<Nullable<Binary>>();
    let tagged = request_tags::table
        .inner_join(tags::table.on(tags::id.eq(request_tags::tag_id)))
        .filter(one_of(request_tags::request_id, ids))
        .select((
            request_tags::request_id,
            TAG.into_sql::<Text>(),
            1_i64.into_sql::<BigInt>(),
            tags::name.nullable(),
            tags::sort_key.nullable(),
        ));
    let said = comments::table
        .filter(one_of(comments::request_id, ids).and(comments::deleted_by_id.is_null()))
        .group_by((comments::request_id, comments::internal))
        .select((
            comments::request_id,
            case_when(comments::internal, INTERNAL.into_sql::<Text>()).otherwise(COMMENTS.into_sql::<Text>()),
            count_star(),
            no_name(),
            no_place(),
        ));
    let attached = attachments::table
        .filter(
            attachments::subject
                .eq(attached::SUBJECT)
                .and(one_of(attachments::subject_id, ids)),
        )
        .group_by(attachments::subject_id)
        .select((
            attachments::subject_id,
            ATTACHMENTS.into_sql::<Text>(),
            count_star(),
            no_name(),
            no_place(),
        ));
    let watched = request_watchers::table
        .filter(
            request_watchers::user_id
                .eq(reader)
                .and(one_of(request_watchers::request_id, ids)),
        )
        .select((
            request_watchers::request_id,
            WATCHED.into_sql::<Text>(),
            1_i64.into_sql::<BigInt>(),
            no_name(),
            no_place(),
        ));
    let rows: Vec<Row> = both(tagged.union_all(said).union_all(attached).union_all(watched)).load(c)?;
    Ok(gathered(rows))
}

fn gathered(mut rows: Vec<Row>) -> HashMap<RequestId, Beside> {
    rows.sort_unstable_by(|a, b| (&a.4, &a.3).cmp(&(&b.4, &b.3)));
    let mut all: HashMap<_, Beside> = HashMap::new();
    for (id, what, count, name, _) in rows {
        let beside = all.entry(id).or_default();
        match what.as_str() {
            TAG => beside.tags.extend(name),
            COMMENTS => beside.comments = count,
            INTERNAL => beside.internal_comments = count,
            ATTACHMENTS => beside.attachments = count,
            _ => beside.watched = true,
        }
    }
    all
}
