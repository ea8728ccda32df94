//! What attendees say of minutes in review, and what is answered: the text is changed, which is another version of it, or
//! it stays, with a reason.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::compose;
use super::content::Content;
use super::finalising::freeze;
use super::model::{AnswerRemark, ChangedText, CreateRemark, RemarkAction, RemarkKind, RemarkState, RemarkView};
use super::notices;
use super::policy::{self, Act, Standing};
use super::reading::{fixed, readable, to_do};
use super::review::{Due, Review};
use super::store::{self, Minutes, Remark};
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::ids::{MeetingId, RemarkId};
use crate::meetings::service::{record, save};
use crate::meetings::store::Meeting;
use crate::page::{Page, PageRequest};
use crate::persian::text;
use crate::resource::Expected;

/// The one order of the list: oldest first.
pub const SORT: &str = "id";

/// Who answers, and the author while it is open.
fn allowed(actor: &Actor, at: &Standing, row: &Remark) -> Vec<RemarkAction> {
    let all = RemarkAction::ALL.iter().copied();
    all.filter(|_| row.state == RemarkState::Open && Act::Answer.fits(at.state))
        .filter(|action| has_right(actor, row, *action))
        .collect()
}

fn has_right(actor: &Actor, row: &Remark, action: RemarkAction) -> bool {
    match action {
        RemarkAction::Accept | RemarkAction::Decline => policy::keeps(actor),
        RemarkAction::Withdraw => row.author_id == actor.id,
    }
}

