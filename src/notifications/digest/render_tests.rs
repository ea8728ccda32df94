//! A digest in both languages, as text and as a page.

use std::sync::Arc;

use super::*;
use crate::accounts::{Grant, Role};
use crate::config::Settings;
use crate::ids::{MeetingId, NotificationId, RequestId, UserId};
use crate::notifications::digest::rules::groups;
use crate::notifications::inbox_store::sample;
use crate::notifications::model::Thing;

fn cx() -> Cx {
    let values = [
        ("data_dir".to_owned(), "data".to_owned()),
        ("base_url".to_owned(), "https://hamahang.test".to_owned()),
    ];
    Cx {
        now: "2019-12-03T06:30:00Z"
            .parse()
            .map(crate::clock::Timestamp::new)
            .unwrap(),
        settings: Arc::new(Settings::from_values(&values.into()).unwrap()),
        hold: None,
    }
}

fn rows() -> Vec<Row> {
    let cx = cx();
    let row =
        |id, kind, why, thing, label: &str, title: &str, actor: Option<&str>, quote: Option<&str>, path: &str| Row {
            actor: actor.map(str::to_owned),
            quote: quote.map(str::to_owned),
            path: Some(path.to_owned()),
            ..sample(NotificationId(id), kind, why, Some(thing), label, title, cx.now)
        };
    let request = |n| Thing::Request(RequestId(n));
    let camera = ("1398-0001", "خرید دوربین عکاسی", "/requests/1398-0001");
    let mut rows = vec![
        row(
            1,
            Kind::RequestAssigned,
            Why::Filed,
            request(1),
            camera.0,
            camera.1,
            Some("مدیر ارتباطات"),
            None,
            camera.2,
        ),
        row(
            2,
            Kind::Commented,
            Why::Filed,
            request(1),
            camera.0,
            camera.1,
            Some("کارشناس مالی"),
            Some("پیش‌فاکتور از 013-33221100 رسید."),
            "/requests/1398-0001#comment-3",
        ),
        row(
            3,
            Kind::ProposalAccepted,
            Why::Proposed,
            Thing::Meeting(MeetingId(2)),
            "12",
            "جلسهٔ ماهانهٔ روابط عمومی‌ها",
            Some("مدیر ارتباطات"),
            None,
            "/meetings/2/proposals",
        ),
        row(
            4,
            Kind::RequestDone,
            Why::Filed,
            request(7),
            "1398-0007",
            "دورهٔ عکاسی خبری <b>",
            Some("کارشناس آموزش"),
            Some("دوره برگزار شد."),
            "/requests/1398-0007",
        ),
    ];
    for id in 5..12 {
        rows.push(row(
            id,
            Kind::Commented,
            Why::Filed,
            request(9),
            "1398-0009",
            "پایهٔ نور",
            Some("کارشناس مالی"),
            None,
            "/requests/1398-0009",
        ));
    }
    rows
}

fn reader(locale: Locale) -> Actor {
    Actor {
        name: "مدیر روابط عمومی منطقهٔ ۱".to_owned(),
        locale,
        ..Actor::holding(UserId(2), vec![Grant::everywhere(Role::Auditor)])
    }
}

fn rendered(locale: Locale) -> Rendered {
    render(&cx(), &reader(locale), &groups(rows()), &Letterhead::default()).unwrap()
}

#[test]
fn a_digest_reads_well_in_both_languages() {
    for (locale, name) in [(Locale::Fa, "fa"), (Locale::En, "en")] {
        let mail = rendered(locale);
        insta::assert_snapshot!(format!("digest_{name}"), format!("{}\n\n{}", mail.subject, mail.text));
    }
}

#[test]
fn its_page_says_the_same_and_holds_no_markup_of_others() {
    let mail = rendered(Locale::Fa);
    insta::assert_snapshot!("digest_fa_html", mail.html);
    assert!(!mail.html.contains("<b>") && mail.html.contains("dir=\"rtl\""));
    let links = mail.html.matches("href=\"").count();
    assert_eq!(links, 6, "four things, the button, the preferences");
}
