//! The words around a notice, in both languages: names of facts, why a person gets it, greeting and footer.
//! The Persian follows the project's glossary.

use super::model::{Kind, Label, Why};
use super::texts::{Both, both};

/// What a kind of notice is about; names its title and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Request,
    Theme,
    Meeting,
    Commitment,
    Absence,
    Calendar,
    Webhook,
    Mail,
    Account,
}

/// What notices of this kind are about.
pub const fn subject_of(kind: Kind) -> Subject {
    match kind {
        Kind::RequestSubmitted
        | Kind::RequestReceived
        | Kind::RequestAssigned
        | Kind::InfoAsked
        | Kind::InfoAnswered
        | Kind::RequestWaiting
        | Kind::RequestResumed
        | Kind::RequestDeferred
        | Kind::RequestRejected
        | Kind::RequestDuplicate
        | Kind::RequestDone
        | Kind::RequestConfirmed
        | Kind::RequestDisputed
        | Kind::RequestWithdrawn
        | Kind::RequestReopened
        | Kind::RequestLapsed
        | Kind::ApprovalNeeded
        | Kind::ApprovalReminder
        | Kind::ApprovalAgain
        | Kind::ApprovalReopened
        | Kind::ApprovalReturned
        | Kind::ApprovalLate
        | Kind::ApprovalGranted
        | Kind::DeadlineNear
        | Kind::DeadlineMissed
        | Kind::DeadlineSummary
        | Kind::PartyReminded
        | Kind::PartyChased
        | Kind::PartySilent
        | Kind::Commented
        | Kind::Mentioned => Subject::Request,
        Kind::ThemeActed => Subject::Theme,
        Kind::MeetingScheduled
        | Kind::AgendaPublished
        | Kind::AgendaRevised
        | Kind::MeetingCancelled
        | Kind::MeetingChanged
        | Kind::MeetingPostponed
        | Kind::MeetingUninvited
        | Kind::MeetingReminder
        | Kind::ProposalMade
        | Kind::ProposalAccepted
        | Kind::ProposalPutOff
        | Kind::ProposalDeclined => Subject::Meeting,
        Kind::MinutesReview
        | Kind::MinutesChanged
        | Kind::MinutesReminder
        | Kind::MinutesRemark
        | Kind::MinutesRemarkAccepted
        | Kind::MinutesRemarkDeclined
        | Kind::MinutesApproved
        | Kind::MinutesAddendum => Subject::Meeting,
        Kind::CommitmentMade | Kind::CommitmentLate | Kind::CommitmentDue | Kind::CommitmentChanged => {
            Subject::Commitment
        }
        Kind::MayorDecided => Subject::Request,
        Kind::SubstituteNamed | Kind::AbsenceOver | Kind::RequestsReturned => Subject::Absence,
        Kind::HolidaysMissing => Subject::Calendar,
        Kind::WebhookPaused => Subject::Webhook,
        Kind::MailDrafted => Subject::Request,
        Kind::MailHeld => Subject::Mail,
        Kind::Digest | Kind::WeeklySummary | Kind::Invitation | Kind::PasswordReset | Kind::PasswordChanged => {
            Subject::Account
        }
    }
}

impl Subject {
    /// What the title is the title of.
    pub const fn title(self) -> Both {
        match self {
            Self::Request => both("درخواست", "Request"),
            Self::Theme => both("موضوع مشترک", "Theme"),
            Self::Meeting => both("جلسه", "Meeting"),
            Self::Commitment => both("تعهد", "Commitment"),
            Self::Absence => both("جانشینی", "Absence"),
            Self::Calendar => both("تقویم کاری", "Working calendar"),
            Self::Webhook => both("وب‌هوک", "Webhook"),
            Self::Mail => both("نامه", "Mail"),
            Self::Account => both("حساب کاربری", "Account"),
        }
    }

