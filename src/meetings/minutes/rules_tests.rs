//! What keeps minutes from being final, case by case.

use super::content::{Attendee, Content, FORMAT, MinutesHead, MinutesOutcome, Paragraph};
use super::rules::missing;
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{AgendaItemId, MeetingId, UserId};
use crate::meetings::agenda::model::OutcomeKind;
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::model::AttendanceStatus;

fn person(name: &str) -> UserRef {
    UserRef {
        id: UserId(1),
        name: name.into(),
    }
}

fn outcome(kind: OutcomeKind) -> MinutesOutcome {
    MinutesOutcome {
        kind,
        text: "متن".into(),
        who: Some(person("مسئول")),
        due_on: "2019-12-20".parse().ok(),
    }
}

fn line(carried: i32, discussed: bool, text: &str, outcomes: Vec<MinutesOutcome>) -> Paragraph {
    Paragraph {
        item_id: AgendaItemId(1),
        kind: LineKind::New,
        request: None,
        title: "دوربین".into(),
        carried,
        must_decide: carried >= 3,
        discussed,
        text: text.into(),
        outcomes,
    }
}

fn content(statuses: &[Option<AttendanceStatus>], paragraphs: Vec<Paragraph>) -> Content {
    let at = Timestamp::new("2019-12-03T06:30:00Z".parse().unwrap());
    let attendance = statuses.iter().map(|status| Attendee {
        user: person("مدیر منطقهٔ ۱"),
        unit: None,
        status: *status,
        substitute_name: None,
    });
    Content {
        format: FORMAT.into(),
        version: 1,
        head: MinutesHead {
            meeting_id: MeetingId(1),
            series: "نشست".into(),
            number: 2,
            held_on: at.date_tehran(),
            starts_at: at,
            ends_at: at,
            place: String::new(),
            chair: None,
            attendance: attendance.collect(),
            guests: Vec::new(),
            quorum: None,
        },
        paragraphs,
    }
}

fn told(content: &Content) -> Vec<String> {
    let told = |m: super::rules::Missing| format!("{} {} {}", m.pointer, m.lack, m.said.fa);
    missing(content).into_iter().map(told).collect()
}

#[test]
fn nothing_is_missing_of_what_is_whole() {
    let present = Some(AttendanceStatus::Present);
    let paragraphs = vec![
        line(0, false, "", vec![]),
        line(2, true, "گفته شد.", vec![outcome(OutcomeKind::Information)]),
        line(
            3,
            true,
            "",
            vec![outcome(OutcomeKind::Deferred), outcome(OutcomeKind::Decision)],
        ),
        line(5, true, "", vec![outcome(OutcomeKind::Solved)]),
    ];
    assert_eq!(told(&content(&[present], paragraphs)), [""; 0]);
}

#[test]
fn all_that_is_missing_is_told_at_once_and_where_it_is() {
    let nobody = MinutesOutcome {
        who: None,
        due_on: None,
        ..outcome(OutcomeKind::Commitment)
    };
    let paragraphs = vec![
        line(0, true, "", vec![]),
        line(0, false, "گفته شد.", vec![]),
        line(0, true, "", vec![outcome(OutcomeKind::Decision), nobody]),
        line(3, false, "", vec![]),
        line(4, true, "", vec![outcome(OutcomeKind::Deferred)]),
    ];
    let found = told(&content(&[Some(AttendanceStatus::Absent), None], paragraphs));
    insta::assert_snapshot!(found.join("\n"), @r"
    /head/attendance/1/status attendance_unmarked حضور یا غیبت «مدیر منطقهٔ ۱» ثبت نشده است.
    /paragraphs/0/outcomes outcome_missing بند ۱ («دوربین») مطرح شده، ولی نتیجه‌ای برای آن ثبت نشده است.
    /paragraphs/1/outcomes outcome_missing بند ۲ («دوربین») مطرح شده، ولی نتیجه‌ای برای آن ثبت نشده است.
    /paragraphs/2/outcomes/1/who owner_missing در بند ۳ («دوربین») تعهدی هست که مسئول آن مشخص نیست.
    /paragraphs/2/outcomes/1/due_on date_missing در بند ۳ («دوربین») تعهدی هست که موعد آن مشخص نیست.
    /paragraphs/3/outcomes undecided بند ۴ («دوربین») سه بار یا بیشتر منتقل شده است و باید در همین جلسه تعیین تکلیف شود.
    /paragraphs/4/outcomes undecided بند ۵ («دوربین») سه بار یا بیشتر منتقل شده است و باید در همین جلسه تعیین تکلیف شود.
    ");
}
