//! The operations on what the caller is told in the application, and on how they want to hear.

use actix_web::{HttpResponse, get, post, put};

use super::inbox_model::{
    NotificationFilter, NotificationPage, NotificationView, PreferencesView, PutPreferences, ReadNotifications, Unread,
};
use super::{inbox, preferences};
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::news::{Changed, LastMark};
use crate::http::params::Params;
use crate::page::PageRequest;
use crate::resource::Expected;

/// What the caller has been told, newest first, and how much of it they have not read.
#[utoipa::path(operation_id = "list_notifications", tag = "notifications", params(NotificationFilter, Fields<NotificationView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = NotificationPage), ReadErrors))]
#[get("/notifications")]
pub async fn list_notifications(
    api: Api,
    who: Caller,
    language: Language,
    filter: Params<NotificationFilter>,
    fields: Fields<NotificationView>,
) -> Result<HttpResponse> {
    let (filter, may_know) = (filter.0, api.may_know);
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), inbox::SORT)?;
    let (page, unread) = api
        .read(who, move |c, cx, actor| {
            inbox::list(c, cx, actor, filter.unread, &page, language.0, may_know)
        })
        .await?;
    Ok(fields.counted(&page, unread))
}

/// Marks notifications of the caller's as read: these, or all up to one. What is not theirs is passed over.
#[utoipa::path(operation_id = "read_notifications", tag = "notifications", request_body = ReadNotifications, security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Unread), WriteErrors))]
#[post("/notifications/read")]
pub async fn read_notifications(api: Api, who: Caller, body: Body<ReadNotifications>) -> Result<HttpResponse> {
    let unread = api
        .write(who, move |c, cx, actor| inbox::read(c, cx, actor, &body.value))
        .await?;
    Ok(answer::json(&Unread { unread }))
}

/// How the caller hears of things: by topic at once, in the digest, or in the application alone.
#[utoipa::path(operation_id = "get_notification_preferences", tag = "notifications", params(Fields<PreferencesView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = PreferencesView), ReadErrors))]
#[get("/notification-preferences")]
pub async fn get_notification_preferences(
    api: Api,
    who: Caller,
    language: Language,
    fields: Fields<PreferencesView>,
) -> Result<HttpResponse> {
    let shown = api
        .read(who, move |c, _, actor| preferences::get(c, actor, language.0))
        .await?;
    Ok(fields.resource(&shown))
}

/// Puts the caller's preferences as a whole. What must be told, such as an approval that waits, cannot be switched off: 422.
#[utoipa::path(operation_id = "put_notification_preferences", tag = "notifications", request_body = PutPreferences, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = PreferencesView), WriteErrors))]
#[put("/notification-preferences")]
pub async fn put_notification_preferences(
    api: Api,
    who: Caller,
    language: Language,
    expected: Expected,
    body: Body<PutPreferences>,
) -> Result<HttpResponse> {
    let shown = api
        .write(who, move |c, cx, actor| {
            preferences::put(c, cx, actor, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&shown))
}

/// What the caller is told, and that something they may see has changed, as server-sent events.
///
/// `notification` is one of the list; `changed` says that a request or a meeting has changed, `unread` how many notifications are
/// not read; `reset` says that more has happened than can be told: read again what you show. An event may come
/// twice. With `Last-Event-ID` what was missed comes first. A heartbeat comes every 15 seconds. The stream ends when the token
/// is no longer good.
#[utoipa::path(operation_id = "stream", tag = "notifications", security(("bearer" = []), ("cookie" = [])),
    params(("Last-Event-ID" = Option<String>, Header, description = "The last `id` that you have seen")),
    responses((status = 200, description = "Events, of which `data` is a notification, this, or `{\"unread\": 3}`", body = Changed, content_type = "text/event-stream"), ReadErrors))]
#[get("/stream")]
pub async fn stream(api: Api, who: Caller, last: LastMark) -> Result<HttpResponse> {
    api.stream(who, last).await
}
