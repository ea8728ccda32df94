//! What units propose for an agenda, and what the director makes of it.
//!
//! Proposals are taken until the end of a working day some working days before the meeting (the setting
//! `proposals_close_working_days`), so that the director can still see to them and everybody can prepare. Nothing of this
//! is stored: a meeting that is moved moves it too.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::model::{CreateProposal, DecideProposal, ProposalAction, ProposalFilter, ProposalState, ProposalView};
use super::notices;
use super::store::{self, Proposal};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::calendar;
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result, said};
use crate::ids::{MeetingId, ProposalId, RequestId, UnitId};
use crate::meetings::agenda::making::rebuild;
use crate::meetings::agenda::model::AgendaRequest;
use crate::meetings::agenda::store as agenda_store;
use crate::meetings::policy;
use crate::meetings::service::{need_right, not_now, record as record_meeting, visible as visible_meeting};
use crate::meetings::state::MeetingState;
use crate::meetings::store as meeting_store;
use crate::meetings::store::Meeting;
use crate::page::{Page, PageRequest};
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;
use crate::persian::text;
use crate::requests;
use crate::requests::model::RequestView;
use crate::requests::state::{Group, State};
use crate::resource::Expected;
use crate::units;

/// The order of the list.
const SORT: &str = "id";

/// Whether proposals are taken for a meeting in this state: it was announced, and not called off or held.
const fn takes_proposals(state: MeetingState) -> bool {
    match state {
        MeetingState::Scheduled | MeetingState::AgendaPublished => true,
        MeetingState::Draft
        | MeetingState::InProgress
        | MeetingState::MinutesDraft
        | MeetingState::MinutesReview
        | MeetingState::Approved
        | MeetingState::Cancelled
        | MeetingState::Postponed => false,
    }
}

