//! The operations on routing rules that ask for what only this slice knows: which categories there are, and which
//! requests there were.

use actix_web::{HttpResponse, post, put};

use super::approving;
use super::dry_runs::{self, DryRun, DryRunReport, category_keys};
use super::sla;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::WriteErrors;
use crate::resource::Expected;
use crate::routing::model::{PutRules, RuleSet};
use crate::routing::{policy, service};

/// Saves a whole ordered set as a new version, and says what looks wrong about it.
#[utoipa::path(operation_id = "put_routing_rules", tag = "routing", request_body = PutRules, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = RuleSet), WriteErrors))]
#[put("/routing/rules")]
pub async fn put_routing_rules(
    api: Api,
    who: Caller,
    language: Language,
    expected: Expected,
    body: Body<PutRules>,
) -> Result<HttpResponse> {
    let rules = api
        .write(who, move |c, cx, actor| {
            if policy::may_change(actor) {
                approving::check_chains(c, &body.value.rules)?;
                sla::service::check_named(c, &body.value.rules)?;
            }
            service::put(c, cx, actor, &expected, &body.value, &category_keys(), language.0)
        })
        .await?;
    Ok(answer::ok(&rules))
}

/// Tries a set on the requests that were submitted last, without saving it: which of them would go elsewhere.
#[utoipa::path(operation_id = "dry_run_routing", tag = "routing", request_body = DryRun, security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = DryRunReport), WriteErrors))]
#[post("/routing/dry-runs")]
pub async fn dry_run_routing(api: Api, who: Caller, language: Language, body: Body<DryRun>) -> Result<HttpResponse> {
    let report = api
        .read(who, move |c, _, actor| {
            dry_runs::dry_run(c, actor, &body.value, language.0)
        })
        .await?;
    Ok(answer::json(&report))
}
