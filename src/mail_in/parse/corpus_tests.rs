//! Mails as they come, and what is understood of them: the files of `tests/mail/in`, each with a reviewed snapshot; the same
//! files with bytes changed, cut and doubled; and what is made only to hurt.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Letter, read};
use crate::mail_in::receive::understand;

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/in");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let named = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).unwrap())
    };
    let mails: Vec<_> = paths
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "eml"))
        .map(named)
        .collect();
    assert!(mails.len() >= 25, "the corpus is there");
    mails
}

/// All of it but the fingerprint, which says nothing to a reader; signs of direction are shown.
fn shown(letter: &Letter) -> String {
    let mut text = String::new();
    let sender = letter.sender.as_ref().map(|s| format!("{} <{}>", s.name, s.address));
    writeln!(text, "sender: {}", sender.unwrap_or_else(|| "—".into())).unwrap();
    writeln!(text, "to: {}", letter.recipients.join(" ")).unwrap();
    writeln!(text, "id: {:?}\nanswers: {:?}", letter.message_id, letter.answers).unwrap();
    writeln!(text, "subject: {}", letter.subject).unwrap();
    writeln!(text, "files: {:?}", letter.files).unwrap();
    writeln!(text, "calendar: {:?}\nreport: {:?}", letter.calendar, letter.report).unwrap();
    writeln!(text, "signs: {:?}", letter.signs).unwrap();
    writeln!(
        text,
        "too complex: {}, enciphered: {}",
        letter.too_complex, letter.enciphered
    )
    .unwrap();
    writeln!(text, "--- said\n{}\n--- whole\n{}", letter.said, letter.whole).unwrap();
    text.chars()
        .map(|c| match c {
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                format!("<{:X}>", u32::from(c))
            }
            '\r' => "<CR>".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

#[test]
fn mails_are_understood_as_reviewed() {
    for (name, raw) in corpus() {
        insta::assert_snapshot!(name, shown(&read(&raw)));
    }
}

#[test]
fn line_breaks_of_either_kind_say_the_same() {
    for (name, raw) in corpus() {
        let unix: Vec<u8> = raw.iter().copied().filter(|b| *b != b'\r').collect();
        let (one, other) = (shown(&read(&raw)), shown(&read(&unix)));
        // Files are as long as they came.
        let text = |shown: &str| {
            shown
                .lines()
                .filter(|l| !l.starts_with("files:"))
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(text(&one).replace("<CR>", ""), text(&other), "{name}");
    }
}

/// What takes no longer and no more than a fraction of what it is long.
#[track_caller]
fn is_read(what: &str, raw: &[u8]) -> Letter {
    let began = Instant::now();
    let letter = understand(raw);
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{what}: {:?}",
        began.elapsed()
    );
    let held: usize = letter.files.iter().map(|f| f.bytes.len()).sum();
    let kept = held + letter.whole.len() + letter.said.len() + letter.subject.len();
    assert!(kept <= 4 * raw.len() + 1024, "{what}: {kept} of {}", raw.len());
    letter
}

#[test]
fn what_is_made_to_hurt_does_not() {
    const HEAD: &str = "From: a@b.ir\r\nMessage-ID: <a@b>\r\n";
    let deep = |levels: usize| {
        let mut raw = HEAD.to_owned();
        for n in 0..levels {
            raw.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n"
            ));
        }
        raw.push_str("\r\nسلام\r\n");
        raw
    };
    assert!(is_read("nested", deep(1000).as_bytes()).too_complex);
    assert!(!is_read("nested a little", deep(10).as_bytes()).too_complex);
    let messages = format!("{HEAD}{}", "Content-Type: message/rfc822\r\n\r\n".repeat(50_000));
    is_read("messages in messages", messages.as_bytes());
    let wide = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        "--b\r\n\r\nx\r\n".repeat(50_000)
    );
    assert!(is_read("wide", wide.as_bytes()).too_complex);
    let same = format!(
        "{HEAD}{}",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(50_000)
    );
    is_read("one boundary for all", same.as_bytes());
    let header = format!("{HEAD}X-Long: {}\r\n\r\nسلام", "x".repeat(8 << 20));
    assert!(is_read("a long header", header.as_bytes()).too_complex);
    let headers = format!("{HEAD}{}\r\nسلام", "X: y\r\n".repeat(100_000));
    assert!(is_read("many headers", headers.as_bytes()).too_complex);
    let addresses = format!("To: {}\r\n{HEAD}\r\nسلام", "a@b.ir,".repeat(10_000));
    assert_eq!(is_read("many addresses", addresses.as_bytes()).recipients.len(), 100);
    let html = |page: String| format!("{HEAD}Content-Type: text/html\r\n\r\n{page}");
    is_read("open tags", html("<div".repeat(100_000)).as_bytes());
    is_read("open quotations", html("<a href=\"".repeat(50_000)).as_bytes());
    is_read("comments", html("<!--".repeat(100_000)).as_bytes());
    is_read(
        "quotations in quotations",
        html("<blockquote>".repeat(50_000)).as_bytes(),
    );
    is_read("entities", html("&#x41;&".repeat(100_000)).as_bytes());
    is_read(
        "classes",
        html(format!("<p {}>x", "class=".repeat(1000)).repeat(100)).as_bytes(),
    );
    let quotes = format!("{HEAD}\r\n{}", "On 1 a wrote:\r\n".repeat(100_000));
    is_read("quotations", quotes.as_bytes());
    let lines = format!("{HEAD}\r\n{}", "From: x\r\n".repeat(50_000));
    is_read("headers in the text", lines.as_bytes());
    let rules = format!("{HEAD}\r\n{}", "__________\r\n\r\n".repeat(50_000));
    is_read("rules in the text", rules.as_bytes());
    is_read("nothing but zeros", &vec![0; 4 << 20]);
    is_read("nothing but line breaks", &vec![b'\n'; 1 << 20]);
}

