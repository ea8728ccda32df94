//! Rendered mails as snapshots, and titles that mean harm.

use chrono::{DateTime, NaiveDate};

use super::*;

fn render(notice: &Notice, to: &Recipient) -> Result<Rendered> {
    render_for(notice, to, None, &letter(to.locale))
}

/// Head and foot as they are by themselves.
fn letter(locale: Locale) -> Letter {
    let values = [("data_dir".to_owned(), "data".to_owned())].into();
    let settings = crate::config::Settings::from_values(&values).unwrap();
    crate::notifications::letterhead::Letterhead::default().letter(&settings, locale)
}
use crate::clock::Timestamp;
use crate::ids::{MeetingId, RequestId, UserId};
use crate::notifications::model::{Fact, Kind, Label, Thing, Thread, Value, Why};

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn at(rfc3339: &str) -> Timestamp {
    Timestamp::new(DateTime::parse_from_rfc3339(rfc3339).unwrap().to_utc())
}

fn to(locale: Locale, why: Why) -> Recipient {
    let name = locale
        .pick("مسئول روابط عمومی منطقهٔ ۲", "Head of PR, District 2")
        .to_owned();
    Recipient {
        user_id: UserId(7),
        name,
        email: "unit2@example.test".into(),
        locale,
        why,
    }
}

fn request(title: &str) -> Thread {
    Thread {
        about: Thing::Request(RequestId(42)),
        label: "1398-0042".into(),
        title: title.into(),
    }
}

fn assigned() -> Notice {
    Notice {
        kind: Kind::RequestAssigned,
        thread: Some(request("تأمین دوربین عکاسی برای روابط عمومی منطقهٔ ۲")),
        actor: Some("مدیر ارتباطات".into()),
        facts: vec![
            Fact::new(Label::Unit, Value::Text("روابط عمومی منطقهٔ ۲".into())),
            Fact::new(Label::Desk, Value::Text("میز مالی".into())),
            Fact::new(Label::Amount, Value::Rials(450_000_000)),
            Fact::new(Label::Deadline, Value::Date(day(2019, 12, 11))),
        ],
        quote: Some("لطفاً پیش از جلسهٔ بعد نتیجه اعلام شود.\nتلفن هماهنگی: 013-33221100".into()),
        link: Some("https://pr.example.test/requests/42".into()),
        secret_link: false,
    }
}

fn rejected() -> Notice {
    Notice {
        kind: Kind::RequestRejected,
        thread: Some(request("خرید Canon EOS R6 و عدسی 70-200")),
        actor: Some("مدیر ارتباطات".into()),
        facts: vec![Fact::new(Label::TurnTo, Value::Text("معاونت مالی و اقتصادی".into()))],
        quote: Some("اعتبار این ردیف در سال جاری به پایان رسیده است.".into()),
        link: Some("https://pr.example.test/requests/42".into()),
        secret_link: false,
    }
}

fn meeting() -> Notice {
    Notice {
        kind: Kind::MeetingScheduled,
        thread: Some(Thread {
            about: Thing::Meeting(MeetingId(3)),
            label: "3".into(),
            title: "سومین جلسهٔ هماهنگی روابط عمومی‌ها".into(),
        }),
        actor: None,
        facts: vec![
            Fact::new(Label::StartsAt, Value::Time(at("2020-01-07T06:30:00Z"))),
            Fact::new(Label::Place, Value::Text("سالن جلسات ساختمان مرکزی".into())),
            Fact::new(Label::AgendaItems, Value::Number(15)),
        ],
        quote: None,
        link: Some("https://pr.example.test/meetings/3".into()),
        secret_link: false,
    }
}

fn changed() -> Notice {
    let mut facts = meeting().facts;
    facts.truncate(2);
    facts.push(Fact::new(Label::FormerTime, Value::Time(at("2020-01-06T06:30:00Z"))));
    facts.push(Fact::new(Label::FormerPlace, Value::Text("سالن همایش".into())));
    Notice {
        kind: Kind::MeetingChanged,
        actor: Some("مدیر ارتباطات".into()),
        facts,
        ..meeting()
    }
}

fn postponed() -> Notice {
    Notice {
        kind: Kind::MeetingPostponed,
        quote: Some("بیشتر مدیران در مأموریت هستند.".into()),
        ..meeting()
    }
}

fn reminder() -> Notice {
    Notice {
        kind: Kind::MeetingReminder,
        link: Some("https://pr.example.test/invitation/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6".into()),
        secret_link: true,
        ..meeting()
    }
}

fn agenda(kind: Kind) -> Notice {
    let revised = kind == Kind::AgendaRevised;
    let mut facts = meeting().facts;
    facts.extend(revised.then(|| Fact::new(Label::Revision, Value::Number(2))));
    let changes = "• «دوربین عکاسی» افزوده شد.\n• «تور خبری» از ردیف ۴ به ۲ رفت.";
    Notice {
        kind,
        actor: Some("مدیر ارتباطات".into()),
        facts,
        quote: revised.then(|| changes.to_owned()),
        ..meeting()
    }
}

