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

/// What stands around a piece of a line.
#[derive(Clone, Copy)]
enum Around {
    /// Words that read right to left, or not.
    Words { rtl: bool },
    /// An isolate that reads left to right as a whole.
    Number,
}

fn line_of(line: &str, rtl: bool) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut outer: Vec<Around> = Vec::new();
    let mut around = Around::Words { rtl };
    let mut rest = line;
    loop {
        let at = rest.find(is_isolate).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(at);
        match around {
            Around::Words { rtl } => mixed(piece, rtl, &mut runs),
            Around::Number if piece.is_empty() => {}
            Around::Number => push(&mut runs, &marked(piece), false),
        }
        let mut chars = after.chars();
        let Some(mark) = chars.next() else { break };
        rest = chars.as_str();
        if mark == END {
            around = outer.pop().unwrap_or(Around::Words { rtl });
            continue;
        }
        outer.push(around);
        around = match around {
            Around::Words { rtl } if mark == FIRST_STRONG => {
                let inside = rest.split(END).next().unwrap_or_default();
                let rtl = inside.chars().find_map(reads).unwrap_or(rtl);
                Around::Words { rtl }
            }
            _ => Around::Number,
        };
    }
    runs
}

fn marked(text: &str) -> String {
    format!("{LEFT_TO_RIGHT_MARK}{text}{LEFT_TO_RIGHT_MARK}")
}

/// Parts what nobody isolated by its letters: words of the other direction, with what stands between them, are a run.
fn mixed(text: &str, rtl: bool, runs: &mut Vec<Run>) {
    let mut rest = text;
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
    matches!(c, LTR | FIRST_STRONG | END)
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
        let names = ["head-01", "منطقهٔ ۱", "head-02"].map(|name| Text::typed(name).within());
        assert_eq!(
            shown(&Text::made(names.join("، ")), true),
            "→(head-01)←(، منطقهٔ ۱، )→(head-02)"
        );
        assert_eq!(
            shown(&Text::typed("The unit روابط عمومی, 12"), false),
            "→(The unit )←(روابط عمومی)→(, 12)"
        );
    }
}
