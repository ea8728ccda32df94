//! Making an agenda: gathers what may be discussed with a few queries, has it ranked, and writes what changed.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde_json::json;

use super::agenda_model::{AgendaItemView, AgendaView, Placement, UpdateItem};
use super::agenda_store::{self, Item, NewItem, OpenRequest};
use super::agenda_views::{self, Reader};
use super::commitment_store;
use super::mayor_model::MeetingKind;
use super::ranking::{self, Candidate, Line, LineKind, Reason, Settings, Source};
use super::service::{need_right, not_now, record, save, to_change, visible};
use super::state::MeetingState;
use super::store::{self, Meeting};
use super::{mayor, themed};
use crate::accounts::Actor;
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::ids::{AgendaItemId, MeetingId, RequestId};
use crate::persian::{digits, text};
use crate::requests::state::State;
use crate::resource::Expected;
use crate::routing::Priority;

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
    agenda_views::agenda(c, &Reader { actor, locale }, &row)
}

/// The agenda as the actor may read it.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, actor: &Actor, id: MeetingId, locale: Locale) -> Result<AgendaView> {
    let row = visible(c, actor, id)?;
    agenda_views::agenda(c, &Reader { actor, locale }, &row)
}

/// Publishes: keeps the agenda as it is read now under the next revision; says how many lines it has. A meeting without
/// an agenda gets one first.
pub(super) fn freeze(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Meeting) -> Result<usize> {
    if agenda_store::items(c, row.id)?.is_empty() {
        rebuild(c, cx, row)?;
    }
    row.agenda_revision += 1;
    let shown = agenda_views::agenda(
        c,
        &Reader {
            actor,
            locale: Locale::Fa,
        },
        row,
    )?;
    store::freeze_agenda(c, row.id, serde_json::to_value(&shown)?)?;
    Ok(shown.items.len())
}

fn source_of(item: &Item, meeting: MeetingId) -> Source {
    match (item.request_id, item.theme_id, item.commitment_id) {
        (Some(id), _, _) => Source::Request(id),
        (None, Some(id), _) => Source::Theme(id),
        (None, None, Some(id)) => Source::Commitment(id),
        (None, None, None) => Source::Minutes(meeting),
    }
}

/// What may be discussed, with its line's title. `kept`: requests whose line the director has pinned or left out.
fn candidates(c: &mut Conn, row: &Meeting, kept: &HashSet<RequestId>) -> Result<Vec<(Candidate, String)>> {
    let day = row.starts_at.date_tehran();
    let held = store::held_before(c, row.series_id, row.number)?;
    let mut all = Vec::new();
    if let Some(last) = held.last().filter(|m| m.state != MeetingState::Approved) {
        let reason = Reason::Minutes {
            number: last.number,
            held_on: last.starts_at.date_tehran(),
        };
        let title = format!("تأیید صورت‌جلسهٔ نشست {}", digits::number(i64::from(last.number)));
        // One line for minutes, whichever meeting's: its source is this meeting.
        all.push((
            plain(Source::Minutes(row.id), LineKind::Minutes, reason, last.starts_at),
            title,
        ));
    }
    for promise in commitment_store::broken(c, row.series_id, day)? {
        let days_late = (day - promise.due_on).num_days();
        let reason = Reason::Broken {
            days_late,
            repromises: promise.repromises,
        };
        let candidate = plain(
            Source::Commitment(promise.id),
            LineKind::Commitment,
            reason,
            promise.created_at,
        );
        all.push((Candidate { days_late, ..candidate }, text::tidy_line(&promise.text)));
    }
    if row.kind == MeetingKind::Mayor {
        all.extend(mayor::candidates(c)?);
        return Ok(all);
    }
    let mut left_open: HashMap<RequestId, HashSet<MeetingId>> = HashMap::new();
    let ids: Vec<_> = held.iter().map(|m| m.id).collect();
    for (request, meeting) in agenda_store::stood_on(c, &ids)? {
        left_open.entry(request).or_default().insert(meeting);
    }
    let open = agenda_store::open_requests(c)?;
    let mut waits = waits_for_later(c, row, &open)?;
    waits.extend(mayor::waiting(c)?);
    let open = open.into_iter().filter(|r| !waits.contains(&r.id));
    let by_itself = |r: &OpenRequest| left_open.contains_key(&r.id) || kept.contains(&r.id);
    let (single, lines) = themed::split(c, &held, open.collect(), by_itself)?;
    all.extend(lines);
    for request in single {
        let mut seen = left_open.remove(&request.id).unwrap_or_default();
        seen.extend(request.raised_in_id.filter(|id| ids.contains(id)));
        let from = held
            .iter()
            .find(|m| seen.contains(&m.id))
            .map(|m| m.starts_at.date_tehran());
        let carried = from.map(|from| (from, u32::try_from(seen.len()).unwrap_or(u32::MAX)));
        let title = request.title.clone();
        all.push((of_request(row, day, &request, carried), title));
    }
    Ok(all)
}

