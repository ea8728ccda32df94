//! The operations on tags.

use actix_web::{HttpResponse, get, put};

use super::model::{PutTags, TagFilter, TagView};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Params, Path};
use crate::page::Page;
use crate::requests::model::RequestView;
use crate::resource::Expected;

/// Tags in use on requests that are not private, in the Persian order.
#[utoipa::path(operation_id = "list_tags", tag = "requests", params(TagFilter, Fields<TagView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<TagView>), ReadErrors))]
#[get("/tags")]
pub async fn list_tags(
    api: Api,
    who: Caller,
    filter: Params<TagFilter>,
    fields: Fields<TagView>,
) -> Result<HttpResponse> {
    let page = api.read(who, move |c, _, _| service::list(c, &filter.0)).await?;
    Ok(fields.page(&page))
}

/// Replaces the tags of a request.
#[utoipa::path(operation_id = "put_request_tags", tag = "requests", request_body = PutTags, security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = RequestView), WriteErrors))]
#[put("/requests/{id}/tags")]
pub async fn put_request_tags(
    api: Api,
    who: Caller,
    id: Path<String>,
    expected: Expected,
    body: Body<PutTags>,
) -> Result<HttpResponse> {
    let request = api
        .write(who, move |c, cx, actor| {
            service::put(c, cx, actor, &id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&request))
}
