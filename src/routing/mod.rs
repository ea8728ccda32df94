//! Routing: ordered rules send each request to a desk and person; the first that matches decides, and every
//! request says which one did. What no rule matches stays with the director, never nowhere.
//!
//! Sets are saved and tried out by `requests`, which knows the categories and the requests of before.

pub mod book;
mod in_force;
pub mod model;
pub mod policy;
pub mod review_rules;
pub mod routes;
pub mod rules;
pub mod service;
mod store;
mod warnings;

pub use rules::Priority;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::get_routing_rules)
        .service(routes::explain_routing)
        .service(routes::list_routing_versions)
        .service(routes::get_routing_version);
}
