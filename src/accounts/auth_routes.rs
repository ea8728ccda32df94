//! The operations of signing in. Browsers hold both tokens in cookies that no script can read: the access
//! token's goes with every call, the refresh token's only to `/api/v1/auth`.

use std::time::Duration;

use actix_web::cookie::time::Duration as CookieAge;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post};

use super::bodies::{ChosenPassword, FirstAdmin, ForgottenPassword, Login};
use super::links;
use super::model::Purpose;
use super::sign_in::{self, Fresh, Origin};
use super::views::{Me, SessionView, SignedIn};
use crate::error::{Error, Result};
use crate::http::body::Body;
use crate::http::caller::{ACCESS_COOKIE, Caller, address, refuse_cross_site};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::params::Path;
use crate::http::{Api, answer};
use crate::ids::SessionId;
use crate::page::Page;

/// The cookie that holds a browser's refresh token.
pub const REFRESH_COOKIE: &str = "hamahang_refresh";
const REFRESH_PATH: &str = "/api/v1/auth";

/// `POST /auth/password/forgot` takes at least this long, whether there is an account or not.
const FORGOT_TAKES: Duration = Duration::from_millis(400);

/// Registers them.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(login)
        .service(refresh_session)
        .service(logout)
        .service(get_me);
    cfg.service(list_sessions)
        .service(end_other_sessions)
        .service(end_session);
    cfg.service(forgot_password)
        .service(reset_password)
        .service(accept_invitation)
        .service(create_first_admin);
}

/// A cookie of ours; `seconds` 0 takes it away.
fn cookie(api: &Api, name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
    let (path, same_site) = if name == REFRESH_COOKIE {
        (REFRESH_PATH, SameSite::Strict)
    } else {
        ("/", SameSite::Lax)
    };
    let cookie = Cookie::build(name, value)
        .path(path)
        .same_site(same_site)
        .http_only(true)
        .secure(api.settings.is_https());
    cookie.max_age(CookieAge::seconds(seconds)).finish()
}

/// 200 with the access token, and both cookies.
fn signed_in(api: &Api, fresh: Fresh) -> HttpResponse {
    let access = cookie(
        api,
        ACCESS_COOKIE,
        fresh.view.access_token.clone(),
        fresh.view.expires_in,
    );
    let refresh = cookie(api, REFRESH_COOKIE, fresh.refresh, api.settings.session_days * 86_400);
    HttpResponse::Ok().cookie(access).cookie(refresh).json(&fresh.view)
}

/// Signs in with address and password.
///
/// After five failures of an account, or twenty from an address, within fifteen minutes, none is heard for
/// fifteen minutes (429); an account that does not exist behaves like one that does.
#[utoipa::path(
    tag = "sign-in",
    security(()),
    request_body = Login,
    responses((status = 200, description = "Signed in; the refresh token comes as a cookie", body = SignedIn, headers(("Set-Cookie" = String))), WriteErrors)
)]
#[post("/auth/login")]
async fn login(api: Api, req: HttpRequest, body: Body<Login>) -> Result<HttpResponse> {
    let agent = req
        .headers()
        .get(header::USER_AGENT)
        .map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned());
    let from = Origin {
        address: address(&req),
        user_agent: agent.unwrap_or_default(),
    };
    let fresh = sign_in::login(&api.db, &api.tokens, body.value, from).await?;
    Ok(signed_in(&api, fresh))
}

/// New tokens against the refresh cookie, which works once; a used one that comes again ends the session.
#[utoipa::path(
    tag = "sign-in",
    security(()),
    responses((status = 200, description = "Signed in; the next refresh token comes as a cookie", body = SignedIn, headers(("Set-Cookie" = String))), WriteErrors)
)]
#[post("/auth/refresh")]
async fn refresh_session(api: Api, req: HttpRequest) -> Result<HttpResponse> {
    let token = req
        .cookie(REFRESH_COOKIE)
        .ok_or(Error::Unauthenticated("not_signed_in"))?;
    refuse_cross_site(&req)?;
    let fresh = sign_in::refresh(&api.db, &api.tokens, token.value()).await?;
    Ok(signed_in(&api, fresh))
}

