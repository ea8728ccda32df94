//! Both databases have the same tables, and every migration can be taken back.

use std::collections::BTreeSet;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::Text;
use hamahang::clock::Clock;
use hamahang::config::Settings;
use hamahang::db::{Conn, Db};

use crate::cluster;

fn open(url: &str, folder: &std::path::Path) -> Db {
    let values = [
        ("database_url", url.to_owned()),
        ("data_dir", folder.display().to_string()),
    ];
    let values = values.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    Db::open(&Arc::new(Settings::from_values(&values).unwrap()), &Clock::System).unwrap()
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// `table.column null|not null` of every table of ours, with indices.
fn shape(db: &Db) -> BTreeSet<String> {
    db.read_now(|c, _| {
        let query = match c {
            Conn::Sqlite(_) => {
                "SELECT m.name || '.' || p.name || CASE WHEN p.\"notnull\" OR p.pk > 0 THEN ' not null' ELSE ' null' END AS name
                 FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'
                 UNION SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            }
            Conn::Postgres(_) => {
                "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END AS name
                 FROM information_schema.columns WHERE table_schema = 'public'
                 UNION SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'"
            }
        };
        let names: Vec<Name> = diesel::sql_query(query).load(c)?;
        Ok(names.into_iter().map(|n| n.name).collect())
    })
    .unwrap()
}

/// What full text needs differs by design.
fn common(shape: BTreeSet<String>) -> BTreeSet<String> {
    let own = |name: &String| {
        name.contains("requests_fts")
            || name.contains("search_tsv")
            || name == "index requests_search"
            || name.contains("__diesel")
            || name.contains("sqlite_")
    };
    shape.into_iter().filter(|n| !own(n)).collect()
}

#[test]
fn both_schemas_agree_and_up_down_up_works() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = open(
        &format!("sqlite:{}", folder.path().join("a.db").display()),
        folder.path(),
    );
    let postgres = open(&cluster::database(), folder.path());
    let mut shapes = Vec::new();
    for db in [&sqlite, &postgres] {
        assert!(db.pending_migrations().unwrap() > 0);
        db.migrate().unwrap();
        let first = common(shape(db));
        assert!(
            first.contains("requests.title not null") && first.contains("requests.number null"),
            "{first:?}"
        );
        db.revert_all().unwrap();
        assert_eq!(common(shape(db)), BTreeSet::new(), "nothing of ours is left");
        db.migrate().unwrap();
        db.migrate().unwrap();
        assert_eq!(common(shape(db)), first);
        assert_eq!(db.pending_migrations().unwrap(), 0);
        shapes.push(first);
    }
    let (a, b) = (&shapes[0], &shapes[1]);
    assert_eq!(a.difference(b).collect::<Vec<_>>(), b.difference(a).collect::<Vec<_>>());
}

#[test]
fn history_cannot_be_altered() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = open(
        &format!("sqlite:{}", folder.path().join("a.db").display()),
        folder.path(),
    );
    for db in [sqlite, open(&cluster::database(), folder.path())] {
        db.migrate().unwrap();
        db.write_now(|c, _| {
            diesel::sql_query("INSERT INTO events (subject, subject_id, action, data, created_at) VALUES ('request', 1, 'created', '{}', '2019-12-03 06:30:00')").execute(c)?;
            Ok(())
        })
        .unwrap();
        for change in ["UPDATE events SET action = 'x'", "DELETE FROM events"] {
            let refused = db
                .write_now(|c, _| Ok(diesel::sql_query(change).execute(c)?))
                .unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
    }
}

#[test]
fn an_unknown_kind_of_database_is_refused() {
    let values = [("database_url".to_owned(), "mysql://x".to_owned())]
        .into_iter()
        .collect();
    let refused = Settings::from_values(&values).unwrap_err().to_string();
    assert!(refused.starts_with("DATABASE_URL:"), "{refused}");
}

#[test]
fn the_connection_that_migrated_waits_for_locks_no_longer_than_others() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&cluster::database(), folder.path());
    // The pool has one connection until more are needed.
    db.migrate().unwrap();
    let waits = |c: &mut Conn, _: &_| Ok(diesel::dsl::sql::<Text>("SHOW lock_timeout").get_result::<String>(c)?);
    assert_eq!(db.read_now(waits).unwrap(), "5s");
}
