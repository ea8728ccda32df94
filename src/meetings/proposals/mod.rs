//! What units propose for an agenda before the cut-off, and what the director makes of it.

pub mod model;
pub(super) mod notices;
pub mod routes;
pub mod service;
pub(super) mod store;
