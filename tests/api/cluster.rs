//! A throw-away PostgreSQL cluster for this test process: made with `initdb`, run as an unprivileged user (the
//! server refuses root), gone when the process ends. `HAMAHANG_TEST_POSTGRES_URL` names a running server instead.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;

/// A fresh database's URL.
pub fn database() -> String {
    database_on(server())
}

/// A fresh database's URL, on this server.
pub fn database_on(server: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut admin = PgConnection::establish(&format!("{server}/postgres")).expect("the test cluster takes connections");
    diesel::sql_query(format!("CREATE DATABASE {name}"))
        .execute(&mut admin)
        .expect("a database can be made");
    format!("{server}/{name}")
}

fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        std::env::var("HAMAHANG_TEST_POSTGRES_URL")
            .map_or_else(|_| start(FORGETFUL), |url| url.trim_end_matches('/').to_owned())
    })
}

fn binaries() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path().join("bin"));
    let mut found: Vec<_> = installed.filter(|p| p.join("initdb").exists()).collect();
    found.sort();
    found.pop().expect("PostgreSQL's server is installed: run `make setup`")
}

/// Options of a server that need not survive a power loss.
const FORGETFUL: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB";

/// Starts a cluster that keeps what it acknowledged, with memory as on a small server; its URL.
#[allow(dead_code, reason = "the benches ask for it")]
pub fn durable() -> String {
    start("-c shared_buffers=512MB -c max_wal_size=4GB")
}

/// Starts a cluster with these options of the server; its URL.
fn start(options: &str) -> String {
    let bin = binaries();
    let folder = tempfile::Builder::new()
        .prefix("hamahang-pg")
        .tempdir()
        .expect("a temporary folder")
        .keep();
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|o| o.stdout.starts_with(b"0\n"));
    if root {
        run(Command::new("chown").arg("postgres").arg(&folder));
    }
    let data = folder.join("data");
    run(as_user(root, &bin.join("initdb"))
        .args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "-D",
        ])
        .arg(&data));
    let port = free_port();
    let options = format!(
        "-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 {options}",
        folder.display()
    );
    run(as_user(root, &bin.join("pg_ctl"))
        .args(["-w", "-s", "-l"])
        .arg(folder.join("log"))
        .arg("-D")
        .arg(&data)
        .arg("-o")
        .arg(options)
        .arg("start"));
    watch(&bin, &folder, &data, root);
    format!("postgres://postgres@127.0.0.1:{port}")
}

/// Stops the cluster when this process ends, however it ends: a shell waits for the pipe to close.
fn watch(bin: &Path, folder: &Path, data: &Path, root: bool) {
    let prefix = if root {
        "setpriv --reuid=postgres --regid=postgres --init-groups "
    } else {
        ""
    };
    let script = format!(
        "trap '' INT TERM HUP; cat >/dev/null; {prefix}{} -s -m immediate -D {} stop; rm -rf {}",
        bin.join("pg_ctl").display(),
        data.display(),
        folder.display()
    );
    let child = Command::new("setsid")
        .args(["sh", "-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    // The pipe stays open as long as this process lives.
    std::mem::forget(child.expect("setsid and sh are there"));
}

fn as_user(root: bool, program: &Path) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--init-groups"])
        .arg(program);
    command
}

fn run(command: &mut Command) {
    let output = command
        .current_dir("/")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}
