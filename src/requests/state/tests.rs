//! The whole machine as a table to read, and properties over random histories.

use super::{ActionKind, Group, Position, RefusedWhy, State, apply, diagram, possible};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Each row: a position (`?` = routed to nobody, `>x` = comes back to x), then every action that is allowed and where
/// it ends. What is not written is refused.
const TABLE: &str = "
draft?                    submit:submitted? withdraw:withdrawn?
submitted?                accept:assigned assign:assigned ask:needs_info?>submitted defer:deferred?>submitted reject:rejected? duplicate:duplicate? withdraw:withdrawn?
submitted                 accept:assigned assign:assigned ask:needs_info>submitted defer:deferred>submitted reject:rejected duplicate:duplicate withdraw:withdrawn
needs_info?>submitted     assign:assigned answer:submitted? defer:deferred?>submitted reject:rejected? duplicate:duplicate? withdraw:withdrawn?
needs_info>submitted      assign:assigned answer:submitted defer:deferred>submitted reject:rejected duplicate:duplicate withdraw:withdrawn
needs_info>assigned       assign:assigned answer:assigned defer:deferred>assigned reject:rejected duplicate:duplicate withdraw:withdrawn
needs_info>in_progress    assign:assigned answer:in_progress defer:deferred>in_progress reject:rejected duplicate:duplicate withdraw:withdrawn
deferred?>submitted       assign:assigned resume:submitted? reject:rejected? duplicate:duplicate? withdraw:withdrawn?
deferred>submitted        assign:assigned resume:submitted reject:rejected duplicate:duplicate withdraw:withdrawn
deferred>assigned         assign:assigned resume:assigned reject:rejected duplicate:duplicate withdraw:withdrawn
deferred>in_progress      assign:assigned resume:in_progress reject:rejected duplicate:duplicate withdraw:withdrawn
assigned                  assign:assigned start:in_progress ask:needs_info>assigned wait:waiting defer:deferred>assigned reject:rejected duplicate:duplicate done:done withdraw:withdrawn request_approval:awaiting_approval
in_progress               assign:assigned ask:needs_info>in_progress wait:waiting defer:deferred>in_progress reject:rejected duplicate:duplicate done:done withdraw:withdrawn request_approval:awaiting_approval
waiting                   assign:assigned resume:in_progress defer:deferred>in_progress reject:rejected duplicate:duplicate done:done withdraw:withdrawn
awaiting_approval         withdraw:withdrawn approve:in_progress refuse_approval:rejected return_approval:needs_info>in_progress
done                      confirm:closed dispute:in_progress reopen:in_progress lapse:closed
closed                    reopen:in_progress
rejected?                 reopen:submitted?
rejected                  reopen:in_progress
duplicate?                reopen:submitted?
duplicate                 reopen:in_progress
withdrawn?                reopen:submitted?
withdrawn                 reopen:in_progress
";

fn position(text: &str) -> Position {
    let (head, resume) = text
        .split_once('>')
        .map_or((text, None), |(head, back)| (head, Some(back.parse().unwrap())));
    Position {
        state: head.trim_end_matches('?').parse().unwrap(),
        resume,
        routed: !head.ends_with('?'),
    }
}

#[test]
fn every_state_and_action_does_what_the_table_says() {
    let mut states = BTreeSet::new();
    for row in TABLE.trim().lines() {
        let mut words = row.split_whitespace();
        let at = position(words.next().unwrap());
        states.insert(at.state);
        let expected: Vec<(ActionKind, Position)> = words
            .map(|word| word.split_once(':').unwrap())
            .map(|(action, to)| (action.parse().unwrap(), position(to)))
            .collect();
        for &action in ActionKind::ALL {
            let wanted = expected.iter().find(|(a, _)| *a == action).map(|(_, to)| *to);
            assert_eq!(apply(at, action).ok(), wanted, "{at:?} {action}");
        }
        assert_eq!(
            possible(at),
            expected.iter().map(|(a, _)| *a).collect::<Vec<_>>(),
            "{at:?}"
        );
    }
    assert_eq!(states.len(), State::ALL.len(), "the table misses a state");
}

