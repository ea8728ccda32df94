//! Subjects for the mayor, and the brief of a meeting with the mayor.

use actix_web::{HttpResponse, get, patch, post};

use super::brief;
use super::model::{BriefView, CreateSubject, SubjectFilter, SubjectView, UpdateSubject, WithdrawSubject};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::{MayorSubjectId, MeetingId};
use crate::page::Page;
use crate::resource::Expected;

/// What is to be taken up with the mayor, the oldest first. For the director, the mayor's office and the auditor.
#[utoipa::path(operation_id = "list_mayor_subjects", tag = "meetings", params(SubjectFilter, Fields<SubjectView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<SubjectView>), ReadErrors))]
#[get("/mayor-subjects")]
pub async fn list_mayor_subjects(
    api: Api,
    who: Caller,
    filter: Params<SubjectFilter>,
    fields: Fields<SubjectView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, _, actor| service::list(c, actor, &filter.0))
        .await?;
    Ok(fields.page(&page))
}

/// Puts a request or a theme on the list for the mayor; other meetings do not take it up until that is decided.
#[utoipa::path(operation_id = "create_mayor_subject", tag = "meetings", request_body = CreateSubject, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = SubjectView), WriteErrors))]
#[post("/mayor-subjects")]
pub async fn create_mayor_subject(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateSubject>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create).await
}

/// A subject for the mayor.
#[utoipa::path(operation_id = "get_mayor_subject", tag = "meetings", params(("id" = i64, Path, description = "Which"), Fields<SubjectView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = SubjectView), ReadErrors))]
#[get("/mayor-subjects/{id}")]
pub async fn get_mayor_subject(
    api: Api,
    who: Caller,
    id: Path<MayorSubjectId>,
    fields: Fields<SubjectView>,
) -> Result<HttpResponse> {
    let subject = api.read(who, move |c, _, actor| service::get(c, actor, id.0)).await?;
    Ok(fields.resource(&subject))
}

/// Says otherwise what is asked of the mayor, while it waits.
#[utoipa::path(operation_id = "update_mayor_subject", tag = "meetings", request_body = UpdateSubject, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = SubjectView), WriteErrors))]
#[patch("/mayor-subjects/{id}")]
pub async fn update_mayor_subject(
    api: Api,
    who: Caller,
    id: Path<MayorSubjectId>,
    expected: Expected,
    body: Body<UpdateSubject>,
) -> Result<HttpResponse> {
    let subject = api
        .write(who, move |c, cx, actor| {
            service::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&subject))
}

/// Takes a subject off the list; meetings take it up again as ever.
#[utoipa::path(operation_id = "withdraw_mayor_subject", tag = "meetings", request_body = WithdrawSubject, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = SubjectView), WriteErrors))]
#[post("/mayor-subjects/{id}/actions/withdraw")]
pub async fn withdraw_mayor_subject(
    api: Api,
    who: Caller,
    id: Path<MayorSubjectId>,
    expected: Expected,
    body: Body<WithdrawSubject>,
) -> Result<HttpResponse> {
    let subject = api
        .write(who, move |c, cx, actor| {
            service::withdraw(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&subject))
}

/// The brief for a meeting with the mayor: each subject with its history. For the director, the mayor's office and the auditor.
#[utoipa::path(operation_id = "get_brief", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), Fields<BriefView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = BriefView), (status = 409, description = "It is no meeting with the mayor", body = crate::http::problem::Problem, content_type = "application/problem+json"), ReadErrors))]
#[get("/meetings/{id}/brief")]
pub async fn get_brief(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<MeetingId>,
    fields: Fields<BriefView>,
) -> Result<HttpResponse> {
    let shown = api
        .read(who, move |c, cx, actor| brief::get(c, cx, actor, id.0, language.0))
        .await?;
    Ok(fields.value(&shown))
}
