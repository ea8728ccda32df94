//! Stories of single requests, and random histories against an oracle that lives through them minute by minute.

use chrono::{Datelike, NaiveDate, Timelike};
use chrono_tz::Asia::Tehran;
use proptest::prelude::*;

use super::*;
use crate::calendar::week::{HoursPeriod, MinuteOfDay, Span, WeekHours, Weekday};
use crate::calendar::working::{HolidayKind, SpecialDay, When};
use crate::ids::HolidayId;

/// The states of a request, as far as they differ to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Draft,
    Submitted,
    NeedsInfo,
    Deferred,
    InProgress,
    Waiting,
    Done,
}

impl Tracked for State {
    fn standing(self) -> Standing {
        match self {
            Self::Draft => Standing::Draft,
            Self::Submitted => Standing::Untriaged,
            Self::NeedsInfo => Standing::NeedsInfo,
            Self::Waiting => Standing::Waiting,
            Self::Deferred | Self::InProgress => Standing::Open,
            Self::Done => Standing::Settled,
        }
    }
}

const POLICY: Policy = Policy {
    triage_minutes: 120,
    first_response_minutes: 240,
    resolve_minutes: 840,
};

/// Tehran's wall clock in the week of 1398/09/12, a Tuesday: `12 07:30` is `at(3, 7, 30)` of December.
fn at(day: u32, hour: u32, minute: u32) -> Timestamp {
    let wall = NaiveDate::from_ymd_opt(2019, 12, day)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap();
    Timestamp::new(wall.and_local_timezone(Tehran).unwrap().to_utc())
}

fn hours(days: &[Weekday], from: u16, until: u16) -> WorkingCalendar {
    hours_but(days, from, until, Vec::new())
}

fn hours_but(days: &[Weekday], from: u16, until: u16, special: Vec<SpecialDay>) -> WorkingCalendar {
    let mut week = WeekHours::default();
    let time = |minutes| MinuteOfDay::new(minutes).unwrap();
    for day in days {
        *week.of_mut(*day) = vec![Span {
            from: time(from),
            until: time(until),
        }];
    }
    let valid_from = NaiveDate::from_ymd_opt(1921, 3, 21).unwrap();
    WorkingCalendar::new(Vec::new(), vec![HoursPeriod { valid_from, week }], special)
}

/// Saturday to Wednesday, 07:30–14:30: seven hours, 420 minutes.
fn office() -> WorkingCalendar {
    hours(&Weekday::ALL[..5], 450, 870)
}

fn came(at: Timestamp, state: State) -> Change<State> {
    Change {
        at,
        what: What::State(state),
    }
}

fn asked(at: Timestamp, policy: Policy) -> Change<State> {
    Change {
        at,
        what: What::Policy(Some(policy)),
    }
}

fn heard(at: Timestamp) -> Change<State> {
    Change {
        at,
        what: What::Response,
    }
}

fn clock(reading: &Reading<State>, kind: ClockKind) -> &ClockReading<State> {
    reading.clocks.iter().find(|c| c.kind == kind).unwrap()
}

#[test]
fn a_request_that_is_looked_at_in_time() {
    let filed = at(3, 10, 0);
    let log = [
        came(at(3, 9, 0), State::Draft),
        asked(filed, POLICY),
        came(filed, State::Submitted),
        came(at(3, 11, 0), State::InProgress),
        heard(at(4, 8, 0)),
    ];
    let reading = read(&log, &office(), at(4, 9, 0)).unwrap();
    let told: Vec<_> = reading
        .clocks
        .iter()
        .map(|c| {
            (
                c.status,
                c.elapsed_minutes(),
                c.stopped_at,
                c.due_at,
                c.warning_at,
                c.breached,
            )
        })
        .collect();
    let (triaged, answered) = (Some(at(3, 11, 0)), Some(at(4, 8, 0)));
    assert_eq!(
        told,
        [
            (
                Status::Stopped,
                60,
                triaged,
                Some(at(3, 12, 0)),
                Some(at(3, 11, 30)),
                false
            ),
            (
                Status::Stopped,
                300,
                answered,
                Some(at(3, 14, 0)),
                Some(at(3, 13, 0)),
                true
            ),
            (
                Status::Running,
                360,
                None,
                Some(at(7, 10, 0)),
                Some(at(4, 13, 30)),
                false
            ),
        ]
    );
    assert!(reading.clocks.iter().all(|c| c.started_at == Some(filed)));
    let states: Vec<_> = reading
        .states
        .iter()
        .map(|s| (s.state, s.total.num_minutes(), s.working.num_minutes()))
        .collect();
    assert_eq!(
        states,
        [
            (State::Draft, 60, 60),
            (State::Submitted, 60, 60),
            (State::InProgress, 22 * 60, 300)
        ]
    );
}

