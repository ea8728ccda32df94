//! What the invited answer: by the web, and by whatever reads their mail ([`take`]). Guests answer by a link.

use serde_json::json;

use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Result};
use crate::ids::{MeetingId, UserId};
use crate::meetings::model::{Answer, MeetingView, Respond};
use crate::meetings::notices::{self, News};
use crate::meetings::people_store::{self, Sent};
use crate::meetings::service::{need_right, not_now, record, visible};
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self, Meeting};
use crate::meetings::views::view;
use crate::notifications::model::{Fact, Kind, Label, Value};
use crate::persian::text;

/// Answers, for oneself or, by who runs meetings, for somebody who has said it otherwise: `POST /meetings/{id}/response`.
///
/// # Errors
/// 403 for who is not invited, 404, 409 before the invitation and from the start on, 422.
pub fn respond(c: &mut Conn, cx: &Cx, actor: &Actor, id: MeetingId, input: &Respond) -> Result<MeetingView> {
    let row = visible(c, actor, id)?;
    let person = input.user_id.unwrap_or(actor.id);
    if person != actor.id {
        need_right(actor)?;
    }
    put(c, cx, actor, row, person, input)
}

/// The answer of somebody who is known otherwise than by signing in: the sender of a reply by mail.
///
/// # Errors
/// As [`respond`]; 404 also for a person who is not active.
pub fn take(c: &mut Conn, cx: &Cx, meeting: MeetingId, person: UserId, input: &Respond) -> Result<MeetingView> {
    let actor = accounts::service::act_as(c, person)?;
    let row = visible(c, &actor, meeting)?;
    put(c, cx, &actor, row, person, input)
}

/// Whether an answer is still asked for.
pub const fn is_asked(state: MeetingState) -> bool {
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

fn put(c: &mut Conn, cx: &Cx, actor: &Actor, row: Meeting, person: UserId, input: &Respond) -> Result<MeetingView> {
    let list = people_store::people(c, &[row.id])?;
    let Some(before) = list.iter().find(|p| p.user_id == person) else {
        return Err(if person == actor.id {
            Error::not_your_right()
        } else {
            Error::field("/user_id", FieldCode::NotFound)
        });
    };
    if !is_asked(row.state) {
        return Err(not_now(
            actor,
            &row,
            "پاسخ دعوت از هنگام دعوت تا آغاز جلسه پذیرفته می‌شود.",
            "An invitation is answered until the meeting starts.",
        ));
    }
    let sent = sent(c, person, input, list.iter().map(|p| p.user_id))?;
    let note = input.note.as_deref().map(text::tidy).filter(|n| !n.is_empty());
    let had = Sent {
        id: before.substitute_id,
        name: before.substitute_name.clone(),
    };
    if (before.answer, &before.answer_note, &had) == (Some(input.answer), &note, &sent) {
        return view(c, actor, row);
    }
    people_store::answer(c, row.id, person, input.answer, note.as_deref(), &sent, cx.now)?;
    let row = store::touch(c, row.id, cx.now)?;
    let data =
        json!({ "user_id": person, "answer": input.answer, "substitute_id": sent.id, "substitute_name": sent.name });
    record(c, cx, actor, &row, "answered", Some(row.state), data)?;
    let shown = view(c, actor, row)?;
    if had.id != sent.id {
        let name = accounts::service::person(c, person)?.name;
        let news = |kind| News {
            facts: vec![Fact::new(Label::InPlaceOf, Value::Text(name.clone()))],
            ..News::of(kind)
        };
        // Unless they come anyway, or in somebody else's place.
        let others = list.iter().filter(|p| p.user_id != person);
        let comes = |id: &UserId| others.clone().any(|p| p.user_id == *id || p.substitute_id == Some(*id));
        let old: Vec<_> = had.id.into_iter().filter(|id| !comes(id)).collect();
        let new: Vec<_> = sent.id.into_iter().filter(|id| !comes(id)).collect();
        notices::tell(c, cx, Some(actor), &shown, &news(Kind::MeetingUninvited), &old)?;
        notices::tell(c, cx, Some(actor), &shown, &news(Kind::MeetingScheduled), &new)?;
    }
    Ok(shown)
}

/// Whom they send: one person with an account who is not invited anyway, or a name.
fn sent(c: &mut Conn, person: UserId, input: &Respond, mut invited: impl Iterator<Item = UserId>) -> Result<Sent> {
    let name = input.substitute_name.as_deref().map(text::tidy_line);
    let name = name.filter(|n| !n.is_empty());
    match (input.answer == Answer::Substitute, input.substitute_id, name) {
        (false, None, None) => Ok(Sent::default()),
        (false, Some(_), _) => Err(Error::field("/substitute_id", FieldCode::NotAllowed)),
        (false, None, Some(_)) | (true, Some(_), Some(_)) => {
            Err(Error::field("/substitute_name", FieldCode::NotAllowed))
        }
        (true, None, None) => Err(Error::field("/substitute_name", FieldCode::Required)),
        (true, None, name @ Some(_)) => Ok(Sent { id: None, name }),
        (true, Some(id), None) if id == person || invited.any(|other| other == id) => Err(Error::refused(
            "/substitute_id",
            FieldCode::Conflict,
            "این شخص خود به جلسه دعوت شده است.",
            "This person is invited anyway.",
        )),
        (true, Some(id), None) if accounts::service::persons(c, &[id])?.is_empty() => {
            Err(Error::field("/substitute_id", FieldCode::NotFound))
        }
        (true, id @ Some(_), None) => Ok(Sent { id, name: None }),
    }
}