#[test]
fn refusals_say_what_stands_in_the_way() {
    let why = |text, action| apply(position(text), action).unwrap_err();
    for (at, action, expected) in [
        ("draft?", ActionKind::Accept, RefusedWhy::NotSubmitted),
        ("closed", ActionKind::Start, RefusedWhy::Final),
        ("awaiting_approval", ActionKind::Done, RefusedWhy::UnderApproval),
        ("done", ActionKind::Withdraw, RefusedWhy::AwaitsFiler),
        ("in_progress", ActionKind::Reopen, RefusedWhy::StillOpen),
        ("waiting", ActionKind::Confirm, RefusedWhy::NotHere),
    ] {
        assert_eq!(why(at, action).why, expected, "{at} {action}");
    }
    let refused = why("done", ActionKind::Withdraw);
    assert_eq!(
        refused.to_string(),
        "cannot withdraw a request that is done: the filer has to confirm or dispute it first"
    );
    assert_eq!(
        refused.message_fa(),
        "«پس گرفتن درخواست» برای درخواست «انجام‌شده» ممکن نیست: نخست درخواست‌کننده باید انجام آن را تأیید کند یا نپذیرد."
    );
}

#[test]
fn http_offers_the_seventeen_actions_of_the_api() {
    let offered: Vec<_> = ActionKind::ALL
        .iter()
        .filter(|a| a.offered())
        .map(|a| a.as_str())
        .collect();
    let api = "submit accept assign start ask answer wait resume defer reject duplicate done confirm dispute withdraw reopen request_approval";
    assert_eq!(offered.join(" "), api);
}

#[test]
fn labels_are_there_and_distinct() {
    let mut fa = BTreeSet::new();
    let mut en = BTreeSet::new();
    for state in State::ALL {
        assert!(fa.insert(state.label_fa()) && en.insert(state.label_en()), "{state}");
    }
    for action in ActionKind::ALL {
        assert!(fa.insert(action.label_fa()), "{action}");
        assert!(!action.label_en().is_empty(), "{action}");
    }
}

#[test]
fn the_diagram_reaches_every_state() {
    let text = diagram();
    assert!(text.starts_with("stateDiagram-v2\n"));
    for state in State::ALL {
        assert!(
            text.contains(&format!("--> {state}\n")) || text.contains(&format!("--> {state}: ")),
            "{state}"
        );
    }
    for edge in [
        "submitted --> assigned: accept, assign",
        "done --> in_progress: dispute",
        "closed --> [*]",
    ] {
        assert!(text.contains(edge), "{edge} is missing in\n{text}");
    }
}

fn any_state() -> impl Strategy<Value = State> {
    proptest::sample::select(State::ALL)
}

fn any_action() -> impl Strategy<Value = ActionKind> {
    proptest::sample::select(ActionKind::ALL)
}

proptest! {
    #[test]
    fn histories_keep_the_promises(routed: bool, actions in prop::collection::vec(any_action(), 0..200)) {
        let mut at = Position { routed, ..Position::NEW };
        for action in actions {
            let Ok(next) = apply(at, action) else {
                prop_assert!(!possible(at).contains(&action));
                continue;
            };
            prop_assert!(possible(at).contains(&action));
            prop_assert!(at.state.is_open() || action == ActionKind::Reopen, "{at:?} left by {action}");
            prop_assert!(next.state != State::Draft, "nothing becomes a draft again");
            prop_assert_eq!(next.resume.is_some(), matches!(next.state, State::NeedsInfo | State::Deferred));
            prop_assert!(next.routed || !at.routed, "a route is never forgotten");
            prop_assert_eq!(next.state.is_open(), next.state.group() == Group::Open);
            at = next;
        }
        prop_assert!(!possible(at).is_empty(), "nothing is ever stuck");
    }

    /// Even from rows that no history could have written.
    #[test]
    fn a_nonsense_position_neither_panics_nor_spreads(
        state in any_state(), resume in prop::option::of(any_state()), routed: bool, action in any_action(),
    ) {
        if let Ok(next) = apply(Position { state, resume, routed }, action) {
            let sound = match next.resume {
                None => !matches!(next.state, State::NeedsInfo | State::Deferred),
                Some(back) => matches!(back, State::Submitted | State::Assigned | State::InProgress),
            };
            prop_assert!(sound, "{next:?}");
        }
    }
}

#[test]
fn the_documented_diagram_is_this_machine() {
    let documented = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/requests.md"));
    for line in diagram().lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(documented.contains(line), "docs/requests.md lacks {line:?}");
    }
}
