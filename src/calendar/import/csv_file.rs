//! Holidays as a table: a first line that names the columns, Persian or English, then one day each. Dates may be Jalali.

use csv::{ReaderBuilder, StringRecord};

use super::{Line, Read, Refused};
use crate::calendar::model::CreateHoliday;
use crate::calendar::week::{MinuteOfDay, Span};
use crate::calendar::working::HolidayKind;
use crate::error::FieldCode;
use crate::persian::{digits, jalali};
use crate::tables::cells::{is_one_of, truth};
use crate::tables::csv_file::separator;

/// The columns, and the names that each goes by.
const COLUMNS: [(&str, &[&str]); 6] = [
    ("date", &["date", "تاریخ"]),
    ("title", &["title", "عنوان", "مناسبت"]),
    ("kind", &["kind", "نوع"]),
    ("lunar", &["lunar", "قمری"]),
    ("from", &["from", "از"]),
    ("until", &["until", "تا"]),
];

/// What the kinds are called.
const KINDS: [(HolidayKind, &[&str]); 3] = [
    (HolidayKind::Holiday, &["holiday", "تعطیل", "تعطیلی", ""]),
    (HolidayKind::HalfDay, &["half_day", "نیمه‌وقت", "نیمه‌تعطیل"]),
    (HolidayKind::Working, &["working", "کاری", "روز کاری"]),
];

/// Reads the table; `lunar` is what a line without that column is.
pub fn read(text: &str, lunar: bool) -> Read {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    let columns = match reader.headers().map(columns) {
        Ok(Ok(columns)) => columns,
        Ok(Err(wrong)) => return (lines, wrong),
        Err(e) => return (lines, vec![unreadable(1, &e)]),
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let number = record.position().map_or(0, |p| line_number(p.line()));
                if record.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
                    refused.push(surplus(number));
                    continue;
                }
                match holiday(
                    &Row {
                        columns: &columns,
                        record: &record,
                        number,
                    },
                    lunar,
                ) {
                    Ok(holiday) => lines.push(Line { number, holiday }),
                    Err(wrong) => refused.push(wrong),
                }
            }
            Err(e) => refused.push(unreadable(e.position().map_or(0, |p| line_number(p.line())), &e)),
        }
    }
    (lines, refused)
}

fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn unreadable(number: u32, error: &csv::Error) -> Refused {
    Refused::new(
        number,
        FieldCode::Invalid,
        "این سطر خوانده نشد.",
        format!("This line cannot be read: {error}"),
    )
}

fn surplus(number: u32) -> Refused {
    let fa = "خانه‌های این سطر از ستون‌ها بیشتر است؛ عنوانی را که ویرگول دارد در گیومهٔ \"\" بگذارید.";
    let en = "More cells than columns; put a title with a comma between double quotes.";
    Refused::new(number, FieldCode::Invalid, fa, en)
}

/// Which column stands where.
fn columns(header: &StringRecord) -> Result<Vec<&'static str>, Vec<Refused>> {
    let mut wrong = Vec::new();
    let mut found = Vec::new();
    for name in header {
        match COLUMNS.iter().find(|(_, names)| is_one_of(name, names)) {
            Some((column, _)) => found.push(*column),
            None => wrong.push(Refused::new(
                1,
                FieldCode::NotAllowed,
                format!("ستون «{name}» شناخته نشد."),
                format!("The column {name:?} is not known."),
            )),
        }
    }
    for (needed, fa) in [("date", "تاریخ"), ("title", "عنوان")] {
        if !found.contains(&needed) {
            wrong.push(Refused::new(
                1,
                FieldCode::Required,
                format!("ستون «{fa}» لازم است."),
                format!("The column {needed:?} is needed."),
            ));
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// A line with the names of its columns.
struct Row<'a> {
    columns: &'a [&'static str],
    record: &'a StringRecord,
    number: u32,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|c| *c == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    fn refuse(&self, fa: impl Into<String>, en: impl Into<String>) -> Refused {
        Refused::new(self.number, FieldCode::Invalid, fa, en)
    }

    fn time(&self, column: &str) -> Result<Option<MinuteOfDay>, Refused> {
        let typed = digits::latin(self.get(column));
        if typed.is_empty() {
            return Ok(None);
        }
        let padded = format!("{typed:0>5}");
        let time = padded.parse().map_err(|_| {
            self.refuse(
                format!("«{typed}» ساعت نیست؛ مانند ۰۷:۳۰ بنویسید."),
                format!("{typed:?} is no time of the day such as 07:30."),
            )
        })?;
        Ok(Some(time))
    }
}

