//! Answers as mail programs write them, and what is new in them.

use proptest::prelude::*;

use super::*;

#[test]
fn quoted_mails_and_signatures_are_left_out() {
    for (name, text, wanted) in [
        (
            "Gmail",
            "پیش‌فاکتور پیوست شد.\n\nOn Tue, Dec 3, 2019 at 10:00 AM سامانهٔ هماهنگ <\nhamahang@example.org> wrote:\n\n> درخواست\n> دوربین\n",
            "پیش‌فاکتور پیوست شد.",
        ),
        (
            "Gmail in Persian",
            "سلام\nبله، درست است.\n\n\u{202B}در تاریخ سه‌شنبه ۱۲ آذر ۱۳۹۸،\u{200F} ۱۰:۰۰ \u{202A}سامانه <h@example.org>\u{202C} نوشت:\u{202C}\n\n> متن\n",
            "سلام\nبله، درست است.",
        ),
        (
            "Outlook",
            "تأیید می‌شود.\r\n\r\nFrom: سامانهٔ هماهنگ <h@example.org>\r\nSent: Tuesday, December 3, 2019 10:00 AM\r\nTo: x\r\nSubject: [#1398-0001]\r\n\r\nمتن نامهٔ پیشین\r\n",
            "تأیید می‌شود.",
        ),
        (
            "Outlook in Persian",
            "تأیید می‌شود.\n\n________________________________\n\nاز: سامانه\nارسال‌شده: سه‌شنبه\nبه: x\nموضوع: y\n\nمتن\n",
            "تأیید می‌شود.",
        ),
        (
            "Outlook mobile",
            "باشد\n\nGet Outlook for Android<https://aka.ms/x>\n________________________________\nFrom: a <a@b>\nSent: now\nTo: c\n\nold",
            "باشد",
        ),
        (
            "iPhone",
            "می‌آیم\n\nSent from my iPhone\n\n> On 3 Dec 2019, at 10:00, h@example.org wrote:\n> \n> متن\n",
            "می‌آیم",
        ),
        ("iPhone in Persian", "می‌آیم\n\nارسال‌شده از iPhone من\n", "می‌آیم"),
        ("signature", "متن\n-- \nمدیر روابط عمومی\nتلفن ۱۲۳", "متن"),
        (
            "below",
            "On 3 Dec 2019 h@example.org wrote:\n> پرسش\n> دوم\n\nپاسخ در پایین\n",
            "پاسخ در پایین",
        ),
        (
            "between",
            "سلام\n\nOn 3 Dec 2019 h@example.org wrote:\n> یک؟\nبله\n> دو؟\nنه\n-- \nx",
            "سلام\n\nبله\nنه",
        ),
        (
            "original message",
            "ok\n\n-----Original Message-----\nFrom: x\n\nold",
            "ok",
        ),
        ("پیام اصلی", "باشد\n----- پیام اصلی -----\nاز: x", "باشد"),
        ("nothing quoted", "خط یک\n\n\n\nخط دو\n", "خط یک\n\nخط دو"),
        (
            "a colleague's words",
            "همکارم نوشت:\nدوربین خراب است.",
            "همکارم نوشت:\nدوربین خراب است.",
        ),
        (
            "a list that looks like a header",
            "از: تهران\nمقصد: رشت\n",
            "از: تهران\nمقصد: رشت",
        ),
        ("only quoted", "> متن\n", ""),
        ("empty", "", ""),
    ] {
        assert_eq!(new_words(text), wanted, "{name}");
    }
}

#[test]
fn a_text_that_answers_nothing_loses_its_signature_only() {
    let text = "متن\n\nFrom: a\nSent: b\nTo: c\n\nپیام بازفرستاده\n--\nامضا";
    assert_eq!(unsigned(text), "متن\n\nFrom: a\nSent: b\nTo: c\n\nپیام بازفرستاده");
}

proptest! {
    #[test]
    fn nothing_is_added_and_nothing_breaks(text in "(?s)([ \\n>\u{200F}a-zسیک:@_-]|On 1 x wrote:|From: a\\n|Sent: b\\n|To: c\\n){0,60}") {
        let cut = new_words(&text);
        for line in cut.lines().filter(|line| !line.is_empty()) {
            prop_assert!(text.lines().any(|l| l.trim_end() == line), "{line:?}");
        }
        prop_assert_eq!(new_words(&cut.clone()).len() <= cut.len(), true);
    }
}
