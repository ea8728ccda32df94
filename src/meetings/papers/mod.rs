//! Agendas as papers: page, Word, PDF, calendar and workbook.

pub mod agenda;
pub mod routes;
pub(super) mod workbook;
