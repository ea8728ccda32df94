//! What is done with mail that came in by the clock: the director hears once a day of what is held, and what was dealt with is
//! forgotten after a while.

use chrono::TimeDelta;

use super::{notices, store};
use crate::attachments::vault::Vault;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;

/// Mails that are forgotten in one transaction.
const BATCH: i64 = 200;

/// Tells the directors of mail that is held and that they have not heard of: at most once a day, of Tehran's. Says whether.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn tell(db: &Db) -> Result<usize> {
    if !db.read(is_due).await? {
        return Ok(0);
    }
    db.write(|c, cx| {
        // Somebody may have been faster: who finds nothing untold tells nothing.
        if !is_due(c, cx)? || store::tell(c, cx.now)? == 0 {
            return Ok(0);
        }
        let held = store::held(c)?;
        notices::held(c, cx, held)?;
        Ok(1)
    })
    .await
}

fn is_due(c: &mut Conn, cx: &Cx) -> Result<bool> {
    let today = cx.now.date_tehran();
    let told_today = store::last_told(c)?.is_some_and(|at| at.date_tehran() >= today);
    Ok(!told_today && store::waits_to_be_told(c)?)
}

/// Forgets what was dealt with longer ago than the setting says, with its bytes; what is held is never forgotten. Says how
/// many.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn sweep(db: &Db, vault: &Vault) -> Result<usize> {
    let mut gone = 0;
    loop {
        let objects = db
            .write(|c, cx| {
                let before = cx.now.plus(-TimeDelta::days(cx.settings.incoming.keep_days));
                store::forget_before(c, before, BATCH)
            })
            .await?;
        if objects.is_empty() {
            return Ok(gone);
        }
        // What cannot be reached now is left to the sweep of the vault.
        for object in &objects {
            vault.forget(object).await;
            gone += 1;
        }
    }
}
