//! The operations on themes.

use actix_web::{HttpResponse, delete, get, patch, post};
use serde::Serialize;

use super::acting::{self, Outcome, Outcomes};
use super::model::{
    AddRequests, CreateTheme, MergeTheme, SplitTheme, ThemeAction, ThemeFilter, ThemeSuggestion, ThemeView, UpdateTheme,
};
use super::{members, service, suggestions};
use crate::audit::{self, EventView};
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::http::problem::{Problem, Teller};
use crate::ids::{RequestId, ThemeId};
use crate::page::Page;
use crate::requests::action::ActionBody;
use crate::requests::model::RequestView;
use crate::requests::triage::routes::ItemResult;
use crate::resource::{Expected, Resource};

/// What came of a request of a theme.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ThemeResult {
    /// Which request.
    pub id: RequestId,
    /// Whether it was done.
    pub result: ItemResult,
    /// The request now.
    pub request: Option<RequestView>,
    /// Why not: the very problem that the single call would answer.
    pub problem: Option<Problem>,
}

/// What came of an action on a theme.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "theme": { "id": 1, "title": "نداشتن دوربین عکاسی", "description": "", "requests": 1, "open_requests": 1, "units": 1, "open_units": 1, "merged_into": null, "version": 3, "created_at": "2019-12-03T08:10:00Z", "updated_at": "2019-12-04T06:30:00Z" }, "results": [{ "id": 23, "result": "refused", "request": null, "problem": { "type": "/api/problems/action_not_allowed", "title": "این اقدام اکنون ممکن نیست", "status": 409, "detail": "درخواست تأیید نشده است.", "code": "action_not_allowed", "request_id": "01a2083c-6f2b-7527-af60-b3d8961a22d0" } }] }))]
pub struct ThemeActed {
    /// The theme now.
    pub theme: ThemeView,
    /// Of each request that was open, oldest first.
    pub results: Vec<ThemeResult>,
}

impl Resource for ThemeActed {
    fn version(&self) -> i32 {
        self.theme.version
    }
    fn path(&self) -> String {
        self.theme.path()
    }
}

impl ThemeActed {
    fn new(acted: Outcomes, teller: &Teller) -> Self {
        let result = |outcome: Outcome| {
            let (result, request, problem) = match outcome.result {
                Ok(request) => (ItemResult::Done, Some(request), None),
                Err(error) => (ItemResult::Refused, None, Some(teller.tell(&error))),
            };
            ThemeResult {
                id: outcome.request_id,
                result,
                request,
                problem,
            }
        };
        Self {
            theme: acted.theme,
            results: acted.outcomes.into_iter().map(result).collect(),
        }
    }
}

/// Themes, without those that were merged into others.
#[utoipa::path(operation_id = "list_themes", tag = "themes", params(ThemeFilter, Fields<ThemeView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<ThemeView>), ReadErrors))]
#[get("/themes")]
pub async fn list_themes(
    api: Api,
    who: Caller,
    filter: Params<ThemeFilter>,
    fields: Fields<ThemeView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| service::list(c, actor, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// Groups of open requests of several units that may be the same problem, and themes that they fit; at most twenty.
#[utoipa::path(operation_id = "list_theme_suggestions", tag = "themes", params(Fields<ThemeSuggestion>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<ThemeSuggestion>), ReadErrors))]
#[get("/themes/suggestions")]
pub async fn list_theme_suggestions(api: Api, who: Caller, fields: Fields<ThemeSuggestion>) -> Result<HttpResponse> {
    let page = api.read(who, move |c, _, actor| suggestions::suggest(c, actor)).await?;
    Ok(fields.page(&page))
}

/// Makes a theme, with its first requests.
#[utoipa::path(operation_id = "create_theme", tag = "themes", request_body = CreateTheme, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = ThemeView), WriteErrors))]
#[post("/themes")]
pub async fn create_theme(api: Api, who: Caller, creation: Creation, body: Body<CreateTheme>) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create).await
}

/// A theme; `GET /requests?theme_id=` lists its requests.
#[utoipa::path(operation_id = "get_theme", tag = "themes", params(("id" = i64, Path, description = "The theme"), Fields<ThemeView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = ThemeView), ReadErrors))]
#[get("/themes/{id}")]
pub async fn get_theme(api: Api, who: Caller, id: Path<ThemeId>, fields: Fields<ThemeView>) -> Result<HttpResponse> {
    let theme = api.read(who, move |c, _, actor| service::get(c, actor, id.0)).await?;
    Ok(fields.resource(&theme))
}

