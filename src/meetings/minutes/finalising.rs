//! From the draft to the approved text: declared final, in review, approved by silence or by hand. From the first on, the
//! text is frozen: each change is another version, and none follows the approval.

use serde_json::json;

use super::compose;
use super::content::{self, Content};
use super::notices;
use super::policy::Act;
use super::reading::{fixed, to_do};
use super::review::{Due, Review};
use super::rules;
use super::store::{self, Minutes, Version};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::ids::{MeetingId, RemarkId, UserId};
use crate::meetings::agenda::ranking::Reason;
use crate::meetings::model::MeetingView;
use crate::meetings::service::{not_now, record, save, to_change};
use crate::meetings::state::{self, MeetingAction, MeetingState};
use crate::meetings::store::{self as meeting_store, Meeting};
use crate::meetings::views::view;
use crate::persian::jalali::JalaliDate;
use crate::resource::Expected;

/// Letters and digits that are not taken for one another on paper.
const CODE: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// Characters of a code: 99 bits of chance.
const CODE_LENGTH: usize = 20;

/// Declares the draft final and opens the review; refuses with everything that is missing.
fn finalise(c: &mut Conn, cx: &Cx, actor: &Actor, mut row: Meeting) -> Result<MeetingView> {
    let mut content = compose::draft(c, actor, &row)?.content;
    let missing = rules::missing(&content);
    if !missing.is_empty() {
        return Err(Error::Invalid(missing.into_iter().map(Into::into).collect()));
    }
    let days = store::review_days(c, row.series_id)?;
    let minutes = Minutes {
        meeting_id: row.id,
        text_version: 1,
        review_from: cx.now,
        review_days: days.unwrap_or_else(|| i32::try_from(cx.settings.minutes_review_working_days).unwrap_or(1)),
        reminded_version: 0,
        code: None,
        approved_at: None,
        approved_by_id: None,
    };
    let closes_on = Review::load(c)?.closes_on(&minutes)?;
    store::insert(c, &minutes)?;
    let hash = freeze(c, cx, actor.id, &mut content, minutes.text_version, None)?;
    let before = row.state;
    row.state = MeetingState::MinutesReview;
    save(c, cx, actor, &mut row)?;
    let data = json!({ "text_version": 1, "hash": hash, "closes_on": closes_on, "working_days": minutes.review_days });
    record(
        c,
        cx,
        actor,
        &row,
        MeetingAction::FinaliseMinutes.as_str(),
        Some(before),
        data,
    )?;
    notices::opened(c, cx, actor, &row, &content, closes_on)?;
    view(c, actor, row)
}

/// Writes a version of the text; gives its hash.
pub fn freeze(
    c: &mut Conn,
    cx: &Cx,
    by: UserId,
    content: &mut Content,
    number: i32,
    remark: Option<RemarkId>,
) -> Result<String> {
    content.version = number;
    let stored = content.json()?;
    let hash = content::hash(&stored);
    let version = Version {
        meeting_id: content.head.meeting_id,
        number,
        content: Json(stored),
        hash: hash.clone(),
        remark_id: remark,
        made_by_id: by,
        created_at: cx.now,
    };
    store::insert_version(c, &version)?;
    Ok(hash)
}

/// The minutes' part of `POST /meetings/{id}/actions/{action}`: finalises or approves.
///
/// # Errors
/// 403, 404, 409, 412, 422.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    id: MeetingId,
    action: MeetingAction,
    expected: &Expected,
) -> Result<MeetingView> {
    // Under the lock, nothing that is being written is left out of what is frozen.
    store::lock(c, id)?;
    let row = to_change(c, actor, id, expected)?;
    state::apply(row.state, action)
        .map_err(|refused| not_now(actor, &row, &refused.message_fa(), &refused.to_string()))?;
    if action == MeetingAction::FinaliseMinutes {
        finalise(c, cx, actor, row)
    } else {
        approve(c, cx, actor, row)
    }
}

