//! The answers' common shape: a resource with its version as `ETag`, a list, and what `If-Match` asks for.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::resource::{Expected, Resource};

/// A version as an entity tag (RFC 9110, strong).
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

/// 200 with the resource and its `ETag`.
pub fn ok<T: Resource>(resource: &T) -> HttpResponse {
    tagged(resource.version(), resource)
}

/// 200 with what is shown of a resource of this version.
pub fn tagged<T: Serialize>(version: i32, shown: &T) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, etag(version)))
        .json(shown)
}

/// 200 with anything.
pub fn json<T: Serialize>(value: &T) -> HttpResponse {
    HttpResponse::Ok().json(value)
}

/// 204.
pub fn nothing() -> HttpResponse {
    HttpResponse::new(StatusCode::NO_CONTENT)
}

impl FromRequest for Expected {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let values: Vec<_> = req
            .headers()
            .get_all(header::IF_MATCH)
            .filter_map(|v| v.to_str().ok())
            .collect();
        let text = values.join(",");
        ready(match text.trim() {
            "" => Err(Error::PreconditionRequired),
            "*" => Ok(Self::Any),
            tags => Ok(Self::OneOf(tags.split(',').filter_map(version_of).collect())),
        })
    }
}

/// Weak tags (`W/"1"`) do not match under `If-Match` (RFC 9110, 13.1.1).
fn version_of(tag: &str) -> Option<i32> {
    tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_strictly() {
        assert_eq!(version_of(" \"12\""), Some(12));
        for tag in ["12", "W/\"12\"", "\"x\"", "\"", ""] {
            assert_eq!(version_of(tag), None, "{tag}");
        }
    }
}
