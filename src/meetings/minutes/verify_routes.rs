//! The page that the code on approved minutes opens, and the same for programs: both without signing in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;

use super::model::Verification;
use super::verification::verify;
use super::verify_page;
use crate::error::{Error, Result};
use crate::http::Api;
use crate::http::caller::Language;
use crate::http::docs::ReadErrors;
use crate::http::fields::Fields;
use crate::http::html;
use crate::http::params::{Params, Path};
use crate::schema::parameter_within;

/// What is asked beside the code.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The SHA-256 of the text that one has, in hexadecimal.
    #[param(max_length = 128)]
    hash: Option<String>,
}

/// The page's address.
pub fn pages(cfg: &mut web::ServiceConfig) {
    cfg.service(show);
}

/// Which approved minutes a code belongs to, and whether a hash is theirs. Open to all; nothing of what they say.
#[utoipa::path(operation_id = "verify_minutes", tag = "meetings", params(("code" = String, Path, description = "From the approved minutes", example = "k7m2p9q4r5s6t8v3w2x9"), Asked, Fields<Verification>), security(()),
    responses((status = 200, body = Verification), ReadErrors))]
#[get("/verify/{code}")]
pub async fn verify_minutes(
    api: Api,
    code: Path<String>,
    asked: Params<Asked>,
    fields: Fields<Verification>,
) -> Result<HttpResponse> {
    parameter_within("hash", asked.0.hash.as_deref(), 128)?;
    let found = api
        .db
        .read(move |c, _| verify(c, &code.0, asked.0.hash.as_deref()))
        .await?;
    Ok(fields.value(&found))
}

/// The same as a page, with a field for the hash.
#[get("/verify/{code}")]
async fn show(api: Api, language: Language, code: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse> {
    let locale = language.0;
    let hash = asked.into_inner().hash.filter(|h| h.len() <= 128);
    let typed = hash.clone().unwrap_or_default();
    match api.db.read(move |c, _| verify(c, &code, hash.as_deref())).await {
        Ok(found) => Ok(html::answer(
            StatusCode::OK,
            verify_page::found(&found, &typed, locale)?,
        )),
        Err(Error::NotFound) => Ok(html::answer(StatusCode::NOT_FOUND, verify_page::unknown(locale)?)),
        Err(other) => Err(other),
    }
}
