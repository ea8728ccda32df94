//! People: who they are, how they sign in, and what their roles are.

pub mod idempotency;
pub mod model;
pub mod service;
mod store;
pub mod tokens;

pub use model::{Actor, Grant, Role};