pub(super) fn plain(source: Source, kind: LineKind, reason: Reason, since: crate::clock::Timestamp) -> Candidate {
    Candidate {
        source,
        kind,
        reason,
        days_late: 0,
        carried: 0,
        units: 0,
        priority: Priority::Normal,
        disputed: false,
        since,
        pinned: false,
        excluded: false,
        minutes: None,
    }
}

fn of_request(row: &Meeting, day: NaiveDate, request: &OpenRequest, carried: Option<(NaiveDate, u32)>) -> Candidate {
    let since = request.submitted_at.unwrap_or(request.created_at);
    let days_late = request
        .due_at
        .map_or(0, |at| (row.starts_at.utc() - at.utc()).num_days().max(0));
    let (kind, reason) = match carried {
        _ if request.state == State::Deferred => (
            LineKind::Deferred,
            Reason::Deferred {
                until: request.deferred_until,
            },
        ),
        Some((from, times)) => (LineKind::Carried, Reason::Carried { from, times }),
        None if request.disputed => (LineKind::New, Reason::Disputed),
        None if request.raised_in_id == Some(row.id) => (LineKind::New, Reason::Raised),
        None => (
            LineKind::New,
            Reason::New {
                since: since.date_tehran(),
                priority: request.priority,
                days_overdue: days_late,
            },
        ),
    };
    let carried = carried.map_or(0, |(_, times)| times);
    debug_assert!(
        request.deferred_until.is_none_or(|until| until <= day),
        "deferred to a later day"
    );
    let candidate = plain(Source::Request(request.id), kind, reason, since);
    Candidate {
        days_late,
        carried,
        priority: request.priority,
        disputed: request.disputed,
        ..candidate
    }
}

