//! Papers as JSON and as pages, and dates for calendars.

use proptest::prelude::*;

use super::ics::{CalendarEvent, Method, Person};
use super::paper::{Block, Paper, Text};
use super::{html, ics, samples};
use crate::clock::Timestamp;

fn at(text: &str) -> Timestamp {
    Timestamp::new(text.parse().unwrap())
}

#[test]
fn the_model_as_json() {
    let paper = samples::everything();
    let json = serde_json::to_string_pretty(&paper).unwrap();
    assert_eq!(serde_json::from_str::<Paper>(&json).unwrap(), paper);
    insta::assert_snapshot!(json);
}

#[test]
fn the_page_holds_everything_and_nobodys_markup() {
    let page = html::render(&samples::everything()).unwrap();
    for said in [
        "dir=\"rtl\"",
        "شهرداری",
        "پیش‌نویس",
        "دو میلیون و پانصد هزار ریال",
        "تأیید شد در",
        "9f86d081884c7d65",
        "https://example.org/verify/9f86d081",
        "<path d=\"M",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(page.contains("#strong[نه] *نه* $x$ &#38;amp; {{7*7}}"), "{page}");
}

fn event(method: Method) -> CalendarEvent {
    CalendarEvent {
        uid: "meeting-3@example.org".into(),
        sequence: 4,
        method,
        stamp: at("2019-12-03T06:00:00Z"),
        starts: at("2019-12-24T06:30:00Z"),
        ends: at("2019-12-24T08:30:00Z"),
        title: "جلسهٔ هماهنگی، نشست ۳؛ دوربین, سه‌پایه; \\n".into(),
        place: "سالن جلسات\r\nATTENDEE:mailto:x@example.org".into(),
        description: String::new(),
        url: "https://example.org/meetings/3".into(),
        cancelled: false,
        organizer: Some(Person {
            name: "مدیر \"ارتباطات\"; روابط".into(),
            email: "director@example.org".into(),
        }),
        attendees: vec![
            Person {
                name: "مدیر روابط عمومی منطقهٔ ۱".into(),
                email: "head-01@example.org".into(),
            },
            Person {
                name: "A, B".into(),
                email: "head-02@example.org".into(),
            },
        ],
    }
}

#[test]
fn dates_for_calendars() {
    let all = [Method::Publish, Method::Request, Method::Cancel].map(|m| ics::render(&event(m)));
    for file in &all {
        assert!(file.lines().all(|line| line.len() <= 75), "folded: {file}");
        assert!(
            file.split("\r\n").all(|line| !line.contains('\n')),
            "ends of lines: {file}"
        );
        assert!(!file.contains("\nATTENDEE:mailto:x@"), "{file}");
        assert!(
            file.contains("UID:meeting-3@example.org") && file.contains("SEQUENCE:4"),
            "{file}"
        );
    }
    insta::assert_snapshot!(all.join("\n").replace('\r', ""));
}

proptest! {
    /// Whatever was typed is there in a page as text.
    #[test]
    fn pages_hold_text(typed in "\\PC*") {
        let text = Text::typed(&typed);
        let escaped = text.as_str().replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;");
        let page = html::render(&Paper { blocks: vec![Block::Paragraph { text }], ..Paper::default() }).unwrap();
        let start = page.split_once("<p class=\"typed\">").unwrap().1;
        prop_assert_eq!(start.split_once("</p>").unwrap().0, escaped);
    }
}