#[derive(Debug, Clone)]
enum Change {
    Set(usize, u8),
    Cut(usize, usize),
    Double(usize, usize),
    Splice(usize, Vec<u8>),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>().prop_map(|i| i.index(1 << 16));
    let token = prop::sample::select(vec![
        &b"\r\n\r\n"[..],
        b"\r\n--",
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"=?utf-8?B?",
        b"?=",
        b"\"",
        b"<",
        b">",
        b"(",
        b"Content-Transfer-Encoding: base64\r\n",
        b"charset=utf-7",
        b"charset=iso-2022-jp",
        b"\0",
        b"\xff\xfe",
        b"&#",
        b"=",
    ]);
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (at.clone(), 0..200_usize).prop_map(|(at, n)| Change::Cut(at, n)),
        (at.clone(), 0..200_usize).prop_map(|(at, n)| Change::Double(at, n)),
        (at, token).prop_map(|(at, bytes)| Change::Splice(at, bytes.to_vec())),
    ]
}

fn apply(raw: &mut Vec<u8>, change: &Change) {
    let place = |at: usize, raw: &[u8]| at % raw.len().max(1);
    match change {
        Change::Set(at, byte) => {
            let at = place(*at, raw);
            if let Some(b) = raw.get_mut(at) {
                *b = *byte;
            }
        }
        Change::Cut(at, n) => {
            let at = place(*at, raw).min(raw.len());
            let end = (at + n).min(raw.len());
            raw.drain(at..end);
        }
        Change::Double(at, n) => {
            let at = place(*at, raw).min(raw.len());
            let end = (at + n).min(raw.len());
            let again = raw[at..end].to_vec();
            raw.splice(end..end, again);
        }
        Change::Splice(at, bytes) => {
            let at = place(*at, raw).min(raw.len());
            raw.splice(at..at, bytes.iter().copied());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_bytes_are_read(raw in prop::collection::vec(any::<u8>(), 0..2000)) {
        read(&raw);
    }

    #[test]
    fn mails_that_were_damaged_are_read(which in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..12)) {
        let mails = corpus();
        let (_, mut raw) = mails[which.index(mails.len())].clone();
        for change in &changes {
            apply(&mut raw, change);
        }
        let letter = read(&raw);
        prop_assert!(letter.subject.chars().count() <= 300);
        prop_assert!(letter.files.len() <= 20);
        prop_assert!(letter.sender.is_none_or(|s| s.address.is_ascii() && s.address.contains('@')));
    }
}

/// More by `HAMAHANG_TEST_CASES`, for a night.
#[expect(clippy::disallowed_methods, reason = "how long a test is to run")]
fn cases() -> u32 {
    std::env::var("HAMAHANG_TEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(256)
}
