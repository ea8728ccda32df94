//! The meetings of the story: the second, where everything was raised and promised; the third, which was run from its
//! agenda; and the fourth, which has on its agenda what the third left open.

use std::collections::HashMap;

use super::content::{self, Decided, Outcome, Promise};
use super::{DIRECTOR, Story, broken, moment};
use crate::accounts::{self, Actor};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::{AgendaItemId, MeetingId, SeriesId, UnitId};
use crate::meetings::agenda::model::{AgendaView, CommitmentAction, CreateOutcome, OutcomeKind};
use crate::meetings::agenda::service as agenda;
use crate::meetings::commitments::service as commitments;
use crate::meetings::invitations::answers;
use crate::meetings::mayor::model::CreateSubject;
use crate::meetings::mayor::service as mayor;
use crate::meetings::model::{
    Answer, AttendanceList, AttendanceStatus, Attended, InvitedView, MeetingActionBody, MeetingView, Respond,
};
use crate::meetings::outcomes::service as outcomes;
use crate::meetings::series::model::{CreateSeries, PlanMeetings, Quorum, QuorumKind, SeriesInvite};
use crate::meetings::series::planning;
use crate::meetings::series::service as series;
use crate::meetings::service;
use crate::meetings::session::attendance;
use crate::meetings::state::MeetingAction;
use crate::requests::model::RequestView;
use crate::requests::themes::model::CreateTheme;
use crate::requests::{self, themes};
use crate::resource::Expected;

/// The series, which had one meeting before the story begins.
pub fn begin_series(c: &mut Conn, cx: &Cx, story: &Story) -> Result<SeriesId> {
    let director = story.actor(c, DIRECTOR)?;
    let unit = |id: &UnitId| SeriesInvite {
        unit_id: Some(*id),
        user_id: None,
        guest: None,
    };
    let new = CreateSeries {
        title: content::SERIES.to_owned(),
        chair_id: Some(director.id),
        place: content::PLACE.to_owned(),
        last_number: 1,
        recurrence: content::recurrence(),
        standing_items: content::standing_items(),
        quorum: Some(Quorum {
            kind: QuorumKind::Percent,
            value: 50,
        }),
        invited: story.units.iter().map(unit).collect(),
    };
    series::create(c, cx, &director, &new).map(|series| series.id)
}

/// Who, of those on the list, sends somebody, and who cannot come.
const SENDS: i64 = 4;
const ABSENT: i64 = 7;

/// A meeting, and the person who runs it.
pub struct Run<'a> {
    pub meeting: &'a content::Meeting,
    pub id: MeetingId,
    pub director: Actor,
}

impl Run<'_> {
    /// So many minutes after the meeting's start.
    pub fn at(&self, cx: &Cx, minutes: i64) -> Result<Cx> {
        Ok(Cx {
            now: moment(self.meeting, minutes)?,
            ..cx.clone()
        })
    }

    /// An action so many minutes after the meeting's start.
    pub fn act(&self, c: &mut Conn, cx: &Cx, minutes: i64, action: MeetingAction) -> Result<MeetingView> {
        let body = MeetingActionBody::default();
        service::act(
            c,
            &self.at(cx, minutes)?,
            &self.director,
            self.id,
            action,
            &Expected::Any,
            &body,
        )
    }

    /// The agenda made anew from what is open so many minutes after the start.
    pub fn agenda(&self, c: &mut Conn, cx: &Cx, minutes: i64) -> Result<AgendaView> {
        agenda::generate(
            c,
            &self.at(cx, minutes)?,
            &self.director,
            self.id,
            &Expected::Any,
            Locale::Fa,
        )
    }

    /// Two days before, the invited answer: most will come, one sends a substitute, one cannot.
    pub fn answers(&self, c: &mut Conn, cx: &Cx) -> Result<()> {
        let meeting = service::get_meeting(c, &self.director, self.id)?;
        for (n, person) in (0_i64..).zip(&meeting.invited) {
            let (answer, substitute, note) = match n {
                SENDS => (Answer::Substitute, Some("کارشناس روابط عمومی واحد"), None),
                ABSENT => (Answer::Decline, None, Some("در آن ساعت بازدید میدانی داریم.")),
                _ => (Answer::Accept, None, None),
            };
            let said = Respond {
                answer,
                substitute_id: None,
                substitute_name: substitute.map(str::to_owned),
                note: note.map(str::to_owned),
                user_id: None,
            };
            let who = accounts::service::act_as(c, person.user.id)?;
            answers::respond(c, &self.at(cx, -2 * 24 * 60 - 60 + n)?, &who, self.id, &said)?;
        }
        Ok(())
    }

    /// Who had said that they would come came.
    pub fn attendance(&self, c: &mut Conn, cx: &Cx) -> Result<()> {
        let cx = self.at(cx, -5)?;
        let meeting = service::get_meeting(c, &self.director, self.id)?;
        let mark = |person: &InvitedView| Attended {
            user_id: Some(person.user.id),
            guest_id: None,
            status: match person.answer {
                Some(Answer::Decline) => AttendanceStatus::Excused,
                Some(Answer::Substitute) => AttendanceStatus::Substitute,
                Some(Answer::Accept | Answer::Tentative) | None => AttendanceStatus::Present,
            },
            substitute_id: None,
            substitute_name: None,
        };
        let list = AttendanceList(meeting.invited.iter().map(mark).collect());
        attendance::mark(c, &cx, &self.director, self.id, &Expected::Any, &list).map(drop)
    }

    /// Records what came of a request's line, or of that of its theme.
    fn record(
        &self,
        c: &mut Conn,
        cx: &Cx,
        minutes: i64,
        agenda: &AgendaView,
        about: &RequestView,
        new: &CreateOutcome,
    ) -> Result<()> {
        let line = line_of(agenda, about)?;
        outcomes::add(
            c,
            &self.at(cx, minutes)?,
            &self.director,
            self.id,
            line,
            new,
            Locale::Fa,
        )
        .map(drop)
    }
}

