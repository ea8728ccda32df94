//! How reads fare while the deadlines of many open requests are counted anew, because a holiday was announced.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use hamahang::clock::{Clock, Timestamp};
use hamahang::db::Db;
use hamahang::db::schema::{deadline_recounts, requests};
use serde_json::json;

use super::Database;
use super::load::{self, Call, Connection, Outcome};
use super::process::Process;
use super::seed::Shape;
use super::story::{filled, server, sign_in};

/// People at once; more wait for each other, whatever else goes on.
const READERS: usize = 2;
/// The server looks every half minute whether there is anything to count, and rests three times as long as it counts.
const PATIENCE: Duration = Duration::from_mins(30);

/// Measures it, and tells of it.
pub fn tell(database: Database, size: i64, length: Duration) -> String {
    let (folder, url, db) = filled(database, Shape::fresh(size));
    let ours = Process::start(&mut server(folder.path(), &url));
    let director = sign_in(&ours, "director");
    let read = |length| {
        load::run(ours.address, Some(&director), READERS, length, |n| match n % 3 {
            0 => Call::get("/api/v1/requests?limit=50"),
            1 => Call::get("/api/v1/requests?state=submitted&sort=created_at&limit=50"),
            _ => Call::get(format!("/api/v1/requests/{}", n % size.unsigned_abs() + 1)),
        })
    };
    read(length);
    // The first count gives every request its day; what is measured is the second, which moves them.
    announce(&ours, &director, 1);
    wait(&db, |begun, finished| begun && finished);
    let before = read(length * 3);
    announce(&ours, &director, 2);
    wait(&db, |begun, finished| begun && !finished);
    let began = Instant::now();
    let mut times = Vec::new();
    while !look(&db).1 {
        times.extend(read(Duration::from_secs(1)).times);
    }
    let took = began.elapsed();
    times.sort_unstable();
    let during = Outcome { rate: 0.0, times };
    let moved: i64 = db
        .read_now(|c, _| {
            Ok(requests::table
                .filter(requests::due_at.is_not_null())
                .count()
                .get_result(c)?)
        })
        .expect("a count");
    let factor = |share| during.within(share).as_secs_f64() / before.within(share).as_secs_f64();
    format!(
        "{database}: {moved} of {size} open requests have a day; counted anew in {took:.0?}; reads meanwhile: p50 {:.1} ×, p99 {:.1} × ({:.1?} over {:.1?})",
        factor(0.5),
        factor(0.99),
        during.within(0.99),
        before.within(0.99),
    )
}

/// A day so many days from now, and those after it, have no work.
fn announce(server: &Process, director: &str, from: i64) {
    load::block_on(async {
        let mut director = Connection::open(server.address, Some(director)).await;
        let day = Clock::System.now().date_tehran() + chrono::TimeDelta::days(from);
        let holiday = json!({ "kind": "holiday", "title": format!("تعطیلی {from}"), "date": day });
        director
            .call(Call::post("/api/v1/calendar/holidays", holiday.to_string()))
            .await;
    });
}

/// Whether a count has begun since the seeding, and whether it is over.
fn look(db: &Db) -> (bool, bool) {
    let row: (i64, Option<Timestamp>) = db
        .read_now(|c, _| {
            let columns = (deadline_recounts::basis, deadline_recounts::finished_at);
            Ok(deadline_recounts::table.select(columns).first(c)?)
        })
        .expect("a row");
    (row.0 > 0, row.1.is_some())
}

fn wait(db: &Db, until: impl Fn(bool, bool) -> bool) {
    let began = Instant::now();
    loop {
        let (begun, finished) = look(db);
        if until(begun, finished) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "nothing is counted");
        std::thread::sleep(Duration::from_millis(200));
    }
}
