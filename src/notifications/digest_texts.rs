//! What the digest and the weekly summary say around what they list.

use super::texts::{BY, Texts, Tone, both};

/// On working mornings.
pub(super) const DIGEST: Texts = Texts {
    tone: Tone::Active,
    headline: both("گزارش روزانه", "Daily digest"),
    lead: both(
        "آنچه از گزارش پیشین تا کنون رخ داده است، با کارهایی که در انتظار شماست در آغاز.",
        "What has happened since the last digest; what waits for you comes first.",
    ),
    button: both("دیدن همهٔ پیام‌ها", "See all notifications"),
    by: BY,
    quote: both("پیام‌ها", "Notifications"),
};

/// To the director, once a week.
pub(super) const WEEKLY: Texts = Texts {
    tone: Tone::Neutral,
    headline: both("خلاصهٔ هفتگی", "Weekly summary"),
    lead: both(
        "وضعیت درخواست‌ها، مهلت‌ها، تعهدها و جلسه‌ها در هفتهٔ گذشته.",
        "How requests, deadlines, commitments and meetings stood last week.",
    ),
    button: both("دیدن درخواست‌های باز", "See the open requests"),
    by: BY,
    quote: both("شرح", "Details"),
};
