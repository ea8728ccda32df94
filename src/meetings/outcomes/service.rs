//! What comes of a line: written down and carried out in one transaction, put right or taken back until the minutes are final.

use serde_json::json;

use super::effects::{carry_out, put_back};
use super::model::{TakeBackOutcome, TakenBack, Undone, UpdateOutcome};
use super::store::{self, Outcome};
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{AgendaItemId, MeetingId, OutcomeId};
use crate::meetings::agenda::model::{AgendaItemView, CreateOutcome, OutcomeKind};
use crate::meetings::agenda::service::find_item;
use crate::meetings::agenda::views::{self as agenda_views, Reader};
use crate::meetings::service::{need_right, not_now, record, visible};
use crate::meetings::session::service::onto_agenda;
use crate::meetings::session::store as session_store;
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::persian::text;
use crate::resource::Expected;

/// The meeting, for who writes down what came of it. Two who do so at once do it one after the other, and who declares the
/// minutes final meanwhile does it before, so that this is refused, or after, and has it in the text.
fn to_minute(c: &mut Conn, cx: &Cx, actor: &Actor, id: MeetingId) -> Result<Meeting> {
    meeting_store::lock(c, id)?;
    let row = visible(c, actor, id)?;
    need_right(actor)?;
    if !matches!(row.state, MeetingState::InProgress | MeetingState::MinutesDraft) {
        return Err(not_now(
            actor,
            &row,
            "نتیجه در جلسه و پیش از نهایی شدن صورت‌جلسه ثبت می‌شود.",
            "Outcomes are recorded during the meeting and until its minutes are final.",
        ));
    }
    session_store::touch(c, id, cx.now)?;
    Ok(row)
}

/// Records what came of a line and carries it out.
///
/// # Errors
/// 403, 404, 409 when the meeting is not being held or minuted or the request does not allow it, 422.
pub fn add(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: MeetingId,
    id: AgendaItemId,
    input: &CreateOutcome,
    locale: Locale,
) -> Result<AgendaItemView> {
    let row = to_minute(c, cx, actor, meeting)?;
    let (item, _) = find_item(c, meeting, id)?;
    let said = text::tidy(&input.text);
    check(c, &row, input, &said)?;
    let outcome = store::insert_outcome(c, &item, input.kind, &said, actor.id, cx.now)?;
    let moved = carry_out(c, cx, actor, &row, &item, outcome, input, &said)?;
    if !moved.is_empty() {
        store::set_moved(c, outcome, json!(moved))?;
    }
    let data = json!({ "item_id": id, "outcome_id": outcome, "kind": input.kind, "text": said, "request_id": item.request_id, "who_id": input.who_id, "due_on": input.due_on });
    onto_agenda(c, cx, item, true)?;
    record(c, cx, actor, &row, "outcome", Some(row.state), data)?;
    agenda_views::item(c, &Reader { actor, locale }, &row, id)
}

/// The outcome at the version that was seen.
fn to_change(c: &mut Conn, reader: &Reader<'_>, row: &Meeting, id: OutcomeId, expected: &Expected) -> Result<Outcome> {
    let found = store::find_outcome(c, row.id, id)?.ok_or(Error::NotFound)?;
    if expected.holds(found.version) {
        return Ok(found);
    }
    let line = agenda_views::item(c, reader, row, found.agenda_item_id)?;
    match line.outcomes.into_iter().find(|o| o.id == id) {
        Some(current) => Err(Error::stale(&current)),
        None => Err(Error::NotFound),
    }
}

fn lost() -> Error {
    Error::LostRace("the outcome changed meanwhile".into())
}

/// Gives an outcome other words; what it did stays. Of another kind, for somebody else or by another day it is another
/// outcome: taken back, and recorded anew.
///
/// # Errors
/// 403, 404, 409 once the minutes are final, 412, 422.
pub fn correct(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (meeting, id): (MeetingId, OutcomeId),
    expected: &Expected,
    input: &UpdateOutcome,
    locale: Locale,
) -> Result<AgendaItemView> {
    let row = to_minute(c, cx, actor, meeting)?;
    let reader = Reader { actor, locale };
    let outcome = to_change(c, &reader, &row, id, expected)?;
    let said = text::tidy(&input.text);
    if said.is_empty() {
        return Err(Error::field("/text", FieldCode::Required));
    }
    if !store::set_text(c, &outcome, &said)? {
        return Err(lost());
    }
    if outcome.kind == OutcomeKind::Commitment {
        crate::meetings::commitments::service::reword(c, cx, actor, id, &said)?;
    }
    let data = json!({ "outcome_id": id, "text": [outcome.text, said] });
    record(c, cx, actor, &row, "outcome_corrected", Some(row.state), data)?;
    agenda_views::item(c, &reader, &row, outcome.agenda_item_id)
}

