//! The house rules of CONTRIBUTING.md as tests over the source tree. They read text, not syntax: comments and
//! strings are blanked out first, test modules are left out where a rule is about the product, and that is enough.
//! A failure names the file, the line and the rule. Needs nothing but the standard library.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot read the tree has to say so and stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules without a feature, which all may use.
const FOUNDATION: &[&str] = &[
    "clock",
    "config",
    "db",
    "error",
    "export",
    "hex",
    "html",
    "ids",
    "page",
    "persian",
    "resource",
    "schema",
    "tables",
    "telemetry",
];

/// The features by layer, lowest first. A feature may use those of lower layers; `true`: also its neighbours.
const LAYERS: &[(&[&str], bool)] = &[
    (&["accounts", "audit", "calendar", "units"], true),
    (
        &["approvals", "attachments", "deadlines", "notifications", "routing"],
        false,
    ),
    (&["requests"], false),
    (&["documents", "money", "programmes", "search"], false),
    (&["meetings"], false),
    (&["webhooks", "mail_in"], false),
    (&["reports"], true),
    (&["http"], false),
    (&["app", "demo"], true),
];

/// Uses upwards that were thought about: file, module, why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "src/accounts/letters.rs",
    "notifications",
    "invitations and resets are mails, made from plain data",
)];

/// Longest source file, in lines.
const LONGEST_FILE: usize = 600;
/// Longest handler, in lines, from `async fn` to its closing brace.
const LONGEST_HANDLER: usize = 25;

// ---- the rules ---------------------------------------------------------------------------------------------------

#[test]
fn every_source_file_says_what_it_is() {
    check("opens with a `//!` header", |found| {
        for file in rust_files(&["src", "tests", "benches"]) {
            if !file.text.starts_with("//! ") {
                found.push((file.name.clone(), 1, "the first line is no header".into()));
            }
        }
    });
}

#[test]
fn no_source_file_is_too_long_or_a_drawer_for_everything() {
    check("at most 600 lines, and no utils.rs", |found| {
        for file in rust_files(&["src"]) {
            let lines = file.text.lines().count();
            if lines > LONGEST_FILE && file.name != "src/db/schema.rs" {
                found.push((file.name.clone(), LONGEST_FILE + 1, format!("{lines} lines")));
            }
            if ["utils", "util", "helpers", "misc", "common"].contains(&file.stem()) {
                found.push((file.name.clone(), 1, "a name that says nothing".into()));
            }
        }
    });
}

#[test]
fn features_use_only_what_stands_below_them() {
    check("who may import whom (CONTRIBUTING.md)", |found| {
        for file in product_files() {
            let Some(own) = file.feature() else { continue };
            for (line, path) in crate_paths(&file.code) {
                let used = path[0].as_str();
                let routes_on_http = used == "http" && file.is_routes();
                let excepted = EXCEPTIONS
                    .iter()
                    .any(|(name, module, _)| *name == file.name && *module == used);
                if !may_use(own, used) && !routes_on_http && !excepted {
                    found.push((file.name.clone(), line, format!("`{own}` uses `{used}`")));
                }
            }
        }
    });
}

#[test]
fn a_store_belongs_to_its_feature() {
    check("no feature uses another one's store", |found| {
        for file in product_files() {
            let Some(own) = file.feature() else { continue };
            for (line, path) in crate_paths(&file.code) {
                let store = path.get(1).is_some_and(|p| is_store_name(p));
                if store && path[0] != own && !FOUNDATION.contains(&path[0].as_str()) {
                    found.push((file.name.clone(), line, format!("uses `{}`", path.join("::"))));
                }
            }
        }
    });
}

#[test]
fn rules_are_pure() {
    let impure = [
        "actix_web",
        "QueryDsl",
        "RunQueryDsl",
        "diesel::prelude",
        "tokio",
        "reqwest",
        "std::fs",
    ];
    check(
        "model, state, policy, rules and ranking know no web, no queries, no files",
        |found| {
            for file in product_files().iter().filter(|f| f.is_pure()) {
                find_words(file, &impure, found);
            }
        },
    );
}

