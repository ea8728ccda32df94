//! Word documents read back: the order of elements that the schema asks for, the marks of right-to-left, and texts that
//! stay what they are.

use std::io::Read;

use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::*;
use crate::export::paper::{Text, Verification};
use crate::export::samples;

/// Children in the order of the schema (ECMA-376, part 1, annex A.1): those that are written, and neighbours that tell the
/// order. `choice`: the schema lets them come as they like.
const ORDER: &[(&str, &[&str])] = &[
    ("body", &["choice", "sectPr"]),
    ("p", &["pPr", "choice"]),
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "numPr",
            "pBdr",
            "shd",
            "tabs",
            "bidi",
            "adjustRightInd",
            "snapToGrid",
            "spacing",
            "ind",
            "contextualSpacing",
            "jc",
            "textDirection",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
    ),
    ("r", &["rPr", "choice"]),
    (
        "rPr",
        &[
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "color",
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "shd",
            "vertAlign",
            "rtl",
            "cs",
            "em",
            "lang",
        ],
    ),
    ("tbl", &["tblPr", "tblGrid", "tr"]),
    (
        "tblPr",
        &[
            "tblStyle",
            "tblpPr",
            "tblOverlap",
            "bidiVisual",
            "tblW",
            "jc",
            "tblCellSpacing",
            "tblInd",
            "tblBorders",
            "shd",
            "tblLayout",
            "tblCellMar",
            "tblLook",
        ],
    ),
    (
        "tblBorders",
        &["top", "left", "start", "bottom", "right", "end", "insideH", "insideV"],
    ),
    ("tblCellMar", &["top", "left", "start", "bottom", "right", "end"]),
    ("tblGrid", &["gridCol"]),
    ("tr", &["trPr", "tc"]),
    ("trPr", &["choice"]),
    ("tc", &["tcPr", "choice"]),
    (
        "tcPr",
        &[
            "tcW",
            "gridSpan",
            "vMerge",
            "tcBorders",
            "shd",
            "noWrap",
            "tcMar",
            "vAlign",
        ],
    ),
    (
        "sectPr",
        &[
            "headerReference",
            "footerReference",
            "type",
            "pgSz",
            "pgMar",
            "pgBorders",
            "pgNumType",
            "cols",
            "titlePg",
            "bidi",
            "rtlGutter",
            "docGrid",
        ],
    ),
    ("fldSimple", &["r"]),
    ("ftr", &["choice"]),
    ("styles", &["docDefaults", "latentStyles", "style"]),
    ("docDefaults", &["rPrDefault", "pPrDefault"]),
    ("rPrDefault", &["rPr"]),
    ("pPrDefault", &["pPr"]),
    (
        "style",
        &[
            "name",
            "aliases",
            "basedOn",
            "next",
            "link",
            "uiPriority",
            "semiHidden",
            "unhideWhenUsed",
            "qFormat",
            "locked",
            "pPr",
            "rPr",
            "tblPr",
        ],
    ),
    ("pBdr", &["top", "left", "bottom", "right", "between", "bar"]),
    ("fonts", &["font"]),
    (
        "font",
        &["altName", "panose1", "charset", "family", "notTrueType", "pitch", "sig"],
    ),
    (
        "inline",
        &["extent", "effectExtent", "docPr", "cNvGraphicFramePr", "graphic"],
    ),
    ("graphic", &["graphicData"]),
    ("graphicData", &["pic"]),
    ("pic", &["nvPicPr", "blipFill", "spPr"]),
    ("nvPicPr", &["cNvPr", "cNvPicPr"]),
    ("blipFill", &["blip", "srcRect", "stretch"]),
    ("stretch", &["fillRect"]),
    ("spPr", &["xfrm", "prstGeom"]),
    ("xfrm", &["off", "ext"]),
    ("prstGeom", &["avLst"]),
    ("drawing", &["inline"]),
    ("document", &["background", "body"]),
];

fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(docx: &[u8], name: &str) -> String {
    let found = parts(docx).into_iter().find(|(n, _)| n == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1).unwrap()
}

#[track_caller]
fn check_order(node: Node<'_, '_>) {
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    if !children.is_empty() {
        let name = node.tag_name().name();
        let (_, order) = ORDER
            .iter()
            .find(|(n, _)| *n == name)
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        let place = |child: &Node<'_, '_>| {
            let at = order.iter().position(|n| *n == child.tag_name().name());
            let at = at.or_else(|| order.iter().position(|n| *n == "choice"));
            at.unwrap_or_else(|| panic!("{} in {name}", child.tag_name().name()))
        };
        assert!(
            children.iter().map(place).is_sorted(),
            "children of {name}: {children:?}"
        );
    }
    children.into_iter().for_each(check_order);
}

