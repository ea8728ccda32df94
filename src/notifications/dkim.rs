//! Signatures of mails by DKIM (RFC 6376), relaxed in head and body, with Ed25519 (RFC 8463) or RSA, whichever the key is of.
//! The same mail gets the same signature: it names no time.
//!
//! lettre can sign too, but with the `rsa` crate, which this program does without (deny.toml); signing is what aws-lc
//! does here, and the rest is text.

use std::path::Path;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// What is signed of a head, in this order; of these what a mail has (RFC 6376, 5.4.1; RFC 8058, 4).
const SIGNED: [&str; 15] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "reply-to",
];

enum Key {
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// Signs for a domain.
pub struct Dkim {
    domain: String,
    selector: String,
    key: Key,
}

impl std::fmt::Debug for Dkim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dkim")
            .field("domain", &self.domain)
            .field("selector", &self.selector)
            .finish_non_exhaustive()
    }
}

impl Dkim {
    /// With the private key in this file: PEM, PKCS #8, Ed25519 or RSA of 2048 bits and more.
    ///
    /// # Errors
    /// `Config` when there is no such key in it, or the selector is none.
    pub fn from_file(path: &Path, domain: &str, selector: &str) -> Result<Self> {
        let wrong = |why: String| Error::config("dkim_key_file", format!("{}: {why}", path.display()));
        let pem = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
        let name = |text: &str| !text.is_empty() && text.split('.').all(is_label);
        if !name(selector) {
            return Err(Error::config(
                "dkim_selector",
                "wants letters, digits, hyphens and dots",
            ));
        }
        if !name(domain) {
            return Err(Error::config("dkim_domain", "is no domain"));
        }
        let key = read_key(&pem).map_err(|why| wrong(why.to_owned()))?;
        Ok(Self {
            domain: domain.to_owned(),
            selector: selector.to_owned(),
            key,
        })
    }

    /// The message with its signature in front.
    ///
    /// # Errors
    /// When the key cannot sign, which has not been seen.
    pub fn signed(&self, message: &[u8]) -> Result<Vec<u8>> {
        let (head, body) = parts(message);
        let fields = fields(head);
        let mut names: Vec<&str> = SIGNED
            .iter()
            .copied()
            .filter(|name| fields.iter().any(|(n, _)| n == name))
            .collect();
        // Once more than there are: another one that is put in front breaks the signature (RFC 6376, 8.15).
        names.push("from");
        let body_hash = STANDARD.encode(Sha256::digest(relaxed_body(body)));
        let algorithm = match &self.key {
            Key::Ed25519(_) => "ed25519-sha256",
            Key::Rsa(_) => "rsa-sha256",
        };
        let unsigned = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; d={};\r\n s={};\r\n h={};\r\n bh={body_hash};\r\n b=",
            self.domain,
            self.selector,
            names.join(":\r\n  "),
        );
        let signature = self.sign(&signed_text(&fields, &names, &unsigned))?;
        let signature = STANDARD.encode(signature);
        let lines: Vec<_> = signature.as_bytes().chunks(72).map(String::from_utf8_lossy).collect();
        let mut signed = format!("{unsigned}{}\r\n", lines.join("\r\n  ")).into_bytes();
        signed.extend_from_slice(message);
        Ok(signed)
    }

    fn sign(&self, text: &str) -> Result<Vec<u8>> {
        let failed = |_| Error::internal("a mail could not be signed", "the key refused");
        match &self.key {
            // Of the hash of the text, and not of the text (RFC 8463, 3).
            Key::Ed25519(key) => Ok(key.sign(&Sha256::digest(text.as_bytes())).as_ref().to_vec()),
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
                    .map_err(failed)?;
                Ok(signature)
            }
        }
    }
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn read_key(pem: &str) -> Result<Key, &'static str> {
    const NONE: &str = "holds no private key (PEM, PKCS #8)";
    let inner = pem
        .split_once("-----BEGIN PRIVATE KEY-----")
        .and_then(|(_, rest)| rest.split_once("-----END PRIVATE KEY-----"))
        .map(|(inner, _)| inner.split_whitespace().collect::<String>())
        .ok_or(NONE)?;
    let der = STANDARD.decode(inner).map_err(|_| NONE)?;
    if let Ok(key) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
        return Ok(Key::Ed25519(key));
    }
    RsaKeyPair::from_pkcs8(&der)
        .map(Key::Rsa)
        .map_err(|_| "is neither of Ed25519 nor of RSA with at least 2048 bits")
}

/// Head and body: what is before the first empty line and what is behind it.
fn parts(message: &[u8]) -> (&[u8], &[u8]) {
    match message.windows(4).position(|four| four == b"\r\n\r\n") {
        Some(at) => (
            message.get(..at + 2).unwrap_or_default(),
            message.get(at + 4..).unwrap_or_default(),
        ),
        None => (message, &[]),
    }
}

/// The fields of a head: the name in small letters, the value as it stands, folded lines included.
fn fields(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head);
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push_str(line);
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim_end().to_ascii_lowercase(), value.to_owned()));
        }
    }
    fields
}

/// What is signed: the fields that are named, each from the bottom up, and the signature's own without what it comes to.
fn signed_text(fields: &[(String, String)], names: &[&str], unsigned: &str) -> String {
    let mut text = String::new();
    let mut used = vec![false; fields.len()];
    for name in names {
        let last = (0..fields.len()).rev().find(|at| !used[*at] && fields[*at].0 == *name);
        // One that is not there is signed as nothing.
        if let Some(at) = last {
            used[at] = true;
            text.push_str(&format!("{name}:{}\r\n", relaxed_value(&fields[at].1)));
        }
    }
    let own = unsigned.split_once(':').map_or("", |(_, value)| value);
    text + "dkim-signature:" + &relaxed_value(&own.replace("\r\n", ""))
}

/// White space made one space, none at the ends (RFC 6376, 3.4.2).
fn relaxed_value(value: &str) -> String {
    value
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lines without white space at their ends and with single spaces within; no empty lines at the end (RFC 6376, 3.4.4).
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    let mut empty = 0;
    let mut rest = body;
    while !rest.is_empty() {
        let end = rest.windows(2).position(|two| two == b"\r\n");
        let (line, behind) = match end {
            Some(at) => (&rest[..at], &rest[at + 2..]),
            None => (rest, &[][..]),
        };
        rest = behind;
        let words: Vec<&[u8]> = line
            .split(|b| matches!(b, b' ' | b'\t'))
            .enumerate()
            .filter(|(at, word)| !word.is_empty() || *at == 0)
            .map(|(_, word)| word)
            .collect();
        let line = words.join(&b' ');
        let line: &[u8] = if line == b" " { b"" } else { &line };
        if line.is_empty() {
            empty += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut empty) {
            relaxed.extend_from_slice(b"\r\n");
        }
        relaxed.extend_from_slice(line);
        relaxed.extend_from_slice(b"\r\n");
    }
    relaxed
}

#[cfg(test)]
#[path = "dkim_tests.rs"]
mod tests;
