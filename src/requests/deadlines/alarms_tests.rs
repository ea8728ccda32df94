//! Looking only when `next` says so, everything is said, once, at its time.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::calendar::week::{HoursPeriod, MinuteOfDay, Span, Weekday, WeekendPeriod};

/// Seven hours, Thursday and Friday off.
fn calendar() -> WorkingCalendar {
    let valid_from = NaiveDate::from_ymd_opt(1921, 3, 21).unwrap();
    let span = Span {
        from: MinuteOfDay::new(450).unwrap(),
        until: MinuteOfDay::new(870).unwrap(),
    };
    let mut hours = HoursPeriod {
        valid_from,
        week: crate::calendar::week::WeekHours::default(),
    };
    for day in Weekday::ALL {
        *hours.week.of_mut(*day) = vec![span];
    }
    let weekend = WeekendPeriod {
        valid_from,
        days: vec![Weekday::Thursday, Weekday::Friday],
    };
    WorkingCalendar::new(vec![weekend], vec![hours], vec![])
}

/// So many minutes after Tuesday 2019-12-03, 07:30 in Tehran.
fn at(minutes: i64) -> Timestamp {
    let start: chrono::DateTime<chrono::Utc> = "2019-12-03T04:00:00Z".parse().unwrap();
    Timestamp::new(start + TimeDelta::minutes(minutes))
}

fn alarm(stage: Stage, due: i64) -> Alarm {
    Alarm {
        clock: AlarmClock::Resolve,
        stage,
        due_at: at(due),
    }
}

#[test]
fn a_warning_waits_for_working_time_and_is_void_once_the_time_is_over() {
    let calendar = calendar();
    let all = [
        (at(100), alarm(Stage::Warning, 5000)),
        (at(5000), alarm(Stage::Breach, 5000)),
    ];
    let night = at(600);
    let open = pending(&all, &[], night);
    assert_eq!(due(&open, &calendar, night), []);
    assert_eq!(next(&open, &calendar, night), Ok(Some(at(24 * 60 + 1))));
    let morning = at(24 * 60 + 1);
    assert_eq!(due(&open, &calendar, morning), [alarm(Stage::Warning, 5000)]);
    // Friday, 18:50: nobody is at work, and the breach is said all the same; the warning never.
    let late = pending(&all, &[], at(5000));
    assert_eq!(due(&late, &calendar, at(5000)), [alarm(Stage::Breach, 5000)]);
    assert_eq!(next(&late[..0], &calendar, at(5000)), Ok(None));
    assert_eq!(pending(&all, &[alarm(Stage::Breach, 5000)], at(5000)), []);
}

#[test]
fn what_was_said_of_another_due_time_is_not_this() {
    let all = [(at(5000), alarm(Stage::Breach, 5000))];
    assert_eq!(pending(&all, &[alarm(Stage::Breach, 4000)], at(0)).len(), 1);
}

proptest! {
    #[test]
    fn by_its_own_time_everything_is_said_once(
        dues in proptest::collection::vec((0..20_000i64, 0..3000i64, 0..3000i64), 1..4),
        pauses in proptest::collection::vec(0..4000i64, 0..30),
    ) {
        let calendar = calendar();
        let kinds = [AlarmClock::Triage, AlarmClock::FirstResponse, AlarmClock::Resolve];
        let mut all = Vec::new();
        for ((due, before, after), clock) in dues.into_iter().zip(kinds) {
            let of = |stage| Alarm { clock, stage, due_at: at(due) };
            all.push((at(due - before), of(Stage::Warning)));
            all.push((at(due), of(Stage::Breach)));
            all.push((at(due + after), of(Stage::Escalation)));
        }
        let (mut now, mut said) = (at(-3000), Vec::new());
        let mut pauses = pauses.into_iter();
        while let Some(time) = next(&pending(&all, &said, now), &calendar, now).unwrap() {
            // A round may come late, after downtime.
            now = now.max(time).plus(TimeDelta::minutes(pauses.next().unwrap_or(0)));
            let say = due(&pending(&all, &said, now), &calendar, now);
            for one in &say {
                prop_assert!(!said.contains(one), "{one:?} twice");
                let (at, _) = all.iter().find(|(_, a)| a == one).unwrap();
                prop_assert!(*at <= now);
                let warned = one.stage == Stage::Warning;
                prop_assert!(!warned || (is_working_time(&calendar, now) && now < one.due_at));
            }
            said.extend(say);
            for (time, one) in &all {
                prop_assert!(*time > now || one.stage == Stage::Warning || said.contains(one), "{one:?} not at {now:?}");
            }
        }
        for (_, one) in &all {
            prop_assert!(one.stage == Stage::Warning || said.contains(one), "{one:?} never");
        }
    }
}
