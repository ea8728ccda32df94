//! Pages as answers, and the forms that they send.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::de::DeserializeOwned;

use crate::html::{Html, POLICY};

/// A page, in a language that the reader's browser chose: kept by nobody, listed nowhere.
pub fn answer(status: StatusCode, page: Html) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, page.locale.as_str()))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header(("x-robots-tag", "noindex, nofollow"))
        .body(page.text)
}

/// A form of at most `most` bytes; one that cannot be read is an empty one, and the page asks again.
pub async fn form<T: DeserializeOwned + Default>(body: web::Payload, most: usize) -> T {
    let Ok(Ok(bytes)) = body.to_bytes_limited(most).await else {
        return T::default();
    };
    let text = String::from_utf8_lossy(&bytes);
    web::Query::<T>::from_query(&text)
        .map(web::Query::into_inner)
        .unwrap_or_default()
}
