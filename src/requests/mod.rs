//! Requests: what a unit raises, from the draft to the two-sided end.

pub mod acting;
pub mod action;
pub mod approving;
pub mod attached;
pub mod attachment_routes;
pub mod categories;
pub mod deadlines;
pub mod model;
mod notices;
pub mod policy;
pub mod routes;
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
    cfg.service(attachment_routes::list_attachments)
        .service(attachment_routes::create_attachment)
        .service(attachment_routes::get_attachment)
        .service(attachment_routes::delete_attachment);
    cfg.service(attachment_routes::get_attachment_content)
        .service(attachment_routes::get_attachment_thumbnail);
}
