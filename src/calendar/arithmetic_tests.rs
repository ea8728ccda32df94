//! Counting against tables, and against an oracle that asks the clock on the wall minute by minute.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Asia::Tehran;
use proptest::prelude::*;

use super::*;
use crate::calendar::week::{HoursPeriod, MinuteOfDay, Span, WeekHours, Weekday, WeekendPeriod};
use crate::calendar::working::{SpecialDay, When, Yearly};
use crate::ids::HolidayId;
use crate::persian::jalali::JalaliDate;

fn day(jalali: &str) -> NaiveDate {
    JalaliDate::parse(jalali).unwrap().to_gregorian()
}

fn at(utc: &str) -> Timestamp {
    Timestamp::new(utc.parse().unwrap())
}

fn span(from: u16, until: u16) -> Span {
    Span {
        from: MinuteOfDay::new(from).unwrap(),
        until: MinuteOfDay::new(until).unwrap(),
    }
}

fn special(kind: HolidayKind, when: When, span: Option<Span>) -> SpecialDay {
    SpecialDay {
        id: HolidayId(1),
        title: "مناسبت".into(),
        kind,
        when,
        span,
        lunar: false,
    }
}

/// The same hours on these days, nothing on the others.
fn plain(days: &[Weekday], spans: &[Span], special: Vec<SpecialDay>) -> WorkingCalendar {
    let mut week = WeekHours::default();
    for day in days {
        *week.of_mut(*day) = spans.to_vec();
    }
    let hours = HoursPeriod {
        valid_from: day("1300/01/01"),
        week,
    };
    WorkingCalendar::new(Vec::new(), vec![hours], special)
}

/// Saturday to Wednesday, 07:30–14:30.
fn office(special: Vec<SpecialDay>) -> WorkingCalendar {
    plain(&Weekday::ALL[..5], &[span(450, 870)], special)
}

#[test]
fn minutes_between_two_instants() {
    let calendar = office(vec![special(HolidayKind::Holiday, When::On(day("1398/09/13")), None)]);
    // 1398/09/12 is a Tuesday; Tehran was 3:30 ahead.
    let table = [
        ("2019-12-03T04:00:00Z", "2019-12-03T11:00:00Z", 420),
        ("2019-12-03T00:00:00Z", "2019-12-03T20:30:00Z", 420),
        ("2019-12-03T10:30:00Z", "2019-12-03T10:45:59Z", 15),
        ("2019-12-03T10:30:00Z", "2019-12-07T04:10:00Z", 40),
        ("2019-12-03T10:30:00Z", "2019-12-03T10:30:00Z", 0),
        ("2019-12-03T10:30:00Z", "2019-12-02T10:30:00Z", 0),
        ("2019-12-04T04:00:00Z", "2019-12-07T03:59:59Z", 0),
    ];
    for (from, until, minutes) in table {
        assert_eq!(calendar.working_minutes(at(from), at(until)), minutes, "{from} {until}");
    }
}

#[test]
fn a_budget_runs_out_at_the_first_instant() {
    let calendar = office(Vec::new());
    let table = [
        ("2019-12-03T04:00:00Z", 420, "2019-12-03T11:00:00Z"),
        ("2019-12-03T04:00:00Z", 421, "2019-12-04T04:01:00Z"),
        ("2019-12-03T04:00:00Z", 0, "2019-12-03T04:00:00Z"),
        ("2019-12-04T20:00:00Z", 1, "2019-12-07T04:01:00Z"),
        ("2019-12-03T10:59:30.5Z", 1, "2019-12-04T04:00:30.5Z"),
        ("2019-12-05T09:00:00Z", 0, "2019-12-05T09:00:00Z"),
    ];
    for (from, minutes, until) in table {
        assert_eq!(calendar.after(at(from), minutes), Ok(at(until)), "{from} {minutes}");
    }
}

#[test]
fn the_nth_working_day() {
    let calendar = office(vec![
        special(HolidayKind::Holiday, When::On(day("1398/09/16")), None),
        special(HolidayKind::Working, When::On(day("1398/09/14")), Some(span(480, 600))),
    ]);
    for (n, date) in [
        (0, "1398/09/12"),
        (1, "1398/09/13"),
        (2, "1398/09/14"),
        (3, "1398/09/17"),
        (8, "1398/09/24"),
    ] {
        assert_eq!(calendar.nth_working_day(day("1398/09/12"), n), Ok(day(date)), "{n}");
    }
    for (n, date) in [
        (0, "1398/09/18"),
        (1, "1398/09/17"),
        (2, "1398/09/14"),
        (3, "1398/09/13"),
        (4, "1398/09/12"),
    ] {
        assert_eq!(
            calendar.nth_working_day_before(day("1398/09/18"), n),
            Ok(day(date)),
            "{n}"
        );
    }
}

