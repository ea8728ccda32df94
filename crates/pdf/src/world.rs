//! What Typst sees: the template, the paper as a file of data, three fonts, and nothing else. The paper's texts come as
//! strings of JSON, so that no markup in them is ever read as such.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::glyphs;

const TEMPLATE: &str = include_str!("paper.typ");
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../assets/fonts/Vazirmatn-Regular.ttf"),
    include_bytes!("../../../assets/fonts/Vazirmatn-Bold.ttf"),
    // For what Vazirmatn lacks.
    include_bytes!("../../../assets/fonts/DejaVuSans.ttf"),
];

struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    paper: (FileId, Bytes),
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.paper.0 {
            Ok(self.paper.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// The same paper gives the same bytes on any day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The PDF of a paper.
pub fn set(paper: &[u8]) -> Result<Vec<u8>, String> {
    let mut paper: serde_json::Value = serde_json::from_slice(paper).map_err(|e| format!("the paper: {e}"))?;
    let fonts: Vec<Font> = FONTS.iter().flat_map(|data| Font::iter(Bytes::new(*data))).collect();
    glyphs::replace(&mut paper, &|c| {
        fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    });
    let paper = serde_json::to_vec(&paper).map_err(|e| format!("the paper: {e}"))?;
    let desk = Desk {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: Source::new(file("/paper.typ")?, TEMPLATE.to_owned()),
        paper: (file("/paper.json")?, Bytes::new(paper)),
    };
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|e| told(&e))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Hamahang".to_owned())),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|e| told(&e))
}

fn file(path: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(path).map_err(|e| format!("{path}: {e:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn told(wrong: &[SourceDiagnostic]) -> String {
    let each: Vec<_> = wrong.iter().map(|e| e.message.to_string()).collect();
    format!("the paper cannot be set: {}", each.join("; "))
}
