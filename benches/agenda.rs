//! How long an agenda takes to be made of 100 000 open requests, of which 40 000 belong to 2 000 themes, in this process and
//! on SQLite: `cargo bench --bench agenda`. Each time is also given as a multiple of reading the same rows. Before that, how long
//! an agenda of 100 requests takes to be set as PDF, by the program that `make pdf` builds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops where it cannot go on"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use hamahang::accounts::{Actor, Grant, Role};
use hamahang::clock::{Clock, Timestamp};
use hamahang::config::Settings;
use hamahang::db::{Conn, Cx, Db};
use hamahang::error::{Locale, Result};
use hamahang::export::pdf::Typesetter;
use hamahang::ids::{MeetingId, UserId};
use hamahang::meetings::agenda::{making, service as agenda, store};
use hamahang::meetings::model::CreateMeeting;
use hamahang::meetings::papers::agenda::Gathered;
use hamahang::meetings::series::model::CreateSeries;
use hamahang::meetings::series::service as series;
use hamahang::meetings::service;
use hamahang::resource::Expected;
use serde_json::json;

const REQUESTS: i64 = 100_000;
const THEMES: i64 = 2_000;
const UNITS: i64 = 60;

fn director() -> Actor {
    let grants = vec![Grant {
        role: Role::Director,
        unit_id: None,
        desk_id: None,
    }];
    Actor {
        id: UserId(1),
        name: "مدیر ارتباطات".to_owned(),
        email: "director@bench.test".to_owned(),
        locale: Locale::Fa,
        session_id: None,
        grants,
        stands_in_for: Vec::new(),
        acting_for: None,
    }
}

/// Rows as the services would have written them, without what the agenda does not read.
fn seed(c: &mut Conn, cx: &Cx, requests: i64, themes: i64) -> Result<MeetingId> {
    let now = "'2019-12-01 00:00:00'";
    let numbers = |n: i64| format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})");
    for statement in [
        format!("INSERT INTO users (id, email, name, sort_key, locale, active, version, created_at, updated_at) VALUES (1, 'd@x.test', 'مدیر', x'00', 'fa', TRUE, 1, {now}, {now})"),
        format!("{} INSERT INTO units (id, name, name_key, sort_key, kind, staff_count, active, version, created_at, updated_at) SELECT i, 'واحد ' || i, 'k' || i, x'00', 'district', 1, TRUE, 1, {now}, {now} FROM n", numbers(UNITS)),
        format!("{} INSERT INTO themes (id, title, description, units, created_by_id, version, created_at, updated_at) SELECT i, 'موضوع ' || i, '', 5, 1, 1, {now}, {now} FROM n", numbers(themes)),
        format!(
            "{} INSERT INTO requests (id, number, category, unit_id, filer_id, title, description, details, state, is_open, priority, private, disputed, search_text, version, created_at, submitted_at, updated_at, theme_id)
             SELECT i, '1398-' || i, 'other', 1 + i % {UNITS}, 1, 'نداشتن دوربین عکاسی در واحد، درخواست ' || i, '', '{{}}', 'submitted', TRUE,
             CASE i % 7 WHEN 0 THEN 'urgent' ELSE 'normal' END, FALSE, FALSE, '', 1, datetime({now}, '-' || (i % 400) || ' days'), datetime({now}, '-' || (i % 400) || ' days'), {now},
             CASE WHEN {themes} > 0 AND i % 5 < 2 THEN 1 + (i / 5) % {themes} END FROM n",
            numbers(requests)
        ),
        "ANALYZE".to_owned(),
    ] {
        diesel::sql_query(statement).execute(c)?;
    }
    let new: CreateSeries = serde_json::from_value(json!({ "title": "نشست پیگیری" }))?;
    let series = series::create(c, cx, &director(), &new)?;
    let new: CreateMeeting = serde_json::from_value(
        json!({ "series_id": series.id, "starts_at": "2019-12-24T04:30:00Z", "ends_at": "2019-12-24T20:00:00Z" }),
    )?;
    Ok(service::create_meeting(c, cx, &director(), &new)?.id)
}

