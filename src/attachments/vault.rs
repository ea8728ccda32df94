//! Where the bytes lie: a folder or a bucket of an S3-compatible store, and the folder in which uploads arrive.
//!
//! The order is what keeps row and bytes together: a file arrives on the local disk, is made durable there, then durable
//! under its own name, and only then a row may refer to it. A crash leaves an arriving file or an object without a row,
//! which the sweep takes, and never a row without its bytes. Every upload has an object of its own: objects that are
//! shared by content would have to be counted, and could vanish between the count and the row.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, RetryConfig, path::Path as Key};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use crate::clock::Timestamp;
use crate::config::{Place, S3, Settings};
use crate::error::{Error, FieldCode, Result, said};
use crate::hex::hex;

/// Uploads at once, of everybody: each holds a file of at most `attachment_max_mib`.
const UPLOADS: usize = 64;
/// How long nothing may arrive of an upload. Phones lose their network for a while.
const SILENCE: Duration = Duration::from_mins(1);
/// Bytes that are held in memory of an upload on its way to a bucket.
const PART: usize = 8 * 1024 * 1024;
/// What the thumbnail's object has behind the name of its picture's.
const THUMBNAIL: &str = "-thumbnail";

/// Where the bytes lie. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    objects: Arc<dyn ObjectStore>,
    /// The folder that `objects` are files of, if they are.
    folder: Option<PathBuf>,
    incoming: PathBuf,
    longest: u64,
    turns: Arc<Semaphore>,
}

/// A file that has arrived on the local disk, and goes when this is dropped.
pub struct Arrived {
    path: PathBuf,
    /// Its length, bytes.
    pub size: u64,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
}

impl Drop for Arrived {
    fn drop(&mut self) {
        // Not there any more when it was moved to where it is kept.
        std::fs::remove_file(&self.path).unwrap_or_default();
    }
}

impl Arrived {
    /// Where it is for now.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn disk(error: io::Error) -> Error {
    Error::unavailable("the disk of attachments cannot be used", error)
}

fn place(error: object_store::Error) -> Error {
    Error::unavailable("the place of attachments cannot be used", error)
}

/// Makes a folder for its owner alone.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes durable which files a folder has.
fn sync_folder(path: &Path) -> io::Result<()> {
    std::fs::File::open(path)?.sync_all()
}

fn bucket(s3: &S3) -> Result<Arc<dyn ObjectStore>> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.access_key)
        .with_secret_access_key(s3.secret_key.expose_secret())
        // One is deleted at a time, and not every store knows how to delete several.
        .with_disable_bulk_delete(true)
        .with_retry(RetryConfig {
            max_retries: 3,
            retry_timeout: Duration::from_secs(15),
            ..RetryConfig::default()
        });
    if !s3.endpoint.is_empty() {
        builder = builder
            .with_endpoint(&s3.endpoint)
            .with_allow_http(s3.endpoint.starts_with("http://"));
    }
    let store = builder
        .build()
        .map_err(|e| Error::config("attachments_url", e.to_string()))?;
    Ok(Arc::new(PrefixStore::new(store, s3.prefix.as_str())))
}

/// A name that nobody else has, of the day it is made.
fn new_name(now: Timestamp, joint: char) -> String {
    format!("{}{joint}{:032x}", now.utc().date_naive(), rand::random::<u128>())
}

impl Vault {
    /// Opens the place that the settings name, and makes the folders.
    ///
    /// # Errors
    /// Names `attachments_url`.
    pub fn open(settings: &Settings) -> Result<Self> {
        let wrong = |path: &Path, e: &dyn std::fmt::Display| {
            Error::config("attachments_url", format!("{}: {e}", path.display()))
        };
        let folder = match &settings.attachments {
            Place::Folder(folder) => folder.clone(),
            Place::Bucket(_) => settings.data_dir.join("attachments"),
        };
        // Below the folder, so that what has arrived is moved and not copied.
        let incoming = folder.join("incoming");
        make_folder(&incoming).map_err(|e| wrong(&incoming, &e))?;
        let (objects, folder): (Arc<dyn ObjectStore>, _) = match &settings.attachments {
            Place::Folder(_) => {
                let files = LocalFileSystem::new_with_prefix(&folder).map_err(|e| wrong(&folder, &e))?;
                (Arc::new(files), Some(folder))
            }
            Place::Bucket(s3) => (bucket(s3)?, None),
        };
        Ok(Self {
            objects,
            folder,
            incoming,
            longest: settings.attachment_max_mib * 1024 * 1024,
            turns: Arc::new(Semaphore::new(UPLOADS)),
        })
    }

