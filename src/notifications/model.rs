//! What a notice says and to whom: plain data. Notices know no requests and no meetings; whoever sends one
//! hands over words, dates and a link, and so this slice can sit to the left of all that use it.

use chrono::NaiveDate;

use crate::accounts::Person;
use crate::clock::Timestamp;
use crate::error::Locale;
use crate::ids::{MeetingId, RequestId, ThemeId, UserId};

crate::text_enum! {
    /// What happened. The word is also the first part of the mail's Message-ID.
    pub enum Kind {
        /// To the director: something new waits in triage.
        RequestSubmitted = "request_submitted",
        /// To the filer: it has arrived and has a number.
        RequestReceived = "request_received",
        /// To the owner or the desk, and to the filer.
        RequestAssigned = "request_assigned",
        /// To the filer: a question has to be answered first.
        InfoAsked = "info_asked",
        /// To whoever asked: the answer is there.
        InfoAnswered = "info_answered",
        /// To the filer: work waits for somebody else.
        RequestWaiting = "request_waiting",
        /// To the filer: the wait is over.
        RequestResumed = "request_resumed",
        /// To the filer: put off to a date or a meeting.
        RequestDeferred = "request_deferred",
        /// To the filer: refused, with the reason.
        RequestRejected = "request_rejected",
        /// To the filer: goes on under another number.
        RequestDuplicate = "request_duplicate",
        /// To the filer: the owner calls it done; confirm or dispute.
        RequestDone = "request_done",
        /// To the owner: the filer agrees.
        RequestConfirmed = "request_confirmed",
        /// To the owner and the director: the filer does not agree.
        RequestDisputed = "request_disputed",
        /// To the owner: the filer has taken it back.
        RequestWithdrawn = "request_withdrawn",
        /// To all concerned: it is open again.
        RequestReopened = "request_reopened",
        /// To the filer: closed because no answer came in time.
        RequestLapsed = "request_lapsed",
        /// To one person: what was done to several of their requests, which have one theme.
        ThemeActed = "theme_acted",
        /// To who decides the step that has opened: a link to the page that asks.
        ApprovalNeeded = "approval_needed",
        /// To who decides: it still waits.
        ApprovalReminder = "approval_reminder",
        /// To who had decided and is to decide again, for amount or scope has changed.
        ApprovalAgain = "approval_again",
        /// To who had decided at a later step: amount or scope has changed, and it counts no more.
        ApprovalReopened = "approval_reopened",
        /// To the owner: it was sent back to its filer to be changed.
        ApprovalReturned = "approval_returned",
        /// To the director: it has waited too long.
        ApprovalLate = "approval_late",
        /// To the filer and the owner: every step has passed.
        ApprovalGranted = "approval_granted",
        /// To who has it in hand: three quarters of the time are used.
        DeadlineNear = "deadline_near",
        /// To who has it in hand, and later to the director: the time is over.
        DeadlineMissed = "deadline_missed",
        /// To one person: all that came due together.
        DeadlineSummary = "deadline_summary",
        /// To somebody outside: their answer is waited for.
        PartyReminded = "party_reminded",
        /// To who put it in waiting: the party has not answered.
        PartyChased = "party_chased",
        /// To the director: reminding the party has not helped.
        PartySilent = "party_silent",
        /// To the director: the coming year has no lunar holidays yet.
        HolidaysMissing = "holidays_missing",
        /// To both sides and the watchers: somebody has commented.
        Commented = "commented",
        /// To who is mentioned in a comment.
        Mentioned = "mentioned",
        /// To the invited.
        MeetingScheduled = "meeting_scheduled",
        /// To the invited.
        AgendaPublished = "agenda_published",
        /// To the invited: a numbered revision, and how it differs from the one before.
        AgendaRevised = "agenda_revised",
        /// To who prepares the meeting: a unit proposes an item.
        ProposalMade = "proposal_made",
        /// To who proposed it.
        ProposalAccepted = "proposal_accepted",
        /// To who proposed it: it waits for the next meeting.
        ProposalPutOff = "proposal_put_off",
        /// To who proposed it.
        ProposalDeclined = "proposal_declined",
        /// To the invited.
        MeetingCancelled = "meeting_cancelled",
        /// To the invited: another time or place.
        MeetingChanged = "meeting_changed",
        /// To the invited: not at that time; when is not known yet.
        MeetingPostponed = "meeting_postponed",
        /// To who was taken from the list.
        MeetingUninvited = "meeting_uninvited",
        /// To who may come: it is near.
        MeetingReminder = "meeting_reminder",
        /// To who attended: the minutes are in review; silence consents.
        MinutesReview = "minutes_review",
        /// To who attended: a remark has changed the text, and the days begin anew.
        MinutesChanged = "minutes_changed",
        /// To who attended: the last day to object is near.
        MinutesReminder = "minutes_reminder",
        /// To who keeps the minutes: an attendee has objected, or proposes a change.
        MinutesRemark = "minutes_remark",
        /// To the remark's author: the text was changed.
        MinutesRemarkAccepted = "minutes_remark_accepted",
        /// To the remark's author: the text stays, with the reason.
        MinutesRemarkDeclined = "minutes_remark_declined",
        /// To who attended: the minutes are approved.
        MinutesApproved = "minutes_approved",
        /// To who attended: approved minutes are corrected.
        MinutesAddendum = "minutes_addendum",
        /// To who promised.
        CommitmentMade = "commitment_made",
        /// To who promised, and to the director.
        CommitmentLate = "commitment_late",
        /// To who promised: its day is near, or has come.
        CommitmentDue = "commitment_due",
        /// To who promised: somebody else has kept, moved, dropped or taken it back.
        CommitmentChanged = "commitment_changed",
        /// To both sides of a request: what came of it in the meeting with the mayor.
        MayorDecided = "mayor_decided",
        /// To who stands in for somebody who is away, and to that person.
        SubstituteNamed = "substitute_named",
        /// To who is back: what is still with the substitute.
        AbsenceOver = "absence_over",
        /// To the substitute, or to who is back: requests go back.
        RequestsReturned = "requests_returned",
        /// To administrators: a webhook fails, and is sent to no more.
        WebhookPaused = "webhook_paused",
        /// To one person, on working mornings: what there was for them that did not come at once.
        Digest = "digest",
        /// To the director, once a week: how everything stands.
        WeeklySummary = "weekly_summary",
        /// To who wrote a mail that answers nothing: it is a draft.
        MailDrafted = "mail_drafted",
        /// To the director: mail that came in waits to be looked at.
        MailHeld = "mail_held",
        /// To a new person: choose a password.
        Invitation = "invitation",
        /// To the account's holder, who asked for it or not.
        PasswordReset = "password_reset",
        /// To the account's holder.
        PasswordChanged = "password_changed",
    }
}

