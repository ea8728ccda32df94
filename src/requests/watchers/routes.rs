//! The operations on watchers.

use actix_web::{HttpResponse, delete, get, put};

use super::model::WatcherView;
use super::service;
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Paging, Params, Path};
use crate::ids::UserId;
use crate::page::Page;

/// Who follows a request, by id.
#[utoipa::path(operation_id = "list_watchers", tag = "requests", params(("id" = String, Path, description = "Id or number"), Paging, Fields<WatcherView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<WatcherView>), ReadErrors))]
#[get("/requests/{id}/watchers")]
pub async fn list_watchers(
    api: Api,
    who: Caller,
    id: Path<String>,
    paging: Params<Paging>,
    fields: Fields<WatcherView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(service::SORT)?;
    let watchers = api
        .read(who, move |c, _, actor| service::list(c, actor, &id.0, &page))
        .await?;
    Ok(fields.page(&watchers))
}

/// A person of an address: an id, or `me`, which is nobody else.
fn person(text: &str) -> Result<Option<UserId>> {
    if text == "me" {
        return Ok(None);
    }
    text.parse().map(|id| Some(UserId(id))).map_err(|_| Error::NotFound)
}

/// Has a person follow a request: oneself, or, for its owner, its desk and the director, anybody who may see it. Once or
/// twice is the same.
#[utoipa::path(operation_id = "add_watcher", tag = "requests", security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"), ("user" = String, Path, description = "The person's id, or `me`")),
    responses((status = 200, body = WatcherView), WriteErrors))]
#[put("/requests/{id}/watchers/{user}")]
pub async fn add_watcher(api: Api, who: Caller, path: Path<(String, String)>) -> Result<HttpResponse> {
    let (id, user) = path.0;
    let user = person(&user)?;
    let watcher = api
        .write(who, move |c, cx, actor| service::add(c, cx, actor, &id, user))
        .await?;
    Ok(answer::json(&watcher))
}

/// Has a person no longer follow a request; whoever did not follow it stays so.
#[utoipa::path(operation_id = "remove_watcher", tag = "requests", security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"), ("user" = String, Path, description = "The person's id, or `me`")),
    responses((status = 204, description = "Removed"), WriteErrors))]
#[delete("/requests/{id}/watchers/{user}")]
pub async fn remove_watcher(api: Api, who: Caller, path: Path<(String, String)>) -> Result<HttpResponse> {
    let (id, user) = path.0;
    let user = person(&user)?;
    api.write(who, move |c, cx, actor| service::remove(c, cx, actor, &id, user))
        .await?;
    Ok(answer::nothing())
}
