//! A paper as a Word document (Office Open XML, ECMA-376), written by hand: no library writes the marks of right-to-left
//! (`w:rtl`, `w:bidi`, `w:bidiVisual`). The same paper gives the same bytes.

mod body;
mod picture;
mod runs;
#[cfg(test)]
mod tests;
mod xml;

use std::io::Write;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::paper::Paper;
use super::qr::Qr;
use crate::error::{Error, Locale, Result};
use body::{Body, INK};
use xml::Xml;

/// What it is called on the web.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const FONT: &str = "Vazirmatn";

/// The document.
///
/// # Errors
/// 500 when it cannot be packed, or an address is too long for a QR code.
pub fn render(paper: &Paper) -> Result<Vec<u8>> {
    let qr = paper.verification.as_ref().map(|v| Qr::of(&v.url)).transpose()?;
    let mut parts = vec![
        ("[Content_Types].xml", content_types(qr.is_some()).into_bytes()),
        (
            "_rels/.rels",
            relations(&[("rId1", "officeDocument", "word/document.xml")]).into_bytes(),
        ),
        ("word/document.xml", document(paper).into_bytes()),
        ("word/styles.xml", styles(paper.language).into_bytes()),
        ("word/fontTable.xml", fonts().into_bytes()),
        ("word/footer1.xml", footer(paper).into_bytes()),
    ];
    let mut related = vec![
        ("rId1", "styles", "styles.xml"),
        ("rId2", "fontTable", "fontTable.xml"),
        ("rId3", "footer", "footer1.xml"),
    ];
    if let Some(qr) = qr {
        related.push((picture::RELATION, "image", "media/qr.png"));
        parts.push((picture::PART, qr.png()?));
    }
    parts.push(("word/_rels/document.xml.rels", relations(&related).into_bytes()));
    pack(&parts).map_err(|e| Error::internal("a Word document cannot be packed", e))
}

