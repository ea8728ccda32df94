//! How long 200 rules take for a request, in this process: `cargo bench --bench routing`. The text is folded before, as at
//! every submission; the time of that is printed too.
//!
//! The rules are of the dearest kind: most ask for words alone, and no request fits any but the last.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops where it cannot go on"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use hamahang::ids::{DeskId, RuleId, UnitId};
use hamahang::persian::text;
use hamahang::routing::book::RuleBook;
use hamahang::routing::rules::{Conditions, Facts, Rule, Target};

const RULES: i64 = 200;
const WORDS: i64 = 5;
const SENTENCE: &str =
    "برای خریدهای خرد روزانهٔ روابط عمومی منطقه تنخواهی در اختیار واحد نیست و دوربين عكاسي هم نداریم ";

fn rule(id: i64) -> Rule {
    let mut conditions = Conditions::default();
    if id % 4 == 0 {
        conditions.categories = vec!["budget".to_owned(), "petty_cash".to_owned()];
        conditions.amount_min_rials = Some(id);
    }
    if id < RULES {
        // Each begins as a word of the text does, and goes on otherwise: so the text is followed letter by letter.
        let words = SENTENCE.split(' ').cycle().skip(usize::try_from(id).unwrap_or(0));
        conditions.words = words.zip(0..WORDS).map(|(word, n)| format!("{word}{id}{n}")).collect();
    }
    let target = Target {
        desk_id: DeskId(1),
        owner_id: None,
        round_robin: false,
        priority: None,
        watcher_ids: Vec::new(),
        approval_chain_id: None,
        sla_policy: None,
    };
    Rule {
        id: RuleId(id),
        name: format!("قاعدهٔ {id}"),
        conditions,
        target,
    }
}

/// The median of many.
fn time<T>(f: impl Fn() -> T) -> Duration {
    let one = |_| {
        let start = Instant::now();
        for _ in 0..20 {
            black_box(f());
        }
        start.elapsed() / 20
    };
    let mut times: Vec<Duration> = (0..201).map(one).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let rules: Vec<Rule> = (1..=RULES).map(rule).collect();
    let start = Instant::now();
    let book = RuleBook::new(rules).unwrap();
    println!(
        "{RULES} rules with {} words made ready once: {:?}",
        RULES * WORDS,
        start.elapsed()
    );
    println!("{:>10} {:>14} {:>14}", "characters", "200 rules", "folding");
    for length in [300, 1_000, 3_000, 9_000, 20_000] {
        let typed: String = SENTENCE.chars().cycle().take(length).collect();
        let facts = Facts {
            category: "petty_cash".to_owned(),
            unit_kind: "district".to_owned(),
            unit_path: vec![UnitId(7), UnitId(2)],
            amount_rials: None,
            text_key: text::key(&typed),
            private: false,
        };
        assert!(book.route(&facts).is_none(), "the whole set is gone through");
        let (matching, folding) = (time(|| book.route(&facts).is_some()), time(|| text::key(&typed)));
        println!("{length:>10} {matching:>14.1?} {folding:>14.1?}");
    }
}
