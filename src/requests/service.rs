//! What is done with requests, one function for each use case.

use chrono::Datelike;
use serde_json::{Value, json};

use super::action::{Action, ActionBody, DeferTo};
use super::categories::{self, Category, Details};
use super::model::{CategoryView, CreateRequest, RequestFilter, RequestView, UpdateRequest};
use super::notices;
use super::policy;
use super::state::{self, ActionKind, State};
use super::store::{self, Request, Scope};
use super::views::{allowed_actions, view, views};
use crate::accounts::{self, Actor, Role};
use crate::audit::{self, Entry, EventView};
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result, said};
use crate::ids::{DeskId, RequestId, UserId};
use crate::page::{Page, PageRequest};
use crate::persian::jalali::JalaliDate;
use crate::persian::{digits, search, text};
use crate::resource::Expected;
use crate::routing::model::Explanation;
use crate::routing::rules::Facts;
use crate::schema::messages::unreadable;
use crate::{routing, schema, units};

/// The categories with the schema of their fields.
pub fn categories(locale: Locale) -> Vec<CategoryView> {
    let one = |category: &Category| CategoryView {
        key: *category,
        title: categories::title(*category, locale).to_owned(),
        description: categories::description(*category, locale).to_owned(),
        schema: categories::schema(*category, locale).clone(),
    };
    Category::ALL.iter().map(one).collect()
}

