//! What each kind of notice says, in both languages: one entry per kind, matched exhaustively, so that a new
//! kind without a text does not build. Refusals are worded softly («با درخواست موافقت نشد»), as the glossary asks.

use super::model::{Kind, Why};
use super::{
    absence_texts, agenda_texts, commitment_texts, deadline_texts, digest_texts, incoming_texts, meeting_texts,
    minutes_texts, theme_texts, webhook_texts,
};
use crate::error::Locale;

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    pub fa: &'static str,
    pub en: &'static str,
}

/// A text in both languages.
pub const fn both(fa: &'static str, en: &'static str) -> Both {
    Both { fa, en }
}

impl Both {
    /// The text in one of them.
    pub const fn text(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fa => self.fa,
            Locale::En => self.en,
        }
    }
}

/// The colour a notice's headline has; never the only sign, the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    Neutral,
    /// Under way.
    Active,
    /// Waiting, or waiting for the reader.
    Waiting,
    /// Finished well.
    Done,
    /// Refused, returned or late.
    Returned,
}

/// All that one kind of notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    pub tone: Tone,
    /// In the subject and above the title.
    pub headline: Both,
    /// The first sentence: what happened, and what the reader should do.
    pub lead: Both,
    /// The button; says what it opens, never decides anything.
    pub button: Both,
    /// The label of who did it.
    pub by: Both,
    /// The label of what that person wrote.
    pub quote: Both,
}

pub(super) const SEE_REQUEST: Both = both("دیدن درخواست", "See the request");
pub(super) const SEE_MEETING: Both = both("دیدن جلسه", "See the meeting");
const SEE_COMMITMENT: Both = both("دیدن تعهد", "See the commitment");
pub(super) const SIGN_IN: Both = both("ورود به سامانه", "Sign in");

const DECIDE: Both = both("بررسی و تصمیم‌گیری", "Review and decide");

const ASKED_BY: Both = both("درخواست‌کنندهٔ تأیید", "Asked by");
pub(super) const BY: Both = both("اقدام‌کننده", "By");
const DECIDED_BY: Both = both("تصمیم‌گیرنده", "Decided by");
const FILED_BY: Both = both("درخواست‌کننده", "Requester");

const WRITTEN_BY: Both = both("نویسنده", "Written by");
pub(super) const COMMENT: Both = both("یادداشت", "Comment");
pub(super) const NOTE: Both = both("یادداشت", "Note");
pub(super) const REASON: Both = both("دلیل", "Reason");

/// The texts of a notice for a reader of this standing.
pub const fn texts(kind: Kind, why: Why) -> Texts {
    let texts = texts_of(kind, why);
    match (why, watched(kind)) {
        (Why::Watching, Some((headline, lead))) => Texts {
            headline,
            lead,
            button: SEE_REQUEST,
            ..texts
        },
        _ => texts,
    }
}

/// Headline and lead for who only follows a request, where the usual ones speak to who has to do something.
const fn watched(kind: Kind) -> Option<(Both, Both)> {
    Some(match kind {
        Kind::RequestReceived | Kind::RequestSubmitted => (
            both("درخواست ثبت شد", "Request filed"),
            both(
                "درخواستی که دنبال می‌کنید ثبت شد و در انتظار بررسی است.",
                "A request that you watch has been filed and waits for triage.",
            ),
        ),
        Kind::InfoAsked => (
            both("نیازمند تکمیل اطلاعات", "Information needed"),
            both(
                "دربارهٔ درخواستی که دنبال می‌کنید از درخواست‌کننده پرسشی شد؛ تا دریافت پاسخ، اقدام متوقف می‌ماند.",
                "The requester of a request that you watch was asked something; work stands still until the answer is there.",
            ),
        ),
        Kind::InfoAnswered => (
            both("اطلاعات تکمیل شد", "Information supplied"),
            both(
                "درخواست‌کننده به پرسش پاسخ داد و درخواستی که دنبال می‌کنید دوباره در جریان است.",
                "The requester has answered, and a request that you watch is under way again.",
            ),
        ),
        Kind::RequestRejected => (
            both("با درخواست موافقت نشد", "Request not approved"),
            both(
                "پس از بررسی، با درخواستی که دنبال می‌کنید موافقت نشد. دلیل این تصمیم در ادامه آمده است.",
                "After review, a request that you watch was not approved. The reason for this decision is given below.",
            ),
        ),
        Kind::RequestDone => (
            both("انجام درخواست اعلام شد", "Reported as done"),
            both(
                "مسئول اقدام، درخواستی را که دنبال می‌کنید انجام‌شده اعلام کرد؛ اکنون نوبت تأیید درخواست‌کننده است.",
                "The owner reports a request that you watch as done; it is for the requester to confirm.",
            ),
        ),
        _ => return None,
    })
}

