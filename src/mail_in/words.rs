//! The words that a mail becomes: titles, comments, descriptions, within the lengths that those have.

use super::parse::Letter;
use crate::persian::digits;
use crate::persian::text::{tidy, tidy_line};

/// Characters that a comment and a description keep of a mail; the whole of a longer one is attached.
pub const LONGEST: usize = 9000;
/// Characters of a title.
const LONGEST_TITLE: usize = 200;
/// Characters of a file's name.
const LONGEST_NAME: usize = 200;

/// At most so many characters, with a sign that there is more.
pub fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

/// A file's name in one line.
pub fn file_name(name: &str) -> String {
    let line = tidy_line(name);
    cut(&line, LONGEST_NAME)
}

/// The number of a request in a subject: `[#1398-0042]`, in any digits.
pub fn number_in(subject: &str) -> Option<String> {
    let latin = digits::latin(subject);
    latin.split("[#").skip(1).find_map(|rest| {
        let (number, _) = rest.split_once(']')?;
        let (year, serial) = number.split_once('-')?;
        let digits = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        (digits(year) && digits(serial)).then(|| number.to_owned())
    })
}

/// The subject without what mail programs put before it, or the first words of the text.
pub fn title(letter: &Letter) -> String {
    let mut subject = letter.subject.trim();
    let marks = ["re:", "fw:", "fwd:", "پاسخ:", "ارجاع:", "بازارسال:", "هدایت:"];
    while let Some(mark) = marks.iter().find(|mark| {
        let head: String = subject.chars().take(mark.chars().count()).collect();
        head.to_lowercase() == **mark
    }) {
        let skipped: usize = subject.chars().take(mark.chars().count()).map(char::len_utf8).sum();
        subject = subject[skipped..].trim_start();
    }
    let line = tidy_line(subject);
    let has_words = |line: &str| line.chars().any(char::is_alphanumeric);
    if has_words(&line) {
        return cut(&line, LONGEST_TITLE);
    }
    let first = letter.whole.lines().map(tidy_line).find(|line| has_words(line));
    first.map_or_else(|| "نامهٔ بی‌موضوع".to_owned(), |line| cut(&line, LONGEST_TITLE))
}

/// What a comment says: the text, and the files that came with it, or did not.
pub fn comment(said: &str, attached: &[String], refused: &[String]) -> String {
    let mut text = cut(&tidy(said), LONGEST);
    if text.is_empty() && !attached.is_empty() {
        text = format!("پیوست: {}", attached.join("، "));
    }
    with_refused(text, refused)
}

/// What a draft says.
pub fn description(heading: &str, whole: &str, refused: &[String]) -> String {
    let text = cut(&tidy(&format!("{heading}\n\n{whole}")), LONGEST);
    with_refused(text, refused)
}

fn with_refused(text: String, refused: &[String]) -> String {
    if refused.is_empty() {
        return text;
    }
    let names: Vec<_> = refused.iter().take(20).map(|name| cut(name, 60)).collect();
    let said = format!("[پیوست‌هایی که پذیرفته نشد: {}]", names.join("، "));
    if text.is_empty() {
        said
    } else {
        format!("{text}\n\n{said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_subjects() {
        for (subject, wanted) in [
            ("Re: [#1398-0042] دوربین", Some("1398-0042")),
            ("پاسخ: [#۱۳۹۸-۰۰۴۲] دوربین", Some("1398-0042")),
            ("[#x] [#1405-0001]", Some("1405-0001")),
            ("#1398-0042", None),
            ("[#1398]", None),
            ("[#-1]", None),
            ("", None),
        ] {
            assert_eq!(number_in(subject).as_deref(), wanted, "{subject}");
        }
    }

    #[test]
    fn titles_have_words() {
        let of = |subject: &str, whole: &str| {
            title(&Letter {
                subject: subject.into(),
                whole: whole.into(),
                ..Letter::default()
            })
        };
        assert_eq!(of("Fwd: RE: پاسخ: دوربین", ""), "دوربین");
        assert_eq!(of("Re:", "\n---\nسلام، دوربین نداریم\nx"), "سلام، دوربین نداریم");
        assert_eq!(of("", ""), "نامهٔ بی‌موضوع");
        assert_eq!(of(&"ن".repeat(300), "").chars().count(), LONGEST_TITLE);
    }

    #[test]
    fn files_are_named_in_comments_when_nothing_else_is_said_or_they_were_not_taken() {
        assert_eq!(comment("", &["a.jpg".into()], &[]), "پیوست: a.jpg");
        assert_eq!(
            comment("متن", &["a.jpg".into()], &["b.exe".into()]),
            "متن\n\n[پیوست‌هایی که پذیرفته نشد: b.exe]"
        );
        assert!(comment(&"ن".repeat(20_000), &[], &["b.exe".into()]).chars().count() < 10_000);
    }
}
