//! The sweep: takes objects that no row refers to, left by a crash between keeping the bytes and committing the row, or by
//! a removal whose bytes could not be reached.
//!
//! It takes only what is of the day before yesterday or older, while a row may refer only to bytes that are fresher than
//! an hour (`service::add`), and asks for each once more just before it goes: no transaction can lose what it refers to.

use std::collections::HashSet;

use chrono::Days;
use futures_util::TryStreamExt;

use super::service;
use super::vault::Vault;
use crate::db::{Conn, Db};
use crate::error::Result;

/// Objects that are looked up together.
const PAGE: usize = 500;

/// Which of these objects something else than an attachment refers to: slices above keep bytes in the vault, too.
pub type Referred = fn(&mut Conn, &[String]) -> Result<HashSet<String>>;

fn referred(c: &mut Conn, objects: &[String], others: &[Referred]) -> Result<HashSet<String>> {
    let mut found = service::referred(c, objects)?;
    for other in others {
        found.extend(other(c, objects)?);
    }
    Ok(found)
}

/// One round; says how many objects and unfinished uploads went.
///
/// # Errors
/// 503 while the database or the place of attachments cannot be used.
pub async fn sweep(db: &Db, vault: &Vault, others: &'static [Referred]) -> Result<usize> {
    let today = db.clock().now().utc().date_naive();
    let Some(yesterday) = today.checked_sub_days(Days::new(1)) else {
        return Ok(0);
    };
    let mut gone = vault.clear_incoming(yesterday).await?;
    let mut old = vault.objects_before(yesterday).try_chunks(PAGE);
    while let Some(mut page) = old.try_next().await.map_err(|e| e.1)? {
        // A picture and its thumbnail have one row.
        page.sort_unstable();
        page.dedup();
        let names = page.clone();
        let kept = db.read(move |c, _| referred(c, &names, others)).await?;
        for name in page.into_iter().filter(|name| !kept.contains(name)) {
            let again = vec![name.clone()];
            if db.read(move |c, _| referred(c, &again, others)).await?.is_empty() {
                vault.forget(&name).await;
                gone += 1;
            }
        }
    }
    Ok(gone)
}
