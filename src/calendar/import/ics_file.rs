//! Holidays as a calendar file (iCalendar, RFC 5545): each event of whole days is a holiday. Only what a list of holidays
//! needs is read; events with a time, repetitions and cancellations are refused by their line.

use chrono::{Days, NaiveDate};

use super::{Line, Read, Refused};
use crate::calendar::model::CreateHoliday;
use crate::calendar::working::HolidayKind;
use crate::error::FieldCode;

/// A longer event is no holiday but a slip.
const LONGEST_DAYS: i64 = 31;

/// A property with the number of the line it starts on.
struct Property {
    number: u32,
    name: String,
    value: String,
}

/// Reads the events.
pub fn read(text: &str, lunar: bool) -> Read {
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    let mut event: Option<(u32, Vec<Property>)> = None;
    for property in properties(text) {
        let marks = |word: &str| property.name == word && property.value.trim().eq_ignore_ascii_case("VEVENT");
        if marks("BEGIN") {
            event = Some((property.number, Vec::new()));
        } else if marks("END") {
            match event
                .take()
                .map(|(number, properties)| holidays(number, &properties, lunar))
            {
                Some(Ok(found)) => lines.extend(found),
                Some(Err(wrong)) => refused.push(wrong),
                None => refused.push(unpaired(property.number)),
            }
        } else if let Some((_, properties)) = &mut event {
            properties.push(property);
        }
    }
    if let Some((number, _)) = event {
        refused.push(unpaired(number));
    }
    if lines.is_empty() && refused.is_empty() {
        let fa = "در این پرونده رویدادی نیست.";
        refused.push(Refused::new(
            1,
            FieldCode::Required,
            fa,
            "There is no event in this file.",
        ));
    }
    (lines, refused)
}

fn unpaired(number: u32) -> Refused {
    let fa = "آغاز و پایان رویداد با هم نمی‌خوانند.";
    Refused::new(
        number,
        FieldCode::Invalid,
        fa,
        "BEGIN:VEVENT and END:VEVENT do not match.",
    )
}

/// The properties, folded lines joined (RFC 5545, 3.1), parameters left out.
fn properties(text: &str) -> Vec<Property> {
    let mut joined: Vec<(u32, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), joined.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => joined.push((number, line.to_owned())),
        }
    }
    let property = |(number, line): (u32, String)| {
        let mut quoted = false;
        let colon = line.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let name = line[..colon].split(';').next()?.trim().to_ascii_uppercase();
        Some(Property {
            number,
            name,
            value: line[colon + 1..].to_owned(),
        })
    };
    joined.into_iter().filter_map(property).collect()
}

/// The days of an event.
fn holidays(begin: u32, properties: &[Property], lunar: bool) -> Result<Vec<Line>, Refused> {
    let find = |name: &str| properties.iter().find(|p| p.name == name);
    if let Some(rule) = find("RRULE").or_else(|| find("RDATE")) {
        let fa = "رویداد تکرارشونده پذیرفته نمی‌شود؛ مناسبت هرساله را جداگانه ثبت کنید.";
        let en = "A repeating event is not taken; record a yearly holiday instead.";
        return Err(Refused::new(rule.number, FieldCode::NotAllowed, fa, en));
    }
    if let Some(duration) = find("DURATION") {
        let fa = "مدت رویداد با DURATION پذیرفته نمی‌شود؛ پایان آن را با DTEND بنویسید.";
        let en = "DURATION is not taken; say when the event ends with DTEND.";
        return Err(Refused::new(duration.number, FieldCode::NotAllowed, fa, en));
    }
    if let Some(status) = find("STATUS").filter(|p| p.value.trim().eq_ignore_ascii_case("CANCELLED")) {
        let fa = "رویداد لغوشده پذیرفته نمی‌شود؛ خود تعطیلی را حذف کنید.";
        let en = "A cancelled event is not taken; remove the holiday itself.";
        return Err(Refused::new(status.number, FieldCode::NotAllowed, fa, en));
    }
    let missing = |fa: &str, en: &str| Refused::new(begin, FieldCode::Required, fa, en);
    let start = find("DTSTART").ok_or_else(|| missing("رویداد تاریخ ندارد.", "The event has no DTSTART."))?;
    let title = find("SUMMARY").ok_or_else(|| missing("رویداد عنوان ندارد.", "The event has no SUMMARY."))?;
    let first = whole_day(start)?;
    // The end is the day after the last (RFC 5545, 3.6.1).
    let length = match find("DTEND") {
        Some(end) => (whole_day(end)? - first).num_days(),
        None => 1,
    };
    if !(1..=LONGEST_DAYS).contains(&length) {
        let fa = "رویداد باید یک تا ۳۱ روز باشد.";
        return Err(Refused::new(
            begin,
            FieldCode::OutOfRange,
            fa,
            "An event lasts one to 31 days.",
        ));
    }
    let title = unescaped(&title.value);
    let day = |date: NaiveDate| Line {
        number: begin,
        holiday: CreateHoliday {
            kind: HolidayKind::Holiday,
            title: title.clone(),
            date: Some(date),
            yearly: None,
            hours: None,
            lunar,
        },
    };
    let days = (0..length.unsigned_abs()).filter_map(|n| first.checked_add_days(Days::new(n)));
    Ok(days.map(day).collect())
}

