//! What was written of the lines of the second and the third meeting, and what a unit head made of it.

/// What was said of a request's line, by the request's key.
pub struct Said {
    pub request: &'static str,
    pub text: &'static str,
}

const fn said(request: &'static str, text: &'static str) -> Said {
    Said { request, text }
}

/// In the second meeting.
pub const SECOND_MINUTES: &[Said] = &[
    said(
        "job-description",
        "مدیر ارتباطات آیین‌نامهٔ داخلی خبرنویسی را معرفی کرد و گفت که این جلسات تا رفع تک‌تک مشکلات ادامه می‌یابد.",
    ),
    said(
        "training-photo",
        "مدیران واحدها گفتند که نیروهای روابط عمومی خبر می‌نویسند و در صحنه عکس می‌گیرند، ولی آموزش ندیده‌اند.",
    ),
    said(
        "mayor",
        "واحدها خواستند مسئله‌های مشترک را یک بار، مستقیم و جدا از جلسه‌های دیگر، با شهردار در میان بگذارند.",
    ),
];

/// What the head of this unit proposed in the review, and was accepted.
pub const PROPOSED: (usize, Said, &str) = (
    18,
    said(
        "training-photo",
        "مدیران واحدها گفتند که نیروهای روابط عمومی خبر می‌نویسند و در صحنه عکس می‌گیرند، ولی آموزش ندیده‌اند؛ نکته‌های ایمنی صحنه نیز باید در دوره گفته شود.",
    ),
    "نکته‌های ایمنی صحنه هم در جلسه گفته شد.",
);

/// In the third meeting.
pub const THIRD_MINUTES: &[Said] = &[
    said(
        "training-photo",
        "دورهٔ نخست به سبب سفر مدرس برگزار نشد. واحدها خواستند که دوره بیش از این عقب نیفتد.",
    ),
    said(
        "camera-1",
        "سه واحد دوربین ندارند و برای هر مراسم از دیگران امانت می‌گیرند. خرید یک‌جا ارزان‌تر و زودتر دانسته شد.",
    ),
    said(
        "petty-cash",
        "نمایندهٔ مالی گفت که پرداخت تنخواه در چارچوب سقف مصوب شدنی است.",
    ),
    said(
        "stray-duty",
        "مدیران مناطق گفتند که نزدیک به یک هفتهٔ کاری در ماه صرف آمارهایی می‌شود که به اطلاع‌رسانی ربطی ندارد.",
    ),
];
