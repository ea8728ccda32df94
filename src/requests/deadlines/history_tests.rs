//! What of a history reaches the clocks.

use chrono::{DateTime, TimeDelta};
use serde_json::json;

use super::*;
use crate::requests::sla::rules::Line;

fn at(hours: i64) -> Timestamp {
    let start: DateTime<chrono::Utc> = "2019-12-03T04:00:00Z".parse().unwrap();
    Timestamp::new(start + TimeDelta::hours(hours))
}

fn trace(hours: i64, action: &str, to: State) -> Trace {
    Trace {
        action: action.into(),
        actor: None,
        to: Some(to.to_string()),
        data: json!({}),
        at: at(hours),
    }
}

fn line(priority: Option<Priority>, resolve_minutes: u32) -> Line {
    Line {
        name: None,
        category: None,
        priority,
        triage_minutes: 1,
        first_response_minutes: 2,
        resolve_minutes,
    }
}

fn set(version: i32, from: Option<i64>, normal: u32, urgent: u32) -> PolicySet {
    PolicySet {
        version,
        from: from.map(at),
        lines: vec![line(None, normal), line(Some(Priority::Urgent), urgent)],
    }
}

/// The changes as words: hour and what.
fn told(trail: &[Trace], sets: &[PolicySet], priority: Priority) -> Vec<String> {
    let one = |change: Change<State>| {
        let hours = (change.at.utc() - at(0).utc()).num_hours();
        match change.what {
            What::State(state) => format!("{hours} {state}"),
            What::Policy(policy) => format!("{hours} resolve {}", policy.map_or(0, |p| p.resolve_minutes)),
            What::Response => format!("{hours} response"),
        }
    };
    changes(trail, sets, Category::Other, priority)
        .into_iter()
        .map(one)
        .collect()
}

#[test]
fn the_policy_that_a_rule_names_holds_from_its_routing_to_the_next() {
    let named = Line {
        name: Some("رویداد".into()),
        ..line(None, 7)
    };
    let mut set = set(1, None, 100, 50);
    set.lines.push(named);
    let mut trail = [
        trace(0, "created", State::Draft),
        trace(1, "submit", State::Submitted),
        trace(2, "accept", State::Assigned),
        trace(3, "submit", State::Submitted),
    ];
    trail[1].data = json!({ "rule_id": 3, "sla_policy": "رویداد" });
    trail[2].data = json!({ "desk_id": 1 });
    assert_eq!(super::named(&trail[..3]), Some("رویداد"));
    trail[3].data = json!({ "rule_id": null });
    assert_eq!(super::named(&trail), None);
    let policies: Vec<_> = told(&trail, &[set], Priority::Normal)
        .into_iter()
        .filter(|change| change.contains("resolve"))
        .collect();
    assert_eq!(policies, ["0 resolve 100", "1 resolve 7", "3 resolve 100"]);
}

#[test]
fn states_and_answers_come_in_order_and_what_changes_nothing_is_left_out() {
    let trail = [
        trace(0, "created", State::Draft),
        trace(1, "submit", State::Submitted),
        trace(2, "has_duplicate", State::Submitted),
        trace(3, "accept", State::Assigned),
        trace(4, "start", State::InProgress),
        trace(5, "done", State::Done),
        trace(6, "dispute", State::InProgress),
    ];
    let sets = [set(1, None, 100, 50)];
    assert_eq!(
        told(&trail, &sets, Priority::Normal),
        [
            "0 resolve 100",
            "0 draft",
            "1 submitted",
            "3 response",
            "3 assigned",
            "4 in_progress",
            "5 response",
            "5 done",
            "6 in_progress"
        ]
    );
    assert!(told(&[], &sets, Priority::Normal).is_empty());
}

#[test]
fn a_priority_holds_from_when_it_was_given() {
    let mut trail = vec![trace(0, "created", State::Draft), trace(1, "submit", State::Submitted)];
    let sets = [set(1, None, 100, 50)];
    assert_eq!(
        told(&trail, &sets, Priority::Urgent)[0],
        "0 resolve 50",
        "it had this from the start"
    );
    let mut changed = trace(2, "changed", State::Submitted);
    changed.data = json!({ "priority": ["normal", "urgent"], "title": ["a", "b"] });
    trail.push(changed);
    assert_eq!(
        told(&trail, &sets, Priority::Urgent),
        ["0 resolve 100", "0 draft", "1 submitted", "2 resolve 50"]
    );
}

#[test]
fn a_policy_holds_from_when_it_was_saved_to_the_next() {
    let trail = [
        trace(5, "created", State::Draft),
        trace(5, "submit", State::Submitted),
        trace(20, "accept", State::Assigned),
    ];
    let sets = [
        set(1, None, 100, 50),
        set(2, Some(3), 200, 50),
        set(3, Some(10), 300, 50),
        set(4, Some(11), 300, 60),
        set(5, Some(30), 400, 50),
    ];
    let wanted = [
        "5 resolve 200",
        "5 draft",
        "5 submitted",
        "10 resolve 300",
        "20 response",
        "20 assigned",
        "30 resolve 400",
    ];
    assert_eq!(told(&trail, &sets, Priority::Normal), wanted);
    assert_eq!(
        told(&trail, &sets[1..], Priority::Normal),
        wanted,
        "what was before is not needed"
    );
    let late = [set(9, Some(50), 700, 50)];
    assert_eq!(
        told(&trail, &late, Priority::Normal)[0],
        "5 resolve 700",
        "before there was any, the first holds"
    );
}

#[test]
fn a_comment_of_the_other_side_is_an_answer_and_what_was_taken_back_is_none() {
    let with = |trace: Trace, data: Value| Trace { data, ..trace };
    let trail = [
        trace(1, "submit", State::Submitted),
        with(
            trace(2, "commented", State::Submitted),
            json!({ "comment_id": 1, "from_unit": true }),
        ),
        trace(3, "accept", State::Assigned),
        with(
            trace(4, "undo", State::Submitted),
            json!({ "batch_id": 1, "action": "accept" }),
        ),
        with(
            trace(5, "commented", State::Submitted),
            json!({ "comment_id": 2, "from_unit": false }),
        ),
    ];
    assert_eq!(
        told(&trail, &[set(1, None, 100, 50)], Priority::Normal),
        [
            "1 resolve 100",
            "1 submitted",
            "3 assigned",
            "4 submitted",
            "5 response"
        ]
    );
}
