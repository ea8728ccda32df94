//! The states of a meeting and the one function that moves between them.
//!
//! As with requests, two tables matched without a catch-all decide everything: [`allowed`] by state, [`leads_to`] by
//! action. What an action needs beside the state (attendance marked, outcomes recorded) is the service's to check.
//!
//! Source: the product description, "Meetings".

use std::fmt;

crate::text_enum! {
    /// Where a meeting stands.
    pub enum MeetingState {
        /// Being prepared; nobody has been told.
        Draft = "draft",
        /// Invitations are out.
        Scheduled = "scheduled",
        /// The agenda has been mailed to the invited.
        AgendaPublished = "agenda_published",
        /// It is being held.
        InProgress = "in_progress",
        /// Held; the minutes are being written.
        MinutesDraft = "minutes_draft",
        /// Those who attended may object.
        MinutesReview = "minutes_review",
        /// The minutes are final; corrections are addenda.
        Approved = "approved",
        /// Will not be held.
        Cancelled = "cancelled",
        /// Will be held at a time not known yet.
        Postponed = "postponed",
    }
}

crate::text_enum! {
    /// What can happen to a meeting.
    pub enum MeetingAction {
        /// Invites.
        Schedule = "schedule",
        /// Freezes and mails the agenda; again, it is a numbered revision.
        PublishAgenda = "publish_agenda",
        Start = "start",
        Finish = "finish",
        FinaliseMinutes = "finalise_minutes",
        ApproveMinutes = "approve_minutes",
        Cancel = "cancel",
        Postpone = "postpone",
    }
}

/// An action that the state forbids (409 over HTTP; [`possible`] fills `allowed_actions`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingRefused {
    pub state: MeetingState,
    pub action: MeetingAction,
}

/// Moves a meeting, or says that it stays.
///
/// # Errors
/// [`MeetingRefused`] when the state does not allow the action.
pub fn apply(state: MeetingState, action: MeetingAction) -> Result<MeetingState, MeetingRefused> {
    if allowed(state).contains(&action) {
        Ok(leads_to(action))
    } else {
        Err(MeetingRefused { state, action })
    }
}

/// Every action that the state allows.
pub fn possible(state: MeetingState) -> Vec<MeetingAction> {
    allowed(state).to_vec()
}

/// What may happen in each state.
const fn allowed(state: MeetingState) -> &'static [MeetingAction] {
    use MeetingAction::{ApproveMinutes, Cancel, FinaliseMinutes, Finish, Postpone, PublishAgenda, Schedule, Start};
    match state {
        MeetingState::Draft => &[Schedule, Cancel],
        MeetingState::Scheduled | MeetingState::AgendaPublished => &[PublishAgenda, Start, Cancel, Postpone],
        MeetingState::InProgress => &[Finish],
        MeetingState::MinutesDraft => &[FinaliseMinutes],
        MeetingState::MinutesReview => &[ApproveMinutes],
        MeetingState::Postponed => &[Schedule, Cancel],
        MeetingState::Approved | MeetingState::Cancelled => &[],
    }
}

/// Where an action that is allowed ends.
const fn leads_to(action: MeetingAction) -> MeetingState {
    match action {
        MeetingAction::Schedule => MeetingState::Scheduled,
        MeetingAction::PublishAgenda => MeetingState::AgendaPublished,
        MeetingAction::Start => MeetingState::InProgress,
        MeetingAction::Finish => MeetingState::MinutesDraft,
        MeetingAction::FinaliseMinutes => MeetingState::MinutesReview,
        MeetingAction::ApproveMinutes => MeetingState::Approved,
        MeetingAction::Cancel => MeetingState::Cancelled,
        MeetingAction::Postpone => MeetingState::Postponed,
    }
}

impl MeetingState {
    pub const fn label_fa(self) -> &'static str {
        self.labels().0
    }

    pub const fn label_en(self) -> &'static str {
        self.labels().1
    }

    const fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("پیش‌نویس", "Draft"),
            Self::Scheduled => ("زمان‌بندی‌شده", "Scheduled"),
            Self::AgendaPublished => ("دستور جلسه منتشر شده", "Agenda published"),
            Self::InProgress => ("در حال برگزاری", "In progress"),
            Self::MinutesDraft => ("پیش‌نویس صورت‌جلسه", "Minutes being drafted"),
            Self::MinutesReview => ("بازبینی صورت‌جلسه", "Minutes in review"),
            Self::Approved => ("صورت‌جلسه تأییدشده", "Minutes approved"),
            Self::Cancelled => ("لغوشده", "Cancelled"),
            Self::Postponed => ("به‌تعویق‌افتاده", "Postponed"),
        }
    }
}

