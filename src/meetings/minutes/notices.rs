//! Who hears of minutes, and what they read. Mails to all who were there hold nothing of what a line says: of some lines
//! not everybody may know.

use chrono::NaiveDate;

use super::content::Content;
use super::reading;
use super::store::{Addendum, Minutes, Remark};
use crate::accounts::{self, Actor, Role};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::UserId;
use crate::meetings::notices::{self as meeting_notices, News};
use crate::meetings::papers::open as open_papers;
use crate::meetings::people_store;
use crate::meetings::store::Meeting;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::{Brings, PaperKey, notify_with};
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

/// A text in both languages, to be said in the reader's.
struct Words {
    fa: String,
    en: String,
}

fn words(fa: impl Into<String>, en: impl Into<String>) -> Words {
    Words {
        fa: fa.into(),
        en: en.into(),
    }
}

/// Silence is consent, said with its day.
fn consent(closes_on: NaiveDate) -> Words {
    words(
        format!(
            "سکوت شما تا پایان {} به معنای موافقت با این متن است.",
            JalaliDate::from_gregorian(closes_on).full()
        ),
        format!("Your silence until the end of {closes_on} is your consent to this text."),
    )
}

/// Those who were there, or were represented, and who chaired.
fn attendees(c: &mut Conn, row: &Meeting) -> Result<Vec<Recipient>> {
    let people = people_store::people(c, &[row.id])?;
    let ids: Vec<_> = people.iter().flat_map(reading::attendees).chain(row.chair_id).collect();
    recipients(c, &ids, Why::Attended)
}

fn recipients(c: &mut Conn, ids: &[UserId], why: Why) -> Result<Vec<Recipient>> {
    let people = accounts::service::persons(c, ids)?;
    Ok(people.iter().map(|person| Recipient::new(person, why)).collect())
}

/// A notice about minutes; `said` goes into it in each reader's language.
fn tell(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    (kind, content): (Kind, &Content),
    facts: Vec<Fact>,
    said: Option<&Words>,
    to: &[Recipient],
) -> Result<()> {
    tell_with(c, cx, actor, (kind, content), facts, said, to, None)
}

/// [`tell`] with the text as a paper.
fn tell_with(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    (kind, content): (Kind, &Content),
    facts: Vec<Fact>,
    said: Option<&Words>,
    to: &[Recipient],
    paper: Option<&PaperKey>,
) -> Result<()> {
    let head = &content.head;
    let mut all = vec![Fact::new(Label::HeldOn, Value::Date(head.held_on))];
    all.extend(facts);
    for locale in Locale::ALL {
        let to: Vec<_> = to.iter().filter(|r| r.locale == *locale).cloned().collect();
        let notice = Notice {
            kind,
            thread: Some(Thread {
                about: Thing::Meeting(head.meeting_id),
                label: head.number.to_string(),
                title: head.series.clone(),
            }),
            actor: actor.map(|a| a.name.clone()),
            facts: all.clone(),
            quote: said.map(|w| locale.pick(&w.fa, &w.en).to_owned()),
            link: Some(format!("{}/meetings/{}/minutes", cx.settings.base_url, head.meeting_id)),
            secret_link: false,
        };
        let brings = |_: &Recipient| Brings {
            calendar: None,
            paper: paper.cloned(),
        };
        notify_with(c, cx, actor.map(|a| a.id), &notice, &to, &brings)?;
    }
    Ok(())
}

fn version(content: &Content) -> Fact {
    Fact::new(Label::TextVersion, Value::Number(i64::from(content.version)))
}

fn last_day(closes_on: NaiveDate) -> Fact {
    Fact::new(Label::ObjectBy, Value::Date(closes_on))
}

/// The line that a remark is about.
fn line(content: &Content, remark: &Remark) -> Option<Fact> {
    let mut lines = content.paragraphs.iter().zip(1..);
    let (paragraph, n) = lines.find(|(p, _)| Some(p.item_id) == remark.agenda_item_id)?;
    let title = format!("{}. {}", digits::number(n), paragraph.title);
    Some(Fact::new(Label::Paragraph, Value::Text(title)))
}

/// The review is open.
pub fn opened(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, text: &Content, closes_on: NaiveDate) -> Result<()> {
    let to = attendees(c, row)?;
    let paper = open_papers::keep_minutes(c, cx, row)?;
    let facts = vec![version(text), last_day(closes_on)];
    tell_with(
        c,
        cx,
        Some(actor),
        (Kind::MinutesReview, text),
        facts,
        Some(&consent(closes_on)),
        &to,
        Some(&paper),
    )
}

