//! Links between requests: `relates`, `blocks` and its other side `blocked_by`, and what the `duplicate` action has made
//! the same. A link shows nothing of a request that its reader may not see: to them it is not there.

pub mod model;
pub mod routes;
pub mod service;
pub(super) mod store;
