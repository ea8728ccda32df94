//! What came of a line, and what it does to requests, themes and promises.

pub(super) mod effects;
pub mod model;
pub mod routes;
pub mod service;
pub(super) mod store;
