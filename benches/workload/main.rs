//! The workload: the server as a process, driven over HTTP by a client on the same machine, and beside it the same SQL
//! without a server around it. What counts are ratios within one run; see docs/performance.md.
//!
//! `make bench`, or `cargo bench --bench workload -- --sizes 1000,100000 --databases sqlite --seconds 3`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::ref_option_ref,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod bare;
#[allow(
    dead_code,
    clippy::disallowed_methods,
    reason = "the tests use more of it, and it reads the environment as they do"
)]
#[path = "../../tests/api/cluster.rs"]
mod cluster;
mod load;
mod process;
mod recount;
mod seed;
mod story;

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::{Parser, ValueEnum};
use hamahang::clock::Clock;
use hamahang::config::Settings;
use hamahang::db::Db;

#[derive(Parser)]
struct Options {
    /// Requests in the database.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000,1000000")]
    sizes: Vec<i64>,
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    databases: Vec<Database>,
    /// How long each thing is measured, in each of three rounds.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Measures only how reads fare while the deadlines of so many open requests are counted anew.
    #[arg(long)]
    recount: Option<i64>,
    /// What the bare server serves; for the driver itself.
    #[arg(long, hide = true)]
    bare: Option<String>,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Which database.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// The settings of a server on this folder and database.
pub fn settings(folder: &str, url: &str) -> Arc<Settings> {
    let values = [("data_dir", folder), ("database_url", url)];
    let values: BTreeMap<_, _> = values.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    Arc::new(Settings::from_values(&values).expect("good settings"))
}

fn main() {
    let options = Options::parse();
    if let Some(url) = &options.bare {
        return bare::serve(Db::open(&settings(".", url), &Clock::System).expect("a database"));
    }
    let length = std::time::Duration::from_secs(options.seconds);
    if let Some(size) = options.recount {
        for &database in &options.databases {
            println!("{}", recount::tell(database, size, length));
        }
        return;
    }
    let mut stories = Vec::new();
    for &database in &options.databases {
        for &size in &options.sizes {
            let told = story::tell(database, size, length);
            println!("{told}");
            stories.push(told);
        }
    }
    println!("{}", story::growth(&stories));
}