/// 1398 had summer time: the night after 1 Farvardin lost the hour after midnight, the night after 30 Shahrivar had the hour
/// before midnight twice. 1402 had none.
#[test]
fn days_of_summer_time() {
    let always = plain(Weekday::ALL, &[span(0, 1440)], Vec::new());
    let night = plain(Weekday::ALL, &[span(22 * 60, 23 * 60 + 30), span(30, 90)], Vec::new());
    let table = [
        ("1398/01/01", 24 * 60, 150),
        ("1398/01/02", 23 * 60, 120),
        ("1398/06/30", 25 * 60, 180),
        ("1398/06/31", 24 * 60, 150),
        ("1399/01/01", 24 * 60, 150),
        ("1399/01/02", 23 * 60, 120),
        ("1402/01/02", 24 * 60, 150),
        ("1402/06/30", 24 * 60, 150),
    ];
    for (date, whole_day, at_night) in table {
        let minutes = |calendar: &WorkingCalendar| -> i64 {
            calendar
                .stretches(day(date))
                .iter()
                .map(|s| s.length().num_minutes())
                .sum()
        };
        assert_eq!((minutes(&always), minutes(&night)), (whole_day, at_night), "{date}");
    }
    // Half past seven in the morning is two different instants in summer and in winter.
    let office = office(Vec::new());
    assert_eq!(office.stretches(day("1398/06/30"))[0].from, at("2019-09-21T03:00:00Z"));
    assert_eq!(office.stretches(day("1398/06/31"))[0].from, at("2019-09-22T04:00:00Z"));
    assert_eq!(
        office.working_minutes(at("2019-09-20T00:00:00Z"), at("2019-09-23T00:00:00Z")),
        840
    );
    let parts = night.stretches(day("1398/06/30"));
    assert_eq!(
        parts.len(),
        3,
        "the half hour comes again after the clock was put back: {parts:?}"
    );
}

#[test]
fn without_working_time_there_is_an_error_and_no_endless_loop() {
    let empty = WorkingCalendar::default();
    let from = at("2019-12-03T04:00:00Z");
    let refused = NotEnoughWorkingTime {
        from: day("1398/09/12"),
    };
    assert_eq!(empty.after(from, 1), Err(refused));
    assert_eq!(empty.after(from, 0), Ok(from));
    assert_eq!(empty.nth_working_day(day("1398/09/12"), 1), Err(refused));
    assert_eq!(empty.nth_working_day_before(day("1398/09/12"), 1), Err(refused));
    assert_eq!(
        office(Vec::new()).after(from, u32::MAX),
        Err(refused),
        "eight thousand years"
    );
    assert_eq!(empty.working_minutes(from, at("2029-12-03T04:00:00Z")), 0);
    assert!(Error::from(refused).to_string().contains("working time"));
}

#[test]
fn every_minute_is_explained() {
    let calendar = WorkingCalendar::new(
        vec![WeekendPeriod {
            valid_from: day("1300/01/01"),
            days: vec![Weekday::Thursday, Weekday::Friday],
        }],
        vec![HoursPeriod {
            valid_from: day("1300/01/01"),
            week: Weekday::ALL.iter().fold(WeekHours::default(), |mut week, d| {
                *week.of_mut(*d) = vec![span(450, 870)];
                week
            }),
        }],
        vec![
            special(HolidayKind::HalfDay, When::On(day("1398/09/13")), Some(span(0, 660))),
            special(HolidayKind::Holiday, When::On(day("1398/09/16")), None),
        ],
    );
    // Tuesday 14:00 to Sunday 08:00.
    let told = calendar.explain(at("2019-12-03T10:30:00Z"), at("2019-12-08T04:30:00Z"));
    let title = || "مناسبت".to_owned();
    let wanted = [
        ("2019-12-03T10:30:00Z", TimeKind::Working),
        ("2019-12-03T11:00:00Z", TimeKind::OutsideHours),
        ("2019-12-04T04:00:00Z", TimeKind::Working),
        ("2019-12-04T07:30:00Z", TimeKind::HalfDay(title())),
        ("2019-12-04T11:00:00Z", TimeKind::OutsideHours),
        ("2019-12-04T20:30:00Z", TimeKind::Weekend),
        ("2019-12-06T20:30:00Z", TimeKind::Holiday(title())),
        ("2019-12-07T20:30:00Z", TimeKind::OutsideHours),
        ("2019-12-08T04:00:00Z", TimeKind::Working),
    ];
    let starts: Vec<_> = told.iter().map(|(s, kind)| (s.from, kind.clone())).collect();
    assert_eq!(starts, wanted.map(|(from, kind)| (at(from), kind)));
}

