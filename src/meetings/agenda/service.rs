//! What is done with agendas: making one, reading it, and what the director says to its lines.

use std::collections::HashMap;

use serde_json::json;

use super::making::{append_raised, rebuild};
use super::model::{AgendaItemView, AgendaView, Placement, RevisionView, UpdateItem};
use super::reason::Reason;
use super::revision_store;
use super::store::{self, Item};
use super::views::{self, Reader, is_to_come};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{AgendaItemId, MeetingId};
use crate::meetings::policy;
use crate::meetings::proposals::service as proposals;
use crate::meetings::service::{need_right, not_now, record, save, to_change, visible};
use crate::meetings::session::store as session_store;
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::page::{Page, PageRequest, foreign_cursor};
use crate::persian::text;
use crate::resource::{Expected, Patch};

/// The order of the list of published agendas.
pub const REVISIONS_SORT: &str = "revision";

/// Makes or remakes the agenda; what the director said to a line (pinned, left out, minutes, note) stays. While the
/// meeting is held, what was raised in it is added at the end.
///
/// # Errors
/// 403, 404, 409 once it has been held, 412.
pub fn generate(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    expected: &Expected,
    locale: Locale,
) -> Result<AgendaView> {
    let mut row = to_change(c, actor, id, expected)?;
    match row.state {
        MeetingState::Draft | MeetingState::Scheduled | MeetingState::AgendaPublished => rebuild(c, cx, &row)?,
        MeetingState::InProgress => append_raised(c, cx, &row)?,
        MeetingState::MinutesDraft
        | MeetingState::MinutesReview
        | MeetingState::Approved
        | MeetingState::Cancelled
        | MeetingState::Postponed => {
            return Err(not_now(
                actor,
                &row,
                "دستور این جلسه دیگر ساخته نمی‌شود.",
                "The agenda of this meeting can no longer be made.",
            ));
        }
    }
    save(c, cx, actor, &mut row)?;
    record(c, cx, actor, &row, "agenda_generated", Some(row.state), json!({}))?;
    let proposals_until = proposals::until(c, cx, &row)?;
    Ok(AgendaView {
        proposals_until,
        ..views::agenda(c, &Reader { actor, locale }, &row)?
    })
}

/// The agenda as the actor may read it: until the meeting starts, what is being prepared for who prepares it, and for
/// everybody else what was published last; then what the meeting goes by.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, actor: &Actor, id: MeetingId, locale: Locale) -> Result<AgendaView> {
    get_revision(c, actor, id, None, locale)
}

/// The agenda as it was published the given time; else as [`get`] has it.
///
/// # Errors
/// 404, also when it was not published so often.
pub fn get_revision(
    c: &mut Conn,
    actor: &Actor,
    id: MeetingId,
    revision: Option<i32>,
    locale: Locale,
) -> Result<AgendaView> {
    let row = visible(c, actor, id)?;
    shown(c, &Reader { actor, locale }, &row, revision)
}

fn shown(c: &mut Conn, reader: &Reader<'_>, row: &Meeting, revision: Option<i32>) -> Result<AgendaView> {
    match revision {
        Some(number) => views::revision(c, reader, row, number)?.ok_or(Error::NotFound),
        None if is_to_come(row.state) && !policy::may_prepare(reader.actor) => views::last_published(c, reader, row),
        None => views::agenda(c, reader, row),
    }
}

/// [`get_revision`], and until when units can propose items.
///
/// # Errors
/// 404, also when it was not published so often.
pub fn read(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    revision: Option<i32>,
    locale: Locale,
) -> Result<AgendaView> {
    let row = visible(c, actor, id)?;
    let proposals_until = proposals::until(c, cx, &row)?;
    Ok(AgendaView {
        proposals_until,
        ..shown(c, &Reader { actor, locale }, &row, revision)?
    })
}

