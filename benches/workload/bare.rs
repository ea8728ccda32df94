//! What the server is compared with: the same SQL on the same database without anything around it, in this process or
//! behind an actix server that does nothing else.

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hamahang::clock::Timestamp;
use hamahang::db::schema::{desks, requests, units, users};
use hamahang::db::types::Json;
use hamahang::db::{Conn, Db};
use hamahang::error::Result;
use hamahang::ids::RequestId;
use serde::Serialize;

diesel::alias!(users as owners: Owners);

/// A request with the names that its view shows.
#[derive(Serialize, Queryable)]
pub struct Row {
    request: Fields,
    unit: String,
    filer: String,
    desk: Option<String>,
    owner: Option<String>,
}

/// The columns of a request.
#[derive(Serialize, Queryable)]
pub struct Fields {
    id: RequestId,
    number: Option<String>,
    category: String,
    title: String,
    description: String,
    #[serde(serialize_with = "plain")]
    details: Json,
    amount_rials: Option<i64>,
    state: String,
    priority: String,
    private: bool,
    disputed: bool,
    version: i32,
    created_at: Timestamp,
    submitted_at: Option<Timestamp>,
    updated_at: Timestamp,
    closed_at: Option<Timestamp>,
}

fn plain<S: serde::Serializer>(json: &Json, to: S) -> std::result::Result<S::Ok, S::Error> {
    json.0.serialize(to)
}

macro_rules! columns {
    () => {
        (
            requests::id,
            requests::number,
            requests::category,
            requests::title,
            requests::description,
            requests::details,
            requests::amount_rials,
            requests::state,
            requests::priority,
            requests::private,
            requests::disputed,
            requests::version,
            requests::created_at,
            requests::submitted_at,
            requests::updated_at,
            requests::closed_at,
        )
    };
}

macro_rules! rows {
    () => {
        requests::table
            .inner_join(units::table.on(units::id.eq(requests::unit_id)))
            .inner_join(users::table.on(users::id.eq(requests::filer_id)))
            .left_join(desks::table.on(requests::desk_id.eq(desks::id.nullable())))
            .left_join(owners.on(requests::owner_id.eq(owners.field(users::id).nullable())))
            .select((
                columns!(),
                units::name,
                users::name,
                desks::name.nullable(),
                owners.field(users::name).nullable(),
            ))
    };
}

/// One request, as JSON.
pub fn get(c: &mut Conn, id: i64) -> Result<Vec<u8>> {
    let row: Row = rows!().filter(requests::id.eq(RequestId(id))).first(c)?;
    Ok(serde_json::to_vec(&row)?)
}

/// The newest fifty, as JSON.
pub fn list(c: &mut Conn) -> Result<Vec<u8>> {
    let rows: Vec<Row> = rows!()
        .filter(requests::state.ne("draft"))
        .order(requests::id.desc())
        .limit(50)
        .load(c)?;
    Ok(serde_json::to_vec(&rows)?)
}

/// Reads the rows of all that is open; says how many.
pub fn read_open(c: &mut Conn) -> Result<usize> {
    let rows: Vec<Fields> = requests::table
        .filter(requests::is_open)
        .order(requests::id)
        .select(columns!())
        .load(c)?;
    Ok(std::hint::black_box(rows).len())
}

/// The rows that filing a request writes: its number, the request, two events, a notification of the director. They are copies
/// of those of the request `of`, which was filed over HTTP.
pub fn create(c: &mut Conn, of: i64) -> Result<()> {
    for statement in [
        "INSERT INTO request_counters (year, last) VALUES (9999, 1)
         ON CONFLICT (year) DO UPDATE SET last = request_counters.last + 1",
        "INSERT INTO requests (number, category, unit_id, filer_id, title, description, details, amount_rials, state, is_open,
           priority, private, desk_id, owner_id, rule_id, rule_version, disputed, search_text, version, created_at, submitted_at, updated_at)
         SELECT (SELECT '9999-' || last FROM request_counters WHERE year = 9999), category, unit_id, filer_id, title, description,
           details, amount_rials, state, is_open, priority, private, desk_id, owner_id, rule_id, rule_version, disputed, search_text,
           version, created_at, submitted_at, updated_at
         FROM requests WHERE id = $1",
        "INSERT INTO events (subject, subject_id, action, actor_id, from_state, to_state, data, created_at)
         SELECT subject, subject_id + 1000000000, action, actor_id, from_state, to_state, data, created_at
         FROM events WHERE subject = 'request' AND subject_id = $1",
        // Gathered already, so that no digest takes it.
        "INSERT INTO notifications (user_id, kind, why, topic, subject, subject_id, label, title, actor, quote, in_place_of, path, digest,
           hold_key, created_at, visible_at, read_at)
         SELECT user_id, kind, why, topic, subject, subject_id + 1000000000, label, title, actor, quote, in_place_of, path, 'told',
           hold_key, created_at, visible_at, read_at
         FROM notifications WHERE subject = 'request' AND subject_id = $1",
    ] {
        let query = diesel::sql_query(statement);
        if statement.contains("$1") {
            query.bind::<BigInt, _>(of).execute(c)?;
        } else {
            query.execute(c)?;
        }
    }
    Ok(())
}

/// How often a second `f` can be run on so many threads.
pub fn rate(threads: usize, length: Duration, f: impl Fn(u64) -> Result<()> + Sync) -> f64 {
    let began = Instant::now();
    let turns: u64 = std::thread::scope(|scope| {
        let spin = |thread: u64| {
            let f = &f;
            move || {
                let mut turns = 0;
                while began.elapsed() < length {
                    f(turns * 64 + thread).expect("the database answers");
                    turns += 1;
                }
                turns
            }
        };
        let threads: Vec<_> = (0..threads as u64).map(|t| scope.spawn(spin(t))).collect();
        threads.into_iter().map(|t| t.join().expect("no panic")).sum()
    });
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let turns = turns as f64;
    turns / began.elapsed().as_secs_f64()
}

/// Serves `/hello`, `/get/ID` and `/list` until it is killed; prints where.
pub fn serve(db: Db) {
    async fn json(db: &Db, f: impl FnOnce(&mut Conn) -> Result<Vec<u8>> + Send + 'static) -> HttpResponse {
        let body = db.read(move |c, _| f(c)).await.expect("the database answers");
        HttpResponse::Ok().content_type("application/json").body(body)
    }
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
    println!("ready http://{}", listener.local_addr().expect("its number"));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(db.clone()))
            .route("/hello", web::get().to(async || "hello"))
            .route(
                "/get/{id}",
                web::get().to(async |db: web::Data<Db>, id: web::Path<i64>| json(&db, move |c| get(c, *id)).await),
            )
            .route("/list", web::get().to(async |db: web::Data<Db>| json(&db, list).await))
    })
    .workers(2)
    .worker_max_blocking_threads(16)
    .listen(listener)
    .expect("it listens");
    actix_web::rt::System::new().block_on(server.run()).expect("it runs");
}