// ---- the oracle ----------------------------------------------------------------------------------------------------

/// A calendar as a person would write it down.
#[derive(Debug, Clone)]
struct Plan {
    /// Valid from, days of the weekend (0 is Saturday).
    weekends: Vec<(NaiveDate, Vec<usize>)>,
    /// Valid from, spans of each day from Saturday on.
    hours: Vec<(NaiveDate, Vec<Vec<Span>>)>,
    special: Vec<SpecialDay>,
}

impl Plan {
    fn calendar(&self) -> WorkingCalendar {
        let weekends = self.weekends.iter().map(|(valid_from, days)| WeekendPeriod {
            valid_from: *valid_from,
            days: days.iter().map(|d| Weekday::ALL[*d]).collect(),
        });
        let hours = self.hours.iter().map(|(valid_from, days)| {
            let mut week = WeekHours::default();
            for (day, spans) in Weekday::ALL.iter().zip(days) {
                week.of_mut(*day).clone_from(spans);
            }
            HoursPeriod {
                valid_from: *valid_from,
                week,
            }
        });
        WorkingCalendar::new(weekends.collect(), hours.collect(), self.special.clone())
    }

    /// Whether the minute that begins at this instant is worked.
    fn works(&self, minute: DateTime<Utc>) -> bool {
        let wall = minute.with_timezone(&Tehran);
        let date = wall.date_naive();
        let time = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap();
        let shown = |s: &Span| s.from.minutes() <= time && time < s.until.minutes();
        let weekday = (date.weekday().num_days_from_sunday() as usize + 1) % 7;
        let weekend = self
            .weekends
            .iter()
            .filter(|(from, _)| *from <= date)
            .max_by_key(|(from, _)| *from);
        let weekend = weekend.is_some_and(|(_, days)| days.contains(&weekday));
        let hours = self
            .hours
            .iter()
            .filter(|(from, _)| *from <= date)
            .max_by_key(|(from, _)| *from);
        let ordinary = hours.is_some_and(|(_, days)| days[weekday].iter().any(shown));
        let jalali = JalaliDate::from_gregorian(date);
        let today: Vec<_> = self
            .special
            .iter()
            .filter(|s| match s.when {
                When::On(on) => on == date,
                When::Yearly(y) => {
                    (y.month, y.day) == (jalali.month(), jalali.day())
                        && y.from_year.is_none_or(|from| from <= jalali.year())
                        && y.until_year.is_none_or(|until| jalali.year() <= until)
                }
            })
            .collect();
        let of = |kind| today.iter().filter(move |s| s.kind == kind);
        if of(HolidayKind::Working).count() > 0 {
            let own: Vec<_> = of(HolidayKind::Working).filter_map(|s| s.span).collect();
            return if own.is_empty() {
                ordinary
            } else {
                own.iter().any(shown)
            };
        }
        let kept = of(HolidayKind::HalfDay).all(|s| s.span.is_none_or(|s| shown(&s)));
        of(HolidayKind::Holiday).count() == 0 && !weekend && ordinary && kept
    }
}

/// Around these days the clock was moved, or the year turned, or nothing happened.
fn anchors() -> impl Strategy<Value = NaiveDate> {
    prop::sample::select(vec![
        "1398/01/02",
        "1398/06/31",
        "1399/12/30",
        "1398/09/12",
        "1401/06/30",
        "1404/12/29",
    ])
    .prop_map(day)
}

fn any_span() -> impl Strategy<Value = Span> {
    (0_u16..1440, 1_u16..900).prop_map(|(from, length)| span(from, (from + length).min(1440)))
}

fn any_special(anchor: NaiveDate) -> impl Strategy<Value = SpecialDay> {
    let kind = prop::sample::select(HolidayKind::ALL);
    (
        kind,
        -6_i64..7,
        any::<bool>(),
        prop::option::of(any_span()),
        -1_i32..2,
        -1_i32..2,
    )
        .prop_map(move |(kind, days, once, own, from, until)| {
            let date = anchor + TimeDelta::days(days);
            let jalali = JalaliDate::from_gregorian(date);
            let when = if once {
                When::On(date)
            } else {
                When::Yearly(Yearly {
                    month: jalali.month(),
                    day: jalali.day(),
                    from_year: (from != 0).then_some(jalali.year() + from),
                    until_year: (until != 0).then_some(jalali.year() + until),
                })
            };
            let span = own.filter(|_| kind != HolidayKind::Holiday);
            special(kind, when, span)
        })
}

