//! The operation that finds similar requests.

use actix_web::{HttpResponse, get};

use super::model::{SimilarRequest, SimilarTo};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::Caller;
use crate::http::docs::ReadErrors;
use crate::http::fields::Fields;
use crate::http::params::Params;
use crate::page::Page;

/// At most ten requests like the one that is being typed, among those that the caller may see, the most alike first.
#[utoipa::path(operation_id = "list_similar_requests", tag = "requests", params(SimilarTo, Fields<SimilarRequest>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<SimilarRequest>), ReadErrors))]
#[get("/requests/similar")]
pub async fn list_similar_requests(
    api: Api,
    who: Caller,
    typed: Params<SimilarTo>,
    fields: Fields<SimilarRequest>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| service::find(c, actor, &typed.0))
        .await?;
    Ok(fields.page(&page))
}
