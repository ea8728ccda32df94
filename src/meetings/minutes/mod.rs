//! Minutes: written line by line, declared final when nothing is missing, in review by those who attended, approved by
//! their silence, and from then on only corrected by numbered addenda.

pub mod addenda;
mod compose;
pub mod content;
pub mod drafting;
pub mod finalising;
pub mod model;
mod notices;
pub mod paper;
pub mod policy;
pub mod reading;
pub mod remarks;
pub mod review;
pub mod routes;
pub mod rules;
#[cfg(test)]
mod rules_tests;
pub mod silence;
mod store;
pub mod verification;
mod verify_page;
pub mod verify_routes;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::get_minutes)
        .service(routes::export_minutes)
        .service(routes::save_minutes_paragraph);
    cfg.service(routes::list_minutes_remarks)
        .service(routes::create_minutes_remark)
        .service(routes::act_on_minutes_remark);
    cfg.service(routes::create_minutes_addendum)
        .service(verify_routes::verify_minutes);
}
