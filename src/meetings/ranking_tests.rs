//! The order of an agenda: a table of the rule, and what holds for any candidates.

use super::*;
use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(days: i64) -> Timestamp {
    Timestamp::new(DateTime::UNIX_EPOCH + TimeDelta::days(days))
}

fn candidate(source: Source, kind: LineKind) -> Candidate {
    Candidate {
        source,
        kind,
        reason: Reason::Information,
        days_late: 0,
        carried: 0,
        units: 0,
        priority: Priority::Normal,
        disputed: false,
        since: at(100),
        pinned: false,
        excluded: false,
        minutes: None,
    }
}

fn request(id: i64, kind: LineKind) -> Candidate {
    candidate(Source::Request(RequestId(id)), kind)
}

fn theme(id: i64) -> Candidate {
    candidate(Source::Theme(ThemeId(id)), LineKind::Theme)
}

fn sources(lines: &[Line]) -> Vec<Source> {
    lines.iter().map(|l| l.candidate.source).collect()
}

#[test]
fn the_order_is_the_rule() {
    let commitment = |id, days_late| Candidate {
        days_late,
        ..candidate(Source::Commitment(CommitmentId(id)), LineKind::Commitment)
    };
    let expected = vec![
        candidate(Source::Minutes(MeetingId(1)), LineKind::Minutes),
        commitment(2, 30),
        commitment(1, 3),
        Candidate {
            carried: 3,
            since: at(200),
            ..request(1, LineKind::Carried)
        },
        Candidate {
            carried: 1,
            since: at(10),
            ..request(2, LineKind::Carried)
        },
        Candidate {
            carried: 1,
            since: at(20),
            pinned: true,
            ..request(3, LineKind::Carried)
        },
        Candidate {
            units: 4,
            carried: 0,
            ..theme(2)
        },
        Candidate {
            units: 3,
            carried: 2,
            since: at(50),
            ..theme(3)
        },
        Candidate {
            units: 3,
            carried: 1,
            since: at(1),
            pinned: true,
            ..theme(1)
        },
        Candidate {
            pinned: true,
            ..request(4, LineKind::Information)
        },
        Candidate {
            disputed: true,
            ..request(5, LineKind::New)
        },
        Candidate {
            priority: Priority::VeryUrgent,
            ..request(6, LineKind::New)
        },
        Candidate {
            priority: Priority::Urgent,
            days_late: 4,
            ..request(7, LineKind::New)
        },
        Candidate {
            priority: Priority::Urgent,
            days_late: 2,
            ..request(8, LineKind::New)
        },
        Candidate {
            since: at(1),
            ..request(9, LineKind::New)
        },
        request(10, LineKind::New),
        request(11, LineKind::New),
        Candidate {
            disputed: true,
            ..request(12, LineKind::Deferred)
        },
        request(13, LineKind::Information),
    ];
    let wanted: Vec<_> = expected.iter().map(|c| c.source).collect();
    let agenda = rank(expected.into_iter().rev().collect(), Settings { budget: 1000 });
    assert_eq!(sources(&agenda.items), wanted);
    assert!(agenda.overflow.is_empty() && agenda.excluded.is_empty());
}

#[test]
fn the_cut_spares_promises_and_pins() {
    let pinned = Candidate {
        pinned: true,
        ..request(3, LineKind::New)
    };
    let long = Candidate {
        minutes: Some(9),
        carried: 1,
        ..request(1, LineKind::Carried)
    };
    let short = Candidate {
        minutes: Some(1),
        ..request(2, LineKind::New)
    };
    let left_out = Candidate {
        excluded: true,
        pinned: true,
        ..request(4, LineKind::New)
    };
    let late = candidate(Source::Commitment(CommitmentId(1)), LineKind::Commitment);
    let agenda = rank(vec![pinned, long, short, left_out, late], Settings { budget: 10 });
    let ids = |lines: &[Line]| lines.iter().map(|l| l.candidate.source).collect::<Vec<_>>();
    assert_eq!(
        ids(&agenda.items),
        [Source::Commitment(CommitmentId(1)), Source::Request(RequestId(3))]
    );
    // The short line would fit, but it does not jump the queue.
    assert_eq!(
        ids(&agenda.overflow),
        [Source::Request(RequestId(1)), Source::Request(RequestId(2))]
    );
    assert_eq!(ids(&agenda.excluded), [Source::Request(RequestId(4))]);
}

