//! The parts of a paper in WordprocessingML (ECMA-376, part 1, 17). The order of an element's children is the schema's:
//! Word refuses a file with another.

use super::super::paper::{
    Align, Block, Cell, Column, Fact, Item, Line, Paper, Signature, Table, Text, Tone, Verification,
};
use super::super::words::{Words, words};
use super::runs::lines;
use super::xml::Xml;
use crate::error::Locale;

/// Between the margins of an A4 page, in twentieths of a point.
const WIDTH: u32 = 9866;
/// Muted words.
const SOFT: &str = "555555";
/// Lines of tables.
const LINE: &str = "98A6B5";
/// Headings, and the line under the letterhead.
pub(super) const INK: &str = "1F4E79";

/// How words look.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    color: Option<&'static str>,
    /// Half points; nothing: as the paragraph's style says.
    size: Option<&'static str>,
}

const PLAIN: Look = Look {
    bold: false,
    color: None,
    size: None,
};
const STRONG: Look = Look { bold: true, ..PLAIN };
const MUTED: Look = Look {
    color: Some(SOFT),
    size: Some("19"),
    ..PLAIN
};

/// How a paragraph stands.
#[derive(Clone, Copy, Default)]
struct Stand {
    style: Option<&'static str>,
    /// Stays on the page of what follows.
    with_next: bool,
    /// Stays on one page.
    whole: bool,
    center: bool,
    indent: bool,
}

/// A table: lined, with a heading on each page, or only to hold things beside each other.
struct Grid<'a> {
    columns: &'a [Column],
    widths: Vec<u32>,
    lined: bool,
}

impl<'a> Grid<'a> {
    fn of(columns: &'a [Column], lined: bool) -> Self {
        let all = columns.iter().map(|column| u32::from(column.share)).sum::<u32>().max(1);
        let width = |column: &Column| WIDTH * u32::from(column.share) / all;
        Self {
            widths: columns.iter().map(width).collect(),
            columns,
            lined,
        }
    }
}

/// Writes the body of a paper.
pub(super) struct Body<'a> {
    pub xml: Xml,
    words: &'static Words,
    rtl: bool,
    paper: &'a Paper,
    /// The next paragraph begins a page.
    new_page: bool,
}

impl<'a> Body<'a> {
    pub fn of(paper: &'a Paper, xml: Xml) -> Self {
        Self {
            xml,
            words: words(paper.language),
            rtl: paper.language == Locale::Fa,
            paper,
            new_page: false,
        }
    }

    /// All that stands between `<w:body>` and the section's properties.
    pub fn write(&mut self) {
        let paper = self.paper;
        self.letterhead();
        self.paragraph(
            Stand {
                style: Some("Title"),
                ..Stand::default()
            },
            &[(&paper.title, PLAIN)],
        );
        if !paper.subtitle.is_empty() {
            self.paragraph(
                Stand {
                    style: Some("Subtitle"),
                    ..Stand::default()
                },
                &[(&paper.subtitle, PLAIN)],
            );
        }
        if !paper.mark.is_empty() {
            let look = Look {
                color: Some("AA3333"),
                ..STRONG
            };
            self.paragraph(
                Stand {
                    center: true,
                    ..Stand::default()
                },
                &[(&paper.mark, look)],
            );
        }
        if !paper.facts.is_empty() {
            self.facts(&paper.facts);
        }
        for block in &paper.blocks {
            self.block(block);
        }
        self.signatures(&paper.signatures);
        if let Some(proof) = &paper.verification {
            self.verification(proof);
        }
    }

    /// The foot of each page.
    pub fn footer(&mut self) {
        self.open_paragraph(Stand {
            center: true,
            ..Stand::default()
        });
        if !self.paper.footer.is_empty() {
            let text = Text::made(format!("{} — ", self.paper.footer.as_str()));
            self.runs(&text, MUTED);
        }
        let rtl = self.rtl;
        for (word, field) in [(self.words.page, "PAGE"), (self.words.of, "NUMPAGES")] {
            self.runs(&Text::made(format!("{word} ")), MUTED);
            self.xml.element("w:fldSimple", &[("w:instr", field)], |x| {
                x.element("w:r", &[], |x| {
                    properties(x, MUTED, rtl);
                    x.element("w:t", &[], |x| {
                        x.text("1");
                    });
                });
            });
            self.runs(&Text::from(" "), MUTED);
        }
        self.xml.close("w:p");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text } => {
                let stand = Stand {
                    style: Some("Heading1"),
                    ..Stand::default()
                };
                self.paragraph(stand, &[(text, PLAIN)]);
            }
            Block::Paragraph { text } => self.paragraph(Stand::default(), &[(text, PLAIN)]),
            Block::Note { text } => self.paragraph(Stand::default(), &[(text, MUTED)]),
            Block::List { items } => {
                for item in items {
                    let stand = Stand {
                        indent: true,
                        ..Stand::default()
                    };
                    self.paragraph(stand, &[(&Text::from("• "), PLAIN), (item, PLAIN)]);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Item(item) => self.item(item),
            Block::Page => self.new_page = true,
        }
    }

