//! Minutes as each reader may read them.

use std::collections::{HashMap, HashSet};
use std::iter;

use super::compose;
use super::content::{Content, MinutesOutcome, Paragraph};
use super::model::{AddendumView, MinutesApproval, MinutesReview, MinutesView, MissingView, ParagraphView};
use super::policy::{self, Act, Standing};
use super::review::Review;
use super::rules;
use super::store::{self, Addendum, Minutes};
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result, said};
use crate::ids::{AgendaItemId, MeetingId, UserId};
use crate::meetings::model::AttendanceStatus;
use crate::meetings::people_store::{self, Invited};
use crate::meetings::service::visible;
use crate::meetings::store::Meeting;

/// Who of an entry of the list was there: the person, and for one who was represented their substitute too.
pub fn attendees(p: &Invited) -> Vec<UserId> {
    match p.attendance {
        Some(AttendanceStatus::Present) => vec![p.user_id],
        Some(AttendanceStatus::Substitute) => iter::once(p.user_id).chain(p.substitute_id).collect(),
        Some(AttendanceStatus::Absent | AttendanceStatus::Excused) | None => Vec::new(),
    }
}

/// The meeting and how the actor stands to it, if they may read its minutes.
pub fn readable(c: &mut Conn, actor: &Actor, id: MeetingId) -> Result<(Meeting, Standing)> {
    let row = visible(c, actor, id)?;
    let people = people_store::people(c, &[id])?;
    let own = || {
        people
            .iter()
            .filter(|p| p.user_id == actor.id || p.substitute_id == Some(actor.id))
    };
    let at = Standing {
        state: row.state,
        listed: row.chair_id == Some(actor.id) || own().next().is_some(),
        attended: own().any(|p| attendees(p).contains(&actor.id)),
    };
    if policy::may_read(actor, &at) {
        Ok((row, at))
    } else {
        Err(Error::NotFound)
    }
}

/// The meeting for somebody who writes about its minutes; nobody else writes until the transaction ends.
pub fn to_do(c: &mut Conn, actor: &Actor, id: MeetingId, act: Act) -> Result<(Meeting, Standing)> {
    store::lock(c, id)?;
    let (row, at) = readable(c, actor, id)?;
    if !policy::has_right(actor, &at, act) {
        return Err(match act {
            Act::Remark => Error::Forbidden(
                "not_an_attendee",
                said(
                    "تنها کسانی که حضورشان در جلسه ثبت شده است می‌توانند دربارهٔ صورت‌جلسه نظر بدهند.",
                    "Only those who are recorded as having attended may object to the minutes.",
                ),
            ),
            Act::Write | Act::Finalise | Act::Answer | Act::Approve | Act::Add => Error::not_your_right(),
        });
    }
    if act.fits(at.state) {
        Ok((row, at))
    } else {
        Err(not_now(actor, &at))
    }
}

/// 409 with what could be done instead.
fn not_now(actor: &Actor, at: &Standing) -> Error {
    let label = at.state.label_fa();
    Error::Conflict {
        code: "action_not_allowed",
        said: said(
            format!("این کار در جلسه‌ای که «{label}» است ممکن نیست."),
            format!("This cannot be done to the minutes of a meeting that is {}.", at.state),
        ),
        allowed: allowed(actor, at),
    }
}

fn allowed(actor: &Actor, at: &Standing) -> Vec<String> {
    let may = Act::ALL.iter().filter(|act| policy::may(actor, at, **act));
    may.map(|act| act.as_str().to_owned()).collect()
}

/// What counts now: the draft, or the version that is in review or approved.
pub struct Current {
    pub content: Content,
    pub versions: HashMap<AgendaItemId, i32>,
    /// Its row and its hash, once it is final.
    pub fixed: Option<(Minutes, String)>,
}

/// What the minutes say now, all of it.
pub fn current(c: &mut Conn, actor: &Actor, row: &Meeting) -> Result<Current> {
    if let Some(minutes) = store::find(c, row.id)? {
        let (content, hash) = fixed(c, &minutes)?;
        return Ok(Current {
            content,
            versions: HashMap::new(),
            fixed: Some((minutes, hash)),
        });
    }
    let draft = compose::draft(c, actor, row)?;
    Ok(Current {
        content: draft.content,
        versions: draft.versions,
        fixed: None,
    })
}

/// The version of the text that counts, with its hash.
pub fn fixed(c: &mut Conn, minutes: &Minutes) -> Result<(Content, String)> {
    let version = store::version(c, minutes.meeting_id, minutes.text_version)?.ok_or(Error::NotFound)?;
    let content = serde_json::from_value(version.content.0)
        .map_err(|e| Error::internal("a stored version of minutes cannot be read", e))?;
    Ok((content, version.hash))
}

/// Who reads, in which language, and what is kept back from them.
pub struct Reading<'a> {
    pub actor: &'a Actor,
    pub at: Standing,
    pub hidden: HashSet<AgendaItemId>,
    pub locale: Locale,
}

