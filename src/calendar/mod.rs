//! The working calendar of the municipality: weekends and hours that hold from a date on, holidays by rule and by date,
//! half days, and days declared working.
//!
//! `week`, `working`, `tehran` and `arithmetic` are plain data and pure arithmetic; other slices take a whole
//! [`WorkingCalendar`] from [`service::load`] and count with it. `holidays` holds the use cases of single days,
//! `import` takes files of them, `service` holds those of the whole.

pub mod arithmetic;
mod holiday_routes;
pub mod holidays;
pub mod import;
pub mod model;
pub mod policy;
mod routes;
pub mod service;
mod store;
pub mod tehran;
pub mod week;
pub mod working;

pub use arithmetic::{NotEnoughWorkingTime, TimeKind};
pub use tehran::Stretch;
pub use working::WorkingCalendar;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::get_weekends)
        .service(routes::put_weekends)
        .service(routes::get_working_hours)
        .service(routes::put_working_hours)
        .service(routes::list_days);
    cfg.service(holiday_routes::list_holidays)
        .service(holiday_routes::create_holiday)
        .service(holiday_routes::import_holidays)
        .service(holiday_routes::get_holiday)
        .service(holiday_routes::update_holiday)
        .service(holiday_routes::delete_holiday);
}
