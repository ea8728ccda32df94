//! The sweep: takes objects that no row refers to, left by a crash between keeping the bytes and committing the row, or by
//! a removal whose bytes could not be reached.
//!
//! It takes only what is of the day before yesterday or older, while a row may refer only to bytes that are fresher than
//! an hour (`service::add`), and asks for each once more just before it goes: no transaction can lose what it refers to.

use chrono::Days;
use futures_util::TryStreamExt;

use super::service;
use super::vault::Vault;
use crate::db::Db;
use crate::error::Result;

/// Objects that are looked up together.
const PAGE: usize = 500;

/// One round; says how many objects and unfinished uploads went.
///
/// # Errors
/// 503 while the database or the place of attachments cannot be used.
pub async fn sweep(db: &Db, vault: &Vault) -> Result<usize> {
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
        let referred = db.read(move |c, _| service::referred(c, &names)).await?;
        for name in page.into_iter().filter(|name| !referred.contains(name)) {
            let again = vec![name.clone()];
            if db.read(move |c, _| service::referred(c, &again)).await?.is_empty() {
                vault.forget(&name).await;
                gone += 1;
            }
        }
    }
    Ok(gone)
}
