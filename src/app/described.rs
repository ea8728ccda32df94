//! The API's document as the server holds it: packed into the binary from `docs/openapi.json`, which a test compares with the
//! code. To describe everything at each start would touch the code of every schema. A development build does it all the same, so
//! that a new operation is known before the file is written anew.

use std::io::{BufReader, Cursor, Read};

use flate2::read::GzDecoder;

use crate::error::{Error, Result};

/// `docs/openapi.json`, gzipped (build.rs).
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"));

/// Where the document is.
pub enum Document {
    Packed(&'static [u8]),
    Text(Vec<u8>),
}

impl Document {
    /// That of this build.
    pub fn new() -> Result<Self> {
        if cfg!(debug_assertions) {
            let text = serde_json::to_vec(&super::document());
            text.map(Self::Text)
                .map_err(|e| Error::internal("the API's document cannot be written", e))
        } else {
            Ok(Self::Packed(PACKED))
        }
    }

    /// Its text, from the start.
    pub fn read(&self) -> Box<dyn Read + '_> {
        match self {
            Self::Packed(bytes) => Box::new(BufReader::new(GzDecoder::new(*bytes))),
            Self::Text(text) => Box::new(Cursor::new(text)),
        }
    }

    /// Its text, whole.
    pub fn text(&self) -> Result<Vec<u8>> {
        let mut text = Vec::new();
        self.read()
            .read_to_end(&mut text)
            .map_err(|e| Error::internal("the API's document cannot be read", e))?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compared by value: their difference has fifty thousand lines, and git shows it better.
    #[test]
    fn what_is_packed_is_what_the_code_says() {
        let packed: serde_json::Value = serde_json::from_reader(Document::Packed(PACKED).read()).unwrap();
        let code = serde_json::to_value(super::super::document()).unwrap();
        assert!(
            packed == code,
            "docs/openapi.json is not what the code says: `make openapi`, then read the difference"
        );
    }
}