/// Takes an outcome back: it is no longer of the meeting, and what it did is undone as far as that can be. What stays is said.
///
/// # Errors
/// 403, 404, 409 once the minutes are final, 412, 422.
pub fn take_back(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (meeting, id): (MeetingId, OutcomeId),
    expected: &Expected,
    input: &TakeBackOutcome,
    locale: Locale,
) -> Result<TakenBack> {
    let row = to_minute(c, cx, actor, meeting)?;
    let reader = Reader { actor, locale };
    let outcome = to_change(c, &reader, &row, id, expected)?;
    let reason = text::tidy(&input.reason);
    if reason.is_empty() {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    if !store::take_back(c, &outcome, &reason, cx.now)? {
        return Err(lost());
    }
    let (item, _) = find_item(c, meeting, outcome.agenda_item_id)?;
    let back = put_back(c, cx, actor, &item, &outcome, &reason)?;
    let others = store::outcomes(c, meeting)?;
    let discussed = others.iter().any(|o| o.agenda_item_id == item.id);
    onto_agenda(c, cx, item, discussed)?;
    let data = json!({ "outcome_id": id, "kind": outcome.kind, "text": outcome.text, "reason": reason, "undone": back.undone, "stay": back.stay });
    record(c, cx, actor, &row, "outcome_taken_back", Some(row.state), data)?;
    let item = agenda_views::item(c, &reader, &row, outcome.agenda_item_id)?;
    Ok(TakenBack {
        version: item.version,
        item,
        undone: back.whole,
        said: said_of(outcome.kind, back.whole, locale).to_owned(),
        requests_undone: back.undone,
        requests_stay: back.stay,
    })
}

/// What became of what the outcome had done, in words.
fn said_of(kind: OutcomeKind, undone: Undone, locale: Locale) -> &'static str {
    match (undone, kind) {
        (Undone::Nothing, _) => locale.pick(
            "نتیجه پس گرفته شد؛ جز ثبت آن کاری انجام نشده بود.",
            "The outcome is taken back; it had done nothing but be written down.",
        ),
        (Undone::All, OutcomeKind::Commitment) => locale.pick(
            "نتیجه پس گرفته شد و تعهد دیگر به شمار نمی‌آید؛ به متعهد خبر داده شد.",
            "The outcome is taken back, and the promise counts no more; who promised is told.",
        ),
        (Undone::All, OutcomeKind::ToMayor) => locale.pick(
            "نتیجه پس گرفته شد و موضوع از فهرست طرح با شهردار بیرون آمد.",
            "The outcome is taken back, and the subject does not go to the mayor.",
        ),
        (Undone::All, _) => locale.pick(
            "نتیجه پس گرفته شد و کاری که انجام داده بود بازگردانده شد.",
            "The outcome is taken back, and what it had done is undone.",
        ),
        (Undone::Part, _) => locale.pick(
            "نتیجه پس گرفته شد؛ برخی درخواست‌ها بازگردانده شدند و بقیه، که پس از آن پیش رفته‌اند، همان‌گونه می‌مانند.",
            "The outcome is taken back; some requests are back where they were, the others have gone on since and stay.",
        ),
        (Undone::Stays, OutcomeKind::Deferred | OutcomeKind::Solved | OutcomeKind::Dropped | OutcomeKind::Decision) => {
            locale.pick(
                "نتیجه پس گرفته شد، ولی آنچه انجام داده بود همان‌گونه می‌ماند، زیرا پس از آن پیش رفته یا شمرده شده است.",
                "The outcome is taken back, but what it had done stays: it has gone on since, or is counted.",
            )
        }
        (Undone::Stays, OutcomeKind::Commitment | OutcomeKind::Information | OutcomeKind::ToMayor) => locale.pick(
            "نتیجه پس گرفته شد، ولی آنچه از آن برآمده پایان یافته است و می‌ماند.",
            "The outcome is taken back, but what came of it has ended and stays.",
        ),
    }
}

/// Each kind takes its own fields and no others.
fn check(c: &mut Conn, row: &Meeting, input: &CreateOutcome, said: &str) -> Result<()> {
    let mut errors = Vec::new();
    if said.is_empty() {
        errors.push(FieldError::new("/text", FieldCode::Required));
    }
    let (who, due) = (input.who_id.is_some(), input.due_on.is_some());
    let (takes_who, takes_due) = match input.kind {
        OutcomeKind::Commitment => (true, true),
        OutcomeKind::Deferred => (false, true),
        OutcomeKind::Decision
        | OutcomeKind::Information
        | OutcomeKind::Solved
        | OutcomeKind::ToMayor
        | OutcomeKind::Dropped => (false, false),
    };
    if input.kind == OutcomeKind::Commitment {
        errors.extend((!who).then(|| FieldError::new("/who_id", FieldCode::Required)));
        errors.extend((!due).then(|| FieldError::new("/due_on", FieldCode::Required)));
    }
    errors.extend((who && !takes_who).then(|| FieldError::new("/who_id", FieldCode::NotAllowed)));
    errors.extend((due && !takes_due).then(|| FieldError::new("/due_on", FieldCode::NotAllowed)));
    if input.due_on.is_some_and(|day| day < row.starts_at.date_tehran()) {
        errors.push(FieldError::with(
            "/due_on",
            FieldCode::OutOfRange,
            "سررسید نباید پیش از روز جلسه باشد.",
            "Not before the meeting's day.",
        ));
    }
    if let Some(id) = input.who_id
        && accounts::service::persons(c, &[id])?.is_empty()
    {
        errors.push(FieldError::new("/who_id", FieldCode::NotFound));
    }
    Error::invalid_if_any(errors)
}