#[test]
fn only_routes_know_the_web_framework() {
    check("actix only in routes, http and app", |found| {
        for file in product_files() {
            let web = ["http", "app"].iter().any(|m| file.feature() == Some(m)) || file.name == "src/main.rs";
            if !web && !file.is_routes() {
                find_words(&file, &["actix_web", "actix_rt", "actix_http"], found);
            }
        }
    });
}

#[test]
fn only_stores_hold_queries() {
    let queries = [
        "RunQueryDsl",
        "QueryDsl",
        "ExpressionMethods",
        "diesel::prelude",
        "diesel::insert_into",
        "diesel::update",
        "diesel::delete",
        "diesel::select",
        "diesel::sql_query",
    ];
    check("Diesel queries only in store files, outbox.rs and db/", |found| {
        for file in product_files() {
            let store = is_store_name(file.stem()) || file.stem() == "outbox" || file.feature() == Some("db");
            if !store {
                find_words(&file, &queries, found);
            }
        }
    });
}

#[test]
fn settings_and_time_have_one_source_each() {
    check(
        "the environment is read in config.rs only, the time in clock.rs only",
        |found| {
            for file in product_files() {
                if file.name != "src/config.rs" {
                    find_words(&file, &["env::var", "env::vars", "env::var_os"], found);
                }
                if file.name != "src/clock.rs" {
                    find_words(&file, &["Utc::now", "Local::now", "SystemTime::now"], found);
                }
            }
        },
    );
}

#[test]
fn a_new_state_breaks_the_build() {
    check("no `_ =>` in state and policy files", |found| {
        for file in product_files() {
            if !file.is_one_of(&["state", "policy"]) {
                continue;
            }
            for (number, line) in file.code.lines().enumerate() {
                let catches_all = line.match_indices("_ =>").any(|(at, _)| {
                    let before = line[..at].trim_end();
                    before.is_empty() || before.ends_with(['|', ',', '{'])
                });
                if catches_all {
                    found.push((file.name.clone(), number + 1, "`_ =>` would swallow it".into()));
                }
            }
        }
    });
}

#[test]
fn handlers_are_short() {
    check("a handler has at most 25 lines", |found| {
        for file in product_files().iter().filter(|f| f.is_routes()) {
            for (start, lines) in async_functions(&file.code) {
                if lines > LONGEST_HANDLER {
                    found.push((file.name.clone(), start, format!("{lines} lines")));
                }
            }
        }
    });
}

#[test]
fn nothing_points_into_a_developers_machine() {
    // Put together here, so that this file does not hold them.
    let private: Vec<String> = ["work", "root"].iter().map(|d| format!("/{d}/")).collect();
    check("no absolute path of somebody's machine", |found| {
        for (name, text) in text_files() {
            for (number, line) in text.lines().enumerate() {
                for path in &private {
                    let hit = line.match_indices(path.as_str()).any(|(at, _)| {
                        !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | '*'))
                    });
                    if hit {
                        found.push((name.clone(), number + 1, format!("holds a path below {path}")));
                    }
                }
            }
        }
    });
}

#[test]
fn lock_files_name_no_registry() {
    check(
        "package-lock.json says versions and hashes, not where they were had",
        |found| {
            for (name, text) in text_files().iter().filter(|(n, _)| n.ends_with("package-lock.json")) {
                for (number, line) in text.lines().enumerate().filter(|(_, l)| l.contains("\"resolved\"")) {
                    found.push((name.clone(), number + 1, line.trim().into()));
                }
            }
        },
    );
}

#[test]
fn migrations_come_in_pairs() {
    check(
        "the same migrations for both databases, each with up.sql and down.sql",
        |found| {
            let of = |database: &str| -> BTreeSet<String> {
                let folder = root().join("migrations").join(database);
                let entries = fs::read_dir(folder).into_iter().flatten().flatten();
                entries
                    .filter(|e| e.path().is_dir())
                    .map(|e| e.file_name().to_string_lossy().into_owned())
                    .collect()
            };
            let (sqlite, postgres) = (of("sqlite"), of("postgres"));
            for name in sqlite.symmetric_difference(&postgres) {
                found.push((
                    format!("migrations/*/{name}"),
                    1,
                    "is there for one database only".into(),
                ));
            }
            for (database, names) in [("sqlite", &sqlite), ("postgres", &postgres)] {
                for file in names
                    .iter()
                    .flat_map(|n| ["up.sql", "down.sql"].map(|f| format!("migrations/{database}/{n}/{f}")))
                {
                    let empty = fs::read_to_string(root().join(&file)).is_ok_and(|t| t.trim().is_empty());
                    if empty || !root().join(&file).exists() {
                        found.push((file, 1, "missing or empty".into()));
                    }
                }
            }
        },
    );
}

