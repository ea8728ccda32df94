//! Requests as files: old ones taken from a table, and those that the caller may see given as one.

use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Deserialize;

use super::categories::Category;
use super::model::{RequestFilter, Sort};
use super::state::{Group, State};
use super::{table, table_export};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::http::Api;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::params::{Params, Path};
use crate::http::table::{TableImportMode, Upload, download};
use crate::ids::{DeskId, MeetingId, UnitId, UserId};
use crate::tables::{TableFormat, TableImport};

/// Takes a table of old requests, whole or not at all. For the director.
///
/// The body is the file. A request that is there by its old number stays as it is. New ones get numbers of their own
/// Jalali years; no mails are sent. Columns: docs/imports.md.
#[utoipa::path(operation_id = "import_requests", tag = "requests", params(TableImportMode), security(("bearer" = []), ("cookie" = [])),
    request_body(description = "The file, at most 5 MiB", content((String = "text/csv", example = "شمارهٔ قدیمی,دسته,واحد,عنوان,وضعیت,تاریخ ثبت,تاریخ پایان\n۹۷/۱۲,سایر,منطقهٔ ۱,اتاق مصاحبه,مختومه,۱۳۹۷/۰۵/۰۱,۱۳۹۷/۰۶/۱۰\n"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, body = TableImport), WriteErrors))]
#[post("/requests/imports")]
pub async fn import_requests(
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

/// Which requests, among those that the caller may see.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportFilter {
    /// In this state.
    state: Option<State>,
    /// Open or closed.
    state_group: Option<Group>,
    /// Of this category.
    category: Option<Category>,
    /// Of this unit.
    #[param(value_type = Option<i64>)]
    unit_id: Option<UnitId>,
    /// At this desk.
    #[param(value_type = Option<i64>)]
    desk_id: Option<DeskId>,
    /// With this person.
    #[param(value_type = Option<i64>)]
    owner_id: Option<UserId>,
    /// Raised in this meeting.
    #[param(value_type = Option<i64>)]
    meeting_id: Option<MeetingId>,
    /// Words, all of which occur; the last one may be a beginning.
    #[param(max_length = 500)]
    q: Option<String>,
    /// Only what is past its time.
    overdue: Option<bool>,
    /// Filed on this day or later, Tehran's.
    filed_from: Option<NaiveDate>,
    /// Filed on this day or earlier.
    filed_to: Option<NaiveDate>,
    /// Came to its end on this day or later.
    closed_from: Option<NaiveDate>,
    /// Came to its end on this day or earlier.
    closed_to: Option<NaiveDate>,
    /// What the table goes by, as in the list.
    sort: Option<Sort>,
}

impl From<ExportFilter> for RequestFilter {
    fn from(wanted: ExportFilter) -> Self {
        Self {
            state: wanted.state,
            state_group: wanted.state_group,
            category: wanted.category,
            unit_id: wanted.unit_id,
            desk_id: wanted.desk_id,
            owner_id: wanted.owner_id,
            meeting_id: wanted.meeting_id,
            q: wanted.q,
            overdue: wanted.overdue,
            filed_from: wanted.filed_from,
            filed_to: wanted.filed_to,
            closed_from: wanted.closed_from,
            closed_to: wanted.closed_to,
            sort: wanted.sort,
            ..Self::default()
        }
    }
}

/// The requests that the caller may see as a table, drafts left out; 10,000 at most, more are refused.
#[utoipa::path(operation_id = "export_requests", tag = "requests", params(("format" = TableFormat, Path, description = "The form of the file"), ExportFilter), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/requests/export.{format}")]
pub async fn export_requests(
    api: Api,
    who: Caller,
    format: Path<TableFormat>,
    filter: Params<ExportFilter>,
) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            table_export::export(c, cx, Some(actor), filter.0.into())?.write(format, cx.now)
        })
        .await?;
    Ok(download("requests", format, bytes))
}