    /// What the number is the number of.
    pub const fn number(self) -> Both {
        match self {
            Self::Request => both("شمارهٔ پیگیری", "Request number"),
            Self::Meeting => both("شمارهٔ جلسه", "Meeting number"),
            Self::Theme
            | Self::Commitment
            | Self::Absence
            | Self::Calendar
            | Self::Webhook
            | Self::Mail
            | Self::Account => both("شماره", "Number"),
        }
    }
}

/// The name of a fact.
pub const fn label(label: Label) -> Both {
    match label {
        Label::Unit => both("واحد درخواست‌کننده", "Requesting unit"),
        Label::Category => both("موضوع", "Category"),
        Label::Filer => both("درخواست‌کننده", "Requester"),
        Label::Desk => both("میز", "Desk"),
        Label::Owner => both("مسئول اقدام", "Owner"),
        Label::Priority => both("اولویت", "Priority"),
        Label::Amount => both("مبلغ", "Amount"),
        Label::Deadline => both("مهلت اقدام", "Deadline"),
        Label::WaitingFor => both("در انتظار", "Waiting for"),
        Label::ChaseOn => both("تاریخ پیگیری بعدی", "Next reminder"),
        Label::DeferredTo => both("موکول به", "Deferred to"),
        Label::SameAs => both("درخواست اصلی", "Original request"),
        Label::TurnTo => both("مرجع پیگیری", "Where to turn next"),
        Label::AnswerBy => both("مهلت پاسخ", "Please answer by"),
        Label::Step => both("مرحلهٔ تأیید", "Approval step"),
        Label::WaitsSince => both("در انتظار از", "Waiting since"),
        Label::Measured => both("مهلت برای", "Deadline for"),
        Label::Year => both("سال", "Year"),
        Label::Overdue => both("دارای تأخیر", "Overdue"),
        Label::DueSoon => both("مهلت رو به پایان", "Due soon"),
        Label::Waiting => both("در انتظار طرف‌های دیگر", "Waiting for others"),
        Label::Meeting => both("جلسه", "Meeting"),
        Label::StartsAt => both("زمان", "Time"),
        Label::Place => both("مکان برگزاری", "Place"),
        Label::FormerTime => both("زمان پیشین", "Time before"),
        Label::FormerPlace => both("مکان پیشین", "Place before"),
        Label::Chair => both("رئیس جلسه", "Chair"),
        Label::AgendaItems => both("شمار بندها", "Agenda items"),
        Label::Revision => both("ویرایش", "Revision"),
        Label::ProposedItem => both("بند پیشنهادی", "Proposed item"),
        Label::ProposingUnit => both("واحد پیشنهاددهنده", "Proposed by unit"),
        Label::RequestNumber => both("شمارهٔ پیگیری", "Request number"),
        Label::HeldOn => both("تاریخ برگزاری", "Held on"),
        Label::ObjectBy => both("مهلت اظهار نظر", "Object by"),
        Label::TextVersion => both("نسخهٔ متن", "Version of the text"),
        Label::Paragraph => both("بند", "Item"),
        Label::Fingerprint => both("شناسهٔ محتوا (SHA-256)", "Fingerprint (SHA-256)"),
        Label::VerifyAt => both("نشانی راستی‌آزمایی", "Check it at"),
        Label::Addendum => both("شمارهٔ اصلاحیه", "Addendum"),
        Label::DueOn => both("موعد", "Due"),
        Label::FirstDueOn => both("نخستین موعد", "First due"),
        Label::Standing => both("وضعیت تعهد", "Standing"),
        Label::DaysLate => both("روزهای تأخیر", "Days late"),
        Label::FiledInWeek => both("ثبت‌شده در هفته", "Filed in the week"),
        Label::ClosedInWeek => both("پایان‌یافته در هفته", "Ended in the week"),
        Label::OpenRequests => both("درخواست‌های باز", "Open requests"),
        Label::InTriage => both("در انتظار بررسی و ارجاع", "Waiting in triage"),
        Label::BrokenPromises => both("تعهدهای عمل‌نشده در موعد", "Commitments past their day"),
        Label::MeetingsInWeek => both("جلسه‌های هفتهٔ پیش رو", "Meetings in the coming week"),
        Label::Absent => both("همکار غایب", "Who is away"),
        Label::Substitute => both("جانشین", "Substitute"),
        Label::InPlaceOf => both("به جانشینی از", "In place of"),
        Label::FirstDay => both("نخستین روز", "First day"),
        Label::LastDay => both("آخرین روز", "Last day"),
        Label::Requests => both("شمار درخواست‌ها", "Requests"),
        Label::Numbers => both("شماره‌های پیگیری", "Request numbers"),
        Label::HeldMails => both("شمار نامه‌ها", "Mails"),
        Label::Webhook => both("نام وب‌هوک", "Webhook"),
        Label::Tries => both("شمار تلاش‌ها", "Tries"),
        Label::SignInAs => both("نام کاربری", "Sign in as"),
        Label::ExpiresAt => both("اعتبار پیوند تا", "Link valid until"),
        Label::HappenedAt => both("زمان رویداد", "When"),
        Label::ReadBy => both("خوانندگان", "Read by"),
    }
}