impl MeetingAction {
    pub const fn label_fa(self) -> &'static str {
        self.labels().0
    }

    pub const fn label_en(self) -> &'static str {
        self.labels().1
    }

    const fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Schedule => ("تعیین زمان و دعوت", "Schedule"),
            Self::PublishAgenda => ("انتشار دستور جلسه", "Publish agenda"),
            Self::Start => ("آغاز جلسه", "Start"),
            Self::Finish => ("پایان جلسه", "Finish"),
            Self::FinaliseMinutes => ("نهایی کردن صورت‌جلسه", "Finalise minutes"),
            Self::ApproveMinutes => ("تأیید صورت‌جلسه", "Approve minutes"),
            Self::Cancel => ("لغو جلسه", "Cancel"),
            Self::Postpone => ("به تعویق انداختن", "Postpone"),
        }
    }
}

impl fmt::Display for MeetingRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} a meeting that is {}", self.action, self.state)
    }
}

impl std::error::Error for MeetingRefused {}

impl MeetingRefused {
    /// The same in Persian.
    pub fn message_fa(&self) -> String {
        format!(
            "«{}» برای جلسه‌ای که «{}» است ممکن نیست.",
            self.action.label_fa(),
            self.state.label_fa()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each state, then what it allows and where that ends; what is not written is refused.
    const TABLE: &str = "
        draft            schedule:scheduled cancel:cancelled
        scheduled        publish_agenda:agenda_published start:in_progress cancel:cancelled postpone:postponed
        agenda_published publish_agenda:agenda_published start:in_progress cancel:cancelled postpone:postponed
        in_progress      finish:minutes_draft
        minutes_draft    finalise_minutes:minutes_review
        minutes_review   approve_minutes:approved
        approved
        cancelled
        postponed        schedule:scheduled cancel:cancelled
    ";

    #[test]
    fn every_state_and_action_does_what_the_table_says() {
        let mut states = Vec::new();
        for row in TABLE.trim().lines() {
            let mut words = row.split_whitespace();
            let state: MeetingState = words.next().unwrap().parse().unwrap();
            states.push(state);
            let expected: Vec<(MeetingAction, MeetingState)> = words
                .map(|word| word.split_once(':').unwrap())
                .map(|(action, to)| (action.parse().unwrap(), to.parse().unwrap()))
                .collect();
            for &action in MeetingAction::ALL {
                let wanted = expected.iter().find(|(a, _)| *a == action).map(|(_, to)| *to);
                assert_eq!(apply(state, action), wanted.ok_or(MeetingRefused { state, action }));
            }
            assert_eq!(possible(state), expected.iter().map(|(a, _)| *a).collect::<Vec<_>>());
        }
        assert_eq!(states, MeetingState::ALL);
    }

    #[test]
    fn a_refusal_reads_well() {
        let refused = apply(MeetingState::Approved, MeetingAction::Start).unwrap_err();
        assert_eq!(refused.to_string(), "cannot start a meeting that is approved");
        assert_eq!(
            refused.message_fa(),
            "«آغاز جلسه» برای جلسه‌ای که «صورت‌جلسه تأییدشده» است ممکن نیست."
        );
    }

    proptest! {
        #[test]
        fn what_is_held_is_minuted(actions in prop::collection::vec(prop::sample::select(MeetingAction::ALL), 0..60)) {
            let mut state = MeetingState::Draft;
            let mut held = false;
            for action in actions {
                state = apply(state, action).unwrap_or(state);
                held |= state == MeetingState::InProgress;
                prop_assert!(!held || !matches!(state, MeetingState::Cancelled | MeetingState::Postponed));
                prop_assert!(state != MeetingState::Approved || held, "minutes of a meeting that was not held");
            }
        }
    }
}