/// The text is another one; the author of the remark hears of it by the answer.
pub fn changed(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Meeting,
    text: &Content,
    remark: &Remark,
    closes_on: NaiveDate,
) -> Result<()> {
    let mut to = attendees(c, row)?;
    let paper = open_papers::keep_minutes(c, cx, row)?;
    to.retain(|r| r.user_id != remark.author_id);
    let facts = vec![version(text), last_day(closes_on)];
    tell_with(
        c,
        cx,
        Some(actor),
        (Kind::MinutesChanged, text),
        facts,
        Some(&consent(closes_on)),
        &to,
        Some(&paper),
    )
}

/// The last day is near.
pub fn reminded(c: &mut Conn, cx: &Cx, row: &Meeting, text: &Content, closes_on: NaiveDate) -> Result<()> {
    let to = attendees(c, row)?;
    let facts = vec![version(text), last_day(closes_on)];
    tell(
        c,
        cx,
        None,
        (Kind::MinutesReminder, text),
        facts,
        Some(&consent(closes_on)),
        &to,
    )
}

/// An attendee has objected or proposes a change: those who keep the minutes answer.
pub fn remarked(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, text: &Content, remark: &Remark) -> Result<()> {
    let keepers: Vec<_> = accounts::service::holders(c, Role::Director)?
        .iter()
        .map(|p| p.id)
        .collect();
    let to = recipients(c, &keepers, Why::KeepsMinutes)?;
    let said = words(&remark.text, &remark.text);
    let facts = line(text, remark).into_iter().collect();
    debug_assert_eq!(row.id, text.head.meeting_id, "the minutes of this meeting");
    tell(c, cx, Some(actor), (Kind::MinutesRemark, text), facts, Some(&said), &to)
}

/// A remark is answered.
pub fn answered(c: &mut Conn, cx: &Cx, actor: &Actor, _: &Meeting, text: &Content, remark: &Remark) -> Result<()> {
    let kind = match remark.state {
        super::model::RemarkState::Accepted => Kind::MinutesRemarkAccepted,
        super::model::RemarkState::Open
        | super::model::RemarkState::Declined
        | super::model::RemarkState::Withdrawn => Kind::MinutesRemarkDeclined,
    };
    let to = recipients(c, &[remark.author_id], Why::Attended)?;
    let facts = line(text, remark).into_iter().collect();
    let said = remark.answer.as_ref().map(|answer| words(answer, answer));
    tell(c, cx, Some(actor), (kind, text), facts, said.as_ref(), &to)
}

/// The text is approved.
pub fn approved(
    c: &mut Conn,
    cx: &Cx,
    by: Option<&Actor>,
    row: &Meeting,
    text: &Content,
    minutes: &Minutes,
    hash: &str,
) -> Result<()> {
    let to = attendees(c, row)?;
    let paper = open_papers::keep_minutes(c, cx, row)?;
    let mut facts = vec![
        version(text),
        Fact::new(Label::Fingerprint, Value::Ltr(hash.to_owned())),
    ];
    if let Some(code) = &minutes.code {
        let page = format!("{}/verify/{code}", cx.settings.base_url);
        facts.push(Fact::new(Label::VerifyAt, Value::Ltr(page)));
    }
    let said = match by {
        Some(_) => words(
            "با تصمیم مدیر ارتباطات، پس از پایان بازبینی",
            "By the director of communications, after the review",
        ),
        None => words(
            "با سکوت حاضران تا پایان مهلت اظهار نظر",
            "By the silence of those who attended until the last day to object",
        ),
    };
    let news = News {
        paper: Some(&paper),
        ..News::of(Kind::MinutesApproved)
    };
    meeting_notices::tell_guests_who_came(c, cx, by, row, &news)?;
    tell_with(
        c,
        cx,
        by,
        (Kind::MinutesApproved, text),
        facts,
        Some(&said),
        &to,
        Some(&paper),
    )
}

/// Approved minutes are corrected.
pub fn added(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, text: &Content, addendum: &Addendum) -> Result<()> {
    let to = attendees(c, row)?;
    let paper = open_papers::keep_minutes(c, cx, row)?;
    let facts = vec![Fact::new(Label::Addendum, Value::Number(i64::from(addendum.number)))];
    let said = words(&addendum.text, &addendum.text);
    tell_with(
        c,
        cx,
        Some(actor),
        (Kind::MinutesAddendum, text),
        facts,
        Some(&said),
        &to,
        Some(&paper),
    )
}
