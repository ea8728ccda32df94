//! A received file looked at: what it is, and a thumbnail of it. Off the async threads, one at a time where pictures are
//! decoded, so that memory stays bounded whatever comes at once.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use tokio::sync::Semaphore;

use super::content::{self, Content};
use super::thumbnails;
use crate::error::{Error, Result};

/// Decoding a picture takes up to 128 MiB: one after the other.
static DECODING: Semaphore = Semaphore::const_new(1);

/// What the file is and a thumbnail, if it has one; `None`: nothing that is taken.
///
/// # Errors
/// 503 when the disk cannot be read.
pub async fn inspect(path: &Path) -> Result<Option<(Content, Option<Vec<u8>>)>> {
    let path = path.to_owned();
    let unread = |e| Error::unavailable("a received file cannot be read", e);
    let read = path.clone();
    let found = tokio::task::spawn_blocking(move || File::open(read).and_then(|mut f| content::recognise(&mut f)))
        .await
        .map_err(|e| Error::internal("looking at a file stopped", e))?
        .map_err(unread)?;
    let Some(found) = found else { return Ok(None) };
    let _turn = DECODING.acquire().await;
    let made = tokio::task::spawn_blocking(move || {
        let file = File::open(path)?;
        Ok::<_, std::io::Error>(thumbnails::make(BufReader::new(file), found.kind))
    });
    // A decoder that gives up on a hostile picture costs the thumbnail, not the upload.
    let thumbnail = match made.await {
        Ok(made) => made.map_err(unread)?,
        Err(stopped) => {
            tracing::warn!(%stopped, "a thumbnail could not be made");
            None
        }
    };
    Ok(Some((found, thumbnail)))
}
