//! What of a text is new: without the mail that it answers, as programs put it below (or above) the answer, and without the
//! signature. Persian and English forms of Outlook, Gmail, Apple Mail, Thunderbird, Yahoo and of telephones. Where nothing is
//! recognised everything stays: better too much than a sentence lost.

/// Lines that a line which says who wrote when may be broken into.
const BROKEN_INTO: usize = 4;
/// Lines below the first of a header within which its others are looked for.
const HEADER_LINES: usize = 8;

/// The new words of a text.
pub fn new_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let Some((start, quote)) = (0..lines.len()).find_map(|at| Some((at, quote_at(&lines[at..])?))) else {
        return finish(&unquoted(&lines));
    };
    let above = finish(&unquoted(&lines[..start]));
    // Answers below what they answer, or between its lines: only where the quoted lines are marked as such.
    let below = match quote {
        Quote::Said(length) => answers_between(&lines[start + length..]),
        Quote::Header => String::new(),
    };
    match (above.is_empty(), below.is_empty()) {
        (false, false) => format!("{above}\n\n{below}"),
        (true, _) => below,
        (false, true) => above,
    }
}

/// The text without its signature.
pub fn unsigned(text: &str) -> String {
    finish(&text.lines().collect::<Vec<_>>())
}

/// How quoted text begins.
enum Quote {
    /// With who said it, on so many lines.
    Said(usize),
    /// With the header of a mail, after which nothing is marked.
    Header,
}

fn quote_at(lines: &[&str]) -> Option<Quote> {
    let first = plain(lines.first()?);
    if first.is_empty() {
        return None;
    }
    if is_original_message(&first) || is_header(lines) {
        return Some(Quote::Header);
    }
    // A rule of underscores is only Outlook's when its header follows.
    if first.len() >= 10 && first.chars().all(|c| c == '_') {
        let next = lines.iter().skip(1).position(|line| !plain(line).is_empty())?;
        return is_header(&lines[next + 1..]).then_some(Quote::Header);
    }
    said(lines).map(Quote::Said)
}

/// `On … wrote:`, «در تاریخ … نوشت:», on one line or on a few; how many.
fn said(lines: &[&str]) -> Option<usize> {
    let begins = |line: &str| {
        let lower = line.to_lowercase();
        lower.starts_with("on ")
            || lower.starts_with("در ")
            || lower.contains('@')
            || line.starts_with(|c: char| c.is_numeric())
    };
    let mut joined = String::new();
    for (n, line) in lines.iter().take(BROKEN_INTO).enumerate() {
        let line = plain(line);
        if line.is_empty() || line.starts_with('>') || (n == 0 && !begins(&line)) {
            return None;
        }
        joined.push_str(&line);
        joined.push(' ');
        let ends = [
            "wrote:",
            "writes:",
            "نوشت:",
            "نوشته:",
            "نوشته است:",
            "نوشتند:",
            "نوشتید:",
        ];
        if ends.iter().any(|end| line.ends_with(end)) {
            // Who quotes a colleague in their own words gives neither date nor address.
            let dated = joined.chars().any(char::is_numeric) || joined.contains('@');
            return (dated && joined.chars().count() < 400).then_some(n + 1);
        }
    }
    None
}

/// `-----Original Message-----` and its kin.
fn is_original_message(line: &str) -> bool {
    let inner = line.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let ruled = line.starts_with("---") && line.ends_with("---");
    let words = [
        "original message",
        "reply message",
        "پیام اصلی",
        "نامه اصلی",
        "پیام اولیه",
    ];
    ruled && words.iter().any(|w| inner.eq_ignore_ascii_case(w))
}

/// The header that Outlook and others put above the mail they answer: its sender, and two more fields close by.
fn is_header(lines: &[&str]) -> bool {
    let field = |line: &str| {
        let line = plain(line);
        let line = line.trim_start_matches('*');
        let (name, _) = line.split_once(':')?;
        Some(name.trim().trim_end_matches('*').trim().to_lowercase())
    };
    let is = |line: &&str, names: &[&str]| field(line).is_some_and(|name| names.contains(&name.as_str()));
    if !lines.first().is_some_and(|line| is(line, &["from", "از", "فرستنده"])) {
        return false;
    }
    let others = [
        "sent",
        "date",
        "to",
        "cc",
        "subject",
        "ارسال",
        "ارسال شده",
        "ارسالشده",
        "تاریخ",
        "به",
        "گیرنده",
        "رونوشت",
        "موضوع",
        "عنوان",
    ];
    lines
        .iter()
        .skip(1)
        .take(HEADER_LINES)
        .filter(|line| is(line, &others))
        .count()
        >= 2
}

fn is_marked(line: &str) -> bool {
    plain(line).starts_with('>')
}

/// Without the lines that are marked as quoted.
fn unquoted<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    lines.iter().copied().filter(|line| !is_marked(line)).collect()
}

fn answers_between(lines: &[&str]) -> String {
    let first = lines.iter().position(|line| !plain(line).is_empty());
    let Some(first) = first.filter(|at| is_marked(lines[*at])) else {
        return String::new();
    };
    let rest = &lines[first..];
    let end = (0..rest.len())
        .find(|at| quote_at(&rest[*at..]).is_some())
        .unwrap_or(rest.len());
    finish(&unquoted(&rest[..end]))
}

/// Without the signature and what telephones add, without empty lines around, and with one between paragraphs at most.
fn finish(lines: &[&str]) -> String {
    // "-- " (RFC 3676, 4.3); spaces at the end are often lost on the way.
    let end = lines
        .iter()
        .position(|line| matches!(line.trim_end(), "--" | "\u{200F}--" | "—"))
        .unwrap_or(lines.len());
    let mut kept: Vec<&str> = lines[..end].to_vec();
    while let Some(last) = kept.last() {
        if plain(last).is_empty() || is_advertisement(&plain(last)) {
            kept.pop();
        } else {
            break;
        }
    }
    let mut out = String::new();
    let mut empty = 0;
    for line in kept {
        if line.trim().is_empty() {
            empty += 1;
        } else {
            if !out.is_empty() {
                out.push_str(if empty > 0 { "\n\n" } else { "\n" });
            }
            empty = 0;
            out.push_str(line.trim_end());
        }
    }
    out
}

/// What telephones and free mail services put below a text by themselves.
fn is_advertisement(line: &str) -> bool {
    if line.chars().count() > 80 {
        return false;
    }
    let lower = line.to_lowercase();
    let begins = [
        "sent from my ",
        "sent from outlook",
        "sent from mail for",
        "sent from yahoo mail",
        "sent from samsung",
        "sent via ",
        "get outlook for",
        "yahoo mail:",
        "از iphone من",
        "از ipad من",
        "ارسال شده از ",
        "ارسالشده از ",
        "فرستاده شده از ",
        "فرستادهشده از ",
        "فرستادهشده با ",
        "ارسال شده با ",
    ];
    begins.iter().any(|b| lower.starts_with(b)) || (lower.starts_with("از ") && lower.ends_with(" من ارسال شد"))
}

/// A line for looking at: without signs of direction and joining, with one form of each letter.
fn plain(line: &str) -> String {
    let kept = line.chars().filter_map(|c| match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => None,
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'ۀ' | 'ة' => Some('ه'),
        '\u{654}' => None,
        '\u{A0}' | '\t' => Some(' '),
        c => Some(c),
    });
    kept.collect::<String>().trim().to_owned()
}

#[cfg(test)]
#[path = "cut_tests.rs"]
mod tests;
