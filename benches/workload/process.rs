//! A server as a process of its own, ended with its handle.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    /// From its start to the line that says it is ready.
    pub ready_after: Duration,
}

impl Process {
    /// Starts the command and waits for `ready http://…` on its output.
    pub fn start(command: &mut Command) -> Self {
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let address = loop {
            let line = lines.next().expect("it gets ready").expect("text");
            if let Some(address) = line.strip_prefix("ready http://") {
                break address.parse().expect("an address");
            }
        };
        let ready_after = began.elapsed();
        // What else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            address,
            ready_after,
        }
    }

    /// Resident memory, KiB: all of it, of which private (not backed by a file).
    pub fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("Linux");
        let field = |name: &str| {
            let line = status.lines().find(|l| l.starts_with(name)).expect("a field");
            line.split_whitespace()
                .nth(1)
                .expect("a number")
                .parse()
                .expect("a number")
        };
        (field("VmRSS:"), field("RssAnon:"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