    fn letterhead(&mut self) {
        let head = &self.paper.letterhead;
        let name = Cell::default()
            .and(Tone::Muted, head.invocation.clone())
            .and(Tone::Strong, head.organization.clone())
            .and(Tone::Plain, head.office.clone());
        let facts = head.facts.iter().fold(Cell::default(), |cell, fact| {
            cell.and(
                Tone::Muted,
                Text::made(format!("{}: {}", fact.label.as_str(), fact.value.as_str())),
            )
        });
        self.grid(
            &Grid::of(&[Column::new("", 7), Column::new("", 3)], false),
            &[vec![name, facts]],
        );
        self.paragraph(
            Stand {
                style: Some("Rule"),
                ..Stand::default()
            },
            &[],
        );
    }

    fn facts(&mut self, facts: &[Fact]) {
        let colon = |label: &Text| Text::made(format!("{}:", label.as_str()));
        let rows: Vec<_> = facts
            .iter()
            .map(|fact| {
                vec![
                    Cell::default().and(Tone::Muted, colon(&fact.label)),
                    Cell::of(fact.value.clone()),
                ]
            })
            .collect();
        self.grid(&Grid::of(&[Column::new("", 2), Column::new("", 8)], false), &rows);
        self.paragraph(Stand::default(), &[]);
    }

    fn table(&mut self, table: &Table) {
        self.grid(&Grid::of(&table.columns, true), &table.rows);
        // Between two tables there has to be a paragraph, or Word makes one of them.
        self.paragraph(Stand::default(), &[]);
    }