crate::text_enum! {
    /// Why a person gets a notice; the mail's footer says it.
    pub enum Why {
        /// Filed the request.
        Filed = "filed",
        /// Answers for the request.
        Owner = "owner",
        /// Sits at the desk that the request went to.
        Desk = "desk",
        /// Directs communications, or stands in for who does.
        Director = "director",
        /// Decides a step of an approval.
        Approver = "approver",
        /// Has several requests in hand, whose time runs out.
        Deadlines = "deadlines",
        /// Is concerned by several requests of a theme.
        Theme = "theme",
        /// Put the request in waiting.
        Waits = "waits",
        /// Is waited for, and no user.
        Party = "party",
        /// Follows the request.
        Watching = "watching",
        /// Is mentioned in the comment.
        Mentioned = "mentioned",
        /// Is invited to the meeting.
        Invited = "invited",
        /// Prepares meetings.
        Prepares = "prepares",
        /// Has proposed an item for the agenda.
        Proposed = "proposed",
        /// Attended the meeting, or was represented.
        Attended = "attended",
        /// Keeps the minutes.
        KeepsMinutes = "keeps_minutes",
        /// Made the promise.
        Committed = "committed",
        /// Stands in for somebody who is away.
        Substitute = "substitute",
        /// Keeps the system.
        Administers = "administers",
        /// Wrote the mail that came in.
        WroteMail = "wrote_mail",
        /// Holds the account.
        Account = "account",
        /// Has it sent by their own setting.
        Digest = "digest",
    }
}

crate::text_enum! {
    /// The name of a fact; `words` has it in both languages.
    pub enum Label {
        Unit = "unit",
        Category = "category",
        Filer = "filer",
        Desk = "desk",
        Owner = "owner",
        Priority = "priority",
        Amount = "amount",
        Deadline = "deadline",
        WaitingFor = "waiting_for",
        ChaseOn = "chase_on",
        DeferredTo = "deferred_to",
        SameAs = "same_as",
        /// Where the filer may turn after a refusal.
        TurnTo = "turn_to",
        /// The last day to confirm or dispute.
        AnswerBy = "answer_by",
        /// Which step of an approval, and whom it asks.
        Step = "step",
        /// Since when it waits.
        WaitsSince = "waits_since",
        /// Which clock it is about.
        Measured = "measured",
        /// A year of the calendar.
        Year = "year",
        /// How many are overdue, nearly due, waiting.
        Overdue = "overdue",
        DueSoon = "due_soon",
        Waiting = "waiting",
        Meeting = "meeting",
        StartsAt = "starts_at",
        Place = "place",
        /// The time and the place that it had before.
        FormerTime = "former_time",
        FormerPlace = "former_place",
        Chair = "chair",
        /// How many lines the agenda has.
        AgendaItems = "agenda_items",
        /// Which time the agenda is published.
        Revision = "revision",
        /// What a unit wants on the agenda, which unit, and of which request.
        ProposedItem = "proposed_item",
        ProposingUnit = "proposing_unit",
        RequestNumber = "request_number",
        /// The meeting's day.
        HeldOn = "held_on",
        /// The last day to object to minutes.
        ObjectBy = "object_by",
        /// Which version of the text.
        TextVersion = "text_version",
        /// Which line of the minutes.
        Paragraph = "paragraph",
        /// The hash of approved minutes.
        Fingerprint = "fingerprint",
        /// Where that can be checked.
        VerifyAt = "verify_at",
        /// The number of a correction.
        Addendum = "addendum",
        DueOn = "due_on",
        FirstDueOn = "first_due_on",
        DaysLate = "days_late",
        /// What has become of a promise.
        Standing = "standing",
        /// How many requests were filed, and ended, in a week; how many are open, and wait in triage.
        FiledInWeek = "filed_in_week",
        ClosedInWeek = "closed_in_week",
        OpenRequests = "open_requests",
        InTriage = "in_triage",
        /// How many promises are past their day, and how many meetings are near.
        BrokenPromises = "broken_promises",
        MeetingsInWeek = "meetings_in_week",
        /// Who is away.
        Absent = "absent",
        /// Who stands in.
        Substitute = "substitute",
        /// In whose place the owner has it.
        InPlaceOf = "in_place_of",
        FirstDay = "first_day",
        LastDay = "last_day",
        /// How many requests.
        Requests = "requests",
        /// Their numbers.
        Numbers = "numbers",
        /// How many mails wait to be looked at.
        HeldMails = "held_mails",
        /// What a webhook is called, and how often it was tried.
        Webhook = "webhook",
        Tries = "tries",
        SignInAs = "sign_in_as",
        ExpiresAt = "expires_at",
        HappenedAt = "happened_at",
        /// Who reads a comment, when not everybody concerned.
        ReadBy = "read_by",
    }
}

