//! Messages read back by a parser, and rows that mean harm.

use mail_parser::{Message as Parsed, MessageParser, MimeHeaders};

use super::*;

fn sender() -> Sender {
    Sender {
        name: "سامانهٔ هماهنگ".into(),
        address: "hamahang@example.test".into(),
        domain: "example.test".into(),
        returns: None,
    }
}

fn mail() -> OutgoingMail {
    let earlier: Vec<String> = (1..=20)
        .map(|n| message_id(Kind::InfoAsked, &n.to_string(), "example.test"))
        .collect();
    OutgoingMail {
        message_id: message_id(Kind::RequestAssigned, "21", "example.test"),
        in_reply_to: earlier.last().cloned(),
        references: references(&thread_root("request-42", "example.test"), &earlier),
        to_name: "مسئول روابط عمومی، منطقهٔ ۲".into(),
        to_address: "unit2@example.test".into(),
        subject: "[#1405-0042] ارجاع درخواست: تأمین دوربین عکاسی برای روابط عمومی منطقهٔ ۲ و سازمان آتش‌نشانی".into(),
        text: "همکار گرامی،\n\nاین درخواست به شما ارجاع شد.\n-- \nهماهنگ\n".into(),
        html: format!("<p dir=\"rtl\">{}</p>", "درخواست به شما ارجاع شد. ".repeat(100)),
        created_at: Timestamp::new(DateTime::from_timestamp(1_575_358_200, 123_456_000).unwrap()),
        kind: Kind::RequestAssigned,
        why: Some(Why::Owner),
        about: Some(Thing::Request(crate::ids::RequestId(42))),
        reply_to: None,
        list_unsubscribe: Some("https://pr.example.test/preferences".into()),
        calendar: None,
        paper: None,
    }
}

fn bytes(mail: &OutgoingMail) -> Vec<u8> {
    build(mail, &sender(), &Enclosed::default()).unwrap().formatted()
}

fn parsed(bytes: &[u8]) -> Parsed<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

fn header_names(message: &Parsed<'_>) -> Vec<String> {
    message.headers().iter().map(|h| h.name().to_owned()).collect()
}

#[test]
fn round_trip() {
    let mail = mail();
    let bytes = bytes(&mail);
    let message = parsed(&bytes);
    assert_eq!(message.subject(), Some(mail.subject.as_str()));
    assert_eq!(message.from().unwrap().first().unwrap().name(), Some("سامانهٔ هماهنگ"));
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(
        (to.name(), to.address()),
        (Some(mail.to_name.as_str()), Some("unit2@example.test"))
    );
    assert_eq!(message.message_id(), Some("request_assigned.21@example.test"));
    assert_eq!(message.in_reply_to().as_text(), Some("info_asked.20@example.test"));
    let ids = ["request-42", "info_asked.1", "info_asked.2", "info_asked.3"]
        .map(str::to_owned)
        .into_iter();
    let ids: Vec<String> = ids
        .chain((15..=20).map(|n| format!("info_asked.{n}")))
        .map(|id| format!("{id}@example.test"))
        .collect();
    assert_eq!(message.references().as_text_list().unwrap(), ids);
    assert_eq!(message.date().unwrap().to_rfc3339(), "2019-12-03T07:30:00Z");
    for (name, value) in [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Loop", "hamahang@example.test"),
        ("X-Hamahang-Event", "request_assigned"),
        ("List-Id", "<notifications.example.test>"),
        ("List-Unsubscribe", "<https://pr.example.test/preferences>"),
    ] {
        assert_eq!(message.header_raw(name).map(str::trim), Some(value), "{name}");
    }
    assert_eq!(
        message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(),
        mail.text.trim_end()
    );
    assert_eq!(message.body_html(0).unwrap().trim_end(), mail.html);
}

#[test]
fn the_same_row_gives_the_same_bytes() {
    assert_eq!(bytes(&mail()), bytes(&mail()));
    let other = OutgoingMail {
        text: "دیگر".into(),
        ..mail()
    };
    assert_ne!(boundary(&mail()), boundary(&other));
}

#[test]
fn no_header_comes_in_through_a_text() {
    let plain = bytes(&mail());
    let expected = header_names(&parsed(&plain));
    for evil in [
        "x\r\nBcc: thief@example.test",
        "x\nBcc: thief@example.test\n\nbody",
        "x\rBcc: thief@example.test",
        "=?utf-8?Q?x=0D=0ABcc:_thief@example.test?=",
        "\u{85}\u{2028}Bcc: thief@example.test",
        "\"<thief@example.test>\" , ",
        "آ\u{0}ب\u{7f}\r\n\r\n.\r\n",
    ] {
        let mail = OutgoingMail {
            subject: evil.into(),
            to_name: evil.into(),
            text: evil.into(),
            html: evil.into(),
            ..mail()
        };
        let bytes = bytes(&mail);
        let message = parsed(&bytes);
        assert_eq!(header_names(&message), expected, "{evil:?}");
        assert!(message.bcc().is_none());
        assert_eq!(message.to().unwrap().iter().count(), 1, "{evil:?}");
        assert_eq!(
            message.to().unwrap().first().unwrap().address(),
            Some("unit2@example.test"),
            "{evil:?}"
        );
        assert!(!message.subject().unwrap().contains(['\r', '\n', '\0']));
    }
}

#[test]
fn lines_stay_within_998_octets_and_ascii() {
    for long in [
        "a".repeat(10_000),
        "آ".repeat(10_000),
        "a b ".repeat(5_000),
        "<".repeat(5_000),
    ] {
        let mail = OutgoingMail {
            subject: long.clone(),
            to_name: long.clone(),
            text: long.clone(),
            html: long,
            ..mail()
        };
        let bytes = bytes(&mail);
        assert!(bytes.is_ascii());
        let longest = bytes.split(|b| *b == b'\n').map(<[u8]>::len).max();
        assert!(longest <= Some(998), "{longest:?}");
    }
}

