//! A file on its way in: received, looked at, kept. What is left is a row, in a transaction of the slice above.

use bytes::Bytes;
use futures_util::Stream;

use super::inspect::inspect;
use super::model::Upload;
use super::names;
use super::vault::Vault;
use crate::clock::Clock;
use crate::error::{Error, FieldCode, Result};

/// Takes a file in, under the name that its sender gives it.
///
/// # Errors
/// 400, 413, 422 for what is no kind of file that is taken, 503.
pub async fn take_in<E>(
    vault: &Vault,
    clock: &Clock,
    name: &str,
    body: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
) -> Result<Upload> {
    let arrived = vault.receive(clock.now(), body).await?;
    let Some((content, thumbnail)) = inspect(arrived.path()).await? else {
        return Err(Error::refused(
            "",
            FieldCode::NotAllowed,
            "این نوع پرونده پذیرفته نمی‌شود؛ عکس، PDF، پروندهٔ آفیس، متن، فیلم یا صدا بفرستید.",
            "This kind of file is not taken: send a picture, a PDF, an office file, text, film or sound.",
        ));
    };
    // Arriving may have taken long; from here on its time counts (`service::add`).
    let now = clock.now();
    let mut upload = Upload::new(
        names::clean(name, content.kind),
        content.kind,
        content.macros,
        arrived.sha256.clone(),
        now,
    );
    upload.size_bytes = i64::try_from(arrived.size).unwrap_or(i64::MAX);
    upload.thumbnail = thumbnail.is_some();
    upload.object = vault.keep(now, arrived, thumbnail).await?;
    Ok(upload)
}
