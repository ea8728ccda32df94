//! Who hears of what, why, and by which way: one table. It is pure; `docs/notifications.md` shows it, and a test holds
//! the two together.
//!
//! An event (`Kind`) reaches people for a reason (`Why`). Both together are a matter of one topic, and of each topic people
//! choose how they hear: by mail at once, in the digest of the next working morning, or only in the application. What
//! must be told has no choice, and says why.

use super::model::{Kind, Why};
use super::texts::{Both, both};

crate::text_enum! {
    /// What people choose about.
    pub enum Topic {
        /// Your decision is waited for.
        Approvals = "approvals",
        /// Something is yours to do.
        Assigned = "assigned",
        /// Somebody names you.
        Mentioned = "mentioned",
        /// You are asked for information.
        Asked = "asked",
        /// Refused, not confirmed, or open again.
        Decided = "decided",
        /// A time is over.
        Breaches = "breaches",
        /// A time is nearly over, or somebody does not answer.
        Reminders = "reminders",
        /// What goes into triage, and what comes back to you.
        Triage = "triage",
        /// How your requests go on.
        Progress = "progress",
        /// What is said about requests.
        Comments = "comments",
        /// Whatever happens to what you only follow.
        Watching = "watching",
        /// Invitations, dates, agendas.
        Meetings = "meetings",
        /// Minutes that you can object to, and silence is consent.
        MinutesReview = "minutes_review",
        /// All else about minutes.
        Minutes = "minutes",
        /// What you have promised.
        Commitments = "commitments",
        /// What units propose for agendas, and what came of it.
        Proposals = "proposals",
        /// Who is away, and who stands in.
        Absences = "absences",
        /// What keeps the system running.
        Upkeep = "upkeep",
        /// Your account: links that let you in.
        Account = "account",
        /// To somebody outside, who has no account.
        Outside = "outside",
    }
}

crate::text_enum! {
    /// How somebody hears of a topic. In the application everything is kept that has a place there.
    pub enum Channel {
        /// A mail at once.
        AtOnce = "at_once",
        /// In the digest of the next working morning.
        Digest = "digest",
        /// No mail: only in the application.
        InApp = "in_app",
    }
}

/// One line of the table: for this reason, as this topic.
pub type Hears = (Why, Topic);

const WATCHING: Hears = (Why::Watching, Topic::Watching);

