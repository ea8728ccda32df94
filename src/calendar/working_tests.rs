//! Tables: what kind of day a day is, at the edges of the Jalali year above all.

use super::*;
use crate::calendar::week::WeekHours;

/// A Jalali day.
fn day(jalali: &str) -> NaiveDate {
    JalaliDate::parse(jalali).unwrap().to_gregorian()
}

fn span(from: &str, until: &str) -> Span {
    Span {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    }
}

fn special(id: i64, kind: HolidayKind, when: When, span: Option<Span>) -> SpecialDay {
    SpecialDay {
        id: HolidayId(id),
        title: format!("مناسبت {id}"),
        kind,
        when,
        span,
        lunar: false,
    }
}

fn yearly(id: i64, month: u8, day: u8) -> SpecialDay {
    let rule = Yearly {
        month,
        day,
        from_year: None,
        until_year: None,
    };
    special(id, HolidayKind::Holiday, When::Yearly(rule), None)
}

fn on(id: i64, kind: HolidayKind, jalali: &str, span: Option<Span>) -> SpecialDay {
    special(id, kind, When::On(day(jalali)), span)
}

/// Saturday to Wednesday 07:30–14:30, Thursday 07:30–12:00; weekend Thursday–Friday, from 1404 Friday–Saturday.
fn calendar(more: Vec<SpecialDay>) -> WorkingCalendar {
    let mut week = WeekHours::default();
    for day in Weekday::ALL.iter().filter(|d| **d < Weekday::Thursday) {
        *week.of_mut(*day) = vec![span("07:30", "14:30")];
    }
    week.thursday = vec![span("07:30", "12:00")];
    let weekends = vec![
        WeekendPeriod {
            valid_from: day("1404/01/01"),
            days: vec![Weekday::Friday, Weekday::Saturday],
        },
        WeekendPeriod {
            valid_from: day("1300/01/01"),
            days: vec![Weekday::Thursday, Weekday::Friday],
        },
    ];
    let hours = vec![HoursPeriod {
        valid_from: day("1300/01/01"),
        week,
    }];
    let rules = [
        (12, 29),
        (12, 30),
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (1, 12),
        (1, 13),
        (3, 14),
        (3, 15),
        (11, 22),
    ];
    let rules = (100..).zip(rules).map(|(id, (m, d))| yearly(id, m, d));
    WorkingCalendar::new(weekends, hours, rules.chain(more).collect())
}

#[test]
fn the_turn_of_the_year_in_leap_and_common_years() {
    use DayKind::{Holiday, Weekend, Working};
    let calendar = calendar(Vec::new());
    let table = [
        // 1399 was a leap year: 30 Esfand is there and closed; 1398 and 1400 had none.
        ("1398/12/28", Working),
        ("1398/12/29", Holiday),
        ("1399/01/01", Holiday),
        ("1399/01/04", Holiday),
        ("1399/01/05", Working),
        ("1399/01/12", Holiday),
        ("1399/01/13", Holiday),
        ("1399/01/14", Weekend),
        ("1399/12/28", Weekend),
        ("1399/12/29", Holiday),
        ("1399/12/30", Holiday),
        ("1400/01/01", Holiday),
        ("1400/01/05", Weekend),
        ("1400/03/14", Holiday),
        ("1400/03/15", Holiday),
        ("1400/03/16", Working),
        ("1400/11/22", Holiday),
        ("1400/11/23", Working),
        ("1403/12/30", Holiday),
    ];
    for (date, kind) in table {
        assert_eq!(calendar.day(day(date)).kind, kind, "{date}");
    }
}

#[test]
fn a_later_weekend_replaces_the_earlier_from_its_day_on() {
    let calendar = calendar(Vec::new());
    let kinds = |from: &str| -> Vec<DayKind> {
        let days = day(from).iter_days().take(3);
        days.map(|d| calendar.day(d).kind).collect()
    };
    // Thursday, Friday, Saturday.
    assert_eq!(
        kinds("1403/12/23"),
        [DayKind::Weekend, DayKind::Weekend, DayKind::Working]
    );
    assert_eq!(
        kinds("1404/01/21"),
        [DayKind::Working, DayKind::Weekend, DayKind::Weekend]
    );
    assert_eq!(calendar.day(day("1404/01/21")).spans, [span("07:30", "12:00")]);
    assert_eq!(
        calendar.day(day("1299/12/01")).kind,
        DayKind::NoHours,
        "before everything"
    );
}

