//! Who writes minutes, who reads them, who objects to them and who answers. Pure.

use crate::accounts::{Actor, Role};
use crate::meetings::policy::{may_prepare, may_run, may_see, sees_commitments};
use crate::meetings::state::MeetingState;

/// How somebody stands to a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where the meeting stands.
    pub state: MeetingState,
    /// They are on its list or chair it.
    pub listed: bool,
    /// They are recorded as having been there, or as having sent somebody.
    pub attended: bool,
}

/// What can be done with minutes beside reading them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Write what was said of a line.
    Write,
    /// Declare the text final and open the review.
    Finalise,
    /// Object, or propose a change.
    Remark,
    /// Answer a remark.
    Answer,
    /// Approve before silence does.
    Approve,
    /// Correct what is approved.
    Add,
}

impl Act {
    /// Every act.
    pub const ALL: &'static [Self] = &[
        Self::Write,
        Self::Finalise,
        Self::Remark,
        Self::Answer,
        Self::Approve,
        Self::Add,
    ];

    /// Its name among the allowed actions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Write => "save_paragraph",
            Self::Finalise => "finalise_minutes",
            Self::Remark => "remark",
            Self::Answer => "answer_remark",
            Self::Approve => "approve_minutes",
            Self::Add => "add_addendum",
        }
    }

    /// Whether the state of the meeting allows it, to whoever has the right.
    pub const fn fits(self, state: MeetingState) -> bool {
        match self {
            // What is said is written down while it is said.
            Self::Write => matches!(state, MeetingState::InProgress | MeetingState::MinutesDraft),
            Self::Finalise => matches!(state, MeetingState::MinutesDraft),
            Self::Remark | Self::Answer | Self::Approve => matches!(state, MeetingState::MinutesReview),
            Self::Add => matches!(state, MeetingState::Approved),
        }
    }
}

/// Whether the actor keeps minutes: writes them, answers remarks, corrects them. They read all of them.
pub fn keeps(actor: &Actor) -> bool {
    may_run(actor)
}

/// Whether the actor has the right to an act, whatever the state. Only who was there objects, whatever their role.
pub fn has_right(actor: &Actor, at: &Standing, act: Act) -> bool {
    match act {
        Act::Remark => at.attended,
        Act::Write | Act::Finalise | Act::Answer | Act::Approve | Act::Add => keeps(actor),
    }
}

/// Whether the actor may do it now.
pub fn may(actor: &Actor, at: &Standing, act: Act) -> bool {
    act.fits(at.state) && has_right(actor, at, act)
}

/// Whether the actor may read the minutes. A draft is for who prepares meetings; a text in review for who was invited and
/// for the units, whose problems it is about; an approved one for all who may see the meeting.
pub fn may_read(actor: &Actor, at: &Standing) -> bool {
    match at.state {
        MeetingState::InProgress | MeetingState::MinutesDraft => may_prepare(actor),
        MeetingState::MinutesReview => may_prepare(actor) || at.listed || actor.has(Role::UnitHead),
        MeetingState::Approved => may_see(actor, at.state, at.listed),
        MeetingState::Draft
        | MeetingState::Scheduled
        | MeetingState::AgendaPublished
        | MeetingState::Cancelled
        | MeetingState::Postponed => false,
    }
}

/// Whether the actor reads what attendees have said of the minutes, and what was answered.
pub fn reads_remarks(actor: &Actor, at: &Standing) -> bool {
    may_prepare(actor) || at.attended
}

/// Whether the minutes tell the actor who promised and by when: those who were there have heard it.
pub fn reads_promises(actor: &Actor, at: &Standing) -> bool {
    sees_commitments(actor) || at.attended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::model::Grant;
    use crate::ids::UserId;

    fn actor(role: Role) -> Actor {
        Actor::holding(UserId(1), vec![Grant::everywhere(role)])
    }

    /// What each role may when not invited; after `+` what being invited adds, after `++` what having attended adds.
    const TABLE: &str = "
        in_progress    director      read save_paragraph remarks promises
        in_progress    auditor       read remarks promises
        in_progress    mayor_office  promises ++ remarks
        in_progress    unit_head     ++ remarks promises
        in_progress    unit_member   ++ remarks promises
        in_progress    owner         ++ remarks promises
        in_progress    admin         ++ remarks promises
        minutes_draft  director      read save_paragraph finalise_minutes remarks promises
        minutes_draft  auditor       read remarks promises
        minutes_draft  mayor_office  promises ++ remarks
        minutes_draft  unit_head     ++ remarks promises
        minutes_draft  unit_member   ++ remarks promises
        minutes_draft  owner         ++ remarks promises
        minutes_draft  admin         ++ remarks promises
        minutes_review director      read answer_remark approve_minutes remarks promises ++ remark
        minutes_review auditor       read remarks promises ++ remark
        minutes_review mayor_office  promises + read ++ remark remarks
        minutes_review unit_head     read ++ remark remarks promises
        minutes_review unit_member   + read ++ remark remarks promises
        minutes_review owner         + read ++ remark remarks promises
        minutes_review admin         + read ++ remark remarks promises
        approved       director      read add_addendum remarks promises
        approved       auditor       read remarks promises
        approved       mayor_office  read promises ++ remarks
        approved       unit_head     read ++ remarks promises
        approved       unit_member   + read ++ remarks promises
        approved       owner         + read ++ remarks promises
        approved       admin         + read ++ remarks promises
    ";

    fn rights(actor: &Actor, at: &Standing) -> Vec<&'static str> {
        let mut all: Vec<_> = may_read(actor, at).then_some("read").into_iter().collect();
        all.extend(Act::ALL.iter().filter(|a| may(actor, at, **a)).map(|a| a.as_str()));
        all.extend(reads_remarks(actor, at).then_some("remarks"));
        all.extend(reads_promises(actor, at).then_some("promises"));
        all
    }

    #[test]
    fn everybody_may_what_the_table_says() {
        let mut rows = Vec::new();
        for row in TABLE.trim().lines() {
            let mut words = row.split_whitespace();
            let state: MeetingState = words.next().unwrap().parse().unwrap();
            let role: Role = words.next().unwrap().parse().unwrap();
            rows.push((state, role));
            let mut steps = [Vec::new(), Vec::new(), Vec::new()];
            let mut step = 0;
            for word in words {
                match word {
                    "+" => step = 1,
                    "++" => step = 2,
                    right => steps[step].push(right),
                }
            }
            let mut wanted: Vec<&str> = Vec::new();
            for (step, (listed, attended)) in steps.iter().zip([(false, false), (true, false), (true, true)]) {
                wanted.extend(step);
                let at = Standing {
                    state,
                    listed,
                    attended,
                };
                let mut found = rights(&actor(role), &at);
                found.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(found, wanted, "{role} at {at:?}");
            }
        }
        let held = [
            MeetingState::InProgress,
            MeetingState::MinutesDraft,
            MeetingState::MinutesReview,
            MeetingState::Approved,
        ];
        assert_eq!(
            rows.len(),
            held.len() * Role::ALL.len(),
            "each role in each state that has minutes"
        );
    }

    #[test]
    fn what_was_not_held_has_no_minutes() {
        for &role in Role::ALL {
            for &state in MeetingState::ALL {
                let at = Standing {
                    state,
                    listed: true,
                    attended: true,
                };
                if rights(&actor(role), &at).contains(&"read") {
                    assert!(matches!(
                        state,
                        MeetingState::InProgress
                            | MeetingState::MinutesDraft
                            | MeetingState::MinutesReview
                            | MeetingState::Approved
                    ));
                }
            }
        }
    }
}
