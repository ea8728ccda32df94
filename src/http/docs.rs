//! The documented errors that operations share, so that each operation names them with one word.

use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

fn problem(description: &str) -> RefOr<Response> {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
        .into()
}

fn set(pairs: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    pairs
        .iter()
        .map(|(status, text)| ((*status).to_owned(), problem(text)))
        .collect()
}

const COMMON: &[(&str, &str)] = &[
    ("400", "The address, a parameter or the JSON cannot be read"),
    ("401", "Not signed in, or the session has ended"),
    ("403", "Not allowed"),
    (
        "405",
        "The address does not take this method; `Allow` says which it takes",
    ),
    ("429", "Too many requests; `Retry-After` says when"),
    ("500", "Our mistake; it is logged"),
    ("503", "The database is not there just now; `Retry-After` says when"),
];

/// The errors of a read.
pub struct ReadErrors;

impl IntoResponses for ReadErrors {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = set(COMMON);
        all.extend(set(&[("404", "Not there, or not yours to know of")]));
        all
    }
}

/// The errors of a download.
pub struct DownloadErrors;

impl IntoResponses for DownloadErrors {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = ReadErrors::responses();
        all.extend(set(&[(
            "416",
            "The file is not as long as that; `Content-Range` says how long it is",
        )]));
        all
    }
}

/// The errors of a write.
pub struct WriteErrors;

impl IntoResponses for WriteErrors {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = ReadErrors::responses();
        all.extend(set(&[
            ("409", "The state forbids it; `allowed_actions` says what it allows"),
            ("412", "Changed meanwhile; the current state is in `current`"),
            ("413", "The body is too large"),
            ("415", "The content type is not one that is taken here"),
            ("422", "Fields are not right; `errors` says which"),
            ("428", "`If-Match` is missing"),
        ]));
        all
    }
}

/// The error of a read that counts with the working calendar.
pub struct NoWorkingTime;

impl IntoResponses for NoWorkingTime {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        set(&[("409", "The calendar has not enough working time")])
    }
}

/// The error of a read of dates.
pub struct NoRecurrence;

impl IntoResponses for NoRecurrence {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        set(&[("409", "The series has no rule of recurrence")])
    }
}
