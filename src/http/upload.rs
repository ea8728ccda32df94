//! Files as bodies: streamed, never whole in memory. The body is the file itself, so that a browser sends it as it is, with
//! its length and its progress, and what is refused by its length is refused before it is sent (docs/adr/0014).

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};
use utoipa::PartialSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::body::Body;
use super::caller::Caller;
use super::idempotency::Creation;
use super::{Api, Parts};
use crate::accounts::Actor;
use crate::attachments::intake::take_in;
use crate::attachments::{AttachmentView, Upload};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};

/// The bytes of a file, for the API's document.
pub struct FileContent;

impl PartialSchema for FileContent {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .description(Some(
                "The file itself, of at least one byte and at most `attachment_max_mib`",
            ))
            .into()
    }
}
impl utoipa::ToSchema for FileContent {}

/// A file that is on its way; nothing of it has been read.
pub struct FileBody {
    payload: Payload,
    /// How long it says it is, bytes; 0: it does not say.
    pub announced: u64,
}

impl FromRequest for FileBody {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let text = |name| {
            req.headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
        };
        let form = text(header::CONTENT_TYPE)
            .to_ascii_lowercase()
            .starts_with("multipart/");
        let coded = !matches!(text(header::CONTENT_ENCODING), "" | "identity");
        if form || coded {
            return ready(Err(Error::NotTheFileItself));
        }
        let announced = text(header::CONTENT_LENGTH).parse().unwrap_or(0);
        let longest = req.app_data::<Api>().map_or(0, |api| api.vault.longest());
        if announced > longest {
            return ready(Err(Error::TooLarge(usize::try_from(longest).unwrap_or(usize::MAX))));
        }
        ready(Ok(Self {
            payload: payload.take(),
            announced,
        }))
    }
}

impl Parts {
    /// Takes a file into the vault and runs the use case that gives it its row; without one, the bytes go again.
    /// Answers as [`Parts::create`].
    ///
    /// # Errors
    /// As [`take_in`] and [`Parts::create`].
    pub async fn attach<F>(
        &self,
        caller: Caller,
        creation: Creation,
        file: FileBody,
        name: &str,
        f: F,
    ) -> Result<HttpResponse>
    where
        F: Fn(&mut Conn, &Cx, &Actor, &Upload) -> Result<AttachmentView> + Send + 'static,
    {
        let upload = Arc::new(take_in(&self.vault, self.db.clock(), name, file.payload).await?);
        // For idempotency a body is the same when the content and the name are.
        let body = Body {
            raw: format!("{}\0{name}", upload.sha256).into_bytes(),
            value: Arc::clone(&upload),
        };
        let done = self
            .create(caller, creation, body, move |c, cx, actor, upload: &Arc<Upload>| {
                f(c, cx, actor, upload)
            })
            .await;
        let unwanted = match &done {
            Ok(_) => !upload.is_taken(),
            // A refusal is certain. What went wrong at the very commit may have been committed: the sweep will know.
            Err(error) => error.status_code().is_client_error(),
        };
        if unwanted {
            self.vault.forget(&upload.object).await;
        }
        done
    }
}
