//! People as files: taken from a table, and given as one.

use actix_web::{HttpResponse, get, post};
use serde::Deserialize;

use super::policy::{self, Deed};
use super::table;
use crate::error::Result;
use crate::http::Api;
use crate::http::answer;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::params::{Params, Path};
use crate::http::table::{Upload, download};
use crate::tables::{Mode, TableFormat, TableImport};

/// Registers them.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(import_users).service(export_users);
}

/// Whether to change anything, and whether to tell the new ones.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserImportMode {
    /// Only say what would come of it.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
    /// Mail each new person an invitation. Without it they get in by `POST /auth/password/forgot`, or are told otherwise.
    #[serde(default)]
    #[param(default = false)]
    invite: bool,
}

/// Takes a table of people, whole or not at all. For administrators.
///
/// The body is the file. A person who is there by their address is changed where the file says otherwise; a missing column
/// changes nothing, roles are exactly those of the file. Columns: docs/imports.md.
#[utoipa::path(tag = "people", params(UserImportMode),
    request_body(description = "The file, at most 5 MiB", content((String = "text/csv", example = "رایانامه,نام,نقش‌ها\nhead-03@demo.test,مسئول روابط عمومی منطقهٔ ۳,مسئول روابط عمومی واحد: منطقهٔ ۳\n"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, description = "What came of it", body = TableImport), WriteErrors))]
#[post("/users/imports")]
async fn import_users(
    api: Api,
    who: Caller,
    language: Language,
    mode: Params<UserImportMode>,
    file: Upload,
) -> Result<HttpResponse> {
    let UserImportMode { dry_run, invite } = mode.0;
    let mode = Mode {
        dry_run,
        locale: language.0,
    };
    let report = api
        .write(who, move |c, cx, actor| {
            table::import(c, cx, Some(actor), &file.0, invite, mode)
        })
        .await?;
    Ok(answer::json(&report))
}

/// All people with an account as a table, in the Persian order of their names; importing it changes nothing. For
/// administrators, the director and auditors.
#[utoipa::path(tag = "people", params(("format" = TableFormat, Path, description = "The form of the file")),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/users/export.{format}")]
async fn export_users(api: Api, who: Caller, format: Path<TableFormat>) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            policy::require(actor, Deed::List)?;
            table::export(c)?.write(format, cx.now)
        })
        .await?;
    Ok(download("users", format, bytes))
}
