//! What is made before the crate is compiled: a rebuild when a migration changes (`embed_migrations!` reads the folder at
//! compile time), the API's document, and the table of the web app's files. `web/packed` is always there, and empty until
//! `make web` has filled it: so the crate compiles without Node, and is compiled anew when there is another web app. And how
//! it is linked.

#![allow(
    clippy::disallowed_methods,
    reason = "Cargo tells a build script by the environment where it is"
)]

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

const PACKED: &str = "web/packed";
const DOCUMENT: &str = "docs/openapi.json";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed={PACKED}");
    println!("cargo:rerun-if-changed={DOCUMENT}");
    if std::env::var_os("CARGO_CFG_TARGET_ENV").is_some_and(|env| env == "gnu") {
        // Five megabytes of relocations, read whole at each start, become a hundred kilobytes.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let packed = root.join(PACKED);
    let mut files = Vec::new();
    collect(&packed, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        let name = file
            .strip_prefix(&packed)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        table.push_str(&format!(
            "    ({name:?}, include_bytes!({:?})),\n",
            file.to_string_lossy()
        ));
    }
    table.push(']');
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("web_app.rs"), table)?;
    let mut document = GzEncoder::new(File::create(out.join("openapi.json.gz"))?, Compression::best());
    document.write_all(&std::fs::read(root.join(DOCUMENT))?)?;
    document.finish().map(drop)
}

/// The files below a folder, those that begin with a dot left out.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