    /// Bytes that an attachment may have.
    pub fn longest(&self) -> u64 {
        self.longest
    }

    /// Writes what arrives to the disk, counted and hashed; it is durable when this returns.
    ///
    /// # Errors
    /// 400 when it does not arrive whole, 413 as soon as it is too long, 422 when it is empty, 503 when the disk is full or
    /// too many arrive at once.
    pub async fn receive<E>(
        &self,
        now: Timestamp,
        mut body: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    ) -> Result<Arrived> {
        let _turn = self
            .turns
            .try_acquire()
            .map_err(|e| Error::unavailable("too many uploads at once", e))?;
        let cut_off = || Error::Malformed(said("پرونده کامل نرسید.", "The file did not arrive whole."));
        let (mut arrived, mut file) = self.new_file(now).await?;
        let mut hash = Sha256::new();
        while let Some(chunk) = tokio::time::timeout(SILENCE, body.next())
            .await
            .map_err(|_| cut_off())?
        {
            let chunk = chunk.map_err(|_| cut_off())?;
            arrived.size += chunk.len() as u64;
            if arrived.size > self.longest {
                return Err(Error::TooLarge(usize::try_from(self.longest).unwrap_or(usize::MAX)));
            }
            hash.update(&chunk);
            file.write_all(&chunk).await.map_err(disk)?;
        }
        if arrived.size == 0 {
            let (fa, en) = ("پرونده خالی است.", "The file is empty.");
            return Err(Error::refused("", FieldCode::Required, fa, en));
        }
        arrived.sha256 = hex(hash.finalize());
        end(file).await?;
        Ok(arrived)
    }

    /// Keeps bytes that are in memory anyway under a new name, which it returns; they are durable then.
    ///
    /// # Errors
    /// 503 when the place cannot be used.
    pub async fn keep_bytes(&self, now: Timestamp, bytes: &[u8]) -> Result<String> {
        let (arrived, mut file) = self.new_file(now).await?;
        file.write_all(bytes).await.map_err(disk)?;
        end(file).await?;
        self.keep(now, arrived, None).await
    }

    async fn new_file(&self, now: Timestamp) -> Result<(Arrived, File)> {
        let path = self.incoming.join(new_name(now, '-'));
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await.map_err(disk)?;
        let arrived = Arrived {
            path,
            size: 0,
            sha256: String::new(),
        };
        Ok((arrived, file))
    }

    /// Puts what has arrived, and its thumbnail, under a new name, which it returns; both are durable then.
    ///
    /// # Errors
    /// 503 when the place cannot be used.
    pub async fn keep(&self, now: Timestamp, arrived: Arrived, thumbnail: Option<Vec<u8>>) -> Result<String> {
        let object = new_name(now, '/');
        // The picture last: where it is, its thumbnail is.
        if let Some(bytes) = thumbnail {
            let (small, mut file) = self.new_file(now).await?;
            file.write_all(&bytes).await.map_err(disk)?;
            end(file).await?;
            self.put(&small, &format!("{object}{THUMBNAIL}")).await?;
        }
        self.put(&arrived, &object).await?;
        Ok(object)
    }