/// The details as their category's type, or every wrong field by its pointer.
fn read_details(category: Category, value: &Value) -> Result<Details> {
    let errors = schema::check_cached(
        category.as_str(),
        categories::schema(category, Locale::En),
        value,
        "/details",
    )?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let details = Details::from_value(category, value)
        .map_err(|_| Error::Invalid(vec![unreadable("/details".to_owned(), None)]))?;
    let errors = details.check();
    if errors.is_empty() {
        Ok(details)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// What a search finds the request by.
fn index(row: &Request, details: &Details) -> String {
    let typed = details.search_texts();
    let mut texts = vec![row.title.as_str(), &row.description];
    texts.extend(typed.iter().map(String::as_str));
    format!("{} {}", store::unit_mark(row.unit_id), search::index_text(&texts))
}

/// Files a request, or keeps it as a draft.
///
/// # Errors
/// 403 for a unit that is not the actor's, 422 for wrong fields.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateRequest) -> Result<RequestView> {
    if !units::service::unit_refs(c, &[input.unit_id])?.contains_key(&input.unit_id) {
        return Err(Error::field("/unit_id", FieldCode::NotFound));
    }
    if !policy::may_file(actor, input.unit_id) {
        return Err(Error::not_your_right());
    }
    let title = schema::required_line("/title", &input.title)?;
    let description = text::tidy(&input.description);
    let details = read_details(input.category, &input.details)?;
    if let Some(meeting) = input.raised_in
        && !store::meeting_exists(c, meeting)?
    {
        return Err(Error::field("/raised_in", FieldCode::NotFound));
    }
    let mut row = Request {
        id: RequestId(0),
        number: None,
        category: input.category,
        unit_id: input.unit_id,
        filer_id: actor.id,
        amount_rials: details.amount_rials(),
        details: Json(details.to_value()?),
        state: State::Draft,
        resume_state: None,
        is_open: true,
        priority: input.priority.unwrap_or_default(),
        private: input.private,
        desk_id: None,
        owner_id: None,
        rule_id: None,
        rule_version: None,
        due_at: None,
        raised_in_id: input.raised_in,
        deferred_until: None,
        deferred_to_id: None,
        waiting_for: None,
        duplicate_of_id: None,
        disputed: false,
        version: 1,
        created_at: cx.now,
        submitted_at: None,
        updated_at: cx.now,
        closed_at: None,
        title,
        description,
    };
    let draft = row.clone();
    let submitted = if input.draft {
        None
    } else {
        Some(move_on(c, cx, actor, &mut row, &Action::Submit)?)
    };
    row.id = store::insert(c, &row, &index(&row, &details))?;
    let draft = Request { id: row.id, ..draft };
    record(c, cx, Some(actor), &draft, "created", None, json!({}))?;
    if let Some(data) = submitted {
        tell(c, cx, Some(actor), &draft, &row, &Action::Submit, data)?;
    }
    view(c, cx, actor, row)
}

fn record(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Request,
    action: &str,
    from: Option<State>,
    data: Value,
) -> Result<()> {
    let entry = Entry {
        subject: "request",
        subject_id: row.id.0,
        action,
        actor: actor.map(|a| a.id),
        from: from.map(State::as_str),
        to: Some(row.state.as_str()),
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

/// How a request is addressed: by id, or by number in any digits.
fn resolve(c: &mut Conn, key: &str) -> Result<Option<Request>> {
    let key = digits::latin(key.trim());
    if key.contains('-') {
        return store::find_by_number(c, &key);
    }
    key.parse().map_or(Ok(None), |id| store::find(c, RequestId(id)))
}

/// The request, if the actor may know of it.
fn visible(c: &mut Conn, actor: &Actor, key: &str) -> Result<Request> {
    resolve(c, key)?
        .filter(|row| policy::may_see(actor, &row.subject()))
        .ok_or(Error::NotFound)
}

/// A request.
///
/// # Errors
/// 404.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, key: &str) -> Result<RequestView> {
    let row = visible(c, actor, key)?;
    view(c, cx, actor, row)
}

fn scope(actor: &Actor) -> Scope {
    if actor.has(Role::Director) || actor.has(Role::Auditor) {
        return Scope::All;
    }
    Scope::Of {
        units: actor.units(),
        desks: actor.desks(),
        owner: actor.has(Role::Owner).then_some(actor.id),
        for_mayor: actor.has(Role::MayorOffice),
    }
}

/// Characters of a search; the parameter's documentation has the same number.
const LONGEST_QUERY: usize = 500;

/// A page of the requests that the actor may see.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(c: &mut Conn, cx: &Cx, actor: &Actor, filter: &RequestFilter) -> Result<Page<RequestView>> {
    let sort = filter.sort.unwrap_or_default();
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), sort.as_str())?;
    if filter.q.as_ref().is_some_and(|q| q.chars().count() > LONGEST_QUERY) {
        return Err(Error::parameter(
            "q",
            FieldCode::TooLong,
            "عبارت جست‌وجو بلندتر از ۵۰۰ نویسه است.",
            "At most 500 characters.",
        ));
    }
    let words = filter
        .q
        .as_deref()
        .filter(|q| !q.trim().is_empty())
        .map(search::Query::parse);
    if words.as_ref().is_some_and(Option::is_none) {
        // Something was asked for, and none of it is a word: nothing matches.
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    let rows = store::list(
        c,
        scope(actor),
        filter,
        words.flatten().as_ref(),
        cx.now,
        page.after.as_ref(),
        page.limit + 1,
    )?;
    let rows = Page::from_rows(rows, &page, sort.as_str(), |r| (store::place(sort, r), r.id.0));
    Ok(Page {
        items: views(c, cx, actor, rows.items)?,
        next: rows.next,
    })
}

/// The triage inbox: what was submitted and waits for the director, oldest first.
///
/// # Errors
/// 403.
pub fn triage(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    limit: Option<i64>,
    cursor: Option<String>,
) -> Result<Page<RequestView>> {
    if !policy::may_triage(actor) {
        return Err(Error::not_your_right());
    }
    let filter = RequestFilter {
        state: Some(State::Submitted),
        sort: Some(super::model::Sort::Oldest),
        limit,
        cursor,
        ..RequestFilter::default()
    };
    list(c, cx, actor, &filter)
}

