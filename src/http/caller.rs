//! Who calls: an access token from `Authorization: Bearer`, or from the browser's cookie, in which case a
//! changing call must come from our own pages (RFC 6265bis cookies ride along with forged requests too).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::Api;
use crate::accounts::tokens::Claims;
use crate::error::{Error, Locale, Result, said};

/// The cookie that holds a browser's access token.
pub const ACCESS_COOKIE: &str = "hamahang_access";

/// A signed-in caller: the token is genuine and unexpired; whether the session still stands is asked in the
/// use case's own transaction.
#[derive(Debug, Clone)]
pub struct Caller {
    /// What the token says.
    pub claims: Claims,
}

impl FromRequest for Caller {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identify(req))
    }
}

fn identify(req: &HttpRequest) -> Result<Caller> {
    let (token, from_cookie) = presented(req)?;
    if from_cookie {
        refuse_cross_site(req)?;
    }
    Ok(Caller {
        claims: check(req, &token)?,
    })
}

/// The token of the call, and whether it came as a cookie. A bearer token goes before a cookie.
fn presented(req: &HttpRequest) -> Result<(String, bool)> {
    let Some(value) = req.headers().get(header::AUTHORIZATION) else {
        let cookie = req
            .cookie(ACCESS_COOKIE)
            .ok_or(Error::Unauthenticated("not_signed_in"))?;
        return Ok((cookie.value().to_owned(), true));
    };
    let text = value.to_str().unwrap_or_default();
    text.split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| (token.trim().to_owned(), false))
        .ok_or(Error::Unauthenticated("invalid_token"))
}

/// What a genuine token says. Checked once for each call: the rate limit asks first, the handler again.
fn check(req: &HttpRequest, token: &str) -> Result<Claims> {
    if let Some(claims) = req.extensions().get::<Claims>() {
        return Ok(claims.clone());
    }
    let api = req
        .app_data::<Api>()
        .ok_or_else(|| Error::internal("the server is not wired", "no Api"))?;
    let claims = api.tokens.check(token, api.db.clock().now())?;
    req.extensions_mut().insert(claims.clone());
    Ok(claims)
}

/// Who calls, for what is counted by caller: the bearer of a genuine token, else the address.
pub fn counted_as(req: &HttpRequest) -> String {
    match presented(req).and_then(|(token, _)| check(req, &token)) {
        Ok(claims) => format!("user {}", claims.sub),
        Err(_) => address(req),
    }
}

/// Refuses a changing call that a browser sends for another site: by `Sec-Fetch-Site` (Fetch Metadata), or, in
/// browsers without it, by `Origin`. A call with neither did not come from a page of ours.
///
/// # Errors
/// 403 `cross_site`.
pub fn refuse_cross_site(req: &HttpRequest) -> Result<()> {
    if matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let ours = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let host = req.connection_info().host().to_owned();
            let base = req
                .app_data::<Api>()
                .map(|api| api.settings.base_url.clone())
                .unwrap_or_default();
            origin == base || origin.split_once("://").is_some_and(|(_, o)| o == host)
        }
        (None, None) => false,
    };
    if ours {
        return Ok(());
    }
    Err(Error::Forbidden(
        "cross_site",
        said(
            "این درخواست از صفحهٔ دیگری آمده است.",
            "This call came from another site.",
        ),
    ))
}

/// The caller's address, through the proxy when it is trusted.
pub fn address(req: &HttpRequest) -> String {
    let trusted = req.app_data::<Api>().is_some_and(|api| api.settings.trust_proxy);
    let connection = req.connection_info();
    let address = if trusted {
        connection.realip_remote_addr()
    } else {
        connection.peer_addr()
    };
    address.unwrap_or("unknown").to_owned()
}

/// The language to answer in, by `Accept-Language` (RFC 9110): Persian unless English ranks higher.
#[derive(Debug, Clone, Copy)]
pub struct Language(pub Locale);

impl FromRequest for Language {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(language(req.headers()))))
    }
}

/// The language that the headers ask for.
pub fn language(headers: &header::HeaderMap) -> Locale {
    let Some(text) = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()) else {
        return Locale::Fa;
    };
    let mut best = (Locale::Fa, 0.0_f32);
    for part in text.split(',') {
        let mut pieces = part.trim().split(';');
        let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let weight = pieces
            .find_map(|p| p.trim().strip_prefix("q=")?.parse().ok())
            .unwrap_or(1.0);
        let locale = match tag.split('-').next() {
            Some("fa" | "*") => Locale::Fa,
            Some("en") => Locale::En,
            _ => continue,
        };
        if weight > best.1 {
            best = (locale, weight);
        }
    }
    best.0
}