/// The shortest of some, and what came of it.
fn time<T>(runs: usize, mut f: impl FnMut() -> T) -> (Duration, T) {
    let mut one = || {
        let start = Instant::now();
        let made = black_box(f());
        (start.elapsed(), made)
    };
    let mut best = one();
    for _ in 1..runs {
        let next = one();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

fn database(folder: &Path) -> Db {
    let pdf = Path::new(env!("CARGO_BIN_EXE_hamahang")).with_file_name("hamahang-pdf");
    let values = [
        ("database_url", format!("sqlite:{}", folder.join("a.db").display())),
        ("pdf_program", pdf.display().to_string()),
    ];
    let values = values.map(|(key, value)| (key.to_owned(), value)).into();
    let settings = Arc::new(Settings::from_values(&values).unwrap());
    let clock = Clock::at("2019-12-03T06:00:00Z".parse().unwrap());
    let db = Db::open(&settings, &clock).unwrap();
    db.migrate().unwrap();
    db
}

/// The agenda of a hundred requests, set again and again.
fn paper() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let meeting = db.write_now(|c, cx| seed(c, cx, 100, 0)).unwrap();
    let make = |c: &mut Conn, cx: &Cx| agenda::generate(c, cx, &director(), meeting, &Expected::Any, Locale::Fa);
    let lines = db.write_now(make).unwrap();
    assert_eq!(lines.items.len() + lines.overflow.len(), 100);
    let gather = |c: &mut Conn, cx: &Cx| Ok(Gathered::of(c, &director(), meeting, None)?.agenda_paper(&cx.settings));
    let (gathered, paper) = time(5, || db.read_now(gather).unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let typesetter = Typesetter::new(db.settings());
    let set = || runtime.block_on(typesetter.set(&paper)).unwrap();
    let (first, pdf) = time(1, set);
    let (warm, _) = time(5, set);
    println!(
        "an agenda of 100 as PDF: gathered in {gathered:.1?}, set in {first:.0?} at first and in {warm:.0?} warm, {} KiB",
        pdf.len() / 1024
    );
}

fn main() {
    paper();
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path());
    let start = Instant::now();
    let meeting = db.write_now(|c, cx| seed(c, cx, REQUESTS, THEMES)).unwrap();
    println!(
        "{REQUESTS} open requests and {THEMES} themes written in {:?}",
        start.elapsed()
    );

    let (rows, open) = time(5, || db.read_now(|c, _| store::open_requests(c)).unwrap());
    assert_eq!(i64::try_from(open.len()).unwrap(), REQUESTS);
    let said = |what: &str, took: Duration| {
        let ratio = took.as_secs_f64() / rows.as_secs_f64();
        println!("{what:<46} {took:>12.1?} {ratio:>7.1} ×");
    };
    said("reading the rows", rows);
    let (took, ranked) = time(5, || db.read_now(|c, _| making::ranked(c, meeting)).unwrap());
    said("gathering and ranking", took);
    let lines = ranked.items.len() + ranked.overflow.len();
    assert_eq!(i64::try_from(lines).unwrap(), REQUESTS / 5 * 3 + THEMES);
    let make = |at: &str| {
        let now = Timestamp::new(at.parse().unwrap());
        let (took, shown) = time(1, || {
            let make =
                |c: &mut Conn, cx: &Cx| agenda::generate(c, cx, &director(), meeting, &Expected::Any, Locale::Fa);
            db.write_at(now, make).unwrap()
        });
        assert_eq!(shown.items.len() + shown.overflow.len(), lines);
        took
    };
    said("the first making, written and shown", make("2019-12-04T06:00:00Z"));
    said("made again, nothing new", make("2019-12-05T06:00:00Z"));
}
