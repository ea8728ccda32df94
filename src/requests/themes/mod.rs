//! Themes: the same problem of several units, grouped by the director; what is decided on a theme lands on each of its
//! requests.

pub mod acting;
mod mails;
pub mod meeting;
pub mod members;
pub mod model;
pub mod policy;
pub mod ranking;
pub mod routes;
pub mod service;
pub(super) mod store;
pub mod suggestions;

/// The operations on themes.
pub fn routes(cfg: &mut impl crate::Operations) {
    // Before what is addressed by id, or `suggestions` would be taken for one.
    cfg.service(routes::list_theme_suggestions);
    cfg.service(routes::list_themes)
        .service(routes::create_theme)
        .service(routes::get_theme)
        .service(routes::update_theme)
        .service(routes::get_theme_history);
    cfg.service(routes::add_theme_requests)
        .service(routes::remove_theme_request)
        .service(routes::merge_theme)
        .service(routes::split_theme)
        .service(routes::act_on_theme);
}
