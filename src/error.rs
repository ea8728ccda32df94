//! What can go wrong, said once: every failure is one `Error` with a stable code, a status, and a text in
//! Persian and in English. Causes are logged, never sent.
//!
//! Which to use: `Invalid` when a field of the body is wrong, `BadParameter` when the URL is, `NotFound` when
//! it is not there *or not the caller's to know of*, `Forbidden` when the caller may see it but not do this,
//! `Conflict` when the state forbids it, `Stale` when the caller worked from an older version.

use std::fmt;

use serde::Serialize;

use crate::db::dialect::{self, Trouble};

/// A result with this crate's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

crate::text_enum! {
    /// The languages that people are answered in.
    #[derive(Default)]
    pub enum Locale {
        /// Persian, the default.
        #[default]
        Fa = "fa",
        /// English.
        En = "en",
    }
}

impl Locale {
    /// The text in this language.
    pub fn pick<'a>(self, fa: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Fa => fa,
            Self::En => en,
        }
    }
}

crate::text_enum! {
    /// Why a field was refused.
    pub enum FieldCode {
        /// It is missing or blank.
        Required = "required",
        /// It is not part of this.
        NotAllowed = "not_allowed",
        /// It has another type: text for a number, say.
        WrongType = "wrong_type",
        /// It does not have the form that is asked for.
        Invalid = "invalid",
        /// It has too many characters or members.
        TooLong = "too_long",
        /// It has too few characters or members.
        TooShort = "too_short",
        /// What it names does not exist.
        NotFound = "not_found",
        /// It contradicts another field or something stored.
        Conflict = "conflict",
        /// The number or date is too small or too large.
        OutOfRange = "out_of_range",
    }
}

impl FieldCode {
    /// The general text of this code.
    pub fn text(self, locale: Locale) -> &'static str {
        let (fa, en) = match self {
            Self::Required => ("این مورد الزامی است.", "This is required."),
            Self::NotAllowed => ("این مورد در اینجا پذیرفته نمی‌شود.", "This is not accepted here."),
            Self::WrongType => ("نوع این مقدار درست نیست.", "This value has the wrong type."),
            Self::Invalid => ("این مقدار معتبر نیست.", "This value is not valid."),
            Self::TooLong => ("این مقدار از حد مجاز بلندتر است.", "This is too long."),
            Self::TooShort => ("این مقدار از حد لازم کوتاه‌تر است.", "This is too short."),
            Self::NotFound => ("چنین موردی یافت نشد.", "There is no such thing."),
            Self::Conflict => (
                "این مقدار با مقدارهای دیگر سازگار نیست.",
                "This contradicts something else.",
            ),
            Self::OutOfRange => ("این مقدار بیرون از بازهٔ مجاز است.", "This is out of range."),
        };
        locale.pick(fa, en)
    }
}

/// One refused field: where (a JSON pointer into the body, RFC 6901, or a query parameter's name) and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// `/details/items/0/quantity`, or a parameter's name.
    pub pointer: String,
    /// Why, for programs.
    pub code: FieldCode,
    /// Why, in Persian.
    pub fa: String,
    /// Why, in English.
    pub en: String,
}

impl FieldError {
    /// With the code's general text.
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self::with(pointer, code, code.text(Locale::Fa), code.text(Locale::En))
    }

    /// With a text of its own.
    pub fn with(pointer: impl Into<String>, code: FieldCode, fa: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            fa: fa.into(),
            en: en.into(),
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In Persian.
    pub fa: String,
    /// In English.
    pub en: String,
}