/// Changes a request's words, details, priority or privacy.
///
/// # Errors
/// 403, 404, 409 when it has gone too far, 412, 422.
pub fn update(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    key: &str,
    expected: &Expected,
    input: &UpdateRequest,
) -> Result<RequestView> {
    let mut row = visible(c, actor, key)?;
    if !policy::may_edit(actor, &row.subject()) {
        return Err(Error::not_your_right());
    }
    check_version(c, cx, actor, &row, expected)?;
    let mut changed = serde_json::Map::new();
    if let Some(title) = &input.title {
        let title = schema::required_line("/title", title)?;
        changed.insert("title".into(), json!([row.title, title]));
        row.title = title;
    }
    if let Some(description) = &input.description {
        let description = text::tidy(description);
        changed.insert("description".into(), json!([row.description, description]));
        row.description = description;
    }
    let details = read_details(row.category, input.details.as_ref().unwrap_or(&row.details.0))?;
    if input.details.is_some() {
        let value = details.to_value()?;
        changed.insert("details".into(), json!([row.details.0, value]));
        row.details = Json(value);
        row.amount_rials = details.amount_rials();
    }
    if let Some(priority) = input.priority {
        changed.insert("priority".into(), json!([row.priority, priority]));
        row.priority = priority;
    }
    if let Some(private) = input.private {
        changed.insert("private".into(), json!([row.private, private]));
        row.private = private;
    }
    save(c, cx, actor, &mut row)?;
    store::set_search_text(c, row.id, &index(&row, &details))?;
    let state = row.state;
    record(c, cx, Some(actor), &row, "changed", Some(state), Value::Object(changed))?;
    view(c, cx, actor, row)
}

fn check_version(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Request, expected: &Expected) -> Result<()> {
    if expected.holds(row.version) {
        return Ok(());
    }
    let current = view(c, cx, actor, row.clone())?;
    Err(Error::stale(&current))
}

/// Saves, or says that somebody was faster.
fn save(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Request) -> Result<()> {
    if store::save(c, row, cx.now)? {
        return Ok(());
    }
    let current = store::find(c, row.id)?.ok_or(Error::NotFound)?;
    let current = view(c, cx, actor, current)?;
    Err(Error::stale(&current))
}

/// Does something to a request: `POST /requests/{id}/actions/{action}`.
///
/// # Errors
/// 403, 404, 409 when the state forbids it, 412, 422.
pub fn act(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    key: &str,
    kind: ActionKind,
    expected: &Expected,
    body: ActionBody,
) -> Result<RequestView> {
    let row = visible(c, actor, key)?;
    let action = Action::from_body(kind, body).map_err(|wrong| {
        Error::Invalid(
            wrong
                .into_iter()
                .map(|(pointer, code)| FieldError::new(pointer, code))
                .collect(),
        )
    })?;
    if !policy::may_act(actor, kind, &row.subject()) {
        return Err(Error::not_your_right());
    }
    check_version(c, cx, actor, &row, expected)?;
    perform(c, cx, actor, row, &action)
}

/// Moves the request, with what the action brings, its history and its mail.
pub(crate) fn perform(c: &mut Conn, cx: &Cx, actor: &Actor, mut row: Request, action: &Action) -> Result<RequestView> {
    let before = row.clone();
    let data = move_on(c, cx, actor, &mut row, action)?;
    save(c, cx, actor, &mut row)?;
    tell(c, cx, Some(actor), &before, &row, action, data)?;
    view(c, cx, actor, row)
}

/// The row as the action leaves it, unsaved; returns what the history keeps of it.
fn move_on(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Request, action: &Action) -> Result<Value> {
    let before = row.clone();
    let position = state::apply(row.position(), action.kind()).map_err(|refused| Error::Conflict {
        code: "action_not_allowed",
        said: said(refused.message_fa(), refused.to_string()),
        allowed: allowed_actions(actor, &before)
            .iter()
            .map(ToString::to_string)
            .collect(),
    })?;
    row.enter(position, cx.now);
    bring(c, cx, actor, &before, row, action)
}

/// Writes the history of what was done, and the mails. No actor: the clock did it.
pub(super) fn tell(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    before: &Request,
    row: &Request,
    action: &Action,
    data: Value,
) -> Result<()> {
    record(c, cx, actor, row, action.kind().as_str(), Some(before.state), data)?;
    notices::tell(c, cx, actor, before, row, action)
}