#[test]
fn pauses_do_not_count_and_every_minute_is_told() {
    let half = SpecialDay {
        id: HolidayId(1),
        title: "آلودگی هوا".into(),
        kind: HolidayKind::HalfDay,
        when: When::On(NaiveDate::from_ymd_opt(2019, 12, 7).unwrap()),
        span: Some(Span {
            from: MinuteOfDay::START,
            until: "10:00".parse().unwrap(),
        }),
        lunar: false,
    };
    let calendar = hours_but(&Weekday::ALL[..5], 450, 870, vec![half]);
    let log = [
        asked(at(3, 10, 0), POLICY),
        came(at(3, 10, 0), State::InProgress),
        came(at(3, 12, 0), State::NeedsInfo),
        came(at(4, 12, 0), State::InProgress),
        came(at(7, 9, 0), State::Waiting),
        came(at(7, 9, 30), State::InProgress),
    ];
    let reading = read(&log, &calendar, at(7, 13, 0)).unwrap();
    let resolve = clock(&reading, ClockKind::Resolve);
    let outside = || Why::Calendar(TimeKind::OutsideHours);
    let working = || Why::Calendar(TimeKind::Working);
    let wanted = [
        (at(3, 10, 0), State::InProgress, working()),
        (at(3, 12, 0), State::NeedsInfo, Why::NeedsInfo),
        (at(4, 12, 0), State::InProgress, working()),
        (at(4, 14, 30), State::InProgress, outside()),
        (at(7, 7, 30), State::InProgress, working()),
        (at(7, 9, 0), State::Waiting, Why::Waiting),
        (at(7, 9, 30), State::InProgress, working()),
        (
            at(7, 10, 0),
            State::InProgress,
            Why::Calendar(TimeKind::HalfDay("آلودگی هوا".into())),
        ),
    ];
    let told: Vec<_> = resolve
        .intervals
        .iter()
        .map(|i| (i.stretch.from, i.state, i.why.clone()))
        .collect();
    assert_eq!(told, wanted);
    assert_eq!(resolve.elapsed_minutes(), 120 + 150 + 90 + 30);
    assert_eq!(
        resolve.due_at,
        Some(at(9, 8, 0)),
        "the half day ends its Saturday, Sunday has 420, 30 are left"
    );
    assert!(
        resolve
            .intervals
            .windows(2)
            .all(|w| w[0].stretch.until == w[1].stretch.from)
    );
    let triage = clock(&reading, ClockKind::Triage);
    assert_eq!(
        (triage.status, triage.elapsed_minutes()),
        (Status::Stopped, 0),
        "it came decided"
    );
    assert!(triage.intervals.iter().all(|i| i.why == Why::Stopped && !i.counted()));
}

#[test]
fn a_paused_clock_is_due_only_if_it_ran_out_before() {
    let log = |minutes| {
        let policy = Policy {
            resolve_minutes: minutes,
            ..POLICY
        };
        [
            asked(at(3, 8, 0), policy),
            came(at(3, 8, 0), State::InProgress),
            came(at(3, 9, 0), State::Waiting),
        ]
    };
    let reading = read(&log(90), &office(), at(4, 9, 0)).unwrap();
    let resolve = clock(&reading, ClockKind::Resolve);
    assert_eq!(
        (resolve.status, resolve.due_at, resolve.breached),
        (Status::Paused, None, false)
    );
    assert_eq!(resolve.warning_at, None, "67.5 minutes are not reached");
    let reading = read(&log(30), &office(), at(4, 9, 0)).unwrap();
    let resolve = clock(&reading, ClockKind::Resolve);
    assert_eq!((resolve.due_at, resolve.breached), (Some(at(3, 8, 30)), true));
}

#[test]
fn the_evening_after_the_last_minute_is_late() {
    let day = Policy {
        resolve_minutes: 420,
        ..POLICY
    };
    let log = |done| {
        [
            asked(at(3, 7, 30), day),
            came(at(3, 7, 30), State::InProgress),
            came(done, State::Done),
        ]
    };
    for (done, late) in [(at(3, 14, 29), false), (at(3, 14, 30), false), (at(3, 20, 0), true)] {
        let reading = read(&log(done), &office(), at(9, 8, 0)).unwrap();
        let resolve = clock(&reading, ClockKind::Resolve);
        assert_eq!(
            (resolve.breached, resolve.due_at),
            (late, Some(at(3, 14, 30))),
            "{done:?}"
        );
    }
}

