//! What keeps minutes from being final, all of it at once. Pure.
//!
//! Source: the product description, "Meetings": finalising refuses while attendance is unmarked, a discussed item has no
//! outcome, or a commitment lacks owner or date; at three carries an item is decided, taken to the mayor, or dropped.

use super::content::{Content, MinutesOutcome, Paragraph};
use super::model::MinutesLack;
use crate::error::{FieldCode, FieldError, Said, said};
use crate::meetings::agenda::model::OutcomeKind;
use crate::persian::digits;

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// A JSON pointer into the minutes.
    pub pointer: String,
    pub lack: MinutesLack,
    /// What is missing, for people.
    pub said: Said,
}

impl Missing {
    fn new(pointer: String, lack: MinutesLack, about: &About<'_>) -> Self {
        Self {
            said: words(lack, about),
            pointer,
            lack,
        }
    }
}

impl From<Missing> for FieldError {
    fn from(missing: Missing) -> Self {
        Self::with(missing.pointer, FieldCode::Required, missing.said.fa, missing.said.en)
    }
}

/// What it is missing of.
enum About<'a> {
    Person(&'a str),
    Line(usize, &'a str),
}

fn words(lack: MinutesLack, about: &About<'_>) -> Said {
    let (fa, en) = match about {
        About::Person(name) => (format!("«{name}»"), format!("“{name}”")),
        About::Line(n, title) => (
            format!("بند {} («{title}»)", digits::persian(&n.to_string())),
            format!("item {n} (“{title}”)"),
        ),
    };
    match lack {
        MinutesLack::AttendanceUnmarked => said(
            format!("حضور یا غیبت {fa} ثبت نشده است."),
            format!("Whether {en} came is not marked."),
        ),
        MinutesLack::OutcomeMissing => said(
            format!("{fa} مطرح شده، ولی نتیجه‌ای برای آن ثبت نشده است."),
            format!("Nothing is said to have come of {en}, which was discussed."),
        ),
        MinutesLack::OwnerMissing => said(
            format!("در {fa} تعهدی هست که مسئول آن مشخص نیست."),
            format!("A commitment in {en} has no owner."),
        ),
        MinutesLack::DateMissing => said(
            format!("در {fa} تعهدی هست که موعد آن مشخص نیست."),
            format!("A commitment in {en} has no date."),
        ),
        MinutesLack::Undecided => said(
            format!("{fa} سه بار یا بیشتر منتقل شده است و باید در همین جلسه تعیین تکلیف شود."),
            format!("Three or more meetings have left {en} open; it is to be decided now."),
        ),
    }
}

/// Whether the line is decided as one must be that was carried so often.
fn decided(paragraph: &Paragraph) -> bool {
    paragraph.outcomes.iter().any(|o| o.kind.decides())
}

/// All that is missing, in the order of the minutes.
pub fn missing(content: &Content) -> Vec<Missing> {
    let mut all = Vec::new();
    for (n, person) in content.head.attendance.iter().enumerate() {
        if person.status.is_none() {
            let pointer = format!("/head/attendance/{n}/status");
            let about = About::Person(&person.user.name);
            all.push(Missing::new(pointer, MinutesLack::AttendanceUnmarked, &about));
        }
    }
    for (n, guest) in content.head.guests.iter().enumerate() {
        if guest.status.is_none() {
            let pointer = format!("/head/guests/{n}/status");
            all.push(Missing::new(
                pointer,
                MinutesLack::AttendanceUnmarked,
                &About::Person(&guest.name),
            ));
        }
    }
    for (n, paragraph) in content.paragraphs.iter().enumerate() {
        let about = About::Line(n + 1, &paragraph.title);
        let at = format!("/paragraphs/{n}/outcomes");
        let touched = paragraph.discussed || !paragraph.text.is_empty();
        if paragraph.must_decide && !decided(paragraph) {
            all.push(Missing::new(at.clone(), MinutesLack::Undecided, &about));
        } else if touched && paragraph.outcomes.is_empty() {
            all.push(Missing::new(at.clone(), MinutesLack::OutcomeMissing, &about));
        }
        for (m, outcome) in paragraph.outcomes.iter().enumerate() {
            all.extend(of_promise(&at, m, outcome, &about));
        }
    }
    all
}

fn of_promise(at: &str, m: usize, outcome: &MinutesOutcome, about: &About<'_>) -> Vec<Missing> {
    if outcome.kind != OutcomeKind::Commitment {
        return Vec::new();
    }
    let lacks = [
        (outcome.who.is_none(), "who", MinutesLack::OwnerMissing),
        (outcome.due_on.is_none(), "due_on", MinutesLack::DateMissing),
    ];
    lacks
        .into_iter()
        .filter(|(lacks, ..)| *lacks)
        .map(|(_, field, lack)| Missing::new(format!("{at}/{m}/{field}"), lack, about))
        .collect()
}
