//! What the mails about promises and about subjects for the mayor say.

use super::model::Why;
use super::texts::{BY, NOTE, SEE_REQUEST, Texts, Tone, both};

/// What is due on this morning or soon, and what is late.
pub(super) const DUE: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("یادآوری تعهدها", "Reminder of commitments"),
    lead: both(
        "موعد تعهدهای زیر، که در جلسه به نام شما ثبت شده است، رسیده یا نزدیک است. لطفاً نتیجه را به مدیر ارتباطات اعلام فرمایید.",
        "The following commitments, recorded in your name, are due or will be soon. Please report the result to the director of communications.",
    ),
    button: both("دیدن تعهدها", "See the commitments"),
    by: BY,
    quote: both("تعهدها", "Commitments"),
};

/// What is late: to who promised, and later to the director.
pub(super) const fn late(why: Why) -> Texts {
    Texts {
        tone: Tone::Returned,
        headline: both("یادآوری: تعهد دارای تأخیر", "Reminder: commitment overdue"),
        lead: match why {
            Why::Committed => both(
                "موعد تعهدهای زیر گذشته است. لطفاً نتیجه یا موعد تازه را به مدیر ارتباطات اعلام فرمایید.",
                "The following commitments are past their day. Please report the result or a new day to the director of communications.",
            ),
            _ => both(
                "موعد تعهدهای زیر گذشته و با وجود یادآوری، انجام آن‌ها اعلام نشده است. این تعهدها در آغاز دستور جلسهٔ بعد می‌آیند.",
                "The following commitments are past their day and, though reminded, not reported as kept. They come first on the next agenda.",
            ),
        },
        button: both("دیدن تعهدها", "See the commitments"),
        by: BY,
        quote: both("تعهدها", "Commitments"),
    }
}

/// What was done to a promise.
pub(super) const CHANGED: Texts = Texts {
    tone: Tone::Active,
    headline: both("تغییر در تعهد شما", "Your commitment has changed"),
    lead: both(
        "دربارهٔ تعهدی که به نام شما ثبت شده است اقدام شد. وضعیت کنونی آن در ادامه آمده است.",
        "Something was done about a commitment in your name. How it stands now is given below.",
    ),
    button: both("دیدن تعهد", "See the commitment"),
    by: BY,
    quote: NOTE,
};

/// What came of a subject in the meeting with the mayor.
pub(super) const MAYOR_DECIDED: Texts = Texts {
    tone: Tone::Active,
    headline: both("نتیجهٔ طرح در جلسه با شهردار", "Outcome of the meeting with the mayor"),
    lead: both(
        "این درخواست در جلسه با شهردار مطرح شد. تصمیم جلسه در ادامه آمده است و پیگیری آن در همین درخواست انجام می‌شود.",
        "This request was taken up in the meeting with the mayor. What was decided is given below, and is followed up under this request.",
    ),
    button: SEE_REQUEST,
    by: both("ثبت‌کننده", "Recorded by"),
    quote: both("تصمیم", "Decision"),
};