#[test]
fn what_comes_back_runs_on() {
    let log = [
        asked(at(3, 8, 0), POLICY),
        came(at(3, 8, 0), State::Submitted),
        came(at(3, 9, 0), State::Deferred),
        came(at(4, 9, 0), State::Submitted),
        came(at(4, 9, 30), State::NeedsInfo),
        came(at(4, 10, 0), State::Submitted),
        came(at(4, 10, 15), State::InProgress),
        came(at(4, 11, 0), State::Done),
        came(at(7, 11, 0), State::InProgress),
    ];
    let reading = read(&log, &office(), at(7, 12, 0)).unwrap();
    let triage = clock(&reading, ClockKind::Triage);
    assert_eq!(
        (triage.status, triage.elapsed_minutes()),
        (Status::Stopped, 60 + 30 + 15)
    );
    assert_eq!((triage.stopped_at, triage.breached), (Some(at(4, 10, 15)), false));
    let resolve = clock(&reading, ClockKind::Resolve);
    let day_one_and_two = (14 * 60 + 30 - 8 * 60) + (9 * 60 - 450) + 30 + 15 + 45;
    assert_eq!(
        (resolve.status, resolve.elapsed_minutes()),
        (Status::Running, day_one_and_two + 60)
    );
    assert_eq!(resolve.stopped_at, None);
}

#[test]
fn a_change_of_policy_moves_the_deadline_but_not_into_the_past() {
    let urgent = Policy {
        resolve_minutes: 60,
        ..POLICY
    };
    let start = [asked(at(3, 8, 0), POLICY), came(at(3, 8, 0), State::InProgress)];
    let due = |more: &[Change<State>]| {
        let reading = read(&[&start[..], more].concat(), &office(), at(4, 12, 0)).unwrap();
        let resolve = clock(&reading, ClockKind::Resolve);
        (resolve.budget_minutes, resolve.due_at, resolve.breached)
    };
    assert_eq!(due(&[]), (Some(840), Some(at(7, 8, 0)), false));
    assert_eq!(due(&[asked(at(3, 8, 30), urgent)]), (Some(60), Some(at(3, 9, 0)), true));
    assert_eq!(
        due(&[asked(at(3, 12, 0), urgent)]),
        (Some(60), Some(at(3, 12, 0)), true),
        "due when it is said"
    );
    let repeated = [asked(at(3, 12, 0), urgent), asked(at(4, 8, 0), urgent)];
    assert_eq!(
        due(&repeated),
        (Some(60), Some(at(3, 12, 0)), true),
        "said again it is no later"
    );
    let relaxed = [asked(at(3, 8, 30), urgent), asked(at(3, 10, 0), POLICY)];
    assert_eq!(due(&relaxed), (Some(840), Some(at(7, 8, 0)), false));
    let none = Change {
        at: at(3, 9, 0),
        what: What::Policy(None),
    };
    assert_eq!(due(&[none]), (None, None, false));
    let after_the_end = [came(at(3, 9, 30), State::Done), asked(at(3, 10, 0), urgent)];
    assert_eq!(
        due(&after_the_end),
        (Some(840), Some(at(7, 8, 0)), false),
        "what is done is measured as it was"
    );
}

#[test]
fn drafts_start_nothing() {
    let log = [
        came(at(3, 8, 0), State::Draft),
        asked(at(3, 8, 0), POLICY),
        came(at(3, 9, 0), State::Done),
    ];
    for log in [&log[..0], &log[..1], &log[1..2], &log[..]] {
        let reading = read(log, &office(), at(4, 9, 0)).unwrap();
        for clock in &reading.clocks {
            assert_eq!(
                (clock.status, clock.started_at, clock.due_at),
                (Status::NotStarted, None, None)
            );
            assert!(clock.intervals.is_empty() && !clock.breached);
        }
    }
}

#[test]
fn a_calendar_without_hours_is_an_error_only_where_a_deadline_needs_it() {
    let empty = WorkingCalendar::default();
    let log = [asked(at(3, 8, 0), POLICY), came(at(3, 8, 0), State::InProgress)];
    assert!(read(&log, &empty, at(4, 9, 0)).is_err());
    let reading = read(&log[1..], &empty, at(4, 9, 0)).unwrap();
    assert_eq!(clock(&reading, ClockKind::Resolve).elapsed_minutes(), 0);
}