#[test]
fn links_in_the_documentation_lead_somewhere() {
    check("every relative link in a .md file leads to a file", |found| {
        for (name, text) in text_files().into_iter().filter(|(n, _)| is_kind(n, "md")) {
            let folder = root().join(&name).parent().map(Path::to_path_buf).unwrap_or_default();
            for (line, target) in links(&text) {
                let path = target.split(['#', '?']).next().unwrap_or_default();
                if !path.is_empty() && !folder.join(path).exists() {
                    found.push((name.clone(), line, format!("{target} does not exist")));
                }
            }
        }
    });
}

// ---- how the tree is read ----------------------------------------------------------------------------------------

type Found = Vec<(String, usize, String)>;

#[track_caller]
fn check(rule: &str, look: impl FnOnce(&mut Found)) {
    let mut found = Found::new();
    look(&mut found);
    found.sort();
    let mut report = String::new();
    for (file, line, what) in &found {
        writeln!(report, "  {file}:{line}: {what}").expect("writing to a string");
    }
    assert!(found.is_empty(), "rule: {rule}\n{report}");
}

/// One Rust file. `code` has the lines of `text`, with comments, strings and the test module blanked out.
struct Source {
    name: String,
    text: String,
    code: String,
}

impl Source {
    fn stem(&self) -> &str {
        self.name
            .rsplit('/')
            .next()
            .and_then(|n| n.strip_suffix(".rs"))
            .unwrap_or_default()
    }

    /// The module right below `src`; nothing for `main.rs` and `lib.rs`.
    fn feature(&self) -> Option<&str> {
        let path = self.name.strip_prefix("src/")?;
        let first = path.split('/').next()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (!["main", "lib"].contains(&name)).then_some(name)
    }

    /// Whether the file, or a folder it is in, has one of these names.
    fn is_one_of(&self, names: &[&str]) -> bool {
        self.name
            .split('/')
            .any(|part| names.contains(&part.strip_suffix(".rs").unwrap_or(part)))
    }

    fn is_routes(&self) -> bool {
        self.stem() == "routes" || self.stem().ends_with("_routes") || self.is_one_of(&["routes"])
    }

    fn is_pure(&self) -> bool {
        self.is_one_of(&["model", "state", "policy", "rules", "ranking"])
    }

    fn is_test(&self) -> bool {
        self.is_one_of(&["tests"]) || self.stem().ends_with("_tests")
    }
}

fn is_store_name(name: &str) -> bool {
    name == "store" || name.ends_with("_store")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_kind(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == extension)
}

/// All files below these folders and files, names relative to the project.
fn files(starts: &[&str]) -> Vec<String> {
    let built = [
        "target",
        "data",
        "node_modules",
        ".git",
        ".venv",
        ".node",
        ".hypothesis",
        "__pycache__",
        "dist",
        "packed",
    ];
    let mut waiting: Vec<PathBuf> = starts.iter().map(|s| root().join(s)).collect();
    let mut names = Vec::new();
    while let Some(path) = waiting.pop() {
        let name = path
            .strip_prefix(root())
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        // `tests/data` is source, `data` at the top is what a run leaves; `.git` is a file in a linked work tree.
        let skipped = path != root()
            && built
                .iter()
                .any(|b| name == *b || (*b != "data" && name.ends_with(&format!("/{b}"))));
        if skipped {
            continue;
        }
        if path.is_dir() {
            waiting.extend(
                fs::read_dir(&path)
                    .expect("a readable folder")
                    .flatten()
                    .map(|e| e.path()),
            );
        } else if path.exists() {
            names.push(name);
        }
    }
    names.sort();
    names
}