fn pack(parts: &[(&str, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn document(paper: &Paper) -> String {
    let spaces = [
        ("xmlns:w", W),
        ("xmlns:r", RELATIONSHIPS),
        (
            "xmlns:wp",
            "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        ),
        ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ];
    let mut xml = Xml::part();
    xml.element("w:document", &spaces, |x| {
        x.element("w:body", &[], |x| {
            let mut body = Body::of(paper, std::mem::take(x));
            body.write();
            *x = body.xml;
            x.element("w:sectPr", &[], |x| {
                x.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId3")]);
                x.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
                let margins = [
                    ("w:top", "1020"),
                    ("w:right", "1020"),
                    ("w:bottom", "1134"),
                    ("w:left", "1020"),
                    ("w:header", "600"),
                    ("w:footer", "600"),
                    ("w:gutter", "0"),
                ];
                x.empty("w:pgMar", &margins);
                if paper.language == Locale::Fa {
                    x.empty("w:bidi", &[]);
                }
            });
        });
    });
    xml.finish()
}

fn footer(paper: &Paper) -> String {
    let mut xml = Xml::part();
    xml.element("w:ftr", &[("xmlns:w", W)], |x| {
        let mut body = Body::of(paper, std::mem::take(x));
        body.footer();
        *x = body.xml;
    });
    xml.finish()
}

/// A style of paragraphs: its id, name, the id of its own properties in schema order, and how its words look.
struct Style {
    id: &'static str,
    name: &'static str,
    /// Space before and after, in twentieths of a point.
    space: (&'static str, &'static str),
    size: &'static str,
    bold: bool,
    center: bool,
    color: Option<&'static str>,
    /// 0: not in the outline; 1: the first level.
    level: u8,
}

const PLAIN: Style = Style {
    id: "",
    name: "",
    space: ("0", "80"),
    size: "21",
    bold: false,
    center: false,
    color: None,
    level: 0,
};

const STYLES: [Style; 6] = [
    Style {
        id: "Title",
        name: "Title",
        space: ("160", "40"),
        size: "30",
        bold: true,
        center: true,
        ..PLAIN
    },
    Style {
        id: "Subtitle",
        name: "Subtitle",
        size: "23",
        center: true,
        ..PLAIN
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        space: ("240", "80"),
        size: "23",
        bold: true,
        color: Some(INK),
        level: 1,
        ..PLAIN
    },
    Style {
        id: "Cell",
        name: "Cell",
        space: ("0", "0"),
        size: "19",
        ..PLAIN
    },
    Style {
        id: "Item",
        name: "Item",
        space: ("160", "40"),
        ..PLAIN
    },
    Style {
        id: "Rule",
        name: "Rule",
        space: ("0", "0"),
        size: "8",
        ..PLAIN
    },
];

fn styles(language: Locale) -> String {
    let rtl = language == Locale::Fa;
    let mut xml = Xml::part();
    xml.element("w:styles", &[("xmlns:w", W)], |x| {
        x.element("w:docDefaults", &[], |x| {
            x.element("w:rPrDefault", &[], |x| {
                x.element("w:rPr", &[], |x| {
                    x.empty(
                        "w:rFonts",
                        &[
                            ("w:ascii", FONT),
                            ("w:hAnsi", FONT),
                            ("w:eastAsia", FONT),
                            ("w:cs", FONT),
                        ],
                    );
                    x.value("w:sz", PLAIN.size).value("w:szCs", PLAIN.size);
                    x.empty(
                        "w:lang",
                        &[("w:val", "en-US"), ("w:eastAsia", "en-US"), ("w:bidi", "fa-IR")],
                    );
                });
            });
            x.empty("w:pPrDefault", &[]);
        });
        x.element(
            "w:style",
            &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")],
            |x| {
                x.value("w:name", "Normal").empty("w:qFormat", &[]);
                x.element("w:pPr", &[], |x| {
                    if rtl {
                        x.empty("w:bidi", &[]);
                    }
                    x.empty(
                        "w:spacing",
                        &[("w:after", PLAIN.space.1), ("w:line", "276"), ("w:lineRule", "auto")],
                    );
                });
            },
        );
        for style in &STYLES {
            x.element("w:style", &[("w:type", "paragraph"), ("w:styleId", style.id)], |x| {
                style.write(x);
            });
        }
    });
    xml.finish()
}

impl Style {
    fn write(&self, x: &mut Xml) {
        x.value("w:name", self.name).value("w:basedOn", "Normal");
        if self.level > 0 {
            x.value("w:next", "Normal");
        }
        x.empty("w:qFormat", &[]);
        x.element("w:pPr", &[], |x| {
            if self.level > 0 {
                x.empty("w:keepNext", &[]);
            }
            if self.id == "Rule" {
                x.element("w:pBdr", &[], |x| {
                    x.empty(
                        "w:bottom",
                        &[("w:val", "single"), ("w:sz", "12"), ("w:space", "1"), ("w:color", INK)],
                    );
                });
            }
            x.empty("w:spacing", &[("w:before", self.space.0), ("w:after", self.space.1)]);
            if self.center {
                x.value("w:jc", "center");
            }
            if self.level > 0 {
                x.value("w:outlineLvl", &(self.level - 1).to_string());
            }
        });
        x.element("w:rPr", &[], |x| {
            if self.bold {
                x.empty("w:b", &[]).empty("w:bCs", &[]);
            }
            if let Some(color) = self.color {
                x.value("w:color", color);
            }
            x.value("w:sz", self.size).value("w:szCs", self.size);
        });
    }
}

/// What to take where the font is not installed.
fn fonts() -> String {
    let mut xml = Xml::part();
    xml.element("w:fonts", &[("xmlns:w", W)], |x| {
        x.element("w:font", &[("w:name", FONT)], |x| {
            x.value("w:altName", "Tahoma")
                .value("w:charset", "B2")
                .value("w:family", "swiss")
                .value("w:pitch", "variable");
        });
    });
    xml.finish()
}

fn content_types(picture: bool) -> String {
    let mut xml = Xml::part();
    xml.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |x| {
        let xmls = "application/xml";
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        x.empty("Default", &[("Extension", "rels"), ("ContentType", rels)]);
        x.empty("Default", &[("Extension", "xml"), ("ContentType", xmls)]);
        if picture {
            x.empty("Default", &[("Extension", "png"), ("ContentType", "image/png")]);
        }
        for (part, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("fontTable", "fontTable"),
            ("footer1", "footer"),
        ] {
            let kind = format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
            x.empty(
                "Override",
                &[("PartName", &format!("/word/{part}.xml")), ("ContentType", &kind)],
            );
        }
    });
    xml.finish()
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let mut xml = Xml::part();
    xml.element(
        "Relationships",
        &[("xmlns", &format!("{PACKAGE}/relationships"))],
        |x| {
            for (id, kind, target) in list {
                let kind = format!("{RELATIONSHIPS}/{kind}");
                x.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
            }
        },
    );
    xml.finish()
}
