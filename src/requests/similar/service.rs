//! Similar requests found: for each word of the title the newest that have it, and of all of these the most alike.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::model::{SimilarRequest, SimilarTo};
use super::ranking::{self, Candidate, PER_WORD};
use super::store;
use crate::accounts::Actor;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::RequestId;
use crate::page::Page;
use crate::persian::search;
use crate::requests::list_store;
use crate::requests::policy;
use crate::requests::service::scope;
use crate::requests::store as request_store;
use crate::schema;
use crate::units::{self, UnitRef};

/// Characters of a title; the parameter's documentation has the same number.
const LONGEST: usize = 300;

fn tokens(text: &str) -> Vec<String> {
    search::index_text(&[text]).split(' ').map(str::to_owned).collect()
}

/// At most ten requests like the one that is being typed, the most alike first.
///
/// # Errors
/// 400 for a title that is too long.
pub fn find(c: &mut Conn, actor: &Actor, typed: &SimilarTo) -> Result<Page<SimilarRequest>> {
    schema::parameter_within("title", Some(&typed.title), LONGEST)?;
    let scope = scope(c, actor)?;
    let mut words = ranking::words(&tokens(&typed.title));
    let mut ids: BTreeSet<RequestId> = BTreeSet::new();
    for word in &mut words {
        let Some(query) = search::Query::parse(&word.token) else {
            continue;
        };
        let query = if word.open { query } else { query.whole() };
        let limit = i64::try_from(PER_WORD).unwrap_or(i64::MAX);
        let found = list_store::newest_with(c, &scope, query, limit)?;
        word.found = found.len();
        ids.extend(found);
    }
    let ids: Vec<_> = ids.into_iter().collect();
    let candidates: Vec<_> = store::candidates(c, &ids)?
        .into_iter()
        .map(|(id, category, unit, title, text)| Candidate {
            id: id.0,
            same_category: typed.category == Some(category),
            same_unit: typed.unit_id == Some(unit),
            title: tokens(&title).into_iter().collect(),
            text: text.split(' ').map(str::to_owned).collect::<HashSet<_>>(),
        })
        .collect();
    let best = ranking::rank(&words, &candidates);
    Ok(Page {
        items: views(c, actor, &best)?,
        next: None,
    })
}

/// The best as views, in their order. The lists' scope has chosen them; the policy has the last word.
fn views(c: &mut Conn, actor: &Actor, best: &[(i64, u8)]) -> Result<Vec<SimilarRequest>> {
    let ids: Vec<_> = best.iter().map(|(id, _)| RequestId(*id)).collect();
    let mut rows: HashMap<i64, _> = request_store::find_all(c, &ids)?
        .into_iter()
        .filter(|row| policy::may_see(actor, &row.subject()))
        .map(|row| (row.id.0, row))
        .collect();
    let units: Vec<_> = rows.values().map(|row| row.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let view = |(id, score): &(i64, u8)| {
        let row = rows.remove(id)?;
        Some(SimilarRequest {
            id: row.id,
            unit: units.get(&row.unit_id).cloned().unwrap_or(UnitRef {
                id: row.unit_id,
                name: String::new(),
            }),
            number: row.number,
            title: row.title,
            category: row.category,
            state: row.state,
            score: *score,
            created_at: row.created_at,
        })
    };
    Ok(best.iter().filter_map(view).collect())
}
