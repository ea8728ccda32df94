//! Themes on an agenda: the open requests of one make one line, and none of them another, unless it is to be discussed
//! by itself.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::candidates::{Past, Titled, plain};
use super::ranking::{Candidate, LineKind, Source};
use super::reason::{End, Reason};
use super::store::{self, OpenRequest};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{MeetingId, ThemeId};
use crate::meetings::commitments::store as commitment_store;
use crate::requests::themes::service as themes;

/// The requests that are lines of their own, and the lines of themes. `by_itself`: the meeting takes this one up alone too;
/// so it does with what was promised of it alone. `counts`: it is one of those that its theme's line is about.
pub fn split(
    c: &mut Conn,
    past: &Past,
    open: Vec<OpenRequest>,
    by_itself: impl Fn(&OpenRequest) -> bool,
    counts: impl Fn(&OpenRequest) -> bool,
) -> Result<(Vec<OpenRequest>, Vec<Titled>)> {
    if open.iter().all(|r| r.theme_id.is_none()) {
        return Ok((open, Vec::new()));
    }
    let promised: HashSet<_> = commitment_store::promised_of_themes(c)?.into_iter().collect();
    let mut members: BTreeMap<ThemeId, Vec<OpenRequest>> = BTreeMap::new();
    let mut single = Vec::new();
    for request in open {
        let Some(theme) = request.theme_id else {
            single.push(request);
            continue;
        };
        if by_itself(&request) || promised.contains(&request.id) {
            single.push(request.clone());
        }
        if counts(&request) {
            members.entry(theme).or_default().push(request);
        }
    }
    Ok((single, lines(c, past, members)?))
}

fn lines(c: &mut Conn, past: &Past, members: BTreeMap<ThemeId, Vec<OpenRequest>>) -> Result<Vec<Titled>> {
    let ids: Vec<_> = members.keys().copied().collect();
    let mut names = themes::refs(c, &ids)?;
    let mut left_open: HashMap<ThemeId, HashSet<MeetingId>> = HashMap::new();
    for (theme, meeting) in store::themes_stood_on(c, &past.ids())? {
        left_open.entry(theme).or_default().insert(meeting);
    }
    let line = |(id, members): (ThemeId, Vec<OpenRequest>)| {
        let mut seen = left_open.remove(&id).unwrap_or_default();
        // Raised in a meeting and still open: that meeting has left it.
        seen.extend(members.iter().filter_map(|r| r.raised_in_id).filter(|m| past.has(*m)));
        let left = past.left_open(Source::Theme(id), &seen);
        let (times, end) = left.map_or((0, End::Open), |(_, times, end)| (times, end));
        let title = names.remove(&id)?.title;
        Some((candidate(id, &members, times, end)?, title))
    };
    Ok(members.into_iter().filter_map(line).collect())
}

/// How many units and since when is said without the private ones, for all read it; when all are private, since when.
fn candidate(id: ThemeId, members: &[OpenRequest], times: u32, end: End) -> Option<Candidate> {
    let public: Vec<_> = members.iter().filter(|r| !r.private).collect();
    let units: BTreeSet<_> = public.iter().map(|r| r.unit_id).collect();
    let units = u32::try_from(units.len()).unwrap_or(u32::MAX);
    let told = if public.is_empty() {
        members.iter().collect()
    } else {
        public
    };
    let since = told.iter().map(|r| r.submitted_at.unwrap_or(r.created_at)).min()?;
    let reason = Reason::Theme {
        units,
        since: since.date_tehran(),
        times,
        end,
    };
    Some(Candidate {
        carried: times,
        units,
        ..plain(Source::Theme(id), LineKind::Theme, reason, since)
    })
}
