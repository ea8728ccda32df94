//! Meetings: series, agendas that explain themselves, what came of each line, and what was promised.

pub mod agenda;
mod clashes;
pub mod commitments;
pub mod invitations;
pub mod knowing;
pub mod mayor;
pub mod minutes;
pub mod model;
mod notices;
pub mod outcomes;
pub mod outward;
pub mod papers;
mod people_store;
pub mod policy;
pub mod proposals;
pub mod routes;
pub mod series;
pub mod service;
pub mod session;
pub mod state;
mod store;
#[cfg(test)]
mod story_tests;
mod summary_store;
mod views;
pub mod weekly;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(series::routes::list_meeting_series)
        .service(series::routes::create_meeting_series);
    cfg.service(series::routes::get_meeting_series)
        .service(series::routes::update_meeting_series);
    cfg.service(routes::list_meetings)
        .service(routes::create_meeting)
        .service(routes::get_meeting)
        .service(routes::update_meeting);
    cfg.service(series::routes::get_series_dates)
        .service(series::routes::plan_meetings);
    cfg.service(routes::act_on_meeting)
        .service(routes::put_attendance)
        .service(routes::respond_to_meeting);
    cfg.service(session::routes::watch_meeting)
        .service(session::routes::get_session)
        .service(session::routes::act_in_session)
        .service(session::routes::raise_request);
    cfg.service(agenda::routes::generate_agenda)
        .service(agenda::routes::get_agenda)
        .service(papers::routes::export_agenda)
        .service(agenda::routes::list_agenda_revisions);
    cfg.service(proposals::routes::list_agenda_proposals)
        .service(proposals::routes::create_agenda_proposal);
    cfg.service(proposals::routes::get_agenda_proposal)
        .service(proposals::routes::decide_agenda_proposal);
    cfg.service(agenda::routes::update_agenda_item)
        .service(outcomes::routes::create_outcome);
    cfg.service(outcomes::routes::update_outcome)
        .service(outcomes::routes::take_back_outcome);
    // Before what is addressed by id.
    cfg.service(commitments::routes::list_keep_rates)
        .service(commitments::routes::export_commitments)
        .service(commitments::routes::get_commitment_history);
    cfg.service(mayor::routes::list_mayor_subjects)
        .service(mayor::routes::create_mayor_subject)
        .service(mayor::routes::get_mayor_subject)
        .service(mayor::routes::update_mayor_subject);
    cfg.service(mayor::routes::withdraw_mayor_subject)
        .service(mayor::routes::get_brief)
        .service(papers::routes::export_brief);
    cfg.service(commitments::routes::list_commitments)
        .service(commitments::routes::get_commitment);
    cfg.service(commitments::routes::repromise_commitment)
        .service(commitments::routes::end_commitment);
    minutes::routes(cfg);
}