/// The requests that were put off beyond this meeting: to a later day, or to a meeting that comes after it.
fn waits_for_later(c: &mut Conn, row: &Meeting, open: &[OpenRequest]) -> Result<HashSet<RequestId>> {
    let day = row.starts_at.date_tehran();
    let mut ids: Vec<_> = open.iter().filter_map(|r| r.deferred_to_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let later: HashSet<_> = store::meetings_by_id(c, &ids)?
        .into_iter()
        .filter(|m| m.id != row.id && m.state != MeetingState::Cancelled && m.starts_at > row.starts_at)
        .map(|m| m.id)
        .collect();
    let waits = |r: &&OpenRequest| {
        r.deferred_until.is_some_and(|until| until > day) || r.deferred_to_id.is_some_and(|to| later.contains(&to))
    };
    Ok(open.iter().filter(waits).map(|r| r.id).collect())
}

/// Ranks everything anew and writes the difference: lines that stay keep their ids, and unchanged ones their versions.
fn rebuild(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<()> {
    let mut old: HashMap<Source, Item> = agenda_store::items(c, row.id)?
        .into_iter()
        .map(|i| (source_of(&i, row.id), i))
        .collect();
    let mut titles = HashMap::new();
    let mut all = Vec::new();
    let kept = old.values().filter(|item| item.pinned || item.excluded);
    let kept = kept.filter_map(|item| item.request_id).collect();
    for (mut candidate, title) in candidates(c, row, &kept)? {
        if let Some(item) = old.get(&candidate.source) {
            candidate.pinned = item.pinned;
            candidate.excluded = item.excluded;
            // What differs from the usual was said by somebody.
            candidate.minutes = (item.minutes != item.kind.usual_minutes()).then_some(item.minutes);
            if item.pinned && candidate.kind == LineKind::New && candidate.reason != Reason::Disputed {
                candidate.reason = Reason::Pinned;
            }
        }
        titles.insert(candidate.source, title);
        all.push(candidate);
    }
    let budget = i32::try_from((row.ends_at.utc() - row.starts_at.utc()).num_minutes()).unwrap_or(i32::MAX);
    let agenda = ranking::rank(all, Settings { budget });
    let mut new = Vec::new();
    for (placement, lines) in [
        (Placement::Agenda, agenda.items),
        (Placement::Overflow, agenda.overflow),
        (Placement::Excluded, agenda.excluded),
    ] {
        for (line, position) in lines.iter().zip(1..) {
            let title = titles.remove(&line.candidate.source).unwrap_or_default();
            let mut fresh = new_item(row, cx, line, placement, position, title)?;
            match old.remove(&line.candidate.source) {
                None => new.push(fresh),
                Some(item) => {
                    fresh.note.clone_from(&item.note);
                    update(c, cx, item, fresh)?;
                }
            }
        }
    }
    agenda_store::delete_items(c, &old.into_values().map(|i| i.id).collect::<Vec<_>>())?;
    agenda_store::insert_items(c, &new)
}

fn new_item(
    row: &Meeting,
    cx: &Cx,
    line: &Line,
    placement: Placement,
    position: i32,
    title: String,
) -> Result<NewItem> {
    let source = line.candidate.source;
    Ok(NewItem {
        meeting_id: row.id,
        position,
        kind: line.candidate.kind,
        placement,
        request_id: if let Source::Request(id) = source {
            Some(id)
        } else {
            None
        },
        commitment_id: if let Source::Commitment(id) = source {
            Some(id)
        } else {
            None
        },
        title,
        minutes: line.minutes,
        pinned: line.candidate.pinned,
        excluded: line.candidate.excluded,
        note: String::new(),
        carried: i32::try_from(line.candidate.carried).unwrap_or(i32::MAX),
        reason: Json(serde_json::to_value(&line.candidate.reason)?),
        discussed: false,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
        theme_id: if let Source::Theme(id) = source { Some(id) } else { None },
    })
}

fn update(c: &mut Conn, cx: &Cx, item: Item, fresh: NewItem) -> Result<()> {
    let same = item.kind == fresh.kind
        && item.placement == fresh.placement
        && item.title == fresh.title
        && item.minutes == fresh.minutes
        && item.carried == fresh.carried
        && item.reason == fresh.reason;
    if same && item.position == fresh.position {
        return Ok(());
    }
    if same {
        return agenda_store::place_item(c, item.id, fresh.position);
    }
    let NewItem {
        position,
        kind,
        placement,
        title,
        minutes,
        carried,
        reason,
        ..
    } = fresh;
    let mut changed = Item {
        position,
        kind,
        placement,
        title,
        minutes,
        carried,
        reason,
        ..item
    };
    if agenda_store::save_item(c, &mut changed, cx.now)? {
        Ok(())
    } else {
        Err(Error::LostRace("an agenda line changed meanwhile".into()))
    }
}

/// Adds the requests that were raised in the meeting itself, after all that is there.
fn append_raised(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<()> {
    let items = agenda_store::items(c, row.id)?;
    let there: HashSet<_> = items.iter().filter_map(|i| i.request_id).collect();
    let last = items
        .iter()
        .filter(|i| i.placement == Placement::Agenda)
        .map(|i| i.position)
        .max()
        .unwrap_or(0);
    let mut raised = agenda_store::open_requests(c)?;
    raised.retain(|r| r.raised_in_id == Some(row.id) && r.state != State::Deferred && !there.contains(&r.id));
    raised.sort_by_key(|r| (r.submitted_at.unwrap_or(r.created_at), r.id));
    let (raised, mut themes) = themed::split(c, &[], raised, |_| false)?;
    themes.retain(|(theme, _)| !items.iter().any(|i| source_of(i, row.id) == theme.source));
    let day = row.starts_at.date_tehran();
    let raised = raised
        .into_iter()
        .map(|request| (of_request(row, day, &request, None), request.title));
    let mut new = Vec::new();
    for ((candidate, title), position) in raised.chain(themes).zip(last + 1..) {
        let minutes = candidate.kind.usual_minutes();
        let line = Line { candidate, minutes };
        new.push(new_item(row, cx, &line, Placement::Agenda, position, title)?);
    }
    agenda_store::insert_items(c, &new)
}

/// The line of this meeting.
pub(super) fn find_item(c: &mut Conn, meeting: MeetingId, id: AgendaItemId) -> Result<(Item, Vec<Item>)> {
    let items = agenda_store::items(c, meeting)?;
    let item = items.iter().find(|i| i.id == id).cloned().ok_or(Error::NotFound)?;
    Ok((item, items))
}

/// The place after the last of a list.
pub(super) fn end_of(items: &[Item], placement: Placement) -> i32 {
    items
        .iter()
        .filter(|i| i.placement == placement)
        .map(|i| i.position)
        .max()
        .unwrap_or(0)
        + 1
}

/// What the director says to a line. Pinning takes it onto the agenda at once, leaving out takes it off; the rest of the
/// order is made anew with the next generation.
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
    let row = visible(c, actor, meeting)?;
    need_right(actor)?;
    let reader = Reader { actor, locale };
    let (mut item, mut items) = find_item(c, meeting, id)?;
    if !expected.holds(item.version) {
        return Err(Error::stale(&agenda_views::item(c, &reader, &row, id)?));
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
    item.pinned = input.pinned.unwrap_or(item.pinned);
    item.excluded = input.excluded.unwrap_or(item.excluded);
    item.minutes = input.minutes.unwrap_or(item.minutes);
    item.note = input.note.as_deref().map_or(item.note, text::tidy);
    let placement = match item.placement {
        _ if item.excluded => Placement::Excluded,
        Placement::Excluded => Placement::Agenda,
        Placement::Overflow if item.pinned => Placement::Agenda,
        stays @ (Placement::Agenda | Placement::Overflow) => stays,
    };
    if placement != item.placement {
        item.position = end_of(&items, placement);
        item.placement = placement;
    }
    if let Some(position) = input.position {
        items.retain(|i| i.placement == item.placement && i.id != item.id);
        let at = usize::try_from(position - 1).unwrap_or(0).min(items.len());
        item.position = i32::try_from(at + 1).unwrap_or(i32::MAX);
        items.insert(at, item.clone());
        for (other, position) in items
            .iter()
            .zip(1..)
            .filter(|(other, position)| other.id != id && other.position != *position)
        {
            agenda_store::place_item(c, other.id, position)?;
        }
    }
    if !agenda_store::save_item(c, &mut item, cx.now)? {
        return Err(Error::stale(&agenda_views::item(c, &reader, &row, id)?));
    }
    let data = json!({ "item_id": id, "pinned": input.pinned, "excluded": input.excluded, "minutes": input.minutes, "note": input.note, "position": input.position });
    record(c, cx, actor, &row, "agenda_item_changed", Some(row.state), data)?;
    agenda_views::item(c, &reader, &row, id)
}
