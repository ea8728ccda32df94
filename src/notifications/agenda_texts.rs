//! What the mails about revised agendas, and about what units propose for them, say.

use super::texts::{Both, REASON, Texts, Tone, both};

const SEE_PROPOSALS: Both = both("دیدن پیشنهادها", "See the proposals");
const SEE_PROPOSAL: Both = both("دیدن پیشنهاد", "See the proposal");
const DECIDED_BY: Both = both("تصمیم‌گیرنده", "Decided by");

/// A published agenda was published anew.
pub(super) const REVISED: Texts = Texts {
    tone: Tone::Active,
    headline: both("ویرایش تازهٔ دستور جلسه", "Agenda revised"),
    lead: both(
        "دستور جلسهٔ زیر ویرایش شد؛ ویرایش تازه پیوست این نامه و جایگزین دستور پیشین است. تفاوت‌های آن در ادامه آمده است.",
        "The agenda of the following meeting was revised; the new one is attached and takes the place of the one before. How it differs is listed below.",
    ),
    button: both("دیدن دستور جلسه", "Read the agenda"),
    by: both("منتشرکننده", "Published by"),
    quote: both("تفاوت‌ها با ویرایش پیشین", "Differences from the revision before"),
};

/// A unit proposes something.
pub(super) const PROPOSED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("پیشنهاد برای دستور جلسه", "Proposed for the agenda"),
    lead: both(
        "واحدی بند زیر را برای دستور جلسه پیشنهاد کرده است. لطفاً آن را بپذیرید، به جلسهٔ بعد موکول کنید یا با ذکر دلیل نپذیرید.",
        "A unit proposes the following item for the agenda. Please accept it, put it off to the next meeting, or decline it with a reason.",
    ),
    button: SEE_PROPOSALS,
    by: both("پیشنهاددهنده", "Proposed by"),
    quote: both("دلیل پیشنهاد", "Why"),
};

/// It is on the agenda.
pub(super) const ACCEPTED: Texts = Texts {
    tone: Tone::Done,
    headline: both("پیشنهاد شما پذیرفته شد", "Your proposal was accepted"),
    lead: both(
        "بند زیر که پیشنهاد کرده بودید در دستور این جلسه قرار گرفت.",
        "The item below, which you proposed, is on the agenda of this meeting.",
    ),
    button: SEE_PROPOSAL,
    by: DECIDED_BY,
    quote: both("توضیح", "Note"),
};

/// It waits for the next meeting.
pub(super) const PUT_OFF: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("پیشنهاد شما به جلسهٔ بعد موکول شد", "Your proposal was put off"),
    lead: both(
        "بند زیر که پیشنهاد کرده بودید برای جلسهٔ بعد نگه داشته شد و نیازی به پیشنهاد دوباره نیست. دلیل آن در ادامه آمده است.",
        "The item below, which you proposed, is kept for the next meeting; you need not propose it again. The reason is given below.",
    ),
    button: SEE_PROPOSAL,
    by: DECIDED_BY,
    quote: REASON,
};

/// It is not taken up.
pub(super) const DECLINED: Texts = Texts {
    tone: Tone::Returned,
    headline: both("پیشنهاد شما در دستور قرار نگرفت", "Your proposal was not taken up"),
    lead: both(
        "بند زیر که پیشنهاد کرده بودید در دستور جلسه قرار نگرفت. دلیل آن در ادامه آمده است.",
        "The item below, which you proposed, was not taken onto the agenda. The reason is given below.",
    ),
    button: SEE_PROPOSAL,
    by: DECIDED_BY,
    quote: REASON,
};