fn rust_files(starts: &[&str]) -> Vec<Source> {
    let names = files(starts).into_iter().filter(|n| is_kind(n, "rs"));
    names
        .map(|name| {
            let text = fs::read_to_string(root().join(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
            let code = without_test_module(&blank(&text));
            Source { name, text, code }
        })
        .collect()
}

/// The files of `src` that are not tests.
fn product_files() -> Vec<Source> {
    rust_files(&["src"]).into_iter().filter(|f| !f.is_test()).collect()
}

/// Everything in the tree that is text.
fn text_files() -> Vec<(String, String)> {
    let names = files(&["."]).into_iter().map(|n| n.trim_start_matches("./").to_owned());
    // In a linked work tree `.git` is a file, and git's own.
    names
        .filter(|n| n != "Cargo.lock" && n != ".git")
        .filter_map(|n| fs::read_to_string(root().join(&n)).ok().map(|text| (n, text)))
        .collect()
}

fn may_use(own: &str, used: &str) -> bool {
    if own == used || FOUNDATION.contains(&used) {
        return true;
    }
    let layer = |name: &str| LAYERS.iter().position(|(names, _)| names.contains(&name));
    match (layer(own), layer(used)) {
        (Some(own), Some(used)) => used < own || (used == own && LAYERS[own].1),
        // A macro or an item at the top of the crate may be used, a module that nobody has placed may not.
        (_, None) => !["", ".rs"]
            .iter()
            .any(|end| root().join(format!("src/{used}{end}")).exists()),
        (None, Some(_)) => false,
    }
}

/// Adds the lines in which one of the words stands for itself.
fn find_words(file: &Source, words: &[&str], found: &mut Found) {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    for (number, line) in file.code.lines().enumerate() {
        for word in words {
            let hit = line
                .match_indices(word)
                .any(|(at, _)| !line[..at].ends_with(in_name) && !line[at + word.len()..].starts_with(in_name));
            if hit {
                found.push((file.name.clone(), number + 1, format!("`{word}`")));
            }
        }
    }
}

/// The text with comments and the insides of strings and characters turned into spaces; lines stay.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => until(&chars, at, |i| chars[i] == '\n'),
            '/' if chars.get(at + 1) == Some(&'*') => {
                until(&chars, at + 2, |i| chars[i..].starts_with(&['*', '/'])) + 2
            }
            '"' => end_of_string(&chars, at + 1),
            'r' if raw_hashes(&chars, at).is_some() => end_of_raw_string(&chars, at),
            '\'' if chars.get(at + 1) == Some(&'\\') => until(&chars, at + 3, |i| chars[i] == '\'') + 1,
            '\'' if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => at,
        };
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            let end = end.min(chars.len());
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn until(chars: &[char], from: usize, stop: impl Fn(usize) -> bool) -> usize {
    (from..chars.len()).find(|i| stop(*i)).unwrap_or(chars.len())
}

fn end_of_string(chars: &[char], from: usize) -> usize {
    let mut at = from;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The number of `#` if a raw string starts here.
fn raw_hashes(chars: &[char], at: usize) -> Option<usize> {
    let part_of_name = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') && chars[at - 1] != 'b';
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (!part_of_name && chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn end_of_raw_string(chars: &[char], at: usize) -> usize {
    let hashes = raw_hashes(chars, at).unwrap_or_default();
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    until(chars, at + hashes + 2, |i| chars[i..].starts_with(&close)) + close.len()
}

/// The code with the bodies of `#[cfg(test)] mod … { … }` blanked out.
fn without_test_module(code: &str) -> String {
    let mut code = code.to_owned();
    let mut from = 0;
    while let Some(at) = code[from..].find("#[cfg(test)]").map(|i| i + from) {
        let rest = &code[at..];
        let (open, semicolon) = (rest.find('{'), rest.find(';'));
        from = at + 1;
        if let Some(open) = open.filter(|o| semicolon.is_none_or(|s| *o < s)) {
            let end = at + matching_brace(&code[at..], open);
            let blanked: String = code[at..end]
                .chars()
                .map(|c| if c == '\n' { '\n' } else { ' ' })
                .collect();
            code.replace_range(at..end, &blanked);
        }
    }
    code
}

/// The offset behind the brace that closes the one at `open`.
fn matching_brace(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return open + at + 1;
        }
    }
    code.len()
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Line of the signature and length of each `async fn`.
fn async_functions(code: &str) -> Vec<(usize, usize)> {
    let starts = code.match_indices("async fn ");
    starts
        .filter_map(|(at, _)| {
            let open = at + code[at..].find('{')?;
            let end = matching_brace(code, open);
            Some((line_of(code, at), code[at..end].matches('\n').count() + 1))
        })
        .collect()
}

/// Every path that starts with `crate::`, with its line; braces are multiplied out.
fn crate_paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut paths = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            continue;
        }
        let mut tails = Vec::new();
        expand(&code[at + word.len()..], &mut Vec::new(), &mut tails);
        let line = line_of(code, at);
        paths.extend(tails.into_iter().filter(|t| !t.is_empty()).map(|t| (line, t)));
    }
    paths
}

