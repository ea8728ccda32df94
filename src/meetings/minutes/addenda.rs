//! Corrections of approved minutes: numbered, and written once like what they correct.

use serde_json::json;

use super::content;
use super::model::{AddendumView, CreateAddendum};
use super::notices;
use super::policy::Act;
use super::reading::{self, to_do};
use super::store::{self, Addendum};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result};
use crate::ids::{AddendumId, MeetingId};
use crate::meetings::service::record;
use crate::persian::text;

/// Corrects approved minutes.
///
/// # Errors
/// 403, 404, 409 while they are not approved, 422.
pub fn create(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: MeetingId,
    input: &CreateAddendum,
) -> Result<AddendumView> {
    let (row, _) = to_do(c, actor, meeting, Act::Add)?;
    let said = text::tidy(&input.text);
    if said.is_empty() {
        return Err(Error::field("/text", FieldCode::Required));
    }
    let minutes = store::find(c, meeting)?.ok_or(Error::NotFound)?;
    let (minuted, hash) = reading::fixed(c, &minutes)?;
    let last = store::addenda(c, meeting)?.pop();
    let number = last.as_ref().map_or(1, |a| a.number + 1);
    let adds_to = last.map_or(hash, |a| a.hash);
    let addendum = Addendum {
        id: AddendumId(0),
        meeting_id: meeting,
        number,
        hash: content::addendum_hash(number, &said, &adds_to),
        text: said,
        made_by_id: actor.id,
        created_at: cx.now,
    };
    let id = store::insert_addendum(c, &addendum)?;
    let data = json!({ "number": number, "hash": addendum.hash, "text": addendum.text });
    record(c, cx, actor, &row, "minutes_addendum", Some(row.state), data)?;
    notices::added(c, cx, actor, &row, &minuted, &addendum)?;
    let addenda = reading::addenda(c, meeting)?;
    addenda.into_iter().find(|a| a.id == id).ok_or(Error::NotFound)
}
