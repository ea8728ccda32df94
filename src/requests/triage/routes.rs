//! The operations on batches of triage.

use actix_web::{HttpResponse, post};
use serde::Serialize;

use super::model::{Outcome, Outcomes, TriageAction, TriageBatch};
use super::service;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::WriteErrors;
use crate::http::params::Path;
use crate::http::problem::{Problem, Teller};
use crate::ids::{BatchId, RequestId};
use crate::requests::model::RequestView;

crate::text_enum! {
    /// Whether it was done.
    pub enum ItemResult {
        /// It was done; `request` has it as it is now.
        Done = "done",
        /// It was not, and is as it was; `problem` says why.
        Refused = "refused",
    }
}

/// What came of a request of a batch.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BatchResult {
    /// Which request.
    pub id: RequestId,
    /// What was to be done, or taken back.
    pub action: TriageAction,
    /// Whether it was.
    pub result: ItemResult,
    /// The request now.
    pub request: Option<RequestView>,
    /// Why not: the very problem that the single call would answer. Pointers lead into the item's `with`.
    pub problem: Option<Problem>,
}

/// What came of a batch.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 4, "undo_until": "2019-12-03T06:30:10Z", "results": [{ "id": 23, "action": "accept", "result": "refused", "request": null, "problem": { "type": "/api/problems/not_found", "title": "یافت نشد", "status": 404, "detail": "چنین موردی نیست یا در دسترس شما نیست.", "code": "not_found", "request_id": "01a2083c-6f2b-7527-af60-b3d8961a22d0" } }] }))]
pub struct BatchView {
    /// `POST /triage/undo/{id}` takes it back; `null`: nothing was done, or nothing can be taken back.
    pub id: Option<BatchId>,
    /// Until when it can be taken back; its mails wait as long.
    pub undo_until: Option<Timestamp>,
    /// Of each request, in the order of the batch.
    pub results: Vec<BatchResult>,
}

impl BatchView {
    fn new(batch: Outcomes, teller: &Teller) -> Self {
        let result = |outcome: Outcome| {
            let (result, request, problem) = match outcome.result {
                Ok(request) => (ItemResult::Done, Some(request), None),
                Err(error) => (ItemResult::Refused, None, Some(teller.tell(&error))),
            };
            BatchResult {
                id: outcome.request_id,
                action: outcome.action,
                result,
                request,
                problem,
            }
        };
        Self {
            id: batch.id,
            undo_until: batch.undo_until,
            results: batch.outcomes.into_iter().map(result).collect(),
        }
    }
}

/// Decides on many requests at once; each is done or refused by itself. For some seconds all of it can be taken back.
#[utoipa::path(operation_id = "triage_batch", tag = "requests", request_body = TriageBatch, security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = BatchView), WriteErrors))]
#[post("/triage/batch")]
pub async fn triage_batch(api: Api, who: Caller, teller: Teller, body: Body<TriageBatch>) -> Result<HttpResponse> {
    let batch = api
        .write(who, move |c, cx, actor| service::batch(c, cx, actor, &body.value))
        .await?;
    Ok(answer::json(&BatchView::new(batch, &teller)))
}

/// Takes a batch of the caller's back: each request that nobody has touched since is as it was, and its mails never left.
#[utoipa::path(operation_id = "undo_triage", tag = "requests", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The batch")),
    responses((status = 200, body = BatchView), WriteErrors))]
#[post("/triage/undo/{id}")]
pub async fn undo_triage(api: Api, who: Caller, teller: Teller, id: Path<BatchId>) -> Result<HttpResponse> {
    let batch = api
        .write(who, move |c, cx, actor| service::undo(c, cx, actor, id.0))
        .await?;
    Ok(answer::json(&BatchView::new(batch, &teller)))
}
