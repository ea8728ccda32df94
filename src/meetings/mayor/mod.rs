//! Subjects of several units for a meeting with the mayor, and the page that prepares it.

pub mod brief;
pub(super) mod brief_paper;
pub mod model;
pub mod routes;
pub mod service;
pub(super) mod store;