#[test]
fn entries_out_of_order_count_as_simultaneous() {
    let log = [
        asked(at(3, 8, 0), POLICY),
        came(at(3, 8, 10), State::Submitted),
        came(at(3, 8, 5), State::InProgress),
        came(at(3, 9, 10), State::Done),
    ];
    let reading = read(&log, &office(), at(3, 9, 0)).unwrap();
    let resolve = clock(&reading, ClockKind::Resolve);
    assert_eq!(
        (resolve.elapsed_minutes(), resolve.stopped_at),
        (60, Some(at(3, 9, 10)))
    );
    assert_eq!(clock(&reading, ClockKind::Triage).stopped_at, Some(at(3, 8, 10)));
}

// ---- the oracle ----------------------------------------------------------------------------------------------------

/// What the oracle says of a clock.
#[derive(Debug, PartialEq)]
struct Said {
    status: Status,
    elapsed: i64,
    due: Option<i64>,
    warning: Option<i64>,
    breached: bool,
    /// By minute since the clock started.
    counted: Vec<bool>,
}

/// A history in minutes.
#[derive(Debug, Clone)]
struct Story {
    changes: Vec<(i64, What<State>)>,
    now: i64,
    /// Weekdays that are worked (0 is Saturday), and from when until when.
    days: Vec<usize>,
    from: u16,
    until: u16,
}

/// Minutes after the first hour of 1398/06/25; six days later the clock is put back.
fn minute(n: i64) -> Timestamp {
    at(3, 0, 0).plus(TimeDelta::days(-78) + TimeDelta::minutes(n))
}

impl Story {
    fn works(&self, n: i64) -> bool {
        let wall = minute(n).utc().with_timezone(&Tehran);
        let time = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap();
        let weekday = (wall.weekday().num_days_from_sunday() as usize + 1) % 7;
        self.days.contains(&weekday) && self.from <= time && time < self.until
    }

    /// Lives through the story, one minute after the other.
    fn told_by_the_oracle(&self, kind: ClockKind, works: &[bool]) -> Said {
        let (mut status, mut state, mut policy, mut responded) = (Status::NotStarted, None, None, false);
        let (mut elapsed, mut budget, mut stopped) = (0_i64, None::<i64>, 0);
        let (mut due, mut warning) = (None, None);
        let mut counted = Vec::new();
        let begin = self.changes.first().map_or(self.now, |c| c.0);
        for n in begin..=self.now {
            for (_, what) in self.changes.iter().filter(|c| c.0 == n) {
                match what {
                    What::State(s) => state = Some(*s),
                    What::Policy(p) => policy = *p,
                    What::Response => responded = true,
                }
                let before = status;
                let answered = kind == ClockKind::FirstResponse && responded;
                let triaged = kind == ClockKind::Triage && before == Status::Stopped;
                status = match state {
                    None | Some(State::Draft) => Status::NotStarted,
                    Some(State::Done) if before == Status::NotStarted => Status::NotStarted,
                    Some(State::Done) => Status::Stopped,
                    _ if answered => Status::Stopped,
                    Some(State::Submitted) => Status::Running,
                    Some(State::InProgress | State::Deferred) if kind == ClockKind::Triage => Status::Stopped,
                    Some(State::InProgress | State::Deferred) => Status::Running,
                    Some(State::NeedsInfo | State::Waiting) if triaged => Status::Stopped,
                    Some(State::NeedsInfo | State::Waiting) => Status::Paused,
                };
                if status == Status::Stopped && before != Status::Stopped {
                    stopped = n;
                }
                let measured = status == Status::Running || status == Status::Paused || before == Status::NotStarted;
                if measured && status != Status::NotStarted {
                    budget = policy.map(|p| i64::from(p.minutes(kind)) * 4);
                    due = budget.filter(|b| elapsed * 4 >= *b).and(due.or(Some(n)));
                    warning = budget.filter(|b| elapsed * 4 >= b * 3 / 4).and(warning.or(Some(n)));
                }
            }
            if n == self.now {
                break;
            }
            if status != Status::NotStarted {
                let counts = status == Status::Running && works[usize::try_from(n).unwrap()];
                counted.push(counts);
                elapsed += i64::from(counts);
                due = due.or(budget.filter(|b| counts && elapsed * 4 == *b).and(Some(n + 1)));
                warning = warning.or(budget.filter(|b| counts && elapsed * 4 == b * 3 / 4).and(Some(n + 1)));
            }
        }
        let end = if status == Status::Stopped { stopped } else { self.now };
        if status == Status::Running || status == Status::Stopped {
            let mut would_be = elapsed;
            for (n, works) in (0_i64..).zip(works).skip(usize::try_from(end).unwrap()) {
                would_be += i64::from(*works);
                due = due.or(budget.filter(|b| would_be * 4 == *b).and(Some(n + 1)));
                warning = warning.or(budget.filter(|b| would_be * 4 == b * 3 / 4).and(Some(n + 1)));
            }
        }
        Said {
            status,
            elapsed,
            due,
            warning,
            breached: due.is_some_and(|d| d < end),
            counted,
        }
    }
}

