//! How guests, who have no account, answer: by the link in the latest mail that they got, which opens a page. Looking at
//! it answers nothing. The link works until the meeting starts, and the latest answer counts. A link that does not work
//! is not told apart from one that never was.

use serde_json::json;

use super::answers::is_asked;
use crate::accounts::tokens::hash_secret;
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::meetings::model::{Answer, MeetingView};
use crate::meetings::people_store::{self, GuestRow};
use crate::meetings::store;
use crate::meetings::views;
use crate::persian::text;

/// Characters of a note, at most; the API's body has the same number.
const LONGEST_NOTE: usize = 1000;

/// What whoever follows a link is shown.
pub struct Question {
    /// What the guest is called.
    pub who: String,
    /// What they answered before.
    pub answer: Option<Answer>,
    /// What they are asked to.
    pub meeting: MeetingView,
}

/// What a form that was sent comes to.
pub enum Answered {
    /// The link does not work.
    Dead,
    /// It names no answer that a guest can give; the page asks again.
    Again(Box<Question>),
    /// It is written down.
    Done(Answer),
}

/// What the link asks; nothing when it does not work.
///
/// # Errors
/// Only the database's.
pub fn look(c: &mut Conn, token: &str) -> Result<Option<Question>> {
    let Some(guest) = people_store::find_guest(c, &hash_secret(token))? else {
        return Ok(None);
    };
    let meeting = store::find_meeting(c, guest.meeting_id)?.filter(|m| is_asked(m.state));
    let Some(row) = meeting else {
        return Ok(None);
    };
    Ok(Some(Question {
        who: guest.name,
        answer: guest.answer,
        meeting: views::for_all(c, row)?,
    }))
}

/// Answers by a link.
///
/// # Errors
/// Only the database's.
pub fn answer(c: &mut Conn, cx: &Cx, token: &str, answer: Option<Answer>, note: &str) -> Result<Answered> {
    let Some(question) = look(c, token)? else {
        return Ok(Answered::Dead);
    };
    let (Some(answer), Some(guest)) = (
        answer.filter(|a| *a != Answer::Substitute),
        people_store::find_guest(c, &hash_secret(token))?,
    ) else {
        return Ok(Answered::Again(Box::new(question)));
    };
    let note: String = text::tidy(note).chars().take(LONGEST_NOTE).collect();
    let note = Some(note).filter(|n| !n.is_empty());
    if (guest.answer, &guest.answer_note) != (Some(answer), &note) {
        write(c, cx, &guest, answer, note.as_deref())?;
    }
    Ok(Answered::Done(answer))
}

fn write(c: &mut Conn, cx: &Cx, guest: &GuestRow, answer: Answer, note: Option<&str>) -> Result<()> {
    people_store::answer_guest(c, guest.id, answer, note, cx.now)?;
    let row = store::touch(c, guest.meeting_id, cx.now)?;
    let entry = Entry {
        subject: "meeting",
        subject_id: row.id.0,
        action: "answered",
        actor: None,
        from: Some(row.state.as_str()),
        to: Some(row.state.as_str()),
        data: json!({ "guest_id": guest.id, "answer": answer, "by": "link" }),
    };
    audit::record(c, cx, &entry).map(drop)
}
