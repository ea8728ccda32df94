//! Which parts of a Persian text read left to right, so that mails and papers can set them apart.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it says.
    pub text: String,
    /// Reads left to right whatever stands around it.
    pub ltr: bool,
}

/// Parts a line where a run of digits holds a hyphen or begins with a plus: after Persian letters the
/// bidirectional algorithm shows the groups of such a run in the wrong order (UAX #9, W2 and W4).
pub fn spans(line: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut push = |text: &str, ltr: bool| match out.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if !ltr && !last.ltr => last.text.push_str(text),
        _ => out.push(Span {
            text: text.to_owned(),
            ltr,
        }),
    };
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| is_digit(c) || c == '+') {
        let (before, run) = rest.split_at(start);
        let end = run
            .find(|c: char| !is_digit(c) && !matches!(c, '+' | '-' | '/' | '.' | ':'))
            .unwrap_or(run.len());
        let end = run
            .get(..end)
            .and_then(|run| run.rfind(is_digit))
            .map_or(1, |last| last + run.get(last..).map_or(1, first_len));
        let (run, after) = run.split_at(end);
        push(before, false);
        push(run, run.contains('-') || (run.starts_with('+') && run.len() > 1));
        rest = after;
    }
    push(rest, false);
    out
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '۰'..='۹' | '٠'..='٩')
}
