//! The minutes of the story: those of the second meeting, which a unit head had changed before silence approved them; and
//! those of the third, which are written and wait to be declared final.

use std::collections::HashMap;

use super::content::{self, Said};
use super::meetings::{Run, line_of};
use super::{Story, broken};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::AgendaItemId;
use crate::meetings::agenda::service as agenda;
use crate::meetings::minutes::model::{AnswerRemark, CreateRemark, RemarkAction, RemarkKind, SaveParagraph};
use crate::meetings::minutes::{drafting, remarks, silence};
use crate::meetings::state::MeetingAction;
use crate::requests::model::RequestView;
use crate::resource::Expected;

const DAY: i64 = 24 * 60;

type Raised = HashMap<&'static str, RequestView>;

/// Writes what was said, so many minutes after the meeting's start.
pub fn write(c: &mut Conn, cx: &Cx, run: &Run<'_>, raised: &Raised, minutes: i64, texts: &[Said]) -> Result<()> {
    let cx = run.at(cx, minutes)?;
    for Said { request, text } in texts {
        let item = line(c, run, raised, request)?;
        let input = SaveParagraph {
            text: (*text).to_owned(),
        };
        drafting::save(
            c,
            &cx,
            &run.director,
            (run.id, item),
            &Expected::Any,
            &input,
            Locale::Fa,
        )?;
    }
    Ok(())
}

/// The line of a request, or of its theme.
fn line(c: &mut Conn, run: &Run<'_>, raised: &Raised, key: &str) -> Result<AgendaItemId> {
    let agenda = agenda::get(c, &run.director, run.id, Locale::Fa)?;
    let about = raised.get(key).ok_or_else(|| broken("a request"))?;
    line_of(&agenda, about)
}

/// From the draft of the second meeting to its approved minutes.
pub fn approve_second(c: &mut Conn, cx: &Cx, story: &Story, run: &Run<'_>, raised: &Raised) -> Result<()> {
    write(c, cx, run, raised, 3 * 60, content::SECOND_MINUTES)?;
    run.act(c, cx, 4 * 60, MeetingAction::FinaliseMinutes)?;
    let (unit, proposed, why) = &content::PROPOSED;
    let head = story.actor(c, &content::Unit::head_email(*unit))?;
    let remark = CreateRemark {
        kind: RemarkKind::Change,
        item_id: Some(line(c, run, raised, proposed.request)?),
        text: (*why).to_owned(),
        proposed: Some(proposed.text.to_owned()),
    };
    let remark = remarks::create(c, &run.at(cx, 4 * DAY)?, &head, run.id, &remark)?;
    let answer = AnswerRemark {
        answer: Some("درست است؛ متن اصلاح شد.".to_owned()),
        changes: None,
    };
    let (at, which) = (run.at(cx, 5 * DAY)?, (run.id, remark.id));
    remarks::act(
        c,
        &at,
        &run.director,
        which,
        RemarkAction::Accept,
        &Expected::Any,
        &answer,
    )?;
    if silence::look_after(c, &run.at(cx, 14 * DAY)?, run.id)? {
        Ok(())
    } else {
        Err(broken("the second meeting's minutes"))
    }
}
