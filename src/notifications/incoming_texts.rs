//! What the mails about mail that came in say.

use super::texts::{BY, COMMENT, Texts, Tone, both};

/// To who wrote a mail that answers nothing: it is a draft now.
pub(super) const DRAFTED: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("نامهٔ شما پیش‌نویس درخواست شد", "Your mail has become a draft"),
    lead: both(
        "از نامهٔ شما پیش‌نویس درخواستی ساخته شد. تا آن را ثبت نکنید کسی به آن رسیدگی نمی‌کند؛ لطفاً آن را ببینید، موضوع را تعیین و ثبت کنید. اگر این نامه را شما نفرستاده‌اید، پیش‌نویس را رها کنید و مدیر سامانه را آگاه سازید.",
        "Your mail was made a draft of a request. Nobody works on it before you submit it: please look at it, choose its category, and submit it. If you have not sent this mail, leave the draft and tell the administrator.",
    ),
    button: both("دیدن پیش‌نویس", "See the draft"),
    by: BY,
    quote: COMMENT,
};

/// To the director: mail waits to be looked at.
pub(super) const HELD: Texts = Texts {
    tone: Tone::Waiting,
    headline: both("نامه‌های رسیده در انتظار بررسی", "Mail waits to be looked at"),
    lead: both(
        "نامه‌هایی رسیده است که سامانه آنها را به درخواستی نرساند: فرستنده ناشناس است یا در آن درخواست شرکت ندارد، یا نامه خوانده نشد. لطفاً هر یک را به درخواست آن برسانید یا کنار بگذارید.",
        "Mail has come in that was brought to no request: its sender is unknown or has no part in the request, or it could not be read. Please release each to its request, or discard it.",
    ),
    button: both("دیدن نامه‌ها", "See the mail"),
    by: BY,
    quote: COMMENT,
};
