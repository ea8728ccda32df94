//! Promises as a table: those of a filter that whoever asks may see, the earliest due first.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::model::Standing;
use super::notices::standing_text;
use super::service;
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{MeetingId, RequestId, UnitId, UserId};
use crate::meetings::agenda::model::{CommitmentFilter, CommitmentState, CommitmentView};
use crate::meetings::agenda::store as agenda_store;
use crate::page::MAX_LIMIT;
use crate::tables::Column;
use crate::tables::columns::{Use, column};
use crate::tables::export::{Table, Value};

/// Promises of a table, at most.
const MAX_ROWS: usize = 10_000;

const COLUMNS: &[Column] = &[
    column("text", "تعهد", &[], Use::Shown),
    column("who", "متعهد", &[], Use::Shown),
    column("unit", "واحد", &[], Use::Shown),
    column("request", "شمارهٔ درخواست", &[], Use::Shown),
    column("meeting", "جلسه", &[], Use::Shown),
    column("meeting_number", "شمارهٔ نشست", &[], Use::Shown),
    column("held_on", "تاریخ جلسه", &[], Use::Shown),
    column("held_on_gregorian", "تاریخ جلسه (میلادی)", &[], Use::Shown),
    column("first_due_on", "موعد نخست", &[], Use::Shown),
    column("first_due_on_gregorian", "موعد نخست (میلادی)", &[], Use::Shown),
    column("due_on", "موعد", &[], Use::Shown),
    column("due_on_gregorian", "موعد (میلادی)", &[], Use::Shown),
    column("repromises", "دفعات تمدید", &[], Use::Shown),
    column("standing", "وضعیت", &[], Use::Shown),
    column("days_late", "روزهای تأخیر", &[], Use::Shown),
    column("ended_on", "تاریخ پایان", &[], Use::Shown),
    column("ended_on_gregorian", "تاریخ پایان (میلادی)", &[], Use::Shown),
];

/// Which commitments, among those that the caller may see.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommitmentExport {
    /// In this state; without it, all but those that were taken back.
    state: Option<CommitmentState>,
    /// Of which this has become.
    standing: Option<Standing>,
    /// Open and past their day, or not.
    overdue: Option<bool>,
    /// Due on this day or later.
    due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    due_to: Option<NaiveDate>,
    /// Of who spoke for this unit.
    #[param(value_type = Option<i64>)]
    unit_id: Option<UnitId>,
    /// Of this person.
    #[param(value_type = Option<i64>)]
    who: Option<UserId>,
    /// Made in this meeting.
    #[param(value_type = Option<i64>)]
    meeting_id: Option<MeetingId>,
}

impl From<CommitmentExport> for CommitmentFilter {
    fn from(wanted: CommitmentExport) -> Self {
        Self {
            state: wanted.state,
            standing: wanted.standing,
            overdue: wanted.overdue,
            due_from: wanted.due_from,
            due_to: wanted.due_to,
            unit_id: wanted.unit_id,
            who: wanted.who,
            meeting_id: wanted.meeting_id,
            limit: Some(MAX_LIMIT),
            cursor: None,
        }
    }
}

/// The promises of a filter as a table.
///
/// # Errors
/// 400 when there are more than [`MAX_ROWS`].
pub fn export(c: &mut Conn, cx: &Cx, actor: &Actor, wanted: CommitmentExport) -> Result<Table> {
    let mut filter = CommitmentFilter::from(wanted);
    let mut rows: Vec<CommitmentView> = Vec::new();
    let mut numbers: HashMap<RequestId, String> = HashMap::new();
    loop {
        let page = service::list(c, cx, actor, &filter)?;
        let requests: Vec<_> = page.items.iter().filter_map(|row| row.request_id).collect();
        let requests = agenda_store::requests_by_id(c, &requests)?;
        numbers.extend(requests.into_iter().filter_map(|r| Some((r.id, r.number?))));
        rows.extend(page.items);
        if rows.len() > MAX_ROWS {
            let fa = "بیش از ۱۰٬۰۰۰ تعهد است؛ با وضعیت، موعد یا واحد محدودشان کنید.";
            let en = "These are more than 10,000 commitments; narrow them by state, day or unit.";
            return Err(Error::parameter("", FieldCode::OutOfRange, fa, en));
        }
        if page.next.is_none() {
            break;
        }
        filter.cursor = page.next;
    }
    Ok(Table::of("تعهدها", COLUMNS.iter(), &rows, |row, column| {
        cell(row, &numbers, column)
    }))
}

fn cell(row: &CommitmentView, numbers: &HashMap<RequestId, String>, column: &Column) -> Value {
    let meeting = row.meeting.as_ref();
    let held_on = meeting.map(|m| m.held_on);
    match column.key {
        "text" => Value::text(&row.text),
        "who" => Value::maybe(row.who.as_ref().map(|who| &who.name)),
        "unit" => Value::maybe(row.unit.as_ref().map(|unit| &unit.name)),
        "request" => Value::maybe(row.request_id.and_then(|id| numbers.get(&id))),
        "meeting" => Value::maybe(meeting.map(|m| &m.series)),
        "meeting_number" => meeting.map_or(Value::Empty, |m| Value::Number(m.number.into())),
        "held_on" => Value::jalali(held_on),
        "held_on_gregorian" => Value::day(held_on),
        "first_due_on" => Value::jalali(Some(row.first_due_on)),
        "first_due_on_gregorian" => Value::day(Some(row.first_due_on)),
        "due_on" => Value::jalali(Some(row.due_on)),
        "due_on_gregorian" => Value::day(Some(row.due_on)),
        "repromises" => Value::Number(row.repromises.into()),
        "standing" => Value::text(standing_text(row.standing, Locale::Fa)),
        "days_late" => Value::Number(row.days_late),
        "ended_on" => Value::jalali(row.ended_on),
        "ended_on_gregorian" => Value::day(row.ended_on),
        _ => Value::Empty,
    }
}
