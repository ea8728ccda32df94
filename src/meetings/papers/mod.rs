//! Agendas as papers: page, Word, PDF, calendar and workbook.

pub mod agenda;
pub(super) mod open;
pub mod routes;
pub(super) mod workbook;
