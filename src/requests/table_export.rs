//! Requests as a table: those that whoever asks may see, drafts left out, which have no number yet.

use std::collections::HashMap;

use super::categories;
use super::list_store::Scope;
use super::model::RequestFilter;
use super::service;
use super::state::State;
use super::store::Request;
use super::table::{COLUMNS, IMPORTED_ONLY};
use super::table_store;
use super::themes::{self, model::ThemeRef};
use crate::accounts::{self, Actor, UserRef};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{DeskId, RequestId, ThemeId, UnitId, UserId};
use crate::page::MAX_LIMIT;
use crate::tables::Column;
use crate::tables::export::{Table, Value};
use crate::units::{self, DeskRef, UnitRef};

/// Requests of a table, at most.
pub const MAX_ROWS: usize = 10_000;

/// The names beside ids.
#[derive(Default)]
struct Names {
    units: HashMap<UnitId, UnitRef>,
    desks: HashMap<DeskId, DeskRef>,
    people: HashMap<UserId, UserRef>,
    themes: HashMap<ThemeId, ThemeRef>,
    keys: HashMap<RequestId, String>,
}

/// The requests of a filter as a table, in its order; without an actor, on the command line, of all there are.
///
/// # Errors
/// 400 when there are more than [`MAX_ROWS`].
pub fn export(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, mut filter: RequestFilter) -> Result<Table> {
    let scope = actor.map_or(Ok(Scope::All), |actor| service::scope(c, actor))?;
    filter.limit = Some(MAX_LIMIT);
    let mut rows: Vec<Request> = Vec::new();
    let mut names = Names::default();
    loop {
        let page = service::rows(c, cx, scope.clone(), &filter)?;
        names.add(c, &page.items)?;
        rows.extend(page.items.into_iter().filter(|row| row.state != State::Draft));
        if rows.len() > MAX_ROWS {
            let fa = "بیش از ۱۰٬۰۰۰ درخواست است؛ با وضعیت، دسته یا واحد محدودشان کنید.";
            let en = "These are more than 10,000 requests; narrow them by state, category or unit.";
            return Err(Error::parameter("", FieldCode::OutOfRange, fa, en));
        }
        if page.next.is_none() {
            break;
        }
        filter.cursor = page.next;
    }
    let columns = COLUMNS.iter().filter(|column| !IMPORTED_ONLY.contains(&column.key));
    Ok(Table::of("درخواست‌ها", columns, &rows, |row, column| {
        names.cell(row, column)
    }))
}

impl Names {
    fn add(&mut self, c: &mut Conn, rows: &[Request]) -> Result<()> {
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let units: Vec<_> = rows.iter().map(|row| row.unit_id).collect();
        let desks: Vec<_> = rows.iter().filter_map(|row| row.desk_id).collect();
        let themes: Vec<_> = rows.iter().filter_map(|row| row.theme_id).collect();
        let people = rows.iter().flat_map(|row| [Some(row.filer_id), row.owner_id]);
        let people: Vec<_> = people.flatten().collect();
        self.keys.extend(table_store::keys_of(c, &ids)?);
        self.units.extend(units::directory::unit_refs(c, &units)?);
        self.desks.extend(units::directory::desk_refs(c, &desks)?);
        self.themes.extend(themes::service::refs(c, &themes)?);
        self.people.extend(accounts::service::people(c, &people)?);
        Ok(())
    }

    fn cell(&self, row: &Request, column: &Column) -> Value {
        let person = |id: Option<UserId>| Value::maybe(id.and_then(|id| self.people.get(&id)).map(|p| &p.name));
        let filed = row.submitted_at.unwrap_or(row.created_at).date_tehran();
        let closed = row.closed_at.map(crate::clock::Timestamp::date_tehran);
        match column.key {
            "number" => Value::maybe(row.number.as_ref()),
            "import_key" => Value::maybe(self.keys.get(&row.id)),
            "category" => Value::text(categories::title(row.category, Locale::Fa)),
            "unit" => Value::maybe(self.units.get(&row.unit_id).map(|unit| &unit.name)),
            "title" => Value::text(&row.title),
            "description" => Value::text(&row.description),
            "state" => Value::text(row.state.label_fa()),
            "priority" => Value::text(row.priority.label(Locale::Fa)),
            "private" => Value::truth(row.private),
            "filed_on" => Value::jalali(Some(filed)),
            "filed_on_gregorian" => Value::day(Some(filed)),
            "closed_on" => Value::jalali(closed),
            "closed_on_gregorian" => Value::day(closed),
            "amount_rials" => row.amount_rials.map_or(Value::Empty, Value::Number),
            "desk" => Value::maybe(row.desk_id.and_then(|id| self.desks.get(&id)).map(|desk| &desk.name)),
            "owner" => person(row.owner_id),
            "filer" => person(Some(row.filer_id)),
            "due_on" => Value::jalali(row.due_at.map(crate::clock::Timestamp::date_tehran)),
            "theme" => Value::maybe(
                row.theme_id
                    .and_then(|id| self.themes.get(&id))
                    .map(|theme| &theme.title),
            ),
            "details" => Value::text(row.details.0.to_string()),
            _ => Value::Empty,
        }
    }
}
