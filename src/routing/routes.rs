//! The operations on routing rules.

use actix_web::{HttpResponse, get, post, put};

use super::model::{ExplainRouting, Explanation, PutRules, RuleSet};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::resource::Expected;

/// The rules in force, in order.
#[utoipa::path(operation_id = "get_routing_rules", tag = "routing", security(("bearer" = []), ("cookie" = [])),
    params(Fields<RuleSet>), responses((status = 200, body = RuleSet), ReadErrors))]
#[get("/routing/rules")]
pub async fn get_routing_rules(api: Api, who: Caller, fields: Fields<RuleSet>) -> Result<HttpResponse> {
    let rules = api.read(who, |c, _, actor| service::get(c, actor)).await?;
    Ok(fields.resource(&rules))
}

/// Saves a whole ordered set as a new version.
#[utoipa::path(operation_id = "put_routing_rules", tag = "routing", request_body = PutRules, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = RuleSet), WriteErrors))]
#[put("/routing/rules")]
pub async fn put_routing_rules(
    api: Api,
    who: Caller,
    expected: Expected,
    body: Body<PutRules>,
) -> Result<HttpResponse> {
    let rules = api
        .write(who, move |c, cx, actor| {
            service::put(c, cx, actor, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&rules))
}

/// Says why each rule would or would not match an imagined request.
#[utoipa::path(operation_id = "explain_routing", tag = "routing", request_body = ExplainRouting, security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Explanation), WriteErrors))]
#[post("/routing/explain")]
pub async fn explain_routing(
    api: Api,
    who: Caller,
    language: Language,
    body: Body<ExplainRouting>,
) -> Result<HttpResponse> {
    let told = api
        .read(who, move |c, _, actor| {
            service::explain(c, actor, &body.value, language.0)
        })
        .await?;
    Ok(answer::json(&told))
}
