//! A paper as a page to read and to print, whole in itself but for the font, which the server has.

use askama::Template;

use super::paper::{Align, Block, Paper, Verification};
use super::qr::Qr;
use super::words::{Words, words};
use crate::error::{Error, Locale, Result};

#[derive(Template)]
#[template(path = "export/templates/paper.html")]
struct Page<'a> {
    paper: &'a Paper,
    words: &'static Words,
    direction: &'static str,
    /// A drawing made here, not anybody's text.
    qr: Option<String>,
}

impl Page<'_> {
    fn proof(&self) -> Option<(&Verification, &str)> {
        self.paper.verification.as_ref().zip(self.qr.as_deref())
    }
}

/// The page.
///
/// # Errors
/// 500: the template failed, or an address is too long for a QR code.
pub fn render(paper: &Paper) -> Result<String> {
    let qr = paper.verification.as_ref().map(|v| Qr::of(&v.url)).transpose()?;
    let page = Page {
        paper,
        words: words(paper.language),
        direction: match paper.language {
            Locale::Fa => "rtl",
            Locale::En => "ltr",
        },
        qr: qr.map(|qr| qr.svg()),
    };
    page.render()
        .map_err(|e| Error::internal("a paper's page could not be made", e))
}
