//! QR codes: the address of the page that says whether a paper is genuine.

use qrcode::{Color, EcLevel, QrCode};

use crate::error::{Error, Result};

/// White modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// A QR code as dark and light modules, the quiet zone included.
pub(super) struct Qr {
    /// Modules on each side.
    pub side: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The code of an address.
    ///
    /// # Errors
    /// 500 when the address is too long for one.
    pub fn of(url: &str) -> Result<Self> {
        let code = QrCode::with_error_correction_level(url, EcLevel::M)
            .map_err(|e| Error::internal("an address does not fit into a QR code", e))?;
        let inner = code.width();
        let side = inner + 2 * QUIET;
        let mut dark = vec![false; side * side];
        for (at, color) in code.to_colors().into_iter().enumerate() {
            let place = (at / inner + QUIET) * side + at % inner + QUIET;
            if let Some(module) = dark.get_mut(place) {
                *module = color == Color::Dark;
            }
        }
        Ok(Self { side, dark })
    }

    /// As a drawing that scales: one path, a rectangle for each run of dark modules.
    pub fn svg(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.dark.chunks(self.side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    path.push_str(&format!("M{x} {y}h{}v1h-{}z", run.len(), run.len()));
                }
                x += run.len();
            }
        }
        let side = self.side;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"QR\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
        )
    }
}
