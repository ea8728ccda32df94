//! Reports over all requests: who asks for what, how long it has been lying, what comes and goes. Each number says by which
//! filter of `GET /requests` its requests are listed, so that every one of them can be looked into.
//!
//! Counted at each reading, from the requests as they are. What is open is counted whole; months go by indexes.

pub mod model;
mod months;
mod policy;
pub mod routes;
mod service;
mod store;
mod table;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::get_open_requests_report)
        .service(routes::export_open_requests_report)
        .service(routes::get_ageing_report)
        .service(routes::export_ageing_report)
        .service(routes::get_flow_report)
        .service(routes::export_flow_report);
}