#[test]
fn unusable_identifiers_and_addresses_are_refused() {
    let id = |message_id: &str| {
        build(
            &OutgoingMail {
                message_id: message_id.into(),
                ..mail()
            },
            &sender(),
            &Enclosed::default(),
        )
        .map(|_| ())
    };
    for bad in ["", "x@y", "<>", "<a b@c>", "<a@b>\r\nBcc: x", "<a>\n<b>", "<آ@b>"] {
        assert_eq!(id(bad), Err(BuildError::Header("Message-ID")), "{bad:?}");
    }
    for bad in ["", "nobody", "a@b\r\nBcc: x@y", "a@b, c@d", "آ@example.test", "<a@b>"] {
        let mail = OutgoingMail {
            to_address: bad.into(),
            ..mail()
        };
        assert!(
            matches!(
                build(&mail, &sender(), &Enclosed::default()),
                Err(BuildError::Address(_))
            ),
            "{bad:?}"
        );
    }
    for bad in [
        "javascript:alert(1)",
        "https://x/ y",
        "https://x>,<mailto:y",
        "https://x\r\nBcc: y",
    ] {
        let mail = OutgoingMail {
            list_unsubscribe: Some(bad.into()),
            ..mail()
        };
        assert_eq!(
            build(&mail, &sender(), &Enclosed::default()).map(|_| ()),
            Err(BuildError::Header("List-Unsubscribe")),
            "{bad:?}"
        );
    }
}

#[test]
fn references_keep_the_root_and_never_repeat_it() {
    let root = thread_root("request-42", "d");
    assert_eq!(references(&root, &[]), ["<request-42@d>"]);
    assert_eq!(
        references(&root, &[root.clone(), "<a@d>".into()]),
        ["<request-42@d>", "<a@d>"]
    );
    let many: Vec<String> = (0..50).map(|n| format!("<{n}@d>")).collect();
    let kept = references(&root, &many);
    assert_eq!(kept.len(), 10);
    assert_eq!(
        (kept[0].as_str(), kept[3].as_str(), kept[4].as_str(), kept[9].as_str()),
        ("<request-42@d>", "<2@d>", "<44@d>", "<49@d>")
    );
}

#[test]
fn dates_outside_the_header_s_years_do_not_break_it() {
    for seconds in [-1, -62_135_596_800, 253_402_300_799] {
        let at = Timestamp::new(DateTime::from_timestamp(seconds, 0).unwrap());
        assert!(
            !bytes(&OutgoingMail {
                created_at: at,
                ..mail()
            })
            .is_empty()
        );
    }
}

/// An entry for a calendar, as `export::ics` writes them.
fn entry() -> String {
    use crate::export::ics::{CalendarEvent, Method, Person, render};
    let at = |seconds| Timestamp::new(DateTime::from_timestamp(seconds, 0).unwrap());
    let person = |name: &str, email: &str| Person {
        name: name.into(),
        email: email.into(),
    };
    render(&CalendarEvent {
        uid: "meeting-3@example.test".into(),
        sequence: 1,
        method: Method::Request,
        stamp: at(1_575_358_200),
        starts: at(1_577_169_000),
        ends: at(1_577_176_200),
        title: "جلسهٔ هماهنگی روابط عمومی‌ها، نشست ۳".into(),
        place: "سالن جلسات".into(),
        description: String::new(),
        url: "https://pr.example.test/meetings/3".into(),
        cancelled: false,
        organizer: Some(person("سامانهٔ هماهنگ", "hamahang@example.test")),
        attendees: vec![person("مسئول روابط عمومی منطقهٔ ۲", "unit2@example.test")],
    })
}

#[test]
fn an_invitation_is_an_alternative_and_attached() {
    let mail = OutgoingMail {
        kind: Kind::MeetingChanged,
        message_id: message_id(Kind::MeetingChanged, "21", "example.test"),
        in_reply_to: None,
        references: vec![thread_root("meeting-3", "example.test")],
        subject: "تغییر زمان یا مکان جلسه".into(),
        text: "زمان جلسه تغییر کرد.\n".into(),
        html: "<p dir=\"rtl\">زمان جلسه تغییر کرد.</p>".into(),
        calendar: Some(entry()),
        ..mail()
    };
    let bytes = bytes(&mail);
    insta::assert_snapshot!(
        "invitation",
        String::from_utf8(bytes.clone()).unwrap().replace('\r', "")
    );
    let message = parsed(&bytes);
    let kinds: Vec<_> = message
        .parts
        .iter()
        .map(|part| {
            let kind = part.content_type().unwrap();
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())
        })
        .collect();
    let wanted = [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ];
    assert_eq!(kinds, wanted);
    let shown = &message.parts[4];
    assert_eq!(shown.content_type().unwrap().attribute("method"), Some("REQUEST"));
    let plain = |text: &str| text.replace('\r', "").trim_end().to_owned();
    assert_eq!(plain(shown.text_contents().unwrap()), plain(&entry()));
    assert_eq!(
        plain(std::str::from_utf8(message.parts[5].contents()).unwrap()),
        plain(&entry())
    );
}

#[test]
fn an_entry_without_a_method_is_refused() {
    for entry in [
        "",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "METHOD:\r\n",
        "METHOD:request; x=y\r\n",
    ] {
        let mail = OutgoingMail {
            calendar: Some(entry.into()),
            ..mail()
        };
        assert!(
            matches!(
                build(&mail, &sender(), &Enclosed::default()),
                Err(BuildError::Message(_))
            ),
            "{entry:?}"
        );
    }
}
