//! The way in: reads a mail, keeps it and its files, and has it taken in one transaction. Whoever hands it over keeps it until
//! this has succeeded.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{TryStreamExt, stream};
use sha2::{Digest, Sha256};

use super::model::{MailReason, MailSource};
use super::parse::{self, Letter, LetterFile};
pub use super::rules::Envelope;
use super::service::{self, Arrived, Receipt};
use super::words;
use crate::attachments::Upload;
use crate::attachments::intake::take_in;
use crate::attachments::vault::Vault;
use crate::db::Db;
use crate::error::{Error, Result, said};
use crate::hex::hex;
use crate::notifications::reply_address::ReplyAddresses;

pub(super) const MIB: u64 = 1024 * 1024;

/// Reads a mail to its end.
///
/// # Errors
/// `TooLarge` when it is longer than is taken, `Malformed` when there is none, `Unavailable` when it cannot be read.
pub fn read(from: impl Read, longest_mib: u64) -> Result<Vec<u8>> {
    let longest = longest_mib * MIB;
    let mut raw = Vec::new();
    from.take(longest + 1)
        .read_to_end(&mut raw)
        .map_err(|e| Error::unavailable("the mail cannot be read", e))?;
    if raw.len() as u64 > longest {
        return Err(Error::TooLarge(usize::try_from(longest).unwrap_or(usize::MAX)));
    }
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Malformed(said("نامه‌ای نرسید.", "There is no mail.")));
    }
    Ok(raw)
}

/// The exit codes of `sysexits.h` that mail servers know.
pub mod exit {
    use crate::error::{Error, Result};

    /// The mail is taken, or held.
    pub const OK: u8 = 0;
    /// The mail is wrong, and will be the next time: its sender is told.
    pub const DATAERR: u8 = 65;
    /// It is not the mail's fault: the mail server keeps it and tries again.
    pub const TEMPFAIL: u8 = 75;

    /// What the mail server is told. Whatever is not plainly the mail's own fault leaves the mail with it: a wrong setting of
    /// ours must not send everybody's mail back.
    pub fn code<T>(done: &Result<T>) -> u8 {
        match done {
            Ok(_) => OK,
            Err(Error::TooLarge(_) | Error::Malformed(_)) => DATAERR,
            Err(_) => TEMPFAIL,
        }
    }
}

/// Takes a mail in.
///
/// # Errors
/// Only what is no fault of the mail; then nothing of it has been taken, and it has to come again.
pub async fn take(db: &Db, vault: &Vault, raw: &[u8], envelope: Envelope, source: MailSource) -> Result<Receipt> {
    let arrived = Arc::new(arrive(db, vault, raw, envelope, source).await?);
    let taking = Arc::clone(&arrived);
    let mut done = db.write(move |c, cx| service::take(c, cx, &taking)).await;
    if let Err(error) = &done
        && !may_pass(error)
    {
        tracing::error!(%error, "a mail could not be taken and is held");
        arrived.uploads.iter().for_each(|upload| upload.set_taken(false));
        done = hold_arrived(db, &arrived, MailReason::Failed).await;
    }
    tidy_up(vault, &arrived, &done).await;
    done
}

/// Keeps a mail for a person, whatever it says.
///
/// # Errors
/// As [`take`].
pub async fn hold(db: &Db, vault: &Vault, raw: &[u8], source: MailSource, reason: MailReason) -> Result<Receipt> {
    let arrived = Arc::new(arrive(db, vault, raw, Envelope::default(), source).await?);
    let done = hold_arrived(db, &arrived, reason).await;
    tidy_up(vault, &arrived, &done).await;
    done
}

async fn hold_arrived(db: &Db, arrived: &Arc<Arrived>, reason: MailReason) -> Result<Receipt> {
    let holding = Arc::clone(arrived);
    db.write(move |c, cx| service::hold(c, cx, &holding, reason)).await
}

/// Whether it may go better later.
fn may_pass(error: &Error) -> bool {
    error.is_unavailable() || error.is_lost_race()
}

