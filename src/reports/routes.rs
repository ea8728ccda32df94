//! The operations on reports.

use actix_web::{HttpResponse, get};

use super::model::{AgeingReport, FlowReport, FlowSpan, OpenRequestsReport};
use super::{service, table};
use crate::error::{Locale, Result};
use crate::http::Api;
use crate::http::caller::{Caller, Language};
use crate::http::docs::ReadErrors;
use crate::http::fields::Fields;
use crate::http::params::{Params, Path};
use crate::http::table::download;
use crate::tables::TableFormat;

/// Open requests by unit and category. For the director, the mayor's office and the auditor.
#[utoipa::path(operation_id = "get_open_requests_report", tag = "reports", params(Fields<OpenRequestsReport>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = OpenRequestsReport), ReadErrors))]
#[get("/reports/open-requests")]
pub async fn get_open_requests_report(
    api: Api,
    who: Caller,
    language: Language,
    fields: Fields<OpenRequestsReport>,
) -> Result<HttpResponse> {
    let report = api
        .read(who, move |c, cx, actor| {
            service::open_requests(c, cx, actor, language.0)
        })
        .await?;
    Ok(fields.value(&report))
}

/// The same as a table: a row for each unit, a column for each category.
#[utoipa::path(operation_id = "export_open_requests_report", tag = "reports", params(("format" = TableFormat, Path, description = "The form of the file")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/reports/open-requests.{format}")]
pub async fn export_open_requests_report(api: Api, who: Caller, format: Path<TableFormat>) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            let report = service::open_requests(c, cx, actor, Locale::Fa)?;
            table::open_requests(&report).write(format, cx.now)
        })
        .await?;
    Ok(download("open-requests", format, bytes))
}

/// How long ago what is open was filed, by desk. For the director, the mayor's office and the auditor.
#[utoipa::path(operation_id = "get_ageing_report", tag = "reports", params(Fields<AgeingReport>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = AgeingReport), ReadErrors))]
#[get("/reports/ageing")]
pub async fn get_ageing_report(api: Api, who: Caller, fields: Fields<AgeingReport>) -> Result<HttpResponse> {
    let report = api.read(who, service::ageing).await?;
    Ok(fields.value(&report))
}

/// The same as a table.
#[utoipa::path(operation_id = "export_ageing_report", tag = "reports", params(("format" = TableFormat, Path, description = "The form of the file")), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/reports/ageing.{format}")]
pub async fn export_ageing_report(api: Api, who: Caller, format: Path<TableFormat>) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            table::ageing(&service::ageing(c, cx, actor)?).write(format, cx.now)
        })
        .await?;
    Ok(download("ageing", format, bytes))
}

/// What came and what went in each Jalali month. For the director, the mayor's office and the auditor.
#[utoipa::path(operation_id = "get_flow_report", tag = "reports", params(FlowSpan, Fields<FlowReport>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = FlowReport), ReadErrors))]
#[get("/reports/flow")]
pub async fn get_flow_report(
    api: Api,
    who: Caller,
    language: Language,
    span: Params<FlowSpan>,
    fields: Fields<FlowReport>,
) -> Result<HttpResponse> {
    let report = api
        .read(who, move |c, cx, actor| {
            service::flow(c, cx, actor, &span.0, language.0)
        })
        .await?;
    Ok(fields.value(&report))
}

/// The same as a table.
#[utoipa::path(operation_id = "export_flow_report", tag = "reports", params(("format" = TableFormat, Path, description = "The form of the file"), FlowSpan), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The file", content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadErrors))]
#[get("/reports/flow.{format}")]
pub async fn export_flow_report(
    api: Api,
    who: Caller,
    format: Path<TableFormat>,
    span: Params<FlowSpan>,
) -> Result<HttpResponse> {
    let format = format.0;
    let bytes = api
        .read(who, move |c, cx, actor| {
            table::flow(&service::flow(c, cx, actor, &span.0, Locale::Fa)?).write(format, cx.now)
        })
        .await?;
    Ok(download("flow", format, bytes))
}
