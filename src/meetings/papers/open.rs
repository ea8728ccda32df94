//! Papers that go to many readers at once: the agenda to all who are invited, minutes to all who were there, both also to guests.
//! They hold what each of these may read, so that one paper does for all and nothing private is passed on with a mail; who may
//! read more does so in the system.

use std::collections::HashMap;

use super::agenda::Gathered;
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::export::Paper;
use crate::ids::MeetingId;
use crate::meetings::agenda::views::{self as agenda_views, Reader};
use crate::meetings::minutes;
use crate::meetings::model::MeetingView;
use crate::meetings::store::{self, Meeting};
use crate::meetings::views;
use crate::notifications::service::{PaperKey, keep_paper};
use crate::persian::digits;

/// The agenda as it was published last.
///
/// # Errors
/// Only the database's.
pub fn agenda(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<Paper> {
    let nobody = Actor::nobody();
    let reader = Reader {
        actor: &nobody,
        locale: Locale::Fa,
    };
    let all = Gathered {
        agenda: agenda_views::last_published(c, &reader, row)?,
        meeting: views::for_all(c, row.clone())?,
        // Only who may see a request may know what it asks for.
        amounts: HashMap::new(),
    };
    Ok(all.agenda_paper(&cx.settings))
}

/// The minutes that are in review or approved.
///
/// # Errors
/// Only the database's.
pub fn minutes(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<Paper> {
    let view = minutes::reading::for_attendees(c, cx, row)?;
    Ok(minutes::paper::paper(&view, &cx.settings))
}

/// The agenda for mails to bring along.
pub fn keep_agenda(c: &mut Conn, cx: &Cx, meeting: &MeetingView) -> Result<PaperKey> {
    let row = find(c, meeting.id)?;
    let paper = agenda(c, cx, &row)?;
    keep_paper(c, cx, &named("دستور جلسه", row.number()), &paper)
}

/// The minutes for mails to bring along.
pub fn keep_minutes(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<PaperKey> {
    let paper = minutes(c, cx, row)?;
    keep_paper(c, cx, &named("صورت‌جلسه", row.number()), &paper)
}

fn find(c: &mut Conn, id: MeetingId) -> Result<Meeting> {
    store::find_meeting(c, id)?.ok_or(Error::NotFound)
}

/// What the files are called.
fn named(what: &str, number: Option<i32>) -> String {
    match number {
        Some(number) => format!("{what} نشست {}", digits::number(number.into())),
        None => what.to_owned(),
    }
}