#[expect(clippy::too_many_lines, reason = "a catalogue: one entry per kind")]
const fn texts_of(kind: Kind, why: Why) -> Texts {
    match kind {
        Kind::RequestSubmitted => Texts {
            tone: Tone::Active,
            headline: both("درخواست تازه", "New request"),
            lead: both(
                "درخواست تازه‌ای ثبت شده است و برای بررسی و ارجاع در انتظار شماست.",
                "A new request has been filed and waits for you in triage.",
            ),
            button: both("بررسی درخواست", "Review the request"),
            by: FILED_BY,
            quote: both("شرح", "Description"),
        },
        Kind::RequestReceived => Texts {
            tone: Tone::Active,
            headline: both("درخواست ثبت شد", "Request received"),
            lead: both(
                "درخواست شما دریافت و با شمارهٔ پیگیری زیر ثبت شد. هر گام بعدی را با همین پیام‌ها به آگاهی شما می‌رسانیم.",
                "Your request has arrived and is registered under the number below. You will be told of every step by e-mail.",
            ),
            button: SEE_REQUEST,
            by: FILED_BY,
            quote: both("شرح", "Description"),
        },
        Kind::RequestAssigned => Texts {
            tone: Tone::Active,
            headline: both("ارجاع درخواست", "Request assigned"),
            lead: assigned(why),
            button: SEE_REQUEST,
            by: both("ارجاع‌دهنده", "Assigned by"),
            quote: both("دستور ارجاع", "Instruction"),
        },
        Kind::InfoAsked => Texts {
            tone: Tone::Waiting,
            headline: both("نیازمند تکمیل اطلاعات", "Information needed"),
            lead: both(
                "برای ادامهٔ بررسی درخواست شما به اطلاعات بیشتری نیاز است. لطفاً به پرسش زیر پاسخ دهید؛ تا دریافت پاسخ، اقدام متوقف می‌ماند.",
                "More information is needed before work on your request can go on. Please answer the question below; work stands still until you do.",
            ),
            button: both("تکمیل اطلاعات", "Answer the question"),
            by: both("پرسش‌کننده", "Asked by"),
            quote: both("پرسش", "Question"),
        },
        Kind::InfoAnswered => Texts {
            tone: Tone::Active,
            headline: both("اطلاعات تکمیل شد", "Information supplied"),
            lead: both(
                "درخواست‌کننده به پرسش شما پاسخ داد و درخواست دوباره در جریان است.",
                "The requester has answered your question and the request is under way again.",
            ),
            button: SEE_REQUEST,
            by: both("پاسخ‌دهنده", "Answered by"),
            quote: both("پاسخ", "Answer"),
        },
        Kind::RequestWaiting => Texts {
            tone: Tone::Waiting,
            headline: both("درخواست در انتظار", "Request waiting"),
            lead: both(
                "ادامهٔ اقدام به پاسخ دیگری وابسته است و درخواست تا دریافت آن در انتظار می‌ماند.",
                "Work depends on somebody else's answer, and the request waits until it comes.",
            ),
            button: SEE_REQUEST,
            by: BY,
            quote: both("دلیل انتظار", "Reason for waiting"),
        },
        Kind::RequestResumed => Texts {
            tone: Tone::Active,
            headline: both("ازسرگیری اقدام", "Work resumed"),
            lead: both(
                "انتظار به پایان رسید و اقدام دربارهٔ این درخواست از سر گرفته شد.",
                "The wait is over and work on this request goes on.",
            ),
            button: SEE_REQUEST,
            by: BY,
            quote: NOTE,
        },
        Kind::RequestDeferred => Texts {
            tone: Tone::Waiting,
            headline: both("درخواست موکول شد", "Request deferred"),
            lead: both(
                "رسیدگی به این درخواست به زمان دیگری موکول شد. دلیل آن در ادامه آمده است.",
                "This request has been put off to a later time. The reason is given below.",
            ),
            button: SEE_REQUEST,
            by: DECIDED_BY,
            quote: both("دلیل موکول شدن", "Reason for deferring"),
        },
        Kind::RequestRejected => Texts {
            tone: Tone::Returned,
            headline: both("با درخواست موافقت نشد", "Request not approved"),
            lead: both(
                "پس از بررسی، با درخواست شما موافقت نشد. دلیل این تصمیم در ادامه آمده است.",
                "After review, your request was not approved. The reason for this decision is given below.",
            ),
            button: SEE_REQUEST,
            by: DECIDED_BY,
            quote: both("دلیل", "Reason"),
        },
        Kind::RequestDuplicate => Texts {
            tone: Tone::Neutral,
            headline: both("درخواست تکراری", "Duplicate request"),
            lead: both(
                "این درخواست با درخواست دیگری یکسان شناخته شد و پیگیری آن ذیل همان درخواست ادامه می‌یابد.",
                "This request was found to be the same as another one, and is followed up there.",
            ),
            button: SEE_REQUEST,
            by: DECIDED_BY,
            quote: REASON,
        },
        Kind::RequestDone => Texts {
            tone: Tone::Waiting,
            headline: both("انجام شد؛ در انتظار تأیید شما", "Done: please confirm"),
            lead: both(
                "مسئول اقدام، این درخواست را انجام‌شده اعلام کرده است. لطفاً انجام آن را تأیید کنید یا، اگر کار ناتمام است، با ذکر دلیل اعلام فرمایید. اگر تا پایان مهلت پاسخ نظری اعلام نشود، درخواست مختومه خواهد شد.",
                "The owner reports this request as done. Please confirm it or, if something is missing, say what. Without an answer in time it will be closed.",
            ),
            button: both("تأیید یا اعلام ناتمامی", "Confirm or dispute"),
            by: both("مسئول اقدام", "Owner"),
            quote: both("شرح اقدام", "What was done"),
        },
        Kind::RequestConfirmed => Texts {
            tone: Tone::Done,
            headline: both("درخواست مختومه شد", "Request closed"),
            lead: both(
                "درخواست‌کننده انجام این درخواست را تأیید کرد و درخواست مختومه شد.",
                "The requester has confirmed that this request is done, and it is closed.",
            ),
            button: SEE_REQUEST,
            by: both("تأییدکننده", "Confirmed by"),
            quote: NOTE,
        },
        Kind::RequestDisputed => Texts {
            tone: Tone::Returned,
            headline: both("انجام درخواست تأیید نشد", "Not confirmed as done"),
            lead: both(
                "درخواست‌کننده انجام این درخواست را تأیید نکرد. درخواست بازگشایی شد و در دستور جلسهٔ بعد قرار می‌گیرد.",
                "The requester does not agree that this request is done. It is open again and goes on the next agenda.",
            ),
            button: SEE_REQUEST,
            by: FILED_BY,
            quote: REASON,
        },
        Kind::RequestWithdrawn => Texts {
            tone: Tone::Neutral,
            headline: both("انصراف درخواست‌کننده", "Request withdrawn"),
            lead: both(
                "درخواست‌کننده از این درخواست انصراف داد؛ اقدام دیگری لازم نیست.",
                "The requester has withdrawn this request; nothing more needs to be done.",
            ),
            button: SEE_REQUEST,
            by: FILED_BY,
            quote: REASON,
        },
        Kind::RequestReopened => Texts {
            tone: Tone::Active,
            headline: both("بازگشایی درخواست", "Request reopened"),
            lead: both(
                "این درخواست بازگشایی شد و دوباره در جریان اقدام قرار گرفت.",
                "This request has been reopened and is under way again.",
            ),
            button: SEE_REQUEST,
            by: BY,
            quote: both("دلیل بازگشایی", "Reason for reopening"),
        },
        Kind::RequestLapsed => Texts {
            tone: Tone::Done,
            headline: both(
                "درخواست با پایان مهلت تأیید مختومه شد",
                "Request closed without an answer",
            ),
            lead: both(
                "مهلت تأیید به پایان رسید، پاسخی دریافت نشد و درخواست مختومه شد. اگر کار ناتمام مانده است، لطفاً مدیر ارتباطات را آگاه کنید.",
                "The time to confirm has passed without an answer, and the request is closed. If something is still missing, please tell the director of communications.",
            ),
            button: SEE_REQUEST,
            by: BY,
            quote: NOTE,
        },
        Kind::ApprovalNeeded => Texts {
            tone: Tone::Waiting,
            headline: both("در انتظار تأیید شما", "Your approval is needed"),
            lead: approval_needed(why),
            button: DECIDE,
            by: ASKED_BY,
            quote: NOTE,
        },
        Kind::ApprovalReminder => Texts {
            tone: Tone::Waiting,
            headline: both("یادآوری: در انتظار تأیید شما", "Reminder: your approval is needed"),
            lead: both(
                "این درخواست همچنان در انتظار تصمیم شماست. لطفاً نظر خود را اعلام فرمایید؛ تا آن هنگام اقدام متوقف می‌ماند.",
                "This request still waits for your decision. Please decide; work stands still until you do.",
            ),
            button: DECIDE,
            by: ASKED_BY,
            quote: NOTE,
        },
        Kind::ApprovalAgain => Texts {
            tone: Tone::Waiting,
            headline: both("دوباره در انتظار تأیید شما", "Your approval is needed again"),
            lead: both(
                "مبلغ یا محتوای این درخواست پس از تصمیم شما تغییر کرد. تصمیم پیشین در تاریخچه می‌ماند، ولی دیگر به شمار نمی‌آید؛ لطفاً درخواست را دوباره بررسی و نظر خود را اعلام فرمایید.",
                "Amount or scope of this request changed after your decision. What you decided stays in the history but counts no more; please look at it again and decide.",
            ),
            button: DECIDE,
            by: ASKED_BY,
            quote: NOTE,
        },
        Kind::ApprovalReopened => Texts {
            tone: Tone::Waiting,
            headline: both("تأیید از نو آغاز شد", "Approval begins anew"),
            lead: both(
                "مبلغ یا محتوای این درخواست پس از تصمیم شما تغییر کرد. تصمیم پیشین در تاریخچه می‌ماند، ولی دیگر به شمار نمی‌آید و تأیید از نخستین مرحله آغاز شد. هرگاه نوبت شما برسد، دوباره از شما پرسیده می‌شود.",
                "Amount or scope of this request changed after your decision. What you decided stays in the history but counts no more, and approval begins anew from the first step. You are asked again when it is your turn.",
            ),
            button: SEE_REQUEST,
            by: both("تغییردهنده", "Changed by"),
            quote: NOTE,
        },
        Kind::ApprovalReturned => Texts {
            tone: Tone::Returned,
            headline: both("عودت برای تکمیل", "Returned for changes"),
            lead: both(
                "در مرحلهٔ تأیید، این درخواست برای تکمیل به درخواست‌کننده بازگردانده شد. پس از پاسخ او می‌توانید از نو تأیید بخواهید.",
                "On the way to approval this request was returned to its requester to be changed. After the answer you can ask for approval anew.",
            ),
            button: SEE_REQUEST,
            by: DECIDED_BY,
            quote: REASON,
        },
        Kind::ApprovalLate => Texts {
            tone: Tone::Returned,
            headline: both("تأیید درخواست به درازا کشیده است", "Approval is overdue"),
            lead: both(
                "این درخواست با وجود یادآوری همچنان در انتظار تأیید است. برای آگاهی و پیگیری شما فرستاده می‌شود.",
                "This request still waits for approval, though a reminder was sent. It is brought to your attention.",
            ),
            button: SEE_REQUEST,
            by: BY,
            quote: NOTE,
        },
        Kind::ApprovalGranted => Texts {
            tone: Tone::Done,
            headline: both("درخواست تأیید شد", "Request approved"),
            lead: both(
                "همهٔ مرحله‌های تأیید این درخواست به پایان رسید و اقدام دربارهٔ آن ادامه می‌یابد.",
                "Every step of approval has passed, and work on this request goes on.",
            ),
            button: SEE_REQUEST,
            by: both("تأییدکننده", "Approved by"),
            quote: NOTE,
        },
        Kind::DeadlineNear => deadline_texts::NEAR,
        Kind::DeadlineMissed => deadline_texts::missed(why),
        Kind::DeadlineSummary => deadline_texts::SUMMARY,
        Kind::PartyReminded => deadline_texts::PARTY_REMINDED,
        Kind::PartyChased => deadline_texts::PARTY_CHASED,
        Kind::PartySilent => deadline_texts::PARTY_SILENT,
        Kind::ThemeActed => theme_texts::ACTED,
        Kind::Commented => Texts {
            tone: Tone::Neutral,
            headline: both("یادداشت تازه", "New comment"),
            lead: both(
                "دربارهٔ این درخواست یادداشت تازه‌ای نوشته شد.",
                "There is a new comment on this request.",
            ),
            button: both("دیدن یادداشت", "See the comment"),
            by: WRITTEN_BY,
            quote: COMMENT,
        },
        Kind::Mentioned => Texts {
            tone: Tone::Waiting,
            headline: both("در یادداشتی از شما نام برده شد", "You are mentioned"),
            lead: both(
                "در یادداشتی دربارهٔ این درخواست از شما نام برده شد. لطفاً آن را بخوانید و اگر پرسشی در آن هست پاسخ دهید.",
                "A comment on this request mentions you. Please read it, and answer if it asks you something.",
            ),
            button: both("دیدن یادداشت", "See the comment"),
            by: WRITTEN_BY,
            quote: COMMENT,
        },
        Kind::MeetingScheduled => Texts {
            tone: Tone::Active,
            headline: both("دعوت به جلسه", "Meeting invitation"),
            lead: both(
                "از شما برای شرکت در جلسهٔ زیر دعوت می‌شود.",
                "You are invited to the following meeting.",
            ),
            button: SEE_MEETING,
            by: both("دعوت‌کننده", "Invited by"),
            quote: NOTE,
        },
        Kind::AgendaPublished => Texts {
            tone: Tone::Active,
            headline: both("دستور جلسه", "Agenda"),
            lead: both(
                "دستور جلسهٔ زیر منتشر شد و پیوست این نامه است. لطفاً پیش از جلسه آن را مطالعه فرمایید.",
                "The agenda of the following meeting is out and attached. Please read it before the meeting.",
            ),
            button: both("دیدن دستور جلسه", "Read the agenda"),
            by: both("منتشرکننده", "Published by"),
            quote: NOTE,
        },
        Kind::AgendaRevised => agenda_texts::REVISED,
        Kind::ProposalMade => agenda_texts::PROPOSED,
        Kind::ProposalAccepted => agenda_texts::ACCEPTED,
        Kind::ProposalPutOff => agenda_texts::PUT_OFF,
        Kind::ProposalDeclined => agenda_texts::DECLINED,
        Kind::MeetingCancelled => Texts {
            tone: Tone::Returned,
            headline: both("لغو جلسه", "Meeting cancelled"),
            lead: both(
                "جلسهٔ زیر لغو شد. بندهای آن در جلسهٔ بعد بررسی می‌شود.",
                "The following meeting has been cancelled. Its items go to the next one.",
            ),
            button: SEE_MEETING,
            by: both("لغوکننده", "Cancelled by"),
            quote: both("دلیل لغو", "Reason"),
        },
        Kind::MeetingChanged => meeting_texts::CHANGED,
        Kind::MeetingPostponed => meeting_texts::POSTPONED,
        Kind::MeetingUninvited => meeting_texts::UNINVITED,
        Kind::MeetingReminder => meeting_texts::REMINDER,
        Kind::MinutesReview => minutes_texts::REVIEW,
        Kind::MinutesChanged => minutes_texts::CHANGED,
        Kind::MinutesReminder => minutes_texts::REMINDER,
        Kind::MinutesRemark => minutes_texts::REMARK,
        Kind::MinutesRemarkAccepted => minutes_texts::ACCEPTED,
        Kind::MinutesRemarkDeclined => minutes_texts::DECLINED,
        Kind::MinutesApproved => minutes_texts::APPROVED,
        Kind::MinutesAddendum => minutes_texts::ADDENDUM,
        Kind::CommitmentMade => Texts {
            tone: Tone::Active,
            headline: both("تعهد ثبت شد", "Commitment recorded"),
            lead: match why {
                Why::Committed => both(
                    "تعهد زیر در جلسه به نام شما ثبت شد.",
                    "The following commitment was recorded in your name at the meeting.",
                ),
                _ => both(
                    "تعهد زیر در جلسه ثبت شد.",
                    "The following commitment was recorded at the meeting.",
                ),
            },
            button: SEE_COMMITMENT,
            by: both("متعهد", "Promised by"),
            quote: NOTE,
        },
        Kind::HolidaysMissing => deadline_texts::HOLIDAYS_MISSING,
        Kind::WebhookPaused => webhook_texts::PAUSED,
        Kind::MailDrafted => incoming_texts::DRAFTED,
        Kind::MailHeld => incoming_texts::HELD,
        Kind::CommitmentLate => commitment_texts::late(why),
        Kind::CommitmentDue => commitment_texts::DUE,
        Kind::CommitmentChanged => commitment_texts::CHANGED,
        Kind::MayorDecided => commitment_texts::MAYOR_DECIDED,
        Kind::SubstituteNamed => absence_texts::substitute_named(why),
        Kind::AbsenceOver => absence_texts::OVER,
        Kind::RequestsReturned => absence_texts::returned(why),
        Kind::Digest => digest_texts::DIGEST,
        Kind::WeeklySummary => digest_texts::WEEKLY,
        Kind::Invitation => Texts {
            tone: Tone::Active,
            headline: both("دعوت به سامانهٔ هماهنگ", "Invitation to Hamahang"),
            lead: both(
                "برای شما در سامانهٔ هماهنگ حساب کاربری ایجاد شده است. برای آغاز کار، گذرواژهٔ خود را تعیین کنید.",
                "An account in Hamahang has been created for you. To begin, choose your password.",
            ),
            button: both("تعیین گذرواژه", "Choose a password"),
            by: both("دعوت‌کننده", "Invited by"),
            quote: NOTE,
        },
        Kind::PasswordReset => Texts {
            tone: Tone::Waiting,
            headline: both("بازنشانی گذرواژه", "Password reset"),
            lead: both(
                "درخواستی برای بازنشانی گذرواژهٔ شما دریافت شد. اگر این درخواست از شما نیست، این پیام را نادیده بگیرید؛ گذرواژه تغییری نمی‌کند.",
                "Somebody asked to reset your password. If it was not you, ignore this message: the password stays as it is.",
            ),
            button: both("تعیین گذرواژهٔ تازه", "Choose a new password"),
            by: BY,
            quote: NOTE,
        },
        Kind::PasswordChanged => Texts {
            tone: Tone::Done,
            headline: both("گذرواژه تغییر کرد", "Password changed"),
            lead: both(
                "گذرواژهٔ حساب شما تغییر کرد. اگر این کار از شما نبوده است، بی‌درنگ مدیر سامانه را آگاه کنید.",
                "The password of your account was changed. If it was not you, tell the administrator at once.",
            ),
            button: SIGN_IN,
            by: BY,
            quote: NOTE,
        },
    }
}

