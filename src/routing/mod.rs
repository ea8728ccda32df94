//! Routing: ordered rules send each request to a desk and person; the first that matches decides, and every
//! request says which one did. What no rule matches stays with the director, never nowhere.

pub mod model;
pub mod policy;
pub mod routes;
pub mod rules;
pub mod service;
mod store;

pub use rules::Priority;

/// The slice's operations.
pub fn routes(cfg: &mut utoipa_actix_web::service_config::ServiceConfig) {
    cfg.service(routes::get_routing_rules)
        .service(routes::put_routing_rules)
        .service(routes::explain_routing);
}
