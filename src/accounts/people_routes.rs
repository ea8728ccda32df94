//! The operations on people: list, invite, change, roles.

use actix_web::{HttpResponse, get, patch, post, put};

use super::bodies::{ChangeUser, InviteUser, ListUsers, SetRoles};
use super::people;
use super::views::UserView;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::Caller;
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Params, Path};
use crate::ids::UserId;
use crate::page::Page;
use crate::resource::Expected;

/// Registers them.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(list_users)
        .service(invite_user)
        .service(get_user)
        .service(update_user)
        .service(set_user_roles);
}

/// The people with an account, in the Persian order of their names. For administrators, the director and auditors.
#[utoipa::path(
    tag = "people",
    params(ListUsers, Fields<UserView>),
    responses((status = 200, description = "A page of people", body = Page<UserView>), ReadErrors)
)]
#[get("/users")]
async fn list_users(
    api: Api,
    who: Caller,
    wanted: Params<ListUsers>,
    fields: Fields<UserView>,
) -> Result<HttpResponse> {
    let page = api
        .read(who, move |c, cx, actor| people::list(c, cx, actor, &wanted.0))
        .await?;
    Ok(fields.page(&page))
}

/// Makes an account and mails its person a link by which they choose a password. For administrators.
///
/// An invitation that has run out is renewed by `POST /auth/password/forgot`.
#[utoipa::path(
    tag = "people",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the first answer again")),
    request_body = InviteUser,
    responses((status = 201, description = "The new account", body = UserView, headers(("ETag" = String), ("Location" = String))), WriteErrors)
)]
#[post("/users/invitations")]
async fn invite_user(api: Api, who: Caller, creation: Creation, body: Body<InviteUser>) -> Result<HttpResponse> {
    api.create(who, creation, body, people::invite).await
}

/// One person's account. Everybody may read their own.
#[utoipa::path(
    tag = "people",
    params(("id" = UserId, Path, description = "Whose"), Fields<UserView>),
    responses((status = 200, description = "The account", body = UserView, headers(("ETag" = String))), ReadErrors)
)]
#[get("/users/{id}")]
async fn get_user(api: Api, who: Caller, id: Path<UserId>, fields: Fields<UserView>) -> Result<HttpResponse> {
    let user = api
        .read(who, move |c, cx, actor| people::get(c, cx, actor, id.0))
        .await?;
    Ok(fields.resource(&user))
}

/// Changes a person's name, language or activity. For administrators; everybody may change their own language.
///
/// Deactivation ends the person's sessions at once. The last active administrator stays.
#[utoipa::path(
    tag = "people",
    params(("id" = UserId, Path, description = "Whose"), ("If-Match" = String, Header, description = "The version that you saw", example = "\"1\"")),
    request_body = ChangeUser,
    responses((status = 200, description = "The account as it is now", body = UserView, headers(("ETag" = String))), WriteErrors)
)]
#[patch("/users/{id}")]
async fn update_user(
    api: Api,
    who: Caller,
    id: Path<UserId>,
    expected: Expected,
    body: Body<ChangeUser>,
) -> Result<HttpResponse> {
    let user = api
        .write(who, move |c, cx, actor| {
            people::change(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&user))
}

/// Gives a person exactly these roles. For administrators. The last active administrator stays one.
#[utoipa::path(
    tag = "people",
    params(("id" = UserId, Path, description = "Whose"), ("If-Match" = String, Header, description = "The version that you saw", example = "\"1\"")),
    request_body = SetRoles,
    responses((status = 200, description = "The account as it is now", body = UserView, headers(("ETag" = String))), WriteErrors)
)]
#[put("/users/{id}/roles")]
async fn set_user_roles(
    api: Api,
    who: Caller,
    id: Path<UserId>,
    expected: Expected,
    body: Body<SetRoles>,
) -> Result<HttpResponse> {
    let user = api
        .write(who, move |c, cx, actor| {
            people::set_roles(c, cx, actor, id.0, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&user))
}