fn views(c: &mut Conn, actor: &Actor, at: &Standing, rows: Vec<Remark>) -> Result<Vec<RemarkView>> {
    let authors = rows.iter().map(|r| r.author_id);
    let people: Vec<_> = authors.chain(rows.iter().filter_map(|r| r.answered_by_id)).collect();
    let people = accounts::service::people(c, &people)?;
    let view = |r: Remark| RemarkView {
        allowed_actions: allowed(actor, at, &r).iter().map(ToString::to_string).collect(),
        author: people.get(&r.author_id).cloned(),
        answered_by: r.answered_by_id.and_then(|id| people.get(&id).cloned()),
        id: r.id,
        meeting_id: r.meeting_id,
        item_id: r.agenda_item_id,
        kind: r.kind,
        text: r.text,
        proposed: r.proposed,
        text_version: r.text_version,
        state: r.state,
        answer: r.answer,
        answered_at: r.answered_at,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn view(c: &mut Conn, actor: &Actor, at: &Standing, row: Remark) -> Result<RemarkView> {
    views(c, actor, at, vec![row])?.pop().ok_or(Error::NotFound)
}

/// A page of what was said of the minutes, oldest first; what is said of lines that the actor may not read is not in it.
///
/// # Errors
/// 403 for who was not there, 404.
pub fn list(c: &mut Conn, actor: &Actor, meeting: MeetingId, page: &PageRequest) -> Result<Page<RemarkView>> {
    let (_, at) = readable(c, actor, meeting)?;
    if !policy::reads_remarks(actor, &at) {
        return Err(Error::not_your_right());
    }
    let hidden: Vec<_> = compose::hidden(c, actor, meeting)?.into_iter().collect();
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let rows = store::remarks(c, meeting, &hidden, RemarkId(after), page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |r| (String::new(), r.id.0));
    Ok(Page {
        items: views(c, actor, &at, rows.items)?,
        next: rows.next,
    })
}

/// Says something of minutes in review: an objection, or how a line should read.
///
/// # Errors
/// 403 for who is not recorded as having attended, 404, 409 when the review is over, 422.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, meeting: MeetingId, input: &CreateRemark) -> Result<RemarkView> {
    let (row, at) = to_do(c, actor, meeting, Act::Remark)?;
    let minutes = store::find(c, meeting)?.ok_or(Error::NotFound)?;
    if Review::load(c)?.due(&minutes, cx.now)? == Due::Over {
        return Err(Error::conflict(
            "review_over",
            said(
                "مهلت اظهار نظر دربارهٔ این صورت‌جلسه به پایان رسیده است.",
                "The time to object to these minutes is over.",
            ),
        ));
    }
    let (content, _) = fixed(c, &minutes)?;
    let hidden = compose::hidden(c, actor, meeting)?;
    let known = |item| !hidden.contains(&item) && content.paragraphs.iter().any(|p| p.item_id == item);
    let said = text::tidy(&input.text);
    let proposed = input.proposed.as_deref().map(text::tidy);
    let mut errors = Vec::new();
    errors.extend(said.is_empty().then(|| FieldError::new("/text", FieldCode::Required)));
    match (input.kind, input.item_id, &proposed) {
        (RemarkKind::Objection, _, Some(_)) => errors.push(FieldError::new("/proposed", FieldCode::NotAllowed)),
        (RemarkKind::Change, item, proposed) => {
            errors.extend(item.is_none().then(|| FieldError::new("/item_id", FieldCode::Required)));
            errors.extend(
                proposed
                    .is_none()
                    .then(|| FieldError::new("/proposed", FieldCode::Required)),
            );
        }
        (RemarkKind::Objection, _, None) => {}
    }
    if input.item_id.is_some_and(|item| !known(item)) {
        errors.push(FieldError::new("/item_id", FieldCode::NotFound));
    }
    Error::invalid_if_any(errors)?;
    let mut remark = Remark {
        id: RemarkId(0),
        meeting_id: meeting,
        agenda_item_id: input.item_id,
        author_id: actor.id,
        kind: input.kind,
        text: said,
        proposed,
        text_version: minutes.text_version,
        state: RemarkState::Open,
        answer: None,
        answered_by_id: None,
        answered_at: None,
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
    };
    remark.id = store::insert_remark(c, &remark)?;
    note(c, cx, actor, &row, &remark, "minutes_remark", json!({}))?;
    notices::remarked(c, cx, actor, &row, &content, &remark)?;
    view(c, actor, &at, remark)
}

/// Writes of a remark in the meeting's history.
fn note(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    remark: &Remark,
    action: &str,
    mut data: Value,
) -> Result<()> {
    data["remark_id"] = json!(remark.id);
    data["item_id"] = json!(remark.agenda_item_id);
    data["kind"] = json!(remark.kind);
    data["text"] = json!(remark.text);
    data["answer"] = json!(remark.answer);
    record(c, cx, actor, row, action, Some(row.state), data)
}

/// Answers a remark, or takes it back.
///
/// # Errors
/// 403, 404, 409 when it was answered or the minutes are approved, 412, 422.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (meeting, id): (MeetingId, RemarkId),
    action: RemarkAction,
    expected: &Expected,
    input: &AnswerRemark,
) -> Result<RemarkView> {
    store::lock(c, meeting)?;
    let (mut row, at) = readable(c, actor, meeting)?;
    let mut remark = store::remark(c, meeting, id)?.ok_or(Error::NotFound)?;
    let item = remark.agenda_item_id;
    let kept_back = item.is_some()
        && compose::hidden(c, actor, meeting)?
            .iter()
            .any(|hidden| Some(*hidden) == item);
    if !policy::reads_remarks(actor, &at) || kept_back {
        return Err(Error::NotFound);
    }
    if !has_right(actor, &remark, action) {
        return Err(Error::not_your_right());
    }
    if !expected.holds(remark.version) {
        return Err(Error::stale(&view(c, actor, &at, remark)?));
    }
    if !allowed(actor, &at, &remark).contains(&action) {
        return Err(Error::conflict(
            "action_not_allowed",
            said("این نظر پاسخ گرفته است.", "This remark has been answered."),
        ));
    }
    let answer = input.answer.as_deref().map(text::tidy).filter(|a| !a.is_empty());
    check(action, answer.is_some(), input.changes.is_some())?;
    let minutes = store::find(c, meeting)?.ok_or(Error::NotFound)?;
    let (content, _) = fixed(c, &minutes)?;
    let changed = match action {
        RemarkAction::Accept => Some(change(&content, &remark, input.changes.as_deref())?),
        RemarkAction::Decline | RemarkAction::Withdraw => None,
    };
    remark.state = RemarkState::after(action);
    remark.answer = answer;
    if action != RemarkAction::Withdraw {
        (remark.answered_by_id, remark.answered_at) = (Some(actor.id), Some(cx.now));
    }
    if !store::save_remark(c, &mut remark, cx.now)? {
        return Err(Error::LostRace("a remark changed meanwhile".into()));
    }
    if let Some(changed) = changed {
        replace(c, cx, actor, &mut row, minutes, changed, &remark)?;
    } else {
        let what = match action {
            RemarkAction::Withdraw => "minutes_remark_withdrawn",
            RemarkAction::Accept | RemarkAction::Decline => "minutes_remark_declined",
        };
        note(c, cx, actor, &row, &remark, what, json!({}))?;
    }
    if action != RemarkAction::Withdraw {
        notices::answered(c, cx, actor, &row, &content, &remark)?;
    }
    view(c, actor, &at, remark)
}