/// Why this person gets this mail: a whole sentence.
pub const fn why(why: Why) -> Both {
    match why {
        Why::Filed => both(
            "این پیام برای شما فرستاده شد، زیرا این درخواست را شما ثبت کرده‌اید.",
            "You get this mail because you filed this request.",
        ),
        Why::Owner => both(
            "این پیام برای شما فرستاده شد، زیرا مسئول اقدام این درخواست هستید.",
            "You get this mail because you are the owner of this request.",
        ),
        Why::Desk => both(
            "این پیام برای شما فرستاده شد، زیرا عضو میزی هستید که درخواست به آن ارجاع شده است.",
            "You get this mail because you belong to the desk this request was assigned to.",
        ),
        Why::Director => both(
            "این پیام برای شما فرستاده شد، زیرا بررسی و ارجاع درخواست‌ها با شماست.",
            "You get this mail because triage and routing are in your hands.",
        ),
        Why::Approver => both(
            "این پیام برای شما فرستاده شد، زیرا تصمیم‌گیری دربارهٔ این درخواست با شماست.",
            "You get this mail because the decision on this request is yours.",
        ),
        Why::Deadlines => both(
            "این پیام برای شما فرستاده شد، زیرا رسیدگی به این درخواست‌ها با شماست.",
            "You get this mail because these requests are in your hands.",
        ),
        Why::Theme => both(
            "این پیام برای شما فرستاده شد، زیرا چند درخواست از این موضوع به شما مربوط است.",
            "You get this mail because several requests of this theme concern you.",
        ),
        Why::Waits => both(
            "این پیام برای شما فرستاده شد، زیرا این درخواست را شما در انتظار گذاشته‌اید.",
            "You get this mail because you put this request in waiting.",
        ),
        Why::Party => both(
            "این پیام برای شما فرستاده شد، زیرا ادامهٔ این کار به پاسخ شما وابسته است و نشانی شما برای پیگیری داده شده است.",
            "You get this mail because this work depends on your answer and your address was given for reminders.",
        ),
        Why::Watching => both(
            "این پیام برای شما فرستاده شد، زیرا این درخواست را دنبال می‌کنید.",
            "You get this mail because you watch this request.",
        ),
        Why::Mentioned => both(
            "این پیام برای شما فرستاده شد، زیرا در یادداشت از شما نام برده شده است.",
            "You get this mail because the comment mentions you.",
        ),
        Why::Invited => both(
            "این پیام برای شما فرستاده شد، زیرا به این جلسه دعوت شده‌اید.",
            "You get this mail because you are invited to this meeting.",
        ),
        Why::Prepares => both(
            "این پیام برای شما فرستاده شد، زیرا تهیهٔ دستور جلسه‌ها با شماست.",
            "You get this mail because preparing meetings is in your hands.",
        ),
        Why::Proposed => both(
            "این پیام برای شما فرستاده شد، زیرا این بند را شما پیشنهاد کرده‌اید.",
            "You get this mail because you proposed this item.",
        ),
        Why::Attended => both(
            "این پیام برای شما فرستاده شد، زیرا حضور شما یا نمایندهٔ شما در این جلسه ثبت شده است.",
            "You get this mail because you are recorded as having attended this meeting, or as represented in it.",
        ),
        Why::KeepsMinutes => both(
            "این پیام برای شما فرستاده شد، زیرا تنظیم صورت‌جلسه با شماست.",
            "You get this mail because keeping the minutes is in your hands.",
        ),
        Why::Committed => both(
            "این پیام برای شما فرستاده شد، زیرا این تعهد به نام شما ثبت شده است.",
            "You get this mail because this commitment is in your name.",
        ),
        Why::Substitute => both(
            "این پیام برای شما فرستاده شد، زیرا به جانشینی شما در غیبت همکارتان مربوط است.",
            "You get this mail because it concerns your standing in for a colleague.",
        ),
        Why::Administers => both(
            "این پیام برای شما فرستاده شد، زیرا نگهداری سامانه با شماست.",
            "You get this mail because keeping the system is in your hands.",
        ),
        Why::Digest => both(
            "این پیام بنا به تنظیمات شما در روزهای کاری فرستاده می‌شود.",
            "You get this message on working days, by your own preferences.",
        ),
        Why::WroteMail => both(
            "این پیام برای شما فرستاده شد، زیرا نامه‌ای از نشانی شما رسیده است.",
            "You get this mail because a mail from your address has come in.",
        ),
        Why::Account => both(
            "این پیام برای شما فرستاده شد، زیرا به حساب کاربری شما مربوط است.",
            "You get this mail because it concerns your account.",
        ),
    }
}

