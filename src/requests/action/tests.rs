//! Which fields each action needs, takes and refuses.

use super::{Action, ActionBody, DeferTo};
use crate::error::FieldCode;
use crate::ids::{DeskId, MeetingId, UserId};
use crate::requests::state::ActionKind;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// action | mandatory | optional. `until|meeting_id` means exactly one of the two.
const TABLE: &str = "
submit           |                         |
accept           |                         | desk_id owner_id
assign           | desk_id                 | owner_id note
start            |                         |
ask              | question                |
answer           | answer                  |
wait             | reason party            | party_email until
resume           |                         |
defer            | reason until            |
reject           | reason                  | turn_to
duplicate        | of reason               |
done             | summary                 |
confirm          |                         | note
dispute          | reason                  |
withdraw         |                         | reason
reopen           | reason                  |
request_approval |                         | chain_id note
approve          |                         | note
refuse_approval  | reason                  |
return_approval  | question                |
lapse            |                         |
";

const FIELDS: [&str; 14] = [
    "note",
    "desk_id",
    "owner_id",
    "question",
    "answer",
    "reason",
    "party",
    "party_email",
    "until",
    "meeting_id",
    "turn_to",
    "of",
    "summary",
    "chain_id",
];

fn value(field: &str) -> Value {
    match field {
        "desk_id" | "owner_id" | "meeting_id" | "chain_id" => json!(7),
        "until" => json!("2026-12-01"),
        "party_email" => json!(" office@example.org "),
        _ => json!(format!(" {field} ")),
    }
}

fn body(fields: &[&str]) -> ActionBody {
    let map: Map<String, Value> = fields.iter().map(|f| ((*f).to_owned(), value(f))).collect();
    serde_json::from_value(Value::Object(map)).unwrap()
}

fn rows() -> Vec<(ActionKind, Vec<&'static str>, Vec<&'static str>)> {
    let row = |line: &'static str| {
        let mut cells = line.split('|');
        let kind = cells.next().unwrap().trim().parse().unwrap();
        let mut list = || cells.next().unwrap().split_whitespace().collect();
        (kind, list(), list())
    };
    TABLE.trim().lines().map(row).collect()
}

#[test]
fn every_action_takes_needs_and_refuses_the_fields_of_the_table() {
    let rows = rows();
    assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), ActionKind::ALL);
    for (kind, must, may) in rows {
        let all: Vec<_> = must.iter().chain(&may).copied().collect();
        for fields in [&must, &all] {
            assert_eq!(
                Action::from_body(kind, body(fields)).map(|a| a.kind()),
                Ok(kind),
                "{kind} {fields:?}"
            );
        }
        for missing in &must {
            let rest: Vec<_> = must.iter().copied().filter(|f| f != missing).collect();
            let wrong = Action::from_body(kind, body(&rest)).unwrap_err();
            assert_eq!(
                wrong,
                [(format!("/{missing}").as_str(), FieldCode::Required)],
                "{kind} without {missing}"
            );
        }
        for extra in FIELDS.iter().filter(|f| !all.contains(f)) {
            let code = if (kind, *extra) == (ActionKind::Defer, "meeting_id") {
                FieldCode::Conflict
            } else {
                FieldCode::NotAllowed
            };
            let fields: Vec<_> = must.iter().chain([extra]).copied().collect();
            let wrong = Action::from_body(kind, body(&fields)).unwrap_err();
            assert_eq!(wrong, [(format!("/{extra}").as_str(), code)], "{kind} with {extra}");
        }
    }
}

#[test]
fn texts_are_tidied_and_a_blank_one_is_missing() {
    let of = |reason: &str| ActionBody {
        reason: Some(reason.into()),
        ..ActionBody::default()
    };
    for blank in ["", "  \n\t", "\u{200C}", "\u{202E}"] {
        assert_eq!(
            Action::from_body(ActionKind::Dispute, of(blank)),
            Err(vec![("/reason", FieldCode::Required)])
        );
        assert_eq!(
            Action::from_body(ActionKind::Withdraw, of(blank)),
            Ok(Action::Withdraw { reason: None })
        );
    }
    let tidy = Action::Dispute {
        reason: "دوربین کار نمی‌کند".into(),
    };
    assert_eq!(
        Action::from_body(ActionKind::Dispute, of("  دوربين  كار نمي‌كند ")),
        Ok(tidy)
    );
}

#[test]
fn values_arrive_where_they_belong() {
    let assign = Action::Assign {
        desk: Some(DeskId(7)),
        owner: None,
        note: Some("note".into()),
    };
    assert_eq!(
        Action::from_body(ActionKind::Assign, body(&["desk_id", "note"])),
        Ok(assign)
    );
    let to_person = Action::Assign {
        desk: None,
        owner: Some(UserId(7)),
        note: None,
    };
    assert_eq!(
        Action::from_body(ActionKind::Assign, body(&["owner_id"])),
        Ok(to_person)
    );
    let meeting = Action::Defer {
        reason: "reason".into(),
        to: DeferTo::Meeting(MeetingId(7)),
    };
    assert_eq!(
        Action::from_body(ActionKind::Defer, body(&["reason", "meeting_id"])),
        Ok(meeting)
    );
    let date = NaiveDate::from_ymd_opt(2026, 12, 1);
    let wait = Action::Wait {
        reason: "reason".into(),
        party: "party".into(),
        party_email: None,
        until: date,
    };
    assert_eq!(
        Action::from_body(ActionKind::Wait, body(&["reason", "party", "until"])),
        Ok(wait)
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once_and_unknown_fields_are_refused() {
    let wrong = Action::from_body(ActionKind::Wait, body(&["summary", "note"])).unwrap_err();
    let expected = [
        ("/reason", FieldCode::Required),
        ("/party", FieldCode::Required),
        ("/note", FieldCode::NotAllowed),
        ("/summary", FieldCode::NotAllowed),
    ];
    assert_eq!(wrong, expected);
    assert!(serde_json::from_value::<ActionBody>(json!({ "resaon": "x" })).is_err());
}