#[test]
fn rules_hold_within_their_years() {
    let rule = Yearly {
        month: 9,
        day: 12,
        from_year: Some(1398),
        until_year: Some(1399),
    };
    let calendar = calendar(vec![special(1, HolidayKind::Holiday, When::Yearly(rule), None)]);
    for (year, closed) in [(1396, false), (1398, true), (1399, true), (1400, false)] {
        let date = JalaliDate::new(year, 9, 12).unwrap().to_gregorian();
        assert_eq!(calendar.day(date).kind == DayKind::Holiday, closed, "{year}");
    }
}

#[test]
fn half_days_keep_a_part_of_the_hours_and_tell_what_they_cut() {
    use HolidayKind::{HalfDay, Holiday};
    let calendar = calendar(vec![
        on(1, HalfDay, "1398/09/12", Some(span("00:00", "11:00"))),
        on(2, HalfDay, "1398/09/13", Some(span("09:00", "24:00"))),
        on(3, HalfDay, "1398/09/13", Some(span("00:00", "13:00"))),
        on(4, HalfDay, "1398/09/16", Some(span("20:00", "22:00"))),
        on(5, HalfDay, "1398/09/15", Some(span("00:00", "10:00"))),
        on(6, HalfDay, "1398/09/17", Some(span("00:00", "10:00"))),
        on(7, Holiday, "1398/09/17", None),
    ]);
    let table: [(&str, DayKind, &[Span], &[Span]); 5] = [
        (
            "1398/09/12",
            DayKind::HalfDay,
            &[span("07:30", "11:00")],
            &[span("11:00", "14:30")],
        ),
        (
            "1398/09/13",
            DayKind::HalfDay,
            &[span("09:00", "13:00")],
            &[span("07:30", "09:00"), span("13:00", "14:30")],
        ),
        ("1398/09/16", DayKind::HalfDay, &[], &[span("07:30", "14:30")]),
        ("1398/09/15", DayKind::Weekend, &[], &[]),
        ("1398/09/17", DayKind::Holiday, &[], &[]),
    ];
    for (date, kind, spans, cut) in table {
        let decided = calendar.day(day(date));
        assert_eq!(
            (decided.kind, &decided.spans[..], &decided.cut[..]),
            (kind, spans, cut),
            "{date}"
        );
    }
}

#[test]
fn a_day_declared_working_beats_holiday_and_weekend() {
    use HolidayKind::Working;
    let calendar = calendar(vec![
        on(1, Working, "1398/11/22", None),
        on(2, Working, "1398/09/15", Some(span("08:00", "12:00"))),
        on(3, Working, "1398/09/14", None),
        on(4, Working, "1398/09/22", None),
    ]);
    let told = |date: &str| {
        let decided = calendar.day(day(date));
        let reasons: Vec<_> = decided
            .reasons
            .iter()
            .map(|r| match r {
                Reason::Special(s) => s.id.0,
                Reason::Weekend => 0,
                Reason::NoHours => -1,
            })
            .collect();
        (decided.kind, decided.spans, reasons)
    };
    assert_eq!(
        told("1398/11/22"),
        (DayKind::Working, vec![span("07:30", "14:30")], vec![1, 110])
    );
    assert_eq!(
        told("1398/09/15"),
        (DayKind::Working, vec![span("08:00", "12:00")], vec![2, 0]),
        "a Friday"
    );
    assert_eq!(
        told("1398/09/14"),
        (DayKind::Working, vec![span("07:30", "12:00")], vec![3, 0]),
        "a Thursday"
    );
    assert_eq!(
        told("1398/09/22"),
        (DayKind::NoHours, vec![], vec![4, 0, -1]),
        "a Friday has no hours, and none were given"
    );
    assert_eq!(told("1398/01/02").2, [103, 0], "a holiday and a weekend: both are told");
}

#[test]
fn it_says_which_years_wait_for_their_lunar_holidays() {
    let lunar = |id, date: &str| SpecialDay {
        lunar: true,
        ..on(id, HolidayKind::Holiday, date, None)
    };
    let today = day("1398/09/12");
    assert_eq!(calendar(Vec::new()).years_without_lunar(today), [1398, 1399]);
    assert_eq!(
        calendar(vec![lunar(1, "1398/06/18")]).years_without_lunar(today),
        [1399]
    );
    let both = calendar(vec![lunar(1, "1398/06/18"), lunar(2, "1399/12/30")]);
    assert_eq!(both.years_without_lunar(today), Vec::<i32>::new());
}
