//! Units of the municipality, a tree, and desks: who answers for a kind of request.

pub mod desk_routes;
pub mod directory;
pub mod model;
pub mod policy;
pub mod routes;
pub mod service;
mod store;
pub mod table;
pub mod table_routes;

pub use model::{DeskRef, UnitKind, UnitRef};

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(table_routes::import_units)
        .service(table_routes::export_units)
        .service(routes::list_units)
        .service(routes::create_unit)
        .service(routes::get_unit)
        .service(routes::update_unit);
    cfg.service(desk_routes::list_desks)
        .service(desk_routes::create_desk)
        .service(desk_routes::get_desk)
        .service(desk_routes::update_desk);
}