/// Who hears of this, and as what.
pub const fn hears(kind: Kind) -> &'static [Hears] {
    use Topic as T;
    match kind {
        Kind::RequestSubmitted => &[(Why::Director, T::Triage)],
        Kind::RequestReceived => &[(Why::Filed, T::Progress), WATCHING],
        Kind::RequestAssigned => &[
            (Why::Owner, T::Assigned),
            (Why::Desk, T::Assigned),
            (Why::Filed, T::Progress),
            WATCHING,
        ],
        Kind::InfoAsked => &[(Why::Filed, T::Asked), WATCHING],
        Kind::InfoAnswered => &[
            (Why::Owner, T::Triage),
            (Why::Desk, T::Triage),
            (Why::Director, T::Triage),
            WATCHING,
        ],
        Kind::RequestWaiting | Kind::RequestDuplicate | Kind::RequestDone => &[(Why::Filed, T::Progress), WATCHING],
        Kind::RequestResumed | Kind::RequestDeferred | Kind::RequestLapsed | Kind::ApprovalGranted => &[
            (Why::Filed, T::Progress),
            (Why::Owner, T::Progress),
            (Why::Desk, T::Progress),
            WATCHING,
        ],
        Kind::RequestRejected | Kind::RequestReopened => &[
            (Why::Filed, T::Decided),
            (Why::Owner, T::Decided),
            (Why::Desk, T::Decided),
            WATCHING,
        ],
        Kind::RequestConfirmed | Kind::RequestWithdrawn => {
            &[(Why::Owner, T::Progress), (Why::Desk, T::Progress), WATCHING]
        }
        Kind::RequestDisputed => &[
            (Why::Owner, T::Decided),
            (Why::Desk, T::Decided),
            (Why::Director, T::Decided),
            WATCHING,
        ],
        Kind::ThemeActed => &[(Why::Theme, T::Decided)],
        Kind::ApprovalNeeded | Kind::ApprovalReminder | Kind::ApprovalAgain => {
            &[(Why::Approver, T::Approvals), (Why::Director, T::Approvals)]
        }
        Kind::ApprovalReopened => &[(Why::Approver, T::Progress)],
        Kind::ApprovalReturned => &[(Why::Owner, T::Progress), (Why::Desk, T::Progress)],
        Kind::ApprovalLate => &[(Why::Director, T::Breaches)],
        Kind::DeadlineNear => &[
            (Why::Owner, T::Reminders),
            (Why::Desk, T::Reminders),
            (Why::Director, T::Reminders),
        ],
        Kind::DeadlineMissed => &[
            (Why::Owner, T::Breaches),
            (Why::Desk, T::Breaches),
            (Why::Director, T::Breaches),
        ],
        Kind::DeadlineSummary => &[(Why::Deadlines, T::Breaches)],
        Kind::PartyReminded => &[(Why::Party, T::Outside)],
        Kind::PartyChased => &[
            (Why::Waits, T::Reminders),
            (Why::Owner, T::Reminders),
            (Why::Desk, T::Reminders),
            (Why::Director, T::Reminders),
        ],
        Kind::PartySilent => &[(Why::Director, T::Breaches)],
        Kind::HolidaysMissing => &[(Why::Director, T::Upkeep)],
        Kind::Commented => &[
            (Why::Filed, T::Comments),
            (Why::Owner, T::Comments),
            (Why::Desk, T::Comments),
            (Why::Director, T::Comments),
            WATCHING,
        ],
        Kind::Mentioned => &[(Why::Mentioned, T::Mentioned)],
        Kind::MeetingScheduled
        | Kind::AgendaPublished
        | Kind::AgendaRevised
        | Kind::MeetingCancelled
        | Kind::MeetingChanged
        | Kind::MeetingPostponed
        | Kind::MeetingUninvited
        | Kind::MeetingReminder => &[(Why::Invited, T::Meetings)],
        Kind::ProposalMade => &[(Why::Prepares, T::Proposals)],
        Kind::ProposalAccepted | Kind::ProposalPutOff | Kind::ProposalDeclined => &[(Why::Proposed, T::Proposals)],
        Kind::MinutesReview | Kind::MinutesChanged | Kind::MinutesReminder => &[(Why::Attended, T::MinutesReview)],
        Kind::MinutesRemark => &[(Why::KeepsMinutes, T::Minutes)],
        // Guests who came are told as invited.
        Kind::MinutesApproved => &[(Why::Attended, T::Minutes), (Why::Invited, T::Outside)],
        Kind::MinutesRemarkAccepted | Kind::MinutesRemarkDeclined | Kind::MinutesAddendum => {
            &[(Why::Attended, T::Minutes)]
        }
        Kind::CommitmentMade | Kind::CommitmentDue | Kind::CommitmentChanged => &[(Why::Committed, T::Commitments)],
        Kind::CommitmentLate => &[(Why::Committed, T::Breaches), (Why::Director, T::Breaches)],
        Kind::MayorDecided => &[
            (Why::Filed, T::Progress),
            (Why::Owner, T::Progress),
            (Why::Desk, T::Progress),
        ],
        Kind::SubstituteNamed => &[(Why::Substitute, T::Absences), (Why::Account, T::Absences)],
        Kind::AbsenceOver => &[(Why::Account, T::Absences)],
        Kind::RequestsReturned => &[(Why::Substitute, T::Absences), (Why::Owner, T::Assigned)],
        Kind::WebhookPaused => &[(Why::Administers, T::Upkeep)],
        Kind::MailDrafted => &[(Why::WroteMail, T::Progress)],
        Kind::MailHeld => &[(Why::Director, T::Upkeep)],
        Kind::Digest | Kind::WeeklySummary => &[(Why::Digest, T::Account)],
        Kind::Invitation | Kind::PasswordReset | Kind::PasswordChanged => &[(Why::Account, T::Account)],
    }
}

