//! The pages outside of the web app, which a link in a mail or a code on paper opens: whole in themselves, without script,
//! font or picture. Each fills `base.html`; `line.html` writes a text with its left-to-right parts isolated.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::error::{Error, Locale, Result};

/// The style of all pages, byte for byte: its hash is in their policy.
pub const STYLE: &str = include_str!("page.css");

/// What the pages may load and where their forms go (CSP 3): nothing but their style, nowhere but here.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// A page as it is sent.
pub struct Html {
    pub text: String,
    pub locale: Locale,
}

impl Html {
    /// The page that this template makes.
    ///
    /// # Errors
    /// 500: the template failed.
    pub fn of(page: &impl Template, locale: Locale) -> Result<Self> {
        let text = page
            .render()
            .map_err(|e| Error::internal("a page could not be made", e))?;
        Ok(Self { text, locale })
    }
}
