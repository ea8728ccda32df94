//! The operations on policies.

use actix_web::{HttpResponse, get, put};

use super::model::{PutSlaPolicies, SlaExplanation, SlaPolicies, SlaQuestion};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::Params;
use crate::resource::Expected;

/// How long requests may take, by category and priority.
#[utoipa::path(operation_id = "get_sla_policies", tag = "deadlines", params(Fields<SlaPolicies>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = SlaPolicies), ReadErrors))]
#[get("/sla-policies")]
pub async fn get_sla_policies(api: Api, who: Caller, fields: Fields<SlaPolicies>) -> Result<HttpResponse> {
    let policies = api.read(who, |c, _, _| service::get(c)).await?;
    Ok(fields.resource(&policies))
}

/// Saves a whole set as a new version; the deadlines of what is open follow within minutes.
#[utoipa::path(operation_id = "put_sla_policies", tag = "deadlines", request_body = PutSlaPolicies, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = SlaPolicies), WriteErrors))]
#[put("/sla-policies")]
pub async fn put_sla_policies(
    api: Api,
    who: Caller,
    expected: Expected,
    body: Body<PutSlaPolicies>,
) -> Result<HttpResponse> {
    let policies = api
        .write(who, move |c, cx, actor| {
            service::put(c, cx, actor, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&policies))
}

/// Which line applies to a kind of request, and why the others do not.
#[utoipa::path(operation_id = "explain_sla_policies", tag = "deadlines", params(SlaQuestion, Fields<SlaExplanation>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = SlaExplanation), ReadErrors))]
#[get("/sla-policies/explain")]
pub async fn explain_sla_policies(
    api: Api,
    who: Caller,
    language: Language,
    asked: Params<SlaQuestion>,
    fields: Fields<SlaExplanation>,
) -> Result<HttpResponse> {
    let told = api
        .read(who, move |c, _, _| service::explain(c, &asked.0, language.0))
        .await?;
    Ok(fields.value(&told))
}