    fn grid(&mut self, grid: &Grid<'_>, rows: &[Vec<Cell>]) {
        self.xml.open("w:tbl");
        let rtl = self.rtl;
        self.xml.element("w:tblPr", &[], |x| {
            if rtl {
                x.empty("w:bidiVisual", &[]);
            }
            let whole = grid.widths.iter().sum::<u32>().to_string();
            x.empty("w:tblW", &[("w:w", &whole), ("w:type", "dxa")]);
            if grid.lined {
                x.element("w:tblBorders", &[], |x| {
                    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                        let name = format!("w:{side}");
                        x.empty(
                            &name,
                            &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", LINE)],
                        );
                    }
                });
            }
            x.empty("w:tblLayout", &[("w:type", "fixed")]);
            x.element("w:tblCellMar", &[], |x| {
                for (side, width) in [("top", "40"), ("left", "90"), ("bottom", "40"), ("right", "90")] {
                    x.empty(&format!("w:{side}"), &[("w:w", width), ("w:type", "dxa")]);
                }
            });
        });
        self.xml.element("w:tblGrid", &[], |x| {
            for width in &grid.widths {
                x.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        if grid.lined {
            let titles = grid
                .columns
                .iter()
                .map(|c| Cell::default().and(Tone::Strong, c.title.clone()));
            self.row(grid, &titles.collect::<Vec<_>>(), true);
        }
        for row in rows {
            self.row(grid, row, false);
        }
        self.xml.close("w:tbl");
    }

    fn row(&mut self, grid: &Grid<'_>, cells: &[Cell], heading: bool) {
        self.xml.open("w:tr");
        self.xml.element("w:trPr", &[], |x| {
            x.empty("w:cantSplit", &[]);
            if heading {
                x.empty("w:tblHeader", &[]);
            }
        });
        for (at, (cell, width)) in cells.iter().zip(&grid.widths).enumerate() {
            self.xml.open("w:tc");
            self.xml.element("w:tcPr", &[], |x| {
                x.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                if heading {
                    x.empty(
                        "w:shd",
                        &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E4ECF4")],
                    );
                }
            });
            let center = grid.columns.get(at).is_some_and(|c| c.align == Align::Center);
            let stand = Stand {
                style: Some("Cell"),
                center,
                ..Stand::default()
            };
            for Line { tone, text } in &cell.0 {
                let look = match tone {
                    Tone::Plain => PLAIN,
                    Tone::Strong => STRONG,
                    Tone::Muted => MUTED,
                };
                self.paragraph(stand, &[(text, look)]);
            }
            if cell.0.is_empty() {
                self.paragraph(stand, &[]);
            }
            self.xml.close("w:tc");
        }
        self.xml.close("w:tr");
    }

    fn item(&mut self, item: &Item) {
        let Item {
            number,
            title,
            about,
            entries,
        } = item;
        let number = Text::made(format!("{}. ", number.as_str()));
        let more = !about.is_empty() || !entries.is_empty();
        let head = Stand {
            style: Some("Item"),
            with_next: more,
            whole: true,
            ..Stand::default()
        };
        self.paragraph(
            head,
            &[
                (
                    &number,
                    Look {
                        color: Some(INK),
                        ..STRONG
                    },
                ),
                (title, STRONG),
            ],
        );
        if !about.is_empty() {
            let stand = Stand {
                with_next: !entries.is_empty(),
                indent: true,
                ..Stand::default()
            };
            self.paragraph(stand, &[(about, MUTED)]);
        }
        for entry in entries {
            let label = Text::made(format!("{}: ", entry.label.as_str()));
            let aside = if entry.aside.is_empty() {
                Text::default()
            } else {
                Text::made(format!(" ({})", entry.aside.as_str()))
            };
            let stand = Stand {
                indent: true,
                whole: true,
                ..Stand::default()
            };
            self.paragraph(stand, &[(&label, STRONG), (&entry.text, PLAIN), (&aside, MUTED)]);
        }
    }

    fn signatures(&mut self, places: &[Signature]) {
        if places.is_empty() {
            return;
        }
        self.paragraph(
            Stand {
                with_next: true,
                ..Stand::default()
            },
            &[],
        );
        let across = places.len().min(3);
        let columns = vec![Column::centered("", 1); across];
        let place = |place: &Signature| {
            let Signature { role, name, note } = place.clone();
            // Room for a hand where no note stands for it.
            let note = if note.is_empty() { Text::from("\n\n\n") } else { note };
            Cell::default()
                .and(Tone::Strong, role)
                .and(Tone::Plain, name)
                .and(Tone::Muted, note)
        };
        let mut rows: Vec<Vec<_>> = places
            .chunks(across)
            .map(|row| row.iter().map(place).collect())
            .collect();
        for row in &mut rows {
            row.resize(across, Cell::default());
        }
        self.grid(&Grid::of(&columns, false), &rows);
        self.paragraph(Stand::default(), &[]);
    }

    fn verification(&mut self, proof: &Verification) {
        let stand = Stand {
            with_next: true,
            ..Stand::default()
        };
        self.paragraph(stand, &[(&Text::from(self.words.verification), MUTED)]);
        self.open_paragraph(stand);
        super::picture::write(&mut self.xml, &proof.url);
        self.xml.close("w:p");
        let number = Text::made(format!("{}: {}", self.words.number, proof.number.as_str()));
        let hash = Text::made(format!("{}: {}", self.words.hash, Text::ltr(&proof.hash).as_str()));
        self.paragraph(stand, &[(&number, MUTED)]);
        self.paragraph(stand, &[(&hash, MUTED)]);
        self.paragraph(Stand::default(), &[(&Text::ltr(&proof.url), MUTED)]);
    }

    /// A paragraph of texts beside each other.
    fn paragraph(&mut self, stand: Stand, texts: &[(&Text, Look)]) {
        self.open_paragraph(stand);
        for (text, look) in texts {
            self.runs(text, *look);
        }
        self.xml.close("w:p");
    }

    fn runs(&mut self, text: &Text, look: Look) {
        for (at, line) in lines(text, self.rtl).iter().enumerate() {
            if at > 0 {
                self.xml.element("w:r", &[], |x| {
                    x.empty("w:br", &[]);
                });
            }
            for run in line {
                self.xml.element("w:r", &[], |x| {
                    properties(x, look, run.rtl);
                    x.element("w:t", &[("xml:space", "preserve")], |x| {
                        x.text(&run.text);
                    });
                });
            }
        }
    }

    fn open_paragraph(&mut self, stand: Stand) {
        self.xml.open("w:p");
        let (rtl, new_page) = (self.rtl, std::mem::take(&mut self.new_page));
        self.xml.element("w:pPr", &[], |x| {
            if let Some(style) = stand.style {
                x.value("w:pStyle", style);
            }
            if stand.with_next {
                x.empty("w:keepNext", &[]);
            }
            if stand.whole {
                x.empty("w:keepLines", &[]);
            }
            if new_page {
                x.empty("w:pageBreakBefore", &[]);
            }
            if rtl {
                x.empty("w:bidi", &[]);
            }
            if stand.indent {
                x.empty("w:ind", &[("w:start", "340")]);
            }
            if stand.center {
                x.value("w:jc", "center");
            }
        });
    }
}

fn properties(x: &mut Xml, look: Look, rtl: bool) {
    x.element("w:rPr", &[], |x| {
        if look.bold {
            x.empty("w:b", &[]).empty("w:bCs", &[]);
        }
        if let Some(color) = look.color {
            x.value("w:color", color);
        }
        if let Some(size) = look.size {
            x.value("w:sz", size).value("w:szCs", size);
        }
        if rtl {
            x.empty("w:rtl", &[]);
        }
    });
}
