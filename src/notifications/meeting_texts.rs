//! What the mails about a meeting's time say. Mail programs put the date that comes with them into the reader's calendar.

use super::texts::{BY, NOTE, REASON, SEE_MEETING, Texts, Tone, both};

/// Another time or place.
pub(super) const CHANGED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("تغییر زمان یا مکان جلسه", "Meeting moved"),
    lead: both(
        "زمان یا مکان جلسهٔ زیر تغییر کرده است. لطفاً حضور خود را بار دیگر اعلام فرمایید.",
        "The following meeting has another time or place. Please say again whether you will come.",
    ),
    button: SEE_MEETING,
    by: both("تغییردهنده", "Changed by"),
    quote: NOTE,
};

/// Put off, until when is not known.
pub(super) const POSTPONED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("جلسه به تعویق افتاد", "Meeting postponed"),
    lead: both(
        "جلسهٔ زیر به تعویق افتاد و در زمانی که نوشته شده است برگزار نمی‌شود. زمان تازه به آگاهی شما می‌رسد.",
        "The following meeting is postponed and will not be held at the time given. You will be told of the new time.",
    ),
    button: SEE_MEETING,
    by: BY,
    quote: REASON,
};

/// No longer on the list.
pub(super) const UNINVITED: Texts = Texts {
    tone: Tone::Neutral,
    headline: both("تغییر در فهرست مدعوان", "No longer invited"),
    lead: both(
        "فهرست مدعوان جلسهٔ زیر تغییر کرد و حضور شما در آن لازم نیست. از همراهی شما سپاسگزاریم.",
        "The list of the following meeting has changed, and you need not come. Thank you.",
    ),
    button: SEE_MEETING,
    by: BY,
    quote: NOTE,
};

/// The next working day.
pub(super) const REMINDER: Texts = Texts {
    tone: Tone::Active,
    headline: both("یادآوری جلسه", "Meeting reminder"),
    lead: both(
        "جلسهٔ زیر نزدیک است. اگر نمی‌توانید در آن شرکت کنید، لطفاً همین امروز اطلاع دهید یا جانشینی معرفی کنید.",
        "The following meeting is near. If you cannot come, please say so today, or send somebody in your place.",
    ),
    button: SEE_MEETING,
    by: BY,
    quote: NOTE,
};
