//! What the mails about deadlines and about waiting say, beside the other `texts`.

use super::model::Why;
use super::texts::{BY, Both, NOTE, SEE_REQUEST, Texts, Tone, both};

/// To who has it in hand, at three quarters of the time.
pub const NEAR: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("مهلت اقدام رو به پایان است", "Due soon"),
    lead: both(
        "سه‌چهارم مهلت این درخواست سپری شده است. لطفاً پیش از پایان مهلت اقدام فرمایید یا، اگر مانعی هست، آن را در سامانه ثبت کنید.",
        "Three quarters of the time for this request are used. Please act before it is over or, if something stands in the way, record it.",
    ),
    button: SEE_REQUEST,
    by: BY,
    quote: NOTE,
};

/// To who has it in hand and, later, to the director.
pub const fn missed(why: Why) -> Texts {
    Texts {
        tone: Tone::Returned,
        headline: both("مهلت اقدام گذشت", "Overdue"),
        lead: lead(why),
        button: SEE_REQUEST,
        by: BY,
        quote: NOTE,
    }
}

/// To one person, of all that came due together.
pub const SUMMARY: Texts = Texts {
    tone: Tone::Returned,
    headline: both("یادآوری: مهلت چند درخواست", "Reminder: deadlines of several requests"),
    lead: both(
        "مهلت چند درخواست گذشته یا رو به پایان است. فهرست آن‌ها در ادامه آمده است؛ لطفاً رسیدگی فرمایید.",
        "Several requests are overdue or due soon. They are listed below; please see to them.",
    ),
    button: both("دیدن درخواست‌های دارای تأخیر", "See what is overdue"),
    by: BY,
    quote: both("درخواست‌ها", "Requests"),
};

/// To somebody outside whose answer is waited for.
pub const PARTY_REMINDED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("یادآوری: در انتظار پاسخ شما", "Reminder: your answer is awaited"),
    lead: both(
        "ادامهٔ رسیدگی به درخواست زیر به پاسخ یا اقدام شما وابسته است. خواهشمند است نتیجه را به پیگیری‌کننده اعلام فرمایید.",
        "Work on the request below depends on your answer. Please let the person named below know the result.",
    ),
    button: SEE_REQUEST,
    by: both("پیگیری‌کننده", "Followed up by"),
    quote: both("آنچه در انتظار آن هستیم", "What is waited for"),
};

/// To who put the request in waiting.
pub const PARTY_CHASED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("یادآوری: درخواست هنوز در انتظار است", "Reminder: still waiting"),
    lead: both(
        "این درخواست همچنان در انتظار طرف زیر است. لطفاً پیگیری فرمایید و، اگر پاسخ رسیده است، اقدام را از سر بگیرید.",
        "This request still waits for the party below. Please follow up and, if the answer has come, resume the work.",
    ),
    button: SEE_REQUEST,
    by: BY,
    quote: NOTE,
};

/// To the director, when reminders have not helped.
pub const PARTY_SILENT: Texts = Texts {
    tone: Tone::Returned,
    headline: both("یادآوری‌ها بی‌پاسخ ماند", "Reminders without an answer"),
    lead: both(
        "این درخواست در انتظار طرف زیر است و یادآوری‌ها پاسخی نداشته است. تصمیم دربارهٔ ادامهٔ پیگیری با شماست.",
        "This request waits for the party below, and reminders have brought no answer. How to go on is yours to decide.",
    ),
    button: SEE_REQUEST,
    by: BY,
    quote: NOTE,
};

/// A deadline that has passed: to who has it in hand, and to the director, who hears of it later.
const fn lead(why: Why) -> Both {
    match why {
        Why::Director => both(
            "مهلت این درخواست گذشته و هنوز به سرانجام نرسیده است. تصمیم دربارهٔ آن با شماست.",
            "The time for this request is over and it is still open. It is yours to decide how to go on.",
        ),
        _ => both(
            "مهلت این درخواست گذشته است. لطفاً هر چه زودتر اقدام فرمایید یا دلیل تأخیر را در سامانه ثبت کنید.",
            "The time for this request is over. Please act as soon as possible or record what stands in the way.",
        ),
    }
}

/// To the director, before Nowruz.
pub const HOLIDAYS_MISSING: Texts = Texts {
    tone: Tone::Waiting,
    headline: both(
        "تعطیلات قمری سال آینده در تقویم نیست",
        "The coming year's lunar holidays are missing",
    ),
    lead: both(
        "تعطیلات قمری سال آینده هنوز در تقویم کاری ثبت نشده است و مهلت‌هایی که به پس از نوروز می‌رسد بی آن‌ها شمرده می‌شود. لطفاً پیش از آغاز سال آن‌ها را از تقویم رسمی وارد کنید؛ مهلت‌ها خودبه‌خود دوباره شمرده می‌شود.",
        "The lunar holidays of the coming year are not in the working calendar yet, and deadlines beyond Nowruz are counted without them. Please enter them from the official calendar before the year begins; deadlines are then counted anew by themselves.",
    ),
    button: both("دیدن تقویم کاری", "See the working calendar"),
    by: BY,
    quote: NOTE,
};
