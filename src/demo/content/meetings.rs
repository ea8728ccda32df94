//! The series and its meetings: what was handed out and promised in the second, and what the third decided.

use crate::calendar::week::{MinuteOfDay, Weekday};
use crate::meetings::series::model::{PutStandingItem, Recurrence, RecurrenceKind, StandingKind};
use crate::persian::recurrence::{Nth, WhenOff};

use super::{Announcement, Decided, Meeting, Outcome, Promise, Theme};

const DIRECTOR: &str = "director@demo.test";

/// Title of the series.
pub const SERIES: &str = "جلسهٔ هماهنگی روابط عمومی‌های شهرداری";

/// Where it meets.
pub const PLACE: &str = "سالن جلسات مدیریت ارتباطات و امور بین‌الملل";

/// When it meets: on the second Tuesday of each Jalali month, at ten.
pub fn recurrence() -> Option<Recurrence> {
    Some(Recurrence {
        kind: RecurrenceKind::MonthWeekday,
        nth: Some(Nth::Second),
        weekday: Some(Weekday::Tuesday),
        day: None,
        every: 1,
        since: super::date("1398/09/01").ok()?,
        at: MinuteOfDay::new(10 * 60)?,
        minutes: 120,
        when_off: WhenOff::Next,
    })
}

/// The meetings that the demo knows: in the second everything is raised, the third decides, the fourth is still to come.
pub const MEETINGS: &[Meeting] = &[
    Meeting {
        number: 2,
        on: "1398/09/12",
        hour: 10,
        minutes: 120,
        place: PLACE,
    },
    Meeting {
        number: 3,
        on: "1398/10/10",
        hour: 10,
        minutes: 120,
        place: PLACE,
    },
    Meeting {
        number: 4,
        on: "1398/11/08",
        hour: 10,
        minutes: 120,
        place: PLACE,
    },
];

/// The meeting that is still to come: on its agenda is what three meetings have left undecided.
pub const FIFTH: Meeting = Meeting {
    number: 5,
    on: "1398/12/13",
    hour: 10,
    minutes: 120,
    place: PLACE,
};

/// What stands on every agenda.
pub fn standing_items() -> Vec<PutStandingItem> {
    let item = |title: &str, minutes, kind| PutStandingItem {
        id: None,
        title: title.to_owned(),
        minutes,
        kind,
    };
    vec![
        item("گزارش دبیرخانه از پیگیری مصوبات", 10, StandingKind::Information),
        item("نوبت جلسهٔ بعد و جمع‌بندی", 5, StandingKind::Information),
    ]
}

/// What the director found to be one problem when everything had been raised: the third meeting takes it up as one.
pub const THEMES: &[Theme] = &[Theme {
    title: "نداشتن دوربین عکاسی در واحدها",
    description: "چند واحد برای عکس خبرها و مراسم دوربین ندارند؛ تهیهٔ آن یک‌جا بررسی می‌شود.",
    requests: &["camera-1", "camera-2", "camera-3"],
}];

/// What every unit was told or given in the second meeting.
pub const ANNOUNCEMENTS: &[Announcement] = &[
    Announcement {
        title: "آیین‌نامهٔ داخلی خبرنویسی و بارگذاری خبر",
        text: "آیین‌نامهٔ داخلی نگارش خبر و بارگذاری آن در پورتال شهرداری و زیرپورتال‌ها به همهٔ واحدها تحویل شد.",
    },
    Announcement {
        title: "دوره‌های آموزشی تخصصی",
        text: "برای تقویت کار حرفه‌ای واحدها دوره‌های آموزشی تخصصی برگزار می‌شود و واحدها تجربه‌های خود را با یکدیگر در میان می‌گذارند.",
    },
];

/// What the director promised in the second meeting.
pub const PROMISES: &[Promise] = &[
    Promise {
        key: "courses",
        title: "برگزاری دوره‌های آموزشی",
        text: "نخستین دورهٔ آموزشی روابط عمومی‌ها، خبرنویسی و عکاسی خبری، برگزار می‌شود.",
        who: DIRECTOR,
        due_on: "1398/10/05",
        requests: &["training-photo", "training-news"],
        kept: false,
    },
    Promise {
        key: "mayor",
        title: "جلسهٔ روابط عمومی‌ها با شهردار",
        text: "جلسهٔ مستقل روابط عمومی‌ها با شهردار با هماهنگی دفتر شهردار برگزار می‌شود.",
        who: DIRECTOR,
        due_on: "1398/10/25",
        requests: &["mayor"],
        kept: false,
    },
    Promise {
        key: "series",
        title: "ادامهٔ جلسات هماهنگی",
        text: "جلسات هماهنگی تا رفع تک‌تک مشکلات ادامه می‌یابد و جلسهٔ سوم در دی‌ماه برگزار می‌شود.",
        who: DIRECTOR,
        due_on: "1398/10/10",
        requests: &[],
        kept: true,
    },
];