/// The topic of an event for somebody who hears of it for this reason. A reason that is not in the table is one that a
/// test has not met: it counts as the event's first.
pub fn topic(kind: Kind, why: Why) -> Topic {
    let lines = hears(kind);
    let line = lines.iter().find(|line| line.0 == why);
    debug_assert!(line.is_some(), "{why} of {kind} is in the table");
    line.or(lines.first()).map_or(Topic::Upkeep, |line| line.1)
}

/// What is said of a topic where people choose, and what they can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub title: Both,
    pub default: Channel,
    /// More than one, or it is locked.
    pub choices: &'static [Channel],
    /// Why nobody chooses.
    pub locked: Option<Both>,
}

const ALL: &[Channel] = &[Channel::AtOnce, Channel::Digest, Channel::InApp];
/// A calendar's entry or a paper comes with it, which a digest cannot bring.
const WHOLE: &[Channel] = &[Channel::AtOnce, Channel::InApp];

const fn free(title: Both, default: Channel) -> About {
    About {
        title,
        default,
        choices: ALL,
        locked: None,
    }
}

const fn locked(title: Both, why: Both) -> About {
    About {
        title,
        default: Channel::AtOnce,
        choices: &[Channel::AtOnce],
        locked: Some(why),
    }
}

/// What there is to know about a topic.
pub const fn about(topic: Topic) -> About {
    use Channel::{AtOnce, Digest};
    match topic {
        Topic::Approvals => locked(
            both("آنچه در انتظار تصمیم شماست", "What waits for your decision"),
            both(
                "تا تصمیم شما اقدام متوقف می‌ماند؛ بنابراین همیشه بی‌درنگ فرستاده می‌شود.",
                "Work stands still until you decide, and so it is always sent at once.",
            ),
        ),
        Topic::Assigned => free(both("ارجاع به شما", "Assigned to you"), AtOnce),
        Topic::Mentioned => free(both("نام بردن از شما در یادداشت‌ها", "You are mentioned"), AtOnce),
        Topic::Asked => free(both("پرسش از شما", "You are asked for information"), AtOnce),
        Topic::Decided => free(
            both("موافقت نشدن، تأیید نشدن و بازگشایی", "Refused, not confirmed, reopened"),
            AtOnce,
        ),
        Topic::Breaches => free(both("گذشتن مهلت‌ها", "Missed deadlines"), AtOnce),
        Topic::Reminders => free(both("نزدیک شدن مهلت‌ها", "Deadlines that are near"), Digest),
        Topic::Triage => free(
            both("درخواست‌های تازه و پاسخ‌های رسیده", "New requests and answers"),
            Digest,
        ),
        Topic::Progress => free(both("روند درخواست‌ها", "How requests go on"), Digest),
        Topic::Comments => free(both("یادداشت‌های تازه", "New comments"), Digest),
        Topic::Watching => free(both("درخواست‌هایی که دنبال می‌کنید", "Requests that you watch"), Digest),
        Topic::Meetings => About {
            title: both("دعوت، زمان و دستور جلسه‌ها", "Invitations, dates and agendas"),
            default: AtOnce,
            choices: WHOLE,
            locked: None,
        },
        Topic::MinutesReview => locked(
            both("صورت‌جلسه برای بررسی", "Minutes in review"),
            both(
                "سکوت به معنای موافقت است؛ بنابراین همیشه بی‌درنگ فرستاده می‌شود.",
                "Silence is consent, and so it is always sent at once.",
            ),
        ),
        Topic::Minutes => About {
            title: both("صورت‌جلسه‌های تأییدشده و پیشنهادها", "Approved minutes and remarks"),
            default: AtOnce,
            choices: WHOLE,
            locked: None,
        },
        Topic::Commitments => free(both("تعهدهای شما", "Your commitments"), AtOnce),
        Topic::Proposals => free(both("پیشنهادهای دستور جلسه", "Proposals for agendas"), Digest),
        Topic::Absences => free(both("غیبت و جانشینی", "Absences and substitutes"), AtOnce),
        Topic::Upkeep => free(both("نگهداری سامانه", "Upkeep of the system"), AtOnce),
        Topic::Account => locked(
            both("حساب کاربری", "Your account"),
            both(
                "برای امنیت حساب و به درخواست خود شما فرستاده می‌شود.",
                "Sent for your account's safety, and because you asked for it.",
            ),
        ),
        Topic::Outside => locked(
            both("طرف‌های بیرونی", "People outside"),
            both("گیرنده حساب کاربری ندارد.", "The reader has no account."),
        ),
    }
}

