//! The operations on absences.

use actix_web::{HttpResponse, delete, get, patch, post};

use super::absence_views::{AbsenceView, CreateAbsence, ListAbsences, UpdateAbsence};
use super::absences;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::{AbsenceId, UserId};
use crate::page::Page;
use crate::resource::Expected;

/// Registers them.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(list_absences)
        .service(create_absence)
        .service(get_absence)
        .service(update_absence)
        .service(end_absence);
}

/// A person's absences, the latest first. Everybody may read their own; administrators, the director and auditors all.
#[utoipa::path(operation_id = "list_absences", tag = "people", security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ListAbsences, Fields<AbsenceView>),
    responses((status = 200, body = Page<AbsenceView>), ReadErrors))]
#[get("/users/{id}/absences")]
async fn list_absences(
    api: Api,
    who: Caller,
    id: Path<UserId>,
    wanted: Params<ListAbsences>,
    fields: Fields<AbsenceView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| absences::list(c, cx, actor, id.0, &wanted.0))
        .await?;
    Ok(fields.page(&page))
}

/// Records an absence and who stands in. For the person, the director and administrators. Those of one person share no
/// day, and substitutes never lead back to the person.
#[utoipa::path(operation_id = "create_absence", tag = "people", request_body = CreateAbsence, security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = AbsenceView), WriteErrors))]
#[post("/users/{id}/absences")]
async fn create_absence(
    api: Api,
    who: Caller,
    id: Path<UserId>,
    creation: Creation,
    body: Body<CreateAbsence>,
) -> Result<HttpResponse> {
    let create = move |c: &mut _, cx: &_, actor: &_, input: &_| absences::create(c, cx, actor, id.0, input);
    api.create(who, creation, body, create).await
}

/// An absence.
#[utoipa::path(operation_id = "get_absence", tag = "people", security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ("absence" = AbsenceId, Path, description = "Which"), Fields<AbsenceView>),
    responses((status = 200, body = AbsenceView), ReadErrors))]
#[get("/users/{id}/absences/{absence}")]
async fn get_absence(
    api: Api,
    who: Caller,
    path: Path<(UserId, AbsenceId)>,
    fields: Fields<AbsenceView>,
) -> Result<HttpResponse> {
    let (user, id) = path.0;
    let absence = api
        .read(who, move |c, cx, actor| absences::get(c, cx, actor, user, id))
        .await?;
    Ok(fields.resource(&absence))
}

/// Changes an absence that is not over. A new substitute is told.
#[utoipa::path(operation_id = "update_absence", tag = "people", request_body = UpdateAbsence, security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ("absence" = AbsenceId, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = AbsenceView), WriteErrors))]
#[patch("/users/{id}/absences/{absence}")]
async fn update_absence(
    api: Api,
    who: Caller,
    path: Path<(UserId, AbsenceId)>,
    expected: Expected,
    body: Body<UpdateAbsence>,
) -> Result<HttpResponse> {
    let absence = api
        .write(who, move |c, cx, actor| {
            absences::update(c, cx, actor, path.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&absence))
}

/// Ends an absence now; one that has not begun is removed.
#[utoipa::path(operation_id = "end_absence", tag = "people", security(("bearer" = []), ("cookie" = [])),
    params(("id" = UserId, Path, description = "Whose"), ("absence" = AbsenceId, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 204, description = "Ended or removed"), WriteErrors))]
#[delete("/users/{id}/absences/{absence}")]
async fn end_absence(
    api: Api,
    who: Caller,
    path: Path<(UserId, AbsenceId)>,
    expected: Expected,
) -> Result<HttpResponse> {
    api.write(who, move |c, cx, actor| absences::end(c, cx, actor, path.0, &expected))
        .await?;
    Ok(answer::nothing())
}
