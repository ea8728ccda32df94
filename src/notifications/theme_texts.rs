//! What the mails about themes say.

use super::texts::{BY, Texts, Tone, both};

/// What was done to several requests at once.
pub(super) const ACTED: Texts = Texts {
    tone: Tone::Active,
    headline: both("اقدام دربارهٔ درخواست‌های یک موضوع", "News of requests of one theme"),
    lead: both(
        "دربارهٔ درخواست‌های زیر، که موضوع مشترکی دارند، یک‌جا اقدام شد. وضعیت هر درخواست در ادامه آمده است.",
        "The requests below, which have one theme, were dealt with together. What became of each is listed.",
    ),
    button: both("دیدن درخواست‌های موضوع", "See the theme's requests"),
    by: BY,
    quote: both("شرح و درخواست‌ها", "Words and requests"),
};
