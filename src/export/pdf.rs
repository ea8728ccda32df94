//! A paper as PDF, set by a process of its own, `hamahang-pdf`: bounded in time, memory and number, and with nothing of the
//! server in it (docs/adr/0018-papers.md).

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::paper::Paper;
use super::qr::Qr;
use super::words::{Words, words};
use crate::config::Settings;
use crate::error::{Error, Result};

/// What it is called on the web.
pub const MEDIA_TYPE: &str = "application/pdf";
/// Longest PDF that is taken from the process, bytes.
const LONGEST: u64 = 64 * 1024 * 1024;
/// As much of what the process says went wrong.
const LONGEST_COMPLAINT: u64 = 4096;

/// What the process reads.
#[derive(Serialize)]
struct Sheet<'a> {
    #[serde(flatten)]
    paper: &'a Paper,
    words: &'static Words,
    /// A drawing made here; nothing for a paper that is not verified.
    qr: Option<String>,
}

/// Hands papers to the process that sets them.
#[derive(Debug)]
pub struct Typesetter {
    program: PathBuf,
    seconds: u64,
    memory_mib: u64,
    places: Semaphore,
}

impl Typesetter {
    /// As the settings say. Whether the program is there shows when it is needed.
    pub fn new(settings: &Settings) -> Self {
        Self {
            program: settings.pdf_program.clone(),
            seconds: settings.pdf_seconds,
            memory_mib: settings.pdf_memory_mib,
            places: Semaphore::new(settings.pdf_at_once),
        }
    }

    /// Whether there is a program to set PDF.
    pub fn is_there(&self) -> bool {
        self.program.is_file()
    }

    /// The PDF of a paper.
    ///
    /// # Errors
    /// 501 when the program is not there, 503 when it needs more than it may have or all places stay taken, 500 when it
    /// cannot make anything of the paper.
    pub async fn set(&self, paper: &Paper) -> Result<Vec<u8>> {
        let qr = paper.verification.as_ref().map(|v| Qr::of(&v.url)).transpose()?;
        let sheet = serde_json::to_vec(&Sheet {
            paper,
            words: words(paper.language),
            qr: qr.map(|qr| qr.svg()),
        })?;
        let limit = Duration::from_secs(self.seconds);
        let place = timeout(limit, self.places.acquire()).await;
        let _place = place
            .map_err(|e| Error::unavailable("no place to set a PDF became free", e))?
            .map_err(|e| Error::unavailable("no place to set a PDF", e))?;
        let child = self.start()?;
        match timeout(limit, talk(child, &sheet)).await {
            // The child is killed when it is dropped.
            Err(_) => Err(Error::PdfOverrun(format!("no PDF within {} s", self.seconds).into())),
            Ok(made) => made,
        }
    }

    fn start(&self) -> Result<Child> {
        let started = Command::new(&self.program)
            .args(["--memory", &self.memory_mib.to_string()])
            .args(["--seconds", &self.seconds.to_string()])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        started.map_err(|e| match e.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied => {
                Error::PdfUnavailable(format!("{}: {e}", self.program.display()).into())
            }
            _ => Error::unavailable("hamahang-pdf cannot be started", e),
        })
    }
}

/// Hands the paper over, takes the PDF and waits for the end.
async fn talk(mut child: Child, sheet: &[u8]) -> Result<Vec<u8>> {
    let broken = |e: std::io::Error| Error::internal("the process that sets PDF cannot be talked to", e);
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(Error::internal("the process that sets PDF has no pipes", ""));
    };
    let (mut pdf, mut complaint) = (Vec::new(), Vec::new());
    let hand_over = async move {
        match stdin.write_all(sheet).await {
            // It ended before it had read all; how it ended says more.
            Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    };
    let (mut out, mut err) = (stdout.take(LONGEST + 1), stderr.take(LONGEST_COMPLAINT));
    tokio::try_join!(hand_over, out.read_to_end(&mut pdf), err.read_to_end(&mut complaint)).map_err(broken)?;
    if pdf.len() as u64 > LONGEST {
        return Err(Error::PdfOverrun(format!("a PDF of more than {LONGEST} bytes").into()));
    }
    let end = child.wait().await.map_err(broken)?;
    let complaint = String::from_utf8_lossy(&complaint).trim().to_owned();
    match end.code() {
        Some(0) => Ok(pdf),
        Some(_) => Err(Error::internal("a PDF could not be set", complaint)),
        // Killed: by the limits that it has set itself.
        None => Err(Error::PdfOverrun(format!("{end}: {complaint}").into())),
    }
}
