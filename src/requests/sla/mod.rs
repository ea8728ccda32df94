//! How long things may take: the director's policies by category and priority, saved as a whole set. Each saved set is
//! kept, because a clock is read with what was in force at the time.

pub mod model;
mod policy;
pub mod routes;
pub mod rules;
pub mod service;
mod store;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::get_sla_policies)
        .service(routes::put_sla_policies)
        .service(routes::explain_sla_policies);
}