/// Each action takes its own fields and no others.
fn check(action: RemarkAction, answer: bool, changes: bool) -> Result<()> {
    let mut errors = Vec::new();
    match action {
        RemarkAction::Decline if !answer => errors.push(FieldError::new("/answer", FieldCode::Required)),
        RemarkAction::Withdraw if answer => errors.push(FieldError::new("/answer", FieldCode::NotAllowed)),
        RemarkAction::Accept | RemarkAction::Decline | RemarkAction::Withdraw => {}
    }
    if changes && action != RemarkAction::Accept {
        errors.push(FieldError::new("/changes", FieldCode::NotAllowed));
    }
    Error::invalid_if_any(errors)
}

/// The text with the changes; missing ones are what the remark proposes.
fn change(content: &Content, remark: &Remark, changes: Option<&[ChangedText]>) -> Result<Content> {
    let proposed = match (remark.agenda_item_id, &remark.proposed) {
        (Some(item_id), Some(text)) => vec![ChangedText {
            item_id,
            text: text.clone(),
        }],
        _ => Vec::new(),
    };
    let changes = changes.unwrap_or(&proposed);
    let (mut changed, mut seen, mut errors) = (content.clone(), HashSet::new(), Vec::new());
    for (n, change) in changes.iter().enumerate() {
        let at = format!("/changes/{n}/item_id");
        let line = changed.paragraphs.iter_mut().find(|p| p.item_id == change.item_id);
        match line {
            None => errors.push(FieldError::new(at, FieldCode::NotFound)),
            Some(_) if !seen.insert(change.item_id) => errors.push(FieldError::new(at, FieldCode::Conflict)),
            Some(line) => line.text = text::tidy(&change.text),
        }
    }
    Error::invalid_if_any(errors)?;
    if changed == *content {
        return Err(Error::refused(
            "/changes",
            FieldCode::Required,
            "پذیرفتن یعنی تغییر متن: متن تازهٔ دست‌کم یک بند را بنویسید.",
            "To accept is to change the text: write how at least one line reads now.",
        ));
    }
    Ok(changed)
}

/// Puts another version in the place of the one that counts. It was not read by anybody yet, so the days begin anew.
fn replace(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &mut Meeting,
    mut minutes: Minutes,
    mut content: Content,
    remark: &Remark,
) -> Result<()> {
    minutes.text_version += 1;
    minutes.review_from = cx.now;
    let closes_on = Review::load(c)?.closes_on(&minutes)?;
    let hash = freeze(c, cx, actor.id, &mut content, minutes.text_version, Some(remark.id))?;
    store::save(c, &minutes)?;
    save(c, cx, actor, row)?;
    let data = json!({ "text_version": minutes.text_version, "hash": hash, "closes_on": closes_on });
    note(c, cx, actor, row, remark, "minutes_changed", data)?;
    notices::changed(c, cx, actor, row, &content, remark, closes_on)
}
