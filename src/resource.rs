//! What a versioned resource is: the version it has, and the versions that a caller takes to be current.

use serde::Serialize;

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