/// A director who decides in the place of others is told why.
const fn approval_needed(why: Why) -> Both {
    match why {
        Why::Director => both(
            "این درخواست در انتظار تأیید است و کسی از افراد این مرحله نمی‌تواند تصمیم بگیرد؛ از این رو تصمیم با شماست.",
            "This request waits for approval, and nobody of this step can decide it; so the decision comes to you.",
        ),
        _ => both(
            "این درخواست در انتظار تأیید شماست. لطفاً آن را بررسی و نظر خود را اعلام فرمایید. پیوند زیر صفحه‌ای را باز می‌کند که دوباره از شما می‌پرسد؛ بی پاسخ شما در آن صفحه تصمیمی ثبت نمی‌شود.",
            "This request waits for your approval. Please look at it and decide. The link below opens a page that asks once more; nothing is decided before you answer there.",
        ),
    }
}

/// One assignment reads differently to who gets the work and to who asked for it.
const fn assigned(why: Why) -> Both {
    match why {
        Why::Owner => both(
            "این درخواست برای اقدام به شما ارجاع شد.",
            "This request has been assigned to you.",
        ),
        Why::Desk => both(
            "این درخواست برای اقدام به میز شما ارجاع شد.",
            "This request has been assigned to your desk.",
        ),
        Why::Filed => both(
            "درخواست شما بررسی و برای اقدام ارجاع شد. مسئول آن در ادامه آمده است.",
            "Your request has been reviewed and assigned. Who answers for it is named below.",
        ),
        _ => both("این درخواست برای اقدام ارجاع شد.", "This request has been assigned."),
    }
}
