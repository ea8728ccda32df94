//! The operations on minutes.

use actix_web::{HttpResponse, get, post, put};

use super::model::{
    AddendumView, AnswerRemark, CreateAddendum, CreateRemark, MinutesView, ParagraphView, RemarkAction, RemarkView,
    SaveParagraph,
};
use super::paper::paper;
use super::{addenda, drafting, reading, remarks};
use crate::error::{Error, Locale, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::body::Body;
use crate::http::caller::{Caller, Language};
use crate::http::docs::{ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::http::problem::Problem;
use crate::ids::{AgendaItemId, MeetingId, RemarkId};
use crate::meetings::papers::routes::{PaperFormat, hand_out};
use crate::page::Page;
use crate::resource::Expected;

/// The minutes of a meeting: the draft, the text in review, or the approved one. Its `ETag` is the meeting's.
#[utoipa::path(operation_id = "get_minutes", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), Fields<MinutesView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = MinutesView), ReadErrors))]
#[get("/meetings/{id}/minutes")]
pub async fn get_minutes(
    api: Api,
    who: Caller,
    language: Language,
    id: Path<MeetingId>,
    fields: Fields<MinutesView>,
) -> Result<HttpResponse> {
    let minutes = api
        .read(who, move |c, cx, actor| reading::get(c, cx, actor, id.0, language.0))
        .await?;
    Ok(fields.resource(&minutes))
}

/// The minutes as an official paper in Persian: a page to print, PDF, or Word.
///
/// 501 `pdf_unavailable` where the server has no program that sets PDF; the other forms are always there.
#[utoipa::path(operation_id = "export_minutes", tag = "meetings", security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("format" = PaperFormat, Path, description = "The form")),
    responses((status = 200, description = "The page or the file", content((String = "text/html"), (Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 501, description = "No PDF here", body = Problem, content_type = "application/problem+json"), ReadErrors))]
#[get("/meetings/{id}/minutes.{format}")]
pub async fn export_minutes(api: Api, who: Caller, path: Path<(MeetingId, PaperFormat)>) -> Result<HttpResponse> {
    let (id, format) = path.0;
    // Papers are set after the database is done with.
    let paper = api
        .read(who, move |c, cx, actor| {
            let minutes = reading::get(c, cx, actor, id, Locale::Fa)?;
            Ok(paper(&minutes, &cx.settings))
        })
        .await?;
    hand_out(&api, &format!("minutes-{id}.{format}"), format, paper).await
}

/// Saves what was said of a line, while the minutes are a draft. Each line has a version of its own, 0 before the first.
#[utoipa::path(operation_id = "save_minutes_paragraph", tag = "meetings", request_body = SaveParagraph, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("item" = i64, Path, description = "The line"), ("If-Match" = String, Header, description = "The paragraph's version as an ETag")),
    responses((status = 200, body = ParagraphView), WriteErrors))]
#[put("/meetings/{id}/minutes/paragraphs/{item}")]
pub async fn save_minutes_paragraph(
    api: Api,
    who: Caller,
    language: Language,
    path: Path<(MeetingId, AgendaItemId)>,
    expected: Expected,
    body: Body<SaveParagraph>,
) -> Result<HttpResponse> {
    let paragraph = api
        .write(who, move |c, cx, actor| {
            drafting::save(c, cx, actor, path.0, &expected, &body.value, language.0)
        })
        .await?;
    Ok(answer::ok(&paragraph))
}

/// What attendees have said of the minutes, oldest first; for them, and for who prepares meetings.
#[utoipa::path(operation_id = "list_minutes_remarks", tag = "meetings", params(("id" = i64, Path, description = "The meeting"), Paging, Fields<RemarkView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<RemarkView>), ReadErrors))]
#[get("/meetings/{id}/minutes/remarks")]
pub async fn list_minutes_remarks(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    paging: Params<Paging>,
    fields: Fields<RemarkView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(remarks::SORT)?;
    let remarks = api
        .read(who, move |c, _, actor| remarks::list(c, actor, id.0, &page))
        .await?;
    Ok(fields.page(&remarks))
}

/// Objects to minutes in review, or proposes how a line should read; for those who are recorded as having attended.
#[utoipa::path(operation_id = "create_minutes_remark", tag = "meetings", request_body = CreateRemark, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = RemarkView), WriteErrors))]
#[post("/meetings/{id}/minutes/remarks")]
pub async fn create_minutes_remark(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    creation: Creation,
    body: Body<CreateRemark>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        remarks::create(c, cx, actor, id.0, input)
    })
    .await
}

/// Answers a remark (`accept` changes the text, which is another version of it; `decline` says why it stays), or takes it
/// back (`withdraw`, its author).
#[utoipa::path(operation_id = "act_on_minutes_remark", tag = "meetings", request_body = AnswerRemark, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"), ("remark" = i64, Path, description = "The remark"), ("action" = RemarkAction, Path, description = "What to do"),
        ("If-Match" = String, Header, description = "The remark's ETag that you saw")),
    responses((status = 200, body = RemarkView), WriteErrors))]
#[post("/meetings/{id}/minutes/remarks/{remark}/actions/{action}")]
pub async fn act_on_minutes_remark(
    api: Api,
    who: Caller,
    path: Path<(MeetingId, RemarkId, String)>,
    expected: Expected,
    body: Body<AnswerRemark>,
) -> Result<HttpResponse> {
    let (meeting, remark, action) = path.0;
    let action = action.parse::<RemarkAction>().map_err(|_| Error::NotFound)?;
    let remark = api
        .write(who, move |c, cx, actor| {
            remarks::act(c, cx, actor, (meeting, remark), action, &expected, &body.value)
        })
        .await?;
    Ok(answer::ok(&remark))
}

/// Corrects approved minutes by a numbered addendum, which never changes either.
#[utoipa::path(operation_id = "create_minutes_addendum", tag = "meetings", request_body = CreateAddendum, security(("bearer" = []), ("cookie" = [])),
    params(("id" = i64, Path, description = "The meeting"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again")),
    responses((status = 201, body = AddendumView), WriteErrors))]
#[post("/meetings/{id}/minutes/addenda")]
pub async fn create_minutes_addendum(
    api: Api,
    who: Caller,
    id: Path<MeetingId>,
    creation: Creation,
    body: Body<CreateAddendum>,
) -> Result<HttpResponse> {
    api.create(who, creation, body, move |c, cx, actor, input| {
        addenda::create(c, cx, actor, id.0, input)
    })
    .await
}