/// A page of the published agendas of a meeting, without their lines, the first first.
///
/// # Errors
/// 400 for a cursor of another list, 404.
pub fn revisions(
    c: &mut Conn,
    actor: &Actor,
    id: MeetingId,
    page: &PageRequest,
    locale: Locale,
) -> Result<Page<RevisionView>> {
    visible(c, actor, id)?;
    let after = page
        .after
        .as_ref()
        .map_or(Ok(0), |a| i32::try_from(a.i).map_err(|_| foreign_cursor()))?;
    let before = revision_store::find(c, id, after)?;
    let rows = revision_store::list(c, id, after, page.limit + 1)?;
    let rows = Page::from_rows(rows, page, REVISIONS_SORT, |r| (String::new(), i64::from(r.revision)));
    Ok(Page {
        items: views::revisions(c, &Reader { actor, locale }, rows.items, before)?,
        next: rows.next,
    })
}

/// A line that has come back too often and was not ended yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    pub item_id: AgendaItemId,
    pub position: i32,
    pub title: String,
}

/// The lines of a meeting's agenda that three meetings in a row had left without a decision, and on which this one has not
/// decided either, be it to take it to the mayor: for who ends the meeting or finalises its minutes to refuse until it has.
/// What was dropped, so that the request or all of the theme has ended, is not among them.
///
/// # Errors
/// Only the database's.
pub fn undecided_after_three(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Undecided>> {
    let due = |item: &Item| item.placement == Placement::Agenda && reason(item).must_decide();
    let items: Vec<_> = store::items(c, meeting)?.into_iter().filter(due).collect();
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let decided = store::decided_in(c, &[meeting])?;
    let ended = store::ended(c, meeting)?;
    let open =
        |item: &Item| !decided.iter().any(|(source, _)| *source == item.source()) && !ended.contains(&item.source());
    let undecided = |item: Item| Undecided {
        item_id: item.id,
        position: item.position,
        title: item.title,
    };
    Ok(items.into_iter().filter(open).map(undecided).collect())
}

/// Why a line is there; a reason that is not understood says nothing.
pub fn reason(item: &Item) -> Reason {
    serde_json::from_value(item.reason.0.clone()).unwrap_or(Reason::Information)
}

/// The line of this meeting.
pub fn find_item(c: &mut Conn, meeting: MeetingId, id: AgendaItemId) -> Result<(Item, Vec<Item>)> {
    let items = store::items(c, meeting)?;
    let item = items.iter().find(|i| i.id == id).cloned().ok_or(Error::NotFound)?;
    Ok((item, items))
}

/// The place after the last of a list.
pub fn end_of(items: &[Item], placement: Placement) -> i32 {
    items
        .iter()
        .filter(|i| i.placement == placement)
        .map(|i| i.position)
        .max()
        .unwrap_or(0)
        + 1
}

/// What the director says to a line. Pinning takes it onto the agenda at once, leaving out takes it off, and a place is
/// taken at once; the rest of the order is made anew with the next generation, and all this stays.
///
/// # Errors
/// 403, 404, 409 once the minutes are final, 412, 422.
pub fn update_item(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: MeetingId,
    id: AgendaItemId,
    expected: &Expected,
    input: &UpdateItem,
    locale: Locale,
) -> Result<AgendaItemView> {
    // The minutes are made of the lines: they are not declared final meanwhile.
    meeting_store::lock(c, meeting)?;
    let row = visible(c, actor, meeting)?;
    need_right(actor)?;
    let reader = Reader { actor, locale };
    let (mut item, items) = find_item(c, meeting, id)?;
    if !expected.holds(item.version) {
        return Err(Error::stale(&views::item(c, &reader, &row, id)?));
    }
    if matches!(
        row.state,
        MeetingState::MinutesReview | MeetingState::Approved | MeetingState::Cancelled
    ) {
        return Err(not_now(
            actor,
            &row,
            "دستور این جلسه دیگر تغییر نمی‌کند.",
            "The agenda of this meeting cannot be changed any more.",
        ));
    }
    if matches!(row.state, MeetingState::InProgress | MeetingState::MinutesDraft) {
        // Who watches the meeting sees it at once.
        session_store::touch(c, meeting, cx.now)?;
    }
    let placement = say(&mut item, input)?;
    if placement != item.placement {
        item.position = end_of(&items, placement);
        item.placement = placement;
    }
    item.placed = match input.position {
        Patch::Keep => item.placed,
        Patch::Clear => false,
        Patch::Set(_) => true,
    };
    if let Patch::Set(position) = input.position {
        let places = move_to(&mut item, items, position);
        store::place_items(c, &places)?;
    }
    if !store::save_item(c, &mut item, cx.now)? {
        return Err(Error::stale(&views::item(c, &reader, &row, id)?));
    }
    let position = input.position.apply(None);
    let data = json!({ "item_id": id, "pinned": input.pinned, "excluded": input.excluded, "exclusion_reason": item.exclusion_reason, "minutes": input.minutes, "note": input.note, "position": position });
    record(c, cx, actor, &row, "agenda_item_changed", Some(row.state), data)?;
    views::item(c, &reader, &row, id)
}

/// Takes what is said into the line, but for its place, and says in which list it stands then.
fn say(item: &mut Item, input: &UpdateItem) -> Result<Placement> {
    let was_excluded = item.excluded;
    item.pinned = input.pinned.unwrap_or(item.pinned);
    item.excluded = input.excluded.unwrap_or(item.excluded);
    item.minutes = input.minutes.unwrap_or(item.minutes);
    if let Some(note) = &input.note {
        item.note = text::tidy(note);
    }
    let why = input
        .exclusion_reason
        .as_deref()
        .map(text::tidy)
        .filter(|why| !why.is_empty());
    item.exclusion_reason = match (item.excluded, why) {
        (true, Some(why)) => Some(why),
        (true, None) if item.exclusion_reason.is_none() => {
            return Err(Error::field("/exclusion_reason", FieldCode::Required));
        }
        (true, None) => item.exclusion_reason.take(),
        (false, Some(_)) => return Err(Error::field("/exclusion_reason", FieldCode::NotAllowed)),
        (false, None) => None,
    };
    let put_off = reason(item).is_put_off();
    Ok(match item.placement {
        _ if item.excluded => Placement::Excluded,
        Placement::Excluded if item.pinned || (was_excluded && !put_off) => Placement::Agenda,
        Placement::Overflow if item.pinned => Placement::Agenda,
        stays @ (Placement::Agenda | Placement::Overflow | Placement::Excluded) => stays,
    })
}

/// Puts a line at a place of its list: in the whole order it then directly follows the line before it there, or goes
/// before the one that was first. Gives the places of the others that change.
fn move_to(item: &mut Item, mut items: Vec<Item>, position: i32) -> Vec<(AgendaItemId, i32, i32)> {
    items.retain(|other| other.id != item.id);
    let list: Vec<_> = items
        .iter()
        .filter(|o| o.placement == item.placement)
        .map(|o| o.id)
        .collect();
    let at = usize::try_from(position - 1).unwrap_or(0).min(list.len());
    items.sort_by_key(|o| (o.place, o.placement, o.position));
    let of = |id: Option<&AgendaItemId>| items.iter().position(|o| Some(&o.id) == id);
    let before = at.checked_sub(1).and_then(|n| of(list.get(n)));
    let index = before.map(|n| n + 1).or_else(|| of(list.first())).unwrap_or(0);
    let number = |n: usize| i32::try_from(n + 1).unwrap_or(i32::MAX);
    (item.position, item.place) = (number(at), number(index));
    let in_list: HashMap<_, _> = list.into_iter().zip(0..).collect();
    let mut changed = Vec::new();
    for (n, other) in items.iter().enumerate() {
        let place = number(if n < index { n } else { n + 1 });
        let position = match in_list.get(&other.id) {
            Some(n) if *n < at => number(*n),
            Some(n) => number(*n + 1),
            None => other.position,
        };
        if (position, place) != (other.position, other.place) {
            changed.push((other.id, position, place));
        }
    }
    changed
}
