//! Texts parted into runs of one direction, as Word wants them: it follows the run's mark (`w:rtl`), not the isolates of
//! Unicode, which it does not know.

use super::super::paper::{END, FIRST_STRONG, LTR, Text};

/// Makes numbers beside it read left to right, for programs that follow Unicode and not the run's mark.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// A piece of a line that reads in one direction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    pub rtl: bool,
}

/// The lines of a text, each as its runs, for a paper that itself reads right to left or not.
pub(super) fn lines(text: &Text, rtl: bool) -> Vec<Vec<Run>> {
    text.as_str().split('\n').map(|line| line_of(line, rtl)).collect()
}

fn line_of(line: &str, rtl: bool) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(LTR) {
        let (before, isolate) = rest.split_at(at);
        mixed(before, rtl, &mut runs);
        let inside = isolate.trim_start_matches(LTR);
        let (inside, after) = inside.split_once(END).unwrap_or((inside, ""));
        let inside: String = inside.chars().filter(|c| !is_isolate(*c)).collect();
        if !inside.is_empty() {
            push(&mut runs, &marked(&inside), false);
        }
        rest = after;
    }
    mixed(rest, rtl, &mut runs);
    runs
}

fn marked(text: &str) -> String {
    format!("{LEFT_TO_RIGHT_MARK}{text}{LEFT_TO_RIGHT_MARK}")
}

/// Parts what nobody isolated by its letters: words of the other direction, with what stands between them, are a run.
fn mixed(text: &str, rtl: bool, runs: &mut Vec<Run>) {
    let text: String = text.chars().filter(|c| !is_isolate(*c)).collect();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c| reads(c) == Some(!rtl)) {
        let (before, other) = rest.split_at(start);
        let end = other.find(|c| reads(c) == Some(rtl)).unwrap_or(other.len());
        let end = other.get(..end).map_or(end, |run| end_of(run, rtl));
        let (other, after) = other.split_at(end);
        push(runs, before, rtl);
        push(runs, other, !rtl);
        rest = after;
    }
    push(runs, rest, rtl);
}

/// Where a run of the other direction ends: at its last letter or digit, or the bracket that closes one within it. What
/// follows belongs to the paper's own direction.
fn end_of(run: &str, rtl: bool) -> usize {
    let digit = |c: char| {
        if rtl {
            c.is_ascii_digit() || c == '%'
        } else {
            c.is_numeric() && !c.is_ascii()
        }
    };
    let end = run
        .trim_end_matches(|c: char| reads(c) != Some(!rtl) && !digit(c))
        .len();
    let (kept, rest) = run.split_at(end);
    let brackets = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»')];
    let closes = |&(open, close): &(char, char)| {
        rest.starts_with(close) && kept.matches(open).count() > kept.matches(close).count()
    };
    end + brackets
        .iter()
        .find(|pair| closes(pair))
        .map_or(0, |(_, close)| close.len_utf8())
}

fn push(runs: &mut Vec<Run>, text: &str, rtl: bool) {
    match runs.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.rtl == rtl => last.text.push_str(text),
        _ => runs.push(Run {
            text: text.to_owned(),
            rtl,
        }),
    }
}

fn is_isolate(c: char) -> bool {
    matches!(c, LTR | '\u{2067}' | FIRST_STRONG | END)
}

/// Whether a letter reads right to left; nothing for what is no letter, Persian digits among it.
fn reads(c: char) -> Option<bool> {
    let rtl = matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    c.is_alphabetic().then_some(rtl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &Text, rtl: bool) -> String {
        let run = |run: &Run| {
            format!(
                "{}({})",
                if run.rtl { "←" } else { "→" },
                run.text.replace('\u{200E}', "|")
            )
        };
        let line = |line: &Vec<Run>| line.iter().map(run).collect::<String>();
        lines(text, rtl).iter().map(line).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn runs_have_one_direction() {
        for (typed, runs) in [
            (
                "دوربین Canon EOS 90D (۲ دستگاه)",
                "←(دوربین )→(Canon EOS 90D)←( (۲ دستگاه))",
            ),
            ("تلفن 013-33221100.", "←(تلفن )→(|013-33221100|)←(.)"),
            ("یک\nدو info@rasht.ir", "←(یک)/←(دو )→(info@rasht.ir)"),
            ("لنز Canon (24 mm) نو", "←(لنز )→(Canon (24 mm))←( نو)"),
            ("۱۳۹۸/۰۹/۱۲", "←(۱۳۹۸/۰۹/۱۲)"),
            ("", ""),
        ] {
            assert_eq!(shown(&Text::typed(typed), true), runs);
        }
        let within = Text::made(format!("تعهد {}، تا فردا", Text::typed("Ali 1-2").within()));
        assert_eq!(shown(&within, true), "←(تعهد )→(Ali |1-2|)←(، تا فردا)");
        assert_eq!(
            shown(&Text::typed("The unit روابط عمومی, 12"), false),
            "→(The unit )←(روابط عمومی)→(, 12)"
        );
    }
}
