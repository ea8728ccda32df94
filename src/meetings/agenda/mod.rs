//! The agenda of a meeting: what may be discussed is gathered, ranked and written as lines that say why they are there;
//! published, it is frozen as a revision.

pub(super) mod candidates;
pub(super) mod changes;
pub(super) mod lines;
pub mod making;
pub mod model;
pub(super) mod publishing;
pub mod ranking;
pub mod reason;
pub(super) mod revision_store;
pub mod routes;
pub mod service;
pub mod store;
pub(super) mod themed;
pub(super) mod views;
