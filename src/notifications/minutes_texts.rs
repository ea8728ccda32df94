//! What the notices about minutes say.

use super::texts::{BY, Both, Texts, Tone, both};

const READ: Both = both("خواندن صورت‌جلسه", "Read the minutes");
const MIND: Both = both("توجه", "Please note");
const WRITTEN_BY: Both = both("تنظیم‌کننده", "Kept by");

/// The review is open.
pub const REVIEW: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("صورت‌جلسه برای بازبینی شما", "Minutes for your review"),
    lead: both(
        "متن صورت‌جلسهٔ زیر آماده و پیوست این نامه است. لطفاً آن را بخوانید و اگر نکته‌ای نادرست یا جا‌افتاده است، تا پایان مهلت اعتراض خود را ثبت کنید یا متن پیشنهادی بنویسید.",
        "The minutes of the following meeting are ready and attached. Please read them and, if something is wrong or missing, object or propose how it should read before the time is over.",
    ),
    button: READ,
    by: WRITTEN_BY,
    quote: MIND,
};

/// The text is another one.
pub const CHANGED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("متن صورت‌جلسه تغییر کرد", "The minutes have changed"),
    lead: both(
        "متن صورت‌جلسهٔ زیر پس از نظر یکی از حاضران تغییر کرد. نسخهٔ تازه پیوست این نامه و جایگزین نسخهٔ پیشین است و مهلت اظهار نظر از امروز دوباره شمرده می‌شود.",
        "The text of the following minutes was changed after a remark of somebody who attended. The new version is attached and takes the place of the one before, and the days to object begin anew today.",
    ),
    button: READ,
    by: WRITTEN_BY,
    quote: MIND,
};

/// The last day is near.
pub const REMINDER: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("یادآوری: مهلت بازبینی صورت‌جلسه", "Reminder: minutes in review"),
    lead: both(
        "مهلت اظهار نظر دربارهٔ صورت‌جلسهٔ زیر رو به پایان است.",
        "The time to object to the following minutes is nearly over.",
    ),
    button: READ,
    by: BY,
    quote: MIND,
};

/// An attendee has said something.
pub const REMARK: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("نظر دربارهٔ صورت‌جلسه", "A remark on the minutes"),
    lead: both(
        "یکی از حاضران دربارهٔ صورت‌جلسهٔ زیر نظری ثبت کرد. تا به آن پاسخ ندهید، صورت‌جلسه تأیید نمی‌شود.",
        "Somebody who attended has made a remark on the following minutes. They are not approved until you answer it.",
    ),
    button: both("دیدن و پاسخ", "See and answer"),
    by: both("نظردهنده", "Made by"),
    quote: both("متن نظر", "Remark"),
};

/// The text was changed.
pub const ACCEPTED: Texts = Texts {
    tone: Tone::Done,
    headline: both("نظر شما پذیرفته شد", "Your remark was accepted"),
    lead: both(
        "نظر شما دربارهٔ صورت‌جلسهٔ زیر پذیرفته شد و متن آن تغییر کرد. مهلت اظهار نظر دربارهٔ نسخهٔ تازه از امروز شمرده می‌شود.",
        "Your remark on the following minutes was accepted, and the text has changed. The days to object to the new version begin today.",
    ),
    button: READ,
    by: both("پاسخ‌دهنده", "Answered by"),
    quote: both("پاسخ", "Answer"),
};

/// The text stays.
pub const DECLINED: Texts = Texts {
    tone: Tone::Returned,
    headline: both("متن صورت‌جلسه به همان صورت ماند", "The minutes stay as they are"),
    lead: both(
        "نظر شما دربارهٔ صورت‌جلسهٔ زیر بررسی شد و متن به همان صورت ماند. دلیل آن در ادامه آمده است.",
        "Your remark on the following minutes was considered, and the text stays. The reason is given below.",
    ),
    button: READ,
    by: both("پاسخ‌دهنده", "Answered by"),
    quote: both("دلیل", "Reason"),
};

/// The text is approved.
pub const APPROVED: Texts = Texts {
    tone: Tone::Done,
    headline: both("صورت‌جلسه تأیید شد", "Minutes approved"),
    lead: both(
        "صورت‌جلسهٔ زیر تأیید شد و پیوست این نامه است. متن آن دیگر تغییر نمی‌کند؛ اصلاح آن تنها با اصلاحیهٔ شماره‌دار ممکن است.",
        "The following minutes are approved and attached. Their text does not change any more; they can only be corrected by a numbered addendum.",
    ),
    button: READ,
    by: both("تأییدکننده", "Approved by"),
    quote: both("شیوهٔ تأیید", "How"),
};

/// Approved minutes are corrected.
pub const ADDENDUM: Texts = Texts {
    tone: Tone::Neutral,
    headline: both("اصلاحیهٔ صورت‌جلسه", "Addendum to the minutes"),
    lead: both(
        "اصلاحیهٔ زیر به صورت‌جلسهٔ تأییدشده افزوده شد. متن تأییدشده به همان صورت می‌ماند و همراه اصلاحیه پیوست این نامه است.",
        "The following addendum was made to approved minutes, whose text stays as it is; both are attached.",
    ),
    button: READ,
    by: WRITTEN_BY,
    quote: both("متن اصلاحیه", "Addendum"),
};