prop_compose! {
    fn any_plan(anchor: NaiveDate)(
        weekends in prop::collection::btree_map(-30_i64..6, prop::collection::btree_set(0_usize..7, 0..4), 0..3),
        hours in prop::collection::btree_map(-30_i64..6, prop::collection::vec(prop::collection::vec(any_span(), 0..3), 7), 1..3),
        special in prop::collection::vec(any_special(anchor), 0..5),
    ) -> Plan {
        let from = |days: i64| anchor + TimeDelta::days(days);
        Plan {
            weekends: weekends.into_iter().map(|(days, set)| (from(days), set.into_iter().collect())).collect(),
            hours: hours.into_iter().map(|(days, week)| (from(days), week)).collect(),
            special,
        }
    }
}

prop_compose! {
    /// A plan, an instant near its anchor, and minutes after it.
    fn any_case()(anchor in anchors())(
        plan in any_plan(anchor),
        start in -6 * 1440_i64..2 * 1440,
        length in 0_i64..5 * 1440,
        anchor in Just(anchor),
    ) -> (Plan, DateTime<Utc>, i64) {
        (plan, anchor.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::minutes(start), length)
    }
}

fn minutes(count: usize) -> TimeDelta {
    TimeDelta::minutes(i64::try_from(count).unwrap())
}

fn minutes_from(start: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    (0..).map(move |m| start + TimeDelta::minutes(m))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn counts_as_the_oracle_does((plan, start, length) in any_case()) {
        let calendar = plan.calendar();
        let length = usize::try_from(length).unwrap();
        let worked: Vec<bool> = minutes_from(start).take(length).map(|m| plan.works(m)).collect();
        let counted = worked.iter().filter(|w| **w).count();
        let (from, until) = (Timestamp::new(start), Timestamp::new(start + minutes(length)));
        prop_assert_eq!(calendar.working_time(from, until), minutes(counted));

        // Explaining tells the same, minute by minute, without a gap.
        let told = calendar.explain(from, until);
        let mut by_minute = Vec::new();
        for (stretch, kind) in &told {
            prop_assert_eq!(stretch.from, from.plus(minutes(by_minute.len())));
            let minutes = usize::try_from(stretch.length().num_minutes()).unwrap();
            by_minute.extend(std::iter::repeat_n(*kind == TimeKind::Working, minutes));
        }
        prop_assert_eq!(by_minute, worked);
    }

    #[test]
    fn finds_the_instant_that_the_oracle_finds((plan, start, length) in any_case(), share in 0_u32..2000) {
        let calendar = plan.calendar();
        let length = usize::try_from(length).unwrap();
        let mut left = share;
        let mut end = (left == 0).then_some(start);
        for minute in minutes_from(start).take(length) {
            if left > 0 && plan.works(minute) {
                left -= 1;
                if left == 0 {
                    end = Some(minute + TimeDelta::minutes(1));
                }
            }
        }
        let from = Timestamp::new(start);
        let found = calendar.after(from, share);
        match end {
            Some(end) => prop_assert_eq!(found, Ok(Timestamp::new(end))),
            None => prop_assert!(found.map_or(true, |t| t > from.plus(minutes(length)))),
        }
    }

    #[test]
    fn parts_add_up_to_the_microsecond((plan, start, length) in any_case(), cut in 0.0_f64..1.0, micros in 0_i64..60_000_000) {
        let calendar = plan.calendar();
        let from = Timestamp::new(start + TimeDelta::microseconds(micros));
        let until = from.plus(TimeDelta::minutes(length));
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any instant between will do")]
        let middle = from.plus(TimeDelta::microseconds((length as f64 * 6e7 * cut) as i64));
        let parts = calendar.working_time(from, middle) + calendar.working_time(middle, until);
        prop_assert_eq!(parts, calendar.working_time(from, until));
        // And back: that much time after the start is passed at the end or, at the end of a working stretch, before it.
        let end = calendar.after_time(from, parts).unwrap();
        prop_assert!(end <= until);
        prop_assert_eq!(calendar.working_time(from, end), parts);
    }
}
