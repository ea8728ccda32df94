//! The operations on what substitutes have in somebody's place.

use actix_web::{HttpResponse, get, post};

use super::handover::{self, SORT};
use super::model::{HandoverItem, ReturnRequests};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Paging, Params, Path};
use crate::ids::{AbsenceId, UserId};
use crate::page::Page;

/// The open requests that others have in the place of this person, oldest first. For the person, the director and auditors.
#[utoipa::path(operation_id = "list_handover", tag = "people", security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ("absence" = AbsenceId, Path, description = "Which absence"), Paging, Fields<HandoverItem>),
    responses((status = 200, body = Page<HandoverItem>), ReadErrors))]
#[get("/users/{id}/absences/{absence}/handover")]
pub async fn list_handover(
    api: Api,
    who: Caller,
    path: Path<(UserId, AbsenceId)>,
    paging: Params<Paging>,
    fields: Fields<HandoverItem>,
) -> Result<HttpResponse> {
    let page = paging.0.page(SORT)?;
    let found = api
        .read(who, move |c, _, actor| handover::list(c, actor, path.0, &page))
        .await?;
    Ok(fields.page(&found))
}

/// Gives the chosen requests back to the person, who must not be away any more; answers with what went back. For the
/// person and the director.
#[utoipa::path(operation_id = "give_back", tag = "people", request_body = ReturnRequests, security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ("absence" = AbsenceId, Path, description = "Which absence")),
    responses((status = 200, body = Page<HandoverItem>), WriteErrors))]
#[post("/users/{id}/absences/{absence}/handover")]
pub async fn give_back(
    api: Api,
    who: Caller,
    path: Path<(UserId, AbsenceId)>,
    body: Body<ReturnRequests>,
) -> Result<HttpResponse> {
    let returned = api
        .write(who, move |c, cx, actor| {
            handover::give_back(c, cx, actor, path.0, &body.value)
        })
        .await?;
    Ok(answer::json(&returned))
}