/// Reads one use tree, adds its paths, gives the number of bytes read.
fn expand(tree: &str, prefix: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let depth = prefix.len();
    let mut at = 0;
    loop {
        at += tree[at..].len() - tree[at..].trim_start().len();
        if tree[at..].starts_with('{') {
            at += 1;
            while at < tree.len() && !tree[at..].trim_start().starts_with('}') {
                at += expand(&tree[at..], prefix, paths);
                // To the comma, over `as name`.
                at += tree[at..].find([',', '}']).unwrap_or(tree.len() - at);
                at += usize::from(tree[at..].starts_with(','));
            }
            at += tree[at..].find('}').map_or(0, |i| i + 1);
            break;
        }
        let name: String = tree[at..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        at += name.len();
        if !name.is_empty() {
            prefix.push(name);
        }
        if tree[at..].starts_with("::") && !tree[at + 2..].starts_with('<') {
            at += 2;
        } else {
            paths.push(prefix.clone());
            break;
        }
    }
    prefix.truncate(depth);
    at
}

/// Targets of Markdown links that are not addresses, with their lines; code blocks are left out.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        in_code ^= line.trim_start().starts_with("```");
        if in_code {
            continue;
        }
        for (at, open) in line.match_indices("](") {
            let rest = &line[at + open.len()..];
            let target = rest.split([')', ' ']).next().unwrap_or_default();
            if !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with('/') {
                found.push((number + 1, target.to_owned()));
            }
        }
    }
    found
}

// ---- the readers themselves --------------------------------------------------------------------------------------

#[test]
fn paths_are_read_through_braces_and_lines() {
    let code = blank(
        "use crate::{a, b::{self, store as s}};\n// crate::no\nlet x = crate::c::d::<T>(\"crate::no\");\nfn f(v: $crate::no) {}\n",
    );
    let mut by_line: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (line, path) in crate_paths(&code) {
        by_line.entry(line).or_default().push(path.join("::"));
    }
    assert_eq!(by_line[&1], ["a", "b::self", "b::store"]);
    assert_eq!(by_line[&3], ["c::d"]);
    assert_eq!(by_line.len(), 2);
}

#[test]
fn blanking_keeps_lines_and_code() {
    let code =
        blank("let a = \"x\\\"_ =>\"; // _ =>\nlet b = r#\"\n_ =>\"#;\nlet c: &'a str = '\\'' ;/* {\n */ let d = '{';");
    assert!(!code.contains("_ =>") && !code.contains('{'), "{code}");
    assert_eq!(code.lines().count(), 5);
    assert!(code.contains("let d =") && code.contains("&'a str"), "{code}");
}

#[test]
fn test_modules_are_left_out() {
    let code = without_test_module(
        "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { x }\n}\nfn c() {}\n#[cfg(test)]\nmod tests;\nfn d() {}\n",
    );
    assert!(
        code.contains("fn a") && code.contains("fn c") && code.contains("fn d"),
        "{code}"
    );
    assert!(!code.contains("fn b"), "{code}");
}

#[test]
fn layers_allow_only_downwards() {
    assert!(may_use("requests", "routing") && may_use("routing", "accounts") && may_use("units", "audit"));
    assert!(!may_use("routing", "requests") && !may_use("routing", "notifications") && !may_use("db", "units"));
}