fn whole_day(property: &Property) -> Result<NaiveDate, Refused> {
    let value = property.value.trim();
    let eight = value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit());
    let date = NaiveDate::parse_from_str(value, "%Y%m%d").ok().filter(|_| eight);
    date.ok_or_else(|| {
        let fa = "روز باید به شکل ۲۰۱۹۱۲۰۴ و بدون ساعت باشد.";
        let en = "The day has to be written as 20191204, without a time.";
        Refused::new(property.number, FieldCode::Invalid, fa, en)
    })
}

/// A text value (RFC 5545, 3.3.11).
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let plain = if c == '\\' { chars.next() } else { Some(c) };
        out.extend(plain.map(|p| if c == '\\' && matches!(p, 'n' | 'N') { ' ' } else { p }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(lines: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    }

    #[test]
    fn events_of_whole_days_are_holidays() {
        let text = event(
            "UID:1\r\nDTSTART;VALUE=DATE:20190909\r\nDTEND;VALUE=DATE:20190911\r\nSUMMARY;LANGUAGE=\"fa:IR\":تاسوعا\\, \r\n عاشورا",
        );
        let (lines, refused) = read(&text, true);
        assert_eq!(refused, []);
        let told: Vec<_> = lines
            .iter()
            .map(|l| {
                (
                    l.number,
                    l.holiday.date.unwrap().to_string(),
                    l.holiday.title.as_str(),
                    l.holiday.lunar,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (3, "2019-09-09".into(), "تاسوعا, عاشورا", true),
                (3, "2019-09-10".into(), "تاسوعا, عاشورا", true)
            ]
        );
        let (lines, _) = read(&event("DTSTART:20191204\r\nSUMMARY:یک\\nدو\\\\سه"), false);
        assert_eq!(lines[0].holiday.title, "یک دو\\سه");
    }

    #[test]
    fn what_is_no_list_of_holidays_is_refused_by_line() {
        let table = [
            (event("DTSTART:20191204T080000Z\r\nSUMMARY:x"), 4, FieldCode::Invalid),
            (event("DTSTART:20191304\r\nSUMMARY:x"), 4, FieldCode::Invalid),
            (event("SUMMARY:x"), 3, FieldCode::Required),
            (event("DTSTART:20191204"), 3, FieldCode::Required),
            (
                event("DTSTART:20191204\r\nSUMMARY:x\r\nRRULE:FREQ=YEARLY"),
                6,
                FieldCode::NotAllowed,
            ),
            (
                event("DTSTART:20191204\r\nDURATION:P2D\r\nSUMMARY:x"),
                5,
                FieldCode::NotAllowed,
            ),
            (
                event("DTSTART:20191204\r\nSTATUS:CANCELLED\r\nSUMMARY:x"),
                5,
                FieldCode::NotAllowed,
            ),
            (
                event("DTSTART:20191204\r\nDTEND:20191204\r\nSUMMARY:x"),
                3,
                FieldCode::OutOfRange,
            ),
            (
                event("DTSTART:20191204\r\nDTEND:20200204\r\nSUMMARY:x"),
                3,
                FieldCode::OutOfRange,
            ),
            ("BEGIN:VEVENT\nDTSTART:20191204\n".into(), 1, FieldCode::Invalid),
            ("END:VEVENT\n".into(), 1, FieldCode::Invalid),
            ("date,title\n".into(), 1, FieldCode::Required),
        ];
        for (text, number, code) in table {
            let (lines, refused) = read(&text, false);
            let told: Vec<_> = refused.iter().map(|r| (r.number, r.code)).collect();
            assert_eq!((lines.len(), told), (0, vec![(number, code)]), "{text}");
        }
    }
}
