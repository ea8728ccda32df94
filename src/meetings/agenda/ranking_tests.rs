//! The order of an agenda: a table of the rule, and what holds for any candidates.

use super::*;
use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;

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
        proposed: false,
        waits: false,
        minutes: None,
        place: None,
        placed: false,
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
            proposed: true,
            priority: Priority::Urgent,
            ..candidate(Source::Subject(ProposalId(1)), LineKind::New)
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

/// Lines that were made before, at these places.
fn known(order: &[(i64, bool)]) -> Vec<Candidate> {
    let line = |((id, placed), place): (&(i64, bool), i32)| Candidate {
        place: Some(place),
        placed: *placed,
        ..request(*id, LineKind::New)
    };
    order.iter().zip(1..).map(line).collect()
}

fn ids(lines: &[Line]) -> Vec<i64> {
    let id = |l: &Line| match l.candidate.source {
        Source::Request(id) => id.0,
        other => panic!("{other:?}"),
    };
    lines.iter().map(id).collect()
}

#[test]
fn a_line_that_was_given_a_place_follows_the_line_that_it_was_put_behind() {
    let budget = Settings { budget: 1000 };
    let order = |all: Vec<Candidate>| ids(&rank(all, budget).items);
    // The director put 5 behind 1, and 4 behind 5; by the rule they go by their ids.
    let moved = known(&[(1, false), (5, true), (4, true), (2, false), (3, false)]);
    assert_eq!(order(moved.clone()), [1, 5, 4, 2, 3]);
    // What is new comes where the rule has it, and parts none of them.
    let mut more = moved.clone();
    more.extend([request(0, LineKind::New), request(6, LineKind::New)]);
    assert_eq!(order(more), [0, 1, 5, 4, 2, 3, 6]);
    // When 1 is gone they stand behind what stood before it, which is nothing.
    assert_eq!(order(moved[1..].to_vec()), [5, 4, 2, 3]);
    // When 1 becomes urgent, or is left behind, they go with it.
    let mut urgent = moved.clone();
    urgent[4].priority = Priority::VeryUrgent;
    assert_eq!(order(urgent), [3, 1, 5, 4, 2]);
    let last = known(&[(2, false), (3, false), (1, true)]);
    assert_eq!(order(last), [2, 3, 1]);
    // A place that was never given counts for nothing.
    assert_eq!(order(known(&[(3, false), (2, false), (1, false)])), [1, 2, 3]);
}

#[test]
fn what_is_put_off_is_left_out_unless_somebody_wants_it_sooner() {
    let later = |id| Candidate {
        waits: true,
        ..request(id, LineKind::Deferred)
    };
    let pinned = Candidate {
        pinned: true,
        ..later(2)
    };
    let proposed = Candidate {
        proposed: true,
        ..later(3)
    };
    let not_this_time = Candidate {
        excluded: true,
        proposed: true,
        ..later(4)
    };
    let agenda = rank(vec![later(1), pinned, proposed, not_this_time], Settings { budget: 0 });
    assert_eq!(ids(&agenda.items), [2, 3], "whatever the time");
    assert_eq!(ids(&agenda.excluded), [4, 1], "{:?}", agenda.excluded);
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
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.2),
        prop::option::of(1_i32..20),
    );
    (kinds, facts, said).prop_map(
        move |(kind, (days_late, carried, priority, disputed, since), (pinned, excluded, proposed, waits, minutes))| {
            let source = match kind {
                LineKind::Minutes => Source::Minutes(MeetingId(id)),
                LineKind::Commitment => Source::Commitment(CommitmentId(id)),
                LineKind::Theme => Source::Theme(ThemeId(id)),
                LineKind::Carried | LineKind::New if proposed => Source::Subject(ProposalId(id)),
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
                proposed,
                waits,
                minutes,
                ..candidate(source, kind)
            }
        },
    )
}

/// Some of which were there before, in some order, and some of those put where they are by the director.
fn any_candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let some = (1_i64..25).prop_flat_map(|n| (0..n).map(any_candidate).collect::<Vec<_>>());
    let places = some.prop_flat_map(|all| {
        let places: Vec<i32> = (1..).take(all.len()).collect();
        let before = prop::collection::vec((prop::bool::weighted(0.7), prop::bool::weighted(0.3)), all.len());
        (Just(all), Just(places).prop_shuffle(), before)
    });
    places.prop_map(|(mut all, places, before)| {
        for ((c, place), (there, placed)) in all.iter_mut().zip(places).zip(before) {
            c.place = there.then_some(place);
            c.placed = there && placed;
        }
        all
    })
}

/// All lines that are not left out, in the order of the rule.
fn order(candidates: &[Candidate]) -> Vec<Source> {
    let included: Vec<_> = candidates
        .iter()
        .map(|c| Candidate {
            excluded: false,
            waits: false,
            ..c.clone()
        })
        .collect();
    sources(&rank(included, Settings { budget: i32::MAX }).items)
}

/// The lines as the next making of the agenda finds them.
fn made(agenda: &Agenda) -> Vec<Candidate> {
    let lines = [&agenda.items, &agenda.overflow, &agenda.excluded]
        .into_iter()
        .flatten();
    let found = |l: &Line| Candidate {
        place: Some(l.place),
        ..l.candidate.clone()
    };
    lines.map(found).collect()
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
    fn made_again_of_the_same_it_is_the_same(all in any_candidates(), budget in 0_i32..200) {
        let once = rank(all, Settings { budget });
        let again = rank(made(&once), Settings { budget });
        let places = |agenda: &Agenda| made(agenda).into_iter().map(|c| (c.source, c.place)).collect::<Vec<_>>();
        prop_assert_eq!(places(&once), places(&again));
        prop_assert_eq!(sources(&once.overflow), sources(&again.overflow));
    }

    #[test]
    fn what_nobody_placed_stays_in_the_order_of_the_rule(all in any_candidates()) {
        let mut shown = order(&all);
        shown.retain(|s| all.iter().any(|c| c.source == *s && !c.placed));
        let unplaced: Vec<_> = all.iter().filter(|c| !c.placed).cloned().collect();
        prop_assert_eq!(shown, order(&unplaced));
    }

    #[test]
    fn every_candidate_is_in_exactly_one_list(all in any_candidates(), budget in 0_i32..200) {
        let agenda = rank(all.clone(), Settings { budget });
        let mut found: Vec<_> = [&agenda.items, &agenda.overflow, &agenda.excluded].into_iter().flat_map(|l| sources(l)).collect();
        found.sort();
        let mut wanted: Vec<_> = all.iter().map(|c| c.source).collect();
        wanted.sort();
        prop_assert_eq!(found, wanted);
        let mut places: Vec<_> = [&agenda.items, &agenda.overflow, &agenda.excluded].into_iter().flatten().map(|l| l.place).collect();
        places.sort_unstable();
        prop_assert_eq!(places, (1..).take(all.len()).collect::<Vec<_>>());
        let free: i32 = agenda.items.iter().filter(|l| !is_fixed(&l.candidate)).map(|l| l.minutes).sum();
        prop_assert!(free <= budget);
        prop_assert!(agenda.overflow.iter().all(|l| !is_fixed(&l.candidate)));
        prop_assert!(agenda.excluded.iter().all(|l| l.candidate.left_out()));
    }
}
