//! Reminders of a party, day by day.

use serde_json::json;

use super::*;

fn calendar() -> WorkingCalendar {
    let week = json!({ "saturday": [{ "from": "07:30", "until": "14:30" }], "sunday": [{ "from": "07:30", "until": "14:30" }], "monday": [{ "from": "07:30", "until": "14:30" }], "tuesday": [{ "from": "07:30", "until": "14:30" }], "wednesday": [{ "from": "07:30", "until": "14:30" }] });
    let hours = serde_json::from_value(json!({ "valid_from": "1921-03-21", "week": week })).unwrap();
    let weekend =
        serde_json::from_value(json!({ "valid_from": "1921-03-21", "days": ["thursday", "friday"] })).unwrap();
    WorkingCalendar::new(vec![weekend], vec![hours], vec![])
}

fn trace(at: &str, action: &str, data: Value) -> Trace {
    let at: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
    Trace {
        action: action.into(),
        actor: Some(UserId(7)),
        to: Some("waiting".into()),
        data,
        at: Timestamp::new(at),
    }
}

/// Tuesday, ten in the morning in Tehran.
fn begun(until: Option<&str>) -> Trace {
    let data = json!({ "reason": "تأمین اعتبار", "party": "معاونت مالی", "party_email": null, "until": until });
    trace("2019-12-03T06:30:00Z", "wait", data)
}

fn next(trail: &[Trace]) -> Option<(String, Stage)> {
    let next = read(trail).unwrap().next(&calendar(), 3, 2).unwrap();
    next.map(|(at, stage)| (at.utc().to_rfc3339(), stage))
}

fn opens(day: &str) -> String {
    format!("{day}T04:00:00+00:00")
}

#[test]
fn after_so_many_working_days_so_many_times_and_then_the_director() {
    let mut trail = vec![begun(None)];
    assert_eq!(
        next(&trail),
        Some((opens("2019-12-08"), Stage::Chase)),
        "a weekend lies between"
    );
    trail.push(trace("2019-12-08T04:00:20Z", "party_chased", json!({})));
    assert_eq!(next(&trail), Some((opens("2019-12-11"), Stage::Chase)));
    trail.push(trace("2019-12-11T04:00:20Z", "party_chased", json!({})));
    assert_eq!(next(&trail), Some((opens("2019-12-16"), Stage::HandUp)));
    trail.push(trace("2019-12-16T04:00:20Z", "party_silent", json!({})));
    assert_eq!(next(&trail), None);
    trail.push(begun(None));
    assert_eq!(
        next(&trail),
        Some((opens("2019-12-08"), Stage::Chase)),
        "another wait begins anew"
    );
}

#[test]
fn on_the_day_that_was_named_or_the_next_that_is_worked() {
    assert_eq!(
        next(&[begun(Some("2019-12-10"))]),
        Some((opens("2019-12-10"), Stage::Chase))
    );
    assert_eq!(
        next(&[begun(Some("2019-12-05"))]),
        Some((opens("2019-12-07"), Stage::Chase)),
        "a weekend day"
    );
    assert_eq!(
        next(&[begun(Some("2019-12-03"))]),
        Some((opens("2019-12-04"), Stage::Chase)),
        "today"
    );
    assert_eq!(
        next(&[begun(Some("2018-01-01"))]),
        Some((opens("2019-12-04"), Stage::Chase)),
        "long past"
    );
}

#[test]
fn downtime_is_not_made_up_for_in_numbers() {
    let mut trail = vec![begun(None)];
    trail.push(trace("2020-02-01T06:00:00Z", "party_chased", json!({})));
    assert_eq!(next(&trail), Some((opens("2020-02-04"), Stage::Chase)));
}

#[test]
fn what_never_waited_has_no_wait() {
    assert_eq!(read(&[trace("2019-12-03T06:30:00Z", "submit", json!({}))]), None);
}
