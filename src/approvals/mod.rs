//! Approvals: chains of ordered steps, who may decide each, what was decided, and the links by which somebody decides
//! without signing in.
//!
//! It knows no requests: it is handed the kind and the id of what is to be approved, who asks for it, for which unit and
//! at what amount. What an outcome does, and who hears of it, is for the slice above to say. `rules` is pure; `people`
//! alone says who the people of a step are.

pub mod chains;
pub mod links;
pub mod model;
pub mod people;
pub mod policy;
pub mod routes;
pub mod rules;
pub mod service;
mod store;
mod views;

pub use model::Approval;
pub use rules::{Outcome, Verdict};

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::list_approval_chains)
        .service(routes::create_approval_chain)
        .service(routes::get_approval_chain)
        .service(routes::update_approval_chain);
}
