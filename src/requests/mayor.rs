//! What a meeting with the mayor needs of requests: what they ask, for its brief, and the mails that bring its decisions back.
//! Who may read a brief is the meeting's to say: what is in it was taken to the mayor on purpose.

use std::collections::{BTreeMap, HashMap};

use super::acting::record;
use super::notices::{self, Audience, Told};
use super::store::{self, Request};
use super::{categories, mayor_store};
use crate::accounts::Actor;
use crate::audit::{self, Trace};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::ids::{RequestId, ThemeId, UnitId, UserId};
use crate::notifications::format;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value};
use crate::notifications::service::notify;
use crate::requests::state::State;

/// What a request asks, as a brief shows it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: RequestId,
    pub theme_id: Option<ThemeId>,
    pub number: Option<String>,
    pub category: categories::Category,
    pub title: String,
    pub description: String,
    pub unit_id: UnitId,
    pub filer_id: UserId,
    pub state: State,
    pub is_open: bool,
    pub amount_rials: Option<i64>,
    pub since: Timestamp,
    /// Its history, oldest first.
    pub history: Vec<Trace>,
}

/// These requests, and the open ones of these themes, oldest first: two look-ups for all.
///
/// # Errors
/// Only the database's.
pub fn asked(c: &mut Conn, ids: &[RequestId], of_themes: &[ThemeId]) -> Result<Vec<Asked>> {
    let rows = mayor_store::asked(c, ids, of_themes)?;
    let known: Vec<_> = rows.iter().map(|row| row.id.0).collect();
    let mut traces = audit::traces(c, "request", &known)?;
    let one = |row: Request| Asked {
        history: traces.remove(&row.id.0).unwrap_or_default(),
        since: row.submitted_at.unwrap_or(row.created_at),
        id: row.id,
        theme_id: row.theme_id,
        number: row.number,
        category: row.category,
        title: row.title,
        description: row.description,
        unit_id: row.unit_id,
        filer_id: row.filer_id,
        state: row.state,
        is_open: row.is_open,
        amount_rials: row.amount_rials,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// A request as lists name it: id, number, title.
pub type Titled = (RequestId, Option<String>, String);

/// Number and title of these requests.
///
/// # Errors
/// Only the database's.
pub fn titles(c: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, Titled>> {
    let rows = store::find_many(c, ids)?;
    Ok(rows.into_iter().map(|r| (r.id, (r.id, r.number, r.title))).collect())
}

/// Notes in a request's history that it waits for the mayor, or does no longer.
///
/// # Errors
/// 404.
pub fn note(c: &mut Conn, cx: &Cx, actor: &Actor, id: RequestId, action: &str, asked: &str) -> Result<()> {
    let row = store::find(c, id)?.ok_or(Error::NotFound)?;
    let data = serde_json::json!({ "asked": asked });
    record(c, cx, Some(actor), &row, action, Some(row.state), data)
}

/// Tells both sides of these requests what was decided with the mayor: one mail for each person.
///
/// # Errors
/// Only the database's.
pub fn tell_decided(c: &mut Conn, cx: &Cx, actor: &Actor, ids: &[RequestId], decision: &str) -> Result<()> {
    let rows = store::find_many(c, ids)?;
    let mut people: BTreeMap<UserId, (Recipient, Vec<usize>)> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for audience in [Audience::Filer, Audience::Works] {
            for person in audience.people(c, row)? {
                let concerns = people.entry(person.user_id).or_insert_with(|| (person, Vec::new()));
                if !concerns.1.contains(&at) {
                    concerns.1.push(at);
                }
            }
        }
    }
    let told = Told {
        kind: Kind::MayorDecided,
        facts: &|_| Vec::new(),
        quote: Some(decision.to_owned()),
        place: None,
        internal: false,
    };
    for (person, concerns) in people.into_values() {
        let concerns: Vec<&Request> = concerns.into_iter().filter_map(|at| rows.get(at)).collect();
        match &concerns[..] {
            [] => {}
            [row] => notices::send(c, cx, Some(actor), row, &told, &[person])?,
            several => {
                let notice = listed(cx, actor, several, decision, person.locale);
                notify(c, cx, Some(actor.id), &notice, &[person])?;
            }
        }
    }
    Ok(())
}

/// One mail for several requests: what was decided, and a line for each.
fn listed(cx: &Cx, actor: &Actor, rows: &[&Request], decision: &str, locale: Locale) -> Notice {
    let line = |row: &&Request| {
        let number = format::request_number(row.number.as_deref(), locale);
        format!("{number} · {}", format::cut(&row.title, 60))
    };
    let number = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Notice {
        kind: Kind::MayorDecided,
        thread: None,
        actor: Some(notices::by(actor, locale)),
        facts: vec![Fact::new(Label::Requests, Value::Number(number))],
        quote: Some(format!("{decision}\n\n{}", format::listing(rows, line, locale))),
        link: Some(format!("{}/requests", cx.settings.base_url)),
        secret_link: false,
    }
}
