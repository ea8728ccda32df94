//! The operations on mail.

use actix_web::{HttpResponse, get, post};
use serde::Deserialize;

use super::bounces::{self, BouncedAddress};
use super::outbox::{self, MailState, MailView};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::{Paging, Params, Path};
use crate::ids::MailId;
use crate::page::{Page, PageRequest};

/// Which mails.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MailFilter {
    /// Only in this state.
    state: Option<MailState>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The outbox, newest first.
#[utoipa::path(operation_id = "list_mail", tag = "notifications", params(MailFilter, Fields<MailView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<MailView>), ReadErrors))]
#[get("/mail/outbox")]
pub async fn list_mail(
    api: Api,
    who: Caller,
    filter: Params<MailFilter>,
    fields: Fields<MailView>,
) -> Result<HttpResponse> {
    let f = filter.0;
    let page = PageRequest::new(f.limit, f.cursor.as_deref(), outbox::SORT)?;
    let mails = api
        .read(who, move |c, _, actor| service::list_mail(c, actor, f.state, &page))
        .await?;
    Ok(fields.page(&mails))
}

/// Sends a dead mail again.
#[utoipa::path(operation_id = "retry_mail", tag = "notifications", params(("id" = MailId, Path)), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = MailView), WriteErrors))]
#[post("/mail/outbox/{id}/retry")]
pub async fn retry_mail(api: Api, who: Caller, id: Path<MailId>) -> Result<HttpResponse> {
    let mail = api
        .write(who, move |c, cx, actor| service::retry_mail(c, cx, actor, id.0))
        .await?;
    Ok(answer::json(&mail))
}

/// Addresses that mail servers have called wrong for good, by address. A mail from one of them takes it out.
#[utoipa::path(operation_id = "list_bounces", tag = "notifications", params(Paging, Fields<BouncedAddress>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<BouncedAddress>), ReadErrors))]
#[get("/mail/bounces")]
pub async fn list_bounces(
    api: Api,
    who: Caller,
    paging: Params<Paging>,
    fields: Fields<BouncedAddress>,
) -> Result<HttpResponse> {
    let page = paging.0.page(bounces::SORT)?;
    let found = api.read(who, move |c, _, actor| bounces::list(c, actor, &page)).await?;
    Ok(fields.page(&found))
}