/// Goes before the name of who is away, in the mail to their substitute.
pub const IN_PLACE_OF: Both = both("این پیام به جانشینی از", "You get this mail in place of");
/// Goes after it.
pub const IS_AWAY: Both = both("برای شما فرستاده شده است.", "who is away.");

/// Name of the system, as the mail's head shows it.
pub const NAME: Both = both("هماهنگ", "Hamahang");
/// Who writes, in the footer.
pub const SIGNATURE: Both = both(
    "هماهنگ، سامانهٔ پیگیری درخواست‌های روابط عمومی",
    "Hamahang, request tracking for public relations",
);
/// Above what a digest puts first, and above the rest.
pub const WAITS_FOR_YOU: Both = both("در انتظار شما", "Waits for you");
pub const OTHER_NEWS: Both = both("خبرهای دیگر", "Other news");
/// Where people choose how they hear.
pub const PREFERENCES: Both = both("تنظیمات پیام‌ها", "Preferences");
/// Goes before the person's name.
pub const GREETING: Both = both("همکار گرامی،", "Dear");
/// Goes after it.
pub const AFTER_NAME: Both = both("", ",");
/// Goes before an address that could not be clicked.
pub const LINK_BELOW: Both = both(
    "اگر دکمه باز نشد، این نشانی را در مرورگر وارد کنید:",
    "If the button does not work, open this address:",
);
/// Goes with a link that lets its holder in.
pub const SECRET: Both = both(
    "این پیوند یک‌بارمصرف و ویژهٔ شماست؛ آن را برای کسی نفرستید.",
    "This link works once and is meant for you alone: please do not pass it on.",
);
/// Goes with a link that speaks for its holder, as often as they like.
pub const YOURS: Both = both(
    "این پیوند ویژهٔ شماست؛ آن را برای کسی نفرستید.",
    "This link is meant for you alone: please do not pass it on.",
);
/// The mail's last line.
pub const AUTOMATIC: Both = both(
    "این پیام به‌صورت خودکار ارسال شده است.",
    "This message was sent automatically.",
);
