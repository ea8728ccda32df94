//! The operations on webhooks; for administrators, to be read by the auditor, too.

use actix_web::{HttpResponse, delete, get, patch, post};

use super::model::{CreateWebhook, DeliveryFilter, DeliveryView, UpdateWebhook, WebhookAction, WebhookView};
use super::service;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::ids::{DeliveryId, WebhookId};
use crate::page::Page;
use crate::resource::Expected;

/// Addresses outside that hear of what happens, the oldest first. For administrators and the auditor.
#[utoipa::path(operation_id = "list_webhooks", tag = "webhooks", params(Paging, Fields<WebhookView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<WebhookView>), ReadErrors))]
#[get("/webhooks")]
pub async fn list_webhooks(
    api: Api,
    who: Caller,
    paging: Params<Paging>,
    fields: Fields<WebhookView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(service::SORT)?;
    let webhooks = api.read(who, move |c, _, actor| service::list(c, actor, &page)).await?;
    Ok(fields.page(&webhooks))
}

/// Has an address hear of events; the answer shows, this once, the secret that messages are signed with.
#[utoipa::path(operation_id = "create_webhook", tag = "webhooks", request_body = CreateWebhook, security(("bearer" = []), ("cookie" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = WebhookView), WriteErrors))]
#[post("/webhooks")]
pub async fn create_webhook(
    api: Api,
    who: Caller,
    creation: Creation,
    body: Body<CreateWebhook>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, service::create).await
}

/// A webhook.
#[utoipa::path(operation_id = "get_webhook", tag = "webhooks", params(("id" = i64, Path, description = "Which"), Fields<WebhookView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = WebhookView), ReadErrors))]
#[get("/webhooks/{id}")]
pub async fn get_webhook(
    api: Api,
    who: Caller,
    id: Path<WebhookId>,
    fields: Fields<WebhookView>,
) -> Result<HttpResponse> {
    let webhook = api.read(who, move |c, _, actor| service::get(c, actor, id.0)).await?;
    Ok(fields.resource(&webhook))
}

/// Changes a webhook. Another address is tried at once.
#[utoipa::path(operation_id = "update_webhook", tag = "webhooks", request_body = UpdateWebhook, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = WebhookView), WriteErrors))]
#[patch("/webhooks/{id}")]
pub async fn update_webhook(
    api: Api,
    who: Caller,
    id: Path<WebhookId>,
    expected: Expected,
    body: Body<UpdateWebhook>,
) -> Result<HttpResponse> {
    let webhook = api
        .write(who, move |c, cx, actor| {
            service::update(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&webhook))
}

/// Takes a webhook out, with the log of what it was sent.
#[utoipa::path(operation_id = "delete_webhook", tag = "webhooks", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 204, description = "Taken out"), WriteErrors))]
#[delete("/webhooks/{id}")]
pub async fn delete_webhook(api: Api, who: Caller, id: Path<WebhookId>, expected: Expected) -> Result<HttpResponse> {
    api.write(who, move |c, cx, actor| service::delete(c, cx, actor, id.0, &expected))
        .await?;
    Ok(answer::nothing())
}

/// Does something with a webhook: `pause`, `resume`, `rotate_secret` (the answer shows the new secret, this once), `ping`.
#[utoipa::path(operation_id = "act_on_webhook", tag = "webhooks", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("action" = WebhookAction, Path, description = "What"), ("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = WebhookView), WriteErrors))]
#[post("/webhooks/{id}/actions/{action}")]
pub async fn act_on_webhook(
    api: Api,
    who: Caller,
    path: Path<(WebhookId, WebhookAction)>,
    expected: Expected,
) -> Result<HttpResponse> {
    let (id, action) = path.0;
    let webhook = api
        .write(who, move |c, cx, actor| {
            service::act(c, cx, actor, id, action, &expected)
        })
        .await?;
    Ok(answer::ok(&webhook))
}

/// What was sent to a webhook, and what waits, the newest first.
#[utoipa::path(operation_id = "list_webhook_deliveries", tag = "webhooks", params(("id" = i64, Path, description = "Which"), DeliveryFilter, Fields<DeliveryView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<DeliveryView>), ReadErrors))]
#[get("/webhooks/{id}/deliveries")]
pub async fn list_webhook_deliveries(
    api: Api,
    who: Caller,
    id: Path<WebhookId>,
    filter: Params<DeliveryFilter>,
    fields: Fields<DeliveryView>,
) -> Result<HttpResponse> {
    let deliveries = api
        .read(who, move |c, _, actor| service::deliveries(c, actor, id.0, &filter.0))
        .await?;
    Ok(fields.page(&deliveries))
}

/// Sends an event again, under the id that it had.
#[utoipa::path(operation_id = "redeliver_webhook", tag = "webhooks", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "Which"), ("delivery" = i64, Path, description = "The delivery")),
    responses((status = 200, body = DeliveryView), WriteErrors))]
#[post("/webhooks/{id}/deliveries/{delivery}/redeliver")]
pub async fn redeliver_webhook(api: Api, who: Caller, path: Path<(WebhookId, DeliveryId)>) -> Result<HttpResponse> {
    let (id, delivery) = path.0;
    let again = api
        .write(who, move |c, cx, actor| service::redeliver(c, cx, actor, id, delivery))
        .await?;
    Ok(answer::ok(&again))
}
