//! Strict query and path parameters: an unknown or unusable one is refused by name, never ignored.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::error::{Error, FieldCode, FieldError, Result, said};

/// The query's parameters; `T` says `deny_unknown_fields`.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Params<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req.query_string()).map(Self))
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T> {
    if query.contains("%00") {
        return Err(Error::Malformed(said(
            "نویسهٔ تهی در نشانی پذیرفته نمی‌شود.",
            "A NUL character has no place in a query.",
        )));
    }
    web::Query::<T>::from_query(query)
        .map(web::Query::into_inner)
        .map_err(|e| {
            let text = e.to_string();
            // serde's texts name the field between backticks where they know it.
            let name = text.split('`').nth(1).unwrap_or_default().to_owned();
            let code = if text.contains("unknown field") {
                FieldCode::NotAllowed
            } else {
                FieldCode::Invalid
            };
            Error::BadParameter(vec![FieldError::with(
                name,
                code,
                code.text(crate::error::Locale::Fa),
                text,
            )])
        })
}

/// A path's parameters; what cannot be read names nothing that is there.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = <web::Path<T> as FromRequest>::from_request(req, &mut Payload::None).into_inner();
        ready(read.map(|path| Self(path.into_inner())).map_err(|_| Error::NotFound))
    }
}
