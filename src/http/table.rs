//! Tables over HTTP: a file is the body itself, its form is the content type (`curl --data-binary @units.xlsx`, a browser's
//! `fetch(…, { body: file })`), and an export is a file to save.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Deserialize;

use super::body::read_all;
use super::caller::{Caller, Language};
use super::{Parts, answer};
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::tables::{File, Format, MAX_BYTES, Mode, TableImport};

/// A table's file, sent as the body.
pub struct Upload(pub File);

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let kind = req.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
            let format = kind
                .and_then(Format::of_media_type)
                .ok_or(Error::UnsupportedMediaType)?;
            let bytes = read_all(&req, payload, MAX_BYTES).await?;
            Ok(Self(File { format, bytes }))
        })
    }
}

/// Whether to change anything.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TableImportMode {
    /// Only say what would come of it.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

impl TableImportMode {
    /// With the caller's language.
    pub fn of(&self, language: Language) -> Mode {
        Mode {
            dry_run: self.dry_run,
            locale: language.0,
        }
    }
}

impl Parts {
    /// Imports a table, or says what would come of it: a dry run writes nothing, and so keeps nobody from writing.
    ///
    /// # Errors
    /// The import's own.
    pub async fn import<F>(&self, caller: Caller, mode: Mode, f: F) -> Result<HttpResponse>
    where
        F: Fn(&mut Conn, &Cx, &Actor) -> Result<TableImport> + Send + 'static,
    {
        let report = if mode.dry_run {
            self.read(caller, f).await?
        } else {
            self.write(caller, f).await?
        };
        Ok(answer::json(&report))
    }
}

/// 200 with a file to save.
pub fn download(name: &str, format: Format, bytes: Vec<u8>) -> HttpResponse {
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Xlsx => format.media_type(),
    };
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{format}\""),
        ))
        .body(bytes)
}
