//! Who came.

use std::collections::HashSet;

use serde_json::json;

use super::invitations::twice;
use super::model::{AttendanceList, AttendanceStatus, Invite, MeetingView};
use super::people_store;
use super::service::{not_now, record, save, to_change};
use super::state::MeetingState;
use super::views::view;
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::ids::MeetingId;
use crate::persian::text;
use crate::resource::Expected;

/// Marks who came; somebody who was not on the list is put there.
///
/// # Errors
/// 403, 404, 409 before the meeting and after its minutes, 412, 422.
pub fn mark(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    expected: &Expected,
    list: &AttendanceList,
) -> Result<MeetingView> {
    let mut row = to_change(c, actor, id, expected)?;
    if !matches!(row.state, MeetingState::InProgress | MeetingState::MinutesDraft) {
        return Err(not_now(
            actor,
            &row,
            "حضور و غیاب در جلسه و پیش از نهایی شدن صورت‌جلسه ثبت می‌شود.",
            "Attendance is marked during the meeting and until its minutes are final.",
        ));
    }
    let users: Vec<_> = list.0.iter().map(|a| a.user_id).collect();
    let known: HashSet<_> = accounts::service::people(c, &users)?.into_keys().collect();
    let present: HashSet<_> = people_store::people(c, &[id])?.into_iter().map(|p| p.user_id).collect();
    let (mut seen, mut errors) = (HashSet::new(), Vec::new());
    for (n, a) in list.0.iter().enumerate() {
        let substitute = a
            .substitute_name
            .as_deref()
            .map(text::tidy_line)
            .filter(|name| !name.is_empty());
        let wrong = |field: &str, code| FieldError::new(format!("/{n}/{field}"), code);
        match (a.status == AttendanceStatus::Substitute, &substitute) {
            (true, None) => errors.push(wrong("substitute_name", FieldCode::Required)),
            (false, Some(_)) => errors.push(wrong("substitute_name", FieldCode::NotAllowed)),
            (true, Some(_)) | (false, None) => {}
        }
        if !known.contains(&a.user_id) {
            errors.push(wrong("user_id", FieldCode::NotFound));
        } else if !seen.insert(a.user_id) {
            errors.push(twice(format!("/{n}/user_id")));
        }
        if errors.is_empty() {
            if !present.contains(&a.user_id) {
                people_store::invite(
                    c,
                    id,
                    Invite {
                        user_id: a.user_id,
                        unit_id: None,
                    },
                )?;
            }
            people_store::mark(c, id, a.user_id, a.status, substitute.as_deref())?;
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    save(c, cx, actor, &mut row)?;
    let marks: Vec<_> = list.0.iter().map(|a| json!([a.user_id, a.status])).collect();
    record(
        c,
        cx,
        actor,
        &row,
        "attendance",
        Some(row.state),
        json!({ "marks": marks }),
    )?;
    view(c, actor, row)
}
