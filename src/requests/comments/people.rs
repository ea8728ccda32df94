//! People who may read a comment: whom it may mention, and who is offered while it is typed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::model::MentionableFilter;
use crate::accounts::{self, Actor, Circle, Role, UserRef};
use crate::db::Conn;
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::UserId;
use crate::page::{Page, PageRequest, foreign_cursor};
use crate::persian::{collation, digits, text};
use crate::requests::policy::{self, Subject};
use crate::requests::service::visible;
use crate::requests::store::Request;
use crate::schema;

/// The one order of the list.
const SORT: &str = "name";
/// Characters of a name; the parameter's documentation has the same number.
const LONGEST: usize = 120;

/// Whether the person reads comments of this kind on the request.
pub(super) fn reads(person: &Actor, subject: &Subject, internal: bool) -> bool {
    if internal {
        policy::sees_internal(person, subject)
    } else {
        policy::may_see(person, subject)
    }
}

/// Everybody around the request who reads such comments. The circle only proposes; the policy decides.
fn readers(c: &mut Conn, row: &Request, internal: bool) -> Result<Vec<Actor>> {
    let subject = row.subject();
    let mut roles = vec![Role::Director, Role::Auditor];
    if subject.for_mayor {
        roles.push(Role::MayorOffice);
    }
    let circle = Circle {
        roles,
        unit: row.unit_id,
        desk: row.desk_id,
        people: [Some(row.filer_id), row.owner_id].into_iter().flatten().collect(),
    };
    let mut people = accounts::service::circle(c, &circle)?;
    people.retain(|person| reads(person, &subject, internal));
    Ok(people)
}

/// A page of who may be mentioned in a comment, in the order of names.
///
/// # Errors
/// 403 for a kind of comment that is not the actor's to write, 404, 400 for a cursor of another list.
pub fn mentionable(c: &mut Conn, actor: &Actor, key: &str, filter: &MentionableFilter) -> Result<Page<UserRef>> {
    let row = visible(c, actor, key)?;
    if !policy::may_comment(actor, &row.subject(), filter.internal) {
        return Err(Error::not_your_right());
    }
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    let after = match &page.after {
        Some(cursor) => Some((
            URL_SAFE_NO_PAD.decode(&cursor.k).map_err(|_| foreign_cursor())?,
            UserId(cursor.i),
        )),
        None => None,
    };
    schema::parameter_within("q", filter.q.as_deref(), LONGEST)?;
    let wanted = text::key(filter.q.as_deref().unwrap_or_default());
    let mut people: Vec<_> = readers(c, &row, filter.internal)?
        .into_iter()
        .filter(|person| person.id != actor.id && text::key(&person.name).contains(&wanted))
        .map(|person| (collation::sort_key(&person.name), person.id, person.name))
        .filter(|(key, id, _)| after.as_ref().is_none_or(|(k, i)| (key, id) > (k, i)))
        .collect();
    people.sort();
    people.truncate(usize::try_from(page.limit + 1).unwrap_or(usize::MAX));
    let people = Page::from_rows(people, &page, SORT, |(key, id, _)| (URL_SAFE_NO_PAD.encode(key), id.0));
    Ok(people.map(|(_, id, name)| UserRef { id, name }))
}

/// The mentioned people, each once.
///
/// # Errors
/// 422 at `/mentions/…` for each who may not read the comment. Who does not exist is told in the same words, so that
/// nobody is found out by trying ids.
pub(super) fn check(c: &mut Conn, row: &Request, internal: bool, ids: &[UserId]) -> Result<Vec<Actor>> {
    let subject = row.subject();
    let mut people = accounts::service::actors(c, ids)?;
    people.retain(|person| reads(person, &subject, internal));
    let wrong: Vec<_> = ids
        .iter()
        .enumerate()
        .filter(|(_, id)| people.iter().all(|person| person.id != **id))
        .map(|(i, id)| {
            let fa = format!("شخص {} این یادداشت را نمی‌بیند.", digits::persian(&id.to_string()));
            let en = format!("Person {id} may not read this comment.");
            FieldError::with(format!("/mentions/{i}"), FieldCode::NotFound, fa, en)
        })
        .collect();
    if wrong.is_empty() {
        Ok(people)
    } else {
        Err(Error::Invalid(wrong))
    }
}
