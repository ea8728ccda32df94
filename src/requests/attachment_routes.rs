//! The operations on the files of requests.

use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::Deserialize;

use super::attached;
use crate::attachments::{AttachmentView, service as attachments};
use crate::error::{Error, FieldCode, Result};
use crate::http::Api;
use crate::http::answer;
use crate::http::caller::Caller;
use crate::http::docs::{DownloadErrors, ReadErrors, WriteErrors};
use crate::http::fields::Fields;
use crate::http::idempotency::Creation;
use crate::http::params::{Paging, Params, Path};
use crate::http::upload::{FileBody, FileContent};
use crate::ids::AttachmentId;
use crate::page::Page;

/// A request's attachments, in the order in which they were attached.
#[utoipa::path(operation_id = "list_attachments", tag = "attachments", params(("id" = String, Path, description = "Id or number of the request"), Paging, Fields<AttachmentView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = Page<AttachmentView>), ReadErrors))]
#[get("/requests/{id}/attachments")]
pub async fn list_attachments(
    api: Api,
    who: Caller,
    id: Path<String>,
    paging: Params<Paging>,
    fields: Fields<AttachmentView>,
) -> Result<HttpResponse> {
    let page = paging.0.page(attachments::SORT)?;
    let found = api
        .read(who, move |c, _, actor| attached::list(c, actor, &id.0, &page))
        .await?;
    Ok(fields.page(&found))
}

/// Characters of a name as it is sent; the parameter's documentation has the same number.
const LONGEST_NAME: usize = 1000;

/// What a file is called.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileName {
    /// Its name. It is cleaned, cut to 200 characters, and given the ending of its kind if it has another.
    #[serde(default)]
    #[param(max_length = 1000, example = "دوربین شکسته.jpg")]
    name: String,
}

impl FileName {
    fn read(self) -> Result<String> {
        if self.name.chars().count() <= LONGEST_NAME {
            return Ok(self.name);
        }
        let (fa, en) = ("نام بلندتر از ۱۰۰۰ نویسه است.", "At most 1000 characters.");
        Err(Error::parameter("name", FieldCode::TooLong, fa, en))
    }
}

/// Attaches a file to a request. The body is the file itself, whatever its `Content-Type` says: what it is, is told by its
/// content. The same content again is the attachment that is there.
#[utoipa::path(operation_id = "create_attachment", tag = "attachments", request_body(content = FileContent, content_type = "application/octet-stream"), security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "Id or number of the request"), FileName, ("Idempotency-Key" = Option<String>, Header, description = "The same key, file and name get the first answer again")),
    responses((status = 201, body = AttachmentView), WriteErrors))]
#[post("/requests/{id}/attachments")]
pub async fn create_attachment(
    api: Api,
    who: Caller,
    id: Path<String>,
    name: Params<FileName>,
    creation: Creation,
    file: FileBody,
) -> Result<HttpResponse> {
    let (key, name) = (id.0.clone(), name.0.read()?);
    // A repeat has its room already.
    let bytes = if creation.has_key() { 0 } else { file.announced };
    api.read(who.clone(), move |c, cx, actor| {
        attached::may_attach(c, cx, actor, &key, bytes)
    })
    .await?;
    api.attach(who, creation, file, &name, move |c, cx, actor, upload| {
        attached::attach(c, cx, actor, &id.0, upload)
    })
    .await
}

/// What is known of an attachment.
#[utoipa::path(operation_id = "get_attachment", tag = "attachments", params(("id" = AttachmentId, Path), Fields<AttachmentView>), security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, body = AttachmentView), ReadErrors))]
#[get("/attachments/{id}")]
pub async fn get_attachment(
    api: Api,
    who: Caller,
    id: Path<AttachmentId>,
    fields: Fields<AttachmentView>,
) -> Result<HttpResponse> {
    let found = api.read(who, move |c, _, actor| attached::get(c, actor, id.0)).await?;
    Ok(fields.resource(&found))
}

/// Takes an attachment away: whoever attached it while the request is open, and the director. The history keeps what it was.
#[utoipa::path(operation_id = "delete_attachment", tag = "attachments", params(("id" = AttachmentId, Path)), security(("bearer" = []), ("cookie" = [])),
    responses((status = 204, description = "Taken away"), WriteErrors))]
#[delete("/attachments/{id}")]
pub async fn delete_attachment(api: Api, who: Caller, id: Path<AttachmentId>) -> Result<HttpResponse> {
    let object = api
        .write(who, move |c, cx, actor| attached::detach(c, cx, actor, id.0))
        .await?;
    api.vault.forget(&object).await;
    Ok(answer::nothing())
}

/// How a file is to be given.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Showing {
    /// To be shown and not saved, if it is a picture that browsers draw or a PDF.
    #[serde(default)]
    #[param(default = false)]
    inline: bool,
}

/// The content of an attachment, or one part of it.
#[utoipa::path(operation_id = "get_attachment_content", tag = "attachments", security(("bearer" = []), ("cookie" = [])),
    params(("id" = AttachmentId, Path), Showing,
        ("Range" = Option<String>, Header, description = "One range of bytes, such as `bytes=0-1023`"),
        ("If-Range" = Option<String>, Header, description = "The part only if the `ETag` is still this one, else all"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that you have")),
    responses(
        (status = 200, description = "The file", content_type = "*/*", body = FileContent),
        (status = 206, description = "The part; `Content-Range` says which", content_type = "*/*", body = FileContent),
        (status = 304, description = "You have it"), DownloadErrors))]
#[get("/attachments/{id}/content")]
pub async fn get_attachment_content(
    api: Api,
    who: Caller,
    id: Path<AttachmentId>,
    showing: Params<Showing>,
    req: HttpRequest,
) -> Result<HttpResponse> {
    let file = api.read(who, move |c, _, actor| attached::file(c, actor, id.0)).await?;
    api.content(&req, &file, showing.0.inline).await
}

/// A small picture of an attachment: at most 320 pixels wide and high, turned as it was taken, without place and time.
#[utoipa::path(operation_id = "get_attachment_thumbnail", tag = "attachments", security(("bearer" = []), ("cookie" = [])),
    params(("id" = AttachmentId, Path), ("If-None-Match" = Option<String>, Header, description = "The `ETag` that you have")),
    responses((status = 200, description = "The small picture", content_type = "image/jpeg", body = FileContent), (status = 304, description = "You have it"), ReadErrors))]
#[get("/attachments/{id}/thumbnail")]
pub async fn get_attachment_thumbnail(
    api: Api,
    who: Caller,
    id: Path<AttachmentId>,
    req: HttpRequest,
) -> Result<HttpResponse> {
    let file = api.read(who, move |c, _, actor| attached::file(c, actor, id.0)).await?;
    api.thumbnail(&req, &file).await
}