fn any_change() -> impl Strategy<Value = What<State>> {
    use State::{Deferred, Done, Draft, InProgress, NeedsInfo, Submitted, Waiting};
    // Multiples of four, so that three quarters are whole minutes.
    let minutes = || (0_u32..150).prop_map(|m| m * 4);
    let policy = (minutes(), minutes(), minutes()).prop_map(|(triage, first, resolve)| Policy {
        triage_minutes: triage,
        first_response_minutes: first,
        resolve_minutes: resolve,
    });
    prop_oneof![
        6 => prop::sample::select(vec![Submitted, NeedsInfo, Deferred, InProgress, Waiting, Done, Submitted, InProgress]).prop_map(What::State),
        1 => Just(What::State(Draft)),
        2 => prop::option::weighted(0.9, policy).prop_map(What::Policy),
        1 => Just(What::Response),
    ]
}

prop_compose! {
    fn any_story()(
        first in prop::sample::select(vec![State::Draft, State::Submitted, State::InProgress]),
        more in prop::collection::vec((0_i64..900, any_change()), 0..9),
        after in 0_i64..3000,
        days in prop::sample::subsequence(vec![0_usize, 1, 2, 3, 4, 5, 6], 4..=7),
        from in 0_u16..1200,
        length in 180_u16..600,
    ) -> Story {
        let start = [What::Policy(Some(POLICY)), What::State(first)];
        let mut at = 3 * 1440;
        let mut changes: Vec<_> = start.map(|what| (at, what)).to_vec();
        for (later, what) in more {
            // Drafts do not come back.
            if what != What::State(State::Draft) || changes.iter().all(|(_, w)| matches!(w, What::State(State::Draft) | What::Policy(_))) {
                at += later;
                changes.push((at, what));
            }
        }
        Story { changes, now: at + after, days, from, until: (from + length).min(1440) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn clocks_show_what_the_oracle_shows(story in any_story()) {
        let days: Vec<_> = story.days.iter().map(|d| Weekday::ALL[*d]).collect();
        let calendar = hours(&days, story.from, story.until);
        let log: Vec<_> = story.changes.iter().map(|(n, what)| Change { at: minute(*n), what: *what }).collect();
        let reading = read(&log, &calendar, minute(story.now)).unwrap();
        let works: Vec<_> = (0..story.now + 25 * 1440).map(|n| story.works(n)).collect();
        for clock in &reading.clocks {
            let said = story.told_by_the_oracle(clock.kind, &works);
            let mut counted = Vec::new();
            for interval in &clock.intervals {
                let length = usize::try_from(interval.stretch.length().num_minutes()).unwrap();
                counted.extend(std::iter::repeat_n(interval.counted(), length));
            }
            let in_minutes = |at: Option<Timestamp>| at.map(|at| (at.utc() - minute(0).utc()).num_minutes());
            let shown = Said {
                status: clock.status,
                elapsed: clock.elapsed_minutes(),
                due: in_minutes(clock.due_at),
                warning: in_minutes(clock.warning_at),
                breached: clock.breached,
                counted,
            };
            prop_assert_eq!(shown, said, "{}", clock.kind);
        }
        // Each state's time is all of its stays, and all states together are all the time.
        let total = reading.states.iter().fold(TimeDelta::zero(), |sum, s| sum + s.total);
        prop_assert_eq!(total.num_minutes(), story.now - story.changes[0].0);
        let worked = calendar.working_time(minute(story.changes[0].0), minute(story.now));
        prop_assert_eq!(reading.states.iter().fold(TimeDelta::zero(), |sum, s| sum + s.working), worked);
    }
}