fn minutes(kind: Kind) -> Notice {
    Notice {
        kind,
        actor: Some("مدیر ارتباطات".into()),
        facts: vec![
            Fact::new(Label::HeldOn, Value::Date("2020-01-07".parse().unwrap())),
            Fact::new(Label::TextVersion, Value::Number(1)),
        ],
        link: Some("https://pr.example.test/meetings/3/minutes".into()),
        ..meeting()
    }
}

fn webhook() -> Notice {
    Notice {
        kind: Kind::WebhookPaused,
        thread: None,
        actor: None,
        facts: vec![
            Fact::new(Label::Webhook, Value::Text("درگاه پیامک".into())),
            Fact::new(Label::Tries, Value::Number(12)),
        ],
        quote: Some("503 Service Unavailable".into()),
        link: Some("https://pr.example.test/webhooks/1".into()),
        secret_link: false,
    }
}

fn reset() -> Notice {
    Notice {
        kind: Kind::PasswordReset,
        thread: None,
        actor: None,
        facts: vec![Fact::new(Label::ExpiresAt, Value::Time(at("2019-12-03T08:30:00Z")))],
        quote: None,
        link: Some("https://pr.example.test/reset#token=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6".into()),
        secret_link: true,
    }
}

fn twin(rendered: &Rendered) -> String {
    // Isolates are invisible; a reviewer has to see them.
    let text = rendered.text.replace('\u{2068}', "⟨").replace('\u{2069}', "⟩");
    format!("Subject: {}\n\n{text}", rendered.subject)
}

#[test]
fn text_twins() {
    let cases = [
        ("assigned_owner_fa", assigned(), Locale::Fa, Why::Owner),
        ("assigned_filer_en", assigned(), Locale::En, Why::Filed),
        ("rejected_fa", rejected(), Locale::Fa, Why::Filed),
        ("meeting_fa", meeting(), Locale::Fa, Why::Invited),
        ("meeting_changed_fa", changed(), Locale::Fa, Why::Invited),
        ("meeting_changed_en", changed(), Locale::En, Why::Invited),
        ("meeting_postponed_fa", postponed(), Locale::Fa, Why::Invited),
        ("meeting_reminder_guest_fa", reminder(), Locale::Fa, Why::Invited),
        (
            "agenda_published_fa",
            agenda(Kind::AgendaPublished),
            Locale::Fa,
            Why::Invited,
        ),
        (
            "agenda_revised_fa",
            agenda(Kind::AgendaRevised),
            Locale::Fa,
            Why::Invited,
        ),
        (
            "agenda_revised_en",
            agenda(Kind::AgendaRevised),
            Locale::En,
            Why::Invited,
        ),
        (
            "minutes_review_fa",
            minutes(Kind::MinutesReview),
            Locale::Fa,
            Why::Attended,
        ),
        (
            "minutes_approved_fa",
            minutes(Kind::MinutesApproved),
            Locale::Fa,
            Why::Attended,
        ),
        ("webhook_paused_fa", webhook(), Locale::Fa, Why::Administers),
        ("webhook_paused_en", webhook(), Locale::En, Why::Administers),
        ("reset_fa", reset(), Locale::Fa, Why::Account),
        ("reset_en", reset(), Locale::En, Why::Account),
    ];
    for (name, notice, locale, why) in cases {
        insta::assert_snapshot!(name, twin(&render(&notice, &to(locale, why)).unwrap()));
    }
}

#[test]
fn html() {
    insta::assert_snapshot!(
        "assigned_owner_fa_html",
        render(&assigned(), &to(Locale::Fa, Why::Owner)).unwrap().html
    );
    insta::assert_snapshot!(
        "reset_en_html",
        render(&reset(), &to(Locale::En, Why::Account)).unwrap().html
    );
}

#[test]
fn every_kind_renders_for_everyone() {
    for kind in Kind::ALL {
        for why in Why::ALL {
            for locale in Locale::ALL {
                let rendered = render(
                    &Notice {
                        kind: *kind,
                        ..assigned()
                    },
                    &to(*locale, *why),
                )
                .unwrap();
                let tagged = rendered.subject.starts_with("[#1398-0042] ");
                assert_eq!(
                    tagged,
                    words::subject_of(*kind) == Subject::Request,
                    "{kind} {}",
                    rendered.subject
                );
                assert!(rendered.text.contains("https://pr.example.test/requests/42"));
                let direction = locale.pick("<html lang=\"fa\" dir=\"rtl\">", "<html lang=\"en\" dir=\"ltr\">");
                assert!(rendered.html.contains(direction));
            }
        }
    }
}

