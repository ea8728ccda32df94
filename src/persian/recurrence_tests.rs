//! Rules against days that were looked up, and against what each rule promises of any day.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::persian::jalali::{days_in_month, parse_date};

fn day(jalali: &str) -> NaiveDate {
    parse_date(jalali).unwrap()
}

/// Thursdays and Fridays, and these holidays.
fn calendar(holidays: &[&str]) -> impl Fn(NaiveDate) -> DayKind {
    let holidays: HashSet<_> = holidays.iter().map(|d| day(d)).collect();
    move |date| {
        if holidays.contains(&date) {
            DayKind::Holiday
        } else if matches!(date.weekday(), Weekday::Thu | Weekday::Fri) {
            DayKind::Weekend
        } else {
            DayKind::Working
        }
    }
}

fn rule(pattern: Pattern, every: u32, since: &str, when_off: WhenOff) -> Rule {
    Rule {
        pattern,
        every,
        since: day(since),
        when_off,
    }
}

fn shown(dates: &[Occurrence]) -> Vec<String> {
    dates
        .iter()
        .map(|o| JalaliDate::from_gregorian(o.date).to_string())
        .collect()
}

#[test]
fn known_days() {
    use Nth::{Fifth, First, Last, Second};
    use Pattern::{MonthDay, MonthWeekday, Week};
    use Weekday::{Sun, Tue};
    // 1398/09/12, 1404/01/05 and 1405/09/03 are Tuesdays; 1399, 1403 and 1408 are leap years.
    let table: &[(Pattern, u32, &str, &[&str])] = &[
        (
            MonthWeekday(First, Tue),
            1,
            "1398/09/01",
            &["1398/09/05", "1398/10/03", "1398/11/01", "1398/12/06", "1399/01/05"],
        ),
        (
            MonthWeekday(Second, Tue),
            1,
            "1398/09/12",
            &["1398/09/12", "1398/10/10", "1398/11/08"],
        ),
        (MonthWeekday(First, Tue), 1, "1398/09/06", &["1398/10/03", "1398/11/01"]),
        (
            MonthWeekday(Last, Tue),
            1,
            "1398/10/01",
            &["1398/10/24", "1398/11/29", "1398/12/27"],
        ),
        (
            MonthWeekday(Fifth, Tue),
            1,
            "1398/09/01",
            &["1398/11/29", "1399/02/30", "1399/04/31"],
        ),
        (
            MonthWeekday(First, Tue),
            3,
            "1398/09/01",
            &["1398/09/05", "1398/12/06", "1399/03/06"],
        ),
        (
            MonthDay(12),
            1,
            "1398/10/13",
            &["1398/11/12", "1398/12/12", "1399/01/12"],
        ),
        (
            MonthDay(31),
            1,
            "1398/11/01",
            &["1398/11/30", "1398/12/29", "1399/01/31"],
        ),
        (
            MonthDay(30),
            12,
            "1398/12/01",
            &["1398/12/29", "1399/12/30", "1400/12/29"],
        ),
        (MonthDay(1), 2, "1399/12/02", &["1400/02/01", "1400/04/01"]),
        (Week(Tue), 2, "1398/09/12", &["1398/09/12", "1398/09/26", "1398/10/10"]),
        (Week(Sun), 1, "1398/12/26", &["1399/01/03", "1399/01/10"]),
    ];
    for (pattern, every, since, wanted) in table {
        let rule = rule(*pattern, *every, since, WhenOff::Skip);
        let open = |_| DayKind::Working;
        let found = dates(&rule, day(since), wanted.len(), open);
        assert_eq!(shown(&found.coming), *wanted, "{pattern:?} every {every} since {since}");
        assert_eq!(found.left_out, []);
    }
}

#[test]
fn a_day_that_is_off_is_left_out_or_moved() {
    let kind = calendar(&["1398/09/12", "1398/09/13"]);
    let tuesday = Pattern::MonthWeekday(Nth::Second, Weekday::Tue);
    let found = |pattern, when_off| dates(&rule(pattern, 1, "1398/09/01", when_off), day("1398/09/01"), 2, &kind);
    let skipped = found(tuesday, WhenOff::Skip);
    assert_eq!(shown(&skipped.coming), ["1398/10/10", "1398/11/08"]);
    assert_eq!(skipped.left_out, [(day("1398/09/12"), Left::Off)]);
    // Wednesday is a holiday too, Thursday and Friday are weekend.
    let next = found(tuesday, WhenOff::Next);
    assert_eq!(shown(&next.coming), ["1398/09/16", "1398/10/10"]);
    assert_eq!(next.coming[0].planned_on, day("1398/09/12"));
    assert_eq!(
        shown(&found(tuesday, WhenOff::Previous).coming),
        ["1398/09/11", "1398/10/10"]
    );
    // A weekday is chosen, weekend or not; a day of the month is not.
    let thursday = Pattern::MonthWeekday(Nth::First, Weekday::Thu);
    assert_eq!(
        shown(&found(thursday, WhenOff::Next).coming),
        ["1398/09/07", "1398/10/05"]
    );
    assert_eq!(
        shown(&found(Pattern::MonthDay(7), WhenOff::Next).coming),
        ["1398/09/09", "1398/10/07"]
    );
}

#[test]
fn two_that_would_meet_are_one() {
    let nowruz: Vec<_> = (1..=15).map(|d| format!("1399/01/{d:02}")).collect();
    let nowruz: Vec<_> = nowruz.iter().map(String::as_str).collect();
    let rule = rule(Pattern::Week(Weekday::Sun), 1, "1398/12/20", WhenOff::Next);
    let found = dates(&rule, day("1398/12/24"), 3, calendar(&nowruz));
    assert_eq!(shown(&found.coming), ["1398/12/25", "1399/01/16", "1399/01/17"]);
    assert_eq!(found.left_out, [(day("1399/01/10"), Left::Taken)]);
    let later = dates(&rule, day("1399/01/16"), 2, calendar(&nowruz));
    assert_eq!(later.coming, found.coming[1..], "the same from wherever one begins");
}

