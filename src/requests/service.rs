//! Requests filed, read, listed and changed, one function for each use case. What moves them is in `acting`.

use serde_json::{Value, json};

use super::acting::{check_version, facts, move_on, record, save, tell};
use super::action::Action;
use super::categories::{self, Category, Details};
use super::changes::Changes;
use super::deadlines::keeping;
use super::list_store::{self, Scope};
use super::model::{CategoryView, CreateRequest, RequestFilter, RequestView, UpdateRequest};
use super::state::State;
use super::store::{self, Request};
use super::views::{view, views};
use super::{approving, findable, policy, tags, themes};
use crate::accounts::{Actor, Role, Substitution};
use crate::audit::{self, EventView};
use crate::clock::Timestamp;
use crate::db::types::Json;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{MeetingId, RequestId, UnitId, UserId};
use crate::page::{Page, PageRequest};
use crate::persian::{digits, search, text};
use crate::resource::Expected;
use crate::routing::Priority;
use crate::routing::model::Explanation;
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
pub(super) fn read_details(category: Category, value: &Value) -> Result<Details> {
    let errors = schema::check_cached(
        category.as_str(),
        categories::schema(category, Locale::En),
        value,
        "/details",
    )?;
    Error::invalid_if_any(errors)?;
    let details = Details::from_value(category, value)
        .map_err(|_| Error::Invalid(vec![unreadable("/details".to_owned(), None)]))?;
    let errors = details.check();
    if errors.is_empty() {
        Ok(details)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// A draft that nobody has done anything with yet, and has no title.
pub(super) fn draft(
    category: Category,
    unit_id: UnitId,
    filer_id: UserId,
    details: &Details,
    now: Timestamp,
) -> Result<Request> {
    Ok(Request {
        id: RequestId(0),
        number: None,
        category,
        unit_id,
        filer_id,
        title: String::new(),
        description: String::new(),
        details: Json(details.to_value()?),
        amount_rials: details.amount_rials(),
        state: State::Draft,
        resume_state: None,
        is_open: true,
        priority: Priority::default(),
        private: false,
        desk_id: None,
        owner_id: None,
        owner_for_id: None,
        rule_id: None,
        rule_version: None,
        due_at: None,
        next_alarm_at: None,
        raised_in_id: None,
        deferred_until: None,
        deferred_to_id: None,
        waiting_for: None,
        duplicate_of_id: None,
        disputed: false,
        version: 1,
        created_at: now,
        submitted_at: None,
        updated_at: now,
        closed_at: None,
        theme_id: None,
        recounts: 0,
    })
}

/// Files a request, or keeps it as a draft.
///
/// # Errors
/// 403 for a unit that is not the actor's, 422 for wrong fields.
pub fn create(c: &mut Conn, cx: &Cx, actor: &Actor, input: &CreateRequest) -> Result<RequestView> {
    if !units::directory::unit_refs(c, &[input.unit_id])?.contains_key(&input.unit_id) {
        return Err(Error::field("/unit_id", FieldCode::NotFound));
    }
    if !policy::may_file(actor, input.unit_id) {
        return Err(Error::not_your_right());
    }
    let title = schema::required_line("/title", &input.title)?;
    let description = text::tidy(&input.description);
    let details = read_details(input.category, &input.details)?;
    if let Some(meeting) = input.raised_in {
        raised(c, actor, meeting)?;
    }
    let mut row = Request {
        priority: input.priority.unwrap_or_default(),
        private: input.private,
        raised_in_id: input.raised_in,
        title,
        description,
        ..draft(input.category, input.unit_id, actor.id, &details, cx.now)?
    };
    let before = row.clone();
    let submitted = if input.draft {
        None
    } else {
        Some(move_on(c, cx, actor, &mut row, &Action::Submit)?)
    };
    row.id = store::insert(c, &row, &findable::index(&row, &details))?;
    if !input.tags.is_empty() {
        tags::service::set(c, cx, row.id, &input.tags)?;
    }
    let before = Request { id: row.id, ..before };
    record(c, cx, Some(actor), &before, "created", None, json!({}))?;
    if let Some(data) = submitted {
        tell(c, cx, Some(actor), &before, &row, &Action::Submit, data)?;
    }
    view(c, cx, actor, row)
}

/// A request is raised in a meeting that is being held, or whose minutes are still being written. The director may say it
/// of any meeting that was held, for what was forgotten to be filed.
fn raised(c: &mut Conn, actor: &Actor, meeting: MeetingId) -> Result<()> {
    let state = store::meeting_state(c, meeting)?;
    match state.as_deref() {
        None => Err(Error::field("/raised_in", FieldCode::NotFound)),
        Some("in_progress" | "minutes_draft") => Ok(()),
        Some("minutes_review" | "approved") if policy::may_decide(actor) => Ok(()),
        Some(_) => Err(Error::refused(
            "/raised_in",
            FieldCode::Conflict,
            "این جلسه اکنون برگزار نمی‌شود؛ طرح درخواست در جلسه تا پایان نوشتن صورت‌جلسه ممکن است.",
            "The meeting is not being held; requests are raised in one until its minutes are final.",
        )),
    }
}

/// How a request is addressed: by id, or by number in any digits.
pub(super) fn resolve(c: &mut Conn, key: &str) -> Result<Option<Request>> {
    let key = digits::latin(key.trim());
    if key.contains('-') {
        return store::find_by_number(c, &key);
    }
    key.parse().map_or(Ok(None), |id| store::find(c, RequestId(id)))
}

/// The request, if the actor may know of it.
pub(super) fn visible(c: &mut Conn, actor: &Actor, key: &str) -> Result<Request> {
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

/// Which rows the lists of the actor are made of.
pub(super) fn scope(c: &mut Conn, actor: &Actor) -> Result<Scope> {
    if policy::may_triage(actor) {
        return Ok(Scope::All);
    }
    let absent = || actor.stands_in_for.iter();
    let (own_headed, own_staffed): (Vec<_>, Vec<_>) = actor.units().into_iter().partition(|unit| actor.heads(*unit));
    let staffed = absent().map(|a| (a.user_id, a.staffed().collect::<Vec<_>>()));
    let mut headed: Vec<_> = own_headed
        .into_iter()
        .chain(absent().flat_map(Substitution::headed))
        .collect();
    headed.sort_unstable();
    headed.dedup();
    let desks = absent().flat_map(|a| &a.grants).filter_map(|grant| grant.desk_id);
    // Who sits at no desk seldom has one of their own: as a substitute, or by the director's hand. Only then the list is
    // more than that of a unit, which its index has in order.
    let owns = actor.has(Role::Owner) || list_store::owns_any(c, actor.id)?;
    let own = owns.then_some(actor.id);
    Ok(Scope::Of {
        headed,
        staffed: [(actor.id, own_staffed)]
            .into_iter()
            .chain(staffed)
            .filter(|(_, units)| !units.is_empty())
            .collect(),
        desks: actor.desks().into_iter().chain(desks).collect(),
        owners: own.into_iter().chain(absent().map(|a| a.user_id)).collect(),
        for_mayor: actor.has(Role::MayorOffice),
    })
}

/// Characters of a search, and of a tag; the parameters' documentation has the same numbers.
const LONGEST_QUERY: usize = 500;
const LONGEST_TAG: usize = 50;

/// A page of the requests that the actor may see.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn list(c: &mut Conn, cx: &Cx, actor: &Actor, filter: &RequestFilter) -> Result<Page<RequestView>> {
    let scope = scope(c, actor)?;
    let rows = rows(c, cx, scope, filter)?;
    Ok(Page {
        items: views(c, cx, actor, rows.items)?,
        next: rows.next,
    })
}

/// A page of the rows of a scope.
pub(super) fn rows(c: &mut Conn, cx: &Cx, scope: Scope, filter: &RequestFilter) -> Result<Page<Request>> {
    let sort = filter.sort.unwrap_or_default();
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), sort.as_str())?;
    schema::parameter_within("q", filter.q.as_deref(), LONGEST_QUERY)?;
    schema::parameter_within("tag", filter.tag.as_deref(), LONGEST_TAG)?;
    let by_key;
    let filter = if let Some(tag) = &filter.tag {
        // A tag is found however it is spelt.
        let tag = Some(text::key(tag));
        by_key = RequestFilter { tag, ..filter.clone() };
        &by_key
    } else {
        filter
    };
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
    let rows = list_store::list(
        c,
        scope,
        filter,
        words.flatten().as_ref(),
        cx.now,
        page.after.as_ref(),
        page.limit + 1,
    )?;
    Ok(Page::from_rows(rows, &page, sort.as_str(), |r| {
        (list_store::place(sort, r), r.id.0)
    }))
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
    let capacity = policy::edits_as(actor, &row.subject()).ok_or_else(Error::not_your_right)?;
    let actor = &capacity.actor(actor);
    check_version(c, cx, actor, &row, expected)?;
    let before = row.clone();
    let mut changes = Changes::default();
    let title = (&mut row.title, input.title.as_ref());
    changes.words(title, (&mut row.description, input.description.as_ref()))?;
    if let Some(typed) = &input.details {
        let details = read_details(row.category, typed)?;
        changes.set("details", &mut row.details.0, details.to_value()?);
        row.amount_rials = details.amount_rials();
    }
    if let Some(priority) = input.priority {
        changes.set("priority", &mut row.priority, priority);
    }
    if let Some(private) = input.private {
        changes.set("private", &mut row.private, private);
    }
    if row.priority != before.priority {
        keeping::keep(c, cx, &before, &mut row, "changed", Some(actor.id), &changes.data())?;
        let mut due_at = before.due_at;
        changes.set("due_at", &mut due_at, row.due_at);
    }
    save(c, cx, actor, &mut row)?;
    let words = |row: &Request| (row.title.clone(), row.description.clone(), row.details.0.clone());
    if words(&row) != words(&before) {
        findable::renew(c, row.id)?;
    }
    if let Some(theme) = row.theme_id.filter(|_| row.private != before.private) {
        themes::service::recount(c, theme)?;
    }
    let state = row.state;
    record(c, cx, Some(actor), &row, "changed", Some(state), changes.data())?;
    approving::scope_changed(c, cx, actor, &before, &row)?;
    view(c, cx, actor, row)
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
