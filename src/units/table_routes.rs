//! Units as files: taken from a table, and given as one.

use actix_web::{HttpResponse, get, post};

use super::table;
use crate::accounts::Actor;
use crate::accounts::policy::{Deed, allows};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::params::{Params, Path};
use crate::http::table::{TableImportMode, Upload, download};
use crate::tables::{TableFormat, TableImport};

/// Takes a table of units, whole or not at all.
///
/// The body is the file. A unit that is there by its name is changed where the file says otherwise; a missing column
/// changes nothing. Columns: docs/imports.md.
#[utoipa::path(operation_id = "import_units", tag = "structure", params(TableImportMode), security(("bearer" = []), ("cookie" = [])),
    request_body(description = "The file, at most 5 MiB", content((String = "text/csv", example = "نام واحد,نوع,تعداد کارکنان\nمنطقهٔ ۳,منطقه,۲\n"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, body = TableImport), WriteErrors))]
#[post("/units/imports")]
pub async fn import_units(
    api: Api,
    who: Caller,
    language: Language,
    mode: Params<TableImportMode>,
    file: Upload,
) -> Result<HttpResponse> {
    let mode = mode.0.of(language);
    let import = move |c: &mut Conn, cx: &Cx, actor: &Actor| table::import(c, cx, Some(actor), &file.0, mode);
    api.import(who, mode, import).await
}

/// All units as a table, in the order of the Persian alphabet; importing it changes nothing.
#[utoipa::path(operation_id = "export_units", tag = "structure", params(("format" = TableFormat, Path, description = "The form of the file")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/units/export.{format}")]
pub async fn export_units(api: Api, who: Caller, format: Path<TableFormat>) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            let with_addresses = allows(actor, Deed::List);
            table::export(c, cx, with_addresses)?.write(format, cx.now)
        })
        .await?;
    Ok(download("units", format, bytes))
}
