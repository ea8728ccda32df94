//! Working mornings, weekends and holidays; groups and their order.

use serde_json::json;

use super::*;
use crate::clock::Timestamp;
use crate::ids::{NotificationId, RequestId};
use crate::notifications::inbox_store::sample;
use crate::notifications::model::{Kind, Why};

fn calendar() -> WorkingCalendar {
    let hours = json!([{ "from": "07:30", "until": "14:30" }]);
    let week = json!({ "saturday": hours, "sunday": hours, "monday": hours, "tuesday": hours, "wednesday": hours });
    let hours = serde_json::from_value(json!({ "valid_from": "1921-03-21", "week": week })).unwrap();
    let weekend = json!({ "valid_from": "1921-03-21", "days": ["thursday", "friday"] });
    let weekend = serde_json::from_value(weekend).unwrap();
    WorkingCalendar::new(vec![weekend], vec![hours], Vec::new())
}

fn at(tehran: &str) -> Timestamp {
    let here: chrono::NaiveDateTime = tehran.parse().unwrap();
    Timestamp::new(here.and_utc() - chrono::TimeDelta::minutes(210))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn one_a_day_from_the_hour_on_and_breaches_alone_when_nobody_works() {
    let own = |digest, digest_hour| Preferences {
        digest,
        digest_hour,
        ..Preferences::default()
    };
    for (now, preferences, last, wanted) in [
        ("2019-12-03T07:59:59", own(true, 8), None, None),
        ("2019-12-03T08:00:00", own(true, 8), None, Some(Scope::All)),
        ("2019-12-03T08:00:00", own(true, 9), None, None),
        (
            "2019-12-03T23:00:00",
            own(true, 9),
            Some("2019-12-02"),
            Some(Scope::All),
        ),
        ("2019-12-03T23:00:00", own(true, 9), Some("2019-12-03"), None),
        ("2019-12-03T12:00:00", own(false, 8), None, None),
        // Thursday and Friday.
        (
            "2019-12-05T08:00:00",
            own(true, 8),
            Some("2019-12-04"),
            Some(Scope::Breaches),
        ),
        (
            "2019-12-06T08:00:00",
            own(true, 8),
            Some("2019-12-05"),
            Some(Scope::Breaches),
        ),
        (
            "2019-12-07T08:00:00",
            own(true, 8),
            Some("2019-12-06"),
            Some(Scope::All),
        ),
        // In Tehran it is Saturday already.
        (
            "2019-12-07T00:30:00",
            own(true, 0),
            Some("2019-12-06"),
            Some(Scope::All),
        ),
    ] {
        let found = due(&calendar(), &preferences, last.map(day), at(now));
        assert_eq!(found, wanted, "{now} {preferences:?}");
    }
}

#[test]
fn the_week_begins_on_saturday_and_is_summed_up_once() {
    for (now, last, wanted) in [
        ("2019-12-07T08:00:00", None, true),
        ("2019-12-07T07:00:00", None, false),
        ("2019-12-07T08:00:00", Some("2019-12-04"), true),
        ("2019-12-08T08:00:00", Some("2019-12-07"), false),
        ("2019-12-11T08:00:00", Some("2019-12-07"), false),
        // Saturday was missed.
        ("2019-12-09T08:00:00", Some("2019-12-01"), true),
        ("2019-12-13T08:00:00", Some("2019-12-01"), false),
    ] {
        assert_eq!(
            weekly_due(&calendar(), 8, last.map(day), at(now)),
            wanted,
            "{now} {last:?}"
        );
    }
}

#[test]
fn what_waits_is_first_and_a_thing_is_one_group_whatever_is_said_of_it() {
    let now = at("2019-12-03T10:00:00");
    let row = |id, kind, why, thing| sample(NotificationId(id), kind, why, thing, "", "", now);
    let (first, second) = (RequestId(1), RequestId(2));
    let rows = vec![
        row(6, Kind::Commented, Why::Owner, Some(Thing::RequestInternally(first))),
        row(1, Kind::RequestResumed, Why::Owner, Some(Thing::Request(first))),
        row(2, Kind::RequestResumed, Why::Filed, Some(Thing::Request(second))),
        row(3, Kind::CommitmentDue, Why::Committed, None),
        row(4, Kind::AbsenceOver, Why::Account, None),
        row(5, Kind::ApprovalReopened, Why::Approver, Some(Thing::Approval(second))),
    ];
    let found: Vec<(bool, Vec<i64>)> = groups(rows)
        .iter()
        .map(|group| (group.waits, group.rows.iter().map(|row| row.id.0).collect()))
        .collect();
    let wanted = [
        (true, vec![3]),
        (true, vec![4]),
        (false, vec![2, 5]),
        (false, vec![1, 6]),
    ];
    assert_eq!(found, wanted);
    assert!(groups(Vec::new()).is_empty());
}