/// Throws away what no row refers to: a mail that was there already has another's bytes.
async fn tidy_up(vault: &Vault, arrived: &Arrived, done: &Result<Receipt>) {
    forget_files(vault, arrived, done).await;
    if done.as_ref().is_ok_and(|receipt| receipt.state.is_none()) {
        vault.forget(&arrived.object).await;
    }
}

/// Reads a mail; one that breaks the reading is read as nothing.
pub fn understand(raw: &[u8]) -> Letter {
    catch_unwind(AssertUnwindSafe(|| parse::read(raw))).unwrap_or_else(|_| Letter {
        too_complex: true,
        fingerprint: hex(Sha256::digest(raw)),
        ..Letter::default()
    })
}

/// Reads a mail, and keeps it and its files.
async fn arrive(db: &Db, vault: &Vault, raw: &[u8], envelope: Envelope, source: MailSource) -> Result<Arrived> {
    let letter = understand(raw);
    let replies = ReplyAddresses::from_settings(db.settings())?;
    let object = vault.keep_bytes(db.clock().now(), raw).await?;
    let (uploads, refused) = keep_files(db, vault, &letter).await?;
    Ok(Arrived {
        size_bytes: i64::try_from(raw.len()).unwrap_or(i64::MAX),
        letter,
        envelope,
        source,
        object,
        uploads,
        refused,
        replies,
    })
}

/// A mail as it came.
///
/// # Errors
/// 500 when its bytes are missing, 503 when the place cannot be used.
pub async fn bytes(vault: &Vault, object: &str) -> Result<Vec<u8>> {
    let chunks: Vec<Bytes> = vault.read(object, None).await?.try_collect().await?;
    Ok(chunks.concat())
}

/// Throws away the files of a mail that nothing refers to, if that is certain: what went wrong at the very commit may have been
/// committed, and is left to the sweep.
pub async fn forget_files<T>(vault: &Vault, arrived: &Arrived, done: &Result<T>) {
    let passing = done
        .as_ref()
        .err()
        .is_some_and(|e| may_pass(e) || matches!(e, Error::Internal(..)));
    if passing {
        return;
    }
    for upload in arrived.uploads.iter().filter(|u| done.is_err() || !u.is_taken()) {
        vault.forget(&upload.object).await;
    }
}

/// Reads a mail again that is kept, with its files.
///
/// # Errors
/// 500 when its bytes are missing, 503 when the place cannot be used.
pub async fn again(db: &Db, vault: &Vault, object: &str, source: MailSource) -> Result<Arrived> {
    let raw = bytes(vault, object).await?;
    let letter = understand(&raw);
    let (uploads, refused) = keep_files(db, vault, &letter).await?;
    Ok(Arrived {
        size_bytes: i64::try_from(raw.len()).unwrap_or(i64::MAX),
        letter,
        envelope: Envelope::default(),
        source,
        object: object.to_owned(),
        uploads,
        refused,
        replies: None,
    })
}

/// Keeps the files of a mail, and the whole text of one that is too long for a comment; names those that are of no kind that
/// is taken.
async fn keep_files(db: &Db, vault: &Vault, letter: &Letter) -> Result<(Vec<Arc<Upload>>, Vec<String>)> {
    let long = letter.said.chars().count() > words::LONGEST || letter.whole.chars().count() > words::LONGEST;
    let whole = long.then(|| LetterFile {
        name: "متن کامل نامه.txt".to_owned(),
        bytes: letter.whole.clone().into_bytes(),
    });
    let (mut uploads, mut refused) = (Vec::new(), Vec::new());
    for file in letter.files.iter().chain(&whole) {
        let bytes = Bytes::from(file.bytes.clone());
        let body = stream::iter([Ok::<_, std::io::Error>(bytes)]);
        match take_in(vault, db.clock(), &file.name, body).await {
            Ok(upload) => uploads.push(Arc::new(upload)),
            Err(error) if error.is_unavailable() || matches!(error, Error::Internal(..)) => return Err(error),
            Err(_) => refused.push(words::file_name(&file.name)),
        }
    }
    Ok((uploads, refused))
}
