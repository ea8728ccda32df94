//! The papers that mails bring along: each once, under the hash of what it says.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::db::schema::mail_papers;
use crate::db::{Conn, both};
use crate::error::Result;
use crate::export::Paper;
use crate::hex::hex;

/// Keeps a paper; gives its hash.
pub fn keep(c: &mut Conn, now: Timestamp, name: &str, paper: &Paper) -> Result<String> {
    let json = serde_json::to_string(paper)?;
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update("\n")
        .chain_update(&json)
        .finalize();
    let hash = hex(digest);
    let new = both(
        diesel::insert_into(mail_papers::table)
            .values((
                mail_papers::hash.eq(&hash),
                mail_papers::name.eq(name),
                mail_papers::paper.eq(&json),
                mail_papers::created_at.eq(now),
            ))
            .on_conflict(mail_papers::hash)
            .do_nothing(),
    );
    new.execute(c)?;
    Ok(hash)
}

/// The name and the paper under a hash.
pub fn find(c: &mut Conn, hash: &str) -> Result<Option<(String, Paper)>> {
    let row: Option<(String, String)> = mail_papers::table
        .filter(mail_papers::hash.eq(hash))
        .select((mail_papers::name, mail_papers::paper))
        .first(c)
        .optional()?;
    let read = |(name, json): (String, String)| Ok((name, serde_json::from_str(&json)?));
    row.map(read).transpose()
}