fn holiday(row: &Row<'_>, lunar: bool) -> Result<CreateHoliday, Refused> {
    let date = jalali::parse_date(row.get("date")).map_err(|e| row.refuse(e.message_fa(), e.to_string()))?;
    let typed = row.get("kind");
    let kind = KINDS
        .iter()
        .find(|(_, words)| is_one_of(typed, words))
        .map(|(kind, _)| *kind);
    let kind = kind.ok_or_else(|| {
        row.refuse(
            format!("نوع «{typed}» شناخته نشد: تعطیل، نیمه‌وقت یا کاری."),
            format!("{typed:?} is none of holiday, half_day, working."),
        )
    })?;
    let lunar = match row.get("lunar") {
        "" => lunar && kind == HolidayKind::Holiday,
        typed if is_one_of(typed, &["قمری"]) => true,
        typed => truth(typed).ok_or_else(|| {
            row.refuse(
                format!("«{typed}» نه بله است و نه خیر."),
                format!("{typed:?} is neither yes nor no."),
            )
        })?,
    };
    let hours = match (row.time("from")?, row.time("until")?) {
        (None, None) => None,
        (from, until) => Some(Span {
            from: from.unwrap_or(MinuteOfDay::START),
            until: until.unwrap_or(MinuteOfDay::END),
        }),
    };
    Ok(CreateHoliday {
        kind,
        title: row.get("title").to_owned(),
        date: Some(date),
        yearly: None,
        hours,
        lunar,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_and_english_columns_jalali_and_gregorian_dates() {
        let text = "تاریخ;مناسبت;نوع;از;تا;قمری\n۱۳۹۸/۶/۱۹;عاشورا;;;;بله\n2019-12-04;\"هوا; آلوده\";نيمه وقت;;۱۱:۰۰;\n1398/09/15;جبران;کاری;8:00;12:00;خیر\n";
        let (lines, refused) = read(text, false);
        assert_eq!(refused, []);
        let told: Vec<_> = lines
            .iter()
            .map(|l| {
                let h = &l.holiday;
                let hours = h.hours.map(|s| format!("{}-{}", s.from, s.until));
                (
                    l.number,
                    h.kind,
                    h.title.as_str(),
                    h.date.unwrap().to_string(),
                    hours,
                    h.lunar,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (2, HolidayKind::Holiday, "عاشورا", "2019-09-10".into(), None, true),
                (
                    3,
                    HolidayKind::HalfDay,
                    "هوا; آلوده",
                    "2019-12-04".into(),
                    Some("00:00-11:00".into()),
                    false
                ),
                (
                    4,
                    HolidayKind::Working,
                    "جبران",
                    "2019-12-06".into(),
                    Some("08:00-12:00".into()),
                    false
                ),
            ]
        );
        let (lines, _) = read(
            "date,title,kind,until\n2019-12-04,a,,\n2019-12-05,b,half_day,10:00\n",
            true,
        );
        assert_eq!(lines.iter().map(|l| l.holiday.lunar).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn errors_name_their_lines() {
        let numbers =
            |text: &str| -> Vec<(u32, FieldCode)> { read(text, false).1.iter().map(|r| (r.number, r.code)).collect() };
        assert_eq!(numbers(""), [(1, FieldCode::Required), (1, FieldCode::Required)]);
        assert_eq!(
            numbers("date,name\n"),
            [(1, FieldCode::NotAllowed), (1, FieldCode::Required)]
        );
        let text = "date,title,kind,lunar,from\n1398/12/30,a\n1398/09/12,b,odd\n1398/09/12,c,,perhaps\n1398/09/12,d,,,25:00\n1398/09/12,e\n";
        assert_eq!(numbers(text), [2, 3, 4, 5].map(|n| (n, FieldCode::Invalid)));
        assert_eq!(read(text, false).0.len(), 1);
        let text = "date,title\n1398/06/19,تاسوعا, عاشورا\n1398/06/20,a,\n";
        assert_eq!(
            numbers(text),
            [(2, FieldCode::Invalid)],
            "a title is not cut; an empty cell says nothing"
        );
    }
}