/// The line of a request, or of its theme.
pub fn line_of(agenda: &AgendaView, about: &RequestView) -> Result<AgendaItemId> {
    let mut lines = agenda.items.iter().chain(&agenda.overflow);
    let line = lines.find(|i| match (&i.request, &i.theme, &about.theme) {
        (Some(request), _, _) => request.id == about.id,
        (None, Some(line), Some(theme)) => line.id == theme.id,
        (None, _, _) => false,
    });
    line.map(|i| i.id).ok_or_else(|| broken("a line of the agenda"))
}

/// Plans the next meeting of the series by its rule, a week ahead, and invites.
pub fn plan<'a>(
    c: &mut Conn,
    cx: &Cx,
    story: &Story,
    series: SeriesId,
    meeting: &'a content::Meeting,
) -> Result<Run<'a>> {
    plan_now(c, cx, story, series, meeting, (1, moment(meeting, -7 * 24 * 60)?))
}

/// [`plan`] at an instant of the caller's choice, for one that is not the next: so many dates ahead.
pub fn plan_now<'a>(
    c: &mut Conn,
    cx: &Cx,
    story: &Story,
    series: SeriesId,
    meeting: &'a content::Meeting,
    (count, now): (usize, Timestamp),
) -> Result<Run<'a>> {
    let director = story.actor(c, DIRECTOR)?;
    let cx = Cx { now, ..cx.clone() };
    let starts_at = moment(meeting, 0)?;
    let planned = planning::plan(c, &cx, &director, series, &PlanMeetings { count })?;
    let draft = planned.items.iter().find(|m| m.starts_at == starts_at);
    let id = draft.ok_or_else(|| broken("the date of a meeting"))?.id;
    let body = MeetingActionBody::default();
    service::act(c, &cx, &director, id, MeetingAction::Schedule, &Expected::Any, &body)?;
    Ok(Run { meeting, id, director })
}

/// What several have raised becomes a theme, before the agenda is made.
pub fn find_themes(
    c: &mut Conn,
    cx: &Cx,
    run: &Run<'_>,
    raised: &mut HashMap<&'static str, RequestView>,
) -> Result<()> {
    let cx = run.at(cx, 103)?;
    for theme in content::THEMES {
        let members = theme.requests.iter().filter_map(|key| raised.get(key));
        let new = CreateTheme {
            title: theme.title.to_owned(),
            description: theme.description.to_owned(),
            requests: members.map(|r| r.id.to_string()).collect(),
            moving: false,
        };
        themes::service::create(c, &cx, &run.director, &new)?;
        for key in theme.requests {
            let request = raised.get_mut(key).ok_or_else(|| broken("a request"))?;
            *request = requests::service::get(c, &cx, &run.director, &request.id.to_string())?;
        }
    }
    Ok(())
}

