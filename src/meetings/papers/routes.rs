//! The operations that hand out what meetings have on paper.

use actix_web::{HttpResponse, get};

use super::agenda::{Gathered, calendar_event};
use crate::error::{Locale, Result};
use crate::export::ics::{self, Method};
use crate::export::{Paper, docx, html, pdf};
use crate::http::Api;
use crate::http::caller::Caller;
use crate::http::docs::ReadErrors;
use crate::http::download;
use crate::http::params::{Params, Path};
use crate::ids::MeetingId;
use crate::meetings::agenda::model::Which;
use crate::meetings::mayor::{brief, brief_paper};
use crate::tables::Format;

crate::text_enum! {
    /// The form of an agenda.
    pub enum AgendaFormat {
        /// A page to read and to print.
        Html = "html",
        /// PDF, where the server has `hamahang-pdf`.
        Pdf = "pdf",
        /// A Word document.
        Docx = "docx",
        /// A workbook: lines, outcomes and the invited, a sheet each.
        Xlsx = "xlsx",
        /// The meeting's date for calendars.
        Ics = "ics",
    }
}

/// What a form needs besides being read: papers are set after the database is done with.
enum Made {
    Page(String),
    File(&'static str, Vec<u8>),
    Paper(Box<Paper>),
}

/// The agenda on paper, in Persian: a page to print, PDF, or Word; its data as a workbook; its date for calendars.
///
/// 501 `pdf_unavailable` where the server has no program that sets PDF; the other forms are always there.
#[utoipa::path(operation_id = "export_agenda", tag = "meetings", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("format" = AgendaFormat, Path, description = "The form"), Which),
    responses((status = 200, description = "The page or the file", content((String = "text/html"), (Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/calendar"))),
        (status = 501, description = "No PDF here", body = crate::http::problem::Problem, content_type = "application/problem+json"), ReadErrors))]
#[get("/meetings/{id}/agenda.{format}")]
pub async fn export_agenda(
    api: Api,
    who: Caller,
    path: Path<(MeetingId, AgendaFormat)>,
    which: Params<Which>,
) -> Result<HttpResponse> {
    let ((id, format), revision) = (path.0, which.0.revision);
    let made = api
        .read(who, move |c, cx, actor| {
            let all = Gathered::of(c, actor, id, revision)?;
            let paper = || all.agenda_paper(&cx.settings);
            Ok(match format {
                AgendaFormat::Html => Made::Page(html::render(&paper())?),
                AgendaFormat::Pdf => Made::Paper(Box::new(paper())),
                AgendaFormat::Docx => Made::File(docx::MEDIA_TYPE, docx::render(&paper())?),
                AgendaFormat::Xlsx => Made::File(Format::Xlsx.media_type(), all.workbook(cx.now)?),
                AgendaFormat::Ics => {
                    let date = calendar_event(&all.meeting, Method::Publish, &cx.settings, cx.now);
                    Made::File(ics::MEDIA_TYPE, ics::render(&date).into_bytes())
                }
            })
        })
        .await?;
    answer(&api, &format!("agenda-{id}.{format}"), made).await
}

crate::text_enum! {
    /// The form of a paper: a brief, minutes.
    pub enum PaperFormat {
        /// A page to read and to print.
        Html = "html",
        /// PDF, where the server has `hamahang-pdf`.
        Pdf = "pdf",
        /// A Word document.
        Docx = "docx",
    }
}

/// A paper in one of its forms.
///
/// # Errors
/// 501 and 503 for PDF, 500.
pub async fn hand_out(api: &Api, name: &str, format: PaperFormat, paper: Paper) -> Result<HttpResponse> {
    let made = match format {
        PaperFormat::Html => Made::Page(html::render(&paper)?),
        PaperFormat::Pdf => Made::Paper(Box::new(paper)),
        PaperFormat::Docx => Made::File(docx::MEDIA_TYPE, docx::render(&paper)?),
    };
    answer(api, name, made).await
}

/// The brief for a meeting with the mayor on paper, in Persian, a page for each subject. For the director, the mayor's office and
/// the auditor.
///
/// 501 `pdf_unavailable` where the server has no program that sets PDF; the other forms are always there.
#[utoipa::path(operation_id = "export_brief", tag = "meetings", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("format" = PaperFormat, Path, description = "The form")),
    responses((status = 200, description = "The page or the file", content((String = "text/html"), (Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 409, description = "It is no meeting with the mayor", body = crate::http::problem::Problem, content_type = "application/problem+json"),
        (status = 501, description = "No PDF here", body = crate::http::problem::Problem, content_type = "application/problem+json"), ReadErrors))]
#[get("/meetings/{id}/brief.{format}")]
pub async fn export_brief(api: Api, who: Caller, path: Path<(MeetingId, PaperFormat)>) -> Result<HttpResponse> {
    let (id, format) = path.0;
    let paper = api
        .read(who, move |c, cx, actor| {
            let brief = brief::get(c, cx, actor, id, Locale::Fa)?;
            Ok(brief_paper::paper(&brief, &cx.settings))
        })
        .await?;
    hand_out(&api, &format!("brief-{id}.{format}"), format, paper).await
}

async fn answer(api: &Api, name: &str, made: Made) -> Result<HttpResponse> {
    Ok(match made {
        Made::Page(html) => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html),
        Made::File(kind, bytes) => download::made(name, kind, bytes),
        Made::Paper(paper) => download::made(name, pdf::MEDIA_TYPE, api.typesetter.set(&paper).await?),
    })
}