#[test]
fn a_rule_without_days_comes_to_an_end() {
    let never = dates(
        &rule(Pattern::MonthDay(1), 1, "1398/01/01", WhenOff::Next),
        day("1398/01/01"),
        3,
        |_| DayKind::Holiday,
    );
    assert_eq!(never.coming, []);
    assert!(never.left_out.len() > 100);
    let end = rule(Pattern::MonthDay(1), 1, "1600/10/01", WhenOff::Skip);
    assert_eq!(
        dates(&end, end.since, 50, |_| DayKind::Working).coming.len(),
        3,
        "the calendar ends"
    );
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let weekday = (0..7u8).prop_map(|n| Weekday::try_from(n).unwrap());
    prop_oneof![
        (prop::sample::select(Nth::ALL), weekday.clone()).prop_map(|(nth, day)| Pattern::MonthWeekday(nth, day)),
        (1..=31u8).prop_map(Pattern::MonthDay),
        weekday.prop_map(Pattern::Week),
    ]
}

prop_compose! {
    fn any_rule()(pattern in pattern(), every in 1..=6u32, since in 0..40_000i64, off in prop::sample::select(WhenOff::ALL)) -> Rule {
        Rule { pattern, every, since: day("1350/01/01") + chrono::TimeDelta::days(since), when_off: off }
    }
}

/// Some days are off, by no pattern that a rule knows.
fn scattered(seed: i64) -> impl Fn(NaiveDate) -> DayKind {
    move |date| match (i64::from(date.num_days_from_ce()) * (2 * seed + 1)).rem_euclid(11) {
        0 | 1 => DayKind::Holiday,
        2 => DayKind::Weekend,
        _ => DayKind::Working,
    }
}

/// Whether the rule means the day, said in other words than the code's.
fn means(rule: &Rule, date: NaiveDate) -> bool {
    let jalali = JalaliDate::from_gregorian(date);
    let since = JalaliDate::from_gregorian(rule.since);
    let months = (jalali.year() - since.year()) * 12 + i32::from(jalali.month()) - i32::from(since.month());
    let its_month = months >= 0 && months.unsigned_abs().is_multiple_of(rule.every);
    let length = days_in_month(jalali.year(), jalali.month()).unwrap();
    date >= rule.since
        && match rule.pattern {
            Pattern::MonthDay(n) => its_month && (jalali.day() == n || (n > length && jalali.day() == length)),
            Pattern::MonthWeekday(nth, weekday) => {
                let place = (jalali.day() - 1) / 7;
                let is_nth = match nth {
                    Nth::First => place == 0,
                    Nth::Second => place == 1,
                    Nth::Third => place == 2,
                    Nth::Fourth => place == 3,
                    Nth::Fifth => place == 4,
                    Nth::Last => jalali.day() + 7 > length,
                };
                its_month && is_nth && date.weekday() == weekday
            }
            Pattern::Week(weekday) => {
                let weeks = (date - rule.since).num_days() / 7;
                date.weekday() == weekday && weeks.unsigned_abs().is_multiple_of(u64::from(rule.every))
            }
        }
}

proptest! {
    #[test]
    fn each_day_keeps_its_rule(rule in any_rule(), seed in 0..5i64, ahead in 0..500i64) {
        let kind = scattered(seed);
        let from = rule.since + chrono::TimeDelta::days(ahead);
        let found = dates(&rule, from, 12, &kind);
        let (mut last, mut planned) = (None, HashSet::new());
        for o in &found.coming {
            prop_assert!(o.date >= from && last < Some(o.date), "each later than the one before");
            prop_assert!(means(&rule, o.planned_on), "{:?}", o);
            if o.date == o.planned_on {
                prop_assert!(kind(o.date) != DayKind::Holiday);
            } else {
                prop_assert!(kind(o.date) == DayKind::Working && kind(o.planned_on) != DayKind::Working);
                prop_assert_eq!(o.date > o.planned_on, rule.when_off == WhenOff::Next);
                let between = o.date.min(o.planned_on).iter_days().skip(1).take_while(|d| *d < o.date.max(o.planned_on));
                prop_assert!(between.into_iter().all(|d| kind(d) != DayKind::Working), "the nearest");
            }
            last = Some(o.date);
            planned.insert(o.planned_on);
        }
        for (day, _) in &found.left_out {
            prop_assert!(means(&rule, *day) && kind(*day) != DayKind::Working && planned.insert(*day));
        }
        // Nothing that the rule means is forgotten.
        if let Some(end) = found.coming.last().map(|o| o.planned_on) {
            for d in from.iter_days().take_while(|d| *d <= end).filter(|d| means(&rule, *d)) {
                let before = rule.when_off == WhenOff::Previous && kind(d) != DayKind::Working;
                prop_assert!(planned.contains(&d) || before, "{} is missing", d);
            }
        }
    }

    #[test]
    fn it_is_the_same_from_wherever_one_begins(rule in any_rule(), seed in 0..5i64, ahead in 0..300i64) {
        let kind = scattered(seed);
        let all = dates(&rule, rule.since, 60, &kind).coming;
        let from = rule.since + chrono::TimeDelta::days(ahead);
        let part = dates(&rule, from, 5, &kind).coming;
        let rest: Vec<_> = all.into_iter().filter(|o| o.date >= from).take(5).collect();
        prop_assert_eq!(&part[..rest.len().min(part.len())], &rest[..]);
    }
}