/// Whether people see the topic among their preferences.
pub const fn is_shown(topic: Topic) -> bool {
    !matches!(topic, Topic::Outside)
}

/// By which way somebody hears of a topic who has made this choice, or none.
pub fn channel(topic: Topic, choice: Option<Channel>, digests: bool) -> Channel {
    let about = about(topic);
    let chosen = choice
        .filter(|choice| about.choices.contains(choice))
        .unwrap_or(about.default);
    if chosen == Channel::Digest && !digests {
        Channel::AtOnce
    } else {
        chosen
    }
}

/// Whether it is kept in the application: not what lets its reader in, and not what sums up what is there.
pub const fn is_kept(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Invitation
            | Kind::PasswordReset
            | Kind::PasswordChanged
            | Kind::Digest
            | Kind::WeeklySummary
            | Kind::PartyReminded
    )
}

/// Whether somebody who hears of it for this reason has to have the right, when it is sent, to know of the thing. Not so for
/// what is their own (an account, a promise) and for the news that they have lost it.
pub const fn asks_for_right(kind: Kind, why: Why) -> bool {
    !matches!(kind, Kind::MeetingUninvited)
        && !matches!(
            why,
            Why::Account | Why::Committed | Why::Substitute | Why::Administers | Why::Party | Why::Digest
        )
}

/// Whether a digest puts it first: its reader has something to do.
#[expect(clippy::unnested_or_patterns, reason = "a table: a line for each event")]
pub const fn waits_for_reader(kind: Kind, why: Why) -> bool {
    matches!(
        (kind, why),
        (
            Kind::RequestDone | Kind::InfoAsked | Kind::ApprovalReturned,
            Why::Filed | Why::Owner
        ) | (Kind::RequestAssigned, Why::Owner | Why::Desk)
            | (Kind::RequestSubmitted, Why::Director)
            | (
                Kind::InfoAnswered | Kind::RequestDisputed | Kind::DeadlineNear | Kind::DeadlineMissed,
                Why::Owner | Why::Desk | Why::Director
            )
            | (
                Kind::ApprovalNeeded | Kind::ApprovalAgain | Kind::ApprovalReminder,
                Why::Approver | Why::Director
            )
            | (Kind::ProposalMade, Why::Prepares)
            | (Kind::PartyChased, Why::Waits)
            | (
                Kind::CommitmentDue | Kind::CommitmentLate | Kind::CommitmentMade,
                Why::Committed
            )
            | (Kind::AbsenceOver, Why::Account)
            | (Kind::RequestReopened, Why::Owner | Why::Desk)
    )
}

/// The table as text: a line for each event and reason.
pub fn table() -> String {
    let mut lines = vec![
        "| event | who hears, because | topic | by itself | can be changed | asked again when sent |".to_owned(),
        "|---|---|---|---|---|---|".to_owned(),
    ];
    for kind in Kind::ALL {
        for (why, topic) in hears(*kind) {
            let about = about(*topic);
            let changes = if about.choices.len() > 1 { "yes" } else { "no" };
            let asks = if asks_for_right(*kind, *why) { "yes" } else { "no" };
            lines.push(format!(
                "| `{kind}` | `{why}` | `{topic}` | {} | {changes} | {asks} |",
                about.default
            ));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
