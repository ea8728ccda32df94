//! The table is whole, and the documentation shows it as it is.

use std::collections::HashSet;

use super::*;

#[test]
fn the_documentation_shows_the_table() {
    let table = table();
    insta::assert_snapshot!("table", table);
    let shown = include_str!("../../docs/notifications.md");
    assert!(
        shown.contains(&table),
        "docs/notifications.md does not show this:\n{table}"
    );
}

#[test]
fn a_person_hears_of_an_event_for_one_reason_as_one_topic() {
    for kind in Kind::ALL {
        let reasons: Vec<_> = hears(*kind).iter().map(|line| line.0).collect();
        assert!(!reasons.is_empty(), "{kind}");
        let distinct: HashSet<_> = reasons.iter().collect();
        assert_eq!(distinct.len(), reasons.len(), "{kind}");
    }
}

#[test]
fn what_must_be_told_cannot_be_switched_off_and_says_why() {
    for topic in Topic::ALL {
        let about = about(*topic);
        assert!(about.choices.contains(&about.default), "{topic}");
        assert_eq!(about.locked.is_some(), about.choices.len() == 1, "{topic}");
        for choice in Channel::ALL {
            let goes = channel(*topic, Some(*choice), true);
            let wanted = if about.choices.contains(choice) {
                *choice
            } else {
                about.default
            };
            assert_eq!(goes, wanted, "{topic} {choice}");
        }
    }
    assert_eq!(channel(Topic::Approvals, Some(Channel::InApp), true), Channel::AtOnce);
}

#[test]
fn without_digests_what_they_would_bring_comes_at_once() {
    assert_eq!(channel(Topic::Comments, None, true), Channel::Digest);
    assert_eq!(channel(Topic::Comments, None, false), Channel::AtOnce);
    assert_eq!(channel(Topic::Comments, Some(Channel::InApp), false), Channel::InApp);
}

/// The product's list of what is told at once.
#[test]
fn at_once_is_what_the_product_says() {
    for (kind, why) in [
        (Kind::RequestAssigned, Why::Owner),
        (Kind::Mentioned, Why::Mentioned),
        (Kind::ApprovalNeeded, Why::Approver),
        (Kind::InfoAsked, Why::Filed),
        (Kind::RequestRejected, Why::Filed),
        (Kind::RequestReopened, Why::Owner),
        (Kind::DeadlineMissed, Why::Owner),
    ] {
        assert_eq!(about(topic(kind, why)).default, Channel::AtOnce, "{kind} {why}");
    }
    for (kind, why) in [
        (Kind::Commented, Why::Filed),
        (Kind::RequestAssigned, Why::Filed),
        (Kind::RequestRejected, Why::Watching),
        (Kind::DeadlineNear, Why::Owner),
    ] {
        assert_eq!(about(topic(kind, why)).default, Channel::Digest, "{kind} {why}");
    }
}
