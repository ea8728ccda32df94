//! What renderers write besides a paper's own words.

use serde::Serialize;

use crate::error::Locale;

/// The renderers' words in one language.
#[derive(Debug, Serialize)]
pub(super) struct Words {
    /// Before a page's number.
    pub page: &'static str,
    /// Between a page's number and how many there are.
    pub of: &'static str,
    /// Over the places to sign.
    pub signatures: &'static str,
    /// Over number and hash.
    pub verification: &'static str,
    /// Before the number.
    pub number: &'static str,
    /// Before the hash.
    pub hash: &'static str,
}

pub(super) const fn words(language: Locale) -> &'static Words {
    match language {
        Locale::Fa => &Words {
            page: "صفحهٔ",
            of: "از",
            signatures: "محل امضا",
            verification: "برای اطمینان از اصالت این سند، رمزینه را بخوانید یا به نشانی زیر بروید.",
            number: "شمارهٔ سند",
            hash: "شناسهٔ محتوا (SHA-256)",
        },
        Locale::En => &Words {
            page: "Page",
            of: "of",
            signatures: "Signatures",
            verification: "To check that this paper is genuine, scan the code or open the address below.",
            number: "Number",
            hash: "Content (SHA-256)",
        },
    }
}
