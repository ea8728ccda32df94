//! The data: sixty units with their heads, and any number of requests over them, in words whose frequencies fall as
//! those of a language do. Units and people are made by the services, requests are written straight into the tables.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;
use hamahang::accounts::{self, Grant, NewUser, Role, password};
use hamahang::clock::{Clock, Timestamp};
use hamahang::config::Settings;
use hamahang::db::schema::{deadline_recounts, events, requests};
use hamahang::db::types::Json;
use hamahang::db::{Conn, Db, errand};
use hamahang::error::{Locale, Result};
use hamahang::ids::{DeskId, UnitId, UserId};
use hamahang::insert_batch;
use hamahang::persian::search;
use hamahang::requests::findable;
use hamahang::routing;
use hamahang::units::UnitKind;
use hamahang::units::model::{CreateDesk, CreateUnit};
use secrecy::SecretString;
use serde_json::json;

/// The password of everybody.
pub const PASSWORD: &str = "نخل بلند کنار رودخانه 48";
/// In half of the requests.
pub const COMMON: &str = "دوربین";
/// In sixty, spread over all: like the words below it finds as many in every size, so that what grows is the search and
/// not the answer.
pub const RARE: &str = "کمیاب";
/// In the sixty oldest.
pub const OLD: &str = "دیرین";
/// In eight of the first unit's, spread over them.
pub const OF_THE_UNIT: &str = "ویژه";

const UNITS: i64 = 60;
const DESKS: i64 = 4;
const BATCH: i64 = 500;

/// Which requests there are.
#[derive(Clone, Copy)]
pub struct Shape {
    pub size: i64,
    /// The newest are open; the others are closed.
    pub open: i64,
    /// When the first was filed, and how much later each next one.
    pub began: Timestamp,
    pub apart: TimeDelta,
}

impl Shape {
    /// Half of them open, but at most ten thousand, over as many minutes as there are.
    pub fn usual(size: i64) -> Self {
        Self {
            size,
            open: (size / 2).min(10_000),
            began: Timestamp::new("2016-03-20T06:30:00Z".parse().expect("an instant")),
            apart: TimeDelta::minutes(1),
        }
    }

    /// All of them open, filed within the last hour.
    pub fn fresh(size: i64) -> Self {
        Self {
            size,
            open: size,
            began: Clock::System.now().plus(-TimeDelta::hours(1)),
            apart: TimeDelta::hours(1) / i32::try_from(size).expect("not that many"),
        }
    }
}

/// A database with these requests.
pub fn fill(settings: &Arc<Settings>, shape: Shape) -> Db {
    let size = shape.size;
    let db = Db::open(settings, &Clock::System).expect("a database");
    db.migrate().expect("a schema");
    let place = db.write_now(structure).expect("units and people");
    // Hundreds of batches to a transaction: what is seeded is lost together anyway.
    for start in (0..size).step_by(50_000) {
        db.write_now(|c, _| {
            let end = (start + 50_000).min(size);
            for from in (start..end).step_by(usize::try_from(BATCH).expect("small")) {
                batch(c, &place, from..(from + BATCH).min(end), shape)?;
            }
            Ok(())
        })
        .expect("requests");
    }
    db.write_now(|c, cx| {
        // As if their deadlines had been counted: a first count beside the measurement would be measured too.
        diesel::insert_into(deadline_recounts::table)
            .values((
                deadline_recounts::id.eq(1),
                deadline_recounts::basis.eq(0),
                deadline_recounts::because.eq("first_count"),
                deadline_recounts::after_id.eq(0),
                deadline_recounts::finished_at.eq(cx.now),
            ))
            .execute(c)?;
        if let Conn::Sqlite(c) = c {
            diesel::sql_query("ANALYZE").execute(c)?;
        }
        Ok(())
    })
    .expect("deadlines");
    // As the database would have done by itself in the years that this took, and not while it is measured. A read is the only
    // place without a transaction.
    db.read_now(|c, _| {
        if let Conn::Postgres(c) = c {
            diesel::sql_query("VACUUM ANALYZE").execute(c)?;
        }
        Ok(())
    })
    .expect("statistics");
    db
}

