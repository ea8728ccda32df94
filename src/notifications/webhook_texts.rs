//! What the mail about a webhook that fails says.

use super::texts::{BY, Texts, Tone, both};

/// It is sent to no more.
pub(super) const PAUSED: Texts = Texts {
    tone: Tone::Returned,
    headline: both("وب‌هوک متوقف شد", "Webhook paused"),
    lead: both(
        "وب‌هوک زیر چند بار پیاپی پیام‌ها را نپذیرفت و فرستادن به آن متوقف شد. رویدادهای تازه در صف می‌مانند؛ پس از رفع مشکل، آن را دوباره راه‌اندازی کنید.",
        "The webhook below has not taken messages for several times in a row, and is sent to no more. What happens meanwhile waits; resume it when it is mended.",
    ),
    button: both("دیدن وب‌هوک", "See the webhook"),
    by: BY,
    quote: both("آخرین پاسخ", "Last answer"),
};
