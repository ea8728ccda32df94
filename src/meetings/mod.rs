//! Meetings: series, agendas that explain themselves, what came of each line, and what was promised.

pub mod agenda;
pub mod agenda_model;
pub mod agenda_routes;
mod agenda_store;
mod agenda_views;
pub mod answers;
pub mod attendance;
mod clashes;
mod commitment_store;
pub mod commitments;
mod guest_links;
mod guest_page;
pub mod guest_routes;
mod invitations;
pub mod minutes;
pub mod model;
mod notices;
mod outcome_store;
pub mod outcomes;
pub mod paper_routes;
pub mod papers;
mod people_store;
pub mod planning;
pub mod policy;
pub mod ranking;
pub mod reminders;
pub mod routes;
pub mod series;
pub mod series_model;
pub mod series_routes;
mod series_store;
pub mod service;
pub mod state;
mod store;
#[cfg(test)]
mod story_tests;
mod themed;
mod views;
mod workbook;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(series_routes::list_meeting_series)
        .service(series_routes::create_meeting_series);
    cfg.service(series_routes::get_meeting_series)
        .service(series_routes::update_meeting_series);
    cfg.service(routes::list_meetings)
        .service(routes::create_meeting)
        .service(routes::get_meeting)
        .service(routes::update_meeting);
    cfg.service(series_routes::get_series_dates)
        .service(series_routes::plan_meetings);
    cfg.service(routes::act_on_meeting)
        .service(routes::put_attendance)
        .service(routes::respond_to_meeting);
    cfg.service(agenda_routes::generate_agenda)
        .service(agenda_routes::get_agenda)
        .service(paper_routes::export_agenda);
    cfg.service(agenda_routes::update_agenda_item)
        .service(agenda_routes::create_outcome);
    cfg.service(agenda_routes::list_commitments)
        .service(agenda_routes::get_commitment);
    cfg.service(agenda_routes::repromise_commitment)
        .service(agenda_routes::end_commitment);
    minutes::routes(cfg);
}
