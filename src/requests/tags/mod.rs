//! Tags: words that people put on requests to find them together again. A tag is one tag however it is spelt
//! (`persian::text::key`), and is shown as it was first written.

pub mod model;
pub mod routes;
pub mod service;
pub(super) mod store;
