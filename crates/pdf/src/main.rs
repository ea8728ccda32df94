//! `hamahang-pdf` sets a paper as PDF: the paper as JSON on standard input, the PDF on standard output, what went wrong on
//! standard error. A process of its own, which bounds itself first and opens no file: docs/adr/0018-papers.md.

mod glyphs;
mod limits;
mod world;

use std::io::{Read, Write};
use std::process::ExitCode;

use clap::Parser;

/// Longest paper, bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Sets a paper as PDF: JSON on standard input, PDF on standard output.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Memory that it may use, MiB
    #[arg(long, default_value_t = 1024)]
    memory: u64,
    /// Time of the processor that it may use, seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Nobody is left to tell when this cannot be written.
            writeln!(std::io::stderr(), "hamahang-pdf: {why}").ok();
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    limits::set(arguments.memory, arguments.seconds).map_err(|e| format!("the limits cannot be set: {e}"))?;
    let mut paper = Vec::new();
    std::io::stdin()
        .take(LONGEST + 1)
        .read_to_end(&mut paper)
        .map_err(|e| format!("the paper cannot be read: {e}"))?;
    if paper.len() as u64 > LONGEST {
        return Err(format!("the paper is longer than {LONGEST} bytes"));
    }
    let pdf = world::set(&paper)?;
    std::io::stdout()
        .write_all(&pdf)
        .map_err(|e| format!("the PDF cannot be written: {e}"))
}
