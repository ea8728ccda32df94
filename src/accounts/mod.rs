//! People: who they are, how they sign in, and what their roles are.
//!
//! `sign_in` (sessions, refresh tokens), `links` (invitation, reset, first administrator) and `people`
//! (administration) and `absences` hold the use cases; who stands in for whom says `stand_ins`; `service` is what other slices call; `password`, `throttle`, `tokens`
//! and `policy` are the rules, pure.

mod absence_routes;
mod absence_store;
pub mod absence_views;
pub mod absences;
mod auth_routes;
pub mod bodies;
pub mod idempotency;
mod letters;
pub mod links;
pub mod model;
pub mod password;
pub mod people;
mod people_routes;
pub mod policy;
pub mod service;
mod session_store;
pub mod sign_in;
pub mod stand_ins;
mod store;
pub mod table;
pub mod table_routes;
#[cfg(test)]
mod tests;
pub mod throttle;
pub mod tokens;
pub mod views;

pub use model::{Actor, Circle, Grant, NewUser, Person, Role, Substitution, UserRef};

/// The operations on accounts.
pub fn routes(cfg: &mut impl crate::Operations) {
    auth_routes::routes(cfg);
    table_routes::routes(cfg);
    people_routes::routes(cfg);
    absence_routes::routes(cfg);
}