/// What an action brings besides the new state; returns what the history keeps of it.
fn bring(c: &mut Conn, cx: &Cx, actor: &Actor, before: &Request, row: &mut Request, action: &Action) -> Result<Value> {
    if !matches!(action, Action::Defer { .. }) {
        (row.deferred_until, row.deferred_to_id) = (None, None);
    }
    if !matches!(action, Action::Wait { .. }) {
        row.waiting_for = None;
    }
    if before.state == State::Submitted && !row.is_open {
        // The route was only proposed and nobody took it: should this be reopened, it is triaged anew.
        (row.desk_id, row.owner_id, row.rule_id, row.rule_version) = (None, None, None, None);
    }
    Ok(match action {
        Action::Submit => submit(c, cx, row)?,
        Action::Accept { desk, owner } => {
            if desk.is_none() && owner.is_none() && row.desk_id.is_none() {
                return Err(Error::refused(
                    "/desk_id",
                    FieldCode::Required,
                    "هیچ قاعده‌ای این درخواست را ارجاع نداده است؛ میز را مشخص کنید.",
                    "No rule routed this request; say which desk.",
                ));
            }
            assign(c, row, *desk, *owner)?
        }
        Action::Assign { desk, owner, note } => {
            let mut data = assign(c, row, *desk, *owner)?;
            data["note"] = json!(note);
            data
        }
        Action::Wait { reason, party, until } => {
            row.waiting_for = Some(party.clone());
            json!({ "reason": reason, "party": party, "until": until })
        }
        Action::Defer { reason, to } => {
            let today = cx.now.date_tehran();
            match to {
                DeferTo::Date(day) if *day <= today || day.year() > today.year() + 10 => {
                    return Err(Error::refused(
                        "/until",
                        FieldCode::OutOfRange,
                        "روزی پس از امروز و حداکثر تا ۱۰ سال دیگر لازم است.",
                        "Wants a day after today, within 10 years.",
                    ));
                }
                DeferTo::Date(day) => row.deferred_until = Some(*day),
                DeferTo::Meeting(meeting) if !store::meeting_exists(c, *meeting)? => {
                    return Err(Error::field("/meeting_id", FieldCode::NotFound));
                }
                DeferTo::Meeting(meeting) => row.deferred_to_id = Some(*meeting),
            }
            json!({ "reason": reason, "until": row.deferred_until, "meeting_id": row.deferred_to_id })
        }
        Action::Duplicate { of, reason } => {
            let other = resolve(c, of)?
                .filter(|o| policy::may_see(actor, &o.subject()))
                .ok_or_else(|| Error::field("/of", FieldCode::NotFound))?;
            if other.id == row.id || other.state == State::Duplicate || other.state == State::Draft {
                return Err(Error::refused(
                    "/of",
                    FieldCode::Conflict,
                    "درخواست دیگری لازم است که پیش‌نویس یا خود تکراری نباشد.",
                    "Wants another request, neither a draft nor a duplicate itself.",
                ));
            }
            row.duplicate_of_id = Some(other.id);
            record(
                c,
                cx,
                Some(actor),
                &other,
                "has_duplicate",
                Some(other.state),
                json!({ "request_id": row.id, "number": row.number }),
            )?;
            json!({ "of": other.id, "number": other.number, "reason": reason })
        }
        Action::Dispute { reason } => {
            row.disputed = true;
            json!({ "reason": reason })
        }
        Action::Confirm { note } => {
            row.disputed = false;
            json!({ "note": note })
        }
        Action::Reopen { reason } => {
            row.duplicate_of_id = None;
            // Back in triage, it is routed by the rules of today; a withdrawn draft gets its number now.
            let mut data = if row.state == State::Submitted {
                submit(c, cx, row)?
            } else {
                json!({})
            };
            data["reason"] = json!(reason);
            data
        }
        Action::Ask { question } | Action::ReturnApproval { question } => json!({ "question": question }),
        Action::Answer { answer } => json!({ "answer": answer }),
        Action::Reject { reason, turn_to } => json!({ "reason": reason, "turn_to": turn_to }),
        Action::Done { summary } => json!({ "summary": summary }),
        Action::Withdraw { reason } => json!({ "reason": reason }),
        Action::RefuseApproval { reason } => json!({ "reason": reason }),
        Action::RequestApproval { note } | Action::Approve { note } => json!({ "note": note }),
        Action::Start | Action::Resume | Action::Lapse => json!({}),
    })
}