/// Both languages at once.
pub fn said(fa: impl Into<String>, en: impl Into<String>) -> Said {
    Said {
        fa: fa.into(),
        en: en.into(),
    }
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Everything that can go wrong.
#[derive(Debug)]
pub enum Error {
    /// 400: not JSON, not UTF-8, no such header form.
    Malformed(Said),
    /// 400: an unknown or unusable query or path parameter.
    BadParameter(Vec<FieldError>),
    /// 401: no token, or one that is no good any more. The word is the problem's code.
    Unauthenticated(&'static str),
    /// 403: may be seen, may not be done. The word is the problem's code.
    Forbidden(&'static str, Said),
    /// 404.
    NotFound,
    /// 405: the methods that the address takes.
    MethodNotAllowed(String),
    /// 409: the state forbids it. The word is the problem's code.
    Conflict {
        code: &'static str,
        said: Said,
        allowed: Vec<String>,
    },
    /// 412: the caller's version is not the current one; here is the current state.
    Stale(serde_json::Value),
    /// 413: the limit in bytes.
    TooLarge(usize),
    /// 415.
    UnsupportedMediaType,
    /// 415: a file wrapped in a form or compressed, in place of the file itself.
    NotTheFileItself,
    /// 416: the length of what a part was asked of, bytes.
    NoSuchRange(u64),
    /// 422: fields of the body.
    Invalid(Vec<FieldError>),
    /// 422: the idempotency key was used with another body.
    KeyReused,
    /// 428: `If-Match` is missing.
    PreconditionRequired,
    /// 429: try again after so many seconds.
    TooMany(u64),
    /// 501: the program that sets PDF is not there; the cause says where it was looked for.
    PdfUnavailable(Source),
    /// 503: a PDF took more time or memory than it may.
    PdfOverrun(Source),
    /// 503: the database or another part is not there just now.
    Unavailable(Source),
    /// The database asks for the transaction to be run again.
    LostRace(Source),
    /// A unique index refused it, and nobody closer knew what that means.
    Duplicate(Source),
    /// A setting is wrong: its key, and why.
    Config(String, String),
    /// 500: our mistake; the cause is logged.
    Internal(&'static str, Source),
}

impl Error {
    /// One refused field, with the code's general text.
    pub fn field(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code)])
    }

    /// One refused field, with a text of its own.
    pub fn refused(pointer: impl Into<String>, code: FieldCode, fa: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::with(pointer, code, fa, en)])
    }

    /// All refused fields at once.
    ///
    /// # Errors
    /// `Invalid`, when there are any.
    pub fn invalid_if_any(errors: Vec<FieldError>) -> Result<()> {
        if errors.is_empty() {
            return Ok(());
        }
        Err(Self::Invalid(errors))
    }

    /// One refused parameter.
    pub fn parameter(name: impl Into<String>, code: FieldCode, fa: impl Into<String>, en: impl Into<String>) -> Self {
        Self::BadParameter(vec![FieldError::with(name, code, fa, en)])
    }

    /// 409 without a list of what would be allowed.
    pub fn conflict(code: &'static str, said: Said) -> Self {
        Self::Conflict {
            code,
            said,
            allowed: Vec::new(),
        }
    }

    /// 403 for want of the right role.
    pub fn not_your_right() -> Self {
        Self::Forbidden(
            "forbidden",
            said("نقش شما اجازهٔ این کار را نمی‌دهد.", "Your role does not allow this."),
        )
    }

    /// 412 with the current state.
    pub fn stale(current: &impl Serialize) -> Self {
        match serde_json::to_value(current) {
            Ok(value) => Self::Stale(value),
            Err(e) => Self::internal("the current state could not be shown", e),
        }
    }

    /// 500 with its cause.
    pub fn internal(what: &'static str, source: impl Into<Source>) -> Self {
        Self::Internal(what, source.into())
    }

    /// A boxed cause, as migrations give it: 503 when it says that the database is away, else 500.
    pub fn from_boxed(source: Source) -> Self {
        match source.downcast::<diesel::result::Error>() {
            Ok(error) => Self::from(*error),
            Err(source) if dialect::says_unavailable(&source.to_string()) => Self::Unavailable(source),
            Err(source) => Self::Internal("an operation failed", source),
        }
    }

    /// 503 with its cause.
    pub fn unavailable(what: &'static str, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Unavailable(format!("{what}: {source}").into())
    }

    /// A wrong setting.
    pub fn config(key: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Config(key.into(), why.into())
    }

    /// A row that a unique index refused because somebody else was faster: the use case runs again, and finds theirs.
    #[must_use]
    pub fn raced(error: impl Into<Self>) -> Self {
        match error.into() {
            Self::Duplicate(source) => Self::LostRace(source),
            other => other,
        }
    }

    /// Whether the database lost its connection, is locked or is full.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether running the transaction again may help.
    pub fn is_lost_race(&self) -> bool {
        matches!(self, Self::LostRace(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(said) => f.write_str(&said.en),
            Self::Forbidden(_, said) | Self::Conflict { said, .. } => f.write_str(&said.en),
            Self::BadParameter(errors) | Self::Invalid(errors) => {
                let all: Vec<_> = errors.iter().map(|e| format!("{}: {}", e.pointer, e.en)).collect();
                f.write_str(&all.join("; "))
            }
            Self::Unauthenticated(code) => f.write_str(code),
            Self::NotFound => f.write_str("not found"),
            Self::MethodNotAllowed(allowed) => write!(f, "only {allowed}"),
            Self::Stale(_) => f.write_str("a newer version exists"),
            Self::TooLarge(limit) => write!(f, "larger than {limit} bytes"),
            Self::UnsupportedMediaType => f.write_str("unsupported media type"),
            Self::NotTheFileItself => f.write_str("not the file itself"),
            Self::NoSuchRange(length) => write!(f, "no such range of {length} bytes"),
            Self::KeyReused => f.write_str("the idempotency key was used with another body"),
            Self::PreconditionRequired => f.write_str("If-Match is missing"),
            Self::TooMany(seconds) => write!(f, "too many requests; again in {seconds} s"),
            Self::PdfUnavailable(source)
            | Self::PdfOverrun(source)
            | Self::Unavailable(source)
            | Self::LostRace(source)
            | Self::Duplicate(source) => source.fmt(f),
            Self::Config(key, why) => write!(f, "{key}: {why}"),
            Self::Internal(what, source) => write!(f, "{what}: {source}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        if matches!(error, diesel::result::Error::NotFound) {
            return Self::NotFound;
        }
        match dialect::trouble(&error) {
            Trouble::Unavailable => Self::Unavailable(Box::new(error)),
            Trouble::LostRace => Self::LostRace(Box::new(error)),
            Trouble::Duplicate => Self::Duplicate(Box::new(error)),
            Trouble::Bug => Self::Internal("a query failed", Box::new(error)),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal("a value could not be written as JSON", error)
    }
}

#[cfg(test)]
mod tests {
    use diesel::result::{DatabaseErrorKind, Error as DieselError};

    use super::*;

    #[test]
    fn a_boxed_cause_that_says_the_database_is_away_is_unavailable() {
        let lost = |text: &str| DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(text.to_owned()));
        assert!(Error::from_boxed(Box::new(lost("server closed the connection unexpectedly"))).is_unavailable());
        assert!(Error::from_boxed("connection to server was lost".into()).is_unavailable());
        assert!(!Error::from_boxed("syntax error".into()).is_unavailable());
        assert!(Error::from(lost("database is locked")).is_unavailable());
        assert!(Error::from(lost("database or disk is full")).is_unavailable());
    }
}
