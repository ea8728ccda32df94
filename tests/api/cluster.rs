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

/// A fresh database on this server.
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
        let given = std::env::var("HAMAHANG_TEST_POSTGRES_URL");
        given.map_or_else(|_| Cluster::start().url(), |url| url.trim_end_matches('/').to_owned())
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

/// A running cluster. It can be stopped and started again, by tests that have one of their own.
pub struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
    root: bool,
    options: &'static str,
}

impl Cluster {
    /// One that survives its own crash, but not a power loss.
    pub fn start() -> Self {
        Self::with("-c fsync=off -c full_page_writes=off -c shared_buffers=64MB")
    }

    /// One that keeps what it acknowledged, with memory as on a small server.
    #[allow(dead_code, reason = "the benches ask for it")]
    pub fn durable() -> Self {
        Self::with("-c shared_buffers=512MB -c max_wal_size=4GB")
    }

    fn with(options: &'static str) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("hamahang-pg")
            .tempdir()
            .expect("a temporary folder")
            .keep();
        let cluster = Self {
            bin: binaries(),
            folder,
            port: free_port(),
            root: Command::new("id")
                .arg("-u")
                .output()
                .is_ok_and(|o| o.stdout.starts_with(b"0\n")),
            options,
        };
        if cluster.root {
            run(Command::new("chown").arg("postgres").arg(&cluster.folder));
        }
        run(as_user(cluster.root, &cluster.bin.join("initdb"))
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "-D",
            ])
            .arg(cluster.data()));
        cluster.resume();
        watch(&cluster.bin, &cluster.folder, &cluster.data(), cluster.root);
        cluster
    }

    /// Without the database's name.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    /// Ends it at once, as a crash does.
    pub fn stop(&self) {
        run(self.control().args(["-m", "immediate", "stop"]));
    }

    /// Starts it, on the same port as before.
    pub fn resume(&self) {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 {}",
            self.port,
            self.folder.display(),
            self.options
        );
        run(self
            .control()
            .arg("-l")
            .arg(self.folder.join("log"))
            .args(["-o", &options, "start"]));
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn control(&self) -> Command {
        let mut command = as_user(self.root, &self.bin.join("pg_ctl"));
        command.args(["-w", "-s", "-D"]).arg(self.data());
        command
    }
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

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}