/// A fact's value; each language shows it in its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A name or a short text, in any direction.
    Text(String),
    /// A day: Jalali in Persian mails, ISO 8601 in English ones.
    Date(NaiveDate),
    /// An instant, shown in Tehran time.
    Time(Timestamp),
    /// An amount in Rials.
    Rials(i64),
    /// A count.
    Number(i64),
    /// A Jalali year.
    Year(i32),
    /// Numbers of requests such as `1405-0042`, in the reader's digits.
    Numbers(String),
    /// What reads left to right in any language and keeps its digits: a telephone, an address.
    Ltr(String),
}

/// One line of what the reader should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: Label,
    pub value: Value,
}

impl Fact {
    /// A fact from its parts.
    pub fn new(label: Label, value: Value) -> Self {
        Self { label, value }
    }
}

/// A thing that notices are about, by its id; who may know of it says whoever keeps such things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    Request(RequestId),
    /// What desk and director say among themselves about a request.
    RequestInternally(RequestId),
    /// An approval of a request: who is asked to decide, or has decided, knows of it.
    Approval(RequestId),
    Theme(ThemeId),
    Meeting(MeetingId),
}

impl Thing {
    /// Never changes: `request-42`. The conversation's root Message-ID is made of it.
    pub fn key(self) -> String {
        match self {
            Self::Request(id) | Self::RequestInternally(id) | Self::Approval(id) => format!("request-{id}"),
            Self::Theme(id) => format!("theme-{id}"),
            Self::Meeting(id) => format!("meeting-{id}"),
        }
    }

    /// As it is kept: a kind and an id.
    pub fn parts(self) -> (ThingKind, i64) {
        match self {
            Self::Request(id) => (ThingKind::Request, id.0),
            Self::RequestInternally(id) => (ThingKind::RequestInternally, id.0),
            Self::Approval(id) => (ThingKind::Approval, id.0),
            Self::Theme(id) => (ThingKind::Theme, id.0),
            Self::Meeting(id) => (ThingKind::Meeting, id.0),
        }
    }

    /// From what is kept.
    pub fn of(kind: ThingKind, id: i64) -> Self {
        match kind {
            ThingKind::Request => Self::Request(RequestId(id)),
            ThingKind::RequestInternally => Self::RequestInternally(RequestId(id)),
            ThingKind::Approval => Self::Approval(RequestId(id)),
            ThingKind::Theme => Self::Theme(ThemeId(id)),
            ThingKind::Meeting => Self::Meeting(MeetingId(id)),
        }
    }
}

crate::text_enum! {
    /// What kind of thing.
    pub enum ThingKind {
        Request = "request",
        RequestInternally = "request_internally",
        Approval = "approval",
        Theme = "theme",
        Meeting = "meeting",
    }
}

/// What a notice is about; all its mails make one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    pub about: Thing,
    /// What people see: `1405-0042`. Empty when it has no number.
    pub label: String,
    /// The title, as somebody typed it.
    pub title: String,
}

/// One event, told to one or more people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: Kind,
    pub thread: Option<Thread>,
    /// Who did it, for people to read.
    pub actor: Option<String>,
    pub facts: Vec<Fact>,
    /// What that person wrote: the reason, the question, the answer.
    pub quote: Option<String>,
    /// Absolute `http(s)` address of the button.
    pub link: Option<String>,
    /// The link itself lets its holder in (invitation, reset).
    pub secret_link: bool,
}

/// Who a mail goes to, and in which language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub user_id: UserId,
    pub name: String,
    pub email: String,
    pub locale: Locale,
    pub why: Why,
}

impl Recipient {
    /// A person as the reader of a mail.
    pub fn new(person: &Person, why: Why) -> Self {
        Self {
            user_id: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            locale: person.locale,
            why,
        }
    }
}
