//! A QR code as a picture in a paragraph.

use super::xml::Xml;

/// The part that holds it.
pub(super) const PART: &str = "word/media/qr.png";
/// The relationship that leads to it.
pub(super) const RELATION: &str = "rIdQr";

/// Its side on paper, in English Metric Units: 2.8 cm.
const SIDE: &str = "1008000";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// The run that shows the picture; `says` is what it is, for readers that cannot see it.
pub(super) fn write(xml: &mut Xml, says: &str) {
    let size = [("cx", SIDE), ("cy", SIDE)];
    let name = [("id", "1"), ("name", "QR"), ("descr", says)];
    xml.open("w:r");
    xml.open("w:drawing");
    xml.element(
        "wp:inline",
        &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")],
        |x| {
            x.empty("wp:extent", &size).empty("wp:docPr", &name);
            x.element("a:graphic", &[], |x| {
                x.element("a:graphicData", &[("uri", PICTURE)], |x| {
                    x.element("pic:pic", &[], |x| {
                        x.element("pic:nvPicPr", &[], |x| {
                            x.empty("pic:cNvPr", &name).empty("pic:cNvPicPr", &[]);
                        });
                        x.element("pic:blipFill", &[], |x| {
                            x.empty("a:blip", &[("r:embed", RELATION)]);
                            x.element("a:stretch", &[], |x| {
                                x.empty("a:fillRect", &[]);
                            });
                        });
                        x.element("pic:spPr", &[], |x| {
                            x.element("a:xfrm", &[], |x| {
                                x.empty("a:off", &[("x", "0"), ("y", "0")]).empty("a:ext", &size);
                            });
                            x.element("a:prstGeom", &[("prst", "rect")], |x| {
                                x.empty("a:avLst", &[]);
                            });
                        });
                    });
                });
            });
        },
    );
    xml.close("w:drawing");
    xml.close("w:r");
}