fn named<'a>(document: &'a Document<'_>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |n| n.tag_name().name() == name)
}

fn has(node: Node<'_, '_>, path: &[&str]) -> bool {
    match path.split_first() {
        None => true,
        Some((first, rest)) => node
            .children()
            .any(|child| child.tag_name().name() == *first && has(child, rest)),
    }
}

#[test]
fn elements_come_in_the_order_of_the_schema() {
    for language in [Locale::Fa, Locale::En] {
        let docx = render(&Paper {
            language,
            ..samples::everything()
        })
        .unwrap();
        for name in [
            "word/document.xml",
            "word/styles.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
        ] {
            check_order(Document::parse(&part(&docx, name)).unwrap().root_element());
        }
    }
}

#[test]
fn a_persian_paper_reads_right_to_left() {
    let text = part(&render(&samples::everything()).unwrap(), "word/document.xml");
    let document = Document::parse(&text).unwrap();
    assert!(
        named(&document, "p").all(|p| has(p, &["pPr", "bidi"])),
        "every paragraph"
    );
    assert!(
        named(&document, "tbl").all(|t| has(t, &["tblPr", "bidiVisual"])),
        "every table"
    );
    assert!(named(&document, "sectPr").all(|s| has(s, &["bidi"])), "the section");
    for run in named(&document, "r").filter(|r| has(*r, &["t"])) {
        let said: String = run.descendants().filter_map(|n| n.text()).collect();
        let persian = said.contains(|c: char| ('\u{600}'..='\u{6FF}').contains(&c) && c.is_alphabetic());
        let latin = said.contains(|c: char| c.is_ascii_alphabetic());
        assert!(!(persian && latin), "one direction: {said}");
        if persian || latin {
            assert_eq!(has(run, &["rPr", "rtl"]), persian, "{said}");
        }
    }
    let english = render(&Paper {
        language: Locale::En,
        ..samples::everything()
    })
    .unwrap();
    let english = part(&english, "word/document.xml");
    assert!(!english.contains("<w:bidi/>") && !english.contains("bidiVisual"));
}

#[test]
fn every_part_is_announced_and_reached() {
    let docx = render(&samples::everything()).unwrap();
    let (types, relations) = (
        part(&docx, "[Content_Types].xml"),
        part(&docx, "word/_rels/document.xml.rels"),
    );
    for (name, _) in parts(&docx)
        .iter()
        .filter(|(name, _)| name.starts_with("word/") && !name.contains("/_rels/"))
    {
        let kind = name.rsplit('.').next().unwrap();
        assert!(
            types.contains(&format!("PartName=\"/{name}\"")) || (kind == "png" && types.contains("Extension=\"png\"")),
            "{name}"
        );
        assert!(
            name == "word/document.xml" || relations.contains(&name["word/".len()..]),
            "{name}"
        );
    }
    let (_, png) = parts(&docx)
        .into_iter()
        .find(|(name, _)| name == picture::PART)
        .unwrap();
    assert_eq!(image::guess_format(&png).unwrap(), image::ImageFormat::Png);
    let plain = Paper {
        verification: None::<Verification>,
        ..samples::everything()
    };
    assert!(
        !parts(&render(&plain).unwrap())
            .iter()
            .any(|(name, _)| name == picture::PART)
    );
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(
        render(&samples::everything()).unwrap(),
        render(&samples::everything()).unwrap()
    );
}

#[test]
fn the_document_as_it_is() {
    let text = part(&render(&samples::everything()).unwrap(), "word/document.xml");
    // A paragraph, a row or a table's end on a line, so that a change shows where it is.
    insta::assert_snapshot!(
        text.replace("<w:p>", "\n<w:p>")
            .replace("<w:tr>", "\n<w:tr>")
            .replace("<w:tbl>", "\n<w:tbl>")
    );
}

proptest! {
    /// Whatever was typed, markup of any kind among it, comes back as text and changes no element.
    #[test]
    fn what_was_typed_stays_text(typed in any::<String>()) {
        let text = Text::typed(&format!("«{typed}»"));
        let wanted: String = text.as_str().chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}') && xml::is_allowed(*c)).collect();
        let docx = render(&Paper { title: text, ..Paper::default() }).unwrap();
        let part = part(&docx, "word/document.xml");
        let document = Document::parse(&part).unwrap();
        let title = named(&document, "p").find(|p| p.descendants().any(|n| n.attributes().any(|a| a.value() == "Title"))).unwrap();
        let said: String = title.descendants().filter_map(|n| match n.tag_name().name() {
            "t" => n.text().map(str::to_owned),
            "br" => Some("\n".to_owned()),
            _ => None,
        }).collect();
        // The marks around numbers that read left to right are ours.
        prop_assert_eq!(said.replace('\u{200E}', ""), wanted);
        check_order(document.root_element());
    }
}