struct Place {
    units: Vec<UnitId>,
    heads: Vec<UserId>,
    desks: Vec<DeskId>,
    owners: Vec<UserId>,
}

fn structure(c: &mut Conn, cx: &hamahang::db::Cx) -> Result<Place> {
    let hash = password::hash(&SecretString::from(PASSWORD))?;
    let person = |c: &mut Conn, email: &str, role, unit_id, desk_id| {
        let new = NewUser {
            email: format!("{email}@bench.test"),
            name: email.to_owned(),
            locale: Locale::Fa,
            password_hash: Some(hash.clone()),
            grants: vec![Grant { role, unit_id, desk_id }],
        };
        accounts::service::create_user(c, cx, None, new)
    };
    person(c, "director", Role::Director, None, None)?;
    let mut place = Place {
        units: Vec::new(),
        heads: Vec::new(),
        desks: Vec::new(),
        owners: Vec::new(),
    };
    for n in 1..=UNITS {
        let new = CreateUnit {
            name: format!("روابط عمومی واحد {n}"),
            kind: UnitKind::District,
            parent_id: None,
            staff_count: 2,
            email: None,
        };
        let unit = hamahang::units::service::add_unit(c, cx, None, &new)?;
        place.units.push(unit);
        place
            .heads
            .push(person(c, &format!("head-{n:02}"), Role::UnitHead, Some(unit), None)?);
    }
    for n in 1..=DESKS {
        let new = CreateDesk {
            name: format!("میز {n}"),
            fallback_id: None,
        };
        let desk = hamahang::units::service::add_desk(c, cx, None, &new)?;
        place.desks.push(desk);
        place
            .owners
            .push(person(c, &format!("owner-{n}"), Role::Owner, None, Some(desk))?);
    }
    let rules: Vec<_> = (0..10)
        .map(|n| {
            json!({
                "name": format!("قاعدهٔ {n}"),
                "conditions": if n == 9 { json!({ "categories": ["equipment"] }) } else { json!({ "words": [format!("واژه{n}")], "unit_subtree": place.units[0] }) },
                "target": { "desk_id": place.desks[n % 4], "owner_id": place.owners[n % 4] },
            })
        })
        .collect();
    let rules: Vec<routing::model::NewRule> = serde_json::from_value(json!(rules))?;
    routing::service::save(c, cx, None, &rules)?;
    // Rows that are written with their words need no round that makes them.
    errand::note(c, cx, findable::ERRAND, None)?;
    Ok(place)
}

#[derive(Insertable)]
#[diesel(table_name = requests, treat_none_as_default_value = false)]
struct NewRow {
    number: Option<String>,
    category: &'static str,
    unit_id: UnitId,
    filer_id: UserId,
    title: String,
    description: String,
    details: Json,
    amount_rials: Option<i64>,
    state: &'static str,
    is_open: bool,
    priority: &'static str,
    private: bool,
    desk_id: Option<DeskId>,
    owner_id: Option<UserId>,
    disputed: bool,
    search_text: String,
    version: i32,
    created_at: Timestamp,
    submitted_at: Option<Timestamp>,
    updated_at: Timestamp,
    closed_at: Option<Timestamp>,
}

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
struct NewEvent {
    subject: &'static str,
    subject_id: i64,
    action: &'static str,
    actor_id: Option<UserId>,
    from_state: Option<&'static str>,
    to_state: Option<&'static str>,
    data: Json,
    created_at: Timestamp,
}

