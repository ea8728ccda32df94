//! The operations on head and foot of mails.

use actix_web::{HttpResponse, get, post, put};

use super::inbox_model::{LetterheadView, PutLetterhead, SampleMail};
use super::letterhead;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::resource::Expected;

/// Head and foot of mails.
#[utoipa::path(operation_id = "get_letterhead", tag = "notifications", params(Fields<LetterheadView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = LetterheadView), ReadErrors))]
#[get("/mail/letterhead")]
pub async fn get_letterhead(api: Api, who: Caller, fields: Fields<LetterheadView>) -> Result<HttpResponse> {
    let letterhead = api.read(who, |c, _, actor| letterhead::get(c, actor)).await?;
    Ok(fields.resource(&letterhead))
}

/// Puts head and foot of mails; what would not look right is refused, each place named.
#[utoipa::path(operation_id = "put_letterhead", tag = "notifications", request_body = PutLetterhead, security(("bearer" = []), ("cookie" = [])),
    params(("If-Match" = String, Header, description = "The ETag that you saw")),
    responses((status = 200, body = LetterheadView), WriteErrors))]
#[put("/mail/letterhead")]
pub async fn put_letterhead(
    api: Api,
    who: Caller,
    expected: Expected,
    body: Body<PutLetterhead>,
) -> Result<HttpResponse> {
    let letterhead = api
        .write(who, move |c, cx, actor| {
            letterhead::put(c, cx, actor, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&letterhead))
}

/// A mail as it would look with this head and foot; nothing is kept.
#[utoipa::path(operation_id = "try_letterhead", tag = "notifications", request_body = PutLetterhead, security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = SampleMail), WriteErrors))]
#[post("/mail/letterhead/samples")]
pub async fn try_letterhead(
    api: Api,
    who: Caller,
    language: Language,
    body: Body<PutLetterhead>,
) -> Result<HttpResponse> {
    let sample = api
        .read(who, move |_, cx, actor| {
            letterhead::try_out(cx, actor, &body.value, language.0)
        })
        .await?;
    Ok(answer::json(&sample))
}
