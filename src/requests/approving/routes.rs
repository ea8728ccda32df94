//! The operations on approvals of requests.

use actix_web::{HttpResponse, get, post};

use super::model::{ApprovalFilter, ApprovalView, ApproveBody, RefuseBody};
use crate::approvals::Verdict;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Params, Path};
use crate::ids::ApprovalId;
use crate::page::Page;
use crate::resource::Expected;

/// The approvals that concern the caller, newest first; `mine=true`: those that wait for the caller's decision.
#[utoipa::path(operation_id = "list_approvals", tag = "approvals", params(ApprovalFilter, Fields<ApprovalView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<ApprovalView>), ReadErrors))]
#[get("/approvals")]
pub async fn list_approvals(
    api: Api,
    who: Caller,
    language: Language,
    filter: Params<ApprovalFilter>,
    fields: Fields<ApprovalView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| {
            super::list(c, cx, actor, &filter.0, language.0)
        })
        .await?;
    Ok(fields.page(&page))
}

/// An approval: its steps, who may decide, what was decided, and why a step does not apply.
#[utoipa::path(operation_id = "get_approval", tag = "approvals", params(("id" = i64, Path, description = "Which"), Fields<ApprovalView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = ApprovalView), ReadErrors))]
#[get("/approvals/{id}")]
pub async fn get_approval(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<ApprovalId>,
    fields: Fields<ApprovalView>,
) -> Result<HttpResponse> {
    let approval = api
        .read(who, move |c, cx, actor| super::get(c, cx, actor, id.0, language.0))
        .await?;
    Ok(fields.resource(&approval))
}

/// Approves the open step; after the last one the request goes on.
#[utoipa::path(operation_id = "approve", tag = "approvals", request_body = ApproveBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ApprovalView), WriteErrors))]
#[post("/approvals/{id}/approve")]
pub async fn approve(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<ApprovalId>,
    expected: Expected,
    body: Body<ApproveBody>,
) -> Result<HttpResponse> {
    decide(&api, who, language, id.0, expected, Verdict::Approved, body.value.note).await
}

/// Refuses it: all of it ends, and so does the request.
#[utoipa::path(operation_id = "reject_approval", tag = "approvals", request_body = RefuseBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ApprovalView), WriteErrors))]
#[post("/approvals/{id}/reject")]
pub async fn reject_approval(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<ApprovalId>,
    expected: Expected,
    body: Body<RefuseBody>,
) -> Result<HttpResponse> {
    let reason = Some(body.value.reason);
    decide(&api, who, language, id.0, expected, Verdict::Rejected, reason).await
}

/// Sends the request back to its filer to be changed; another approval can be asked for afterwards.
#[utoipa::path(operation_id = "return_approval", tag = "approvals", request_body = RefuseBody, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = ApprovalView), WriteErrors))]
#[post("/approvals/{id}/return")]
pub async fn return_approval(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<ApprovalId>,
    expected: Expected,
    body: Body<RefuseBody>,
) -> Result<HttpResponse> {
    let reason = Some(body.value.reason);
    decide(&api, who, language, id.0, expected, Verdict::Returned, reason).await
}

async fn decide(
    api: &Api,
    who: Caller,
    language: Language,
    id: ApprovalId,
    expected: Expected,
    verdict: Verdict,
    words: Option<String>,
) -> Result<HttpResponse> {
    let approval = api
        .write(who, move |c, cx, actor| {
            super::decide(c, cx, actor, id, &expected, verdict, words.as_deref(), language.0)
        })
        .await?;
    Ok(answer::ok(&approval))
}