/// What was promised in the third meeting and done some days after its day: the promise, and when.
pub const KEPT_LATE: (&str, &str) = (
    "دورهٔ عکاسی خبری که در مهلت خود برگزار نشد، با مدرس تازه تا پایان دی برگزار می‌شود.",
    "1398/11/04",
);

/// What waits for the meeting with the mayor: the request, and what is asked.
pub const FOR_MAYOR: (&str, &str) = (
    "budget",
    "دستور تخصیص ردیف مستقل روابط عمومی در بودجهٔ سال ۱۳۹۹ به هر واحد.",
);

const fn decided(request: &'static str, outcome: Outcome, text: &'static str) -> Decided {
    Decided { request, text, outcome }
}

const fn by(who: &'static str, due_on: &'static str) -> Outcome {
    Outcome::Commitment { who, due_on }
}

/// What the third meeting made of the requests, in the order in which they were discussed. Requests that are not here
/// were not reached: they are carried to the fourth. What is said of a request that has a theme is said of the theme.
pub const THIRD_MEETING: &[Decided] = &[
    decided(
        "training-photo",
        by("owner-training@demo.test", "1398/11/01"),
        "دورهٔ عکاسی خبری که در مهلت خود برگزار نشد، با مدرس تازه تا پایان دی برگزار می‌شود.",
    ),
    decided(
        "camera-1",
        by("owner-it@demo.test", "1398/11/05"),
        "استعلام بهای سه دستگاه دوربین یک‌جا گرفته شود تا خرید آن‌ها با هم انجام شود.",
    ),
    decided(
        "camera-2",
        Outcome::Decision,
        "تا زمان خرید، دوربین مدیریت ارتباطات با هماهنگی قبلی به مناطق امانت داده شود.",
    ),
    decided(
        "job-description",
        Outcome::Decision,
        "شرح وظایف یکسانی برای مسئولان روابط عمومی مناطق تهیه و به واحدها ابلاغ شود.",
    ),
    decided(
        "petty-cash",
        Outcome::Decision,
        "با پرداخت تنخواه‌گردان پس از تأیید مدیر امور مالی موافقت شد.",
    ),
    decided(
        "stray-duty",
        Outcome::Decision,
        "تهیهٔ آمار ماهانه از وظایف روابط عمومی نیست و به واحد محول‌کننده بازگردانده شود.",
    ),
    decided(
        "press-tour",
        Outcome::Solved,
        "تور خبری کارخانهٔ کمپوست در ۲۷ آذر با حضور خبرنگاران برگزار شد.",
    ),
    decided(
        "social-media",
        Outcome::Information,
        "پیش‌نویس ضابطهٔ فعالیت در شبکه‌های اجتماعی برای اظهارنظر به واحدها فرستاده شد.",
    ),
    decided(
        "budget",
        Outcome::Deferred,
        "بررسی ردیف مستقل تا روشن شدن سقف بودجهٔ سال ۱۳۹۹ به جلسهٔ بعد موکول شد.",
    ),
    decided(
        "study-trip",
        Outcome::Deferred,
        "سفر آموزشی پس از پاسخ شهرداری اصفهان در جلسهٔ بعد بررسی می‌شود.",
    ),
    decided(
        "information-portal",
        by("owner-it@demo.test", "1398/10/30"),
        "دسترسی روابط عمومی‌ها به گزارش‌های سامانهٔ ۱۳۷ برقرار می‌شود.",
    ),
];

/// What the fourth meeting came to: it did not get far.
pub const FOURTH_MEETING: &[Decided] = &[
    decided(
        "camera-1",
        Outcome::Information,
        "استعلام بهای دوربین‌ها هنوز نرسیده است؛ تا آن زمان امانت دوربین ادامه دارد.",
    ),
    decided(
        "study-trip",
        Outcome::Decision,
        "سفر آموزشی پس از تعطیلات نوروز و با هماهنگی شهرداری اصفهان برگزار شود.",
    ),
];
