//! Who came, and whether they were enough.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::{GuestId, MeetingId, UserId};
use crate::meetings::invitations::service::twice;
use crate::meetings::model::{AttendanceList, AttendanceStatus, Attended, Invite, MeetingView, QuorumView};
use crate::meetings::people_store::{self, Invited, Sent};
use crate::meetings::series::model::Quorum;
use crate::meetings::service::{not_now, record, save, to_change};
use crate::meetings::state::MeetingState;
use crate::meetings::store::Meeting;
use crate::meetings::views::view;
use crate::persian::text;
use crate::resource::Expected;

/// Whether enough of the invited are there. From the start on, how many are needed is what it was then.
pub fn quorum<'a>(
    asked: Option<Quorum>,
    row: &Meeting,
    list: impl IntoIterator<Item = &'a Invited>,
) -> Option<QuorumView> {
    let (mut invited, mut present) = (0, 0);
    for person in list {
        invited += 1;
        let came = matches!(
            person.attendance,
            Some(AttendanceStatus::Present | AttendanceStatus::Substitute)
        );
        present += i32::from(came);
    }
    let needed = row.quorum_needed.or(asked.map(|q| q.needed(invited)))?;
    Some(QuorumView {
        needed,
        present,
        met: present >= needed,
    })
}

/// Marks who came, from the invitation on: people come before it starts. Somebody who was not on the list is put there.
///
/// # Errors
/// 403, 404, 409 before the invitation and after the minutes, 412, 422.
pub fn mark(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    expected: &Expected,
    list: &AttendanceList,
) -> Result<MeetingView> {
    let mut row = to_change(c, actor, id, expected)?;
    match row.state {
        MeetingState::Scheduled
        | MeetingState::AgendaPublished
        | MeetingState::InProgress
        | MeetingState::MinutesDraft => {}
        MeetingState::Draft
        | MeetingState::MinutesReview
        | MeetingState::Approved
        | MeetingState::Cancelled
        | MeetingState::Postponed => {
            return Err(not_now(
                actor,
                &row,
                "حضور و غیاب از هنگام دعوت تا نهایی شدن صورت‌جلسه ثبت می‌شود.",
                "Attendance is marked from the invitation until the minutes are final.",
            ));
        }
    }
    let marks = read(c, id, list)?;
    for Mark { who, status, sent } in &marks {
        match who {
            Who::Guest(guest) => people_store::mark_guest(c, *guest, *status)?,
            Who::Invited(user) => people_store::mark(c, id, *user, *status, sent)?,
            Who::Unexpected(user) => {
                let invite = Invite {
                    user_id: *user,
                    unit_id: None,
                };
                people_store::invite(c, id, invite)?;
                people_store::mark(c, id, *user, *status, sent)?;
            }
        }
    }
    save(c, cx, actor, &mut row)?;
    let told = |m: &Mark| match m.who {
        Who::Guest(id) => json!(["guest", id, m.status]),
        Who::Invited(id) | Who::Unexpected(id) => json!([id, m.status]),
    };
    let data = json!({ "marks": marks.iter().map(told).collect::<Vec<_>>() });
    record(c, cx, actor, &row, "attendance", Some(row.state), data)?;
    view(c, actor, row)
}

enum Who {
    Invited(UserId),
    /// Was not on the list.
    Unexpected(UserId),
    Guest(GuestId),
}

struct Mark {
    who: Who,
    status: AttendanceStatus,
    sent: Sent,
}

/// The marks, each of somebody who is there, and once.
fn read(c: &mut Conn, id: MeetingId, list: &AttendanceList) -> Result<Vec<Mark>> {
    let users: Vec<_> = list
        .0
        .iter()
        .flat_map(|a| [a.user_id, a.substitute_id])
        .flatten()
        .collect();
    let known: HashSet<_> = accounts::service::people(c, &users)?.into_keys().collect();
    let present: HashMap<_, _> = people_store::people(c, &[id])?
        .into_iter()
        .map(|p| (p.user_id, p))
        .collect();
    let guests: HashSet<_> = people_store::guests(c, &[id])?.into_iter().map(|g| g.id).collect();
    let (mut marks, mut errors) = (Vec::new(), Vec::new());
    let (mut seen, mut seen_guests) = (HashSet::new(), HashSet::new());
    for (n, a) in list.0.iter().enumerate() {
        let at = |field: &str| format!("/{n}/{field}");
        let wrong = |field: &str, code| FieldError::new(at(field), code);
        let who = match (a.user_id, a.guest_id) {
            (Some(user), None) if !known.contains(&user) => Err(wrong("user_id", FieldCode::NotFound)),
            (Some(user), None) if !seen.insert(user) => Err(twice(at("user_id"))),
            (Some(user), None) if present.contains_key(&user) => Ok(Who::Invited(user)),
            (Some(user), None) => Ok(Who::Unexpected(user)),
            (None, Some(guest)) if !guests.contains(&guest) => Err(wrong("guest_id", FieldCode::NotFound)),
            (None, Some(guest)) if !seen_guests.insert(guest) => Err(twice(at("guest_id"))),
            (None, Some(guest)) => Ok(Who::Guest(guest)),
            (None, None) => Err(wrong("user_id", FieldCode::Required)),
            (Some(_), Some(_)) => Err(wrong("guest_id", FieldCode::NotAllowed)),
        };
        let said = a.user_id.and_then(|user| present.get(&user));
        match (who, sent(a, said, &known)) {
            (Ok(who), Ok(sent)) => marks.push(Mark {
                who,
                status: a.status,
                sent,
            }),
            (who, sent) => {
                errors.extend(who.err());
                errors.extend(sent.err().map(|(field, code)| wrong(field, code)));
            }
        }
    }
    if errors.is_empty() {
        Ok(marks)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Whom somebody sent: as the mark says, or as they had `said` themselves.
fn sent(
    a: &Attended,
    said: Option<&Invited>,
    known: &HashSet<UserId>,
) -> std::result::Result<Sent, (&'static str, FieldCode)> {
    let name = a
        .substitute_name
        .as_deref()
        .map(text::tidy_line)
        .filter(|n| !n.is_empty());
    match (a.status == AttendanceStatus::Substitute, a.substitute_id, name) {
        (false, None, None) => Ok(Sent::default()),
        (false, Some(_), _) => Err(("substitute_id", FieldCode::NotAllowed)),
        (false, None, Some(_)) => Err(("substitute_name", FieldCode::NotAllowed)),
        (true, ..) if a.guest_id.is_some() => Err(("status", FieldCode::NotAllowed)),
        (true, Some(_), Some(_)) => Err(("substitute_name", FieldCode::NotAllowed)),
        (true, Some(id), None) if !known.contains(&id) => Err(("substitute_id", FieldCode::NotFound)),
        (true, Some(id), None) if a.user_id == Some(id) => Err(("substitute_id", FieldCode::Conflict)),
        (true, id @ Some(_), None) => Ok(Sent { id, name: None }),
        (true, None, name @ Some(_)) => Ok(Sent { id: None, name }),
        (true, None, None) => said
            .map(|p| Sent {
                id: p.substitute_id,
                name: p.substitute_name.clone(),
            })
            .filter(|sent| *sent != Sent::default())
            .ok_or(("substitute_name", FieldCode::Required)),
    }
}