/// Until when units can propose items for a meeting; none when it takes no proposals. Where the calendar has no working
/// days to count, it is the meeting's start.
///
/// # Errors
/// Only the database's.
pub fn until(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<Option<Timestamp>> {
    if !takes_proposals(row.state) {
        return Ok(None);
    }
    let calendar = calendar::service::load(c)?;
    let days = cx.settings.proposals_close_working_days;
    let last = calendar.nth_working_day_before(row.starts_at.date_tehran(), days).ok();
    let end = last.and_then(|day| calendar.stretches(day).last().map(|s| s.until));
    Ok(Some(end.map_or(row.starts_at, |end| end.min(row.starts_at))))
}

/// Proposes an open request of the unit, or a subject, for a meeting.
///
/// # Errors
/// 403, 404, 409 when the meeting takes no proposals or their time is over, 422.
pub fn create(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: MeetingId,
    input: &CreateProposal,
) -> Result<ProposalView> {
    let row = visible_meeting(c, actor, meeting)?;
    if !policy::may_propose(actor, input.unit_id) {
        return Err(Error::not_your_right());
    }
    in_time(c, cx, actor, &row)?;
    let why = text::tidy(&input.why);
    if why.is_empty() {
        return Err(Error::field("/why", FieldCode::Required));
    }
    let subject = input.subject.as_deref().map(text::tidy_line).filter(|s| !s.is_empty());
    let request = match (&input.request, &subject) {
        (Some(key), None) => Some(open_request(c, cx, actor, &row, input.unit_id, key)?),
        (None, Some(_)) => None,
        (None, None) => return Err(Error::field("/subject", FieldCode::Required)),
        (Some(_), Some(_)) => return Err(Error::field("/subject", FieldCode::NotAllowed)),
    };
    let mut proposal = Proposal {
        id: ProposalId(0),
        series_id: row.series_id,
        meeting_id: row.id,
        unit_id: input.unit_id,
        request_id: request.as_ref().map(|r| r.id),
        subject,
        why,
        state: ProposalState::Waiting,
        proposed_by_id: actor.id,
        decided_by_id: None,
        decision_reason: None,
        decided_at: None,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
    };
    proposal.id = store::insert(c, &proposal)?;
    let data = json!({ "why": proposal.why, "subject": proposal.subject });
    record(c, cx, actor, &row, &proposal, "proposed", None, data)?;
    let shown = view(c, actor, proposal)?;
    notices::made(c, cx, actor, &row, &shown)?;
    Ok(shown)
}

/// 409 when the meeting takes no proposals, or none any more; that names the day and hour.
fn in_time(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting) -> Result<()> {
    let Some(until) = until(c, cx, row)? else {
        return Err(not_now(
            actor,
            row,
            "برای این جلسه بند پیشنهاد نمی‌شود: جلسه باید اعلام شده و هنوز برگزار نشده باشد.",
            "No items are proposed for this meeting: it has to be announced, and still to be held.",
        ));
    };
    if cx.now <= until {
        return Ok(());
    }
    let here = until.in_tehran();
    let day = JalaliDate::from_gregorian(here.date()).full();
    let clock = digits::persian(&here.format("%H:%M").to_string());
    Err(Error::conflict(
        "proposals_closed",
        said(
            format!(
                "مهلت پیشنهاد بند برای این جلسه {day}، ساعت {clock} به پایان رسید. می‌توانید آن را برای جلسهٔ بعد پیشنهاد کنید."
            ),
            format!(
                "Items for this meeting could be proposed until {} (Tehran). Propose it for the next one.",
                here.format("%Y-%m-%d %H:%M")
            ),
        ),
    ))
}

/// The request, if it is an open one of the unit that the unit has not proposed already.
fn open_request(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, unit: UnitId, key: &str) -> Result<RequestView> {
    let not_found = |error| match error {
        Error::NotFound => Error::field("/request", FieldCode::NotFound),
        other => other,
    };
    let request = requests::service::get(c, cx, actor, key).map_err(not_found)?;
    if request.unit.id != unit {
        return Err(Error::field("/request", FieldCode::NotFound));
    }
    if request.state_group == Group::Closed || request.state == State::Draft {
        return Err(Error::refused(
            "/request",
            FieldCode::Conflict,
            "تنها درخواستی که ثبت شده و باز است پیشنهاد می‌شود.",
            "Only a request that was submitted and is open can be proposed.",
        ));
    }
    if store::waits(c, row.series_id, unit, request.id)? {
        return Err(Error::refused(
            "/request",
            FieldCode::Conflict,
            "این درخواست پیش‌تر پیشنهاد شده و در انتظار تصمیم است.",
            "This request was proposed already, and the decision is awaited.",
        ));
    }
    Ok(request)
}

/// What the actor may know of what was proposed for a meeting: what was made or decided for it, and what earlier meetings
/// of the series have left.
///
/// # Errors
/// 400 for a cursor of another list, 404.
pub fn list(c: &mut Conn, actor: &Actor, meeting: MeetingId, filter: &ProposalFilter) -> Result<Page<ProposalView>> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), SORT)?;
    let row = visible_meeting(c, actor, meeting)?;
    let own = policy::units_of(actor);
    let units = (!policy::may_prepare(actor)).then_some(own.as_slice());
    let after = page.after.as_ref().map(|a| ProposalId(a.i));
    let rows = store::list(c, &row, units, filter.state, after, page.limit + 1)?;
    let rows = Page::from_rows(rows, &page, SORT, |r| (String::new(), r.id.0));
    Ok(Page {
        items: views(c, actor, rows.items)?,
        next: rows.next,
    })
}

/// The proposal and the meeting, if the actor may know of both and it is before that meeting, or was.
fn find(c: &mut Conn, actor: &Actor, meeting: MeetingId, id: ProposalId) -> Result<(Meeting, Proposal)> {
    let row = visible_meeting(c, actor, meeting)?;
    let found = store::find(c, id)?.filter(|p| p.series_id == row.series_id);
    let proposal = found.ok_or(Error::NotFound)?;
    if !policy::sees_proposal_of(actor, proposal.unit_id) {
        return Err(Error::NotFound);
    }
    if proposal.meeting_id != row.id {
        let made_for = meeting_store::find_meeting(c, proposal.meeting_id)?.ok_or(Error::NotFound)?;
        if !proposal.state.is_open() || made_for.order() > row.order() {
            return Err(Error::NotFound);
        }
    }
    Ok((row, proposal))
}