impl Reading<'_> {
    /// A line as this reader may read it; `n`: its place, from 0.
    pub fn paragraph(&self, meeting: MeetingId, n: usize, p: Paragraph, version: i32) -> ParagraphView {
        let hidden = self.hidden.contains(&p.item_id);
        let number = i32::try_from(n + 1).unwrap_or(i32::MAX);
        let mut view = ParagraphView {
            item_id: p.item_id,
            meeting_id: meeting,
            number,
            kind: p.kind,
            request: p.request,
            title: p.title,
            hidden,
            discussed: p.discussed,
            text: p.text,
            outcomes: p.outcomes.into_iter().map(|o| self.outcome(o)).collect(),
            version,
        };
        if hidden {
            self.locale
                .pick("بند محرمانه", "confidential item")
                .clone_into(&mut view.title);
            (view.request, view.text, view.outcomes) = (None, String::new(), Vec::new());
        }
        view
    }

    fn outcome(&self, o: MinutesOutcome) -> MinutesOutcome {
        let own = o.who.as_ref().is_some_and(|who| who.id == self.actor.id);
        if own || policy::reads_promises(self.actor, &self.at) {
            o
        } else {
            MinutesOutcome {
                who: None,
                due_on: None,
                ..o
            }
        }
    }
}

/// The minutes of a meeting.
///
/// # Errors
/// 404 when there are none that the actor may read.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, id: MeetingId, locale: Locale) -> Result<MinutesView> {
    let (row, at) = readable(c, actor, id)?;
    shown(c, cx, actor, &row, at, locale)
}

/// The minutes as everybody may read them who was there: for papers that go to all of them.
///
/// # Errors
/// Only the database's.
pub fn for_attendees(c: &mut Conn, cx: &Cx, row: &Meeting) -> Result<MinutesView> {
    let at = Standing {
        state: row.state,
        listed: false,
        attended: true,
    };
    shown(c, cx, &Actor::nobody(), row, at, Locale::Fa)
}

fn shown(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, at: Standing, locale: Locale) -> Result<MinutesView> {
    let id = row.id;
    let hidden = compose::hidden(c, actor, id)?;
    let reading = Reading {
        actor,
        at,
        hidden,
        locale,
    };
    let current = current(c, actor, row)?;
    let (review, approval) = standing(c, cx, current.fixed.as_ref().map(|f| &f.0))?;
    let missing = if policy::may(actor, &at, Act::Finalise) {
        missing(&current.content, locale)
    } else {
        Vec::new()
    };
    let paragraphs = current.content.paragraphs.into_iter().enumerate();
    Ok(MinutesView {
        meeting_id: id,
        state: row.state,
        text_version: current.fixed.as_ref().map_or(0, |(minutes, _)| minutes.text_version),
        hash: current.fixed.map(|(_, hash)| hash),
        head: current.content.head,
        paragraphs: paragraphs
            .map(|(n, p)| {
                let version = current.versions.get(&p.item_id).copied().unwrap_or(0);
                reading.paragraph(id, n, p, version)
            })
            .collect(),
        review,
        approval,
        addenda: addenda(c, id)?,
        missing,
        allowed_actions: allowed(actor, &at),
        version: row.version,
    })
}

fn missing(content: &Content, locale: Locale) -> Vec<MissingView> {
    let view = |m: rules::Missing| MissingView {
        message: locale.pick(&m.said.fa, &m.said.en).to_owned(),
        pointer: m.pointer,
        code: m.lack,
    };
    rules::missing(content).into_iter().map(view).collect()
}

/// Where minutes that are final stand: in review, or approved.
fn standing(
    c: &mut Conn,
    cx: &Cx,
    minutes: Option<&Minutes>,
) -> Result<(Option<MinutesReview>, Option<MinutesApproval>)> {
    let Some(minutes) = minutes else {
        return Ok((None, None));
    };
    let (Some(at), Some(code)) = (minutes.approved_at, &minutes.code) else {
        let review = MinutesReview {
            since: minutes.review_from,
            // Where the calendar has not enough working days, the review has no end.
            closes_on: Review::load(c)?.closes_on(minutes).ok(),
            working_days: minutes.review_days,
            open_remarks: store::open_remarks(c, minutes.meeting_id)?,
        };
        return Ok((Some(review), None));
    };
    let by = match minutes.approved_by_id {
        Some(id) => Some(accounts::service::person(c, id)?),
        None => None,
    };
    let approval = MinutesApproval {
        at,
        by,
        code: code.clone(),
        verify_at: format!("{}/verify/{code}", cx.settings.base_url),
    };
    Ok((None, Some(approval)))
}

/// The corrections, in order.
pub fn addenda(c: &mut Conn, meeting: MeetingId) -> Result<Vec<AddendumView>> {
    let rows = store::addenda(c, meeting)?;
    let people: Vec<_> = rows.iter().map(|r| r.made_by_id).collect();
    let people = accounts::service::people(c, &people)?;
    let view = |r: Addendum| AddendumView {
        id: r.id,
        meeting_id: r.meeting_id,
        number: r.number,
        text: r.text,
        hash: r.hash,
        made_by: people.get(&r.made_by_id).cloned(),
        version: 1,
        created_at: r.created_at,
    };
    Ok(rows.into_iter().map(view).collect())
}
