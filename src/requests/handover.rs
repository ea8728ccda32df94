//! What substitutes have in the place of somebody who was away, and how it goes back: by that person's choice, request by
//! request. On the first day back a round tells them what there is.

use std::collections::BTreeMap;

use serde_json::json;

use super::acting::record;
use super::model::{HandoverItem, ReturnRequests};
use super::policy;
use super::store::{self, Request};
use crate::accounts::absences::{self, Returned};
use crate::accounts::{self, Actor, stand_ins};
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::ids::{AbsenceId, RequestId, UserId};
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value, Why};
use crate::notifications::service::notify;
use crate::page::{Page, PageRequest};

/// The one order of the list.
pub const SORT: &str = "id";
/// Absences that are looked at together.
const PAGE: i64 = 100;
/// Numbers that a mail names; the others are a click away.
const NAMED: usize = 20;

/// What others still have in the person's place, oldest first.
///
/// # Errors
/// 403, 404.
pub fn list(
    c: &mut Conn,
    actor: &Actor,
    (user, absence): (UserId, AbsenceId),
    page: &PageRequest,
) -> Result<Page<HandoverItem>> {
    absences::require(c, actor, user, absence)?;
    if !policy::may_read_handover(actor, user) {
        return Err(Error::not_your_right());
    }
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let rows = store::outstanding(c, user, RequestId(after), page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |row| (String::new(), row.id.0));
    let items = items(c, &rows.items)?;
    Ok(Page { items, next: rows.next })
}

fn items(c: &mut Conn, rows: &[Request]) -> Result<Vec<HandoverItem>> {
    let owners: Vec<_> = rows.iter().filter_map(|row| row.owner_id).collect();
    let people = accounts::service::people(c, &owners)?;
    let item = |row: &Request| HandoverItem {
        id: row.id,
        number: row.number.clone(),
        title: row.title.clone(),
        state: row.state,
        owner: row.owner_id.and_then(|id| people.get(&id).cloned()),
    };
    Ok(rows.iter().map(item).collect())
}

/// Gives the chosen requests back to the person, who must not be away any more.
///
/// # Errors
/// 403, 404, 409 while they are away, 422 for a request that nobody has in their place.
pub fn give_back(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    (user, absence): (UserId, AbsenceId),
    input: &ReturnRequests,
) -> Result<Page<HandoverItem>> {
    absences::require(c, actor, user, absence)?;
    if !policy::may_give_back(actor, user) {
        return Err(Error::not_your_right());
    }
    if !stand_ins::away(c, &[user], cx.now.date_tehran())?.is_empty() {
        let said = said(
            "تا پایان دورهٔ غیبت، درخواست‌ها نزد جانشین می‌ماند.",
            "Until the absence is over, the requests stay with the substitute.",
        );
        return Err(Error::conflict("still_away", said));
    }
    let mut rows = chosen(c, user, &input.request_ids)?;
    let mut from: BTreeMap<UserId, Vec<String>> = BTreeMap::new();
    for row in &mut rows {
        let substitute = row.owner_id.replace(user);
        row.owner_for_id = None;
        if !store::save(c, row, cx.now)? {
            return Err(Error::LostRace("a request changed meanwhile".into()));
        }
        let data = json!({ "absence_id": absence, "from": substitute, "to": user });
        record(c, cx, Some(actor), row, "handed_back", Some(row.state), data)?;
        if let Some(substitute) = substitute {
            from.entry(substitute).or_default().extend(row.number.clone());
        }
    }
    tell(c, cx, actor, user, &from)?;
    let items = items(c, &rows)?;
    Ok(Page { items, next: None })
}