/// Approves by hand: when the time is over, or when the next meeting has agreed on them.
fn approve(c: &mut Conn, cx: &Cx, actor: &Actor, row: Meeting) -> Result<MeetingView> {
    let (row, _) = to_do(c, actor, row.id, Act::Approve)?;
    let minutes = store::find(c, row.id)?.ok_or(Error::NotFound)?;
    if store::open_remarks(c, row.id)? > 0 {
        return Err(Error::Conflict {
            code: "remarks_open",
            said: said(
                "هنوز نظرهایی بی‌پاسخ مانده است؛ نخست به آن‌ها پاسخ دهید.",
                "Some remarks are not answered yet; answer them first.",
            ),
            allowed: vec![Act::Answer.as_str().to_owned()],
        });
    }
    let review = Review::load(c)?;
    if review.due(&minutes, cx.now)? != Due::Over && !agreed(c, &row)? {
        let last = review.closes_on(&minutes)?;
        return Err(Error::conflict(
            "review_not_over",
            said(
                format!(
                    "حاضران تا پایان {} فرصت اظهار نظر دارند؛ پیش از آن، صورت‌جلسه تنها با تصمیم جلسهٔ بعد تأیید می‌شود.",
                    JalaliDate::from_gregorian(last).full()
                ),
                format!(
                    "Attendees may object until the end of {last}; before that only a later meeting approves them."
                ),
            ),
        ));
    }
    let row = settle(c, cx, Some(actor), row, minutes)?;
    view(c, actor, row)
}

/// Whether a later meeting has agreed on the line about these minutes.
fn agreed(c: &mut Conn, row: &Meeting) -> Result<bool> {
    let reasons = store::agreed_later(c, row.series_id, row.number)?;
    let about = |reason: Json| serde_json::from_value::<Reason>(reason.0).ok();
    Ok(reasons
        .into_iter()
        .filter_map(about)
        .any(|reason| matches!(reason, Reason::Minutes { number, .. } if number == row.number)))
}

/// Approves: from now on nothing changes.
pub fn settle(c: &mut Conn, cx: &Cx, by: Option<&Actor>, mut row: Meeting, mut minutes: Minutes) -> Result<Meeting> {
    let before = row.state;
    row.state = state::apply(before, MeetingAction::ApproveMinutes)
        .map_err(|refused| Error::internal("minutes cannot be approved", refused))?;
    minutes.code = Some(new_code());
    minutes.approved_at = Some(cx.now);
    minutes.approved_by_id = by.map(|actor| actor.id);
    store::save(c, &minutes)?;
    if !meeting_store::save_meeting(c, &mut row, cx.now)? {
        return Err(Error::LostRace("a meeting changed meanwhile".into()));
    }
    let (content, hash) = fixed(c, &minutes)?;
    let entry = Entry {
        subject: "meeting",
        subject_id: row.id.0,
        action: MeetingAction::ApproveMinutes.as_str(),
        actor: by.map(|actor| actor.id),
        from: Some(before.as_str()),
        to: Some(row.state.as_str()),
        data: json!({ "text_version": minutes.text_version, "hash": hash, "silence": by.is_none() }),
    };
    audit::record(c, cx, &entry)?;
    notices::approved(c, cx, by, &row, &content, &minutes, &hash)?;
    Ok(row)
}

/// A code for the page of verification.
fn new_code() -> String {
    let mut chance = rand::random::<u128>();
    let mut code = String::with_capacity(CODE_LENGTH);
    let letters = CODE.len() as u128;
    for _ in 0..CODE_LENGTH {
        let letter = usize::try_from(chance % letters).ok().and_then(|n| CODE.get(n));
        code.extend(letter.map(|b| char::from(*b)));
        chance /= letters;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_and_readable() {
        let (one, two) = (new_code(), new_code());
        assert!(
            one.len() == CODE_LENGTH && one.bytes().all(|b| CODE.contains(&b)),
            "{one}"
        );
        assert_ne!(one, two);
    }
}
