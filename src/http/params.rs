//! Strict query and path parameters: an unusable one is refused by name, never ignored. Unknown ones are refused for all
//! operations alike, by the document (`app::unknown`).

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fields::FIELDS;
use crate::error::{Error, FieldCode, FieldError, Result, said};
use crate::page::PageRequest;
use crate::schema::messages;

/// The query's own parameters, all but `fields`; `T` says `deny_unknown_fields`.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Params<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(&without_fields(req.query_string())).map(Self))
    }
}

fn without_fields(query: &str) -> Cow<'_, str> {
    let own = |part: &&str| part.split('=').next() != Some(FIELDS);
    if query.split('&').all(|part| own(&part)) {
        return Cow::Borrowed(query);
    }
    Cow::Owned(query.split('&').filter(own).collect::<Vec<_>>().join("&"))
}

/// A part of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl Paging {
    /// The page that is asked for, of a list in this order.
    ///
    /// # Errors
    /// 400 when the limit or the cursor is unusable.
    pub fn page(&self, sort: &str) -> Result<PageRequest> {
        PageRequest::new(self.limit, self.cursor.as_deref(), sort)
    }
}

/// The query's names and values, as they came.
///
/// # Errors
/// 400 when it cannot be read.
pub fn pairs(query: &str) -> Result<Vec<(String, String)>> {
    parse(query)
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T> {
    if query.contains("%00") {
        return Err(Error::Malformed(said(
            "نویسهٔ تهی در نشانی پذیرفته نمی‌شود.",
            "A NUL character has no place in a query.",
        )));
    }
    if let Ok(read) = web::Query::<T>::from_query(query) {
        return Ok(read.into_inner());
    }
    // serde stops at the first fault and names its value, not its parameter: each is tried alone.
    let mut errors: Vec<_> = query.split('&').filter_map(refused::<T>).collect();
    errors.extend(missing::<T>(query));
    if errors.is_empty() {
        let (fa, en) = ("پارامتری دو بار آمده است.", "A parameter comes twice.");
        errors.push(FieldError::with("", FieldCode::Conflict, fa, en));
    }
    Err(Error::BadParameter(errors))
}

/// The parameter that has to be there and is not.
fn missing<T: DeserializeOwned>(query: &str) -> Option<FieldError> {
    let text = web::Query::<T>::from_query(query).err()?.to_string();
    let name = text.split_once("missing field `")?.1.split_once('`')?.0;
    Some(FieldError::new(name, FieldCode::Required))
}

/// Why a single parameter cannot be read; none: it can, or another one is missing.
fn refused<T: DeserializeOwned>(part: &str) -> Option<FieldError> {
    let text = web::Query::<T>::from_query(part).err()?.to_string();
    let pair = web::Query::<Vec<(String, String)>>::from_query(part).ok()?.into_inner();
    let (name, value) = pair.into_iter().next()?;
    if text.contains("missing field") {
        return None;
    }
    if text.contains("unknown field") {
        return Some(FieldError::new(name, FieldCode::NotAllowed));
    }
    // serde puts the words that would do between backticks, and the one that came.
    let choices: Vec<_> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| *word != value)
        .collect();
    let number = ["digit", "integer", "number"].iter().any(|word| text.contains(word));
    let (code, words) = match (choices.as_slice(), number) {
        ([], true) => (FieldCode::WrongType, said("عدد صحیح لازم است.", "Wants a whole number.")),
        ([], false) => return Some(FieldError::new(name, FieldCode::Invalid)),
        (choices, _) => (FieldCode::Invalid, messages::one_of(choices)),
    };
    Some(FieldError::with(name, code, words.fa, words.en))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Filter {
        state: Option<crate::requests::state::Group>,
        unit_id: Option<i64>,
        overdue: Option<bool>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Span {
        from: i64,
        to: i64,
    }

    #[test]
    fn what_cannot_be_read_is_named_with_what_would_do() {
        for (query, name, code, en) in [
            ("state=gone", "state", FieldCode::Invalid, "Wants one of: open, closed."),
            (
                "unit_id=%DB%B1",
                "unit_id",
                FieldCode::WrongType,
                "Wants a whole number.",
            ),
            ("unit_id=", "unit_id", FieldCode::WrongType, "Wants a whole number."),
            (
                "unit_id=99999999999999999999",
                "unit_id",
                FieldCode::WrongType,
                "Wants a whole number.",
            ),
            (
                "overdue=yes&unit_id=1",
                "overdue",
                FieldCode::Invalid,
                "Wants one of: true, false.",
            ),
            (
                "colour=red",
                "colour",
                FieldCode::NotAllowed,
                "This is not accepted here.",
            ),
            (
                "unit_id=1&unit_id=2",
                "",
                FieldCode::Conflict,
                "A parameter comes twice.",
            ),
        ] {
            let Err(Error::BadParameter(errors)) = parse::<Filter>(query) else {
                panic!("{query} is taken");
            };
            let [error] = errors.as_slice() else {
                panic!("{errors:?}")
            };
            assert_eq!(
                (error.pointer.as_str(), error.code, error.en.as_str()),
                (name, code, en),
                "{query}"
            );
        }
        let Err(Error::BadParameter(errors)) = parse::<Span>("from=x") else {
            panic!("it is taken");
        };
        let named: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(named, [("from", FieldCode::WrongType)]);
        let Err(Error::BadParameter(errors)) = parse::<Span>("from=1") else {
            panic!("it is taken");
        };
        let named: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(named, [("to", FieldCode::Required)]);
        let both = parse::<Filter>("state=gone&overdue=1");
        assert!(matches!(both, Err(Error::BadParameter(errors)) if errors.len() == 2));
        assert!(parse::<Filter>("unit_id=7&overdue=true&state=open").is_ok());
    }
}