/// The rows, each once and in the order of the choice.
fn chosen(c: &mut Conn, user: UserId, ids: &[RequestId]) -> Result<Vec<Request>> {
    let found = store::find_many(c, ids)?;
    let mut found: BTreeMap<RequestId, Request> = found
        .into_iter()
        .filter(|row| row.is_open && row.owner_for_id == Some(user))
        .map(|row| (row.id, row))
        .collect();
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for (i, id) in ids.iter().enumerate() {
        match found.remove(id) {
            Some(row) => rows.push(row),
            None => errors.push(FieldError::with(
                format!("/request_ids/{i}"),
                FieldCode::NotFound,
                "این درخواست به جانشینی از این شخص نزد کسی نیست، یا دو بار آمده است.",
                "Nobody has this request in this person's place, or it is named twice.",
            )),
        }
    }
    if errors.is_empty() {
        Ok(rows)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// One mail to each who had some of them, and one to the person if another gave them back.
fn tell(c: &mut Conn, cx: &Cx, actor: &Actor, user: UserId, from: &BTreeMap<UserId, Vec<String>>) -> Result<()> {
    let everybody: Vec<_> = from.keys().copied().chain([user]).collect();
    let people = accounts::service::persons(c, &everybody)?;
    let name = people.iter().find(|p| p.id == user).map(|p| p.name.clone());
    for person in people {
        let (numbers, why) = match from.get(&person.id) {
            Some(numbers) => (numbers.clone(), Why::Substitute),
            None => (from.values().flatten().cloned().collect(), Why::Owner),
        };
        let mut facts = counted(numbers.len(), &numbers);
        facts.extend(name.clone().map(|name| Fact::new(Label::Owner, Value::Text(name))));
        let notice = Notice {
            actor: Some(actor.name.clone()),
            ..bare(cx, Kind::RequestsReturned, facts)
        };
        notify(c, cx, Some(actor.id), &notice, &[Recipient::new(&person, why)])?;
    }
    Ok(())
}

fn counted(count: usize, numbers: &[String]) -> Vec<Fact> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let shown: Vec<&str> = numbers.iter().take(NAMED).map(String::as_str).collect();
    vec![
        Fact::new(Label::Requests, Value::Number(count)),
        Fact::new(Label::Numbers, Value::Numbers(shown.join(" · "))),
    ]
}

fn bare(cx: &Cx, kind: Kind, facts: Vec<Fact>) -> Notice {
    Notice {
        kind,
        thread: None,
        actor: None,
        facts,
        quote: None,
        link: Some(format!("{}/requests", cx.settings.base_url)),
        secret_link: false,
    }
}

/// One round over those whose absence is over: each hears once of what is still with their substitutes, in a transaction
/// of its own. Says how many were told. Rounds of several instances may run at once.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn tell_returned(db: &Db) -> Result<usize> {
    let (mut told, mut after) = (0, AbsenceId(0));
    loop {
        let (back, next) = db.read(move |c, cx| absences::returned(c, cx, after, PAGE)).await?;
        for Returned { absence_id, user_id } in back {
            match db.write(move |c, cx| tell_one(c, cx, absence_id, user_id)).await {
                Ok(something) => told += usize::from(something),
                Err(error) if error.is_unavailable() => return Err(error),
                // One that cannot be told does not keep the others from it.
                Err(error) => tracing::error!(%error, absence = %absence_id, "who is back could not be told"),
            }
        }
        let Some(next) = next else { return Ok(told) };
        after = next;
    }
}

/// Notes that the person has been told, and mails them if there is something; says whether there was.
fn tell_one(c: &mut Conn, cx: &Cx, absence: AbsenceId, user: UserId) -> Result<bool> {
    if !absences::mark_told(c, cx, absence)? {
        return Ok(false);
    }
    let count = usize::try_from(store::count_outstanding(c, user)?).unwrap_or(0);
    let Some(person) = accounts::service::persons(c, &[user])?.pop().filter(|_| count > 0) else {
        return Ok(false);
    };
    let rows = store::outstanding(c, user, RequestId(0), i64::try_from(NAMED).unwrap_or(i64::MAX))?;
    let numbers: Vec<String> = rows.into_iter().filter_map(|row| row.number).collect();
    let facts = counted(count, &numbers);
    notify(
        c,
        cx,
        None,
        &bare(cx, Kind::AbsenceOver, facts),
        &[Recipient::new(&person, Why::Account)],
    )?;
    Ok(true)
}
