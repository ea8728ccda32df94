//! PDF by the real program, read back by poppler's tools: what it says and in which order, its fonts and pages, and what
//! becomes of papers and programs that ask for too much.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::config::Settings;
use crate::error::Error;
use crate::export::paper::{Block, Cell, Column, Paper, Signature, Table, Text, Tone};
use crate::export::pdf::Typesetter;
use crate::export::samples;

/// The program as `make pdf` builds it: beside the folder of the tests' own.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.ancestors().nth(3).unwrap().join("release/hamahang-pdf");
    assert!(
        program.exists(),
        "{} is not there: `make pdf` builds it, once",
        program.display()
    );
    program
}

fn typesetter(program: &Path, settings: &[(&str, &str)]) -> Typesetter {
    let own = [("pdf_program", program.to_str().unwrap())];
    let values: BTreeMap<String, String> = own
        .iter()
        .chain(settings)
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    Typesetter::new(&Settings::from_values(&values).unwrap())
}

async fn set(paper: &Paper) -> Vec<u8> {
    typesetter(&program(), &[]).set(paper).await.unwrap()
}

/// What one of poppler's tools says of a PDF.
fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let made = Command::new(tool)
        .args(arguments)
        .arg(file.path())
        .args(["-"].iter().filter(|_| tool == "pdftotext"))
        .stderr(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{tool}: {e}; `make setup` installs it"));
    String::from_utf8(made.stdout).unwrap()
}

/// Its words in order. Joiners and marks of direction are left out: poppler puts its own in.
fn words(pdf: &[u8]) -> String {
    let text = poppler("pdftotext", &[], pdf);
    let plain = |c: &char| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().filter(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(text: &str) -> String {
    text.replace('\u{200C}', "")
}

#[tokio::test]
async fn a_paper_is_set_in_order_with_its_fonts_in_it() {
    let pdf = set(&samples::everything()).await;
    assert!(pdf.starts_with(b"%PDF-"));
    let said = words(&pdf);
    let mut from = 0;
    for part in [
        "شهرداری",
        "پیش‌نویس",
        "تماس با",
        "دوربین",
        "شرح وظایف تدوین شود",
        "مدیر ارتباطات",
        "https://example.org/verify/9f86d081",
    ] {
        let at = said[from..].find(&plain(part));
        from += at.unwrap_or_else(|| panic!("{part} after {}: {said}", &said[..from]));
    }
    // Texts that would be markup to Typst, HTML or a template.
    for part in [
        "&amp; {{7*7}}",
        "strong#",
        "script>alert(1)</script",
        "Canon EOS 90D",
        "دو میلیون و پانصد هزار ریال",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // Poppler parts the number from its word, and the hamza from its letter.
    let joined: String = said.chars().filter(|c| !matches!(c, ' ' | 'ٔ')).collect();
    assert!(joined.contains("صفحه۱از۲"), "{said}");
    let fonts = poppler("pdffonts", &[], &pdf);
    let fonts: Vec<_> = fonts.lines().skip(2).collect();
    assert!(
        fonts.iter().any(|f| f.contains("Vazirmatn-Regular")) && fonts.iter().any(|f| f.contains("Vazirmatn-Bold")),
        "{fonts:?}"
    );
    // The columns are: embedded, a subset, with a way back to Unicode.
    assert!(fonts.iter().all(|font| font.contains("yes yes yes")), "{fonts:?}");
}

#[tokio::test]
async fn long_tables_take_pages_and_their_headings_along() {
    let row = |n: i64| {
        vec![
            Cell::of(Text::number(n, crate::error::Locale::Fa)),
            Cell::default()
                .and(Tone::Strong, "موضوع این بند")
                .and(Tone::Muted, "دلیل آن"),
        ]
    };
    let columns = vec![Column::centered("ردیف", 1), Column::new("سرستون", 9)];
    // A row that is longer than a page is not cut off.
    let mut rows: Vec<_> = (1..=100).map(row).collect();
    rows.push(vec![
        Cell::of("آخر"),
        Cell::of(Text::typed(&format!("{} پایان", "متن بلند ".repeat(2000)))),
    ]);
    let paper = Paper {
        blocks: vec![Block::Table(Table { columns, rows })],
        ..samples::everything()
    };
    let pdf = set(&paper).await;
    let info = poppler("pdfinfo", &[], &pdf);
    let pages = info
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .unwrap()
        .trim()
        .parse::<usize>()
        .unwrap();
    assert!(pages > 3, "{info}");
    let said = words(&pdf);
    assert!(said.matches("سرستون").count() >= pages - 1, "{said}");
    assert!(said.contains("پایان") && said.contains("۱۰۰"), "{said}");
}

#[tokio::test]
async fn many_places_to_sign_go_on_over_the_next_pages() {
    let place = |n: i64| Signature {
        role: Text::from("عضو کارگروه"),
        name: Text::number(n, crate::error::Locale::Fa),
        note: Text::default(),
    };
    let paper = Paper {
        signatures: (1..=70).map(place).collect(),
        ..samples::everything()
    };
    let boxes = poppler("pdftotext", &["-bbox"], &set(&paper).await);
    let numbers = |name: &str| -> Vec<f64> {
        let attribute = format!(" {name}=\"");
        let values = boxes.split(&attribute).skip(1);
        values
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect()
    };
    let height = numbers("height")[0];
    let lowest = numbers("yMax").into_iter().fold(0.0, f64::max);
    assert!(boxes.matches("<page ").count() >= 3, "{boxes}");
    assert!(
        lowest < height - 20.0,
        "nothing runs over a page's foot: {lowest} of {height}"
    );
    // Poppler gives the letters of a word from left to right here.
    let word: String = "کارگروه".chars().rev().collect();
    assert_eq!(boxes.matches(&word).count(), 70, "{boxes}");
}

#[tokio::test]
async fn a_page_begins_where_the_paper_says() {
    let said = |text: &'static str| Block::Paragraph { text: Text::from(text) };
    let paper = Paper {
        blocks: vec![said("نخست"), Block::Page, said("دوم"), said("همان")],
        ..Paper::default()
    };
    let text = poppler("pdftotext", &[], &set(&paper).await);
    let pages: Vec<_> = text.split('\u{c}').collect();
    assert!(
        pages[0].contains("نخست") && pages[1].contains("دوم") && pages[1].contains("همان"),
        "{text}"
    );
}

#[tokio::test]
async fn what_no_font_has_is_marked() {
    let paper = Paper {
        title: Text::typed("دوربین 日本 Привет"),
        ..Paper::default()
    };
    let said = words(&set(&paper).await);
    assert!(said.contains("\u{FFFD}\u{FFFD}") && said.contains("Привет"), "{said}");
}

#[tokio::test]
async fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(set(&samples::everything()).await, set(&samples::everything()).await);
}

#[tokio::test]
async fn without_the_program_the_answer_says_so() {
    let refused = typesetter(Path::new("/nowhere/hamahang-pdf"), &[])
        .set(&samples::everything())
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, Error::PdfUnavailable(why) if why.to_string().contains("/nowhere/hamahang-pdf")),
        "{refused}"
    );
}

