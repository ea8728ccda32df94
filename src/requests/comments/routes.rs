//! The operations on comments.

use actix_web::{HttpResponse, delete, get, patch, post};

use super::model::{CommentEdit, CommentView, CreateComment, MentionableFilter, UpdateComment};
use super::{people, service};
use crate::accounts::UserRef;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::ids::CommentId;
use crate::page::Page;
use crate::resource::Expected;

/// The comments on a request that the caller may read, oldest first.
#[utoipa::path(operation_id = "list_comments", tag = "requests", params(("id" = String, Path, description = "Id or number"), Paging, Fields<CommentView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<CommentView>), ReadErrors))]
#[get("/requests/{id}/comments")]
pub async fn list_comments(
    api: Api,
    who: Caller,
    id: Path<String>,
    paging: Params<Paging>,
    fields: Fields<CommentView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(service::SORT)?;
    let comments = api
        .read(who, move |c, _, actor| service::list(c, actor, &id.0, &page))
        .await?;
    Ok(fields.page(&comments))
}

/// Writes a comment on a request.
#[utoipa::path(operation_id = "create_comment", tag = "requests", request_body = CreateComment, security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = CommentView), WriteErrors))]
#[post("/requests/{id}/comments")]
pub async fn create_comment(
    api: Api,
    who: Caller,
    id: Path<String>,
    creation: Creation,
    body: Body<CreateComment>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        service::create(c, cx, actor, &id.0, input)
    })
    .await
}

/// Who may be mentioned in a comment on a request: all who may read it but the caller, in the order of names.
#[utoipa::path(operation_id = "list_mentionable", tag = "requests", params(("id" = String, Path, description = "Id or number"), MentionableFilter, Fields<UserRef>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<UserRef>), ReadErrors))]
#[get("/requests/{id}/mentionable")]
pub async fn list_mentionable(
    api: Api,
    who: Caller,
    id: Path<String>,
    filter: Params<MentionableFilter>,
    fields: Fields<UserRef>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| people::mentionable(c, actor, &id.0, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// A comment.
#[utoipa::path(operation_id = "get_comment", tag = "requests", params(("id" = i64, Path, description = "Which"), Fields<CommentView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = CommentView), ReadErrors))]
#[get("/comments/{id}")]
pub async fn get_comment(
    api: Api,
    who: Caller,
    id: Path<CommentId>,
    fields: Fields<CommentView>,
) -> Result<HttpResponse> {
    let comment = api.read(who, move |c, _, actor| service::get(c, actor, id.0)).await?;
    Ok(fields.resource(&comment))
}

/// Edits a comment of the caller's; what it said is kept.
#[utoipa::path(operation_id = "update_comment", tag = "requests", request_body = UpdateComment, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = CommentView), WriteErrors))]
#[patch("/comments/{id}")]
pub async fn update_comment(
    api: Api,
    who: Caller,
    id: Path<CommentId>,
    expected: Expected,
    body: Body<UpdateComment>,
) -> Result<HttpResponse> {
    let comment = api
        .write(who, move |c, cx, actor| {
            service::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&comment))
}

/// Deletes a comment: its texts go, its place and who deleted it stay. For its author and the director.
#[utoipa::path(operation_id = "delete_comment", tag = "requests", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 204, description = "Deleted"), WriteErrors))]
#[delete("/comments/{id}")]
pub async fn delete_comment(api: Api, who: Caller, id: Path<CommentId>, expected: Expected) -> Result<HttpResponse> {
    api.write(who, move |c, cx, actor| service::delete(c, cx, actor, id.0, &expected))
        .await?;
    Ok(answer::nothing())
}

/// What a comment said before each edit, oldest first.
#[utoipa::path(operation_id = "list_comment_edits", tag = "requests", params(("id" = i64, Path, description = "Which"), Paging, Fields<CommentEdit>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<CommentEdit>), ReadErrors))]
#[get("/comments/{id}/edits")]
pub async fn list_comment_edits(
    api: Api,
    who: Caller,
    id: Path<CommentId>,
    paging: Params<Paging>,
    fields: Fields<CommentEdit>,
) -> Result<HttpResponse> {
    let page = paging.0.page(service::SORT)?;
    let edits = api
        .read(who, move |c, _, actor| service::edits(c, actor, id.0, &page))
        .await?;
    Ok(fields.page(&edits))
}