#[test]
fn parts_that_are_missing_leave_no_gap() {
    let thread = Some(Thread {
        about: Thing::Request(RequestId(42)),
        label: String::new(),
        title: "عنوان".into(),
    });
    for bits in 0..16 {
        let has = |bit: u8| bits & (1 << bit) != 0;
        let full = assigned();
        let notice = Notice {
            kind: Kind::RequestAssigned,
            thread: has(0).then(|| thread.clone()).flatten(),
            actor: None,
            facts: if has(1) { full.facts } else { Vec::new() },
            quote: has(2).then_some(full.quote).flatten(),
            link: has(3).then_some(full.link).flatten(),
            secret_link: false,
        };
        let text = render(&notice, &to(Locale::Fa, Why::Owner)).unwrap().text;
        assert!(!text.contains("\n\n\n"), "{text}");
        for (present, line) in [
            (has(0), "درخواست: عنوان"),
            (has(2), "دستور ارجاع:"),
            (has(3), "دیدن درخواست:"),
            (true, "-- "),
        ] {
            assert_eq!(text.lines().any(|l| l == line), present, "{line} in {text}");
        }
    }
}

#[test]
fn persian_texts_are_well_written() {
    for kind in Kind::ALL {
        for why in Why::ALL {
            let t = texts(*kind, *why);
            for said in [t.headline, t.lead, t.button, t.by, t.quote, words::why(*why)] {
                let arabic = ['ي', 'ك', 'ى', 'ة', '\u{0640}', '\u{200D}'];
                assert!(
                    !said.fa.contains(arabic) && !said.fa.contains("  ") && said.fa.trim() == said.fa,
                    "{}",
                    said.fa
                );
                assert!(
                    !said.fa.contains(" \u{200C}") && !said.fa.contains("\u{200C} "),
                    "{}",
                    said.fa
                );
                // A full stop in Persian ends Persian words: digits and Latin letters have no place in them.
                assert!(!said.fa.contains(|c: char| c.is_ascii_alphanumeric()), "{}", said.fa);
                assert!(said.en.is_ascii() && said.en.trim() == said.en, "{}", said.en);
            }
        }
    }
}

#[test]
fn hostile_titles() {
    let long = "دوربین ".repeat(2000);
    for evil in [
        "x\r\nBcc: thief@example.test",
        "</title></h1><script>alert(1)</script>",
        "\" onmouseover=\"alert(1)",
        "\u{202E}gpj.exe\u{2066}",
        "{{ c.title }}{% include \"x\" %}",
        "",
        long.as_str(),
    ] {
        let notice = Notice {
            thread: Some(request(evil)),
            actor: Some(evil.into()),
            quote: Some(evil.into()),
            facts: vec![Fact::new(Label::Place, Value::Text(evil.into()))],
            ..assigned()
        };
        for locale in Locale::ALL {
            let mail = render(
                &notice,
                &Recipient {
                    name: evil.into(),
                    ..to(*locale, Why::Filed)
                },
            )
            .unwrap();
            assert!(!mail.subject.contains(char::is_control), "{:?}", mail.subject);
            assert!(mail.subject.chars().count() <= 150, "{:?}", mail.subject);
            assert!(
                !mail.html.contains("<script") && !mail.html.contains("\" onmouse"),
                "{evil:?}"
            );
            for overriding in ['\u{202E}', '\u{2066}'] {
                assert!(
                    !mail.subject.contains(overriding)
                        && !mail.html.contains(overriding)
                        && !mail.text.contains(overriding)
                );
            }
            assert!(!mail.text.lines().any(|line| line.starts_with("Bcc:")));
            assert!(mail.html.len() < 60_000, "{}", mail.html.len());
        }
    }
}

#[test]
fn newlines_in_a_reason_are_kept_and_it_cannot_fake_the_footer() {
    let notice = Notice {
        quote: Some("یک\r\n\r\n-- \nدو <b>".into()),
        ..rejected()
    };
    let mail = render(&notice, &to(Locale::Fa, Why::Filed)).unwrap();
    assert!(mail.html.contains("یک<br><br>--<br>دو &#60;b&#62;"), "{}", mail.html);
    assert!(mail.text.contains("> یک\n>\n> --\n> دو <b>\n"), "{}", mail.text);
}

#[test]
fn only_web_addresses_become_links() {
    for bad in [
        "javascript:alert(1)",
        "/requests/42",
        "https://x/\r\ny",
        "https://x/ y",
        "https://x/آ",
    ] {
        let notice = Notice {
            link: Some(bad.into()),
            ..assigned()
        };
        assert!(render(&notice, &to(Locale::Fa, Why::Owner)).is_err(), "{bad:?}");
    }
    let bare = Notice {
        link: None,
        ..assigned()
    };
    assert!(!render(&bare, &to(Locale::Fa, Why::Owner)).unwrap().html.contains("<a "));
}

#[test]
fn a_label_that_is_no_number_makes_no_tag() {
    let thread = Some(Thread {
        about: Thing::Request(RequestId(3)),
        label: "۳] x".into(),
        title: "عنوان".into(),
    });
    let mail = render(&Notice { thread, ..rejected() }, &to(Locale::Fa, Why::Filed)).unwrap();
    assert_eq!(mail.subject, "با درخواست موافقت نشد: عنوان");
}