/// A proposal.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, actor: &Actor, meeting: MeetingId, id: ProposalId) -> Result<ProposalView> {
    let (_, proposal) = find(c, actor, meeting, id)?;
    view(c, actor, proposal)
}

/// Decides on a proposal for a meeting, or, for the unit, takes it back while nobody has taken it up. What is accepted is
/// on its agenda at once, if it has one already; what is put off waits for the next meeting of the series. Who proposed it
/// hears of it.
///
/// # Errors
/// 403, 404, 409 when it is decided or the meeting is not being prepared, 412, 422.
pub fn decide(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (meeting, id): (MeetingId, ProposalId),
    action: ProposalAction,
    expected: &Expected,
    input: &DecideProposal,
) -> Result<ProposalView> {
    let (row, mut proposal) = find(c, actor, meeting, id)?;
    if action == ProposalAction::Withdraw {
        if !policy::may_propose(actor, proposal.unit_id) {
            return Err(Error::not_your_right());
        }
    } else {
        need_right(actor)?;
    }
    if !expected.holds(proposal.version) {
        return Err(Error::stale(&view(c, actor, proposal)?));
    }
    if !matches!(
        row.state,
        MeetingState::Draft | MeetingState::Scheduled | MeetingState::AgendaPublished
    ) {
        return Err(not_now(
            actor,
            &row,
            "دربارهٔ پیشنهادها پیش از برگزاری جلسه تصمیم گرفته می‌شود.",
            "Proposals are decided on before the meeting is held.",
        ));
    }
    if !proposal.state.is_open() {
        return Err(Error::conflict(
            "action_not_allowed",
            said(
                "دربارهٔ این پیشنهاد تصمیم گرفته شده است.",
                "This proposal has been decided on.",
            ),
        ));
    }
    let reason = input.reason.as_deref().map(text::tidy).filter(|r| !r.is_empty());
    if reason.is_none() && matches!(action, ProposalAction::PutOff | ProposalAction::Decline) {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    let from = proposal.state;
    proposal.state = action.leads_to();
    if action != ProposalAction::Withdraw {
        proposal.meeting_id = row.id;
    }
    proposal.decided_by_id = Some(actor.id);
    proposal.decided_at = Some(cx.now);
    proposal.decision_reason.clone_from(&reason);
    if !store::save(c, &mut proposal, cx.now)? {
        return Err(Error::stale(&get(c, actor, meeting, id)?));
    }
    let data = json!({ "reason": reason });
    record(c, cx, actor, &row, &proposal, action.as_str(), Some(from), data)?;
    if action == ProposalAction::Accept {
        take_onto_agenda(c, cx, actor, &row, &proposal)?;
    }
    let who = proposal.proposed_by_id;
    let shown = view(c, actor, proposal)?;
    notices::decided(c, cx, actor, &row, &shown, action, who)?;
    Ok(shown)
}

/// An agenda that is there gets the line at once; one that is not made yet gets it when it is. What the director had left
/// out is in again.
fn take_onto_agenda(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, proposal: &Proposal) -> Result<()> {
    let items = agenda_store::items(c, row.id)?;
    if items.is_empty() {
        return Ok(());
    }
    let left_out = items.into_iter().filter(|i| i.excluded && i.request_id.is_some());
    for mut item in left_out.filter(|i| i.request_id == proposal.request_id) {
        (item.excluded, item.exclusion_reason) = (false, None);
        if !agenda_store::save_item(c, &mut item, cx.now)? {
            return Err(Error::LostRace("an agenda line changed meanwhile".into()));
        }
    }
    rebuild(c, cx, row)?;
    let data = json!({ "proposal_id": proposal.id });
    record_meeting(c, cx, actor, row, "agenda_generated", Some(row.state), data)
}

/// Writes into the history of the proposal and, if it is about one, of the request.
fn record(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    proposal: &Proposal,
    action: &str,
    from: Option<ProposalState>,
    mut data: Value,
) -> Result<()> {
    data["meeting_id"] = json!(row.id);
    data["number"] = json!(row.number);
    let entry = Entry {
        subject: "agenda_proposal",
        subject_id: proposal.id.0,
        action,
        actor: Some(actor.id),
        from: from.map(ProposalState::as_str),
        to: Some(proposal.state.as_str()),
        data,
    };
    let absent = policy::head_in_whose_place(actor, proposal.unit_id).filter(|_| !policy::may_run(actor));
    audit::record_for(c, cx, &entry, absent)?;
    let Some(request) = proposal.request_id else {
        return Ok(());
    };
    let mut data = entry.data;
    data["proposal_id"] = json!(proposal.id);
    data["proposal"] = json!(proposal.state);
    let entry = Entry {
        subject: "request",
        subject_id: request.0,
        action: "agenda_proposal",
        from: None,
        to: None,
        data,
        ..entry
    };
    audit::record_for(c, cx, &entry, absent).map(drop)
}

/// Views of proposals, with four look-ups for all of them. They are read by the unit and by who prepares meetings, who all
/// may know of the unit's private requests but its members; to them the title says as much.
fn views(c: &mut Conn, actor: &Actor, rows: Vec<Proposal>) -> Result<Vec<ProposalView>> {
    let requests: Vec<_> = rows.iter().filter_map(|r| r.request_id).collect();
    let requests: HashMap<RequestId, _> = agenda_store::requests_by_id(c, &requests)?
        .into_iter()
        .map(|r| (r.id, r))
        .collect();
    let units: Vec<_> = rows.iter().map(|r| r.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let people: Vec<_> = rows
        .iter()
        .map(|r| r.proposed_by_id)
        .chain(rows.iter().filter_map(|r| r.decided_by_id))
        .collect();
    let people = accounts::service::people(c, &people)?;
    let allowed = |r: &Proposal| {
        let may = |action: &&ProposalAction| match action {
            ProposalAction::Withdraw => policy::may_propose(actor, r.unit_id),
            ProposalAction::Accept | ProposalAction::PutOff | ProposalAction::Decline => policy::may_run(actor),
        };
        let all = ProposalAction::ALL.iter().filter(|_| r.state.is_open()).filter(may);
        all.map(|a| a.as_str().to_owned()).collect()
    };
    let view = |r: Proposal| {
        let unit = units.get(&r.unit_id).cloned().ok_or(Error::NotFound)?;
        let request = r.request_id.and_then(|id| requests.get(&id));
        let reads = request.is_none_or(|r| !r.private || requests::policy::may_see(actor, &r.subject()));
        let hidden = "درخواست محرمانه";
        let request = request.map(|r| AgendaRequest {
            id: r.id,
            number: r.number.clone(),
            title: if reads { r.title.clone() } else { hidden.to_owned() },
            unit: unit.clone(),
            state: r.state,
        });
        let title = request.as_ref().map(|r| r.title.clone()).or_else(|| r.subject.clone());
        Ok(ProposalView {
            title: title.unwrap_or_default(),
            proposed_by: people.get(&r.proposed_by_id).cloned(),
            decided_by: r.decided_by_id.and_then(|id| people.get(&id).cloned()),
            allowed_actions: allowed(&r),
            id: r.id,
            meeting_id: r.meeting_id,
            unit,
            request,
            subject: r.subject,
            why: if reads { r.why } else { String::new() },
            state: r.state,
            decision_reason: r.decision_reason.filter(|_| reads),
            decided_at: r.decided_at,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        })
    };
    rows.into_iter().map(view).collect()
}

fn view(c: &mut Conn, actor: &Actor, row: Proposal) -> Result<ProposalView> {
    views(c, actor, vec![row])?.pop().ok_or(Error::NotFound)
}
