//! What anybody may know of approved minutes who has their code: which they are, and whether a hash is theirs. Nothing of
//! what they say.

use super::content;
use super::model::Verification;
use super::store;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::meetings::series::store as series_store;
use crate::meetings::store as meeting_store;

/// What belongs to a code, as it was typed from paper.
///
/// # Errors
/// 404 for a code that belongs to nothing.
pub fn verify(c: &mut Conn, code: &str, asked: Option<&str>) -> Result<Verification> {
    let code = code.trim().to_ascii_lowercase();
    let minutes = store::by_code(c, &code)?.ok_or(Error::NotFound)?;
    let approved_at = minutes.approved_at.ok_or(Error::NotFound)?;
    let meeting = meeting_store::find_meeting(c, minutes.meeting_id)?.ok_or(Error::NotFound)?;
    let version = store::version(c, meeting.id, minutes.text_version)?.ok_or(Error::NotFound)?;
    let titles = series_store::series_titles(c, &[meeting.series_id])?;
    let asked = asked
        .map(|hash| hash.trim().to_ascii_lowercase())
        .filter(|h| !h.is_empty());
    Ok(Verification {
        series: titles.into_iter().next().map(|t| t.1).unwrap_or_default(),
        number: meeting.number,
        held_on: meeting.starts_at.date_tehran(),
        text_version: minutes.text_version,
        approved_at,
        addenda: store::count_addenda(c, meeting.id)?,
        intact: content::hash(&version.content.0) == version.hash,
        matches: asked.map(|asked| asked == version.hash),
        hash: version.hash,
    })
}
