//! Which column is which: a heading is known by its English key, its Persian name, or another name that people use,
//! however it is spelt.

use super::sheet::{Place, Refused, Sheet};
use crate::error::FieldCode;
use crate::persian::text;

/// Whether a column has to be there, and whether it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Without it nothing can be imported.
    Needed,
    /// Taken when it is there.
    Taken,
    /// Written by exports for people to see; an import passes over it.
    Shown,
}

/// A column that a table may have.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its English name.
    pub key: &'static str,
    /// Its Persian name, which exports write.
    pub fa: &'static str,
    /// What else it is called.
    pub also: &'static [&'static str],
    /// What becomes of it.
    pub used: Use,
}

/// Declares a column.
pub const fn column(key: &'static str, fa: &'static str, also: &'static [&'static str], used: Use) -> Column {
    Column { key, fa, also, used }
}

impl Column {
    fn is_called(&self, heading: &str) -> bool {
        let same = |name: &&str| text::squashed(name) == heading;
        [self.key, self.fa].iter().chain(self.also).any(same)
    }
}

/// Where each column of a sheet stands.
#[derive(Debug)]
pub struct Headings {
    found: Vec<Option<&'static str>>,
}

impl Headings {
    /// Reads a sheet's header.
    ///
    /// # Errors
    /// Each heading that is unknown or comes twice, and each needed one that is missing.
    pub fn of(sheet: &Sheet, columns: &'static [Column]) -> Result<Self, Vec<Refused>> {
        let mut found: Vec<Option<&'static str>> = Vec::new();
        let mut wrong = Vec::new();
        let number = sheet.header.number;
        for (at, heading) in sheet.header.cells.iter().enumerate() {
            let place = Place {
                row: number,
                column: u32::try_from(at).ok(),
            };
            let squashed = text::squashed(heading);
            let column = columns.iter().find(|column| column.is_called(&squashed));
            match column {
                None if heading.is_empty() => {}
                None => wrong.push(unknown(place, heading, &squashed, columns)),
                Some(column) if found.contains(&Some(column.key)) => wrong.push(Refused::new(
                    place,
                    FieldCode::Conflict,
                    format!("ستون «{}» دو بار آمده است.", column.fa),
                    format!("The column {} comes twice.", column.key),
                )),
                Some(_) => {}
            }
            found.push(column.map(|column| column.key));
        }
        let needed = columns.iter().filter(|c| c.used == Use::Needed);
        for column in needed.filter(|c| !found.contains(&Some(c.key))) {
            wrong.push(Refused::new(
                Place::row(number),
                FieldCode::Required,
                format!("ستون «{}» لازم است.", column.fa),
                format!("The column {} is needed.", column.key),
            ));
        }
        let shown = |key: &'static str| columns.iter().any(|c| c.key == key && c.used == Use::Shown);
        for key in &mut found {
            // What is only shown is not looked at; its cells may say anything.
            *key = key.map(|key| if shown(key) { "" } else { key });
        }
        if wrong.is_empty() {
            Ok(Self { found })
        } else {
            Err(wrong)
        }
    }

    /// Which column it is, from 0.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.found.iter().position(|found| *found == Some(key))
    }

    /// Whether the column has a heading.
    pub fn names(&self, at: usize) -> bool {
        self.found.get(at).is_some_and(Option::is_some)
    }
}

fn unknown(place: Place, heading: &str, squashed: &str, columns: &[Column]) -> Refused {
    if squashed.contains("تومان") || squashed.contains("toman") {
        let fa = "مبلغ به تومان پذیرفته نمی‌شود، تا ده برابر یا یک‌دهم نشود؛ آن را به ریال بنویسید.";
        let en = "Tomans are not taken, so that no amount becomes ten times too large or small: write Rials.";
        return Refused::new(place, FieldCode::NotAllowed, fa, en);
    }
    let known = |name: fn(&Column) -> &'static str| columns.iter().map(name).collect::<Vec<_>>();
    Refused::new(
        place,
        FieldCode::NotAllowed,
        format!(
            "ستون «{heading}» شناخته نشد؛ ستون‌های ممکن: {}.",
            known(|c| c.fa).join("، ")
        ),
        format!(
            "The column {heading:?} is not known; possible are: {}.",
            known(|c| c.key).join(", ")
        ),
    )
}
