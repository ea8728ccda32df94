//! Tags put on requests, and offered while they are typed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::model::{PutTags, TagFilter, TagView};
use super::store::{self, Wanted};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::{RequestId, TagId};
use crate::page::{Page, PageRequest, foreign_cursor};
use crate::persian::{collation, text};
use crate::requests::acting::{check_version, record, save};
use crate::requests::findable;
use crate::requests::model::RequestView;
use crate::requests::policy;
use crate::requests::service::visible;
use crate::requests::views::view;
use crate::resource::Expected;
use crate::schema;

/// The one order of the list.
const SORT: &str = "name";
/// Characters of a tag; the bodies' and the parameter's documentation have the same number.
const LONGEST: usize = 50;

/// The tags as typed, tidy, each once.
fn read(typed: &[String]) -> Result<Vec<Wanted>> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut errors = Vec::new();
    for (i, typed) in typed.iter().enumerate() {
        let name = text::tidy_line(typed);
        let key = text::key(&name);
        if key.is_empty() {
            errors.push(FieldError::new(format!("/tags/{i}"), FieldCode::Required));
        } else if wanted.iter().all(|w| w.key != key) {
            let sort_key = collation::sort_key(&name);
            wanted.push(Wanted { name, key, sort_key });
        }
    }
    if errors.is_empty() {
        Ok(wanted)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// The tags as typed, made if nobody has used them before; by id.
fn ensure(c: &mut Conn, cx: &Cx, typed: &[String]) -> Result<Vec<TagId>> {
    let mut ids = Vec::new();
    for wanted in read(typed)? {
        ids.push(store::ensure(c, cx.now, &wanted)?);
    }
    ids.sort_unstable();
    Ok(ids)
}

/// Gives a new request its tags.
///
/// # Errors
/// 422 at `/tags/…` for one without a letter or digit.
pub(in crate::requests) fn set(c: &mut Conn, cx: &Cx, request: RequestId, typed: &[String]) -> Result<()> {
    let ids = ensure(c, cx, typed)?;
    store::put(c, request, &ids)?;
    findable::renew(c, request)
}

/// Replaces the tags of a request: whoever takes part in it, in every state.
///
/// # Errors
/// 403, 404, 412, 422.
pub fn put(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    key: &str,
    expected: &Expected,
    input: &PutTags,
) -> Result<RequestView> {
    let mut row = visible(c, actor, key)?;
    let capacity = policy::takes_part_as(actor, &row.subject()).ok_or_else(Error::not_your_right)?;
    let actor = &capacity.actor(actor);
    check_version(c, cx, actor, &row, expected)?;
    let ids = ensure(c, cx, &input.tags)?;
    if ids != store::ids_of(c, row.id)? {
        let before = names(c, row.id)?;
        // The version first: whoever comes second must not get in the way of whoever was faster.
        save(c, cx, actor, &mut row)?;
        store::put(c, row.id, &ids)?;
        findable::renew(c, row.id)?;
        let state = row.state;
        let data = json!({ "tags": [before, names(c, row.id)?] });
        record(c, cx, Some(actor), &row, "tagged", Some(state), data)?;
    }
    view(c, cx, actor, row)
}

fn names(c: &mut Conn, request: RequestId) -> Result<Vec<String>> {
    Ok(store::of(c, &[request])?.remove(&request).unwrap_or_default())
}

/// Tags in use, in the Persian order.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(c: &mut Conn, filter: &TagFilter) -> Result<Page<TagView>> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    schema::parameter_within("q", filter.q.as_deref(), LONGEST)?;
    let after = match &page.after {
        Some(cursor) => {
            let key = URL_SAFE_NO_PAD.decode(&cursor.k).map_err(|_| foreign_cursor())?;
            Some((key, TagId(cursor.i)))
        }
        None => None,
    };
    let prefix = text::key(filter.q.as_deref().unwrap_or_default());
    let rows = store::in_use(c, &prefix, after, page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |(id, _, key)| (URL_SAFE_NO_PAD.encode(key), id.0));
    Ok(rows.map(|(id, name, _)| TagView { id, name }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_tag_count_once_and_a_blank_one_is_named() {
        let typed = ["دوربين", " دوربین ", "خرید"].map(str::to_owned);
        let names: Vec<_> = read(&typed).unwrap().into_iter().map(|w| w.name).collect();
        assert_eq!(names, ["دوربین", "خرید"]);
        let Err(Error::Invalid(errors)) = read(&["خرید".to_owned(), "؟!".to_owned()]) else {
            panic!("a tag of signs is taken");
        };
        assert_eq!((errors.len(), errors[0].pointer.as_str()), (1, "/tags/1"));
    }
}
