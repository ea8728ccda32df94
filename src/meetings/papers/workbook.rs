//! A meeting as a workbook: its lines, what came of them, and who was invited, a sheet each.

use super::agenda::Gathered;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::meetings::agenda::model::{AgendaItemView, OutcomeView, Placement};
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::model::{Answer, AttendanceStatus, GuestView, InvitedView};
use crate::persian::digits;
use crate::tables::Column;
use crate::tables::columns::{Use, column};
use crate::tables::export::{Table, Value, workbook};

const LINES: &[Column] = &[
    column("placement", "فهرست", &[], Use::Shown),
    column("position", "ردیف", &[], Use::Shown),
    column("kind", "نوع", &[], Use::Shown),
    column("title", "موضوع", &[], Use::Shown),
    column("unit", "واحد", &[], Use::Shown),
    column("number", "شمارهٔ درخواست", &[], Use::Shown),
    column("state", "وضعیت درخواست", &[], Use::Shown),
    column("minutes", "دقیقه", &[], Use::Shown),
    column("carried", "دفعات انتقال", &[], Use::Shown),
    column("reason", "دلیل", &[], Use::Shown),
    column("amount_rials", "مبلغ (ریال)", &[], Use::Shown),
];

const OUTCOMES: &[Column] = &[
    column("position", "ردیف", &[], Use::Shown),
    column("title", "موضوع", &[], Use::Shown),
    column("kind", "نوع نتیجه", &[], Use::Shown),
    column("text", "متن", &[], Use::Shown),
    column("who", "متعهد", &[], Use::Shown),
    column("due_on", "موعد", &[], Use::Shown),
    column("due_on_gregorian", "موعد (میلادی)", &[], Use::Shown),
];

const PEOPLE: &[Column] = &[
    column("name", "نام", &[], Use::Shown),
    column("unit", "واحد", &[], Use::Shown),
    column("answer", "پاسخ", &[], Use::Shown),
    column("attendance", "حضور", &[], Use::Shown),
    column("substitute", "جانشین", &[], Use::Shown),
];

impl Gathered {
    /// The workbook.
    ///
    /// # Errors
    /// 500 when it cannot be written.
    pub fn workbook(&self, now: Timestamp) -> Result<Vec<u8>> {
        let lines = [&self.agenda.items, &self.agenda.overflow, &self.agenda.excluded];
        let lines: Vec<_> = lines.into_iter().flatten().collect();
        let outcomes: Vec<_> = lines
            .iter()
            .flat_map(|line| line.outcomes.iter().map(move |outcome| (*line, outcome)))
            .collect();
        let people = self.meeting.invited.iter().map(Person::invited);
        let people: Vec<_> = people.chain(self.meeting.guests.iter().map(Person::guest)).collect();
        let tables = [
            Table::of("دستور جلسه", LINES.iter(), &lines, |line, column| {
                self.line(line, column)
            }),
            Table::of("نتایج", OUTCOMES.iter(), &outcomes, |(line, outcome), column| {
                came_of(line, outcome, column)
            }),
            Table::of("دعوت‌شدگان", PEOPLE.iter(), &people, |person, column| {
                person.cell(column)
            }),
        ];
        workbook(&tables, now)
    }

    fn line(&self, line: &AgendaItemView, column: &Column) -> Value {
        let request = line.request.as_ref();
        let units = || {
            let one = request.into_iter().map(|r| r.unit.name.as_str());
            let theme = line.theme.iter().flat_map(|t| t.units.iter().map(|u| u.name.as_str()));
            one.chain(theme).collect::<Vec<_>>().join("، ")
        };
        match column.key {
            "placement" => Value::text(placement(line.placement)),
            "position" => Value::Number(line.position.into()),
            "kind" => Value::text(kind(line.kind)),
            "title" => Value::text(&line.title),
            "unit" => Value::text(units()),
            "number" => Value::maybe(request.and_then(|r| r.number.as_deref()).map(digits::persian)),
            "state" => Value::maybe(request.map(|r| r.state.label_fa())),
            "minutes" => Value::Number(line.minutes.into()),
            "carried" => Value::Number(line.carried.into()),
            "reason" => Value::text(&line.reason),
            "amount_rials" => self.amount(line).map_or(Value::Empty, Value::Number),
            _ => Value::Empty,
        }
    }
}

fn came_of(line: &AgendaItemView, outcome: &OutcomeView, column: &Column) -> Value {
    let promise = outcome.commitment.as_ref();
    match column.key {
        "position" => Value::Number(line.position.into()),
        "title" => Value::text(&line.title),
        "kind" => Value::text(outcome.kind.label_fa()),
        "text" => Value::text(&outcome.text),
        "who" => Value::maybe(promise.and_then(|p| p.who.as_ref()).map(|who| &who.name)),
        "due_on" => Value::jalali(promise.map(|p| p.due_on)),
        "due_on_gregorian" => Value::day(promise.map(|p| p.due_on)),
        _ => Value::Empty,
    }
}

/// Somebody on the meeting's list, with an account or without.
struct Person<'a> {
    name: &'a str,
    unit: Option<&'a str>,
    answer: Option<Answer>,
    attendance: Option<AttendanceStatus>,
    substitute: Option<&'a str>,
}

impl<'a> Person<'a> {
    fn invited(person: &'a InvitedView) -> Self {
        let substitute = person.substitute.as_ref().map(|user| user.name.as_str());
        Self {
            name: &person.user.name,
            unit: person.unit.as_ref().map(|unit| unit.name.as_str()),
            answer: person.answer,
            attendance: person.attendance,
            substitute: substitute.or(person.substitute_name.as_deref()),
        }
    }

    fn guest(guest: &'a GuestView) -> Self {
        Self {
            name: &guest.name,
            unit: None,
            answer: guest.answer,
            attendance: guest.attendance,
            substitute: None,
        }
    }

    fn cell(&self, column: &Column) -> Value {
        match column.key {
            "name" => Value::text(self.name),
            "unit" => Value::maybe(self.unit),
            "answer" => Value::maybe(self.answer.map(answer)),
            "attendance" => Value::maybe(self.attendance.map(attendance)),
            "substitute" => Value::maybe(self.substitute),
            _ => Value::Empty,
        }
    }
}

const fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::Agenda => "دستور جلسه",
        Placement::Overflow => "جانشده",
        Placement::Excluded => "کنار گذاشته",
    }
}

const fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Minutes => "صورت‌جلسه",
        LineKind::Commitment => "تعهد",
        LineKind::Carried => "منتقل‌شده",
        LineKind::Theme => "موضوع مشترک",
        LineKind::New => "تازه",
        LineKind::Deferred => "موکول‌شده",
        LineKind::Information => "اطلاع",
    }
}

const fn attendance(status: AttendanceStatus) -> &'static str {
    match status {
        AttendanceStatus::Present => "حاضر",
        AttendanceStatus::Absent => "غایب",
        AttendanceStatus::Excused => "غایب با عذر",
        AttendanceStatus::Substitute => "با جانشین",
    }
}

const fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Accept => "می‌آید",
        Answer::Decline => "نمی‌آید",
        Answer::Tentative => "معلوم نیست",
        Answer::Substitute => "جانشین می‌فرستد",
    }
}