fn batch(c: &mut Conn, place: &Place, range: std::ops::Range<i64>, shape: Shape) -> Result<()> {
    let mut rows = Vec::new();
    let mut history = Vec::new();
    for n in range {
        let at = shape.began.plus(shape.apart * i32::try_from(n).expect("not that many"));
        let at_unit = usize::try_from(n % UNITS).expect("small");
        let open = n >= shape.size - shape.open;
        let state = match (open, n % 3) {
            (false, _) => "closed",
            (true, 0) => "submitted",
            (true, 1) => "assigned",
            (true, _) => "in_progress",
        };
        let desk = (state != "submitted").then(|| usize::try_from(n % DESKS).expect("small"));
        let (category, details) = match n / 7 % 4 {
            0 => (
                "equipment",
                json!({ "items": [{ "name": "دوربین عکاسی", "kind": "photo_camera", "quantity": 1, "unit_price_rials": 180_000_000, "justification": "پوشش خبری" }] }),
            ),
            1 => (
                "training",
                json!({ "topic": "عکاسی خبری", "level": "beginner", "people": 2, "format": "in_person" }),
            ),
            2 => (
                "staffing",
                json!({ "people_now": 1, "people_needed": 2, "contract_kind": "any" }),
            ),
            _ => ("other", json!({ "need": "نیاز" })),
        };
        let (title, description) = words(n, shape.size);
        let unit = search::mark(&format!("unit{}", place.units[at_unit]));
        let search_text = format!("{unit} {}", search::index_text(&[&title, &description]));
        rows.push(NewRow {
            number: Some(format!("1395-{n:07}")),
            category,
            unit_id: place.units[at_unit],
            filer_id: place.heads[at_unit],
            title,
            description,
            details: Json(details),
            amount_rials: Some(180_000_000),
            state,
            is_open: open,
            priority: if n % 10 == 0 { "urgent" } else { "normal" },
            private: false,
            desk_id: desk.map(|d| place.desks[d]),
            owner_id: desk.map(|d| place.owners[d]),
            disputed: false,
            search_text,
            version: 2,
            created_at: at,
            submitted_at: Some(at),
            updated_at: at,
            closed_at: (!open).then_some(at),
        });
        for (action, to) in [("created", "draft"), ("submit", "submitted")] {
            history.push(NewEvent {
                subject: "request",
                subject_id: n + 1,
                action,
                actor_id: Some(place.heads[at_unit]),
                from_state: None,
                to_state: Some(to),
                data: Json(json!({})),
                created_at: at,
            });
        }
    }
    insert_batch!(c, requests::table, &rows)?;
    insert_batch!(c, events::table, &history)?;
    Ok(())
}

/// A title and a description of thirty words.
fn words(n: i64, size: i64) -> (String, String) {
    let mut chance = u64::try_from(n).expect("not negative") ^ 0x9e37_79b9_7f4a_7c15;
    let mut word = || {
        // SplitMix64; squared, so that low numbers are frequent.
        chance = chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let part = (z ^ (z >> 31)) % 1000;
        syllables(part * part / 200)
    };
    let title: Vec<_> = (0..4).map(|_| word()).collect();
    let mut text: Vec<_> = (0..30).map(|_| word()).collect();
    if n % 2 == 0 {
        text.push(COMMON.to_owned());
    }
    // Odd where the step is even, as it is in the usual sizes: never together with the common one.
    if n % (size / 60).max(1) == 7 {
        text.push(RARE.to_owned());
    }
    if n < 60 {
        text.push(OLD.to_owned());
    }
    if n % UNITS == 0 && n / UNITS % (size / UNITS / 8).max(1) == 0 {
        text.push(OF_THE_UNIT.to_owned());
    }
    (title.join(" "), text.join(" "))
}

/// The word of this number: the same for the same number, pronounceable.
fn syllables(mut number: u64) -> String {
    const PARTS: [&str; 12] = ["با", "دو", "ری", "نا", "مو", "سی", "شا", "کو", "گی", "لا", "تو", "هی"];
    let mut word = String::from("وا");
    loop {
        word.push_str(PARTS[usize::try_from(number % 12).expect("small")]);
        number /= 12;
        if number == 0 {
            return word;
        }
    }
}