#[test]
fn reasons_read_well() {
    let from = day("2019-12-03");
    let told = |reason: Reason| (reason.text(Locale::Fa), reason.text(Locale::En));
    let pair = |fa: &str, en: &str| (fa.to_owned(), en.to_owned());
    assert_eq!(
        told(Reason::Carried { from, times: 1 }),
        pair(
            "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار اول",
            "carried from 2019-12-03, 1st time"
        )
    );
    assert_eq!(
        told(Reason::Carried { from, times: 3 }),
        pair(
            "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار سوم؛ باید تعیین تکلیف شود",
            "carried from 2019-12-03, 3rd time; must be decided"
        )
    );
    assert_eq!(
        told(Reason::Broken {
            days_late: 12,
            repromises: 0
        }),
        pair("تعهد با ۱۲ روز تأخیر", "promise 12 days late")
    );
    assert_eq!(
        told(Reason::New {
            since: from,
            priority: Priority::Urgent,
            days_overdue: 1
        }),
        pair(
            "تازه، ثبت‌شده در ۱۳۹۸/۰۹/۱۲، فوری، با ۱ روز تأخیر",
            "new, filed on 2019-12-03, urgent, 1 day overdue"
        )
    );
    let theme = |units, times| {
        told(Reason::Theme {
            units,
            since: from,
            times,
        })
    };
    assert_eq!(
        theme(3, 0),
        pair(
            "موضوع مشترک ۳ واحد، از ۱۳۹۸/۰۹/۱۲",
            "a common problem of 3 units since 2019-12-03"
        )
    );
    assert_eq!(
        theme(1, 3),
        pair(
            "موضوع مشترک ۱ واحد، از ۱۳۹۸/۰۹/۱۲، منتقل‌شده برای بار سوم؛ باید تعیین تکلیف شود",
            "a common problem, of 1 unit since 2019-12-03, carried for the 3rd time; must be decided"
        )
    );
    assert_eq!(
        theme(0, 0).0,
        "موضوع مشترک، از ۱۳۹۸/۰۹/۱۲",
        "private ones are not counted"
    );
    let json = serde_json::to_value(Reason::Carried { from, times: 2 }).unwrap();
    assert_eq!(
        json,
        serde_json::json!({ "why": "carried", "from": "2019-12-03", "times": 2 })
    );
    assert_eq!(
        [1, 2, 3, 4, 11, 12, 21].map(nth).join(" "),
        "1st time 2nd time 3rd time 4th time 11th time 12th time 21st time"
    );
}

fn any_candidate(id: i64) -> impl Strategy<Value = Candidate> {
    let kinds = prop::sample::select(LineKind::ALL);
    let facts = (
        0_i64..5,
        0_u32..4,
        prop::sample::select(Priority::ALL),
        any::<bool>(),
        0_i64..5,
    );
    let said = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        prop::option::of(1_i32..20),
    );
    (kinds, facts, said).prop_map(
        move |(kind, (days_late, carried, priority, disputed, since), (pinned, excluded, minutes))| {
            let source = match kind {
                LineKind::Minutes => Source::Minutes(MeetingId(id)),
                LineKind::Commitment => Source::Commitment(CommitmentId(id)),
                LineKind::Theme => Source::Theme(ThemeId(id)),
                LineKind::Carried | LineKind::New | LineKind::Deferred | LineKind::Information => {
                    Source::Request(RequestId(id))
                }
            };
            Candidate {
                days_late,
                carried,
                priority,
                disputed,
                since: at(since),
                pinned,
                excluded,
                minutes,
                ..candidate(source, kind)
            }
        },
    )
}

fn any_candidates() -> impl Strategy<Value = Vec<Candidate>> {
    (1_i64..25).prop_flat_map(|n| (0..n).map(any_candidate).collect::<Vec<_>>())
}

/// All lines that are not left out, in the order of the rule.
fn order(candidates: &[Candidate]) -> Vec<Source> {
    let included: Vec<_> = candidates
        .iter()
        .map(|c| Candidate {
            excluded: false,
            ..c.clone()
        })
        .collect();
    sources(&rank(included, Settings { budget: i32::MAX }).items)
}

proptest! {
    #[test]
    fn any_order_of_the_input_gives_the_same_agenda(
        (all, shuffled) in any_candidates().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        budget in 0_i32..200,
    ) {
        prop_assert_eq!(rank(all, Settings { budget }), rank(shuffled, Settings { budget }));
    }

    #[test]
    fn one_more_never_reorders_the_others(all in any_candidates(), extra in any_candidate(1000)) {
        let before = order(&all);
        let mut more = all;
        let added = extra.source;
        more.push(extra);
        let mut after = order(&more);
        after.retain(|s| *s != added);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn every_candidate_is_in_exactly_one_list(all in any_candidates(), budget in 0_i32..200) {
        let agenda = rank(all.clone(), Settings { budget });
        let mut found: Vec<_> = [&agenda.items, &agenda.overflow, &agenda.excluded].into_iter().flat_map(|l| sources(l)).collect();
        found.sort();
        let mut wanted: Vec<_> = all.iter().map(|c| c.source).collect();
        wanted.sort();
        prop_assert_eq!(found, wanted);
        let free: i32 = agenda.items.iter().filter(|l| !is_fixed(&l.candidate)).map(|l| l.minutes).sum();
        prop_assert!(free <= budget);
        prop_assert!(agenda.overflow.iter().all(|l| !is_fixed(&l.candidate)));
    }
}
