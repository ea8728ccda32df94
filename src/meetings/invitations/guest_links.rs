//! How guests, who have no account, answer and read: by the link in the latest mail that they got, which opens a page. Looking
//! at it answers nothing. They answer until the meeting starts, and the latest answer counts; where the setting
//! `guests_read_papers` lets them, they read the agenda once it is published, and the approved minutes when they attended. A
//! link that does not work is not told apart from one that never was.

use serde_json::json;

use super::answers::is_asked;
use crate::accounts::tokens::hash_secret;
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::export::Paper;
use crate::meetings::model::{Answer, AttendanceStatus, MeetingView};
use crate::meetings::papers::open as open_papers;
use crate::meetings::people_store::{self, GuestRow};
use crate::meetings::state::MeetingState;
use crate::meetings::store::{self, Meeting};
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
    /// Whether they can still answer.
    pub open: bool,
    /// What they may read.
    pub papers: Vec<GuestPaper>,
}

crate::text_enum! {
    /// A paper that a guest may read.
    pub enum GuestPaper {
        /// As it was published last.
        Agenda = "agenda",
        /// Once they are approved.
        Minutes = "minutes",
    }
}

/// What a guest may read of a meeting in this state.
fn papers_of(guest: &GuestRow, row: &Meeting) -> Vec<GuestPaper> {
    let held = matches!(
        row.state,
        MeetingState::InProgress | MeetingState::MinutesDraft | MeetingState::MinutesReview | MeetingState::Approved
    );
    let agenda = row.agenda_revision > 0 && (held || row.state == MeetingState::AgendaPublished);
    let came = guest.attendance == Some(AttendanceStatus::Present);
    let minutes = row.state == MeetingState::Approved && came;
    let agenda = agenda.then_some(GuestPaper::Agenda);
    agenda
        .into_iter()
        .chain(minutes.then_some(GuestPaper::Minutes))
        .collect()
}

/// The guest whose link it is, the meeting, and what they may read; nothing when it does not work.
fn find(c: &mut Conn, cx: &Cx, token: &str) -> Result<Option<(GuestRow, Meeting, Vec<GuestPaper>)>> {
    let Some(guest) = people_store::find_guest(c, &hash_secret(token))? else {
        return Ok(None);
    };
    let Some(row) = store::find_meeting(c, guest.meeting_id)? else {
        return Ok(None);
    };
    let papers = if cx.settings.guests_read_papers {
        papers_of(&guest, &row)
    } else {
        Vec::new()
    };
    let works = is_asked(row.state) || !papers.is_empty();
    Ok(works.then_some((guest, row, papers)))
}

/// A paper of a link; nothing when the link does not lead to it.
///
/// # Errors
/// Only the database's.
pub fn paper(c: &mut Conn, cx: &Cx, token: &str, wanted: GuestPaper) -> Result<Option<Paper>> {
    let Some((_, row, papers)) = find(c, cx, token)? else {
        return Ok(None);
    };
    Ok(match wanted {
        _ if !papers.contains(&wanted) => None,
        GuestPaper::Agenda => Some(open_papers::agenda(c, cx, &row)?),
        GuestPaper::Minutes => Some(open_papers::minutes(c, cx, &row)?),
    })
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
pub fn look(c: &mut Conn, cx: &Cx, token: &str) -> Result<Option<Question>> {
    match find(c, cx, token)? {
        Some(found) => question(c, found).map(Some),
        None => Ok(None),
    }
}

fn question(c: &mut Conn, (guest, row, papers): (GuestRow, Meeting, Vec<GuestPaper>)) -> Result<Question> {
    Ok(Question {
        who: guest.name,
        answer: guest.answer,
        open: is_asked(row.state),
        meeting: views::for_all(c, row)?,
        papers,
    })
}

/// Answers by a link.
///
/// # Errors
/// Only the database's.
pub fn answer(c: &mut Conn, cx: &Cx, token: &str, answer: Option<Answer>, note: &str) -> Result<Answered> {
    let Some(found) = find(c, cx, token)?.filter(|(_, row, _)| is_asked(row.state)) else {
        return Ok(Answered::Dead);
    };
    let Some(answer) = answer.filter(|a| *a != Answer::Substitute) else {
        return Ok(Answered::Again(Box::new(question(c, found)?)));
    };
    let (guest, ..) = found;
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