/// Ends the session and takes the cookies away.
#[utoipa::path(tag = "sign-in", responses((status = 204, description = "Signed out"), WriteErrors))]
#[post("/auth/logout")]
async fn logout(api: Api, who: Caller) -> Result<HttpResponse> {
    api.write(who, sign_in::logout).await?;
    let gone = |name| cookie(&api, name, String::new(), 0);
    Ok(HttpResponse::NoContent()
        .cookie(gone(ACCESS_COOKIE))
        .cookie(gone(REFRESH_COOKIE))
        .finish())
}

/// Who is signed in, with roles and what they open.
#[utoipa::path(tag = "sign-in", params(Fields<Me>), responses((status = 200, description = "The caller", body = Me), ReadErrors))]
#[get("/auth/me")]
async fn get_me(api: Api, who: Caller, fields: Fields<Me>) -> Result<HttpResponse> {
    let me = api.read(who, |c, cx, actor| sign_in::me(c, cx, actor.id)).await?;
    Ok(fields.value(&me))
}

/// Where the caller is signed in, last used first; the newest 200.
#[utoipa::path(tag = "sign-in", params(Fields<SessionView>), responses((status = 200, description = "The caller's sessions", body = Page<SessionView>), ReadErrors))]
#[get("/auth/sessions")]
async fn list_sessions(api: Api, who: Caller, fields: Fields<SessionView>) -> Result<HttpResponse> {
    let page = api.read(who, sign_in::sessions).await?;
    Ok(fields.page(&page))
}

/// Ends all of the caller's sessions but this one.
#[utoipa::path(tag = "sign-in", responses((status = 204, description = "Ended"), WriteErrors))]
#[delete("/auth/sessions")]
async fn end_other_sessions(api: Api, who: Caller) -> Result<HttpResponse> {
    api.write(who, sign_in::end_other_sessions).await?;
    Ok(answer::nothing())
}

/// Ends one of the caller's sessions.
#[utoipa::path(
    tag = "sign-in",
    params(("id" = SessionId, Path, description = "Which")),
    responses((status = 204, description = "Ended"), WriteErrors)
)]
#[delete("/auth/sessions/{id}")]
async fn end_session(api: Api, who: Caller, id: Path<SessionId>) -> Result<HttpResponse> {
    api.write(who, move |c, cx, actor| sign_in::end_session(c, cx, actor, id.0))
        .await?;
    Ok(answer::nothing())
}

/// Asks for a link to choose a new password by. The answer is the same whether there is such an account or not.
#[utoipa::path(
    tag = "sign-in",
    security(()),
    request_body = ForgottenPassword,
    responses((status = 202, description = "If there is an active account, a mail is on its way"), WriteErrors)
)]
#[post("/auth/password/forgot")]
async fn forgot_password(api: Api, body: Body<ForgottenPassword>) -> Result<HttpResponse> {
    let mail = api.db.write(move |c, cx| links::forgot(c, cx, &body.value.email));
    let (mailed, ()) = tokio::join!(mail, tokio::time::sleep(FORGOT_TAKES));
    mailed?;
    api.wake.mail();
    Ok(HttpResponse::Accepted().finish())
}

/// Sets a new password by the mailed link; all sessions of the account end.
#[utoipa::path(
    tag = "sign-in",
    security(()),
    request_body = ChosenPassword,
    responses((status = 204, description = "Set; sign in with it"), WriteErrors)
)]
#[post("/auth/password/reset")]
async fn reset_password(api: Api, body: Body<ChosenPassword>) -> Result<HttpResponse> {
    links::choose_password(&api.db, Purpose::PasswordReset, body.value).await?;
    api.wake.mail();
    Ok(answer::nothing())
}

/// Chooses the first password by the link of an invitation.
#[utoipa::path(
    tag = "sign-in",
    security(()),
    request_body = ChosenPassword,
    responses((status = 204, description = "Set; sign in with it"), WriteErrors)
)]
#[post("/auth/invitations/accept")]
async fn accept_invitation(api: Api, body: Body<ChosenPassword>) -> Result<HttpResponse> {
    links::choose_password(&api.db, Purpose::Invitation, body.value).await?;
    Ok(answer::nothing())
}

/// Makes the first administrator, by the link that the server prints on its console while there is none.
#[utoipa::path(
    tag = "sign-in",
    security(()),
    request_body = FirstAdmin,
    responses((status = 204, description = "Made; sign in"), WriteErrors)
)]
#[post("/auth/first-admin")]
async fn create_first_admin(api: Api, body: Body<FirstAdmin>) -> Result<HttpResponse> {
    links::create_first_admin(&api.db, body.value).await?;
    Ok(answer::nothing())
}
