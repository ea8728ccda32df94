//! Writing the draft, line by line.

use std::collections::HashSet;

use serde_json::json;

use super::model::{ParagraphView, SaveParagraph};
use super::policy::Act;
use super::reading::{self, Reading};
use super::store::{self, Draft};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::service::record;
use crate::persian::text;
use crate::resource::Expected;

/// Saves what was said of a line. Each line has a version of its own: who writes about another line is not in the way,
/// and who writes about the same one gets the text that is there (412) and loses nothing.
///
/// # Errors
/// 403, 404, 409 once the minutes are final, 412, 422.
pub fn save(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (meeting, item): (MeetingId, AgendaItemId),
    expected: &Expected,
    input: &SaveParagraph,
    locale: Locale,
) -> Result<ParagraphView> {
    let (row, at) = reading::to_do(c, actor, meeting, Act::Write)?;
    let current = reading::current(c, actor, &row)?;
    let version = current.versions.get(&item).copied().unwrap_or(0);
    let mut lines = current.content.paragraphs.into_iter().enumerate();
    let (n, mut paragraph) = lines.find(|(_, p)| p.item_id == item).ok_or(Error::NotFound)?;
    let reading = Reading {
        actor,
        at,
        hidden: HashSet::new(),
        locale,
    };
    let said = text::tidy(&input.text);
    // Nothing would be lost, whichever version was seen: a repeated call, or two who wrote the same.
    if said == paragraph.text {
        return Ok(reading.paragraph(meeting, n, paragraph, version));
    }
    if !expected.holds(version) {
        return Err(Error::stale(&reading.paragraph(meeting, n, paragraph, version)));
    }
    paragraph.text.clone_from(&said);
    let draft = Draft {
        agenda_item_id: item,
        text: said,
        version,
    };
    if !store::save_draft(c, meeting, &draft, actor.id, cx.now)? {
        return Err(Error::LostRace("a paragraph of minutes changed meanwhile".into()));
    }
    let data = json!({ "item_id": item, "version": version + 1, "characters": draft.text.chars().count() });
    record(c, cx, actor, &row, "minutes_written", Some(row.state), data)?;
    Ok(reading.paragraph(meeting, n, paragraph, version + 1))
}
