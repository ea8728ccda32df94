//! Meetings: series, agendas that explain themselves, what came of each line, and what was promised.

pub mod agenda;
mod agenda_candidates;
mod agenda_changes;
mod agenda_lines;
pub mod agenda_making;
pub mod agenda_model;
mod agenda_publishing;
pub mod agenda_reason;
pub mod agenda_routes;
pub mod agenda_store;
mod agenda_views;
pub mod answers;
pub mod attendance;
pub mod brief;
mod brief_paper;
mod clashes;
pub mod commitment_model;
mod commitment_notices;
pub mod commitment_rounds;
pub mod commitment_routes;
mod commitment_rules;
mod commitment_store;
mod commitment_table;
pub mod commitments;
mod due_store;
mod guest_links;
mod guest_page;
pub mod guest_routes;
mod invitations;
mod live;
pub mod live_routes;
pub mod mayor;
pub mod mayor_model;
pub mod mayor_routes;
mod mayor_store;
pub mod minutes;
pub mod model;
mod notices;
mod open_papers;
mod outcome_effects;
pub mod outcome_model;
mod outcome_store;
pub mod outcomes;
pub mod outward;
pub mod paper_routes;
pub mod papers;
mod people_store;
pub mod planning;
pub mod policy;
mod proposal_notices;
mod proposal_store;
pub mod proposals;
pub mod proposals_model;
pub mod proposals_routes;
pub mod ranking;
pub mod rates;
mod rates_store;
pub mod reminders;
mod revision_store;
pub mod routes;
pub mod series;
pub mod series_model;
pub mod series_routes;
mod series_store;
pub mod service;
pub mod session;
pub mod session_model;
mod session_rules;
mod session_store;
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
    cfg.service(live_routes::watch_meeting)
        .service(live_routes::get_session)
        .service(live_routes::act_in_session)
        .service(live_routes::raise_request);
    cfg.service(agenda_routes::generate_agenda)
        .service(agenda_routes::get_agenda)
        .service(paper_routes::export_agenda)
        .service(agenda_routes::list_agenda_revisions);
    cfg.service(proposals_routes::list_agenda_proposals)
        .service(proposals_routes::create_agenda_proposal);
    cfg.service(proposals_routes::get_agenda_proposal)
        .service(proposals_routes::decide_agenda_proposal);
    cfg.service(agenda_routes::update_agenda_item)
        .service(agenda_routes::create_outcome);
    cfg.service(commitment_routes::update_outcome)
        .service(commitment_routes::take_back_outcome);
    // Before what is addressed by id.
    cfg.service(commitment_routes::list_keep_rates)
        .service(commitment_routes::export_commitments)
        .service(commitment_routes::get_commitment_history);
    cfg.service(mayor_routes::list_mayor_subjects)
        .service(mayor_routes::create_mayor_subject)
        .service(mayor_routes::get_mayor_subject)
        .service(mayor_routes::update_mayor_subject);
    cfg.service(mayor_routes::withdraw_mayor_subject)
        .service(mayor_routes::get_brief)
        .service(paper_routes::export_brief);
    cfg.service(agenda_routes::list_commitments)
        .service(agenda_routes::get_commitment);
    cfg.service(agenda_routes::repromise_commitment)
        .service(agenda_routes::end_commitment);
    minutes::routes(cfg);
}
