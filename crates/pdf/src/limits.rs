//! What the process may use. It lowers its own limits before it reads anything, so that no paper can take the machine.

use rustix::io::Result;
use rustix::process::{Resource, Rlimit, setrlimit};

/// Longest PDF, where it goes into a file.
const LONGEST_FILE: u64 = 64 * 1024 * 1024;

/// Bounds memory (MiB) and processor time (seconds), what it writes, and the files it may open.
pub fn set(memory: u64, seconds: u64) -> Result<()> {
    let at_most = |n: u64| Rlimit {
        current: Some(n),
        maximum: Some(n),
    };
    for (resource, most) in [
        (Resource::As, memory.saturating_mul(1024 * 1024)),
        (Resource::Cpu, seconds),
        (Resource::Fsize, LONGEST_FILE),
        (Resource::Core, 0),
        (Resource::Nofile, 16),
    ] {
        setrlimit(resource, at_most(most))?;
    }
    Ok(())
}
