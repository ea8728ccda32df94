//! The fourth meeting is held, and the fifth is prepared: what three meetings have left undecided stands on its agenda, marked, to
//! be decided, taken to the mayor or dropped.

use std::collections::HashMap;

use super::content::{self, Decided, Outcome};
use super::meetings::{Run, line_of, plan_now};
use super::{Story, broken, moment};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::SeriesId;
use crate::meetings::agenda::model::{CreateOutcome, OutcomeKind};
use crate::meetings::agenda::service as agenda;
use crate::meetings::outcomes::service as outcomes;
use crate::meetings::state::MeetingAction;
use crate::requests::model::RequestView;

const DAY: i64 = 24 * 60;

/// The fourth meeting, which does not get far.
pub fn hold_fourth(c: &mut Conn, cx: &Cx, run: &Run<'_>, raised: &HashMap<&'static str, RequestView>) -> Result<()> {
    run.attendance(c, cx)?;
    run.act(c, cx, 0, MeetingAction::Start)?;
    let agenda = agenda::get(c, &run.director, run.id, Locale::Fa)?;
    for (n, Decided { request, text, outcome }) in (0_i64..).zip(content::FOURTH_MEETING) {
        let new = CreateOutcome {
            kind: match outcome {
                Outcome::Information => OutcomeKind::Information,
                _ => OutcomeKind::Decision,
            },
            text: (*text).to_owned(),
            who_id: None,
            due_on: None,
        };
        let line = line_of(&agenda, raised.get(request).ok_or_else(|| broken("a request"))?)?;
        let at = run.at(cx, 20 + 15 * n)?;
        outcomes::add(c, &at, &run.director, run.id, line, &new, Locale::Fa)?;
    }
    run.act(c, cx, run.meeting.minutes, MeetingAction::Finish).map(drop)
}

/// The fifth meeting is planned, and its agenda made.
pub fn prepare_fifth(c: &mut Conn, cx: &Cx, story: &Story, series: SeriesId) -> Result<()> {
    let fifth = &content::FIFTH;
    let run = plan_now(c, cx, story, series, fifth, (1, moment(fifth, -14 * DAY)?))?;
    run.agenda(c, cx, -7 * DAY).map(drop)
}

#[cfg(test)]
mod tests {
    use crate::clock::Clock;
    use crate::db::Db;
    use crate::demo;
    use crate::error::Locale;
    use crate::ids::MeetingId;
    use crate::meetings::agenda::ranking::LineKind;
    use crate::meetings::agenda::service as agenda;

    #[test]
    fn the_last_agenda_has_standing_items_and_what_must_be_decided() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        demo::load(&db, Some("a good password for all of them")).unwrap();
        let agenda = db
            .read_now(|c, _| {
                let director = crate::accounts::service::find_by_email(c, "director@demo.test")?.unwrap();
                let director = crate::accounts::service::act_as(c, director)?;
                agenda::get(c, &director, MeetingId(4), Locale::Fa)
            })
            .unwrap();
        let due: Vec<_> = agenda.items.iter().filter(|i| i.must_decide).collect();
        assert!(!due.is_empty(), "{:?}", agenda.items);
        assert!(due.iter().all(|i| i.reason.contains("برای بار سوم")), "{due:?}");
        let lines = || agenda.items.iter().chain(&agenda.overflow);
        assert_eq!(lines().filter(|i| i.kind == LineKind::Information).count(), 2);
    }
}
