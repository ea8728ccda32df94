//! What the mails about absences say, beside the other `texts`.

use super::model::Why;
use super::texts::{BY, NOTE, REASON, SIGN_IN, Texts, Tone, both};

/// To the substitute, and to who is away if another said so.
pub const fn substitute_named(why: Why) -> Texts {
    Texts {
        tone: Tone::Active,
        headline: both("تعیین جانشین", "A substitute is named"),
        lead: match why {
            Why::Account => both(
                "برای شما دورهٔ غیبت ثبت شد. در این روزها درخواست‌ها و پیام‌ها به جانشین شما می‌رسد. اگر این کار درست نیست، لطفاً مدیر ارتباطات را آگاه کنید.",
                "An absence was recorded for you. On these days requests and mails reach your substitute. If this is not right, please tell the director of communications.",
            ),
            _ => both(
                "شما به جانشینی همکار زیر تعیین شده‌اید. در این روزها درخواست‌ها و پیام‌های ایشان به شما می‌رسد و می‌توانید به جای ایشان اقدام کنید؛ در تاریخچه نام هر دو می‌آید.",
                "You are named as the substitute of the colleague below. On these days their requests and mails reach you, and you may act in their place; the history names you both.",
            ),
        },
        button: SIGN_IN,
        by: both("ثبت‌کننده", "Recorded by"),
        quote: REASON,
    }
}

/// To who is back.
pub const OVER: Texts = Texts {
    tone: Tone::Active,
    headline: both("پایان دورهٔ جانشینی", "Your absence is over"),
    lead: both(
        "دورهٔ غیبت شما پایان یافته است و درخواست‌های زیر هنوز نزد جانشین است. هر کدام را که می‌خواهید می‌توانید بازپس بگیرید؛ بقیه نزد ایشان می‌ماند.",
        "Your absence is over, and the requests below are still with your substitute. You may take back those that you wish; the others stay there.",
    ),
    button: both("دیدن درخواست‌ها", "See the requests"),
    by: BY,
    quote: NOTE,
};

/// To who had the requests, or to who has them again.
pub const fn returned(why: Why) -> Texts {
    Texts {
        tone: Tone::Active,
        headline: both("بازگشت درخواست‌ها", "Requests go back"),
        lead: match why {
            Why::Substitute => both(
                "درخواست‌های زیر که به جانشینی نزد شما بود به همکارتان بازگشت.",
                "The requests below, which you had as a substitute, are with your colleague again.",
            ),
            _ => both(
                "درخواست‌های زیر که نزد جانشین بود به شما بازگشت.",
                "The requests below, which your substitute had, are with you again.",
            ),
        },
        button: both("دیدن درخواست‌ها", "See the requests"),
        by: BY,
        quote: NOTE,
    }
}
