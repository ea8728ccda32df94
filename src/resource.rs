//! What a versioned resource is: the version it has, the versions that a caller takes to be current, and what a change
//! says of a field that may be empty.

use serde::{Deserialize, Deserializer, Serialize};

/// A resource that has a version and an address.
pub trait Resource: Serialize {
    /// Its version, from 1.
    fn version(&self) -> i32;
    /// Its path below `/api/v1`, such as `/units/7`.
    fn path(&self) -> String;
}

/// The versions that the caller takes to be current, from `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// `*`: whichever.
    Any,
    /// One of these. Tags that are not ours stand for no version and never match.
    OneOf(Vec<i32>),
}

impl Expected {
    /// Whether the change may go on from this version.
    pub fn holds(&self, version: i32) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }
}

/// What a change says of a field that may be empty (JSON Merge Patch, RFC 7396).
///
/// The field says `#[serde(default)]`, so that a missing one is kept, and `#[schema(value_type = Option<T>)]`, so that
/// the API's document has it as nullable. A field that is never empty is an `Option<T>` with
/// `#[schema(nullable = false)]`: then `null` is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// It is not there: the field stays.
    #[default]
    Keep,
    /// `null`: the field is emptied.
    Clear,
    /// The field's new value.
    Set(T),
}

impl<T> Patch<T> {
    /// The field after the change.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_keeps_clears_or_sets() {
        #[derive(Deserialize)]
        struct Change {
            #[serde(default)]
            email: Patch<String>,
        }
        for (body, wanted) in [
            ("{}", Some("old")),
            (r#"{"email":null}"#, None),
            (r#"{"email":"new"}"#, Some("new")),
        ] {
            let change: Change = serde_json::from_str(body).unwrap();
            assert_eq!(change.email.apply(Some("old".into())).as_deref(), wanted, "{body}");
        }
        assert!(serde_json::from_str::<Change>(r#"{"email":7}"#).is_err());
    }
}
