//! Mails that go round, and mails that do not.

use super::*;
use crate::mail_in::parse;

fn own() -> Own<'static> {
    Own {
        address: "hamahang@pr.test",
        domain: "pr.test",
        takes_answers: &|address| address.starts_with("requests") && address.ends_with("@pr.test"),
        auth_server: "",
    }
}

fn letter(headers: &str) -> Letter {
    parse::read(format!("{headers}\r\nMessage-ID: <a@b>\r\n\r\nمتن\r\n").as_bytes())
}

const HEAD: &str = "From: head-01@demo.test";

#[test]
fn what_machines_send_is_never_taken_for_a_persons_word() {
    let ignored = |reason| Verdict::Ignore(reason);
    for (headers, wanted) in [
        ("", Verdict::Letter),
        ("Auto-Submitted: no", Verdict::Letter),
        ("Auto-Submitted: NO (a person)", Verdict::Letter),
        ("Auto-Submitted: auto-replied", ignored(MailReason::Automatic)),
        ("auto-submitted: auto-generated; x=y", ignored(MailReason::Automatic)),
        ("Precedence: Bulk", ignored(MailReason::Automatic)),
        ("Precedence: first-class", Verdict::Letter),
        ("Precedence: junk", ignored(MailReason::Automatic)),
        ("Precedence: auto_reply", ignored(MailReason::Automatic)),
        ("X-Autoreply: yes", ignored(MailReason::Automatic)),
        ("Return-Path: <>", ignored(MailReason::Automatic)),
        ("Return-Path: <head-01@demo.test>", Verdict::Letter),
        ("X-Loop: hamahang@pr.test", ignored(MailReason::Loop)),
        ("X-Loop: other@pr.test", Verdict::Letter),
        ("List-Id: <notifications.pr.test>", ignored(MailReason::Loop)),
        ("List-Id: <news.pr.test>", Verdict::Hold(MailReason::MailingList)),
        ("X-Hamahang-Event: commented", ignored(MailReason::Automatic)),
    ] {
        let given = letter(format!("{HEAD}\r\n{headers}").trim_end());
        assert_eq!(judge(&given, &Envelope::default(), &own()), wanted, "{headers}");
    }
}

#[test]
fn senders_are_plain_or_the_mail_is_held() {
    for (headers, wanted) in [
        ("From: hamahang@pr.test", Verdict::Ignore(MailReason::Loop)),
        ("From: Requests+r1.x@PR.test", Verdict::Ignore(MailReason::Loop)),
        ("From: a@b.ir, c@d.ir", Verdict::Hold(MailReason::SenderUnclear)),
        ("From: a@b.ir\r\nFrom: c@d.ir", Verdict::Hold(MailReason::SenderUnclear)),
        ("From: nobody", Verdict::Hold(MailReason::SenderUnclear)),
        ("To: x@y.z", Verdict::Hold(MailReason::SenderUnclear)),
    ] {
        assert_eq!(
            judge(&letter(headers), &Envelope::default(), &own()),
            wanted,
            "{headers}"
        );
    }
    for sender in ["", "<>", "MAILER-DAEMON"] {
        let envelope = Envelope {
            sender: Some(sender.into()),
            recipient: None,
        };
        assert_eq!(
            judge(&letter(HEAD), &envelope, &own()),
            Verdict::Ignore(MailReason::Automatic),
            "{sender}"
        );
    }
}

#[test]
fn mail_is_genuine_by_the_word_of_our_own_mail_server_only() {
    for (result, genuine) in [
        ("mx.pr.test; dmarc=pass header.from=demo.test", true),
        ("mx.pr.test; dmarc=pass (p=none) header.from=other.test", false),
        (
            "mx.pr.test 1; spf=fail smtp.mailfrom=x@demo.test; dkim=pass header.d=demo.test",
            true,
        ),
        ("mx.pr.test; dkim=pass header.d=test", false),
        ("mx.pr.test; dkim=pass header.d=evil.test", false),
        ("mx.pr.test; spf=pass smtp.mailfrom=head-01@demo.test", true),
        ("mx.pr.test; auth=pass smtp.auth=head-01", true),
        ("mx.pr.test; dmarc=fail", false),
        ("mx.evil.test; dmarc=pass", false),
        ("mx.pr.test; none", false),
        ("", false),
    ] {
        let own = Own {
            auth_server: "mx.pr.test",
            ..own()
        };
        let given = letter(&format!("{HEAD}\r\nAuthentication-Results: {result}"));
        let wanted = if genuine {
            Verdict::Letter
        } else {
            Verdict::Hold(MailReason::NotGenuine)
        };
        assert_eq!(judge(&given, &Envelope::default(), &own), wanted, "{result}");
    }
}