/// What the director announced and promised in the second meeting, once its agenda holds what was raised.
pub fn announce_and_promise(
    c: &mut Conn,
    cx: &Cx,
    story: &Story,
    run: &Run<'_>,
    raised: &HashMap<&'static str, RequestView>,
) -> Result<()> {
    let agenda = run.agenda(c, cx, 105)?;
    let first = agenda
        .items
        .iter()
        .find_map(|i| i.request.as_ref())
        .and_then(|line| raised.values().find(|r| r.id == line.id))
        .ok_or_else(|| broken("an agenda"))?;
    for told in content::ANNOUNCEMENTS {
        let new = CreateOutcome {
            kind: OutcomeKind::Information,
            text: format!("{}: {}", told.title, told.text),
            who_id: None,
            due_on: None,
        };
        run.record(c, cx, 106, &agenda, first, &new)?;
    }
    for Promise {
        text,
        who,
        due_on,
        requests,
        ..
    } in content::PROMISES
    {
        let new = CreateOutcome {
            kind: OutcomeKind::Commitment,
            text: (*text).to_owned(),
            who_id: Some(story.person(who)?),
            due_on: Some(content::date(due_on).map_err(|_| broken("a date"))?),
        };
        let about = requests.first().and_then(|key| raised.get(key)).unwrap_or(first);
        run.record(c, cx, 110, &agenda, about, &new)?;
    }
    Ok(())
}

/// The promises that were kept before the next meeting are marked so.
pub fn keep_promises(c: &mut Conn, cx: &Cx, run: &Run<'_>) -> Result<()> {
    let cx = run.at(cx, -24 * 60)?;
    let filter = serde_json::from_value(serde_json::json!({ "state": "open" }))?;
    let open = commitments::list(c, &cx, &run.director, &filter)?;
    for commitment in open.items {
        if content::PROMISES.iter().any(|p| p.kept && p.text == commitment.text) {
            commitments::end(
                c,
                &cx,
                &run.director,
                commitment.id,
                CommitmentAction::Keep,
                &Expected::Any,
                None,
                None,
            )?;
        }
    }
    Ok(())
}

/// Before the fourth meeting: a promise of the third is kept, though late, and a subject is put on the list for the mayor.
pub fn before_fourth(c: &mut Conn, cx: &Cx, run: &Run<'_>, raised: &HashMap<&'static str, RequestView>) -> Result<()> {
    let cx = run.at(cx, -2 * 24 * 60)?;
    let (text, day) = content::KEPT_LATE;
    let filter = serde_json::from_value(serde_json::json!({ "state": "open" }))?;
    let open = commitments::list(c, &cx, &run.director, &filter)?;
    let promise = open.items.into_iter().find(|promise| promise.text == text);
    let promise = promise.ok_or_else(|| broken("a promise"))?;
    let day = content::date(day).map_err(|_| broken("a date"))?;
    let keep = CommitmentAction::Keep;
    commitments::end(c, &cx, &run.director, promise.id, keep, &Expected::Any, None, Some(day))?;
    let (request, asked) = content::FOR_MAYOR;
    let subject = CreateSubject {
        request: raised.get(request).map(|request| request.id.to_string()),
        theme_id: None,
        asked: asked.to_owned(),
    };
    mayor::create(c, &cx, &run.director, &subject).map(drop)
}

/// The third meeting, from its published agenda to its end.
pub fn hold_third(
    c: &mut Conn,
    cx: &Cx,
    story: &Story,
    run: &Run<'_>,
    raised: &HashMap<&'static str, RequestView>,
) -> Result<()> {
    run.agenda(c, cx, -2 * 24 * 60)?;
    run.act(c, cx, -2 * 24 * 60, MeetingAction::PublishAgenda)?;
    run.attendance(c, cx)?;
    run.act(c, cx, 0, MeetingAction::Start)?;
    let agenda = agenda::get(c, &run.director, run.id, Locale::Fa)?;
    for (i, Decided { request, text, outcome }) in (0_i64..).zip(content::THIRD_MEETING) {
        let mut new = CreateOutcome {
            kind: OutcomeKind::Decision,
            text: (*text).to_owned(),
            who_id: None,
            due_on: None,
        };
        match outcome {
            Outcome::Decision => {}
            Outcome::Information => new.kind = OutcomeKind::Information,
            Outcome::Deferred => new.kind = OutcomeKind::Deferred,
            Outcome::Solved => new.kind = OutcomeKind::Solved,
            Outcome::Commitment { who, due_on } => {
                new.kind = OutcomeKind::Commitment;
                new.who_id = Some(story.person(who)?);
                new.due_on = Some(content::date(due_on).map_err(|_| broken("a date"))?);
            }
        }
        let about = raised.get(request).ok_or_else(|| broken("a request"))?;
        run.record(c, cx, 10 + 8 * i, &agenda, about, &new)?;
    }
    run.act(c, cx, run.meeting.minutes, MeetingAction::Finish).map(drop)
}