#[tokio::test]
async fn a_paper_that_needs_too_much_memory_is_given_up() {
    let text = Text::typed(&"متن بلند ".repeat(200));
    let paper = Paper {
        blocks: vec![Block::Paragraph { text }; 2000],
        ..Paper::default()
    };
    let refused = typesetter(&program(), &[("pdf_memory_mib", "64")])
        .set(&paper)
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::PdfOverrun(_)), "{refused}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_that_hangs_is_ended_and_one_that_fails_is_told_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let script = |name: &str, does: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    };
    let left = folder.path().join("left");
    let hangs = script("hangs", &format!("echo $$ > {}; exec /bin/sleep 600", left.display()));
    let refused = typesetter(&hangs, &[("pdf_seconds", "1")])
        .set(&samples::everything())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::PdfOverrun(_)), "{refused}");
    let process = PathBuf::from("/proc").join(std::fs::read_to_string(left).unwrap().trim());
    // A killed process is collected by the runtime a moment later.
    while process.exists() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let fails = script("fails", "cat >/dev/null; echo 'no such thing' >&2; exit 1");
    let refused = typesetter(&fails, &[]).set(&samples::everything()).await.unwrap_err();
    assert!(
        matches!(&refused, Error::Internal(_, why) if why.to_string() == "no such thing"),
        "{refused}"
    );
    let killed = script("killed", "kill -9 $$");
    let refused = typesetter(&killed, &[]).set(&samples::everything()).await.unwrap_err();
    assert!(matches!(refused, Error::PdfOverrun(_)), "{refused}");
}
