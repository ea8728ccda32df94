//! Requests: what a unit raises, from the draft to the two-sided end.

pub mod acting;
pub mod action;
pub mod amounts;
pub mod approving;
pub mod attached;
pub mod attachment_routes;
mod beside_store;
pub mod categories;
mod changes;
pub mod comments;
pub mod deadlines;
pub mod dry_runs;
pub mod findable;
pub mod handover;
mod handover_routes;
pub mod knowing;
pub mod links;
mod list_store;
pub mod mayor;
mod mayor_store;
pub mod model;
mod notices;
pub mod outward;
pub mod policy;
pub mod routes;
mod routing_routes;
pub mod service;
pub mod silence;
pub mod similar;
pub mod sla;
pub mod state;
mod store;
pub mod summary;
mod summary_store;
pub mod table;
mod table_details;
pub mod table_export;
pub mod table_routes;
mod table_store;
pub mod tags;
pub mod themes;
pub mod triage;
mod views;
pub mod watchers;

pub use categories::Category;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(table_routes::import_requests)
        .service(table_routes::export_requests);
    // Before what is addressed by id, or `similar` would be taken for one.
    cfg.service(similar::routes::list_similar_requests);
    cfg.service(routes::list_categories)
        .service(routes::list_requests)
        .service(routes::create_request)
        .service(routes::get_request);
    cfg.service(routes::update_request)
        .service(routes::act_on_request)
        .service(routes::get_request_history);
    cfg.service(routes::explain_request_routing)
        .service(routes::explain_request_deadlines)
        .service(routes::list_triage)
        .service(triage::routes::triage_batch)
        .service(triage::routes::undo_triage);
    cfg.service(approving::routes::list_approvals)
        .service(approving::routes::get_approval)
        .service(approving::routes::approve)
        .service(approving::routes::reject_approval)
        .service(approving::routes::return_approval);
    themes::routes(cfg);
    sla::routes(cfg);
    cfg.service(comments::routes::list_comments)
        .service(comments::routes::create_comment)
        .service(comments::routes::list_mentionable)
        .service(comments::routes::get_comment);
    cfg.service(comments::routes::update_comment)
        .service(comments::routes::delete_comment)
        .service(comments::routes::list_comment_edits);
    cfg.service(watchers::routes::list_watchers)
        .service(watchers::routes::add_watcher)
        .service(watchers::routes::remove_watcher);
    cfg.service(links::routes::list_links)
        .service(links::routes::create_link)
        .service(links::routes::delete_link);
    cfg.service(tags::routes::list_tags)
        .service(tags::routes::put_request_tags);
    cfg.service(attachment_routes::list_attachments)
        .service(attachment_routes::create_attachment)
        .service(attachment_routes::get_attachment)
        .service(attachment_routes::delete_attachment);
    cfg.service(attachment_routes::get_attachment_content)
        .service(attachment_routes::get_attachment_thumbnail);
    cfg.service(routing_routes::put_routing_rules)
        .service(routing_routes::dry_run_routing)
        .service(handover_routes::list_handover)
        .service(handover_routes::give_back);
}