/// Changes a theme's words.
#[utoipa::path(operation_id = "update_theme", tag = "themes", request_body = UpdateTheme, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The theme"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ThemeView), WriteErrors))]
#[patch("/themes/{id}")]
pub async fn update_theme(
    api: Api,
    who: Caller,
    id: Path<ThemeId>,
    expected: Expected,
    body: Body<UpdateTheme>,
) -> Result<HttpResponse> {
    let theme = api
        .write(who, move |c, cx, actor| {
            service::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&theme))
}

/// A theme's history, oldest first; for who sees every request.
#[utoipa::path(operation_id = "get_theme_history", tag = "themes", params(("id" = i64, Path, description = "The theme"), Paging, Fields<EventView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<EventView>), ReadErrors))]
#[get("/themes/{id}/history")]
pub async fn get_theme_history(
    api: Api,
    who: Caller,
    id: Path<ThemeId>,
    paging: Params<Paging>,
    fields: Fields<EventView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(audit::SORT)?;
    let events = api
        .read(who, move |c, _, actor| service::history(c, actor, id.0, &page))
        .await?;
    Ok(fields.page(&events))
}

/// Puts open requests into a theme.
#[utoipa::path(operation_id = "add_theme_requests", tag = "themes", request_body = AddRequests, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The theme"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ThemeView), WriteErrors))]
#[post("/themes/{id}/requests")]
pub async fn add_theme_requests(
    api: Api,
    who: Caller,
    id: Path<ThemeId>,
    expected: Expected,
    body: Body<AddRequests>,
) -> Result<HttpResponse> {
    let theme = api
        .write(who, move |c, cx, actor| {
            members::add(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&theme))
}

/// Takes a request out of a theme.
#[utoipa::path(operation_id = "remove_theme_request", tag = "themes", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The theme"), ("request" = String, Path, description = "Id or number of the request"), ("If-Match" = String, Header, description = "The theme's ETag that you saw")),
    responses((status = 204, description = "Taken out"), WriteErrors))]
#[delete("/themes/{id}/requests/{request}")]
pub async fn remove_theme_request(
    api: Api,
    who: Caller,
    path: Path<(ThemeId, String)>,
    expected: Expected,
) -> Result<HttpResponse> {
    let (id, request) = path.0;
    api.write(who, move |c, cx, actor| {
        members::remove(c, cx, actor, id, &expected, &request)
    })
    .await?;
    Ok(answer::nothing())
}

/// Hands all requests of a theme to another one, which is the answer; the emptied one says where they went.
#[utoipa::path(operation_id = "merge_theme", tag = "themes", request_body = MergeTheme, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The theme that is emptied"), ("If-Match" = String, Header, description = "Its ETag that you saw")),
    responses((status = 200, body = ThemeView), WriteErrors))]
#[post("/themes/{id}/merge")]
pub async fn merge_theme(
    api: Api,
    who: Caller,
    id: Path<ThemeId>,
    expected: Expected,
    body: Body<MergeTheme>,
) -> Result<HttpResponse> {
    let into = api
        .write(who, move |c, cx, actor| {
            members::merge(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&into))
}

/// Makes a theme of a part of another one's requests.
#[utoipa::path(operation_id = "split_theme", tag = "themes", request_body = SplitTheme, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The theme that is split"), ("If-Match" = String, Header, description = "Its ETag that you saw"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = ThemeView), WriteErrors))]
#[post("/themes/{id}/split")]
pub async fn split_theme(
    api: Api,
    who: Caller,
    id: Path<ThemeId>,
    expected: Expected,
    creation: Creation,
    body: Body<SplitTheme>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        members::split(c, cx, actor, id.0, &expected, input)
    })
    .await
}

/// Does something to every open request of a theme; each is done or refused by itself, and each person gets one mail.
#[utoipa::path(operation_id = "act_on_theme", tag = "themes", request_body = ActionBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The theme"), ("action" = ThemeAction, Path, description = "What to do"), ("If-Match" = String, Header, description = "The theme's ETag that you saw")),
    responses((status = 200, body = ThemeActed), WriteErrors))]
#[post("/themes/{id}/actions/{action}")]
pub async fn act_on_theme(
    api: Api,
    who: Caller,
    teller: Teller,
    path: Path<(ThemeId, String)>,
    expected: Expected,
    body: Body<ActionBody>,
) -> Result<HttpResponse> {
    let (id, action) = path.0;
    let action = action.parse::<ThemeAction>().map_err(|_| Error::NotFound)?;
    let acted = api
        .write(who, move |c, cx, actor| {
            acting::act(c, cx, actor, id, action, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&ThemeActed::new(acted, &teller)))
}
