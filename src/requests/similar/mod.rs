//! Requests like the one that is being typed, among what its writer may see: offered before the same is filed twice.
//!
//! The full-text index gives candidates, some hundreds at most; `ranking` weighs what they have in common.

pub mod model;
pub mod ranking;
pub mod routes;
pub mod service;
mod store;