fn facts(c: &mut Conn, row: &Request) -> Result<Facts> {
    let path = units::service::ancestry(c, row.unit_id)?;
    Ok(Facts {
        category: row.category.to_string(),
        unit_kind: path.first().map(|(_, kind)| kind.to_string()).unwrap_or_default(),
        unit_path: path.into_iter().map(|(id, _)| id).collect(),
        amount_rials: row.amount_rials,
        text_key: text::key(&format!("{} {}", row.title, row.description)),
        private: row.private,
    })
}

/// Gives the route that the rules propose (the director's `accept` makes it an assignment), and the number. The
/// number comes last: from then on other submissions wait for this one.
fn submit(c: &mut Conn, cx: &Cx, row: &mut Request) -> Result<Value> {
    row.submitted_at = Some(cx.now);
    let facts = facts(c, row)?;
    let mut data = json!({ "rule_id": null });
    if let Some(route) = routing::service::route(c, &facts)? {
        row.desk_id = Some(route.desk_id);
        row.owner_id = route.owner_id;
        row.rule_id = Some(route.rule_id);
        row.rule_version = Some(route.version);
        row.priority = route.priority.map_or(row.priority, |p| p.max(row.priority));
        data = json!({ "rule_id": route.rule_id, "rule_version": route.version, "desk_id": route.desk_id, "owner_id": route.owner_id });
    }
    if row.number.is_none() {
        let year = JalaliDate::from_gregorian(cx.now.date_tehran()).year();
        row.number = Some(format!("{year}-{:04}", store::next_number(c, year)?));
    }
    data["number"] = json!(row.number);
    Ok(data)
}

/// Puts the request at a desk, with a person, or both; whoever differs from the rule takes its place.
fn assign(c: &mut Conn, row: &mut Request, desk: Option<DeskId>, owner: Option<UserId>) -> Result<Value> {
    let desk_id = desk.or(row.desk_id);
    let owner_id = if desk.is_some_and(|d| Some(d) != row.desk_id) {
        owner
    } else {
        owner.or(row.owner_id)
    };
    if let Some(id) = desk {
        let desk = units::service::get_desk(c, id).map_err(|e| {
            if matches!(e, Error::NotFound) {
                Error::field("/desk_id", FieldCode::NotFound)
            } else {
                e
            }
        })?;
        if !desk.active {
            return Err(Error::refused(
                "/desk_id",
                FieldCode::Conflict,
                "این میز دیگر درخواستی نمی‌پذیرد.",
                "This desk takes no requests any more.",
            ));
        }
    }
    if let Some(id) = owner {
        let person = accounts::service::persons(c, &[id])?;
        if person.is_empty() {
            return Err(Error::field("/owner_id", FieldCode::NotFound));
        }
    }
    if (desk_id, owner_id) != (row.desk_id, row.owner_id) {
        (row.rule_id, row.rule_version) = (None, None);
    }
    (row.desk_id, row.owner_id) = (desk_id, owner_id);
    Ok(json!({ "desk_id": desk_id, "owner_id": owner_id }))
}

/// The request's history, oldest first.
///
/// # Errors
/// 404.
pub fn history(c: &mut Conn, actor: &Actor, key: &str, page: &PageRequest) -> Result<Page<EventView>> {
    let row = visible(c, actor, key)?;
    audit::history(c, "request", row.id.0, page)
}

/// Why each rule in force does or does not match the request.
///
/// # Errors
/// 403, 404.
pub fn explain(c: &mut Conn, actor: &Actor, key: &str, locale: Locale) -> Result<Explanation> {
    let row = visible(c, actor, key)?;
    if !routing::policy::may_read(actor) {
        return Err(Error::not_your_right());
    }
    let facts = facts(c, &row)?;
    routing::service::explain_facts(c, &facts, locale)
}
