//! The operations on routing rules.

use actix_web::{HttpResponse, get, post};

use super::model::{ExplainRouting, Explanation, ListVersions, RuleSet, VersionView};
use super::service::{self, SORT};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Params, Path};
use crate::page::{Page, PageRequest};

/// The rules in force, in order, with what looks wrong about them today.
#[utoipa::path(operation_id = "get_routing_rules", tag = "routing", security(("bearer" = []), ("cookie" = [])),
    params(Fields<RuleSet>), responses((status = 200, body = RuleSet), ReadErrors))]
#[get("/routing/rules")]
pub async fn get_routing_rules(
    api: Api,
    who: Caller,
    language: Language,
    fields: Fields<RuleSet>,
) -> Result<HttpResponse> {
    let rules = api
        .read(who, move |c, _, actor| service::get(c, actor, language.0))
        .await?;
    Ok(fields.resource(&rules))
}

/// The saved sets of rules, the newest first.
#[utoipa::path(operation_id = "list_routing_versions", tag = "routing", security(("bearer" = []), ("cookie" = [])),
    params(ListVersions, Fields<VersionView>), responses((status = 200, body = Page<VersionView>), ReadErrors))]
#[get("/routing/versions")]
pub async fn list_routing_versions(
    api: Api,
    who: Caller,
    wanted: Params<ListVersions>,
    fields: Fields<VersionView>,
) -> Result<HttpResponse> {
    let page = PageRequest::new(wanted.0.limit, wanted.0.cursor.as_deref(), SORT)?;
    let found = api
        .read(who, move |c, _, actor| service::versions(c, actor, &page))
        .await?;
    Ok(fields.page(&found))
}

/// A saved set of rules, as it was.
#[utoipa::path(operation_id = "get_routing_version", tag = "routing", security(("bearer" = []), ("cookie" = [])),
    params(("version" = i64, Path, description = "Which", minimum = 1), Fields<RuleSet>), responses((status = 200, body = RuleSet), ReadErrors))]
#[get("/routing/versions/{version}")]
pub async fn get_routing_version(
    api: Api,
    who: Caller,
    version: Path<i64>,
    fields: Fields<RuleSet>,
) -> Result<HttpResponse> {
    let rules = api
        .read(who, move |c, _, actor| service::version(c, actor, version.0))
        .await?;
    Ok(fields.resource(&rules))
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
