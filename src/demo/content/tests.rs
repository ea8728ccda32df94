//! The content hangs together: references exist, details fit their schemas, rules send things where the story needs them.

use std::collections::BTreeSet;

use super::*;
use crate::error::Locale;
use crate::persian::text;
use crate::requests::categories::{Details, schema};

fn keys() -> BTreeSet<&'static str> {
    requests().iter().map(|raised| raised.key).collect()
}

fn emails() -> BTreeSet<String> {
    people().into_iter().map(|person| person.email).collect()
}

fn details(raised: &Raised) -> Details {
    Details::from_value(raised.category, &raised.details).unwrap_or_else(|e| panic!("{}: {e}", raised.key))
}

/// Index of the first rule that matches, as routing is to find it.
fn routed(raised: &Raised) -> Option<usize> {
    let amount = details(raised).amount_rials();
    let said = text::key(&format!("{} {}", raised.title, raised.description));
    RULES.iter().position(|rule| {
        rule.categories.contains(&raised.category)
            && rule
                .amount_min_rials
                .is_none_or(|least| amount.is_some_and(|amount| amount >= least))
            && (rule.words.is_empty() || rule.words.iter().any(|word| said.contains(&text::key(word))))
    })
}

#[test]
fn every_requests_details_fit_their_schema_and_its_rules() {
    for raised in requests() {
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(schema(raised.category, Locale::Fa))
            .unwrap();
        let refused: Vec<_> = validator.iter_errors(&raised.details).map(|e| e.to_string()).collect();
        assert!(refused.is_empty(), "{}: {refused:?}", raised.key);
        assert_eq!(details(&raised).check(), [], "{}", raised.key);
    }
}

#[test]
fn the_requests_are_many_of_every_category_and_well_told() {
    let all = requests();
    assert!(all.len() >= 18);
    assert_eq!(keys().len(), all.len(), "a key is there twice");
    let raised: BTreeSet<_> = all.iter().map(|raised| raised.category).collect();
    assert_eq!(raised.len(), Category::ALL.len());
    assert!(all.is_sorted_by_key(|raised| raised.minute));
    for raised in &all {
        assert!((1..=UNITS.len()).contains(&raised.unit), "{}", raised.key);
        assert!(raised.minute < MEETINGS[0].minutes, "{}", raised.key);
        let sentences = raised.description.matches('.').count();
        assert!((2..=4).contains(&sentences), "{}: {sentences} sentences", raised.key);
    }
}

#[test]
fn three_units_spell_the_camera_in_three_ways_and_one_key_sees_through() {
    let all = requests();
    let cameras: Vec<_> = all.iter().filter(|raised| raised.key.starts_with("camera")).collect();
    let titles: BTreeSet<_> = cameras.iter().map(|raised| raised.title).collect();
    let units: BTreeSet<_> = cameras.iter().map(|raised| raised.unit).collect();
    assert_eq!((titles.len(), units.len()), (3, 3));
    assert!(
        cameras
            .iter()
            .any(|raised| raised.title.contains('ي') && raised.title.contains('ك'))
    );
    assert!(
        cameras
            .iter()
            .all(|raised| text::key(raised.title).contains(&text::key("دوربین عکاسی")))
    );
}

#[test]
fn every_rule_is_used_and_what_is_meant_to_stay_with_the_director_does() {
    let all = requests();
    let used: BTreeSet<_> = all.iter().filter_map(routed).collect();
    assert_eq!(used.len(), RULES.len(), "{used:?}");
    let stay: Vec<_> = all
        .iter()
        .filter(|raised| routed(raised).is_none())
        .map(|raised| raised.key)
        .collect();
    assert_eq!(
        stay,
        [
            "press-tour",
            "stray-duty",
            "stray-duty-2",
            "information-answers",
            "interview-room"
        ]
    );
}

