//! Octets as people and databases read them: two digits each.

use std::fmt::Write;

/// In hexadecimal, lower case.
pub fn hex(octets: impl AsRef<[u8]>) -> String {
    let octets = octets.as_ref();
    octets
        .iter()
        .fold(String::with_capacity(2 * octets.len()), |mut text, octet| {
            // Writing into a text cannot fail.
            let _ = write!(text, "{octet:02x}");
            text
        })
}
