//! Triage of many requests in one call, and taking it back while its mails still wait.
//!
//! An undo is no action of the state machine: it puts a request's row back as it was before the batch, if nobody has
//! touched it since, and writes that into the history beside what it undoes. There is no other way to it.

pub mod model;
pub mod routes;
pub mod service;
pub(super) mod store;