#[test]
fn units_desks_people_and_rules_refer_to_what_exists() {
    let names: BTreeSet<_> = UNITS.iter().map(|unit| unit.name).collect();
    assert_eq!((names.len(), UNITS.len()), (24, 24));
    for (i, unit) in UNITS.iter().enumerate() {
        assert!(
            unit.parent.is_none_or(|parent| (1..=i).contains(&parent)),
            "{} comes before its parent",
            unit.name
        );
    }
    assert!(UNITS.iter().filter(|unit| unit.staff == 1).count() >= 5);
    let desks: BTreeSet<_> = DESKS.iter().map(|desk| desk.key).collect();
    let emails = emails();
    assert_eq!(emails.len(), people().len(), "an address is there twice");
    assert!((1..=UNITS.len()).all(|number| emails.contains(&Unit::head_email(number))));
    assert_eq!(Unit::email(1), "unit-01@demo.test");
    for rule in RULES {
        let people = people();
        let owner = people.iter().find(|person| person.email == rule.owner).unwrap();
        assert!(desks.contains(rule.desk));
        assert!(
            owner.roles.iter().any(|held| held.desk == Some(rule.desk)),
            "{}",
            rule.name
        );
    }
    for held in people().iter().flat_map(|person| &person.roles) {
        assert_eq!(held.unit.is_some(), held.role == Role::UnitHead);
        assert_eq!(held.desk.is_some(), held.role == Role::Owner);
    }
}

#[test]
fn meetings_promises_and_outcomes_hang_together() {
    let held: Vec<_> = MEETINGS
        .iter()
        .map(|meeting| date(meeting.on).unwrap().to_string())
        .collect();
    assert_eq!(held, ["2019-12-03", "2019-12-31", "2020-01-28"]);
    let (keys, emails) = (keys(), emails());
    let third = date(MEETINGS[1].on).unwrap();
    for promise in PROMISES {
        assert!(
            emails.contains(promise.who) && promise.requests.iter().all(|key| keys.contains(key)),
            "{}",
            promise.key
        );
        date(promise.due_on).unwrap();
    }
    assert!(
        PROMISES
            .iter()
            .any(|promise| !promise.kept && date(promise.due_on).unwrap() < third),
        "one is late"
    );
    for theme in THEMES {
        assert!(theme.requests.iter().all(|key| keys.contains(key)), "{}", theme.title);
    }
    for decided in THIRD_MEETING {
        assert!(keys.contains(decided.request), "{}", decided.request);
        if let Outcome::Commitment { who, due_on } = decided.outcome {
            assert!(
                emails.contains(who) && date(due_on).unwrap() > third,
                "{}",
                decided.request
            );
        }
    }
    for kind in [
        Outcome::Decision,
        Outcome::Information,
        Outcome::Deferred,
        Outcome::Solved,
    ] {
        assert!(THIRD_MEETING.iter().any(|decided| decided.outcome == kind), "{kind:?}");
    }
    assert!(THIRD_MEETING.len() < requests().len(), "some are carried");
}

#[test]
fn what_prepares_the_fourth_meeting_hangs_together() {
    let all = requests();
    for proposal in PROPOSALS {
        let said = (proposal.request, proposal.subject);
        assert!(said.0.is_some() != said.1.is_some(), "one of them: {said:?}");
        assert!((1..=UNITS.len()).contains(&proposal.unit));
        if let Some(key) = proposal.request {
            assert!(all.iter().any(|r| r.key == key && r.unit == proposal.unit), "{key}");
        }
        assert!(proposal.action == ProposalAction::Accept || proposal.answer.is_some());
    }
    for action in [ProposalAction::Accept, ProposalAction::PutOff, ProposalAction::Decline] {
        assert!(PROPOSALS.iter().any(|p| p.action == action), "{action}");
    }
    for said in BEFORE.iter().chain(AFTER) {
        assert!(keys().contains(said.request), "{}", said.request);
    }
}