    async fn put(&self, arrived: &Arrived, object: &str) -> Result<()> {
        let from = arrived.path.clone();
        let Some(folder) = self.folder.clone() else {
            return self.send(&from, object).await.map_err(disk);
        };
        let to = folder.join(object);
        let moved = tokio::task::spawn_blocking(move || {
            let day = to.parent().unwrap_or(&folder);
            if !day.exists() {
                make_folder(day)?;
                sync_folder(&folder)?;
            }
            std::fs::rename(from, &to)?;
            sync_folder(day)
        });
        moved
            .await
            .map_err(|e| Error::internal("moving a file stopped", e))?
            .map_err(disk)
    }

    /// Sends a file to the bucket: at once when it is short, in parts when it is not. The bucket shows it when all of it is
    /// there.
    async fn send(&self, from: &Path, object: &str) -> io::Result<()> {
        let mut file = File::open(from).await?;
        let mut writer =
            BufWriter::with_capacity(Arc::clone(&self.objects), Key::from(object), PART).with_max_concurrency(1);
        if let Err(error) = tokio::io::copy(&mut file, &mut writer).await {
            writer.abort().await.unwrap_or_default();
            return Err(error);
        }
        writer.shutdown().await
    }

    /// An object's bytes, or a part of them, as they are read.
    ///
    /// # Errors
    /// 500 when they are missing, 503 when the place cannot be used.
    pub async fn read(&self, object: &str, part: Option<Range<u64>>) -> Result<BoxStream<'static, Result<Bytes>>> {
        let options = GetOptions {
            range: part.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        match self.objects.get_opts(&Key::from(object), options).await {
            Ok(found) => Ok(found.into_stream().map_err(place).boxed()),
            Err(e @ object_store::Error::NotFound { .. }) => {
                Err(Error::internal("the bytes of an attachment are missing", e))
            }
            Err(e) => Err(place(e)),
        }
    }

    /// A thumbnail, whole.
    ///
    /// # Errors
    /// As [`Vault::read`].
    pub async fn thumbnail(&self, object: &str) -> Result<Bytes> {
        let parts: Vec<Bytes> = self
            .read(&format!("{object}{THUMBNAIL}"), None)
            .await?
            .try_collect()
            .await?;
        Ok(parts.concat().into())
    }

    /// Throws away what no row refers to. What cannot be reached now is left to the sweep.
    pub async fn forget(&self, object: &str) {
        for name in [object.to_owned(), format!("{object}{THUMBNAIL}")] {
            match self.objects.delete(&Key::from(name.as_str())).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => tracing::warn!(%error, name, "an object is left to the sweep"),
            }
        }
    }

    /// The objects of days before this one, each by the name that a row would have for it.
    pub fn objects_before(&self, day: NaiveDate) -> BoxStream<'static, Result<String>> {
        let listed = self.objects.list(None).map_err(place);
        let old = listed.try_filter_map(move |found| async move {
            let key = found.location.to_string();
            let of = key.split_once('/').and_then(|(of, _)| of.parse::<NaiveDate>().ok());
            let name = key.strip_suffix(THUMBNAIL).unwrap_or(&key).to_owned();
            // What has no day is not ours.
            Ok(of.filter(|of| *of < day).map(|_| name))
        });
        old.boxed()
    }

    /// Takes away what arrived before this day and was never kept: its process is gone. Says how many.
    ///
    /// # Errors
    /// 503 when the disk cannot be read.
    pub async fn clear_incoming(&self, day: NaiveDate) -> Result<usize> {
        let folder = self.incoming.clone();
        let cleared = tokio::task::spawn_blocking(move || {
            let mut cleared = 0;
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let of = entry
                    .file_name()
                    .to_str()
                    .and_then(|n| n.get(..10)?.parse::<NaiveDate>().ok());
                if of.is_some_and(|of| of < day) {
                    std::fs::remove_file(entry.path())?;
                    cleared += 1;
                }
            }
            Ok(cleared)
        });
        cleared
            .await
            .map_err(|e| Error::internal("clearing a folder stopped", e))?
            .map_err(disk)
    }
}

/// Makes durable what was written.
async fn end(mut file: File) -> Result<()> {
    file.flush().await.map_err(disk)?;
    file.sync_all().await.map_err(disk)
}
