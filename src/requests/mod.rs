//! Requests: what a unit raises, from the draft to the two-sided end.

pub mod acting;
pub mod action;
pub mod approving;
pub mod categories;
pub mod deadlines;
pub mod dry_runs;
pub mod handover;
mod handover_routes;
pub mod model;
mod notices;
pub mod policy;
pub mod routes;
mod routing_routes;
pub mod service;
pub mod silence;
pub mod sla;
pub mod state;
mod store;
pub mod table;
mod table_details;
pub mod table_export;
pub mod table_routes;
mod table_store;
mod views;

pub use categories::Category;

/// The slice's operations.
pub fn routes(cfg: &mut utoipa_actix_web::service_config::ServiceConfig) {
    cfg.service(table_routes::import_requests)
        .service(table_routes::export_requests);
    cfg.service(routes::list_categories)
        .service(routes::list_requests)
        .service(routes::create_request)
        .service(routes::get_request);
    cfg.service(routes::update_request)
        .service(routes::act_on_request)
        .service(routes::get_request_history);
    cfg.service(routes::explain_request_routing)
        .service(routes::explain_request_deadlines)
        .service(routes::list_triage);
    cfg.service(approving::routes::list_approvals)
        .service(approving::routes::get_approval)
        .service(approving::routes::approve)
        .service(approving::routes::reject_approval)
        .service(approving::routes::return_approval);
    sla::routes(cfg);
    cfg.service(routing_routes::put_routing_rules)
        .service(routing_routes::dry_run_routing)
        .service(handover_routes::list_handover)
        .service(handover_routes::give_back);
}
