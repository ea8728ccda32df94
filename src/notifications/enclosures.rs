//! The files of a paper that mails bring along: PDF and Word, set when the first of its mails is sent, outside any transaction,
//! and held in memory for the others. One paper at a time: the mails of an event go one after the other.

use std::sync::{Arc, Mutex, PoisonError};

use super::mailer::SendError;
use super::message::OutgoingMail;
use super::outbox::Leased;
use super::paper_store;
use super::texts::{Both, both};
use crate::config::Settings;
use crate::db::Db;
use crate::error::{Error, Locale};
use crate::export::pdf::{self, Typesetter};
use crate::export::{Paper, docx};

/// Octets that all files of a mail have together, at most: mail servers commonly take 10 MiB, and a third is added on the way.
const LARGEST: usize = 7 * 1024 * 1024;
/// Tries at setting a PDF that needs more than it may have; then its mail goes without.
const TRIES: i32 = 3;

const NO_PROGRAM: Both = both(
    "این سامانه PDF نمی‌سازد؛ سند به‌صورت Word پیوست این نامه است.",
    "This system makes no PDF; the paper is attached as a Word document.",
);
const NO_PDF: Both = both(
    "ساختن PDF این سند ممکن نشد؛ سند به‌صورت Word پیوست این نامه است.",
    "No PDF could be made of the paper; it is attached as a Word document.",
);
const TOO_LARGE: Both = both(
    "فایل سند برای پیوست بزرگ است؛ آن را در سامانه ببینید.",
    "The paper is too large to be attached; read it in the system.",
);

/// A file that a mail brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// What a mail brings along beside its calendar entry.
#[derive(Debug, Default)]
pub struct Enclosed {
    pub files: Vec<File>,
    /// What is to be said about files that are missing.
    missing: Option<Both>,
    locale: Locale,
}

impl Enclosed {
    /// The mail's text and page, with a word on what is missing.
    pub(super) fn said(&self, mail: &OutgoingMail) -> (String, String) {
        let Some(missing) = self.missing else {
            return (mail.text.clone(), mail.html.clone());
        };
        let said = missing.text(self.locale);
        let direction = self.locale.pick("rtl", "ltr");
        let below =
            format!("<p dir=\"{direction}\" style=\"padding:0 32px;font-size:14px;color:#55666f\">{said}</p></body>");
        (
            format!("{}\n\n{said}\n", mail.text.trim_end()),
            mail.html.replacen("</body>", &below, 1),
        )
    }
}

/// A paper that was set.
#[derive(Debug)]
struct Made {
    hash: String,
    files: Vec<File>,
    missing: Option<Both>,
}

/// Sets papers, and holds the last.
pub struct Enclosures {
    typesetter: Typesetter,
    last: Mutex<Option<Arc<Made>>>,
}

impl Enclosures {
    /// With a place to set PDF of its own, so that people who read do not wait for mails.
    pub fn new(settings: &Settings) -> Self {
        Self {
            typesetter: Typesetter::new(settings),
            last: Mutex::new(None),
        }
    }

    /// What a leased mail brings along.
    ///
    /// # Errors
    /// `SendError`: the paper cannot be read, or cannot be set just now.
    pub async fn of(&self, db: &Db, leased: &Leased) -> Result<Enclosed, SendError> {
        let Some(hash) = &leased.mail.paper else {
            return Ok(Enclosed::default());
        };
        let held = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let made = if let Some(made) = held.filter(|made| made.hash == *hash) {
            made
        } else {
            let made = Arc::new(self.make(db, hash, leased.attempt).await?);
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
            made
        };
        Ok(Enclosed {
            files: made.files.clone(),
            missing: made.missing,
            locale: leased.locale,
        })
    }

    async fn make(&self, db: &Db, hash: &str, attempt: i32) -> Result<Made, SendError> {
        let key = hash.to_owned();
        let found = db.read(move |c, _| paper_store::find(c, &key)).await;
        let (name, paper) = found
            .map_err(SendError::passing)?
            .ok_or_else(|| SendError::passing("the paper that it brings along is not there"))?;
        let (pdf, mut missing) = self.pdf(&paper, attempt).await?;
        let word = docx::render(&paper).map_err(SendError::passing)?;
        let all = [("pdf", pdf::MEDIA_TYPE, pdf), ("docx", docx::MEDIA_TYPE, Some(word))];
        let (mut files, mut octets) = (Vec::new(), 0);
        for (ending, kind, bytes) in all {
            let Some(bytes) = bytes else { continue };
            octets += bytes.len();
            if octets > LARGEST {
                missing = Some(TOO_LARGE);
                continue;
            }
            let name = format!("{name}.{ending}");
            files.push(File { name, kind, bytes });
        }
        Ok(Made {
            hash: hash.to_owned(),
            files,
            missing,
        })
    }

    /// The paper as PDF, or why there is none.
    async fn pdf(&self, paper: &Paper, attempt: i32) -> Result<(Option<Vec<u8>>, Option<Both>), SendError> {
        match self.typesetter.set(paper).await {
            Ok(pdf) => Ok((Some(pdf), None)),
            Err(Error::PdfUnavailable(_)) => Ok((None, Some(NO_PROGRAM))),
            Err(error) if attempt < TRIES => Err(SendError::passing(error)),
            Err(error) => {
                tracing::error!(%error, "a mail goes without its PDF");
                Ok((None, Some(NO_PDF)))
            }
        }
    }
}
